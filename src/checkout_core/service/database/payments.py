# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The repository of payment attempts, refunds at the gateway and bank transfers."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import sqlalchemy as sa

from attrs import frozen

from checkout_core.gateway import RefundState
from checkout_core.service.database.moments import moment_of, text_of
from checkout_core.service.database.tables import (
    ATTEMPTS,
    BANK_TRANSFERS,
    REFUND_DIGESTS,
    REFUND_REQUESTS,
)
from checkout_core.service.ports import (
    REPLACED,
    Attempt,
    BankTransfer,
    RefundRequest,
)


if TYPE_CHECKING:
    from sqlalchemy.engine import Row

    from checkout_core.service.database.statements import Statements


@frozen
class SqlPayments:
    """Requests to the gateway and its answers."""

    _sql: Statements

    def latest(self, order_number: str) -> Attempt | None:
        """Return the newest payment attempt of an order."""
        query = (
            sa.select(ATTEMPTS)
            .where(ATTEMPTS.c.order_number == order_number)
            .order_by(ATTEMPTS.c.number.desc())
            .limit(1)
        )
        row = self._sql.connection.execute(query).one_or_none()
        return None if row is None else _attempt(row)

    def attempts(self, order_number: str) -> list[Attempt]:
        """Return all payment attempts of an order, the newest first."""
        query = (
            sa.select(ATTEMPTS)
            .where(ATTEMPTS.c.order_number == order_number)
            .order_by(ATTEMPTS.c.number.desc())
        )
        return [_attempt(row) for row in self._sql.connection.execute(query)]

    def attempt(self, gateway_id: str) -> Attempt | None:
        """Return an attempt by the gateway's order id, whatever its case."""
        key = gateway_id.lower()
        row = self._sql.of_key(ATTEMPTS.c.gateway_key, key)
        return None if row is None else _attempt(row)

    def put(self, attempt: Attempt) -> None:
        """Store a new or changed attempt."""
        values = attrs.asdict(attempt) | {
            "at": attempt.at.isoformat(),
            "until": attempt.until.isoformat(),
        }
        key = attempt.gateway_id.lower()
        self._sql.put(ATTEMPTS, gateway_key=key, **values)

    def refund_requests(self, order_number: str) -> list[RefundRequest]:
        """Return the refund requests of an order."""
        query = (
            sa.select(REFUND_REQUESTS)
            .where(REFUND_REQUESTS.c.order_number == order_number)
            .order_by(REFUND_REQUESTS.c.id)
        )
        return [_refund_request(row) for row in self._sql.connection.execute(query)]

    def refund_request(self, request_id: str) -> RefundRequest | None:
        """Return a refund request by its id at the gateway."""
        row = self._sql.of_key(REFUND_REQUESTS.c.id, request_id)
        return None if row is None else _refund_request(row)

    def unsettled_refunds(
        self,
        *,
        failed: bool | None,
        after: tuple[datetime | None, str] | None,
        limit: int,
    ) -> list[RefundRequest]:
        """Return refund requests that have not paid the customer, the oldest first."""
        status = REFUND_REQUESTS.c.status
        if failed:
            which = status == RefundState.FAILURE
        else:
            over = [RefundState.SUCCESS, REPLACED]
            if failed is not None:
                over.append(RefundState.FAILURE)
            which = status.not_in(over)
        place = (
            sa.func.coalesce(REFUND_REQUESTS.c.asked_at, ""),
            REFUND_REQUESTS.c.id,
        )
        where = [which]
        if after is not None:
            asked_at, request_id = after
            last = (text_of(asked_at) or "", request_id)
            where.append(sa.tuple_(*place) > sa.tuple_(*last))
        query = sa.select(REFUND_REQUESTS).where(*where).order_by(*place).limit(limit)
        return [_refund_request(row) for row in self._sql.connection.execute(query)]

    def count_failed_refunds(self) -> int:
        """Return how many refund requests failed and were not sent again."""
        failed = REFUND_REQUESTS.c.status == RefundState.FAILURE
        query = sa.select(sa.func.count()).select_from(REFUND_REQUESTS).where(failed)
        return self._sql.connection.scalar(query) or 0

    def put_refund_request(
        self, request: RefundRequest, before: RefundRequest | None = None
    ) -> bool:
        """Store a new or changed refund request; return False if it changed since."""
        values = attrs.asdict(request) | {
            "amount": f"{request.amount:f}",
            "asked_at": text_of(request.asked_at),
        }
        if before is None:
            return self._sql.insert(REFUND_REQUESTS, **values)
        return self._sql.update(
            REFUND_REQUESTS,
            REFUND_REQUESTS.c.id == before.id,
            REFUND_REQUESTS.c.status == before.status,
            **values,
        )

    def claim_refund(self, order_number: str, refund_id: str, digest: str) -> str:
        """Return the digest of what was asked for under the id of a refund."""
        names = {"order_number": order_number, "refund_id": refund_id}
        if self._sql.insert(REFUND_DIGESTS, **names, digest=digest):
            return digest
        of_refund = [REFUND_DIGESTS.c[name] == each for name, each in names.items()]
        row = self._sql.one(REFUND_DIGESTS, *of_refund)
        assert row is not None
        found: str = row.digest
        return found

    def transfers(self, order_number: str) -> dict[str, BankTransfer]:
        """Return the bank transfers of an order's refunds, by refund id."""
        query = sa.select(BANK_TRANSFERS).where(
            BANK_TRANSFERS.c.order_number == order_number
        )
        return {
            row.refund_id: BankTransfer(
                refund_id=row.refund_id,
                order_number=row.order_number,
                amount=Decimal(row.amount),
                bank_account_id=row.bank_account_id,
                paid_at=moment_of(row.paid_at),
                reference=row.reference,
            )
            for row in self._sql.connection.execute(query)
        }

    def put_transfer(self, transfer: BankTransfer) -> None:
        """Store a new or changed bank transfer."""
        paid_at = transfer.paid_at
        values = attrs.asdict(transfer) | {
            "amount": f"{transfer.amount:f}",
            "paid_at": None if paid_at is None else paid_at.isoformat(),
        }
        self._sql.put(BANK_TRANSFERS, **values)


def _refund_request(row: Row[Any]) -> RefundRequest:
    return RefundRequest(
        id=row.id,
        refund_id=row.refund_id,
        order_number=row.order_number,
        gateway_id=row.gateway_id,
        amount=Decimal(row.amount),
        status=row.status,
        asked_at=moment_of(row.asked_at),
    )


def _attempt(row: Row[Any]) -> Attempt:
    return Attempt(
        gateway_id=row.gateway_id,
        order_number=row.order_number,
        number=row.number,
        digest=row.digest,
        at=datetime.fromisoformat(row.at),
        until=datetime.fromisoformat(row.until),
        answer=row.answer,
    )

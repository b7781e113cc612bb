# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The repository of orders: columns, what happened, and the quote that never changes.

Promises that a look or a list reads columns and texts that were made for it, that a
quote is parsed once for each version of its order that a route has seen, and that its
figures are calculated again only if a text is not, byte for byte, what this repository
wrote: its digest is kept with it.  An order that fails is a `StoredOrderError`: only
the owner of the database can correct it.
"""

from __future__ import annotations

import hashlib

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from attrs import evolve, frozen

from checkout_core.currencies import CURRENCIES
from checkout_core.errors import CheckoutError
from checkout_core.money.exact import to_decimal
from checkout_core.service.database.tables import ORDERS, QUOTES, RESTORED
from checkout_core.service.documents import FORM, joined, unpacked
from checkout_core.service.ports import (
    OrderFilters,
    OrderRecord,
    OrderRow,
    OrderSummary,
    ShownOrder,
    StoredOrderError,
)
from checkout_core.wire.orders import read_parts


if TYPE_CHECKING:
    from collections.abc import Iterable

    from checkout_core.orders import Order
    from checkout_core.service.database.statements import Statements
    from checkout_core.service.ports import OrderDocuments


#: What is read of an order that is not listed.
_ROW: tuple[Any, ...] = (
    ORDERS.c.number,
    ORDERS.c.cart_id,
    ORDERS.c.owner,
    ORDERS.c.version,
    ORDERS.c.granted,
    *[ORDERS.c[name] for name in RESTORED.values()],
    ORDERS.c.happened,
    ORDERS.c.digest,
)
_OF_NUMBER = sa.select(*_ROW).where(ORDERS.c.number == sa.bindparam("given"))
_SUMMARY: tuple[Any, ...] = (
    ORDERS.c.number,
    ORDERS.c.placed_at,
    ORDERS.c.owner,
    ORDERS.c.status,
    ORDERS.c.payment_status,
    ORDERS.c.currency,
    ORDERS.c.to_be_paid,
    ORDERS.c.amount_paid,
    ORDERS.c.amount_unpaid,
    ORDERS.c.reversed,
    ORDERS.c.summary,
    ORDERS.c.summary_digest,
    ORDERS.c.form,
    ORDERS.c.size,
)
_SHOWN: tuple[Any, ...] = (
    ORDERS.c.owner,
    ORDERS.c.shown,
    ORDERS.c.shown_digest,
    ORDERS.c.shown_by,
    ORDERS.c.form,
    QUOTES.c.order_items,
    QUOTES.c.items_digest,
    QUOTES.c.offers,
    QUOTES.c.offers_digest,
)
#: A list is the newest first; the number decides between two of one moment.
_NEWEST = (ORDERS.c.placed_at.desc(), ORDERS.c.number.desc())


@frozen
class SqlOrders:
    """The orders: what changes in one table, what never does in another."""

    _sql: Statements

    def get(self, number: str, known: OrderRow | None = None) -> OrderRow | None:
        """Return an order, None if there is none."""
        # PostgreSQL cannot compare with a text that contains NUL.
        if "\0" in number:
            return None
        query = _OF_NUMBER.with_for_update() if self._sql.locks else _OF_NUMBER
        row = self._sql.connection.execute(query, {"given": number}).one_or_none()
        if row is None:
            return None
        if known is not None and known.version == row.version:
            return known
        return OrderRow(
            order=self._read(row),
            cart_id=row.cart_id,
            owner=row.owner,
            granted=row.granted,
            restored={kind: getattr(row, name) for kind, name in RESTORED.items()},
            version=row.version,
        )

    def _read(self, row: Any) -> Order:
        query = sa.select(QUOTES.c.quote, QUOTES.c.quote_digest).where(
            QUOTES.c.order_number == row.number
        )
        packed, written = self._sql.connection.execute(query).one_or_none() or (b"", "")
        digests = _digest(row.happened), _digest(packed)
        is_ours = (row.digest, written) == digests
        try:
            quote = unpacked(packed) or ""
            order = read_parts(row.happened, quote, verify=not is_ours)
        except CheckoutError as error:
            raise StoredOrderError(row.number, error.faults) from None
        if not is_ours and self._sql.locks:
            # Verified, so it need not be verified again.
            self._sql.update(ORDERS, ORDERS.c.number == row.number, digest=digests[0])
            mine = QUOTES.c.order_number == row.number
            self._sql.update(QUOTES, mine, quote_digest=digests[1])
        return order

    # What is shown and listed ---------------------------------------------------

    def shown(self, number: str, shown_by: str) -> ShownOrder | None:
        """Return an order as its owner sees it by these rules, None without one."""
        if "\0" in number:
            return None
        query = (
            sa.select(*_SHOWN)
            .outerjoin(QUOTES, QUOTES.c.order_number == ORDERS.c.number)
            .where(ORDERS.c.number == number)
        )
        row = self._sql.connection.execute(query).one_or_none()
        if row is None:
            return None
        text = None
        if (row.form, row.shown_by) == (FORM, shown_by):
            shown = _trusted(row.shown, row.shown_digest)
            items = _trusted(row.order_items, row.items_digest)
            offers = _trusted(row.offers, row.offers_digest)
            if shown is not None and items is not None and offers is not None:
                text = joined(shown, items, offers)
        return ShownOrder(owner=row.owner, text=text)

    def summary(self, number: str) -> OrderSummary | None:
        """Return what is known of an order without reading it, None without one."""
        if "\0" in number:
            return None
        found = self._summaries(sa.select(*_SUMMARY).where(ORDERS.c.number == number))
        return found[0] if found else None

    def page(self, owner: str, skip: int, limit: int) -> tuple[list[OrderSummary], int]:
        """Return some of the owner's orders, newest first, and how many there are."""
        of_owner = ORDERS.c.owner == owner
        counted = sa.select(sa.func.count()).select_from(ORDERS).where(of_owner)
        query = sa.select(*_SUMMARY).where(of_owner).order_by(*_NEWEST)
        found = self._summaries(query.offset(skip).limit(limit))
        return found, self._sql.connection.scalar(counted) or 0

    def search(
        self, filters: OrderFilters, after: tuple[str, str] | None, limit: int
    ) -> list[OrderSummary]:
        """Return orders that fit, newest first, from behind the one at *after*."""
        columns = {
            "status": ORDERS.c.status,
            "payment_status": ORDERS.c.payment_status,
            "owner": ORDERS.c.owner,
            "email": ORDERS.c.email,
            "phone": ORDERS.c.phone,
            "reversed": ORDERS.c.reversed,
        }
        asked = {name: getattr(filters, name) for name in columns}
        where: list[Any] = [
            columns[name] == value for name, value in asked.items() if value is not None
        ]
        texts = [each for each in (*asked.values(), filters.number) if each]
        if any("\0" in str(each) for each in (*texts, *(after or ()))):
            return []
        if filters.number is not None:
            where.append(ORDERS.c.number.startswith(filters.number, autoescape=True))
        if filters.placed_from is not None:
            where.append(ORDERS.c.placed_at >= moment_text(filters.placed_from))
        if filters.placed_to is not None:
            where.append(ORDERS.c.placed_at < moment_text(filters.placed_to))
        if after is not None:
            place = sa.tuple_(ORDERS.c.placed_at, ORDERS.c.number)
            where.append(place < sa.tuple_(*after))
        query = sa.select(*_SUMMARY).where(*where).order_by(*_NEWEST).limit(limit)
        return self._summaries(query)

    def _summaries(self, query: Any) -> list[OrderSummary]:
        rows = self._sql.connection.execute(query).all()
        return [_summary(row) for row in rows]

    def items(self, numbers: Iterable[str]) -> dict[str, bytes]:
        """Return `order_items` of orders; one that has to be made again is left out."""
        query = sa.select(
            QUOTES.c.order_number, QUOTES.c.order_items, QUOTES.c.items_digest
        ).where(QUOTES.c.order_number.in_(list(numbers)))
        found = {
            number: _trusted(items, digest)
            for number, items, digest in self._sql.connection.execute(query)
        }
        return {number: each for number, each in found.items() if each is not None}

    # What is written ------------------------------------------------------------

    def add(self, record: OrderRecord) -> OrderRow | None:
        """Store a new order; return its row as stored, None if its number is taken."""
        row, documents = record.row, record.documents
        assert documents is not None
        is_new = self._sql.insert(
            ORDERS,
            number=row.order.number,
            cart_id=row.cart_id,
            owner=row.owner,
            placed_at=moment_text(row.order.placed_at),
            size=len(documents.items),
            **changing(record),
        )
        if not is_new:
            return None
        number = row.order.number
        self._sql.insert(QUOTES, order_number=number, **constant(documents))
        return evolve(row, version=row.version + 1)

    def is_still(self, row: OrderRow) -> bool:
        """Return whether a stored order is still as *row*; a writer holds it then."""
        mine = ORDERS.c.number == row.order.number
        query = sa.select(ORDERS.c.version).where(mine).with_for_update()
        return bool(self._sql.connection.scalar(query) == row.version)

    def put(self, record: OrderRecord) -> OrderRow | None:
        """Store a changed order; return its row, None if it changed meanwhile."""
        row = record.row
        is_stored = self._sql.update(
            ORDERS,
            ORDERS.c.number == row.order.number,
            ORDERS.c.version == row.version,
            **changing(record),
        )
        return evolve(row, version=row.version + 1) if is_stored else None


def moment_text(at: datetime) -> str:
    """Return a moment as text that sorts by time."""
    return at.astimezone(UTC).isoformat()


def changing(record: OrderRecord) -> dict[str, Any]:
    """Return the columns of an order that change with it."""
    row = record.row
    return {
        "version": row.version + 1,
        "status": str(row.order.status),
        "payment_status": str(row.order.payment_status),
        "currency": record.currency,
        "to_be_paid": record.to_be_paid,
        "amount_paid": record.amount_paid,
        "amount_unpaid": record.amount_unpaid,
        "email": record.email,
        "phone": record.phone,
        "reversed": record.reversed,
        "granted": row.granted,
        **{name: row.restored[kind] for kind, name in RESTORED.items()},
        "form": FORM,
        "happened": record.happened,
        "digest": _digest(record.happened),
        "summary": record.summary,
        "summary_digest": _digest(record.summary),
        "shown": record.shown,
        "shown_digest": None if record.shown is None else _digest(record.shown),
        "shown_by": record.shown_by,
    }


def constant(documents: OrderDocuments) -> dict[str, Any]:
    """Return the columns of an order that never change."""
    return {
        "quote": documents.quote,
        "quote_digest": _digest(documents.quote),
        "order_items": documents.items,
        "items_digest": _digest(documents.items),
        "offers": documents.offers,
        "offers_digest": _digest(documents.offers),
    }


def _digest(text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    return hashlib.sha256(data).hexdigest()


def _trusted(text: str | None, digest: str | None) -> bytes | None:
    """Return the UTF-8 of a text that has its digest, None of any other."""
    data = b"" if text is None else text.encode()
    return data if digest == _digest(data) else None


def _summary(row: Any) -> OrderSummary:
    text = _trusted(row.summary, row.summary_digest)
    is_ours = row.form == FORM and text is not None
    exponent = CURRENCIES[row.currency].exponent
    return OrderSummary(
        number=row.number,
        placed_at=row.placed_at,
        owner=row.owner,
        status=row.status,
        payment_status=row.payment_status,
        to_be_paid=to_decimal(row.to_be_paid, exponent),
        amount_paid=to_decimal(row.amount_paid, exponent),
        amount_unpaid=to_decimal(row.amount_unpaid, exponent),
        currency=row.currency,
        reversed=row.reversed,
        summary=row.summary if is_ours else None,
        size=row.size,
    )

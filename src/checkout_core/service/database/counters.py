# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The repository of what orders redeemed, of the counters of offers and of orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from attrs import frozen

from checkout_core.service.database.tables import (
    BUDGETS,
    COUNTERS,
    CUSTOMER_ORDERS,
    REDEMPTIONS,
)
from checkout_core.store import Redemptions


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checkout_core.ledger import Redemption
    from checkout_core.offers import Limits
    from checkout_core.service.database.statements import Statements
    from checkout_core.service.ports import Draw, PriorCounts


#: How many counters one statement asks for.
_MOST_NAMES = 1000


@frozen
class SqlCounters:
    """How often offers were redeemed, what their budgets gave, and orders placed."""

    _sql: Statements

    def counts(self, offers: Iterable[str], codes: Iterable[str]) -> Redemptions:
        """Return how often these offers and these codes were redeemed here."""
        counts: dict[str, dict[str, int]] = {"offer": {}, "code": {}}
        # By the whole key, since the table has a row for each code of the shop and each
        # of its customers.
        for what, names in (("offer", [*offers]), ("code", [*codes])):
            for part in _parts(names):
                query = sa.select(COUNTERS.c.name, COUNTERS.c.redeemed).where(
                    COUNTERS.c.what == what,
                    COUNTERS.c.name.in_(part),
                    COUNTERS.c.customer_id == "",
                )
                for name, redeemed in self._sql.connection.execute(query):
                    counts[what][name] = redeemed
        return Redemptions(counts["offer"], counts["code"])

    def of_customer(self, customer_id: str) -> dict[str, int]:
        """Return how often a customer redeemed each offer."""
        query = sa.select(COUNTERS).where(COUNTERS.c.customer_id == customer_id)
        rows = self._sql.connection.execute(query)
        return {row.name: row.redeemed for row in rows}

    def taken(self, offers: Iterable[str]) -> dict[str, int]:
        """Return what was taken of the budgets of these offers, in minor units."""
        found: dict[str, int] = {}
        for part in _parts([*offers]):
            query = sa.select(BUDGETS).where(BUDGETS.c.offer_id.in_(part))
            for row in self._sql.connection.execute(query):
                found[row.offer_id] = row.taken
        return found

    def commit(
        self,
        redemption: Redemption,
        limits: Limits,
        order_number: str,
        before: PriorCounts,
        draw: Draw | None = None,
    ) -> bool:
        """Count a redemption once for its key; return False if a limit is reached."""
        count = redemption.count
        new = self._sql.insert(
            REDEMPTIONS,
            # Never None: every cart of the service has an id.
            idempotency_key=redemption.idempotency_key,
            order_number=order_number,
            kind=redemption.kind,
            offer_id=redemption.offer_id,
            code=redemption.code,
            customer_id=redemption.customer_id,
            # A row of a result has a method `count`.
            redeemed=count,
            amount=None if draw is None else draw.amount,
        )
        if not new:
            return True
        offer, code, buyer = (
            redemption.offer_id,
            redemption.code,
            redemption.customer_id,
        )
        assert offer is not None  # of a gift card no counter is kept
        increments = [(("offer", offer, ""), limits.total_redemptions, before.offer)]
        if code is not None:
            most = limits.per_coupon_code_redemptions
            increments.append((("code", code, ""), most, before.code))
        if buyer is not None:
            most = limits.per_customer_redemptions
            increments.append((("customer", offer, buyer), most, before.customer))
        counted = all(self._increment(*each, count) for each in increments)
        return counted and (draw is None or self._draw(offer, draw))

    def _draw(self, offer_id: str, draw: Draw) -> bool:
        """Take an amount of a budget; return False if less is left of it."""
        self._sql.insert(BUDGETS, offer_id=offer_id, taken=draw.before)
        taken = BUDGETS.c.taken + draw.amount
        is_left = taken <= draw.most
        return self._sql.update(
            BUDGETS, BUDGETS.c.offer_id == offer_id, is_left, taken=taken
        )

    def _increment(
        self, key: tuple[str, str, str], most: int | None, before: int, count: int
    ) -> bool:
        what, name, customer = key
        self._sql.insert(
            COUNTERS, what=what, name=name, customer_id=customer, redeemed=before
        )
        where = [*_counter(*key)]
        if most is not None:
            where.append(COUNTERS.c.redeemed + count <= most)
        total = COUNTERS.c.redeemed + count
        return self._sql.update(COUNTERS, *where, redeemed=total)

    def release(self, order_number: str) -> None:
        """Subtract the redemptions of an order from the counters."""
        of_order = REDEMPTIONS.c.order_number == order_number
        query = sa.select(REDEMPTIONS).where(of_order)
        # Sorted here, in the order in which offers are redeemed, so that two
        # transactions cannot wait for each other: a database sorts text by its own
        # collation, where `a` may come before `B`.
        rows = sorted(
            self._sql.connection.execute(query),
            key=lambda row: (row.kind, row.offer_id),
        )
        self._sql.connection.execute(sa.delete(REDEMPTIONS).where(of_order))
        for row in rows:
            remaining = COUNTERS.c.redeemed - row.redeemed
            self._sql.update(
                COUNTERS, *_counter("offer", row.offer_id, ""), redeemed=remaining
            )
            if row.code is not None:
                self._sql.update(
                    COUNTERS, *_counter("code", row.code, ""), redeemed=remaining
                )
            if row.customer_id is not None:
                where = _counter("customer", row.offer_id, row.customer_id)
                self._sql.update(COUNTERS, *where, redeemed=remaining)
            if row.amount is not None:
                self._sql.update(
                    BUDGETS,
                    BUDGETS.c.offer_id == row.offer_id,
                    taken=BUDGETS.c.taken - row.amount,
                )

    def orders_of(self, customer_id: str) -> int | None:
        """Return how many orders a customer placed, None if none was counted yet."""
        placed = CUSTOMER_ORDERS.c.placed
        query = sa.select(placed).where(CUSTOMER_ORDERS.c.customer_id == customer_id)
        return self._sql.connection.scalar(query)

    def count_order(self, customer_id: str, seen: int, *, alone: bool) -> bool:
        """Count an order; return False if it must be *alone* and another came since."""
        self._sql.insert(CUSTOMER_ORDERS, customer_id=customer_id, placed=seen)
        where = [CUSTOMER_ORDERS.c.customer_id == customer_id]
        if alone:
            where.append(CUSTOMER_ORDERS.c.placed == seen)
        total = CUSTOMER_ORDERS.c.placed + 1
        return self._sql.update(CUSTOMER_ORDERS, *where, placed=total)

    def release_order(self, customer_id: str) -> None:
        """Subtract an order of a customer that was counted."""
        self._sql.update(
            CUSTOMER_ORDERS,
            CUSTOMER_ORDERS.c.customer_id == customer_id,
            placed=CUSTOMER_ORDERS.c.placed - 1,
        )


def _parts(names: list[str]) -> Iterator[list[str]]:
    """Yield *names* in parts: a statement has a limited number of parameters."""
    # PostgreSQL cannot compare with a text that contains NUL.
    plain = [each for each in names if "\0" not in each]
    for start in range(0, len(plain), _MOST_NAMES):
        yield plain[start : start + _MOST_NAMES]


def _counter(what: str, name: str, customer_id: str) -> tuple[Any, ...]:
    return (
        COUNTERS.c.what == what,
        COUNTERS.c.name == name,
        COUNTERS.c.customer_id == customer_id,
    )

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The repository of what orders redeemed, of the counters of offers and of orders."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from attrs import frozen

from checkout_core.service.database.tables import (
    BUDGETS,
    COUNTERS,
    CUSTOMER_ORDERS,
    REDEMPTIONS,
)
from checkout_core.service.ports import Counts


if TYPE_CHECKING:
    from collections.abc import Iterable

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

    def read(
        self,
        *,
        offers: Iterable[str] = (),
        codes: Iterable[str] = (),
        budgets: Iterable[str] = (),
        customer_id: str | None = None,
    ) -> Counts:
        """Return what was counted of these offers, codes, budgets and customer."""
        found: dict[str, dict[str, int]] = {
            each: {} for each in ("offer", "code", "budget", "customer", "orders")
        }
        named = {"offer": _plain(offers), "code": _plain(codes)}
        named["budget"] = _plain(budgets)
        # A customer is asked for once, with the first names.
        given: dict[str, Any] = {}
        if customer_id is not None:
            given = dict.fromkeys(("customer", "orders"), customer_id)
        for start in range(0, max(1, *map(len, named.values())), _MOST_NAMES):
            parts = {
                what: names[start : start + _MOST_NAMES]
                for what, names in named.items()
                if len(names) > start
            }
            asked = {**parts, **given}
            given = {}
            if asked:
                query = _counters(tuple(asked))
                rows: Any = self._sql.connection.execute(query, asked)
                for what, name, number in rows:
                    found[what][name] = number
        return Counts(
            offers=found["offer"],
            codes=found["code"],
            customer=found["customer"],
            taken=found["budget"],
            orders=found["orders"].get(customer_id or ""),
        )

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
        return self._sql.count(
            BUDGETS.c.taken, draw.amount, draw.before, draw.most, offer_id=offer_id
        )

    def _increment(
        self, key: tuple[str, str, str], most: int | None, before: int, count: int
    ) -> bool:
        names = dict(zip(("what", "name", "customer_id"), key, strict=True))
        return self._sql.count(COUNTERS.c.redeemed, count, before, most, **names)

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


def _plain(names: Iterable[str]) -> list[str]:
    # PostgreSQL cannot compare with a text that contains NUL.
    return [each for each in names if "\0" not in each]


@cache
def _counters(parts: tuple[str, ...]) -> sa.CompoundSelect[Any]:
    """
    Return the query of all *parts* of `Counts`, each with a parameter of its name.

    Each part asks by a whole key, since the table has a row for each code of the shop
    and each of its customers.
    """
    queries: dict[str, Any] = {
        what: sa.select(COUNTERS.c.what, COUNTERS.c.name, COUNTERS.c.redeemed).where(
            COUNTERS.c.what == what,
            COUNTERS.c.name.in_(sa.bindparam(what, expanding=True)),
            COUNTERS.c.customer_id == "",
        )
        for what in ("offer", "code")
    }
    queries["customer"] = sa.select(
        COUNTERS.c.what, COUNTERS.c.name, COUNTERS.c.redeemed
    ).where(COUNTERS.c.customer_id == sa.bindparam("customer"))
    queries["orders"] = sa.select(
        sa.literal_column("'orders'"),
        CUSTOMER_ORDERS.c.customer_id,
        CUSTOMER_ORDERS.c.placed,
    ).where(CUSTOMER_ORDERS.c.customer_id == sa.bindparam("orders"))
    queries["budget"] = sa.select(
        sa.literal_column("'budget'"), BUDGETS.c.offer_id, BUDGETS.c.taken
    ).where(BUDGETS.c.offer_id.in_(sa.bindparam("budget", expanding=True)))
    return sa.union_all(*[queries[each] for each in parts])


def _counter(what: str, name: str, customer_id: str) -> tuple[Any, ...]:
    return (
        COUNTERS.c.what == what,
        COUNTERS.c.name == name,
        COUNTERS.c.customer_id == customer_id,
    )

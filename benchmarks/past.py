# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What one more event or refund takes, of an order that had n of them before.

Each is linear in what the order holds: an order is a value, and the next one holds all
that this one does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any, NamedTuple, TypeAlias

from benchmarks.carts import AT
from checkout_core import Cart, Line, Quote, Store, quote
from checkout_core.orders import Order, PaymentUpdate, Refunded, ShipmentUpdate
from checkout_core.refunds import Refund, cancellation, refund


Run: TypeAlias = Callable[[], Any]

#: How many there were before.
COUNTS = (50, 100, 200)
#: How many units are bought, and what one of them costs.
UNITS, PRICE = 1_000, 100


class Past(NamedTuple):
    """
    What is measured.

    make: what is made ready for a number of earlier events, and returned to be run.
    right: whether the answer of a run is right after so many.
    """

    make: Callable[[int], Run]
    right: Callable[[int, Any], bool]

    def checked(self, count: int) -> Run:
        """Return what is run, whose answer was right."""
        run = self.make(count)
        answer = run()
        assert self.right(count, answer), answer
        return run


@cache
def bought() -> Quote:
    """Return a quote of many units of one product."""
    cart = Cart("INR", [Line("tee", UNITS, PRICE, tax_rate=0)])
    return quote(cart, Store("INR"), at=AT)


def payment(name: int, units: int = 1) -> PaymentUpdate:
    """Return the payment of some units."""
    return PaymentUpdate(f"P{name}", units * PRICE, AT)


def shipment(name: int) -> ShipmentUpdate:
    """Return a shipment of one unit."""
    return ShipmentUpdate(f"S{name}", "scheduled", AT, units={0: 1})


@cache
def refunds(count: int) -> list[Refund]:
    """Return so many refunds of one unit, one after the other."""
    found: list[Refund] = []
    for name in range(count):
        found.append(refund(bought(), {0: 1}, id=f"R{name}", at=AT, earlier=found))
    return found


def new() -> Order:
    """Return an order that nothing has happened to."""
    return Order.placed(bought(), number="ORD-1", at=AT)


def after(order: Order, events: list[Any]) -> Order:
    """Return an order after all *events*."""
    for event in events:
        order = order.after(event)
    return order


def refunded(count: int) -> Order:
    """Return a paid order after so many refunds."""
    return after(new(), [payment(0, UNITS), *map(Refunded, refunds(count))])


def money(order: Order) -> tuple[Any, ...]:
    """Return what is settled, held, overpaid and refunded."""
    return (
        order.amount_settled,
        order.amount_held,
        order.amount_overpaid,
        order.amount_refunded,
    )


#: Every event and refund that is measured.
PAST: dict[str, Past] = {
    "payment, after payments": Past(
        lambda n: partial(after(new(), [*map(payment, range(n))]).after, payment(n)),
        lambda n, found: found.amount_paid == (n + 1) * PRICE,
    ),
    "shipment, after shipments": Past(
        lambda n: partial(
            after(new(), [payment(0, UNITS), *map(shipment, range(n))]).after,
            shipment(n),
        ),
        lambda n, found: len(found.shipments) == n + 1,
    ),
    "refunded, after refunds": Past(
        lambda n: partial(refunded(n).after, Refunded(refunds(n + 1)[-1])),
        lambda n, found: found.amount_refunded == (n + 1) * PRICE,
    ),
    "refund, after refunds": Past(
        lambda n: partial(refund, bought(), {0: 1}, id="R", at=AT, earlier=refunds(n)),
        lambda _, found: found.gateway == PRICE,
    ),
    "cancellation, after refunds": Past(
        lambda n: partial(cancellation, bought(), id="R", at=AT, earlier=refunds(n)),
        lambda n, found: found.gateway == (UNITS - n) * PRICE,
    ),
    "amounts, after payments": Past(
        lambda n: partial(money, after(new(), [*map(payment, range(n))])),
        lambda n, found: found == (n * PRICE, n * PRICE, 0, 0),
    ),
    "amounts, after refunds": Past(
        lambda n: partial(money, refunded(n)),
        lambda n, found: found == (UNITS * PRICE, (UNITS - n) * PRICE, 0, n * PRICE),
    ),
}

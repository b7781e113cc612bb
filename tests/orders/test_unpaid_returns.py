# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Goods that come back to the seller before they are paid are refunded with nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import (
    Cart,
    CheckoutError,
    Customer,
    Line,
    Order,
    Part,
    Payment,
    PaymentUpdate,
    Quote,
    Refund,
    RefundPolicy,
    Shipping,
    Store,
    promotion,
    quote,
)
from checkout_core.offers import bundle, part, products
from checkout_core.orders import Refunded, unpaid_return, unpaid_return_id
from tests.factories.orders import NOON, at, with_shipment


LINES = [
    Line("Mug", 2, "100.00", tax_rate=0),
    Line("Pot", 1, "300.00", tax_rate=0),
]
STORE = Store("INR")
AT_THE_DOOR = Payment("cash_on_delivery")
ADVANCE = [Part("now", percent=25), Part("on_delivery")]


def priced(store: Store = STORE, **fields: Any) -> Quote:
    """Return the quote of two mugs and a pot, 540.00 with delivery."""
    given = {"payment": AT_THE_DOOR, "shipping": Shipping("40", tax_rate=0), **fields}
    return quote(Cart("INR", LINES, **given), store, at=NOON)


def confirmed(quoted: Quote | None = None, paid: str = "0") -> Order:
    """Return an order that may be shipped, with an advance."""
    order = Order.placed(quoted or priced(), number="ORD-1", at=NOON)
    if Decimal(paid):
        order = order.after(PaymentUpdate("P1", paid, at(1)))
    return order


def back(order: Order, name: str, units: dict[int, int]) -> Order:
    """Return the order once a shipment came back."""
    order = with_shipment(order, name, "shipped", units)
    return with_shipment(order, name, "returned_to_origin")


def made(order: Order, name: str = "S1", **more: Any) -> Refund:
    """Return the refund of a shipment that came back unpaid."""
    note = unpaid_return(order, name, at=at(5), **more)
    assert note is not None
    assert order.after(Refunded(note)).refunds[-1] == note
    return note


WHOLE = {0: 2, 1: 1}


def test_all_of_it() -> None:
    """Delivery is no longer asked for either, and nothing goes back."""
    note = made(back(confirmed(), "S1", WHOLE))

    assert ("rto-S1", "540.00", "540.00", "0.00", WHOLE, "returned to origin") == (
        note.id,
        str(note.gateway_due),
        str(note.unpaid),
        str(note.gateway),
        dict(note.units),
        note.reason,
    )


def test_a_part_of_it() -> None:
    """Only the units; what is left is still asked for."""
    order = back(confirmed(), "S1", {0: 2})
    note = made(order)
    after = order.after(Refunded(note))

    assert ("200.00", "200.00", "340.00") == (
        str(note.gateway_due),
        str(note.unpaid),
        str(after.amount_unpaid),
    )


def test_one_after_the_other() -> None:
    """With the last one all of the order has lapsed."""
    order = back(confirmed(), "S1", {0: 2})
    order = order.after(Refunded(made(order)))
    order = back(order, "S2", {1: 1})
    order = order.after(Refunded(made(order, "S2")))

    assert ("0.00", "pending", WHOLE) == (
        str(order.amount_unpaid),
        order.payment_status,
        dict(order.returned),
    )


@pytest.mark.parametrize(
    ("policy", "gateway", "charge"),
    [
        (None, "135.00", "0.00"),
        (RefundPolicy(cancellation_charge=50), "85.00", "50.00"),
        (RefundPolicy(advance="kept"), "0.00", "135.00"),
    ],
)
def test_an_advance(policy: RefundPolicy | None, gateway: str, charge: str) -> None:
    """It is given back or kept, as with a cancellation."""
    order = confirmed(priced(payment_plan=ADVANCE), paid="135.00")
    note = made(back(order, "S1", WHOLE), policy=policy)

    assert (gateway, charge, "405.00") == (
        str(note.gateway),
        str(note.charge),
        str(note.unpaid),
    )


@pytest.mark.parametrize("paid", ["540.00", "440.00"])
def test_what_was_paid_is_the_merchants_matter(paid: str) -> None:
    """All of it, or a part of what the units cost: 440.00 leaves 100.00 of 200.00."""
    order = back(confirmed(paid=paid), "S1", {0: 2})

    assert None is unpaid_return(order, "S1", at=at(5))


def test_units_that_points_and_credit_paid_for() -> None:
    """
    Their price was paid by half, so the merchant decides; unpaid money goes first.

    Of 540.00, 300.00 are credit: the courier collects 240.00, the pot costs 300.00.
    """
    rich = Customer("C1", credit_balance=300)
    order = confirmed(priced(credit_balance_used=300, customer=rich))

    assert None is unpaid_return(back(order, "S1", {1: 1}), "S1", at=at(5))
    assert "200.00" == str(made(back(order, "S1", {0: 2})).unpaid)


@pytest.mark.parametrize("state", ["scheduled", "shipped", "undelivered", "delivered"])
def test_a_shipment_that_did_not_come_back(state: str) -> None:
    """It may still arrive, or has."""
    order = with_shipment(confirmed(), "S1", "scheduled", WHOLE)
    if state != "scheduled":
        order = with_shipment(order, "S1", "shipped")
    if state in ("undelivered", "delivered"):
        order = with_shipment(order, "S1", state)

    assert None is unpaid_return(order, "S1", at=at(5))


def test_what_was_refunded_before() -> None:
    """By the merchant, all of it or a part; or by the same report."""
    order = back(confirmed(), "S1", {0: 2})
    both = order.after(Refunded(order.refund({0: 2}, id="R1", at=at(4))))
    one = order.after(Refunded(order.refund({0: 1}, id="R1", at=at(4))))
    twice = order.after(Refunded(made(order)))
    named = order.after(Refunded(order.refund({1: 1}, id="rto-S1", at=at(4))))

    assert [None] * 4 == [
        unpaid_return(each, name, at=at(5))
        for each, name in ((both, "S1"), (twice, "S1"), (named, "S1"), (order, "S9"))
    ]
    assert {0: 1} == made(one).units


def test_units_that_do_not_come_back_alone() -> None:
    """What an offer ties together is returned together: the merchant decides."""
    together = bundle(part(products("Mug"), 2), part(products("Pot")), price=450)
    offer = promotion("set", together)
    store = Store("INR", promotions=[offer])
    order = confirmed(priced(store))
    policy = RefundPolicy(promotion_break="bundle_only")
    alone = back(order, "S1", {0: 2})

    assert None is unpaid_return(alone, "S1", at=at(5), policy=policy, store=store)
    assert made(back(order, "S1", WHOLE), policy=policy, store=store).units == WHOLE


def test_a_long_id_is_a_digest() -> None:
    """An id of a refund has at most 255 characters."""
    names = [unpaid_return_id("A" * each) for each in (251, 252, 10_000)]

    assert ["rto-" + "A" * 251, 68, 68] == [names[0], *map(len, names[1:])]
    assert names[1] != names[2]


@pytest.mark.parametrize("arguments", [(None, "S1"), (confirmed(), 7)])
def test_foreign_values(arguments: Any) -> None:
    """They are refused with the name of the argument."""
    with pytest.raises(CheckoutError):
        unpaid_return(*arguments, at=at(5))

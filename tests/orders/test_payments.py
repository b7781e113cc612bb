# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The payments of an order: what a report changes, and what they come to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checkout_core import dumps, read_order
from checkout_core.currencies import CURRENCIES
from checkout_core.orders import Order, PaymentUpdate
from checkout_core.orders.payments import with_payment
from checkout_core.wire import write_order_detail
from tests.factories.orders import at, placed


INR = CURRENCIES["INR"]


def update(
    name: str, amount: str, hours: int, state: str = "succeeded", off: str = "0"
) -> PaymentUpdate:
    """Return a payment, reported some hours after noon."""
    return PaymentUpdate(name, amount, at(hours), state=state, gateway_discount=off)


def test_the_payment_reported_last_comes_last() -> None:
    """A new state of an older one moves it to the end."""
    started, other = update("P1", "600", 1, "started"), update("P2", "400", 2)
    taken = update("P1", "600", 3)

    assert (other, taken) == with_payment((started, other), taken, INR)


@pytest.mark.parametrize("state", ["started", "failed", "succeeded"])
def test_old_news_changes_nothing(state: str) -> None:
    """A payment that succeeded stays as it is."""
    payments = (update("P1", "600", 1),)

    assert payments is with_payment(payments, update("P1", "600", 2, state), INR)


@pytest.mark.parametrize(
    ("last", "discount"),
    [
        # 60.00 x 200 / 600; all of the last one; and none of the first.
        ("200.00", "20.00"),
        ("600.00", "60.00"),
        ("700.00", "60.00"),
        ("0.00", "0.00"),
    ],
)
def test_the_discount_of_what_came_last(last: str, discount: str) -> None:
    """Each payment's discount counts in proportion, the last payment first."""
    payments = [update("P1", "600.00", 1), update("P2", "600.00", 2, off="60.00")]
    order = Order(
        number="1",
        quote=placed().quote,
        placed_at=at(0),
        status="pending",
        payments=payments,
    )

    assert discount == str(order.settlement.discount_of_last(Decimal(last)))


def test_a_payment_that_offers_paid_whole_is_read_with_its_digits() -> None:
    """A bank and the merchant paid all of it; a stored order is written as before."""
    payment = PaymentUpdate(
        "P1",
        "1000.00",
        at(1),
        gateway_discount="1000.00",
        funded_by={"bank": "400.00", "merchant": "600.00"},
    )
    text = dumps(write_order_detail(placed().after(payment), stored=True))

    assert text == dumps(write_order_detail(read_order(text), stored=True))

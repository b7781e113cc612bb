# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Orders to which anything happened: payments, discounts, reversals, returns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from checkout_core import CheckoutError
from checkout_core.orders import (
    Disputed,
    Order,
    PaymentUpdate,
    Refunded,
    Reversed,
    ShipmentUpdate,
    StatusChange,
)
from checkout_core.refunds import RefundPolicy
from tests.factories.orders import at
from tests.factories.returns import POLICIES, priced


CENT = Decimal("0.01")
NAMES = st.sampled_from(["P1", "P2", "P3"])


@st.composite
def payments(draw: Any, order: Order) -> PaymentUpdate:
    """Draw a payment of a part of an order, with offers and fees of anybody."""
    whole = order.to_be_paid or Decimal(1)
    part = draw(st.sampled_from([4, 4, 2, 1]))
    amount = max(CENT, (whole * part / 4).quantize(CENT))
    off = draw(st.sampled_from([0, 0, 1, 10, 33, 100]))
    discount = (amount * off / 100).quantize(CENT)
    who = draw(st.sampled_from(["bank", "merchant", "both"]))
    funded_by: Any = who
    half = (discount / 2).quantize(CENT)
    if who == "both" and 0 < half < discount:
        funded_by = {"brand": half, "merchant": discount - half}
    elif who == "both":
        funded_by = "platform"
    return PaymentUpdate(
        draw(NAMES),
        amount,
        at(draw(st.integers(1, 40))),
        state=draw(st.sampled_from(["succeeded"] * 4 + ["started", "failed"])),
        method=draw(st.sampled_from([None, "cash", "bank-transfer", "UPI"])),
        gateway_discount=discount,
        funded_by=funded_by,
        surcharge=draw(st.sampled_from(["0", "0", "0.01", "15.00"])),
        surcharge_tax=draw(st.sampled_from(["0", "0.01", "2.71"])),
        surcharge_by=draw(st.sampled_from(["gateway", "merchant"])),
        manual=draw(st.sampled_from([False, False, True])),
    )


@st.composite
def happenings(draw: Any, order: Order, number: int, more: dict[str, Any]) -> Any:
    """Draw something that can happen to an order, or try to."""
    when, ident = at(number), f"E{number}"
    match draw(st.integers(0, 8)):
        case 0 | 1 | 2:
            return draw(payments(order))
        case 3:
            name = draw(st.sampled_from(["confirmed", "confirmed", "cancelled"]))
            return StatusChange(name, when)
        case 4:
            there = order.settlement.left_of("P1") or CENT
            amount = max(CENT, (there * draw(st.integers(1, 4)) / 4).quantize(CENT))
            if draw(st.booleans()):
                return Disputed(ident, "P1", amount, when, "lost")
            kinds = ["auto_refunded", "refunded_elsewhere", "undone"]
            return Reversed(ident, "P1", amount, when, draw(st.sampled_from(kinds)))
        case 5:
            return order.return_of_excess(id=ident, at=when)
        case 6:
            units = tuple((i, 1) for i in range(len(order.quote.lines)))
            return ShipmentUpdate("S1", "shipped", when, units)
        case 7:
            policy = more["policy"]
            return Refunded(order.cancellation(id=ident, at=when, policy=policy))
        case _:
            line = draw(st.integers(0, len(order.quote.lines) - 1))
            units = draw(st.integers(1, order.quote.lines[line].quantity))
            return Refunded(order.refund({line: units}, id=ident, at=when, **more))


@st.composite
def lives(draw: Any, documents: st.SearchStrategy[dict[str, Any]]) -> Order:
    """Draw an order of one of *documents*, some time after it was placed."""
    checkout, quoted = priced(draw(documents))
    charge = draw(st.sampled_from([0, 0, 10]))
    surcharge = draw(st.sampled_from(["never", "on_cancellation"]))
    options = draw(POLICIES) | {"cancellation_charge": charge, "surcharge": surcharge}
    more = {"policy": RefundPolicy(**options), "store": checkout.store}
    order = Order.placed(quoted, number="ORD-1", at=at(0))
    for number in range(1, draw(st.integers(1, 12)) + 1):
        try:
            order = order.after(draw(happenings(order, number, more)))
        except CheckoutError:
            continue
    return order

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""An order to play with: three lines, a coupon, shipping, points and credit."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from checkout_core import (
    Address,
    Cart,
    Customer,
    Line,
    Loyalty,
    Quote,
    Shipping,
    Store,
    TaxPolicy,
    coupon,
    quote,
)
from checkout_core.orders import Order, PaymentUpdate, ShipmentUpdate, StatusChange


NOON = datetime.fromisoformat("2026-11-22T12:00:00+05:30")
OFFER = coupon(
    "c1",
    "discount",
    ["SAVE100"],
    {"discount_type": "fixed-amount", "fixed_discount_amount": 100},
    applies_to_product="all",
)
STORE = Store(
    "INR",
    coupons=[OFFER],
    tax=TaxPolicy(seller_state="Karnataka"),
    loyalty=Loyalty(value_per_point="0.25", points_per_unit="0.1"),
)
LINES = [
    Line("tee", 3, "100.00", tax_rate=18, price_including_tax=True),
    Line("tea", 2, "250.00", tax_rate=5),
    Line("book", 1, "200.00", tax_rate=0),
]


def at(hours: int) -> datetime:
    """Return the moment *hours* after noon."""
    return NOON + timedelta(hours=hours)


def priced(**fields: Any) -> Quote:
    """Return the quote of the cart, with some of its fields changed."""
    given: dict[str, Any] = {
        "coupon_code": "SAVE100",
        "shipping": Shipping("60.00", tax_rate=18),
        "shipping_address": Address(state="Karnataka"),
        "customer": Customer("u1", loyalty_points_balance=400, credit_balance="500.00"),
        "loyalty_points_redeemed": 400,
        "credit_balance_used": "50.00",
        **fields,
    }
    return quote(Cart("INR", given.pop("lines", LINES), **given), STORE, at=NOON)


def placed(**fields: Any) -> Order:
    """Return a pending order of that cart."""
    return Order.placed(priced(**fields), number="ORD-1", at=NOON)


def paid(order: Order, amount: object = None, name: str = "P1", **more: Any) -> Order:
    """Return the order once a payment came, of all that is missing by default."""
    whole = order.to_be_paid - order.amount_paid
    money = whole if amount is None else Decimal(str(amount))
    return order.after(PaymentUpdate(name, money, more.pop("when", at(1)), **more))


def with_shipment(
    order: Order, name: str, state: str, units: dict[int, int] | None = None
) -> Order:
    """Return the order once a shipment is reported."""
    packed = tuple((units or {}).items())
    return order.after(ShipmentUpdate(name, state, at(2), packed))


def moved(order: Order, name: str, reason: str = "") -> Order:
    """Return the order once somebody decided a step."""
    return order.after(StatusChange(name, at(2), reason))

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A box that is bought again and again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from checkout_core import Cart, Line, Loyalty, Store, coupon
from checkout_core.subscriptions import Recurrence, Subscription, SubscriptionPlan


if TYPE_CHECKING:
    pass


START = "2026-01-31T09:00:00+05:30"


BOX = Line("box", 1, "499.00", tax_rate=18, price_including_tax=True)


TEA = Line("tea", 2, "100.00", tax_rate=5)


TEN = coupon(
    "c1",
    "discount",
    ["TEN"],
    {"discount_type": "percentage", "discount_percent": 10},
    applies_to_product="all",
)


STORE = Store("INR", coupons=[TEN], loyalty=Loyalty(value_per_point=1))


def day(text: str) -> date:
    """Return the day that *text* is."""
    return date.fromisoformat(text)


def plan(
    cadence: str = "monthly", interval: int = 1, **fields: Any
) -> SubscriptionPlan:
    """Return a plan."""
    return SubscriptionPlan("Box", Recurrence(cadence, interval), **fields)


def subscribed(
    agreed: SubscriptionPlan | None = None, cart: Cart | None = None, **fields: Any
) -> Subscription:
    """Return a subscription to a box from the last day of January on."""
    given: dict[str, Any] = {"starts_at": START, **fields}
    return Subscription(cart or Cart("INR", [BOX]), agreed or plan(), **given)


def written(days: tuple[date, ...], count: int = 6) -> list[str]:
    """Return the first days as text."""
    return [each.isoformat() for each in days[:count]]


def amounts(subscription: Subscription, store: Store = STORE) -> list[str]:
    """Return what the cycles cost."""
    return [str(bill.amount) for bill in subscription.bills(store)]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The vendor's subscription of a product, read as a plan.

Knows the spelling `annully`, which the vendor's `order_frequency` has, and that a limit
of 0 means no limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checkout_core.checks import Validator
from checkout_core.errors import CheckoutError, Fault
from checkout_core.subscriptions import Cadence, Recurrence, SubscriptionPlan
from checkout_core.subscriptions.calendar import MAX_INTERVAL


if TYPE_CHECKING:
    from collections.abc import Mapping


PLAN_KEYS = (
    "id",
    "subscription_plan",
    "subscription_price",
    "billing_interval",
    "billing_frequency",
    "billing_limit",
    "fulfill_separately",
    "order_interval",
    "order_frequency",
    "order_limit",
    "minimum_quantity",
    "billing_trial_days",
)
#: Our field for each key of the vendor's that has another name.
NAMES = {
    "billing_limit": "billing_limit",
    "shipping_limit": "order_limit",
    "trial_days": "billing_trial_days",
    "price": "subscription_price",
    "minimum_quantity": "minimum_quantity",
}


def read_plan(document: Mapping[str, Any], **more: Any) -> SubscriptionPlan:
    """
    Return the plan that an entry of a product's `subscriptions` describes.

    *more* are the fields without a vendor key: `trial_cycles`, `trial_price`,
    `coupon_cycles`.

    >>> read_plan({"subscription_plan": "Tea", "billing_interval": 1,
    ...     "billing_frequency": "annually"}).billing.cadence
    <Cadence.ANNUALLY: 'annually'>
    """
    check = Validator()
    part = check.record("", document)
    check.raise_any()
    check.keys("", part, PLAN_KEYS)
    billing = _recurrence(check, part, "billing")
    shipping = None
    if part.get("fulfill_separately") is not None and check.flag(
        "fulfill_separately", part["fulfill_separately"]
    ):
        shipping = _recurrence(check, part, "order")
    check.raise_any()
    fields = {name: part[key] for name, key in NAMES.items() if part.get(key)}
    if shipping is None:
        fields.pop("shipping_limit", None)
    plan: Any = part.get("subscription_plan")
    try:
        return SubscriptionPlan(plan, billing, shipping=shipping, **fields, **more)
    except CheckoutError as error:
        raise CheckoutError([_renamed(each) for each in error.faults]) from None


def _renamed(each: Fault) -> Fault:
    return Fault(NAMES.get(each.path, each.path), each.code, each.value, each.message)


def _recurrence(check: Validator, part: Mapping[str, Any], prefix: str) -> Recurrence:
    key = f"{prefix}_frequency"
    word, interval = part.get(key), part.get(f"{prefix}_interval")
    if word == "annully":
        word = Cadence.ANNUALLY
    cadence = check.choice(key, word, Cadence)
    count = check.count(f"{prefix}_interval", interval, low=1, high=MAX_INTERVAL)
    return Recurrence(cadence, count)

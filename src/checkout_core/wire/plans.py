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
    `coupon_cycles`.  Raises `CheckoutError` with every fault, at the vendor's keys.

    >>> read_plan({"subscription_plan": "Tea", "billing_interval": 1,
    ...     "billing_frequency": "annually"}).billing.cadence
    <Cadence.ANNUALLY: 'annually'>
    """
    check = Validator()
    entry = check.record("", document)
    check.raise_any()
    check.keys("", entry, PLAN_KEYS)
    billing = _recurrence(check, entry, "billing")
    shipping = None
    if entry.get("fulfill_separately") is not None and check.flag(
        "fulfill_separately", entry["fulfill_separately"]
    ):
        shipping = _recurrence(check, entry, "order")
    check.raise_any()
    fields = {name: entry[key] for name, key in NAMES.items() if entry.get(key)}
    if shipping is None:
        fields.pop("shipping_limit", None)
    name: Any = entry.get("subscription_plan")
    try:
        return SubscriptionPlan(name, billing, shipping=shipping, **fields, **more)
    except CheckoutError as error:
        raise CheckoutError([_at_its_key(fault) for fault in error.faults]) from None


def _at_its_key(fault: Fault) -> Fault:
    """Return a fault of a plan's field at the vendor's key for that field."""
    path = NAMES.get(fault.path, fault.path)
    return Fault(path, fault.code, fault.value, fault.message)


def _recurrence(check: Validator, entry: Mapping[str, Any], prefix: str) -> Recurrence:
    key = f"{prefix}_frequency"
    frequency, interval = entry.get(key), entry.get(f"{prefix}_interval")
    if frequency == "annully":
        frequency = Cadence.ANNUALLY
    cadence = check.choice(key, frequency, Cadence)
    count = check.count(f"{prefix}_interval", interval, low=1, high=MAX_INTERVAL)
    return Recurrence(cadence, count)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The vendor's subscription of a product, read as a plan."""

from __future__ import annotations

from typing import Any

import pytest

from checkout_core import CheckoutError
from checkout_core.subscriptions import Recurrence, SubscriptionPlan
from checkout_core.wire import loads, read_plan
from tests.factories.faults import faults


#: Every key of the vendor's type.
DOCUMENT = """{
    "id": "s1", "subscription_plan": "A year of tea", "subscription_price": 1199.50,
    "billing_interval": 1, "billing_frequency": "annually", "billing_limit": 3,
    "fulfill_separately": true, "order_interval": 2, "order_frequency": "monthly",
    "order_limit": 18, "minimum_quantity": 2, "billing_trial_days": 14
}"""


def document(**changes: Any) -> dict[str, Any]:
    """Return the document with some of its keys changed."""
    return {**loads(DOCUMENT), **changes}


def test_every_key_has_its_field() -> None:
    """Billing and shipping each have interval, frequency and limit."""
    assert read_plan(document(), coupon_cycles=1) == SubscriptionPlan(
        "A year of tea",
        Recurrence("annually"),
        shipping=Recurrence("monthly", 2),
        billing_limit=3,
        shipping_limit=18,
        trial_days=14,
        price="1199.50",
        minimum_quantity=2,
        coupon_cycles=1,
    )


def test_goods_that_go_with_the_bill_have_no_days_of_their_own() -> None:
    """Then interval, frequency and limit of the orders say nothing."""
    found = read_plan(document(fulfill_separately=False, order_frequency="never"))

    assert (None, None) == (found.shipping, found.shipping_limit)


def test_the_vendor_s_misspelling_is_read() -> None:
    """The enum of order_frequency has `annully`."""
    found = read_plan(document(order_frequency="annully", order_interval=1))

    assert Recurrence("annually") == found.shipping


def test_a_limit_of_zero_is_none() -> None:
    """The vendor's type has no null there."""
    found = read_plan(document(billing_limit=0, order_limit=0))

    assert (None, None) == (found.billing_limit, found.shipping_limit)


REFUSED = [
    # changes, path, code
    ({"billing_frequency": "hourly"}, "billing_frequency", "not_a_choice"),
    ({"billing_interval": 0}, "billing_interval", "count_out_of_range"),
    ({"order_interval": None}, "order_interval", "required"),
    ({"fulfill_separately": 1}, "fulfill_separately", "wrong_type"),
    ({"subscription_plan": None}, "subscription_plan", "required"),
    ({"subscription_price": "1,199"}, "subscription_price", "bad_amount"),
    ({"order_limit": -1}, "order_limit", "count_out_of_range"),
    ({"billing_trial_days": 1.5}, "billing_trial_days", "float_given"),
    ({"billing_limits": 3}, "billing_limits", "unknown_key"),
]


@pytest.mark.parametrize(("changes", "path", "code"), REFUSED)
def test_a_fault_is_named_as_the_vendor_s_key(
    changes: dict[str, Any], path: str, code: str
) -> None:
    """Whoever wrote the document finds the key."""
    with pytest.raises(CheckoutError) as caught:
        read_plan(document(**changes))

    assert [(path, code)] == faults(caught.value)


def test_a_plan_is_an_object() -> None:
    """A list of them is read entry by entry."""
    with pytest.raises(CheckoutError) as caught:
        read_plan([])  # type: ignore[arg-type]

    assert "wrong_type" == caught.value.faults[0].code

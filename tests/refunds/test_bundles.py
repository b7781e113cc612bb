# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Lines that an offer ties together come back together."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import CheckoutError, Line, Quote, Store, promotion
from checkout_core.refunds import RefundPolicy, refund
from tests.factories.carts import sold
from tests.factories.faults import faults
from tests.factories.refunds import AT, refund_faults, refunds_of, texts, volume


D = Decimal


def bought_two() -> tuple[Quote, Store]:
    """Return an order in which a cup makes a plate free, and a spoon."""
    row = {
        "buy_product_id": "cup",
        "buy_variant_id": None,
        "buy_from_category_id": None,
        "get_product_id": "plate",
        "get_variant_id": None,
        "get_from_category_id": None,
        "minimum_quantity": 1,
        "get_quantity": 1,
        "get_offer_type": "free",
        "get_discount_percent": None,
    }
    offer = promotion(
        "b",
        "buy-x-get-y",
        {"spending_criteria_type": "minimum-quantity", "products": [row]},
        applies_to_product="product",
    )
    store = Store("INR", promotions=[offer])
    return (
        sold(
            Line("cup", 1, "50.00", tax_rate=0, product_name="Cup"),
            Line("plate", 1, "40.00", tax_rate=0),
            Line("spoon", 2, "5.00", tax_rate=0),
            store=store,
        ),
        store,
    )


BUNDLES = RefundPolicy(promotion_break="bundle_only")


@pytest.mark.parametrize(
    ("step", "missing"), [({0: 1}, "'plate'"), ({1: 1, 2: 1}, "'Cup'")]
)
def test_a_bundle_is_not_torn_apart(step: dict[int, int], missing: str) -> None:
    """The bought and the free come back together; the fault names the rest."""
    quoted, store = bought_two()

    with pytest.raises(CheckoutError, match=missing) as caught:
        refund(quoted, step, id="R", at=AT, policy=BUNDLES, store=store)

    assert [("returned", "bundle_broken")] == faults(caught.value)


def test_a_whole_bundle_comes_back() -> None:
    """Together they may, and what no offer ties may by itself."""
    quoted, store = bought_two()
    found = refunds_of(quoted, {2: 1}, {0: 1, 1: 1}, policy=BUNDLES, store=store)

    assert ["5.00", "50.00"] == texts(each.gateway for each in found)


def test_an_offer_for_everything_is_no_bundle() -> None:
    """A percentage off ties nothing together."""
    ten = promotion(
        "p",
        "discount",
        {"discount_type": "percentage", "discount_percent": 10},
        applies_to_product="all",
    )
    store = Store("INR", promotions=[ten])
    quoted = sold(Line("a", 2, "10.00", tax_rate=0), store=store)

    assert ["9.00"] == texts(
        each.gateway for each in refunds_of(quoted, {0: 1}, policy=BUNDLES, store=store)
    )


@pytest.mark.parametrize("known", [[volume(10)], []])
def test_a_volume_offer_is_a_bundle(known: list[Any]) -> None:
    """Its units come back together, even where the store has forgotten the offer."""
    store = Store("INR", promotions=[volume(10)])
    quoted = sold(Line("a", 3, "100.00", tax_rate=0), store=store)

    assert [("returned", "bundle_broken")] == refund_faults(
        quoted, {0: 1}, policy=BUNDLES, store=Store("INR", promotions=known)
    )

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Lines that an offer ties together come back together."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import CheckoutError, Line, Quote, Store, promotion
from checkout_core.offers import (
    Gift,
    bundle,
    categories,
    every_nth,
    part,
    products,
    sale,
    set_price,
    unit_price,
)
from checkout_core.offers.conditions import Exclude
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


# Our own benefits ----------------------------------------------------------------

TEES = Line("tee", 2, "399.00", tax_rate=0)
CAPS = Line("cap", 2, "349.00", tax_rate=0)
MUG = Line("mug", 1, "50.00", tax_rate=0)


def bought(gift: Gift, *lines: Line, **fields: Any) -> tuple[Quote, Store]:
    """Return an order of *lines* under a promotion."""
    store = Store("INR", promotions=[promotion("p", gift, **fields)])
    return sold(*lines, store=store), store


@pytest.mark.parametrize(
    ("gift", "tied"),
    [
        # One cap is in no set, but its line has one that is.
        (set_price(3, 999, on=products("tee", "cap")), ["tee", "cap"]),
        (
            bundle(part(products("tee")), part(products("mug")), price=400),
            ["tee", "mug"],
        ),
        # The cap is in no bundle, but a component's.
        (
            bundle(part(products("tee", "cap")), part(products("mug")), price=400),
            ["tee", "cap", "mug"],
        ),
        # Only the cap becomes cheaper: it is one of three with the tees.
        (every_nth(3, percent_off=50, on=products("tee", "cap")), ["tee", "cap"]),
        (unit_price(sale(products("tee", "cap"), price=1)), []),
    ],
)
def test_our_own_benefits_say_what_they_tie(gift: Gift, tied: list[str]) -> None:
    """Their type is that of a percentage, which ties nothing."""
    lines = (TEES, CAPS, MUG)
    quoted, store = bought(gift, *lines)
    torn = [
        line.product_id
        for i, line in enumerate(lines)
        if refunds_or_faults(quoted, {i: line.quantity}, store)
    ]

    assert tied == torn


def refunds_or_faults(quoted: Quote, step: dict[int, int], store: Store) -> bool:
    """Return whether a return tears a bundle apart."""
    try:
        refund(quoted, step, id="R", at=AT, policy=BUNDLES, store=store)
    except CheckoutError as error:
        return faults(error) == [("returned", "bundle_broken")]
    return False


def test_an_excluded_line_is_tied_to_nothing() -> None:
    """A mug that does not exist for the offer comes back alone."""
    gift = bundle(part(categories("shop"), 2), part(products("cap")), price=400)
    quoted, store = bought(
        gift,
        Line("tee", 2, "399.00", tax_rate=0, category_ids=["shop"]),
        Line("cap", 1, "349.00", tax_rate=0),
        Line("mug", 1, "50.00", tax_rate=0, category_ids=["shop"]),
        exclude=Exclude(products("mug")),
    )

    assert [True, True, False] == [
        refunds_or_faults(quoted, {0: 2}, store),
        refunds_or_faults(quoted, {1: 1}, store),
        refunds_or_faults(quoted, {2: 1}, store),
    ]


def test_without_its_offer_a_discount_is_no_bundle() -> None:
    """What the store has forgotten is known by the vendor's type alone."""
    quoted, _ = bought(set_price(3, 999), TEES, CAPS)

    assert not refunds_or_faults(quoted, {0: 1}, Store("INR"))


@pytest.mark.parametrize(
    ("gift", "step", "expected"),
    [
        # 1,348.00 was paid; tee, cap and cap make a set: 999.00.
        (set_price(3, 999), {0: 1}, "349.00"),
        # Tee, tee and cap make one: 999.00, and the other cap had cost 349.00.
        (set_price(3, 999), {1: 1}, "349.00"),
        # Two tees are no set any more: 1,348.00 - 798.00.
        (set_price(3, 999), {1: 2}, "550.00"),
        # 1,496.00 - 349.00 was paid; three of them still have a free one.
        (every_nth(3, percent_off=100), {1: 1}, "349.00"),
        # A tee is kept with two caps of 349.00, one of them free: 399.00 + 349.00.
        (every_nth(3, percent_off=100), {0: 1}, "399.00"),
    ],
)
def test_what_is_kept_costs_what_it_would_have(
    gift: Gift, step: dict[int, int], expected: str
) -> None:
    """A set that a return breaks is priced again: two at 399.00, two at 349.00."""
    quoted, store = bought(gift, TEES, CAPS)
    policy = RefundPolicy(promotion_break="recompute")
    found = refunds_of(quoted, step, policy=policy, store=store)

    assert [expected] == texts(each.gateway for each in found)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Points of a refund, by hand: redeemed ones given back, earned ones taken back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checkout_core import Line, Loyalty, Quote, Store, coupon
from checkout_core.refunds import RefundPolicy
from tests.factories.carts import sold
from tests.factories.refunds import refunds_of, tendered, texts


D = Decimal


@pytest.mark.parametrize(
    ("way", "points"),
    [
        ("none", [0, 0, 0]),
        ("full_refund_only", [0, 0, 400]),
        ("pro_rata", [100, 200, 100]),
    ],
)
def test_points_restored(way: str, points: list[int]) -> None:
    """Never, with the last unit, or as their value is refunded."""
    policy = RefundPolicy(tenders="pro_rata", points_restored=way)
    found = refunds_of(tendered(), {0: 1}, {0: 2}, {0: 1}, policy=policy)

    assert points == [each.points for each in found]
    assert ["25.00", "50.00", "25.00"] == texts(each.points_value for each in found)


def test_points_without_a_value_are_none() -> None:
    """Where points paid nothing, none come back."""
    (found,) = refunds_of(sold(Line("a", 1, "5.00", tax_rate=0)), {0: 1})

    assert (0, 0) == (found.points, found.points_reversed)


def test_points_earned_are_taken_back() -> None:
    """Earned on 400.00 - 100.00; what is kept still earns, by the rules of then."""
    policy = RefundPolicy(tenders="pro_rata")
    found = refunds_of(tendered(), {0: 1}, {0: 2}, {0: 1}, policy=policy)

    assert 30 == tendered().totals.loyalty_points_earned
    assert [8, 15, 7] == [each.points_reversed for each in found]


ONE_A_RUPEE = Loyalty(value_per_point="1", points_per_unit=1)


def rewarded(
    least: int = 1, loyalty: Loyalty | None = ONE_A_RUPEE
) -> tuple[Quote, Store]:
    """Return an order with a bonus of 50 points, and its store."""
    bonus = coupon(
        "c",
        "accelerated-rewards",
        ["C"],
        {
            "bonus_loyalty_point": 50,
            "products": [{"product_id": "a", "minimum_quantity": least}],
        },
        applies_to_product="product",
    )
    store = Store("INR", coupons=[bonus], loyalty=loyalty)
    line = Line("a", 2, "10.00", tax_rate=0)
    return sold(line, store=store, coupon_code="C"), store


def test_a_bonus_stays_until_everything_is_back() -> None:
    """While offers are retained, so is what they gave."""
    quoted, _ = rewarded(2)

    assert [10, 60] == [x.points_reversed for x in refunds_of(quoted, {0: 1}, {0: 1})]


def test_a_bonus_that_is_no_longer_earned_is_taken_back() -> None:
    """What is kept is judged anew, its bonus too."""
    quoted, store = rewarded(2)
    policy = RefundPolicy(promotion_break="recompute")
    found = refunds_of(quoted, {0: 1}, {0: 1}, policy=policy, store=store)

    assert [60, 10] == [each.points_reversed for each in found]


def test_a_bonus_needs_no_programme() -> None:
    """Without one nothing else was earned, and nothing else is taken back."""
    quoted, store = rewarded(2, None)
    policy = RefundPolicy(promotion_break="recompute")
    found = refunds_of(quoted, {0: 1}, {0: 1}, policy=policy, store=store)

    assert [50, 0] == [each.points_reversed for each in found]

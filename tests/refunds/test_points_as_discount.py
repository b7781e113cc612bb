# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Refunds of goods that points made cheaper, by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checkout_core import (
    Cart,
    Customer,
    Line,
    Loyalty,
    Quote,
    Store,
    dumps,
    promotion,
    quote,
    read_refund,
    write_refund,
)
from checkout_core.offers import amount_off
from checkout_core.refunds import RefundPolicy, cancellation, refund
from tests.factories.refunds import AT, refunds_of


D = Decimal
LOYALTY = Loyalty(value_per_point="0.25", points_per_unit=1, points_mode="discount")


def sold(*lines: Line, store: Store | None = None, points: int = 100) -> Quote:
    """Return a quote whose points are a discount of 0.25 each."""
    customer = Customer("u", loyalty_points_balance=1000)
    cart = Cart("INR", lines, customer=customer, loyalty_points_redeemed=points)
    return quote(cart, store or STORE, at="2026-11-22T12:00:00+05:30")


STORE = Store("INR", loyalty=LOYALTY)
LAMPS = Line("lamp", 3, "118.00", tax_rate=18, price_including_tax=True)


def test_points_come_back_by_the_share_of_their_discount() -> None:
    """
    25.00 off three lamps is 21.19 of their taxable value, for 100 points.

    Of it 7.06, 14.13 and 21.19 are due: 33, 66 and 100 points.
    """
    found = refunds_of(sold(LAMPS), {0: 1}, {0: 1}, {0: 1})

    assert [33, 33, 34] == [each.points for each in found]
    assert [("0.00", "0.00")] * 3 == [
        (str(each.points_value), str(each.due.points_value)) for each in found
    ]
    assert [D("109.67"), D("109.66"), D("109.67")] == [each.gateway for each in found]
    for each in found:
        each.check()
        assert each == read_refund(dumps(write_refund(each)))
    assert [D("7.06"), D("7.07"), D("7.06")] == [
        line.coupon_discount_amount for each in found for line in each.lines
    ]


@pytest.mark.parametrize(
    ("restored", "expected"),
    [("pro_rata", [66, 34]), ("full_refund_only", [0, 100]), ("none", [0, 0])],
)
def test_whether_points_come_back(restored: str, expected: list[int]) -> None:
    """As the policy says it of points that pay."""
    policy = RefundPolicy(points_restored=restored)
    found = refunds_of(sold(LAMPS), {0: 2}, {0: 1}, policy=policy)

    assert expected == [each.points for each in found]


def test_earned_points_are_taken_back() -> None:
    """Those of the goods' taxable value after the points: 278 of 278.81."""
    quoted = sold(LAMPS)
    found = refunds_of(quoted, {0: 1}, {0: 2})

    assert int(quoted.totals.loyalty_points_earned) == sum(
        each.points_reversed for each in found
    )


def test_they_stay_on_what_is_kept() -> None:
    """
    Two of 100.00 less 40.00 (from 200.00 on) and 25.00 of points cost 135.00.

    One is kept: 100.00 less 25.00 is 75.00, so 60.00 comes back, and the share of the
    points that is on the returned one.
    """
    forty = promotion("forty", amount_off(40), minimum_order_total=200)
    store = Store("INR", loyalty=LOYALTY, promotions=[forty])
    quoted = sold(Line("a", 2, "100.00", tax_rate=0), store=store)
    policy = RefundPolicy(promotion_break="recompute")
    found = refund(quoted, {0: 1}, id="A", at=AT, policy=policy, store=store)

    assert (D("135.00"), D("60.00"), 50) == (
        quoted.to_be_paid,
        found.gateway,
        found.points,
    )


def test_points_that_lowered_no_taxable_value() -> None:
    """They come back with the last unit."""
    line = Line("a", 1, "0.01", tax_rate=100, price_including_tax=True)
    loyalty = Loyalty(value_per_point="0.01", points_mode="discount")
    quoted = sold(line, store=Store("INR", loyalty=loyalty), points=1)

    assert 1 == cancellation(quoted, id="C", at=AT).points

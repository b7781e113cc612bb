# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Points that come off the goods after the coupons, by hand."""

from __future__ import annotations

import json

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import (
    Cart,
    Customer,
    Line,
    Loyalty,
    Quote,
    Shipping,
    Store,
    coupon,
    dumps,
    promotion,
    quote,
    read_quote,
    verify,
    write_order,
    write_quote,
)
from checkout_core.offers import amount_off, percentage_off
from checkout_core.wire.quotes import fingerprint
from tests.factories.faults import faults_of


D = Decimal
NOON = "2026-11-22T12:00:00+05:30"
INSIDE = Line("lamp", 1, "118.00", tax_rate=18, price_including_tax=True)
ON_TOP = Line("rug", 1, "100.00", tax_rate=18)


def priced(*lines: Line, points: int = 100, **more: Any) -> Quote:
    """Return a quote of lines whose points are a discount of 0.25 each."""
    customer = Customer("u", loyalty_points_balance=1000, credit_balance=1000)
    own = ("shipping", "coupon_code", "credit_balance_used")
    cart = Cart(
        "INR",
        lines,
        id="c1",
        customer=customer,
        loyalty_points_redeemed=points,
        **{key: more.pop(key) for key in own if key in more},
    )
    keys = ("minimum_points", "maximum_points", "maximum_percent")
    loyalty = Loyalty(
        value_per_point="0.25",
        points_per_unit=1,
        points_mode="discount",
        **{key: more.pop(key) for key in keys if key in more},
    )
    found = quote(cart, Store("INR", loyalty=loyalty, **more), at=NOON)
    found.check()
    verify(found)
    assert found == read_quote(dumps(write_quote(found)), verify=True)
    return found


def rows(found: Quote, *kinds: str) -> list[tuple[str, str]]:
    """Return the rows of some kinds, with their amounts as text."""
    return [(x.kind, str(x.amount)) for x in found.entries if x.kind in kinds]


NEW = ("coupon_discount", "points_discount", "points_saving", "points")


def test_with_the_tax_inside() -> None:
    """25.00 off 118.00 leaves 93.00 with 14.19 inside, and 78 points are earned."""
    found = priced(INSIDE)
    order, (line,) = write_order(found), found.lines

    assert (D("93.00"), D("25.00"), D("21.19")) == (
        line.left,
        line.points_discount,
        line.coupon_discount_amount,
    )
    assert {
        "item_total_tax": D("14.19"),
        "coupon_discount_amount": D("21.19"),
        "coupon_discount_percent": D("21.19"),
        "coupon_savings": D("0.00"),
        "other_savings": D("25.00"),
        "total_savings": D("25.00"),
        "grand_total": D("93.00"),
        "to_be_paid": D("93.00"),
        "loyalty_points_redeemed": 100,
        "loyalty_points_earned": 78,
        "is_coupon_applied": False,
    } == {
        key: order[key]
        for key in (
            "item_total_tax",
            "coupon_discount_amount",
            "coupon_discount_percent",
            "coupon_savings",
            "other_savings",
            "total_savings",
            "grand_total",
            "to_be_paid",
            "loyalty_points_redeemed",
            "loyalty_points_earned",
            "is_coupon_applied",
        )
    }
    assert [("points_discount", "21.19"), ("points_saving", "25.00")] == rows(
        found, *NEW
    )
    (points, _) = found.tenders
    assert (D(100), D(100), D("0.00"), "") == (
        points.asked,
        points.granted,
        points.value,
        points.why,
    )


def test_with_the_tax_on_top() -> None:
    """25.00 off 100.00 also saves 4.50 of tax."""
    found = priced(ON_TOP)

    assert (D("88.50"), D("29.50"), D("25.00")) == (
        found.to_be_paid,
        found.totals.other_savings,
        found.totals.coupon_discount_amount,
    )


def test_at_face_value() -> None:
    """
    18.00 off 100.00 with 18 % on top is 15.25 off it, and 0.01 in the round-off.

    84.75 and 15.26 are 100.01; the shopper saves 17.99 and 0.01.
    """
    found = priced(ON_TOP, points=72, fixed_discount="face_value")
    totals = found.totals

    assert (D("15.25"), D("-0.01"), D("100.00"), D("18.00")) == (
        found.lines[0].points_discount,
        totals.round_off,
        totals.to_be_paid,
        totals.other_savings,
    )


def test_after_the_coupon_and_over_all_lines() -> None:
    """
    Lines of 200.00 and 100.00 less 10 % are 180.00 and 90.00.

    27.00 of points are 18.00 and 9.00 of these, the coupon's 30.00 are 20.00 and 10.00.
    """
    found = priced(
        Line("a", 2, "100.00", tax_rate=0),
        Line("b", 1, "100.00", tax_rate=0),
        points=108,
        coupon_code="TEN",
        coupons=[coupon("ten", percentage_off(10), ["TEN"])],
    )

    assert [D("38.00"), D("19.00")] == [x.coupon_discount_amount for x in found.lines]
    assert [D("18.00"), D("9.00")] == [x.points_discount for x in found.lines]
    assert [
        ("coupon_discount", "20.00"),
        ("points_discount", "18.00"),
        ("coupon_discount", "10.00"),
        ("points_discount", "9.00"),
        ("points_saving", "27.00"),
    ] == rows(found, *NEW)
    totals = found.totals
    assert (D("57.00"), D("30.00"), D("27.00"), D("243.00")) == (
        totals.coupon_discount_amount,
        totals.coupon_savings,
        totals.other_savings,
        totals.to_be_paid,
    )


def test_no_offer_sees_them() -> None:
    """A minimum and the threshold look at what coupons left, credit pays the rest."""
    found = priced(
        Line("a", 1, "100.00", tax_rate=0),
        promotions=[promotion("p", amount_off(10), minimum_order_total=100)],
        free_shipping_threshold=90,
        shipping=Shipping("50.00", tax_rate=0),
        credit_balance_used="5.00",
    )

    assert (D("0.00"), D("60.00"), D("5.00")) == (
        found.totals.shipping_amount,
        found.totals.to_be_paid,
        found.totals.credit_balance_used,
    )


@pytest.mark.parametrize(
    ("more", "granted", "why"),
    [
        ({"points": 1001}, 400, "nothing_left_to_pay"),
        ({"points": 300}, 300, ""),
        ({"points": 300, "maximum_percent": 50}, 200, "maximum_percent"),
        ({"points": 300, "maximum_points": 120}, 120, "maximum_points"),
        ({"points": 9, "minimum_points": 10}, 0, "below_minimum_points"),
    ],
)
def test_their_limits(more: dict[str, Any], granted: int, why: str) -> None:
    """What is left of the lines, 100.00 in their own basis, is all there is."""
    found = priced(ON_TOP, shipping=Shipping("50.00", tax_rate=0), **more)

    assert (granted, why) == (int(found.tenders[0].granted), why)
    assert why == found.tenders[0].why


def test_they_take_all_that_is_left() -> None:
    """A line of which nothing is left is free, and its tax is 0.00."""
    found = priced(INSIDE, points=1000, shipping=Shipping("50.00", tax_rate=0))
    (line,) = found.lines

    assert (472, True, D("0.00"), D("50.00")) == (
        int(found.totals.loyalty_points_redeemed),
        line.is_free_item,
        line.tax_amount,
        found.to_be_paid,
    )


def test_a_price_that_is_all_tax() -> None:
    """1 point of 0.01 off 0.01 lowers no taxable value, and is counted all the same."""
    cart = Cart(
        "INR",
        [Line("a", 1, "0.01", tax_rate=100, price_including_tax=True)],
        customer=Customer("u", loyalty_points_balance=1),
        loyalty_points_redeemed=1,
    )
    loyalty = Loyalty(value_per_point="0.01", points_mode="discount")
    found = quote(cart, Store("INR", loyalty=loyalty))
    verify(found)

    assert (D("0.00"), D("0.01"), D(1)) == (
        found.to_be_paid,
        found.lines[0].points_discount,
        found.totals.loyalty_points_redeemed,
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda x: x["lines"][0].update(points_discount="24.00"), "lines[0].left"),
        (lambda x: x["lines"][0].pop("points_discount"), "lines[0].left"),
        (
            lambda x: next(
                row for row in x["entries"] if row["kind"] == "points_discount"
            ).update(amount="21.20"),
            "totals.coupon_discount_amount",
        ),
        (
            lambda x: next(
                row for row in x["entries"] if row["kind"] == "points_saving"
            ).update(amount="21.20"),
            "totals.other_savings",
        ),
        (lambda x: x["points"].update(value="25.00"), "points.value"),
    ],
)
def test_what_a_stored_quote_cannot_say(change: Any, expected: str) -> None:
    """Each figure follows from rows, cart and policies."""
    document: dict[str, Any] = json.loads(dumps(write_quote(priced(INSIDE))))
    change(document)
    document["fingerprint"] = fingerprint(document)

    assert expected in [
        path for path, _ in faults_of(read_quote, dumps(document), verify=True)
    ]


def test_a_row_of_a_line_that_is_not_there() -> None:
    """It is named, and nothing breaks."""
    document: dict[str, Any] = json.loads(dumps(write_quote(priced(INSIDE))))
    row = next(x for x in document["entries"] if x["kind"] == "points_discount")
    row["line"] = 7
    document["fingerprint"] = fingerprint(document)

    assert "entries[1].line" in [
        path for path, _ in faults_of(read_quote, dumps(document), verify=True)
    ]


def test_the_mode_is_written_only_if_it_is_said() -> None:
    """A document of before stays as it is."""
    modes = [
        write_quote(quote(Cart("INR", [INSIDE]), Store("INR", loyalty=each)))["store"]
        for each in (Loyalty(), Loyalty(points_mode="discount"))
    ]

    assert [None, "discount"] == [each["loyalty"].get("points_mode") for each in modes]

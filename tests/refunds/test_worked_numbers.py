# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The worked numbers of the modules' docstrings, where these have no example to run."""

from __future__ import annotations

from checkout_core import Customer, Line, Loyalty, Shipping, Store, coupon
from checkout_core.refunds import RefundPolicy
from tests.factories.carts import sold
from tests.factories.refunds import refunds_of, texts, volume


THREE = Line("a", 3, "100.00", tax_rate=0)
RECOMPUTE = RefundPolicy(promotion_break="recompute", shipping="never")


def test_a_broken_offer() -> None:
    """At 270.00 for three: 270.00 - 200.00, then 200.00 - 100.00, then the rest."""
    store = Store("INR", promotions=[volume(10)])
    found = refunds_of(
        sold(THREE, store=store), {0: 1}, {0: 1}, {0: 1}, policy=RECOMPUTE, store=store
    )

    assert ["70.00", "100.00", "100.00"] == texts(each.gateway for each in found)


def test_a_broken_offer_and_a_delivery_that_is_no_longer_free() -> None:
    """What is kept costs 200.00 and its delivery 50.00."""
    store = Store("INR", promotions=[volume(10)], free_shipping_threshold="250.00")
    quoted = sold(THREE, store=store, shipping=Shipping("50.00"))
    (found,) = refunds_of(quoted, {0: 1}, policy=RECOMPUTE, store=store)

    assert ("270.00", "20.00") == (str(quoted.to_be_paid), str(found.gateway))


def test_what_is_kept_has_become_cheaper() -> None:
    """The coupon of 100.00 is then all the other line's."""
    off = coupon(
        "c",
        "discount",
        ["C"],
        {"discount_type": "fixed-amount", "fixed_discount_amount": 100},
        applies_to_product="all",
    )
    store = Store("INR", coupons=[off])
    lines = [Line(name, 1, "200.00", tax_rate=0) for name in "ab"]
    quoted = sold(*lines, store=store, coupon_code="C")
    (found,) = refunds_of(quoted, {0: 1}, policy=RECOMPUTE, store=store)

    assert ["150.00", "50.00"] == texts(each.amount for each in found.lines)


def test_a_delivery_in_proportion() -> None:
    """80.00 of 200.00 is due of the goods, so 20.00 of the 50.00."""
    lines = [Line("a", 1, "80.00", tax_rate=0), Line("b", 1, "120.00", tax_rate=0)]
    quoted = sold(*lines, shipping=Shipping("50.00"))
    policy = RefundPolicy(shipping="pro_rata")
    (found,) = refunds_of(quoted, {0: 1}, policy=policy)

    assert "20.00" == str(found.shipping.amount)


def test_a_round_off_in_the_shoppers_favour() -> None:
    """10.60 is rounded to 10.00: 5.30 and 4.70 go back."""
    store = Store("INR", round_off="1", rounding="down")
    quoted = sold(Line("a", 2, "5.30", tax_rate=0), store=store)
    found = refunds_of(quoted, {0: 1}, {0: 1})

    assert ("10.00", ["5.30", "4.70"]) == (
        str(quoted.to_be_paid),
        texts(each.gateway for each in found),
    )


def test_the_tenders_of_a_refund() -> None:
    """Of 870.00 the money holds 850.00 and credit the rest."""
    quoted = sold(
        Line("a", 1, "870.00", tax_rate=0),
        Line("b", 1, "130.00", tax_rate=0),
        store=Store("INR", loyalty=Loyalty(value_per_point="0.25", points_per_unit=0)),
        customer=Customer("u", loyalty_points_balance=400, credit_balance="50.00"),
        loyalty_points_redeemed=400,
        credit_balance_used="50.00",
    )
    (found,) = refunds_of(quoted, {0: 1})

    assert ("850.00", "20.00", 0) == (
        str(found.gateway),
        str(found.credit),
        found.points,
    )


def test_what_was_never_paid_is_cancelled_first() -> None:
    """600.00 of 850.00 came in, so 250.00 is owed and 600.00 flows."""
    quoted = sold(
        Line("a", 1, "300.00", tax_rate=0), Line("b", 1, "550.00", tax_rate=0)
    )
    found = refunds_of(quoted, {0: 1}, {1: 1}, paid="600.00")

    assert [("250.00", "50.00"), ("0.00", "550.00")] == [
        (str(each.unpaid), str(each.gateway)) for each in found
    ]


def test_the_discount_of_an_offer_of_the_gateway() -> None:
    """A tenth of each return, cumulatively."""
    prices = {"a": "333.33", "b": "333.33", "c": "333.34"}
    lines = [Line(name, 1, price, tax_rate=0) for name, price in prices.items()]
    found = refunds_of(sold(*lines), {0: 1}, {1: 1}, {2: 1}, gateway_discount="100.00")

    assert ["33.33", "33.34", "33.33"] == texts(each.gateway_discount for each in found)


def test_redeemed_points_go_back_with_their_value() -> None:
    """400 points paid all of the 100.00: a third of that, rounded once, each time."""
    off = coupon(
        "c",
        "discount",
        ["C"],
        {"discount_type": "fixed-amount", "fixed_discount_amount": 200},
        applies_to_product="all",
    )
    quoted = sold(
        THREE,
        store=Store(
            "INR",
            coupons=[off],
            loyalty=Loyalty(value_per_point="0.25", points_per_unit=0),
        ),
        coupon_code="C",
        customer=Customer("u", loyalty_points_balance=400),
        loyalty_points_redeemed=400,
    )
    found = refunds_of(quoted, {0: 1}, {0: 1}, {0: 1})

    assert ["33.33", "33.34", "33.33"] == texts(each.points_value for each in found)
    assert [133, 133, 134] == [each.points for each in found]


def test_earned_points_are_taken_back_as_goods_are() -> None:
    """500.00 earned 50, 416.67 still earn 41, and 333.33 earn 33."""
    lines = [
        Line("a", 1, "83.33", tax_rate=0),
        Line("b", 1, "83.34", tax_rate=0),
        Line("c", 1, "333.33", tax_rate=0),
    ]
    store = Store("INR", loyalty=Loyalty(value_per_point="0.25", points_per_unit="0.1"))
    found = refunds_of(sold(*lines, store=store), {0: 1}, {1: 1})

    assert [9, 8] == [each.points_reversed for each in found]

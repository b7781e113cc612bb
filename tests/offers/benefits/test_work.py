# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The work of a benefit does not depend on how many units a line has.

That of the choice grows with the offers that match as they do, not faster.

Counted are the calls of Python functions while a quote is made, which no
machine's speed changes.
"""

from __future__ import annotations

import gc
import json
import sys

from typing import Any

import pytest

from checkout_core import evaluate, quote, read_checkout
from tests.factories.carts import checkout
from tests.factories.offers import (
    MONEY,
    buy_get,
    coupon,
    fixed,
    fixed_price,
    free_goods,
    ours,
    own,
    percentage,
    promotion,
    rewards,
    row,
    rules,
    volume,
)
from tests.factories.tables import case


def calls(quantity: int, offer: dict[str, Any]) -> int:
    """Return how many calls it takes to price *quantity* units twice, A and B."""
    # An earlier offer leaves an odd amount, so that each line has uneven units.
    odd = promotion("discount", fixed("0.03"), "all", id="odd")
    return calls_of(checkout(f"A {quantity} x 7.00; B {quantity} x 5.00", odd, offer))


def calls_of(document: dict[str, Any], work: Any = quote) -> int:
    """Return how many calls it takes to price a document, or to do other *work*."""
    given = read_checkout(json.dumps(document))
    return counted(lambda: work(given.cart, given.store, at=given.at))


def counted(work: Any) -> int:
    """Return how many calls of Python functions *work* takes."""
    counted = 0

    def count(frame: Any, event: str, what: Any) -> None:
        nonlocal counted
        counted += event == "call"

    before = sys.getprofile()
    # Others may be told when garbage is collected: their calls are none of ours.
    gc.disable()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
        gc.enable()
    return counted


@pytest.mark.parametrize(
    "offer",
    [
        case("percentage", promotion("discount", percentage("10"), "all")),
        case(
            "percentage of some units",
            promotion("discount", percentage("10", row(units=(None, 9)))),
        ),
        case("fixed amount", promotion("discount", fixed("10"), "all")),
        case("fixed price", coupon("fixed-price", fixed_price((None, 1, None, "4")))),
        case(
            "fixed price of some units",
            coupon(
                "fixed-price",
                fixed_price((None, 1, 900, "4")),
                application_rules=rules(500, "most_expensive_first"),
            ),
        ),
        case(
            "fixed price by amount",
            coupon("fixed-price", fixed_price((None, "9", None, "4"), by=MONEY)),
        ),
        case("free goods", promotion("free-goods", free_goods((2, 1), scaled=True))),
        case("free goods by slabs", promotion("free-goods", free_goods((2, 1)))),
        case("free shipping", promotion("free-shipping")),
        case("volume", promotion("volume-based", volume((None, ">5 10, >1500 20")))),
        case(
            "volume of some units",
            coupon(
                "volume-based", volume((None, ">5 10")), application_rules=rules(99)
            ),
        ),
        case("buy and get one", promotion("buy-x-get-y", buy_get((2, "A", 1, "A")))),
        case("buy x get y", promotion("buy-x-get-y", buy_get((2, "A", 3, "B")))),
        case(
            "buy for an amount",
            promotion("buy-x-get-y", buy_get(("50", "A", 1, "B"), by=MONEY)),
        ),
        case("unit price", ours("unit_price", rows=[{"percent_off": "10"}])),
        case(
            "unit price of some units",
            coupon(
                "discount",
                None,
                None,
                application_rules=rules(500, "most_expensive_first"),
                **own("unit_price", rows=[{"price": "4", "maximum_quantity": 900}]),
            ),
        ),
        case("any three", ours("set_price", size=3, price="14")),
        case(
            "A and two B",
            ours(
                "bundle",
                components=[
                    {"product_ids": ["A"]},
                    {"product_ids": ["B"], "quantity": 2},
                ],
                amount_off="3",
            ),
        ),
        case("every third", ours("every_nth", n=3, percent_off="10")),
        case(
            "by what is spent",
            ours("spend_tiers", tiers=[{"minimum_value": "5", "percent_off": "10"}]),
        ),
        case(
            "by how many",
            promotion(
                "volume-based",
                None,
                None,
                **own(
                    "quantity_tiers",
                    tiers=[
                        {"minimum_quantity": 3, "percent_off": "10"},
                        {"minimum_quantity": 999, "price": "4"},
                    ],
                ),
            ),
        ),
        case(
            "part of the delivery",
            promotion("free-shipping", **own("shipping_discount", price="4")),
        ),
        case("rewards", coupon("accelerated-rewards", rewards(50, row()))),
    ],
)
def test_a_million_units_take_the_calls_of_a_thousand(offer: dict[str, Any]) -> None:
    """The same calls, whatever is in the cart a thousand times over."""
    assert calls(1_000, offer) == calls(1_000_000, offer)


def test_face_value_is_linear_in_the_lines() -> None:
    """Twenty lines more take the calls that the ten before them took, twice."""

    def taken(count: int) -> int:
        said = "; ".join(f"p{i:02} 1 x 100.00 at 18" for i in range(count))
        given = promotion("discount", fixed("18.00"), "all")
        store = {"fixed_discount": "face_value"}
        plain = calls_of(checkout(said, given))
        return calls_of(checkout(said, given, store=store)) - plain

    ten, twenty, forty = taken(10), taken(20), taken(40)

    # Shares differ by a paisa, and so do the steps that a line takes.
    assert abs(2 * (twenty - ten) - (forty - twenty)) <= 40


def test_one_line_of_the_largest_quantity() -> None:
    """A million of each, half of them free: what is left is exact."""
    offer = promotion("buy-x-get-y", buy_get((1, "A", 1, "A")))
    given = read_checkout(json.dumps(checkout("A 1000000 x 7.00", offer)))

    found = quote(given.cart, given.store, at=given.at)

    assert "3500000.00" == str(found.to_be_paid)


@pytest.mark.parametrize("together", [True, False])
def test_the_choice_is_linear_in_the_offers_that_match(*, together: bool) -> None:
    """Twenty offers more take the calls that the ten before them took, twice."""

    def taken(count: int) -> int:
        offers = [
            promotion(
                "discount",
                fixed("7.00", row("A", units=(1, 3))),
                id=f"p{at}",
                can_be_used_with_other_promotion=together,
            )
            for at in range(count)
        ]
        return calls_of(checkout("A 5 x 700.00; B 2 x 500.00", *offers))

    ten, twenty, forty = taken(10), taken(20), taken(40)

    assert 2 * (twenty - ten) == forty - twenty


ALONE = {"can_be_used_with_other_promotion": False}
HALF = percentage("0.5")


def coupons_of(count: int, **fields: Any) -> list[dict[str, Any]]:
    """Return coupons of half a percent."""
    return [
        coupon("discount", HALF, "all", id=f"c{at}", coupon_code=[f"C{at}"], **fields)
        for at in range(count)
    ]


def promotions_of(count: int, **fields: Any) -> list[dict[str, Any]]:
    """Return promotions of half a percent."""
    return [
        promotion("discount", HALF, "all", id=f"p{at}", **fields) for at in range(count)
    ]


@pytest.mark.parametrize(
    "offers",
    [
        case("all apply together", promotions_of),
        case("one of them applies", lambda n: promotions_of(n, **ALONE)),
        case("none is worth enough", lambda n: promotions_of(n, minimum_order_total=9)),
        case("coupons", coupons_of),
        case(
            "coupons for which too little is bought",
            lambda n: coupons_of(n, minimum_order_total=9),
        ),
        case(
            "coupons on top of promotions",
            lambda n: promotions_of(n) + coupons_of(n),
        ),
        case(
            "coupons beside promotions",
            lambda n: (
                promotions_of(n) + coupons_of(n, can_be_used_with_promotion=False)
            ),
        ),
        case(
            "gifts that are missing",
            lambda n: [
                promotion("buy-x-get-y", buy_get((1, "A", 1, f"G{at}")), id=f"g{at}")
                for at in range(n)
            ],
        ),
        case(
            "free goods that are near",
            lambda n: [
                promotion("free-goods", free_goods((2 + at, 1)), id=f"f{at}")
                for at in range(n)
            ],
        ),
    ],
)
def test_an_evaluation_grows_with_the_offers(offers: Any) -> None:
    """Four times the offers, four times the calls, and no more."""
    few, many = (
        calls_of(
            checkout("A 1 x 5.00; B 1 x 3.00", *offers(count), code=None), evaluate
        )
        for count in (40, 160)
    )

    assert many <= 4.2 * few


def test_what_is_paid_without_an_offer_takes_one_quote() -> None:
    """It is priced when it is read, once, and as many calls as a quote of its own."""
    document = checkout("A 1 x 5.00", *promotions_of(100), code=None)
    given = read_checkout(json.dumps(document))
    found = evaluate(given.cart, given.store, at=given.at).promotions[0]

    first, again = (counted(lambda: found.without_offer) for _ in range(2))

    assert first <= calls_of(document)
    assert again <= 2

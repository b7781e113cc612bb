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

from checkout_core import quote, read_checkout
from offers.documents import (
    MONEY,
    buy_get,
    case,
    checkout,
    coupon,
    fixed,
    fixed_price,
    free_goods,
    percentage,
    promotion,
    rewards,
    row,
    rules,
    volume,
)


def calls(quantity: int, offer: dict[str, Any]) -> int:
    """Return how many calls it takes to price *quantity* units twice, A and B."""
    # An earlier offer leaves an odd amount, so that each line has uneven units.
    odd = promotion("discount", fixed("0.03"), "all", id="odd")
    return calls_of(checkout(f"A {quantity} x 7.00; B {quantity} x 5.00", odd, offer))


def calls_of(document: dict[str, Any]) -> int:
    """Return how many calls it takes to price a document."""
    given = read_checkout(json.dumps(document))
    counted = 0

    def count(frame: Any, event: str, what: Any) -> None:
        nonlocal counted
        counted += event == "call"

    before = sys.getprofile()
    # Others may be told when garbage is collected: their calls are none of ours.
    gc.disable()
    sys.setprofile(count)
    try:
        quote(given.cart, given.store, at=given.at)
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
        case("rewards", coupon("accelerated-rewards", rewards(50, row()))),
    ],
)
def test_a_million_units_take_the_calls_of_a_thousand(offer: dict[str, Any]) -> None:
    """The same calls, whatever is in the cart a thousand times over."""
    assert calls(1_000, offer) == calls(1_000_000, offer)


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

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""How far away a set of units is: which line to raise, and what is then to be paid."""

from __future__ import annotations

import json

from typing import Any

import pytest

from checkout_core import evaluate, read_checkout
from tests.factories.carts import checkout
from tests.factories.offers import ours
from tests.factories.tables import case


PAIR = [{"product_ids": ["A"]}, {"product_ids": ["B"], "quantity": 2}]


@pytest.mark.parametrize(
    ("said", "offer", "expected"),
    [
        case(
            "3 for 100 in place of 2 x 90",
            "A 2 x 90.00",
            ours("set_price", size=3, price="100"),
            (0, 3, "100.00"),
        ),
        case(
            "3 for 200 is more than 2 x 90",
            "A 2 x 90.00",
            ours("set_price", size=3, price="200"),
            None,
        ),
        case(
            "the second one free",
            "A 1 x 90.00",
            ours("every_nth", n=2, percent_off="100"),
            (0, 2, "90.00"),
        ),
        case(
            "one more B makes a bundle for 50",
            "A 1 x 90.00; B 1 x 20.00",
            ours("bundle", components=PAIR, price="50"),
            (1, 2, "50.00"),
        ),
        case(
            "more of A is no B",
            "A 1 x 90.00",
            ours("bundle", components=PAIR, price="50"),
            None,
        ),
    ],
)
def test_the_units_that_are_missing(
    said: str, offer: dict[str, Any], expected: tuple[int, int, str] | None
) -> None:
    """A hint never costs more than the cart as it is."""
    read = read_checkout(json.dumps(checkout(said, offer)))
    (verdict,) = evaluate(read.cart, read.store, at=read.at).promotions
    near = verdict.near_miss

    assert expected == (
        None if near is None else (near.line, near.quantity, str(near.to_be_paid))
    )

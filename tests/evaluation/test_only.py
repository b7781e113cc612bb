# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Verdicts on offers of one kind: the same as among all, for less work."""

from __future__ import annotations

import json

from typing import Any

import pytest

from checkout_core import CheckoutError, evaluate, read_checkout
from tests.factories.carts import checkout
from tests.factories.offers import coupon, fixed, promotion


OFFERS = (
    promotion("discount", fixed("10"), "all", id="ten"),
    promotion("discount", fixed("5"), "all", id="far", minimum_order_total="150"),
    coupon("discount", fixed("20"), "all", id="save", coupon_code=["SAVE"]),
    coupon(
        *("discount", fixed("30"), "all"),
        id="more",
        coupon_code=["MORE"],
        minimum_order_total="120",
    ),
)


def judged(only: str | None) -> Any:
    """Return the evaluation of a cart of 100.00."""
    document = checkout("A 1 x 100.00", *OFFERS, code=None)
    given = read_checkout(json.dumps(document))
    return evaluate(given.cart, given.store, at=given.at, only=only)


@pytest.mark.parametrize(
    ("only", "kept", "left"),
    [("promotion", "promotions", "coupons"), ("coupon", "coupons", "promotions")],
)
def test_offers_of_one_kind(only: str, kept: str, left: str) -> None:
    """Two of four, hints and figures included; none of the others."""
    found, whole = judged(only), judged(None)

    assert (getattr(whole, kept), (), whole.quote) == (
        getattr(found, kept),
        getattr(found, left),
        found.quote,
    )
    assert [True, False] == [each.applies for each in getattr(found, kept)]


def test_no_such_kind() -> None:
    """The two words are named."""
    with pytest.raises(CheckoutError, match=r"only: .*'promotion'"):
        judged("gift")

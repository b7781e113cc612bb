# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""How the cost of judging every offer grows with the offers: at n, 2n and 4n."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from carts import AT, cart_of, store_of_matching, store_with

from checkout_core import Offer, Store, coupon, evaluate, promotion


COUNTS = (100, 200, 400)


def codes(count: int, **fields: Any) -> list[Offer]:
    """Return coupons of 1 % off everything."""
    one = {"discount_type": "percentage", "discount_percent": 1}
    return [
        coupon(
            f"k{at}", "discount", [f"K{at}"], one, applies_to_product="all", **fields
        )
        for at in range(count)
    ]


def missed(count: int) -> Store:
    """Return a store whose promotions ask for a little more each."""
    one = {"discount_type": "percentage", "discount_percent": 1}
    return Store(
        "INR",
        promotions=[
            promotion(
                f"far{at}",
                "discount",
                one,
                applies_to_product="all",
                minimum_order_total=100_000 + at,
            )
            for at in range(count)
        ],
    )


STORES: dict[str, Callable[[int], Store]] = {
    "promotions together": lambda n: store_of_matching(n, together=True),
    "one of the promotions": lambda n: store_of_matching(n, together=False),
    "promotions with a hint": missed,
    "promotions that cannot match": store_with,
    "coupons": lambda n: Store("INR", coupons=codes(n)),
    "coupons with a hint": lambda n: Store(
        "INR", coupons=codes(n, minimum_order_total=100_000)
    ),
    "as many of both": lambda n: Store(
        "INR",
        promotions=store_of_matching(n, together=True).promotions,
        coupons=codes(n),
    ),
}


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("name", STORES)
def test_evaluate(benchmark: Any, name: str, count: int) -> None:
    """Every offer of a store judged for one cart of ten lines."""
    cart, store = cart_of(10).changed(coupon_code=None), STORES[name](count)
    found = evaluate(cart, store, at=AT)
    assert len(store.promotions) == len(found.promotions)
    assert len(store.coupons) == len(found.coupons)

    benchmark.extra_info["offers"] = count
    benchmark(lambda: evaluate(cart, store, at=AT))


@pytest.mark.parametrize("count", COUNTS)
def test_without_one_offer(benchmark: Any, count: int) -> None:
    """What is paid without one of many that apply together: priced when it is read."""
    cart = cart_of(10).changed(coupon_code=None)
    store = store_of_matching(count, together=True)
    first = evaluate(cart, store, at=AT).promotions[0]
    assert first.without_offer > first.with_offer

    def read() -> object:
        return evaluate(cart, store, at=AT).promotions[0].without_offer

    benchmark(read)

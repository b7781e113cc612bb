# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""How the cost of judging every offer grows with the offers: at n, 2n and 4n."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.carts import AT, JUDGED, JUDGED_COUNTS, cart_of, store_of_matching
from checkout_core import evaluate


@pytest.mark.parametrize("count", JUDGED_COUNTS)
@pytest.mark.parametrize("name", JUDGED)
def test_evaluate(benchmark: Any, name: str, count: int) -> None:
    """Every offer of a store judged for one cart of ten lines."""
    cart, store = cart_of(10).changed(coupon_code=None), JUDGED[name](count)
    found = evaluate(cart, store, at=AT)
    assert len(store.promotions) == len(found.promotions)
    assert len(store.coupons) == len(found.coupons)

    benchmark.extra_info["offers"] = count
    benchmark(lambda: evaluate(cart, store, at=AT))


@pytest.mark.parametrize("count", JUDGED_COUNTS)
def test_without_one_offer(benchmark: Any, count: int) -> None:
    """What is paid without one of many that apply together: priced when it is read."""
    cart = cart_of(10).changed(coupon_code=None)
    store = store_of_matching(count, together=True)
    first = evaluate(cart, store, at=AT).promotions[0]
    assert first.without_offer > first.with_offer

    def read() -> object:
        return evaluate(cart, store, at=AT).promotions[0].without_offer

    benchmark(read)

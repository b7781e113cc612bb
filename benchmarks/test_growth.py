# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""How pricing and judging grow with lines, offers, matching or not, and quantities."""

from __future__ import annotations

import subprocess
import sys

from decimal import Decimal
from typing import Any

import pytest

from benchmarks.carts import (
    AT,
    BENEFITS,
    HUNDREDS,
    JUDGED,
    bytes_of,
    cart_of,
    coupon_of,
    store_of_closed,
    store_of_matching,
    store_with,
)
from checkout_core import Payment, Store, evaluate, quote


@pytest.mark.parametrize("count", [1, 10, 100, 1_000])
def test_lines(benchmark: Any, count: int) -> None:
    """A promotion and a coupon on ever more lines."""
    cart, store = cart_of(count), store_with(0)
    found = quote(cart, store, at=AT)
    found.check()
    assert Decimal("50.00") == sum(x.discount for x in found.coupons[0].lines)

    benchmark.extra_info["lines"] = count
    benchmark(lambda: quote(cart, store, at=AT))


@pytest.mark.parametrize("others", [10, 100, 1_000, 10_000])
def test_offers_that_do_not_match(benchmark: Any, others: int) -> None:
    """Ten lines in a store full of promotions for other products."""
    cart, store = cart_of(10), store_with(others)
    found = quote(cart, store, at=AT)
    assert others == found.figures.promotions_not_matching

    benchmark(lambda: quote(cart, store, at=AT))


@pytest.mark.parametrize("others", [10, 100, 1_000, 10_000])
def test_offers_for_other_payments(benchmark: Any, others: int) -> None:
    """Ten lines paid by UPI in a store full of offers of banks."""
    cart = cart_of(10).changed(payment=Payment("upi"))
    store = store_of_closed(others)
    found = quote(cart, store, at=AT)
    assert others == len(found.refusals)

    benchmark(lambda: quote(cart, store, at=AT))


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("count", [1, 10, 100])
def test_offers_that_match(benchmark: Any, count: int, *, together: bool) -> None:
    """Ten lines and ever more promotions that compete for them or apply together."""
    cart, store = cart_of(10), store_of_matching(count, together=together)
    found = quote(cart, store, at=AT)
    found.check()
    assert len(found.promotions) == (count if together else 1)

    benchmark(lambda: quote(cart, store, at=AT))


@pytest.mark.parametrize("quantity", [2, 1_000_000])
@pytest.mark.parametrize("name", BENEFITS)
def test_quantity(benchmark: Any, name: str, quantity: int) -> None:
    """Ten lines of two units and of a million, for each benefit."""
    cart, store = cart_of(10, quantity), Store("INR", coupons=[coupon_of(name)])
    found = quote(cart, store, at=AT)
    found.check()
    assert found.coupons

    benchmark(lambda: quote(cart, store, at=AT))


@pytest.mark.parametrize(
    ("name", "count"),
    [(name, count) for name, (_, counts) in JUDGED.items() for count in counts],
)
def test_evaluate(benchmark: Any, name: str, count: int) -> None:
    """Every offer of a store judged for one cart of ten lines."""
    cart, store = cart_of(10).changed(coupon_code=None), JUDGED[name][0](count)
    found = evaluate(cart, store, at=AT)
    assert len(store.promotions) == len(found.promotions)
    assert len(store.coupons) == len(found.coupons)

    benchmark.extra_info["offers"] = count
    benchmark(lambda: evaluate(cart, store, at=AT))


@pytest.mark.parametrize("count", HUNDREDS)
def test_without_one_offer(benchmark: Any, count: int) -> None:
    """What is paid without one of many that apply together: priced when it is read."""
    cart = cart_of(10).changed(coupon_code=None)
    store = store_of_matching(count, together=True)
    first = evaluate(cart, store, at=AT).promotions[0]
    assert first.without_offer > first.with_offer

    def read() -> object:
        return evaluate(cart, store, at=AT).promotions[0].without_offer

    benchmark(read)


@pytest.mark.parametrize("count", [10, 100, 1_000])
def test_memory(benchmark: Any, count: int) -> None:
    """The memory of a quote that nobody has looked at, in `extra_info`."""
    cart, store = cart_of(count), store_with(0)
    quote(cart, store, at=AT).check()

    held = bytes_of(cart, store)
    assert held > 0
    benchmark.extra_info["bytes per line"] = held // count
    benchmark(lambda: quote(cart, store, at=AT))


@pytest.mark.parametrize(
    "modules", ["checkout_core", "attrs, decimal, datetime"], ids=["ours", "base"]
)
def test_import(benchmark: Any, modules: str) -> None:
    """A fresh interpreter that imports us, or what we stand on."""
    absent = "assert not {'babel', 'json'} & set(sys.modules)"
    command = [sys.executable, "-c", f"import sys, {modules}; {absent}"]

    benchmark.pedantic(
        lambda: subprocess.run(command, check=True), rounds=7, warmup_rounds=1
    )

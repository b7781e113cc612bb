# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What the workloads cost, each with its answer checked first."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.carts import (
    NAMES,
    check_order,
    checkout_of,
    document_of,
    expected_of,
    text_of,
)
from benchmarks.kernel import KERNELS, paise
from checkout_core import Quote, Store, dumps, quote, read_checkout, write_order
from checkout_core.wire import loads


EACH = pytest.mark.parametrize("name", NAMES)


@EACH
def test_kernel(benchmark: Any, name: str) -> None:
    """The hand-written integer kernel, right to the tax of every line."""
    kernel, checkout = KERNELS[name](document_of(name)), checkout_of(name)
    due, tax, taxes = kernel()
    expected = expected_of(name)
    assert (paise(expected["to_be_paid"]), paise(expected["total_tax"])) == (due, tax)
    found = quote(checkout.cart, checkout.store, at=checkout.at).lines
    assert [paise(line.tax_amount) for line in found] == taxes

    benchmark(kernel)


@EACH
def test_quote(benchmark: Any, name: str) -> None:
    """Pricing a cart in a store, both built beforehand."""
    checkout = checkout_of(name)
    cart, store, at = checkout.cart, checkout.store, checkout.at

    def priced() -> Quote:
        return quote(cart, store, at=at)

    check_order(write_order(priced()), name)
    benchmark(priced)


@EACH
def test_quote_and_order(benchmark: Any, name: str) -> None:
    """Pricing, and every field of the order as a Decimal."""
    checkout = checkout_of(name)
    cart, store, at = checkout.cart, checkout.store, checkout.at

    def ordered() -> dict[str, Any]:
        return write_order(quote(cart, store, at=at))

    check_order(ordered(), name)
    benchmark(ordered)


@EACH
def test_text_to_text(benchmark: Any, name: str) -> None:
    """From the document's text to the order's text."""
    text = text_of(name)

    def through() -> str:
        checkout = read_checkout(text)
        found = quote(checkout.cart, checkout.store, at=checkout.at)
        return dumps(write_order(found))

    check_order(loads(through()), name)
    benchmark(through)


@EACH
def test_store(benchmark: Any, name: str) -> None:
    """Compiling a store's offers, once for many carts."""
    store = checkout_of(name).store

    def compiled() -> Store:
        return Store.of(
            "INR",
            store.policies,
            promotions=store.promotions,
            coupons=store.coupons,
        )

    assert store == compiled()
    benchmark(compiled)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""This engine, asked for ever more figures, and the limit for pure Python."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks.kernel import KERNELS, Result
from checkout_core import Quote, quote, read_checkout, write_order


#: What is told of an answer.
FIGURES = ("to_be_paid", "total_tax", "total_savings")


def carts(part: str, documents: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return for each workload what prices it, and what tells its figures."""
    return {name: PARTS[part](name, each) for name, each in documents.items()}


def _kernel(name: str, document: dict[str, Any]) -> tuple[Any, Any]:
    def told(found: Result) -> dict[str, str]:
        paid, tax, _ = found
        return {"to_be_paid": f"{paid}e-2", "total_tax": f"{tax}e-2"}

    return KERNELS[name](document), told


def _priced(document: dict[str, Any]) -> Callable[[], Quote]:
    checkout = read_checkout(document)
    return partial(quote, checkout.cart, checkout.store, at=checkout.at)


def _quote(_: str, document: dict[str, Any]) -> tuple[Any, Any]:
    return _priced(document), lambda found: _told(found.totals)


def _totals(_: str, document: dict[str, Any]) -> tuple[Any, Any]:
    priced = _priced(document)

    def totals() -> tuple[Any, ...]:
        found = priced().totals
        return found.to_be_paid, found.total_tax, found.total_savings

    return totals, lambda found: dict(zip(FIGURES, map(str, found), strict=True))


def _order(_: str, document: dict[str, Any]) -> tuple[Any, Any]:
    priced = _priced(document)
    return lambda: write_order(priced()), lambda found: {
        name: str(found[name]) for name in FIGURES
    }


def _told(totals: Any) -> dict[str, str]:
    return {name: str(getattr(totals, name)) for name in FIGURES}


PARTS: dict[str, Callable[[str, dict[str, Any]], tuple[Any, Any]]] = {
    "kernel": _kernel,
    "quote": _quote,
    "totals": _totals,
    "order": _order,
}

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Under `python -O`, which drops every assert, bad documents are refused alike.

Run as a script, this prints what became of each of the documents.
"""

from __future__ import annotations

import json
import subprocess
import sys

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from checkout_core import (
    CheckoutError,
    dumps,
    read_cart,
    read_checkout,
    read_order,
    read_quote,
    read_store,
    write_order,
    write_quote,
)
from checkout_core.juspay import check_amount
from checkout_core.money import number
from checkout_core.orders import Order, refund
from checkout_core.wire import (
    loads,
    read_plan,
    read_refund,
    read_returns,
    write_refund,
)
from orders.shop import NOON, placed, priced
from test_bad_documents import BAD, edited


VALUES: tuple[Any, ...] = (None, (), [], {}, "", "x", "\ud800", -1, True, 0.5, b"x")

Read = Callable[[Any], object]


def spoiled(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a document with each of its keys in turn gone or set to what it is not."""
    yield {}
    for key in document:
        yield {name: each for name, each in document.items() if name != key}
        for value in VALUES:
            yield {**document, key: value}


def plain(document: Any) -> Any:
    """Return a document as JSON gives it."""
    return loads(dumps(document))


def documents() -> Iterator[tuple[Read, Any]]:
    """Yield what is read, each with its reader."""
    for changes, _, _ in BAD:
        yield read_checkout, edited(changes)
    for each in spoiled(edited({})):
        yield read_checkout, each
    for each in spoiled(edited({})["cart"]):
        yield read_cart, each
    for each in spoiled({"currency": "INR", **edited({})["store"]}):
        yield read_store, each
    stored = plain(write_order(placed(), stored=True))["x_checkout_core"]
    for each in spoiled(stored):
        yield read_order, {"x_checkout_core": each}
    for each in spoiled(stored["quote"]):
        yield read_quote, each
        yield read_order, {"x_checkout_core": {**stored, "quote": each}}
    for each in spoiled(plain(write_quote(priced()))["cart"]):
        yield read_quote, {**stored["quote"], "cart": each}
    note = refund(priced(), {0: 1}, id="R1", at=NOON)
    for each in spoiled(plain(write_refund(note))):
        yield read_refund, each
    for each in spoiled({"id": "R1", "at": "2026-12-01T10:00:00Z", "returned": {}}):
        yield read_returns, each
    plan = {"subscription_plan": "Tea", "billing_interval": 1}
    for each in spoiled({**plan, "billing_frequency": "annually"}):
        yield read_plan, each
    for value in VALUES:
        yield lambda given: number(given, "price"), value
        yield lambda given: check_amount(given, path="amount"), value
        yield lambda given: Order.placed(priced(), number="1", at=given), value
        yield lambda given: refund(priced(), {0: 1}, id="R1", at=given), value
        yield read_quote, value
        yield read_order, value


def outcomes() -> list[str]:
    """Return what became of each document: what is wrong with it, or that it is read."""
    found = []
    for read, document in documents():
        try:
            read(document)
        except CheckoutError as error:
            found.append(str(error).encode("utf-8", "backslashreplace").decode())
        else:
            found.append("read")
    return found


@pytest.fixture(scope="module")
def usual() -> list[str]:
    """Return what becomes of the documents here, where asserts are checked."""
    return outcomes()


def test_most_of_the_documents_are_refused(usual: list[str]) -> None:
    """Some keys may be absent; nothing but `CheckoutError` is ever raised."""
    assert usual.count("read") < len(usual) // 4


def test_nothing_depends_on_an_assert(usual: list[str]) -> None:
    """A fresh interpreter without asserts says the same of every document."""
    command = [sys.executable, "-O", __file__]
    done = subprocess.run(command, check=True, capture_output=True, text=True)

    assert usual == json.loads(done.stdout)


if __name__ == "__main__":
    if __debug__:
        sys.exit("run this with python -O")
    print(json.dumps(outcomes()))

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
from itertools import product
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
    write_order_detail,
)
from checkout_core.juspay.amounts import check_amount
from checkout_core.money.parse import number
from checkout_core.orders import Order
from checkout_core.refunds import refund
from checkout_core.wire import (
    loads,
    read_plan,
    read_refund,
    read_returns,
    write_refund,
)
from tests.factories.bad_documents import BAD, edited
from tests.factories.orders import NOON, placed, priced
from tests.paths import ROOT


#: What no key may be.
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


STORED = plain(write_order_detail(placed(), stored=True))["x_checkout_core"]
#: Documents that are right, each with its reader, to be spoiled key by key.
RIGHT: list[tuple[Read, dict[str, Any]]] = [
    (read_checkout, edited({})),
    (read_cart, edited({})["cart"]),
    (read_store, {"currency": "INR", **edited({})["store"]}),
    (lambda ours: read_order({"x_checkout_core": ours}), STORED),
    (read_quote, STORED["quote"]),
    (
        lambda cart: read_quote({**STORED["quote"], "cart": cart}),
        STORED["quote"]["cart"],
    ),
    (read_refund, plain(write_refund(refund(priced(), {0: 1}, id="R1", at=NOON)))),
    (read_returns, {"id": "R1", "at": NOON.isoformat(), "returned": {"0": 1}}),
    (
        read_plan,
        {
            "subscription_plan": "Tea",
            "billing_interval": 1,
            "billing_frequency": "annually",
        },
    ),
]
#: What takes one value, to be given what it is not.
TAKERS: tuple[Read, ...] = (
    read_quote,
    read_order,
    lambda given: number(given, "price"),
    lambda given: check_amount(given, path="amount"),
    lambda given: Order.placed(priced(), number="1", at=given),
    lambda given: refund(priced(), {0: 1}, id="R1", at=given),
)


def documents() -> Iterator[tuple[Read, Any]]:
    """Yield what is read, each with its reader."""
    yield from ((read_checkout, edited(changes)) for changes, _, _ in BAD)
    for read, right in RIGHT:
        yield from ((read, each) for each in spoiled(right))
    yield from product(TAKERS, VALUES)


def outcomes() -> list[str]:
    """Return what became of each document: its faults, or that it is read."""
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
    command = [sys.executable, "-O", "-m", "tests.test_optimised"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)

    assert usual == json.loads(done.stdout)


if __name__ == "__main__":
    if __debug__:
        sys.exit("run this with python -O -m tests.test_optimised")
    sys.stdout.write(json.dumps(outcomes()))

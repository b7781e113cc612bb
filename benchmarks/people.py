# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What people read of a quote, in Hindi, and many carts as JSON Lines: each checked.

Everything here begins with a quote whose figures were read, except the playground's
answer and the command, which begin with text.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from benchmarks.carts import AT, cart_of, checkout_of, store_with, text_of
from checkout_core import Quote, Store, dumps, quote
from checkout_core.cli import main
from checkout_core.money.parse import currency_of
from checkout_core.playground import answer
from checkout_core.views import explain, html, receipt, svg, waterfall
from checkout_core.views.formats import Numbers
from checkout_core.wire import loads, write_checkout
from checkout_core.wire.checkout import Checkout, OrderFacts


LOCALE = "hi_IN"

#: How many lines the growth is measured with, and how many carts.
LINES = (100, 200, 400)
CARTS = (25, 50, 100)

Call = Callable[[], object]


def views(priced: Quote, store: Store) -> dict[str, Call]:
    """Return what shows a quote: each was checked here once."""
    found: dict[str, Callable[[], Any]] = {
        "receipt": partial(receipt, priced, locale=LOCALE),
        "explain": partial(explain, priced, store, locale=LOCALE),
        "waterfall": partial(waterfall, priced, locale=LOCALE),
        "svg": partial(svg, priced, locale=LOCALE),
        "html": partial(html, priced, store, locale=LOCALE),
    }
    paid = Numbers.of(LOCALE, currency_of(priced.currency)).money(priced.to_be_paid)
    for name in ("receipt", "explain", "svg", "html"):
        assert paid in found[name]()
    assert priced.to_be_paid == found["waterfall"]().bars[-1].end
    assert ET.fromstring(found["svg"]()).tag.endswith("svg")
    return found


def answering(document: str, priced: Quote) -> Call:
    """Return what answers the playground for a document, checked once."""
    request = dumps({"document": document, "locale": LOCALE})
    shown = loads(answer(request))
    assert priced.to_be_paid == loads(shown["order"])["to_be_paid"]
    assert not [each for each in shown["faults"] if not each["path"].startswith("jus")]
    return partial(answer, request)


def of_workload(name: str) -> dict[str, Call]:
    """Return everything that is measured with a workload."""
    checkout = checkout_of(name)
    priced = quote(checkout.cart, checkout.store, at=checkout.at)
    return {
        **views(priced, checkout.store),
        "playground": answering(text_of(name).decode(), priced),
    }


def of_lines(count: int) -> dict[str, Call]:
    """Return everything that is measured with so many lines."""
    cart, store = cart_of(count), store_with(0)
    priced = quote(cart, store, at=AT)
    document = dumps(write_checkout(Checkout(cart, store, priced.at, OrderFacts())))
    return {**views(priced, store), "playground": answering(document, priced)}


def printed(*arguments: str) -> bytes:
    """Return what a command prints."""
    with TextIOWrapper(BytesIO(), encoding="utf-8") as stream:
        with redirect_stdout(stream):
            assert main(arguments) == 0
        return stream.buffer.getvalue()


def pricing_lines(folder: Path, name: str, count: int) -> Call:
    """Return what prices so many carts of a workload, one on each line of a file."""
    file = folder / f"{name}-{count}.jsonl"
    file.write_text(f"{dumps(loads(text_of(name)))}\n" * count, "utf-8")
    command = partial(printed, "price", "--lines", str(file))
    checkout = checkout_of(name)
    expected = quote(checkout.cart, checkout.store, at=checkout.at).to_be_paid
    rows = [loads(row) for row in command().splitlines()]
    assert [str(expected)] * count == [row["totals"]["to_be_paid"] for row in rows]
    return command

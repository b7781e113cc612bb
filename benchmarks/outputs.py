# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Everything that a checkout document becomes, as text, and what making it costs.

Runs in a process of its own, for `benchmarks.before`, on any release that has the
functions it imports: `python benchmarks/outputs.py answers FILE` prints one line for
each document of a file, `show FILE INDEX` the outputs of one document, and `times`
takes a count and the name of a call from each line of its input and prints the
nanoseconds that the processor worked.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import random
import sys

from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from time import process_time_ns
from typing import Any

from checkout_core import (
    CheckoutError,
    Quote,
    dumps,
    evaluate,
    lint,
    quote,
    read_checkout,
    read_order,
    read_quote,
    verify,
    write_cart,
    write_order,
    write_order_detail,
    write_quote,
)
from checkout_core.orders import Order
from checkout_core.refunds import cancellation, refund
from checkout_core.views import explain, receipt
from checkout_core.wire import (
    Checkout,
    loads,
    write_checkout,
    write_evaluation,
    write_refund,
)
from checkout_core.wire.quotes import fingerprint


WORKLOADS = Path(__file__).parents[1] / "tests" / "cases" / "workloads"
AT = "2026-11-22T12:00:00+05:30"
#: How many of the amounts of a stored quote are changed, one at a time.
CHANGES = 3


def said(error: CheckoutError) -> str:
    """Return every fault of an error: path, code, value and sentence."""
    return "\n".join(
        f"{each.path} {each.code} {each.value!r} {each.message}"
        for each in error.faults
    )


def attempted(make: Callable[[], str]) -> str:
    """Return what *make* returns, or what its error says."""
    try:
        return make()
    except CheckoutError as error:
        return said(error)


def outputs(text: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each output of a document."""
    try:
        checkout = read_checkout(text)
        found = quote(checkout.cart, checkout.store, at=checkout.at)
    except CheckoutError as error:
        yield "refused", said(error)
        return
    yield "read", repr((checkout.cart.lines, checkout.store, checkout.order))
    yield "input", dumps(write_checkout(checkout))
    # Totals first: what is read first must not change what is read later.
    yield "totals", repr(found.totals)
    again = quote(checkout.cart, checkout.store, at=checkout.at)
    yield "order", dumps(write_order(again, order_number="1"))
    yield "figures", repr(again.figures)
    yield "rows", repr(again.entries)
    yield "cart", dumps(write_cart(found, ready="lenient"))
    yield "check", attempted(lambda: repr(found.check()))  # type: ignore[func-returns-value]
    yield "receipt", receipt(found)
    yield "explain", explain(found)
    yield "lint", repr(lint(checkout.store))
    yield from _of_offers(checkout)
    yield from _stored(found)
    yield from _refunded(found)


def _of_offers(checkout: Checkout) -> Iterator[tuple[str, str]]:
    found = evaluate(
        checkout.cart,
        checkout.store,
        at=checkout.at,
        catalogue=checkout.cart.lines[:2],
    )
    yield "evaluation", dumps(write_evaluation(found))
    verdicts = (*found.promotions, *found.coupons)
    yield (
        "verdicts",
        repr(
            [
                (each.saving, each.with_offer, each.without_offer, each.near_miss)
                for each in verdicts
            ]
        ),
    )


def _stored(found: Quote) -> Iterator[tuple[str, str]]:
    document = write_quote(found)
    # The engine's version differs from release to release, and so do fingerprints.
    document["engine"] = "checkout-core 0"
    document["fingerprint"] = fingerprint(document)
    text = dumps(document)
    yield "quote", _alike(document)
    read = read_quote(text, verify=True)
    yield "written again", _alike(write_quote(read))
    yield "order of the stored", dumps(write_order(read))
    yield "pickled", _alike(write_quote(pickle.loads(pickle.dumps(read))))
    yield "trusted", repr(read_quote(text, verify=False).figures)
    yield "tampered", "\n".join(_tampered(document))
    order = Order.placed(found, number="1", at=AT)
    detail = write_order_detail(order, stored=True)
    del detail["x_checkout_core"]["quote"]
    yield "placed", dumps(detail)
    stored = dumps(write_order_detail(order, stored=True))
    yield "read order", repr(order == read_order(stored, verify=True))


def _alike(document: dict[str, Any]) -> str:
    """Return the text of a quote without the version of its rules."""
    return dumps({**document, "schema_version": "", "fingerprint": ""})


def _amounts(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to each text and number of a document."""
    pairs: Any = ()
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value)
    elif isinstance(value, str | int) and way and way[0] != "fingerprint":
        yield way
    for key, each in pairs:
        yield from _amounts(each, (*way, key))


def _tampered(document: dict[str, Any]) -> Iterator[str]:
    """Yield what `verify` says when one value of a stored quote is another."""
    draw = random.Random(_alike(document))
    ways = list(_amounts(document))
    for _ in range(CHANGES):
        way = draw.choice(ways)
        # A copy, in which one place changes.
        other = loads(dumps(document))
        place = other
        for key in way[:-1]:
            place = place[key]
        place[way[-1]] = _another(place[way[-1]], draw)
        other["fingerprint"] = fingerprint(other)
        yield f"{way} {place[way[-1]]!r}"
        yield attempted(partial(_verified, dumps(other)))


def _verified(text: str) -> str:
    """Return "None" for a document that is right, as all who are silent do."""
    verify(text)
    return "None"


def _another(value: str | int, draw: random.Random) -> object:
    """Return a value like the given one, or of another kind."""
    if draw.random() < 0.25:
        return draw.choice([None, "", "1.005", 7, [], True, "x"])
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    head, point, rest = value.rpartition(".")
    if rest.isdecimal() and rest.isascii():
        return f"{head}{point}{(int(rest) + 1) % 10 ** len(rest):0{len(rest)}}"
    return f"{value}x"


def _refunded(found: Quote) -> Iterator[tuple[str, str]]:
    def first() -> str:
        return dumps(write_refund(refund(found, {0: 1}, id="R", at=AT)))

    def whole() -> str:
        return dumps(write_refund(cancellation(found, id="R", at=AT)))

    yield "refund", attempted(first)
    yield "cancellation", attempted(whole)


def answers(texts: list[str]) -> None:
    """Print the digest of each output of each document, a document on a line."""
    for text in texts:
        digests = {}
        with redirect_stdout(sys.stderr):
            for name, output in outputs(text):
                digests[name] = hashlib.sha256(output.encode()).hexdigest()[:16]
        print(json.dumps(digests), flush=True)


def calls() -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what is timed: a name and a call, for each workload."""
    for name in ("small", "typical", "large"):
        text = (WORKLOADS / f"{name}.json").read_bytes()
        checkout = read_checkout(text)
        cart, store, at = checkout.cart, checkout.store, checkout.at
        priced = quote(cart, store, at=at)
        stored = dumps(write_quote(priced))
        order = Order.placed(priced, number="1", at=AT)
        detail = dumps(write_order_detail(order, stored=True))

        def now(cart: Any = cart, store: Any = store, at: Any = at) -> Quote:
            return quote(cart, store, at=at)

        def of(
            use: Callable[[Quote], object], now: Callable[[], Quote] = now
        ) -> Callable[[], object]:
            return lambda: use(now())

        def through(text: bytes = text) -> str:
            read = read_checkout(text)
            return dumps(write_order(quote(read.cart, read.store, at=read.at)))

        def totals(now: Callable[[], Quote] = now) -> object:
            found = now()
            return found.totals, found.to_be_paid

        def placed(now: Callable[[], Quote] = now) -> object:
            return Order.placed(now(), number="1", at=AT)

        def all_(
            cart: Any = cart, store: Any = store, at: Any = at, **more: Any
        ) -> object:
            return evaluate(cart, store, at=at, **more)

        yield f"read_checkout {name}", partial(read_checkout, text)
        yield f"quote {name}", now
        yield f"totals {name}", totals
        yield f"check {name}", of(Quote.check)
        yield f"write_order {name}", of(write_order)
        yield f"placed {name}", placed
        yield f"text to text {name}", through
        yield f"write_quote {name}", of(write_quote)
        yield f"dumps {name}", partial(dumps, write_quote(priced))
        yield f"read_quote {name}", partial(read_quote, stored, verify=False)
        yield f"verify {name}", partial(verify, stored)
        yield f"read_order {name}", partial(read_order, detail, verify=False)
        yield f"evaluate {name}", all_
        yield f"receipt {name}", partial(receipt, priced)
        yield f"explain {name}", partial(explain, priced)
        yield f"refund {name}", partial(refund, priced, {0: 1}, id="R", at=AT)
        yield f"lint {name}", partial(lint, store)


def times() -> None:
    """Answer each line "count name" of the input with nanoseconds."""
    known = dict(calls())
    print(json.dumps(list(known)), flush=True)
    for line in sys.stdin:
        count, _, name = line.strip().partition(" ")
        call = known[name]
        begun = process_time_ns()
        for _ in range(int(count)):
            call()
        print(process_time_ns() - begun, flush=True)


def main() -> None:
    """Do what the first argument says."""
    task, *rest = sys.argv[1:]
    if task == "times":
        times()
        return
    texts = Path(rest[0]).read_text().splitlines()
    if task == "answers":
        answers(texts)
    else:
        for name, output in outputs(texts[int(rest[1])]):
            print(f"== {name}\n{output}")


if __name__ == "__main__":
    main()

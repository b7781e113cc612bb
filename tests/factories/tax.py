# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Small words for these tests: a cart in, a quote out that was stored and read back.

Lines are said as in `tests.factories.carts`.  Everything goes through JSON text.
"""

from __future__ import annotations

import json

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any

from checkout_core import (
    CheckoutError,
    Quote,
    dumps,
    quote,
    read_checkout,
    read_quote,
    verify,
    write_quote,
)
from tests.factories.carts import Document, checkout, line, lines
from tests.factories.faults import faults
from tests.paths import TESTS


if TYPE_CHECKING:
    from collections.abc import Iterable

    from checkout_core.ledger import Component


INDIA = {"country": "India"}


def cases(name: str) -> list[Document]:
    """Return the cases of a file of numbers, named as seen from the tests."""
    text = (TESTS / name).read_text(encoding="utf-8")
    found: list[Document] = json.loads(text)["cases"]
    return found


def quoted(said: str | list[Document], *offers: Document, **more: Any) -> Quote:
    """
    Return the quote of a cart, once it was checked, stored and read back.

    `seller` and `to` are states (both Kerala: intra-state), `tax` the store's tax
    policy; the rest is for `tests.factories.carts.checkout`.
    """
    store, cart = dict(more.pop("store", {})), dict(more.pop("cart", {}))
    tax = dict(more.pop("tax", {}))
    if "seller" in more:
        tax["seller_state"] = more.pop("seller")
    if "to" in more:
        cart["shipping_address"] = {"state": more.pop("to"), **INDIA}
    document = checkout(said, *offers, store={"tax": tax, **store}, cart=cart, **more)
    found = read_checkout(json.dumps(document))
    result = quote(found.cart, found.store, at=found.at)
    kept(result)
    return result


def kept(result: Quote) -> None:
    """Check a quote, and that storing and reading it changes no byte."""
    result.check()
    written = dumps(write_quote(result))
    again = read_quote(written, verify=True)
    verify(again)
    assert written == dumps(write_quote(again))


def priced(said: str, **fields: Any) -> Quote:
    """Return the quote of one line in a store without a word on tax."""
    return quoted([line(said, **fields)])


def named(components: Iterable[Component]) -> str:
    """Return components as `CGST 9.00 SGST 9.00`."""
    return " ".join(f"{each.name} {each.amount}" for each in components)


def taxes(found: Quote) -> list[str]:
    """Return the components of every line."""
    return [named(each.components) for each in found.lines]


def summed(found: Quote, name: str) -> Decimal:
    """Return what the lines owe under one name."""
    return sum(
        (
            part.amount
            for each in found.lines
            for part in each.components
            if part.name == name
        ),
        Decimal(0),
    )


def rounded(exact: Fraction, digits: int = 2) -> Decimal:
    """Return a fraction >= 0 rounded half up, by the schoolbook."""
    return Decimal(floor(exact * 10**digits + Fraction(1, 2))).scaleb(-digits)


def refused(**more: Any) -> list[tuple[str, str]]:
    """Return (path, code) of every fault of a cart that cannot be priced."""
    said = more.pop("said", "A 1 x 100.00 at 18")
    document = checkout(
        lines(said) if isinstance(said, str) else said, at=more.pop("at", None), **more
    )
    try:
        found = read_checkout(json.dumps(document))
        quote(found.cart, found.store, at=found.at)
    except CheckoutError as error:
        return faults(error)
    return []

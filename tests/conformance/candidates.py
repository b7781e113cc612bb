# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Documents made of others by a small change, and quotes with a figure changed."""

from __future__ import annotations

import copy
import random

from decimal import Decimal, InvalidOperation
from typing import Any

from tests.conformance.build import Literal


#: Keys of a store or a cart that one document can lend another.
LENT = (
    ("store", "charges"),
    ("store", "shipping_rates"),
    ("store", "tax_classes"),
    ("store", "tax"),
    ("store", "loyalty"),
    ("store", "rounding"),
    ("store", "round_off"),
    ("store", "free_shipping_threshold"),
    ("store", "suppliers"),
    ("store", "promotions"),
    ("store", "coupons"),
    ("store", "handling"),
    ("store", "payment_plan"),
    ("cart", "cart_items"),
    ("cart", "shipping"),
    ("cart", "shipping_address"),
    ("cart", "billing_address"),
    ("cart", "payment"),
    ("cart", "coupon_code"),
    ("cart", "loyalty_points_redeemed"),
    ("cart", "credit_balance_used"),
)
#: Figures that lie at an edge, or have an odd last digit.
FIGURES = ("0.01", "0.99", "1.05", "33.33", "99.99", "100.01", "7.77", "0.05")


def nudged(chance: random.Random, document: Any, other: Any) -> Any:
    """Return a document with one to three small changes, some lent by another."""
    found = copy.deepcopy(document)
    for _ in range(chance.choice([1, 1, 2, 3])):
        kind = chance.random()
        if kind < 0.3:
            _lend(chance, found, other)
        elif kind < 0.4:
            lines = found.get("cart", {}).get("cart_items")
            more = other.get("cart", {}).get("cart_items")
            if isinstance(lines, list) and isinstance(more, list) and more:
                lines.append(copy.deepcopy(chance.choice(more)))
        else:
            _change(chance, found)
    return found


def _lend(chance: random.Random, found: Any, other: Any) -> None:
    """Take one part of another document."""
    parts = [
        (room, key)
        for room, key in LENT
        if isinstance(other.get(room), dict) and key in other[room]
    ]
    if parts:
        room, key = chance.choice(parts)
        inner = found.setdefault(room, {})
        if isinstance(inner, dict):
            inner[key] = copy.deepcopy(other[room][key])


def _change(chance: random.Random, found: Any) -> None:
    """Change one value that is no list or object."""
    leaves = [*_leaves(found)]
    if not leaves:
        return
    owner, key, value = chance.choice(leaves)
    figures = [each for _, _, each in leaves if _number(each) is not None]
    number = _number(value)
    if isinstance(value, bool):
        owner[key] = not value
    elif number is None:
        if chance.random() < 0.2:
            owner[key] = None
    elif isinstance(value, Literal) and number == number.to_integral_value():
        owner[key] = Literal(max(0, int(number) + chance.choice([-1, 1, 1, 2, 5])))
    else:
        step = Decimal(chance.choice(["0.01", "-0.01", "1", "-1", "10", "0.5"]))
        text = f"{abs(number + step):f}"
        ways = [text, text, chance.choice(FIGURES), str(chance.choice(figures)), "0"]
        owner[key] = str(chance.choice(ways))


def _leaves(value: Any) -> Any:
    """Yield (owner, key, value) of everything that is no list or object."""
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, each in items:
        if isinstance(each, (dict, list)):
            yield from _leaves(each)
        else:
            yield value, key, each


def _number(value: Any) -> Decimal | None:
    if not isinstance(value, str):
        return None
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < 10**9 else None


def changed_figures(chance: random.Random, document: Any) -> dict[str, Any] | None:
    """Return a change of one figure of a quote, none for an honest one."""
    from checkout_core import CheckoutError, dumps, quote, read_checkout, write_quote
    from tests.conformance.build import read, text_of

    if chance.random() < 0.15:
        return {}
    try:
        checkout = read_checkout(text_of(document))
        found = quote(checkout.cart, checkout.store, at=checkout.at)
    except CheckoutError:
        return None
    written = read(dumps(write_quote(found)))
    rooms = [
        key
        for key in written
        if key not in ("fingerprint", "schema_version", "engine", "cart", "customer")
        and written[key] not in (None, [], {})
    ]
    room = chance.choice(rooms)
    leaves = [*_ways(written[room], f"/{room}")]
    place, value = chance.choice(leaves)
    number = _number(value)
    if isinstance(value, bool):
        return {place: not value}
    if number is not None:
        step = Decimal(chance.choice(["1", "-1", "0.01"]))
        new = f"{number + step:f}"
        return {place: Literal(new) if isinstance(value, Literal) else new}
    if value is None:
        return {place: "x"}
    return {place: chance.choice(["", "x", f"{value}x"])}


def _ways(value: Any, way: str) -> Any:
    items: Any = None
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    if items is None:
        yield way, value
        return
    for key, each in items:
        yield from _ways(each, f"{way}/{key}")

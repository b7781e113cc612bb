# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The words of stored quotes: one of their tables, and text that can be written."""

from __future__ import annotations

import json
import re
import sys
import types
import typing

from collections.abc import Callable, Iterator
from decimal import Decimal
from importlib.resources import files
from typing import Any

import attrs
import pytest

from checkout_core import (
    Cart,
    CheckoutError,
    Customer,
    Line,
    Loyalty,
    Store,
    coupon,
    dumps,
    promotion,
    quote,
    read_cart,
    read_order,
    read_quote,
    write_order_detail,
    write_quote,
)
from checkout_core.ledger import (
    AppliedOffer,
    Entry,
    Redemption,
    Refusal,
    TaxRow,
    Tender,
)
from checkout_core.offers import COUPON_TYPES
from checkout_core.orders import Order
from checkout_core.wire import loads
from checkout_core.wire.cart import COMPUTED_KEYS
from checkout_core.wire.quotes import fingerprint
from tests.factories.carts import AT
from tests.factories.faults import faults
from tests.factories.tables import case


SCHEMA = json.loads(
    (files("checkout_core.wire") / "schemas" / "quote.schema.json").read_text()
)


def ten(name: str, **more: Any) -> Any:
    """Return a promotion of 10 % off everything."""
    details = {"discount_type": "percentage", "discount_percent": 10}
    return promotion(name, "discount", details, applies_to_product="all", **more)


#: A quote that says each kind of word somewhere.
QUOTE = quote(
    Cart(
        "INR",
        [Line("tee", 2, "100.00", tax_rate=18)],
        coupon_code="SAVE",
        customer=Customer("u", loyalty_points_balance=20, credit_balance="5.00"),
        loyalty_points_redeemed=30,
        credit_balance_used="9.00",
    ),
    Store(
        "INR",
        promotions=[ten("now"), ten("later", minimum_order_total="900")],
        coupons=[
            coupon(
                "save",
                "discount",
                ["SAVE"],
                {"discount_type": "fixed-amount", "fixed_discount_amount": 5},
                applies_to_product="all",
            )
        ],
        loyalty=Loyalty(value_per_point="1"),
    ),
    at=AT,
)


def document() -> Any:
    """Return that quote as a document, in dicts and lists."""
    return loads(dumps(write_quote(QUOTE)))


def leaves(holder: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield path, holder and key of everything that is no container."""
    pairs = holder.items() if isinstance(holder, dict) else enumerate(holder)
    for key, each in list(pairs):
        step = f"[{key}]" if isinstance(key, int) else f".{key}"
        where = f"{path}{step}".removeprefix(".")
        if isinstance(each, dict | list):
            yield from leaves(each, where)
        else:
            yield where, holder, key


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        case("of rows", r"entries\[\d+\]\.kind", len(QUOTE.entries)),
        case("of offers", r"(promotions|coupons)\[0\]\.(kind|type|scope)", 6),
        case("who pays", r"(promotions|coupons)\[0\]\.funded_by", 2),
        case("of refusals", r"refusals\[0\]\.(kind|code)", 2),
        case("of tenders", r"(points|credit)\.why", 2),
        case("of taxes", r"tax_rows\[0\]\.category", 1),
        case("of counters", r"redemptions\[\d\]\.kind", 2),
    ],
)
def test_a_word_of_no_table(pattern: str, count: int) -> None:
    """It is refused with its path, whatever the fingerprint says, and nothing else."""
    found = document()
    named = [each for each in leaves(found) if re.fullmatch(pattern, each[0])]
    assert count == len(named)

    for path, holder, key in named:
        kept, holder[key] = holder[key], "coulour"
        found["fingerprint"] = fingerprint(found)
        with pytest.raises(CheckoutError) as caught:
            read_quote(found)
        assert [(path, "not_a_choice")] == faults(caught.value)
        holder[key] = kept


def test_the_fault_lists_the_words() -> None:
    """And it shows what was found."""
    found = document()
    found["promotions"][0]["funded_by"] = "bank"

    with pytest.raises(CheckoutError) as caught:
        read_quote(found)

    assert (
        "promotions[0].funded_by: this must be one of 'seller', 'platform', 'brand'"
        " (got 'bank')"
    ) == str(caught.value)


@pytest.mark.parametrize("value", [None, 5, ["tax"], {}], ids=str)
def test_a_word_is_text(value: Any) -> None:
    """Whatever else stands there is refused at the same place."""
    found = document()
    found["entries"][0]["kind"] = value

    with pytest.raises(CheckoutError) as caught:
        read_quote(found)

    assert ["entries[0].kind"] == [each.path for each in caught.value.faults]


def table_of(hint: Any) -> typing.Sequence[str]:
    """Return the words that an annotation allows, () if it names no table."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return table_of(typing.get_args(hint)[0])
    return hint.__metadata__[0] if hasattr(hint, "__metadata__") else ()


@pytest.mark.parametrize(
    "noun", [Entry, AppliedOffer, Refusal, Tender, TaxRow, Redemption]
)
def test_the_schema_lists_the_same_words(noun: type) -> None:
    """Each table of a noun is an enumeration of the shipped schema, and no other."""
    names = vars(sys.modules[noun.__module__]) | {"Decimal": Decimal}
    hints = typing.get_type_hints(noun, names, include_extras=True)
    words = {
        each.name: {"enum": [str(word) for word in found]}
        for each in attrs.fields(noun)
        if (found := table_of(hints[each.name]))
        # A document says the kind of a tender by its key.
        and (noun, each.name) != (Tender, "kind")
    }
    if noun is AppliedOffer:
        # The ledger knows no offers: the reader has their types.
        words["type"] = {"enum": list(COUPON_TYPES)}
    properties = SCHEMA["$defs"][noun.__name__]["properties"]

    assert words
    assert words == {
        key: {"enum": each["enum"]}
        for key, each in properties.items()
        if "enum" in each
    }


# What cannot be written ---------------------------------------------------------

HALF = "\ud800"
FOREIGN = [
    case("half a pair", HALF),
    case("half a pair as a key", {HALF: 1}),
    case("a float", 0.5),
    case("not a number", Decimal("NaN")),
    case("an object", object()),
    case("bytes", b"x"),
    case("deep", json.loads('{"a":' * 150 + "1" + "}" * 150)),
]


def accepted(found: Any, read: Callable[[Any], object], value: object) -> list[str]:
    """Return the paths at which *value* is taken by *read*."""
    taken = []
    for path, holder, key in leaves(found):
        kept, holder[key] = holder[key], value
        try:
            read(found)
        except CheckoutError:
            continue
        finally:
            holder[key] = kept
        taken.append(path)
    return taken


@pytest.mark.parametrize("value", FOREIGN)
def test_a_stored_quote_with_a_foreign_value(value: object) -> None:
    """Wherever it stands, the quote is refused, and nothing else is raised."""
    assert [] == accepted(document(), read_quote, value)


@pytest.mark.parametrize("value", FOREIGN)
def test_a_stored_order_with_a_foreign_value(value: object) -> None:
    """Wherever it stands in what is ours, the order is refused."""
    order = Order.placed(QUOTE, number="ORD-1", at=AT)
    stored = loads(dumps(write_order_detail(order, stored=True)))
    ours = {"x_checkout_core": stored["x_checkout_core"]}

    assert [] == accepted(ours, read_order, value)


@pytest.mark.parametrize("value", FOREIGN)
@pytest.mark.parametrize("key", COMPUTED_KEYS)
def test_what_is_computed_anew_can_be_written(key: str, value: object) -> None:
    """A value that nobody reads is refused where it is no JSON, with its path."""
    found = document()
    found["cart"]["cart_items"][0][key] = value

    with pytest.raises(CheckoutError) as caught:
        read_quote(found)

    path = f"cart.cart_items[0].{key}"
    assert all(each.path.startswith(path) for each in caught.value.faults)


def test_a_quote_with_deep_metadata_is_stored_in_an_order() -> None:
    """What a cart may hold, the order made of it may hold too."""
    deep = json.loads('{"a":' * 60 + "1" + "}" * 60)
    cart = Cart("INR", [Line("tee", 1, "1.00", tax_rate=0)], metadata=deep)
    order = Order.placed(quote(cart, Store("INR")), number="ORD-1", at=AT)

    assert order == read_order(dumps(write_order_detail(order, stored=True)))


# Nothing to price ---------------------------------------------------------------


@pytest.mark.parametrize("items", [[], ()], ids=str)
def test_a_cart_without_lines(items: Any) -> None:
    """An empty list is an empty cart, however Python spells it."""
    with pytest.raises(CheckoutError) as caught:
        read_cart({"currency": "INR", "cart_items": items})

    assert [("cart_items", "empty_cart")] == faults(caught.value)


@pytest.mark.parametrize("items", [[], ()], ids=str)
def test_a_stored_order_without_lines(items: Any) -> None:
    """Its quote holds a cart with nothing in it."""
    order = Order.placed(QUOTE, number="ORD-1", at=AT)
    stored = loads(dumps(write_order_detail(order, stored=True)))
    stored["x_checkout_core"]["quote"]["cart"]["cart_items"] = items

    with pytest.raises(CheckoutError) as caught:
        read_order(stored)

    path = "x_checkout_core.quote.cart.cart_items"
    assert [(path, "empty_cart")] == faults(caught.value)

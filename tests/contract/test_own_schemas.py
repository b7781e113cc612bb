# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Our own documents against the JSON Schemas that the package carries."""

from __future__ import annotations

import json

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checkout_core import (
    CheckoutError,
    Store,
    coupon,
    promotion,
    quote,
    read_cart,
    read_checkout,
    read_store,
    write_quote,
)
from checkout_core.offers import (
    BENEFITS,
    EVERYTHING,
    PROMOTION_TYPES,
    Gift,
    bundle,
    categories,
    every_nth,
    part,
    products,
    quantity_tiers,
    sale,
    set_price,
    shipping_discount,
    spend_tiers,
    tier,
    unit_price,
    variants,
)
from checkout_core.tax.regimes import REGIMES
from checkout_core.wire import dumps, loads
from checkout_core.wire import store as stores
from checkout_core.wire.offers import read_coupon, read_promotion
from checkout_core.wire.parts import QUOTE_KEYS
from tests.contract import generated
from tests.paths import CASES, EVERY_KEY


SCHEMAS = {
    name: json.loads(
        (files("checkout_core.wire") / "schemas" / f"{name}.schema.json").read_text()
    )
    for name in ("checkout", "quote")
}
PATHS = sorted(CASES.glob("*.json"))
GOOD = [path for path in PATHS if '"error": true' not in path.read_text()]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_checkout_documents_follow_their_schema(path: Path) -> None:
    """A document that is priced follows the checkout schema."""
    document = json.loads(path.read_text())["document"]

    jsonschema.Draft202012Validator(SCHEMAS["checkout"]).validate(document)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_quote_documents_follow_their_schema(path: Path) -> None:
    """A quote that is written follows the quote schema."""
    text = json.dumps(json.loads(path.read_text(), parse_float=str)["document"])
    read = read_checkout(text)
    document = write_quote(quote(read.cart, read.store, at=read.at))

    jsonschema.Draft202012Validator(SCHEMAS["quote"]).validate(document)


@pytest.mark.parametrize("name", generated.schemas())
def test_the_schema_is_that_of_the_table(name: str) -> None:
    """What a constructor checks and what the schema says of it have one source."""
    assert generated.schemas()[name] == SCHEMAS["checkout"]["$defs"][name]


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Store", stores.STORE_KEYS),
        ("Tax", stores.TAX_KEYS),
    ],
)
def test_the_schema_knows_the_keys_that_are_read(
    name: str, keys: tuple[str, ...]
) -> None:
    """The schema and the reader know the same keys."""
    assert set(keys) == set(SCHEMAS["checkout"]["$defs"][name]["properties"])


def test_the_schema_knows_the_regimes() -> None:
    """A regime that is added to the table is added to the schema."""
    known = SCHEMAS["checkout"]["$defs"]["Tax"]["properties"]["regime"]

    assert [*REGIMES] == known["anyOf"][0]["enum"]


def test_the_quote_schema_knows_the_keys_that_are_written() -> None:
    """The schema and the writer know the same keys of a quote."""
    assert set(QUOTE_KEYS) == set(SCHEMAS["quote"]["properties"])


def defined(name: str) -> jsonschema.Draft202012Validator:
    """Return the validator of one definition of the checkout schema."""
    whole = {"$ref": f"#/$defs/{name}", "$defs": SCHEMAS["checkout"]["$defs"]}
    return jsonschema.Draft202012Validator(whole)


OFFERS = {
    "promotions": (defined("Promotion"), read_promotion),
    "coupons": (defined("Coupon"), read_coupon),
}

#: What a schema has no words for: how values of a document fit each other.
BEYOND_A_SCHEMA = {
    "above_max_order_quantity",
    "bad_gstin",
    "bad_slabs",
    "beyond_its_group",
    "bad_step",
    "bounds_of_percent",
    "bounds_reversed",
    "below_min_order_quantity",
    "empty_target",
    "not_a_multiple",
    "not_of_regime",
    "measured_by_unit",
    "not_positive",
    "one_of",
    "open_is_chosen",
    "percent_missing",
    "periods_overlap",
    "row_names_target",
    "row_without_target",
    "same_charge",
    "slab_order",
    "time_required",
    "unknown_currency",
    "unknown_state",
}

WRONG: tuple[Any, ...] = (
    None,
    "",
    "x" * 300,
    "-1",
    "1e5",
    "tab\x01",
    "2026-11-22T12:00:00",
    -1,
    10**15,
    True,
    [],
    [None],
    {},
)


def spoiled(holder: Any) -> Iterator[str]:
    """Yield what is changed in *holder* while it is, one change after the other."""
    keys = list(holder) if isinstance(holder, dict) else range(len(holder))
    for key in keys:
        kept = holder[key]
        for wrong in WRONG:
            holder[key] = wrong
            yield f"{key} = {wrong!r}"
        holder[key] = kept
        if isinstance(kept, dict | list):
            yield from spoiled(kept)
    if isinstance(holder, dict):
        for key, kept in list(holder.items()):
            del holder[key]
            yield f"no {key}"
            holder[key] = kept
        holder["colour"] = "red"
        yield "a key more"
        del holder["colour"]


def differing(
    document: dict[str, Any],
    part: Any,
    validator: jsonschema.Draft202012Validator,
    read_it: Any,
) -> list[tuple[str, bool, set[str]]]:
    """Return the changes of *part* that schema and reader judge differently."""
    found = []
    for change in spoiled(part):
        fits = validator.is_valid(document)
        codes: set[str] = set()
        try:
            read_it(document)
        except CheckoutError as error:
            codes = {each.code for each in error.faults}
        if codes - BEYOND_A_SCHEMA if fits else not codes:
            found.append((change, fits, codes))
    return found


def test_a_document_with_every_key_is_read() -> None:
    """The document that the next tests spoil is right as it stands."""
    document = loads(EVERY_KEY.read_bytes())

    read_checkout(document)
    jsonschema.Draft202012Validator(SCHEMAS["checkout"]).validate(document)


def read_part(store: dict[str, Any]) -> Store:
    """Return the store of a document, which names no currency but the cart's."""
    own = store.get("currency")
    return read_store({**store, "currency": "INR" if own is None else own})


@pytest.mark.parametrize(
    ("part", "name", "read_it"),
    [
        ("cart", "Cart", read_cart),
        pytest.param("store", "Store", read_part, marks=pytest.mark.slow),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(
    part: str, name: str, read_it: Any
) -> None:
    """Whatever is put in place of a value, schema and reader agree on its shape."""
    document = loads(EVERY_KEY.read_bytes())[part]

    assert [] == differing(document, document, defined(name), read_it)


@pytest.mark.parametrize("part", ["customer", "order"])
def test_the_schema_knows_the_facts_beside_the_cart(part: str) -> None:
    """What has no reader of its own is spoiled within its document."""
    document = loads(EVERY_KEY.read_bytes())
    validator = jsonschema.Draft202012Validator(SCHEMAS["checkout"])

    assert [] == differing(document, document[part], validator, read_checkout)


@pytest.mark.parametrize(
    "name",
    [
        "01-worked-example",
        "09-percent-row-maximum-value",
        "11-percent-category",
        "14-fixed-price-edge",
        "16-fixed-price-amount",
        "18-free-goods-auto-scale",
        "19-free-goods-slabs",
        "21-free-shipping-twice",
        "22-buy-2-get-1-five",
        "25-buy-x-for-amount",
        "29-volume-at-the-edge",
        "32-rewards-bonus",
    ],
)
def test_the_schema_refuses_the_offers_that_the_reader_refuses(name: str) -> None:
    """Offers of every kind, one value changed at a time."""
    path = next(path for path in PATHS if path.stem == name)
    shop = loads(path.read_bytes())["document"]["store"]
    for key, (validator, read_it) in OFFERS.items():
        for offer in shop.get(key) or ():
            validator.validate(offer)

            assert [] == differing(offer, offer, validator, read_it)


TEES = products("tee")
#: One of each of our own benefits, with every key that it can have.
OWN: dict[str, Gift] = {
    "unit_price": unit_price(
        sale(TEES | categories("c"), price=40, maximum_quantity=2),
        sale(variants("red"), percent_off="12.5"),
        sale(EVERYTHING, amount_off=5),
        maximum=50,
    ),
    "set_price": set_price(3, 120, on=TEES, max_sets=2, maximum=50),
    "bundle": bundle(part(TEES, 2), part(EVERYTHING), price=9, max_bundles=1),
    "every_nth": every_nth(
        3, amount_off=5, on=TEES, position=2, max_groups=1, maximum=50
    ),
    "spend_tiers": spend_tiers(tier(100, percent_off=5, maximum=9), on=TEES),
    "quantity_tiers": quantity_tiers(tier(3, price=5), on=TEES, maximum=50),
    "shipping_discount": shipping_discount(percent_off=50, maximum=40),
}


def test_there_is_one_of_each_of_our_own_benefits() -> None:
    """A benefit that the next test does not know fails here."""
    assert {each.kind for each in BENEFITS.values() if each.kind} == {*OWN}


@pytest.mark.parametrize("kind", ["promotions", "coupons"])
@pytest.mark.parametrize("name", OWN)
def test_the_schema_refuses_the_benefits_that_the_reader_refuses(
    name: str, kind: str
) -> None:
    """Our own benefits, one value changed at a time."""
    gift = OWN[name]
    offer = promotion("p", gift) if kind == "promotions" else coupon("k", gift, ["K"])
    document = json.loads(dumps(dict(offer.document)), parse_float=str)
    validator, read_it = OFFERS[kind]
    validator.validate(document)

    assert [] == differing(document, document["x_checkout_core"], validator, read_it)


@pytest.mark.parametrize("name", OWN)
def test_the_schema_knows_the_type_of_each_of_our_own_benefits(name: str) -> None:
    """With another type of the vendor's it is refused, as the reader does."""
    document = json.loads(dumps(dict(promotion("p", OWN[name]).document)))
    validator, _ = OFFERS["promotions"]
    fitting = [
        kind
        for kind in PROMOTION_TYPES
        if validator.is_valid({**document, "promotion_type": kind})
    ]

    assert [BENEFITS[name].type] == fitting

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Nouns as types of pydantic: the readers' faults, our schemas, exact text."""

from __future__ import annotations

import json

from typing import Any

import jsonschema
import pytest

from hypothesis import given
from pydantic import BaseModel, TypeAdapter, ValidationError

from checkout_core import CheckoutError, Quote, dumps, read_checkout, write_quote
from checkout_core.errors import fault
from checkout_core.integrations import pydantic as types
from checkout_core.integrations.documents import parts
from checkout_core.integrations.pydantic import (
    CartDocument,
    CheckoutDocument,
    OrderDocument,
    QuoteDocument,
    StoreDocument,
)
from tests.factories.bad_documents import BAD, edited, good
from tests.factories.nouns import CART, NOUNS, QUOTE, location
from tests.factories.spoiled import spoiled


ADAPTERS: dict[str, TypeAdapter[Any]] = {
    name: TypeAdapter(getattr(types, f"{name}Document")) for name in NOUNS
}


class Basket(BaseModel):
    """A model of a host, with nouns in it."""

    owner: str
    cart: CartDocument
    last: QuoteDocument | None = None


def read_faults(document: Any) -> list[tuple[tuple[str | int, ...], str, str]]:
    """Return place, code and words of what `read_checkout` finds."""
    with pytest.raises(CheckoutError) as caught:
        read_checkout(document)
    return [
        (location(each.path), each.code, each.message) for each in caught.value.faults
    ]


@pytest.mark.parametrize("at", range(len(BAD)))
def test_every_fault_is_an_error_at_its_place(at: int) -> None:
    """What `read_checkout` says of a document is what pydantic says, all together."""
    document = edited(BAD[at][0])

    with pytest.raises(ValidationError) as caught:
        ADAPTERS["Checkout"].validate_python(document)

    assert read_faults(document) == [
        (each["loc"], each["type"], each["msg"]) for each in caught.value.errors()
    ]


@given(document=spoiled())
def test_any_document_is_judged_as_its_reader_judges_it(
    document: dict[str, Any],
) -> None:
    """Taken and equal, or refused with the same faults."""
    try:
        expected: Any = read_checkout(document)
    except CheckoutError:
        expected = read_faults(document)

    try:
        found: Any = ADAPTERS["Checkout"].validate_python(document)
    except ValidationError as error:
        found = [(each["loc"], each["type"], each["msg"]) for each in error.errors()]

    assert expected == found


@pytest.mark.parametrize("name", NOUNS)
def test_what_is_written_is_read(name: str) -> None:
    """As JSON text and as data of JSON, each noun comes back equal."""
    adapter, noun = ADAPTERS[name], NOUNS[name]

    assert [noun] * 3 == [
        adapter.validate_json(adapter.dump_json(noun)),
        adapter.validate_python(adapter.dump_python(noun, mode="json")),
        adapter.validate_python(adapter.dump_python(noun)),
    ]


def test_a_noun_is_taken_as_it_is() -> None:
    """What a route returns was checked when it was made."""
    assert CART is ADAPTERS["Cart"].validate_python(CART)


@pytest.mark.parametrize("document", [None, 5, [], "{}", b"{}", QUOTE], ids=repr)
def test_a_document_is_an_object(document: object) -> None:
    """Text is not parsed a second time, and no other noun is taken."""
    with pytest.raises(ValidationError) as caught:
        ADAPTERS["Cart"].validate_python(document)

    assert [()] == [each["loc"] for each in caught.value.errors()]


def test_braces_in_a_message_stay() -> None:
    """A hostile key is quoted as it is."""
    with pytest.raises(ValidationError) as caught:
        ADAPTERS["Store"].validate_python({"currency": "INR", "{input}": 1})

    assert ("unknown_key", ("{input}",)) == (
        caught.value.errors()[0]["type"],
        caught.value.errors()[0]["loc"],
    )


def test_a_float_is_refused() -> None:
    """Pydantic reads 1.50 as a float, which is not exact."""
    text = dumps(good()).replace('"499.00"', "499.00")

    with pytest.raises(ValidationError, match="a float is not exact"):
        ADAPTERS["Checkout"].validate_json(text)


def test_nouns_in_a_model() -> None:
    """A model of the host tells its own errors and ours, each at its place."""
    with pytest.raises(ValidationError) as caught:
        Basket.model_validate({"cart": {"currency": "INR", "cart_items": []}})

    assert [("owner",), ("cart", "cart_items")] == [
        each["loc"] for each in caught.value.errors()
    ]


def test_a_model_is_dumped() -> None:
    """As data of Python a noun stays what it is; as JSON it is its document."""
    basket = Basket(owner="u1", cart=CART, last=QUOTE)

    assert QUOTE == basket.model_dump()["last"]
    assert write_quote(QUOTE) == basket.model_dump(mode="json")["last"]
    assert basket == Basket.model_validate_json(basket.model_dump_json())


@pytest.mark.parametrize("mode", ["validation", "serialization"])
@pytest.mark.parametrize("name", NOUNS)
def test_the_schema_is_ours(name: str, mode: Any) -> None:
    """What is written follows the schema that pydantic documents."""
    schema = ADAPTERS[name].json_schema(mode=mode)
    written = json.loads(ADAPTERS[name].dump_json(NOUNS[name]))

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(written)


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("Cart", {"currency": "INR", "cart_items": [], "id": ""}),
        ("Checkout", {"cart": {}}),
        ("Store", {"currency": "INR", "coupons": [{}]}),
        ("Quote", {"fingerprint": ""}),
        ("Order", {}),
        ("Refund", {"schema_version": "1"}),
    ],
)
def test_the_schema_refuses(name: str, document: object) -> None:
    """A document without what is needed does not follow it."""
    schema = ADAPTERS[name].json_schema()

    assert not jsonschema.Draft202012Validator(schema).is_valid(document)


def test_the_parts_of_a_schema_have_names() -> None:
    """Each definition of ours is one of pydantic's, and used wherever it is meant."""

    class Both(BaseModel):
        store: StoreDocument
        carts: list[CartDocument]
        checkout: CheckoutDocument
        order: OrderDocument

    schema = Both.model_json_schema()

    assert {"Cart", "Checkout", "Line", "Order", "OrderDetail", "Promotion"} < set(
        schema["$defs"]
    )
    assert {"$ref": "#/$defs/Line"} == (
        schema["$defs"]["Cart"]["properties"]["cart_items"]["items"]
    )
    assert {"$ref": "#/$defs/Cart"} == schema["properties"]["carts"]["items"]
    assert {"$ref": "#/$defs/Cart"} == schema["$defs"]["Checkout"]["properties"]["cart"]


def test_a_tampered_quote_is_refused() -> None:
    """A quote that comes back from a client is verified."""
    document = write_quote(QUOTE)
    document["totals"]["to_be_paid"] = "1.00"

    with pytest.raises(ValidationError) as caught:
        ADAPTERS["Quote"].validate_python(document)

    assert "fingerprint_differs" in {each["type"] for each in caught.value.errors()}


def test_a_fault_of_a_route() -> None:
    """What a route finds is answered in the shape that FastAPI gives its own."""
    error = CheckoutError([fault("cart_items[2].tax_class", "no_rate_then", "x", at=0)])

    assert [
        {
            "type": "no_rate_then",
            "loc": ["body", "cart_items", 2, "tax_class"],
            "msg": "this class has no rate at 0; add a period that covers it",
            "input": "x",
        }
    ] == types.error_details(error, "body")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", ()),
        ("cart", ("cart",)),
        ("cart_items[0]", ("cart_items", 0)),
        ("[1].id", (1, "id")),
        ("rows[1][20].id", ("rows", 1, 20, "id")),
        ("returned[x]", ("returned[x]",)),
        ("a..b", ("a..b",)),
    ],
)
def test_the_parts_of_a_path(path: str, expected: tuple[str | int, ...]) -> None:
    """Keys and indexes; a path with other brackets is one key."""
    assert expected == parts(path)


def test_a_type_checker_sees_the_noun() -> None:
    """A field that is declared as a document holds the noun itself."""
    last: Quote | None = Basket(owner="u1", cart=CART, last=QUOTE).last

    assert QUOTE == last

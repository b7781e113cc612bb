# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A FastAPI application over our nouns, driven by requests."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from fastapi import APIRouter, FastAPI, Response

from checkout_core import (
    dumps,
    loads,
    quote,
    read_checkout,
    read_quote,
    write_order,
    write_quote,
)
from checkout_core.integrations.fastapi import (
    CartBody,
    CheckoutBody,
    ExactJSONResponse,
    ExactRoute,
    StoreBody,
)
from checkout_core.integrations.pydantic import (
    OrderDocument,
    QuoteDocument,
    RefundDocument,
)
from checkout_core.wire import write_checkout
from tests.factories.asgi import asked
from tests.factories.bad_documents import edited, good
from tests.factories.nouns import CART, ORDER, REFUND, STORE


app = FastAPI()
exact = APIRouter(route_class=ExactRoute)


@app.post("/quote")
def priced(checkout: CheckoutBody) -> QuoteDocument:
    """Price a checkout document."""
    return quote(checkout.cart, checkout.store, at=checkout.at)


@app.post("/cart")
def two(cart: CartBody, store: StoreBody) -> QuoteDocument:
    """Price a cart in a store, two documents in one body."""
    return quote(cart, store, at="2026-11-22T12:00:00+05:30")


@app.get("/order")
def order() -> OrderDocument:
    """Return an order."""
    return ORDER


@app.get("/refund")
def refund() -> RefundDocument:
    """Return a refund."""
    return REFUND


@exact.post("/order-form")
def order_form(checkout: CheckoutBody) -> Response:
    """Return the vendor's order, its amounts as numbers."""
    found = quote(checkout.cart, checkout.store, at=checkout.at)
    return ExactJSONResponse(write_order(found))


@exact.post("/echo")
async def echo(checkout: CheckoutBody) -> Response:
    """Return the document as it was understood."""
    return ExactJSONResponse(write_checkout(checkout))


app.include_router(exact)

JSON = {"content-type": "application/json"}


def post(path: str, document: Any) -> Any:
    """Return status and data of the answer."""
    text = document if isinstance(document, str) else dumps(document)
    answer = asked(app, "POST", path, content=text, headers=JSON)
    return answer.status_code, loads(answer.content)


def test_a_document_is_priced() -> None:
    """The quote of the answer is the quote, digit for digit, and verifies."""
    checkout = read_checkout(good())
    expected = quote(checkout.cart, checkout.store, at=checkout.at)

    status, data = post("/quote", good())

    assert (200, write_quote(expected)) == (status, data)
    assert expected == read_quote(data)


def test_two_documents_in_one_body() -> None:
    """A route with two of them embeds each under its name."""
    checkout = good()
    status, data = post("/cart", {"cart": checkout["cart"], "store": {"currency": 1}})

    assert (422, [["body", "store", "currency"]]) == (
        status,
        [each["loc"] for each in data["detail"]],
    )
    store = {**checkout["store"], "currency": "INR"}
    status, data = post("/cart", {"cart": checkout["cart"], "store": store})

    expected = quote(CART, STORE, at="2026-11-22T12:00:00+05:30")
    assert (200, write_quote(expected)) == (status, data)


def test_every_fault_is_answered() -> None:
    """One 422 tells all of them, each where it is in the body."""
    document = edited(
        {
            "sture": 1,
            "cart.cart_items.1.quantity": 0,
            "cart.cart_items.0.selling_price": "1.005",
        }
    )

    status, data = post("/quote", document)

    assert (
        422,
        [
            ("unknown_key", ["body", "sture"]),
            ("count_out_of_range", ["body", "cart", "cart_items", 1, "quantity"]),
            ("off_grid", ["body", "cart", "cart_items", 0, "selling_price"]),
        ],
    ) == (status, [(each["type"], each["loc"]) for each in data["detail"]])


@pytest.mark.parametrize(("path", "noun"), [("/order", ORDER), ("/refund", REFUND)])
def test_what_is_answered_can_be_read(path: str, noun: object) -> None:
    """An order and a refund come out as their readers take them."""
    from checkout_core import read_order, read_refund

    read: Any = read_order if path == "/order" else read_refund

    assert noun == read(asked(app, "GET", path).content)


WITH_NUMBERS = dumps(good()).replace('"499.00"', "499.00")


def test_numbers_are_refused_where_they_would_be_floats() -> None:
    """FastAPI's own JSON has made a float of 499.00."""
    status, data = post("/quote", WITH_NUMBERS)

    assert (422, ["float_given"]) == (status, [each["type"] for each in data["detail"]])


def test_numbers_are_read_exactly() -> None:
    """With `ExactRoute` the number has the digits that were sent."""
    status, data = post("/echo", WITH_NUMBERS)

    assert (200, "499.00") == (status, data["cart"]["cart_items"][0]["selling_price"])


def test_numbers_are_written_exactly() -> None:
    """`ExactJSONResponse` writes what `dumps` writes."""
    checkout = read_checkout(good())
    expected = write_order(quote(checkout.cart, checkout.store, at=checkout.at))

    answer = asked(app, "POST", "/order-form", content=WITH_NUMBERS, headers=JSON)

    assert (dumps(expected), "application/json") == (
        answer.text,
        answer.headers["content-type"],
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"cart": 1, "cart": 2}', "duplicate_key"),
        ('{"cart": NaN}', "not_a_number"),
        ('{"cart": ', "not_json"),
        ("[" * 300 + "]" * 300, "nested_too_deep"),
    ],
)
def test_a_hostile_text_is_refused(text: str, code: str) -> None:
    """It is the client's fault, told as every other one."""
    status, data = post("/echo", text)

    assert (422, code, ["body"]) == (
        status,
        data["detail"][0]["type"],
        data["detail"][0]["loc"],
    )


def test_the_application_documents_our_nouns() -> None:
    """Its OpenAPI has our schemas, with which requests and answers can be checked."""
    document = asked(app, "GET", "/openapi.json").json()
    parts = document["components"]["schemas"]
    path = document["paths"]["/quote"]["post"]
    body = path["requestBody"]["content"]["application/json"]["schema"]
    answer = path["responses"]["200"]["content"]["application/json"]["schema"]

    assert [{"$ref": "#/components/schemas/Checkout"}] == [body]
    assert [{"$ref": "#/components/schemas/Quote"}] == [answer]
    assert {"Cart", "Line", "Store", "Promotion", "OrderDetail", "Refund"} < set(parts)

    def follows(name: str, data: object) -> bool:
        schema = {"$ref": f"#/components/schemas/{name}", "components": {}}
        schema["components"] = document["components"]
        return jsonschema.Draft202012Validator(schema).is_valid(data)

    assert [True, False, True] == [
        follows("Checkout", good()),
        follows("Checkout", edited({"cart.cart_items.0.quantity": 0})),
        follows("Quote", post("/quote", good())[1]),
    ]

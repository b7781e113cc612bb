# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A price without state: the same answer for the same document, and nothing stored."""

from __future__ import annotations

import json

from decimal import Decimal
from typing import Any

import pytest

from attrs import evolve

from checkout_core import dumps, verify
from checkout_core.service.calls import Call
from checkout_core.service.prices import price
from checkout_core.wire import answer_text, loads
from checkout_core.wire.text import encoded
from tests.factories.service import ARJUN, MEERA, SHOP, STORE, make_app
from tests.factories.service_client import INVALID, Service
from tests.factories.tables import case


AT = "2026-11-24T12:00:00+05:30"
LINE = {
    "product_id": "tea",
    "quantity": 2,
    "selling_price": "250.00",
    "tax_rate": "5",
}


def checkout(*, at: str | None = AT, store: Any = None, **cart: Any) -> dict[str, Any]:
    """Return a checkout document: two packets of tea, with a code of the store."""
    basket = {
        "currency": "INR",
        "coupon_code": "SAVE100",
        "cart_items": [LINE],
        "metadata": {"weight": Decimal("0.5")},
        **cart,
    }
    found = {"cart": basket, "at": at, "store": store}
    return {key: each for key, each in found.items() if each is not None}


def asked(service: Service, document: Any, **more: Any) -> tuple[int, Any]:
    """Return status and document of an answer, as JavaScript reads it."""
    body = document if isinstance(document, bytes) else dumps(document).encode()
    answer = service.client.request(
        "POST",
        more.pop("path", "/price"),
        content=body,
        headers={"Authorization": f"Bearer {SHOP}", **more.pop("headers", {})},
    )
    return answer.status_code, json.loads(answer.text)


def test_a_cart_and_the_store_of_the_service(service: Service) -> None:
    """It has the service's offers, taxes and delivery, and the same bytes as here."""
    content = service.done("POST", "/price", checkout(), token=SHOP)
    expected = answer_text("price", dumps(checkout(store=STORE)))

    assert loads(expected) == content
    assert "490.80" == content["quote"]["totals"]["to_be_paid"]
    verify(dumps(content["quote"]))


def test_a_document_with_its_own_store(service: Service) -> None:
    """That of the service says nothing then: its code is not known."""
    store = {"shipping_rates": {"type": "flat", "amount": "40.00", "tax_rate": "0"}}
    content = service.done("POST", "/price", checkout(store=store), token=SHOP)

    assert ("565.00", ["unknown_code"]) == (
        content["quote"]["totals"]["to_be_paid"],
        [each["code"] for each in content["quote"]["refusals"]],
    )


def test_amounts_as_text(service: Service) -> None:
    """No number with decimals is left to be rounded, and the quote still verifies."""
    _, found = asked(service, checkout(), path="/price?amounts=text")
    order, quote = found["content"]["order"], found["content"]["quote"]

    assert ["490.80", "250.00", 2, {"weight": "0.5"}] == [
        order["to_be_paid"],
        order["order_items"][0]["selling_price"],
        order["order_items"][0]["quantity"],
        order["metadata"],
    ]
    verify(json.dumps(quote))


def test_amounts_as_numbers(service: Service) -> None:
    """By default, as every other route has them."""
    for path in ("/price", "/price?amounts=numbers"):
        _, found = asked(service, checkout(), path=path)

        assert 490.8 == found["content"]["order"]["to_be_paid"]


@pytest.mark.parametrize(
    ("document", "path", "expected"),
    [
        case("no JSON", b"{", "/price", [("", "not_json")]),
        case("no object", [], "/price", [("", "wrong_type")]),
        case("no cart", {}, "/price", [("cart", "required")]),
        case(
            "other amounts",
            checkout(),
            "/price?amounts=x",
            [("amounts", "not_a_choice")],
        ),
        case(
            "a misspelled option, which would answer floats",
            checkout(),
            "/price?amount=text",
            [("amount", "unknown_key")],
        ),
        case(
            "no moment, for its offers",
            checkout(at=None),
            "/price",
            [("at", "time_required")],
        ),
        case(
            "another currency",
            checkout(currency="EUR"),
            "/price",
            [("store.currency", "currency_mismatch")],
        ),
        case(
            "all that is wrong",
            checkout(cart_items=[{**LINE, "quantity": 0, "weight": 1}]),
            "/price",
            [
                ("cart.cart_items[0].weight", "unknown_key"),
                ("cart.cart_items[0].quantity", "count_out_of_range"),
            ],
        ),
    ],
)
def test_faults_are_data(
    service: Service, document: Any, path: str, expected: list[tuple[str, str]]
) -> None:
    """Each with its path and its code."""
    status, found = asked(service, document, path=path)

    assert INVALID == (status, found["code"])
    assert expected == [(each["path"], each["code"]) for each in found["errors"]]


def test_a_cart_of_too_many_lines(service: Service) -> None:
    """As many as a cart of the service may have."""
    most = service.app.limits.lines
    lines = [{**LINE, "line_id": f"{i}"} for i in range(most + 1)]
    status, found = asked(service, checkout(cart_items=lines))

    assert (400, "too_many_lines") == (status, found["code"])


@pytest.mark.parametrize(
    ("token", "expected"), [("", (401, "unauthorized")), (MEERA, (403, "forbidden"))]
)
def test_who_may_ask(service: Service, token: str, expected: tuple[int, str]) -> None:
    """The merchant's own systems: shoppers have no prices of their own."""
    headers = {"Authorization": f"Bearer {token}"}
    status, found = asked(service, checkout(), headers=headers)

    assert expected == (status, found["code"])


def test_a_key_is_not_needed(service: Service) -> None:
    """With one, the answer is calculated, too: nothing of it is kept."""
    headers = {"Idempotency-Key": "k"}
    for price_, expected in (("250.00", 490.8), ("300.00", 595.8)):
        lines = [{**LINE, "selling_price": price_}]
        _, found = asked(service, checkout(cart_items=lines), headers=headers)

        assert expected == found["content"]["order"]["to_be_paid"]


class Nothing:
    """What may not be asked."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(name)

    def __call__(self) -> Any:
        """Fail."""
        raise AssertionError


def test_it_asks_no_database_no_gateway_and_no_clock() -> None:
    """What it answers follows from the document and the catalogue."""
    nothing: Any = Nothing()
    app = evolve(make_app(nothing), gateway=nothing, transport=nothing, clock=nothing)
    body = dumps(checkout()).encode()
    answers = [price(Call(app=app, body=body)) for _ in range(2)]

    assert answers[0] == answers[1]
    assert (
        "490.80"
        == loads(encoded(answers[0].document))["content"]["quote"]["totals"][
            "to_be_paid"
        ]
    )


def test_what_was_redeemed_here_does_not_count(service: Service) -> None:
    """The limits of offers are those of the documents: this service counts orders."""
    scarce = checkout(coupon_code="TWO", store=None)
    before = service.done("POST", "/price", scarce, token=SHOP)
    for token in (MEERA, ARJUN):
        cart = service.cart(token=token)
        code = {"coupon_code": "TWO"}
        service.done("POST", f"carts/{cart['id']}/coupon", code, token=token)
        service.order(cart["id"], token=token)
    after = service.done("POST", "/price", scarce, token=SHOP)

    assert before == after
    assert ["bulk"] == [each["offer_id"] for each in after["quote"]["refusals"]]

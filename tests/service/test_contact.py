# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Phones, emails and addresses are the same in every route that has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from checkout_core.service import SqlDatabase
from checkout_core.wire.envelopes import CartPolicy
from tests.factories.providers import HYPER
from tests.factories.service import ADDRESS, CATALOGUE, MERCHANT, SHOP
from tests.factories.service_client import Service, running


#: As an Indian writes it, and with nothing of what we add.
TYPED = {
    "phone": "+91 98000-00001",
    "email": "m@x.in",
    "pincode": "560001",
    "state": "Karnataka",
}
WRITTEN = {
    "country_code": "+91",
    "phone": "9800000001",
    "country": "India",
}
STORED = {**TYPED, "id": "typed"}
#: A shop whose customer has such an address.
PEOPLE = [{"id": "meera", "addresses": [ADDRESS, STORED]}, {"id": "arjun"}]


@pytest.fixture
def url() -> str:
    """Return the URL of a database in memory: addresses are no matter of databases."""
    return "sqlite://"


@pytest.fixture
def shop(database: SqlDatabase) -> Iterator[Service]:
    """Yield a shop with a customer whose stored address is as it was typed."""
    with running(database, catalogue={**CATALOGUE, "customers": PEOPLE}) as service:
        yield service


WAYS = {
    "complete": {"billing_address": TYPED, "shipping_address": TYPED},
    "stored": {"billing_address_id": "typed", "shipping_address_id": "typed"},
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_an_address_is_the_same_everywhere(shop: Service, way: Any) -> None:
    """The routes that show a cart or an order have what the gateway gets."""
    cart = str(shop.cart()["id"])
    path = f"carts/{cart}"
    shown = [
        shop.done("POST", f"{path}/address", way)["cart"],
        shop.done("GET", path)["cart"],
        shop.done("GET", "carts/users/meera")["cart"],
        shop.done("POST", f"{path}/customer-note", {"customer_note": "x"})["cart"],
    ]
    number = shop.order(cart)["order"]["order_number"]
    shop.pay(number)
    shown += [
        shop.order(cart)["order"],
        shop.done("GET", f"orders/{number}")["order"],
        shop.done("GET", f"{MERCHANT}/orders/{number}", token=SHOP)["order"],
        shop.ship(number, "P1", "shipped", {"0": 2}),
    ]
    other = str(shop.cart()["id"])
    shop.done("POST", f"carts/{other}/address", way)
    shown.append(shop.cancel(shop.order(other)["order"]["order_number"]))
    found = [
        {key: order[name][key] for key in WRITTEN}
        for order in shown
        for name in ("billing_address", "shipping_address")
    ]
    sent = shop.gateway.gateway.asked[number.lower()]

    assert [WRITTEN] * 18 == found
    assert ("9800000001", "m@x.in", "India") == (
        sent["customer_phone"],
        sent["customer_email"],
        sent["billing_address_country"],
    )


@pytest.mark.parametrize("where", ["billing_address", "shipping_address"])
@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("phone", "12345", "bad_phone"),
        ("phone", "\u0967\u0968\u0969\u096a\u096b", "bad_phone"),
        ("email", "zo\u00eb@shop.in", "bad_email"),
        ("email", "meera", "bad_email"),
        ("email", "m@x", "bad_email"),
        ("email", "m x@shop.in", "bad_email"),
    ],
)
def test_a_strict_shop_refuses_at_the_address(
    database: SqlDatabase, where: str, key: str, value: str, code: str
) -> None:
    """With the path of the form's own field."""
    policy = CartPolicy(phones="strict", emails="strict")
    with running(database, carts=policy) as service:
        path = f"carts/{service.cart()['id']}/address"
        body = {"billing_address": TYPED, "shipping_address": TYPED}
        wrong = {**body, where: {**TYPED, key: value}}
        status, document = service.ask("POST", path, wrong)
        service.done("POST", path, body)

    assert (400, [(f"{where}.{key}", code)]) == (
        status,
        [(each["path"], each["code"]) for each in document["errors"]],
    )


@pytest.mark.parametrize(
    ("key", "value", "path"),
    [
        ("phone", "12345x", "customer_phone"),
        ("email", "zo\u00eb@shop.in", "customer_email"),
    ],
)
def test_a_lenient_shop_refuses_at_the_payment(
    service: Service, key: str, value: str, path: str
) -> None:
    """The cart takes it, the order of that payment does not."""
    cart = service.cart()["id"]
    both = {"billing_address": {**TYPED, key: value}, "shipping_address": TYPED}
    service.done("POST", f"carts/{cart}/address", both)
    body = {"cart_id": cart, "payment_method": HYPER}
    status, document = service.ask("POST", "orders", body)

    assert (400, {path}) == (status, {each["path"] for each in document["errors"]})
    assert [] == service.done("GET", "orders")["orders"]


def test_a_phone_abroad_is_as_it_was_given(service: Service) -> None:
    """Only India's numbers have one spelling here."""
    abroad = {"phone": "2025550123", "country_code": "+1", "country": "USA"}
    path = f"carts/{service.cart()['id']}/address"
    both = {"billing_address": abroad, "shipping_address": abroad}
    cart = service.done("POST", path, both)["cart"]

    assert abroad == cart["shipping_address"]

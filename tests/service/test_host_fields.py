# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What the host says of payments, over HTTP: further fields and mandates."""

from __future__ import annotations

from typing import Any

import pytest

from checkout_core import Order
from checkout_core.service import SqlDatabase
from tests.factories.providers import HYPER
from tests.factories.service import ADDRESS, CATALOGUE, PRODUCTS
from tests.factories.service_client import INVALID, Service, running


FIELDS = {
    "udf1": "order {order_number}",
    "udf10": "of {customer_id}",
    "description": "Tees",
    "product_id": "prod",
    "metadata": {"RAZORPAY:offer": "x"},
}
OWN_PAGE = "payments/juspay/create-order"
BACK = "https://shop.example/back"


@pytest.fixture
def url() -> str:
    """Return the URL of a database in memory: nothing of this is stored."""
    return "sqlite://"


def asked(service: Service) -> list[dict[str, Any]]:
    """Return the fields of every payment that was asked for."""
    found = service.gateway.gateway.asked.values()
    names = ("udf1", "udf10", "description", "product_id", "metadata.RAZORPAY:offer")
    return [{name: each.get(name) for name in names} for each in found]


def own(order: Order) -> dict[str, Any]:
    """Return what this host knows of an order."""
    return {"udf1": f"invoice of {order.number}", "description": None}


def test_every_payment_has_the_fields_of_shop_and_host(database: SqlDatabase) -> None:
    """Those of the order override those of the settings; a repeat has them, too."""
    with running(database, account={"fields": FIELDS}, fields=own) as service:
        cart = service.cart()["id"]
        number = service.order(cart)["order"]["order_number"]
        info = service.order(cart)["payment_info"]
        service.fail(number)
        body: dict[str, Any] = {"payment_method": HYPER}
        service.done("POST", f"orders/{number}/retry-payment", body)
        service.fail(f"{number}-2")
        body = {"order_number": number, "return_url": BACK}
        data = service.done("POST", OWN_PAGE, body)["data"]
        found = asked(service)

    expected = {
        "udf1": f"invoice of {number}",
        "udf10": "of meera",
        "description": "Tees",
        "product_id": "prod",
        "metadata.RAZORPAY:offer": "x",
    }
    assert [expected] * 3 == found
    assert "Tees" == info["sdk_payload"]["payload"]["description"]
    assert (f"invoice of {number}", "of meera", "prod") == (
        data["udf1"],
        data["udf10"],
        data["product_id"],
    )


@pytest.mark.parametrize("key", ["fields", "udf1", "description", "payment_filter"])
def test_a_shopper_sends_none(service: Service, key: str) -> None:
    """They are the merchant's: reports and settlements go by them."""
    cart = service.cart()["id"]
    body = {"cart_id": cart, "payment_method": HYPER}
    inside = {"cart_id": cart, "payment_method": {**HYPER, key: "x"}}

    assert [INVALID] * 2 == [
        service.refused("POST", "orders", each) for each in ({**body, key: "x"}, inside)
    ]


MILK = {
    **PRODUCTS[0],
    "product_id": "milk",
    "variant_id": None,
    "on_subscription": True,
    "subscription_plan": "daily milk",
    "subscription_interval": 1,
    "subscription_frequency": "monthly",
}
SIX = {
    "options.createMandate",
    "mandate.maxAmount",
    "mandate.start_date ",
    "mandate.end_date ",
    "mandate.frequency",
    "mandate.rule_value ",
}


def test_a_subscription_asks_for_its_mandate(database: SqlDatabase) -> None:
    """The six keys of the vendor are in the answer, blanks included."""
    catalogue = {**CATALOGUE, "catalogue": [*PRODUCTS, MILK]}
    item = {"product_id": "milk", "variant_id": None, "quantity": 1}
    with running(database, catalogue=catalogue) as service:
        payloads = []
        for each in (item, None):
            cart = service.cart(*([each] if each else []))["id"]
            both = {"billing_address": ADDRESS, "shipping_address": ADDRESS}
            service.done("POST", f"carts/{cart}/address", both)
            info = service.order(cart)["payment_info"]
            payloads.append(info["sdk_payload"]["payload"])
        sent = next(iter(service.gateway.gateway.asked.values()))

    assert [True, False] == [SIX <= set(each) for each in payloads]
    assert set() == SIX & set(payloads[1])
    assert ("REQUIRED", "MONTHLY") == (
        sent["options.create_mandate"],
        sent["mandate.frequency"],
    )

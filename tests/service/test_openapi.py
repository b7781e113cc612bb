# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The OpenAPI document: every route, and the schemas that answers follow."""

from __future__ import annotations

import json

from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from checkout_core.juspay.gateway import METHODS
from checkout_core.juspay.orders import ACTIONS
from checkout_core.service.openapi import REQUESTS, RESPONSES
from checkout_core.service.routes import ROUTES
from checkout_core.wire.manual import MANUAL_METHODS
from tests.factories.providers import HYPER
from tests.factories.service import ADDRESS, MERCHANT, SHOP, TEE
from tests.factories.service_client import Service


CHECKOUT: dict[str, Any] = {
    "cart": {
        "currency": "INR",
        "coupon_code": "SAVE100",
        "cart_items": [
            {
                "product_id": "tea",
                "quantity": 2,
                "selling_price": "250.00",
                "tax_rate": 5,
            }
        ],
    },
    "at": "2026-11-24T12:00:00+05:30",
}


def document(service: Service) -> dict[str, Any]:
    """Return the OpenAPI document."""
    answer = service.client.request("GET", "/openapi.json")
    found: dict[str, Any] = answer.json()
    return found


def test_the_document_names_every_route(service: Service) -> None:
    """Each with its method, a sentence, and an id of its own."""
    found = document(service)
    operations = [each for path in found["paths"].values() for each in path.values()]
    ids = [each["operationId"] for each in operations]

    assert ("3.1.0", [(each.path, each.method.lower()) for each in ROUTES]) == (
        found["openapi"],
        sorted(
            (
                (path, method)
                for path, item in found["paths"].items()
                for method in item
            ),
            key=[(each.path, each.method.lower()) for each in ROUTES].index,
        ),
    )
    assert len(set(ids)) == len(ids)
    assert all(each["summary"] for each in operations)


def test_the_document_names_what_a_route_takes(service: Service) -> None:
    """The parts of its path, of the query, and a header."""
    paths = document(service)["paths"]
    start = "/api/v1/{store_id}/storefront/"
    carts, orders = paths[f"{start}carts"], paths[f"{start}orders"]

    assert [
        [
            ("store_id", "path"),
            ("Idempotency-Key", "header"),
            ("X-Request-Id", "header"),
        ],
        [
            ("store_id", "path"),
            ("page", "query"),
            ("limit", "query"),
            ("user_id", "query"),
            ("X-Request-Id", "header"),
        ],
    ] == [
        [(each["name"], each["in"]) for each in operation["parameters"]]
        for operation in (carts["post"], orders["get"])
    ]


def test_every_post_with_a_token_takes_a_key(service: Service) -> None:
    """Those that begin a session, of the gateway and without state do not."""
    paths = document(service)["paths"]
    headers = {
        (path, method): {
            each["name"] for each in operation["parameters"] if each["in"] == "header"
        }
        for path, item in paths.items()
        for method, operation in item.items()
    }
    start = "/api/v1/{store_id}/storefront/auth"

    assert {"X-Request-Id"} == set.intersection(*headers.values())
    assert {
        f"{start}/anonymous",
        f"{start}/refresh-token",
        "/webhooks/{provider}",
        "/price",
    } == {
        path
        for (path, method), names in headers.items()
        if method == "post" and "Idempotency-Key" not in names
    }
    assert {"post"} == {
        method for (_, method), names in headers.items() if "Idempotency-Key" in names
    }
    answers = paths["/api/v1/{store_id}/storefront/orders"]["post"]["responses"]
    assert [
        {"X-Request-Id", "Idempotent-Replayed"},
        {"X-Request-Id", "Idempotent-Replayed", "Retry-After"},
    ] == [set(answers[each]["headers"]) for each in ("200", "default")]


def test_every_reference_leads_somewhere(service: Service) -> None:
    """No schema is named that is not there, and each is a schema."""
    found = document(service)
    schemas = found["components"]["schemas"]

    def references(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if "$ref" in value:
                yield value["$ref"].rpartition("/")[2]
            for each in value.values():
                yield from references(each)
        elif isinstance(value, list):
            for each in value:
                yield from references(each)

    assert set() == set(references(found)) - set(schemas)
    for each in schemas.values():
        jsonschema.Draft202012Validator.check_schema(each)


def test_the_schemas_are_those_of_the_routes() -> None:
    """None is missing and none is left over."""
    inner = {"Item", "PaymentMethod"}

    assert (set(REQUESTS), set(RESPONSES)) == (
        {each.request for each in ROUTES if each.request} | inner,
        {each.response for each in ROUTES if each.response},
    )


def validator(service: Service, name: str) -> jsonschema.Draft202012Validator:
    """Return what checks a document against a schema of the service's."""
    schemas = document(service)["components"]["schemas"]
    return jsonschema.Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
    )


def test_answers_follow_their_schemas(service: Service) -> None:
    """What is described is what comes."""
    cart = service.cart()
    path = f"carts/{cart['id']}"
    created = service.order(cart["id"])
    number = created["order"]["order_number"]
    service.pay(number)
    other = service.done("POST", "orders", {"cart_id": service.cart()["id"]})
    body = {
        "order_number": other["order"]["order_number"],
        "return_url": "https://shop.example/back",
    }
    returns = {"id": "R1", "returned": {"0": 1}}
    sold = f"{MERCHANT}/orders/{number}"
    session = service.done("POST", "auth/anonymous")
    answers = {
        "Session": session,
        "Tokens": session,
        "Cart": service.done("GET", path),
        "Coupons": service.done("GET", "carts/available-coupons"),
        "Promotions": service.done("GET", "carts/available-promotions"),
        "Evaluation": service.done("GET", f"{path}/evaluate-coupons"),
        "CreatedOrder": created,
        "Order": service.done("GET", f"orders/{number}"),
        "Refund": service.done("POST", f"{sold}/refunds", returns, token=SHOP),
        "Orders": service.done("GET", "orders"),
        "PaymentStatus": service.done("GET", f"orders/{number}/payment-status"),
        "Payments": service.done("GET", f"orders/{number}/payments"),
        "Shipments": service.done("GET", f"orders/{number}/shipments"),
        "Refunds": service.done("GET", f"orders/{number}/refunds"),
        "Payment": {"payment_info": created["payment_info"]},
        "JuspayCreated": service.done("POST", "payments/juspay/create-order", body),
    }

    paid = service.paid()
    reason = {"cancellation_reason": "x"}
    transfer = {**reason, "refund_mode": "bank-transfer", "bank_account_id": "b1"}
    service.done("POST", f"orders/{paid}/cancel", transfer)
    refunds = service.done("GET", f"orders/{paid}/refunds")["refunds"]
    name = refunds[0]["request_number"]
    sent = f"{MERCHANT}/orders/{paid}/refunds/{name}/paid"
    answers["TransferPaid"] = service.done(
        "POST", sent, BODIES["TransferPaid"], token=SHOP
    )

    again = f"{MERCHANT}/orders/{number}/refunds/R1/send"
    answers["SentRefund"] = service.done("POST", again, token=SHOP)

    answers["FoundOrders"] = service.done("GET", f"{MERCHANT}/orders", token=SHOP)
    answers["UnsettledRefunds"] = service.done("GET", f"{MERCHANT}/refunds", token=SHOP)

    answers["Price"] = service.done("POST", "/price", CHECKOUT, token=SHOP)

    assert set(RESPONSES) == set(answers)
    for name, content in answers.items():
        plain = json.loads(json.dumps(content, default=float))
        validator(service, f"{name}Content").validate(plain)


BODIES: dict[str, Any] = {
    "RefreshToken": {"refresh_token": "x"},
    "Item": TEE,
    "NewCart": {"items": [TEE], "metadata": {}},
    "CouponCode": {"coupon_code": "SAVE100"},
    "Points": {"loyalty_point_redeemed": 1},
    "Credit": {"credit_balance_used": 1.5},
    "ChosenPayment": {"payment": {"method": "card", "issuer": "HDFC"}},
    "Channel": {"channel": "app"},
    "Charges": {"charges": [{"id": "tip", "amount": 20}]},
    "GiftCards": {"gift_card_codes": ["AAAA1111"]},
    "PaymentPlan": {"payment_plan": [{"due": "on_delivery"}]},
    "Addresses": {"billing_address": ADDRESS, "shipping_address_id": "home"},
    "Preference": {"fulfillment_type": "delivery", "shipments": []},
    "CustomerNote": {"customer_note": "Ring twice."},
    "NewOrder": {"cart_id": "c", "payment_method": HYPER},
    "PaymentMethod": HYPER,
    "Retry": {"payment_method": HYPER},
    "JuspayOrder": {"order_number": "N", "return_url": "https://shop.example"},
    "Confirmation": {"reason": "by phone"},
    "PaymentTaken": {"id": "C1", "amount": "10.00", "method": "cash", "reference": "7"},
    "Cancellation": {"cancellation_reason": "x"},
    "Returns": {"id": "R1", "returned": {"0": 1}},
    "TransferPaid": {"at": "2026-11-24T12:00:00+05:30", "reference": "UTR1"},
    "Parcel": {"id": "P1", "state": "shipped", "units": {"0": 1}},
    "CheckoutDocument": CHECKOUT,
    "User": {"user_id": "meera"},
    "Event": {"id": "e"},
}


@pytest.mark.parametrize("name", REQUESTS)
def test_requests_follow_their_schemas(service: Service, name: str) -> None:
    """What the tests send is what is described, and no more is taken."""
    check = validator(service, name)
    check.validate(BODIES[name])

    assert ("Event" == name) == check.is_valid({**BODIES[name], "surplus": 1})


def test_several_codes_follow_the_schema_too(service: Service) -> None:
    """One key or the other, never both."""
    check = validator(service, "CouponCode")
    several = {"coupon_codes": ["A", "B"]}

    assert check.is_valid(several)
    assert not check.is_valid({**several, "coupon_code": "A"})


def test_the_ways_to_pay_are_those_that_juspay_takes() -> None:
    """The service knows no gateway, so its document repeats what is taken."""
    page, express, manual = REQUESTS["PaymentMethod"]["oneOf"]

    assert (list(ACTIONS), list(METHODS), list(MANUAL_METHODS)) == (
        page["properties"]["action"]["enum"],
        express["properties"]["payment_method_type"]["enum"],
        manual["properties"]["integration_type"]["enum"],
    )

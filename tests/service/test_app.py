# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The service around its routes: doors, sessions, logs, failures, its document."""

from __future__ import annotations

import json

from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from starlette.requests import ClientDisconnect, Request

from checkout_core.service import SqlDatabase, logs
from checkout_core.service.openapi import ANSWERED, ASKED
from checkout_core.service.routes import ROUTES, Access
from service.factories import (
    ADDRESS,
    BASE,
    MEERA,
    MERCHANT,
    NOON,
    SHOP,
    TEE,
    Client,
    Service,
    make_app,
)
from service.providers import HYPER


def filled(path: str) -> str:
    """Return a route's path with something in it."""
    found = path.replace("{store_id}", "shop").replace("{user_id}", "meera")
    return found.replace("{id}", "c1").replace("{order_number}", "N1")


GUARDED = [each for each in ROUTES if each.access is not Access.PUBLIC]


@pytest.mark.parametrize(
    "header",
    [{}, {"Authorization": "Bearer guess"}, {"Authorization": f"Basic {MEERA}"}],
)
def test_no_route_without_a_token(service: Service, header: dict[str, str]) -> None:
    """Every route but a few wants a token, before anything is looked up."""
    answers = [
        service.client.request(each.method, filled(each.path), headers=header)
        for each in GUARDED
    ]

    assert [(401, "unauthorized", "Bearer")] * len(GUARDED) == [
        (each.status_code, each.json()["code"], each.headers["www-authenticate"])
        for each in answers
    ]


def test_the_merchants_routes_are_the_merchants(service: Service) -> None:
    """A shopper cannot refund or ship."""
    routes = [each for each in ROUTES if each.access is Access.MERCHANT]

    assert {(403, "forbidden")} == {
        service.refused(each.method, filled(each.path), {}) for each in routes
    }


def test_another_store_is_not_here(service: Service) -> None:
    """The store in the path is this one."""
    path = f"{BASE.replace('shop', 'other')}/carts"

    assert (404, "store_not_found") == service.refused("POST", path, {"items": [TEE]})


@pytest.mark.parametrize(
    ("method", "path", "said"),
    [
        ("GET", "/nowhere", (404, "not_found")),
        ("PUT", f"{BASE}/carts", (405, "method_not_allowed")),
        ("POST", f"{BASE}/carts/", (404, "not_found")),
        ("GET", f"{BASE}/carts/%00", (404, "cart_not_found")),
        ("GET", f"{BASE}/orders/%00", (404, "order_not_found")),
    ],
)
def test_a_route_that_is_none(
    service: Service, method: str, path: str, said: object
) -> None:
    """An envelope comes back all the same."""
    assert said == service.refused(method, path)


def test_a_method_that_is_none_names_those_that_are(service: Service) -> None:
    """As HTTP asks of it."""
    answer = service.client.request("PUT", f"{BASE}/orders")

    assert "GET, HEAD, POST" == answer.headers["allow"]


def test_an_id_of_characters_that_no_id_has(service: Service) -> None:
    """It is the id of nothing, on every database."""
    path = "payments/juspay/create-order"
    back = "https://shop.example/back"

    assert [(400, "invalid_request"), (404, "order_not_found")] == [
        service.refused("POST", "orders", {"cart_id": "\0"}),
        service.refused("POST", path, {"order_number": "\0", "return_url": back}),
    ]


def test_a_body_of_any_size_is_not_read(database: SqlDatabase) -> None:
    """What is larger than the limit is refused, not kept."""
    with Client(make_app(database), max_body=100) as client:
        path, headers = f"{BASE}/carts", {"Authorization": f"Bearer {MEERA}"}
        answer = client.request("POST", path, content=b" " * 101, headers=headers)

    assert (413, "body_too_large") == (answer.status_code, answer.json()["code"])


def test_a_body_that_breaks_off(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client that goes away breaks nothing."""

    async def gone(_: Request) -> Any:
        raise ClientDisconnect
        yield b""

    monkeypatch.setattr(Request, "stream", gone)

    assert (400, "gone") == service.refused("POST", "carts", {"items": [TEE]})


def test_an_answer_is_not_stored_on_its_way(service: Service) -> None:
    """Answers hold addresses and tokens."""
    answer = service.client.request("GET", "/health")

    assert ("no-store", "application/json") == (
        answer.headers["cache-control"],
        answer.headers["content-type"],
    )


def test_health(service: Service) -> None:
    """It says that the database answers."""
    assert {} == service.done("GET", "/health")


# Sessions ----------------------------------------------------------------------------


def test_a_guests_session(service: Service) -> None:
    """A guest has a cart and an order without an account."""
    session = service.done("POST", "auth/anonymous")
    token = session["access_token"]
    cart = service.cart(token=token)
    order = service.order(cart["id"], token=token)

    assert (True, "") == (
        session["user"]["is_anonymous"],
        order["payment_info"]["sdk_payload"]["payload"]["customerId"],
    )
    assert (404, "cart_not_found") == service.refused("GET", f"carts/{cart['id']}")


def test_a_session_is_refreshed(service: Service) -> None:
    """When the access token has ended, the other one gives new ones."""
    session = service.done("POST", "auth/anonymous")
    cart = service.cart(token=session["access_token"])
    service.clock.later(hours=2)
    path = f"carts/{cart['id']}"
    ended = service.refused("GET", path, token=session["access_token"])
    body = {"refresh_token": session["refresh_token"]}
    fresh = service.done("POST", "auth/refresh-token", body)

    assert ((401, "unauthorized"), cart["id"]) == (
        ended,
        service.done("GET", path, token=fresh["access_token"])["cart"]["id"],
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, (400, "invalid_request")),
        ({"refresh_token": 1}, (400, "invalid_request")),
        ({"refresh_token": "guess"}, (401, "unauthorized")),
        ({"refresh_token": MEERA}, (401, "unauthorized")),
    ],
)
def test_a_session_that_is_not_refreshed(
    service: Service, body: object, said: object
) -> None:
    """Only a refresh token of ours is exchanged."""
    assert said == service.refused("POST", "auth/refresh-token", body)


def test_an_access_token_refreshes_nothing(service: Service) -> None:
    """Each token is for one thing."""
    session = service.done("POST", "auth/anonymous")
    body = {"refresh_token": session["access_token"]}

    assert (401, "unauthorized") == service.refused("POST", "auth/refresh-token", body)
    assert (401, "unauthorized") == service.refused(
        "GET", "orders", token=session["refresh_token"]
    )


# What is written down -----------------------------------------------------------------


def test_a_line_for_each_answer(service: Service, lines: list[dict[str, Any]]) -> None:
    """It says what was asked, how it ended and how long it took."""
    service.cart()
    service.refused("GET", "carts/none")
    for each in lines:
        assert each.pop("microseconds") >= 0

    assert [
        {
            "at": "2026-11-24T06:30:00+00:00",
            "event": "answered",
            "method": "POST",
            "route": "/api/v1/{store_id}/storefront/carts",
            "status": 200,
        },
        {
            "at": "2026-11-24T06:30:00+00:00",
            "event": "answered",
            "method": "GET",
            "route": "/api/v1/{store_id}/storefront/carts/{id}",
            "status": 404,
            "code": "cart_not_found",
        },
    ] == lines


def test_no_line_holds_a_secret(service: Service, lines: list[dict[str, Any]]) -> None:
    """Neither tokens nor who the shopper is."""
    session = service.done("POST", "auth/anonymous")
    service.ask("GET", "orders?user_id=meera@example.in", token="a-guessed-token")
    cart = service.cart()
    body = {"billing_address": ADDRESS, "shipping_address": ADDRESS}
    service.done("POST", f"carts/{cart['id']}/address", body)
    content = service.order(cart["id"])
    text = json.dumps(lines)
    payload = content["payment_info"]["sdk_payload"]["payload"]
    secrets = [
        session["access_token"],
        session["refresh_token"],
        MEERA,
        "a-guessed-token",
        ADDRESS["email"],
        ADDRESS["phone"],
        ADDRESS["first_name"],
        payload["clientAuthToken"],
        "LOOPBACK_KEY",
    ]

    assert [] == [each for each in secrets if str(each) in text]


def test_a_failure_is_answered_and_written_down(
    service: Service, lines: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shopper gets an id, the log the same and where it was, without values."""

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError(ADDRESS["email"])

    monkeypatch.setattr("checkout_core.service.dependencies.quote", fails)
    status, document = service.ask("POST", "carts", {"items": [TEE]})
    failed, answered = lines

    assert (500, "internal_error", "RuntimeError", 500) == (
        status,
        document["code"],
        failed["error"],
        answered["status"],
    )
    assert failed["id"] in document["message"]
    assert any("priced" in each for each in failed["places"])
    assert str(ADDRESS["email"]) not in json.dumps([lines, document])


def test_lines_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    """One JSON object a line, and nothing on standard output."""
    before = (list(logs.LOG.handlers), logs.LOG.propagate, logs.LOG.level)
    logs.to_stderr()
    logs.write(NOON, "begun", port=1)
    logs.LOG.handlers[:], logs.LOG.propagate, level = before
    logs.LOG.setLevel(level)
    printed = capsys.readouterr()

    assert (
        "",
        '{"at": "2026-11-24T06:30:00+00:00", "event": "begun", "port": 1}\n',
    ) == (
        printed.out,
        printed.err,
    )


def test_a_desk_shows_no_secret(database: SqlDatabase) -> None:
    """What is printed of it can be printed."""
    shown = repr(make_app(database))

    assert [] == [
        each
        for each in (MEERA, SHOP, "loopback", "a secret", "LOOPBACK_KEY")
        if each in shown
    ]


# The document -------------------------------------------------------------------------


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
        [("store_id", "path"), ("Idempotency-Key", "header")],
        [
            ("store_id", "path"),
            ("page", "query"),
            ("limit", "query"),
            ("user_id", "query"),
        ],
    ] == [
        [(each["name"], each["in"]) for each in operation["parameters"]]
        for operation in (carts["post"], orders["get"])
    ]


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

    assert (set(ASKED), set(ANSWERED)) == (
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

    assert set(ANSWERED) == set(answers)
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
    "Addresses": {"billing_address": ADDRESS, "shipping_address_id": "home"},
    "Preference": {"fulfillment_type": "delivery", "shipments": []},
    "CustomerNote": {"customer_note": "Ring twice."},
    "NewOrder": {"cart_id": "c", "payment_method": HYPER},
    "PaymentMethod": HYPER,
    "Retry": {"payment_method": HYPER},
    "JuspayOrder": {"order_number": "N", "return_url": "https://shop.example"},
    "Cancellation": {"cancellation_reason": "x"},
    "Returns": {"id": "R1", "returned": {"0": 1}},
    "TransferPaid": {"at": "2026-11-24T12:00:00+05:30", "reference": "UTR1"},
    "Parcel": {"id": "P1", "state": "shipped", "units": {"0": 1}},
    "Event": {"id": "e"},
}


@pytest.mark.parametrize("name", ASKED)
def test_requests_follow_their_schemas(service: Service, name: str) -> None:
    """What the tests send is what is described, and no more is taken."""
    check = validator(service, name)
    check.validate(BODIES[name])

    assert ("Event" == name) == check.is_valid({**BODIES[name], "surplus": 1})

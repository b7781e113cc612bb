# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Request ids: in every answer and in every line of the log."""

from __future__ import annotations

import asyncio
import re

from typing import Any

import pytest

from checkout_core.service import SqlDatabase, logs, request_ids
from checkout_core.testing.gateway import Trouble
from tests.factories.providers import HYPER
from tests.factories.service import BASE, MEERA, NOON, TEE, make_app
from tests.factories.service_client import Client, Service, running


OURS = re.compile(r"[0-9A-Z]{20}").fullmatch


def id_of(service: Service, method: str, path: str, **headers: str) -> str:
    """Return the id that an answer has."""
    answer = service.client.request(method, path, headers=headers)
    return str(answer.headers["x-request-id"])


@pytest.mark.parametrize("given", ["a", "Mobile-1.2_3", "x" * 64])
def test_a_clients_id_is_used(service: Service, given: str) -> None:
    """It comes back as it was sent."""
    assert given == id_of(service, "GET", "/health", **{"X-Request-Id": given})


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", "a/b", "a\tb", '{"at": 1}'])
def test_an_id_that_is_not_safe_is_replaced(service: Service, given: str) -> None:
    """What stands in the log cannot be chosen freely."""
    assert OURS(id_of(service, "GET", "/health", **{"X-Request-Id": given}))


def test_an_id_of_other_characters_is_replaced(service: Service) -> None:
    """A header is bytes; those outside ASCII are in no id."""
    answer = service.client.request(
        "GET", "/health", headers=[(b"x-request-id", b"\xe9")]
    )

    assert OURS(answer.headers["x-request-id"])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("PUT", f"{BASE}/carts", 405),
        ("POST", f"{BASE}/carts", 401),
        ("GET", "/openapi.json", 200),
        ("POST", f"{BASE}/auth/anonymous", 200),
    ],
)
def test_every_answer_has_one(
    service: Service, method: str, path: str, status: int
) -> None:
    """Also those of no route, and each its own."""
    answers = [service.client.request(method, path) for _ in range(2)]
    ids = {each.headers["x-request-id"] for each in answers}

    assert ({status}, 2) == ({each.status_code for each in answers}, len(ids))
    assert all(map(OURS, ids))


def test_a_body_that_is_too_large_is_answered_with_one(database: SqlDatabase) -> None:
    """Errors before a route have an id too."""
    headers = {"Authorization": f"Bearer {MEERA}", "X-Request-Id": "mine"}
    with Client(make_app(database), max_body=10) as client:
        path = f"{BASE}/carts"
        answer = client.request("POST", path, content=b" " * 11, headers=headers)

    assert (413, "mine") == (answer.status_code, answer.headers["x-request-id"])


def test_the_lines_of_a_request_name_its_order(
    service: Service, lines: list[dict[str, Any]]
) -> None:
    """What the gateway was asked for can be followed to the request that asked."""
    cart = service.cart()
    body = {"cart_id": cart["id"], "payment_method": HYPER}
    lines.clear()
    created = service.done("POST", "orders", body, headers={"X-Request-Id": "one"})
    number = created["order"]["order_number"]
    service.done("POST", "orders", body, headers={"X-Request-Id": "two"})
    service.done("GET", f"orders/{number}", headers={"X-Request-Id": "three"})
    service.refused("GET", "orders/guessed", headers={"X-Request-Id": "four"})

    assert [("one", number), ("two", number), ("three", number), ("four", None)] == [
        (each["request_id"], each.get("order_number")) for each in lines
    ]


def test_lines_about_the_gateway_have_the_id(
    database: SqlDatabase, lines: list[dict[str, Any]]
) -> None:
    """A refund that waits is found with the request that asked for it."""
    with running(database) as service:
        number = service.paid()
        gateway = service.gateway
        # The order is asked for before, and that goes well.
        gateway.gateway = gateway.gateway.failing(None, Trouble.SERVER_ERROR)
        lines.clear()
        service.cancel(number)
    waits = [each for each in lines if each["event"] == "refund_waits"]

    assert [(number, f"{BASE.replace('shop', '{store_id}')}/orders")] == [
        (each["order_number"], each["route"].partition("/{order_number}")[0])
        for each in waits
    ]
    assert 1 == len({each["request_id"] for each in lines})


def test_an_event_of_the_gateway_names_its_order(
    service: Service, lines: list[dict[str, Any]]
) -> None:
    """Its line can be found by the order's number."""
    number = service.number()
    lines.clear()
    service.pay(number)

    assert {number} == {each["order_number"] for each in lines}


def test_outside_of_requests_there_is_none(lines: list[dict[str, Any]]) -> None:
    """Background work has lines without an id, and noting changes nothing."""
    request_ids.note(order_number="N1")
    logs.write(NOON, "begun")

    assert [{"at": NOON.isoformat(), "event": "begun"}] == lines
    assert {} == request_ids.current()


def test_the_ids_of_the_payment_page_stay(service: Service) -> None:
    """The vendor's `requestId` of the payload is its own."""
    cart = service.cart(TEE)
    answer = service.client.request(
        "POST",
        f"{BASE}/orders",
        headers={"Authorization": f"Bearer {MEERA}", "X-Request-Id": "mine"},
        json={"cart_id": cart["id"], "payment_method": HYPER},
    )
    payload = answer.json()["content"]["payment_info"]["sdk_payload"]

    assert ("mine", False) == (
        answer.headers["x-request-id"],
        "mine" == payload["requestId"],
    )


def test_what_is_no_request_has_none() -> None:
    """The start and the end of the service pass through as they are."""
    seen: list[object] = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        seen.extend((scope, receive, send, request_ids.current()))

    async def nothing(*_: object) -> Any:
        """Stand for both ways to talk to a server."""

    scope = {"type": "lifespan"}
    asyncio.run(request_ids.RequestIds(inner)(scope, nothing, nothing))

    assert [scope, nothing, nothing, {}] == seen

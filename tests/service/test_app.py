# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The ASGI application: tokens, routes, bodies, errors."""

from __future__ import annotations

from typing import Any

import pytest

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from checkout_core import service as service_room
from checkout_core.service import App, Catalogue, SqlDatabase, read_catalogue
from checkout_core.service.routes import ROUTES, Access
from tests.factories.service import BASE, MEERA, TEE, make_app
from tests.factories.service_client import Client, Service


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


def test_what_to_do_about_a_route_that_is_none(service: Service) -> None:
    """The message says where the routes are, and which methods one has."""
    found = [
        service.ask(method, path)[1]["message"]
        for method, path in (("GET", "/nowhere"), ("PUT", f"{BASE}/orders"))
    ]

    assert [
        "there is no such route; /docs and /openapi.json list all of them",
        "this route does not take PUT; it takes GET, HEAD, POST",
    ] == found


def test_a_method_that_is_none_names_those_that_are(service: Service) -> None:
    """As HTTP asks of it."""
    answer = service.client.request("PUT", f"{BASE}/orders")

    assert "GET, HEAD, POST" == answer.headers["allow"]


def test_a_route_of_the_host_that_refuses(database: SqlDatabase) -> None:
    """Its own status and words, in the envelope of all others."""

    def refuse(_: Request) -> Response:
        raise HTTPException(451, "not for sale here")

    pages = (Route("/pages", refuse),)
    with Client(make_app(database, more_routes=pages)) as client:
        answer = client.request("GET", "/pages")

    assert (451, "http", "not for sale here") == (
        answer.status_code,
        answer.json()["code"],
        answer.json()["message"],
    )


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


@pytest.mark.parametrize("name", ["Desk", "Shelf", "read_shelf"])
def test_a_former_name(name: str) -> None:
    """It is the very same object, and the warning says what it is called now."""
    names = {"Desk": App, "Shelf": Catalogue, "read_shelf": read_catalogue}
    now: Any = names[name]
    with pytest.warns(DeprecationWarning, match=f"service.{now.__name__}$"):
        found = getattr(service_room, name)

    assert now is found

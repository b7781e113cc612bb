# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Who reaches what: every route with every kind of token that is not enough."""

from __future__ import annotations

import base64
import json

from datetime import timedelta

import pytest

from checkout_core.service import Caller, SqlDatabase, Tokens
from checkout_core.service.admission import NOT_VALID
from checkout_core.service.limits import Limits
from checkout_core.service.routes import ROUTES, Access
from tests.factories.service import (
    AGREED,
    ARJUN,
    BASE,
    MEERA,
    MERCHANT,
    NOON,
    SECRET,
    SHOP,
    TEE,
)
from tests.factories.service_client import Service, running


GUARDED = [each for each in ROUTES if each.access is not Access.PUBLIC]
MEERA_IN = Caller("meera", known=True)
TOKENS = Tokens("shop", SECRET, AGREED)
ACCESS, REFRESH = TOKENS.issue(MEERA_IN, NOON)


def without_signature(token: str) -> str:
    """Return a token that says that it needs no signature."""
    head = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).rstrip(b"=")
    return f"{head.decode()}.{token.split('.')[1]}."


#: What stands after `Authorization:`, by what is wrong with it.
NOT_ENOUGH = {
    "none": "",
    "no text": "Bearer ",
    "no scheme": MEERA,
    "another scheme": f"Basic {MEERA}",
    "guessed": "Bearer the-token-of-meerb",
    "part of one": f"Bearer {MEERA[:-1]}",
    "not ASCII": "Bearer \u00e9",
    "forged": f"Bearer {ACCESS[:-4]}AAAA",
    "alg none": f"Bearer {without_signature(ACCESS)}",
    "expired": f"Bearer {TOKENS.issue(MEERA_IN, NOON - timedelta(hours=1))[0]}",
    "another store": f"Bearer {Tokens('other', SECRET).issue(MEERA_IN, NOON)[0]}",
    "another secret": f"Bearer {Tokens('shop', b'x' * 32).issue(MEERA_IN, NOON)[0]}",
    "refresh as access": f"Bearer {REFRESH}",
    "too long": f"Bearer {ACCESS}{'A' * 5_000}",
}


def filled(path: str) -> str:
    """Return a route's path with something in it."""
    found = path.replace("{store_id}", "shop").replace("{user_id}", "meera")
    return found.replace("{id}", "c1").replace("{order_number}", "N1")


@pytest.mark.parametrize("header", NOT_ENOUGH.values(), ids=NOT_ENOUGH)
def test_no_route_opens_for_less_than_a_token(header: str) -> None:
    """Each says 401 before anything is looked up."""
    database = SqlDatabase("sqlite://")
    with running(database, limits=Limits(guesses=0)) as service:
        headers = [(b"authorization", header.encode("latin-1"))]
        answers = [
            service.client.request(each.method, filled(each.path), headers=headers)
            for each in GUARDED
        ]
    database.close()

    assert [(401, "unauthorized", "Bearer")] * len(GUARDED) == [
        (each.status_code, each.json()["code"], each.headers["www-authenticate"])
        for each in answers
    ]


def test_the_same_token_whole_opens() -> None:
    """What is refused above is refused for what is wrong with it."""
    assert MEERA_IN == TOKENS.caller(ACCESS, NOON)


def test_what_is_wrong_with_a_token_is_said(service: Service) -> None:
    """None at all is another mistake than one that is not valid any more."""
    said = {
        token: service.client.request(
            "GET", f"{BASE}/orders", headers=[(b"authorization", token.encode())]
        ).json()["message"]
        for token in ("", "Basic YTpi", "Bearer the-token-of-last-year")
    }

    assert said == {
        "": "give a token: Authorization: Bearer ...",
        "Basic YTpi": "give a token: Authorization: Bearer ...",
        "Bearer the-token-of-last-year": NOT_VALID,
    }


def test_a_session_that_ended_opens_nothing() -> None:
    """On every route, as a wrong token."""
    database = SqlDatabase("sqlite://")
    with running(database, limits=Limits(guesses=0)) as service:
        token = service.done("POST", "auth/anonymous")["access_token"]
        service.done("POST", "auth/logout", token=token)
        answers = {
            service.refused(each.method, filled(each.path), token=token)
            for each in GUARDED
        }
    database.close()

    assert {(401, "unauthorized")} == answers


@pytest.mark.parametrize("token", [ARJUN, "guest"])
def test_what_is_anothers_is_not_there(service: Service, token: str) -> None:
    """Neither to a customer nor to a guest: as with an id that does not exist."""
    cart = service.cart(TEE)["id"]
    number = service.number()
    if token == "guest":
        token = service.done("POST", "auth/anonymous")["access_token"]
    routes = [
        each
        for each in ROUTES
        if each.path.startswith("/api/v1/{store_id}/storefront/")
        and ("{id}" in each.path or "{order_number}" in each.path)
    ]
    bodies = {
        "cancel": {"cancellation_reason": "x"},
        "items": TEE,
        "customer-note": {"customer_note": "x"},
    }
    found = {
        each.operation: {
            service.refused(
                each.method,
                filled(each.path).replace("c1", name).replace("N1", other),
                bodies.get(each.path.rpartition("/")[2]),
                token=token,
            )[0]
            for name, other in ((cart, number), ("none", "NONE"))
        }
        for each in routes
    }

    # A body that is missing is refused before the cart is looked up.
    assert [] == [each for each in found.values() if each not in ({404}, {400})]
    assert {404} == set().union(
        *(
            found[each.operation]
            for each in routes
            if each.method != "POST" or each.path.rpartition("/")[2] in bodies
        )
    )
    assert (404, "order_not_found") == service.refused(
        "POST",
        "payments/juspay/create-order",
        {"order_number": number, "return_url": "https://shop.example/back"},
        token=token,
    )
    assert (404, "cart_not_found") == service.refused(
        "POST", "orders", {"cart_id": cart}, token=token
    )


def test_a_list_is_of_the_callers_own_orders(service: Service) -> None:
    """The parameter of the vendor's client may name the caller only."""
    status, found = service.ask("GET", "orders?user_id=arjun", token=MEERA)

    assert (400, "user_id: this must be one of 'meera' (got 'arjun')") == (
        status,
        found["message"],
    )


def test_a_shopper_is_not_the_merchant(service: Service) -> None:
    """Their routes answer 403, whatever is asked; the merchant has no orders."""
    number = service.number()
    merchant = [each for each in ROUTES if each.access is Access.MERCHANT]

    assert {(403, "forbidden")} == {
        service.refused(each.method, filled(each.path).replace("N1", number), {})
        for each in merchant
    }
    assert (
        number
        == service.done("GET", f"{MERCHANT}/orders/{number}", token=SHOP)["order"][
            "order_number"
        ]
    )
    assert 404 == service.refused("GET", f"carts/{service.cart()['id']}", token=SHOP)[0]

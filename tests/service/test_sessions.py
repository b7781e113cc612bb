# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Sessions of guests: begun and refreshed."""

from __future__ import annotations

import pytest

from tests.factories.service import MEERA
from tests.factories.service_client import Service


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

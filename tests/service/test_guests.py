# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A guest is counted by the id of their session, and is nowhere a known customer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.service import ADDRESS, MEERA
from tests.factories.service_client import Service


@pytest.fixture
def guest(service: Service) -> str:
    """Return the token of a new guest."""
    return str(service.done("POST", "auth/anonymous")["access_token"])


def with_code(service: Service, token: str) -> dict[str, Any]:
    """Return a new cart of a caller with the code that each may use once."""
    path = f"carts/{service.cart(token=token)['id']}/coupon"
    found: dict[str, Any] = service.done(
        "POST", path, {"coupon_code": "TWO"}, token=token
    )["cart"]
    return found


@pytest.mark.parametrize("known", [True, False], ids=["customer", "guest"])
def test_a_code_for_once_is_used_once(
    service: Service, guest: str, *, known: bool
) -> None:
    """Whoever uses it a second time hears why, before they order."""
    token = MEERA if known else guest
    service.order(with_code(service, token)["id"], token=token)
    path = f"carts/{service.cart(token=token)['id']}/coupon"
    said = service.refused("POST", path, {"coupon_code": "TWO"}, token=token)

    assert (400, "customer_limit_reached") == said


def test_two_carts_of_a_guest(service: Service, guest: str) -> None:
    """Both were shown with the code; the second order is refused."""
    first, second = with_code(service, guest), with_code(service, guest)
    service.order(first["id"], token=guest)
    body = {"cart_id": second["id"], "payment_method": service.provider.method}

    assert (409, "customer_limit_reached") == service.refused(
        "POST", "orders", body, token=guest
    )


def test_a_guest_who_cancels_may_use_it_again(service: Service, guest: str) -> None:
    """What was counted for them comes back."""
    order = service.order(with_code(service, guest)["id"], token=guest)["order"]
    body = {"cancellation_reason": "x"}
    path = f"orders/{order['order_number']}/cancel"
    service.done("POST", path, body, token=guest)

    assert "TWO" == with_code(service, guest)["coupon_code"]


def test_guests_do_not_share_a_count(service: Service, guest: str) -> None:
    """Another session is another guest."""
    other = str(service.done("POST", "auth/anonymous")["access_token"])
    codes = []
    for token in (guest, other):
        cart = with_code(service, token)
        codes.append(cart["coupon_code"])
        service.order(cart["id"], token=token)

    assert ["TWO", "TWO"] == codes


def test_an_evaluation_knows_it_too(service: Service, guest: str) -> None:
    """The code is not offered to a guest who has used it."""
    service.order(with_code(service, guest)["id"], token=guest)
    path = f"carts/{service.cart(token=guest)['id']}/evaluate-coupons"
    found = service.done("GET", path, token=guest)
    codes = {
        each["id"]: verdict
        for verdict, verdicts in found.items()
        for each in verdicts
        if isinstance(each, dict) and "id" in each
    }

    assert "inapplicable_coupons" == codes["scarce"]


def test_a_guest_stays_a_guest(service: Service, guest: str) -> None:
    """No document, and nothing that the gateway gets, shows the id of the session."""
    user = service.done("POST", "auth/anonymous")
    token, name = user["access_token"], user["user"]["id"]
    cart = with_code(service, token)
    body = {"billing_address": ADDRESS, "shipping_address": ADDRESS}
    shown = service.done("POST", f"carts/{cart['id']}/address", body, token=token)
    created = service.order(cart["id"], token=token)
    number = created["order"]["order_number"]
    told = service.gateway.gateway.orders[number.lower()]
    with service.app.database.reading() as unit:
        row = unit.orders.get(number)
        counted = unit.counters.read(customer_id=name).customer
    assert row is not None

    assert (None, "") == (row.order.quote.cart.customer.id, told["customer_id"])
    assert {"scarce": 1} == counted
    assert not [each for each in (shown, created, told) if name in repr(each)]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""How often each route reads and checks an order: once at most in a request."""

from __future__ import annotations

from collections import Counter

from tests.factories.providers import HYPER
from tests.factories.service import MERCHANT, SHOP
from tests.factories.service_client import Service
from tests.factories.service_counts import CHECKED, READ


def test_placing_an_order(service: Service, counts: Counter[str]) -> None:
    """The new order is in memory: it is not read, and its quote is checked once."""
    cart = service.cart()
    counts.clear()
    service.order(cart["id"])

    assert {CHECKED: 1} == counts


def test_placing_it_again(service: Service, counts: Counter[str]) -> None:
    """The order is read once: its figures were checked when it was placed."""
    cart = service.cart()
    service.order(cart["id"])
    counts.clear()
    service.order(cart["id"])

    assert {READ: 1} == counts


def test_an_order_that_has_to_be_paid(service: Service, counts: Counter[str]) -> None:
    """It is read once by each route, though the gateway is asked in between."""
    number = service.number()
    path = f"orders/{number}"
    seen = {}
    for tail in ("/payment-status", "/payments", "/shipments", "/refunds"):
        counts.clear()
        service.done("GET", f"{path}{tail}")
        seen[tail] = dict(counts)

    assert [{READ: 1}] * len(seen) == list(seen.values())


def test_an_order_that_is_shown(service: Service, counts: Counter[str]) -> None:
    """It is not read: what is shown was written when it last changed."""
    number = service.paid()
    counts.clear()
    service.done("GET", f"orders/{number}")
    service.done("GET", f"{MERCHANT}/orders/{number}", token=SHOP)

    assert {} == counts


def test_an_order_that_is_paid(service: Service, counts: Counter[str]) -> None:
    """A poll of its payment status reads columns."""
    number = service.paid()
    counts.clear()
    status = service.done("GET", f"orders/{number}/payment-status")

    assert ({}, "success", False) == (
        counts,
        status["status"],
        status["is_retry_available"],
    )


def test_a_payment_that_came_in(service: Service, counts: Counter[str]) -> None:
    """Its status is asked for, and the changed order is not read anew."""
    number = service.number()
    service.provider.pay(number)
    counts.clear()
    status = service.done("GET", f"orders/{number}/payment-status")["status"]

    assert ("success", {READ: 1}) == (status, counts)


def test_an_event(service: Service, counts: Counter[str]) -> None:
    """The order of the event is read once, whether it changes or not."""
    number = service.number()
    seen = []
    for event in service.provider.pay(number) * 2:
        counts.clear()
        service.notify([event])
        seen.append(dict(counts))

    assert [{READ: 1}] * len(seen) == seen


def test_a_page_of_orders(service: Service, counts: Counter[str]) -> None:
    """No order of the page is read: their entries were written with them."""
    for _ in range(3):
        service.order()
    counts.clear()
    service.done("GET", "orders")

    assert {} == counts


def test_paying_again(service: Service, counts: Counter[str]) -> None:
    """A retry reads the order once: its figures were checked when it was placed."""
    number = service.number()
    service.provider.fail(number)
    counts.clear()
    service.done("POST", f"orders/{number}/retry-payment", {"payment_method": HYPER})

    assert {READ: 1} == counts


def test_paying_on_the_merchants_page(service: Service, counts: Counter[str]) -> None:
    """The order is read once: its figures were checked when it was placed."""
    cart = service.cart()
    placed = service.done("POST", "orders", {"cart_id": cart["id"]})["order"]
    counts.clear()
    service.done(
        "POST",
        "payments/juspay/create-order",
        {
            "order_number": placed["order_number"],
            "return_url": "https://shop.example/back",
        },
    )

    assert {READ: 1} == counts


def test_what_changes_an_order(service: Service, counts: Counter[str]) -> None:
    """A parcel, a refund and a cancellation each read the order once."""
    path = f"{MERCHANT}/orders/{service.paid()}"
    other = service.paid()
    seen = []
    for where, body, token in (
        (f"{path}/parcels", {"id": "P1", "state": "shipped", "units": {"0": 1}}, SHOP),
        (f"{path}/refunds", {"id": "R1", "returned": {"0": 1}}, SHOP),
        (f"orders/{other}/cancel", {"cancellation_reason": "no more"}, None),
    ):
        counts.clear()
        service.done("POST", where, body, token=token)
        seen.append(counts[READ])

    assert [1, 1, 1] == seen

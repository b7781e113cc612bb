# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The views of the shop: a request in, a document with exact amounts out."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from checkout_core import dumps, loads
from checkout_core.wire.endpoints import read_create_order
from django_shop import orders
from shop import gateway
from shop.answers import (
    PROBLEMS,
    cart_answer,
    order_answer,
    problem_answer,
    refund_answer,
)


View = Callable[..., dict[str, Any]]


def answers(view: View) -> Callable[..., HttpResponse]:
    """Write what a view returns; `JsonResponse` would write amounts as text."""

    @csrf_exempt  # clients of an API send a token of their own, and Juspay a password
    @wraps(view)
    def answered(request: HttpRequest, **parts: str) -> HttpResponse:
        try:
            status, document = 200, view(request, **parts)
        except PROBLEMS as problem:
            status, document = problem_answer(problem)
        text = dumps(document)
        return HttpResponse(text, status=status, content_type="application/json")

    return answered


@require_POST
@answers
def price_cart(request: HttpRequest) -> dict[str, Any]:
    """Price a cart: `{items, coupon_code?, customer_id?}`."""
    wanted = loads(request.body)
    # In a shop of yours, the login says who the customer is.
    customer = wanted.pop("customer_id", None) if isinstance(wanted, dict) else None
    return cart_answer(orders.price(wanted, customer))


@require_POST
@answers
def place_order(request: HttpRequest) -> dict[str, Any]:
    """Make a cart an order: `{cart_id}`."""
    return order_answer(orders.place(read_create_order(request.body).cart_id))


@require_GET
@answers
def show_order(_request: HttpRequest, number: str) -> dict[str, Any]:
    """Show how far an order is."""
    return order_answer(orders.order_of(number))


@require_POST
@answers
def take_event(request: HttpRequest) -> dict[str, Any]:
    """Take an event of Juspay."""
    orders.settle(dict(request.headers), request.body)
    return {}


@require_POST
@answers
def refund_units(request: HttpRequest, number: str) -> dict[str, Any]:
    """Give back the money of returned units: `{id, returned}`."""
    return refund_answer(orders.give_back(number, loads(request.body)))


@require_POST
@answers
def pay(_request: HttpRequest, payment_id: str) -> dict[str, Any]:
    """Pay at the fake gateway, and show the event that Juspay would post."""
    event = gateway.pay_at_the_fake_gateway(payment_id)
    return {"headers": dict(event.headers), "body": event.body.decode()}

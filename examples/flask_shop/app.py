# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The shop in Flask: `flask --app flask_shop.app run`."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, request

from checkout_core import dumps, loads
from checkout_core.wire.endpoints import read_create_order
from shop import gateway, orders
from shop.answers import (
    PROBLEMS,
    cart_answer,
    order_answer,
    problem_answer,
    refund_answer,
)


app = Flask(__name__)
orders.create_tables()


def answered(document: dict[str, Any], status: int = 200) -> Response:
    """Return an answer whose amounts are exact; `jsonify` would write them as text."""
    return Response(dumps(document), status, content_type="application/json")


def refused(problem: Exception) -> Response:
    """Return the answer that tells of a problem."""
    status, document = problem_answer(problem)
    return answered(document, status)


for each in PROBLEMS:
    app.register_error_handler(each, refused)


@app.post("/carts")
def price_cart() -> Response:
    """Price a cart: `{items, coupon_code?, customer_id?}`."""
    wanted = loads(request.get_data())
    # In a shop of yours, the login says who the customer is.
    customer = wanted.pop("customer_id", None) if isinstance(wanted, dict) else None
    return answered(cart_answer(orders.price(wanted, customer)))


@app.post("/orders")
def place_order() -> Response:
    """Make a cart an order: `{cart_id}`."""
    cart_id = read_create_order(request.get_data()).cart_id
    return answered(order_answer(orders.place(cart_id)))


@app.get("/orders/<number>")
def show_order(number: str) -> Response:
    """Show how far an order is."""
    return answered(order_answer(orders.order_of(number)))


@app.post("/webhooks/juspay")
def take_event() -> Response:
    """Take an event of Juspay."""
    orders.settle(dict(request.headers), request.get_data())
    return answered({})


@app.post("/orders/<number>/refunds")
def refund_units(number: str) -> Response:
    """Give back the money of returned units: `{id, returned}`."""
    wanted = loads(request.get_data())
    return answered(refund_answer(orders.give_back(number, wanted)))


@app.post("/fake-gateway/<payment_id>")
def pay(payment_id: str) -> Response:
    """Pay at the fake gateway, and show the event that Juspay would post."""
    event = gateway.pay_at_the_fake_gateway(payment_id)
    return answered({"headers": dict(event.headers), "body": event.body.decode()})

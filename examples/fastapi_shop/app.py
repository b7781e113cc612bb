# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The shop in FastAPI: `uvicorn fastapi_shop.app:app`."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from checkout_core import dumps
from shop import gateway, orders
from shop.answers import (
    PROBLEMS,
    cart_answer,
    order_answer,
    problem_answer,
    refund_answer,
)


app = FastAPI(title="A small shop")
orders.create_tables()


class WantedItem(BaseModel):
    """One line of a cart; the price is the shop's."""

    product_id: str
    quantity: int


class WantedCart(BaseModel):
    """A cart as a client asks for it."""

    items: list[WantedItem]
    coupon_code: str | None = None
    customer_id: str | None = None  # your login knows who it is


class WantedOrder(BaseModel):
    """Which cart becomes an order."""

    cart_id: str


class Returns(BaseModel):
    """Which units come back: how many of each line, by its index."""

    id: str
    returned: dict[str, int]


def answered(document: dict[str, Any], status: int = 200) -> Response:
    """Return an answer whose amounts are exact; FastAPI itself would write floats."""
    return Response(dumps(document), status, media_type="application/json")


def refused(_request: Request, problem: Exception) -> Response:
    """Return the answer that tells of a problem."""
    status, document = problem_answer(problem)
    return answered(document, status)


for each in PROBLEMS:
    app.add_exception_handler(each, refused)


@app.post("/carts")
def price_cart(wanted: WantedCart) -> Response:
    """Price a cart."""
    document = wanted.model_dump(exclude={"customer_id"})
    return answered(cart_answer(orders.price(document, wanted.customer_id)))


@app.post("/orders")
def place_order(wanted: WantedOrder) -> Response:
    """Make a cart an order."""
    return answered(order_answer(orders.place(wanted.cart_id)))


@app.get("/orders/{number}")
def show_order(number: str) -> Response:
    """Show how far an order is."""
    return answered(order_answer(orders.order_of(number)))


@app.post("/webhooks/juspay")
async def take_event(request: Request) -> Response:
    """Take an event of Juspay."""
    body = await request.body()
    await run_in_threadpool(orders.settle, dict(request.headers), body)
    return answered({})


@app.post("/orders/{number}/refunds")
def refund_units(number: str, wanted: Returns) -> Response:
    """Give back the money of returned units."""
    return answered(refund_answer(orders.give_back(number, wanted.model_dump())))


@app.post("/fake-gateway/{payment_id}")
def pay(payment_id: str) -> Response:
    """Pay at the fake gateway, and show the event that Juspay would post."""
    event = gateway.pay_at_the_fake_gateway(payment_id)
    return answered({"headers": dict(event.headers), "body": event.body.decode()})

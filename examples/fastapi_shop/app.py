# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The shop in FastAPI: `uvicorn fastapi_shop.app:app`."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, StrictInt

# FastAPI itself would write amounts as floats.
from checkout_core.integrations.fastapi import ExactJSONResponse as Exact
from checkout_core.wire.endpoints import read_create_order
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


class WantedItem(BaseModel, extra="forbid"):
    """One line of a cart; the price is the shop's."""

    product_id: str
    quantity: StrictInt


class WantedCart(BaseModel, extra="forbid"):
    """A cart as a client asks for it."""

    items: list[WantedItem]
    coupon_code: str | None = None
    customer_id: str | None = None  # your login knows who it is


class WantedOrder(BaseModel, extra="forbid"):
    """Which cart becomes an order."""

    cart_id: str


class Returns(BaseModel, extra="forbid"):
    """Which units come back: how many of each line, by its index."""

    id: str
    returned: dict[str, StrictInt]


def refused(_request: Request, problem: Exception) -> Exact:
    """Return the answer that tells of a problem."""
    status, document = problem_answer(problem)
    return Exact(document, status)


for each in PROBLEMS:
    app.add_exception_handler(each, refused)


@app.post("/carts")
def price_cart(wanted: WantedCart) -> Exact:
    """Price a cart."""
    document = wanted.model_dump(exclude={"customer_id"})
    return Exact(cart_answer(orders.price(document, wanted.customer_id)))


@app.post("/orders")
def place_order(wanted: WantedOrder) -> Exact:
    """Make a cart an order."""
    cart_id = read_create_order(wanted.model_dump()).cart_id
    return Exact(order_answer(orders.place(cart_id)))


@app.get("/orders/{number}")
def show_order(number: str) -> Exact:
    """Show how far an order is."""
    return Exact(order_answer(orders.order_of(number)))


@app.post("/webhooks/juspay")
async def take_event(request: Request) -> Exact:
    """Take an event of Juspay."""
    body = await request.body()
    await run_in_threadpool(orders.settle, dict(request.headers), body)
    return Exact({})


@app.post("/orders/{number}/refunds")
def refund_units(number: str, wanted: Returns) -> Exact:
    """Give back the money of returned units."""
    return Exact(refund_answer(orders.give_back(number, wanted.model_dump())))


@app.post("/fake-gateway/{payment_id}")
def pay(payment_id: str) -> Exact:
    """Pay at the fake gateway, and show the event that Juspay would post."""
    event = gateway.pay_at_the_fake_gateway(payment_id)
    return Exact({"headers": dict(event.headers), "body": event.body.decode()})

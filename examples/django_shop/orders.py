# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Carts, orders and their money, in Django's database."""

from __future__ import annotations

import secrets

from collections.abc import Mapping
from typing import Any

from attrs import evolve
from django.db import transaction
from django.utils.timezone import now

from checkout_core import (
    Order,
    Quote,
    Redemptions,
    Refund,
    dumps,
    loads,
    quote,
)
from checkout_core.juspay import payment_of, started
from checkout_core.orders import PaymentState
from django_shop import limits, models
from shop import gateway
from shop.catalogue import STORE, cart_document, cart_of, customer_of
from shop.limits import OrderedBefore, UsedUp
from shop.problems import Conflict, NotFound
from shop.returns import refunded, returns_of


# Carts ------------------------------------------------------------------------------


def price(wanted: object, customer_id: str | None) -> Quote:
    """Store a cart, and return what it costs now."""
    document = cart_document(f"cart-{secrets.token_hex(8)}", wanted)
    priced = priced_now(document, customer_id)
    models.Cart.objects.create(
        id=document["id"],
        customer_id=customer_id,
        document=dumps(document),
        shown=priced.to_be_paid,
    )
    return priced


def priced_now(document: Mapping[str, Any], customer_id: str | None) -> Quote:
    """Return what a cart costs now, with the counters as they are."""
    customer = customer_of(customer_id)
    offers = dict(models.Offer.objects.values_list("id", "redeemed"))
    own = models.RedeemedBy.objects.filter(customer_id=customer.id)
    used = dict(own.values_list("offer_id", "redeemed"))
    cart = cart_of(document, evolve(customer, offer_redemptions=used))
    return quote(cart, STORE, at=now(), redemptions=Redemptions(offers=offers))


# Orders -----------------------------------------------------------------------------


def place(cart_id: str) -> Order:
    """Return the order of a cart with a payment begun; asked again, the same order."""
    for _ in range(3):
        try:
            with transaction.atomic():
                return place_once(cart_id)
        except (OrderedBefore, UsedUp):
            continue  # rolled back: begin again, with what is stored now
    raise Conflict("too many orders at once; try again")


def place_once(cart_id: str) -> Order:
    """Do it in one transaction."""
    # Who asks for the same cart at once waits here, and then finds the order.
    row = models.Cart.objects.select_for_update().filter(id=cart_id).first()
    if row is None:
        raise NotFound(f"there is no cart {cart_id}")
    placed = models.Placed.objects.filter(cart=row).values_list("number").first()
    if placed is not None:
        return with_payment(order_of(*placed))
    priced = priced_now(loads(row.document), row.customer_id)
    if priced.to_be_paid != row.shown:
        raise Conflict(f"the cart costs {priced.to_be_paid} now, and not {row.shown}")
    limits.redeem(priced, STORE)
    number = f"ORD-{secrets.token_hex(4).upper()}"
    order = Order.placed(priced, number=number, at=now())
    models.Placed.objects.create(number=number, cart=row, order=order)
    return with_payment(order)


def with_payment(order: Order) -> Order:
    """Return an order with a payment to ask for, stored before anything is sent."""
    under_way = order.payments and order.payments[-1].state is PaymentState.STARTED
    if order.amount_unpaid and not under_way:
        order = order.after(started(order, at=now()))
        payment_id = order.payments[-1].id.lower()
        models.Payment.objects.create(id=payment_id, placed_id=order.number)
        save(order)
    return order


def save(order: Order) -> None:
    """Store the present state of an order."""
    models.Placed.objects.filter(number=order.number).update(order=order)


def order_of(number: str) -> Order:
    """Return the order with a number; in a transaction, nobody else changes it."""
    rows = models.Placed.objects.filter(number=number)
    if transaction.get_connection().in_atomic_block:
        rows = rows.select_for_update()  # SQLite locks the whole database
    row = rows.first()
    if row is None:
        raise NotFound(f"there is no order {number}")
    return row.order


# Money ------------------------------------------------------------------------------


def settle(headers: Mapping[str, str], body: bytes) -> None:
    """Apply an event of Juspay to its order; the same one again changes nothing."""
    found = gateway.order_told_of(headers, body)
    if found is None:
        return  # another part of the shop takes it
    payment_id = (found.order_id or "").lower()
    with transaction.atomic():
        row = models.Payment.objects.filter(id=payment_id).first()
        if row is not None:
            order = order_of(row.placed_id)
            save(order.after(payment_of(order, found, at=now())))


def give_back(number: str, returns: Any) -> Refund:
    """Refund returned units, `{id, returned}`; the same id again sends nothing new."""
    asked = returns_of(returns, now())
    with transaction.atomic():
        note, order = refunded(order_of(number), asked)
        save(order)
    gateway.send_refund(order, note)
    return note

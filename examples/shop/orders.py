# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Carts, orders and their money, in SQLite: each function is one step of a checkout."""

from __future__ import annotations

import os
import secrets
import sqlite3

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

from attrs import evolve

from checkout_core import (
    Order,
    Quote,
    Redemptions,
    Refund,
    dumps,
    loads,
    quote,
    read_order,
    write_order_detail,
)
from checkout_core.juspay import payment_of, started
from checkout_core.orders import PaymentState
from shop import gateway, limits
from shop.catalogue import STORE, cart_document, cart_of, customer_of
from shop.problems import Conflict, NotFound
from shop.returns import refunded, returns_of


DATABASE = os.environ.get("SHOP_DATABASE", "shop.sqlite3")

TABLES = """
CREATE TABLE IF NOT EXISTS cart (
    id TEXT PRIMARY KEY, customer_id TEXT, document TEXT NOT NULL, shown TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS orders (
    number TEXT PRIMARY KEY, cart_id TEXT NOT NULL UNIQUE, document TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS payment (
    id TEXT PRIMARY KEY, number TEXT NOT NULL REFERENCES orders
);
"""


def run(db: sqlite3.Connection, statement: str, row: Mapping[str, Any]) -> int:
    """Run a statement, and return how many rows it changed."""
    return db.execute(statement, row).rowcount


@contextmanager
def transaction() -> Iterator[sqlite3.Connection]:
    """Yield a connection whose writes are committed together or not at all."""
    db = sqlite3.connect(DATABASE, timeout=10, isolation_level=None)
    try:
        db.execute("BEGIN IMMEDIATE")
        yield db
        db.execute("COMMIT")
    finally:
        db.close()  # what is not committed is rolled back


def create_tables() -> None:
    """Make the tables, and give each offer its row."""
    with transaction() as db:
        for statement in (TABLES + limits.TABLES).split(";"):
            db.execute(statement)
        limits.put_on_sale(partial(run, db), STORE)


def now() -> datetime:
    """Return the moment; the engine reads no clock."""
    return datetime.now(UTC)


# Carts ------------------------------------------------------------------------------


def price(wanted: object, customer_id: str | None) -> Quote:
    """Store a cart, and return what it costs now."""
    document = cart_document(f"cart-{secrets.token_hex(8)}", wanted)
    with transaction() as db:
        priced = priced_now(db, document, customer_id)
        row = (document["id"], customer_id, dumps(document), str(priced.to_be_paid))
        db.execute("INSERT INTO cart VALUES (?, ?, ?, ?)", row)
    return priced


def priced_now(
    db: sqlite3.Connection, document: Mapping[str, Any], customer_id: str | None
) -> Quote:
    """Return what a cart costs now, with the counters as they are."""
    customer = customer_of(customer_id)
    offers = dict(db.execute("SELECT id, redeemed FROM offer"))
    own = "SELECT offer_id, redeemed FROM redeemed_by WHERE customer_id = ?"
    used = dict(db.execute(own, (customer.id,)))
    cart = cart_of(document, evolve(customer, offer_redemptions=used))
    return quote(cart, STORE, at=now(), redemptions=Redemptions(offers=offers))


# Orders -----------------------------------------------------------------------------


def place(cart_id: str) -> Order:
    """Return the order of a cart with a payment begun; asked again, the same order."""
    for _ in range(3):
        try:
            with transaction() as db:
                return place_once(db, cart_id)
        except (limits.UsedUp, limits.OrderedBefore):
            continue  # rolled back: begin again, with what is stored now
    raise Conflict("too many orders at once; try again")


def place_once(db: sqlite3.Connection, cart_id: str) -> Order:
    """Do it in one transaction."""
    found = db.execute("SELECT number FROM orders WHERE cart_id = ?", (cart_id,))
    row = found.fetchone()
    if row is not None:
        return with_payment(db, order_in(db, row[0]))
    query = "SELECT document, customer_id, shown FROM cart WHERE id = ?"
    row = db.execute(query, (cart_id,)).fetchone()
    if row is None:
        raise NotFound(f"there is no cart {cart_id}")
    priced = priced_now(db, loads(row[0]), row[1])
    if str(priced.to_be_paid) != row[2]:
        raise Conflict(f"the cart costs {priced.to_be_paid} now, and not {row[2]}")
    limits.redeem(partial(run, db), priced, STORE)
    number = f"ORD-{secrets.token_hex(4).upper()}"
    order = Order.placed(priced, number=number, at=now())
    row = (number, cart_id, stored(order))
    db.execute("INSERT INTO orders VALUES (?, ?, ?)", row)
    return with_payment(db, order)


def with_payment(db: sqlite3.Connection, order: Order) -> Order:
    """Return an order with a payment to ask for, stored before anything is sent."""
    under_way = order.payments and order.payments[-1].state is PaymentState.STARTED
    if order.amount_unpaid and not under_way:
        order = order.after(started(order, at=now()))
        row = (order.payments[-1].id.lower(), order.number)
        db.execute("INSERT INTO payment VALUES (?, ?)", row)
        save(db, order)
    return order


def stored(order: Order) -> str:
    """Return the text that `read_order` reads again."""
    return dumps(write_order_detail(order, stored=True))


def save(db: sqlite3.Connection, order: Order) -> None:
    """Store the present state of an order."""
    row = (stored(order), order.number)
    db.execute("UPDATE orders SET document = ? WHERE number = ?", row)


def order_in(db: sqlite3.Connection, number: str) -> Order:
    """Return the order with a number."""
    query = "SELECT document FROM orders WHERE number = ?"
    row = db.execute(query, (number,)).fetchone()
    if row is None:
        raise NotFound(f"there is no order {number}")
    return read_order(row[0])


def order_of(number: str) -> Order:
    """Return the order with a number."""
    with transaction() as db:
        return order_in(db, number)


# Money ------------------------------------------------------------------------------


def settle(headers: Mapping[str, str], body: bytes) -> None:
    """Apply an event of Juspay to its order; the same one again changes nothing."""
    found = gateway.order_told_of(headers, body)
    if found is None:
        return  # another part of the shop takes it
    with transaction() as db:
        query = "SELECT number FROM payment WHERE id = ?"
        row = db.execute(query, ((found.order_id or "").lower(),)).fetchone()
        if row is not None:
            order = order_in(db, row[0])
            save(db, order.after(payment_of(order, found, at=now())))


def give_back(number: str, returns: Any) -> Refund:
    """Refund returned units, `{id, returned}`; the same id again sends nothing new."""
    asked = returns_of(returns, now())
    with transaction() as db:
        note, order = refunded(order_in(db, number), asked)
        save(db, order)
    gateway.send_refund(order, note)
    return note

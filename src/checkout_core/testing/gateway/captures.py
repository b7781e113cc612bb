# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How the fake Juspay handles the requests about an authorized transaction.

The pages show a void that is refused, in this shape; that a capture is refused alike,
and that a key that was used before is answered with the order, is our reading.
"""

from __future__ import annotations

from decimal import Decimal

from attrs import evolve

from checkout_core.testing.gateway.books import Books, with_order
from checkout_core.testing.gateway.replies import (
    Document,
    Refused,
    decimal_of,
    error_of,
    missing,
    number_of,
    status_of,
)
from checkout_core.testing.gateway.terms import Fields, is_money
from checkout_core.values import Record, thawed


def capture(books: Books, txn_uuid: str, fields: Fields) -> tuple[Books, Document]:
    """Capture a transaction as a whole, or a part of it; each key is taken once."""
    order = _order_of(books, txn_uuid)
    if "amount" not in fields:
        _check(order, "Capture", ("AUTHORIZED",))
        return captured(books, order, decimal_of(order["amount"]))
    key = fields.get("idempotence_key", "")
    if not key:
        raise missing("idempotence_key")
    parts = thawed(books.captures.get(txn_uuid, {}))
    if key in parts:
        return books, order
    _check(order, "Capture", ("AUTHORIZED", "PARTIAL_CHARGED"))
    left = decimal_of(order["amount"]) - decimal_of(order.get("paid_amount", 0))
    amount = fields["amount"]
    if not is_money(amount) or not 0 < Decimal(amount) <= left:
        raise _refused("Capture amount is invalid")
    captures = {**books.captures, txn_uuid: {**parts, key: amount}}
    there = evolve(books, captures=Record(captures))
    return captured(there, order, Decimal(amount))


def captured(books: Books, order: Document, amount: Decimal) -> tuple[Books, Document]:
    """Take a part of the money that is held; the last one makes an order CHARGED."""
    done = decimal_of(order.get("paid_amount", 0)) + amount
    whole = done == decimal_of(order["amount"])
    order |= status_of("CHARGED" if whole else "PARTIAL_CHARGED")
    order["paid_amount"] = number_of(done)
    return with_order(books, order), order


def void(books: Books, txn_uuid: str) -> tuple[Books, Document]:
    """Void a transaction that is authorized."""
    order = _order_of(books, txn_uuid)
    _check(order, "Void", ("AUTHORIZED",))
    order |= status_of("VOIDED")
    return with_order(books, order), order


def _order_of(books: Books, txn_uuid: str) -> Document:
    for order in books.orders.values():
        if order.get("txn_uuid") == txn_uuid:
            found: Document = thawed(order)
            return found
    raise Refused(404, error_of("RESOURCE_NOT_FOUND", "No such transaction"))


def _check(order: Document, verb: str, taken: tuple[str, ...]) -> None:
    if order["status"] not in taken:
        raise _refused(f"Cannot {verb} {order['status']} Transaction")


def _refused(words: str) -> Refused:
    info = {
        "user_message": "Invalid request params. Please verify your input.",
        "developer_message": words,
        "code": "INVALID_INPUT",
        "category": "USER_ERROR",
    }
    document = {
        "error_message": words,
        "status": "Bad Request",
        "error_code": "Invalid",
        "error_info": info,
    }
    return Refused(400, document)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What the fake Juspay keeps: orders, the requests for them, captures, mandates."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, frozen

from checkout_core.testing.gateway.replies import (
    Document,
    Refused,
)
from checkout_core.values import Record, thawed


@frozen(kw_only=True)
class Books:
    """
    What one merchant has at the fake Juspay.

    Attributes:
        merchant_id: whose it is.
        pages: what the links to payment pages begin with.
        at: the present moment.
        orders: every order as the API answers it, by its id in lower case.
        asked: the fields of the requests for those orders, by the same ids.
        captures: the amount of every captured part, by `txn_uuid` and key.
        mandates: every mandate as the API answers it, by its id.
        notices: every notification that was sent, by the merchant's id of it.
    """

    merchant_id: str
    pages: str
    at: datetime
    orders: Record
    asked: Record
    captures: Record
    mandates: Record
    notices: Record


def order_in(books: Books, order_id: str, status: int = 400) -> Document:
    """Return an order as it can be changed; refuse an unknown one with *status*."""
    order = books.orders.get(order_id.lower())
    if order is None:
        document = {"status_id": 40, "status": "NOT_FOUND", "order_id": order_id}
        raise Refused(status, document)
    found: Document = thawed(order)
    return found


def with_order(books: Books, order: Document) -> Books:
    """Return the books with a new or changed order."""
    key = order["order_id"].lower()
    return evolve(books, orders=Record({**books.orders, key: order}))


def with_mandate(books: Books, order: Document, status: str) -> Books:
    """Return the books with the mandate of an order in another status."""
    mandate = {key: order["mandate"][key] for key in order["mandate"]}
    mandate.pop("mandate_status")
    mandate |= {
        "status": status,
        "order_id": order["order_id"],
        "customer_id": order["customer_id"],
        "currency": order["currency"],
    }
    mandates = {**books.mandates, mandate["mandate_id"]: mandate}
    return evolve(books, mandates=Record(mandates))

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The refunds of an order at the fake Juspay, and what they add up to.

The figures are those of the official samples: a refund counts from the moment it is
asked for, one that failed counts no longer, and `refunded` says that all of it is given
back.
"""

from __future__ import annotations

from decimal import Decimal

from checkout_core.testing.gateway.books import Books
from checkout_core.testing.gateway.replies import (
    Document,
    decimal_of,
    number_of,
    time_of,
)


def charged_of(order: Document) -> Decimal:
    """Return what the payer of an order was charged."""
    taken = order.get("paid_amount", order["amount"])
    return decimal_of(order.get("effective_amount", taken))


def refund_of(
    books: Books, order: Document, ident: str, amount: Decimal, **changes: object
) -> Document:
    """Return a new refund, which is pending, and count it in its *order*."""
    refund: Document = {
        "id": None,
        "unique_request_id": ident,
        "amount": number_of(amount),
        "status": "PENDING",
        "created": time_of(books.at),
        "sent_to_gateway": False,
        "ref": None,
        "error_code": None,
        "error_message": "",
        "initiated_by": "API",
        "refund_type": "STANDARD",
        **changes,
    }
    order["refunds"].append(refund)
    _count(order)
    return refund


def settled(order: Document, refund: Document, status: str) -> None:
    """Give a refund another state; one that failed can be asked for again."""
    refund.update(status=status, sent_to_gateway=True, id=refund["unique_request_id"])
    _count(order)


def _count(order: Document) -> None:
    """Add up the refunds of an order; those that failed count no longer."""
    counted = [each for each in order["refunds"] if each["status"] != "FAILURE"]
    done = sum((decimal_of(each["amount"]) for each in counted), Decimal())
    order["amount_refunded"] = number_of(done)
    order["refunded"] = bool(done) and done == charged_of(order)

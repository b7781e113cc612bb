# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What happens at the fake Juspay without a request: payers, banks, the dashboard.

Each function returns the next books, the order, and the name of its event.

What a chargeback looks like is read from the server's source, and the words for its
state are those of its events, since no page shows one.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

from checkout_core.testing.gateway.books import (
    Books,
    with_mandate,
    with_order,
)
from checkout_core.testing.gateway.captures import captured
from checkout_core.testing.gateway.refunds import charged_of, refund_of, settled
from checkout_core.testing.gateway.replies import (
    Document,
    decimal_of,
    digest_of,
    number_of,
    status_of,
    time_of,
    transaction_of,
)
from checkout_core.values import thawed


Result: TypeAlias = tuple[Books, Document, str]

#: The event of a refund's state.
REFUND_EVENTS = {
    "PENDING": "REFUND_INITIATED",
    "SUCCESS": "ORDER_REFUNDED",
    "FAILURE": "ORDER_REFUND_FAILED",
    "MANUAL_REVIEW": "REFUND_MANUAL_REVIEW_NEEDED",
}
#: The same, of a refund that Juspay makes by itself.
AUTO_REFUND_EVENTS = {
    "PENDING": "AUTO_REFUND_INITIATED",
    "SUCCESS": "AUTO_REFUND_SUCCEEDED",
    "FAILURE": "AUTO_REFUND_FAILED",
}


def moved(
    books: Books,
    order_id: str,
    status: str,
    event: str,
    *,
    mandate: str = "",
    extra: Mapping[str, object] | None = None,
) -> Result:
    """Give an order another status, with *extra* keys, and its mandate one too."""
    order = _order_in(books, order_id)
    order |= transaction_of(books.merchant_id, order["order_id"]) | dict(extra or {})
    order |= status_of(status)
    if mandate and "mandate" in order:
        order["mandate"]["mandate_status"] = mandate
        books = with_mandate(books, order, mandate)
    return with_order(books, order), order, event


def offered(
    books: Books,
    order_id: str,
    discount: str,
    surcharge: str,
    surcharge_tax: str,
    offer: Mapping[str, str],
) -> Books:
    """Let an offer pay *discount* of an order, and add a fee with its tax."""
    order = _order_in(books, order_id)
    fee, tax = Decimal(surcharge), Decimal(surcharge_tax)
    whole, off = decimal_of(order["amount"]), Decimal(discount)
    benefit = {"type": "DISCOUNT", "amount": number_of(off)}
    order |= {
        "effective_amount": number_of(whole + fee + tax - off),
        "offers": [{**offer, "status": "AVAILED", "benefits": [benefit]}]
        if off
        else [],
        "txn_detail": {
            "net_amount": number_of(whole),
            "surcharge_amount": number_of(fee),
            "tax_amount": number_of(tax),
            "txn_amount": number_of(whole + fee + tax),
        },
    }
    return with_order(books, order)


def captured_part(books: Books, order_id: str, amount: str) -> Result:
    """Take a part of the money that is held, on Juspay's dashboard."""
    order = _order_in(books, order_id)
    order |= transaction_of(books.merchant_id, order["order_id"])
    there, order = captured(books, order, Decimal(amount))
    paid = order["status"] == "CHARGED"
    return there, order, "ORDER_SUCCEEDED" if paid else "ORDER_PARTIAL_CHARGED"


def settled_refund(books: Books, order_id: str, ident: str, status: str) -> Result:
    """Give a refund that was asked for another state."""
    order = _order_in(books, order_id)
    for refund in order["refunds"]:
        if refund["unique_request_id"] == ident:
            settled(order, refund, status)
    return with_order(books, order), order, REFUND_EVENTS[status]


def dashboard_refund(
    books: Books, order_id: str, amount: str | None, status: str
) -> Result:
    """Refund an order on Juspay's dashboard: a refund that no request asked for."""
    order = _order_in(books, order_id)
    left = charged_of(order) - decimal_of(order["amount_refunded"])
    count = str(len(order["refunds"]))
    ident = f"erf_{digest_of('refund', order['order_id'], count)[:16]}"
    part = left if amount is None else Decimal(amount)
    refund = refund_of(books, order, ident, part, initiated_by=books.merchant_id)
    if status != "PENDING":
        settled(order, refund, status)
    return with_order(books, order), order, REFUND_EVENTS[status]


def auto_refund(books: Books, order_id: str, status: str) -> Result:
    """Let Juspay give all of an order back by itself, paid or paid too late."""
    order = _order_in(books, order_id)
    order |= transaction_of(books.merchant_id, order["order_id"])
    ident = f"ARu{digest_of('auto refund', order['order_id'])[:13]}"
    known = [each for each in order["refunds"] if each["unique_request_id"] == ident]
    left = charged_of(order) - decimal_of(order["amount_refunded"])
    who = {"initiated_by": "AUTO_REFUNDED"}
    [refund] = known or [refund_of(books, order, ident, left, **who)]
    if status != "PENDING":
        settled(order, refund, status)
    order |= status_of("AUTO_REFUNDED")
    return with_order(books, order), order, AUTO_REFUND_EVENTS[status]


def disputed(books: Books, order_id: str, amount: str | None, state: str) -> Result:
    """Open a chargeback of an order, or give the one there is another state."""
    order = _order_in(books, order_id)
    now = time_of(books.at)
    known = order.setdefault("chargebacks", [])
    if not known:
        part = charged_of(order) if amount is None else Decimal(amount)
        known.append(
            {
                "id": f"chbk_{digest_of('chargeback', order['order_id'])[:20]}",
                "object": "chargeback",
                "object_reference_id": digest_of("dispute", order["order_id"])[:12],
                "amount": number_of(part),
                "txn": transaction_of(books.merchant_id, order["order_id"]),
                "date_created": now,
                "date_resolved": None,
            }
        )
    resolved = None if state in _OPEN else now
    known[0] |= {
        "dispute_status": state,
        "date_resolved": resolved,
        "last_updated": now,
    }
    return with_order(books, order), order, f"CHARGEBACK_{state}"


#: A chargeback that is not decided.
_OPEN = ("RECEIVED", "EVIDENCE_REQUIRED", "UNDER_REVIEW")


def _order_in(books: Books, order_id: str) -> Document:
    """Return an order as it can be changed."""
    found: Document = thawed(books.orders[order_id.lower()])
    return found

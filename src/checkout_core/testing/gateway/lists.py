# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""How the fake Juspay answers what is looked up: mandates, notices, orders, offers."""

from __future__ import annotations

import json

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from attrs import frozen

from checkout_core.testing.gateway.books import Books
from checkout_core.testing.gateway.replies import (
    Document,
    Refused,
    error_of,
    missing,
)
from checkout_core.testing.gateway.terms import Fields, is_digits, is_money
from checkout_core.values import thawed


@frozen(kw_only=True)
class ListedOffer:
    """
    An offer that the fake Juspay lists: so much off, for one kind of method.

    Attributes:
        offer_id, offer_code: what it is known by.
        discount: what it takes off, in major units.
        payment_method_type: the kind of method that it is for, "CARD" by default.
        minimum: the smallest amount that it is for, "0" by default.
        title: what a payer reads, "" by default.
    """

    offer_id: str
    offer_code: str
    discount: str
    payment_method_type: str = "CARD"
    minimum: str = "0"
    title: str = ""


def mandates_of(books: Books, customer_id: str) -> Document:
    """Return all mandates of a customer, those that ended included."""
    found = [
        thawed(each)
        for each in books.mandates.values()
        if each["customer_id"] == customer_id
    ]
    count = len(found)
    return {
        "object": "list",
        "list": found,
        "total": count,
        "offset": 0,
        "count": count,
    }


def notice_of(books: Books, object_reference_id: str) -> Document:
    """Return a notification that was sent."""
    found = books.notices.get(object_reference_id)
    if found is None:
        raise Refused(404, error_of("RESOURCE_NOT_FOUND"))
    notice: Document = thawed(found)
    return notice


def orders_of(books: Books, fields: Fields) -> Document:
    """Return a page of the orders, the newest first."""
    numbers = {"count": fields.get("count", "10"), "offset": fields.get("offset", "0")}
    for name, text in numbers.items():
        if not is_digits(text):
            raise Refused(400, error_of("INVALID_INPUT", f"{name} is not a number"))
    every = list(reversed(list(books.orders.values())))
    start = int(numbers["offset"])
    page = [thawed(each) for each in every[start : start + int(numbers["count"])]]
    return {
        "object": "list",
        "list": page,
        "total": len(every),
        "offset": start,
        "count": len(page),
    }


def offers_for(offers: Iterable[ListedOffer], fields: Fields) -> Document:
    """Return which offers each of the named ways to pay could have."""
    order, ways = _of(fields, "order"), _of(fields, "payment_method_info")
    customer = _of(fields, "customer")
    if not isinstance(order, dict) or not is_money(str(order.get("amount"))):
        raise missing("order.amount")
    if not isinstance(customer, dict) or not customer.get("id"):
        raise missing("customer.id")
    if not isinstance(ways, list) or not ways:
        raise missing("payment_method_info")
    for way in ways:
        if "card_number" in way:
            raise Refused(403, error_of("forbidden_resource", "No card numbers here"))
        for name in ("payment_method_type", "payment_method_reference"):
            if not way.get(name):
                raise missing(f"payment_method_info.{name}")
    amount, code = Decimal(order["amount"]), fields.get("offer_code")
    open_ = [
        each
        for each in offers
        if code in (None, each.offer_code) and Decimal(each.minimum) <= amount
    ]
    best = [
        {
            "payment_method_reference": way["payment_method_reference"],
            "offers": [_part(offer)],
            "order_breakup": _breakup(offer, amount),
        }
        for way in ways
        for offer in [_best(open_, way)]
        if offer is not None
    ]
    listed = [_listed(each, amount, ways) for each in open_]
    return {"offers": listed, "best_offer_combinations": best}


def _of(fields: Fields, name: str) -> Any:
    return json.loads(fields.get(name, "null"))


def _best(offers: list[ListedOffer], way: Mapping[str, Any]) -> ListedOffer | None:
    fitting = [
        each
        for each in offers
        if each.payment_method_type == way["payment_method_type"]
    ]
    return max(fitting, key=lambda each: Decimal(each.discount), default=None)


def _part(offer: ListedOffer) -> Document:
    off = f"{Decimal(offer.discount):.2f}"
    return {
        "offer_id": offer.offer_id,
        "cashback_amount": "0.00",
        "discount_amount": off,
        "merchant_discount_amount": "0.00",
        "total_offered_amount": off,
    }


def _breakup(offer: ListedOffer, amount: Decimal) -> Document:
    off = min(Decimal(offer.discount), amount)
    return {
        "order_amount": f"{amount:.2f}",
        "applicable_order_amount": f"{amount:.2f}",
        "final_order_amount": f"{amount - off:.2f}",
        "discount_amount": f"{off:.2f}",
        "merchant_discount_amount": "0.00",
        "cashback_amount": "0.00",
        "offer_amount": f"{off:.2f}",
        "benefits": [
            {
                "amount_info": [],
                "type": "DISCOUNT",
                "calculation_rule": "ABSOLUTE",
                "value": int(off),
            }
        ],
    }


def _listed(
    offer: ListedOffer, amount: Decimal, ways: list[Mapping[str, Any]]
) -> Document:
    fitting = [
        way["payment_method_reference"]
        for way in ways
        if way["payment_method_type"] == offer.payment_method_type
    ]
    return {
        "offer_id": offer.offer_id,
        "offer_code": offer.offer_code,
        "status": "ELIGIBLE" if fitting else "NOT_ELIGIBLE",
        "reason": [],
        "offer_description": {
            "sponsored_by": "",
            "title": offer.title,
            "description": "",
            "tnc": "",
        },
        "offer_rules": {
            "amount": {"currency": "INR", "min_order_amount": offer.minimum},
            "payment_instrument": [{"payment_method_type": offer.payment_method_type}],
        },
        "order_breakup": _breakup(offer, amount),
        "eligible_saved_payment_methods": fitting,
        "actions": [],
    }

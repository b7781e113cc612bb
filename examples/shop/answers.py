# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What the shop answers: documents whose amounts `dumps` writes digit for digit."""

from __future__ import annotations

from typing import Any

from checkout_core import CheckoutError, GatewayError, Order, Quote, Refund
from shop.gateway import payment_link
from shop.problems import Conflict, Malformed, NotFound


#: HTTP statuses of errors of the gateway's side; 502 for any other.
STATUSES = {"unauthorized": 401, "unusable_event": 400}


def cart_answer(priced: Quote) -> dict[str, Any]:
    """Return what a cart costs, and why each offer that was refused does not apply."""
    return {
        "cart_id": priced.cart.id,
        "to_be_paid": priced.to_be_paid,
        "coupon_discount": priced.totals.coupon_discount_amount,
        "refusals": [
            {
                "offer": each.offer_id,
                "code": each.code,
                "message": each.message,
                "short_amount": each.short_amount,
            }
            for each in priced.refusals
        ],
    }


def order_answer(order: Order) -> dict[str, Any]:
    """Return how far an order is, and where to pay what is unpaid."""
    found: dict[str, Any] = {
        "number": order.number,
        "status": order.status,
        "to_be_paid": order.to_be_paid,
        "amount_paid": order.amount_paid,
        "amount_refunded": order.amount_refunded,
    }
    if order.amount_unpaid:
        found["payment_id"] = order.payments[-1].id
        found["payment_link"] = payment_link(order)
    return found


def refund_answer(note: Refund) -> dict[str, Any]:
    """Return what a refund gives back."""
    return {"id": note.id, "amount": note.amount, "gateway": note.gateway}


def problem_answer(problem: Exception) -> tuple[int, dict[str, Any]]:
    """Return the HTTP status of a problem and the document that tells of it."""
    match problem:
        case CheckoutError():
            return 422, {"errors": problem.as_json()}
        case GatewayError():
            status = STATUSES.get(problem.error_code or "", 502)
            return status, {"code": problem.error_code, "message": str(problem)}
        case Malformed():
            return 400, {"message": str(problem)}
        case NotFound():
            return 404, {"message": str(problem)}
        case Conflict():
            return 409, {"message": str(problem)}
    raise problem


#: What `problem_answer` knows; a framework calls it for each of them.
PROBLEMS = (CheckoutError, GatewayError, Malformed, NotFound, Conflict)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What becomes of a quote once it is ordered: payments, shipments, money back.

Everything here is a value; an event or a return leads from one to the next.
"""

from __future__ import annotations

from checkout_core.orders.creditnote import (
    Due,
    Refund,
    RefundedCharge,
    RefundedLine,
    Returned,
)
from checkout_core.orders.events import (
    TRANSITIONS,
    Event,
    ExcessReturned,
    Moved,
    Paid,
    Parcelled,
    ParcelState,
    PaymentState,
    Refunded,
)
from checkout_core.orders.order import Order
from checkout_core.orders.policy import RefundPolicy
from checkout_core.orders.refunds import cancellation, refund
from checkout_core.statuses import OrderStatus, PaymentStatus


__all__ = [
    "TRANSITIONS",
    "Due",
    "Event",
    "ExcessReturned",
    "Moved",
    "Order",
    "OrderStatus",
    "Paid",
    "ParcelState",
    "Parcelled",
    "PaymentState",
    "PaymentStatus",
    "Refund",
    "RefundPolicy",
    "Refunded",
    "RefundedCharge",
    "RefundedLine",
    "Returned",
    "cancellation",
    "refund",
]

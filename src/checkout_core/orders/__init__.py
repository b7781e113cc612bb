# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Orders: a quote that was placed, its payments, shipments and refunds.

Everything here is an immutable value: applying an event returns a new order.  A
subscription is a cart that is ordered repeatedly.
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
from checkout_core.orders.mandates import Debit, Mandate, check_debit, debits, mandate
from checkout_core.orders.order import Order
from checkout_core.orders.policy import RefundPolicy
from checkout_core.orders.refunds import cancellation, refund
from checkout_core.orders.schedule import Cadence, Recurrence
from checkout_core.orders.subscriptions import (
    Bill,
    Change,
    Pause,
    Plan,
    Subscription,
)
from checkout_core.statuses import Funder, OrderStatus, PaymentStatus


__all__ = [
    "TRANSITIONS",
    "Bill",
    "Cadence",
    "Change",
    "Debit",
    "Due",
    "Event",
    "ExcessReturned",
    "Funder",
    "Mandate",
    "Moved",
    "Order",
    "OrderStatus",
    "Paid",
    "ParcelState",
    "Parcelled",
    "Pause",
    "PaymentState",
    "PaymentStatus",
    "Plan",
    "Recurrence",
    "Refund",
    "RefundPolicy",
    "Refunded",
    "RefundedCharge",
    "RefundedLine",
    "Returned",
    "Subscription",
    "cancellation",
    "check_debit",
    "debits",
    "mandate",
    "refund",
]

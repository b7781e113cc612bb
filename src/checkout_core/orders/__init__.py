# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Orders: a quote that was placed, its payments, shipments and refunds.

Everything here is an immutable value: applying an event returns a new order.  A
subscription is a cart that is ordered repeatedly.
"""

from __future__ import annotations

from checkout_core.orders.events import (
    TRANSITIONS,
    Event,
    ExcessReturned,
    PaymentState,
    PaymentUpdate,
    Refunded,
    ShipmentState,
    ShipmentUpdate,
    StatusChange,
)
from checkout_core.orders.order import Order
from checkout_core.refunds import (
    Due,
    Refund,
    RefundedCharge,
    RefundedLine,
    RefundPolicy,
    Returned,
    cancellation,
    refund,
)
from checkout_core.statuses import Funder, OrderStatus, PaymentStatus
from checkout_core.subscriptions import (
    Bill,
    Cadence,
    Change,
    Debit,
    Mandate,
    Pause,
    Recurrence,
    Subscription,
    check_debit,
    debits,
    mandate,
)
from checkout_core.subscriptions.subscription import SubscriptionPlan


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
    "StatusChange",
    "Order",
    "OrderStatus",
    "PaymentUpdate",
    "ShipmentState",
    "ShipmentUpdate",
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

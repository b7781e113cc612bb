# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Orders: a quote that was placed, its payments, shipments and refunds.

Everything here is an immutable value: applying an event returns a new order.  Names of
`__all__` are public; all other modules and names of this package are private.
"""

from __future__ import annotations

from checkout_core.deprecated import former
from checkout_core.orders.debit_notes import DebitNote
from checkout_core.orders.events import (
    Event,
    ExcessReturned,
    PaymentState,
    PaymentUpdate,
    Refunded,
    ShipmentState,
    ShipmentUpdate,
    StatusChange,
)
from checkout_core.orders.invoice import Invoice
from checkout_core.orders.order import Order
from checkout_core.orders.payments import PlannedPart
from checkout_core.orders.reversals import (
    Disputed,
    DisputeState,
    ReversalKind,
    Reversed,
)
from checkout_core.orders.sending import refunds_by_payment
from checkout_core.orders.transitions import TRANSITIONS
from checkout_core.orders.unpaid_returns import unpaid_return, unpaid_return_id
from checkout_core.statuses import Funder, OrderStatus, PaymentStatus, SurchargeBy


__all__ = [
    "TRANSITIONS",
    "DebitNote",
    "DisputeState",
    "Disputed",
    "Event",
    "ExcessReturned",
    "Funder",
    "Invoice",
    "Order",
    "OrderStatus",
    "PaymentState",
    "PaymentStatus",
    "PaymentUpdate",
    "PlannedPart",
    "Refunded",
    "ReversalKind",
    "Reversed",
    "ShipmentState",
    "ShipmentUpdate",
    "StatusChange",
    "SurchargeBy",
    "refunds_by_payment",
    "unpaid_return",
    "unpaid_return_id",
]

__getattr__ = former(
    __name__,
    {
        "Bill": "checkout_core.subscriptions:Bill",
        "Cadence": "checkout_core.subscriptions:Cadence",
        "Change": "checkout_core.subscriptions:Change",
        "Debit": "checkout_core.subscriptions:Debit",
        "Due": "checkout_core.refunds:Due",
        "Mandate": "checkout_core.subscriptions:Mandate",
        "Moved": "checkout_core.orders:StatusChange",
        "Paid": "checkout_core.orders:PaymentUpdate",
        "ParcelState": "checkout_core.orders:ShipmentState",
        "Parcelled": "checkout_core.orders:ShipmentUpdate",
        "Pause": "checkout_core.subscriptions:Pause",
        "Plan": "checkout_core.subscriptions:SubscriptionPlan",
        "Recurrence": "checkout_core.subscriptions:Recurrence",
        "Refund": "checkout_core.refunds:Refund",
        "RefundPolicy": "checkout_core.refunds:RefundPolicy",
        "RefundedCharge": "checkout_core.refunds:RefundedCharge",
        "RefundedLine": "checkout_core.refunds:RefundedLine",
        "Returned": "checkout_core.refunds:Returned",
        "Subscription": "checkout_core.subscriptions:Subscription",
        "cancellation": "checkout_core.refunds:cancellation",
        "check_debit": "checkout_core.subscriptions:check_debit",
        "debits": "checkout_core.subscriptions:debits",
        "mandate": "checkout_core.subscriptions:mandate",
        "refund": "checkout_core.refunds:refund",
    },
)

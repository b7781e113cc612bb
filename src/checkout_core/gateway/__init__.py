# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A payment gateway, any one: the port, how its operations are sent, an order's payments.

`port` is what a gateway can do, values in and values out; `conversations` sends an
operation, `reports` is what a gateway says of a payment, and `payments` turns that into
the events of an order.

Promises that a payment is never started twice because an answer was lost, and that a
payment counts only with the id, amount and currency that were asked for.

Knows nothing of any gateway, of sockets and of the host's API.
"""

from __future__ import annotations

from checkout_core.gateway.conversations import Known, ask, create, resume
from checkout_core.gateway.payments import (
    events_of,
    payment_of,
    payment_under,
    ref_of,
    started,
)
from checkout_core.gateway.port import (
    OWN_PAGE,
    Capabilities,
    Gateway,
    Operation,
    PaymentRef,
    PaymentRequest,
    Started,
    check_void,
    to_capture,
)
from checkout_core.gateway.reports import (
    AuthorizationState,
    DisputeReport,
    PaymentReport,
    RefundState,
    RefundStatus,
    ReversalReport,
)


__all__ = [
    "OWN_PAGE",
    "AuthorizationState",
    "Capabilities",
    "DisputeReport",
    "Gateway",
    "Known",
    "Operation",
    "PaymentRef",
    "PaymentReport",
    "PaymentRequest",
    "RefundState",
    "RefundStatus",
    "ReversalReport",
    "Started",
    "ask",
    "check_void",
    "create",
    "events_of",
    "payment_of",
    "payment_under",
    "ref_of",
    "resume",
    "started",
    "to_capture",
]

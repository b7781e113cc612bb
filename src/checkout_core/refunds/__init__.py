# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Refunds: what is returned of an order, worked out from the order's own rows.

Promises that all refunds of an order add up to the order, to the last minor unit.
"""

from __future__ import annotations

from checkout_core.refunds.calculate import cancellation, refund
from checkout_core.refunds.note import (
    Due,
    Refund,
    RefundedCharge,
    RefundedLine,
    Returned,
    TenderRefund,
)
from checkout_core.refunds.policy import RefundPolicy
from checkout_core.refunds.units import Units


__all__ = [
    "Due",
    "Refund",
    "RefundPolicy",
    "RefundedCharge",
    "RefundedLine",
    "Returned",
    "TenderRefund",
    "Units",
    "cancellation",
    "refund",
]

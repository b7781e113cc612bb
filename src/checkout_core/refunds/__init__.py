# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Refunds: what is returned of an order, worked out from the order's own rows.

Promises that all refunds of an order add up to the order, to the last minor unit.
Names of `__all__` are public; all other modules and names of this package are private.
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
from checkout_core.refunds.policy import (
    Advance,
    ChargeRefund,
    PromotionBreak,
    RefundPolicy,
    Restored,
    SurchargeRefund,
    TenderOrder,
)
from checkout_core.refunds.reduction import (
    FundedDiscount,
    PriceReduction,
    price_reductions,
)
from checkout_core.refunds.suppliers import SupplierRefund, supplier_refunds
from checkout_core.refunds.units import Units


__all__ = [
    "Advance",
    "ChargeRefund",
    "Due",
    "FundedDiscount",
    "PriceReduction",
    "PromotionBreak",
    "Refund",
    "RefundPolicy",
    "RefundedCharge",
    "RefundedLine",
    "Restored",
    "Returned",
    "SupplierRefund",
    "SurchargeRefund",
    "TenderOrder",
    "TenderRefund",
    "Units",
    "cancellation",
    "price_reductions",
    "refund",
    "supplier_refunds",
]

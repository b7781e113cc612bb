# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The store: its policies, its tables and its offers, compiled for pricing.

Promises that a store which is made can price every cart in its currency.
"""

from __future__ import annotations

from checkout_core.deprecated import former
from checkout_core.store.charges import Charge
from checkout_core.store.groups import OfferGroup, Pick
from checkout_core.store.policies import (
    CASH,
    DiscountBasis,
    Handling,
    Loyalty,
    PointsMode,
    Policies,
)
from checkout_core.store.redemptions import Redemptions
from checkout_core.store.shipping import ShippingRates, shipping_rates
from checkout_core.store.store import Store
from checkout_core.store.suppliers import Supplier
from checkout_core.store.tax_classes import TaxClass, tax_classes


__all__ = [
    "CASH",
    "Charge",
    "DiscountBasis",
    "Handling",
    "Loyalty",
    "OfferGroup",
    "Pick",
    "PointsMode",
    "Policies",
    "Redemptions",
    "ShippingRates",
    "Store",
    "Supplier",
    "TaxClass",
    "shipping_rates",
    "tax_classes",
]

__getattr__ = former(
    __name__,
    {
        "ChargeTax": "checkout_core.tax:ChargeTax",
        "InclusiveSplit": "checkout_core.tax:InclusiveSplit",
        "TaxLevel": "checkout_core.tax:TaxLevel",
        "TaxPolicy": "checkout_core.tax:TaxPolicy",
    },
)

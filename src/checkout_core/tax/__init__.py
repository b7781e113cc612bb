# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Tax: rates, the line rule, a store's tax policy, and the regimes.

`Regime` is what the tax of a country must say; `regimes.REGIMES` lists those there are.

Knows one amount at a time, and neither carts nor offers.
"""

from __future__ import annotations

from checkout_core.statuses import TaxCategory
from checkout_core.tax.india.supplies import ExportTax, PlaceOfSupply, SupplyType
from checkout_core.tax.policy import ChargeTax, InclusiveSplit, TaxLevel, TaxPolicy
from checkout_core.tax.rates import TaxComponent, TaxSlab
from checkout_core.tax.regime import Place, Regime, Supply


__all__ = [
    "ChargeTax",
    "ExportTax",
    "InclusiveSplit",
    "Place",
    "PlaceOfSupply",
    "Regime",
    "Supply",
    "SupplyType",
    "TaxCategory",
    "TaxComponent",
    "TaxLevel",
    "TaxPolicy",
    "TaxSlab",
]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Payments that a merchant takes, and a shop that takes them."""

from __future__ import annotations

from typing import Any

from tests.factories.service import CATALOGUE, STORE


BY_CASH = {
    "payment_provider_slug": "manual",
    "integration_type": "cash-on-delivery",
}
BY_TRANSFER = {"payment_provider_slug": "manual", "integration_type": "bank-transfer"}
AT_THE_DOOR = {"payment": {"method": "cash_on_delivery"}}
ADVANCE = [{"due": "now", "percent": "25"}, {"due": "on_delivery"}]
FEE = {
    "name": "Cash on delivery",
    "amount": "30.00",
    "tax_rate": "0",
    "conditions": {"payment": [{"method": "cash_on_delivery"}]},
}
SHOP_WITH_CASH: dict[str, Any] = {
    **CATALOGUE,
    "store": {**STORE, "charges": [FEE]},
    "shop": {
        "manual": ["cash-on-delivery", "bank-transfer"],
        "payment_plans": [ADVANCE],
    },
}

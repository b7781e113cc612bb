# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Every route, who may call it and what it does: one literal table.

The storefront's paths are Commerce Engine's; those for the merchant, the webhook and
the service itself are our own.
"""

from __future__ import annotations

from checkout_core.service.routes import carts, merchant, operating, orders
from checkout_core.service.routes.route import MERCHANT, STOREFRONT, Access, Route


__all__ = ["MERCHANT", "ROUTES", "STOREFRONT", "Access", "Route"]


#: Every route, in the order in which paths are matched.
ROUTES: tuple[Route, ...] = (
    *carts.ROUTES,
    *orders.ROUTES,
    *merchant.ROUTES,
    *operating.ROUTES,
)

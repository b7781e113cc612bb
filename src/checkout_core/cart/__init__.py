# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The input of pricing: the cart, its lines, the customer and the addresses.

Promises that every `Cart` can be priced.  Knows nothing of offers, stores or taxes
due.
"""

from __future__ import annotations

from checkout_core.cart.cart import Cart
from checkout_core.cart.line import Line, ProductType
from checkout_core.cart.people import Address, AddressFields, Customer, Shipping


__all__ = [
    "Address",
    "AddressFields",
    "Cart",
    "Customer",
    "Line",
    "ProductType",
    "Shipping",
]

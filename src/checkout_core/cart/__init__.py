# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The input of pricing: the cart, its lines, the customer and the addresses.

Promises that every `Cart` can be priced.  Knows nothing of offers, stores or taxes
due.
"""

from __future__ import annotations

from checkout_core.cart.cart import Cart
from checkout_core.cart.charges import ChosenCharge
from checkout_core.cart.gift_cards import GiftCard
from checkout_core.cart.instalments import Part
from checkout_core.cart.line import Line, ProductType
from checkout_core.cart.payment import Payment
from checkout_core.cart.people import Address, AddressFields, Customer, Shipping
from checkout_core.deprecated import former


__all__ = [
    "Address",
    "AddressFields",
    "Cart",
    "ChosenCharge",
    "Customer",
    "GiftCard",
    "Line",
    "Part",
    "Payment",
    "ProductType",
    "Shipping",
]

__getattr__ = former(
    __name__,
    {
        "TaxCategory": "checkout_core.tax:TaxCategory",
        "TaxComponent": "checkout_core.tax:TaxComponent",
        "TaxSlab": "checkout_core.tax:TaxSlab",
    },
)

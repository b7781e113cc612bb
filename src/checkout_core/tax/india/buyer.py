# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The buyer's registration in India.

Promises one rule for prices and papers: which address it is of, and that a tax number
of another country is none.  Knows no sellers, and not whether a number is valid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.tax.india.states import is_abroad


if TYPE_CHECKING:
    from checkout_core.tax.regime import Delivery


__all__ = ["buyer_gstin"]


def buyer_gstin(cart: Delivery) -> str:
    """
    Return the buyer's GSTIN in upper case, "" without one.

    That of the billing address, else of the shipping address; one abroad is of no
    registration in India.

    >>> from checkout_core import Address, Cart, Line
    >>> number = {"tax_identification_number": "27aapfu0939f1zv"}
    >>> tee = [Line("Tee", 1, "500.00", tax_rate=5)]
    >>> buyer_gstin(Cart("INR", tee, billing_address=Address(**number)))
    '27AAPFU0939F1ZV'
    >>> there = Address(country="Nepal", **number)
    >>> buyer_gstin(Cart("INR", tee, billing_address=there))
    ''
    """
    for address in (cart.billing_address, cart.shipping_address):
        if address is not None and not is_abroad(address["country"]):
            number = address["tax_identification_number"].strip()
            if number:
                return number.upper()
    return ""

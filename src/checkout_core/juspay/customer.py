# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Who pays, as Juspay wants to know it: contact, names and addresses of a cart.

Promises that nothing is sent that the cart does not have.

Knows nothing of requests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checkout_core.cart.addresses import written_address
from checkout_core.juspay.rules import Address
from checkout_core.tax.india.states import is_abroad


if TYPE_CHECKING:
    from checkout_core.cart import Address as CartAddress
    from checkout_core.cart import Cart


def customer_fields(cart: Cart) -> dict[str, Any]:
    """Return customer id, email, phone and both addresses of a cart, if it has them."""
    contact = cart.billing_address or cart.shipping_address
    found: dict[str, Any] = {"customer_id": cart.customer.id or ""}
    if contact is not None:
        found["customer_email"] = contact.email or None
        found["customer_phone"] = written_address(contact).phone or None
    for kind in ("billing_address", "shipping_address"):
        address = getattr(cart, kind)
        if address is not None:
            found[kind] = juspay_address(address)
    return found


def names_of(cart: Cart) -> dict[str, Any]:
    """Return first and last name of the billing address, if the cart has them."""
    contact = cart.billing_address or cart.shipping_address
    return {
        name: None if contact is None else contact[name] or None
        for name in ("first_name", "last_name")
    }


def juspay_address(address: CartAddress) -> Address:
    """
    Return an address in Juspay's eleven fields.

    `pincode` is the postal code; `country_code` is a dialling code and is left out; a
    landmark is written on the third line; no country code is sent for countries other
    than India, since the address does not hold its three letters.

    >>> from checkout_core import Address
    >>> juspay_address(Address(pincode="560001", landmark="Lake")).postal_code
    '560001'
    """
    parts = written_address(address)
    return Address(
        first_name=parts.first_name or None,
        last_name=parts.last_name or None,
        line1=parts.address_line1 or None,
        line2=parts.address_line2 or None,
        line3=parts.landmark or None,
        city=parts.city or None,
        state=parts.state or None,
        country=parts.country or None,
        postal_code=parts.pincode or None,
        phone=parts.phone or None,
        country_code_iso=None if is_abroad(parts.country) else "IND",
    )

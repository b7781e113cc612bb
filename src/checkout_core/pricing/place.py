# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The place of supply: which components the tax of a cart has.

Promises one place for a whole cart, or `CheckoutError` for a state that it cannot
read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import Validator
from checkout_core.errors import CheckoutError
from checkout_core.tax.india.gstin import gstin
from checkout_core.tax.india.states import State, hint_for, is_abroad, state_of


if TYPE_CHECKING:
    from checkout_core.cart import Address, Cart
    from checkout_core.store import Store


@frozen
class Place:
    """
    The place of supply: which components the tax has.

    `heads` names the equal parts of the GST: one, or CGST and SGST (UTGST).
    """

    heads: tuple[str, ...]

    @property
    def is_split(self) -> bool:
        """Whether the rate is halved."""
        return len(self.heads) > 1


#: Used if the seller's state or the place of supply is not known: one component.
UNKNOWN_PLACE = Place(("GST",))


INTER_STATE = Place(("IGST",))


def place_of_supply(cart: Cart, store: Store) -> Place:
    """
    Return the place of supply: shop, else shipping address, else billing address.

    Raises `CheckoutError` for a state that is not one of India's, even where it
    does not decide the place, and for a buyer's registration that is not a GSTIN.
    Source: IGST Act s.10(1)(ca) and Circular 209/3/2024, which let the delivery
    address decide for goods to unregistered buyers.
    """
    seller = store.policies.tax.seller_state
    if seller is None:
        return UNKNOWN_PLACE
    check = Validator()
    found = [
        (address, _state(check, address, path))
        for path, address in (
            ("cart.shipping_address", cart.shipping_address),
            ("cart.billing_address", cart.billing_address),
        )
        if address is not None
    ]
    check.raise_any()
    if cart.collects_in_store:
        return intra_state(seller)
    for address, state in found:
        if is_abroad(address["country"]):
            return INTER_STATE
        if state is not None:
            return intra_state(seller) if state == seller else INTER_STATE
    return UNKNOWN_PLACE


def intra_state(seller: State) -> Place:
    """Return the place of a supply within the seller's own state."""
    return Place(("CGST", seller.local_tax))


def _state(check: Validator, address: Address, path: str) -> State | None:
    """Return the state of an address in India; its registration is checked too."""
    if is_abroad(address["country"]):
        return None
    number = address["tax_identification_number"].strip()
    if number:
        try:
            gstin(number, f"{path}.tax_identification_number")
        except CheckoutError as error:
            check.extend(error)
    text = address["state"].strip()
    state = state_of(text) if text else None
    if text and state is None:
        check.add(f"{path}.state", "unknown_state", text, hint=hint_for(text))
    return state

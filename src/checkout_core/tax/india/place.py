# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
India: the place of supply, and whether its tax is two halves or one.

Promises one place for a whole cart, or `CheckoutError` for a state that it cannot
read.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from attrs import frozen

from checkout_core.checks import Validator
from checkout_core.errors import CheckoutError
from checkout_core.tax.india.gstin import gstin
from checkout_core.tax.india.names import CGST, GST, IGST, SGST, UTGST
from checkout_core.tax.india.states import State, hint_for, is_abroad, state_of
from checkout_core.tax.regime import Place


if TYPE_CHECKING:
    from collections.abc import Mapping

    from checkout_core.tax.regime import Delivery, Seller, TaxAddress
    from checkout_core.words import Words


__all__ = [
    "INTER_STATE",
    "UNKNOWN_PLACE",
    "India",
    "intra_state",
]


#: Used if the seller's state or the place of supply is not known: one component.
UNKNOWN_PLACE = Place((GST,))

INTER_STATE = Place((IGST,))


@frozen
class India:
    """
    Goods and services tax: halves within the seller's state, one tax between states.

    Attributes:
        seller_state: the seller's state; None: the place of supply is not known.
    """

    seller_state: State | None

    keys: ClassVar[tuple[str, ...]] = ("seller_state", "seller_gstin")
    needed: ClassVar[Mapping[str, str]] = MappingProxyType({})
    reserved: ClassVar[tuple[str, ...]] = (CGST, SGST, UTGST, IGST)
    equal: ClassVar[tuple[str, ...]] = (CGST, SGST, UTGST)
    titles: ClassVar[Mapping[str, str]] = MappingProxyType({})
    charges_like_goods: ClassVar[bool] = False

    @classmethod
    def of(cls, seller: Seller) -> India:
        """Return the regime for a seller in their state."""
        return cls(seller.seller_state)

    @property
    def tax_type(self) -> str:
        """The name of the whole tax."""
        return GST

    def place(self, delivery: Delivery) -> Place:
        """
        Return the place of supply: shop, else shipping address, else billing address.

        Raises `CheckoutError` for a state that is not one of India's, even where it
        does not decide the place, and for a buyer's registration that is not a GSTIN.
        Source: IGST Act s.10(1)(ca) and Circular 209/3/2024, which let the delivery
        address decide for goods to unregistered buyers.
        """
        seller = self.seller_state
        if seller is None:
            return UNKNOWN_PLACE
        check = Validator()
        found = [
            (address, _state(check, address, path))
            for path, address in (
                ("cart.shipping_address", delivery.shipping_address),
                ("cart.billing_address", delivery.billing_address),
            )
            if address is not None
        ]
        check.raise_any()
        if delivery.collects_in_store:
            return intra_state(seller)
        for address, state in found:
            if is_abroad(address["country"]):
                return INTER_STATE
            if state is not None:
                return intra_state(seller) if state == seller else INTER_STATE
        return UNKNOWN_PLACE

    def explained(self, place: Place, words: Words) -> str:
        """Return a sentence about the place, "" if the seller's state is not known."""
        seller = self.seller_state
        if seller is None:
            return ""
        if place.is_split:
            return words.text(
                "The place of supply is {state}, where the seller is, so the tax is two"
                " equal halves, {taxes}.",
                state=words.text(seller.name),
                taxes=words.listed(place.component_names),
            )
        if place == INTER_STATE:
            return words.text(
                "The place of supply is outside {state}, where the seller is, so there"
                " is one tax, {tax}.",
                state=words.text(seller.name),
                tax=IGST,
            )
        return words.text(
            "The place of supply is not known, so the tax is shown as one amount."
        )


def intra_state(seller: State) -> Place:
    """Return the place of a supply within the seller's own state."""
    return Place((CGST, seller.local_tax))


def _state(check: Validator, address: TaxAddress, path: str) -> State | None:
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

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
India: the place of supply, and whether its tax is two halves or one.

Promises one place for a whole cart, or `CheckoutError` for a state that it cannot
read.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from attrs import evolve, field, frozen

from checkout_core.checks import Validator
from checkout_core.errors import CheckoutError
from checkout_core.tax.india.gstin import Gstin, gstin
from checkout_core.tax.india.names import CGST, GST, IGST, SGST, UTGST
from checkout_core.tax.india.states import (
    OTHER_COUNTRIES,
    STATES,
    State,
    hint_for,
    is_abroad,
    state_of,
)
from checkout_core.tax.india.supplies import (
    BETWEEN_STATES,
    EXPORTS,
    SUPPLIES,
    ExportTax,
    PlaceOfSupply,
    SupplyType,
)
from checkout_core.tax.regime import REGULAR, Place, Supply


if TYPE_CHECKING:
    from checkout_core.tax.regime import Delivery, Seller, TaxAddress
    from checkout_core.words import Words


__all__ = [
    "UNKNOWN_PLACE",
    "India",
    "buyers_gstin",
]


#: Of a seller whose state is not known: one component.
UNKNOWN_PLACE = Place((GST,))
_UNKNOWN: Mapping[str, Place] = MappingProxyType(
    {
        name: Place((GST,), kind="unknown", why="seller_unknown", supply=supply)
        for name, supply in SUPPLIES.items()
    }
)


@frozen
class India:
    """
    Goods and services tax: halves within the seller's state, one tax between states.

    Attributes:
        seller_state: the seller's state; None: the place of supply is not known.
        deciding: which address decides the place, `delivery` by default.
        export: how an order for a buyer abroad is taxed, `with_tax` by default.
        shop: the state where goods are collected: the store's own, also where another
            supplier's goods are; None (the default) for `seller_state`.
    """

    seller_state: State | None
    deciding: PlaceOfSupply = PlaceOfSupply.DELIVERY
    export: ExportTax = ExportTax.WITH_TAX
    shop: State | None = None
    _places: dict[tuple[str, str, str], Place] = field(
        init=False, factory=dict, eq=False, repr=False
    )

    keys: ClassVar[tuple[str, ...]] = (
        "seller_state",
        "seller_gstin",
        "place_of_supply",
        "export",
    )
    cart_keys: ClassVar[tuple[str, ...]] = ("supply_type", "place_of_supply")
    needed: ClassVar[Mapping[str, str]] = MappingProxyType({})
    reserved: ClassVar[tuple[str, ...]] = (CGST, SGST, UTGST, IGST)
    equal: ClassVar[tuple[str, ...]] = (CGST, SGST, UTGST)
    titles: ClassVar[Mapping[str, str]] = MappingProxyType({})
    charges_like_goods: ClassVar[bool] = False

    @classmethod
    def of(cls, seller: Seller) -> India:
        """Return the regime for a seller in their state."""
        return cls(
            seller.seller_state,
            seller.place_of_supply or PlaceOfSupply.DELIVERY,
            seller.export or ExportTax.WITH_TAX,
        )

    @property
    def tax_type(self) -> str:
        """The name of the whole tax."""
        return GST

    def supplied_by(self, state: State | None) -> India:
        """Return the regime for goods of a supplier in a *state*."""
        return evolve(self, seller_state=state, shop=self.shop or self.seller_state)

    def place(self, delivery: Delivery) -> Place:
        """
        Return the place of supply: the first of seven facts that holds.

        1. what the cart says; 2. the seller's state for goods that are collected;
        3. other countries for an export, or a buyer abroad; 4. the state of the buyer's
        GSTIN, if the policy says so; 5. that of the shipping address; 6. that of the
        billing address; 7. the seller's own.

        Raises `CheckoutError` for a state that is not one of India's, even where it
        does not decide the place, and for a buyer's registration that is not a GSTIN.
        Source: IGST Act s.10(1)(a), (b) and (ca), s.7(5) and s.11; Circular 209/3/2024.
        """
        seller, said = self.seller_state, delivery.supply_type
        if seller is None:
            # Nothing is read, so that a store that names no state asks for no address.
            supply = REGULAR if said is None else SUPPLIES[said]
            return _UNKNOWN[supply.name]
        found = _addresses(delivery)
        abroad = not delivery.collects_in_store and _goes_abroad(found)
        if said is None and abroad:
            said = (
                SupplyType.EXPORT_WITHOUT_PAYMENT
                if self.export is ExportTax.LUT
                else SupplyType.EXPORT_WITH_PAYMENT
            )
        supply = REGULAR if said is None else SUPPLIES[said]
        state, why = self._decided(seller, delivery, found, said, abroad=abroad)
        key = (state.code, why, supply.name)
        place = self._places.get(key)
        if place is None:
            # Orders of one store go to few states, and a place takes a microsecond.
            place = self._places[key] = _place(seller, state, why, supply)
        return place

    def _decided(
        self,
        seller: State,
        delivery: Delivery,
        found: list[_Address],
        said: str | None,
        *,
        abroad: bool,
    ) -> tuple[State, str]:
        """Return the state of the place of supply, and which fact decided."""
        named = state_of(delivery.place_of_supply)
        if named is not None:
            return named, "override"
        if delivery.collects_in_store:
            return self.shop or seller, "collected"
        if said in EXPORTS or (abroad and said == SupplyType.REGULAR):
            return STATES[OTHER_COUNTRIES], "abroad"
        if self.deciding is PlaceOfSupply.GSTIN:
            number = buyers_gstin(found)
            home = None if number is None else STATES.get(number.state_code)
            if home is not None:
                return home, "gstin"
        for each in found:
            if each.state is not None:
                return each.state, each.key
        return seller, "no_address"

    def explained(self, place: Place, words: Words) -> str:
        """Return a sentence about the place, "" if the seller's state is not known."""
        seller = self.seller_state
        if seller is None:
            return ""
        if place.kind == "mixed":
            return words.text(
                "The place of supply is {state}; suppliers are in several states, so"
                " each of them has the taxes of their own: {taxes}.",
                state=words.text(place.state or seller.name),
                taxes=words.listed(place.component_names),
            )
        if place.is_split:
            return words.text(
                "The place of supply is {state}, where the seller is, so the tax is two"
                " equal halves, {taxes}.",
                state=words.text(place.state or seller.name),
                taxes=words.listed(place.component_names),
            )
        if place.component_names == (IGST,):
            if place.state == seller.name:
                return words.text(
                    "The supply is zero-rated, so there is one tax, {tax}, although the"
                    " place of supply is {state}, where the seller is.",
                    state=words.text(seller.name),
                    tax=IGST,
                )
            return words.text(
                "The place of supply is outside {state}, where the seller is, so there"
                " is one tax, {tax}.",
                state=words.text(seller.name),
                tax=IGST,
            )
        return words.text(
            "The place of supply is not known, so the tax is shown as one amount."
        )


class _Address(NamedTuple):
    """
    An address as the place of supply reads it.

    Attributes:
        key: the cart's name for it.
        state: its state in India, None if it names none.
        is_abroad: whether it is in another country.
        gstin: the registration in it, None if there is none.
    """

    key: str
    state: State | None
    is_abroad: bool
    gstin: Gstin | None


def _addresses(delivery: Delivery) -> list[_Address]:
    """Return the addresses of a delivery, the one that goods go to first."""
    check = Validator()
    found = [
        _read(check, key, address)
        for key, address in (
            ("shipping_address", delivery.shipping_address),
            ("billing_address", delivery.billing_address),
        )
        if address is not None
    ]
    check.raise_any()
    return found


def _read(check: Validator, key: str, address: TaxAddress) -> _Address:
    """Return an address; its state and its registration are checked in India."""
    if is_abroad(address["country"]):
        return _Address(key, None, is_abroad=True, gstin=None)
    path, registered = f"cart.{key}", None
    number = address["tax_identification_number"].strip()
    if number:
        try:
            registered = gstin(number, f"{path}.tax_identification_number")
        except CheckoutError as error:
            check.extend(error)
    text = address["state"].strip()
    state = state_of(text) if text else None
    if text and state is None:
        check.add(f"{path}.state", "unknown_state", text, hint=hint_for(text))
    return _Address(key, state, is_abroad=False, gstin=registered)


def _goes_abroad(found: list[_Address]) -> bool:
    """Return whether the first address that says where it is, is abroad."""
    for each in found:
        if each.is_abroad:
            return True
        if each.state is not None:
            return False
    return False


def buyers_gstin(found: list[_Address]) -> Gstin | None:
    """Return the buyer's registration: of the billing, else of the shipping address."""
    numbers = {each.key: each.gstin for each in found if each.gstin is not None}
    return numbers.get("billing_address", numbers.get("shipping_address"))


def _place(seller: State, state: State, why: str, supply: Supply) -> Place:
    """Return the place of a supply from the state of *seller*."""
    is_intra = state == seller and supply.name not in BETWEEN_STATES
    return Place(
        (CGST, state.local_tax) if is_intra else (IGST,),
        state.name,
        state.code,
        "intra" if is_intra else "inter",
        why,
        supply,
    )

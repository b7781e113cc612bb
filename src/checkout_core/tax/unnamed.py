# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A store outside India that names no regime: one tax, which papers call just "Tax".

Its documents have the name that India's tax has without a place of supply, as they
always had; to have another name in them, a store names its regime.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from attrs import frozen

from checkout_core.tax.india.place import UNKNOWN_PLACE
from checkout_core.tax.regime import NAMELESS


if TYPE_CHECKING:
    from collections.abc import Mapping

    from checkout_core.tax.regime import Delivery, Place, Seller
    from checkout_core.words import Words


__all__ = [
    "Unnamed",
]


(_NAME,) = UNKNOWN_PLACE.component_names


@frozen
class Unnamed:
    """One tax without a name."""

    keys: ClassVar[tuple[str, ...]] = ()
    cart_keys: ClassVar[tuple[str, ...]] = ()
    needed: ClassVar[Mapping[str, str]] = MappingProxyType({})
    reserved: ClassVar[tuple[str, ...]] = ()
    equal: ClassVar[tuple[str, ...]] = ()
    titles: ClassVar[Mapping[str, str]] = MappingProxyType({_NAME: NAMELESS})
    charges_like_goods: ClassVar[bool] = False

    @classmethod
    def of(cls, _seller: Seller) -> Unnamed:
        """Return the regime, which is the same for every seller."""
        return cls()

    @property
    def tax_type(self) -> str:
        """The name of the tax in documents."""
        return _NAME

    def supplied_by(self, _state: object) -> Unnamed:
        """Return the same regime: the tax is the same for every supplier."""
        return self

    def place(self, _delivery: Delivery) -> Place:
        """Return the same place for every delivery."""
        return UNKNOWN_PLACE

    def explained(self, _place: Place, _words: Words) -> str:
        """Return "": there is nothing to say about the place."""
        return ""

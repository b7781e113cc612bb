# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A tax of several components: state and city in the US, federal and provincial in Canada.

Promises that goods and charges name their own components (`tax_components`), and that a
charge which is taxed as the goods are has theirs.  A plain rate is one component.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from attrs import frozen

from checkout_core.tax.regime import NAMELESS, Place


if TYPE_CHECKING:
    from collections.abc import Mapping

    from checkout_core.tax.regime import Delivery, Seller
    from checkout_core.words import Words


__all__ = [
    "Components",
]


@frozen
class Components:
    """
    Components that lines and charges name themselves.

    Attributes:
        tax_type: the name of the whole tax and of a plain rate, such as "Sales tax".
    """

    tax_type: str

    keys: ClassVar[tuple[str, ...]] = ("tax_name",)
    cart_keys: ClassVar[tuple[str, ...]] = ()
    needed: ClassVar[Mapping[str, str]] = MappingProxyType({})
    reserved: ClassVar[tuple[str, ...]] = ()
    equal: ClassVar[tuple[str, ...]] = ()
    titles: ClassVar[Mapping[str, str]] = MappingProxyType({})
    charges_like_goods: ClassVar[bool] = True

    @classmethod
    def of(cls, seller: Seller) -> Components:
        """Return the regime with the seller's name for a plain rate."""
        return cls(seller.tax_name or NAMELESS)

    def supplied_by(self, _state: object) -> Components:
        """Return the same regime: the tax is the same for every supplier."""
        return self

    def place(self, _delivery: Delivery) -> Place:
        """Return the same place for every delivery: the cart brings its components."""
        return Place((self.tax_type,))

    def explained(self, _place: Place, _words: Words) -> str:
        """Return "": each component is named with its rate."""
        return ""

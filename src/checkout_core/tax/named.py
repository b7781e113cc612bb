# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
One tax with one name: VAT in Europe, consumption tax in Japan.

Promises that every rate is one component of that name, wherever the goods go: the
merchant says which rate that is.
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
    "NamedTax",
]


@frozen
class NamedTax:
    """
    One tax, called by the name that the store gives.

    Attributes:
        tax_type: its name in documents and on papers.
    """

    tax_type: str

    keys: ClassVar[tuple[str, ...]] = ("tax_name",)
    cart_keys: ClassVar[tuple[str, ...]] = ()
    needed: ClassVar[Mapping[str, str]] = MappingProxyType(
        {"tax_name": "the name of the tax"}
    )
    reserved: ClassVar[tuple[str, ...]] = ()
    equal: ClassVar[tuple[str, ...]] = ()
    titles: ClassVar[Mapping[str, str]] = MappingProxyType({})
    charges_like_goods: ClassVar[bool] = False

    @classmethod
    def of(cls, seller: Seller) -> NamedTax:
        """Return the tax with the seller's name for it."""
        return cls(seller.tax_name or NAMELESS)

    def supplied_by(self, _state: object) -> NamedTax:
        """Return the same regime: the tax is the same for every supplier."""
        return self

    def place(self, _delivery: Delivery) -> Place:
        """Return the same place for every delivery."""
        return Place((self.tax_type,))

    def explained(self, _place: Place, _words: Words) -> str:
        """Return "": the name of the tax says it all."""
        return ""

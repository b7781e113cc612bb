# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a tax regime must say: the place of a supply, and what its tax is called.

Each regime is one file that implements `Regime`, and one line of the table `REGIMES`.
Promises that no other room knows the name of a tax: documents and views ask the regime.

Knows no rates and no amounts, and of a cart only where it goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from attrs import frozen

from checkout_core.words import message


if TYPE_CHECKING:
    from collections.abc import Mapping

    from checkout_core.words import Words


__all__ = [
    "NAMELESS",
    "Delivery",
    "Place",
    "Regime",
    "Seller",
    "TaxAddress",
]


#: What papers call a tax without a name.
NAMELESS = message("Tax")


@frozen
class Place:
    """
    The place of supply: which components a rate has there.

    Attributes:
        component_names: the equal parts of every rate, by their names in documents:
            one, or two halves.
    """

    component_names: tuple[str, ...]

    @property
    def is_split(self) -> bool:
        """Whether the rate is halved."""
        return len(self.component_names) > 1


class TaxAddress(Protocol):
    """An address as a regime reads it."""

    def __getitem__(self, key: str, /) -> str:
        """Return the text under *key*, such as "state"; "" if it is absent."""
        ...


class Delivery(Protocol):
    """Where the goods of a cart go: all that a regime may know of it."""

    @property
    def shipping_address(self) -> TaxAddress | None:
        """Where the goods are sent."""
        ...

    @property
    def billing_address(self) -> TaxAddress | None:
        """Where the invoice is sent."""
        ...

    @property
    def collects_in_store(self) -> bool:
        """Whether the customer collects the goods."""
        ...


class Seller(Protocol):
    """What a store's tax policy says about the seller."""

    @property
    def seller_state(self) -> Any:
        """The seller's state as its regime reads it, None if it is not known."""
        ...

    @property
    def tax_name(self) -> str | None:
        """The name of the tax, if the regime has none of its own."""
        ...


class Regime(Protocol):
    """
    How the tax of one country works: where a supply takes place and what is due there.

    Attributes:
        keys: the keys of a store's `tax` that only some regimes have and this one has.
        needed: those of `keys` that must be given, and what each is.
        reserved: names that components of a line or charge must not have.
        equal: names of components that are equal to the last minor unit.
        titles: what papers call a component that documents call otherwise.
        charges_like_goods: whether a charge that is taxed as the goods are has their
            components, and not one tax at the same rate.
    """

    keys: ClassVar[tuple[str, ...]]
    needed: ClassVar[Mapping[str, str]]
    reserved: ClassVar[tuple[str, ...]]
    equal: ClassVar[tuple[str, ...]]
    titles: ClassVar[Mapping[str, str]]
    charges_like_goods: ClassVar[bool]

    @classmethod
    def of(cls, seller: Seller, /) -> Regime:
        """Return the regime as it is for *seller*."""
        ...

    @property
    def tax_type(self) -> str:
        """The name of the whole tax, as documents have it."""
        ...

    def place(self, delivery: Delivery, /) -> Place:
        """Return the place of supply; raises `CheckoutError` for a bad address."""
        ...

    def explained(self, place: Place, words: Words, /) -> str:
        """
        Return a sentence about a place of supply, "" if there is nothing to say.

        *words* is the language of the reader.
        """
        ...

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
    "REGULAR",
    "Delivery",
    "Place",
    "Regime",
    "Seller",
    "Supply",
    "TaxAddress",
]


#: What papers call a tax without a name.
NAMELESS = message("Tax")


@frozen
class Supply:
    """
    What kind of supply an order is, where that changes its tax.

    Attributes:
        name: the word of `Cart.supply_type`, "regular" by default.
        is_untaxed: whether every rate and cess is 0; False by default.
        renamed: pairs of a tax category and the one that papers have in its place, ()
            by default.
    """

    name: str = "regular"
    is_untaxed: bool = False
    renamed: tuple[tuple[str, str], ...] = ()

    def category(self, category: str) -> str:
        """Return the tax category that goods or charges of *category* have here."""
        for ordinary, here in self.renamed:
            if category == ordinary:
                return here
        return category


#: A supply within the country, taxed as its lines say.
REGULAR = Supply()


@frozen
class Place:
    """
    The place of supply: which components a rate has there, and why it is there.

    Attributes:
        component_names: the equal parts of every rate, by their names in documents:
            one, or two halves.  Of several suppliers all that any of them has.
        state: its name, None (the default) if it is not known, or if the tax of the
            country does not depend on it.
        code: the state's two digits, None (the default) without a state.
        kind: `intra`, `inter`, `mixed` (of several suppliers) or `unknown`; None (the
            default) if the tax does not depend on it.
        why: which fact decided, such as `shipping_address`; None (the default) if none
            had to.
        supply: what kind of supply it is, `REGULAR` by default.
    """

    component_names: tuple[str, ...]
    state: str | None = None
    code: str | None = None
    kind: str | None = None
    why: str | None = None
    supply: Supply = REGULAR

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

    @property
    def supply_type(self) -> str | None:
        """What kind of supply it is said to be, None if nothing is said."""
        ...

    @property
    def place_of_supply(self) -> str | None:
        """The state that is said to be the place, None if nothing is said."""
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

    @property
    def place_of_supply(self) -> Any:
        """Which address decides, as its regime reads it."""
        ...

    @property
    def export(self) -> Any:
        """How exports are taxed, as its regime reads it."""
        ...


class Regime(Protocol):
    """
    How the tax of one country works: where a supply takes place and what is due there.

    Attributes:
        keys: the keys of a store's `tax` that only some regimes have and this one has.
        cart_keys: the keys of a cart that only some regimes read and this one reads.
        needed: those of `keys` that must be given, and what each is.
        reserved: names that components of a line or charge must not have.
        equal: names of components that are equal to the last minor unit.
        titles: what papers call a component that documents call otherwise.
        charges_like_goods: whether a charge that is taxed as the goods are has their
            components, and not one tax at the same rate.
    """

    keys: ClassVar[tuple[str, ...]]
    cart_keys: ClassVar[tuple[str, ...]]
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

    def supplied_by(self, state: Any, /) -> Regime:
        """Return the regime for goods of a supplier in *state*, None if not known."""
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

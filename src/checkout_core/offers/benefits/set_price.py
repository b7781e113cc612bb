# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Any n units for a price: three for 999."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic

from attrs import frozen

from checkout_core.checks import Amount, Validator
from checkout_core.keys import ObjectTable
from checkout_core.kinds import AMOUNT, count
from checkout_core.offers.benefits.benefit import (
    NO_MATCH,
    NOTHING,
    OWN_PATH,
    TOO_FEW,
    Basket,
    Gift,
    Grid,
    NotMet,
    Outcome,
    PricedSet,
    Priority,
)
from checkout_core.offers.benefits.details import minor_cap
from checkout_core.offers.benefits.own import (
    TARGET,
    OwnBenefit,
    ids_of,
    own_document,
    own_gift,
    scope_of,
    table_of,
    values_of,
)
from checkout_core.offers.benefits.pools import (
    at_most,
    by_line,
    first_of,
    groups_of,
    in_order,
    money_off,
    quantity_of,
    sets_of,
    within,
)
from checkout_core.offers.benefits.words import at_most_in_all, at_most_times
from checkout_core.offers.selectors import EVERYTHING, Selector, selector_document
from checkout_core.words import message


if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from checkout_core.offers.benefits.benefit import (
        Benefit,
        OfferRules,
        ToMinor,
    )
    from checkout_core.offers.selectors import LineIndex
    from checkout_core.values import Record
    from checkout_core.words import Words


_TERMS = message("any {count} for {amount}")


@frozen(kw_only=True)
class SetPrice(OwnBenefit, Generic[Grid]):
    """
    Any units of its target at a price for a set of them.

    Attributes:
        size: how many units a set has, 2 or more.
        price: what a set costs, if its units cost more than that.
        target: which lines the units are of.
        max_sets: the most sets, None for no limit.
        maximum_discount_amount: the most it takes off in all, None for no limit.
    """

    size: int
    price: Grid
    target: Selector
    max_sets: int | None
    maximum_discount_amount: Grid | None

    kind: ClassVar[str] = "set_price"
    type: ClassVar[str] = "discount"
    ties_units: ClassVar[bool] = True
    keys: ClassVar[ObjectTable] = table_of(
        kind,
        {
            "target": TARGET,
            "size": count(low=2),
            "price": AMOUNT,
            "max_sets": count(low=1),
        },
        "size",
        "price",
    )

    @classmethod
    def read(cls, check: Validator, document: Record) -> Benefit:
        """Return the benefit of an offer's document."""
        values = values_of(check, cls.keys, document)
        return SetPrice(
            size=values["size"],
            price=values["price"],
            target=values["target"] or EVERYTHING,
            max_sets=values["max_sets"],
            maximum_discount_amount=values["maximum_discount_amount"],
        )

    @property
    def scope(self) -> str:
        """What it applies to."""
        return scope_of(self.target)

    def document(self) -> dict[str, Any]:
        """Return the keys of an offer that say what it gives."""
        return own_document(
            self.kind,
            target=ids_of(self.target) or None,
            size=self.size,
            price=self.price,
            max_sets=self.max_sets,
            maximum_discount_amount=self.maximum_discount_amount,
        )

    def reach(self) -> Selector:
        """Return the lines without which it gives nothing."""
        return self.target

    def required(self) -> Selector:
        """Return no lines: what is in a set is discounted."""
        return Selector()

    def minor(self: SetPrice[Decimal], path: str, to_minor: ToMinor) -> SetPrice[int]:
        """Return it with amounts in minor units."""
        most = self.maximum_discount_amount
        return SetPrice(
            size=self.size,
            price=to_minor(f"{path}.price", self.price),
            target=self.target,
            max_sets=self.max_sets,
            maximum_discount_amount=minor_cap(to_minor, path, most),
        )

    def joined(self, other: SetPrice[Decimal]) -> None:
        """Return None: it has no rows."""

    def give(
        self: SetPrice[int],
        rules: OfferRules,  # noqa: ARG002 - the protocol's
        basket: Basket,
    ) -> Outcome:
        """
        Return what the sets cost more than their price, shared over their lines.

        The dearest units make the first set, and so on, so that each set costs no more
        than the one before it: the first that saves nothing ends it, and no other
        choice of sets saves more.  Any 3 for 999.00 of 2 at 399.00 and 2 at 349.00:
        399 + 399 + 349 = 1,147.00, of which 148.00 is taken off.
        """
        lines, size = self.target.lines(basket.lines), self.size
        if not lines:
            return NotMet(NO_MATCH)
        missing = size - quantity_of(lines, basket)
        if missing > 0:
            return NotMet(TOO_FEW, units=missing)
        units = in_order(groups_of(lines, basket), Priority.MOST_EXPENSIVE_FIRST)
        dear = sum([sets for sets, cost in sets_of(units, size) if cost > self.price])
        used = at_most(dear, self.max_sets)
        if not used:
            return NotMet(NOTHING)
        amounts = by_line(first_of(units, used * size))
        less = sum(amounts.values()) - used * self.price
        off = within(amounts, less, basket)
        return money_off(off, self.maximum_discount_amount, basket)

    def set_in(self: SetPrice[int], index: LineIndex) -> PricedSet:
        """Return what one set is made of."""
        return PricedSet(self.price, [(self.target.lines(index), self.size)])

    def terms(self: SetPrice[Decimal], words: Words) -> str:
        """Return its terms, as a label."""
        found = words.text(
            _TERMS, count=words.count(self.size), amount=words.money(self.price)
        )
        found = at_most_times(words, found, self.max_sets)
        return at_most_in_all(words, found, self.maximum_discount_amount)

    def findings(
        self,
        rules: OfferRules,  # noqa: ARG002 - the protocol's
    ) -> Iterator[tuple[str, str]]:
        """Yield nothing: whether a set is cheaper is for the catalogue to say."""
        return iter(())


def set_price(
    size: int,
    price: Amount,
    *,
    on: Selector = EVERYTHING,
    max_sets: int | None = None,
    maximum: Amount | None = None,
) -> Gift:
    """
    Return any *size* units for a *price*.

    Its offer is of the vendor's type `discount`.

    Args:
        size: how many units a set has, 2 or more.
        price: what a set costs, in major units.
        on: `EVERYTHING` (default), `products`, `variants` or `categories`, joined by
            `|`: which units make a set, together.
        max_sets: the most sets of an order, above 0; None for no limit.
        maximum: the most it takes off in all, in major units; None for no limit.

    Raises `CheckoutError` with every fault; paths are those of the offer.

    >>> from checkout_core.offers import categories
    >>> set_price(3, 999, on=categories("tees")).own["size"]
    3
    """
    check = Validator()
    target = selector_document(check, f"{OWN_PATH}.target", on)
    return own_gift(
        SetPrice,
        check,
        target=target or None,
        size=size,
        price=price,
        max_sets=max_sets,
        maximum_discount_amount=maximum,
    )

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The more you take: cheaper units from each of several quantities on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic

from attrs import frozen

from checkout_core.checks import Amount, Validator
from checkout_core.keys import ObjectTable
from checkout_core.kinds import count
from checkout_core.offers.benefits.benefit import (
    NO_MATCH,
    TOO_FEW,
    Basket,
    Gift,
    Grid,
    NotMet,
    Outcome,
)
from checkout_core.offers.benefits.details import minor_cap, minor_rows
from checkout_core.offers.benefits.own import CUT, Cut
from checkout_core.offers.benefits.percentage_discount import NO_UPPER_LIMIT
from checkout_core.offers.benefits.pools import (
    by_line,
    groups_of,
    money_off,
    percent_off,
    quantity_of,
    selected,
)
from checkout_core.offers.benefits.tiers import (
    Tier,
    Tiers,
    falls,
    reached,
    tiers_gift,
    tiers_table,
)
from checkout_core.offers.benefits.words import at_most_in_all
from checkout_core.offers.selectors import EVERYTHING, Selector
from checkout_core.words import messages


if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from checkout_core.keys import Values
    from checkout_core.offers.benefits.benefit import OfferRules, ToMinor
    from checkout_core.words import Words


_EDGE = "minimum_quantity"


@frozen(kw_only=True)
class QuantityTier(Generic[Grid]):
    """
    What the units are cheaper by from a quantity on.

    Attributes:
        minimum_quantity: how many units there are at least, 1 or more.
        cut: the percentage off all units, or what each of them becomes.
    """

    minimum_quantity: int
    cut: Cut[Grid]

    def minor(
        self: QuantityTier[Decimal], path: str, to_minor: ToMinor
    ) -> QuantityTier[int]:
        """Return it with amounts in minor units."""
        return QuantityTier(
            minimum_quantity=self.minimum_quantity, cut=self.cut.minor(path, to_minor)
        )

    def document(self) -> dict[str, object]:
        """Return its object."""
        return {_EDGE: self.minimum_quantity, **self.cut.document()}


def _tier(check: Validator, path: str, values: Values) -> QuantityTier[Decimal]:
    return QuantityTier(
        minimum_quantity=values[_EDGE], cut=Cut.read(check, path, values)
    )


_TIER = ObjectTable({_EDGE: count(low=1), **CUT}, needed=(_EDGE,))


@frozen(kw_only=True)
class QuantityTiers(Tiers, Generic[Grid]):
    """
    Cheaper units, by how many of its goods are bought together.

    Attributes:
        target: which lines are counted and discounted, all together.
        tiers: the tiers, at least one, their minimums ascending.
        maximum_discount_amount: the most it takes off in all, None for no limit.
    """

    target: Selector
    tiers: tuple[QuantityTier[Grid], ...]
    maximum_discount_amount: Grid | None

    kind: ClassVar[str] = "quantity_tiers"
    type: ClassVar[str] = "volume-based"
    ties_units: ClassVar[bool] = True
    keys: ClassVar[ObjectTable] = tiers_table(kind, _TIER, _tier)
    _edge: ClassVar[str] = _EDGE

    def minor(
        self: QuantityTiers[Decimal], path: str, to_minor: ToMinor
    ) -> QuantityTiers[int]:
        """Return it with amounts in minor units."""
        most = self.maximum_discount_amount
        return QuantityTiers(
            target=self.target,
            tiers=minor_rows(to_minor, f"{path}.tiers", self.tiers),
            maximum_discount_amount=minor_cap(to_minor, path, most),
        )

    def give(self: QuantityTiers[int], rules: OfferRules, basket: Basket) -> Outcome:
        """
        Return what the highest tier reached makes the units cheaper.

        The full quantity of all lines together counts; units with nothing left are not
        discounted.  A percentage is rounded once for all units, an amount or a price is
        of each.  From 3 units 5 %, from 6 units 10 %: of 4 at 99.99 and 2 at 50.00,
        499.96 in all, 50.00 is taken off: 40.00 and 10.00.
        """
        lines = self.target.lines(basket.lines)
        if not lines:
            return NotMet(NO_MATCH)
        quantity = quantity_of(lines, basket)
        place = reached([each.minimum_quantity for each in self.tiers], quantity)
        if place < 0:
            return NotMet(TOO_FEW, units=self.tiers[0].minimum_quantity - quantity)
        cut, units = self.tiers[place].cut, groups_of(lines, basket)
        if cut.percent_off is not None:
            (pool,) = selected([units], rules, basket)
            off = percent_off(by_line(pool), cut.millionths, basket)
        else:
            cheaper = [each for each in units if cut.of(each[0], basket)]
            (pool,) = selected([cheaper], rules, basket)
            off = cut.off(pool, basket)
        return money_off(off, self.maximum_discount_amount, basket)

    def terms(self: QuantityTiers[Decimal], words: Words) -> str:
        """Return its terms, as a label."""
        found = words.either([_terms(words, each) for each in self.tiers])
        return at_most_in_all(words, found, self.maximum_discount_amount)

    def findings(
        self: QuantityTiers[Decimal], rules: OfferRules
    ) -> Iterator[tuple[str, str]]:
        """Yield tiers that give less than one before, and a missing cap."""
        yield from falls([(each.cut, None) for each in self.tiers])
        limits = (self.maximum_discount_amount, rules.max_applicable_items)
        if self.tiers[-1].cut.percent_off is not None and limits == (None, None):
            yield "missing_cap", NO_UPPER_LIMIT


_PRICE = messages(
    "each unit at {amount} from {number} unit on",
    "each unit at {amount} from {number} units on",
)
_AMOUNT_OFF = messages(
    "each unit at {amount} off from {number} unit on",
    "each unit at {amount} off from {number} units on",
)
_PERCENT_OFF = messages(
    "{rate} off from {number} unit on", "{rate} off from {number} units on"
)


def _terms(words: Words, tier: QuantityTier[Decimal]) -> str:
    cut, number = tier.cut, tier.minimum_quantity
    if cut.percent_off is not None:
        return words.many(*_PERCENT_OFF, number, rate=words.rate(cut.percent_off))
    if cut.amount_off is not None:
        return words.many(*_AMOUNT_OFF, number, amount=words.money(cut.amount_off))
    assert cut.price is not None
    return words.many(*_PRICE, number, amount=words.money(cut.price))


def quantity_tiers(
    *tiers: Tier, on: Selector = EVERYTHING, maximum: Amount | None = None
) -> Gift:
    """
    Return cheaper units the more is bought: the highest tier that the goods reach.

    Its offer is of the vendor's type `volume-based`.

    Args:
        tiers: made by `tier` with a number of units, and a percentage, an amount off
            each unit or its price; at least one, their numbers ascending.
        on: `EVERYTHING` (default), `products`, `variants` or `categories`, joined by
            `|`: which goods are counted and discounted, all together.
        maximum: the most it takes off in all, in major units; None for no limit.

    Raises `CheckoutError` with every fault; paths are those of the offer.

    >>> from checkout_core.offers import categories, tier
    >>> more = quantity_tiers(tier(3, percent_off=5), on=categories("tees"))
    >>> more.own["tiers"][0]["minimum_quantity"]
    3
    """
    return tiers_gift(QuantityTiers, _EDGE, tiers, on, maximum)

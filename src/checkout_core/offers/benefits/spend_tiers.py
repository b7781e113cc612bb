# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The more you spend: a percentage or an amount off from each of several values on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic

from attrs import frozen

from checkout_core.checks import Amount, Validator
from checkout_core.keys import ObjectTable
from checkout_core.offers.benefits.benefit import (
    NO_MATCH,
    TOO_LITTLE,
    Basket,
    Gift,
    Grid,
    NotMet,
    Outcome,
    without_nulls,
)
from checkout_core.offers.benefits.details import minor_cap, minor_rows
from checkout_core.offers.benefits.face_value import fixed_off
from checkout_core.offers.benefits.own import CUT, POSITIVE, Cut
from checkout_core.offers.benefits.percentage_discount import NO_UPPER_LIMIT
from checkout_core.offers.benefits.pools import at_most, money_off, percent_off
from checkout_core.offers.benefits.tiers import (
    Tier,
    Tiers,
    falls,
    reached,
    tiers_gift,
    tiers_table,
)
from checkout_core.offers.benefits.words import at_most_in_all, cut_at
from checkout_core.offers.selectors import EVERYTHING, Selector
from checkout_core.words import message


if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from checkout_core.keys import Values
    from checkout_core.offers.benefits.benefit import OfferRules, ToMinor
    from checkout_core.words import Words


_EDGE = "minimum_value"
#: A tier has no price, which would be one for all goods together.
_TERMS = (
    "",
    message("{amount} off from {least} on"),
    message("{rate} off from {least} on"),
)


@frozen(kw_only=True)
class SpendTier(Generic[Grid]):
    """
    What is taken off from a value on.

    Attributes:
        minimum_value: what the goods come to at least, above 0.
        cut: the percentage or the amount.
        maximum_discount_amount: the most it takes off, None for no limit.
    """

    minimum_value: Grid
    cut: Cut[Grid]
    maximum_discount_amount: Grid | None

    def minor(self: SpendTier[Decimal], path: str, to_minor: ToMinor) -> SpendTier[int]:
        """Return it with amounts in minor units."""
        most = self.maximum_discount_amount
        return SpendTier(
            minimum_value=to_minor(f"{path}.{_EDGE}", self.minimum_value),
            cut=self.cut.minor(path, to_minor),
            maximum_discount_amount=minor_cap(to_minor, path, most),
        )

    def document(self) -> dict[str, object]:
        """Return its object."""
        return {
            _EDGE: self.minimum_value,
            **self.cut.document(),
            **without_nulls(maximum_discount_amount=self.maximum_discount_amount),
        }


def _tier(check: Validator, path: str, values: Values) -> SpendTier[Decimal]:
    return SpendTier(
        minimum_value=values[_EDGE],
        cut=Cut.read(check, path, values),
        maximum_discount_amount=values["maximum_discount_amount"],
    )


_TIER = ObjectTable(
    {
        _EDGE: POSITIVE,
        "percent_off": CUT["percent_off"],
        "amount_off": CUT["amount_off"],
        "maximum_discount_amount": POSITIVE,
    },
    needed=(_EDGE,),
)


@frozen(kw_only=True)
class SpendTiers(Tiers, Generic[Grid]):
    """
    A percentage or an amount off, by what its goods come to.

    Attributes:
        target: which lines are counted and discounted, all together.
        tiers: the tiers, at least one, their minimums ascending.
        maximum_discount_amount: the most it takes off in all, None for no limit.
    """

    target: Selector
    tiers: tuple[SpendTier[Grid], ...]
    maximum_discount_amount: Grid | None

    kind: ClassVar[str] = "spend_tiers"
    type: ClassVar[str] = "discount"
    ties_units: ClassVar[bool] = False
    keys: ClassVar[ObjectTable] = tiers_table(kind, _TIER, _tier)
    _edge: ClassVar[str] = _EDGE

    def minor(
        self: SpendTiers[Decimal], path: str, to_minor: ToMinor
    ) -> SpendTiers[int]:
        """Return it with amounts in minor units."""
        most = self.maximum_discount_amount
        return SpendTiers(
            target=self.target,
            tiers=minor_rows(to_minor, f"{path}.tiers", self.tiers),
            maximum_discount_amount=minor_cap(to_minor, path, most),
        )

    def give(
        self: SpendTiers[int],
        rules: OfferRules,  # noqa: ARG002 - the protocol's
        basket: Basket,
    ) -> Outcome:
        """
        Return what the highest tier reached takes off what is left of the lines.

        A percentage is rounded once and allocated, then capped; an amount is capped and
        allocated once.  5 % from 1,000.00 and 10 % from 2,000.00: of 1,999.99 it is
        100.00 (of 99.9995), of 2,000.00 it is 200.00.
        """
        lines = self.target.lines(basket.lines)
        if not lines:
            return NotMet(NO_MATCH)
        remaining = basket.remaining
        amounts = [remaining[i] for i in lines]
        whole = sum(amounts)
        place = reached([each.minimum_value for each in self.tiers], whole)
        if place < 0:
            return NotMet(TOO_LITTLE, amount=self.tiers[0].minimum_value - whole)
        tier = self.tiers[place]
        most = self.maximum_discount_amount
        own = tier.maximum_discount_amount
        cap = own if most is None else at_most(most, own)
        if tier.cut.amount_off is not None:
            amount = at_most(tier.cut.amount_off, cap)
            return fixed_off(amount, (lines, amounts, whole), basket)
        found = dict(zip(lines, amounts, strict=True))
        return money_off(percent_off(found, tier.cut.millionths, basket), cap, basket)

    def terms(self: SpendTiers[Decimal], words: Words) -> str:
        """Return its terms, as a label."""
        found = [
            _at_most(
                words,
                cut_at(words, _TERMS, each.cut, least=words.money(each.minimum_value)),
                each.maximum_discount_amount,
            )
            for each in self.tiers
        ]
        return at_most_in_all(words, words.either(found), self.maximum_discount_amount)

    def findings(
        self: SpendTiers[Decimal],
        rules: OfferRules,  # noqa: ARG002 - the protocol's
    ) -> Iterator[tuple[str, str]]:
        """Yield tiers that give less than one before, and a missing cap."""
        caps = [each.maximum_discount_amount for each in self.tiers]
        yield from falls(zip([each.cut for each in self.tiers], caps, strict=True))
        limits = (self.maximum_discount_amount, caps[-1])
        if self.tiers[-1].cut.percent_off is not None and limits == (None, None):
            yield "missing_cap", NO_UPPER_LIMIT


def _at_most(words: Words, terms: str, most: Decimal | None) -> str:
    """Return the *terms* of a tier with its cap, if it has one."""
    if most is None:
        return terms
    return words.text(
        "{terms} (at most {amount})", terms=terms, amount=words.money(most)
    )


def spend_tiers(
    *tiers: Tier, on: Selector = EVERYTHING, maximum: Amount | None = None
) -> Gift:
    """
    Return more off the more is spent: the highest tier that the goods reach.

    Its offer is of the vendor's type `discount`.

    Args:
        tiers: made by `tier` with a value, and a percentage or an amount off; at least
            one, their values ascending.
        on: `EVERYTHING` (default), `products`, `variants` or `categories`, joined by
            `|`: which goods are counted and discounted, all together.
        maximum: the most it takes off in all, in major units; None for no limit.

    Raises `CheckoutError` with every fault; paths are those of the offer.

    >>> from checkout_core.offers import tier
    >>> more = spend_tiers(tier(1000, percent_off=5), tier(2000, percent_off=10))
    >>> more.own["tiers"][1]["minimum_value"]
    Decimal('2000')
    """
    return tiers_gift(SpendTiers, _EDGE, tiers, on, maximum)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How what is charged in addition to the goods is taxed: delivery, handling, charges.

Promises that every charge has the components that the regime or the charge itself
names, as goods have, and is rounded separately, at every level.  Charges carry no cess.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from attrs import define, field

from checkout_core.checks import ZERO
from checkout_core.money.allocation import shares
from checkout_core.money.exact import (
    RATE_SCALE,
    percent_of,
    plain,
    rate_millionths,
)
from checkout_core.statuses import TaxCategory
from checkout_core.tax import ChargeTax


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from checkout_core.cart.compiled import ShownRates
    from checkout_core.money import Rounding
    from checkout_core.tax.line_rule import Labels, LineRule


#: The category of a charge that follows no goods of another one.
STANDARD = str(TaxCategory.STANDARD)


@define(eq=False, repr=False)
class ChargePart:
    """
    What of a charge is taxed at one rate.

    Attributes:
        rule: the line rule of the rate.
        category: its tax category: that of the goods if it follows goods at rate 0.
        net: the taxable part, in minor units.
        equal: one equal component of its tax, in minor units; it counts `rule.count`
            times.
        further: the components after those, in minor units.
        supplier: the id of the supplier whose part it is, None if there is only one.
    """

    rule: LineRule
    net: int
    equal: int
    further: tuple[int, ...]
    category: str = STANDARD
    supplier: str | None = None

    @property
    def percent(self) -> Decimal:
        """The percentage to show."""
        return self.rule.rate.shown

    @property
    def labels(self) -> Labels:
        """Name and percentage of each component."""
        return self.rule.labels

    @property
    def amounts(self) -> list[int]:
        """The amount of each component, in the order of the labels."""
        return self.rule.amounts(self.equal, self.further)

    @property
    def tax(self) -> int:
        """The tax, all components together."""
        tax = self.equal * self.rule.count
        return tax + sum(self.further) if self.further else tax


@define(eq=False, repr=False)
class TaxedCharge:
    """
    A charge and its tax.

    Attributes:
        net: without tax, in minor units.
        tax: its tax, in minor units.
        rate: the percentage to show; of an apportioned charge the effective one.
        parts: what it consists of, one for each rate and category it is taxed at.
    """

    net: int
    tax: int
    rate: Decimal
    parts: tuple[ChargePart, ...]

    @property
    def total(self) -> int:
        """The charge with its tax."""
        return self.net + self.tax


FREE = TaxedCharge(0, 0, ZERO, ())
_OWN_RATE = ChargeTax.OWN_RATE


def own(rule: LineRule, amount: int, category: str = STANDARD) -> TaxedCharge:
    """Return *amount* with its tax by the rule of its own rate."""
    net, equal, further = rule.parts(amount)
    tax = equal * rule.count
    if further:
        tax += sum(further)
    part = ChargePart(rule, net, equal, further, category)
    return TaxedCharge(net, tax, rule.rate.shown, (part,))


@define(eq=False, repr=False)
class Goods:
    """
    The taxable value of the goods at each rate, where the tax of charges depends on it.

    Attributes:
        shown: the rates of the cart, as charges have them.
        taxable: pairs of an index in `shown` and the taxable value of the lines at that
            rate, also where that is 0; the lowest rate first.
        categories: of an index whose rate is 0 the taxable value of the lines of each
            tax category, by name; empty if all goods are standard.
        names: the equal components of a rate at this place.
        rounding: how a component is rounded.
        by_net: whether a charge that includes tax is shared by net value, as by an
            earlier revision of the rules.
    """

    shown: ShownRates
    taxable: Sequence[tuple[int, int]]
    categories: Mapping[int, Sequence[tuple[str, int]]]
    names: tuple[str, ...]
    rounding: Rounding
    by_net: bool = field(kw_only=True)
    _shared: dict[tuple[int, bool], TaxedCharge] = field(init=False, factory=dict)
    _weights: dict[bool, tuple[list[int], list[LineRule], list[int]]] = field(
        init=False, factory=dict
    )

    @classmethod
    def of(
        cls,
        shown: ShownRates,
        rates: Sequence[int],
        taxable: Sequence[int],
        categories: Sequence[str],
        names: tuple[str, ...],
        rounding: Rounding,
        *,
        by_net: bool,
    ) -> Goods:
        """
        Return the goods whose lines have *rates*, *taxable* values and *categories*.

        These are () if all are standard, or if charges do not take them.
        """
        sums: dict[int, int] = {}
        for rate, net in zip(rates, taxable, strict=True):
            index = shown.of[rate]
            sums[index] = sums.get(index, 0) + net
        at_zero = {}
        if categories:
            indexes = [shown.of[rate] for rate in rates]
            at_zero = _at_zero(shown, indexes, taxable, categories)
        return cls(shown, sorted(sums.items()), at_zero, names, rounding, by_net=by_net)

    def taxed(
        self,
        amount: int,
        rule: LineRule,
        policy: ChargeTax,
        category: str = STANDARD,
        *,
        supplier: str | None = None,  # noqa: ARG002 - there is only one
        costs: Mapping[str, int] | None = None,  # noqa: ARG002 - all of it is theirs
    ) -> TaxedCharge:
        """Return *amount* with its tax: by the *rule* of its rate, or by the goods."""
        if category != STANDARD or policy is _OWN_RATE:
            return own(rule, amount, category)
        inclusive = rule.rate.inclusive
        if policy is ChargeTax.HIGHEST:
            return self.highest(amount, inclusive=inclusive)
        return self.apportioned(amount, inclusive=inclusive) or own(rule, amount)

    def on_line(
        self, _line: int, amount: int, rule: LineRule, policy: ChargeTax
    ) -> TaxedCharge:
        """Return the handling of a line with its tax."""
        return self.taxed(amount, rule, policy)

    def highest(self, amount: int, *, inclusive: bool) -> TaxedCharge:
        """Return *amount* with its tax at the highest rate of the goods."""
        index = self.taxable[-1][0]
        category = STANDARD
        if index in self.categories:
            # Of equals the first by name.
            category = max(self.categories[index], key=itemgetter(1))[0]
        return own(self._rule(index, inclusive=inclusive), amount, category)

    def apportioned(self, amount: int, *, inclusive: bool) -> TaxedCharge | None:
        """
        Return *amount* shared over the rates of the goods and taxed part by part.

        Equal amounts are shared once: every line of a cart can have a charge, and each
        is shared over all rates of the cart.  None if no goods have a taxable value.
        """
        key = (amount, inclusive)
        found = self._shared.get(key)
        if found is None and any(net for _, net in self.taxable):
            found = self._shared[key] = self._shared_out(amount, inclusive=inclusive)
        return found

    def _shared_out(self, amount: int, *, inclusive: bool) -> TaxedCharge:
        known = self._weights.get(inclusive)
        if known is None:
            known = self._weights[inclusive] = self._weigh(inclusive=inclusive)
        indexes, rules, weights = known
        split = shares(amount, weights, range(len(weights)), sum(weights))
        parts = tuple(
            [
                part
                for index, rule, share in zip(indexes, rules, split, strict=True)
                for part in self._parts(index, rule, share)
            ]
        )
        net, tax = sum([each.net for each in parts]), sum([each.tax for each in parts])
        return TaxedCharge(net, tax, plain(percent_of(tax, net)), parts)

    def _parts(self, index: int, rule: LineRule, share: int) -> list[ChargePart]:
        """Return what of a charge is taxed at one rate; at 0 one for each category."""
        found = self.categories.get(index)
        if found is None:
            return [ChargePart(rule, *rule.parts(share))]
        weights = [net for _, net in found]
        split = shares(share, weights, range(len(weights)), sum(weights))
        return [
            ChargePart(rule, *rule.parts(amount), category)
            for (category, _), amount in zip(found, split, strict=True)
        ]

    def _weigh(self, *, inclusive: bool) -> tuple[list[int], list[LineRule], list[int]]:
        """
        Return the rates that have goods, their rules, and the weights of their shares.

        A price that includes tax is shared by taxable value x (100 + rate), so that its
        net parts are in proportion to the goods: 10.00 over 100.00 at 28 % and 100.00
        at 0 % is 5.61 + 4.39, net 4.38 + 4.39.
        """
        present = [(index, net) for index, net in self.taxable if net]
        weights = [net for _, net in present]
        if inclusive and not self.by_net:
            weights = [
                net * (100 * RATE_SCALE + rate_millionths(self.shown.rates[index][0]))
                for index, net in present
            ]
        rules = [self._rule(index, inclusive=inclusive) for index, _ in present]
        return [index for index, _ in present], rules, weights

    def _rule(self, index: int, *, inclusive: bool) -> LineRule:
        return self.shown.rules[inclusive][index].of(self.names, self.rounding)


def _at_zero(
    shown: ShownRates,
    indexes: Sequence[int],
    taxable: Sequence[int],
    categories: Sequence[str],
) -> dict[int, list[tuple[str, int]]]:
    """Return the taxable values of the goods at rate 0, by category."""
    sums: dict[int, dict[str, int]] = {}
    for index, net, category in zip(indexes, taxable, categories, strict=True):
        if net and not shown.rates[index][0]:
            of_index = sums.setdefault(index, {})
            of_index[category] = of_index.get(category, 0) + net
    return {index: sorted(found.items()) for index, found in sums.items()}

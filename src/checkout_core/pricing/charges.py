# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What is charged in addition to the goods: delivery, handling, store charges.

Promises that every charge has the components that the regime or the charge itself
names, as goods have, and is rounded separately, at every level.  Charges carry no cess.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from attrs import define

from checkout_core.checks import ZERO
from checkout_core.money import Rounding
from checkout_core.money.allocation import shares
from checkout_core.money.exact import RATE_SCALE, percent_of, plain, rate_millionths
from checkout_core.store import Handling
from checkout_core.tax import ChargeTax
from checkout_core.tax.line_rule import Labels, LineRule
from checkout_core.tax.rates import Rate


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checkout_core.cart import Cart
    from checkout_core.revisions import Revision
    from checkout_core.store import Store
    from checkout_core.tax.rates import TaxComponent


#: A rate of goods that charges can have: its percentage to show, and its components if
#: the regime gives them to charges.
GoodsRate: TypeAlias = "tuple[Decimal, tuple[TaxComponent, ...]]"

#: The taxable value of the goods by rate, the lowest first.
Goods: TypeAlias = "Mapping[GoodsRate, int]"


@define(eq=False)
class ChargePart:
    """
    What of a charge is taxed at one rate.

    Attributes:
        rule: the line rule of the rate.
        net: the taxable part, in minor units.
        equal: one equal component of its tax, in minor units; it counts `rule.count`
            times.
        further: the components after those, in minor units.
    """

    rule: LineRule
    net: int
    equal: int
    further: tuple[int, ...]

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


@define(eq=False)
class TaxedCharge:
    """
    A charge and its tax.

    Attributes:
        net: without tax, in minor units.
        tax: its tax, in minor units.
        rate: the percentage to show; of an apportioned charge the effective one.
        parts: what it consists of, one for each rate it is taxed at.
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


@define(eq=False)
class ChargeTaxRule:
    """
    How the store taxes charges at this place of supply.

    Attributes:
        policy: the store's, for charges without their own.
        names: the equal components of a rate at this place.
        rounding: how a component is rounded.
        revision: the rules it is priced by.
    """

    policy: ChargeTax
    names: tuple[str, ...]
    rounding: Rounding
    revision: Revision

    def on(
        self, amount: int, rate: Rate, goods: Goods, policy: ChargeTax | None = None
    ) -> TaxedCharge:
        """
        Return *amount* with its tax: at its own *rate*, or as *goods* decide.

        *policy* is the charge's own, None for the store's.
        """
        policy = policy or self.policy
        if policy is ChargeTax.HIGHEST:
            rate = _rate_of([*goods][-1], inclusive=rate.inclusive)
        elif policy is ChargeTax.APPORTION and any(goods.values()):
            return self._apportioned(amount, rate, goods)
        part = self._part(amount, rate)
        return TaxedCharge(part.net, part.tax, part.percent, (part,))

    def _part(self, amount: int, rate: Rate) -> ChargePart:
        rule = LineRule.of(rate, self.names, rounding=self.rounding)
        return ChargePart(rule, *rule.parts(amount))

    def _apportioned(self, amount: int, rate: Rate, goods: Goods) -> TaxedCharge:
        """
        Return *amount* shared over the rates of the goods and taxed part by part.

        A price that includes tax is shared by taxable value x (100 + rate), so that its
        net parts are in proportion to the goods: 10.00 over 100.00 at 28 % and 100.00
        at 0 % is 5.61 + 4.39, net 4.38 + 4.39.
        """
        rates = [each for each, taxable in goods.items() if taxable]
        weights = [goods[each] for each in rates]
        if rate.inclusive and not self.revision.inclusive_charges_by_net:
            weights = [
                weight * (100 * RATE_SCALE + rate_millionths(percent))
                for weight, (percent, _) in zip(weights, rates, strict=True)
            ]
        split = shares(amount, weights, range(len(weights)), sum(weights))
        parts = tuple(
            [
                self._part(share, _rate_of(each, inclusive=rate.inclusive))
                for each, share in zip(rates, split, strict=True)
            ]
        )
        net, tax = sum([each.net for each in parts]), sum([each.tax for each in parts])
        return TaxedCharge(net, tax, plain(percent_of(tax, net)), parts)


def _rate_of(found: GoodsRate, *, inclusive: bool) -> Rate:
    percent, components = found
    return Rate.of(ZERO if components else percent, components, inclusive=inclusive)


def goods_by_rate(
    cart: Cart, rates: Sequence[int], taxable: Sequence[int], *, like_goods: bool
) -> Goods:
    """
    Return the taxable value of the lines at each rate, also where it is 0.

    Lines are grouped by their own components only if charges are taxed *like_goods*.
    """
    known = cart.columns.rates
    # Added up by index first: a Decimal is a slow key, and several rates show alike.
    by_index: dict[int, int] = {}
    for index, net in zip(rates, taxable, strict=True):
        by_index[index] = by_index.get(index, 0) + net
    found: dict[GoodsRate, int] = {}
    for index, net in by_index.items():
        rate = known[index]
        own = () if rate.by_regime or not like_goods else rate.extras
        key = (rate.shown, own)
        found[key] = found.get(key, 0) + net
    return dict(sorted(found.items(), key=_in_order))


def _in_order(found: tuple[GoodsRate, int]) -> tuple[Decimal, list[tuple[object, ...]]]:
    (percent, components), _ = found
    return percent, [(each.name, each.rate, each.compound) for each in components]


def handling(
    cart: Cart, store: Store, charge_rule: ChargeTaxRule, goods: Goods
) -> list[tuple[int, TaxedCharge]]:
    """Return the handling of every line that has some, with the line's index."""
    per_unit = store.policies.handling is Handling.PER_UNIT
    quantities = cart.columns.quantities
    return [
        (i, charge_rule.on(charge * quantities[i] if per_unit else charge, rate, goods))
        for i, charge, rate in cart.columns.handling
    ]


def store_charges(
    store: Store, charge_rule: ChargeTaxRule, goods: Goods
) -> list[TaxedCharge]:
    """Return the store's own charges, in the store's order."""
    return [
        charge_rule.on(amount, rate, goods, policy)
        for amount, rate, policy in store.minor.charges
    ]

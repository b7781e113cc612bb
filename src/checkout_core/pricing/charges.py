# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What is charged in addition to the goods: delivery, handling, store charges.

Promises that every charge has the same tax components as the goods and is rounded
separately, at every level.  Charges carry no cess.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from attrs import define

from checkout_core.checks import ZERO
from checkout_core.money import (
    RATE_SCALE,
    Rounding,
    percent_of,
    plain,
    rate_millionths,
    shares,
)
from checkout_core.store import Handling
from checkout_core.tax import ChargeTax
from checkout_core.tax.line_rule import LineRule
from checkout_core.tax.rates import Rate


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checkout_core.cart import Cart
    from checkout_core.revisions import Revision
    from checkout_core.store import Store


#: The taxable value of the goods by percent, the lowest first.
Goods: TypeAlias = "Mapping[Decimal, int]"


@define(eq=False)
class TaxedCharge:
    """
    A charge and its tax.

    `parts` are (percent, taxable part, one head of its tax), one for each rate
    the charge is taxed at; `rate` is the percentage to show.
    """

    net: int
    tax: int
    rate: Decimal
    parts: tuple[tuple[Decimal, int, int], ...]

    @property
    def total(self) -> int:
        """The charge with its tax."""
        return self.net + self.tax


FREE = TaxedCharge(0, 0, ZERO, ())


@define(eq=False)
class ChargeTaxRule:
    """How the store taxes charges at this place of supply."""

    policy: ChargeTax
    split: bool
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
            rate = Rate.of(max(goods), inclusive=rate.inclusive)
        elif policy is ChargeTax.APPORTION and any(goods.values()):
            return self._apportioned(amount, rate, goods)
        net, head, tax = self._line(amount, rate)
        return TaxedCharge(net, tax, rate.percent, ((rate.percent, net, head),))

    def _line(self, amount: int, rate: Rate) -> tuple[int, int, int]:
        rule = LineRule.of(
            rate, split=self.split, rounding=self.rounding, net_exact=False
        )
        net, head, _ = rule.parts(amount)
        return net, head, head * rule.heads

    def _apportioned(self, amount: int, rate: Rate, goods: Goods) -> TaxedCharge:
        """
        Return *amount* shared over the rates of the goods and taxed part by part.

        A price that includes tax is shared by taxable value x (100 + rate), so that its
        net parts are in proportion to the goods: 10.00 over 100.00 at 28 % and 100.00
        at 0 % is 5.61 + 4.39, net 4.38 + 4.39.
        """
        percents = [percent for percent, taxable in goods.items() if taxable]
        weights = [goods[percent] for percent in percents]
        if rate.inclusive and not self.revision.inclusive_charges_by_net:
            weights = [
                weight * (100 * RATE_SCALE + rate_millionths(percent))
                for weight, percent in zip(weights, percents, strict=True)
            ]
        parts = shares(amount, weights, range(len(weights)), sum(weights))
        found = []
        total = tax = 0
        for percent, part in zip(percents, parts, strict=True):
            own = Rate.of(percent, inclusive=rate.inclusive)
            net, head, due = self._line(part, own)
            found.append((percent, net, head))
            total += net
            tax += due
        return TaxedCharge(total, tax, plain(percent_of(tax, total)), tuple(found))


def goods_by_rate(cart: Cart, rates: Sequence[int], taxable: Sequence[int]) -> Goods:
    """Return the taxable value of the lines at each percent, also where it is 0."""
    known = cart.columns.rates
    # Added up by index first: a Decimal is a slow key, and several rates show alike.
    by_index: dict[int, int] = {}
    for at, net in zip(rates, taxable, strict=True):
        by_index[at] = by_index.get(at, 0) + net
    found: dict[Decimal, int] = {}
    for at, net in by_index.items():
        percent = known[at].shown
        found[percent] = found.get(percent, 0) + net
    return dict(sorted(found.items()))


def handling(
    cart: Cart, store: Store, levy: ChargeTaxRule, goods: Goods
) -> list[tuple[int, TaxedCharge]]:
    """Return the handling of every line that has some, with the line's index."""
    per_unit = store.policies.handling is Handling.PER_UNIT
    quantities = cart.columns.quantities
    return [
        (at, levy.on(charge * quantities[at] if per_unit else charge, rate, goods))
        for at, charge, rate in cart.columns.handling
    ]


def store_charges(store: Store, levy: ChargeTaxRule, goods: Goods) -> list[TaxedCharge]:
    """Return the store's own charges, in the store's order."""
    return [
        levy.on(amount, rate, goods, policy)
        for amount, rate, policy in store.minor.charges
    ]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The line rule: what of an amount is tax.

Promises that an inclusive amount is the sum of its taxable value and its tax, that
equal components are equal to the last minor unit, and that no component is calculated
from another that was rounded.  Amounts are ints of minor units.

Knows one line at a time; `pricing.taxes` rounds over a whole document.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from attrs import define, evolve, field

from checkout_core.checks import ZERO
from checkout_core.money import Rounding
from checkout_core.money.exact import halved
from checkout_core.money.rounding import bias, divide
from checkout_core.tax.rates import PER_UNIT, Rate


if TYPE_CHECKING:
    from collections.abc import Sequence


__all__ = [
    "Labels",
    "LineRule",
    "RateRules",
    "give_way",
]


#: Name and percentage of each component of a tax, in the order of documents.
Labels: TypeAlias = tuple[tuple[str, Decimal], ...]


# The theory of the line rule
#
# A component of c % of a net amount n is n * c / 100.  Of an amount a that includes all
# components, together r %, n is a * 100 / (100 + r), so the component is
# a * c / (100 + r): one exact fraction of a, rounded once.  No component is calculated
# from another one or from a rounded net value; what remains of a is the net value.
# Equal components are calculated once and counted twice, so they cannot differ.
#
# 999.99 with 18 % inside as two halves: 999.99 * 9 / 118 is 76.2704..., rounded 76.27,
# twice 152.54, and 847.45 remain.  In minor units, with 2 * 9 as `n2`, 2 * 118 as `d2`
# and 118 as the bias of rounding half up: (99999 * 18 + 118) // 236 = 7627.
#
# Each component is rounded by itself, so that those of a tiny amount can exceed it:
# 0.01 with 200 % inside, rounded up, is twice 0.01.  Then they give way (`give_way`).


#: Read for each rate; an attribute of an enum takes as long as three others.
_HALF_EVEN = Rounding.HALF_EVEN


@define(eq=False, repr=False)
class LineRule:
    """
    The line rule for one rate at one place: what of an amount is tax.

    One equal component is `(amount * n2 + bias) // d2`; further components are rounded
    likewise.

    Attributes:
        rate: the rate, on top of amounts or inside them.
        names: what its equal components are called.
        count: how many equal components there are.
        n2: twice the numerator of an equal component's share of the amount.
        bias: what is added before the division, so that it rounds.
        d2: twice the denominator.
        rounding: how a component is rounded.
        outside: the same rate on top of a net amount if the split is `net_exact`, else
            None.
        simple: whether there are equal components only, rounded by the bias.
        inside: how many times an equal component is part of the amount: `count`, or 0
            if tax is on top.
    """

    rate: Rate
    names: tuple[str, ...]
    count: int
    n2: int
    bias: int
    d2: int
    rounding: Rounding
    outside: LineRule | None
    simple: bool
    inside: int

    @classmethod
    def of(
        cls,
        rate: Rate,
        names: tuple[str, ...],
        *,
        rounding: Rounding,
        net_exact: bool = False,
    ) -> LineRule:
        """Return the rule of *rate*, halved if there are two *names*."""
        count = len(names)
        numerator, denominator = rate.whole if count == 1 else rate.half
        outside = None
        if net_exact and rate.inclusive:
            bare = Rate.of(rate.percent, rate.extras, inclusive=False)
            outside = cls.of(bare, names, rounding=rounding)
        further = rate.shares or rate.fixed or outside
        # By position: ten keywords take 0.8 us more, as long as the rest of this.
        return cls(
            rate,
            names,
            count,
            2 * numerator,
            bias(denominator, rounding),
            2 * denominator,
            rounding,
            outside,
            not further and rounding is not _HALF_EVEN,
            count if rate.inclusive else 0,
        )

    @property
    def fraction(self) -> tuple[int, int, int, int]:
        """What a simple rule does to an amount: `n2`, `bias`, `d2` and `inside`."""
        return self.n2, self.bias, self.d2, self.inside

    @property
    def labels(self) -> Labels:
        """
        Name and percentage of each component, in the order of documents.

        A rate of 5 with two names is 2.5 under each of them.
        """
        rate = self.rate
        equal: Labels = ()
        if rate.by_regime:
            share = rate.percent if self.count == 1 else halved(rate.percent)
            equal = tuple([(name, share) for name in self.names])
        extras = tuple([(extra.name, extra.rate) for extra in rate.extras])
        return equal + extras + (((PER_UNIT, ZERO),) if rate.fixed else ())

    def amounts(self, equal: int, further: Sequence[int]) -> list[int]:
        """
        Return the amount of each component, in the order of the labels.

        *equal* is one of the equal components, *further* are the others, as `parts`
        returns them.
        """
        count = self.count if self.rate.by_regime else 0
        return [equal] * count + list(further)

    def parts(self, amount: int) -> tuple[int, int, tuple[int, ...]]:
        """
        Return (taxable value, one equal component, the further components).

        An inclusive *amount* is their sum, unless the split is `net_exact`.
        """
        if self.simple:
            equal = (amount * self.n2 + self.bias) // self.d2
            rest = amount - equal * self.inside
            if rest >= 0:
                return rest, equal, ()
        rate = self.rate
        fixed = rate.fixed and self.fixed_on(amount)
        if not rate.inclusive:
            equal, others = self._tax_on(amount)
            return amount, equal, (*others, fixed) if rate.fixed else others
        rest = net = amount - fixed
        if self.outside is None:
            equal, others = self._tax_on(rest)
        else:
            net = divide(rest * rate.net[0], rate.net[1], self.rounding)
            _, equal, others = self.outside.parts(net)
        equal, others = give_way(equal, others, self.count, rest)
        if self.outside is None:
            net = rest - equal * self.count - sum(others)
        return net, equal, (*others, fixed) if rate.fixed else others

    def _tax_on(self, amount: int) -> tuple[int, tuple[int, ...]]:
        equal = divide(amount * self.n2, self.d2, self.rounding)
        shares = self.rate.shares
        return equal, tuple([divide(amount * n, d, self.rounding) for n, d in shares])

    def fixed_on(self, amount: int) -> int:
        """Return the duty per unit, whatever the price; 0 if the amount is 0."""
        if self.rate.inclusive:
            return min(self.rate.fixed, amount)
        return self.rate.fixed if amount else 0

    def taxable(self, amount: int) -> int:
        """Return S(amount), the taxable part by the line rule."""
        if not self.rate.inclusive:
            return amount
        return self.parts(amount)[0]

    def cost(self, amount: int) -> int:
        """Return what the shopper pays for *amount*, tax included."""
        if self.rate.inclusive:
            return amount
        if self.simple:
            return amount + (amount * self.n2 + self.bias) // self.d2 * self.count
        _, equal, others = self.parts(amount)
        return amount + equal * self.count + sum(others)

    def of_units(self, units: int, quantity: int) -> LineRule:
        """Return the rule for *units* of a line that has *quantity* of them."""
        if not self.rate.fixed:
            return self
        return evolve(
            self, rate=evolve(self.rate, fixed=self.rate.fixed * units // quantity)
        )


@define(eq=False, repr=False)
class RateRules:
    """
    The line rules of one rate, each made when it is first asked for.

    What is taxed at a rate is priced many times: the delivery once for each offer that
    is tried on a cart, a charge of the store once for each cart.

    Attributes:
        rate: the rate.
    """

    rate: Rate
    _known: dict[tuple[object, ...], LineRule] = field(init=False, factory=dict)

    def of(
        self, names: tuple[str, ...], rounding: Rounding, *, untaxed: bool = False
    ) -> LineRule:
        """
        Return the rule at a place whose equal components are *names*.

        *untaxed* says that no tax is due there, whatever the rate.
        """
        key = (names, rounding, untaxed)
        found = self._known.get(key)
        if found is None:
            rate = self.rate.untaxed if untaxed else self.rate
            found = LineRule.of(rate, names, rounding=rounding)
            self._known[key] = found
        return found


def give_way(
    equal: int, others: tuple[int, ...], count: int, amount: int
) -> tuple[int, tuple[int, ...]]:
    """
    Return the components reduced until they fit into an inclusive *amount*.

    Further components are reduced first, from the last to the first, then the equal
    ones, all by as much.

    >>> give_way(1, (1,), 2, 2), give_way(1, (1,), 2, 1)
    ((1, (0,)), (0, (0,)))
    """
    over = equal * count + sum(others) - amount
    if over <= 0:
        return equal, others
    kept = list(others)
    for i in reversed(range(len(kept))):
        portion = min(over, kept[i])
        kept[i] -= portion
        over -= portion
    return equal - -(-over // count), tuple(kept)

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

from attrs import define, evolve

from checkout_core.money import Rounding, bias, divide
from checkout_core.tax.rates import Rate


@define(eq=False)
class LineRule:
    """
    The line rule for one rate at one place: what of an amount is tax.

    One head of the tax is `(amount * n2 + bias) // d2`, and there are `heads` of them;
    further components (a cess) likewise.  `outside` is the same rate on top of a net
    amount, if the split is `net_exact`.  A `simple` rule has heads only, rounded by its
    bias.
    """

    rate: Rate
    heads: int
    n2: int
    bias: int
    d2: int
    rounding: Rounding
    outside: LineRule | None
    simple: bool

    @classmethod
    def of(
        cls, rate: Rate, *, split: bool, rounding: Rounding, net_exact: bool
    ) -> LineRule:
        """Return the rule of *rate*, halved if the tax is *split*."""
        numerator, denominator = rate.half if split else rate.whole
        outside = None
        if net_exact and rate.inclusive:
            bare = Rate.of(rate.percent, rate.extras, inclusive=False)
            outside = cls.of(bare, split=split, rounding=rounding, net_exact=False)
        further = rate.shares or rate.fixed or outside
        return cls(
            rate,
            2 if split else 1,
            2 * numerator,
            bias(denominator, rounding),
            2 * denominator,
            rounding,
            outside,
            not further and rounding is not Rounding.HALF_EVEN,
        )

    def parts(self, amount: int) -> tuple[int, int, tuple[int, ...]]:
        """
        Return (taxable value, one head of the tax, the further components).

        An inclusive *amount* is their sum, unless the split is `net_exact`.
        """
        rate = self.rate
        if self.simple:
            head = (amount * self.n2 + self.bias) // self.d2
            rest = amount - head * self.heads if rate.inclusive else amount
            if rest >= 0:
                return rest, head, ()
        fixed = rate.fixed and self.fixed_on(amount)
        if not rate.inclusive:
            head, others = self._tax_on(amount)
            return amount, head, (*others, fixed) if rate.fixed else others
        rest = net = amount - fixed
        if self.outside is None:
            head, others = self._tax_on(rest)
        else:
            net = divide(rest * rate.net[0], rate.net[1], self.rounding)
            _, head, others = self.outside.parts(net)
        head, others = give_way(head, others, self.heads, rest)
        if self.outside is None:
            net = rest - head * self.heads - sum(others)
        return net, head, (*others, fixed) if rate.fixed else others

    def _tax_on(self, amount: int) -> tuple[int, tuple[int, ...]]:
        head = divide(amount * self.n2, self.d2, self.rounding)
        shares = self.rate.shares
        return head, tuple([divide(amount * n, d, self.rounding) for n, d in shares])

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
            return amount + (amount * self.n2 + self.bias) // self.d2 * self.heads
        _, head, others = self.parts(amount)
        return amount + head * self.heads + sum(others)

    def of_units(self, units: int, quantity: int) -> LineRule:
        """Return the rule for *units* of a line that has *quantity* of them."""
        if not self.rate.fixed:
            return self
        return evolve(
            self, rate=evolve(self.rate, fixed=self.rate.fixed * units // quantity)
        )


def give_way(
    head: int, others: tuple[int, ...], heads: int, amount: int
) -> tuple[int, tuple[int, ...]]:
    """
    Return the components reduced until they fit into an inclusive *amount*.

    Further components are reduced first, from the last to the first, then the heads,
    all equally.

    >>> give_way(1, (1,), 2, 2), give_way(1, (1,), 2, 1)
    ((1, (0,)), (0, (0,)))
    """
    over = head * heads + sum(others) - amount
    if over <= 0:
        return head, others
    kept = list(others)
    for at in reversed(range(len(kept))):
        given = min(over, kept[at])
        kept[at] -= given
        over -= given
    return head - -(-over // heads), tuple(kept)

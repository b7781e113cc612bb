# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The slabs of a line's rate, as limits of what the line costs.

Promises that the slab of an amount is found by halving a list of ints.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from attrs import define


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checkout_core.cart.line import Line
    from checkout_core.tax.rates import Rate


__all__ = ["Slabs"]


# A slab reaches up to a net price of one unit.  Where prices include tax, that net
# price depends on the rate, which is what is sought: so the slabs are tried from the
# lowest, each with its own rate, and the first that holds decides.  With 5 % up to
# 2,500.00 and 18 % above, 2,625.00 is 2,500.00 without 5 % and is taxed at 5 %;
# 2,626.00 is 2,500.95 without 5 % and is taxed at 18 %, though 2,225.42 without 18 %.
#
# An amount is within a slab if amount * numerator <= edge * units * denominator, where
# numerator / denominator is the net part of the rate: so if it is at most the whole
# part of edge * units * denominator / numerator, for 2 units of the example 500000 *
# 105 / 100 = 525000.  Free units count too: they are pieces that the same amount buys.
# Of goods by measure the edge is for `price_per` base units, and the right side is
# divided by it: 60.00 per 1000 g is 15000 for 2500 g.  The first slab that holds an
# amount is also the first whose limit or one of those before it does, and those largest
# limits ascend: they can be halved.


@define(eq=False, repr=False, kw_only=True)
class Slabs:
    """
    The slabs of a line's rate, to be found by what the line costs.

    Attributes:
        line: the index of the line.
        limits: the largest amount of the line, in its own basis, that this slab or one
            before it holds; ascending, one fewer than `rates`.
        rates: the rate of each slab, an index into the cart's `rates`.
        edges: of each slab but the last what its limit is made of: the net price that
            it reaches up to, the net part of its rate as a fraction, and a duty inside
            the amount.
        units: the units that are billed.
        price_per: how many of them the price is for.
    """

    line: int
    limits: tuple[int, ...]
    rates: tuple[int, ...]
    edges: tuple[tuple[int, int, int, int], ...]
    units: int
    price_per: int

    def with_units(self, free: int) -> tuple[int, ...]:
        """Return `limits` where the line has *free* units in addition."""
        return _limits(self.edges, self.units + free, self.price_per)

    @classmethod
    def of(
        cls,
        index: int,
        line: Line,
        edges: Sequence[int | None],
        own: Sequence[int],
        rates: Sequence[Rate],
    ) -> Slabs:
        """Return the slabs of a line by the *edges* of prices and its *own* rates."""
        found = tuple(
            [
                (edge, *rates[i].net, rates[i].fixed if rates[i].inclusive else 0)
                for edge, i in zip(edges, own, strict=True)
                if edge is not None
            ]
        )
        return cls(
            line=index,
            limits=_limits(found, line.quantity, line.price_per),
            rates=tuple(own),
            edges=found,
            units=line.quantity,
            price_per=line.price_per,
        )


def _limits(
    edges: Iterable[tuple[int, int, int, int]], units: int, price_per: int
) -> tuple[int, ...]:
    """Return the limits of `Slabs`; the last slab has none."""
    found = [
        edge * units * denominator // (numerator * price_per) + duty
        for edge, numerator, denominator, duty in edges
    ]
    return tuple(accumulate(found, max))

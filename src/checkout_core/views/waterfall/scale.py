# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Where the bars of a waterfall lie on a line of any length, in whole numbers.

Promises that every step that moves something can be seen.  Knows neither pictures nor
pages, and no side that a line begins at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.money.exact import difference
from checkout_core.money.rounding import Rounding, divide


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.views.waterfall.bars import Bar, Waterfall


@frozen(kw_only=True)
class Scale:
    """
    The levels of a waterfall on a line.

    Attributes:
        low: the lowest level, which lies at 0; not above 0.
        high: the highest level, which lies at the end of the line.
        length: of the line, in a unit of the caller's choice.
        thin: the least length of a bar in this unit, so that it can be seen.

    >>> from decimal import Decimal
    >>> scale = Scale(low=Decimal("0.00"), high=Decimal("3.00"), length=400, thin=2)
    >>> scale.at(Decimal("1.00"))
    133
    """

    low: Decimal
    high: Decimal
    length: int
    thin: int

    @classmethod
    def of(cls, found: Waterfall, length: int, thin: int) -> Scale:
        """Return the scale that has room for every level of *found*, and for 0."""
        levels = [level for each in found.bars for level in (each.start, each.end)]
        return cls(low=min(levels), high=max(levels), length=length, thin=thin)

    def at(self, level: Decimal) -> int:
        """Return where *level* lies; where all levels are equal everything is at 0."""
        (a, b), (c, d), (e, f) = [
            each.as_integer_ratio() for each in (level, self.low, self.high)
        ]
        whole = (e * d - c * f) * b
        if not whole:
            return 0
        return divide((a * d - c * b) * f * self.length, whole, Rounding.HALF_UP)

    def ends(self, bar: Bar) -> tuple[int, int]:
        """Return from where to where *bar* lies, the lower end first."""
        low, high = sorted((self.at(bar.start), self.at(bar.end)))
        if high - low < self.thin:
            high = min(low + self.thin, self.length)
            low = high - self.thin
        return low, high

    def tax(self, bar: Bar) -> tuple[int, int]:
        """Return from where to where the tax inside a total lies."""
        _, high = self.ends(bar)
        low = self.at(difference(bar.end, bar.inside))
        return min(low, high - self.thin), high


__all__ = ["Scale"]

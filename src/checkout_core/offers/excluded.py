# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The lines of a cart as an offer sees them that excludes some.

Promises that an excluded line is in no list of lines that is looked up; columns of all
lines keep their places, so indexes mean what they mean in the cart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from attrs import define

from checkout_core.offers.benefits.benefit import CartLines


if TYPE_CHECKING:
    from checkout_core.offers.benefits.benefit import AbsentGift
    from checkout_core.offers.conditions import Exclude
    from checkout_core.offers.selectors import Selector


K = TypeVar("K")


class ExcludableLines(CartLines, Protocol):
    """The lines of a cart, with what exclusions ask of them."""

    @property
    def discounted(self) -> Sequence[int]:
        """The lines whose listing price is above their selling price."""
        ...

    @property
    def kept(self) -> dict[Any, Any]:
        """What was worked out once for all quotes of the cart."""
        ...


class _Visible(Mapping[K, Sequence[int]]):
    """A part of an index of lines, without those that are gone."""

    def __init__(self, index: Mapping[K, Sequence[int]], gone: set[int]) -> None:
        self._index = index
        self._gone = gone

    def __getitem__(self, key: K) -> Sequence[int]:
        gone = self._gone
        return [i for i in self._index[key] if i not in gone]

    def __iter__(self) -> Iterator[K]:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self._index)


@define(eq=False, repr=False)
class VisibleLines:
    """
    The lines of a cart without those that an offer excludes.

    Attributes:
        everything: the indexes of the lines that are left.
        units, ranks: of all lines of the cart.
        by_product, by_category: as in `LineIndex`, without the excluded lines.
    """

    everything: Sequence[int]
    units: Sequence[int]
    ranks: Sequence[int]
    by_product: Mapping[tuple[str | None, str | None], Sequence[int]]
    by_category: Mapping[str, Sequence[int]]


@define(eq=False, repr=False)
class Exclusion:
    """
    What some offers of a store exclude; equal ones are one object.

    Attributes:
        on: what is excluded.
        discounted: whether lines whose listing price is above their selling price are.
    """

    on: Selector
    discounted: bool

    @classmethod
    def of(cls, exclude: Exclude) -> Exclusion:
        """Return the exclusion of an offer."""
        return cls(exclude.on, exclude.discounted)

    def seen(self, lines: ExcludableLines) -> CartLines:
        """Return *lines* without the excluded ones, which are *lines* if none is."""
        kept = lines.kept
        if self not in kept:
            kept[self] = self._visible(lines)
        # The cart's own lines are not kept in themselves.
        found: CartLines | None = kept[self]
        return lines if found is None else found

    def _visible(self, lines: ExcludableLines) -> VisibleLines | None:
        """Return *lines* without the excluded ones, None if none is."""
        gone = set(self.on.lines(lines))
        if self.discounted:
            gone.update(lines.discounted)
        if not gone:
            return None
        return VisibleLines(
            [i for i in lines.everything if i not in gone],
            lines.units,
            lines.ranks,
            _Visible(lines.by_product, gone),
            _Visible(lines.by_category, gone),
        )

    def hides(self, gift: AbsentGift, lines: ExcludableLines) -> bool:
        """Return whether a gift that is in none of the other lines is excluded."""
        return self.on.covers(gift.wanted) or bool(gift.wanted.lines(lines))

    def hides_all(self, lines: ExcludableLines, reach: Selector) -> bool:
        """Return whether some line is in *reach*, and every such line is excluded."""
        seen = self.seen(lines)
        return seen is not lines and not reach.concerns(seen) and reach.concerns(lines)


__all__ = ["ExcludableLines", "Exclusion", "VisibleLines"]

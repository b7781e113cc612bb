# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The lines that a shopper could add, found by what an offer gives.

Promises that a line is found without a look at all others, and that its quantity is one
that may be ordered.  Knows nothing of prices.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.cart import Line
from checkout_core.cart.compiled import IndexedLines
from checkout_core.checks import MAX_QUANTITY, Validator, listing
from checkout_core.offers import Choice


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checkout_core.ledger import MissingGift


@frozen(slots=False, eq=False, repr=False)
class Catalogue:
    """
    The lines that a shopper could add.

    Whoever evaluates many carts makes it once, with `of`: then the lines are checked
    and indexed once.

    Attributes:
        lines: one for each product; their quantity is ignored.
    """

    lines: tuple[Line, ...]

    def __iter__(self) -> Iterator[Line]:
        """Iterate over the lines."""
        return iter(self.lines)

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Catalogue:
        """Return the catalogue of *lines*; raise for a value that is not a `Line`."""
        if isinstance(lines, Catalogue):
            return lines
        check = Validator()
        items = listing(check, "catalogue", lines) or ()
        for i, line in enumerate(items):
            check.instance(f"catalogue[{i}]", line, Line, "a Line")
        check.raise_any()
        return cls(items)

    @cached_property
    def index(self) -> IndexedLines:
        """The lines, to be found by product, variant and category."""
        return IndexedLines.of(self.lines)

    def matching(self, gift: MissingGift, units: int) -> Iterator[tuple[int, Line]]:
        """Yield index and line of what *gift* names, with about *units* units."""
        choice = Choice(gift.product_id, gift.variant_id, gift.category_id)
        for i in choice.lines(self.index):
            line = self.lines[i]
            most = line.max_order_quantity
            least = max(line.min_order_quantity, min(units, most or units))
            quantity = orderable_quantity(line, least)
            if quantity is not None:
                yield i, line.changed(quantity=quantity)


def orderable_quantity(line: Line, least: int) -> int | None:
    """Return the smallest quantity from *least* on that may be ordered, if any."""
    step, most = line.incremental_quantity, line.max_order_quantity
    quantity = -(-least // step) * step
    allowed = quantity <= MAX_QUANTITY and (most is None or quantity <= most)
    return quantity if allowed else None


__all__ = ["Catalogue", "orderable_quantity"]

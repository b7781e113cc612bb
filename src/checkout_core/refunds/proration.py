# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Shares of amounts that are already rounded, in minor units.

Promises that the shares of a figure add up to it in any number of steps, and that equal
components (CGST and SGST) stay equal.  Knows nothing of orders.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.money import Rounding, divide


if TYPE_CHECKING:
    from collections.abc import Sequence


def prorate(amount: int, units: int, quantity: int) -> int:
    """
    Return the share of *units* out of *quantity*, rounded half up.

    >>> [prorate(10000, units, 3) for units in (1, 2, 3)]
    [3333, 6667, 10000]
    """
    return divide(amount * units, quantity, Rounding.HALF_UP)


def apportion(total: int, figures: Sequence[Sequence[int]]) -> list[list[int]]:
    """
    Return *total* shared over *figures* in proportion, none above its figure.

    Figures of one group are equal and stay so.  *total* is at most their
    sum; a unit that a group could not share equally is not given.

    >>> apportion(50, [[80], [10, 10]]), apportion(1, [[0], [5, 5]])
    ([[40], [5, 5]], [[0], [0, 0]])
    """
    whole = sum(map(sum, figures))
    if not whole:
        return [list(each) for each in figures]
    found = [[n * total // whole for n in each] for each in figures]
    left = total - sum(map(sum, found))
    order = sorted(
        range(len(figures)),
        key=lambda at: (-(figures[at][0] * total % whole), -figures[at][0], at),
    )
    moved = True
    while left and moved:
        moved = False
        for at in order:
            size = len(figures[at])
            if size <= left and found[at][0] < figures[at][0]:
                found[at] = [n + 1 for n in found[at]]
                left -= size
                moved = True
    return found


def to_tenders(
    amount: int, whole: Sequence[int], gone: Sequence[int], *, pro_rata: bool
) -> list[int]:
    """
    Return the part of *amount* for each tender; *gone* of *whole* was refunded before.

    One tender after the other; with *pro_rata* in proportion to what each paid,
    cumulatively, so that rounding never adds up over several refunds.

    >>> to_tenders(50, [60, 30, 10], [20, 0, 0], pro_rata=False)
    [40, 10, 0]
    >>> to_tenders(50, [60, 30, 10], [0, 0, 0], pro_rata=True)
    [30, 15, 5]
    """
    found = []
    so_far, rest = amount + sum(gone), sum(whole)
    for paid, had in zip(whole, gone, strict=True):
        given = min(amount, paid - had)
        if pro_rata and rest:
            # A share of the whole leaves no more than the later tenders can take.
            given = min(given, max(prorate(paid, so_far, rest) - had, 0))
        found.append(given)
        amount -= given
        so_far -= had + given
        rest -= paid
    return found

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Shares of amounts that are already rounded, in minor units.

Promises that the shares of a figure add up to it in any number of steps, and that equal
components (CGST and SGST) stay equal.  Knows nothing of orders.

Three questions, and a function for each.  `prorate`: what is due of one figure for some
of its units?  `apportion`: how is an amount spread over several figures?  `to_tenders`:
which tender does an amount go back to?
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.money import Rounding
from checkout_core.money.rounding import divide


if TYPE_CHECKING:
    from collections.abc import Sequence


def prorate(amount: int, units: int, quantity: int) -> int:
    """
    Return the share of *units* out of *quantity*, rounded half up.

    Callers subtract shares and do not add them.  A share of 100.00 for one unit of
    three is 33.33, and three of these are only 99.99; the shares of one, two and three
    units end at 100.00, and their differences are 33.33, 33.34 and 33.33.

    >>> [prorate(10000, units, 3) for units in (1, 2, 3)]
    [3333, 6667, 10000]
    """
    # Of most lines nothing comes back, and few payments have a discount.
    if not (amount and units):
        return 0
    return divide(amount * units, quantity, Rounding.HALF_UP)


def apportion(total: int, figures: Sequence[Sequence[int]]) -> list[list[int]]:
    """
    Return *total* shared over *figures* in proportion, none above its figure.

    *total* is at most the sum of the figures.  Those of one group are equal, such as
    CGST and SGST, and stay so; a unit that a group could not share equally is not
    given.

    By largest remainders: every figure gets its share rounded down, and what is left
    goes to the groups one unit a figure, the one that lost most first; of equal losses
    the larger figure first, then the earlier.  0.50 over 0.80 and two halves of 0.10 is
    exactly 0.40, 0.05 and 0.05.  Of 0.49 the shares are 0.392, 0.049 and 0.049, rounded
    down 0.39, 0.04 and 0.04, and 0.02 are left: the halves lost more, and as there is
    one for each of them, both go there.

    >>> apportion(50, [[80], [10, 10]]), apportion(49, [[80], [10, 10]])
    ([[40], [5, 5]], [[39], [5, 5]])
    >>> apportion(1, [[0], [5, 5]])
    [[0], [0, 0]]
    """
    whole = sum(map(sum, figures))
    if not whole:
        return [list(group) for group in figures]
    found = [[figure * total // whole for figure in group] for group in figures]
    remaining = total - sum(map(sum, found))
    order = sorted(
        range(len(figures)),
        key=lambda i: (-(figures[i][0] * total % whole), -figures[i][0], i),
    )
    found_room = True
    while remaining and found_room:
        found_room = False
        for index in order:
            size = len(figures[index])
            if size <= remaining and found[index][0] < figures[index][0]:
                found[index] = [share + 1 for share in found[index]]
                remaining -= size
                found_room = True
    return found


def to_tenders(
    amount: int, whole: Sequence[int], refunded: Sequence[int], *, pro_rata: bool
) -> list[int]:
    """
    Return the part of *amount* for each tender, of whose *whole* some is *refunded*.

    As a waterfall one tender after the other is filled: with 0.60 paid by the gateway
    (0.20 of it refunded before), 0.30 by credit and 0.10 by points, 0.50 goes back with
    0.40, 0.10 and nothing.

    With *pro_rata* each takes its share of all refunds so far, less what it got before,
    so that rounding never adds up over several refunds: 0.20 more are 0.70 so far, of
    which 0.42, 0.21 and 0.07 are due, so 0.02, 0.11 and 0.07 are refunded.  Shares are
    taken one by one, each of what the ones before it left: the last one takes exactly
    the rest.

    >>> to_tenders(50, [60, 30, 10], [20, 0, 0], pro_rata=False)
    [40, 10, 0]
    >>> to_tenders(50, [60, 30, 10], [0, 0, 0], pro_rata=True)
    [30, 15, 5]
    >>> to_tenders(20, [60, 30, 10], [40, 10, 0], pro_rata=True)
    [2, 11, 7]
    """
    found = []
    so_far, rest = amount + sum(refunded), sum(whole)
    for paid, before in zip(whole, refunded, strict=True):
        part = min(amount, paid - before)
        if pro_rata and rest:
            # A share of the whole leaves no more than the later tenders can take.
            part = min(part, max(prorate(paid, so_far, rest) - before, 0))
        found.append(part)
        amount -= part
        so_far -= before + part
        rest -= paid
    return found

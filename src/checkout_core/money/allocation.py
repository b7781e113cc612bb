# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Shares of an amount in proportion to weights, of which nothing is lost.

Promises that the shares add up to the whole, that each differs from its exact value by
less than one minor unit, and that equal inputs give equal shares in any process.

Knows nothing of currencies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence


# The method of the largest remainder. The exact share of a weight w is total x w /
# whole. All shares are rounded down; the remainders, counted in parts of `whole`, add
# up to the units that are left, and the shares with the largest remainders get one
# each.
#
# 100.00 over the weights 898.20 and 225.00 (10000 over 89820 and 22500, whole 112320):
# the exact shares are 7996 + 89280/112320 and 2003 + 23040/112320. One unit is left,
# (89280 + 23040) / 112320, and goes to the first: 7997 and 2003.
#
# Ties. The remainder that gets the last unit is the edge. If the next one is smaller,
# the shares to round up are those with at least the edge, without a look at any order:
# adding whole - edge before the division carries exactly those over ((898200000 +
# 23040) // 112320 = 7997). If the next one is equal, one less is added, which carries
# over those above the edge only, and those at the edge are put in order: the larger
# weight first, then the smaller rank. 100 over 1, 1, 1 leaves one unit for three
# remainders of 1/3: 34, 33, 33.


def allocate(
    total: int, weights: Sequence[int], ranks: Sequence[int] | None = None
) -> list[int]:
    """
    Share *total* minor units in proportion to *weights*, losing nothing.

    Every share is rounded down, then the units left over go one each to the
    largest remainders; equal remainders to the larger weight, then to the
    smaller rank.

    Args:
        total: the minor units to share, 0 or more.
        weights: an int of 0 or more for each share.
        ranks: an int for each share; None (the default) for their position.

    Raises `ValueError` for a positive total over weights that are all zero,
    for anything negative and for a weight without a rank, and `TypeError` for
    what is not an int: shares of a float would lose money.

    >>> allocate(100, [1, 1, 1])
    [34, 33, 33]
    >>> allocate(10000, [89820, 22500])
    [7997, 2003]
    """
    order = range(len(weights)) if ranks is None else ranks
    foreign = [each for each in (total, *weights) if type(each) is not int]
    if foreign:
        msg = f"cannot allocate {foreign[0]!r}: give ints of minor units"
        raise TypeError(msg)
    if len(order) != len(weights):
        msg = f"{len(weights)} weights have {len(order)} ranks: give each its own"
        raise ValueError(msg)
    if total < 0 or any(weight < 0 for weight in weights):
        msg = f"cannot allocate {total} over {list(weights)}: nothing may be negative"
        raise ValueError(msg)
    whole = sum(weights)
    if not whole:
        if total:
            msg = f"cannot allocate {total} over weights that are all zero"
            raise ValueError(msg)
        return [0] * len(weights)
    return shares(total, weights, order, whole)


def shares(
    total: int,
    weights: Sequence[int],
    ranks: Sequence[int],
    whole: int,
    places: Sequence[int] | None = None,
) -> list[int]:
    """
    Return `allocate` without its checks; *whole* is the sum of *weights*, not 0.

    *places* are the indexes in *ranks* of the weights' ranks; by default their own
    positions.  Ranks are looked up only where there is a tie.
    """
    remainders = [total * weight % whole for weight in weights]
    left = sum(remainders) // whole
    if not left:
        return [total * weight // whole for weight in weights]
    falling = sorted(remainders, reverse=True)
    edge = falling[left - 1]
    rise = whole - edge
    if edge != falling[left]:
        return [(total * weight + rise) // whole for weight in weights]
    rounded = [(total * weight + rise - 1) // whole for weight in weights]
    tied = [i for i, remainder in enumerate(remainders) if remainder == edge]
    known = ranks if places is None else [ranks[place] for place in places]
    tied.sort(key=lambda i: (-weights[i], known[i]))
    for i in tied[: left - falling.index(edge)]:
        rounded[i] += 1
    return rounded


__all__ = ["allocate", "shares"]

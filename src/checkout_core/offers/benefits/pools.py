# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Units of lines: in which order an offer picks them, and how caps select among them.

A line may have a million units, so units are never listed one by one.  What is left of
a line is divided by its quantity, and each of its first units gets one of the left-over
minor units: the units of a line have at most two amounts, one minor unit apart, so they
are at most two `Group`s.  A line with 10.00 left and 3 units has one unit of 3.34 and
two of 3.33.  Everything here takes whole groups, or the first units of one, so the work
grows with the lines and not with the quantities.

Promises that what is picked of a line never exceeds what is left of it.  Knows no
single benefit.
"""

from __future__ import annotations

from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from checkout_core.money.allocation import shares
from checkout_core.money.exact import PERCENT_SCALE, percentage, rate_millionths
from checkout_core.offers.benefits.benefit import (
    NO_MATCH,
    NOTHING,
    TOO_FEW,
    TOO_LITTLE,
    Adjustment,
    Basket,
    NotMet,
    Outcome,
    Priority,
)


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from decimal import Decimal

    from checkout_core.offers.benefits.benefit import OfferRules


class HasPercent(Protocol):
    """What takes a percentage off."""

    @property
    def percent(self) -> Decimal:
        """0 to 100."""
        ...


def millionths_of(holder: HasPercent) -> int:
    """Return the percentage in millionths: worked out once, and asked for each cart."""
    return rate_millionths(holder.percent)


# Minimums ---------------------------------------------------------------------


def short_of(
    minimum_quantity: int | None,
    minimum_value: int | None,
    lines: Sequence[int],
    basket: Basket,
    *,
    matched: Sequence[int],
) -> NotMet | None:
    """
    Return which of a row's minimums its lines miss, if any.

    *lines* are those of the *matched* ones that it would take.
    """
    if not matched:
        return NotMet(NO_MATCH)
    if minimum_quantity is not None:
        missing = minimum_quantity - quantity_of(lines, basket)
        if missing > 0:
            return NotMet(TOO_FEW, units=missing)
    if minimum_value is not None:
        missing = minimum_value - amount_of(lines, basket)
        if missing > 0:
            return NotMet(TOO_LITTLE, amount=missing)
    return None


def too_little(missing: int, *, by_quantity: bool) -> NotMet:
    """Return that units, or an amount, are *missing*."""
    if by_quantity:
        return NotMet(TOO_FEW, units=missing)
    return NotMet(TOO_LITTLE, amount=missing)


def quantity_of(lines: Iterable[int], basket: Basket) -> int:
    """Return how many units *lines* have together; goods by measure have none."""
    units = basket.lines.units
    return sum([units[i] for i in lines])


def amount_of(lines: Iterable[int], basket: Basket) -> int:
    """Return what is left of *lines* together."""
    remaining = basket.remaining
    return sum([remaining[i] for i in lines])


# Amounts ----------------------------------------------------------------------


def at_most(amount: int, limit: int | None) -> int:
    """Return *amount*, at most *limit*; None for no limit."""
    return amount if limit is None else min(amount, limit)


def part_of(amount: int, millionths: int, basket: Basket) -> int:
    """Return a percentage of *amount*, given in millionths of a percent, rounded."""
    return percentage(amount, millionths, basket.rounding)


def percent_off(
    amounts: dict[int, int], millionths: int, basket: Basket
) -> dict[int, int]:
    """
    Return a percentage of all *amounts* together, allocated over their lines.

    It is given in *millionths* of a percent.  All of an amount needs no allocation.
    """
    whole = sum(amounts.values())
    if not whole or millionths == PERCENT_SCALE:
        return amounts
    total = part_of(whole, millionths, basket)
    return _allocated(total, amounts, whole, basket)


def within(
    amounts: dict[int, int], limit: int | None, basket: Basket
) -> dict[int, int]:
    """Return amounts by line reduced to *limit* in total, in proportion."""
    whole = sum(amounts.values())
    if limit is None or whole <= limit:
        return amounts
    return _allocated(limit, amounts, whole, basket)


def _allocated(
    total: int, amounts: dict[int, int], whole: int, basket: Basket
) -> dict[int, int]:
    ranks, lines = basket.lines.ranks, list(amounts)
    parts = shares(total, list(amounts.values()), ranks, whole, lines)
    return dict(zip(lines, parts, strict=True))


def money_off(off: dict[int, int], most: int | None, basket: Basket) -> Outcome:
    """Return discounts by line, reduced to the offer's own maximum *most*."""
    found = {i: less for i, less in within(off, most, basket).items() if less}
    return Adjustment(list(found), list(found.values())) if found else NotMet(NOTHING)


# Units ------------------------------------------------------------------------


#: Units of one line with the same amount each: the amount, the rank of the line, the
#: part (0 comes before 1), the line, and how many units.  In this order groups are
#: sorted by amount, line key and part; rank and part tell a group from all others.
Group: TypeAlias = tuple[int, int, int, int, int]

#: The units that a row may give on.
Pool: TypeAlias = list[Group]


def groups_of(lines: Iterable[int], basket: Basket) -> Pool:
    """
    Return the units of *lines* in at most two groups a line.

    Units whose amount is 0 are left out, and lines of goods by measure.
    """
    found = []
    units, remaining = basket.lines.units, basket.remaining
    ranks = basket.lines.ranks
    for i in lines:
        count = units[i]
        if not count:
            continue
        each, extra = divmod(remaining[i], count)
        if extra:
            found.append((each + 1, ranks[i], 0, i, extra))
        if each:
            found.append((each, ranks[i], 1, i, count - extra))
    return found


def with_units(lines: Iterable[int], basket: Basket) -> list[int]:
    """Return those of *lines* that have units: goods by measure have none."""
    units = basket.lines.units
    return [i for i in lines if units[i]]


def in_picking_order(groups: Pool, rules: OfferRules) -> Pool:
    """
    Return *groups* in the order in which the offer picks units.

    The order is total, so that equal carts are picked alike: units of the same amount
    are ordered by the keys of their lines.  Of a mug at 50.00 and tees at 33.34 and
    2 x 33.33, cheapest first picks 33.33, 33.33, 33.34, 50.00; first added, if the tees
    were, 33.34, 33.33, 33.33, 50.00.
    """
    return in_order(groups, rules.priority)


def in_order(groups: Pool, priority: Priority) -> Pool:
    """Return *groups* in one of the orders, whatever an offer says."""
    order = _ORDERS.get(priority)
    return sorted(groups) if order is None else sorted(groups, key=order)


#: By what units are ordered; cheapest first is the order of the groups themselves.
_ORDERS: Mapping[Priority, Callable[[Group], Any]] = MappingProxyType(
    {
        Priority.MOST_EXPENSIVE_FIRST: lambda group: (-group[0], *group[1:3]),
        # By the line's place in the cart, then by part.
        Priority.FIRST_ADDED: itemgetter(3, 2),
    }
)


def first_of(groups: Iterable[Group], count: int) -> Pool:
    """Return the first *count* units of *groups*."""
    found = []
    for group in groups:
        if not count:
            break
        amount, rank, part, line, most = group
        if most > count:
            found.append((amount, rank, part, line, count))
            break
        found.append(group)
        count -= most
    return found


def places_of(groups: Iterable[Group], size: int, place: int) -> Pool:
    """
    Return the unit at *place* (from 1) of each *size* units, counted over *groups*.

    Of 4 units at 5.00 and 2 at 3.00, every third is one at 5.00 and one at 3.00.
    """
    found, before = [], 0
    for amount, rank, part, line, units in groups:
        # Up to a count of c units, there are (c + size - place) // size such places.
        first = before + size - place
        count = (first + units) // size - first // size
        before += units
        if count:
            found.append((amount, rank, part, line, count))
    return found


def pool_of(groups: Pool, most: int | None, rules: OfferRules) -> Pool:
    """Return the first units of *groups*, as many as a row's own cap allows."""
    if most is None:
        return groups
    return first_of(in_picking_order(groups, rules), most)


def selected(pools: list[Pool], rules: OfferRules, basket: Basket) -> list[Pool]:
    """
    Return the units of each row that the offer's own cap selects.

    The cap selects in picking order over the units of all rows together: of a coat at
    100.00 and a sock at 10.00 in two rows, a cap of one unit, cheapest first, selects
    the sock, whatever the order of the rows.
    """
    most = rules.max_applicable_items
    if most is None:
        return pools
    if basket.revision.places_row_by_row:
        rows = [in_picking_order(pool, rules) for pool in pools]
        ordered = [group for row in rows for group in row]
    else:
        units = [group for pool in pools for group in pool]
        ordered = in_picking_order(units, rules)
    # A line, and so a rank, belongs to one row.
    row_of = {rank: i for i, pool in enumerate(pools) for _, rank, *_ in pool}
    found: list[Pool] = [[] for _ in pools]
    for group in first_of(ordered, most):
        found[row_of[group[1]]].append(group)
    return found


#: Sets of units that cost the same: how many sets, and what each of them costs.
Sets: TypeAlias = tuple[int, int]


def sets_of(groups: Iterable[Group], size: int) -> list[Sets]:
    """
    Return what the full sets of *size* units cost, one after another.

    A group of units begins with those that fill the set before it, and goes on with
    whole sets of equal units, so there are at most two entries a group.  In sets of 2,
    three units at 4.00 and four at 3.00 are one set at 8.00, one at 7.00 and one at
    6.00; one unit is left.
    """
    found: list[Sets] = []
    have = worth = 0
    for amount, _, _, _, units in groups:
        rest = units
        if have:
            filling = min(size - have, units)
            have += filling
            worth += filling * amount
            rest -= filling
            if have < size:
                continue
            found.append((1, worth))
        sets, have = divmod(rest, size)
        if sets:
            found.append((sets, size * amount))
        worth = have * amount
    return found


def side_by_side(one: list[Sets], other: list[Sets]) -> list[Sets]:
    """
    Return what the first sets of two lists cost together, then the second, and so on.

    It ends with the shorter list: 2 sets at 9.00 and 3 at 5.00 are 2 sets at 14.00.
    """
    found: list[Sets] = []
    i = j = first = second = a = b = 0
    while True:
        if not first:
            if i == len(one):
                return found
            (first, a), i = one[i], i + 1
        if not second:
            if j == len(other):
                return found
            (second, b), j = other[j], j + 1
        sets = min(first, second)
        found.append((sets, a + b))
        first, second = first - sets, second - sets


def by_line(pool: Iterable[Group]) -> dict[int, int]:
    """Return the amounts of the units of a pool, by line."""
    found: dict[int, int] = {}
    for amount, _, _, line, count in pool:
        found[line] = found.get(line, 0) + count * amount
    return found


def alone(
    lines: Sequence[int], most: int | None, rules: OfferRules, basket: Basket
) -> dict[int, int]:
    """Return by line the amounts that a row may discount under its own cap."""
    if most is None:
        remaining = basket.remaining
        return {i: remaining[i] for i in lines if remaining[i]}
    return by_line(pool_of(groups_of(lines, basket), most, rules))


def capped(
    rows: Iterable[tuple[Sequence[int], int | None]], rules: OfferRules, basket: Basket
) -> list[dict[int, int]]:
    """
    Return the amounts by line of the units that fit all caps, for each row.

    *rows* pairs the lines of each row with the most units that it may discount.  A
    row's cap selects first, among its own units; the offer's cap then selects among
    what the rows kept.  A row of 3 tees at 100.00 with at most 2, and one of 2 mugs at
    50.00, under a cap of 3 units, cheapest first: both mugs and one tee, 100.00 of each
    row.
    """
    if rules.max_applicable_items is None:
        return [alone(lines, most, rules, basket) for lines, most in rows]
    pools = [pool_of(groups_of(lines, basket), most, rules) for lines, most in rows]
    return [by_line(pool) for pool in selected(pools, rules, basket)]

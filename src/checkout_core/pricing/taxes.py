# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The tax on goods, at each level of rounding.

Promises that lines sum to totals at every level, that equal components are equal, and
that an inclusive line never holds more tax than money.  Returns
columns: the taxable value, one equal component and the further components of every
line.
"""

from __future__ import annotations

from bisect import bisect_left
from operator import add
from typing import TYPE_CHECKING

from attrs import define

from checkout_core.tax import TaxLevel


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from checkout_core.cart import Cart
    from checkout_core.cart.compiled import CartRules, CompiledCart, Fraction
    from checkout_core.tax.line_rule import LineRule


@define(eq=False, repr=False)
class Taxes:
    """
    The tax of every line, as columns of minor units.

    Attributes:
        taxable: the taxable value.
        equal: one equal component, which counts `LineRule.count` times.
        further: the components after those: a cess, or those of the line itself.
    """

    taxable: Sequence[int]
    equal: Sequence[int]
    further: Sequence[tuple[int, ...]]


def tax_of_lines(taxes: Taxes, rates: Sequence[int], rules: CartRules) -> Sequence[int]:
    """Return the tax of each line: its equal components and the further ones."""
    if rules.count:
        tax: Sequence[int] = [equal * rules.count for equal in taxes.equal]
    else:
        tax = [
            equal * rules.by_rate[rate].count
            for equal, rate in zip(taxes.equal, rates, strict=True)
        ]
    if taxes.further is not rules.no_further:
        tax = list(map(add, tax, map(sum, taxes.further)))
    return tax


def tax_of_all(taxes: Taxes, rates: Sequence[int], rules: CartRules) -> int:
    """Return the tax of all lines together."""
    if rules.count and taxes.further is rules.no_further:
        return sum(taxes.equal) * rules.count
    return sum(tax_of_lines(taxes, rates, rules))


def resolved(
    columns: CompiledCart, bases: Sequence[int], free: Mapping[int, int] | None = None
) -> Sequence[int]:
    """
    Return the rate of each line, an index into `columns.rates`.

    Slabs are decided by *bases*, the final net amounts: per unit, excluding tax
    and not rounded.  *free* are the free units of lines that have some, by line; they
    are units like those that are billed.
    """
    if not columns.slabs:
        return columns.rate
    found = list(columns.rate)
    for each in columns.slabs:
        line, limits = each.line, each.limits
        if free and line in free:
            limits = each.with_units(free[line])
        found[line] = each.rates[bisect_left(limits, bases[line])]
    return found


def goods_taxes(
    cart: Cart,
    level: TaxLevel,
    bases: Sequence[int],
    rates: Sequence[int],
    rules: CartRules,
) -> Taxes:
    """Return the taxes of all lines on *bases*, what is left plus what is funded."""
    if level is _LINE:
        return _by_line(cart.columns, bases, rates, rules)
    if level is _UNIT:
        return _by_unit(cart.columns.pieces, bases, rates, rules.by_rate)
    return _by_document(cart, bases, rates, rules.by_rate)


# As an attribute of its class a level takes as long as the tax of three lines.
_LINE, _UNIT = TaxLevel.LINE, TaxLevel.UNIT


# By columns: nearly all lines have a rule that is one fraction, and their tax is worked
# out for all of them at once.  The few others are then done once more, by their whole
# rule: those that are known beforehand, and those whose amount is so small that its
# components exceed it, of 0.01 with 200 % inside, rounded up, twice 0.01.  What such a
# fraction leaves of the amount is below 0, which is how they are found.
#
# Columns of one cart are equally long.  Where nothing else is done for a line than its
# tax, they are paired without `strict`, which takes as long as the tax of two lines.


def _by_line(
    columns: CompiledCart,
    bases: Sequence[int],
    rates: Sequence[int],
    rules: CartRules,
) -> Taxes:
    fractions: Sequence[Fraction] = rules.fractions
    if columns.slabs:
        by_rate = [rule.fraction for rule in rules.by_rate]
        fractions = [by_rate[rate] for rate in rates]
    equal = [
        (net * n2 + bias) // d2
        for net, (n2, bias, d2, _) in zip(bases, fractions)  # noqa: B905
    ]
    others: Iterable[int] = rules.others
    taxable = bases
    if rules.is_inside:
        taxable = [
            net - one * inside
            for net, one, (_, _, _, inside) in zip(bases, equal, fractions)  # noqa: B905
        ]
        if min(taxable) < 0:
            below = [i for i, net in enumerate(taxable) if net < 0]
            others = {*others, *below}
    if not others:
        return Taxes(taxable, equal, rules.no_further)
    taxable, further = list(taxable), list(rules.no_further)
    for i in others:
        rule = rules.by_rate[rates[i]]
        taxable[i], equal[i], further[i] = rule.parts(bases[i])
    return Taxes(taxable, equal, further)


def _by_unit(
    pieces: Sequence[int],
    bases: Sequence[int],
    rates: Sequence[int],
    rules: Sequence[LineRule],
) -> Taxes:
    taxable, equal, others = [], [], []
    for quantity, net, rate in zip(pieces, bases, rates, strict=True):
        rule = rules[rate].of_units(1, quantity)
        each, extra = divmod(net, quantity)
        more, less = rule.parts(each + 1), rule.parts(each)
        rest = quantity - extra
        taxable.append(extra * more[0] + rest * less[0])
        equal.append(extra * more[1] + rest * less[1])
        pairs = zip(more[2], less[2], strict=True)
        others.append(tuple([extra * high + rest * low for high, low in pairs]))
    return Taxes(taxable, equal, others)


def _by_document(
    cart: Cart,
    bases: Sequence[int],
    rates: Sequence[int],
    rules: Sequence[LineRule],
) -> Taxes:
    # Rates that differ in the duty of their lines alone are rounded together.
    kinds: dict[tuple[object, ...], int] = {}
    kind_of = []
    for rule in rules:
        known = rule.rate
        key = (known.percent, known.extras, known.inclusive, rule.names)
        kind_of.append(kinds.setdefault(key, len(kinds)))
    groups: dict[tuple[object, ...], list[int]] = {}
    for i, (line, rate) in enumerate(zip(cart.lines, rates, strict=True)):
        # Lines of two suppliers are on two invoices.
        of = (line.tax_category, kind_of[rate], line.supplier)
        groups.setdefault(of, []).append(i)
    taxable, equal = list(bases), [0] * len(bases)
    further: list[tuple[int, ...]] = [()] * len(bases)
    for lines in groups.values():
        own = [rules[rates[i]] for i in lines]
        parts = _one_group(cart.columns.ranks, bases, lines, own)
        for i, net, one, others in parts:
            taxable[i], equal[i], further[i] = net, one, others
    return Taxes(taxable, equal, further)


def _one_group(
    ranks: Sequence[int],
    bases: Sequence[int],
    lines: Sequence[int],
    rules: Sequence[LineRule],
) -> Iterator[tuple[int, int, int, tuple[int, ...]]]:
    """
    Round the components of one group on its sum and allocate them to its lines.

    Yields each line with its taxable value, one equal component and the further ones.
    """
    # Each component is rounded once, on the sum of the group, and comes back to the
    # lines in proportion to their amounts, so that the lines add up to the document's
    # tax.  Three lines of 0.30 at 18 %: 0.90 * 18 / 100 = 0.162, rounded 0.16, where
    # each line alone would give 0.05 and all 0.15.  The shares are 5 1/3 each, floored
    # 5 + 5 + 5, and the unit that is left goes to the line whose key is the smallest.
    # Of inclusive lines, a component takes room that the next one does not have any
    # more: no line may have more tax than money.
    # A duty for each unit stays on its own line and is not shared over the group.
    rule = rules[0].of_units(0, 1)
    inclusive = rule.rate.inclusive
    fixed = [own.fixed_on(bases[i]) for own, i in zip(rules, lines, strict=True)]
    nets = [
        bases[i] - (less if inclusive else 0)
        for i, less in zip(lines, fixed, strict=True)
    ]
    own_ranks = [ranks[i] for i in lines]
    base, one, further = rule.parts(sum(nets))
    room = list(nets)
    columns = []
    for size, total in ((rule.count, one), *((1, each) for each in further)):
        portions = allocate_within(
            total, nets, own_ranks, room if inclusive else None, size
        )
        room = [
            free - size * portion for free, portion in zip(room, portions, strict=True)
        ]
        columns.append(portions)
    parts = room if inclusive else nets
    if rule.outside is not None:
        parts = allocate_within(base, nets, own_ranks, nets, 1)
    for position, i in enumerate(lines):
        equal, *others = (column[position] for column in columns)
        if rules[position].rate.fixed:
            others.append(fixed[position])
        yield i, parts[position], equal, tuple(others)


def allocate_within(
    total: int,
    weights: Sequence[int],
    ranks: Sequence[int],
    room: Sequence[int] | None,
    size: int,
) -> list[int]:
    """
    Share *total* like `allocate`, but give no line more than it has room for.

    Floor shares first, then the units that are left, one each in the order of the
    largest remainder; with little room several rounds may be needed.  Each unit uses up
    *size* of a line's *room*; a line without room is skipped, and units for which no
    line has room are not given.

    >>> allocate_within(2, [1, 1, 4], [0, 1, 2], [1, 1, 4], 2)
    [0, 0, 2]
    """
    whole = sum(weights) or 1
    order = sorted(
        range(len(weights)),
        key=lambda i: (-(total * weights[i] % whole), -weights[i], ranks[i]),
    )
    found = [total * weight // whole for weight in weights]
    if room is not None:
        found = [min(n, free // size) for n, free in zip(found, room, strict=True)]
    remaining = total - sum(found)
    while remaining:
        if room is not None:
            order = [i for i in order if (found[i] + 1) * size <= room[i]]
        if not order:
            break
        for i in order[:remaining]:
            found[i] += 1
        remaining -= min(remaining, len(order))
    return found

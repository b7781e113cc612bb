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

from typing import TYPE_CHECKING, NamedTuple, assert_never

from checkout_core.tax import TaxLevel


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.cart import Cart
    from checkout_core.cart.compiled import CompiledCart
    from checkout_core.tax.line_rule import LineRule
    from checkout_core.tax.rates import Rate


class Taxes(NamedTuple):
    """
    The tax of every line, as columns of minor units.

    Attributes:
        taxable: the taxable value.
        equal: one equal component, which counts `LineRule.count` times.
        further: the components after those: a cess, or those of the line itself.
    """

    taxable: list[int]
    equal: list[int]
    further: list[tuple[int, ...]]

    def of(self, index: int, rule: LineRule) -> list[int]:
        """Return the components of the line at *index*, in the order of the labels."""
        return rule.amounts(self.equal[index], self.further[index])


def resolved(columns: CompiledCart, bases: Sequence[int]) -> Sequence[int]:
    """
    Return the rate of each line, an index into `columns.rates`.

    Slabs are decided by *bases*, the final net amounts: per unit, excluding tax
    and not rounded.
    """
    # A slab reaches up to a net price of one unit.  Where prices include tax, that net
    # price depends on the rate, which is what is sought: so the slabs are tried from
    # the lowest, each with its own rate, and the first that holds decides.  With 5 % up
    # to 2,500.00 and 18 % above, 2,625.00 is 2,500.00 without 5 % and is taxed at 5 %;
    # 2,626.00 is 2,500.95 without 5 % and is taxed at 18 %, though 2,225.42 without
    # 18 %.  Nothing is divided: amount * numerator <= edge * units * denominator.
    if not columns.slabs:
        return columns.rate
    found = list(columns.rate)
    for i, slabs in columns.slabs:
        found[i] = next(
            rate
            for edge, rate in slabs
            if edge is None
            or _reaches(columns.rates[rate], bases[i], edge * columns.quantities[i])
        )
    return found


def _reaches(rate: Rate, amount: int, edge: int) -> bool:
    """Return whether *amount*, excluding tax at *rate*, is at most *edge*."""
    numerator, denominator = rate.net
    net = max(0, amount - (rate.fixed if rate.inclusive else 0))
    return net * numerator <= edge * denominator


def goods_taxes(
    cart: Cart,
    level: TaxLevel,
    bases: Sequence[int],
    rates: Sequence[int],
    rules: Sequence[LineRule],
) -> Taxes:
    """Return the taxes of all lines on *bases*, what is left plus what is funded."""
    match level:
        case TaxLevel.LINE:
            return _by_line(bases, rates, rules)
        case TaxLevel.UNIT:
            return _by_unit(cart.columns.quantities, bases, rates, rules)
        case TaxLevel.DOCUMENT:
            return _by_document(cart, bases, rates, rules)
        case _:  # pragma: no cover - the type checker proves it
            assert_never(level)


def _by_line(
    bases: Sequence[int], rates: Sequence[int], rules: Sequence[LineRule]
) -> Taxes:
    found = Taxes([], [], [])
    taxable, equal, others = found
    for net, rate in zip(bases, rates, strict=True):
        rule = rules[rate]
        if rule.simple:
            # LineRule.parts for a rule of equal components only, without the calls.
            one = (net * rule.n2 + rule.bias) // rule.d2
            rest = net - one * rule.count if rule.rate.inclusive else net
            if rest >= 0:
                taxable.append(rest)
                equal.append(one)
                others.append(())
                continue
        part, one, further = rule.parts(net)
        taxable.append(part)
        equal.append(one)
        others.append(further)
    return found


def _by_unit(
    quantities: Sequence[int],
    bases: Sequence[int],
    rates: Sequence[int],
    rules: Sequence[LineRule],
) -> Taxes:
    found = Taxes([], [], [])
    taxable, equal, others = found
    for quantity, net, rate in zip(quantities, bases, rates, strict=True):
        rule = rules[rate].of_units(1, quantity)
        each, extra = divmod(net, quantity)
        more, less = rule.parts(each + 1), rule.parts(each)
        rest = quantity - extra
        taxable.append(extra * more[0] + rest * less[0])
        equal.append(extra * more[1] + rest * less[1])
        pairs = zip(more[2], less[2], strict=True)
        others.append(tuple([extra * high + rest * low for high, low in pairs]))
    return found


def _by_document(
    cart: Cart,
    bases: Sequence[int],
    rates: Sequence[int],
    rules: Sequence[LineRule],
) -> Taxes:
    groups: dict[tuple[object, ...], list[int]] = {}
    for i, (line, rate) in enumerate(zip(cart.lines, rates, strict=True)):
        known = rules[rate].rate
        key = (line.tax_category, known.percent, known.extras, known.inclusive)
        groups.setdefault(key, []).append(i)
    found = Taxes(list(bases), [0] * len(bases), [()] * len(bases))
    for lines in groups.values():
        _one_group(cart, bases, lines, [rules[rates[i]] for i in lines], found)
    return found


def _one_group(
    cart: Cart,
    bases: Sequence[int],
    lines: list[int],
    rules: list[LineRule],
    found: Taxes,
) -> None:
    """Round the components of one group on its sum and allocate them to its lines."""
    # Each component is rounded once, on the sum of the group, and comes back to the
    # lines in proportion to their amounts, so that the lines add up to the document's
    # tax.  Three lines of 0.30 at 18 %: 0.90 * 18 / 100 = 0.162, rounded 0.16, where
    # each line alone would give 0.05 and all 0.15.  The shares are 5 1/3 each, floored
    # 5 + 5 + 5, and the unit that is left goes to the line whose key is the smallest.
    # Of inclusive lines, a component takes room that the next one does not have any
    # more: no line may have more tax than money.
    taxable, equal, others = found
    # A duty for each unit stays on its own line and is not shared over the group.
    rule = rules[0].of_units(0, 1)
    inclusive = rule.rate.inclusive
    fixed = [own.fixed_on(bases[i]) for own, i in zip(rules, lines, strict=True)]
    nets = [
        bases[i] - (less if inclusive else 0)
        for i, less in zip(lines, fixed, strict=True)
    ]
    ranks = [cart.columns.ranks[i] for i in lines]
    base, one, further = rule.parts(sum(nets))
    room = list(nets)
    columns = []
    for size, total in ((rule.count, one), *((1, each) for each in further)):
        portions = allocate_within(
            total, nets, ranks, room if inclusive else None, size
        )
        room = [
            free - size * portion for free, portion in zip(room, portions, strict=True)
        ]
        columns.append(portions)
    parts = room if inclusive else nets
    if rule.outside is not None:
        parts = allocate_within(base, nets, ranks, nets, 1)
    for position, i in enumerate(lines):
        taxable[i] = parts[position]
        equal[i], *rest = (column[position] for column in columns)
        others[i] = (
            (*rest, fixed[position]) if rules[position].rate.fixed else tuple(rest)
        )


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
        before = remaining
        for i in order:
            if remaining and (room is None or (found[i] + 1) * size <= room[i]):
                found[i] += 1
                remaining -= 1
        if remaining == before:
            break
    return found

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The tax on goods, at each level of rounding.

Promises that lines sum to totals at every level, that CGST and SGST move as one
pair, and that an inclusive line never holds more tax than money.  Returns
columns: the taxable value, one head of the tax and the cess of every line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, assert_never

from checkout_core.money import Rounding, divide
from checkout_core.store import TaxLevel
from checkout_core.tax import LineRule, give_way


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.cart import Cart, Columns
    from checkout_core.money import Amount


#: taxable values, heads (each counts `rule.heads` times) and cesses, one a line.
Taxes: TypeAlias = "tuple[list[int], list[int], list[int]]"


def resolved(columns: Columns, based: Sequence[int]) -> Sequence[int]:
    """
    Return the rate of each line, an index into `columns.rates`.

    Slabs are decided by *based*, the final net amounts: per unit, excluding tax
    and not rounded.
    """
    if not columns.slabs:
        return columns.rate
    found = list(columns.rate)
    for at, slabs in columns.slabs:
        for edge, rate in slabs:
            found[at] = rate
            if edge is None:
                break
            known = columns.rates[rate]
            whole = 100 + (known.percent + known.cess_percent if known.inclusive else 0)
            numerator, denominator = whole.as_integer_ratio()
            room = edge * columns.quantities[at] * numerator
            if based[at] * 100 * denominator <= room:
                break
    return found


def goods_taxes(
    cart: Cart,
    level: TaxLevel,
    based: Sequence[int],
    rates: Sequence[int],
    rules: Sequence[LineRule],
) -> Taxes:
    """Return the taxes of all lines on *based*, what is left plus what is funded."""
    match level:
        case TaxLevel.LINE:
            return _by_line(based, rates, rules)
        case TaxLevel.UNIT:
            return _by_unit(cart.columns.quantities, based, rates, rules)
        case TaxLevel.DOCUMENT:
            return _by_document(cart, based, rates, rules)
        case _:  # pragma: no cover - the type checker proves it
            assert_never(level)


def _by_line(
    based: Sequence[int], rates: Sequence[int], rules: Sequence[LineRule]
) -> Taxes:
    taxable, heads, cesses = [], [], []
    for net, rate in zip(based, rates, strict=True):
        rule = rules[rate]
        if rule.simple:
            # LineRule.parts for one kind of head, without the calls.
            head = (net * rule.n2 + rule.bias) // rule.d2
            if not rule.rate.inclusive:
                taxable.append(net)
                heads.append(head)
                cesses.append(0)
                continue
            rest = net - head * rule.heads
            if rest >= 0:
                taxable.append(rest)
                heads.append(head)
                cesses.append(0)
                continue
        part, head, cess = rule.parts(net)
        taxable.append(part)
        heads.append(head)
        cesses.append(cess)
    return taxable, heads, cesses


def _by_unit(
    quantities: Sequence[int],
    based: Sequence[int],
    rates: Sequence[int],
    rules: Sequence[LineRule],
) -> Taxes:
    found: Taxes = [], [], []
    for quantity, net, rate in zip(quantities, based, rates, strict=True):
        each, extra = divmod(net, quantity)
        larger, smaller = rules[rate].parts(each + 1), rules[rate].parts(each)
        for column, more, less in zip(found, larger, smaller, strict=True):
            column.append(extra * more + (quantity - extra) * less)
    return found


def _by_document(
    cart: Cart,
    based: Sequence[int],
    rates: Sequence[int],
    rules: Sequence[LineRule],
) -> Taxes:
    groups: dict[tuple[str, int], list[int]] = {}
    for at, (line, rate) in enumerate(zip(cart.lines, rates, strict=True)):
        groups.setdefault((line.tax_category, rate), []).append(at)
    taxable = list(based)
    heads, cesses = [0] * len(based), [0] * len(based)
    ranks = cart.columns.ranks
    for (_, rate), lines in groups.items():
        rule = rules[rate]
        nets = [based[at] for at in lines]
        order = [ranks[at] for at in lines]
        whole = sum(nets)
        if not whole:
            continue
        base, head, cess = rule.parts(whole)
        inclusive = rule.rate.inclusive
        room = nets if inclusive else None
        found = spread(head, nets, order, room, rule.heads)
        if room is not None:
            used = zip(room, found, strict=True)
            room = [free - rule.heads * taken for free, taken in used]
        cesses_found = spread(cess, nets, order, room, 1)
        parts = spread(base, nets, order, nets, 1) if rule.net_exact else None
        for nth, at in enumerate(lines):
            heads[at], cesses[at] = found[nth], cesses_found[nth]
            if parts is not None:
                taxable[at] = parts[nth]
            elif inclusive:
                taxable[at] = nets[nth] - rule.heads * found[nth] - cesses_found[nth]
    return taxable, heads, cesses


def spread(
    total: int,
    weights: Sequence[int],
    ranks: Sequence[int],
    room: Sequence[int] | None,
    size: int,
) -> list[int]:
    """
    Share *total* like `allocate`, but give no line more than it has room for.

    A unit takes *size* of a line's *room*; a line without room is passed over,
    and units that find no line at all are not given.

    >>> spread(2, [1, 1, 4], [0, 1, 2], [1, 1, 4], 2)
    [0, 0, 2]
    """
    whole = sum(weights)
    order = sorted(
        range(len(weights)),
        key=lambda at: (-(total * weights[at] % whole), -weights[at], ranks[at]),
    )
    found = [total * weight // whole for weight in weights]
    if room is not None:
        found = [min(n, free // size) for n, free in zip(found, room, strict=True)]
    left = total - sum(found)
    while left:
        before = left
        for at in order:
            if left and (room is None or (found[at] + 1) * size <= room[at]):
                found[at] += 1
                left -= 1
        if left == before:
            break
    return found


__all__ = [
    "Amount",
    "Rounding",
    "Taxes",
    "divide",
    "give_way",
    "goods_taxes",
    "resolved",
]

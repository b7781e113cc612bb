# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Taxes on what is left after discounts: sections 2.4 and 4 of the contract."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .money import allocate, allocation_order, exact, minor, round_to
from .states import Supply


PAIR = {"CGST", "SGST", "UTGST"}


@dataclass(frozen=True, order=True)
class Rate:
    """A rate to show, and the parts it has where a line or charge names them."""

    percent: Fraction
    parts: tuple[tuple[str, Fraction, bool], ...] = ()


def rate_or_none(of: Mapping[str, Any], prefix: str = "") -> Rate | None:
    """A charge whose tax rate is absent or null has none of its own."""
    given = (of.get(f"{prefix}tax_rate"), of.get(f"{prefix}tax_components"))
    return None if given == (None, None) else read_rate(of, prefix)


def read_rate(of: Mapping[str, Any], prefix: str = "") -> Rate:
    """A rate, or components: each a share of the net amount, a compound one of all."""
    parts = tuple(
        (each["name"], exact(each["rate"]), bool(each.get("compound")))
        for each in of.get(f"{prefix}tax_components") or ()
    )
    if not parts:
        return Rate(exact(of.get(f"{prefix}tax_rate") or 0))
    total = sum((share for _, share in shares_of(parts)), Fraction(0))
    return Rate(Fraction(round_to(total * 10**6, "half_up"), 10**6), parts)


def shares_of(
    parts: Sequence[tuple[str, Fraction, bool]],
) -> list[tuple[str, Fraction]]:
    """What each component is in percent of the net amount."""
    found: list[tuple[str, Fraction]] = []
    for name, rate, compound in parts:
        before = sum((share for _, share in found), Fraction(0))
        found.append((name, rate * (1 + before / 100) if compound else rate))
    return found


@dataclass(frozen=True)
class Line:
    """One line of the cart, in minor units of its own price basis."""

    position: int
    key: tuple[str, str]
    product_id: str
    variant_id: str | None
    categories: frozenset[str]
    quantity: int
    unit_price: int
    inclusive: bool
    rate: Rate
    cess: Fraction
    slabs: tuple[tuple[int | None, Fraction], ...]
    tax_category: str
    handling: int
    handling_rate: Rate | None
    price_per: int = 1
    reduced: bool = False

    @property
    def measured(self) -> bool:
        """A line with `price_per` > 1 is measured: it has no units."""
        return self.price_per > 1

    @property
    def units(self) -> int:
        """It counts 0 in every quantity."""
        return 0 if self.measured else self.quantity

    @property
    def listed(self) -> int:
        """`round(selling_price x quantity / price_per)`, half-up always."""
        amount = Fraction(self.unit_price * self.quantity, self.price_per)
        return round_to(amount, "half_up")


@dataclass(frozen=True)
class Component:
    """A tax component: its name and its share of the rate."""

    name: str
    rate: Fraction


@dataclass(frozen=True)
class Split:
    """An amount taken apart: the taxable value and the tax of each component."""

    taxable: int
    taxes: tuple[int, ...]

    @property
    def tax(self) -> int:
        """Tax of a line is the sum of its components."""
        return sum(self.taxes)


@dataclass(frozen=True)
class TaxRules:
    """The store's tax policies, with their defaults."""

    supply: Supply
    level: str
    net_exact: bool
    charge_tax: str
    like_goods: bool
    rounding: str


@dataclass(frozen=True)
class Charge:
    """A charge taxed: value excluding tax, components and the rate to show."""

    taxable: int
    taxes: tuple[tuple[str, int], ...]
    rate: Fraction

    @property
    def tax(self) -> int:
        """Every charge has the same tax components as goods."""
        return sum(tax for _, tax in self.taxes)


def components_of(full: Rate, cess: Fraction, supply: Supply) -> tuple[Component, ...]:
    """One component, or CGST and SGST (UTGST) of half the rate each, or IGST; cess."""
    if full.parts:
        return tuple(Component(*each) for each in shares_of(full.parts))
    rate = full.percent
    half = rate / 2
    heads = {
        "unknown": (Component("GST", rate),),
        "intra": (Component("CGST", half), Component("SGST", half)),
        "intra_union_territory": (Component("CGST", half), Component("UTGST", half)),
        "inter": (Component("IGST", rate),),
    }.get(supply, (Component(supply, rate),))
    return (*heads, Component("CESS", cess)) if cess > 0 else heads


def give_way(
    taxes: Sequence[int], components: Sequence[Component], limit: int
) -> list[int]:
    """Other components give way first, the last before the others, then the pair."""
    bounded = list(taxes)
    while sum(bounded) > limit:
        others = [
            i
            for i, component in enumerate(components)
            if component.name not in PAIR and bounded[i] > 0
        ]
        if others:
            bounded[others[-1]] -= 1
        else:
            for i, component in enumerate(components):
                if component.name in PAIR:
                    bounded[i] -= 1
    return bounded


def line_rule(
    net: int,
    components: Sequence[Component],
    *,
    inclusive: bool,
    net_exact: bool,
    rounding: str,
) -> Split:
    """The line rule: exclusive, `gross_exact` or `net_exact`."""
    total = sum((component.rate for component in components), Fraction(0))
    if not inclusive:
        taxes = [round_to(net * c.rate / 100, rounding) for c in components]
        return Split(net, tuple(taxes))
    if net_exact:
        taxable = round_to(net * 100 / (100 + total), rounding)
        taxes = [round_to(taxable * c.rate / 100, rounding) for c in components]
        return Split(taxable, tuple(give_way(taxes, components, net)))
    taxes = [round_to(net * c.rate / (100 + total), rounding) for c in components]
    taxes = give_way(taxes, components, net)
    return Split(net - sum(taxes), tuple(taxes))


def rate_of(line: Line, net: int, free_units: int, exponent: int) -> Rate:
    """
    `tax_slabs`: the rate whose `up_to` holds for a piece's net excluding tax.

    Free units are pieces; a measured line tests net x price_per / quantity.
    """
    if not line.slabs:
        return line.rate
    pieces = line.quantity + free_units
    unit = Fraction(net * line.price_per, pieces * 10**exponent)
    for up_to, rate in line.slabs:
        divisor = 1 + (rate + line.cess) / 100 if line.inclusive else Fraction(1)
        if up_to is None or unit / divisor <= Fraction(up_to, 10**exponent):
            return Rate(rate)
    msg = "the last slab has no limit"
    raise AssertionError(msg)


def read_slabs(
    line: Mapping[str, Any], exponent: int
) -> tuple[tuple[int | None, Fraction], ...]:
    """When a line gives both `tax_rate` and `tax_slabs`, the slabs decide."""
    return tuple(
        (
            None if slab.get("up_to") is None else minor(slab["up_to"], exponent),
            exact(slab["rate"]),
        )
        for slab in line.get("tax_slabs") or ()
    )


def split_line(line: Line, net: int, rate: Rate, rules: TaxRules) -> Split:
    """The line rule, for an amount of a line at its resolved rate."""
    return line_rule(
        net,
        components_of(rate, line.cess, rules.supply),
        inclusive=line.inclusive,
        net_exact=rules.net_exact,
        rounding=rules.rounding,
    )


def split_units(line: Line, net: int, rate: Rate, rules: TaxRules) -> Split:
    """`unit`: the line's net is allocated to its units; a measured line is one."""
    count = 1 if line.measured else line.quantity
    units = allocate(net, [1] * count, range(count))
    splits = [split_line(line, unit, rate, rules) for unit in units]
    return Split(
        sum(split.taxable for split in splits),
        tuple(sum(column) for column in zip(*(s.taxes for s in splits), strict=True)),
    )


def hand_out(
    total: int,
    nets: Sequence[int],
    keys: Sequence[Any],
    room: list[int] | None,
    width: int,
) -> list[int]:
    """A line without room is passed over; left-over units go round again."""
    shares = [0] * len(nets)
    if total == 0:
        return shares

    def place(i: int, units: int) -> int:
        placed = units if room is None else min(units, room[i] // width)
        if room is not None:
            room[i] -= placed * width
        shares[i] += placed
        return placed

    whole = sum(nets)
    left = total
    for i, net in enumerate(nets):
        left -= place(i, total * net // whole)
    order = allocation_order(total, nets, keys)
    moved = True
    while left and moved:
        moved = False
        for i in order:
            if left and place(i, 1):
                left -= 1
                moved = True
    return shares


def split_group(
    lines: Sequence[Line], nets: Sequence[int], rate: Rate, rules: TaxRules
) -> list[Split]:
    """`document`: each component is rounded once on the sum and allocated by net."""
    first = lines[0]
    keys = [line.key for line in lines]
    components = components_of(rate, first.cess, rules.supply)
    whole = split_line(first, sum(nets), rate, rules)
    room = list(nets) if first.inclusive else None
    columns: list[list[int]] = []
    for component, total in zip(components, whole.taxes, strict=True):
        if component.name in {"SGST", "UTGST"}:
            columns.append(columns[-1])
        else:
            width = 2 if component.name == "CGST" else 1
            columns.append(hand_out(total, nets, keys, room, width))
    rows = list(zip(*columns, strict=True))
    if not first.inclusive:
        taxables = list(nets)
    elif rules.net_exact:
        taxables = allocate(whole.taxable, nets, keys)
    else:
        taxables = [net - sum(row) for net, row in zip(nets, rows, strict=True)]
    return [Split(taxable, row) for taxable, row in zip(taxables, rows, strict=True)]


def split_lines(
    lines: Sequence[Line],
    nets: Sequence[int],
    rates: Sequence[Rate],
    rules: TaxRules,
) -> list[Split]:
    """Levels: `line` (default), `document` per category, rates and basis, `unit`."""
    rows = list(zip(lines, nets, rates, strict=True))
    if rules.level == "unit":
        return [split_units(line, net, rate, rules) for line, net, rate in rows]
    if rules.level == "line":
        return [split_line(line, net, rate, rules) for line, net, rate in rows]
    groups: dict[object, list[int]] = {}
    for i, (line, _, rate) in enumerate(rows):
        group = (line.tax_category, rate, line.cess, line.inclusive)
        groups.setdefault(group, []).append(i)
    splits: dict[int, Split] = {}
    for members in groups.values():
        results = split_group(
            [lines[i] for i in members],
            [nets[i] for i in members],
            rates[members[0]],
            rules,
        )
        splits.update(zip(members, results, strict=True))
    return [splits[i] for i in range(len(lines))]


def goods_by_rate(
    found: Sequence[Rate], splits: Sequence[Split], rules: TaxRules
) -> dict[Rate, int]:
    """
    The distinct rates of the goods, each with its taxable value.

    Charges have the components of the goods only under the regime `components`.
    """
    rates = list(found) if rules.like_goods else [Rate(each.percent) for each in found]
    values = dict.fromkeys(sorted(rates), 0)
    for rate, split in zip(rates, splits, strict=True):
        values[rate] += split.taxable
    return values


def tax_charge(
    amount: int,
    own_rate: Rate | None,
    goods: Mapping[Rate, int],
    rules: TaxRules,
    *,
    inclusive: bool,
    policy: str | None = None,
) -> Charge:
    """
    Charge tax: `own_rate`, `highest` (cess aside), or `apportion` by value.

    Without a rate it follows the goods where it had its own; a charge that says
    its way itself wins over all of it.
    """
    follows = own_rate is None and rules.charge_tax == "own_rate"
    policy = policy or ("apportion" if follows else rules.charge_tax)
    own_rate = own_rate or Rate(Fraction(0))
    apportioned = policy == "apportion" and sum(goods.values()) > 0
    if apportioned:
        # Goods that cost nothing tax nothing: a charge has no component of theirs.
        rates = sorted(rate for rate in goods if goods[rate])
        # A price that includes tax is shared so that its net parts stand as the goods.
        weights = [
            goods[rate] * (100 + rate.percent if inclusive else 1) for rate in rates
        ]
        shares = allocate(amount, weights, rates)
        parts = list(zip(shares, rates, strict=True))
    elif policy == "highest":
        parts = [(amount, max(goods))]
    else:
        parts = [(amount, own_rate)]
    taxable = 0
    taxes: dict[str, int] = {}
    for part, rate in parts:
        components = components_of(rate, Fraction(0), rules.supply)
        split = line_rule(
            part,
            components,
            inclusive=inclusive,
            net_exact=False,
            rounding=rules.rounding,
        )
        taxable += split.taxable
        for component, tax in zip(components, split.taxes, strict=True):
            taxes[component.name] = taxes.get(component.name, 0) + tax
    if amount == 0:
        shown = Fraction(0)
    elif apportioned:
        shown = effective_rate(sum(taxes.values()), taxable)
    else:
        shown = parts[0][1].percent
    return Charge(taxable, tuple(taxes.items()), shown)


def effective_rate(tax: int, taxable: int) -> Fraction:
    """Under `apportion` the shown rate is the effective one, to two decimals."""
    if taxable == 0:
        return Fraction(0)
    return Fraction(round_to(Fraction(tax * 100 * 100, taxable), "half_up"), 100)

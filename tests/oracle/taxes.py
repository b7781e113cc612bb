# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Taxes on what is left after discounts: sections 2.4 and 4 of the contract."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from .money import allocate, allocation_order, exact, minor, round_to
from .supplies import (
    HEADS,
    Seller,
    Supply,
    category_under,
    without_payment,
)


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
    supplier: str = ""
    supply: Supply = "unknown"
    section_9_5: bool = False
    hsn_code: str | None = None
    unit: str | None = None

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

    supply_type: str
    level: str
    net_exact: bool
    charge_tax: str
    like_goods: bool
    rounding: str


@dataclass(frozen=True)
class Part:
    """A part of a charge: whose, how it is taxed, and what it came to."""

    supplier: str
    category: str
    rate: Fraction
    taxable: int
    taxes: tuple[tuple[str, int], ...]

    @property
    def tax(self) -> int:
        """Its components added up."""
        return sum(tax for _, tax in self.taxes)


@dataclass(frozen=True)
class Charge:
    """A charge taxed: its parts, and the rate to show."""

    parts: tuple[Part, ...]
    rate: Fraction

    @property
    def taxable(self) -> int:
        """Its value excluding tax."""
        return sum(part.taxable for part in self.parts)

    @property
    def taxes(self) -> tuple[tuple[str, int], ...]:
        """Every charge has the same tax components as goods."""
        found: dict[str, int] = {}
        for part in self.parts:
            for name, tax in part.taxes:
                found[name] = found.get(name, 0) + tax
        return tuple(found.items())

    @property
    def tax(self) -> int:
        """Its components added up."""
        return sum(part.tax for part in self.parts)


@dataclass(frozen=True)
class Goods:
    """
    The goods of one supplier, as its charges look at them.

    `values` are taxable values by rate, those at rate 0 are in `untaxed` by category.
    """

    seller: Seller
    supply: Supply
    values: Mapping[Rate, int]
    untaxed: Mapping[str, int]
    units: int

    @property
    def taxable(self) -> int:
        """The taxable value of all of them."""
        return sum(self.values.values())


def components_of(full: Rate, cess: Fraction, supply: Supply) -> tuple[Component, ...]:
    """One component, or CGST and SGST (UTGST) of half the rate each, or IGST; cess."""
    if full.parts:
        return tuple(Component(*each) for each in shares_of(full.parts))
    rate = full.percent
    names = HEADS.get(supply, (supply,))
    heads = tuple(Component(name, rate / len(names)) for name in names)
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
        components_of(rate, line.cess, line.supply),
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
    components = components_of(rate, first.cess, first.supply)
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
    """
    Levels: `line` (default), `unit`, `document`.

    The last is per category, rates, basis and supplier.
    """
    rows = list(zip(lines, nets, rates, strict=True))
    if rules.level == "unit":
        return [split_units(line, net, rate, rules) for line, net, rate in rows]
    if rules.level == "line":
        return [split_line(line, net, rate, rules) for line, net, rate in rows]
    groups: dict[object, list[int]] = {}
    for i, (line, _, rate) in enumerate(rows):
        basis = (line.tax_category, rate, line.cess, line.inclusive)
        group = (*basis, line.supplier, line.supply)
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


def goods_of(
    seller: Seller,
    supply: Supply,
    lines: Sequence[tuple[Line, Rate, Split, int]],
    rules: TaxRules,
) -> Goods:
    """
    The distinct rates of the goods of a seller, each with its taxable value.

    Charges have the components of the goods only under the regime `components`.
    """
    values: dict[Rate, int] = {}
    untaxed: dict[str, int] = {}
    units = 0
    for line, found, split, free in lines:
        rate = found if rules.like_goods else Rate(found.percent)
        values[rate] = values.get(rate, 0) + split.taxable
        if rate.percent == 0:
            category = category_under(line.tax_category, rules.supply_type)
            untaxed[category] = untaxed.get(category, 0) + split.taxable
        # Goods by measure are one.
        units += (1 if line.measured else line.units) + free
    return Goods(seller, supply, values, untaxed, units)


@dataclass(frozen=True)
class Levy:
    """How a charge is taxed: a rate, tax inside, a way and category of its own."""

    own_rate: Rate | None
    inclusive: bool
    policy: str | None = None
    category: str = "standard"


def tax_charge(amount: int, levy: Levy, goods: Goods, rules: TaxRules) -> Charge:
    """
    Charge tax: `own_rate`, `highest` (cess aside), or `apportion` by value.

    Without a rate it follows the goods where it had its own; a charge that says
    its way itself wins over all of it.
    """
    if not goods.seller.registered:
        goods = at_nothing(goods, rules)
    follows = levy.own_rate is None and rules.charge_tax == "own_rate"
    policy = levy.policy or ("apportion" if follows else rules.charge_tax)
    own_rate = levy.own_rate or Rate(Fraction(0))
    own_category = category_under(levy.category, rules.supply_type)
    if without_payment(rules.supply_type):
        own_rate = Rate(Fraction(0))
    shares = [(own_category, amount, own_rate)]
    apportioned = policy == "apportion" and goods.taxable > 0
    if apportioned:
        shares = apportioned_shares(amount, own_category, goods, levy)
    elif policy == "highest" and goods.values:
        highest = max(goods.values)
        category = own_category
        nothing = highest.percent == 0 or not goods.seller.registered
        if nothing and any(goods.untaxed.values()):
            largest = max(goods.untaxed.values())
            category = min(
                name for name, value in goods.untaxed.items() if value == largest
            )
        shares = [(category, amount, highest)]
    if not goods.seller.registered:
        shares = [(*share[:2], Rate(Fraction(0))) for share in shares]
    parts = []
    for category, share, rate in shares:
        components = components_of(rate, Fraction(0), goods.supply)
        split = line_rule(
            share,
            components,
            inclusive=levy.inclusive,
            net_exact=False,
            rounding=rules.rounding,
        )
        taxes = tuple(
            (component.name, tax)
            for component, tax in zip(components, split.taxes, strict=True)
        )
        parts.append(
            Part(goods.seller.id, category, rate.percent, split.taxable, taxes)
        )
    if amount == 0:
        shown = Fraction(0)
    elif apportioned:
        shown = effective_rate(
            sum(part.tax for part in parts), sum(part.taxable for part in parts)
        )
    else:
        shown = shares[0][2].percent
    return Charge(tuple(parts), shown)


def at_nothing(goods: Goods, rules: TaxRules) -> Goods:
    """
    The goods of who collects no tax: for a charge all of them are at rate 0.

    The page leaves open what goods under section 9(5) are there, whose tax the operator
    pays; the project counts them as standard ones.
    """
    taxed = sum(each for rate, each in goods.values.items() if rate.percent)
    if not taxed:
        return goods
    standard = category_under("standard", rules.supply_type)
    untaxed = dict(goods.untaxed)
    untaxed[standard] = untaxed.get(standard, 0) + taxed
    values = {Rate(Fraction(0)): goods.taxable}
    return replace(goods, values=values, untaxed=untaxed)


def apportioned_shares(
    amount: int, own_category: str, goods: Goods, levy: Levy
) -> list[tuple[str, int, Rate]]:
    """By rate first; the share at rate 0 then by category of the goods at rate 0."""
    # Goods that cost nothing tax nothing: a charge has no component of theirs.
    rates = sorted(rate for rate, value in goods.values.items() if value)
    # A price that includes tax is shared so that its net parts stand as the goods.
    weights = [
        goods.values[rate] * (100 + rate.percent if levy.inclusive else 1)
        for rate in rates
    ]
    found = []
    for share, rate in zip(allocate(amount, weights, rates), rates, strict=True):
        if rate.percent:
            found.append((own_category, share, rate))
            continue
        names = sorted(name for name, value in goods.untaxed.items() if value)
        split = allocate(share, [goods.untaxed[name] for name in names], names)
        found += [(name, each, rate) for name, each in zip(names, split, strict=True)]
    return found


def tax_shared(
    amount: int,
    levy: Levy,
    goods: Sequence[Goods],
    rules: TaxRules,
    *,
    costs: Mapping[str, int] | None = None,
) -> Charge:
    """
    A charge over suppliers: by the taxable value of their goods, else by units.

    *costs* by supplier replace that.  Each share is taxed by itself.
    """
    if len(goods) == 1:
        return tax_charge(amount, levy, goods[0], rules)
    ids = [each.seller.id for each in goods]
    weights = [each.taxable for each in goods]
    if costs is not None:
        weights = [costs.get(ident, 0) for ident in ids]
    elif not any(weights):
        weights = [each.units for each in goods]
    charges = [
        tax_charge(share, levy, each, rules)
        for share, each in zip(allocate(amount, weights, ids), goods, strict=True)
        if share
    ]
    if sum(1 for weight in weights if weight) == 1 and charges:
        return charges[0]
    parts = tuple(part for charge in charges for part in charge.parts)
    whole = Charge(parts, Fraction(0))
    return Charge(parts, effective_rate(whole.tax, whole.taxable))


def effective_rate(tax: int, taxable: int) -> Fraction:
    """The shown rate, where there are several, is the effective one, two decimals."""
    if taxable == 0:
        return Fraction(0)
    return Fraction(round_to(Fraction(tax * 100 * 100, taxable), "half_up"), 100)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The lines of a cart as columns of minor units, compiled once and used by every quote.

Promises amounts on the currency's grid, rates as fractions, and indexes that find the
lines of a product or a category.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import define, field, frozen

from checkout_core.cart.line import Line
from checkout_core.cart.people import Shipping
from checkout_core.cart.slabs import Slabs
from checkout_core.checks import ZERO, Validator
from checkout_core.money import Rounding
from checkout_core.money.rounding import divide
from checkout_core.statuses import TaxCategory
from checkout_core.tax.line_rule import LineRule, RateRules
from checkout_core.tax.rates import Rate, TaxComponent


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from checkout_core.currencies import Currency
    from checkout_core.tax.regime import Place, Supply


_STANDARD = TaxCategory.STANDARD

#: What a line rule does to an amount, as `LineRule.fraction`.
Fraction = tuple[int, int, int, int]


@define(eq=False, repr=False)
class CartRules:
    """
    How the lines of a cart are taxed at one place.

    Attributes:
        by_rate: a line rule for each of the cart's rates; of charges too, but without
            `net_exact`, which is for goods alone.
        fractions: the fraction of each line's rule, if slabs do not change its rate.
        is_inside: whether the price of any line includes its tax.
        others: the lines whose rule is more than its fraction, because it has further
            components, a duty for each unit, `net_exact`, or halves rounded to even.
        no_further: () for each line: the further components where no line has any.
        count: how many equal components every line has; 0 if lines differ, since they
            are of several suppliers.
        supply: what kind of supply it is.
    """

    by_rate: Sequence[LineRule]
    fractions: Sequence[Fraction]
    is_inside: bool
    others: Sequence[int]
    no_further: tuple[tuple[int, ...], ...]
    count: int
    supply: Supply

    def of_charge(self, rate: int) -> LineRule:
        """Return the rule of a charge at the rate of that index."""
        rule = self.by_rate[rate]
        if rule.outside is None:
            return rule
        return LineRule.of(rule.rate, rule.names, rounding=rule.rounding)


@define(eq=False, repr=False)
class ShownRates:
    """
    The rates of a cart as charges can have them: those that are shown alike are one.

    Attributes:
        rates: the percentage to show, and the components that replace it if charges are
            taxed like goods; the lowest first.
        of: for each of the cart's rates its index in `rates`.
        rules: line rules of each, for a charge on top of which tax comes, and for one
            that includes it.
    """

    rates: tuple[tuple[Decimal, tuple[TaxComponent, ...]], ...]
    of: tuple[int, ...]
    rules: Mapping[bool, tuple[RateRules, ...]]

    @classmethod
    def of_rates(
        cls, rates: Sequence[Rate], *, like_goods: bool, untaxed: bool = False
    ) -> ShownRates:
        """
        Return *rates* by what is shown; *like_goods*: charges are taxed alike.

        *untaxed* says that every one of them is 0.
        """
        if untaxed:
            rates = [rate.untaxed for rate in rates]
        keys = [
            (rate.shown, () if rate.by_regime or not like_goods else rate.extras)
            for rate in rates
        ]
        shown = sorted(dict.fromkeys(keys), key=_in_order)
        index = {key: i for i, key in enumerate(shown)}
        return cls(
            tuple(shown),
            tuple([index[key] for key in keys]),
            {
                inside: tuple(
                    [
                        RateRules(
                            Rate.of(ZERO if own else percent, own, inclusive=inside)
                        )
                        for percent, own in shown
                    ]
                )
                for inside in (False, True)
            },
        )


def _in_order(
    key: tuple[Decimal, tuple[TaxComponent, ...]],
) -> tuple[Decimal, list[tuple[str, Decimal, bool]]]:
    percent, components = key
    return percent, [(each.name, each.rate, each.compound) for each in components]


class Kept(dict[Any, Any]):
    """What is worked out once and kept, but for a copy or a pickle."""

    def __reduce__(self) -> tuple[type[Kept], tuple[()]]:
        """Keep nothing: a copy works it out again."""
        return Kept, ()


@frozen(eq=False, repr=False, kw_only=True)
class CompiledCart:
    """
    The lines of a cart as the engine reads them: tuples, one entry a line.

    Attributes:
        list_amounts: the list amount, price x quantity / price_per, in minor units.
        prices: the selling price of one unit, or of `price_per` base units, in minor
            units.
        quantities: units that are billed, of a measured line its base units.
        units: what offers count and pick: the quantity, 0 of a measured line.
        pieces: what tax and handling are charged for one by one: the quantity, 1 of a
            measured line.
        inclusive: whether the price includes tax.
        is_inside: whether that of any line does.
        rate: the index of its tax rate in `rates`, of the lowest of its slabs.
        rates: the different rates of the lines, their handling and the delivery.
        slabs: of the lines with slabs only.
        ranks: the position of the line if lines are ordered by their keys.
        everything: the indexes of all lines, a range.
        discounted: the lines whose listing price is above their selling price.
        classed: whether any line names a tax class.
        handling: for lines with a handling charge only: the line's index, the charge in
            minor units, the index of its rate, and whether it follows the goods.
        shipping: the cart's delivery cost in minor units, the index of its rate, and
            whether it follows the goods; None for none.
        categories: the tax category of each line; () if all are standard.
        by_product: the lines' indices by product and variant, where None means any.
        by_category: the lines' indices by category.
        total: the sum of `list_amounts`.
        no_further: () for each line, as in `CartRules`.
        suppliers: the supplier of each line, "" for the store itself; () if no line
            names one.
        is_shared: whether a line or the delivery names a supplier.
        heads: of each of `rates` whose tax it is: the supplier's, or "" for that of the
            store; () likewise.
        kept: no argument: what the views of a quote work out once for all quotes of the
            cart, each under a key of its own.
    """

    list_amounts: tuple[int, ...]
    prices: tuple[int, ...]
    quantities: tuple[int, ...]
    units: tuple[int, ...]
    pieces: tuple[int, ...]
    inclusive: tuple[bool, ...]
    is_inside: bool
    rate: tuple[int, ...]
    rates: tuple[Rate, ...]
    slabs: tuple[Slabs, ...]
    ranks: tuple[int, ...]
    everything: range
    discounted: tuple[int, ...]
    classed: bool
    handling: tuple[tuple[int, int, int, bool], ...]
    shipping: tuple[int, int, bool] | None
    categories: tuple[str, ...]
    by_product: dict[tuple[str | None, str | None], list[int]]
    by_category: dict[str, list[int]]
    total: int
    no_further: tuple[tuple[int, ...], ...]
    suppliers: tuple[str, ...]
    is_shared: bool
    heads: tuple[str, ...]
    kept: Kept = field(factory=Kept, init=False, repr=False)
    _rules: dict[tuple[object, ...], CartRules] = field(
        factory=dict, init=False, repr=False
    )
    _shown: dict[tuple[bool, bool], ShownRates] = field(
        factory=dict, init=False, repr=False
    )

    def rules(
        self,
        place: Place,
        rounding: Rounding,
        *,
        net_exact: bool,
        by_head: Mapping[str, Place] | None = None,
    ) -> CartRules:
        """
        Return how the lines are taxed at a *place*, which names the equal components.

        *by_head* are the places by `heads`, None (the default) if no line names a
        supplier.  It is kept for the next quote: to evaluate a store is to price one
        cart once for each offer.
        """
        names: tuple[object, ...] = place.component_names
        if by_head:
            names = tuple(
                [(head, each.component_names) for head, each in by_head.items()]
            )
        key = (names, place.supply.name, rounding, net_exact)
        found = self._rules.get(key)
        if found is None:
            found = self._rules_of(place, rounding, by_head, net_exact=net_exact)
            self._rules[key] = found
        return found

    def _rules_of(
        self,
        place: Place,
        rounding: Rounding,
        by_head: Mapping[str, Place] | None,
        *,
        net_exact: bool,
    ) -> CartRules:
        supply, names = place.supply, [place.component_names] * len(self.rates)
        if by_head:
            heads = self.heads or ("",) * len(self.rates)
            names = [by_head[head].component_names for head in heads]
        by_rate, fractions, simple = [], [], True
        for given, named in zip(self.rates, names, strict=True):
            rate = given.untaxed if supply.is_untaxed else given
            rule = LineRule.of(rate, named, rounding=rounding, net_exact=net_exact)
            by_rate.append(rule)
            fractions.append((rule.n2, rule.bias, rule.d2, rule.inside))
            simple = simple and rule.simple
        others: Sequence[int] = ()
        if not simple:
            odd = {i for i, rule in enumerate(by_rate) if not rule.simple}
            found = {each.line for each in self.slabs if not odd.isdisjoint(each.rates)}
            found.update([i for i, rate in enumerate(self.rate) if rate in odd])
            others = sorted(found)
        of_lines = [fractions[rate] for rate in self.rate]
        counts = {len(each) for each in names}
        return CartRules(
            by_rate,
            of_lines,
            self.is_inside,
            others,
            self.no_further,
            counts.pop() if len(counts) == 1 else 0,
            supply,
        )

    def shown_rates(self, *, like_goods: bool, untaxed: bool = False) -> ShownRates:
        """
        Return the rates as charges have them that are taxed as the goods are.

        *untaxed* says that no tax is due, whatever the rates are.
        """
        key = (like_goods, untaxed)
        found = self._shown.get(key)
        if found is None:
            found = ShownRates.of_rates(
                self.rates, like_goods=like_goods, untaxed=untaxed
            )
            self._shown[key] = found
        return found


@frozen(eq=False, repr=False)
class IndexedLines:
    """
    Lines that are found by their ids, such as those of a catalogue.

    Attributes:
        units: the units of each line, 0 if it is measured.
        everything: the indexes of all lines, a range.
        by_product: the indexes of the lines of each (product, variant) pair, where
            None stands for any.
        by_category: the indexes of the lines of each category.
    """

    units: tuple[int, ...]
    everything: range
    by_product: dict[tuple[str | None, str | None], list[int]]
    by_category: dict[str, list[int]]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> IndexedLines:
        """Return *lines* with their indexes, each in ascending order."""
        by_product: dict[tuple[str | None, str | None], list[int]] = {}
        by_category: dict[str, list[int]] = {}
        for i, line in enumerate(lines):
            by_product.setdefault((line.product_id, None), []).append(i)
            if line.variant_id is not None:
                by_product.setdefault((line.product_id, line.variant_id), []).append(i)
                by_product.setdefault((None, line.variant_id), []).append(i)
            for category in dict.fromkeys(line.category_ids):
                by_category.setdefault(category, []).append(i)
        units = [0 if line.price_per > 1 else line.quantity for line in lines]
        return cls(tuple(units), range(len(lines)), by_product, by_category)


class LineAmounts(NamedTuple):
    """
    The amounts of a line in minor units.

    Attributes:
        price: the selling price of one unit.
        cess: the cess on one unit.
        charge: the handling charge.
        edges: the upper limits of its tax slabs, None for the last.
    """

    price: int
    cess: int
    charge: int
    edges: tuple[int | None, ...]


def line_amounts(
    check: Validator, currency: Currency | None, path: str, line: Line
) -> LineAmounts:
    """Return the amounts of *line* in minor units; *path* is for its faults."""
    minor, price = check.minor, line.selling_price
    if line.listing_price is not price:
        # If it is the selling price itself it was not given, and the fault is reported
        # once.
        minor(f"{path}.listing_price", line.listing_price, currency)
    cess, charge = line.cess_per_unit, line.handling_charge_excluding_tax
    edges: tuple[int | None, ...] = ()
    found = minor(f"{path}.selling_price", price, currency)
    # Most lines have neither of these, and 0 is on every grid.
    cess_minor = minor(f"{path}.cess_per_unit", cess, currency) if cess else 0
    charged = 0
    if charge:
        charged = minor(f"{path}.handling_charge_excluding_tax", charge, currency)
    if line.tax_slabs:
        edges = tuple(
            [
                None
                if slab.up_to is None
                else minor(f"{path}.tax_slabs[{i}].up_to", slab.up_to, currency)
                for i, slab in enumerate(line.tax_slabs)
            ]
        )
    return LineAmounts(found, cess_minor, charged, edges)


def _marked(lines: Sequence[Line]) -> tuple[tuple[int, ...], tuple[str, ...], bool]:
    """Return `discounted`, `categories` and `classed` of a cart with *lines*."""
    discounted = []
    is_standard, is_classed = True, False
    for i, line in enumerate(lines):
        listed, price = line.listing_price, line.selling_price
        # Without a listing price of its own a line has its selling price there.
        if listed is not price and listed > price:
            discounted.append(i)
        if line.tax_category is not _STANDARD:
            is_standard = False
        if line.tax_class is not None:
            is_classed = True
    categories: tuple[str, ...] = ()
    if not is_standard:
        categories = tuple([str(line.tax_category) for line in lines])
    return tuple(discounted), categories, is_classed


def compile_cart(
    lines: tuple[Line, ...],
    amounts: Sequence[LineAmounts],
    shipping: Shipping | None,
    delivery: int,
) -> CompiledCart:
    """Return the columns of *lines*; *delivery* is the cost of *shipping*."""
    prices = tuple([minor.price for minor in amounts])
    rate_at, handling, measured = [], [], []
    found: dict[tuple[Decimal, tuple[TaxComponent, ...], bool, int, str], int] = {}
    suppliers: tuple[str, ...] = ()
    if any(line.supplier is not None for line in lines):
        suppliers = tuple([line.supplier or "" for line in lines])
    slabs: list[tuple[int, tuple[int | None, ...], list[int]]] = []
    for i, (line, (_, cess, charge, edges)) in enumerate(
        zip(lines, amounts, strict=True)
    ):
        inclusive, extras = line.price_including_tax, line.extras
        fixed = cess * line.quantity
        head = "" if line.section_9_5 else line.supplier or ""
        if line.price_per != 1:
            measured.append(i)
        if edges:
            own = [
                found.setdefault((each, extras, inclusive, fixed, head), len(found))
                for each in line.rates
            ]
            slabs.append((i, edges, own))
            rate_at.append(own[0])
        else:
            key = (line.tax_rate, extras, inclusive, fixed, head)
            rate_at.append(found.setdefault(key, len(found)))
        if charge:
            parts = line.handling_charge_tax_components
            rate = line.handling_charge_tax_rate
            key = (rate or ZERO, parts, False, 0, head)
            rated = found.setdefault(key, len(found))
            handling.append((i, charge, rated, rate is None and not parts))
    quoted = None
    if shipping is not None:
        inclusive, parts = shipping.price_including_tax, shipping.tax_components
        key = (shipping.tax_rate or ZERO, parts, inclusive, 0, "")
        rated = found.setdefault(key, len(found))
        quoted = (delivery, rated, shipping.follows_goods)
    ranks = [0] * len(lines)
    keys = [line.key for line in lines]
    for rank, i in enumerate(sorted(range(len(lines)), key=keys.__getitem__)):
        ranks[i] = rank
    rates = tuple(
        [
            Rate.of(percent, extras, inclusive=inclusive, fixed=fixed)
            for percent, extras, inclusive, fixed, _ in found
        ]
    )
    indexed = IndexedLines.of(lines)
    pieces = quantities = indexed.units
    if measured:
        quantities = tuple([line.quantity for line in lines])
        pieces = tuple([each or 1 for each in indexed.units])
    costs = [n * each for n, each in zip(prices, quantities, strict=True)]
    for i in measured:
        costs[i] = divide(costs[i], lines[i].price_per, Rounding.HALF_UP)
    list_amounts = tuple(costs)
    inclusive_at = tuple([line.price_including_tax for line in lines])
    discounted, categories, is_classed = _marked(lines)
    return CompiledCart(
        list_amounts=list_amounts,
        prices=prices,
        quantities=quantities,
        units=indexed.units,
        pieces=pieces,
        inclusive=inclusive_at,
        is_inside=True in inclusive_at,
        rate=tuple(rate_at),
        rates=rates,
        slabs=tuple(
            [Slabs.of(i, lines[i], edges, own, rates) for i, edges, own in slabs]
        ),
        ranks=tuple(ranks),
        everything=indexed.everything,
        discounted=discounted,
        classed=is_classed,
        handling=tuple(handling),
        shipping=quoted,
        categories=categories,
        by_product=indexed.by_product,
        by_category=indexed.by_category,
        total=sum(list_amounts),
        no_further=((),) * len(lines),
        suppliers=suppliers,
        is_shared=bool(suppliers) or bool(shipping and shipping.suppliers),
        heads=tuple([head for *_, head in found]) if suppliers else (),
    )


__all__ = [
    "CartRules",
    "CompiledCart",
    "IndexedLines",
    "LineAmounts",
    "ShownRates",
    "compile_cart",
    "line_amounts",
]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The lines of a cart as columns of minor units, compiled once and used by every quote.

Promises amounts on the currency's grid, rates as fractions, and indexes that find the
lines of a product or a category.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import field, frozen

from checkout_core.cart.line import Line
from checkout_core.cart.people import Shipping
from checkout_core.checks import Validator
from checkout_core.tax.line_rule import LineRule
from checkout_core.tax.rates import Rate, TaxComponent


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.currencies import Currency
    from checkout_core.money import Rounding


@frozen(eq=False, kw_only=True)
class CompiledCart:
    """
    The lines of a cart as the engine reads them: tuples, one entry a line.

    Attributes:
        list_amounts: the list amount, price x quantity, in minor units.
        prices: the selling price of one unit, in minor units.
        quantities: units.
        inclusive: whether the price includes tax.
        rate: the index of its tax rate in `rates`.
        rates: the different rates of the cart.
        slabs: for lines with slabs only: the line's index, then upper limit (minor
            units, None for none) and index in `rates` of each slab.
        ranks: the position of the line if lines are ordered by their keys.
        classed: whether any line names a tax class.
        handling: for lines with a handling charge only: the line's index, the charge in
            minor units, its rate.
        shipping: the cart's delivery cost in minor units and its rate, None for none.
        by_product: the lines' indices by product and variant, where None means any.
        by_category: the lines' indices by category.
        total: the sum of `list_amounts`.
    """

    list_amounts: tuple[int, ...]
    prices: tuple[int, ...]
    quantities: tuple[int, ...]
    inclusive: tuple[bool, ...]
    rate: tuple[int, ...]
    rates: tuple[Rate, ...]
    slabs: tuple[tuple[int, tuple[tuple[int | None, int], ...]], ...]
    ranks: tuple[int, ...]
    classed: bool
    handling: tuple[tuple[int, int, Rate], ...]
    shipping: tuple[int, Rate] | None
    by_product: dict[tuple[str | None, str | None], list[int]]
    by_category: dict[str, list[int]]
    total: int
    _rules: dict[tuple[object, ...], tuple[LineRule, ...]] = field(
        factory=dict, init=False, repr=False
    )

    def rules(
        self, names: tuple[str, ...], rounding: Rounding, *, net_exact: bool
    ) -> tuple[LineRule, ...]:
        """
        Return a line rule for each of `rates`, whose equal components are *names*.

        They are kept for the next quote: to evaluate a store is to price one cart once
        for each offer.
        """
        key = (names, rounding, net_exact)
        found = self._rules.get(key)
        if found is None:
            found = self._rules[key] = tuple(
                [
                    LineRule.of(rate, names, rounding=rounding, net_exact=net_exact)
                    for rate in self.rates
                ]
            )
        return found


@frozen(eq=False)
class IndexedLines:
    """
    Lines that are found by their ids, such as those of a catalogue.

    Attributes:
        quantities: the units of each line.
        by_product: the indexes of the lines of each (product, variant) pair, where
            None stands for any.
        by_category: the indexes of the lines of each category.
    """

    quantities: tuple[int, ...]
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
        return cls(tuple([line.quantity for line in lines]), by_product, by_category)


@frozen
class LineAmounts:
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
    if line.listing_price is not line.selling_price:
        # If it is the selling price itself it was not given, and the fault is reported
        # once.
        check.minor(f"{path}.listing_price", line.listing_price, currency)
    return LineAmounts(
        check.minor(f"{path}.selling_price", line.selling_price, currency),
        check.minor(f"{path}.cess_per_unit", line.cess_per_unit, currency),
        check.minor(
            f"{path}.handling_charge_excluding_tax",
            line.handling_charge_excluding_tax,
            currency,
        ),
        tuple(
            None
            if slab.up_to is None
            else check.minor(f"{path}.tax_slabs[{i}].up_to", slab.up_to, currency)
            for i, slab in enumerate(line.tax_slabs)
        ),
    )


def compile_cart(
    lines: tuple[Line, ...],
    amounts: Sequence[LineAmounts],
    shipping: Shipping | None,
    delivery: int,
) -> CompiledCart:
    """Return the columns of *lines*; *delivery* is the cost of *shipping*."""
    prices = tuple(minor.price for minor in amounts)
    rate_at, slabs, handling = [], [], []
    rates: dict[tuple[Decimal, tuple[TaxComponent, ...], bool, int], int] = {}
    indexed = IndexedLines.of(lines)
    for i, (line, minor) in enumerate(zip(lines, amounts, strict=True)):
        inclusive = line.price_including_tax
        fixed = minor.cess * line.quantity
        found = [
            rates.setdefault((each, line.extras, inclusive, fixed), len(rates))
            for each in line.rates
        ]
        rate_at.append(found[0])
        if line.tax_slabs:
            slabs.append((i, tuple(zip(minor.edges, found, strict=True))))
        if minor.charge:
            parts = line.handling_charge_tax_components
            rate = Rate.of(line.handling_charge_tax_rate, parts, inclusive=False)
            handling.append((i, minor.charge, rate))
    quoted = None
    if shipping is not None:
        own = shipping.tax_components
        inclusive = shipping.price_including_tax
        quoted = (delivery, Rate.of(shipping.tax_rate, own, inclusive=inclusive))
    ranks = [0] * len(lines)
    for rank, i in enumerate(sorted(range(len(lines)), key=lambda i: lines[i].key)):
        ranks[i] = rank
    quantities = indexed.quantities
    list_amounts = tuple(price * n for price, n in zip(prices, quantities, strict=True))
    return CompiledCart(
        list_amounts=list_amounts,
        prices=prices,
        quantities=quantities,
        inclusive=tuple(line.price_including_tax for line in lines),
        rate=tuple(rate_at),
        rates=tuple(
            Rate.of(percent, extras, inclusive=inclusive, fixed=fixed)
            for percent, extras, inclusive, fixed in rates
        ),
        slabs=tuple(slabs),
        ranks=tuple(ranks),
        classed=any(line.tax_class is not None for line in lines),
        handling=tuple(handling),
        shipping=quoted,
        by_product=indexed.by_product,
        by_category=indexed.by_category,
        total=sum(list_amounts),
    )


__all__ = [
    "CompiledCart",
    "IndexedLines",
    "LineAmounts",
    "compile_cart",
    "line_amounts",
]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What follows of the lines of a cart and their rates alone, whatever the offers are.

Promises that each column is worked out when it is first read, and then kept with the
cart: the next quote of the same cart finds it.  Lines with slabs have their rates only
once the offers are known, so that a cart with slabs keeps nothing.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from checkout_core.ledger.once import once
from checkout_core.tax.india.units import SERVICE, is_service


if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from checkout_core.cart import Cart
    from checkout_core.cart.compiled import CartRules, Fraction
    from checkout_core.ledger.sheet import TaxedAt
    from checkout_core.tax.line_rule import LineRule

    #: The tax on top of an amount: `n2`, `bias` and `d2` of its rule, and how often the
    #: fraction counts; or the rule, if its tax is more than that, else None.  None in
    #: place of all of it if amounts include their tax.
    OnTop: TypeAlias = tuple[int, int, int, int, LineRule | None] | None
    #: A category or HSN code, how it is taxed; unit, category and supplier of a code.
    Key: TypeAlias = tuple[str, TaxedAt, str, str, str]
    #: A key, the units that are billed, and the indices of the lines.
    Alike: TypeAlias = tuple[Key, int, list[int]]


class ListedLines:
    """The lines of a cart at their rates, before any offer."""

    def __init__(self, cart: Cart, rules: CartRules, rates: Sequence[int]) -> None:
        """Hold what the columns are worked out from, and not the cart that keeps it."""
        self._lines = cart.lines
        self._amounts = cart.columns.list_amounts
        self._prices = cart.columns.prices
        self._quantities = cart.columns.quantities
        self._rules = rules
        self._rates = rates
        self._slabs = bool(cart.columns.slabs)

    @classmethod
    def of(cls, cart: Cart, rules: CartRules, rates: Sequence[int]) -> ListedLines:
        """Return the lines of *cart* at their *rates*, kept with it if they can be."""
        columns = cart.columns
        if columns.slabs:
            return cls(cart, rules, rates)
        found: ListedLines | None = columns.kept.get(rules)
        if found is None:
            found = columns.kept[rules] = cls(cart, rules, rates)
        return found

    def net(self, amounts: Sequence[int]) -> Sequence[int]:
        """Return the taxable part of each line's amount, by its line rule."""
        rules, rates = self._rules, self._rates
        if not rules.is_inside:
            return amounts
        found = [
            amount - (amount * n2 + bias) // d2 * inside if inside else amount
            for amount, (n2, bias, d2, inside) in zip(
                amounts, self._fractions, strict=True
            )
        ]
        # As in `taxes`: rules that are more than a fraction, and amounts so small that
        # their components exceed them.
        below = [i for i, net in enumerate(found) if net < 0] if min(found) < 0 else ()
        for i in (*rules.others, *below):
            found[i] = rules.by_rate[rates[i]].taxable(amounts[i])
        return found

    @once
    def _fractions(self) -> Sequence[Fraction]:
        if not self._slabs:
            return self._rules.fractions
        by_rate = [rule.fraction for rule in self._rules.by_rate]
        return [by_rate[rate] for rate in self._rates]

    @once
    def taxable(self) -> Sequence[int]:
        """The taxable part of the list amount of each line."""
        return self.net(self._amounts)

    @once
    def on_top(self) -> list[OnTop]:
        """What the rule of each line puts on top of an amount."""
        by_rate = [
            None
            if rule.inside
            else (
                rule.n2,
                rule.bias,
                rule.d2,
                rule.count,
                None if rule.simple else rule,
            )
            for rule in self._rules.by_rate
        ]
        return [by_rate[rate] for rate in self._rates]

    @once
    def taxes(self) -> list[int]:
        """The tax on top of the list amount of each line."""
        return list(map(on_top, self.on_top, self._amounts))

    @once
    def unit_prices(self) -> list[int]:
        """The price of one unit of each line, without tax."""
        by_rate = self._rules.by_rate
        return [
            by_rate[rate].of_units(1, quantity).taxable(price)
            for rate, quantity, price in zip(
                self._rates, self._quantities, self._prices, strict=True
            )
        ]

    @once
    def taxed_at(self) -> list[TaxedAt]:
        """How each line is taxed."""
        from checkout_core.ledger.sheet import TaxedAt

        by_rate = [
            TaxedAt(rule.rate.shown, rule.rate.cess_percent, rule.labels)
            for rule in self._rules.by_rate
        ]
        return [by_rate[rate] for rate in self._rates]

    @once
    def kinds(self) -> list[tuple[Decimal, str, str | None]]:
        """The rate to show, the tax category and the HSN code of each line."""
        category = self._rules.supply.category
        return [
            (taxed_at.rate, category(str(line.tax_category)), line.hsn_code)
            for line, taxed_at in zip(self._lines, self.taxed_at, strict=True)
        ]

    @once
    def alike(self) -> tuple[list[Alike], list[Alike]]:
        """The lines that are taxed alike: by tax category, and by HSN code."""
        # By the index of the rate first: names and rates of components are slow keys.
        lines: defaultdict[tuple[int, str, str | None], list[int]] = defaultdict(list)
        for line, (rate, kind) in enumerate(zip(self._rates, self.kinds, strict=True)):
            lines[rate, kind[1], kind[2]].append(line)
        by_category: defaultdict[tuple[str, TaxedAt], list[int]] = defaultdict(list)
        by_code: defaultdict[Key, list[int]]
        by_code = defaultdict(list)
        for (_, category, code), same in lines.items():
            taxed_at = self.taxed_at[same[0]]
            by_category[category, taxed_at] += same
            if code is not None:
                for i in same:
                    goods = self._lines[i]
                    unit = SERVICE if is_service(code) else goods.unit or ""
                    of = (code, taxed_at, unit, category, goods.supplier or "")
                    by_code[of].append(i)
        units = self._quantities
        return (
            [
                ((*key, "", "", ""), 0, same)
                for key, same in sorted(by_category.items())
            ],
            [
                (
                    key,
                    0 if key[2] == SERVICE else sum([units[line] for line in same]),
                    same,
                )
                for key, same in sorted(by_code.items())
            ],
        )


def on_top(rule: OnTop, amount: int) -> int:
    """Return the tax that a rule puts on top of *amount*."""
    if rule is None:
        return 0
    n2, bias, d2, times, whole = rule
    if whole is None:
        return (amount * n2 + bias) // d2 * times
    return whole.cost(amount) - amount

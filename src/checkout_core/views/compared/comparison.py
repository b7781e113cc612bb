# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A difference and the words for it: values, names of lines, names of rows.

Promises that no text of a document steers a terminal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.ledger.rows import COUNTS
from checkout_core.ledger.totals import POINTS
from checkout_core.money.exact import to_decimal
from checkout_core.pricing.refusals import CARD_NAMES, METHOD_NAMES
from checkout_core.statuses import TaxCategory
from checkout_core.tax.india.states import STATES
from checkout_core.tax.india.supplies import SupplyType
from checkout_core.views.labels import (
    CATEGORIES,
    ROWS,
    due_label,
    printed_name,
    taxed,
    titles_of,
)
from checkout_core.views.layout import clean
from checkout_core.words import joined, message


if TYPE_CHECKING:
    from checkout_core.cart import Line
    from checkout_core.differences import Difference, RowChange, TotalChange
    from checkout_core.views.language import Language


#: The ends of names whose numbers are percentages, whose texts are when a part is due,
#: and whose numbers are other ones.
_PERCENT = ("rate", "percent")
_DUE = "].due"
_FACTORS = ("value_per_point", "points_per_unit")

#: What people call the kinds of supply.
_SUPPLIES: Mapping[Any, str] = {
    SupplyType.REGULAR: message("Regular"),
    SupplyType.SEZ_WITH_PAYMENT: message("SEZ"),
    SupplyType.SEZ_WITHOUT_PAYMENT: message("SEZ, without tax"),
    SupplyType.EXPORT_WITH_PAYMENT: message("Export"),
    SupplyType.EXPORT_WITHOUT_PAYMENT: message("Export, without tax"),
    SupplyType.DEEMED_EXPORT: message("Deemed export"),
}
#: What people call the values of which there are few; any other value is a name that a
#: document gives.
_VALUES: Mapping[str, Mapping[Any, str]] = MappingProxyType(
    {
        "payment.method": METHOD_NAMES,
        "payment.card_type": CARD_NAMES,
        "tax_category": {
            **{each: name for each, (_, name) in CATEGORIES.items()},
            TaxCategory.STANDARD: message("Taxed"),
        },
        "place.state": {each.name: each.name for each in STATES.values()},
        "place.supply": _SUPPLIES,
        "supply_type": _SUPPLIES,
    }
)


@frozen(kw_only=True)
class Item:
    """
    One thing that differs.

    Attributes:
        label: what it is called.
        figure: what it is, in short; "" (the default) for nothing.
        notes: sentences about it, () by default.
    """

    label: str
    figure: str = ""
    notes: tuple[str, ...] = ()


class Comparison:
    """
    A difference and the words for it.

    Attributes:
        found: the difference.
        words: the language of the reader.
        zero: 0 with the currency's decimals.
    """

    def __init__(self, found: Difference, words: Language) -> None:
        self.found = found
        self.words = words
        self.zero = to_decimal(0, found.after.cart.currency.exponent)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """What papers call the components of tax."""
        return {**titles_of(self.found.before), **titles_of(self.found.after)}

    @cached_property
    def _lines(self) -> Mapping[tuple[str, str], Line]:
        quotes = self.found.before, self.found.after
        return {line.key: line for quote in quotes for line in quote.cart.lines}

    def named(self, key: tuple[str, str]) -> str:
        """Return what the line of a key is called, in the second quote if it has it."""
        return printed_name(self._lines[key])

    def both(self, before: str, after: str) -> str:
        """Return two texts as what was and what is."""
        return self.words.text("{before} → {after}", before=before, after=after)

    def changed(self, name: str, before: Any, after: Any) -> str:
        """Return the values of the thing called *name*."""
        return self.both(self.value(name, before), self.value(name, after))

    def value(self, name: str, value: Any) -> str:
        """Return a value of the thing called *name* as a text."""
        words = self.words
        if value in _VALUES.get(name, ()):
            return words.text(_VALUES[name][value])
        match value:
            case None | "" | ():
                return words.text(message("none"))
            case bool():
                return words.text(message("yes") if value else message("no"))
            case str() if name.endswith(_DUE):
                return due_label(words, value)
            case Decimal():
                return self._number(name, value)
            case int():
                return words.count(value)
            case datetime():
                return words.moment(value)
            case tuple():
                return words.listed([self.value(name, each) for each in value])
            case _:
                return clean(str(value)) or words.text(message("none"))

    def _number(self, name: str, number: Decimal) -> str:
        """Return a rate, a factor or an amount of money."""
        if name.endswith(_PERCENT):
            return self.words.rate(number)
        if name.endswith(_FACTORS):
            return self.words.numbers.exact(number)
        return self.words.money(number)

    def amount(self, kind: str, amount: Decimal) -> str:
        """Return the amount of a kind of row, or of a total, with its sign."""
        if kind in COUNTS or kind in POINTS:
            return self.words.signed_count(amount)
        return self.words.signed(amount)

    def total(self, change: TotalChange) -> str:
        """Return what a total was, and what it is."""
        write = self.words.count if change.name in POINTS else self.words.money
        return self.both(write(change.before), write(change.after))

    def row_label(self, row: RowChange) -> str:
        """Return what the rows of one thing are called: "Tax, Tea, CGST 2.5%"."""
        parts = [self.words.text(ROWS[row.kind])]
        if row.line is not None:
            parts.append(self.named(row.line))
        if row.offer is not None:
            parts.append(clean(row.offer))
        if row.name is not None:
            parts.append(taxed(self.words, row.name, row.rate, self.titles))
        return joined(self.words, parts)


__all__ = ["Comparison", "Item"]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The tables of a page: the lines, the tax by rate, the goods that came back.

Promises that every table has a caption, and every cell of figures a head for its row
and its column; a table that is wider than the screen scrolls by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from checkout_core.money.exact import difference, exact_sum
from checkout_core.views.labels import (
    CATEGORIES,
    count_of,
    price_of,
    printed_name,
    tax_note,
    taxed,
)
from checkout_core.views.layout import clean
from checkout_core.views.markup import escaped, tag
from checkout_core.views.refunded import units_of


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from checkout_core.cart import Line
    from checkout_core.ledger import Component, QuotedLine
    from checkout_core.pricing import Quote
    from checkout_core.refunds import Refund
    from checkout_core.views.language import Language

    #: What a column is called, and the class of its cells.
    Head: TypeAlias = tuple[str, str]


TEXT, NUMBER = "", "number"


def table(
    caption: str,
    heads: Sequence[Head],
    rows: Iterable[Sequence[str]],
    foot: Sequence[str] = (),
) -> str:
    """
    Return a table; the first cell of each row is its head.

    Args:
        caption: what it shows, as text.
        heads: the columns.
        rows: the cells of each row, as markup.
        foot: the cells of the last row, which sums up; () (the default) for none.
    """
    titles = [
        tag("th", escaped(name), scope="col", class_=kind) for name, kind in heads
    ]
    kinds = [kind for _, kind in heads]
    parts = [
        tag("caption", escaped(caption)),
        tag("thead", tag("tr", *titles)),
        tag("tbody", *["\n" + _cells(each, kinds) for each in rows]),
    ]
    if foot:
        parts.append(tag("tfoot", _cells(foot, kinds)))
    found = tag("table", *parts)
    # A box that scrolls has a name and can be reached by key.
    return tag(
        "div", found, class_="scroll", role="group", aria_label=caption, tabindex=0
    )


def _cells(cells: Sequence[str], kinds: Sequence[str]) -> str:
    first, *others = cells
    found = [tag("th", first, scope="row")]
    for cell, kind in zip(others, kinds[1:], strict=True):
        found.append(tag("td", cell, class_=kind))
    return tag("tr", *found)


def named(name: str) -> str:
    """Return a name of a document, which can be of another direction than the page."""
    return tag("bdi", escaped(name))


def small(*notes: str) -> str:
    """Return notes, one below the other; empty ones are left out."""
    return "".join([tag("small", escaped(each)) for each in notes if each])


class Tables:
    """
    The tables of a quote or of a refund of it.

    Attributes:
        quote: the quote.
        language: the words and the number formats.
        titles: what papers call components of tax.
        zero: 0 with the currency's digits.
    """

    def __init__(
        self, quote: Quote, language: Language, titles: Mapping[str, str], zero: Decimal
    ) -> None:
        self.quote = quote
        self.language = language
        self.titles = titles
        self.zero = zero

    def lines(self) -> str:
        """Return the lines of the cart: listed, discounts, taxable value, tax."""
        quote, text = self.quote, self.language.text
        pairs = zip(quote.cart.lines, quote.lines, strict=True)
        sums: list[list[Decimal]] = []
        rows = []
        for line, quoted in pairs:
            amounts = _amounts(quoted)
            sums.append(amounts)
            listed, off, net, tax, amount = [self._money(each) for each in amounts]
            taxes = small(*self._components(quoted.components))
            rows.append(
                [
                    named(printed_name(line)) + small(*self._said(line, quoted)),
                    escaped(count_of(self.language, line)),
                    escaped(price_of(self.language, line)),
                    listed,
                    off,
                    net,
                    tax + taxes,
                    amount,
                ]
            )
        whole = [self._money(exact_sum(self.zero, x)) for x in zip(*sums, strict=True)]
        units = self._count(sum(quote.cart.columns.pieces))
        return table(
            text("What each line costs, for all its units together"),
            [
                (text("Item"), TEXT),
                (text("Units"), NUMBER),
                (text("Price"), NUMBER),
                (text("Listed"), NUMBER),
                (text("Discounts"), NUMBER),
                (text("Taxable value"), NUMBER),
                (text("Tax"), NUMBER),
                (text("Amount"), NUMBER),
            ],
            rows,
            [escaped(text("All lines")), units, "", *whole],
        )

    def _said(self, line: Line, quoted: QuotedLine) -> list[str]:
        """Return what is said of a line in addition to its figures."""
        language, found = self.language, []
        if quoted.free_quantity:
            free = quoted.free_quantity
            said = language.many("{number} more free", "{number} more free", free)
            found.append(said)
        found.append(tax_note(language, line, quoted))
        if line.hsn_code:
            found.append(language.text("HSN {code}", code=clean(line.hsn_code)))
        return found

    def taxes(self) -> str:
        """Return the tax by category and rate, goods and charges together."""
        text, rows = self.language.text, []
        for each in self.quote.figures.tax_rows:
            amounts = [part.amount for part in each.components]
            tax = exact_sum(self.zero, amounts)
            if each.taxable_value or tax:
                untaxed = CATEGORIES[each.category][1]
                category = "" if each.rate or tax else text(untaxed)
                rows.append(
                    [
                        escaped(self.language.rate(each.rate)) + small(category),
                        self._money(each.taxable_value),
                        small(*self._components(each.components)),
                        self._money(tax),
                    ]
                )
        nets = [each.taxable_value for each in self.quote.figures.tax_rows]
        net, tax = exact_sum(self.zero, nets), self.quote.totals.total_tax
        return table(
            text("The tax in the total, by rate"),
            [
                (text("Rate"), TEXT),
                (text("Taxable value"), NUMBER),
                (text("Components"), NUMBER),
                (text("Tax"), NUMBER),
            ],
            rows,
            [escaped(text("All rates")), self._money(net), "", self._money(tax)],
        )

    def returned(self, note: Refund) -> str:
        """Return the goods of a refund: how many units, taxable value, tax, amount."""
        text, rows = self.language.text, []
        for each in note.lines:
            name = printed_name(self.quote.cart.lines[each.line])
            amount = exact_sum(each.taxable_value, [each.tax_amount])
            rows.append(
                [
                    named(name),
                    escaped(units_of(self.language, self.quote, each)),
                    self._money(each.taxable_value),
                    self._money(each.tax_amount)
                    + small(*self._components(each.components)),
                    self._money(amount),
                ]
            )
        net = exact_sum(self.zero, [each.taxable_value for each in note.lines])
        tax = exact_sum(self.zero, [each.tax_amount for each in note.lines])
        return table(
            text("The goods that are refunded"),
            [
                (text("Item"), TEXT),
                (text("Units"), NUMBER),
                (text("Taxable value"), NUMBER),
                (text("Tax"), NUMBER),
                (text("Amount"), NUMBER),
            ],
            rows,
            [
                escaped(text("All lines")),
                "",
                self._money(net),
                self._money(tax),
                self._money(exact_sum(net, [tax])),
            ],
        )

    def _components(self, components: Iterable[Component]) -> list[str]:
        found = []
        for each in components:
            if each.amount:
                tax = taxed(self.language, each.name, each.rate, self.titles)
                amount = self.language.money(each.amount)
                found.append(
                    self.language.text("{tax}: {amount}", tax=tax, amount=amount)
                )
        return found

    def _money(self, amount: Decimal) -> str:
        return escaped(self.language.money(amount))

    def _count(self, number: int) -> str:
        return escaped(self.language.count(number))


def _amounts(quoted: QuotedLine) -> list[Decimal]:
    """Return the figures of a line: listed, off, taxable value, tax, amount."""
    off = difference(exact_sum(quoted.left, [quoted.funded]), quoted.listed)
    amount = exact_sum(quoted.taxable_value, [quoted.tax_amount])
    return [quoted.listed, off, quoted.taxable_value, quoted.tax_amount, amount]


__all__ = ["NUMBER", "TEXT", "Head", "Tables", "named", "small", "table"]

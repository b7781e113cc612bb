# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What is behind a bar of a quote or a refund: its rules, its taxes and its rows.

The rules are the terms of an offer; each tax has its rate and its taxable value; the
rows are those of the ledger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.ledger.rows import COUNTS, postings
from checkout_core.money.exact import exact_sum
from checkout_core.views.labels import ROWS, printed_name, taxed, title_of
from checkout_core.views.markup import escaped, tag
from checkout_core.views.page.tables import NUMBER, TEXT, named, small, table
from checkout_core.views.waterfall.bars import SIGNS


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from decimal import Decimal

    from checkout_core.ledger import Entry
    from checkout_core.ledger.rows import Posting
    from checkout_core.pricing import Quote
    from checkout_core.views.language import Language
    from checkout_core.views.waterfall.bars import Bar


class Behind:
    """
    What is behind the bars of a quote or a refund.

    Attributes:
        quote: the quote, of a refund that of the order.
        language: the words and the number formats.
    """

    def __init__(
        self,
        quote: Quote,
        language: Language,
        titles: Mapping[str, str],
        rules: Callable[[Bar], str],
        entries: Iterable[Entry],
        zero: Decimal,
    ) -> None:
        """
        Hold what is shown.

        *titles* are the names of taxes on paper, *rules* returns markup to show above
        the rows of a bar, *entries* are all rows that are shown, and *zero* has the
        currency's digits.
        """
        self.quote = quote
        self.language = language
        self._titles = titles
        self._rules = rules
        self._zero = zero
        self._taxed: dict[tuple[str, int | None], list[Posting]] = {}
        for each in postings(entries, zero):
            self._taxed.setdefault((each.kind, each.line), []).append(each)

    def of(self, bar: Bar) -> str:
        """Return what is behind *bar* as markup, "" if nothing is."""
        return self._rules(bar) + self._taxes(bar) + self._rows(bar)

    def _taxes(self, bar: Bar) -> str:
        """Return which tax at which rate on which taxable value is in a bar."""
        text, money, rate = (
            self.language.text,
            self.language.money,
            self.language.rate,
        )
        sums: dict[tuple[str, Decimal], tuple[Decimal, Decimal]] = {}
        for each in self._postings(bar):
            for part in each.taxes:
                key = part.name, part.rate
                net, tax = sums.get(key, (self._zero, self._zero))
                sums[key] = exact_sum(net, [each.net]), exact_sum(tax, [part.amount])
        if not sums:
            return ""
        return table(
            text("The tax in it"),
            [
                (text("Tax"), TEXT),
                (text("Rate"), NUMBER),
                (text("Taxable value"), NUMBER),
                (text("Amount"), NUMBER),
            ],
            [
                [
                    escaped(title_of(name, self._titles, self.language)),
                    escaped(rate(of)) if of else "",
                    escaped(money(net)),
                    escaped(money(tax)),
                ]
                for (name, of), (net, tax) in sums.items()
            ],
        )

    def _postings(self, bar: Bar) -> list[Posting]:
        """Return the net amounts whose tax is in a bar."""
        found = [each for each in bar.rows if each.kind == "tax"]
        if found:
            lines = dict.fromkeys([each.line for each in found])
            return [x for line in lines for x in self._taxed["subtotal", line]]
        return [x for x in postings(bar.rows, self._zero) if x.kind != "subtotal"]

    def _rows(self, bar: Bar) -> str:
        """Return the rows of a bar as a table."""
        text = self.language.text
        rows = [self._row(each, SIGNS[each.kind]) for each in bar.rows]
        rows += [self._row(each, 1) for each in bar.told]
        if not rows:
            return ""
        heads = [(text("Row"), TEXT), (text("Of"), TEXT), (text("Amount"), NUMBER)]
        return table(text("Rows of the ledger"), heads, rows)

    def _row(self, row: Entry, sign: int) -> list[str]:
        language, of = self.language, ""
        if row.line is not None:
            of = named(printed_name(self.quote.cart.lines[row.line]))
        if row.name is not None:
            tax = taxed(language, row.name, row.rate, self._titles)
            of += small(tax) if of else named(tax)
        amount = row.amount if sign > 0 else row.amount.copy_negate()
        write = language.count if row.kind in COUNTS else language.money
        return [
            f"{escaped(language.text(ROWS[row.kind]))} {tag('code', row.kind)}",
            of,
            escaped(write(amount)),
        ]


__all__ = ["Behind"]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What two quotes differ in as a page.

The waterfall from what was to be paid to what is, whose bars open to their rows; what
was done, section by section; and every total, which opens to the rows that make its
difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.checks import expect
from checkout_core.differences import Difference
from checkout_core.views.compared import (
    NOTHING,
    PAID,
    SECTIONS,
    TOTALS,
    Comparison,
    paid_parts,
    parts_of,
    total_label,
)
from checkout_core.views.language import Language
from checkout_core.views.markup import escaped, tag
from checkout_core.views.page.bars import BarList
from checkout_core.views.page.document import document, figure, section, short_texts
from checkout_core.views.page.tables import NUMBER, TEXT, named, table
from checkout_core.views.waterfall.difference import difference_bars


if TYPE_CHECKING:
    from collections.abc import Iterable

    from checkout_core.differences import TotalChange, TotalPart
    from checkout_core.views.compared import Item
    from checkout_core.views.language import Translations
    from checkout_core.views.waterfall import Bar


def difference_html(
    found: Difference,
    *,
    locale: str | None = None,
    translations: Translations | None = None,
    title: str = "",
) -> str:
    """
    Return what two quotes differ in as an HTML document.

    Raises `CheckoutError` for an unknown locale, and for a *title* as for `html`.

    Args:
        found: what `diff` returned.
        locale: the language and the number formats, as for `html`.
        translations: those of the host; None (the default) for none.
        title: what is written above everything; "" (the default) for nothing.
    """
    expect(found=(found, Difference))
    (title,) = short_texts(title=title)
    language = Language.of(locale, found.after.cart.currency, translations)
    return _Page(found, language).document(title)


class _Page:
    """
    The parts of the page of a difference.

    Attributes:
        found: the difference.
        language: the words and the number formats.
    """

    def __init__(self, found: Difference, language: Language) -> None:
        self.found = found
        self.language = language
        self._comparison = Comparison(found, language)
        self._parts = paid_parts(self._comparison)

    def document(self, title: str) -> str:
        """Return the whole document."""
        found, language = self.found, self.language
        text, money = language.text, language.money
        bars = difference_bars(found, language)
        pay = [
            (text("Difference"), language.signed(found.to_be_paid)),
            (text("To be paid before"), money(found.before.to_be_paid)),
            (text("To be paid after"), money(found.after.to_be_paid)),
        ]
        sections = []
        if found.is_empty:
            sections.append(tag("p", escaped(text(NOTHING))))
        else:
            drawn = figure(BarList(bars, language, self._behind), language)
            sections.append(section("waterfall", bars.title, drawn))
        for name, heading, items_of in SECTIONS:
            items = [self._item(each) for each in items_of(self._comparison)]
            if items:
                content = tag("ul", *items, class_="refused")
                sections.append(section(name, text(heading), content))
        if found.totals:
            totals = [self._total(each) for each in found.totals]
            sections.append(section("totals", text(TOTALS), *totals))
        return document(
            language,
            title=title,
            heading=text("What differs"),
            facts=self._moments(),
            pay=pay,
            sections=sections,
            engine=found.after.engine,
        )

    def _moments(self) -> list[str]:
        """Return the moments for which the two were priced."""
        quotes = self.found.before, self.found.after
        moments = [each.at for each in quotes if each.at is not None]
        return list(dict.fromkeys([self.language.moment(each) for each in moments]))

    def _item(self, item: Item) -> str:
        figure = tag("p", named(item.figure)) if item.figure else ""
        notes = [tag("p", escaped(each), class_="soft") for each in item.notes]
        return tag("li", tag("strong", named(item.label)), figure, *notes)

    def _behind(self, bar: Bar) -> str:
        """Return the rows of a bar of the waterfall."""
        parts = [each for each in self._parts if each.row.kind == bar.key]
        return self._rows(PAID, parts) if parts else ""

    def _total(self, change: TotalChange) -> str:
        """Return a total that opens to its rows."""
        row = tag(
            "span",
            tag("span", tag("bdi", escaped(self._label(change.name))), class_="label"),
            tag("span", named(self._comparison.total(change)), class_="figure"),
            tag(
                "span",
                named(self._comparison.amount(change.name, change.difference)),
                class_="figure",
            ),
            class_="row",
        )
        behind = tag("div", self._rows(change.name, change.parts), class_="behind")
        return tag("details", tag("summary", row), behind, id=f"total-{change.name}")

    def _rows(self, name: str, parts: Iterable[TotalPart]) -> str:
        text = self.language.text
        rows = [
            [named(label), escaped(amount)]
            for label, amount in parts_of(self._comparison, name, tuple(parts))
        ]
        return table(
            text("Rows of the ledger that differ: {total}", total=self._label(name)),
            [(text("Row"), TEXT), (text("Difference"), NUMBER)],
            rows,
        )

    def _label(self, name: str) -> str:
        return total_label(self._comparison, name)


__all__ = ["difference_html"]

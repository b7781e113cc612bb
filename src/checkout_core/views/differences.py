# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What two quotes differ in, as text: what was done, and what it does to every total.

Promises that what is below the difference of what is to be paid adds up to it: of very
many rows the first are shown, and the others as one sum.
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
    Item,
    paid_parts,
    parts_of,
    total_label,
)
from checkout_core.views.layout import columns, wrapped
from checkout_core.views.paper import WIDTH, Paper, paper_of
from checkout_core.words import message


if TYPE_CHECKING:
    from collections.abc import Iterator

    from checkout_core.views.language import Translations


def differences(
    found: Difference,
    *,
    locale: str | None = None,
    width: int = WIDTH,
    translations: Translations | None = None,
) -> str:
    """
    Return what two quotes differ in as plain text of *width* columns.

    *locale* and *translations* are as for `receipt`.  Raises `CheckoutError` for an
    unknown locale and a width below 32 or above 240.

    >>> from checkout_core import Cart, Line, Store, diff, quote
    >>> store = Store("INR")
    >>> one = quote(Cart("INR", [Line("Tea", 2, "250.00", tax_rate=0)]), store)
    >>> more = quote(Cart("INR", [Line("Tea", 3, "250.00", tax_rate=0)]), store)
    >>> print(differences(diff(one, more), width=40))
    To be paid before                ₹500.00
    To be paid after                 ₹750.00
    Difference                      +₹250.00
    ========================================
    Lines
    ----------------------------------------
    Tea
      Units: 2 → 3
    ========================================
    Totals
    ----------------------------------------
    Goods without tax      ₹500.00 → ₹750.00
    Goods with tax         ₹500.00 → ₹750.00
    Total                  ₹500.00 → ₹750.00
    To be paid             ₹500.00 → ₹750.00
    ========================================
    What makes the difference
    ----------------------------------------
    Goods without tax, Tea          +₹250.00
    """
    expect(found=(found, Difference))
    paper = paper_of(found.after, locale, width, translations)
    words, comparison = paper.language, Comparison(found, paper.language)
    before, after = found.before.to_be_paid, found.after.to_be_paid
    lines = paper.amount(words.text("To be paid before"), before)
    lines += paper.amount(words.text("To be paid after"), after)
    if before != after:
        label = words.text("Difference")
        lines += paper.figure(label, words.signed(found.to_be_paid))
    for _, heading, items_of in SECTIONS:
        items = list(items_of(comparison))
        if items:
            lines += _heading(paper, heading)
            for each in items:
                lines += _item(paper, each)
    if found.totals:
        lines += _heading(paper, TOTALS)
        for change in found.totals:
            label = total_label(comparison, change.name)
            lines += _item(paper, Item(label=label, figure=comparison.total(change)))
    parts = paid_parts(comparison)
    if parts:
        lines += _heading(paper, _MAKE)
        for label, amount in parts_of(comparison, PAID, parts):
            lines += paper.figure(label, amount)
    if found.is_empty:
        lines += ["=" * paper.width, words.text(NOTHING)]
    return words.page(lines)


#: The heading of the rows that move what is to be paid.
_MAKE = message("What makes the difference")


def _heading(paper: Paper, heading: str) -> list[str]:
    return ["=" * paper.width, paper.language.text(heading), "-" * paper.width]


def _item(paper: Paper, item: Item) -> Iterator[str]:
    notes = item.notes
    # Of a locale or a document, so that two values can be wider than the paper.
    if 0 < columns(item.figure) <= paper.width // 2:
        yield from paper.figure(item.label, item.figure)
    else:
        yield from wrapped(item.label, paper.width)
        notes = (item.figure, *notes) if item.figure else notes
    for note in notes:
        yield from paper.note(note)


__all__ = ["differences"]

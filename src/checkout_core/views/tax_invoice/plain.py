# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A paper as text of a fixed width, for a mail or a terminal.

Promises that the column of figures adds up from the first item to the total.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.checks import Validator
from checkout_core.papers.particulars import TaxPaper
from checkout_core.views.language import Translations
from checkout_core.views.layout import clean, wrapped
from checkout_core.views.paper import NARROWEST, WIDEST, Paper
from checkout_core.views.tax_invoice import labels


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checkout_core.papers.particulars import Item, Party


#: Wider than a receipt, since addresses and words are long.
WIDTH = 64


def as_text(
    paper: TaxPaper,
    *,
    locale: str | None = None,
    width: int = WIDTH,
    translations: Translations | None = None,
) -> str:
    """
    Return a paper as plain text.

    Raises `CheckoutError` for an unknown locale and a width below 32 or above 240.

    Args:
        paper: what is shown.
        locale: the language and the number formats, a name like "hi_IN"; None (the
            default) for English.
        width: in columns; 64 by default.
        translations: those of the host; None (the default) for none.
    """
    check = Validator()
    check.instance("paper", paper, TaxPaper, "a TaxPaper")
    wide = check.count("width", width, low=NARROWEST, high=WIDEST)
    check.raise_any()
    sheet = Paper(wide, labels.language_of(locale, translations))
    double, single = "=" * wide, "-" * wide
    lines = [
        *_head(sheet, paper),
        single,
        *_parties(sheet, paper),
        single,
        *_items(sheet, paper),
        single,
        *_sums(sheet, paper),
        double,
        *_end(sheet, paper),
    ]
    return sheet.language.page(lines)


def _said(sheet: Paper, lines: Iterable[str]) -> Iterator[str]:
    for each in lines:
        yield from wrapped(sheet.language.isolated(each), sheet.width)


def _head(sheet: Paper, paper: TaxPaper) -> Iterator[str]:
    words, seller = sheet.language, paper.seller
    yield from wrapped(labels.title_in(words, paper), sheet.width)
    yield from _said(sheet, [clean(seller.trade_name or seller.legal_name)])
    yield from _said(sheet, labels.seller_lines(words, seller))
    yield "-" * sheet.width
    for label, fact in labels.facts_of(words, paper):
        yield from sheet.figure(label, words.isolated(fact))
    irn = paper.irn
    if irn is not None:
        yield from _said(sheet, [f"IRN {irn.number}"])
        for label, fact in (
            (words.text("Acknowledgement"), irn.ack_number),
            (words.text("Acknowledged on"), irn.ack_date),
        ):
            if fact:
                yield from sheet.figure(label, words.isolated(clean(fact)))
    yield from _said(sheet, filter(None, [paper.endorsement]))


def _parties(sheet: Paper, paper: TaxPaper) -> Iterator[str]:
    text = sheet.language.text
    yield from _party(sheet, text("Billed to"), paper.buyer)
    if paper.delivery is not None:
        yield from _party(sheet, text("Delivered to"), paper.delivery)


def _party(sheet: Paper, heading: str, party: Party) -> Iterator[str]:
    lines = labels.party_lines(sheet.language, party)
    if lines:
        yield heading
        for each in lines:
            yield from sheet.note(sheet.language.isolated(each))


def _items(sheet: Paper, paper: TaxPaper) -> Iterator[str]:
    for item in paper.items:
        name = labels.item_name(sheet.language, item)
        yield from sheet.amount(f"{item.number}. {name}", item.taxable_value)
        yield from _notes(sheet, paper, item)


def _notes(sheet: Paper, paper: TaxPaper, item: Item) -> Iterator[str]:
    """Yield what is said of an item below its name."""
    words = sheet.language
    count, code = labels.quantity_of(words, item), labels.code_of(words, item)
    notes = [code, count]
    if paper.shows_tax:
        notes.append(labels.category_of(words, item))
    if item.discount:
        notes.append(
            words.text(
                "{amount} less {discount}",
                amount=words.money(item.subtotal),
                discount=words.money(item.discount),
            )
        )
    shown = (*item.taxes, *item.recipient_taxes) if paper.shows_tax else ()
    for each in shown:
        mark = "*" if each in item.recipient_taxes else ""
        tax = words.text(
            "{tax} {rate}",
            tax=labels.head_of(words, each.name),
            rate=words.rate(each.rate),
        )
        notes.append(f"{tax}: {words.money(each.amount)}{mark}")
    for note in filter(None, notes):
        yield from sheet.note(note)


def _sums(sheet: Paper, paper: TaxPaper) -> Iterator[str]:
    words = sheet.language
    for label, amount in labels.sums_of(words, paper):
        yield from sheet.amount(label, amount)
    yield from sheet.amount(words.text("Total"), paper.total)
    yield from wrapped(labels.total_in_words(words, paper), sheet.width)
    for label, amount in labels.paid_rows(words, paper):
        yield from sheet.amount(label, amount, 2)
    if any(each.recipient_taxes for each in paper.items):
        said = words.text(
            "* The recipient pays this tax on reverse charge; it is not in the total."
        )
        yield from wrapped(said, sheet.width)


def _end(sheet: Paper, paper: TaxPaper) -> Iterator[str]:
    """Yield the tax by rate, bank, declaration and signature."""
    words, seller = sheet.language, paper.seller
    if paper.shows_tax:
        yield words.text("Tax by rate")
        for row in paper.tax_rows:
            label = labels.rate_label(words, row)
            yield from sheet.amount(label, row.taxable_value, 2)
            for each in row.components:
                name = labels.head_of(words, each.name)
                yield from sheet.amount(name, each.amount, 4)
        yield "-" * sheet.width
    if seller.bank and not paper.is_credit_note:
        yield words.text("Bank details")
        yield from _said(sheet, map(clean, seller.bank.splitlines()))
    if seller.declaration:
        yield from _said(sheet, map(clean, seller.declaration.splitlines()))
    yield from wrapped(
        words.text("For {name}", name=clean(seller.legal_name)), sheet.width
    )
    yield from _said(sheet, filter(None, [clean(seller.signatory)]))
    yield words.text("Authorised signatory")


__all__ = ["WIDTH", "as_text"]

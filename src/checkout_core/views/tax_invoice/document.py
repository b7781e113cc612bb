# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The page of a paper: one HTML file that needs nothing else and has no script.

Promises a head for the row and the column of each figure, and that no text of an order
or a seller is markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.checks import Validator
from checkout_core.money.exact import exact_sum
from checkout_core.papers.particulars import TaxPaper
from checkout_core.views.language import Translations
from checkout_core.views.layout import clean
from checkout_core.views.markup import escaped, tag
from checkout_core.views.page.tables import NUMBER, TEXT, named, small
from checkout_core.views.qr import qr_svg
from checkout_core.views.tax_invoice import labels
from checkout_core.views.tax_invoice.style import style
from checkout_core.views.theme import Theme


if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from checkout_core.ledger import Component, TaxRow
    from checkout_core.papers.particulars import Item, Party
    from checkout_core.views.language import Language


def as_html(
    paper: TaxPaper,
    *,
    locale: str | None = None,
    translations: Translations | None = None,
    theme: Theme | None = None,
    copy: str = "",
) -> str:
    """
    Return a paper as an HTML document that prints on A4.

    Raises `CheckoutError` for an unknown locale, and for the portal's QR text where
    segno, the extra `qr`, is not installed.

    Args:
        paper: what is shown.
        locale: the language and the number formats, a name like "hi_IN"; None (the
            default) for English.
        translations: those of the host; None (the default) for none.
        theme: logo, colour and font; None (the default) for `Theme()`.
        copy: which copy it is: `original`, `duplicate`, `triplicate`, or "" (the
            default) to say nothing.
    """
    check = Validator()
    check.instance("paper", paper, TaxPaper, "a TaxPaper")
    kind = check.choice("copy", copy, tuple(labels.COPIES))
    looks = Theme() if theme is None else theme
    check.instance("theme", looks, Theme, "a Theme")
    check.raise_any()
    words = labels.language_of(locale, translations)
    return _Document(paper, words, looks, labels.COPIES[kind]).whole()


class _Document:
    """The parts of the page of a paper."""

    def __init__(
        self, paper: TaxPaper, words: Language, theme: Theme, copy: str
    ) -> None:
        self.paper = paper
        self.words = words
        self.theme = theme
        self.copy = copy
        self.heads = paper.heads if paper.shows_tax else ()

    def whole(self) -> str:
        """Return the whole document."""
        paper, words = self.paper, self.words
        title = f"{words.text(labels.TITLES[paper.title])} {paper.number}"
        body = [
            self._head(),
            self._endorsement(),
            self._parties(),
            self._items(),
            self._note(),
            self._sums(),
            self._rates() if paper.shows_tax else "",
            self._close(),
        ]
        head = [
            '<meta charset="utf-8"/>',
            '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
            '<meta name="color-scheme" content="light"/>',
            tag("title", escaped(title)),
            tag("style", style(self.theme, paper.number)),
        ]
        root = tag(
            "html",
            "\n",
            tag("head", "\n", "\n".join(head), "\n"),
            "\n",
            tag("body", "\n", "\n".join(filter(None, body)), "\n"),
            "\n",
            lang=words.tag,
            dir=words.direction,
        )
        return f"<!DOCTYPE html>\n{root}"

    # Above the items --------------------------------------------------------------

    def _head(self) -> str:
        """Return who issues it, and what it is."""
        paper, words, seller = self.paper, self.words, self.paper.seller
        logo = ""
        name = clean(seller.trade_name or seller.legal_name)
        if self.theme.logo:
            logo = f'<img class="logo" alt="{escaped(name)}" src="{self.theme.logo}"/>'
        who = tag(
            "div",
            logo,
            tag("p", named(name), class_="name"),
            _lines(labels.seller_lines(words, seller)),
            class_="seller",
        )
        rows = [
            tag("tr", tag("th", escaped(label), scope="row"), tag("td", named(fact)))
            for label, fact in labels.facts_of(words, paper)
        ]
        title = words.text(labels.TITLES[paper.title])
        law = "" if title == paper.title else paper.title
        said = [
            tag("p", escaped(each), class_=kind, lang="en")
            for each, kind in ((law, "law"), (self.copy, "copy"))
            if each
        ]
        facts = tag("table", tag("tbody", *rows), class_="facts")
        what = tag("div", tag("h1", escaped(title)), *said, facts, class_="paper")
        return tag("header", who, what, class_="head")

    def _endorsement(self) -> str:
        said = self.paper.endorsement
        return tag("p", escaped(said), class_="endorsement", lang="en") if said else ""

    def _parties(self) -> str:
        """Return the recipient, the place of delivery, and the portal's answer."""
        paper, words = self.paper, self.words
        parts = [self._party(words.text("Billed to"), paper.buyer)]
        if paper.delivery is not None:
            parts.append(self._party(words.text("Delivered to"), paper.delivery))
        if paper.irn is not None:
            parts.append(self._registered())
        return tag("section", *filter(None, parts), class_="parties")

    def _party(self, heading: str, party: Party) -> str:
        lines = labels.party_lines(self.words, party)
        if not lines:
            return ""
        first = tag("strong", named(lines[0]))
        return tag(
            "div",
            tag("h2", escaped(heading)),
            tag("p", first),
            _lines(lines[1:]),
        )

    def _registered(self) -> str:
        """Return IRN, acknowledgement and QR code."""
        irn, words = self.paper.irn, self.words
        assert irn is not None
        ack = [
            (words.text("Acknowledgement"), irn.ack_number),
            (words.text("Acknowledged on"), irn.ack_date),
        ]
        lines = [
            tag("p", escaped(label), " ", named(clean(text)))
            for label, text in ack
            if text
        ]
        number = tag("p", "IRN ", named(irn.number), class_="irn")
        code = qr_svg(irn.qr) if irn.qr else ""
        heading = tag("h2", escaped(words.text("E-invoice")))
        return tag("div", heading, number, *lines, code)

    # The items --------------------------------------------------------------------

    def _items(self) -> str:
        """Return goods and charges, with their sums in the last row."""
        paper, text = self.paper, self.words.text
        discounted = bool(paper.discount)
        titles = [("#", TEXT), (text("Item"), TEXT), (text("Quantity"), NUMBER)]
        if discounted:
            titles += [(text("Amount"), NUMBER), (text("Discounts"), NUMBER)]
        value = text("Taxable value") if paper.shows_tax else text("Value")
        titles.append((value, NUMBER))
        titles += [(labels.head_of(self.words, each), NUMBER) for each in self.heads]
        if paper.shows_tax:
            titles.append((text("Total"), NUMBER))
        rows = [self._item(each, discounted=discounted) for each in paper.items]
        foot = [tag("td"), tag("th", escaped(text("Total")), scope="row"), tag("td")]
        if discounted:
            foot += self._numbers([paper.subtotal, paper.discount])
        foot += self._numbers([paper.taxable_value])
        if paper.shows_tax:
            whole = exact_sum(paper.taxable_value, [paper.tax_amount])
            foot += self._numbers([*[amount for _, amount in paper.taxes], whole])
        return _table(
            text("Goods and charges, amounts in rupees"), "items", titles, rows, foot
        )

    def _item(self, item: Item, *, discounted: bool) -> str:
        words = self.words
        name = escaped(labels.item_name(words, item))
        notes = [labels.code_of(words, item)]
        if self.paper.shows_tax:
            notes.append(labels.category_of(words, item))
        cells = [
            tag("td", str(item.number)),
            tag(
                "th",
                tag("bdi", name),
                small(" · ".join(filter(None, notes))),
                scope="row",
            ),
            _number(escaped(labels.quantity_of(words, item))),
        ]
        if discounted:
            cells += self._numbers([item.subtotal, item.discount])
        cells += self._numbers([item.taxable_value])
        cells += [self._taxed(item.taxes, item.recipient_taxes, x) for x in self.heads]
        if self.paper.shows_tax:
            cells += self._numbers([item.amount])
        return tag("tr", *cells)

    def _taxed(
        self,
        taxes: tuple[Component, ...],
        recipient: tuple[Component, ...],
        head: str,
    ) -> str:
        """Return the amount of one head with its rate; a star if the recipient pays."""
        found = labels.of_head(taxes, head)
        mark = ""
        if not found:
            found = labels.of_head(recipient, head)
            mark = "*" if found else ""
        if not found:
            return _number("")
        first, *others = [each.amount for each in found]
        amount = labels.plain_figure(self.words, exact_sum(first, others))
        rates = [self.words.rate(each.rate) for each in found if each.rate]
        return _number(escaped(f"{amount}{mark}"), small(*rates))

    def _numbers(self, amounts: Sequence[Decimal]) -> list[str]:
        figure = labels.plain_figure
        return [_number(escaped(figure(self.words, each))) for each in amounts]

    def _note(self) -> str:
        """Return what the star means."""
        if not any(each.recipient_taxes for each in self.paper.items):
            return ""
        said = self.words.text(
            "* The recipient pays this tax on reverse charge; it is not in the total."
        )
        return tag("p", escaped(said), class_="note")

    # Below the items --------------------------------------------------------------

    def _sums(self) -> str:
        """Return the total: its parts, in words, and how it is paid."""
        paper, words = self.paper, self.words
        money = words.money
        rows = [
            *labels.sums_of(words, paper),
            (words.text("Total"), paper.total),
        ]
        totals = tag("table", tag("tbody", *[_row(x, money(y)) for x, y in rows]))
        said = [
            tag("h2", escaped(words.text("Total in words"))),
            tag("p", escaped(labels.total_in_words(words, paper)), class_="words"),
        ]
        paid = [_row(x, money(y)) for x, y in labels.paid_rows(words, paper)]
        if paid:
            heading = words.text("Payment")
            if paper.is_credit_note:
                heading = words.text("Refund")
            said.append(tag("h2", escaped(heading)))
            said.append(tag("table", tag("tbody", *paid), class_="paid"))
        return tag(
            "section",
            tag("div", *said, class_="said"),
            tag("div", totals, class_="totals"),
            class_="sums",
        )

    def _rates(self) -> str:
        """Return the tax by rate."""
        paper, text = self.paper, self.words.text
        titles = [(text("Rate"), TEXT), (text("Taxable value"), NUMBER)]
        titles += [(labels.head_of(self.words, each), NUMBER) for each in self.heads]
        rows = [self._rate(each) for each in paper.tax_rows]
        return _table(text("Tax by rate"), "rates", titles, rows)

    def _rate(self, row: TaxRow) -> str:
        charged: tuple[Component, ...] = row.components
        recipient: tuple[Component, ...] = ()
        if row.category == "reverse_charge":
            charged, recipient = recipient, charged
        return tag(
            "tr",
            tag("th", escaped(labels.rate_label(self.words, row)), scope="row"),
            *self._numbers([row.taxable_value]),
            *[self._taxed(charged, recipient, each) for each in self.heads],
        )

    def _close(self) -> str:
        """Return bank, declaration and signature."""
        paper, words, seller = self.paper, self.words, self.paper.seller
        left = []
        if seller.bank and not paper.is_credit_note:
            left.append(tag("h2", escaped(words.text("Bank details"))))
            left.append(_text(seller.bank))
        if seller.declaration:
            left.append(tag("h2", escaped(words.text("Declaration"))))
            left.append(_text(seller.declaration))
        name = clean(seller.legal_name)
        seal = [tag("p", escaped(words.text("For {name}", name=name)))]
        seal.append(tag("div", class_="room"))
        if seller.signatory:
            seal.append(tag("p", named(clean(seller.signatory))))
        seal.append(tag("p", escaped(words.text("Authorised signatory"))))
        return tag(
            "footer",
            tag("div", *left),
            tag("div", *seal, class_="seal"),
            class_="close",
        )


def _lines(lines: Sequence[str]) -> str:
    return "".join([tag("p", named(each)) for each in lines])


def _text(text: str) -> str:
    """Return a text of several lines."""
    lines = [clean(each) for each in text.splitlines()]
    return tag("p", named("\n".join(lines)), class_="lines")


def _number(*content: str) -> str:
    return tag("td", *content, class_=NUMBER)


def _row(label: str, figure: str) -> str:
    """Return a label with a figure."""
    return tag("tr", tag("th", escaped(label), scope="row"), _number(named(figure)))


def _table(
    caption: str,
    kind: str,
    titles: Sequence[tuple[str, str]],
    rows: Sequence[str],
    foot: Sequence[str] = (),
) -> str:
    heads = [tag("th", escaped(x), scope="col", class_=each) for x, each in titles]
    parts = [
        tag("caption", escaped(caption)),
        tag("thead", tag("tr", *heads)),
        tag("tbody", *["\n" + each for each in rows]),
    ]
    if foot:
        parts.append(tag("tfoot", tag("tr", *foot)))
    return tag("div", tag("table", *parts, class_=kind), class_="scroll")


__all__ = ["as_html"]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A quote as a page: one HTML file that needs nothing else.

The waterfall, whose bars open to the rows and rules behind them; the offers that do not
apply and what would change that; the lines, the tax and the offers as tables; and the
explanation.  Promises that it can be read by keyboard, by screen reader, on a phone, in
the dark and on paper (A4), without a script and without anything from elsewhere, and
that equal inputs give equal text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.checks import Validator, expect
from checkout_core.money.exact import exact_sum, to_decimal
from checkout_core.pricing import Quote
from checkout_core.store import Store
from checkout_core.tenders import TENDERS
from checkout_core.views.chapters import CHAPTERS, Story
from checkout_core.views.language import Language
from checkout_core.views.layout import clean
from checkout_core.views.markup import escaped, tag
from checkout_core.views.page_bars import STRIPES, Behind
from checkout_core.views.page_style import style
from checkout_core.views.page_tables import NUMBER, TEXT, Tables, named, table
from checkout_core.views.receipt import label_of, offers_of, savings_of, titles_of
from checkout_core.views.refused import sentence_of
from checkout_core.views.terms import terms_of
from checkout_core.views.waterfall import waterfall
from checkout_core.views.waterfall_refund import refund_waterfall


if TYPE_CHECKING:
    from checkout_core.ledger import AppliedOffer, Refusal
    from checkout_core.offers import Offer
    from checkout_core.refunds import Refund
    from checkout_core.views.bars import Bar, Waterfall
    from checkout_core.views.language import Catalogue


def html(
    quote: Quote,
    store: Store | None = None,
    *,
    locale: str | None = None,
    catalogue: Catalogue | None = None,
    title: str = "",
    order_number: str = "",
) -> str:
    """
    Return *quote* as an HTML document.

    Raises `CheckoutError` for an unknown locale, and for a *title* or *order_number* of
    more than 255 characters or with control characters.

    Args:
        quote: what is shown.
        store: the store it was priced in; None (the default) leaves out the terms of
            offers, and the names of those that were not written into the quote.
        locale: the language and the number formats, a name like "de_DE"; None (the
            default) for English.
        catalogue: translations of the host; None (the default) for none.
        title: what is written above everything, such as the name of the shop; "" (the
            default) for nothing.
        order_number: the number of the order; "" (the default) if there is none.

    >>> from checkout_core import Cart, Line, Store, quote
    >>> tee = Line("Tee", 2, "499.00", tax_rate=5, price_including_tax=True)
    >>> page = html(quote(Cart("INR", [tee]), Store("INR")), title="Corner shop")
    >>> page.startswith("<!DOCTYPE html>"), "Corner shop" in page
    (True, True)
    """
    expect(quote=(quote, Quote), store=(store, Store | None))
    title, order_number = _short(title=title, order_number=order_number)
    language = Language.of(locale, quote.cart.currency, catalogue)
    found = waterfall(quote, locale=locale, catalogue=catalogue)
    return _QuotePage(quote, store, language, found).document(title, order_number)


def refund_html(
    quote: Quote,
    note: Refund,
    *,
    locale: str | None = None,
    catalogue: Catalogue | None = None,
    title: str = "",
) -> str:
    """
    Return a refund of *quote* as an HTML document.

    Raises `CheckoutError` for an unknown locale, a refund that is not of this quote,
    and a *title* as for `html`.

    Args:
        quote: what was sold.
        note: the refund of a part of it.
        locale: the language and the number formats, as for `html`.
        catalogue: translations of the host; None (the default) for none.
        title: what is written above everything; "" (the default) for nothing.
    """
    (title,) = _short(title=title)
    found = refund_waterfall(quote, note, locale=locale, catalogue=catalogue)
    language = Language.of(locale, quote.cart.currency, catalogue)
    text, money, titles = language.text, language.money, titles_of(quote)
    behind = Behind(found, quote, language, titles, lambda _: "", note.entries)
    heading = text("Credit note {id}", id=clean(note.id))
    facts = [language.moment(note.at)]
    if note.order_number:
        number = clean(note.order_number)
        facts.insert(0, text("for order {number}", number=number))
    if note.reason:
        facts.append(clean(note.reason))
    pay = [(text("Refund"), money(note.amount))]
    if note.points_reversed:
        points = language.count(-note.points_reversed)
        pay.append((text("Earned points, taken back"), points))
    tables = Tables(quote, language, titles, note.zero)
    sections = [
        _section("waterfall", found.title, _figure(behind, language)),
        _section("lines", text("Goods"), tables.returned(note)),
    ]
    return _document(found, language, [title, heading], facts, pay, sections, "")


def _short(**texts: object) -> list[str]:
    """Return arguments that have to be short texts; raises `CheckoutError`."""
    check = Validator()
    found = [check.text(name, value) for name, value in texts.items()]
    check.raise_any()
    return found


class _QuotePage:
    """
    The parts of the page of a quote.

    Attributes:
        quote: the quote.
        language: the words and the number formats.
    """

    def __init__(
        self, quote: Quote, store: Store | None, language: Language, found: Waterfall
    ) -> None:
        self.quote = quote
        self.language = language
        self._store = store
        self._found = found
        self._zero = to_decimal(0, quote.cart.currency.exponent)
        self._known: dict[tuple[str, str], Offer] = {}
        if store is not None:
            offers = (*store.promotions, *store.coupons)
            self._known = {(each.kind, each.id): each for each in offers}

    def document(self, title: str, order_number: str) -> str:
        """Return the whole document."""
        quote, language = self.quote, self.language
        text, titles = language.text, titles_of(quote)
        heading = text("What this cart costs")
        if order_number:
            heading = text("Order {number}", number=clean(order_number))
        facts = [] if quote.at is None else [language.moment(quote.at)]
        behind = Behind(
            self._found, quote, language, titles, self._rules, quote.entries
        )
        tables = Tables(quote, language, titles, self._zero)
        sections = [
            _section("waterfall", self._found.title, _figure(behind, language)),
            self._refusals(),
            _section("lines", text("Lines"), tables.lines()),
        ]
        if quote.totals.total_tax:
            sections.append(_section("tax", text("Tax"), tables.taxes()))
        sections += [self._offers(), self._story()]
        return _document(
            self._found,
            language,
            [title, heading],
            facts,
            self._pay(),
            [each for each in sections if each],
            quote.engine,
        )

    def _pay(self) -> list[tuple[str, str]]:
        """Return the figures at the top, with what they are called."""
        quote, language = self.quote, self.language
        text, money, totals = language.text, language.money, quote.totals
        found = [(text("To be paid"), money(totals.to_be_paid))]
        if totals.grand_total != totals.to_be_paid:
            found.append((text("Total"), money(totals.grand_total)))
        savings = savings_of(quote, self._zero, language)
        saved = [amount for _, amount in savings]
        if saved:
            found.append((text("You saved"), money(exact_sum(self._zero, saved))))
        earned = int(totals.loyalty_points_earned)
        if earned:
            points = language.many(*TENDERS["points"].counted, earned)
            found.append((text("You earn"), points))
        return found

    def _rules(self, bar: Bar) -> str:
        """Return what the offer of a bar gives and saves."""
        offer = bar.offer
        if offer is None:
            return ""
        parts = [self._terms(offer)]
        if offer.saving:
            saves = self.language.text(
                "It saves {amount}, tax included.",
                amount=self.language.money(offer.saving),
            )
            parts.append(escaped(saves))
        return "".join([tag("p", each) for each in parts if each])

    def _terms(self, offer: AppliedOffer) -> str:
        """Return the terms of an offer as a sentence, "" if they are not known."""
        known = self._known.get((offer.kind, offer.id))
        if known is None:
            return ""
        return escaped(terms_of(known, self.language))

    def _offers(self) -> str:
        """Return the offers that apply, with their terms and what they save."""
        text, money = self.language.text, self.language.money
        offers = offers_of(self.quote)
        if not offers:
            return ""
        known = self._store is not None
        rows = [
            [
                named(label_of(each)),
                *([self._terms(each)] if known else []),
                escaped(money(each.saving)),
            ]
            for each in offers
        ]
        terms = [(text("Terms"), TEXT)] if known else []
        found = table(
            text("What each offer saves, tax included"),
            [(text("Offer"), TEXT), *terms, (text("Saved"), NUMBER)],
            rows,
        )
        return _section("offers", text("Offers that apply"), found)

    def _refusals(self) -> str:
        """Return the offers that do not apply, those that are nearly reached first."""
        text, figures = self.language.text, self.quote.figures
        refusals = sorted(figures.refusals, key=lambda each: not _is_near(each))
        items = []
        for each in refusals:
            name = tag("strong", named(self._refused(each)))
            near = "near" if _is_near(each) else ""
            why = sentence_of(each, self.quote, self.language)
            items.append(tag("li", name, escaped(why), class_=near))
        found = tag("ul", *items, class_="refused") if items else ""
        others = figures.promotions_not_matching
        if others:
            said = self.language.many(
                "{number} other promotion does not match any item in this cart.",
                "{number} other promotions do not match any item in this cart.",
                others,
            )
            found += tag("p", escaped(said), class_="soft")
        if not found:
            return ""
        return _section("refusals", text("Offers that do not apply"), found)

    def _refused(self, refusal: Refusal) -> str:
        """Return what a refused offer is called, the entered code if it has no name."""
        entered = clean(self.quote.cart.coupon_code or "")
        if refusal.offer_id is None:
            return entered
        known = self._known.get((refusal.kind, refusal.offer_id))
        name = refusal.name or (known.name if known else "")
        found = clean(name) or clean(refusal.offer_id)
        return f"{found} ({entered})" if refusal.kind == "coupon" else found

    def _story(self) -> str:
        """Return the explanation, a paragraph for each of its chapters."""
        language = self.language
        offers = () if self._store is None else tuple(self._known.values())
        told = Story.of(self.quote, language, offers)
        chapters = []
        for chapter in CHAPTERS:
            lines = [
                tag(
                    "span",
                    escaped(each.strip()),
                    class_="detail" if each.startswith(" ") else "",
                )
                for each in chapter(told)
            ]
            if lines:
                chapters.append(tag("p", *lines))
        story = tag("div", *chapters, class_="story")
        return _section("story", self.language.text("How it came about"), story)


def _is_near(refusal: Refusal) -> bool:
    """Return whether something the shopper can add would open an offer."""
    return bool(refusal.short_amount or refusal.short_units)


def _section(name: str, heading: str, *content: str) -> str:
    head = tag("h2", escaped(heading), id=f"{name}-heading")
    return tag("section", head, *content, id=name, aria_labelledby=f"{name}-heading")


def _figure(behind: Behind, language: Language) -> str:
    hint = language.text("Open a bar to see the rules and the rows behind it.")
    return tag("figure", behind.bars(), tag("figcaption", escaped(hint)))


def _document(
    found: Waterfall,
    language: Language,
    headings: list[str],
    facts: list[str],
    pay: list[tuple[str, str]],
    sections: list[str],
    engine: str,
) -> str:
    """Return a whole document; an empty heading is left out."""
    text = language.text
    title, heading = headings
    whole = " · ".join(filter(None, [clean(title), heading]))
    figures = [
        tag("div", tag("dt", escaped(name)), tag("dd", tag("bdi", escaped(figure))))
        for name, figure in pay
    ]
    header = tag(
        "header",
        tag("p", named(clean(title)), class_="soft") if title else "",
        tag("h1", named(heading)),
        tag("p", " · ".join([named(each) for each in facts]), class_="soft"),
        tag("dl", *figures, class_="pay"),
    )
    skip = tag("a", escaped(text("Skip to the figures")), class_="skip", href="#main")
    foot = tag("footer", tag("p", named(engine or "checkout-core")))
    body = [skip, STRIPES, header, tag("main", *sections, id="main"), foot]
    head = [
        '<meta charset="utf-8"/>',
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
        '<meta name="color-scheme" content="light dark"/>',
        tag("title", escaped(whole)),
        tag("style", style()),
    ]
    root = tag(
        "html",
        "\n",
        tag("head", "\n", "\n".join(head), "\n"),
        "\n",
        tag("body", "\n", "\n".join(body), "\n"),
        "\n",
        lang=found.language,
        dir=found.direction,
    )
    return f"<!DOCTYPE html>\n{root}"


__all__ = ["html", "refund_html"]

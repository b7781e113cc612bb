# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A quote as a page.

The waterfall, whose bars open to the rows and rules behind them; the offers that do not
apply and what would change that; the lines, the tax and the offers as tables; and the
explanation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.checks import expect
from checkout_core.money.exact import exact_sum
from checkout_core.pricing import Quote
from checkout_core.store import Store
from checkout_core.tenders import TENDERS
from checkout_core.views.chapters import CHAPTERS, Story
from checkout_core.views.labels import label_of
from checkout_core.views.language import Language
from checkout_core.views.layout import clean
from checkout_core.views.markup import escaped, tag
from checkout_core.views.page.bars import BarList
from checkout_core.views.page.behind import Behind
from checkout_core.views.page.document import document, figure, section, short_texts
from checkout_core.views.page.tables import NUMBER, TEXT, Tables, named, table
from checkout_core.views.refused import refused_name, sentence_of
from checkout_core.views.sums import dues_of, offers_of, savings_of
from checkout_core.views.terms import terms_of
from checkout_core.views.waterfall.quote import bars_of


if TYPE_CHECKING:
    from checkout_core.ledger import AppliedOffer, Refusal
    from checkout_core.views.language import Translations
    from checkout_core.views.waterfall import Bar


def html(
    quote: Quote,
    store: Store | None = None,
    *,
    locale: str | None = None,
    translations: Translations | None = None,
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
        translations: those of the host; None (the default) for none.
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
    title, order_number = short_texts(title=title, order_number=order_number)
    words = Language.of(locale, quote.cart.currency, translations)
    offers = () if store is None else (*store.promotions, *store.coupons)
    story = Story.of(quote, words, offers)
    return _QuotePage(story, has_store=store is not None).document(title, order_number)


class _QuotePage:
    """
    The parts of the page of a quote.

    Attributes:
        story: the quote, the words, and the offers of its store.
        has_store: whether the store is known, and with it the terms of its offers.
    """

    def __init__(self, story: Story, *, has_store: bool) -> None:
        self.story = story
        self.has_store = has_store
        self._quote = story.quote
        self._language = story.words

    def document(self, title: str, order_number: str) -> str:
        """Return the whole document."""
        quote, language, titles = self._quote, self._language, self.story.titles
        text, found = language.text, bars_of(quote, language)
        heading = text("What this cart costs")
        if order_number:
            heading = text("Order {number}", number=clean(order_number))
        facts = [] if quote.at is None else [language.moment(quote.at)]
        behind = Behind(
            quote, language, titles, self._rules, quote.entries, self.story.zero
        )
        bars = BarList(found, language, behind.of)
        tables = Tables(quote, language, titles, self.story.zero)
        sections = [
            section("waterfall", found.title, figure(bars, language)),
            self._refusals(),
            section("lines", text("Lines"), tables.lines()),
        ]
        if quote.totals.total_tax:
            sections.append(section("tax", text("Tax"), tables.taxes()))
        sections += [self._offers(), self._story()]
        return document(
            language,
            title=title,
            heading=heading,
            facts=facts,
            pay=self._pay(),
            sections=[each for each in sections if each],
            engine=quote.engine,
        )

    def _pay(self) -> list[tuple[str, str]]:
        """Return the figures at the top, with what they are called."""
        quote, language = self._quote, self._language
        text, money, totals = language.text, language.money, quote.totals
        found = [(text("To be paid"), money(totals.to_be_paid))]
        found += [(label, money(amount)) for label, amount in dues_of(language, quote)]
        if totals.grand_total != totals.to_be_paid:
            found.append((text("Total"), money(totals.grand_total)))
        savings = savings_of(quote, self.story.zero, language)
        saved = [amount for _, amount in savings]
        if saved:
            found.append((text("You saved"), money(exact_sum(self.story.zero, saved))))
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
            saves = self._language.text(
                "It saves {amount}, tax included.",
                amount=self._language.money(offer.saving),
            )
            parts.append(escaped(saves))
        return "".join([tag("p", each) for each in parts if each])

    def _terms(self, offer: AppliedOffer) -> str:
        """Return the terms of an offer as a sentence, "" if they are not known."""
        known = self.story.known.get((offer.kind, offer.id))
        if known is None:
            return ""
        return escaped(terms_of(known, self._language))

    def _offers(self) -> str:
        """Return the offers that apply, with their terms and what they save."""
        text, money = self._language.text, self._language.money
        offers = offers_of(self._quote)
        if not offers:
            return ""
        known = self.has_store
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
        return section("offers", text("Offers that apply"), found)

    def _refusals(self) -> str:
        """Return the offers that do not apply, those that are nearly reached first."""
        text, figures = self._language.text, self._quote.figures
        refusals = sorted(figures.refusals, key=lambda each: not _is_near(each))
        items = []
        for each in refusals:
            name = tag("strong", named(self._refused(each)))
            near = "near" if _is_near(each) else ""
            why = sentence_of(each, self._quote, self._language)
            items.append(tag("li", name, escaped(why), class_=near))
        found = tag("ul", *items, class_="refused") if items else ""
        others = figures.promotions_not_matching
        if others:
            said = self._language.many(
                "{number} other promotion does not match any item in this cart.",
                "{number} other promotions do not match any item in this cart.",
                others,
            )
            found += tag("p", escaped(said), class_="soft")
        if not found:
            return ""
        heading = text("Offers that do not apply")
        if any(each.kind not in _OFFERS for each in refusals):
            heading = text("What does not apply")
        return section("refusals", heading, found)

    def _refused(self, refusal: Refusal) -> str:
        """Return what is refused, by the name that its store knows."""
        known = self.story.known.get((refusal.kind, refusal.offer_id or ""))
        name = known.name if known else ""
        return refused_name(refusal, self._quote, self.story.words, name)

    def _story(self) -> str:
        """Return the explanation, a paragraph for each of its chapters."""
        chapters = []
        for chapter in CHAPTERS:
            lines = [
                tag(
                    "span",
                    escaped(each.strip()),
                    class_="detail" if each.startswith(" ") else "",
                )
                for each in chapter(self.story)
            ]
            if lines:
                chapters.append(tag("p", *lines))
        story = tag("div", *chapters, class_="story")
        return section("story", self._language.text("How it came about"), story)


#: The kinds of refusals that are offers.
_OFFERS = ("promotion", "coupon")


def _is_near(refusal: Refusal) -> bool:
    """Return whether something the shopper can add would open an offer."""
    return bool(refusal.short_amount or refusal.short_units)


__all__ = ["html"]

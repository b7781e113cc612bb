# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A refund as a page: its waterfall, and the goods that came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.views.labels import titles_of
from checkout_core.views.language import Language
from checkout_core.views.layout import clean
from checkout_core.views.page.bars import BarList
from checkout_core.views.page.behind import Behind
from checkout_core.views.page.document import document, figure, section, short_texts
from checkout_core.views.page.tables import Tables
from checkout_core.views.refunded import check_refund
from checkout_core.views.waterfall.refund import refund_bars


if TYPE_CHECKING:
    from checkout_core.pricing import Quote
    from checkout_core.refunds import Refund
    from checkout_core.views.language import Translations


def refund_html(
    quote: Quote,
    note: Refund,
    *,
    locale: str | None = None,
    translations: Translations | None = None,
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
        translations: those of the host; None (the default) for none.
        title: what is written above everything; "" (the default) for nothing.
    """
    (title,) = short_texts(title=title)
    check_refund(quote, note)
    language = Language.of(locale, quote.cart.currency, translations)
    found = refund_bars(note, language)
    text, money, titles = language.text, language.money, titles_of(quote)
    behind = Behind(quote, language, titles, lambda _: "", note.entries, note.zero)
    bars = BarList(found, language, behind.of)
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
        section("waterfall", found.title, figure(bars, language)),
        section("lines", text("Goods"), tables.returned(note)),
    ]
    return document(
        language,
        title=title,
        heading=heading,
        facts=facts,
        pay=pay,
        sections=sections,
    )


__all__ = ["refund_html"]

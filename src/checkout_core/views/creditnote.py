# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The credit note: what a shop prints for a refund.

Promises that the column of figures adds up from the first line to the refund, and from
there to the tenders it is paid to.  Every amount includes tax at the rates of the
original order, which is listed by component below.  Its words, numbers and dates are
those of the locale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.money.exact import exact_sum
from checkout_core.views.labels import printed_name, taxed, titles_of
from checkout_core.views.layout import clean, wrapped
from checkout_core.views.paper import WIDTH, Paper, paper_of
from checkout_core.views.refunded import (
    added,
    charged,
    check_refund,
    given,
    kept,
    units_of,
)


if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from checkout_core.pricing import Quote
    from checkout_core.refunds import Refund
    from checkout_core.views.language import Translations


def credit_note(
    quote: Quote,
    note: Refund,
    *,
    locale: str | None = None,
    width: int = WIDTH,
    translations: Translations | None = None,
) -> str:
    """
    Return a refund of *quote* as plain text of *width* columns.

    *locale* and *translations* are as for `receipt`.  Raises `CheckoutError` for an
    unknown locale, a width below 32 or above 240, and a refund that is not of this
    quote.

    >>> from checkout_core import Cart, Line, Store, quote
    >>> from checkout_core.refunds import refund
    >>> tee = Line("Tee", 2, "499.00", tax_rate=5, price_including_tax=True)
    >>> sold = quote(Cart("INR", [tee]), Store("INR"))
    >>> note = refund(sold, {0: 1}, id="R1", at="2026-12-01T10:00:00Z")
    >>> print(credit_note(sold, note, width=32))
    Credit note R1
                    2026-12-01 10:00
    --------------------------------
    Tee                      ₹499.00
      1 of 2
    ================================
    Refund                   ₹499.00
    To your payment method   ₹499.00
    ================================
    Taxable value            ₹475.24
    Tax in the refund         ₹23.76
      GST 5%                  ₹23.76
    """
    check_refund(quote, note)
    paper = paper_of(quote, locale, width, translations)
    double = "=" * paper.width
    lines = [
        *_head(paper, note),
        "-" * paper.width,
        *_goods(paper, quote, note),
        *_charges(paper, note),
        double,
        *_refunded(paper, note),
        double,
        *_taxes(paper, quote, note),
    ]
    return paper.language.page(lines)


def _head(paper: Paper, note: Refund) -> Iterator[str]:
    words = paper.language
    title = words.text("Credit note {id}", id=clean(note.id))
    yield from wrapped(title, paper.width)
    if note.order_number:
        order = words.text("for order {number}", number=clean(note.order_number))
        yield from wrapped(order, paper.width)
    yield paper.at_the_end(words.moment(note.at))
    if note.reason:
        yield from paper.note(words.isolated(clean(note.reason)))


def _goods(paper: Paper, quote: Quote, note: Refund) -> Iterator[str]:
    for each in note.lines:
        goods = exact_sum(each.taxable_value, [each.tax_amount])
        name = paper.language.isolated(printed_name(quote.cart.lines[each.line]))
        yield from paper.amount(name, goods)
        yield from paper.note(units_of(paper.language, quote, each))


def _charges(paper: Paper, note: Refund) -> Iterator[str]:
    words = paper.language
    handling = exact_sum(note.zero, [each.handling for each in note.lines])
    for label, amount in (
        (words.text("Handling"), handling),
        (words.text("Shipping"), note.shipping.amount),
        (charged(words, note), note.charges.amount),
        (words.text("Round-off"), note.round_off),
    ):
        if amount:
            yield from paper.amount(label, amount)


def _refunded(paper: Paper, note: Refund) -> Iterator[str]:
    words = paper.language
    yield from paper.amount(words.text("Refund"), note.amount)
    for each in (*added(words, note), *kept(words, note), *given(words, note)):
        if each.amount:
            yield from paper.amount(each.label, each.amount)
        elif each.figure:
            yield from paper.figure(each.label, each.figure)
    if note.points_reversed:
        reversed_points = words.count(-note.points_reversed)
        label = words.text("Earned points, taken back")
        yield from paper.figure(label, reversed_points)


def _taxes(paper: Paper, quote: Quote, note: Refund) -> Iterator[str]:
    words, titles = paper.language, titles_of(quote)
    nets = (
        note.amount,
        note.tax_amount.copy_negate(),
        note.round_off.copy_negate(),
    )
    label = words.text("Taxable value")
    yield from paper.amount(label, exact_sum(note.zero, nets))
    yield from paper.amount(words.text("Tax in the refund"), note.tax_amount)
    sums: dict[tuple[str, Decimal], Decimal] = {}
    for each in note.entries:
        if each.name is not None and each.rate is not None:
            key = each.name, each.rate
            sums[key] = exact_sum(each.amount, [sums.get(key, note.zero)])
    for (name, rate), amount in sorted(sums.items(), key=lambda each: each[0][1]):
        yield from paper.amount(taxed(words, name, rate, titles), amount, 2)


__all__ = ["credit_note"]

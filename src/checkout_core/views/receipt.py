# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The receipt: what a shop prints, on paper of a fixed width.

Promises that the column of figures adds up from the first item to the total and from
the total to what is to be paid, digit by digit.  Its words, numbers and dates are those
of the locale.  Every figure is a row of the ledger or a sum of rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from checkout_core.checks import expect
from checkout_core.money.exact import difference, exact_sum, to_decimal
from checkout_core.pricing import Quote
from checkout_core.statuses import FundedBy
from checkout_core.tenders import TENDERS
from checkout_core.views.labels import (
    CATEGORIES,
    granted_label,
    label_of,
    price_note,
    printed_name,
    size_of,
    tax_note,
    taxed,
    titles_of,
)
from checkout_core.views.paper import WIDTH, Paper, paper_of
from checkout_core.views.sums import (
    added_tax,
    charges_of,
    discount_of,
    discounting,
    dues_of,
    offers_of,
    residue,
    savings_of,
    shipping_cost,
    taken_off_shipping,
)
from checkout_core.words import joined, message


if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from checkout_core.cart import Line
    from checkout_core.ledger import AppliedOffer, QuotedLine
    from checkout_core.views.language import Language, Translations


#: What an offer is called that a payer other than the seller pays for.
_PAID_BY: Mapping[str, str] = {
    FundedBy.PLATFORM: message("{offer}, paid by the platform"),
    FundedBy.BRAND: message("{offer}, paid by the brand"),
}


def receipt(
    quote: Quote,
    *,
    locale: str | None = None,
    width: int = WIDTH,
    translations: Translations | None = None,
) -> str:
    """
    Return *quote* as plain text of *width* columns, as *locale* has words and numbers.

    *locale* is a name like "de_DE"; None (the default) stands for English, with the
    numbers of "en_IN" if the currency is INR and of "en" elsewhere, and dates by ISO
    8601.  `LANGUAGES` have words of their own, all other locales English ones, unless
    the host's own *translations* (None by default) have them.  *width* is 48
    by default.  Prices are those that the shop shows: tax is added below if they do not
    include it.  Savings count discounts of offers and free shipping, but not points and
    credit, which are payments.  Raises `CheckoutError` for an unknown locale and a
    width below 32 or above 240.

    >>> from checkout_core import Cart, Line, Store, quote
    >>> tee = Line("Tee", 2, "499.00", tax_rate=5, price_including_tax=True)
    >>> print(receipt(quote(Cart("INR", [tee]), Store("INR")), width=32))
    Tee                      ₹998.00
      2 x ₹499.00, 5% tax included
    --------------------------------
    1 line, 2 units          ₹998.00
    ================================
    Total                    ₹998.00
    To be paid               ₹998.00
    ================================
    Tax in the total          ₹47.52
      GST 5% on ₹950.48       ₹47.52
    """
    expect(quote=(quote, Quote))
    paper = paper_of(quote, locale, width, translations)
    double = "=" * paper.width
    lines = [
        *_moment(paper, quote),
        *_goods(paper, quote),
        "-" * paper.width,
        *_sum(paper, quote),
        double,
        *_payment(paper, quote),
    ]
    for section in (_taxes(paper, quote), _saved(paper, quote)):
        if section:
            lines += [double, *section]
    return paper.language.page(lines)


def _moment(paper: Paper, quote: Quote) -> list[str]:
    if quote.at is None:
        return []
    moment = paper.at_the_end(paper.language.moment(quote.at))
    return [moment, "-" * paper.width]


def _goods(paper: Paper, quote: Quote) -> Iterator[str]:
    for line, quoted in zip(quote.cart.lines, quote.lines, strict=True):
        name = paper.language.isolated(printed_name(line))
        yield from paper.amount(name, quoted.listed)
        yield from paper.note(_terms(paper.language, line, quoted))


def _terms(language: Language, line: Line, quoted: QuotedLine) -> str:
    parts = [price_note(language, line)]
    if quoted.free_quantity:
        parts.append(
            language.many(
                "{number} more free", "{number} more free", quoted.free_quantity
            )
        )
    parts.append(tax_note(language, line, quoted))
    return joined(language, [part for part in parts if part])


def _sum(paper: Paper, quote: Quote) -> Iterator[str]:
    """Yield what makes the total: items, discounts, added tax, charges, round-off."""
    zero = to_decimal(0, quote.cart.currency.exponent)
    list_total = exact_sum(zero, [quoted.listed for quoted in quote.lines])
    words = paper.language
    yield from paper.amount(size_of(words, quote), list_total)
    for offer in offers_of(quote):
        yield from _offer(paper, offer, zero)
    yield from _points(paper, quote, zero)
    added = added_tax(quote, zero)
    if added:
        yield from paper.amount(words.text("Tax added to prices"), added)
    yield from _shipping(paper, quote, zero)
    handling = exact_sum(zero, [x.handling_charge_including_tax for x in quote.lines])
    if handling:
        net = exact_sum(zero, [x.handling_charge_excluding_tax for x in quote.lines])
        label = words.text("Handling, tax included")
        if handling == net:
            label = words.text("Handling")
        yield from paper.amount(label, handling)
    for name, amount in charges_of(quote):
        yield from paper.amount(words.isolated(name), amount)
    rounded = difference(quote.totals.round_off, residue(quote))
    if rounded:
        yield from paper.amount(words.text("Round-off"), rounded)


def _offer(paper: Paper, offer: AppliedOffer, zero: Decimal) -> Iterator[str]:
    words = paper.language
    label = words.isolated(label_of(offer))
    points = offer.bonus_points
    if points:
        figure = words.many("+{number} point", "+{number} points", points)
        yield from paper.figure(label, figure)
    free = sum(each.free_quantity for each in offer.lines)
    if free:
        figure = words.many("{number} free", "{number} free", free)
        yield from paper.figure(label, figure)
    discount = discount_of(offer, zero)
    if discount and offer.funded_by == "seller":
        yield from paper.amount(label, discount.copy_negate())


def _points(paper: Paper, quote: Quote, zero: Decimal) -> Iterator[str]:
    """Yield what points take off, where they are a discount."""
    for tender, off in discounting(quote, zero):
        label = granted_label(paper.language, tender)
        yield from paper.amount(label, off.copy_negate())


def _shipping(paper: Paper, quote: Quote, zero: Decimal) -> Iterator[str]:
    totals = quote.totals
    taken_off = taken_off_shipping(quote, zero)
    cost = shipping_cost(quote, taken_off)
    if not cost:
        return
    words = paper.language
    label = words.text("Shipping, tax included")
    if cost == totals.shipping_estimated_cost:
        label = words.text("Shipping")
    yield from paper.amount(label, cost)
    for by, off in taken_off:
        label = words.text("Free shipping")
        if by is not None:
            label = words.isolated(label_of(by))
        yield from paper.amount(label, off.copy_negate())


def _payment(paper: Paper, quote: Quote) -> Iterator[str]:
    totals = quote.totals
    zero = to_decimal(0, quote.cart.currency.exponent)
    words = paper.language
    yield from paper.amount(words.text("Total"), totals.grand_total)
    if totals.grand_total != totals.to_be_paid:
        yield from _tenders(paper, quote, zero)
        yield "-" * paper.width
    yield from paper.amount(words.text("To be paid"), totals.to_be_paid)
    for label, amount in dues_of(words, quote):
        yield from paper.amount(label, amount, 2)


def _tenders(paper: Paper, quote: Quote, zero: Decimal) -> Iterator[str]:
    for offer in offers_of(quote):
        if offer.funded_by != "seller":
            label = paper.language.text(
                _PAID_BY[offer.funded_by], offer=label_of(offer)
            )
            yield from paper.amount(label, discount_of(offer, zero).copy_negate())
    for tender in quote.tenders:
        if tender.value:
            label = granted_label(paper.language, tender)
            yield from paper.amount(label, tender.value.copy_negate())


def _taxes(paper: Paper, quote: Quote) -> list[str]:
    rows = [
        each
        for each in quote.figures.tax_rows
        if each.taxable_value or any(part.amount for part in each.components)
    ]
    if not quote.totals.total_tax:
        return []
    words, titles = paper.language, titles_of(quote)
    found = paper.amount(words.text("Tax in the total"), quote.totals.total_tax)
    nothing = to_decimal(0, quote.cart.currency.exponent)
    for each in rows:
        on = words.money(each.taxable_value)
        due = [part for part in each.components if part.rate or part.amount]
        for part in due:
            tax = taxed(words, part.name, part.rate, titles)
            label = words.text("{tax} on {amount}", tax=tax, amount=on)
            found += paper.amount(label, part.amount, 2)
        if not due:
            tax = words.text(CATEGORIES[each.category][1])
            label = words.text("{tax} on {amount}", tax=tax, amount=on)
            found += paper.amount(label, nothing, 2)
    return found


def _saved(paper: Paper, quote: Quote) -> list[str]:
    totals = quote.totals
    zero = to_decimal(0, quote.cart.currency.exponent)
    found = []
    words = paper.language
    savings = savings_of(quote, zero, words)
    if savings:
        whole = exact_sum(zero, [amount for _, amount in savings])
        found += paper.amount(words.text("You saved"), whole)
        for label, amount in savings:
            found += paper.amount(label, amount, 2)
    if totals.loyalty_points_earned:
        points = words.many(
            *TENDERS["points"].counted, int(totals.loyalty_points_earned)
        )
        found += paper.figure(words.text("You earn"), points)
    return found


__all__ = ["receipt"]

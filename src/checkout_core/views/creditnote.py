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

from checkout_core.checks import expect
from checkout_core.errors import CheckoutError, fault
from checkout_core.money.exact import exact_sum
from checkout_core.pricing import Quote
from checkout_core.refunds import Refund
from checkout_core.tenders import TENDERS
from checkout_core.views.layout import clean, wrapped
from checkout_core.views.paper import WIDTH, Layout, layout_of
from checkout_core.views.receipt import printed_name, taxed, tendered, titles_of


if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from checkout_core.refunds import RefundedLine
    from checkout_core.views.language import Catalogue, Language


def credit_note(
    quote: Quote,
    note: Refund,
    *,
    locale: str | None = None,
    width: int = WIDTH,
    catalogue: Catalogue | None = None,
) -> str:
    """
    Return a refund of *quote* as plain text of *width* columns.

    *locale* and *catalogue* are as for `receipt`.  Raises `CheckoutError` for an
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
    expect(quote=(quote, Quote), note=(note, Refund))
    layout = layout_of(quote, locale, width, catalogue)
    if note.currency != quote.currency or any(
        not 0 <= each.line < len(quote.lines) for each in note.lines
    ):
        raise CheckoutError([fault("refund", "refunds_do_not_fit", note.id)])
    double = "=" * layout.width
    lines = [
        *_head(layout, note),
        "-" * layout.width,
        *_goods(layout, quote, note),
        *_charges(layout, note),
        double,
        *_refunded(layout, note),
        double,
        *_taxes(layout, quote, note),
    ]
    return layout.language.page(lines)


def _head(layout: Layout, note: Refund) -> Iterator[str]:
    words = layout.language
    title = words.text("Credit note {id}", id=clean(note.id))
    yield from wrapped(title, layout.width)
    if note.order_number:
        order = words.text("for order {number}", number=clean(note.order_number))
        yield from wrapped(order, layout.width)
    yield layout.at_the_end(words.moment(note.at))
    if note.reason:
        yield from layout.note(words.isolated(clean(note.reason)))


def _goods(layout: Layout, quote: Quote, note: Refund) -> Iterator[str]:
    for each in note.lines:
        goods = exact_sum(each.taxable_value, [each.tax_amount])
        name = layout.language.isolated(printed_name(quote.cart.lines[each.line]))
        yield from layout.amount(name, goods)
        yield from layout.note(units_of(layout.language, quote, each))


def units_of(words: Language, quote: Quote, each: RefundedLine) -> str:
    """Return how many of the units of a line came back."""
    if not each.quantity:
        return words.text("kept, at a lower price")
    count = words.count(each.quantity)
    whole = words.count(quote.lines[each.line].quantity)
    if each.free_quantity:
        return words.many(
            "{count} of {whole}, {number} free too",
            "{count} of {whole}, {number} free too",
            each.free_quantity,
            count=count,
            whole=whole,
        )
    return words.text("{count} of {whole}", count=count, whole=whole)


def _charges(layout: Layout, note: Refund) -> Iterator[str]:
    words = layout.language
    handling = exact_sum(note.zero, [each.handling for each in note.lines])
    for label, amount in (
        (words.text("Handling"), handling),
        (words.text("Shipping"), note.shipping.amount),
        (_charged(words, note), note.charges.amount),
        (words.text("Round-off"), note.round_off),
    ):
        if amount:
            yield from layout.amount(label, amount)


def _charged(words: Language, note: Refund) -> str:
    """Return the name of the store's charge, or "Charges" if there are several."""
    names = {each.name for each in note.entries if each.kind == "charge"}
    if len(names) != 1:
        return words.text("Charges")
    return words.isolated(clean(names.pop() or ""))


def _refunded(layout: Layout, note: Refund) -> Iterator[str]:
    words = layout.language
    yield from layout.amount(words.text("Refund"), note.amount)
    for label, amount in (
        (words.text("Paid by others"), note.funded),
        (words.text("Not paid yet"), note.unpaid),
        (words.text("Discount of a payment offer"), note.gateway_discount),
        (_cancellation(words, note.charge_reason), note.charge),
        (words.text("To your payment method"), note.gateway),
        *_to_tenders(words, note),
    ):
        if amount:
            yield from layout.amount(label, amount)
    if note.points_reversed:
        reversed_points = words.count(-note.points_reversed)
        label = words.text("Earned points, taken back")
        yield from layout.figure(label, reversed_points)


def _cancellation(words: Language, reason: str) -> str:
    if not reason:
        return words.text("Cancellation charge")
    return words.text("Cancellation charge, {reason}", reason=clean(reason))


def _to_tenders(words: Language, note: Refund) -> Iterator[tuple[str, Decimal]]:
    """Yield label and value of what goes back to each tender of the order."""
    for each in note.tenders:
        kind = TENDERS[each.kind]
        label = words.text(
            kind.refunded if each.restored else kind.not_restored or kind.refunded,
            restored=tendered(words, kind, each.restored),
            name=clean(each.name),
        )
        yield label, each.value
        if each.kind == "credit":
            yield words.text("To your credit, below the minimum"), note.moved


def _taxes(layout: Layout, quote: Quote, note: Refund) -> Iterator[str]:
    words, titles = layout.language, titles_of(quote)
    nets = (
        note.amount,
        note.tax_amount.copy_negate(),
        note.round_off.copy_negate(),
    )
    label = words.text("Taxable value")
    yield from layout.amount(label, exact_sum(note.zero, nets))
    yield from layout.amount(words.text("Tax in the refund"), note.tax_amount)
    sums: dict[tuple[str, Decimal], Decimal] = {}
    for each in note.entries:
        if each.name is not None and each.rate is not None:
            key = each.name, each.rate
            sums[key] = exact_sum(each.amount, [sums.get(key, note.zero)])
    for (name, rate), amount in sorted(sums.items(), key=lambda each: each[0][1]):
        yield from layout.amount(taxed(words, name, rate, titles), amount, 2)


__all__ = [
    "credit_note",
    "units_of",
]

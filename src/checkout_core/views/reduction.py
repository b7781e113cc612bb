# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The credit note for a discount at the gateway that the merchant funds.

For a payment that came after the invoice was made; one that came before is a part of
the invoice.  Promises that the column of figures adds up to the discount, and that
value and tax by component are listed below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.checks import expect
from checkout_core.errors import CheckoutError, fault
from checkout_core.money.exact import exact_sum
from checkout_core.pricing import Quote
from checkout_core.refunds import PriceReduction
from checkout_core.views.labels import printed_name, taxed, titles_of
from checkout_core.views.layout import clean, wrapped
from checkout_core.views.paper import WIDTH, Paper, paper_of


if TYPE_CHECKING:
    from collections.abc import Iterator

    from checkout_core.ledger.rows import Posting
    from checkout_core.views.language import Translations


def reduction_note(
    quote: Quote,
    reduction: PriceReduction,
    *,
    locale: str | None = None,
    width: int = WIDTH,
    translations: Translations | None = None,
) -> str:
    """
    Return a price reduction of *quote* as plain text of *width* columns.

    *locale* and *translations* are as for `receipt`.  Raises `CheckoutError` for an
    unknown locale, a width below 32 or above 240, and a reduction that is not of this
    quote.

    >>> from checkout_core import Cart, Line, Order, PaymentUpdate, Store, quote
    >>> lamp = Line("Lamp", 1, "1000.00", tax_rate=18, price_including_tax=True)
    >>> sold = quote(Cart("INR", [lamp]), Store("INR"))
    >>> order = Order.placed(sold, number="1", at="2026-12-01T10:00:00Z")
    >>> offer = {"gateway_discount": "150.00", "funded_by": "merchant"}
    >>> paid = PaymentUpdate("P1", "1000.00", "2026-12-01T10:00:00Z", **offer)
    >>> (reduction,) = order.after(paid).price_reductions
    >>> print(reduction_note(sold, reduction, width=32))
    Credit note P1
                    2026-12-01 10:00
    --------------------------------
    Lamp                     ₹150.00
    ================================
    Discount of a payment
    offer                    ₹150.00
    ================================
    Taxable value            ₹127.12
      GST 18%                 ₹22.88
    """
    expect(quote=(quote, Quote), reduction=(reduction, PriceReduction))
    lines = range(len(quote.lines))
    if any(each.line is not None and each.line not in lines for each in reduction.rows):
        found = fault("reduction", "refunds_do_not_fit", reduction.payment)
        raise CheckoutError([found])
    paper = paper_of(quote, locale, width, translations)
    words, titles, double = paper.language, titles_of(quote), "=" * paper.width
    title = words.text("Credit note {id}", id=clean(reduction.payment))
    discount = words.text("Discount of a payment offer")
    taxes = [
        row
        for each in sorted(reduction.components, key=lambda each: each.rate)
        for row in paper.amount(
            taxed(words, each.name, each.rate, titles), each.amount, 2
        )
    ]
    return words.page(
        [
            *wrapped(title, paper.width),
            paper.at_the_end(words.moment(reduction.at)),
            "-" * paper.width,
            *[row for each in reduction.rows for row in _row(paper, quote, each)],
            double,
            *paper.amount(discount, reduction.amount),
            double,
            *paper.amount(words.text("Taxable value"), reduction.taxable_value),
            *taxes,
        ]
    )


def _row(paper: Paper, quote: Quote, row: Posting) -> Iterator[str]:
    """Yield what is taken off the goods of a line, a handling, delivery or a charge."""
    words = paper.language
    label = words.text("Shipping")
    if row.kind == "charge":
        label = words.isolated(clean(row.name or ""))
    elif row.kind == "handling":
        label = words.text("Handling")
    elif row.line is not None:
        label = words.isolated(printed_name(quote.cart.lines[row.line]))
    amount = exact_sum(row.net, [each.amount for each in row.taxes])
    yield from paper.amount(label, amount)


__all__ = ["reduction_note"]

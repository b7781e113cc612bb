# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Why a quote is what it is, in sentences a support agent can read aloud.

Follows the order of pricing: prices, charges, promotions, coupon, taxes, round-off,
points and credit, points earned, what is left to pay.  Every sentence about money has
an amount.  A quote holds the effect of offers but not their terms; with the store,
their terms and the names of refused offers are shown as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.checks import expect
from checkout_core.pricing import Quote
from checkout_core.store import Store
from checkout_core.views.chapters import CHAPTERS, Story
from checkout_core.views.language import Language


if TYPE_CHECKING:
    from checkout_core.views.language import Translations


def explain(
    quote: Quote,
    store: Store | None = None,
    *,
    locale: str | None = None,
    translations: Translations | None = None,
) -> str:
    """
    Return the explanation of *quote*, one sentence a line.

    *store* is the store it was priced in; without it (None), terms and names of offers
    are left out.  *locale* and *translations* are as for `receipt`; raises
    `CheckoutError` for an unknown locale.

    >>> from checkout_core import Cart, Line, Store, quote
    >>> tee = Line("Tee", 2, "499.00", tax_rate=5, price_including_tax=True)
    >>> print(explain(quote(Cart("INR", [tee]), Store("INR"))))
    Tee: 2 x ₹499.00 is ₹998.00, 5% tax included.
    <BLANKLINE>
    Tax on Tee: GST at 5% is ₹47.52, within its price; ₹950.48 is the taxable value.
    The tax is ₹47.52 in all.
    <BLANKLINE>
    The total is ₹998.00.
    ₹998.00 is to be paid.
    """
    expect(quote=(quote, Quote), store=(store, Store | None))
    words = Language.of(locale, quote.cart.currency, translations)
    offers = () if store is None else (*store.promotions, *store.coupons)
    story = Story.of(quote, words, offers)
    chapters = [words.page(chapter(story)) for chapter in CHAPTERS]
    return "\n\n".join(text for text in chapters if text)


__all__ = ["explain"]

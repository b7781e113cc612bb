# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The terms of an offer as text: "10% off everything".

Independent of any cart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from checkout_core.offers import Offer
    from checkout_core.words import Words


def terms_of(offer: Offer, words: Words) -> str:
    r"""
    Return the terms of *offer* as a label.

    >>> from checkout_core import promotion
    >>> from checkout_core.money.parse import currency_of
    >>> from checkout_core.offers import percentage_off
    >>> from checkout_core.views.language import Language
    >>> ten = promotion("ten", percentage_off(10))
    >>> terms_of(ten, Language.of("en_IN", currency_of("INR")))
    '10% off everything'
    >>> terms_of(ten, Language.of("de_DE", currency_of("EUR")))
    '10\xa0% Rabatt auf alles'
    """
    found = offer.benefit.terms(words)
    if offer.max_applicable_items is not None:
        found = words.many(
            "{terms}, on at most {number} unit",
            "{terms}, on at most {number} units",
            offer.max_applicable_items,
            terms=found,
        )
    if offer.minimum_order_total:
        found = words.text(
            "{terms}, for carts from {amount}",
            terms=found,
            amount=words.money(offer.minimum_order_total),
        )
    return found


__all__ = ["terms_of"]

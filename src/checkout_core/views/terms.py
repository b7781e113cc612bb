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
    from checkout_core.views.formats import Numbers


def terms_of(offer: Offer, numbers: Numbers) -> str:
    """
    Return the terms of *offer*, to follow the word "gives".

    >>> from checkout_core import promotion
    >>> from checkout_core.money.parse import currency_of
    >>> from checkout_core.views.formats import Numbers
    >>> from checkout_core.offers import percentage_off
    >>> ten = promotion("ten", percentage_off(10))
    >>> terms_of(ten, Numbers.of("en_IN", currency_of("INR")))
    '10% off everything'
    """
    found = offer.benefit.terms(numbers)
    if offer.max_applicable_items is not None:
        found = f"{found}, on at most {numbers.count(offer.max_applicable_items)} units"
    if offer.minimum_order_total:
        least = numbers.money(offer.minimum_order_total)
        found = f"{found}, for carts from {least}"
    return found

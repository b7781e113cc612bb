# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Why an offer does not apply, in a sentence for the shopper.

The sentences are those of `checkout_core.reasons`; here the facts of the case are
filled in.  To show another language, translate `code` with `short_units`,
`short_amount`, `line` and `gift`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.ledger import MissingGift, Refusal
from checkout_core.money import plain, to_decimal, with_symbol
from checkout_core.offers.benefits.details import HUNDRED
from checkout_core.reasons import REFUSAL_REASONS


if TYPE_CHECKING:
    from checkout_core.cart import Cart, Line
    from checkout_core.currencies import Currency
    from checkout_core.pricing.promotions import Refused


def refusal(refused: Refused, cart: Cart) -> Refusal:
    """Return the public `Refusal` of an offer that does not apply to *cart*."""
    offer = None if refused.compiled is None else refused.compiled.offer
    currency = cart.currency
    short = to_decimal(refused.amount, currency.exponent)
    gift = _gift(refused, currency)
    if gift is None:
        reason, name = REFUSAL_REASONS[refused.code], ""
        template = reason.shopper
        if refused.line is not None:
            template = reason.shopper_one_line or template
            name = name_of(cart.lines[refused.line])
        message = template.format(
            amount=with_symbol(short, currency),
            count=refused.units,
            items="item" if refused.units == 1 else "items",
            name=name,
        )
    else:
        message = add_gift(gift, refused.units, currency)
    return Refusal(
        offer_id=None if offer is None else offer.id,
        kind="coupon" if offer is None else offer.kind,
        code=refused.code,
        message=message,
        short_units=refused.units,
        short_amount=short,
        name=None if offer is None else offer.name,
        line=refused.line,
        gift=gift,
    )


def _gift(refused: Refused, currency: Currency) -> MissingGift | None:
    gift = refused.gift
    if gift is None:
        return None
    most = gift.maximum
    return MissingGift(
        gift.wanted.product_id,
        gift.wanted.variant_id,
        gift.wanted.category_id,
        gift.percent,
        None if most is None else to_decimal(most, currency.exponent),
    )


def add_gift(gift: MissingGift, units: int, currency: Currency) -> str:
    """
    Return the sentence that tells the shopper to add *units* of a gift.

    The sentence uses the gift's ids, since offers do not hold its name.

    >>> from checkout_core.money import currency_of
    >>> add_gift(MissingGift("soap", None, None, HUNDRED), 1, currency_of("INR"))
    'Add 1 of soap: it is free.'
    """
    it_is = "it is" if units == 1 else "they are"
    price = f"{plain(gift.percent):f}% off" if gift.percent != HUNDRED else "free"
    most = gift.maximum_discount_amount
    limit = "" if most is None else f", up to {with_symbol(most, currency)} in all"
    return f"Add {units} of {_wanted(gift)}: {it_is} {price}{limit}."


def _wanted(gift: MissingGift) -> str:
    """Return the ids of a gift as text."""
    parts = [gift.product_id or ""]
    if gift.variant_id is not None:
        parts.append(f"variant {gift.variant_id}")
    if gift.category_id is not None:
        parts.append(f"category {gift.category_id}")
    return ", ".join([each for each in parts if each])


def name_of(line: Line) -> str:
    """Return what a shopper calls a line: its product, then its variant."""
    names = (line.product_name or line.product_id, line.variant_name)
    return ", ".join([name for name in names if name])


__all__ = [
    "add_gift",
    "name_of",
    "refusal",
]

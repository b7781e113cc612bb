# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Why an offer does not apply, in a sentence for the shopper.

The sentences are those of `checkout_core.reasons`; here the facts of the case are
filled in.  Documents have them in English; `views.refusal_text` has other languages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.ledger import MissingGift, Refusal
from checkout_core.money.exact import to_decimal
from checkout_core.offers.benefits.details import HUNDRED
from checkout_core.pricing.tenders import EMPTY, EXPIRED
from checkout_core.reasons import REFUSAL_REASONS
from checkout_core.words import English, joined, messages


if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from checkout_core.cart import Cart, Line
    from checkout_core.currencies import Currency
    from checkout_core.pricing.judge import Refused
    from checkout_core.pricing.tenders import TenderResult
    from checkout_core.words import Words


def refusal(refused: Refused, cart: Cart) -> Refusal:
    """Return the public `Refusal` of an offer that does not apply to *cart*."""
    offer = None if refused.compiled is None else refused.compiled.offer
    currency = cart.currency
    short = to_decimal(refused.amount, currency.exponent)
    gift = _gift(refused, currency)
    sentence = shopper_sentence(
        English(currency),
        refused.code,
        units=refused.units,
        amount=short,
        name="" if refused.line is None else name_of(cart.lines[refused.line]),
        gift=gift,
    )
    return Refusal(
        offer_id=None if offer is None else offer.id,
        kind="coupon" if offer is None else offer.kind,
        code=refused.code,
        message=sentence,
        short_units=refused.units,
        short_amount=short,
        name=None if offer is None else offer.name,
        line=refused.line,
        gift=gift,
    )


def card_refusals(cart: Cart, tenders: Iterable[TenderResult]) -> list[Refusal]:
    """Return why gift cards of *cart* pay nothing: they have ended, or are empty."""
    nothing = to_decimal(0, cart.currency.exponent)
    return [
        Refusal(
            offer_id=None,
            kind="gift_card",
            code=tender.why,
            message=English(cart.currency).text(REFUSAL_REASONS[tender.why].shopper),
            short_units=0,
            short_amount=nothing,
            name=request.name,
        )
        for request, tender in zip(cart.tenders, tenders, strict=True)
        if tender.why in (EXPIRED, EMPTY)
    ]


def shopper_sentence(
    words: Words,
    code: str,
    *,
    units: int,
    amount: Decimal,
    name: str,
    gift: MissingGift | None,
) -> str:
    """
    Return why an offer does not apply, by its *code*.

    *units* and *amount* are missing, of the line called *name* or, if that is "", of
    any; a *gift* that is missing is asked for by its own sentence.
    """
    if gift is not None:
        return add_gift(words, gift, units)
    reason = REFUSAL_REASONS[code]
    if name and reason.shopper_one_line_several:
        one, several = reason.shopper_one_line, reason.shopper_one_line_several
        return words.many(one, several, units, name=name)
    if name and reason.shopper_one_line:
        return words.text(
            reason.shopper_one_line, amount=words.money(amount), name=name
        )
    if reason.shopper_several:
        return words.many(reason.shopper, reason.shopper_several, units)
    return words.text(reason.shopper, amount=words.money(amount))


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


#: What to say of a gift, by whether it is free and whether its discount is limited.
_ADD_GIFT = {
    (True, False): messages(
        "Add {number} of {goods}: it is free.",
        "Add {number} of {goods}: they are free.",
    ),
    (True, True): messages(
        "Add {number} of {goods}: it is free, up to {most} in all.",
        "Add {number} of {goods}: they are free, up to {most} in all.",
    ),
    (False, False): messages(
        "Add {number} of {goods}: it is {rate} off.",
        "Add {number} of {goods}: they are {rate} off.",
    ),
    (False, True): messages(
        "Add {number} of {goods}: it is {rate} off, up to {most} in all.",
        "Add {number} of {goods}: they are {rate} off, up to {most} in all.",
    ),
}


def add_gift(words: Words, gift: MissingGift, units: int) -> str:
    """
    Return the sentence that tells the shopper to add *units* of a gift.

    The sentence uses the gift's ids, since offers do not hold its name.

    >>> from checkout_core.money.parse import currency_of
    >>> english = English(currency_of("INR"))
    >>> add_gift(english, MissingGift("soap", None, None, HUNDRED), 1)
    'Add 1 of soap: it is free.'
    """
    most = gift.maximum_discount_amount
    one, several = _ADD_GIFT[gift.percent == HUNDRED, most is not None]
    return words.many(
        one,
        several,
        units,
        goods=_wanted(words, gift),
        rate=words.rate(gift.percent),
        most="" if most is None else words.money(most),
    )


def _wanted(words: Words, gift: MissingGift) -> str:
    """Return the ids of a gift as text."""
    parts = []
    if gift.product_id:
        parts.append(gift.product_id)
    if gift.variant_id is not None:
        parts.append(words.text("variant {id}", id=gift.variant_id))
    if gift.category_id is not None:
        parts.append(words.text("category {id}", id=gift.category_id))
    return joined(words, parts or [""])


def name_of(line: Line) -> str:
    """Return what a shopper calls a line: its product, then its variant."""
    names = (line.product_name or line.product_id, line.variant_name)
    return ", ".join([name for name in names if name])


__all__ = [
    "add_gift",
    "name_of",
    "refusal",
    "shopper_sentence",
]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Why an offer does not apply, in a sentence for the shopper.

The sentences are those of `checkout_core.reasons`; here the facts of the case are
filled in.  Documents have them in English; `views.refusal_text` has other languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.cart.payment import PAYMENT
from checkout_core.ledger import MissingGift, Refusal, WantedPayment
from checkout_core.ledger.sheet import RefusedAmount
from checkout_core.money.exact import to_decimal
from checkout_core.offers.benefits.details import HUNDRED
from checkout_core.reasons import REFUSAL_REASONS
from checkout_core.words import English, joined, message, messages


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from checkout_core.cart import Cart, Line, Payment
    from checkout_core.currencies import Currency
    from checkout_core.offers.conditions import Conditions
    from checkout_core.pricing.fees import Uncharged
    from checkout_core.pricing.judge import Refused
    from checkout_core.pricing.tenders import TenderResult
    from checkout_core.words import Words


def refused_of(
    cart: Cart,
    offers: Iterable[Refused],
    charges: Iterable[Uncharged],
    tenders: Iterable[TenderResult],
) -> list[RefusedAmount]:
    """Return what does not apply or pay: offers, charges, gift cards."""
    return [
        *map(_of_offer, offers),
        *map(_of_charge, charges),
        *_of_tenders(cart, tenders),
    ]


def refusals_of(
    cart: Cart,
    offers: Iterable[Refused],
    charges: Iterable[Uncharged],
    tenders: Iterable[TenderResult],
) -> tuple[Refusal, ...]:
    """Return what `refused_of` returns, with the sentences."""
    return (
        *[refusal(each, cart) for each in offers],
        *[
            _explained(
                _of_charge(each),
                cart,
                orders=each.why.orders,
                conditions=each.charge.conditions,
            )
            for each in charges
        ],
        *[_explained(each, cart) for each in _of_tenders(cart, tenders)],
    )


def refusal(refused: Refused, cart: Cart) -> Refusal:
    """Return the public `Refusal` of an offer that does not apply to *cart*."""
    compiled = refused.compiled
    return _explained(
        _of_offer(refused),
        cart,
        line=refused.line,
        gift=_gift(refused, cart.currency),
        orders=refused.orders,
        conditions=None if compiled is None else compiled.offer.conditions,
    )


def _of_offer(refused: Refused) -> RefusedAmount:
    code, units, amount = refused.code, refused.units, refused.amount
    if refused.compiled is None:
        return RefusedAmount("coupon", None, refused.name, code, units, amount)
    offer = refused.compiled.offer
    return RefusedAmount(offer.kind, offer.id, offer.name, code, units, amount)


def _of_charge(uncharged: Uncharged) -> RefusedAmount:
    charge = uncharged.charge
    return RefusedAmount("charge", charge.id, charge.name, uncharged.why.code, 0, 0)


def _of_tenders(cart: Cart, tenders: Iterable[TenderResult]) -> list[RefusedAmount]:
    if not cart.asks_tender:
        return []
    return [
        RefusedAmount(request.kind, None, request.name, tender.why, 0, 0)
        for request, tender in zip(cart.tenders, tenders, strict=True)
        if tender.why in REFUSAL_REASONS
    ]


def _explained(
    refused: RefusedAmount,
    cart: Cart,
    *,
    line: int | None = None,
    gift: MissingGift | None = None,
    orders: int = 0,
    conditions: Conditions | None = None,
) -> Refusal:
    """Return what is refused with its sentence, and what that is about."""
    currency, code, units = cart.currency, refused.code, refused.short_units
    short = to_decimal(refused.short_amount, currency.exponent)
    payments = wanted(conditions) if code == "wrong_payment" else ()
    sentence = shopper_sentence(
        English(currency),
        code,
        units=units,
        amount=short,
        name="" if line is None else name_of(cart.lines[line]),
        gift=gift,
        orders=orders,
        payments=payments,
    )
    return Refusal(
        offer_id=refused.offer_id,
        kind=refused.kind,
        code=code,
        message=sentence,
        short_units=units,
        short_amount=short,
        name=refused.name,
        line=line,
        gift=gift,
        short_orders=orders,
        payments=payments,
    )


def shopper_sentence(
    words: Words,
    code: str,
    *,
    units: int,
    amount: Decimal,
    name: str,
    gift: MissingGift | None,
    orders: int = 0,
    payments: Sequence[WantedPayment] = (),
) -> str:
    """
    Return why an offer does not apply, by its *code*.

    *units* and *amount* are missing, of the line called *name* or, if that is "", of
    any; a *gift* that is missing is asked for by its own sentence, *orders* have to be
    placed first, and *payments* are those with which it applies.
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
        return words.many(reason.shopper, reason.shopper_several, units or orders)
    return words.text(
        reason.shopper,
        amount=words.money(amount),
        payment=payment_names(words, payments),
    )


#: How many of the payments that an offer is for a refusal names.
MAX_PAYMENTS = 3

#: What a sentence calls a method of payment, and a kind of card.
METHOD_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "card": message("a card"),
        "upi": message("UPI"),
        "netbanking": message("net banking"),
        "wallet": message("a wallet"),
        "emi": message("EMI"),
        "pay_later": message("a pay-later account"),
        "cash_on_delivery": message("cash on delivery"),
        "bank_transfer": message("a bank transfer"),
    }
)
CARD_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "credit": message("credit"),
        "debit": message("debit"),
        "prepaid": message("prepaid"),
    }
)


def wanted(conditions: Conditions | None) -> tuple[WantedPayment, ...]:
    """Return the first payments that *conditions* ask for, () for none."""
    return () if conditions is None else named_payments(conditions.payment)


def named_payments(payments: Sequence[Payment]) -> tuple[WantedPayment, ...]:
    """Return the first of *payments* as a refusal names them."""
    first = payments[:MAX_PAYMENTS]
    return tuple([WantedPayment(**PAYMENT.write(each)) for each in first])


def payment_names(words: Words, payments: Sequence[WantedPayment]) -> str:
    """
    Return what a sentence calls *payments*, of which one is needed.

    >>> from checkout_core.money.parse import currency_of
    >>> english = English(currency_of("INR"))
    >>> bank = WantedPayment(method="card", issuer="HDFC", card_type="credit")
    >>> payment_names(english, [bank, WantedPayment(method="upi")])
    'a card (HDFC, credit) or UPI'
    """
    return (
        words.either([_payment(words, each) for each in payments]) if payments else ""
    )


def _payment(words: Words, payment: WantedPayment) -> str:
    # A later release may have stored a method that is not known here.
    name = payment.method
    if name in METHOD_NAMES:
        name = words.text(METHOD_NAMES[name])
    details = [each for each in (payment.issuer, payment.network) if each]
    if payment.card_type is not None:
        details.append(words.text(CARD_NAMES[payment.card_type]))
    if payment.app is not None:
        details.append(payment.app)
    if payment.bin is not None:
        details.append(words.text("number {digits}...", digits=payment.bin))
    if payment.emi_months is not None:
        details.append(
            words.many("{number} month", "{number} months", payment.emi_months)
        )
    if not details:
        return name
    return words.text(
        "{payment} ({details})", payment=name, details=joined(words, details)
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
    "CARD_NAMES",
    "MAX_PAYMENTS",
    "METHOD_NAMES",
    "add_gift",
    "name_of",
    "named_payments",
    "payment_names",
    "refusal",
    "refusals_of",
    "refused_of",
    "shopper_sentence",
    "wanted",
]

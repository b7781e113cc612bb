# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Why an offer does not apply, in the shopper's own language.

Promises the same sentence that documents have in English, with the same facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.checks import expect
from checkout_core.errors import CheckoutError, fault
from checkout_core.evaluation.suggestions import suggestion
from checkout_core.ledger import Refusal
from checkout_core.pricing import Quote
from checkout_core.pricing.refusals import shopper_sentence
from checkout_core.reasons import REFUSAL_REASONS
from checkout_core.tenders import TENDERS
from checkout_core.views.labels import printed_name
from checkout_core.views.language import Language
from checkout_core.views.layout import clean


if TYPE_CHECKING:
    from checkout_core.evaluation import Verdict
    from checkout_core.ledger import MissingGift, WantedPayment
    from checkout_core.views.language import Translations


def refusal_text(
    refusal: Refusal,
    quote: Quote,
    *,
    locale: str | None = None,
    translations: Translations | None = None,
) -> str:
    """
    Return a refusal of *quote* as a sentence for the shopper.

    *locale* and *translations* are as for `receipt`.  A code of a later release, which
    has no sentence here, keeps its English `message`.  Raises `CheckoutError` for an
    unknown locale, and for a refusal of a line that the quote does not have.

    >>> from checkout_core import Cart, Line, Store, quote
    >>> tee = Line("Tee", 2, "499.00", tax_rate=5)
    >>> priced = quote(
    ...     Cart("INR", [tee], coupon_code="X"), Store("INR"), at="2026-12-01T10:00:00Z"
    ... )
    >>> refusal_text(priced.refusals[0], priced, locale="de_DE")
    'Wir kennen diesen Code nicht.'
    """
    expect(refusal=(refusal, Refusal), quote=(quote, Quote))
    lines = quote.cart.lines
    if refusal.line is not None and not 0 <= refusal.line < len(lines):
        raise CheckoutError([fault("refusal", "refusal_of_another_quote", refusal)])
    return sentence_of(
        refusal, quote, Language.of(locale, quote.cart.currency, translations)
    )


def sentence_of(refusal: Refusal, quote: Quote, words: Language) -> str:
    """Return a refusal of *quote* as a sentence for the shopper."""
    if refusal.code not in REFUSAL_REASONS:
        return clean(refusal.message)
    line = refusal.line
    return shopper_sentence(
        words,
        refusal.code,
        units=refusal.short_units,
        amount=refusal.short_amount,
        name="" if line is None else printed_name(quote.cart.lines[line]),
        gift=None if refusal.gift is None else _printed(refusal.gift),
        orders=refusal.short_orders,
        payments=[_cleaned_payment(each) for each in refusal.payments],
    )


def refused_name(
    refusal: Refusal, quote: Quote, words: Language, known: str = ""
) -> str:
    """
    Return what is refused: its name, else its id, with the code that was entered.

    *known* is what the store calls it, "" (the default) if that is not known.  A code
    that no coupon has is its own name; of several codes a refusal does not say by which
    one a coupon was entered.  A gift card is called one, with its masked code.
    """
    if refusal.kind in TENDERS:
        label = TENDERS[refusal.kind].label
        return words.text(label, granted="", name=clean(refusal.name or ""))
    entered = clean(quote.cart.coupon_code or "")
    name = clean(refusal.name or known) or clean(refusal.offer_id or "")
    if refusal.kind != "coupon" or not entered:
        return name
    return f"{name} ({entered})" if name else entered


def suggestion_of(verdict: Verdict, quote: Quote, words: Language) -> str:
    """Return the hint that opens a refused offer, "" if there is none."""
    near = verdict.near_miss
    if near is not None and near.gift is not None:
        near = evolve(near, gift=_printed(near.gift))
    return suggestion(words, quote.cart, near, printed_name)


def _printed(gift: MissingGift) -> MissingGift:
    """Return a gift whose ids have no characters that steer a terminal."""
    return evolve(
        gift,
        product_id=_cleaned(gift.product_id),
        variant_id=_cleaned(gift.variant_id),
        category_id=_cleaned(gift.category_id),
    )


def _cleaned_payment(payment: WantedPayment) -> WantedPayment:
    return evolve(
        payment,
        method=clean(payment.method),
        network=_cleaned(payment.network),
        issuer=_cleaned(payment.issuer),
        app=_cleaned(payment.app),
    )


def _cleaned(id_: str | None) -> str | None:
    return None if id_ is None else clean(id_)


__all__ = ["refusal_text", "refused_name", "sentence_of", "suggestion_of"]

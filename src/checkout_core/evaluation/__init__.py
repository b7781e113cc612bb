# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Every offer of a store against one cart: which apply, which do not, and why.

Promises that each figure comes from pricing a real cart: a coupon's discount is that of
the cart with its code entered, and a hint's price is that of the changed cart.  Costs
are linear in the offers: promotions are chosen once for all codes, a cart that two
hints share is priced once, and only the nearest `MAX_HINTS` offers get a hint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.checks import Validator, expect
from checkout_core.evaluation.catalogue import Catalogue
from checkout_core.evaluation.hints import MAX_HINTS, HintSearch
from checkout_core.evaluation.payments import PaymentSearch
from checkout_core.evaluation.refused import Judged, RefusedOffer
from checkout_core.evaluation.verdict import Evaluation, NearMiss, Verdict, WithPayment
from checkout_core.ledger import Refusal
from checkout_core.money.exact import missing_units, to_decimal
from checkout_core.pricing import Quote
from checkout_core.pricing.prepared import prepared
from checkout_core.store import Store


if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from checkout_core.cart import Cart, Line
    from checkout_core.store import Redemptions


PROMOTION, COUPON = KINDS = ("promotion", "coupon")


def evaluate(
    cart: Cart,
    store: Store,
    *,
    at: datetime | str | None = None,
    redemptions: Redemptions | None = None,
    catalogue: Iterable[Line] = (),
    only: str | None = None,
) -> Evaluation:
    """
    Return what every promotion and coupon of *store* does for *cart*.

    Promotions are judged for the cart as it is, with its own codes.  Each coupon is
    judged with the cart's codes if one of them is the coupon's, else as if the coupon's
    first code were entered: in addition to them if the store's `maximum_coupons` is
    above 1, else in their place.  *at* and *redemptions* are those of `quote`.

    *catalogue* (default: empty) holds `Line`s that the shopper could add; their
    quantity is ignored.  Many of them are checked only once if it is a
    `evaluation.catalogue.Catalogue`.  With it, a hint to add a gift that is not in the
    cart has a price and is given only if the shopper then pays no more than now.
    Without it, such a hint has no price and is given only if the gift is free and its
    offer can be combined with those that apply.

    Where conditions of offers or charges name payments, the answer also says what would
    be paid with each of them.

    *only* is "promotion" or "coupon": offers of that kind are judged, and the answer
    has no verdicts on others; with None (the default) all are.

    Raises `CheckoutError` if an argument is not an instance of its class, if *only* is
    another word, if the cart is in another currency than the store, or if *at* is
    missing although the store has offers.

    >>> from checkout_core import Cart, Line, Store, coupon
    >>> cart = Cart("INR", [Line("tee", 2, "499.00", tax_rate=18)])
    >>> post = coupon("post", "free-shipping", ["POST"])
    >>> found = evaluate(cart, Store("INR", coupons=[post]), at="2026-11-22T12:00:00Z")
    >>> found.coupons[0].refusal.code
    'nothing_to_discount'
    """
    if only is not None:
        check = Validator()
        check.choice("only", only, KINDS)
        check.raise_any()
    addable = Catalogue.of(catalogue)
    base = prepared(cart, store, at, redemptions)
    result = base.priced()
    judged = Judged(base, result)
    promotions = [] if only == COUPON else [*judged.promotions()]
    coupons = [] if only == PROMOTION else [*judged.coupons()]
    answers = [*promotions, *coupons]
    refused = [each for each in answers if isinstance(each, RefusedOffer)]
    hints = HintSearch(base, judged.paid, addable).hints(refused)
    payments = PaymentSearch(base, judged.paid)
    for each in refused:
        if each.refusal.code == "wrong_payment":
            hints[id(each)] = payments.near_miss(each)
    nothing = to_decimal(0, judged.exponent)
    verdicts = tuple(
        [
            each.verdict(nothing, hints.get(id(each)))
            if isinstance(each, RefusedOffer)
            else each
            for each in answers
        ]
    )
    count = len(promotions)
    return Evaluation(
        base.quote(result),
        verdicts[:count],
        verdicts[count:],
        payments.offers(result.chosen),
    )


def near_miss(
    now: Quote,
    store: Store,
    refusal: Refusal,
    *,
    redemptions: Redemptions | None = None,
    catalogue: Iterable[Line] = (),
) -> NearMiss | None:
    """
    Return the cheapest change of *now* that makes a refused offer apply.

    *now* is a quote made with *store*, *refusal* one of `now.refusals`; *redemptions*
    and *catalogue* are those of `evaluate`.  Returns None if more goods would not help,
    or if the shopper would then pay more than now.  Raises `CheckoutError` for
    arguments of another class.
    """
    expect(now=(now, Quote), store=(store, Store), refusal=(refusal, Refusal))
    addable = Catalogue.of(catalogue)
    index, wanted = store.index, refusal.offer_id
    offers = {"promotion": index.promotions, "coupon": index.coupons}.get(
        refusal.kind, ()
    )
    compiled = next((each for each in offers if each.offer.id == wanted), None)
    if compiled is None:
        return None
    base = prepared(now.cart, store, now.at, redemptions)
    minor_unit = to_decimal(1, now.cart.currency.exponent)
    refused = RefusedOffer(
        compiled=compiled,
        refusal=refusal,
        short=missing_units(refusal.short_amount, minor_unit),
        tried=base.chosen(base.codes),
        codes=base.codes,
        paid=now.to_be_paid,
    )
    if refusal.code == "wrong_payment":
        return PaymentSearch(base, now.to_be_paid).near_miss(refused)
    return HintSearch(base, now.to_be_paid, addable).hint(refused)


__all__ = [
    "MAX_HINTS",
    "Evaluation",
    "NearMiss",
    "Verdict",
    "WithPayment",
    "evaluate",
    "near_miss",
]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Which offers apply to a cart, and which are refused.

Promises that every promotion and every coupon of the store gets an answer: promotions
for the cart as it is, each coupon with one of its codes entered.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from attrs import define

from checkout_core.evaluation.verdict import NearMiss, Verdict
from checkout_core.ledger import Refusal
from checkout_core.money import to_decimal
from checkout_core.offers import Offer
from checkout_core.pricing.promotions import Judge, Refused
from checkout_core.pricing.refusals import refusal
from checkout_core.pricing.result import PricingResult
from checkout_core.store.compiled import code_key


if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from checkout_core.pricing import Quote
    from checkout_core.pricing.prepared import Prepared
    from checkout_core.store.compiled import CompiledOffer


@define(eq=False)
class RefusedOffer:
    """
    An offer that does not apply.

    Attributes:
        offer: the offer of the store.
        refusal: why it does not apply.
        tried: the price of the cart in which it does not.
    """

    offer: Offer
    refusal: Refusal
    tried: PricingResult

    def verdict(self, near_miss: NearMiss | None) -> Verdict:
        """Return its verdict, with the hint that was found."""
        paid = to_be_paid(self.tried)
        return Verdict(
            offer=self.offer,
            saving=_money(self.tried, 0),
            with_offer=paid,
            without=paid,
            refusal=self.refusal,
            near_miss=near_miss,
        )


def _money(result: PricingResult, minor: int) -> Decimal:
    return to_decimal(minor, result.cart.currency.exponent)


def to_be_paid(result: PricingResult) -> Decimal:
    """Return what is to be paid, in major units."""
    return _money(result, result.to_be_paid)


def promotions_of(base: Prepared, now: Quote) -> Iterator[Verdict | RefusedOffer]:
    """Yield the verdicts on the promotions for the cart as it is."""
    result = base.priced()
    savings = {each.id: each.saving for each in now.promotions}
    refusals = {
        each.compiled.position: each
        for each in result.chosen.refused
        if each.compiled is not None and each.compiled.offer.kind == "promotion"
    }
    for compiled in base.context.store.index.promotions:
        saving = savings.get(compiled.offer.id)
        if saving is None:
            yield _refused(base, compiled, refusals.get(compiled.position), result)
            continue
        yield Verdict(
            offer=compiled.offer,
            saving=saving,
            with_offer=now.to_be_paid,
            without=partial(_without, base, compiled.offer),
            refusal=None,
            near_miss=None,
        )


def _without(base: Prepared, offer: Offer) -> Decimal:
    """Return what would be paid if the store did not have a promotion."""
    return to_be_paid(base.without(offer))


def coupons_of(base: Prepared) -> Iterator[Verdict | RefusedOffer]:
    """Yield the verdicts on the coupons, one code of each entered."""
    own = base.context.cart.coupon_code
    bare = base.with_code(None)
    for compiled in base.context.store.index.coupons:
        offer = compiled.offer
        if not offer.codes:
            yield _refused(base, compiled, None, bare)
            continue
        is_entered = own is not None and code_key(own) in map(code_key, offer.codes)
        result = base.with_code(own if is_entered else offer.codes[0])
        if not result.chosen.coupon.applied:
            yield _refused(base, compiled, result.chosen.refused[-1], result)
            continue
        yield Verdict(
            offer=offer,
            saving=_money(result, result.coupon_saving()),
            with_offer=to_be_paid(result),
            without=to_be_paid(bare),
            refusal=None,
            near_miss=None,
        )


def _refused(
    base: Prepared,
    compiled: CompiledOffer,
    known: Refused | None,
    result: PricingResult,
) -> RefusedOffer:
    """Return a refused offer; one that matches no line gets its refusal here."""
    reason = known
    if reason is None:
        cart, store = base.context.cart, base.context.store
        assert base.at is not None
        judge = Judge(cart, base.at, base.redemptions or store.redemptions)
        reason = judge.refusal(compiled, cart.columns.total)
    if reason is None:
        reason = Refused(compiled, "no_matching_items")
    return RefusedOffer(compiled.offer, refusal(reason, result.cart), result)


__all__ = ["RefusedOffer", "coupons_of", "promotions_of", "to_be_paid"]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Which offers apply to a cart, and which are refused.

Promises that every promotion and every coupon of the store gets an answer: promotions
for the cart as it is, each coupon with a code of it entered.  What all of them
share (the promotions chosen, the price without a coupon, the sentence of a reason) is
worked out once.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from attrs import Factory, define

from checkout_core.evaluation.verdict import NearMiss, Verdict
from checkout_core.ledger import Refusal
from checkout_core.money.exact import to_decimal
from checkout_core.offers import Offer
from checkout_core.pricing.coupons import Chosen, coupons_of
from checkout_core.pricing.judge import Refused
from checkout_core.pricing.prepared import Prepared
from checkout_core.pricing.refusals import refusal
from checkout_core.pricing.result import PricingResult
from checkout_core.store.compiled import CompiledOffer, code_key


if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal


@define(eq=False, repr=False, kw_only=True)
class RefusedOffer:
    """
    An offer that does not apply.

    Attributes:
        compiled: the offer of the store.
        refusal: why it does not apply.
        short: how much the cart is short in minor units, 0 if that is not the reason.
        tried: the offers that apply, though it does not.
        codes: the codes that were entered, () for none.
        paid: what is then to be paid, in major units.
    """

    compiled: CompiledOffer
    refusal: Refusal
    short: int
    tried: Chosen
    codes: tuple[str, ...]
    paid: Decimal

    def verdict(self, nothing: Decimal, near_miss: NearMiss | None) -> Verdict:
        """Return its verdict, with the hint that was found; it saves *nothing*."""
        return Verdict(
            offer=self.compiled.offer,
            saving=nothing,
            with_offer=self.paid,
            without=self.paid,
            refusal=self.refusal,
            near_miss=near_miss,
        )


def to_be_paid(result: PricingResult) -> Decimal:
    """Return what is to be paid, in major units."""
    return to_decimal(result.to_be_paid, result.cart.currency.exponent)


@define(eq=False, repr=False)
class Judged:
    """
    The offers of one store, judged for one cart.

    Attributes:
        base: the cart with its promotions chosen.
        result: its price with its own codes.
    """

    base: Prepared
    result: PricingResult
    _reasons: dict[tuple[object, ...], Refusal] = Factory(dict)

    @property
    def exponent(self) -> int:
        """How many decimals the amounts of the cart have."""
        return self.result.cart.currency.exponent

    @property
    def paid(self) -> Decimal:
        """What is to be paid for the cart as it is, in major units."""
        return to_be_paid(self.result)

    def promotions(self) -> Iterator[Verdict | RefusedOffer]:
        """Yield the answers on the promotions for the cart as it is."""
        base, chosen, paid = self.base, self.result.chosen, self.paid
        savings, exponent = self.result.promotion_savings(), self.exponent
        refused = chosen.refused_promotions
        for compiled in base.context.store.index.promotions:
            saving = savings.get(compiled.offer.id)
            if saving is None:
                why = refused.get(compiled.position) or self._excluded(compiled)
                yield self._refused(compiled, why, chosen, base.codes, paid)
                continue
            yield Verdict(
                offer=compiled.offer,
                saving=to_decimal(saving, exponent),
                with_offer=paid,
                without=partial(_without, base, compiled.offer),
                refusal=None,
                near_miss=None,
            )

    def coupons(self) -> Iterator[Verdict | RefusedOffer]:
        """Yield the answers on the coupons, a code of each entered."""
        base, exponent = self.base, self.exponent
        index = base.context.store.index
        bare = base.chosen(())
        without_any = to_be_paid(base.total(bare))
        is_several = base.context.store.policies.maximum_coupons > 1
        entered, _ = coupons_of(index, base.codes)
        for compiled in index.coupons:
            offer, i = compiled.offer, compiled.position
            if not offer.codes:
                why = self._excluded(compiled)
                yield self._refused(compiled, why, bare, (), without_any)
                continue
            if i in entered:
                codes, chosen = base.codes, self.result.chosen
                without = self._without_coupon(i, without_any)
            else:
                # In a store with several places a code is entered in addition.
                codes = (*(base.codes if is_several else ()), offer.codes[0])
                chosen = base.chosen(codes)
                without = self.paid if is_several else without_any
            refused = chosen.why_not(compiled)
            if refused is not None:
                # A coupon that is refused changes nothing of what is paid.
                yield self._refused(compiled, refused, chosen, codes, without)
                continue
            result = self.result if i in entered else base.total(chosen)
            yield Verdict(
                offer=offer,
                saving=to_decimal(result.coupon_savings()[offer.id], exponent),
                with_offer=to_be_paid(result),
                without=without,
                refusal=None,
                near_miss=None,
            )

    def _without_coupon(self, position: int, without_any: Decimal) -> Decimal:
        """Return what is paid without the codes of an entered coupon."""
        base = self.base
        index = base.context.store.index
        others = [
            code
            for code in base.codes
            if index.codes.get(code_key(code), (None, ""))[0] != position
        ]
        if not others:
            return without_any
        return to_be_paid(base.total(base.chosen(others)))

    def _excluded(self, compiled: CompiledOffer) -> Refused:
        """Return why an offer that was not tried does not apply."""
        judge = self.base.judge
        # A store with offers is priced for a moment.
        assert judge is not None
        why = judge.refusal(compiled, self.result.cart.columns.total)
        return why or Refused(compiled, "no_matching_items")

    def _refused(
        self,
        compiled: CompiledOffer,
        why: Refused,
        tried: Chosen,
        codes: tuple[str, ...],
        paid: Decimal,
    ) -> RefusedOffer:
        return RefusedOffer(
            compiled=compiled,
            refusal=self._refusal(why, compiled.offer),
            short=why.amount,
            tried=tried,
            codes=codes,
            paid=paid,
        )

    def _refusal(self, why: Refused, offer: Offer) -> Refusal:
        """Return the public refusal; equal reasons share their sentence."""
        asked = offer.conditions if why.code == "wrong_payment" else None
        payments = () if asked is None else asked.payment
        reason = (
            why.code,
            why.units,
            why.amount,
            why.line,
            why.gift,
            why.orders,
            payments,
        )
        known = self._reasons.get(reason)
        if known is None:
            known = self._reasons[reason] = refusal(why, self.result.cart)
        return Refusal(
            offer_id=offer.id,
            kind=offer.kind,
            code=known.code,
            message=known.message,
            short_units=known.short_units,
            short_amount=known.short_amount,
            name=offer.name,
            line=known.line,
            gift=known.gift,
            short_orders=known.short_orders,
            payments=known.payments,
        )


def _without(base: Prepared, offer: Offer) -> Decimal:
    """Return what would be paid if the store did not have a promotion."""
    return to_be_paid(base.without(offer))


__all__ = ["Judged", "RefusedOffer", "to_be_paid"]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Which offers apply to a cart, and which are refused.

Promises that every promotion and every coupon of the store gets an answer: promotions
for the cart as it is, each coupon with one of its codes entered.  What all of them
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
from checkout_core.pricing.coupons import Chosen
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
        code: the code that was entered, None for none.
        paid: what is then to be paid, in major units.
    """

    compiled: CompiledOffer
    refusal: Refusal
    short: int
    tried: Chosen
    code: str | None
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
        result: its price with its own code.
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
                yield self._refused(compiled, why, chosen, base.code, paid)
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
        """Yield the answers on the coupons, one code of each entered."""
        base, exponent = self.base, self.exponent
        own = None if base.code is None else code_key(base.code)
        bare = base.chosen(None)
        without = to_be_paid(base.total(bare))
        for compiled in base.context.store.index.coupons:
            offer = compiled.offer
            if not offer.codes:
                yield self._refused(
                    compiled, self._excluded(compiled), bare, None, without
                )
                continue
            is_entered = own is not None and own in map(code_key, offer.codes)
            code = base.code if is_entered else offer.codes[0]
            chosen = base.chosen(code)
            if chosen.why is not None:
                # A coupon that is refused changes nothing of what is paid.
                yield self._refused(compiled, chosen.why, chosen, code, without)
                continue
            result = base.total(chosen)
            yield Verdict(
                offer=offer,
                saving=to_decimal(result.coupon_saving(), exponent),
                with_offer=to_be_paid(result),
                without=without,
                refusal=None,
                near_miss=None,
            )

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
        code: str | None,
        paid: Decimal,
    ) -> RefusedOffer:
        return RefusedOffer(
            compiled=compiled,
            refusal=self._refusal(why, compiled.offer),
            short=why.amount,
            tried=tried,
            code=code,
            paid=paid,
        )

    def _refusal(self, why: Refused, offer: Offer) -> Refusal:
        """Return the public refusal; equal reasons share their sentence."""
        reason = (why.code, why.units, why.amount, why.line, why.gift)
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
        )


def _without(base: Prepared, offer: Offer) -> Decimal:
    """Return what would be paid if the store did not have a promotion."""
    return to_be_paid(base.without(offer))


__all__ = ["Judged", "RefusedOffer", "to_be_paid"]

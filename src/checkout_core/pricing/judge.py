# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Why an offer is excluded before its benefit is asked: windows, limits and minimums.

A refused offer is a value with a stable code, never an exception.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from checkout_core.store.moments import since_epoch


if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from checkout_core.cart import Cart
    from checkout_core.offers.benefits.benefit import AbsentGift, NotMet
    from checkout_core.pricing.context import PricingContext
    from checkout_core.store import Redemptions
    from checkout_core.store.compiled import CompiledOffer


@define(eq=False, repr=False)
class Refused:
    """
    An offer that does not apply: the code and what is missing.

    `line` and `gift` say of what it is missing, as in `NotMet`.
    """

    compiled: CompiledOffer | None
    code: str
    units: int = field(default=0, kw_only=True)
    amount: int = field(default=0, kw_only=True)
    line: int | None = field(default=None, kw_only=True)
    gift: AbsentGift | None = field(default=None, kw_only=True)

    @classmethod
    def of(cls, compiled: CompiledOffer, why: NotMet) -> Refused:
        """Return the refusal of an offer whose benefit gives nothing."""
        return cls(
            compiled,
            why.code,
            units=why.units,
            amount=why.amount,
            line=why.line,
            gift=why.gift,
        )


@define(eq=False, repr=False)
class Judge:
    """
    Says whether a window, a limit or a minimum excludes an offer.

    Attributes:
        cart: what is bought.
        since: the moment of pricing, as the distance from the epoch.
        redemptions: how often offers were redeemed.
    """

    cart: Cart
    since: timedelta
    redemptions: Redemptions

    @classmethod
    def of(
        cls,
        context: PricingContext,
        at: datetime | None,
        redemptions: Redemptions | None,
    ) -> Judge | None:
        """Return the judge of the moment *at*, None without one."""
        if at is None:
            return None
        counted = redemptions or context.store.redemptions
        return cls(context.cart, since_epoch(at), counted)

    def refusal(
        self, compiled: CompiledOffer, worth: int, spelling: str = ""
    ) -> Refused | None:
        """Return why an offer is excluded from a cart of value *worth*, if it is."""
        if (
            compiled.opens <= self.since < compiled.closes
            and compiled.minimum <= worth
            and not compiled.limited
        ):
            return None
        code = self.barred(compiled, spelling)
        if code:
            return Refused(compiled, code)
        short = compiled.minimum - worth
        return Refused(compiled, "below_minimum", amount=short) if short > 0 else None

    def barred(self, compiled: CompiledOffer, spelling: str = "") -> str:
        """Return the code of what excludes an offer, "" if nothing does."""
        if self.since < compiled.opens:
            return "not_started"
        if self.since >= compiled.closes:
            return "expired"
        return self._used_up(compiled, spelling) if compiled.limited else ""

    def _used_up(self, compiled: CompiledOffer, spelling: str) -> str:
        offer, customer, counted = compiled.offer, self.cart.customer, self.redemptions
        limits = offer.limits
        count = counted.offers.get(offer.id, offer.redemption_count)
        if _reached(count, limits.total_redemptions):
            return "limit_reached"
        # Guests have no id, so per-customer limits cannot apply.
        own = 0 if customer.id is None else customer.offer_redemptions.get(offer.id, 0)
        if _reached(own, limits.per_customer_redemptions):
            return "customer_limit_reached"
        by_code = counted.codes.get(spelling, 0)
        if spelling and _reached(by_code, limits.per_coupon_code_redemptions):
            return "code_limit_reached"
        return ""


def _reached(count: int, limit: int | None) -> bool:
    return limit is not None and count >= limit

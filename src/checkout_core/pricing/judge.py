# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Why an offer is excluded before its benefit is asked: time, limits, facts, minimums.

A refused offer is a value with a stable code, never an exception.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from checkout_core.money.parse import to_minor
from checkout_core.offers.conditions import Facts
from checkout_core.store.moments import since_epoch
from checkout_core.values import Record


if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from checkout_core.cart import Cart
    from checkout_core.offers import Offer
    from checkout_core.offers.benefits.benefit import AbsentGift, NotMet
    from checkout_core.pricing.context import PricingContext
    from checkout_core.store import Redemptions
    from checkout_core.store.compiled import CompiledOffer


@define(eq=False, repr=False)
class Refused:
    """
    An offer that does not apply: the code and what is missing.

    `line` and `gift` say of what it is missing, as in `NotMet`; `orders` have to be
    placed first.  `name` is what is refused if it is not an offer, such as one of
    several codes that was entered.
    """

    compiled: CompiledOffer | None
    code: str
    units: int = field(default=0, kw_only=True)
    amount: int = field(default=0, kw_only=True)
    line: int | None = field(default=None, kw_only=True)
    gift: AbsentGift | None = field(default=None, kw_only=True)
    orders: int = field(default=0, kw_only=True)
    name: str | None = field(default=None, kw_only=True)

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
    Says whether the time, a limit, a fact or a minimum excludes an offer.

    Attributes:
        cart: what is bought.
        at: the moment of pricing.
        since: the same, as the distance from the epoch.
        utc_offset: that of the store's clocks, None for that of the moment.
        redemptions: how often offers were redeemed.
    """

    cart: Cart
    at: datetime
    since: timedelta
    utc_offset: timedelta | None
    redemptions: Redemptions
    _facts: Facts | None = field(default=None, init=False)

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
        offset = context.store.minor.utc_offset
        return cls(context.cart, at, since_epoch(at), offset, counted)

    def facts(self) -> Facts:
        """Return what conditions read of the cart and the moment; once."""
        if self._facts is None:
            self._facts = Facts.of(self.cart, self.at, self.utc_offset)
        return self._facts

    def refusal(
        self,
        compiled: CompiledOffer,
        worth: int,
        spelling: str = "",
        remaining: Sequence[int] | None = None,
    ) -> Refused | None:
        """
        Return why an offer is excluded from a cart of value *worth*, if it is.

        *remaining* is what is left of each line, of which *worth* is the sum; None (the
        default) for the listed amounts.
        """
        if (
            compiled.opens <= self.since < compiled.closes
            and compiled.minimum <= worth
            and not compiled.asks
        ):
            return None
        why = self._barred(compiled, spelling)
        if why is not None:
            return why
        exclude = compiled.exclude
        if exclude is not None:
            columns = self.cart.columns
            seen = exclude.seen(columns)
            if exclude.hides_all(columns, compiled.offer.benefit.reach()):
                return Refused(compiled, "all_excluded")
            if seen is not columns:
                amounts = columns.list_amounts if remaining is None else remaining
                worth = sum([amounts[i] for i in seen.everything])
        short = compiled.minimum - worth
        return Refused(compiled, "below_minimum", amount=short) if short > 0 else None

    def _barred(self, compiled: CompiledOffer, spelling: str) -> Refused | None:
        """Return what excludes an offer from every cart of this customer, if it is."""
        if self.since < compiled.opens:
            return Refused(compiled, "not_started")
        if self.since >= compiled.closes:
            return Refused(compiled, "expired")
        conditions = compiled.conditions
        unmet = None if conditions is None else conditions.unmet(self.facts())
        if unmet is not None and unmet.code == "outside_hours":
            return Refused(compiled, unmet.code)
        used_up = self._used_up(compiled, spelling) if compiled.limited else ""
        if used_up:
            return Refused(compiled, used_up)
        if unmet is not None:
            return Refused(compiled, unmet.code, orders=unmet.orders)
        return None

    def _used_up(self, compiled: CompiledOffer, spelling: str) -> str:
        offer, customer, counted = compiled.offer, self.cart.customer, self.redemptions
        limits = offer.limits
        count = counted.offers.get(offer.id, offer.redemption_count)
        if _reached(count, limits.total_redemptions):
            return "limit_reached"
        if compiled.budget is not None and compiled.budget <= self._taken(offer):
            return "limit_reached"
        own = counted.customer
        if own is None:
            # Guests have no id, so nothing is known of them.
            own = Record() if customer.id is None else customer.offer_redemptions
        if _reached(own.get(offer.id, 0), limits.per_customer_redemptions):
            return "customer_limit_reached"
        by_code = counted.codes.get(spelling, 0)
        if spelling and _reached(by_code, limits.per_coupon_code_redemptions):
            return "code_limit_reached"
        return ""

    def is_overdrawn(self, compiled: CompiledOffer, amount: int) -> bool:
        """Return whether *amount* is more than what is left of an offer's budget."""
        assert compiled.budget is not None
        return self._taken(compiled.offer) + amount > compiled.budget

    def _taken(self, offer: Offer) -> int:
        """Return what was taken of an offer's budget so far."""
        found = self.redemptions.discounts.get(offer.id)
        return 0 if found is None else to_minor(found, self.cart.currency, "")


def _reached(count: int, limit: int | None) -> bool:
    return limit is not None and count >= limit

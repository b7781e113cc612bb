# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A cart whose promotions are chosen, to be priced with some codes after others.

Promises the same result as a separate quote for all codes: promotions do not depend on
them, so they are chosen once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define

from checkout_core.pricing import checked
from checkout_core.pricing.context import PricingContext
from checkout_core.pricing.coupons import entered
from checkout_core.pricing.judge import Judge
from checkout_core.pricing.promotions import Promoted, promote
from checkout_core.pricing.quoted import Quote, Unread
from checkout_core.pricing.totals import total_up
from checkout_core.revisions import CURRENT
from checkout_core.store.tax_classes import classified


if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from checkout_core.cart import Cart
    from checkout_core.offers import Offer
    from checkout_core.pricing.coupons import Chosen
    from checkout_core.pricing.result import PricingResult
    from checkout_core.store import Redemptions, Store


@define(eq=False, repr=False)
class Prepared:
    """
    One cart in one store at one moment, to be priced with any codes.

    Attributes:
        context: what holds for the cart in the store before offers.
        at: the moment, None if the store has no offers.
        redemptions: how often offers were redeemed; None for the store's own counts.
        judge: says what excludes an offer then; None without a moment.
        promoted: the promotions that were chosen.
    """

    context: PricingContext
    at: datetime | None
    redemptions: Redemptions | None
    judge: Judge | None
    promoted: Promoted

    @classmethod
    def of(
        cls,
        cart: Cart,
        store: Store,
        at: datetime | None,
        redemptions: Redemptions | None,
    ) -> Prepared:
        """Return *cart* with its promotions chosen; all are checked by `prepared`."""
        if cart.columns.classed:
            cart = classified(cart, store.minor.classes, at)
        context = PricingContext.of(cart, store, CURRENT, at)
        judge = Judge.of(context, at, redemptions)
        return cls(context, at, redemptions, judge, promote(context, judge))

    @property
    def codes(self) -> tuple[str, ...]:
        """The cart's own codes, () for none."""
        return self.context.cart.codes

    def priced(self) -> PricingResult:
        """Return the result of the cart with its own codes."""
        return self.total(self.chosen(self.codes))

    def chosen(self, codes: Sequence[str]) -> Chosen:
        """Return the offers that apply with *codes* in place of the cart's own."""
        return entered(self.context, self.promoted, codes, self.judge)

    def total(self, chosen: Chosen) -> PricingResult:
        """Return the result with the offers of a choice."""
        return total_up(self.context, chosen)

    def without(self, offer: Offer) -> PricingResult:
        """Return the result as if the store did not have a promotion."""
        context, judge = self.context, self.judge
        fewer = promote(context, judge, offer)
        return self.total(entered(context, fewer, self.codes, judge))

    def quote(self, result: PricingResult) -> Quote:
        """Return the quote whose figures are those of *result*."""
        context = self.context
        cart, policies = context.cart.masked, context.store.policies
        return Quote(cart, policies, self.at, result.place, Unread(result))


def prepared(
    cart: Cart,
    store: Store,
    at: datetime | str | None,
    redemptions: Redemptions | None,
) -> Prepared:
    """Return the promotions chosen for *cart*, checked as `quote` checks it."""
    moment = checked(cart, store, at, redemptions)
    return Prepared.of(cart, store, moment, redemptions)


__all__ = [
    "Prepared",
    "prepared",
]

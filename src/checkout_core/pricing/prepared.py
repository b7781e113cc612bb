# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A cart whose promotions are chosen, to be priced with one code after another.

Promises the same result as a separate quote for each code: promotions do not depend on
the code, so they are chosen once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, evolve

from checkout_core.pricing.context import PricingContext
from checkout_core.pricing.promotions import Promoted, entered, promote
from checkout_core.pricing.totals import total_up
from checkout_core.revisions import CURRENT
from checkout_core.store.tax_classes import classified


if TYPE_CHECKING:
    from datetime import datetime

    from checkout_core.cart import Cart
    from checkout_core.offers import Offer
    from checkout_core.pricing.result import PricingResult
    from checkout_core.store import Redemptions, Store


@define(eq=False)
class Prepared:
    """
    One cart in one store at one moment, to be priced with any code.

    Attributes:
        context: what holds for the cart in the store before offers.
        at: the moment, None if the store has no offers.
        redemptions: how often offers were redeemed; None for the store's own counts.
        promoted: the promotions that were chosen.
    """

    context: PricingContext
    at: datetime | None
    redemptions: Redemptions | None
    promoted: Promoted

    @classmethod
    def of(
        cls,
        cart: Cart,
        store: Store,
        at: datetime | None,
        redemptions: Redemptions | None,
    ) -> Prepared:
        """Check the arguments as `quote` does and choose the promotions."""
        if cart.columns.classed:
            cart = classified(cart, store.minor.classes, at)
        context = PricingContext.of(cart, store, CURRENT)
        return cls(context, at, redemptions, promote(context, at, redemptions))

    def priced(self) -> PricingResult:
        """Return the quote of the cart with its own code."""
        return self._settled(self.context, self.promoted)

    def with_code(self, code: str | None) -> PricingResult:
        """Return the quote with *code* entered in place of the cart's own code."""
        if code == self.context.cart.coupon_code:
            return self.priced()
        cart = self.context.cart.changed(coupon_code=code)
        return self._settled(evolve(self.context, cart=cart), self.promoted)

    def without(self, offer: Offer) -> PricingResult:
        """Return the quote as if the store did not have a promotion."""
        fewer = promote(self.context, self.at, self.redemptions, offer)
        return self._settled(self.context, fewer)

    def _settled(self, context: PricingContext, promoted: Promoted) -> PricingResult:
        return total_up(context, entered(context, promoted, self.at, self.redemptions))


__all__ = [
    "Prepared",
]

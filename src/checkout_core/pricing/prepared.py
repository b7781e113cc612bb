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

from checkout_core.pricing.ground import Ground
from checkout_core.pricing.promotions import Promoted, entered, promote
from checkout_core.pricing.settling import settle
from checkout_core.revisions import CURRENT
from checkout_core.taxtable import classified


if TYPE_CHECKING:
    from datetime import datetime

    from checkout_core.cart import Cart
    from checkout_core.offers import Offer
    from checkout_core.pricing.work import Work
    from checkout_core.store import Redemptions, Store


@define(eq=False)
class Prepared:
    """One cart in one store at one moment, to be priced with any code."""

    ground: Ground
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
        ground = Ground.of(cart, store, CURRENT)
        return cls(ground, at, redemptions, promote(ground, at, redemptions))

    def priced(self) -> Work:
        """Return the quote of the cart with its own code."""
        return self._settled(self.ground, self.promoted)

    def with_code(self, code: str | None) -> Work:
        """Return the quote with *code* entered in place of the cart's own code."""
        if code == self.ground.cart.coupon_code:
            return self.priced()
        cart = self.ground.cart.changed(coupon_code=code)
        return self._settled(evolve(self.ground, cart=cart), self.promoted)

    def without(self, offer: Offer) -> Work:
        """Return the quote as if the store did not have a promotion."""
        fewer = promote(self.ground, self.at, self.redemptions, offer)
        return self._settled(self.ground, fewer)

    def _settled(self, ground: Ground, promoted: Promoted) -> Work:
        return settle(ground, entered(ground, promoted, self.at, self.redemptions))

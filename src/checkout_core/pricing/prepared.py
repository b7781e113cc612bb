# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A cart in a store whose promotions are chosen, ready for one code after another.

Promises that whatever goes on from here is what a quote of its own would give:
the promotions do not depend on the code, so they are chosen once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, evolve

from checkout_core.pricing.promotions import Promoted, choose, promote
from checkout_core.pricing.quoted import Quote
from checkout_core.pricing.settling import settle


if TYPE_CHECKING:
    from datetime import datetime

    from checkout_core.offers import Offer
    from checkout_core.pricing.ground import Ground
    from checkout_core.pricing.work import Work
    from checkout_core.store import Redemptions


@define(eq=False)
class Prepared:
    """What one cart in one store at one moment comes to, whichever code it has."""

    ground: Ground
    at: datetime | None
    redemptions: Redemptions | None
    promoted: Promoted

    def quote(self) -> Quote:
        """Return the quote of the cart as it stands."""
        work = self.priced()
        return Quote(work.cart, work.policies, self.at, work.place, work)

    def priced(self) -> Work:
        """Return what the cart comes to with its own code."""
        return self._settled(self.ground, self.promoted)

    def with_code(self, code: str | None) -> Work:
        """Return what it comes to with *code* entered in place of its own."""
        if code == self.ground.cart.coupon_code:
            return self.priced()
        cart = self.ground.cart.changed(coupon_code=code)
        return self._settled(evolve(self.ground, cart=cart), self.promoted)

    def without(self, offer: Offer) -> Work:
        """Return what it comes to as if the store did not have a promotion."""
        fewer = promote(self.ground, self.at, self.redemptions, offer)
        return self._settled(self.ground, fewer)

    def _settled(self, ground: Ground, promoted: Promoted) -> Work:
        return settle(ground, choose(ground, promoted, self.at, self.redemptions))

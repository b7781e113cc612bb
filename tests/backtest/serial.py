# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The serial run that limits are compared with: one cart after another, all counters kept.

It reads what a quote says to redeem, and knows nothing of the rooms of the back-test
but the rows that it makes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from checkout_core import Quote, Redemptions, Store
from checkout_core.backtest.claims import Claims
from checkout_core.backtest.job import Stores
from checkout_core.backtest.limits import Pair, Request, settled
from checkout_core.backtest.row import Basket, Repriced, repriced


#: Refusals that say nothing of the customer, since they come before limits.
BEFORE = ("not_started", "expired", "outside_hours")


class Side:
    """The counters of one store, by names."""

    def __init__(self, store: Store) -> None:
        self.offers = [*store.promotions, *store.coupons]
        self.times = dict(store.redemptions.offers)
        self.codes = dict(store.redemptions.codes)
        self.taken = dict(store.redemptions.discounts)
        self.had: dict[tuple[str, str], int] = {}

    def counters(self, basket: Basket) -> Redemptions:
        """Return what a cart is priced with."""
        assert basket.cart is not None
        customer = None
        if basket.customer_id is not None:
            own = basket.cart.customer.offer_redemptions
            customer = {
                each.id: self.had.get(
                    (basket.customer_id, each.id), own.get(each.id, 0)
                )
                for each in self.offers
            }
        return Redemptions(self.times, self.codes, self.taken, customer)

    def count(self, basket: Basket, quote: Quote) -> None:
        """Raise what a quote says, and note what a customer said first."""
        who, cart = basket.customer_id, basket.cart
        assert cart is not None
        named: list[tuple[str, str | None]] = [
            (each.kind, each.id) for each in (*quote.promotions, *quote.coupons)
        ]
        named += [
            (each.kind, each.offer_id)
            for each in quote.refusals
            if each.code not in BEFORE
        ]
        for offer in self.offers:
            if who is not None and (offer.kind, offer.id) in named:
                own = cart.customer.offer_redemptions.get(offer.id, 0)
                self.had.setdefault((who, offer.id), own)
        for each in quote.figures.redemptions:
            (offer,) = [
                offer
                for offer in self.offers
                if (offer.kind, offer.id) == (each.kind, each.offer_id)
            ]
            before = self.times.get(offer.id, offer.redemption_count)
            self.times[offer.id] = before + 1
            if each.code is not None:
                self.codes[each.code] = self.codes.get(each.code, 0) + 1
            if each.amount is not None:
                taken = self.taken.get(offer.id, Decimal(0))
                self.taken[offer.id] = taken + each.amount
            if who is not None:
                self.had[who, offer.id] += 1


def in_time(baskets: Sequence[Basket]) -> list[int]:
    """Return the indexes of baskets by time, those without one last."""
    end = datetime.max.replace(tzinfo=UTC)
    return sorted(
        range(len(baskets)),
        key=lambda i: (baskets[i].placed is None, baskets[i].placed or end, i),
    )


def _count(sides: tuple[Side, Side], basket: Basket, side: int, quote: Quote) -> None:
    sides[side].count(basket, quote)


def serial(baskets: Sequence[Basket], stores: Stores) -> list[Repriced]:
    """Return each cart, priced after all before it."""
    sides = Side(stores.base), Side(stores.proposed)
    found: dict[int, Repriced] = {}
    for i in in_time(baskets):
        basket = baskets[i]
        if basket.cart is None or basket.faults:
            found[i] = repriced(basket, stores)
            continue
        found[i] = repriced(
            basket,
            stores,
            sides[0].counters(basket),
            sides[1].counters(basket),
            partial(_count, sides, basket),
        )
    return [found[i] for i in range(len(baskets))]


class Batches:
    """Prices carts as the process pool does, and counts how often."""

    def __init__(self, baskets: Sequence[Basket], stores: Stores) -> None:
        self.baskets = baskets
        self.stores = stores
        self.claims = Claims(stores)
        self.rounds: list[int] = []
        self.pairs: dict[tuple[int, int], Pair] = {}

    def price(self, requests: Sequence[Request]) -> list[Any]:
        """Answer one round of requests."""
        self.rounds.append(len(requests))
        return [
            self.claims.again(self.baskets[place[1]], side, counters)
            for place, side, counters in requests
        ]

    def run(self) -> list[Repriced]:
        """Return each cart with the counters that are right for it."""
        firsts = [
            self.claims.first(basket, (0, i)) for i, basket in enumerate(self.baskets)
        ]
        claims = [claim for _, claim in firsts if claim is not None]
        self.pairs = settled(claims, self.stores, self.price)
        found = [row for row, _ in firsts]
        for (_, i), pair in self.pairs.items():
            base, proposed = [
                None if each is None else each.redemptions(self.stores.currency)
                for each in pair
            ]
            found[i] = repriced(self.baskets[i], self.stores, base, proposed)
        return found

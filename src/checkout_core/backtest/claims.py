# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a cart asks of the offers of a store that have limits.

Promises to hold, in small tuples of plain values, all that decides whether the price of
a cart is the same with other counters.  Knows no order of carts.

Pricing asks a limited offer up to four questions, in this order: is it used up (by
times, or nothing is left of its budget), has the customer had it, has the code been
used, and is what it would give now more than what is left.  A price is the same
wherever all answers are.  Which offers are asked depends on the cart and the moment
alone: those that apply, and those that are refused for another reason than the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from attrs import frozen

from checkout_core.backtest.job import Stores
from checkout_core.backtest.row import Basket, Repriced, repriced
from checkout_core.cart import Cart
from checkout_core.currencies import Currency
from checkout_core.ledger.sheet import OfferEffect
from checkout_core.money.exact import to_decimal
from checkout_core.money.parse import to_minor
from checkout_core.offers.benefits.free_goods import FreeGoods
from checkout_core.pricing import Quote, quote
from checkout_core.pricing.coupons import coupons_of
from checkout_core.store import Redemptions, Store


#: What an offer did with a cart: it applied; it was used up; the customer had it; the
#: code was used; or none of these, and it did not apply.
TAKEN, USED_UP, HAD, CODE_USED, OPEN = range(5)

_LIMITS = {
    "limit_reached": USED_UP,
    "customer_limit_reached": HAD,
    "code_limit_reached": CODE_USED,
}
#: Refusals that come before a limit is asked.
_BEFORE = frozenset(("not_started", "expired", "outside_hours"))
#: Refusals of offers that would have given something, within what was left.
_LOST = frozenset(
    (
        "too_many_coupons",
        "excluded_by_promotion",
        "excluded_by_coupon",
        "better_promotion_applied",
    )
)
_HUNDRED = 100


@frozen(kw_only=True)
class Limited:
    """
    An offer that has a limit, or whose id is that of one that has.

    Attributes:
        id: its id, by which it is counted.
        kind: `promotion` or `coupon`.
        position: its index among the store's promotions, or coupons.
        count: how often it was redeemed, if the counters do not say.
        total: how often it can be redeemed, None for no limit.
        by_customer: how often by one customer, None for no limit.
        by_code: how often with one code, None for no limit.
        budget: what its redemptions together can take, in minor units; None for no
            limit.
        gives_units: whether it gives units in addition to those of the cart, so that it
            can take more of its budget than the cart comes to.
    """

    id: str
    kind: str
    position: int
    count: int
    total: int | None
    by_customer: int | None
    by_code: int | None
    budget: int | None
    gives_units: bool


class Entry(NamedTuple):
    """
    What one offer did with a cart.

    Attributes:
        offer: its index in `limited_offers`.
        what: `TAKEN`, `USED_UP`, `HAD`, `CODE_USED` or `OPEN`.
        code: the code it was asked with, in the store's spelling; None without one, or
            where no limit of the offer reads it.
        amount: in minor units.  Of `TAKEN`: what it took of its budget.  Of `USED_UP`:
            the most that can be left of its budget for it to be refused again.  Of
            `OPEN`: what has to be left at least for it to do the same again.  0 where
            it has no budget.
    """

    offer: int
    what: int
    code: str | None
    amount: int


class Claim(NamedTuple):
    """
    What a cart asked of limited offers, when it was first priced.

    Attributes:
        place: where its row is: the index of the fragment, and of the row there.
        placed: when it was placed, None if not known.
        customer: the id of the customer, None for a guest.
        own: how often the cart says that the customer redeemed each of them, without
            those that are 0.
        sides: what they did in the base and in the proposed store.
    """

    place: tuple[int, int]
    placed: datetime | None
    customer: str | None
    own: tuple[tuple[str, int], ...]
    sides: tuple[tuple[Entry, ...], tuple[Entry, ...]]


class Counters(NamedTuple):
    """
    The counters that a cart is priced with: those it asks for, and no others.

    Attributes:
        offers: times redeemed by the id of the offer.
        codes: times redeemed by code.
        taken: what was taken of budgets, in minor units, by the id of the offer.
        customer: times that the customer redeemed offers, None for what the cart says.
    """

    offers: tuple[tuple[str, int], ...]
    codes: tuple[tuple[str, int], ...]
    taken: tuple[tuple[str, int], ...]
    customer: tuple[tuple[str, int], ...] | None

    def redemptions(self, currency: Currency) -> Redemptions:
        """Return them as pricing takes them."""
        return Redemptions(
            dict(self.offers),
            dict(self.codes),
            {name: to_decimal(each, currency.exponent) for name, each in self.taken},
            None if self.customer is None else dict(self.customer),
        )


def limited_offers(store: Store) -> tuple[Limited, ...]:
    """Return the offers of a *store* whose redemptions have to be counted."""
    compiled = (*store.index.promotions, *store.index.coupons)
    ids = {each.offer.id for each in compiled if each.limited}
    return tuple(
        [
            Limited(
                id=each.offer.id,
                kind=each.offer.kind,
                position=each.position,
                count=each.offer.redemption_count,
                total=each.offer.limits.total_redemptions,
                by_customer=each.offer.limits.per_customer_redemptions,
                by_code=each.offer.limits.per_coupon_code_redemptions,
                budget=each.budget,
                gives_units=isinstance(each.offer.benefit, FreeGoods),
            )
            for each in compiled
            if each.offer.id in ids
        ]
    )


def has_limits(stores: Stores) -> bool:
    """Return whether the order of carts matters to one of the *stores*."""
    return bool(limited_offers(stores.base) or limited_offers(stores.proposed))


def are_shared(stores: Stores) -> bool:
    """Return whether customers share a limit of an offer in one of the *stores*."""
    return any(
        limit is not None
        for store in (stores.base, stores.proposed)
        for each in limited_offers(store)
        for limit in (each.total, each.by_code, each.budget)
    )


class Claims:
    """Prices carts of a job, and says what each asks of limited offers."""

    def __init__(self, stores: Stores) -> None:
        """Hold both *stores*."""
        self.stores = stores
        self._sides = (stores.base, stores.proposed)
        self._known = [
            {(each.kind, each.id): (i, each) for i, each in enumerate(found)}
            for found in map(limited_offers, self._sides)
        ]

    def first(
        self, basket: Basket, place: tuple[int, int]
    ) -> tuple[Repriced, Claim | None]:
        """
        Return a cart priced with the counters of the stores, and what it asked.

        None if it asked nothing of limited offers; *place* is that of its row.
        """
        sides: list[tuple[Entry, ...]] = [(), ()]

        def note(side: int, priced: Quote) -> None:
            store = self._sides[side]
            if self._known[side]:
                assert basket.cart is not None
                counted = store.redemptions
                sides[side] = self._entries(side, priced, basket.cart, counted)

        row = repriced(basket, self.stores, note=note)
        base, proposed = sides
        if not base and not proposed:
            return row, None
        assert basket.cart is not None
        own = basket.cart.customer.offer_redemptions
        asked = {
            each.id
            for known, entries in zip(self._known, sides, strict=True)
            for i, each in known.values()
            if any(entry.offer == i for entry in entries)
        }
        said = tuple([(each, own[each]) for each in sorted(asked) if own.get(each)])
        claim = Claim(place, basket.placed, basket.customer_id, said, (base, proposed))
        return row, claim

    def again(self, basket: Basket, side: int, counters: Counters) -> tuple[Entry, ...]:
        """Return what a cart asks of a *side*, 0 or 1, with other *counters*."""
        store = self._sides[side]
        counted = counters.redemptions(store.currency)
        assert basket.cart is not None
        priced = quote(basket.cart, store, at=basket.at, redemptions=counted)
        return self._entries(side, priced, basket.cart, counted)

    def _entries(
        self, side: int, priced: Quote, cart: Cart, counted: Redemptions
    ) -> tuple[Entry, ...]:
        known, found, store = self._known[side], [], self._sides[side]
        sheet = priced.sheet
        for kind, effects in (
            ("promotion", sheet.promotions),
            ("coupon", sheet.coupons),
        ):
            for effect in effects:
                place, offer = known.get((kind, effect.offer.id), (0, None))
                if offer is not None:
                    amount = _amount(priced, effect, offer, cart)
                    found.append(Entry(place, TAKEN, effect.code, amount))
        for refusal in priced.refusals:
            key = (refusal.kind, refusal.offer_id or "")
            place, offer = known.get(key, (0, None))
            if offer is None or refusal.code in _BEFORE:
                continue
            what = _LIMITS.get(refusal.code, OPEN)
            amount = 0
            if offer.budget is not None:
                left = offer.budget - _taken(counted.discounts, offer.id, cart)
                if what == USED_UP and not reached(offer, counted.offers):
                    amount = max(left, 0)
                elif what == OPEN and refusal.code in _LOST:
                    amount = left
                    if not offer.gives_units:
                        amount = min(left, _most(priced, cart, store))
            spelling = self._spelling(side, offer, cart)
            found.append(Entry(place, what, spelling, amount))
        return tuple(found)

    def _spelling(self, side: int, offer: Limited, cart: Cart) -> str | None:
        """Return the code that an *offer* was asked with, if a limit reads it."""
        if offer.kind != "coupon" or offer.by_code is None:
            return None
        entered, _ = coupons_of(self._sides[side].index, cart.codes)
        return entered[offer.position]


def reached(offer: Limited, counted: Mapping[str, int]) -> bool:
    """Return whether an *offer* was redeemed as often as it can be."""
    return offer.total is not None and counted.get(offer.id, offer.count) >= offer.total


def _taken(discounts: Mapping[str, Decimal], name: str, cart: Cart) -> int:
    found = discounts.get(name)
    return 0 if found is None else to_minor(found, cart.currency, "")


def _amount(priced: Quote, effect: OfferEffect, offer: Limited, cart: Cart) -> int:
    """Return what an *offer* that applies takes of its budget."""
    if offer.budget is None:
        return 0
    if effect.shipping is None and effect.offer.scope != "shipping":
        prices = cart.columns.prices
        gifts = [units * prices[line] for line, units in effect.units.items()]
        return sum(effect.discounts) + sum(gifts)
    # The sheet does not say what is taken off a delivery if that is all of it.  The
    # figures do, and are worked out in twice the time.
    (amount,) = [
        each.amount
        for each in priced.figures.redemptions
        if (each.kind, each.offer_id) == (offer.kind, offer.id)
    ]
    assert amount is not None
    return to_minor(amount, cart.currency, "")


def _most(priced: Quote, cart: Cart, store: Store) -> int:
    """
    Return at least what any offer takes off goods and delivery.

    What the goods come to and twice the delivery with its tax, of which the rate and
    the amount without tax were rounded.  For goods of 1,000.00 and a delivery of 50.00
    at 18 %: 1,000.00 + 2 x 50.01 x 1.18 = 1,118.02, and one minor unit.
    """
    if cart.shipping is None and store.minor.shipping is None:
        return cart.columns.total
    figures, cents = priced.figures, cart.currency.exponent
    net = figures.totals.shipping_estimated_cost.scaleb(cents) + 1
    delivery = 2 * net * (1 + figures.shipping_tax_rate / _HUNDRED)
    return cart.columns.total + int(delivery) + 1


__all__ = [
    "CODE_USED",
    "HAD",
    "OPEN",
    "TAKEN",
    "USED_UP",
    "Claim",
    "Claims",
    "Counters",
    "Entry",
    "Limited",
    "are_shared",
    "has_limits",
    "limited_offers",
    "reached",
]

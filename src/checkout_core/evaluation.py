# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Every offer of a store against one cart: which apply, which do not, and why.

Promises that each figure comes from a real quote: a coupon's discount is that
of the cart with its code entered, a hint is the price of the very cart it
speaks of.  Costs a quote per offer, so it belongs on a page that lists offers
and not on the hot path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import MAX_QUANTITY, expect
from checkout_core.ledger import Refusal
from checkout_core.money import missing_units, to_decimal
from checkout_core.pricing import Quote, quote
from checkout_core.pricing.promotions import Judge, Refused
from checkout_core.pricing.refusals import sentence
from checkout_core.store import Redemptions, Store, code_key, reach


if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.cart import Cart, Line
    from checkout_core.offers import Offer


#: How many lines a hint tries to raise, cheapest first.
MAX_TRIES = 5
#: How often one line is raised: other offers take part of what is added.
MAX_RAISES = 4
#: The codes that more goods can turn into an offer that applies.
WITHIN_REACH = ("below_minimum", "quantity_too_low", "value_too_low")


@frozen
class NearMiss:
    """
    A change that makes an offer apply without costing more than now.

    `quantity` is what to set the line to; `to_be_paid` is that cart's price.
    """

    line: int
    quantity: int
    to_be_paid: Decimal


@frozen
class Verdict:
    """
    What one offer does for one cart.

    `saving` is what it saves where it applies; `with_offer` and `without_offer`
    are what is to be paid with it and as if the store did not have it.  `refusal`
    says why it does not apply, `near_miss` how it would.
    """

    offer: Offer
    saving: Decimal
    with_offer: Decimal
    without_offer: Decimal
    refusal: Refusal | None
    near_miss: NearMiss | None

    @property
    def applies(self) -> bool:
        """Whether the offer applies."""
        return self.refusal is None


@frozen
class Evaluation:
    """The verdicts on all promotions and all coupons of a store, in its order."""

    quote: Quote
    promotions: tuple[Verdict, ...]
    coupons: tuple[Verdict, ...]


def evaluate(
    cart: Cart,
    store: Store,
    *,
    at: datetime | str | None = None,
    redemptions: Redemptions | None = None,
) -> Evaluation:
    """
    Return what every promotion and coupon of *store* does for *cart*.

    Promotions are judged as the cart stands; each coupon as if its first code
    were entered in place of the cart's own, unless that is one of its codes.

    >>> from checkout_core import Cart, Line, Store, coupon
    >>> cart = Cart("INR", [Line("tee", 2, "499.00", tax_rate=18)])
    >>> post = coupon("post", "free-shipping", ["POST"])
    >>> found = evaluate(cart, Store("INR", coupons=[post]), at="2026-11-22T12:00:00Z")
    >>> found.coupons[0].refusal.code
    'nothing_to_discount'
    """
    desk = _Desk(store, at, redemptions)
    now = desk.quote(cart)
    return Evaluation(
        now,
        tuple([desk.promotion(now, offer) for offer in store.promotions]),
        tuple([desk.coupon(cart, now, offer) for offer in store.coupons]),
    )


def near_miss(
    now: Quote,
    store: Store,
    refusal: Refusal,
    *,
    redemptions: Redemptions | None = None,
) -> NearMiss | None:
    """
    Return the cheapest change of *now* that makes a refused offer apply.

    None where more goods would not help, or where they would cost more than
    the offer gives back.
    """
    expect(now=(now, Quote), store=(store, Store), refusal=(refusal, Refusal))
    desk = _Desk(store, now.at, redemptions)
    offers = store.promotions if refusal.kind == "promotion" else store.coupons
    offer = next((each for each in offers if each.id == refusal.offer_id), None)
    if offer is None:
        return None
    return desk.near_miss(now, offer, refusal, now.to_be_paid)


@frozen
class _Desk:
    """A store at a moment, ready to price one cart after the other."""

    store: Store
    at: datetime | str | None
    redemptions: Redemptions | None

    def quote(self, cart: Cart, store: Store | None = None) -> Quote:
        return quote(
            cart, store or self.store, at=self.at, redemptions=self.redemptions
        )

    def promotion(self, now: Quote, offer: Offer) -> Verdict:
        """Return the verdict on a promotion of the cart as it stands."""
        applied = next((each for each in now.promotions if each.id == offer.id), None)
        if applied is not None:
            without = self.quote(now.cart, self.store.without(offer)).to_be_paid
            return Verdict(offer, applied.saving, now.to_be_paid, without, None, None)
        return self.refused(now, now, offer)

    def coupon(self, cart: Cart, now: Quote, offer: Offer) -> Verdict:
        """Return the verdict on a coupon, one of its codes entered."""
        bare = self.quote(cart.changed(coupon_code=None))
        if not offer.codes:
            return self.refused(now, bare, offer)
        entered = now
        if code_key(cart.coupon_code or "") not in map(code_key, offer.codes):
            entered = self.quote(cart.changed(coupon_code=offer.codes[0]))
        if entered.coupons:
            saving = entered.coupons[0].saving
            return Verdict(
                offer, saving, entered.to_be_paid, bare.to_be_paid, None, None
            )
        return self.refused(now, entered, offer)

    def refused(self, now: Quote, tried: Quote, offer: Offer) -> Verdict:
        """Return the verdict on an offer that *tried* refuses; *now* is the cart."""
        refusal = self.refusal(tried, offer)
        near = self.near_miss(tried, offer, refusal, now.to_be_paid)
        paid = tried.to_be_paid
        return Verdict(offer, _nothing(now), paid, paid, refusal, near)

    def refusal(self, tried: Quote, offer: Offer) -> Refusal:
        """Return the refusal of *offer*; one that concerns no line has none yet."""
        known = _told(tried, offer)
        if known is not None:
            return known
        assert tried.at is not None
        index, cart = self.store.index, tried.cart
        plans = index.promotions if offer.kind == "promotion" else index.coupons
        plan = next(each for each in plans if each.offer is offer)
        judge = Judge(cart, tried.at, self.redemptions or self.store.redemptions)
        why = judge.refusal(plan, cart.columns.total)
        if why is None:
            why = Refused(plan, "no_matching_items")
        short = to_decimal(why.amount, cart.currency.exponent)
        said = sentence(why, cart.currency, short)
        return Refusal(offer.id, offer.kind, why.code, said, 0, short, offer.name)

    def near_miss(
        self, now: Quote, offer: Offer, refusal: Refusal, most: Decimal
    ) -> NearMiss | None:
        """Return the cheapest cart with more of one line in which *offer* applies."""
        if refusal.code not in WITHIN_REACH:
            return None
        found = [
            each
            for at, quantity in _raised(now, offer, refusal)
            if (each := self.with_more(now, offer, at, quantity)) is not None
        ]
        best = min(found, key=lambda each: each.to_be_paid, default=None)
        return best if best and best.to_be_paid <= most else None

    def with_more(
        self, now: Quote, offer: Offer, at: int, quantity: int | None
    ) -> NearMiss | None:
        """Return the cart with so much of a line, or as much more as is missing."""
        for _ in range(MAX_RAISES):
            if quantity is None:
                break
            lines = list(now.cart.lines)
            lines[at] = lines[at].changed(quantity=quantity)
            tried = self.quote(now.cart.changed(lines=lines))
            applied = (*tried.promotions, *tried.coupons)
            if (offer.kind, offer.id) in [(each.kind, each.id) for each in applied]:
                return NearMiss(at, quantity, tried.to_be_paid)
            refusal = _told(tried, offer)
            if refusal is None or refusal.code not in WITHIN_REACH:
                break
            quantity = _enough(lines[at], refusal)
        return None


def _told(now: Quote, offer: Offer) -> Refusal | None:
    """Return what a quote says of an offer that it refuses."""
    for each in now.refusals:
        if (each.kind, each.offer_id) == (offer.kind, offer.id):
            return each
    return None


def _nothing(now: Quote) -> Decimal:
    return to_decimal(0, now.cart.currency.exponent)


def _raised(now: Quote, offer: Offer, refusal: Refusal) -> Iterator[tuple[int, int]]:
    """Yield lines and the quantities that would make up for what is missing."""
    products, categories = reach(offer.benefit)
    anywhere = refusal.code == "below_minimum" or (None, None) in products
    tries = []
    for at, line in enumerate(now.cart.lines):
        named = (
            anywhere
            or categories.intersection(line.category_ids)
            or products.intersection(_names(line))
        )
        quantity = _enough(line, refusal) if named else None
        if quantity is not None:
            extra = (quantity - line.quantity) * now.cart.columns.prices[at]
            tries.append((extra, line.key, at, quantity))
    for _, _, at, quantity in sorted(tries)[:MAX_TRIES]:
        yield at, quantity


def _names(line: Line) -> set[tuple[str | None, str | None]]:
    return {
        (line.product_id, None),
        (line.product_id, line.variant_id),
        (None, line.variant_id),
    }


def _enough(line: Line, refusal: Refusal) -> int | None:
    """Return the quantity of *line* that makes up for what is missing, if it may be."""
    more = refusal.short_units
    if refusal.short_amount and line.selling_price:
        more = missing_units(refusal.short_amount, line.selling_price)
    step = line.incremental_quantity
    quantity = line.quantity + -(-more // step) * step
    most = line.max_order_quantity
    allowed = more > 0 and quantity <= MAX_QUANTITY
    return quantity if allowed and (most is None or quantity <= most) else None

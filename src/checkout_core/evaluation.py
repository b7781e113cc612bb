# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Every offer of a store against one cart: which apply, which do not, and why.

Promises that each figure comes from pricing a real cart: a coupon's discount is that of
the cart with its code entered, and a hint's price is that of the changed cart.  Costs
are linear in the offers: promotions are chosen once for all codes, a cart that two
hints share is priced once, and only the nearest `MAX_HINTS` offers get a hint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cached_property, partial
from typing import TYPE_CHECKING

from attrs import Factory, define, evolve, field, frozen

from checkout_core.cart import Cart, Line
from checkout_core.cart.compiled import IndexedLines
from checkout_core.cart.line import MAX_LINES
from checkout_core.checks import MAX_QUANTITY, Validator, expect, listing
from checkout_core.errors import CheckoutError
from checkout_core.ledger import MissingGift, Refusal
from checkout_core.money import missing_units, to_decimal
from checkout_core.offers import Choice
from checkout_core.pricing import Quote, quote
from checkout_core.pricing.prepared import Prepared
from checkout_core.pricing.promotions import Judge, Refused
from checkout_core.pricing.refusals import refusal
from checkout_core.store import Redemptions, Store
from checkout_core.store.compiled import code_key


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from checkout_core.offers import Offer
    from checkout_core.pricing.result import PricingResult
    from checkout_core.store.compiled import CompiledOffer


#: How many offers of one evaluation get a hint: those that the least money opens.
MAX_HINTS = 20
#: How many lines or products a hint tries, cheapest first.
MAX_TRIES = 5
#: How many times a hint raises one line: other offers may use part of the units.
MAX_RAISES = 4
#: The codes that more of what is in the cart can turn into an offer that applies.
WITHIN_REACH = ("below_minimum", "quantity_too_low", "value_too_low")


@frozen
class NearMiss:
    """
    A change that makes an offer apply without costing more than now.

    `quantity` is the new quantity of the line at index `line`, and `to_be_paid` the
    price of the changed cart.  If the missing product is not in the cart, `line` is
    None and `gift` says what to add: `added` is the line of the catalogue with
    `quantity` units, `to_be_paid` is the price of the cart with `[*cart.lines, added]`,
    and `is_free` whether the added line costs nothing.  Without a catalogue the price
    is not known: `added` and `to_be_paid` are None.
    """

    line: int | None
    quantity: int
    to_be_paid: Decimal | None
    gift: MissingGift | None = None
    added: Line | None = None
    is_free: bool = False


def _asked(without: Decimal | Callable[[], Decimal]) -> Decimal:
    return without if isinstance(without, Decimal) else without()


@frozen
class Verdict:
    """
    What one offer does for one cart.

    `saving` is what it saves if it applies; `with_offer` and `without_offer` are what
    is to be paid with it, and if the store did not have it.  `refusal` says why it does
    not apply, `near_miss` which change makes it apply; only the `MAX_HINTS` offers that
    need the least money get one.
    """

    offer: Offer
    saving: Decimal
    with_offer: Decimal
    # The store without one of several combined offers is priced when it is asked for.
    _without: Decimal | Callable[[], Decimal] = field(eq=_asked, repr=False)
    refusal: Refusal | None
    near_miss: NearMiss | None

    @cached_property
    def without_offer(self) -> Decimal:
        """
        What is to be paid as if the store did not have the offer.

        For a promotion that applies it is priced when it is first read; that takes as
        long as one quote.
        """
        return _asked(self._without)

    @property
    def applies(self) -> bool:
        """Whether the offer applies."""
        return self.refusal is None


@frozen
class Evaluation:
    """The verdicts on all promotions and all coupons, in the store's order."""

    quote: Quote
    promotions: tuple[Verdict, ...]
    coupons: tuple[Verdict, ...]


def evaluate(
    cart: Cart,
    store: Store,
    *,
    at: datetime | str | None = None,
    redemptions: Redemptions | None = None,
    catalogue: Iterable[Line] = (),
) -> Evaluation:
    """
    Return what every promotion and coupon of *store* does for *cart*.

    Promotions are judged for the cart as it is, with its own coupon code.  Each coupon
    is judged with the cart's code if it is one of the coupon's codes, else as if the
    coupon's first code were entered in its place.  *at* and *redemptions* are those of
    `quote`.

    *catalogue* (default: empty) holds `Line`s that the shopper could add; their
    quantity is ignored.  With it, a hint to add a gift that is not in the cart has a
    price and is given only if the shopper then pays no more than now.  Without it, such
    a hint has no price and is given only if the gift is free and its offer can be
    combined with those that apply.

    Raises `CheckoutError` if an argument is not an instance of its class, if the cart
    is in another currency than the store, or if *at* is missing although the store has
    offers.

    >>> from checkout_core import Cart, Line, Store, coupon
    >>> cart = Cart("INR", [Line("tee", 2, "499.00", tax_rate=18)])
    >>> post = coupon("post", "free-shipping", ["POST"])
    >>> found = evaluate(cart, Store("INR", coupons=[post]), at="2026-11-22T12:00:00Z")
    >>> found.coupons[0].refusal.code
    'nothing_to_discount'
    """
    shelf = _shelf(catalogue)
    now = quote(cart, store, at=at, redemptions=redemptions)
    base = Prepared.of(now.cart, store, now.at, redemptions)
    desk = _Desk(base, now.to_be_paid, shelf)
    found = [*desk.of_promotions(now), *desk.of_coupons()]
    hints = desk.hints([each for each in found if isinstance(each, _Missed)])
    verdicts = tuple(
        [
            each.verdict(hints.get(id(each))) if isinstance(each, _Missed) else each
            for each in found
        ]
    )
    count = len(store.promotions)
    return Evaluation(now, verdicts[:count], verdicts[count:])


def near_miss(
    now: Quote,
    store: Store,
    refusal: Refusal,
    *,
    redemptions: Redemptions | None = None,
    catalogue: Iterable[Line] = (),
) -> NearMiss | None:
    """
    Return the cheapest change of *now* that makes a refused offer apply.

    *now* is a quote made with *store*, *refusal* one of `now.refusals`; *redemptions*
    and *catalogue* are those of `evaluate`.  Returns None if more goods would not help,
    or if the shopper would then pay more than now.  Raises `CheckoutError` for
    arguments of another class.
    """
    expect(now=(now, Quote), store=(store, Store), refusal=(refusal, Refusal))
    shelf = _shelf(catalogue)
    offers = store.promotions if refusal.kind == "promotion" else store.coupons
    offer = next((each for each in offers if each.id == refusal.offer_id), None)
    if offer is None:
        return None
    again = quote(now.cart, store, at=now.at, redemptions=redemptions)
    base = Prepared.of(again.cart, store, now.at, redemptions)
    missed = _Missed(offer, refusal, base.priced())
    return _Desk(base, now.to_be_paid, shelf).hint(missed)


def _shelf(catalogue: Iterable[Line]) -> Sequence[Line]:
    """Return the lines of a catalogue; raise for a value that is not a `Line`."""
    check = Validator()
    found = listing(check, "catalogue", catalogue) or ()
    for at, line in enumerate(found):
        check.instance(f"catalogue[{at}]", line, Line, "a Line")
    check.raise_any()
    return found


@define(eq=False)
class _Missed:
    """An offer that does not apply, and the cart as it was tried."""

    offer: Offer
    refusal: Refusal
    tried: PricingResult

    def verdict(self, near: NearMiss | None) -> Verdict:
        zero, paid = _money(self.tried, 0), _paid(self.tried)
        return Verdict(self.offer, zero, paid, paid, self.refusal, near)


def _money(work: PricingResult, minor: int) -> Decimal:
    return to_decimal(minor, work.cart.currency.exponent)


def _paid(work: PricingResult) -> Decimal:
    return _money(work, work.to_be_paid)


@define(eq=False)
class _Desk:
    """
    One cart in one store at one moment, and the changed carts tried so far.

    *most* is what the shopper pays now: after a hint they pay no more.
    """

    base: Prepared
    most: Decimal
    catalogue: Sequence[Line]
    tried: dict[tuple[int, int], Prepared] = Factory(dict)

    @property
    def cart(self) -> Cart:
        return self.base.context.cart

    @property
    def store(self) -> Store:
        return self.base.context.store

    # Verdicts ---------------------------------------------------------------------

    def of_promotions(self, now: Quote) -> Iterator[Verdict | _Missed]:
        """Yield the verdicts on the promotions for the cart as it is."""
        work = self.base.priced()
        saved = {each.id: each.saving for each in now.promotions}
        told = {
            each.plan.position: each
            for each in work.chosen.refused
            if each.plan is not None and each.plan.offer.kind == "promotion"
        }
        for plan in self.store.index.promotions:
            saving = saved.get(plan.offer.id)
            if saving is None:
                yield self.missed(plan, told.get(plan.position), work)
                continue
            without = partial(self.without, plan.offer)
            yield Verdict(plan.offer, saving, now.to_be_paid, without, None, None)

    def without(self, offer: Offer) -> Decimal:
        """Return what would be paid if the store did not have a promotion."""
        return _paid(self.base.without(offer))

    def of_coupons(self) -> Iterator[Verdict | _Missed]:
        """Yield the verdicts on the coupons, one code of each entered."""
        own = self.cart.coupon_code
        bare = self.base.with_code(None)
        for plan in self.store.index.coupons:
            offer = plan.offer
            if not offer.codes:
                yield self.missed(plan, None, bare)
                continue
            held = own is not None and code_key(own) in map(code_key, offer.codes)
            work = self.base.with_code(own if held else offer.codes[0])
            if work.chosen.coupon.applied:
                saving = _money(work, work.coupon_saving())
                yield Verdict(offer, saving, _paid(work), _paid(bare), None, None)
            else:
                yield self.missed(plan, work.chosen.refused[-1], work)

    def missed(
        self, plan: CompiledOffer, known: Refused | None, work: PricingResult
    ) -> _Missed:
        """Return a refused offer; one that matches no line gets its refusal here."""
        why = known
        if why is None:
            at, counted = self.base.at, self.base.redemptions
            assert at is not None
            judge = Judge(self.cart, at, counted or self.store.redemptions)
            why = judge.refusal(plan, self.cart.columns.total)
        if why is None:
            why = Refused(plan, "no_matching_items")
        return _Missed(plan.offer, refusal(why, work.cart), work)

    # Hints ------------------------------------------------------------------------

    def hints(self, missed: Sequence[_Missed]) -> dict[int, NearMiss | None]:
        """Return the hints of the offers that need the least money, by identity."""
        ranked = []
        for at, each in enumerate(missed):
            cost = self.cost(each)
            if cost is not None:
                ranked.append((cost, at))
        nearest = [missed[at] for _, at in sorted(ranked)[:MAX_HINTS]]
        return {id(each): self.hint(each) for each in nearest}

    def cost(self, missed: _Missed) -> tuple[bool, int] | None:
        """
        Return the least amount to buy for a hint, None if buying does not help.

        The second item is True if the offer cannot give that amount back; it sorts
        last.
        """
        gift = missed.refusal.gift
        if gift is not None:
            return (not gift.is_free, 0) if gift.is_free or self.catalogue else None
        least = min((extra for extra, *_ in self.raises(missed)), default=None)
        moves = missed.offer.benefit.lowers_total
        return None if least is None else (not moves, least)

    def hint(self, missed: _Missed) -> NearMiss | None:
        """Return the cheapest cart in which a refused offer applies."""
        if missed.refusal.gift is not None:
            return self.with_gift(missed, missed.refusal.gift)
        tries = sorted(self.raises(missed))[:MAX_TRIES]
        found = [self.with_more(missed, at, quantity) for *_, at, quantity in tries]
        return self.cheapest(found)

    def cheapest(self, found: Iterable[NearMiss | None]) -> NearMiss | None:
        """Return the hint with the lowest price, if it is not above the price now."""
        honest = [
            (each.to_be_paid, at, each)
            for at, each in enumerate(found)
            if each is not None
            and each.to_be_paid is not None
            and each.to_be_paid <= self.most
        ]
        return min(honest)[2] if honest else None

    def raises(
        self, missed: _Missed
    ) -> Iterator[tuple[int, tuple[str, str], int, int]]:
        """Yield the lines that may help: amount to buy, key, index and new quantity."""
        columns = self.cart.columns
        for at in self.lines(missed):
            line = self.cart.lines[at]
            quantity = _enough(line, missed.refusal)
            if quantity is not None:
                extra = (quantity - line.quantity) * columns.prices[at]
                yield extra, line.key, at, quantity

    def lines(self, missed: _Missed) -> Iterable[int]:
        """Return the lines of which more units might help."""
        if missed.refusal.code not in WITHIN_REACH:
            return ()
        columns, known = self.cart.columns, missed.refusal.line
        if known is not None:
            return (known,)
        if missed.refusal.code == "below_minimum":
            return range(len(self.cart.lines))
        return missed.offer.benefit.reach().lines(columns)

    def with_more(self, missed: _Missed, at: int, quantity: int) -> NearMiss | None:
        """Return the cart with a line raised to a quantity, or further if needed."""
        wanted: int | None = quantity
        for _ in range(MAX_RAISES):
            if wanted is None:
                break
            work = self.changed(at, wanted).with_code(missed.tried.cart.coupon_code)
            if _applies(work, missed.offer):
                return NearMiss(at, wanted, _paid(work))
            why = _told(work, missed.offer)
            if why is None or why.code not in WITHIN_REACH:
                break
            wanted = _enough(work.cart.lines[at], refusal(why, work.cart))
        return None

    def changed(self, at: int, quantity: int) -> Prepared:
        """Return the cart with a line's new quantity, and its chosen promotions."""
        lines = list(self.cart.lines)
        lines[at] = lines[at].changed(quantity=quantity)
        return self.other((at, quantity), lines)

    def other(self, key: tuple[int, int], lines: Sequence[Line]) -> Prepared:
        """Return the cart with other *lines*, cached under *key*."""
        known = self.tried.get(key)
        if known is None:
            cart = self.cart.changed(lines=lines)
            base = self.base
            known = Prepared.of(cart, self.store, base.at, base.redemptions)
            self.tried[key] = known
        return known

    # Gifts ------------------------------------------------------------------------

    def with_gift(self, missed: _Missed, gift: MissingGift) -> NearMiss | None:
        """Return the hint to add the gift, with a price if there is a catalogue."""
        units = missed.refusal.short_units
        if not self.catalogue:
            given = gift.is_free and _joins(missed)
            return NearMiss(None, units, None, gift, is_free=True) if given else None
        added = [
            (line.selling_price, line.key, at, line)
            for at, line in self.wanted(gift, units)
        ]
        return self.cheapest(
            self.with_added(missed, gift, at, line)
            for *_, at, line in sorted(added, key=lambda each: each[:3])[:MAX_TRIES]
        )

    def with_added(
        self, missed: _Missed, gift: MissingGift, at: int, line: Line
    ) -> NearMiss | None:
        """Return the cart with a line of the catalogue, if the offer then applies."""
        lines = self.cart.lines
        nth = len(lines)
        try:
            other = self.other((nth + at, line.quantity), [*lines, line])
        except CheckoutError as error:
            # Only the added line can have a fault, and its path is that in the
            # catalogue.
            raise CheckoutError(
                evolve(
                    each,
                    path=each.path.replace(f"cart_items[{nth}]", f"catalogue[{at}]"),
                )
                for each in error.faults
            ) from None
        work = other.with_code(missed.tried.cart.coupon_code)
        if not _applies(work, missed.offer):
            return None
        free = not work.chosen.coupon.left[nth]
        return NearMiss(None, line.quantity, _paid(work), gift, line, is_free=free)

    def wanted(self, gift: MissingGift, units: int) -> Iterator[tuple[int, Line]]:
        """Yield the catalogue's lines that match the gift, with a legal quantity."""
        held = {line.key for line in self.cart.lines}
        if len(held) >= MAX_LINES:
            return
        choice = Choice(gift.product_id, gift.variant_id, gift.category_id)
        for at in choice.lines(self.shelf):
            line = self.catalogue[at]
            most = line.max_order_quantity
            least = max(line.min_order_quantity, min(units, most or units))
            quantity = _stepped(line, least)
            if quantity is not None and line.key not in held:
                yield at, line.changed(quantity=quantity)

    @cached_property
    def shelf(self) -> IndexedLines:
        """The catalogue's lines, to be found by product, variant and category."""
        return IndexedLines.of(self.catalogue)


def _joins(missed: _Missed) -> bool:
    """Return whether an offer can be combined with those that apply."""
    chosen, offer = missed.tried.chosen, missed.offer
    candidates = (chosen.promotions, chosen.coupon)
    applied = [
        each.plan.offer for candidate in candidates for each in candidate.applied
    ]
    if not applied:
        return True
    beside = offer.kind == "coupon" or all(each.combinable for each in applied)
    return offer.combinable and beside


def _applies(work: PricingResult, offer: Offer) -> bool:
    candidates = (work.chosen.promotions, work.chosen.coupon)
    return any(
        each.plan.offer is offer
        for candidate in candidates
        for each in candidate.applied
    )


def _told(work: PricingResult, offer: Offer) -> Refused | None:
    """Return the refusal of an offer in a quote, if there is one."""
    for each in work.chosen.refused:
        if each.plan is not None and each.plan.offer is offer:
            return each
    return None


def _enough(line: Line, refusal: Refusal) -> int | None:
    """Return the quantity of *line* that supplies what is missing, if it is legal."""
    more = refusal.short_units
    if refusal.short_amount and line.selling_price:
        more = missing_units(refusal.short_amount, line.selling_price)
    return _stepped(line, line.quantity + more) if more > 0 else None


def _stepped(line: Line, least: int) -> int | None:
    """Return the smallest quantity from *least* on that may be ordered, if any."""
    step, most = line.incremental_quantity, line.max_order_quantity
    quantity = -(-least // step) * step
    allowed = quantity <= MAX_QUANTITY and (most is None or quantity <= most)
    return quantity if allowed else None

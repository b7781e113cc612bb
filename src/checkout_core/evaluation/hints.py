# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The cheapest change of a cart that makes a refused offer apply.

Promises that every hint was tried: its price is that of the changed cart, in which the
offer applies, and the shopper pays no more than now.  A cart that two hints share is
priced once.
"""

from __future__ import annotations

from bisect import insort
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import Factory, define, evolve

from checkout_core.cart.line import MAX_LINES
from checkout_core.errors import CheckoutError
from checkout_core.evaluation.catalogue import Catalogue, orderable_quantity
from checkout_core.evaluation.refused import RefusedOffer, to_be_paid
from checkout_core.evaluation.verdict import NearMiss
from checkout_core.pricing.coupons import Chosen
from checkout_core.pricing.prepared import Prepared


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from checkout_core.cart import Cart, Line
    from checkout_core.ledger import MissingGift
    from checkout_core.pricing.judge import Refused
    from checkout_core.store.compiled import CompiledOffer


#: How many offers of one evaluation get a hint: those that the least money opens.
MAX_HINTS = 20
#: How many lines or products a hint tries, cheapest first.
MAX_TRIES = 5
#: How many times a hint raises one line: other offers may use part of the units.
MAX_RAISES = 4
#: The codes that more of what is in the cart can turn into an offer that applies.
WITHIN_REACH = ("below_minimum", "quantity_too_low", "value_too_low")


# How a hint is found.  A refusal says what is missing: units or an amount.  For each
# line that the offer counts, that is a new quantity: of a mug at 50.00, an offer that
# is 120.00 short needs ceil(120 / 50) = 3 more.  The lines are tried in the order of
# what the goods cost, here 150.00, at most `MAX_TRIES` of them.  Each try prices the
# whole changed cart; if another offer used part of the units, the new refusal says how
# many more are needed, at most `MAX_RAISES` times.  Of the carts in which the offer
# applies, the one with the lowest price is the hint, unless the shopper would pay more
# than now.
#
# Which offers get a hint.  An offer that is 500.00 short needs goods for at least
# 500.00, whatever they cost each.  So the offers are taken in the order of that bound,
# and once the exact amounts of `MAX_HINTS` of them are below the next bound, no other
# offer is nearer, and the lines of the cart are not looked at for it.


@define(eq=False, repr=False)
class Tried:
    """
    A changed cart with some codes.

    Attributes:
        prepared: the cart, with its chosen promotions.
        chosen: the offers that apply with the codes.
    """

    prepared: Prepared
    chosen: Chosen

    @cached_property
    def paid(self) -> Decimal:
        """What is to be paid, in major units."""
        return to_be_paid(self.prepared.total(self.chosen))

    def applies(self, compiled: CompiledOffer) -> bool:
        """Return whether an offer applies."""
        return any(
            each.compiled is compiled
            for candidate in (self.chosen.promotions, self.chosen.coupon)
            for each in candidate.applied
        )

    def refusal_of(self, compiled: CompiledOffer) -> Refused | None:
        """Return why an offer does not apply, None if it concerns no line."""
        if compiled.offer.kind == "coupon":
            return self.chosen.why_not(compiled)
        return self.chosen.refused_promotions.get(compiled.position)


@define(eq=False, repr=False)
class HintSearch:
    """
    One cart in one store at one moment, and the changed carts tried so far.

    Attributes:
        base: the cart as it is, with its chosen promotions.
        limit: what the shopper pays now, in major units; with a hint they pay no more.
        catalogue: what they could add.
        carts: the changed carts, by the changed line and its quantity; lines of the
            catalogue count on from those of the cart.
        tried: those carts with codes, by line, quantity and codes.
    """

    base: Prepared
    limit: Decimal
    catalogue: Catalogue
    carts: dict[tuple[int, int], Prepared] = Factory(dict)
    tried: dict[tuple[int, int, tuple[str, ...]], Tried] = Factory(dict)

    @property
    def cart(self) -> Cart:
        """The cart as it is."""
        return self.base.context.cart

    def hints(self, refused: Sequence[RefusedOffer]) -> dict[int, NearMiss | None]:
        """Return the hints of the offers that need the least money, by identity."""
        ranked = []
        for i, each in enumerate(refused):
            bound = self.bound(each)
            if bound is not None:
                ranked.append((bound, i))
        nearest: list[tuple[tuple[bool, int], int]] = []
        for bound, i in sorted(ranked):
            if len(nearest) == MAX_HINTS and nearest[-1] < (bound, i):
                break
            cost = self.cost(refused[i])
            if cost is not None:
                insort(nearest, (cost, i))
                del nearest[MAX_HINTS:]
        return {id(refused[i]): self.hint(refused[i]) for _, i in nearest}

    def bound(self, refused: RefusedOffer) -> tuple[bool, int] | None:
        """Return what `cost` is not below, None if buying does not help."""
        why = refused.refusal
        if why.gift is not None:
            return self.cost(refused)
        if why.code not in WITHIN_REACH:
            return None
        least = 0 if why.short_units else refused.short
        return not refused.compiled.offer.benefit.lowers_total, least

    def cost(self, refused: RefusedOffer) -> tuple[bool, int] | None:
        """
        Return the least amount to buy for a hint, None if buying does not help.

        The first item is True if the offer cannot give that amount back; it sorts
        last.
        """
        gift = refused.refusal.gift
        if gift is not None:
            has_hint = gift.is_free or self.catalogue.lines
            return (not gift.is_free, 0) if has_hint else None
        least = min((extra for extra, *_ in self.increases(refused)), default=None)
        lowers_total = refused.compiled.offer.benefit.lowers_total
        return None if least is None else (not lowers_total, least)

    def hint(self, refused: RefusedOffer) -> NearMiss | None:
        """Return the cheapest cart in which a refused offer applies."""
        if refused.refusal.gift is not None:
            return self.with_gift(refused, refused.refusal.gift)
        tries = sorted(self.increases(refused))[:MAX_TRIES]
        return self.cheapest(
            self.with_more(refused, i, quantity) for *_, i, quantity in tries
        )

    def cheapest(self, hints: Iterable[NearMiss | None]) -> NearMiss | None:
        """Return the hint with the lowest price, if it is not above the price now."""
        affordable = [
            (each.to_be_paid, i, each)
            for i, each in enumerate(hints)
            if each is not None
            and each.to_be_paid is not None
            and each.to_be_paid <= self.limit
        ]
        return min(affordable)[2] if affordable else None

    # More of a line -----------------------------------------------------------------

    def increases(
        self, refused: RefusedOffer
    ) -> Iterator[tuple[int, tuple[str, str], int, int]]:
        """Yield the lines that may help: amount to buy, key, index and new quantity."""
        prices, lines = self.cart.columns.prices, self.cart.lines
        units, amount = refused.refusal.short_units, refused.short
        for i in self.lines(refused):
            line, price = lines[i], prices[i]
            quantity = _sufficient_quantity(line, price, units, amount)
            if quantity is not None:
                more = (quantity - line.quantity) * price // line.price_per
                yield more, line.key, i, quantity

    def lines(self, refused: RefusedOffer) -> Iterable[int]:
        """Return the indices of the lines of which more units might help."""
        if refused.refusal.code not in WITHIN_REACH:
            return ()
        columns, known = self.cart.columns, refused.refusal.line
        if known is not None:
            return (known,)
        exclude = refused.compiled.exclude
        seen = columns if exclude is None else exclude.seen(columns)
        if refused.refusal.code == "below_minimum":
            return seen.everything
        return refused.compiled.offer.benefit.reach().lines(seen)

    def with_more(
        self, refused: RefusedOffer, index: int, quantity: int
    ) -> NearMiss | None:
        """Return the cart with a line raised to a quantity, or further if needed."""
        price = self.cart.columns.prices[index]
        needed: int | None = quantity
        for _ in range(MAX_RAISES):
            if needed is None:
                break
            raised = self.with_codes(refused.codes, index, needed)
            if raised.applies(refused.compiled):
                return NearMiss(line=index, quantity=needed, to_be_paid=raised.paid)
            why = raised.refusal_of(refused.compiled)
            if why is None or why.code not in WITHIN_REACH:
                break
            line = raised.prepared.context.cart.lines[index]
            needed = _sufficient_quantity(line, price, why.units, why.amount)
        return None

    def with_codes(
        self,
        codes: tuple[str, ...],
        index: int,
        quantity: int,
        added: Line | None = None,
    ) -> Tried:
        """Return the cart with a line's new quantity, or *added*, and with *codes*."""
        known = self.tried.get((index, quantity, codes))
        if known is None:
            cart = self.changed(index, quantity, added)
            known = Tried(cart, cart.chosen(codes))
            self.tried[index, quantity, codes] = known
        return known

    def changed(self, index: int, quantity: int, added: Line | None) -> Prepared:
        """Return the changed cart with its chosen promotions."""
        known = self.carts.get((index, quantity))
        if known is None:
            lines, base = list(self.cart.lines), self.base
            if added is None:
                lines[index] = lines[index].changed(quantity=quantity)
            else:
                lines.append(added)
            cart = self.cart.changed(lines=lines)
            known = Prepared.of(cart, base.context.store, base.at, base.redemptions)
            self.carts[index, quantity] = known
        return known

    # Gifts ------------------------------------------------------------------------

    def with_gift(self, refused: RefusedOffer, gift: MissingGift) -> NearMiss | None:
        """Return the hint to add the gift, with a price if there is a catalogue."""
        units = refused.refusal.short_units
        if not self.catalogue.lines:
            if not (gift.is_free and _is_combinable(refused)):
                return None
            return NearMiss(
                line=None, quantity=units, to_be_paid=None, gift=gift, is_free=True
            )
        in_cart = {line.key for line in self.cart.lines}
        if len(in_cart) >= MAX_LINES:
            return None
        candidates = sorted(
            (line.selling_price, line.key, i, line)
            for i, line in self.catalogue.matching(gift, units)
            if line.key not in in_cart
        )
        return self.cheapest(
            self.with_added(refused, gift, i, line)
            for *_, i, line in candidates[:MAX_TRIES]
        )

    def with_added(
        self, refused: RefusedOffer, gift: MissingGift, index: int, line: Line
    ) -> NearMiss | None:
        """Return the cart with a line of the catalogue, if the offer then applies."""
        last = len(self.cart.lines)
        try:
            tried = self.with_codes(refused.codes, last + index, line.quantity, line)
        except CheckoutError as error:
            # Only the added line can have a fault, and its path is that in the
            # catalogue.
            here, there = f"cart_items[{last}]", f"catalogue[{index}]"
            raise CheckoutError(
                evolve(each, path=each.path.replace(here, there))
                for each in error.faults
            ) from None
        if not tried.applies(refused.compiled):
            return None
        return NearMiss(
            line=None,
            quantity=line.quantity,
            to_be_paid=tried.paid,
            gift=gift,
            added=line,
            is_free=not tried.chosen.coupon.remaining[last],
        )


def _is_combinable(refused: RefusedOffer) -> bool:
    """Return whether an offer can be combined with those that apply."""
    chosen, offer = refused.tried, refused.compiled.offer
    candidates = (chosen.promotions, chosen.coupon)
    applied = [
        each.compiled.offer for candidate in candidates for each in candidate.applied
    ]
    if not applied:
        return True
    others = offer.kind == "coupon" or all(each.combinable for each in applied)
    return offer.combinable and others


def _sufficient_quantity(line: Line, price: int, units: int, amount: int) -> int | None:
    """
    Return the quantity of *line* that supplies what is missing, if it is legal.

    Missing are so many *units*, or an *amount* in minor units as *price* is.  More of
    goods by measure supply an amount, but no units.
    """
    more = 0 if line.is_measured else units
    if amount and price:
        more = -(-amount * line.price_per // price)
    return orderable_quantity(line, line.quantity + more) if more > 0 else None


__all__ = ["MAX_HINTS", "HintSearch"]

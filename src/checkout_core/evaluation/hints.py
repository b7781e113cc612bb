# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The cheapest change of a cart that makes a refused offer apply.

Promises that every hint was tried: its price is that of the changed cart, in which the
offer applies, and the shopper pays no more than now.  A cart that two hints share is
priced once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import Factory, define, evolve

from checkout_core.cart.line import MAX_LINES
from checkout_core.errors import CheckoutError
from checkout_core.evaluation.catalogue import Catalogue, orderable_quantity
from checkout_core.evaluation.refused import RefusedOffer, to_be_paid
from checkout_core.evaluation.verdict import NearMiss
from checkout_core.pricing.prepared import Prepared


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from checkout_core.cart import Cart, Line
    from checkout_core.ledger import MissingGift
    from checkout_core.pricing.promotions import Chosen, Refused
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


@define(eq=False)
class HintSearch:
    """
    One cart in one store at one moment, and the changed carts tried so far.

    Attributes:
        base: the cart as it is, with its chosen promotions.
        limit: what the shopper pays now, in major units; with a hint they pay no more.
        catalogue: what they could add.
        tried: the carts that were priced, by the changed line and its quantity; lines
            of the catalogue count on from those of the cart.
    """

    base: Prepared
    limit: Decimal
    catalogue: Catalogue
    tried: dict[tuple[int, int], Prepared] = Factory(dict)

    @property
    def cart(self) -> Cart:
        """The cart as it is."""
        return self.base.context.cart

    def hints(self, refused: Sequence[RefusedOffer]) -> dict[int, NearMiss | None]:
        """Return the hints of the offers that need the least money, by identity."""
        ranked = []
        for i, each in enumerate(refused):
            cost = self.cost(each)
            if cost is not None:
                ranked.append((cost, i))
        nearest = [refused[i] for _, i in sorted(ranked)[:MAX_HINTS]]
        return {id(each): self.hint(each) for each in nearest}

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
                yield (quantity - line.quantity) * price, line.key, i, quantity

    def lines(self, refused: RefusedOffer) -> Iterable[int]:
        """Return the indices of the lines of which more units might help."""
        if refused.refusal.code not in WITHIN_REACH:
            return ()
        columns, known = self.cart.columns, refused.refusal.line
        if known is not None:
            return (known,)
        if refused.refusal.code == "below_minimum":
            return range(len(self.cart.lines))
        return refused.compiled.offer.benefit.reach().lines(columns)

    def with_more(
        self, refused: RefusedOffer, index: int, quantity: int
    ) -> NearMiss | None:
        """Return the cart with a line raised to a quantity, or further if needed."""
        price = self.cart.columns.prices[index]
        needed: int | None = quantity
        for _ in range(MAX_RAISES):
            if needed is None:
                break
            raised = self.raised(index, needed)
            chosen = raised.chosen(refused.code)
            if _applies(chosen, refused.compiled):
                paid = to_be_paid(raised.total(chosen))
                return NearMiss(line=index, quantity=needed, to_be_paid=paid)
            why = _refusal_of(chosen, refused.compiled)
            if why is None or why.code not in WITHIN_REACH:
                break
            line = raised.context.cart.lines[index]
            needed = _sufficient_quantity(line, price, why.units, why.amount)
        return None

    def raised(self, index: int, quantity: int) -> Prepared:
        """Return the cart with a line's new quantity, and its chosen promotions."""
        lines = list(self.cart.lines)
        lines[index] = lines[index].changed(quantity=quantity)
        return self.other((index, quantity), lines)

    def other(self, key: tuple[int, int], lines: Sequence[Line]) -> Prepared:
        """Return the cart with other *lines*, cached under *key*."""
        known = self.tried.get(key)
        if known is None:
            cart = self.cart.changed(lines=lines)
            base = self.base
            known = Prepared.of(cart, base.context.store, base.at, base.redemptions)
            self.tried[key] = known
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
        lines = self.cart.lines
        last = len(lines)
        try:
            other = self.other((last + index, line.quantity), [*lines, line])
        except CheckoutError as error:
            # Only the added line can have a fault, and its path is that in the
            # catalogue.
            here, there = f"cart_items[{last}]", f"catalogue[{index}]"
            raise CheckoutError(
                evolve(each, path=each.path.replace(here, there))
                for each in error.faults
            ) from None
        chosen = other.chosen(refused.code)
        if not _applies(chosen, refused.compiled):
            return None
        return NearMiss(
            line=None,
            quantity=line.quantity,
            to_be_paid=to_be_paid(other.total(chosen)),
            gift=gift,
            added=line,
            is_free=not chosen.coupon.remaining[last],
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


def _applies(chosen: Chosen, compiled: CompiledOffer) -> bool:
    return any(
        each.compiled is compiled
        for candidate in (chosen.promotions, chosen.coupon)
        for each in candidate.applied
    )


def _refusal_of(chosen: Chosen, compiled: CompiledOffer) -> Refused | None:
    """Return why an offer is not among the chosen ones, if that is known."""
    if compiled.offer.kind == "coupon":
        return chosen.why
    return chosen.refused_promotions.get(compiled.position)


def _sufficient_quantity(line: Line, price: int, units: int, amount: int) -> int | None:
    """
    Return the quantity of *line* that supplies what is missing, if it is legal.

    Missing are so many *units*, or an *amount* in minor units as *price* is.
    """
    more = -(-amount // price) if amount and price else units
    return orderable_quantity(line, line.quantity + more) if more > 0 else None


__all__ = ["MAX_HINTS", "HintSearch"]

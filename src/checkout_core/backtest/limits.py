# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Offers with limits and budgets: the counters that each stored cart is priced with.

Promises what a serial run gives: carts in the order of the time at which they were
placed (those of one moment in the order of the source, those without a time last), each
priced with the counters that all carts before it left, each side with its own.  Knows
no files: who calls it prices carts, many at a time and in any order.

Where counters start.  With those of the store, so a store document of today that counts
what the carts of last month took is refused more often than it was then: give it the
counters of before.  The count of a customer is what the first of their carts says that
asked the offer; after it only what is redeemed here counts, and not what later carts
say, since that holds the same redemptions as they happened.  Guests are not counted.

Why it is the serial run.  All carts are priced once, with the counters of the stores.
Then they are gone through in order, with exact counters: the known price of a cart is
taken where all that limited offers answered it is the same (`claims`).  Where none is,
the cart is noted, to be priced with the counters there, and until then it is taken to
get nothing of what is used up.  What is noted is priced, all at once, and the scan is
repeated from the first of them.  That cart was priced with exact counters, so each scan
makes sure of one cart more at least; when nothing is noted, all are.

It takes a few scans, not one for each cart.  100.00 of a budget are left, and carts ask
for 60.00, 50.00, 30.00 and 20.00.  Scan 1: 60.00 are taken, 40.00 are left; the second
cart is noted, to be priced at 40.00, and gets nothing; 30.00 are taken; the last one is
noted at 10.00.  Both are priced: refused at 40.00 and less, and at 10.00 and less.
Scan 2 notes none.  So each cart after the end of a budget is priced once more, and
where another limited offer takes its place, once more when that is used up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from checkout_core.backtest.claims import (
    CODE_USED,
    HAD,
    TAKEN,
    USED_UP,
    Claim,
    Counters,
    Entry,
    Limited,
    limited_offers,
    reached,
)
from checkout_core.backtest.job import Stores
from checkout_core.money.parse import to_minor
from checkout_core.store import Store


class Request(NamedTuple):
    """
    A cart to be priced again.

    Attributes:
        place: where its row is, as in `Claim`.
        side: 0 for the base store, 1 for the proposed one.
        counters: what to price it with.
    """

    place: tuple[int, int]
    side: int
    counters: Counters


#: Counters of a cart on both sides; None where the store's own give the same price.
Pair = tuple[Counters | None, Counters | None]


def settled(
    claims: Iterable[Claim],
    stores: Stores,
    price: Callable[[Sequence[Request]], Iterable[tuple[Entry, ...]]],
) -> dict[tuple[int, int], Pair]:
    """
    Return the counters of each cart whose first price is not that of a serial run.

    Args:
        claims: what the carts asked that asked anything, in any order.
        stores: those of the job.
        price: returns what each cart of some requests asks with other counters, in
            their order: `Claims.again`.  It is called once for each round.
    """
    ordered = sorted(claims, key=_in_time)
    found: dict[tuple[int, int], Pair] = {}
    for side, store in enumerate((stores.base, stores.proposed)):
        asking = [each for each in ordered if each.sides[side]]
        for place, counters in _settled(asking, side, store, price):
            base, proposed = found.get(place, (None, None))
            found[place] = (base, counters) if side else (counters, proposed)
    return found


_LAST = datetime.max.replace(tzinfo=UTC)


def _in_time(claim: Claim) -> tuple[bool, datetime, tuple[int, int]]:
    return claim.placed is None, claim.placed or _LAST, claim.place


def _settled(
    claims: Sequence[Claim],
    side: int,
    store: Store,
    price: Callable[[Sequence[Request]], Iterable[tuple[Entry, ...]]],
) -> Iterable[tuple[tuple[int, int], Counters]]:
    """Yield place and counters of the carts of one *side* that are priced again."""
    further: dict[int, list[tuple[Entry, ...]]] = {}
    sure, begin = Running.of(store), 0
    while True:
        running, noted = sure, dict[int, Request]()
        for i in range(begin, len(claims)):
            claim = claims[i]
            first = claim.sides[side]
            entries = running.known(claim, (first, *further.get(i, ())))
            if entries is None:
                if not noted:
                    sure, begin = running.copy(), i
                counters = running.counters(claim, first)
                noted[i] = Request(claim.place, side, counters)
                entries = running.left_of(claim, (*further.get(i, ()), first)[-1])
            elif not noted and entries is not first:
                yield claim.place, running.counters(claim, first)
            running.take(claim, entries)
        if not noted:
            return
        for i, entries in zip(noted, price(list(noted.values())), strict=True):
            further.setdefault(i, []).append(entries)


class Running:
    """
    The counters of one store, while carts are gone through.

    Attributes:
        offers: the limited offers of the store.
        times: times redeemed by the id of the offer, where that is counted.
        codes: times redeemed by code.
        taken: what was taken of budgets, in minor units, by the id of the offer.
        had: times redeemed by customer and id, of offers with a limit per customer.
    """

    def __init__(
        self,
        offers: tuple[Limited, ...],
        times: dict[str, int],
        codes: dict[str, int],
        taken: dict[str, int],
        had: dict[tuple[str, str], int],
    ) -> None:
        """Hold the counters."""
        self.offers = offers
        self.times = times
        self.codes = codes
        self.taken = taken
        self.had = had
        self._by_customer = {each.id for each in offers if each.by_customer is not None}

    @classmethod
    def of(cls, store: Store) -> Running:
        """Return the counters that a *store* begins with."""
        offers, counted = limited_offers(store), store.redemptions
        ids = {each.id for each in offers}
        return cls(
            offers,
            {name: counted.offers[name] for name in counted.offers if name in ids},
            dict(counted.codes),
            {
                name: to_minor(counted.discounts[name], store.currency, "")
                for name in counted.discounts
                if name in ids
            },
            {},
        )

    def copy(self) -> Running:
        """Return the same counters, to be raised apart from these."""
        return Running(
            self.offers,
            self.times.copy(),
            self.codes.copy(),
            self.taken.copy(),
            self.had.copy(),
        )

    def known(
        self, claim: Claim, prices: Iterable[tuple[Entry, ...]]
    ) -> tuple[Entry, ...] | None:
        """Return that of the *prices* of a cart which it has here; None for none."""
        for entries in prices:
            if all(self.holds(claim, each) for each in entries):
                return entries
        return None

    def holds(self, claim: Claim, entry: Entry) -> bool:
        """Return whether an offer does with a cart here what it did before."""
        offer, what = self.offers[entry.offer], entry.what
        if self._used_up(offer):
            return what == USED_UP
        if offer.budget is not None:
            left = offer.budget - self.taken.get(offer.id, 0)
            if (left > entry.amount) if what == USED_UP else (left < entry.amount):
                return False
        elif what == USED_UP:
            return False
        if self._had(claim, offer) != (what == HAD):
            # A guest is refused by no count of ours.
            return claim.customer is None
        if what == HAD or entry.code is None or offer.by_code is None:
            return True
        used = self.codes.get(entry.code, 0) >= offer.by_code
        return used == (what == CODE_USED)

    def _used_up(self, offer: Limited) -> bool:
        """Return whether an offer is refused before anything else of it is asked."""
        taken = self.taken.get(offer.id, 0)
        return reached(offer, self.times) or (
            offer.budget is not None and offer.budget <= taken
        )

    def _had(self, claim: Claim, offer: Limited) -> bool:
        if offer.by_customer is None or claim.customer is None:
            return False
        return self._times_of(claim, offer.id) >= offer.by_customer

    def _times_of(self, claim: Claim, name: str) -> int:
        assert claim.customer is not None
        found = self.had.get((claim.customer, name))
        return dict(claim.own).get(name, 0) if found is None else found

    def left_of(self, claim: Claim, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """Return the *entries* without offers that do not apply here any more."""
        return tuple(
            [each for each in entries if each.what != TAKEN or self.holds(claim, each)]
        )

    def take(self, claim: Claim, entries: Iterable[Entry]) -> None:
        """Raise the counters by what a cart takes."""
        for each in entries:
            offer = self.offers[each.offer]
            name, taken = offer.id, each.what == TAKEN
            if name in self._by_customer and claim.customer is not None:
                times = self._times_of(claim, name) + taken
                self.had[claim.customer, name] = times
            if not taken:
                continue
            self.times[name] = self.times.get(name, offer.count) + 1
            if offer.budget is not None:
                self.taken[name] = self.taken.get(name, 0) + each.amount
            if each.code is not None:
                self.codes[each.code] = self.codes.get(each.code, 0) + 1

    def counters(self, claim: Claim, entries: Iterable[Entry]) -> Counters:
        """Return the counters of the offers that a cart asks, as they are here."""
        asked = [(self.offers[each.offer], each.code) for each in entries]
        names = sorted({offer.id for offer, _ in asked})
        codes = sorted({code for _, code in asked if code is not None})
        return Counters(
            tuple([(each, self.times[each]) for each in names if each in self.times]),
            tuple([(each, self.codes[each]) for each in codes if each in self.codes]),
            tuple([(each, self.taken[each]) for each in names if each in self.taken]),
            None
            if claim.customer is None
            else tuple(
                [
                    (each, self._times_of(claim, each))
                    for each in names
                    if each in self._by_customer
                ]
            ),
        )


__all__ = ["Pair", "Request", "settled"]

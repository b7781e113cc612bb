# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Carts as they were priced last.

A shopper changes a cart, looks at it and orders it: what is asked again is not worked
out again.  Promises that a kept price is that which would be worked out now: the cart,
who buys, what was redeemed and the second are the same; and that what is kept is
bounded.

Knows nothing of databases.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

from attrs import field, frozen

from checkout_core.ledger.once import once
from checkout_core.service.facts import facts_of_cart
from checkout_core.service.shown import shown_of
from checkout_core.values import OURS, JsonText
from checkout_core.wire import write_cart
from checkout_core.wire.text import written


if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from checkout_core.cart import Cart, Customer
    from checkout_core.pricing import Quote
    from checkout_core.service.catalogue import Catalogue
    from checkout_core.store import Redemptions
    from checkout_core.wire.envelopes import CartPolicy


#: The carts that are kept take at most so many bytes together: some 1,500 of one line.
MAX_KEPT = 64_000_000
# Measured with tracemalloc once a cart was ordered, since its quote has every part
# then, on Python 3.13, where it takes most: a cart of one line 30,000, 5,000 more in a
# process that has done much else; and a tenth more.  An offer has a row for each line
# and one more.
_BYTES_OF_CART, _BYTES_OF_LINE, _BYTES_OF_ROW = 33_000, 7_200, 1_400
_BYTES_OF_REFUSAL, _BYTES_OF_COUNT = 630, 50
# A text is kept in Python's own form twice, which has four bytes for each character if
# one of them needs so many, and once in UTF-8.
_BYTES_OF_CHARACTER, _BYTES_OF_WIDE_CHARACTER = 3, 12
# Three characters, such as `{},`, can be an object in metadata.
_BEGINS_VALUE, _BYTES_OF_VALUE = "[,:", 140


@frozen(kw_only=True)
class PricingFacts:
    """
    What is stored that decides about a price.

    Attributes:
        customer: who buys, as they are now.
        redemptions: what was redeemed so far.
        spent: what was taken from gift cards, in minor units, by the keys of their
            codes.
    """

    customer: Customer
    redemptions: Redemptions
    spent: Mapping[str, int]

    @property
    def size(self) -> int:
        """How many counts it has."""
        of = self.redemptions
        counts: tuple[Mapping[str, object], ...]
        counts = (of.offers, of.codes, of.discounts, of.customer or {}, self.spent)
        return sum(map(len, (self.customer.offer_redemptions, *counts)))


@frozen(kw_only=True, slots=False, eq=False)
class PricedCart:
    """
    A stored cart with its price, and what is written of it.

    Attributes:
        catalogue: what it was priced with.
        policy: what it needs before it can be paid.
        contents: the stored cart as text.
        facts: what else is stored that decides about its price.
        at: when it was priced.
        cart: what was priced; the one of `quote` has no codes of gift cards.
        quote: its price.
    """

    catalogue: Catalogue
    policy: CartPolicy
    contents: str = field(repr=False)
    facts: PricingFacts
    at: datetime
    cart: Cart
    quote: Quote

    @once
    def size(self) -> int:
        """About how many bytes it takes at most."""
        lines, text, sheet = len(self.cart.lines), self.contents, self.quote.sheet
        offers = len(sheet.promotions) + len(sheet.coupons)
        values = sum(map(text.count, _BEGINS_VALUE))
        character = _BYTES_OF_CHARACTER if text.isascii() else _BYTES_OF_WIDE_CHARACTER
        return (
            _BYTES_OF_CART
            + _BYTES_OF_LINE * lines
            + _BYTES_OF_ROW * (lines + 1) * offers
            + _BYTES_OF_REFUSAL * len(self.quote.refusals)
            + _BYTES_OF_COUNT * self.facts.size
            + _BYTES_OF_VALUE * values
            + character * len(text)
        )

    @once
    def shown(self) -> str:
        """The amounts that it shows, as the text that is stored with the cart."""
        return shown_of(self.quote)

    @once
    def text(self) -> JsonText:
        """The cart as the shopper sees it, with our own facts where there are any."""
        cart = write_cart(self.quote, ready=self.policy.ready)
        own = facts_of_cart(self.quote)
        if own:
            cart[OURS] = own
        return written(cart)


class PricedCarts:
    """
    The carts that were priced last, each with its last price.

    Args:
        most: the most bytes that they take together, 64,000,000 by default.
    """

    def __init__(self, most: int = MAX_KEPT) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[str, PricedCart] = OrderedDict()
        self._lock = Lock()

    def get(self, cart_id: str) -> PricedCart | None:
        """Return a cart with the price that it had last, None if it is not known."""
        return self._kept.get(cart_id)

    def keep(self, cart_id: str, priced: PricedCart) -> None:
        """Keep the price of a cart, and forget those that were priced longest ago."""
        with self._lock:
            self._forget(self._kept.pop(cart_id, None))
            self._kept[cart_id] = priced
            self._size += priced.size
            while self._size > self._most:
                self._forget(self._kept.popitem(last=False)[1])

    def _forget(self, priced: PricedCart | None) -> None:
        if priced is not None:
            self._size -= priced.size

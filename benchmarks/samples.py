# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What calls are measured with: a checkout document, and all that is made of it.

The three workloads have expected orders, written by hand; any other sample expects
what its own checked quote says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from benchmarks.carts import (
    AT,
    WORKLOADS,
    cart_of,
    cart_with_everything,
    expected_of,
    store_of_matching,
    store_with,
    store_with_everything,
)
from checkout_core import (
    Cart,
    Quote,
    Store,
    dumps,
    quote,
    read_checkout,
    write_order,
    write_order_detail,
    write_quote,
)
from checkout_core.orders import Order
from checkout_core.wire import Checkout, loads


def spelled(value: object) -> object:
    """Return a figure as the expected orders spell it."""
    if isinstance(value, bool) or value is None:
        return value
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


class Sample:
    """A document, and what calls begin with: each is made when first asked for."""

    def __init__(self, text: str, expected: Mapping[str, Any] | None = None) -> None:
        """Take a document's text, and the order fields that a right engine gives."""
        self.text = text
        self._expected = expected

    @classmethod
    def of(cls, cart: Cart, store: Store) -> Sample:
        """Return a cart in a store as a sample."""
        # Written here, since releases before 0.4.0 write no checkout.
        from checkout_core.wire import write_checkout
        from checkout_core.wire.checkout import OrderFacts

        moment = datetime.fromisoformat(AT)
        return cls(dumps(write_checkout(Checkout(cart, store, moment, OrderFacts()))))

    def answers(self, order: Mapping[str, Any]) -> bool:
        """Return whether every expected field of an order is right."""
        expected = self.expected
        return expected == {key: spelled(order[key]) for key in expected}

    @cached_property
    def expected(self) -> Mapping[str, object]:
        """Every figure of the order that is no list."""
        return self._expected or {
            key: spelled(value)
            for key, value in write_order(self.quote).items()
            if not isinstance(value, list | dict)
        }

    @cached_property
    def checkout(self) -> Checkout:
        """The document, read."""
        return read_checkout(self.text)

    @cached_property
    def cart(self) -> Cart:
        """The cart, which was priced before."""
        assert quote(self.checkout.cart, self.store, at=self.at).lines
        return self.checkout.cart

    @property
    def store(self) -> Store:
        """The store, its offers compiled."""
        return self.checkout.store

    @property
    def at(self) -> datetime | None:
        """The moment of pricing."""
        return self.checkout.at

    @cached_property
    def cart_text(self) -> str:
        """The document of the cart alone."""
        return dumps(loads(self.text)["cart"])

    @cached_property
    def store_text(self) -> str:
        """The document of the store alone."""
        store = loads(self.text).get("store") or {}
        return dumps({"currency": self.store.currency.code, **store})

    def built(self) -> Cart:
        """Return a cart that was just built and never priced."""
        return read_checkout(self.text).cart

    def priced(self) -> Quote:
        """Return a quote that nobody has looked at."""
        return quote(self.cart, self.store, at=self.at)

    @cached_property
    def quote(self) -> Quote:
        """A quote that adds up, all its figures read."""
        found = self.priced()
        found.check()
        assert found.lines
        assert found.entries
        return found

    @cached_property
    def quote_text(self) -> str:
        """The quote as a host stores it."""
        return dumps(write_quote(self.quote))

    @cached_property
    def order(self) -> Order:
        """The order of the quote."""
        return Order.placed(self.quote, number="ORD-1", at=AT)

    @cached_property
    def order_text(self) -> str:
        """The order as a host stores it."""
        return dumps(write_order_detail(self.order, stored=True))


@cache
def workload(name: str) -> Sample:
    """Return a workload with its expected order."""
    text = (WORKLOADS / f"{name}.json").read_text("utf-8")
    return Sample(text, expected_of(name))


@cache
def of_lines(count: int) -> Sample:
    """Return so many lines, with a promotion and a coupon on all of them."""
    return Sample.of(cart_of(count), store_with(0))


@cache
def of_offers(count: int) -> Sample:
    """Return ten lines, with so many promotions on all of them."""
    cart = cart_of(10).changed(coupon_code=None)
    return Sample.of(cart, store_of_matching(count, together=True))


@cache
def with_everything(count: int) -> Sample:
    """Return so many lines with conditions, exclusions, groups, codes and a card."""
    return Sample.of(cart_with_everything(count), store_with_everything())


#: What grows, and its n, 2n and 4n.
GROWING: dict[str, tuple[Callable[[int], Sample], tuple[int, int, int]]] = {
    "lines": (of_lines, (50, 100, 200)),
    "offers": (of_offers, (25, 50, 100)),
    "lines, with everything": (with_everything, (50, 100, 200)),
}

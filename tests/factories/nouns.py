# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""One of each noun that crosses a border, as a shop has them in its hands."""

from __future__ import annotations

from typing import Any

from checkout_core import Cart, Checkout, Order, Quote, Refund, Store, read_checkout
from tests.factories.bad_documents import good
from tests.factories.orders import NOON, paid, placed


CHECKOUT: Checkout = read_checkout(good())
CART: Cart = read_checkout({**good(), "customer": None}).cart
STORE: Store = CHECKOUT.store
PENDING: Order = placed()
QUOTE: Quote = PENDING.quote
PAID: Order = paid(PENDING)
REFUND: Refund = PAID.refund({0: 1}, id="R1", at=NOON)
ORDER: Order = PAID

NOUNS: dict[str, Any] = {
    type(each).__name__: each for each in (CART, CHECKOUT, STORE, QUOTE, ORDER, REFUND)
}


def location(path: str) -> tuple[str | int, ...]:
    """Return the keys and indexes of a path, of which no key has a bracket or dot."""
    keys = path.replace("[", ".").replace("]", "").split(".")
    return tuple(int(key) if key.isdigit() else key for key in keys if key)

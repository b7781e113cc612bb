# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What is legal and probably a mistake: in the offers and plans of a store, and in a cart.

`store` looks at a store alone, `cart` at what India's law asks on the papers of a cart.
Reports warnings only: all that is accepted can be priced.  What depends on the price,
such as an e-way bill, is found by `papers.check_invoice`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.cart import Cart
from checkout_core.checks import expect
from checkout_core.lint.cart import cart_findings
from checkout_core.lint.finding import Finding
from checkout_core.lint.store import MAX_RIVALS, store_findings
from checkout_core.store import Store


if TYPE_CHECKING:
    from collections.abc import Iterable

    from checkout_core.cart import Line


__all__ = ["MAX_RIVALS", "Finding", "lint"]


def lint(
    store: Store, cart: Cart | None = None, *, lines: Iterable[Line] | None = None
) -> tuple[Finding, ...]:
    """
    Return what looks wrong about *store* and a *cart*, in their order.

    Args:
        store: the store.
        cart: a cart that is priced in it, None (the default) for none.
        lines: the lines of a catalogue, one for each product, whose quantity is
            ignored: prices are compared with theirs.  None (the default): with none.

    Raises `CheckoutError` for another value.

    >>> from checkout_core import Store, coupon
    >>> [each.code for each in lint(Store("INR", coupons=[
    ...     coupon("k", "free-shipping", [])
    ... ]))]
    ['never_applies']
    """
    expect(store=(store, Store), cart=(cart, Cart | None))
    found = store_findings(store, lines=lines)
    return found if cart is None else (*found, *cart_findings(cart, store))

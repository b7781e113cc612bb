# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Writes what is priced: the checkout document and its store, as `read_*` take them.

Promises that what is written is read as an equal value.  Amounts and rates are text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checkout_core.cart.people import CUSTOMER
from checkout_core.checks import expect
from checkout_core.store import Store
from checkout_core.values import thawed
from checkout_core.wire.checkout import ORDER_FACTS, Checkout
from checkout_core.wire.quotes import write_cart_input, write_policies


if TYPE_CHECKING:
    from checkout_core.offers import Offer


def write_checkout(checkout: Checkout) -> dict[str, Any]:
    """
    Return *checkout* as the document that `read_checkout` reads.

    Raises `CheckoutError` if it is not a `Checkout`.

    >>> from checkout_core.wire import read_checkout
    >>> one = {"product_id": "tee", "quantity": 1, "selling_price": 499, "tax_rate": 5}
    >>> found = read_checkout({"cart": {"currency": "INR", "cart_items": [one]}})
    >>> read_checkout(write_checkout(found)) == found
    True
    """
    expect(checkout=(checkout, Checkout))
    at = checkout.at
    return {
        "at": None if at is None else at.isoformat(),
        "cart": write_cart_input(checkout.cart),
        "customer": CUSTOMER.write(checkout.cart.customer),
        "store": write_store(checkout.store),
        "order": ORDER_FACTS.write(checkout.order),
    }


def write_store(store: Store) -> dict[str, Any]:
    """
    Return *store* as the document that `read_store` reads.

    Raises `CheckoutError` if it is not a `Store`.
    """
    expect(store=(store, Store))
    discounts = {name: f"{each:f}" for name, each in store.offer_discounts.items()}
    return {
        **write_policies(store.policies, store.currency.code),
        "promotions": _documents(store.promotions),
        "coupons": _documents(store.coupons),
        "offer_redemptions": thawed(store.redemptions.offers),
        "code_redemptions": thawed(store.redemptions.codes),
        **({"offer_discounts": discounts} if discounts else {}),
    }


def _documents(offers: tuple[Offer, ...]) -> list[dict[str, Any]]:
    return [thawed(each.document) for each in offers]

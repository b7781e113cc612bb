# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What the shop sells, on which terms, and a cart of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checkout_core import (
    Cart,
    CheckoutError,
    Customer,
    Store,
    TaxPolicy,
    coupon,
    read_cart,
)
from checkout_core.offers import amount_off
from shop.problems import Malformed, NotFound


STORE = Store(
    "INR",
    coupons=[
        coupon(
            "welcome",
            amount_off(100),
            ["WELCOME100"],
            name="100 off your first order",
            redemption_limits={
                "total_redemptions": 1000,
                "per_customer_redemptions": 1,
            },
        ),
        coupon("big", amount_off(500), ["BIG500"], minimum_order_total=2000),
    ],
    tax=TaxPolicy(seller_state="Karnataka"),
)

#: Prices and tax rates come from here and never from a client.
GOODS: Mapping[str, Mapping[str, Any]] = {
    "tee": {
        "product_name": "Tee",
        "selling_price": "499.00",
        "tax_rate": "5",
        "price_including_tax": True,
    },
    "tea": {"product_name": "Assam tea", "selling_price": "250.00", "tax_rate": "5"},
}
DELIVERY = {"estimated_cost": "60.00", "tax_rate": "18"}


def cart_document(cart_id: str, wanted: Any) -> dict[str, Any]:
    """
    Return the document of a cart: what a client wants, at the shop's prices.

    *wanted* is `{items, coupon_code?}`, and each item `{product_id, quantity}`.
    """
    match wanted:
        case {"items": [*items], **others} if set(others) <= {"coupon_code"}:
            coupon_code = others.get("coupon_code")
        case _:
            raise Malformed("a cart is {items, coupon_code?, customer_id?}")
    return {
        "id": cart_id,
        "currency": "INR",
        "cart_items": [line_document(item) for item in items],
        "coupon_code": coupon_code,
        "shipping": DELIVERY,
        "shipping_address": {"state": "Karnataka"},
    }


def line_document(item: Any) -> dict[str, Any]:
    """Return the document of a line."""
    match item:
        case {"product_id": str(product), "quantity": quantity, **others} if not others:
            if product not in GOODS:
                raise NotFound(f"there is no product {product}")
            return {"product_id": product, "quantity": quantity, **GOODS[product]}
    raise Malformed("an item is {product_id, quantity}")


def customer_of(customer_id: Any) -> Customer:
    """Return who buys; raises `CheckoutError` for what is no id."""
    try:
        return Customer(customer_id)
    except CheckoutError as error:
        raise error.under("customer") from None


def cart_of(document: Mapping[str, Any], customer: Customer) -> Cart:
    """Return the cart of a document; raises `CheckoutError` with every fault."""
    return read_cart(document, customer=customer)

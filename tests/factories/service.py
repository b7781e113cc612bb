# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What a service is tested with: a catalogue, customers, tokens, a clock that waits."""

from __future__ import annotations

import json

from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import define

from checkout_core.service import App, Caller, SqlDatabase, Tokens, read_catalogue
from checkout_core.testing.gateway import Loopback
from tests.factories.addresses import address
from tests.factories.providers import JuspayProvider


NOON = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
BASE = "/api/v1/shop/storefront"
MERCHANT = "/api/v1/shop/merchant"
ADDRESS = address()
STORE: dict[str, Any] = {
    "currency": "INR",
    "promotions": [
        {
            "id": "bulk",
            "name": "Bulk",
            "promotion_type": "discount",
            "applies_to_product": "all",
            "details": {"discount_type": "fixed-amount", "fixed_discount_amount": 50},
            "minimum_order_total": 5000,
            "can_be_used_with_other_promotion": True,
        }
    ],
    "coupons": [
        {
            "id": "hundred",
            "name": "100 off",
            "coupon_type": "discount",
            "coupon_code": ["SAVE100"],
            "applies_to_product": "all",
            "details": {"discount_type": "fixed-amount", "fixed_discount_amount": 100},
            "can_be_used_with_promotion": True,
        },
        {
            "id": "scarce",
            "name": "Two only",
            "coupon_type": "discount",
            "coupon_code": ["TWO"],
            "applies_to_product": "all",
            "details": {"discount_type": "fixed-amount", "fixed_discount_amount": 10},
            "can_be_used_with_promotion": True,
            "redemption_limits": {
                "total_redemptions": 2,
                "per_coupon_code_redemptions": 2,
                "per_customer_redemptions": 1,
            },
        },
    ],
    "shipping_rates": {"type": "flat", "amount": "60.00", "tax_rate": "18"},
    "loyalty": {"value_per_point": "0.25", "points_per_unit": "0.1"},
    "tax": {"seller_state": "Karnataka"},
}
PRODUCTS: list[dict[str, Any]] = [
    {
        "product_id": "tee",
        "variant_id": "tee-m",
        "product_name": "Tee",
        "selling_price": "499.00",
        "tax_rate": "18",
        "price_including_tax": True,
    },
    {
        "product_id": "tea",
        "product_name": "Assam tea",
        "selling_price": "250.00",
        "tax_rate": "5",
        "min_order_quantity": 2,
        "incremental_quantity": 2,
    },
    {"product_id": "sticker", "selling_price": "0.00", "tax_rate": "0"},
    {"product_id": "pin", "selling_price": "10.00", "tax_rate": "0"},
]
CATALOGUE: dict[str, Any] = {
    "store_id": "shop",
    "store": STORE,
    "catalogue": PRODUCTS,
    "customers": [
        {
            "id": "meera",
            "loyalty_points_balance": 400,
            "credit_balance": "500.00",
            "addresses": [ADDRESS],
        },
        {"id": "arjun"},
    ],
}
TEE = {"product_id": "tee", "variant_id": "tee-m", "quantity": 2}
TEA = {"product_id": "tea", "variant_id": None, "quantity": 2}

SECRET = b"a secret of the tests, of 32 bytes or more"
MEERA, ARJUN = "the-token-of-meera", "the-token-of-arjun"
SHOP = "the-token-of-the-shop-and-of-nobody-else"
AGREED = {
    MEERA: Caller("meera", known=True),
    ARJUN: Caller("arjun", known=True),
    SHOP: Caller("merchant", merchant=True),
}


@define
class Clock:
    """A clock that moves when it is told to."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        """Return what time it is."""
        return self.at

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.at += timedelta(**span)


def make_app(database: SqlDatabase, **more: Any) -> App:
    """Return the dependencies of a service with the catalogue above, or with *more*."""
    catalogue = read_catalogue(json.dumps(more.pop("catalogue", CATALOGUE)))
    fields: dict[str, Any] = {
        "catalogue": catalogue,
        "database": database,
        "gateway": JuspayProvider().account(),
        "transport": Loopback(),
        "tokens": Tokens("shop", SECRET, AGREED),
        "carts": catalogue.carts,
        "clock": Clock(),
        # Tests sweep by hand, at the moment that they are about.
        "sweep": None,
        **more,
    }
    return App(**fields)

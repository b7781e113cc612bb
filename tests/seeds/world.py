# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A shop in which everything the seed documents speak of happens, over HTTP.

Its catalogue, offers and habits are made so that no field of an answer has to be
empty; what was answered is kept by a name for the table to look at.
"""

from __future__ import annotations

import json

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from attrs import field, frozen

from checkout_core.http import Request
from checkout_core.refunds import RefundPolicy
from checkout_core.service import SqlDatabase
from tests.factories.addresses import address
from tests.factories.providers import HYPER
from tests.factories.service import MERCHANT, SHOP
from tests.factories.service_client import Service, running


OPTIONS = {
    "background_color": {
        "name": "Background Color",
        "value": {"name": "Blue", "hexcode": "#0000FF"},
        "type": "color",
    },
    "size": {"name": "Size", "value": "Large", "type": "single-select"},
}
ATTRIBUTES = [
    {
        "id": "attr_1",
        "name": "Product Type",
        "key": "product_type",
        "type": "color",
        "value": [{"name": "Blue", "hexcode": "#0000FF"}],
    }
]
ADDRESS = address(
    last_name="Kulkarni",
    address_line2="First floor",
    landmark="Opposite the post office",
    pincode="411001",
    city="Pune",
    state="Maharashtra",
    tax_identification_number="27AAPFU0939F1ZV",
    business_name="Kulkarni and Daughters",
    is_email_verified=True,
    nickname="Home",
)
COLLECTION = {
    "fulfillment_type": "collect-in-store",
    "pickup_location_id": "store_1",
    "preference_type": "user",
    "pickup_location_name": "Camp",
}


def _goods(name: str, **fields: Any) -> dict[str, Any]:
    return {
        "product_id": name,
        "selling_price": "100.00",
        "tax_rate": "5",
        **fields,
    }


PRODUCTS = [
    _goods(
        "tee",
        variant_id="tee-m",
        variant_name="Medium",
        product_name="Tee",
        product_image_url="https://shop.example/tee.png",
        product_type="physical",
        sku="TEE-M",
        slug="tee",
        backorder=True,
        selling_price="499.00",
        listing_price="599.00",
        price_including_tax=True,
        handling_charge_excluding_tax="10.00",
        handling_charge_tax_rate="18",
        associated_options=OPTIONS,
        attributes=ATTRIBUTES,
    ),
    _goods(
        "box",
        on_subscription=True,
        subscription_plan="Monthly box",
        subscription_interval=1,
        subscription_frequency="monthly",
    ),
    _goods("ebook", product_type="digital"),
    _goods("set", product_type="bundle"),
    *(_goods(name) for name in ("soap", "cap", "mug")),
    _goods("sofa", selling_price="9000.00"),
]


def _benefits(product: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return a product and details for every kind of offer."""
    row = {"product_id": product, "variant_id": None}
    two = {"spending_criteria_type": "minimum-quantity"}
    return {
        "discount": (
            product,
            {"discount_type": "percentage", "discount_percent": 10, "products": [row]},
        ),
        "free-goods": (
            product,
            {
                **two,
                "products": [
                    {
                        **row,
                        "auto_scale": True,
                        "slab": {
                            "buy_quantity": 3,
                            "get_quantity": 1,
                            "condition": "greater-or-equal",
                        },
                    }
                ],
            },
        ),
        "fixed-price": (
            product,
            {
                **two,
                "products": [
                    {
                        **row,
                        "minimum_quantity": 2,
                        "maximum_quantity": 4,
                        "offer_price": 80,
                    }
                ],
            },
        ),
        "free-shipping": (product, {}),
        "buy-x-get-y": (
            product,
            {
                **two,
                "products": [
                    {
                        "minimum_quantity": 2,
                        "buy_product_id": product,
                        "get_product_id": product,
                        "get_quantity": 1,
                        "get_offer_type": "free",
                    }
                ],
            },
        ),
        "volume-based": (
            product,
            {
                "products": [
                    {
                        **row,
                        "slabs": [
                            {
                                "quantity": 2,
                                "condition": "greater",
                                "discount_percent": 5,
                            }
                        ],
                    }
                ]
            },
        ),
        "accelerated-rewards": (
            product,
            {"products": [{**row, "minimum_quantity": 2}], "bonus_loyalty_point": 50},
        ),
    }


#: Which product each promotion is for; coupons are for the tee and for mugs.
PROMOTED = {
    "discount": "tee",
    "free-goods": "soap",
    "free-shipping": "sofa",
    "buy-x-get-y": "cap",
    "volume-based": "mug",
}
COUPONED = {
    "discount": "tee",
    "free-goods": "set",
    "fixed-price": "set",
    "free-shipping": "set",
    "buy-x-get-y": "set",
    "volume-based": "set",
    "accelerated-rewards": "set",
}


def _offer(kind: str, given: str, product: str) -> dict[str, Any]:
    _, details = _benefits(product)[given]
    found: dict[str, Any] = {
        "id": f"{kind}-{given}",
        "name": given,
        f"{kind}_type": given,
    }
    if details:
        found |= {"applies_to_product": "product", "details": details}
    if kind == "coupon":
        code = given.upper().replace("-", "")
        return found | {"coupon_code": [code], "can_be_used_with_promotion": True}
    if given == "free-shipping":
        found["minimum_order_total"] = 5000
    return found | {"can_be_used_with_other_promotion": True}


#: What the shop says with every payment: each field of Juspay's page that it can.
METADATA = {
    "PG1:promo_code": "DIWALI",
    "PG2:AdditionalInfo3": "x",
    "PG3:campaignCode": "c",
    "PG4:OrderInfo": "o",
    "PAYPAL:landing_page": "Billing",
    "PAYPAL:phone_number": "9876543210",
    "PAYPAL:country_code": "91",
    "PAYPAL:first_name": "Meera",
    "PAYPAL:last_name": "Kulkarni",
    "PAYPAL:experience_id": "e",
    "PAYPAL:brand_name": "Shop",
    "PAYPAL:additional_data": "{{}}",
    "PAYPAL:lnp_product_name": "Box",
    "PAYPAL:lnp_product_code": "box",
    "PAYPAL:lnp_charge_pattern": "THREEDSECURE",
    "PAYPAL:direct_wallet_version": "1",
    "PAYPAL:purchase_category": "goods",
}
FIELDS = {
    **{f"udf{at}": f"user5349 {at}" for at in range(1, 6)},
    **{f"udf{at}": f"user_5349/{at}" for at in range(6, 11)},
    "description": "Order {order_number}",
    "product_id": "John",
    "metadata": METADATA,
}
CATALOGUE: dict[str, Any] = {
    "store_id": "shop",
    "store": {
        "currency": "INR",
        "promotions": [_offer("promotion", *each) for each in PROMOTED.items()],
        "coupons": [_offer("coupon", *each) for each in COUPONED.items()],
        "shipping_rates": {
            "type": "flat",
            "amount": "60.00",
            "tax_rate": "18",
            "estimated_delivery_days": 3,
        },
        "loyalty": {"value_per_point": "0.25", "points_per_unit": "0.1"},
        "tax": {"seller_state": "Maharashtra"},
    },
    "catalogue": PRODUCTS,
    "customers": [
        {
            "id": "meera",
            "loyalty_points_balance": 40_000,
            "credit_balance": "5000.00",
            "addresses": [ADDRESS],
        }
    ],
    "shop": {"fields": FIELDS},
}
EXPRESS = {
    "payment_provider_slug": "juspay",
    "integration_type": "express-checkout",
    "return_url": "https://shop.merchant.com",
    "payment_method_type": "UPI",
    "payment_method": "UPI_PAY",
}
PAGE = {
    **HYPER,
    "return_url": "https://shop.merchant.com",
    "gateway_reference_id": "BUS",
}


def wished(name: str, quantity: int) -> dict[str, Any]:
    """Return a product of the catalogue as a cart asks for it."""
    variant = "tee-m" if name == "tee" else None
    return {"product_id": name, "variant_id": variant, "quantity": quantity}


@frozen(slots=False)
class World:
    """The shop, open, and what it answered so far."""

    service: Service
    #: Requests as the gateway got them, by what was asked for.
    sent: dict[str, Request] = field(factory=dict)

    def cart(self, *items: dict[str, Any], collect: bool = False) -> dict[str, Any]:
        """Return a cart with addresses and a preference, as it is told."""
        service = self.service
        body = {"items": items, "metadata": {"source": "app"}}
        cart = service.done("POST", "carts", body)["cart"]
        path = f"carts/{cart['id']}"
        both = {"billing_address": ADDRESS, "shipping_address_id": "home"}
        service.done("POST", f"{path}/address", both)
        preference: dict[str, Any] = COLLECTION
        if not collect:
            preference = {"fulfillment_type": "delivery", "preference_type": "auto"}
        told: dict[str, Any] = service.done(
            "POST", f"{path}/fulfillment-preference", preference
        )["cart"]
        return told

    def ordered(
        self, *items: dict[str, Any], method: Any = PAGE, collect: bool = False
    ) -> dict[str, Any]:
        """Return what an order of those items is answered with."""
        cart = self.cart(*items, collect=collect)
        return self.service.order(cart["id"], payment_method=method)

    def of(self, number: str, path: str = "") -> dict[str, Any]:
        """Return what is told of an order."""
        return self.service.done("GET", f"orders/{number}{path}")

    @cached_property
    def created(self) -> dict[str, Any]:
        """The answer in which everything of the create-order page is said."""
        service = self.service
        cart = self.cart(wished("tee", 2), wished("box", 1), collect=True)
        path = f"carts/{cart['id']}"
        service.done("POST", f"{path}/coupon", {"coupon_code": "DISCOUNT"})
        service.done("POST", f"{path}/loyalty-points", {"loyalty_point_redeemed": 100})
        service.done("POST", f"{path}/credit-balance", {"credit_balance_used": 50})
        service.done("POST", f"{path}/customer-note", {"customer_note": "Ring twice."})
        service.gateway.sent.clear()
        body = {"cart_id": cart["id"], "payment_method": PAGE}
        status, found = service.ask("POST", "orders", body)
        assert status == 200, found
        self.sent["created"] = service.gateway.sent[-1]
        return found

    @cached_property
    def number(self) -> str:
        """The number of that order."""
        return str(self.created["content"]["order"]["order_number"])

    @cached_property
    def delivered(self) -> dict[str, Any]:
        """The answer to an order that is shipped home, and paid elsewhere."""
        return self.ordered(wished("tee", 1), method=None)

    @cached_property
    def in_juspay(self) -> dict[str, Any]:
        """The answer to juspay/create-order."""
        number = self.delivered["order"]["order_number"]
        self.service.gateway.sent.clear()
        body = {"order_number": number, "return_url": "https://shop.merchant.com"}
        status, found = self.service.ask("POST", "payments/juspay/create-order", body)
        assert status == 200, found
        self.sent["in juspay"] = self.service.gateway.sent[-1]
        return found

    @cached_property
    def express(self) -> dict[str, Any]:
        """The answer to an order that is paid at once, without a page."""
        self.service.gateway.sent.clear()
        found = self.ordered(wished("mug", 1), method=EXPRESS)
        self.sent["express"] = self.service.gateway.sent[-1]
        return found

    @cached_property
    def paid(self) -> dict[str, Any]:
        """An order once it is paid."""
        number = self.created["content"]["order"]["order_number"]
        self.service.pay(number)
        found: dict[str, Any] = self.of(number)["order"]
        return found

    @cached_property
    def cancelled(self) -> dict[str, Any]:
        """An order that was cancelled, with what the shopper said."""
        number = self.ordered(wished("mug", 1))["order"]["order_number"]
        self.service.pay(number)
        body = {"cancellation_reason": "late", "feedback": "too slow"}
        found: dict[str, Any] = self.service.done(
            "POST", f"orders/{number}/cancel", body
        )["order"]
        return found

    @cached_property
    def failed(self) -> dict[str, Any]:
        """An order whose payment failed."""
        number = self.ordered(wished("mug", 1))["order"]["order_number"]
        self.service.apply(self.service.gateway.gateway.fail(number))
        found: dict[str, Any] = self.of(number)["order"]
        return found

    @cached_property
    def orders(self) -> list[dict[str, Any]]:
        """Every order that was told."""
        return [
            self.created["content"]["order"],
            self.delivered["order"],
            self.express["order"],
            self.paid,
            self.cancelled,
            self.failed,
            *self.shipped.values(),
        ]

    @cached_property
    def shipped(self) -> dict[str, dict[str, Any]]:
        """An order in every status that parcels lead to, by that status."""
        ways = {
            "partially_scheduled": [("scheduled", 1)],
            "awaiting_shipment": [("scheduled", 2)],
            "partially_shipped": [("shipped", 1)],
            "shipped": [("shipped", 2)],
            "undelivered": [("shipped", 2), ("undelivered", 2)],
            "partially_undelivered": [("shipped", 1), ("undelivered", 1)],
            "return_to_origin": [("shipped", 2), ("returned_to_origin", 2)],
            "partially_return_to_origin": [("shipped", 1), ("returned_to_origin", 1)],
            "partially_delivered": [("shipped", 1), ("delivered", 1)],
            "complete": [("shipped", 2), ("delivered", 2)],
        }
        found = {}
        for status, steps in ways.items():
            number = self.ordered(wished("mug", 2))["order"]["order_number"]
            self.service.pay(number)
            path = f"{MERCHANT}/orders/{number}/parcels"
            for state, units in steps:
                body = {"id": "S1", "state": state, "units": {"0": units}}
                told = self.service.done("POST", path, body, token=SHOP)
            found[status] = told["order"]
        return found

    def applied(self, kind: str, given: str) -> list[dict[str, Any]]:
        """Return the rows of an offer that a cart with its product is told."""
        product = (PROMOTED if kind == "promotion" else COUPONED)[given]
        cart = self.cart(wished(product, 3))
        if kind == "coupon":
            code = {"coupon_code": given.upper().replace("-", "")}
            path = f"carts/{cart['id']}/coupon"
            cart = self.service.done("POST", path, code)["cart"]
        rows: list[dict[str, Any]] = cart[f"applied_{kind}s"]
        return [each for each in rows if each[f"{kind}_type"] == given]


@contextmanager
def opened() -> Iterator[World]:
    """Yield the shop, open for as long as it is looked at."""
    database = SqlDatabase("sqlite://")
    charge = RefundPolicy(cancellation_charge=25, cancellation_reason="Packing")
    account = CATALOGUE["shop"]
    try:
        with running(
            database, catalogue=CATALOGUE, refunds=charge, account=account
        ) as service:
            yield World(service)
    finally:
        database.close()


def form_of(request: Request) -> dict[str, Any]:
    """Return the fields of a JSON body."""
    found: dict[str, Any] = json.loads(request.body)
    return found

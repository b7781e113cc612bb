# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Every field of order and cart, with values that no two fields share.

In most orders many fields are alike: list and selling price, both addresses, the
line's figures and the order's.  Here each row of a table differs from every other
row, so that a field which takes another field's value fails.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import Order, dumps, quote, read_checkout
from checkout_core import write_cart as cart_of
from checkout_core import write_order as order_of
from checkout_core import write_order_detail as detail_of
from checkout_core.orders import PaymentUpdate, StatusChange
from checkout_core.values import thawed


NOON = "2026-11-22T12:00:00+05:30"
BILLING = {"id": "bill", "first_name": "Asha", "city": "Pune", "state": "Maharashtra"}
SHIPPING = {"id": "ship", "first_name": "Meera", "city": "Hubli", "state": "Karnataka"}
#: What is written of an address in an Indian state that does not say it.
INDIA = {"country_code": "+91", "country": "India"}
NOT_READY = "Give a shipping address and a fulfillment preference first."
OPTIONS = {"size": {"name": "Size", "type": "single-select", "value": "M"}}
FABRIC = {
    "id": "f",
    "name": "Fabric",
    "key": "fabric",
    "type": "text",
    "value": "linen",
}
PREFERENCE = {
    "fulfillment_type": "delivery",
    "preference_type": "user",
    "shipments": [],
}
RUPEE = {"name": "Indian Rupee", "code": "INR", "symbol": "₹"}
DOLLAR = {"name": "US Dollar", "code": "USD", "symbol": "$"}
#: The round-off that grand_total holds, and what 48 points at 0.25 pay.
METADATA = {
    "x_checkout_core.round_off": "0.50",
    "x_checkout_core.points_value": "12.00",
    "channel": "web",
}
TEE: dict[str, Any] = {
    "product_id": "tee",
    "product_name": "Tee",
    "product_image_url": "https://shop.example/tee.png",
    "sku": "SKU-1",
    "slug": "a-tee",
    "variant_id": "tee-m",
    "variant_name": "Tee, medium",
    "backorder": True,
    "stock_available": False,
    "quantity": 4,
    "selling_price": "525.00",
    "listing_price": "640.00",
    "price_including_tax": True,
    "tax_rate": "5",
    "handling_charge_excluding_tax": "8.00",
    "handling_charge_tax_rate": "18",
    "min_order_quantity": 2,
    "max_order_quantity": 20,
    "associated_options": OPTIONS,
    "seller_id": "seller-1",
    "seller_detail": {"id": "seller-1", "trade_name": "Tees"},
}
TEA: dict[str, Any] = {
    "product_id": "tea",
    "product_name": "Assam tea",
    "product_type": "bundle",
    "slug": "the-tea",
    "quantity": 6,
    "selling_price": "103.00",
    "price_including_tax": True,
    "tax_rate": "3",
    "tax_type": "VAT",
    "incremental_quantity": 3,
    "on_subscription": True,
    "subscription_plan": "every-other-month",
    "subscription_interval": 7,
    "subscription_frequency": "MONTHLY",
    "subscriptions": [{"id": "every-other-month"}],
    "attributes": [FABRIC],
}
GIFT: dict[str, Any] = {
    "product_id": "card",
    "product_name": "Greeting card",
    "product_type": "digital",
    "sku": "SKU-3",
    "quantity": 1,
    "selling_price": "30.00",
    "listing_price": "45.00",
    "tax_rate": "18",
}
BENEFITS = {
    "spending_criteria_type": "minimum-quantity",
    "products": [
        {
            "minimum_quantity": 4,
            "buy_product_id": "tee",
            "get_product_id": "card",
            "get_quantity": 1,
            "get_offer_type": "free",
        }
    ],
}
ALL_AT_ONCE = {
    "at": NOON,
    "cart": {
        "id": "cart-1",
        "currency": "INR",
        "customer_note": "ring twice",
        "metadata": {"channel": "web"},
        "coupon_code": "SAVE53",
        "loyalty_points_redeemed": 48,
        "credit_balance_used": "25.00",
        "shipping": {
            "estimated_cost": "90.00",
            "tax_rate": "40",
            "estimated_delivery_days": 11,
        },
        "fulfillment_preference": PREFERENCE,
        "cart_items": [TEE, TEA, GIFT],
        "billing_address": BILLING,
        "shipping_address": SHIPPING,
    },
    "customer": {"loyalty_points_balance": 500, "credit_balance": "500.00"},
    "store": {
        "round_off": "1",
        "free_shipping_threshold": "9000.00",
        "loyalty": {"value_per_point": "0.25", "points_per_unit": "0.1"},
        "promotions": [
            {
                "id": "promo-1",
                "name": "A card for free",
                "promotion_type": "buy-x-get-y",
                "applies_to_product": "product",
                "details": BENEFITS,
                "can_be_used_with_other_promotion": True,
            },
            {
                "id": "promo-2",
                "name": "7 % of tea",
                "promotion_type": "discount",
                "applies_to_product": "product",
                "details": {
                    "discount_type": "percentage",
                    "discount_percent": "7",
                    "products": [{"product_id": "tea"}],
                },
                "can_be_used_with_other_promotion": True,
            },
            {
                "id": "promo-3",
                "name": "Two more tees",
                "promotion_type": "free-goods",
                "applies_to_product": "product",
                "details": {
                    "spending_criteria_type": "minimum-quantity",
                    "products": [
                        {
                            "product_id": "tee",
                            "auto_scale": True,
                            "slab": {
                                "buy_quantity": 4,
                                "get_quantity": 2,
                                "condition": "greater-or-equal",
                            },
                        }
                    ],
                },
                "can_be_used_with_other_promotion": True,
            },
        ],
        "coupons": [
            {
                "id": "coupon-1",
                "name": "53 off",
                "coupon_type": "discount",
                "coupon_code": ["SAVE53"],
                "applies_to_product": "all",
                "details": {
                    "discount_type": "fixed-amount",
                    "fixed_discount_amount": "53.00",
                },
                "can_be_used_with_promotion": True,
            }
        ],
    },
}
FREE_DELIVERY = {
    "at": NOON,
    "cart": {
        "id": "cart-2",
        "currency": "USD",
        "coupon_code": "FREE",
        "shipping": {"estimated_cost": "70.00", "tax_rate": "10"},
        "cart_items": [
            {
                "product_id": "pen",
                "quantity": 13,
                "selling_price": "19.00",
                "tax_rate": "18",
                "handling_charge_excluding_tax": "3.00",
                "handling_charge_tax_rate": "40",
            }
        ],
    },
    "store": {
        "coupons": [
            {
                "id": "coupon-2",
                "name": "Free delivery",
                "coupon_type": "free-shipping",
                "coupon_code": ["FREE"],
                "can_be_used_with_promotion": True,
            }
        ]
    },
}


ON_SUBSCRIPTION = {
    "at": NOON,
    "cart": {
        "id": "cart-3",
        "currency": "INR",
        "cart_items": [
            {
                "product_id": "ink",
                "quantity": 1,
                "selling_price": "77.00",
                "tax_rate": "5",
                "on_subscription": True,
            }
        ],
    },
}


def told(value: Any) -> Any:
    """Return a value as a table says it: amounts as text."""
    if isinstance(value, Decimal):
        return str(value)
    return value if not isinstance(value, tuple) else [*map(told, value)]


def priced(document: dict[str, Any]) -> Any:
    """Return the quote of a document."""
    checkout = read_checkout(dumps(document))
    return quote(checkout.cart, checkout.store, at=checkout.at)


def lived() -> Order:
    """Return an order that was paid and cancelled."""
    sold = priced(ON_SUBSCRIPTION)
    order = Order.placed(sold, number="ORD-7", at="2026-11-22T15:00:00Z")
    event = PaymentUpdate(
        "P1",
        "80.85",
        "2026-11-23T08:00:00Z",
        state="succeeded",
        method="UPI",
        reference="RRN7",
    )
    order = order.after(event)
    return order.after(
        StatusChange("cancelled", "2026-11-24T08:00:00Z", "late", "too slow")
    )


def columns(*documents: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    """Return what each field is in each of some documents, None where it is not."""
    names = dict.fromkeys(name for each in documents for name in each)
    return {
        name: tuple(told(thawed(each.get(name))) for each in documents)
        for name in names
    }


#: Each field of the order: of a draft with everything, with free delivery, cancelled.
ORDER: dict[str, tuple[Any, ...]] = {
    "order_number": ("ORD-1", "", "ORD-7"),
    "order_date": ("2026-11-22T12:00:00+05:30", None, "2026-11-22T15:00:00+00:00"),
    "status": ("awaiting_approval", "draft", "cancelled"),
    "payment_status": ("partially_paid", "pending", "success"),
    "payment_success_date": (None, None, "2026-11-23T08:00:00+00:00"),
    "customer_note": ("ring twice", None, None),
    "is_promotion_applied": (True, False, False),
    "promotion_discount_amount": ("72.00", "0.00", "0.00"),
    "promotion_discount_percent": ("2.74", "0.00", "0.00"),
    "is_coupon_applied": (True, True, False),
    "coupon_code": ("SAVE53", "FREE", None),
    "coupon_discount_amount": ("50.69", "0.00", "0.00"),
    "coupon_discount_percent": ("1.93", "0.00", "0.00"),
    "promotion_savings": ("1128.66", "0.00", "0.00"),
    "coupon_savings": ("53.00", "77.00", "0.00"),
    "other_savings": ("37.00", "0.00", "0.00"),
    "total_savings": ("1218.66", "77.00", "0.00"),
    "on_subscription": (True, False, True),
    "subtotal": ("2630.00", "247.00", "77.00"),
    "item_total_tax": ("114.43", "44.46", "3.85"),
    "subtotal_including_tax": ("2744.43", "291.46", "80.85"),
    "shipping_estimated_cost": ("90.00", "70.00", "0.00"),
    "shipping_discount_amount": ("0.00", "70.00", "0.00"),
    "shipping_amount": ("90.00", "0.00", "0.00"),
    "shipping_tax_rate": ("40", "10", "0"),
    "shipping_tax_amount": ("36.00", "0.00", "0.00"),
    "shipping_amount_including_tax": ("126.00", "0.00", "0.00"),
    "handling_charge_excluding_tax": ("32.00", "39.00", "0.00"),
    "handling_charge_tax_amount": ("5.76", "15.60", "0.00"),
    "handling_charge_including_tax": ("37.76", "54.60", "0.00"),
    "fulfillment_preference": (PREFERENCE, None, None),
    "estimated_delivery_days": (11, None, None),
    "total_tax": ("156.19", "60.06", "3.85"),
    "grand_total": ("2786.00", "346.06", "80.85"),
    "loyalty_points_earned": (249, 0, 0),
    "loyalty_points_redeemed": (48, 0, 0),
    "credit_balance_used": ("25.00", "0.00", "0.00"),
    "to_be_paid": ("2749.00", "346.06", "80.85"),
    "order_items_count": (3, 1, 1),
    "billing_address": (BILLING | INDIA, None, None),
    "shipping_address": (SHIPPING | INDIA, None, None),
    "currency": (RUPEE, DOLLAR, RUPEE),
    "metadata": (METADATA, {}, {}),
    "is_cancellation_allowed": (False, False, False),
    "cancellation_refund_details": ({}, {}, {}),
    "feedback": (None, None, "too slow"),
    "shipments": (None, None, []),
}
#: Each field of an order's item: the tee, the tea, the card.
ORDER_ITEMS: dict[str, tuple[Any, ...]] = {
    "product_id": ("tee", "tea", "card"),
    "product_name": ("Tee", "Assam tea", "Greeting card"),
    "product_image_url": ("https://shop.example/tee.png", None, None),
    "product_type": ("physical", "bundle", "digital"),
    "sku": ("SKU-1", "", "SKU-3"),
    "slug": ("a-tee", "the-tea", ""),
    "variant_id": ("tee-m", None, None),
    "variant_name": ("Tee, medium", None, None),
    "backorder": (True, False, False),
    "on_promotion": (True, True, True),
    "on_subscription": (False, True, False),
    "quantity": (4, 6, 1),
    "free_quantity": (2, 0, 0),
    "is_free_item": (False, False, True),
    "price_including_tax": (True, True, False),
    "selling_price": ("525.00", "103.00", "30.00"),
    "listing_price": ("640.00", "103.00", "45.00"),
    "selling_price_excluding_tax": ("500.00", "100.00", "30.00"),
    "promotion_discount_amount": ("0.00", "42.00", "30.00"),
    "coupon_discount_amount": ("39.63", "11.06", "0.00"),
    "tax_type": ("GST", "VAT", "GST"),
    "tax_rate": ("5", "3", "18"),
    "tax_amount": ("98.02", "16.41", "0.00"),
    "handling_charge_excluding_tax": ("32.00", "0.00", "0.00"),
    "handling_charge_tax_rate": ("18", "0", "0"),
    "handling_charge_including_tax": ("37.76", "0.00", "0.00"),
    "associated_options": (OPTIONS, None, None),
    "attributes": ([], [FABRIC], []),
    "seller_id": ("seller-1", None, None),
    "seller_detail": (TEE["seller_detail"], None, None),
    "subscription_plan": (None, "every-other-month", None),
    "subscription_interval": (None, 7, None),
    "subscription_frequency": (None, "MONTHLY", None),
}
#: The fields of a cart that an order has not, or otherwise.
CART: dict[str, tuple[Any, ...]] = {
    "id": ("cart-1", "cart-2", "cart-3"),
    "active": (True, True, True),
    "items_tax_amount": ("114.43", "44.46", "3.85"),
    "cart_items_count": (3, 1, 1),
    "shipments": ([], [], []),
    "expires_at": ("2026-11-22T12:00:00+05:30", None, None),
    "free_shipping_threshold": ("9000.00", None, None),
    "status": ("ready-for-payment", "not-ready-for-payment", "not-ready-for-payment"),
    "status_error_message": (None, NOT_READY, NOT_READY),
}
#: The fields of a cart's item that an order's has not, or otherwise.
CART_ITEMS: dict[str, tuple[Any, ...]] = {
    "product_image_url": ("https://shop.example/tee.png", "", ""),
    "sku": ("SKU-1", None, "SKU-3"),
    "stock_available": (False, True, True),
    "min_order_quantity": (2, 1, 1),
    "max_order_quantity": (20, None, None),
    "incremental_quantity": (1, 3, 1),
    "subscriptions": (None, [{"id": "every-other-month"}], None),
}
PROMOTIONS: dict[str, tuple[Any, ...]] = {
    "promotion_id": ("promo-1", "promo-2", "promo-3"),
    "promotion_type": ("buy-x-get-y", "discount", "free-goods"),
    "savings": ("35.40", "43.26", "1050.00"),
    "product_id": ("card", "tea", "tee"),
    "variant_id": (None, None, "tee-m"),
    "product_name": ("Greeting card", "Assam tea", "Tee"),
    "variant_name": (None, None, "Tee, medium"),
    "applied_sequence": (1, 2, 3),
    "scope": ("product", "product", "product"),
}
COUPONS: dict[str, tuple[Any, ...]] = {
    "coupon_id": ("coupon-1", "coupon-1", "coupon-2"),
    "coupon_type": ("discount", "discount", "free-shipping"),
    "savings": ("41.61", "11.39", "77.00"),
    "product_id": ("tee", "tea", None),
    "variant_id": ("tee-m", None, None),
    "product_name": ("Tee", "Assam tea", None),
    "variant_name": ("Tee, medium", None, None),
}
PAYMENT = {
    "transaction_type": "payment",
    "request_number": "P1",
    "amount": "80.85",
    "payment_status": "success",
    "payment_date": "2026-11-23T08:00:00+00:00",
    "payment_reference_number": "RRN7",
    "payment_method": "UPI",
    "icon_url": None,
}

#: Fields that are the same whatever was ordered.
CONSTANT = {"active", "cancellation_refund_details"}
#: What is listed beside the fields, and looked at by itself.
LISTS = {"applied_promotions", "applied_coupons", "order_items", "cart_items"}
LISTS |= {"payments"}


def orders() -> list[dict[str, Any]]:
    """Return a draft with everything, one with free delivery, and a cancelled one."""
    draft = order_of(
        priced(ALL_AT_ONCE),
        order_number="ORD-1",
        order_date=NOON,
        status="awaiting_approval",
        payment_status="partially_paid",
    )
    return [draft, order_of(priced(FREE_DELIVERY)), detail_of(lived())]


def carts() -> list[dict[str, Any]]:
    """Return the carts of the same goods."""
    everything = priced(ALL_AT_ONCE)
    rest = priced(FREE_DELIVERY), priced(ON_SUBSCRIPTION)
    return [cart_of(everything, expires_at=everything.at), *map(cart_of, rest)]


def without(table: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """Return a table without some of its rows."""
    return {name: row for name, row in table.items() if name not in names}


def test_every_field_of_an_order() -> None:
    """Each has its own value, in each of three orders."""
    assert ORDER == without(columns(*orders()), LISTS)


def test_every_field_of_a_cart() -> None:
    """As the order's where both have it."""
    found = columns(*carts())
    alike = {name: row for name, row in ORDER.items() if name in found}

    assert alike | CART == without(found, LISTS)


def test_every_field_of_an_order_item() -> None:
    """Each has its own value, in each of three items."""
    assert ORDER_ITEMS == columns(*orders()[0]["order_items"])


def test_every_field_of_a_cart_item() -> None:
    """As the order's where both have it."""
    found = columns(*carts()[0]["cart_items"])
    alike = {name: row for name, row in ORDER_ITEMS.items() if name in found}

    assert alike | CART_ITEMS == found


@pytest.mark.parametrize("made", [orders, carts])
def test_every_field_of_an_applied_offer(made: Any) -> None:
    """One row for each offer and line, in the order they were applied."""
    first, second, _ = made()

    assert PROMOTIONS == columns(*first["applied_promotions"])
    assert COUPONS == columns(*first["applied_coupons"], *second["applied_coupons"])


def test_every_field_of_a_payment() -> None:
    """What the shopper sees of it."""
    (found,) = orders()[2]["payments"]

    assert {name: told(each) for name, each in found.items()} == PAYMENT


#: What only an order says; a cart has the same under another name.
ORDERS_OWN = {"item_total_tax", "order_items_count"}


@pytest.mark.parametrize(
    "table",
    [
        ORDER,
        without(ORDER, ORDERS_OWN) | CART,
        ORDER_ITEMS,
        ORDER_ITEMS | CART_ITEMS,
        PROMOTIONS,
        COUPONS,
        PAYMENT,
    ],
)
def test_no_two_fields_share_their_values(table: dict[str, Any]) -> None:
    """Or the tests above could not tell them apart."""
    rows = sorted(repr(row) for row in without(table, CONSTANT).values())

    assert sorted(set(rows)) == rows

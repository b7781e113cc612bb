# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501 - messages are quoted whole
"""A checkout document that is right, and what is said once something is wrong in it."""

from __future__ import annotations

from typing import Any


GONE: Any = object()

TEN: dict[str, Any] = {
    "id": "ten",
    "promotion_type": "discount",
    "can_be_used_with_other_promotion": True,
    "applies_to_product": "all",
    "details": {"discount_type": "percentage", "discount_percent": 10},
}
SAVE: dict[str, Any] = {
    "id": "save",
    "coupon_type": "free-shipping",
    "coupon_code": ["SAVE"],
    "can_be_used_with_promotion": True,
}


def good() -> dict[str, Any]:
    """Return a document that is right."""
    return {
        "at": "2026-11-22T12:00:00+05:30",
        "cart": {
            "currency": "INR",
            "cart_items": [
                {
                    "product_id": "tee",
                    "quantity": 2,
                    "selling_price": "499.00",
                    "tax_rate": "18",
                },
                {
                    "product_id": "mug",
                    "quantity": 1,
                    "selling_price": "250.00",
                    "tax_rate": "5",
                },
            ],
            "shipping": {"estimated_cost": "60.00"},
            "shipping_address": {"state": "Goa"},
        },
        "order": {"order_number": "1"},
        "customer": {"id": "u1"},
        "store": {
            "promotions": [TEN],
            "coupons": [SAVE],
            "charges": [{"name": "Gift wrap", "amount": "40.00"}],
            "loyalty": {"value_per_point": "0.25"},
            "tax": {"level": "line"},
        },
    }


def edited(changes: dict[str, Any]) -> dict[str, Any]:
    """Return the good document with values set (or gone) at dotted paths."""
    document = good()
    for path, value in changes.items():
        *way, last = [int(key) if key.isdigit() else key for key in path.split(".")]
        place: Any = document
        for key in way:
            place[key] = (
                list(place[key]) if isinstance(place[key], list) else {**place[key]}
            )
            place = place[key]
        if value is GONE:
            del place[last]
        else:
            place[last] = value
    return document


LINE = "cart.cart_items.0"
TEE = "cart.cart_items[0]"
MUG = "cart.cart_items[1]"
OFFER = "store.promotions[0]"

BAD: list[tuple[dict[str, Any], list[tuple[str, str]], str]] = [
    # changes, path and code of every fault, the words of the first
    ({"cart": GONE}, [("cart", "required")], "this is missing; give an object"),
    ({"cart": []}, [("cart", "wrong_type")], "this must be an object, not a list"),
    (
        {"cart.currency": GONE},
        [("cart.currency", "required")],
        "this is missing; give an ISO 4217 code",
    ),
    (
        {"cart.currency": "inr"},
        [("cart.currency", "unknown_currency")],
        "this is not an active ISO 4217 currency; write it like 'INR'",
    ),
    (
        {"cart.currency": "XAU"},
        [("cart.currency", "unknown_currency")],
        "this is not an active ISO 4217 currency; write it like 'INR'",
    ),
    (
        {"cart.cart_items": []},
        [("cart.cart_items", "empty_cart")],
        "there is nothing to price; put at least one line into the cart",
    ),
    (
        {"cart.cart_items": {}},
        [("cart.cart_items", "wrong_type")],
        "this must be a list, not an object",
    ),
    (
        {"cart.cart_items.1": "mug"},
        [(MUG, "wrong_type")],
        "this must be an object, not text",
    ),
    (
        {f"{LINE}.product_id": GONE},
        [(f"{TEE}.product_id", "required")],
        "this is missing; give the product's id",
    ),
    (
        {f"{LINE}.product_id": ""},
        [(f"{TEE}.product_id", "empty_text")],
        "this may not be empty; give the product's id",
    ),
    (
        {f"{LINE}.product_id": 7},
        [(f"{TEE}.product_id", "wrong_type")],
        "this must be text, not a number",
    ),
    (
        {f"{LINE}.product_id": "a\x00b"},
        [(f"{TEE}.product_id", "control_character")],
        "control characters are not allowed; remove them",
    ),
    (
        {f"{LINE}.quantity": GONE},
        [(f"{TEE}.quantity", "required")],
        "this is missing; give a whole number",
    ),
    (
        {f"{LINE}.quantity": 0},
        [(f"{TEE}.quantity", "count_out_of_range")],
        "this must lie between 1 and 1000000",
    ),
    (
        {f"{LINE}.quantity": "2"},
        [(f"{TEE}.quantity", "bad_count")],
        "this must be a whole number, written without a point",
    ),
    (
        {f"{LINE}.quantity": True},
        [(f"{TEE}.quantity", "bad_count")],
        "this must be a whole number, written without a point",
    ),
    (
        {f"{LINE}.selling_price": GONE},
        [(f"{TEE}.selling_price", "required")],
        "this is missing; give a number or its text",
    ),
    (
        {f"{LINE}.selling_price": "1,000"},
        [(f"{TEE}.selling_price", "bad_amount")],
        "this is not a plain decimal number; write it like '12.50'",
    ),
    (
        {f"{LINE}.selling_price": "-1"},
        [(f"{TEE}.selling_price", "negative")],
        "this may not be below zero; give 0 or more",
    ),
    (
        {f"{LINE}.selling_price": "1" * 16},
        [(f"{TEE}.selling_price", "amount_too_large")],
        "this has more than 15 digits before the point; split it up",
    ),
    (
        {f"{LINE}.selling_price": "12.505"},
        [(f"{TEE}.selling_price", "off_grid")],
        "INR has 2 decimals; round it yourself, it is never rounded for you",
    ),
    (
        {f"{LINE}.selling_price": True},
        [(f"{TEE}.selling_price", "wrong_type")],
        "this must be a number or its text, not a boolean",
    ),
    (
        {f"{LINE}.tax_rate": GONE},
        [(f"{TEE}.tax_rate", "required")],
        "this is missing; give a rate or tax_slabs",
    ),
    (
        {f"{LINE}.tax_rate": "18%"},
        [(f"{TEE}.tax_rate", "bad_rate")],
        "this is not a plain percentage; write it like '18' or '2.5'",
    ),
    (
        {f"{LINE}.tax_rate": 1001},
        [(f"{TEE}.tax_rate", "rate_out_of_range")],
        "this must lie between 0 and 1000 percent",
    ),
    (
        {f"{LINE}.tax_slabs": [{"rate": 5}, {"up_to": 1, "rate": 18}]},
        [(f"{TEE}.tax_slabs", "bad_slabs")],
        "slabs must ascend and only the last has no up_to; sort them",
    ),
    (
        {f"{LINE}.tax_category": "exempt"},
        [(f"{TEE}.tax_category", "category_needs_zero_rate")],
        "goods that are exempt carry rate 0, no slabs and no cess; drop them",
    ),
    (
        {f"{LINE}.product_type": "gas"},
        [(f"{TEE}.product_type", "not_a_choice")],
        "this must be one of 'physical', 'digital', 'bundle'",
    ),
    (
        {f"{LINE}.price_including_tax": "yes"},
        [(f"{TEE}.price_including_tax", "wrong_type")],
        "this must be true or false, not text",
    ),
    (
        {f"{LINE}.category_ids": "apparel"},
        [(f"{TEE}.category_ids", "wrong_type")],
        "this must be a list, not text",
    ),
    (
        {f"{LINE}.category_ids": ["a", None]},
        [(f"{TEE}.category_ids[1]", "required")],
        "this is missing; give an identifier",
    ),
    (
        {f"{LINE}.min_order_quantity": 3},
        [(f"{TEE}.quantity", "below_min_order_quantity")],
        "at least 3 must be ordered; order more",
    ),
    (
        {f"{LINE}.max_order_quantity": 1},
        [(f"{TEE}.quantity", "above_max_order_quantity")],
        "at most 1 may be ordered; order less",
    ),
    (
        {f"{LINE}.incremental_quantity": 3},
        [(f"{TEE}.quantity", "not_a_multiple")],
        "this is sold in packs of 3; order a multiple of it",
    ),
    (
        {"cart.cart_items.1.product_id": "tee"},
        [(MUG, "same_line_key")],
        "two lines have the same product and variant; give each a line_id",
    ),
    (
        {"cart.coupon_code": "x" * 256},
        [("cart.coupon_code", "too_long")],
        "at most 255 characters are taken; shorten it",
    ),
    (
        {"cart.loyalty_points_redeemed": -1},
        [("cart.loyalty_points_redeemed", "count_out_of_range")],
        "this must lie between 0 and 999999999999999",
    ),
    (
        {"cart.credit_balance_used": "0.001"},
        [("cart.credit_balance_used", "off_grid")],
        "INR has 2 decimals; round it yourself, it is never rounded for you",
    ),
    (
        {"cart.shipping.estimated_cost": GONE},
        [("cart.shipping.estimated_cost", "required")],
        "this is missing; give a number or its text",
    ),
    (
        {"cart.shipping": 60},
        [("cart.shipping", "wrong_type")],
        "this must be an object, not a number",
    ),
    (
        {"cart.shipping_address.state": 30},
        [("cart.shipping_address.state", "wrong_type")],
        "this must be text, not a number",
    ),
    (
        {"cart.billing_address": "Goa"},
        [("cart.billing_address", "wrong_type")],
        "this must be an object, not text",
    ),
    (
        {"cart.fulfillment_preference": {"fulfillment_type": "drone"}},
        [("cart.fulfillment_preference.fulfillment_type", "not_a_choice")],
        "this must be one of 'collect-in-store', 'delivery', 'partial-collect-and-delivery'",
    ),
    (
        {"cart.metadata": []},
        [("cart.metadata", "wrong_type")],
        "this must be an object, not a list",
    ),
    (
        {"at": "22.11.2026"},
        [("at", "bad_time")],
        "this is not a date and time; write it like '2026-11-22T12:00:00+05:30'",
    ),
    (
        {"at": "2026-11-22T12:00:00"},
        [("at", "naive_time")],
        "this time has no offset; add 'Z' or one like '+05:30'",
    ),
    (
        {"at": GONE},
        [("at", "time_required")],
        (
            "required because the store has offers, or charges with hours; give a"
            " datetime with its time zone"
        ),
    ),
    (
        {"customer": []},
        [("customer", "wrong_type")],
        "this must be an object, not a list",
    ),
    (
        {"customer.id": 5},
        [("customer.id", "wrong_type")],
        "this must be text, not a number",
    ),
    (
        {"customer.credit_balance": "-1"},
        [("customer.credit_balance", "negative")],
        "this may not be below zero; give 0 or more",
    ),
    (
        {"customer.offer_redemptions": {"ten": 1.5}},
        [("customer.offer_redemptions.ten", "float_given")],
        "a float is not exact; write the number as text, like '12.50'",
    ),
    (
        {"order.status": "done"},
        [("order.status", "not_a_choice")],
        "this must be one of 'draft', 'awaiting_approval', 'confirmed', 'partially_scheduled', 'awaiting_shipment', 'shipped', 'partially_shipped', 'undelivered', 'partially_undelivered', 'return_to_origin', 'partially_return_to_origin', 'complete', 'partially_delivered', 'cancelled', 'pending'",
    ),
    (
        {"order.payment_status": 1},
        [("order.payment_status", "not_a_choice")],
        "this must be one of 'pending', 'success', 'failed', 'partially_paid'",
    ),
    (
        {"order.order_date": "today"},
        [("order.order_date", "bad_time")],
        "this is not a date and time; write it like '2026-11-22T12:00:00+05:30'",
    ),
    ({"store": 5}, [("store", "wrong_type")], "this must be an object, not a number"),
    (
        {"store.currency": "JPY", "store.loyalty": None, "store.charges": None},
        [("store.currency", "currency_mismatch")],
        "the cart is in INR and the store in JPY; use one",
    ),
    (
        {"store.currency": "zzz"},
        [("store.currency", "unknown_currency")],
        "this is not an active ISO 4217 currency; write it like 'INR'",
    ),
    (
        {"store.handling": "free"},
        [("store.handling", "not_a_choice")],
        "this must be one of 'per_unit', 'per_line'",
    ),
    (
        {"store.rounding": "bankers"},
        [("store.rounding", "not_a_choice")],
        "this must be one of 'half_up', 'half_even', 'half_down', 'up', 'down'",
    ),
    (
        {"store.round_off": "0"},
        [("store.round_off", "bad_step")],
        "a round-off step must be above zero; give '1' or '0.05', or null",
    ),
    (
        {"store.tax.seller_state": "Bombay"},
        [("store.tax.seller_state", "unknown_state")],
        "this is not a state of India; use its name ('Maharashtra'), GST code ('27') or letters ('MH')",
    ),
    (
        {"store.tax": {"level": "unit", "inclusive_split": "net_exact"}},
        [("store.tax.inclusive_split", "level_pair")],
        "net_exact has no unit level; use 'line' or 'document'",
    ),
    (
        {"store.loyalty.maximum_percent": 101},
        [("store.loyalty.maximum_percent", "rate_out_of_range")],
        "this must lie between 0 and 100 percent",
    ),
    (
        {"store.charges.0.name": GONE},
        [("store.charges[0].name", "required")],
        "this is missing; give what the charge is called",
    ),
    (
        {"store.charges.0.amount": "40.001"},
        [("store.charges[0].amount", "off_grid")],
        "INR has 2 decimals; round it yourself, it is never rounded for you",
    ),
    (
        {"store.charges.0": 40},
        [("store.charges[0]", "wrong_type")],
        "this must be an object, not a number",
    ),
    (
        {"store.promotions.0.id": GONE},
        [(f"{OFFER}.id", "required")],
        "this is missing; give the offer's id",
    ),
    (
        {"store.promotions": [TEN, TEN]},
        [("store.promotions[1].id", "same_offer_id")],
        "another offer in this list has the same id; ids are unique",
    ),
    (
        {
            "store.promotions.0.promotion_type": "fixed-price",
            "store.promotions.0.details": {
                "spending_criteria_type": "minimum-quantity",
                "products": [{"minimum_quantity": 1, "offer_price": 1}],
            },
            "store.promotions.0.applies_to_product": "product",
        },
        [(f"{OFFER}.promotion_type", "wrong_benefit")],
        "a promotion cannot give 'fixed-price'; use one of discount, free-goods, free-shipping, buy-x-get-y, volume-based",
    ),
    (
        {"store.promotions.0.details.discount_percent": 101},
        [(f"{OFFER}.details.discount_percent", "rate_out_of_range")],
        "this must lie between 0 and 100 percent",
    ),
    (
        {"store.promotions.0.details.maximum_discount_amount": "0.001"},
        [(f"{OFFER}.details.maximum_discount_amount", "off_grid")],
        "INR has 2 decimals; round it yourself, it is never rounded for you",
    ),
    (
        {"store.promotions.0.applies_to_product": "product"},
        [(f"{OFFER}.details.products", "empty_target")],
        "this is empty and applies to nothing; give a row with a product_id or a variant_id",
    ),
    (
        {"store.promotions.0.details.products": [{"product_id": "tee"}]},
        [(f"{OFFER}.details.products[0]", "row_names_target")],
        "rows of an offer for all only set limits; drop product_id and variant_id, or use applies_to_product 'product'",
    ),
    (
        {
            "store.promotions.0.starts_at": "2026-01-02T00:00:00Z",
            "store.promotions.0.expires_at": "2026-01-01T00:00:00Z",
        },
        [(f"{OFFER}.expires_at", "window_reversed")],
        "this ends before it starts; swap the two times",
    ),
    (
        {"store.coupons": [SAVE, {**SAVE, "id": "b", "coupon_code": ["save"]}]},
        [("store.coupons[1].coupon_code[0]", "same_coupon_code")],
        "another coupon has this code; give each code to one coupon",
    ),
    (
        {"store.coupons.0.coupon_code": [" "]},
        [("store.coupons[0].coupon_code[0]", "empty_text")],
        "this may not be empty; give a code one can type",
    ),
    (
        {"store.shipping_rates": {"type": "flat", "amount": "-1"}},
        [("store.shipping_rates.amount", "negative")],
        "this may not be below zero; give 0 or more",
    ),
    (
        {"store.shipping_rates": 60},
        [
            ("store.shipping_rates", "wrong_type"),
        ],
        "this must be an object, not a number",
    ),
    # Unknown keys, one at each depth.
    (
        {"carts": {}},
        [("carts", "unknown_key")],
        "this key is not known here; did you mean 'cart'?",
    ),
    (
        {"cart.cart_itms": []},
        [("cart.cart_itms", "unknown_key")],
        "this key is not known here; did you mean 'cart_items'?",
    ),
    (
        {f"{LINE}.quantitty": 1},
        [(f"{TEE}.quantitty", "unknown_key")],
        "this key is not known here; did you mean 'quantity'?",
    ),
    (
        {"cart.shipping.estimate_cost": 1},
        [("cart.shipping.estimate_cost", "unknown_key")],
        "this key is not known here; did you mean 'estimated_cost'?",
    ),
    (
        {"cart.shipping_address.zip": 1},
        [("cart.shipping_address.zip", "unknown_key")],
        "this key is not known here; known are 'id', 'first_name', 'last_name', 'country_code', 'phone', 'email', 'address_line1', 'address_line2', 'landmark', 'pincode', 'city', 'state', 'country', 'tax_identification_number', 'business_name', 'is_default_billing', 'is_default_shipping', 'is_phone_verified', 'is_email_verified', 'nickname'",
    ),
    (
        {"customer.balance": 1},
        [("customer.balance", "unknown_key")],
        "this key is not known here; did you mean 'credit_balance'?",
    ),
    (
        {"order.number": 1},
        [("order.number", "unknown_key")],
        "this key is not known here; did you mean 'order_number'?",
    ),
    (
        {"store.round": 1},
        [("store.round", "unknown_key")],
        "this key is not known here; did you mean 'rounding'?",
    ),
    (
        {"store.tax.state": 1},
        [("store.tax.state", "unknown_key")],
        "this key is not known here; did you mean 'seller_state'?",
    ),
    (
        {"store.loyalty.minimum_point": 1},
        [("store.loyalty.minimum_point", "unknown_key")],
        "this key is not known here; did you mean 'minimum_points'?",
    ),
    (
        {"store.charges.0.ammount": 1},
        [("store.charges[0].ammount", "unknown_key")],
        "this key is not known here; did you mean 'amount'?",
    ),
    (
        {"store.promotions.0.promotion_tpye": 1},
        [(f"{OFFER}.promotion_tpye", "unknown_key")],
        "this key is not known here; did you mean 'promotion_type'?",
    ),
    (
        {"store.promotions.0.details.discount_percentage": 1},
        [(f"{OFFER}.details.discount_percentage", "unknown_key")],
        "this key is not known here; did you mean 'discount_percent'?",
    ),
]

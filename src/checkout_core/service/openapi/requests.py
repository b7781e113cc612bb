# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The schemas of bodies and of further parameters."""

from __future__ import annotations

from checkout_core.cart.cart import MAX_CODES
from checkout_core.cart.gift_cards import MAX_GIFT_CARDS
from checkout_core.orders import ShipmentState
from checkout_core.service.merchant_payments import WAYS
from checkout_core.service.openapi.shapes import (
    ANY,
    COUNT,
    FLAG,
    MAYBE,
    NAME,
    TEXT,
    Schema,
    list_of,
    ref,
    request,
)
from checkout_core.service.request_ids import PATTERN
from checkout_core.service.tokens import MAX_TOKEN
from checkout_core.statuses import OrderStatus, PaymentStatus
from checkout_core.wire.manual import MANUAL, MANUAL_METHODS
from checkout_core.wire.orders import ORIGINAL, TRANSFER
from checkout_core.wire.writer import AMOUNTS


_METHOD = {
    "oneOf": [
        request(
            "payment_provider_slug integration_type return_url",
            payment_provider_slug=NAME,
            integration_type={"const": "hyper-checkout"},
            gateway_reference_id=TEXT,
            return_url=TEXT,
            action={"enum": ["paymentPage", "paymentManagement", "quickPay"]},
        ),
        request(
            "payment_provider_slug integration_type return_url payment_method_type"
            " payment_method",
            payment_provider_slug=NAME,
            integration_type={"const": "express-checkout"},
            gateway_reference_id=TEXT,
            return_url=TEXT,
            payment_method_type={"enum": ["UPI", "NB", "WALLET"]},
            payment_method=NAME,
            upi_vpa=TEXT,
        ),
        request(
            "payment_provider_slug integration_type",
            payment_provider_slug={"const": MANUAL},
            integration_type={"enum": [*MANUAL_METHODS]},
        ),
    ]
}
_ALL = {
    **FLAG,
    "description": "asks for all that is unpaid, also what is due later",
}
_EXPECTED: Schema = {
    "description": "what the shopper was shown that is to be paid; any other total is"
    " refused",
    **ref("Amount"),
}
_UNITS = {
    "type": "object",
    "description": "units by the index of the order's line",
    "additionalProperties": {"type": "integer", "minimum": 1},
}
_DESTINATION = {
    "refund_mode": {"enum": [ORIGINAL, TRANSFER]},
    "bank_account_id": {**MAYBE, "description": "needed by bank-transfer only"},
}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


#: The schemas of bodies, by the names that the table of routes uses.
REQUESTS: dict[str, Schema] = {
    "RefreshToken": request(
        "refresh_token", refresh_token={"type": "string", "maxLength": MAX_TOKEN}
    ),
    "Item": request(
        "product_id quantity", product_id=NAME, variant_id=MAYBE, quantity=COUNT
    ),
    "NewCart": request("items", items=list_of(ref("Item")), metadata=ANY),
    "CouponCode": {
        "oneOf": [
            request("coupon_code", coupon_code=NAME),
            request(
                "coupon_codes",
                coupon_codes={
                    "type": "array",
                    "minItems": 1,
                    "maxItems": MAX_CODES,
                    "items": NAME,
                },
            ),
        ]
    },
    "Points": request("loyalty_point_redeemed", loyalty_point_redeemed=COUNT),
    "Credit": request("credit_balance_used", credit_balance_used=ref("Amount")),
    "ChosenPayment": request("payment", payment=ref("Payment")),
    "Channel": request("channel", channel=NAME),
    "Charges": request("charges", charges=list_of(ref("ChosenCharge"))),
    "GiftCards": request(
        "gift_card_codes", gift_card_codes={**list_of(NAME), "maxItems": MAX_GIFT_CARDS}
    ),
    "PaymentPlan": request("payment_plan", payment_plan=list_of(ref("Part"))),
    "Addresses": {
        "description": "two addresses, each whole or by its id",
        **request(
            billing_address=ref("Address"),
            shipping_address=ref("Address"),
            billing_address_id=NAME,
            shipping_address_id=NAME,
        ),
    },
    "Preference": ref("FulfillmentPreference"),
    "CustomerNote": request("customer_note", customer_note=_or_null(ref("Note"))),
    "NewOrder": request(
        "cart_id",
        cart_id=NAME,
        payment_method=ref("PaymentMethod"),
        all=_ALL,
        expected_total=_EXPECTED,
    ),
    "PaymentMethod": _METHOD,
    "Retry": request("payment_method", payment_method=ref("PaymentMethod"), all=_ALL),
    "JuspayOrder": request(
        "order_number return_url", order_number=NAME, return_url=TEXT, all=_ALL
    ),
    "Confirmation": request(reason=ref("Note")),
    "PaymentTaken": request(
        "id amount method",
        id=NAME,
        amount=ref("Amount"),
        method={"enum": [*WAYS]},
        at=ref("Time"),
        reference=MAYBE,
    ),
    "Cancellation": request(
        "cancellation_reason",
        cancellation_reason=TEXT,
        **_DESTINATION,
        feedback=_or_null(ref("Note")),
    ),
    "TransferPaid": request("at reference", at=ref("Time"), reference=NAME),
    "Returns": request(
        "id returned",
        id=NAME,
        returned=_UNITS,
        shipping=ref("Amount"),
        reason=TEXT,
        **_DESTINATION,
    ),
    "Parcel": request(
        "id state",
        id=NAME,
        state={"enum": list(map(str, ShipmentState))},
        units=_UNITS,
    ),
    "CheckoutDocument": {
        "description": "a cart, who buys, and the moment; without `store` it is priced"
        " with that of the service",
        **request(
            "cart",
            at=_or_null(ref("Time")),
            cart=ref("Cart"),
            order=_or_null(ref("Order")),
            customer=_or_null(ref("Customer")),
            store=_or_null(ref("Store")),
        ),
    },
    "User": request("user_id", user_id=NAME),
    "Event": {"type": "object", "description": "an event as Juspay sends it"},
}

#: The parameters of routes in addition to path and body, by the same names.
PARAMETERS: dict[str, Schema] = {
    "Idempotency-Key": {
        "in": "header",
        "description": "the same request with the same key is carried out once, and its"
        " answer is kept for a day",
        "schema": NAME,
    },
    "X-Request-Id": {
        "in": "header",
        "description": "names the request in the log; another text is replaced",
        "schema": {"type": "string", "pattern": f"^{PATTERN}$"},
    },
    "amounts": {
        "in": "query",
        "description": "`text` for clients that make floats of numbers, such as"
        " JavaScript: each number with decimals is then a string, and counts are"
        " numbers; `numbers` if it is left out",
        "schema": {"enum": [*AMOUNTS]},
    },
    "page": {"in": "query", "schema": {"type": "integer", "minimum": 1}},
    "limit": {"in": "query", "schema": {"type": "integer", "minimum": 1}},
    "user_id": {"in": "query", "schema": NAME},
    "order_status": {
        "name": "status",
        "in": "query",
        "schema": {"enum": list(map(str, OrderStatus))},
    },
    "payment_status": {
        "in": "query",
        "schema": {"enum": list(map(str, PaymentStatus))},
    },
    "any_user_id": {
        "name": "user_id",
        "in": "query",
        "description": "who placed the order",
        "schema": NAME,
    },
    "email": {
        "in": "query",
        "description": "of one of the order's addresses, in any case",
        "schema": NAME,
    },
    "phone": {
        "in": "query",
        "description": "of one of the order's addresses; its last ten digits count",
        "schema": NAME,
    },
    "number": {
        "in": "query",
        "description": "how the order's number begins",
        "schema": NAME,
    },
    "placed_from": {
        "in": "query",
        "description": "placed at this moment or later",
        "schema": {"type": "string", "format": "date-time"},
    },
    "placed_to": {
        "in": "query",
        "description": "placed before this moment",
        "schema": {"type": "string", "format": "date-time"},
    },
    "reversed": {
        "in": "query",
        "description": "whether money of a payment went away without a refund",
        "schema": {"enum": ["true", "false"]},
    },
    "refund_status": {
        "name": "status",
        "in": "query",
        "description": "`failed` or `waiting`; both if it is left out",
        "schema": {"enum": ["failed", "waiting"]},
    },
    "cursor": {
        "in": "query",
        "description": "`next_cursor` of the part before",
        "schema": TEXT,
    },
}

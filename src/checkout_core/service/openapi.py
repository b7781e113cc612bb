# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The service as an OpenAPI 3.1 document, made from its table of routes.

Requests are described completely; answers by the keys that a client needs.  Requests
use the definitions of the checkout document's schema, which is included.
"""

from __future__ import annotations

import json

from importlib.resources import files
from typing import Any

from checkout_core.cart.cart import MAX_CODES
from checkout_core.cart.gift_cards import MAX_GIFT_CARDS
from checkout_core.service.routes import Access, Route
from checkout_core.service.tokens import MAX_TOKEN
from checkout_core.values import OURS
from checkout_core.wire.orders import ORIGINAL, TRANSFER


Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_NAME: Schema = {"type": "string", "minLength": 1, "maxLength": 255}
_MAYBE: Schema = {"type": ["string", "null"], "maxLength": 255}
_AMOUNT: Schema = {"type": "number", "description": "exact, in the store's currency"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_FLAG: Schema = {"type": "boolean"}
_ANY: Schema = {"type": "object"}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _request(required: str = "", **properties: Schema) -> Schema:
    """Return the schema of a body: no other keys, *required* the ones it needs."""
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def _answer(**properties: Schema) -> Schema:
    """Return the schema of an answer with at least these keys."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
    }


def _with_own(own: Schema, **properties: Schema) -> Schema:
    """Return the same with our own facts, which can be left out."""
    found = _answer(**properties)
    return {**found, "properties": {**properties, OURS: own}}


_METHOD = {
    "oneOf": [
        _request(
            "payment_provider_slug integration_type return_url",
            payment_provider_slug=_NAME,
            integration_type={"const": "hyper-checkout"},
            gateway_reference_id=_TEXT,
            return_url=_TEXT,
            action={"enum": ["paymentPage", "paymentManagement", "quickPay"]},
        ),
        _request(
            "payment_provider_slug integration_type return_url payment_method_type"
            " payment_method",
            payment_provider_slug=_NAME,
            integration_type={"const": "express-checkout"},
            gateway_reference_id=_TEXT,
            return_url=_TEXT,
            payment_method_type={"enum": ["UPI", "NB", "WALLET"]},
            payment_method=_NAME,
            upi_vpa=_TEXT,
        ),
    ]
}
_UNITS = {
    "type": "object",
    "description": "units by the index of the order's line",
    "additionalProperties": {"type": "integer", "minimum": 1},
}
_VERDICT = _answer(id=_TEXT, name=_TEXT)
_WITH_PAYMENT = {
    "description": "what would be paid with each payment that a condition names; left"
    " out if none does",
    **_list(
        _answer(
            payment=_ref("Payment"),
            to_be_paid=_AMOUNT,
            saving=_AMOUNT,
            offers=_list(_TEXT),
        )
    ),
}

#: The schemas of bodies, by the names that the table of routes uses.
REQUESTS: dict[str, Schema] = {
    "RefreshToken": _request(
        "refresh_token", refresh_token={"type": "string", "maxLength": MAX_TOKEN}
    ),
    "Item": _request(
        "product_id quantity", product_id=_NAME, variant_id=_MAYBE, quantity=_COUNT
    ),
    "NewCart": _request("items", items=_list(_ref("Item")), metadata=_ANY),
    "CouponCode": {
        "oneOf": [
            _request("coupon_code", coupon_code=_NAME),
            _request(
                "coupon_codes",
                coupon_codes={
                    "type": "array",
                    "minItems": 1,
                    "maxItems": MAX_CODES,
                    "items": _NAME,
                },
            ),
        ]
    },
    "Points": _request("loyalty_point_redeemed", loyalty_point_redeemed=_COUNT),
    "Credit": _request("credit_balance_used", credit_balance_used=_ref("Amount")),
    "ChosenPayment": _request("payment", payment=_ref("Payment")),
    "Channel": _request("channel", channel=_NAME),
    "Charges": _request("charges", charges=_list(_ref("ChosenCharge"))),
    "GiftCards": _request(
        "gift_card_codes", gift_card_codes={**_list(_NAME), "maxItems": MAX_GIFT_CARDS}
    ),
    "PaymentPlan": _request("payment_plan", payment_plan=_list(_ref("Part"))),
    "Addresses": {
        "description": "two addresses, each whole or by its id",
        **_request(
            billing_address=_ref("Address"),
            shipping_address=_ref("Address"),
            billing_address_id=_NAME,
            shipping_address_id=_NAME,
        ),
    },
    "Preference": _ref("FulfillmentPreference"),
    "CustomerNote": _request(
        "customer_note", customer_note={"anyOf": [_ref("Note"), {"type": "null"}]}
    ),
    "NewOrder": _request(
        "cart_id", cart_id=_NAME, payment_method=_ref("PaymentMethod")
    ),
    "PaymentMethod": _METHOD,
    "Retry": _request("payment_method", payment_method=_ref("PaymentMethod")),
    "JuspayOrder": _request(
        "order_number return_url", order_number=_NAME, return_url=_TEXT
    ),
    "Cancellation": _request(
        "cancellation_reason",
        cancellation_reason=_TEXT,
        refund_mode={"enum": [ORIGINAL, TRANSFER]},
        bank_account_id={**_MAYBE, "description": "needed by bank-transfer only"},
        feedback={"anyOf": [_ref("Note"), {"type": "null"}]},
    ),
    "TransferPaid": _request("at reference", at=_ref("Time"), reference=_NAME),
    "Returns": _request(
        "id returned",
        id=_NAME,
        returned=_UNITS,
        shipping=_ref("Amount"),
        reason=_TEXT,
    ),
    "Parcel": _request(
        "id state",
        id=_NAME,
        state={
            "enum": [
                "scheduled",
                "shipped",
                "undelivered",
                "delivered",
                "returned_to_origin",
            ]
        },
        units=_UNITS,
    ),
    "Event": {"type": "object", "description": "an event as Juspay sends it"},
}

_INSTALMENTS = {
    "description": "when each part is due: now, on_delivery or a date; left out if all"
    " of it is due now",
    **_list(_answer(due=_TEXT, amount=_AMOUNT)),
}
#: What an answer says beyond the vendor's keys; each is left out if it says nothing.
_OWN: Schema = {
    "type": "object",
    "properties": {
        "payment": _ref("Payment"),
        "channel": _TEXT,
        "coupon_codes": _list(_TEXT),
        "charges": _list(
            _answer(
                id={"type": ["string", "null"]},
                name=_TEXT,
                amount=_AMOUNT,
                tax_amount=_AMOUNT,
            )
        ),
        "gift_cards": {
            "description": "each by the last characters of its code",
            **_list(_answer(code=_TEXT, balance=_AMOUNT, used=_AMOUNT)),
        },
        "instalments": _INSTALMENTS,
        "due_now": _AMOUNT,
        "collect_on_delivery": _AMOUNT,
    },
    "additionalProperties": False,
}
_OWN_OF_CART: Schema = {
    **_OWN,
    "properties": {
        **_OWN["properties"],
        "refusals": {
            "description": "the codes, charges and gift cards that do not apply",
            **_list(
                _answer(
                    kind={"enum": ["coupon", "charge", "gift_card"]},
                    name={"type": ["string", "null"]},
                    code=_TEXT,
                    message=_TEXT,
                )
            ),
        },
    },
}
_PRICED = {
    "id": _TEXT,
    "subtotal": _AMOUNT,
    "grand_total": _AMOUNT,
    "total_tax": _AMOUNT,
    "to_be_paid": _AMOUNT,
    "cart_items": _list(_ANY),
}
_ORDERED = {
    "order_number": _TEXT,
    "status": _TEXT,
    "payment_status": {"enum": ["pending", "success", "failed", "partially_paid"]},
    "grand_total": _AMOUNT,
    "to_be_paid": _AMOUNT,
    "order_items": _list(_ANY),
}

#: The schemas of the `content` of answers, by the same names.
RESPONSES: dict[str, Schema] = {
    "Tokens": _answer(access_token=_TEXT, refresh_token=_TEXT),
    "Session": _answer(user=_answer(id=_TEXT), access_token=_TEXT, refresh_token=_TEXT),
    "Cart": _answer(cart=_with_own(_OWN_OF_CART, **_PRICED)),
    "Coupons": _answer(coupons=_list(_ANY)),
    "Promotions": _answer(promotions=_list(_ANY)),
    "Evaluation": {
        "type": "object",
        "properties": {"with_payment": _WITH_PAYMENT},
        "additionalProperties": _list(_VERDICT),
    },
    "CreatedOrder": _answer(
        order=_with_own(_OWN, **_ORDERED), payment_required=_FLAG, payment_info=_ANY
    ),
    "Order": _answer(order=_with_own(_OWN, **_ORDERED)),
    "Orders": _answer(
        orders=_list(_answer(**_ORDERED)),
        pagination=_answer(total_records=_COUNT, total_pages=_COUNT, limit=_COUNT),
    ),
    "PaymentStatus": _answer(
        status=_TEXT,
        amount_paid=_AMOUNT,
        amount_unpaid=_AMOUNT,
        is_retry_available=_FLAG,
    ),
    "Payments": _answer(payments=_list(_ANY)),
    "Shipments": _answer(shipments=_list(_ANY)),
    "Refunds": _answer(refunds=_list(_answer(request_number=_TEXT, status=_TEXT))),
    "TransferPaid": _answer(refund=_answer(request_number=_TEXT, status=_TEXT)),
    "Payment": _answer(payment_info=_ANY),
    "JuspayCreated": _answer(
        data=_answer(order_id=_TEXT, status=_TEXT, amount=_AMOUNT)
    ),
    "Refund": _answer(refund=_answer(id=_TEXT, gateway=_TEXT, credit=_TEXT)),
}

#: The parameters of routes in addition to path and body, by the same names.
PARAMETERS: dict[str, Schema] = {
    "Idempotency-Key": {"in": "header", "schema": _NAME},
    "page": {"in": "query", "schema": {"type": "integer", "minimum": 1}},
    "limit": {"in": "query", "schema": {"type": "integer", "minimum": 1}},
    "user_id": {"in": "query", "schema": _NAME},
}

FAILURE = _answer(
    message=_TEXT, success={"const": False}, code=_TEXT, errors=_list(_ANY)
)


def document(routes: tuple[Route, ...], version: str) -> dict[str, Any]:
    """Return the OpenAPI document of *routes*."""
    paths: dict[str, dict[str, Any]] = {}
    for each in routes:
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(each)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "checkout-core, the reference service",
            "version": version,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": paths,
        "components": {
            "schemas": {
                **_own_schemas(),
                **REQUESTS,
                **_contents(),
                "Failure": FAILURE,
            },
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "gateway": {"type": "http", "scheme": "basic"},
            },
        },
    }


def _contents() -> dict[str, Schema]:
    # A request and an answer of the same name have separate schemas.
    return {f"{name}Content": schema for name, schema in RESPONSES.items()}


def _operation(route: Route) -> dict[str, Any]:
    names = [part[1:-1] for part in route.path.split("/") if part.startswith("{")]
    operation: dict[str, Any] = {
        "operationId": route.operation,
        "summary": route.purpose,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": _TEXT}
            for name in names
        ]
        + [
            {"name": name, "required": False, **PARAMETERS[name]}
            for name in route.parameters
        ],
        "security": _security(route),
        "responses": {
            "200": _success(route),
            "default": _json("Failure", "the request was refused, and why"),
        },
    }
    if route.request:
        operation["requestBody"] = {"required": True, **_content(_ref(route.request))}
    return operation


def _security(route: Route) -> list[dict[str, list[str]]]:
    if route.path.startswith("/webhooks"):
        return [{"gateway": []}]
    return [] if route.access is Access.PUBLIC else [{"token": []}]


def _success(route: Route) -> dict[str, Any]:
    inner = _ref(f"{route.response}Content") if route.response else _ANY
    answer = _answer(message=_TEXT, success={"const": True}, content=inner)
    return {"description": "done", **_content(answer)}


def _json(name: str, description: str) -> dict[str, Any]:
    return {"description": description, **_content(_ref(name))}


def _content(schema: Schema) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


_CHECKOUT_SCHEMAS = (
    "Amount",
    "ChosenCharge",
    "Identifier",
    "Time",
    "Note",
    "Count",
    "Address",
    "FulfillmentPreference",
    "Part",
    "Payment",
    "Percent",
)


def _own_schemas() -> dict[str, Schema]:
    """Return the nouns of the checkout document's schema that bodies use."""
    folder = files("checkout_core.wire") / "schemas"
    text = (folder / "checkout.schema.json").read_text("utf-8")
    known = json.loads(text.replace("#/$defs/", "#/components/schemas/"))["$defs"]
    return {name: known[name] for name in _CHECKOUT_SCHEMAS}

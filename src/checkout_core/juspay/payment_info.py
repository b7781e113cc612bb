# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a shopper's browser or app needs to pay, in the keys of Commerce Engine's pages.

Promises every key of the page, and the amount as it is and not as a float's text.

Knows nothing of requests and of the envelope around it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from checkout_core.errors import GatewayError
from checkout_core.juspay.customer import customer_fields
from checkout_core.juspay.decode import written_moment
from checkout_core.juspay.rules import UDFS
from checkout_core.juspay.sdk import commerce_engine_sdk_payload


if TYPE_CHECKING:
    from checkout_core.gateway import PaymentRequest
    from checkout_core.juspay.answers import Order, Session, Txn


#: The keys that open a UPI app, as far as the answer has fields for them.
_SDK_PARAMS = (
    "tr",
    "tid",
    "merchant_vpa",
    "merchant_name",
    "amount",
    "pg_intent_url",
    "customer_first_name",
    "customer_last_name",
)
_MANDATE = ("options.createMandate", "mandate.")


def page_info(
    session: Session, asked: PaymentRequest, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the payment_info of a payment page; *fields* are those that were sent."""
    links, sdk = session.payment_links, session.sdk_payload
    assert sdk is not None
    shown = commerce_engine_sdk_payload(sdk, every_key=True)
    payload = shown["payload"]
    # The page's answer has the text of a float; the amount to pay is exact.
    payload["amount"] = f"{asked.amount:f}"
    payload["description"] = payload["description"] or fields.get("description", "")
    if not payload["options.createMandate"]:
        for key in [each for each in payload if each.startswith(_MANDATE)]:
            del payload[key]
    return {
        "id": _text(session.id),
        "status": _text(session.status),
        "order_id": _text(session.order_id),
        "payment_links": {
            "web": "" if links is None else _text(links.web),
            "expiry": None if links is None else _text(links.expiry) or None,
        },
        "sdk_payload": shown,
        "order_expiry": _text(session.order_expiry),
    }


def transaction_info(txn: Txn) -> dict[str, Any]:
    """
    Return the payment_info of a payment that was started.

    Raises `GatewayError` if the browser would have to send something other than a GET.
    """
    payment: dict[str, Any] = {}
    way = None if txn.payment is None else txn.payment.authentication
    if way is not None and way.url:
        if way.method not in (None, "GET"):
            message = (
                f"the gateway needs the shopper's browser to send a {way.method}"
                " request, which this answer cannot carry; use another payment method"
            )
            raise GatewayError(message, error_code="unusable_answer")
        payment["authentication"] = {"method": "GET", "url": way.url}
    sdk = None if txn.payment is None else txn.payment.other.get("sdk_params")
    if isinstance(sdk, Mapping):
        payment["sdk_params"] = {
            key: _text(sdk[key]) for key in _SDK_PARAMS if sdk.get(key) is not None
        }
    return {
        "txn_id": _text(txn.txn_id),
        "txn_uuid": _text(txn.txn_uuid),
        "status": _text(txn.status),
        "order_id": _text(txn.order_id),
        "juspay": {},
        "offer_details": {"offers": []},
        "payment": payment,
    }


def order_info(
    answer: Order, asked: PaymentRequest, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the data of an order in Juspay, every key of its page."""
    customer = customer_fields(asked.cart)
    links, auth = answer.payment_links, answer.juspay

    def echoed(name: str) -> str:
        return _text(getattr(answer, name)) or _text(fields.get(name))

    return {
        "id": _text(answer.id),
        **{name: echoed(name) for name in reversed(UDFS)},
        "status_id": _text(answer.status_id),
        "status": _text(answer.status),
        "return_url": answer.return_url or asked.return_url,
        "refunded": bool(answer.refunded),
        "product_id": echoed("product_id"),
        "payment_links": {
            name: "" if links is None else _text(getattr(links, name))
            for name in ("web", "mobile", "iframe")
        },
        "order_id": _text(answer.order_id),
        "merchant_id": _text(answer.merchant_id),
        "juspay": {
            "client_auth_token": "" if auth is None else _text(auth.client_auth_token),
            "client_auth_token_expiry": ""
            if auth is None
            else _text(auth.client_auth_token_expiry),
        },
        "date_created": _text(answer.date_created),
        "customer_phone": _text(
            answer.customer_phone or customer.get("customer_phone")
        ),
        "customer_id": _text(answer.customer_id or customer["customer_id"]),
        "customer_email": _text(
            answer.customer_email or customer.get("customer_email")
        ),
        "currency": answer.currency or asked.currency,
        "amount_refunded": answer.amount_refunded or 0,
        "amount": asked.amount,
    }


def _text(value: object) -> str:
    """Return a value of an answer as text, "" for None."""
    if isinstance(value, datetime):
        return written_moment(value)
    return "" if value is None else str(value)

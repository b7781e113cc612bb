# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Which request goes where at the fake Juspay, who may send it, what is in its body."""

from __future__ import annotations

import base64
import json

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from checkout_core.testing.gateway.books import Books, order_in
from checkout_core.testing.gateway.captures import capture, void
from checkout_core.testing.gateway.lists import (
    ListedOffer,
    mandates_of,
    notice_of,
    offers_for,
    orders_of,
)
from checkout_core.testing.gateway.mandates import command
from checkout_core.testing.gateway.orders import (
    create_order,
    create_session,
    create_transaction,
    refund_order,
    refund_transaction,
    update_order,
)
from checkout_core.testing.gateway.replies import Document, Refused, error_of
from checkout_core.testing.gateway.terms import Fields


if TYPE_CHECKING:
    from checkout_core.http import Request


def handled(
    books: Books, request: Request, offers: tuple[ListedOffer, ...]
) -> tuple[Books, Document]:
    """Return the books after *request*, and the document of its answer."""
    headers = {name.lower(): value for name, value in request.headers}
    asked = urlsplit(request.url)
    parts = [unquote(part) for part in asked.path.split("/") if part]
    fields = _given(request, headers)
    if request.method == "GET":
        return books, _looked_up(books, parts, dict(parse_qsl(asked.query)))
    match parts:
        case ["orders", *rest]:
            return _about_orders(books, rest, fields, headers.get("version", ""))
        case ["v2", "txns", txn_uuid, "capture"]:
            return capture(books, txn_uuid, fields)
        case ["v2", "txns", txn_uuid, "void"]:
            return void(books, txn_uuid)
        case ["mandates", mandate_id]:
            return command(books, mandate_id, fields)
        case ["v1", "offers", "list"]:
            return books, offers_for(offers, fields)
        case [one] if one in _BY_NAME:
            return _BY_NAME[one](books, fields)
    raise Refused(404, error_of("RESOURCE_NOT_FOUND"))


_BY_NAME = {
    "session": create_session,
    "txns": create_transaction,
    "refunds": refund_transaction,
}


def _about_orders(
    books: Books, rest: list[str], fields: Fields, version: str
) -> tuple[Books, Document]:
    match rest:
        case []:
            return create_order(books, fields, version)
        case [order_id]:
            return update_order(books, order_id, fields)
        case [order_id, "refunds"]:
            return refund_order(books, order_id, fields)
    raise Refused(404, error_of("RESOURCE_NOT_FOUND"))


def _looked_up(books: Books, parts: list[str], query: Fields) -> Document:
    """Return the document of the answer to a GET, which changes nothing."""
    match parts:
        case ["orders", order_id]:
            return order_in(books, order_id, status=200)
        case ["order", "list"]:
            return orders_of(books, query)
        case ["customers", customer_id, "mandates"]:
            return mandates_of(books, customer_id)
        case ["notifications", object_reference_id]:
            return notice_of(books, object_reference_id)
    raise Refused(404, error_of("RESOURCE_NOT_FOUND"))


def authorize(
    request: Request, merchant_id: str, api_key: str, *, sealed: bool
) -> None:
    """Refuse a request without the key, unless sealed, or of another merchant."""
    headers = {name.lower(): value for name, value in request.headers}
    pair = base64.b64encode(f"{api_key}:".encode()).decode()
    if not sealed and headers.get("authorization") != f"Basic {pair}":
        document = {
            "status": "error",
            "error_code": "access_denied",
            "error_info": {
                "category": "USER_ERROR",
                "code": "UNAUTHORIZED",
                "user_message": "Unauthorized.",
                "developer_message": "Invalid API Key. Please pass a valid and active"
                " api key.",
            },
        }
        raise Refused(401, document)
    if headers.get("x-merchantid") != merchant_id:
        raise Refused(403, error_of("forbidden_resource"))


def _given(request: Request, headers: Fields) -> Fields:
    """Return the fields of a body as text, from a form or JSON."""
    try:
        if headers.get("content-type") == "application/json":
            found = dict(json.loads(request.body))
            return {
                key: value if isinstance(value, str) else json.dumps(value)
                for key, value in found.items()
            }
        text = request.body.decode("ascii")
        return dict(parse_qsl(text, keep_blank_values=True, errors="strict"))
    except (TypeError, ValueError):
        raise Refused(
            400, error_of("INVALID_INPUT", "The body is unreadable")
        ) from None

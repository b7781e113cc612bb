# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What the fake Juspay answers with: errors, and values as the API writes them."""

from __future__ import annotations

import hashlib
import json

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote_plus

from checkout_core.http import Response


#: PARTIAL_CHARGED has no public id; that of AUTHORIZED is Juspay's page for Simpl's.
STATUS_IDS = {
    "NEW": 10,
    "CHARGED": 21,
    "PENDING_VBV": 23,
    "AUTHORIZED": 25,
    "AUTHENTICATION_FAILED": 26,
    "AUTHORIZATION_FAILED": 27,
    "COD_INITIATED": 29,
    "VOIDED": 31,
    "AUTO_REFUNDED": 36,
}
Document = dict[str, Any]


class Refused(Exception):  # noqa: N818 - an answer, not an error
    """An answer that ends the handling of a request."""

    def __init__(self, status: int, document: Document) -> None:
        self.status = status
        self.document = document
        super().__init__(status)


def status_of(name: str) -> Document:
    """Return the two fields of a status."""
    return {"status": name, "status_id": STATUS_IDS.get(name)}


def missing(name: str) -> Refused:
    """Return the refusal of a request without a field."""
    words = "Mandatory fields are missing"
    document = {
        "status": "Bad Request",
        "error_code": words,
        "error_message": words,
        "error_info": {
            "code": "INVALID_INPUT",
            "developer_message": "Invalid input data",
            "user_message": "Invalid input data",
            "fields": [{"field_name": name, "reason": words}],
        },
    }
    return Refused(400, document)


def invalid(name: str, words: str, code: str = "INVALID_REQUEST") -> Refused:
    """Return the refusal of a field, with *words* for the developer."""
    info = {
        "category": "UNKNOWN",
        "code": "UNKNOWN_ERROR",
        "developer_message": words,
        "user_message": code,
        "fields": [{"field_name": name, "reason": "Invalid Value"}],
    }
    return Refused(400, {**error_of(code, words), "error_info": info})


def error_of(code: str, words: str = "") -> Document:
    """Return the document of an error."""
    return {
        "status": "ERROR",
        "status_id": -1,
        "error_code": code,
        "error_message": words or code,
    }


def response_of(status: int, document: Document) -> Response:
    """Return an answer with a JSON body."""
    headers = (("Content-Type", "application/json"),)
    return Response(status, headers, json.dumps(document).encode())


def number_of(amount: Decimal) -> int | str:
    """Return an amount as the API answers it: a number if it is whole, else text."""
    return int(amount) if amount == int(amount) else f"{amount:f}"


def decimal_of(amount: object) -> Decimal:
    """Return an amount of a document as a number."""
    return Decimal(str(amount))


def time_of(at: datetime) -> str:
    """Return a moment as the API writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def digest_of(*parts: str) -> str:
    """Return an id made of *parts*: equal parts give equal ids."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]


def transaction_of(merchant_id: str, order_id: str) -> Document:
    """Return the two ids of the first attempt to pay an order."""
    return {
        "txn_id": f"{merchant_id}-{order_id}-1",
        "txn_uuid": f"eul{digest_of('txn', order_id)[:17]}",
    }


def java_encoded(text: str) -> str:
    """Return *text* as Java's URLEncoder writes it."""
    return quote_plus(text, safe="*").replace("~", "%7E")

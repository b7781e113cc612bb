# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""How the fake Juspay handles the commands for a mandate."""

from __future__ import annotations

import json

from attrs import evolve

from checkout_core.testing.gateway.books import Books, with_order
from checkout_core.testing.gateway.replies import (
    Document,
    Refused,
    digest_of,
    error_of,
    invalid,
    missing,
)
from checkout_core.testing.gateway.terms import (
    EPOCH,
    Fields,
)
from checkout_core.values import Record, thawed


def command(books: Books, mandate_id: str, fields: Fields) -> tuple[Books, Document]:
    """Carry out a command; an ended mandate takes none but to be read."""
    mandate = thawed(books.mandates.get(mandate_id, Record()))
    if not mandate:
        raise Refused(404, error_of("RESOURCE_NOT_FOUND"))
    changes: Document = {}
    match fields.get("command"):
        case "check_status":
            return books, mandate
        case "revoke":
            changes = {"status": "REVOKED"}
        case "pause":
            changes = {
                "status": "PAUSED",
                "pause_start_date": fields.get("pause_start_date"),
                "pause_end_date": fields.get("pause_end_date"),
            }
        case "resume":
            changes = {"status": "ACTIVE"}
        case "pre_debit_notify":
            return _notice(books, mandate_id, fields)
        case "cancel_recurring_transaction":
            return _cancelled(books, fields)
        case _:
            document = {
                **error_of("bad_request", "Invalid command"),
                "status": "Invalid",
            }
            raise Refused(400, document)
    if mandate["status"] in {"REVOKED", "EXPIRED", "FAILURE"}:
        raise Refused(400, error_of("INVALID_ACTION", "The mandate has ended"))
    mandate |= changes
    mandates = Record({**books.mandates, mandate_id: mandate})
    return evolve(books, mandates=mandates), mandate


def _notice(books: Books, mandate_id: str, fields: Fields) -> tuple[Books, Document]:
    for name in ("object_reference_id", "description", "source_info"):
        if not fields.get(name):
            raise missing(name)
    try:
        info = json.loads(fields["source_info"])
    except ValueError:
        raise invalid("source_info", "source_info is not JSON") from None
    now = str(int((books.at - EPOCH).total_seconds()))
    ident = fields["object_reference_id"]
    notice = {
        "id": digest_of("notice", ident)[:7],
        "object": "notification",
        "object_reference_id": ident,
        "notification_type": "SMS",
        "status": "SUCCESS",
        "description": fields["description"],
        "source_object": "MANDATE",
        "source_info": info,
        "mandate": {"mandate_id": mandate_id},
        "date_created": now,
        "last_updated": now,
    }
    notices = Record({**books.notices, ident: notice})
    return evolve(books, notices=notices), notice


def _cancelled(books: Books, fields: Fields) -> tuple[Books, Document]:
    order = books.orders.get(fields.get("order_id", "").lower())
    if order is None:
        raise Refused(400, error_of("bad_request", "Please send order_id"))
    if order["status"] != "PENDING_VBV":
        document = {
            "code": "INVALID_REQUEST",
            "type": "INVALID_REQUEST_ERROR",
            "user_message": "Cancel action not allowed.",
            "message": "No scheduled recurring transactions are found.",
        }
        raise Refused(400, document)
    changed = {**thawed(order), "status": "JUSPAY_DECLINED", "status_id": 22}
    return with_order(books, changed), {
        "order_id": order["order_id"],
        "txn_uuid": order["txn_uuid"],
        "txn_status": "JUSPAY_DECLINED",
        "response_message": "Transaction successfully terminated at Juspay end.",
    }

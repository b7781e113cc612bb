# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The requests about an authorized transaction: capture it, or void it.

Money is held first and taken later where the option of the merchant's account says so,
or the `metadata` of the order: `{"txns.auto_capture": "false"}`.

Promises that no part is captured without a key by which Juspay knows it again.
Sources: the capture and void pages and their samples; the page of captures for Simpl,
for parts.

Not public are: how long a key may be, what a key that was used before is answered
with, and how much of a transaction was captured, if it is PARTIAL_CHARGED.

Knows nothing of answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.juspay.amounts import check_capture, check_currency, written
from checkout_core.juspay.credentials import AnyCredentials
from checkout_core.juspay.messages import collected
from checkout_core.juspay.policy import POLICY, Policy
from checkout_core.juspay.requests import VERSION, Call, Draft
from checkout_core.juspay.rules import (
    check_idempotence_key,
    check_identifier,
    check_order_id,
)
from checkout_core.money.parse import number


if TYPE_CHECKING:
    from checkout_core.http import Request
    from checkout_core.money import Amount


def capture_txn(
    credentials: AnyCredentials,
    *,
    txn_uuid: str,
    order_id: str,
    amount: Amount | None = None,
    left: Amount | None = None,
    idempotence_key: str | None = None,
    currency: str = "INR",
    customer_id: str | None = None,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
    policy: Policy = POLICY,
) -> Request:
    """
    Return the request that captures an authorized transaction.

    *txn_uuid* is that of the order's status (`Order.transaction`); *amount* is what to
    capture, None for the whole; *left* is how much is left, if the caller knows.  A
    part needs an *idempotence_key*: new for each part and the same for a repeat.
    Raises `CheckoutError` with every fault.  Source: the capture page,
    `POST /v2/txns/{txn_uuid}/capture`.
    """
    draft = Draft(credentials, environment, version, policy)
    ident = collected(draft, check_order_id, order_id, policy) or ""
    code = collected(draft, check_currency, currency)
    rest = None if left is None else collected(draft, number, left, "left")
    if amount is None and idempotence_key is not None:
        draft.refuse("idempotence_key", "capture_key_alone", idempotence_key)
    elif amount is not None:
        part = code and collected(draft, check_capture, amount, rest, code)
        draft.pairs += [("amount", written(part))] if part else []
        draft.put("idempotence_key", check_idempotence_key, idempotence_key)
    return _sent(
        draft, Call.CAPTURE_TXN, "capture", txn_uuid, ident, customer_id, routing_id
    )


def void_txn(
    credentials: AnyCredentials,
    *,
    txn_uuid: str,
    order_id: str,
    customer_id: str | None = None,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
    policy: Policy = POLICY,
) -> Request:
    """
    Return the request that voids an authorized transaction: the money is released.

    *txn_uuid* is that of the order's status (`Order.transaction`).  Raises
    `CheckoutError` with every fault.  Source: the void page,
    `POST /v2/txns/{txn_uuid}/void`.
    """
    draft = Draft(credentials, environment, version, policy)
    ident = collected(draft, check_order_id, order_id, policy) or ""
    return _sent(draft, Call.VOID_TXN, "void", txn_uuid, ident, customer_id, routing_id)


def _sent(
    draft: Draft,
    call: Call,
    verb: str,
    txn_uuid: object,
    order_id: str,
    customer_id: object,
    routing_id: object,
) -> Request:
    # Its pattern has no characters that must be escaped in a path.
    txn = collected(draft, check_identifier, "txn_uuid", txn_uuid) or ""
    route = draft.route(routing_id, customer_id, order_id)
    return draft.post(call, f"/v2/txns/{txn}/{verb}", order_id, route)

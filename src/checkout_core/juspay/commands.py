# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The requests about an existing mandate: debit, read, notify, pause, revoke.

Promises that a debit is built like an order: a quote that fails its own check is never
charged.  Sources: the mandate pages and the official samples.

Knows nothing of subscriptions or answers.
"""

from __future__ import annotations

import json

from typing import TYPE_CHECKING

from checkout_core.http import Request
from checkout_core.juspay.amounts import check_part, written
from checkout_core.juspay.credentials import AnyCredentials
from checkout_core.juspay.fields import check_payable, payment
from checkout_core.juspay.mandates import check_epoch
from checkout_core.juspay.messages import collected
from checkout_core.juspay.policy import POLICY, Policy
from checkout_core.juspay.requests import VERSION, Call, Draft
from checkout_core.juspay.rules import (
    check_customer_id,
    check_identifier,
    check_metadata,
    check_order_id,
    check_text,
)


if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from checkout_core.juspay.fields import Payable
    from checkout_core.money import Amount


def execute_mandate(
    quote: Payable,
    credentials: AnyCredentials,
    *,
    order_id: str,
    mandate_id: str,
    customer_id: str,
    currency: str = "INR",
    notification_id: str | None = None,
    execution_date: datetime | int | str | None = None,
    display_invoice_number: str | None = None,
    metadata: Mapping[str, str] | None = None,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
    policy: Policy = POLICY,
) -> Request:
    """
    Return the request that debits a mandate by what is due of *quote*.

    Every debit is a separate order: *order_id* is new each time.  Send it at least 24
    hours (one page says 25) before *execution_date*, a moment or epoch seconds.
    Source: the execution page, `POST /txns`.
    """
    check_payable(quote)
    quote.check()
    draft = Draft(credentials, environment, version, policy)
    ident = draft.put("order.order_id", check_order_id, order_id, policy)
    amount = payment(draft, quote, currency)
    if amount is not None:
        draft.pairs += [
            ("order.amount", written(amount)),
            ("order.currency", quote.currency),
        ]
    customer = collected(draft, check_customer_id, customer_id, required=True) or ""
    draft.pairs.append(("order.customer_id", customer))
    if metadata is not None:
        draft.pairs += [
            (f"order.{key}", value)
            for key, value in collected(draft, check_metadata, metadata) or ()
        ]
    draft.put("mandate_id", check_identifier, "mandate_id", mandate_id)
    for name, argument in (
        ("notification_id", notification_id),
        ("display_invoice_number", display_invoice_number),
    ):
        if argument is not None:
            draft.put(f"mandate.{name}", check_identifier, name, argument)
    if execution_date is not None:
        draft.put("mandate.execution_date", _epoch, "execution_date", execution_date)
    draft.pairs += [("merchant_id", credentials.merchant_id), ("format", "json")]
    route = draft.route(routing_id, customer, ident)
    return draft.post(Call.EXECUTE_MANDATE, "/txns", ident, route)


def mandate_status(
    credentials: AnyCredentials,
    *,
    mandate_id: str,
    customer_id: str | None = None,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
) -> Request:
    """
    Return the request that reads a mandate.

    *customer_id* only routes it, here and in every other command.
    """
    draft = _command("check_status", credentials, environment, version)
    return _sent(
        draft,
        Call.MANDATE_STATUS,
        mandate_id,
        customer_id=customer_id,
        routing_id=routing_id,
    )


def revoke_mandate(
    credentials: AnyCredentials,
    *,
    mandate_id: str,
    customer_id: str | None = None,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
) -> Request:
    """Return the request that revokes a mandate."""
    draft = _command("revoke", credentials, environment, version)
    return _sent(
        draft,
        Call.REVOKE_MANDATE,
        mandate_id,
        customer_id=customer_id,
        routing_id=routing_id,
    )


def pause_mandate(
    credentials: AnyCredentials,
    *,
    mandate_id: str,
    pause_start_date: datetime | int | str,
    pause_end_date: datetime | int | str,
    customer_id: str | None = None,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
) -> Request:
    """
    Return the request that pauses a mandate between two moments.

    The official sample ends before it starts; that is refused here.
    """
    draft = _command("pause", credentials, environment, version)
    start = collected(draft, check_epoch, "pause_start_date", pause_start_date)
    end = collected(draft, check_epoch, "pause_end_date", pause_end_date)
    if start is not None and end is not None and end <= start:
        draft.refuse("pause_end_date", "pause_end_not_later", pause_end_date)
    draft.pairs += [("pause_start_date", str(start)), ("pause_end_date", str(end))]
    return _sent(
        draft,
        Call.PAUSE_MANDATE,
        mandate_id,
        customer_id=customer_id,
        routing_id=routing_id,
    )


def resume_mandate(
    credentials: AnyCredentials,
    *,
    mandate_id: str,
    resume_date: datetime | int | str,
    customer_id: str | None = None,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
) -> Request:
    """Return the request that resumes a paused mandate at a moment."""
    draft = _command("resume", credentials, environment, version)
    draft.put("resume_date", _epoch, "resume_date", resume_date)
    return _sent(
        draft,
        Call.RESUME_MANDATE,
        mandate_id,
        customer_id=customer_id,
        routing_id=routing_id,
    )


def notify_mandate(
    credentials: AnyCredentials,
    *,
    mandate_id: str,
    object_reference_id: str,
    description: str,
    amount: Amount,
    txn_date: datetime | int | str,
    currency: str = "INR",
    customer_id: str | None = None,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
) -> Request:
    """
    Return the request that notifies the customer of a future debit.

    *object_reference_id* is the caller's id of the notification; *txn_date* is the
    moment of the debit.  Without this call Juspay sends the notification itself.
    """
    draft = _command("pre_debit_notify", credentials, environment, version)
    name = "object_reference_id"
    draft.put(name, check_identifier, name, object_reference_id)
    draft.put("description", check_text, "description", description)
    debit = collected(draft, check_part, amount, currency, path="amount")
    moment = collected(draft, _epoch, "txn_date", txn_date)
    if debit is not None:
        info = {"amount": written(debit), "txn_date": moment}
        draft.pairs.append(("source_info", json.dumps(info)))
    return _sent(
        draft,
        Call.NOTIFY_MANDATE,
        mandate_id,
        customer_id=customer_id,
        routing_id=routing_id,
    )


def cancel_debit(
    credentials: AnyCredentials,
    *,
    mandate_id: str,
    order_id: str,
    customer_id: str | None = None,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
    policy: Policy = POLICY,
) -> Request:
    """Return the request that cancels a scheduled debit before it is made."""
    name = "cancel_recurring_transaction"
    draft = _command(name, credentials, environment, version)
    ident = draft.put("order_id", check_order_id, order_id, policy)
    return _sent(
        draft,
        Call.CANCEL_DEBIT,
        mandate_id,
        customer_id=customer_id,
        routing_id=routing_id,
        order_id=ident,
    )


def _command(
    name: str, credentials: AnyCredentials, environment: object, version: object
) -> Draft:
    draft = Draft(credentials, environment, version)
    draft.pairs.append(("command", name))
    return draft


def _sent(
    draft: Draft,
    call: Call,
    mandate_id: object,
    *,
    customer_id: object,
    routing_id: object,
    order_id: str = "",
) -> Request:
    # Its pattern has no characters that must be escaped in a path.
    ident = collected(draft, check_identifier, "mandate_id", mandate_id) or ""
    route = draft.route(routing_id, customer_id, order_id)
    return draft.post(call, f"/mandates/{ident}", order_id, route)


def _epoch(path: str, value: object) -> str:
    return str(check_epoch(path, value))

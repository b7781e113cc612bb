# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The routes that give money back: cancel an order, refund units, list refunds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from checkout_core.checks import MAX_NOTE, Validator
from checkout_core.errors import CheckoutError
from checkout_core.money.exact import exact_sum
from checkout_core.orders import Refunded, StatusChange
from checkout_core.service.calls import Call, conflict, own_order, request_error
from checkout_core.service.dependencies import new_id
from checkout_core.service.gateway_refunds import send_refunds
from checkout_core.service.orders import order_content
from checkout_core.service.saving import save_order
from checkout_core.tenders import TENDERS
from checkout_core.wire.envelopes import (
    CONFLICT,
    NOT_FOUND,
    Envelope,
    refused,
    succeeded,
)
from checkout_core.wire.orders import ORIGINAL, TRANSFER
from checkout_core.wire.refunds import read_returns, write_refund


if TYPE_CHECKING:
    from checkout_core.orders import Order
    from checkout_core.refunds import Refund
    from checkout_core.service.ports import BankTransfer, RefundRequest, Unit


#: The vendor's word for the gateway's status of a refund; any other is pending.
_REFUND_STATUSES = {"SUCCESS": "success", "FAILURE": "failed"}
#: A refund of several requests has the first of these statuses that one of them has.
_WORST_FIRST = ("failed", "pending", "success")


def list_refunds(call: Call) -> Envelope:
    """Return the refunds of an order."""
    with call.app.database.reading() as unit:
        row = own_order(unit, call)
        number = row.order.number
        requests = unit.payments.refund_requests(number)
        transfers = unit.payments.transfers(number)
    refunds = [
        _refund(refund, requests, transfers.get(refund.id))
        for refund in row.order.refunds
    ]
    return succeeded("These are the refunds.", {"refunds": refunds})


def _refund(
    refund: Refund, requests: list[RefundRequest], transfer: BankTransfer | None
) -> dict[str, Any]:
    states = {
        _REFUND_STATUSES.get(each.status, "pending")
        for each in requests
        if each.refund_id == refund.id
    }
    status = min(states, key=_WORST_FIRST.index, default="success")
    # Store credit and gift cards; points are no amount.
    tenders = [each.restored for each in refund.tenders if not TENDERS[each.kind].unit]
    amount = exact_sum(refund.gateway, [refund.moved, *tenders])
    by_points = not amount and bool(refund.points)
    document: dict[str, Any] = {
        "request_number": refund.id,
        "refund_amount": amount,
        "refund_date": refund.at.isoformat(),
        "status": status,
        "payment_mode": "loyalty-point" if by_points else ORIGINAL,
        "refund_remarks": refund.reason,
    }
    if transfer is not None:
        # The cancellation approved it; the merchant has sent it through the bank or not
        # yet.
        document["status"] = "approved" if transfer.paid_at is None else "success"
        document["payment_mode"] = TRANSFER
        if transfer.reference is not None:
            document["payment_reference_number"] = transfer.reference
    return document


def cancel(call: Call) -> Envelope:
    """
    Cancel an order and refund what was paid.

    `{cancellation_reason, refund_mode?, bank_account_id?, feedback?}`.  With
    `bank-transfer` the merchant, not the gateway, sends the money to the account that
    the customer chose.  A repeated request changes nothing.
    """
    app = call.app
    body = call.document()
    check = Validator()
    known = ("cancellation_reason", "refund_mode", "bank_account_id", "feedback")
    check.keys("", body, known)
    reason = check.text(
        "cancellation_reason",
        body.get("cancellation_reason"),
        needed="a reason",
        limit=MAX_NOTE,
    )
    mode = body.get("refund_mode")
    mode = ORIGINAL if mode is None else mode
    check.choice("refund_mode", mode, (ORIGINAL, TRANSFER))
    account = body.get("bank_account_id")
    if mode == TRANSFER:
        needed = "the account that the money goes to"
        account = check.text("bank_account_id", account, needed=needed)
    elif account is not None:
        check.add("bank_account_id", "account_not_used", account)
    feedback = check.maybe_text("feedback", body.get("feedback"), limit=MAX_NOTE)
    check.raise_any()
    with app.database.writing() as unit:
        row = own_order(unit, call)
        order, at = row.order, app.clock()
        try:
            after = order.after(StatusChange("cancelled", at, reason, feedback))
        except CheckoutError as error:
            return refused(error, CONFLICT)
        if after is not order:
            refund = order.cancellation(
                id=new_id(), at=at, policy=app.refunds, reason=reason
            )
            row = save_order(
                app, unit, row, after.after(Refunded(refund)), bank_account_id=account
            )
        else:
            _check_destination(unit, order, account)
    send_refunds(app, row.order.number)
    return succeeded("The order is cancelled.", order_content(app, row.order))


def _check_destination(unit: Unit, order: Order, account: str | None) -> None:
    """Raise if the money of a cancelled order is not refunded to *account*."""
    refund = order.refunds[-1]
    known = unit.payments.transfers(order.number).get(refund.id)
    if refund.gateway and account != (None if known is None else known.bank_account_id):
        message = "the order was cancelled before, and its money goes back another way"
        raise conflict("already_cancelled", message)


def create_refund(call: Call) -> Envelope:
    """
    Refund returned units: `{id, returned, shipping?, reason?}`.

    For the merchant.  A repeat with the same id returns the same refund.
    """
    app = call.app
    check = Validator()
    body = call.document()
    known = ("id", "returned", "shipping", "reason")
    check.keys("", body, known)
    fields = {key: body[key] for key in known if key in body}
    at = app.clock().isoformat()
    returns = check.within("", lambda: read_returns({**fields, "at": at}))
    check.raise_any()
    assert returns is not None
    with app.database.writing() as unit:
        row = own_order(unit, call)
        order = row.order
        refund = next((each for each in order.refunds if each.id == returns.id), None)
        if refund is None:
            refund = order.refund(
                returns.returned,
                id=returns.id,
                at=returns.at,
                policy=app.refunds,
                shipping=returns.shipping,
                reason=returns.reason,
                store=app.catalogue.store,
            )
            save_order(app, unit, row, order.after(Refunded(refund)))
        elif dict(_units(refund)) != dict(returns.returned):
            message = (
                f"refund {returns.id} was made before with other units; use a new id"
            )
            raise conflict("refund_id_used", message)
    send_refunds(app, row.order.number)
    return succeeded("The refund is made.", {"refund": write_refund(refund)})


def record_transfer(call: Call) -> Envelope:
    """
    Record that a refund was sent through a bank: `{at, reference}`.

    For the merchant.  A repeat with the same values changes nothing.
    """
    check = Validator()
    body = call.document()
    check.keys("", body, ("at", "reference"))
    at = check.time("at", body.get("at"))
    reference = check.text(
        "reference", body.get("reference"), needed="the bank's reference"
    )
    check.raise_any()
    name = call.path["id"]
    with call.app.database.writing() as unit:
        order = own_order(unit, call).order
        known = unit.payments.transfers(order.number).get(name)
        refund = next((each for each in order.refunds if each.id == name), None)
        if known is None or refund is None:
            message = f"this order has no refund {name!r} by bank transfer"
            raise request_error(NOT_FOUND, "refund_not_found", message)
        sent = evolve(known, paid_at=at, reference=reference)
        if known.paid_at is None:
            unit.payments.put_transfer(sent)
        elif sent != known:
            message = f"refund {name} was recorded before as {known.reference}"
            raise conflict("refund_paid", message)
    document = _refund(refund, [], sent)
    return succeeded("The transfer is noted.", {"refund": document})


def _units(refund: Refund) -> list[tuple[int, int]]:
    return [(returned.line, returned.quantity) for returned in refund.returned]

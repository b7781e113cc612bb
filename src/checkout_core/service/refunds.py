# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The routes that give money back: cancel an order, refund units, list refunds.

Promises that the gateway is asked before money is promised, and that an id is used for
one refund only.
"""

from __future__ import annotations

import hashlib

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from attrs import evolve

from checkout_core.checks import MAX_NOTE, Validator
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.gateway import RefundState
from checkout_core.money.exact import exact_sum
from checkout_core.orders import ExcessReturned, Order, Refunded, StatusChange
from checkout_core.refunds import Refund
from checkout_core.service.calls import (
    Call,
    RequestError,
    conflict,
    named,
    own_order,
    read_own_order,
    request_error,
)
from checkout_core.service.dependencies import new_id
from checkout_core.service.gateway_refunds import SENDING, send_refunds
from checkout_core.service.orders import order_content
from checkout_core.service.ports import REPLACED
from checkout_core.service.recording import ask_all, ask_for_each
from checkout_core.service.saving import change_order
from checkout_core.tenders import TENDERS
from checkout_core.wire import dumps
from checkout_core.wire.envelopes import (
    CONFLICT,
    NOT_FOUND,
    Envelope,
    refused,
    succeeded,
)
from checkout_core.wire.orders import ORIGINAL, TRANSFER
from checkout_core.wire.refunds import Returns, read_returns, write_refund


if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from checkout_core.service.ports import (
        BankTransfer,
        OrderRow,
        RefundRequest,
        Unit,
    )


#: The vendor's word for the gateway's status of a refund; any other is pending.
_REFUND_STATUSES = {"SUCCESS": "success", "FAILURE": "failed"}
#: A refund in several parts has the first of these statuses that one of them has.
#: `approved` is what the merchant has not sent through their bank yet.
_WORST_FIRST = ("failed", "pending", "approved", "success")
#: The remark of money that goes back by itself.
_EXCESS = "more was paid than was due"
#: What says where a refund goes.
_DESTINATION = ("refund_mode", "bank_account_id")
_ACCOUNT = "the account that the money goes to"


def list_refunds(call: Call) -> Envelope:
    """Return the refunds of an order, and the excess money that was sent back."""
    with call.app.database.reading() as unit:
        row = own_order(unit, call)
        found = _documents(unit, row.order)
    return succeeded("These are the refunds.", {"refunds": list(found.values())})


def _documents(unit: Unit, order: Order) -> dict[str, dict[str, Any]]:
    """Return the document of each refund of an order by its id, in their order."""
    requests = unit.payments.refund_requests(order.number)
    transfers = unit.payments.transfers(order.number)
    given: list[Refund | ExcessReturned] = [*order.refunds, *order.excess]
    given.sort(key=lambda each: each.at)
    return {
        each.id: _refund(each, requests, transfers.get(each.id))
        if isinstance(each, Refund)
        else _document(each, requests, each.gateway, _EXCESS, transfers.get(each.id))
        for each in given
    }


def _document(
    given: Refund | ExcessReturned,
    requests: list[RefundRequest],
    amount: Decimal,
    remarks: str,
    transfer: BankTransfer | None = None,
) -> dict[str, Any]:
    states = {
        _REFUND_STATUSES.get(each.status, "pending")
        for each in requests
        if each.refund_id == given.id and each.status != REPLACED
    }
    document: dict[str, Any] = {
        "request_number": given.id,
        "refund_amount": amount,
        "refund_date": given.at.isoformat(),
        "payment_mode": ORIGINAL,
        "refund_remarks": remarks,
    }
    if transfer is not None:
        if not states:
            document["payment_mode"] = TRANSFER
        states.add("approved" if transfer.paid_at is None else "success")
        if transfer.reference is not None:
            document["payment_reference_number"] = transfer.reference
    document["status"] = min(states, key=_WORST_FIRST.index, default="success")
    return document


def _refund(
    refund: Refund, requests: list[RefundRequest], transfer: BankTransfer | None
) -> dict[str, Any]:
    # Store credit and gift cards; points are no amount.
    tenders = [each.restored for each in refund.tenders if not TENDERS[each.kind].unit]
    amount = exact_sum(refund.gateway, [refund.moved, *tenders])
    document = _document(refund, requests, amount, refund.reason, transfer)
    if not amount and refund.points:
        document["payment_mode"] = "loyalty-point"
    return document


def cancel(call: Call) -> Envelope:
    """
    Cancel an order and refund what was paid.

    `{cancellation_reason, refund_mode?, bank_account_id?, feedback?}`.  With
    `bank-transfer` the merchant, not the gateway, sends the money to the account that
    the customer chose, as where no gateway took it.  A repeated request changes
    nothing.

    The gateway is asked before, so that what was just paid goes back as well; if it
    does not answer, the order is cancelled all the same, and money that is found later
    goes back by itself.
    """
    app = call.app
    body = call.document()
    check = Validator()
    check.keys("", body, ("cancellation_reason", "feedback", *_DESTINATION))
    reason = check.text(
        "cancellation_reason",
        body.get("cancellation_reason"),
        needed="a reason",
        limit=MAX_NOTE,
    )
    wanted = _destination(check, body)
    feedback = check.maybe_text("feedback", body.get("feedback"), limit=MAX_NOTE)
    check.raise_any()
    row = read_own_order(call)
    if row.order.is_cancellation_allowed:
        with suppress(GatewayError):
            row = ask_all(app, row)
    account = _account(row.order, wanted)
    at, name = app.clock(), new_id()

    def change(order: Order) -> Order:
        after = order.after(StatusChange("cancelled", at, reason, feedback))
        if after is order:
            return order
        refund = order.cancellation(id=name, at=at, policy=app.refunds, reason=reason)
        if refund.gateway and account == "":
            missing = Validator()
            missing.needed("bank_account_id", None, _ACCOUNT)
            raise RequestError(refused(CheckoutError(missing.found)))
        return after.after(Refunded(refund))

    def also(unit: Unit, row: OrderRow) -> None:
        if row.order.refunds[-1].id != name:
            _check_destination(unit, row.order, account)

    try:
        row = change_order(app, row, change, also=also, bank_account_id=account)
    except CheckoutError as error:
        return refused(error, CONFLICT)
    send_refunds(app, row.order.number)
    return succeeded("The order is cancelled.", order_content(app, row.order))


def _destination(check: Validator, body: Mapping[str, Any]) -> tuple[str, str]:
    """Return the mode of a refund and its bank account, "" for what is not said."""
    mode, account = (body.get(each) for each in _DESTINATION)
    if mode is not None:
        check.choice("refund_mode", mode, (ORIGINAL, TRANSFER))
    if mode == TRANSFER or account is not None:
        account = named(check, "bank_account_id", account, needed=_ACCOUNT)
    if mode == ORIGINAL and account is not None:
        check.add("bank_account_id", "account_not_used", account)
    return mode or "", account or ""


def _account(order: Order, wanted: tuple[str, str]) -> str | None:
    """
    Return the bank account that a refund of *order* goes to.

    "" if it goes through a bank and no account is known, None if through the gateway.
    Raises `CheckoutError` for a way that does not exist.
    """
    check = Validator()
    mode, account = wanted
    if mode == TRANSFER:
        return account
    if order.is_paid_through_gateway or not order.amount_paid:
        if account:
            check.add("bank_account_id", "account_not_used", account)
            check.raise_any()
        return None
    if mode == ORIGINAL:
        check.add("refund_mode", "no_original_payment", mode)
        check.raise_any()
    return account


def _check_destination(unit: Unit, order: Order, account: str | None) -> None:
    """Raise if the money of a cancelled order is not refunded to *account*."""
    refund = order.refunds[-1]
    known = unit.payments.transfers(order.number).get(refund.id)
    before = "" if known is None else known.bank_account_id
    if refund.gateway and (account or "") != before:
        message = "the order was cancelled before, and its money goes back another way"
        raise conflict("already_cancelled", message)


def create_refund(call: Call) -> Envelope:
    """
    Refund returned units: `{id, returned, shipping?, reason?, refund_mode?, ...}`.

    For the merchant; `refund_mode` and `bank_account_id` as of a cancellation, but no
    account is needed for money that the merchant took.  A repeat with the same id
    returns the same refund; anything else under that id is refused.
    """
    app = call.app
    check = Validator()
    body = call.document()
    known = ("id", "returned", "shipping", "reason")
    check.keys("", body, (*known, *_DESTINATION))
    fields = {key: body[key] for key in known if key in body}
    at = app.clock().isoformat()
    returns = check.within("", lambda: read_returns({**fields, "at": at}))
    if str(body.get("id")).isspace():
        named(check, "id", body["id"], needed="an id of the refund's own")
    wanted = _destination(check, body)
    check.raise_any()
    assert returns is not None
    digest = _digest(returns, wanted[1] or None)
    row = read_own_order(call)
    with suppress(GatewayError):
        # The gateway may have given some of the money back by other means.
        row = ask_all(app, row)
    account = _account(row.order, wanted)

    def change(order: Order) -> Order:
        used = {each.id for each in order.refunds} | {each.id for each in order.excess}
        if returns.id in used:
            return order
        refund = order.refund(
            returns.returned,
            id=returns.id,
            at=returns.at,
            policy=app.refunds,
            shipping=returns.shipping,
            reason=returns.reason,
            store=app.catalogue.store,
        )
        return order.after(Refunded(refund))

    def also(unit: Unit, row: OrderRow) -> None:
        refund = _by_id(row.order, returns.id)
        claimed = unit.payments.claim_refund(row.order.number, returns.id, digest)
        # A refund of a release before digests has its units and its reason.
        if refund is None or (claimed, refund.reason, refund.units) != (
            digest,
            returns.reason,
            returns.returned,
        ):
            message = (
                f"refund {returns.id} was made before for something else; use a new id"
            )
            raise conflict("refund_id_used", message)

    row = change_order(app, row, change, also=also, bank_account_id=account)
    send_refunds(app, row.order.number)
    refund = _by_id(row.order, returns.id)
    assert refund is not None
    return succeeded("The refund is made.", {"refund": write_refund(refund)})


def _by_id(order: Order, refund_id: str) -> Refund | None:
    return next((each for each in order.refunds if each.id == refund_id), None)


def _digest(returns: Returns, account: str | None) -> str:
    """Return the SHA-256 of all that a refund asks for, in hex."""
    shipping = returns.shipping
    asked = {
        "returned": sorted(returns.returned.items()),
        "shipping": None if shipping is None else f"{shipping.normalize():f}",
        "reason": returns.reason,
        "bank_account_id": account,
    }
    return hashlib.sha256(dumps(asked).encode()).hexdigest()


def send_again(call: Call) -> Envelope:
    """
    Send a refund that failed at the gateway again, as a new one there.

    For the merchant.  The gateway is asked before: what has been paid since is not sent
    again.  What has not failed stays as it is.
    """
    app, name = call.app, call.path["id"]
    row = read_own_order(call)
    number = row.order.number
    with app.database.reading() as unit:
        requests = unit.payments.refund_requests(number)
        failed = [each for each in requests if _has_failed(each, name)]
        payments = {each.gateway_id for each in failed}
        attempts = unit.payments.attempts(number)
    asked = [each for each in attempts if each.gateway_id in payments]
    row = ask_for_each(app, row, asked)
    at = app.clock()

    def replace(unit: Unit) -> None:
        for each in unit.payments.refund_requests(number):
            # Of requests that come at the same time, one sends it.
            replaced = evolve(each, status=REPLACED)
            if _has_failed(each, name) and unit.payments.put_refund_request(
                replaced, each
            ):
                again = evolve(each, id=new_id(), status="")
                unit.payments.put_refund_request(again)
                unit.tasks.add(SENDING.name, again.id, at)

    app.database.write(replace)
    send_refunds(app, number)
    with app.database.reading() as unit:
        documents = _documents(unit, row.order)
    if name not in documents:
        message = f"this order has no refund {name!r}"
        raise request_error(NOT_FOUND, "refund_not_found", message)
    return succeeded("The refund is sent.", {"refund": documents[name]})


def _has_failed(request: RefundRequest, refund_id: str) -> bool:
    return request.refund_id == refund_id and request.status == RefundState.FAILURE


def record_transfer(call: Call) -> Envelope:
    """
    Record that a refund was sent through a bank: `{at, reference}`.

    For the merchant.  A repeat with the same values changes nothing.
    """
    check = Validator()
    body = call.document()
    check.keys("", body, ("at", "reference"))
    at = check.time("at", body.get("at"))
    reference = named(
        check, "reference", body.get("reference"), needed="the bank's reference"
    )
    check.raise_any()
    name = call.path["id"]
    row = read_own_order(call)

    def work(unit: Unit) -> None:
        # One after the other: the next transfer of the order waits here.
        number = own_order(unit, call, known=row).order.number
        known = unit.payments.transfers(number).get(name)
        if known is None:
            message = f"this order has no refund {name!r} by bank transfer"
            raise request_error(NOT_FOUND, "refund_not_found", message)
        sent = evolve(known, paid_at=at, reference=reference)
        if known.paid_at is None:
            unit.payments.put_transfer(sent)
        elif sent != known:
            message = f"refund {name} was recorded before as {known.reference}"
            raise conflict("refund_paid", message)

    call.app.database.write(work)
    with call.app.database.reading() as unit:
        order = own_order(unit, call, known=row).order
        document = _documents(unit, order)[name]
    return succeeded("The transfer is noted.", {"refund": document})

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the gateway says of payments, applied to the orders that they pay.

Promises that every attempt which may still bring money is asked for, the older ones
too, and that late and repeated answers change nothing.

An attempt is open until its payment succeeded, or until the end of the fulfilment
window: a failed transaction does not end it.  Juspay keeps an order open for further
transactions while its page or its payment link is open, and shows the best of them as
the order's status (pages on order status and transactions, 2026-11); a page is open for
15 minutes, a link for two days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core import gateway
from checkout_core.errors import GatewayError
from checkout_core.gateway import (
    PaymentReport,
    ask,
    payment_under,
    ref_of,
)
from checkout_core.http import converse
from checkout_core.orders import (
    Order,
    PaymentState,
)
from checkout_core.service import logs, request_ids
from checkout_core.service.calls import Call, request_error
from checkout_core.service.dependencies import App
from checkout_core.service.gateway_refunds import (
    has_news,
    log_failures,
    send_refunds,
    sent_for,
    update_refund_requests,
)
from checkout_core.service.ports import (
    Attempt,
    OrderRow,
)
from checkout_core.service.saving import change_order
from checkout_core.service.tasks import lease, release
from checkout_core.wire.envelopes import (
    BAD_REQUEST,
    NOT_FOUND,
    UNAUTHORIZED,
    Envelope,
    failed,
    gateway_failed,
    succeeded,
)


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from checkout_core.service.ports import RefundRequest, Unit


#: The kind of the tasks that ask for an attempt's payment; their key is its
#: `Attempt.key`.
PAYMENT = "payment"


def is_paid(order: Order, attempt: Attempt) -> bool:
    """Return whether the payment of an attempt succeeded."""
    payment = payment_under(order, attempt.gateway_id)
    return payment.state is PaymentState.SUCCEEDED


def is_open(app: App, order: Order, attempt: Attempt, at: datetime) -> bool:
    """Return whether an attempt may still bring money that the order does not know."""
    return not is_paid(order, attempt) and at < attempt.at + app.fulfilment_window


def poll_payments(app: App, known: OrderRow) -> OrderRow:
    """
    Ask for the attempts of an order that are open and that no other asks for now.

    Returns the row as it is stored; *known* is the row as the request knows it.  Raises
    what `ask_open` raises.
    """
    row, attempts = read_attempts(app, known)
    at = app.clock()
    return ask_for_each(
        app,
        row,
        [each for each in attempts if is_open(app, row.order, each, at)],
        ask_by_lease,
    )


def ask_open(app: App, known: OrderRow) -> OrderRow:
    """
    Ask for every open attempt of an order.

    Returns the row as it is stored.  Raises `GatewayError` if one of them cannot be
    known; where the gateway does not answer, the others are not asked for.
    """
    row, attempts = read_attempts(app, known)
    at = app.clock()
    return ask_for_each(
        app, row, [each for each in attempts if is_open(app, row.order, each, at)]
    )


def ask_all(app: App, known: OrderRow) -> OrderRow:
    """
    Ask for every attempt of an order that is open or was paid.

    Of a paid one the gateway may have sent money back by itself, or a person did on its
    dashboard.  Raises what `ask_open` raises.
    """
    row, attempts = read_attempts(app, known)
    at = app.clock()
    return ask_for_each(
        app,
        row,
        [
            each
            for each in attempts
            if is_paid(row.order, each) or is_open(app, row.order, each, at)
        ],
    )


def read_attempts(app: App, known: OrderRow) -> tuple[OrderRow, list[Attempt]]:
    """Return the order and its attempts as they are stored now, the newest first."""
    number = known.order.number
    with app.database.reading() as unit:
        # In this order: a payment is stored with its attempt, so that the order, which
        # may be a newer one, has the payments of all of them.
        attempts = unit.payments.attempts(number)
        row = unit.orders.get(number, known)
    assert row is not None  # orders are never deleted
    return row, attempts


def ask_for(app: App, row: OrderRow, attempt: Attempt) -> OrderRow:
    """Ask the gateway for an attempt, and store what it says; return the row."""
    found = report_of(app, row.order, attempt)
    return row if found.not_found else record_payment(app, row, found)


def ask_for_each(
    app: App,
    row: OrderRow,
    attempts: Iterable[Attempt],
    ask_one: Callable[[App, OrderRow, Attempt], OrderRow] = ask_for,
) -> OrderRow:
    """
    Ask for *attempts* of an order; return the row as it is stored.

    Raises `GatewayError` if one of them cannot be known; the others are asked for all
    the same, unless the gateway does not answer.  *ask_one* is `ask_for` by default.
    """
    trouble = None
    for attempt in attempts:
        try:
            row = ask_one(app, row, attempt)
        except GatewayError as error:
            trouble = trouble or error
            if error.unclear:
                # Who waits for the gateway does not wait for it once more.
                break
    if trouble is not None:
        raise trouble
    return row


def report_of(app: App, order: Order, attempt: Attempt) -> PaymentReport:
    """Return what the gateway says now about the payment of an attempt."""
    ref = ref_of(order, payment_under(order, attempt.gateway_id))
    return converse(ask(app.gateway.status(ref)), app.transport)


def ask_by_lease(app: App, row: OrderRow, attempt: Attempt) -> OrderRow:
    """Do what `ask_for` does, unless another process or request asks now."""
    task = lease(app, PAYMENT, attempt.key)
    if task is None:
        return row
    try:
        return ask_for(app, row, attempt)
    finally:
        release(app, task)


def record_payment(app: App, known: OrderRow, found: PaymentReport) -> OrderRow:
    """
    Apply the gateway's answer about a payment to its order, and store the order.

    Returns the row as it is stored; *known* is the row as the request read it.
    Raises `GatewayError` if the payment differs from what was requested, and logs it:
    money may have been received that settles nothing here.
    """
    at, number = app.clock(), known.order.number
    with app.database.reading() as unit:
        requests = unit.payments.refund_requests(number)
    sent = sent_for(requests, str(found.id))
    changed: list[RefundRequest] = []

    def change(order: Order) -> Order:
        for event in gateway.events_of(order, found, at=at, sent=sent):
            order = order.after(event)
        return order

    def also(unit: Unit, _: OrderRow) -> None:
        changed[:] = update_refund_requests(app, unit, number, found.refunds)

    try:
        if change(known.order) is known.order and not has_news(requests, found.refunds):
            return known
        row = change_order(app, known, change, also=also)
    except GatewayError as error:
        code = error.error_code
        logs.write(at, "payment_refused", order_number=number, error=code)
        raise
    log_failures(app, changed)
    before = {(each.id, each.kind) for each in known.order.reversals}
    for each in row.order.reversals:
        if (each.id, each.kind) not in before:
            facts = {"order_number": number, "kind": str(each.kind)}
            logs.write(at, "payment_reversed", id=each.id, **facts)
    send_refunds(app, number)
    return row


def look_for_payment(app: App, key: str) -> bool | datetime:
    """
    Ask for the payment of an attempt by its key; return True if the attempt is over.

    Once it is paid, returns the end of the fulfilment window, when every attempt is
    asked for the last time: until then the gateway may have given money back by itself.
    Raises `GatewayError` if it cannot be known.
    """
    with app.database.reading() as unit:
        attempt = unit.payments.attempt(key)
        row = None if attempt is None else unit.orders.get(attempt.order_number)
    if attempt is None or row is None:
        return True
    end = attempt.at + app.fulfilment_window
    is_over = app.clock() >= end
    if is_over or not is_paid(row.order, attempt):
        row = ask_for(app, row, attempt)
    return end if is_paid(row.order, attempt) and not is_over else is_over


def webhook(call: Call) -> Envelope:
    """
    Handle an event of the gateway.

    An event only says that something happened: the order's status is read from the
    gateway, so late and repeated events change nothing and need not be stored.
    """
    app = call.app
    provider = call.path["provider"]
    if provider != app.gateway.slug:
        message = f"this service has no gateway {provider!r}"
        raise request_error(NOT_FOUND, "gateway_not_found", message)
    try:
        gateway_id = app.gateway.event(call.headers, call.body)
    except GatewayError as error:
        code = error.error_code
        status = UNAUTHORIZED if code == "unauthorized" else BAD_REQUEST
        return failed(status, code, error.error_message)
    with app.database.reading() as unit:
        attempt = unit.payments.attempt(gateway_id)
        row = None if attempt is None else unit.orders.get(attempt.order_number)
    if attempt is not None and row is not None:
        request_ids.note(order_number=row.order.number)
        try:
            ask_for(app, row, attempt)
        except GatewayError as error:
            return gateway_failed(error)
    return succeeded("The event is taken.", {"taken": row is not None})

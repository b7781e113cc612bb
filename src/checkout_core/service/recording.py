# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the gateway says of payments, applied to the orders that they pay.

An event only says that something happened: the order's status is read from the
gateway, so late and repeated events change nothing.
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
)
from checkout_core.service import logs, request_ids
from checkout_core.service.calls import Call, request_error
from checkout_core.service.dependencies import App
from checkout_core.service.gateway_refunds import send_refunds, update_refund_requests
from checkout_core.service.ports import (
    Attempt,
    OrderRow,
)
from checkout_core.service.saving import save_order
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
    pass


def record_payment(app: App, known: OrderRow, found: PaymentReport) -> OrderRow:
    """
    Apply the gateway's answer about a payment to its order, and store the order.

    Returns the row as it is stored; *known* is the row as the request read it.
    Raises `GatewayError` if the payment differs from what was requested, and logs it:
    money may have been received that settles nothing here.
    """
    at, number = app.clock(), known.order.number
    with app.database.writing() as unit:
        row = unit.orders.get(number, known)
        assert row is not None
        update_refund_requests(unit, number, found.refunds)
        try:
            update = gateway.payment_of(row.order, found, at=at)
        except GatewayError as error:
            code = error.error_code
            logs.write(at, "payment_refused", order_number=number, error=code)
            raise
        after = row.order.after(update)
        row = save_order(app, unit, row, after)
    send_refunds(app, number)
    return row


def refresh_payment(app: App, known: OrderRow) -> OrderRow:
    """
    Read the status of an order's payment that is in progress, if there is one.

    Returns the row as it is stored; *known* is the row as the request knows it.
    """
    number = known.order.number
    with app.database.reading() as unit:
        row = unit.orders.get(number, known)
        last = unit.payments.latest(number)
    assert row is not None
    if last is None or not row.order.amount_unpaid:
        return row
    found = _status(app, row.order, last)
    return row if found.not_found else record_payment(app, row, found)


def _status(app: App, order: Order, attempt: Attempt) -> PaymentReport:
    """Return what the gateway says now about the payment of an attempt."""
    ref = ref_of(order, payment_under(order, attempt.gateway_id))
    return converse(ask(app.gateway.status(ref)), app.transport)


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
            record_payment(app, row, _status(app, row.order, attempt))
        except GatewayError as error:
            return gateway_failed(error)
    return succeeded("The event is taken.", {"taken": row is not None})

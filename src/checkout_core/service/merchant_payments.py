# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The routes by which the merchant confirms an order and notes the money that they took.

Cash at the door, a transfer that came, what a courier remits: all of it is a payment
like those of the gateway.  Promises that a note which is sent twice counts once.

More than an order has unpaid is refused and not noted as excess: no gateway took it, so
nothing could send it back.  What is due is noted; the rest is given back by hand.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import MAX_NOTE, Validator
from checkout_core.errors import CheckoutError
from checkout_core.orders import PaymentUpdate, StatusChange
from checkout_core.service.calls import (
    Call,
    RequestError,
    conflict,
    named,
    read_own_order,
)
from checkout_core.service.orders import order_content
from checkout_core.service.saving import change_order
from checkout_core.wire.envelopes import (
    BAD_REQUEST,
    CONFLICT,
    Envelope,
    failed,
    refused,
    succeeded,
)


if TYPE_CHECKING:
    from datetime import datetime

    from checkout_core.orders import Order


#: How the merchant took a payment.
WAYS = ("cash", "bank-transfer", "other")


def confirm(call: Call) -> Envelope:
    """
    Confirm an order: `{reason?}`.

    For the merchant, who may ship it although it is not paid.  A repeated request
    changes nothing.
    """
    app, body = call.app, call.document()
    check = Validator()
    check.keys("", body, ("reason",))
    reason = check.maybe_text("reason", body.get("reason"), limit=MAX_NOTE)
    check.raise_any()
    event = StatusChange("confirmed", app.clock(), reason or "")
    try:
        row = change_order(app, read_own_order(call), lambda order: order.after(event))
    except CheckoutError as error:
        return refused(error, CONFLICT)
    return succeeded("The order is confirmed.", order_content(app, row.order))


@frozen(kw_only=True)
class _Noted:
    """A payment as the merchant notes it; `at` is None if they do not say when."""

    id: str
    amount: Decimal
    method: str
    reference: str | None
    at: datetime | None


def record_payment(call: Call) -> Envelope:
    """
    Record money that the merchant took: `{id, amount, method, at?, reference?}`.

    For the merchant.  A repeat with the same values changes nothing.
    """
    app, body = call.app, call.document()
    check = Validator()
    check.keys("", body, ("id", "amount", "method", "at", "reference"))
    noted = _Noted(
        id=named(check, "id", body.get("id"), needed="an id of your own"),
        amount=check.positive_amount("amount", body.get("amount")),
        method=check.choice("method", body.get("method"), WAYS),
        reference=check.maybe_text("reference", body.get("reference")),
        at=None if body.get("at") is None else check.time("at", body["at"]),
    )
    check.minor("amount", noted.amount, app.catalogue.store.currency)
    check.raise_any()
    at = app.clock()
    row = change_order(app, read_own_order(call), lambda order: _paid(order, noted, at))
    return succeeded("The payment is noted.", order_content(app, row.order))


def _paid(order: Order, noted: _Noted, at: datetime) -> Order:
    """Return an order once a payment is noted; raise `RequestError` if it cannot be."""
    known = next((each for each in order.payments if each.id == noted.id), None)
    event = PaymentUpdate(
        noted.id,
        noted.amount,
        noted.at or (at if known is None else known.at),
        method=noted.method,
        reference=noted.reference,
        manual=True,
    )
    if known == event:
        return order
    if known is not None:
        message = f"payment {noted.id} of this order is another one; use a new id"
        raise conflict("payment_differs", message)
    if noted.amount > order.amount_unpaid:
        raise RequestError(_more_than_unpaid(order, noted.amount))
    return order.after(event)


def _more_than_unpaid(order: Order, amount: Decimal) -> Envelope:
    unpaid, currency = order.amount_unpaid, order.quote.currency
    code = "more_than_unpaid"
    message = f"only {unpaid} {currency} of this order is unpaid; note at most that"
    error = {"path": "amount", "code": code, "value": f"{amount}", "message": message}
    return failed(BAD_REQUEST, code, message, [error])

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Payments that the merchant takes, as create order and retry ask for them.

Promises that a cart is priced for the payment that its order names, so that a fee for
cash is shown before it is charged, and that a shop takes what it allows only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checkout_core.service.calls import RequestError, conflict
from checkout_core.service.saving import change_order
from checkout_core.wire.envelopes import Answered
from checkout_core.wire.manual import MANUAL_METHODS, is_manual


if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from checkout_core.orders import Order
    from checkout_core.pricing import Quote
    from checkout_core.service.dependencies import App
    from checkout_core.service.ports import OrderRow
    from checkout_core.wire.envelopes import Envelope, PaymentPending


def priced_for(
    app: App, contents: Mapping[str, Any], payment_method: object
) -> dict[str, Any]:
    """
    Return a cart's stored contents with the payment that its order names.

    Only if the cart says nothing of its payment, and the shop takes that of the order;
    a payment that the cart says is compared later.
    """
    found = dict(contents)
    if is_manual(payment_method) and found.get("payment") is None:
        kind = payment_method.get("integration_type")
        if kind in app.catalogue.manual:
            found["payment"] = {"method": MANUAL_METHODS[kind]}
    return found


def check_taken(app: App, quote: Quote) -> None:
    """Raise `RequestError` if a cart is to be paid in a way that the shop refuses."""
    payment = quote.cart.payment
    if payment is None or payment.method not in MANUAL_METHODS.values():
        return
    if payment.method not in {MANUAL_METHODS[each] for each in app.catalogue.manual}:
        message = f"this shop does not take {payment.method}; choose another payment"
        raise conflict("payment_not_taken", message)


def answer_manual(
    app: App,
    row: OrderRow,
    begin: Callable[[Order, datetime], Answered | PaymentPending],
) -> Envelope:
    """
    Return the answer for an order that the merchant is to be paid for, and store it.

    Args:
        app: the dependencies of the service.
        row: the order as the request read it.
        begin: begins the payment with the order and the moment; it is manual.
    """

    def begun(order: Order) -> tuple[Envelope, Order]:
        step = begin(order, app.clock())
        assert isinstance(step, Answered)  # nothing is sent
        if step.order is None:
            raise RequestError(step.envelope)
        return step.envelope, step.order

    envelope, after = begun(row.order)

    def change(order: Order) -> Order:
        nonlocal envelope
        envelope, after = begun(order)
        return after

    if after is not row.order:
        change_order(app, row, change)
    return envelope

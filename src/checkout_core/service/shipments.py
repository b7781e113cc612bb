# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The routes of shipments: list them, record the state of a parcel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.checks import Validator
from checkout_core.errors import CheckoutError
from checkout_core.orders import (
    Refunded,
    ShipmentState,
    ShipmentUpdate,
    unpaid_return,
)
from checkout_core.service.calls import Call, read_own_order
from checkout_core.service.gateway_refunds import send_refunds
from checkout_core.service.orders import order_content
from checkout_core.service.saving import change_order
from checkout_core.wire.envelopes import CONFLICT, Envelope, refused, succeeded
from checkout_core.wire.orders import write_shipments
from checkout_core.wire.refunds import read_units


if TYPE_CHECKING:
    from checkout_core.orders import Order
    from checkout_core.service.dependencies import App


def list_shipments(call: Call) -> Envelope:
    """Return the shipments of an order."""
    shipments = write_shipments(read_own_order(call).order)
    return succeeded("These are the shipments.", {"shipments": shipments})


def record_shipment(call: Call) -> Envelope:
    """
    Record the state of a parcel: `{id, state, units?}`, units by the line's index.

    For the merchant.  Units that come back before they are paid are refunded with it.
    """
    app = call.app
    body = call.document()
    check = Validator()
    check.keys("", body, ("id", "state", "units"))
    name = check.text("id", body.get("id"), needed="the parcel's id")
    state = check.choice("state", body.get("state"), ShipmentState)
    packed = tuple(read_units(check, "units", body.get("units")).items())
    check.raise_any()
    event = ShipmentUpdate(name, state, app.clock(), packed)
    known = read_own_order(call)
    try:
        row = change_order(app, known, lambda order: _reported(app, order, event))
    except CheckoutError as error:
        return refused(error, CONFLICT)
    if len(row.order.refunds) > len(known.order.refunds):
        # An advance goes back.
        send_refunds(app, row.order.number)
    return succeeded("The parcel is noted.", order_content(app, row.order))


def _reported(app: App, order: Order, event: ShipmentUpdate) -> Order:
    """Return an order after the report of a parcel, with the refund that it needs."""
    after = order.after(event)
    if after is order:
        return order
    note = unpaid_return(
        after,
        event.id,
        at=event.at,
        policy=app.refunds,
        store=app.catalogue.store,
    )
    return after if note is None else after.after(Refunded(note))

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The routes of shipments: list them, record the state of a parcel."""

from __future__ import annotations

from checkout_core.checks import Validator
from checkout_core.errors import CheckoutError
from checkout_core.orders import ShipmentState, ShipmentUpdate
from checkout_core.service.calls import Call, own_order, read_own_order
from checkout_core.service.orders import order_content
from checkout_core.service.saving import save_order
from checkout_core.wire.envelopes import CONFLICT, Envelope, refused, succeeded
from checkout_core.wire.orders import write_shipments
from checkout_core.wire.refunds import read_units


def list_shipments(call: Call) -> Envelope:
    """Return the shipments of an order."""
    shipments = write_shipments(read_own_order(call).order)
    return succeeded("These are the shipments.", {"shipments": shipments})


def record_shipment(call: Call) -> Envelope:
    """
    Record the state of a parcel: `{id, state, units?}`, units by the line's index.

    For the merchant.
    """
    app = call.app
    body = call.document()
    check = Validator()
    check.keys("", body, ("id", "state", "units"))
    name = check.text("id", body.get("id"), needed="the parcel's id")
    state = check.choice("state", body.get("state"), ShipmentState)
    packed = tuple(read_units(check, "units", body.get("units")).items())
    check.raise_any()
    with app.database.writing() as unit:
        row = own_order(unit, call)
        event = ShipmentUpdate(name, state, app.clock(), packed)
        try:
            after = row.order.after(event)
        except CheckoutError as error:
            return refused(error, CONFLICT)
        row = save_order(app, unit, row, after)
    return succeeded("The parcel is noted.", order_content(app, row.order))

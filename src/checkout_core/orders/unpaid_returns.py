# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The refund of goods that came back to the seller before they were paid.

A courier who was to collect the price brings the parcel back: nothing is paid back, the
price is no longer asked for, and the invoice needs its credit note all the same.  Of
goods that were paid the merchant decides, since the customer may want them again.

Knows nothing of couriers, documents or databases.
"""

from __future__ import annotations

import hashlib

from typing import TYPE_CHECKING

from checkout_core.checks import MAX_ID, expect
from checkout_core.errors import CheckoutError
from checkout_core.orders.events import ShipmentState
from checkout_core.orders.order import Order


if TYPE_CHECKING:
    from datetime import datetime

    from checkout_core.refunds import Refund, RefundPolicy
    from checkout_core.store import Store


__all__ = ["unpaid_return", "unpaid_return_id"]


#: What the id of such a refund begins with.
_PREFIX = "rto-"
#: What its credit note says.
_REASON = "returned to origin"


def unpaid_return_id(shipment_id: str) -> str:
    """
    Return the id of the refund of a shipment that came back unpaid.

    It depends on the shipment's id only, so that a report which comes twice makes one
    refund: that id after "rto-", or its digest if that is longer than an id may be.

    >>> unpaid_return_id("AWB-77")
    'rto-AWB-77'
    """
    expect(shipment_id=(shipment_id, str))
    ident = _PREFIX + shipment_id
    if len(ident) <= MAX_ID:
        return ident
    return _PREFIX + hashlib.sha256(shipment_id.encode()).hexdigest()


def unpaid_return(
    order: Order,
    shipment_id: str,
    *,
    at: datetime | str,
    policy: RefundPolicy | None = None,
    store: Store | None = None,
) -> Refund | None:
    """
    Return the refund of a shipment that came back unpaid; it is not applied.

    None if the shipment did not come back, if the order is paid, if the units were
    refunded before, and if a part of what they cost was paid or the policy does not let
    them be returned alone: then the merchant decides.

    With the last units all of the order is cancelled, delivery and charges too: what
    was paid in advance goes back less `policy.cancellation_charge`, or is kept, as
    `policy.advance` says.

    Args:
        order: the order, to which the shipment was reported as `returned_to_origin`.
        shipment_id: the shipment's id.
        at: when it is made, with its offset.
        policy: how money is given back, by default `RefundPolicy()`.
        store: the store the order was priced in; the policies `recompute` and
            `bundle_only` need it.

    Raises `CheckoutError` if *order* is not an `Order`.
    """
    expect(order=(order, Order), shipment_id=(shipment_id, str))
    shipment = next((each for each in order.shipments if each.id == shipment_id), None)
    came_back = ShipmentState.RETURNED_TO_ORIGIN
    if shipment is None or shipment.state is not came_back or not order.amount_unpaid:
        return None
    ident, left = unpaid_return_id(shipment_id), _left(order)
    units = {
        line: min(count, left[line])
        for line, count in shipment.units.items()
        if left[line]
    }
    if not units or any(each.id == ident for each in order.refunds):
        return None
    if units == {line: count for line, count in left.items() if count}:
        return order.cancellation(id=ident, at=at, policy=policy, reason=_REASON)
    try:
        note = order.refund(
            units, id=ident, at=at, policy=policy, reason=_REASON, store=store
        )
    except CheckoutError:
        # Units that an offer ties to others do not come back alone.
        return None
    paid = note.gateway_due != note.unpaid or any(each.due for each in note.tenders)
    return None if paid else note


def _left(order: Order) -> dict[int, int]:
    """Return how many units of each line are not refunded yet."""
    back = order.returned
    return {
        line: quoted.quantity - back.get(line, 0)
        for line, quoted in enumerate(order.quote.lines)
    }

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The status that each event of an order leads to.

`TRANSITIONS` is the whole of an order's life: a status, an event's name, the status it
leads to.  Statuses are those of Commerce Engine's order document.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping


#: The status each event leads to.  Events of shipments end with `_in_part` while some
#: unit of the order has not reached that state.  `paid` is the payment that completes
#: what is due then.
TRANSITIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "draft": {
            "submitted": "pending",
            "approval_asked": "awaiting_approval",
            "confirmed": "confirmed",
            "paid": "confirmed",
            "cancelled": "cancelled",
        },
        "pending": {
            "approval_asked": "awaiting_approval",
            "confirmed": "confirmed",
            "paid": "confirmed",
            "cancelled": "cancelled",
        },
        "awaiting_approval": {
            "confirmed": "confirmed",
            "cancelled": "cancelled",
        },
        "confirmed": {
            "scheduled_in_part": "partially_scheduled",
            "scheduled": "awaiting_shipment",
            "shipped_in_part": "partially_shipped",
            "shipped": "shipped",
            "cancelled": "cancelled",
        },
        "partially_scheduled": {
            "scheduled_in_part": "partially_scheduled",
            "scheduled": "awaiting_shipment",
            "shipped_in_part": "partially_shipped",
            "cancelled": "cancelled",
        },
        "awaiting_shipment": {
            "shipped_in_part": "partially_shipped",
            "shipped": "shipped",
            "cancelled": "cancelled",
        },
        "partially_shipped": {
            "scheduled_in_part": "partially_shipped",
            "scheduled": "partially_shipped",
            "shipped_in_part": "partially_shipped",
            "shipped": "shipped",
            "delivered_in_part": "partially_delivered",
            "undelivered_in_part": "partially_undelivered",
            "returned_to_origin_in_part": "partially_return_to_origin",
        },
        "shipped": {
            "shipped": "shipped",
            "delivered_in_part": "partially_delivered",
            "delivered": "complete",
            "undelivered_in_part": "partially_undelivered",
            "undelivered": "undelivered",
            "returned_to_origin_in_part": "partially_return_to_origin",
            "returned_to_origin": "return_to_origin",
        },
        "partially_delivered": {
            "scheduled_in_part": "partially_delivered",
            "scheduled": "partially_delivered",
            "shipped_in_part": "partially_delivered",
            "shipped": "partially_delivered",
            "delivered_in_part": "partially_delivered",
            "delivered": "complete",
            "undelivered_in_part": "partially_undelivered",
            "returned_to_origin_in_part": "partially_return_to_origin",
        },
        "partially_undelivered": {
            "scheduled_in_part": "partially_undelivered",
            "scheduled": "partially_undelivered",
            "shipped_in_part": "partially_shipped",
            "shipped": "shipped",
            "delivered_in_part": "partially_delivered",
            "delivered": "complete",
            "undelivered_in_part": "partially_undelivered",
            "undelivered": "undelivered",
            "returned_to_origin_in_part": "partially_return_to_origin",
            "returned_to_origin": "return_to_origin",
        },
        "undelivered": {
            "shipped": "shipped",
            "delivered_in_part": "partially_delivered",
            "delivered": "complete",
            "undelivered": "undelivered",
            "returned_to_origin_in_part": "partially_return_to_origin",
            "returned_to_origin": "return_to_origin",
        },
        "partially_return_to_origin": {
            "scheduled_in_part": "partially_return_to_origin",
            "scheduled": "partially_return_to_origin",
            "shipped_in_part": "partially_return_to_origin",
            "shipped": "partially_return_to_origin",
            "delivered_in_part": "partially_delivered",
            "delivered": "complete",
            "undelivered_in_part": "partially_undelivered",
            "undelivered": "undelivered",
            "returned_to_origin_in_part": "partially_return_to_origin",
            "returned_to_origin": "return_to_origin",
        },
        "return_to_origin": {},
        "complete": {},
        "cancelled": {},
    }
)

#: Money events are legal in every status; they change it only if the table says so.
MONEY_EVENTS = (
    "payment_started",
    "payment_failed",
    "paid_in_part",
    "paid",
    "refunded",
    "excess_returned",
    "payment_reversed",
    "payment_disputed",
)

#: The names of `StatusChange`, and the status each leads to.
STATUS_CHANGES: Mapping[str, str] = MappingProxyType(
    {
        "submitted": "pending",
        "approval_asked": "awaiting_approval",
        "confirmed": "confirmed",
        "cancelled": "cancelled",
    }
)


def legal_events(status: str) -> tuple[str, ...]:
    """Return the names of the events that are legal in a status."""
    return (*TRANSITIONS[status], *money_events(status))


def money_events(status: str) -> tuple[str, ...]:
    """
    Return the money events that are legal although a status has no row for them.

    >>> money_events("pending")[:2]
    ('payment_started', 'payment_failed')
    """
    return tuple(name for name in MONEY_EVENTS if name not in TRANSITIONS[status])

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What can happen to an order, as values, and where each event leads.

`TRANSITIONS` is the whole of an order's life: a status, an event's name, the
status it leads to.  Statuses are those of Commerce Engine's order document.
Knows nothing of the order itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from checkout_core.orders.creditnote import Refund


if TYPE_CHECKING:
    from datetime import datetime


#: Where each event leads.  What happens to parcels has two names: `_in_part`
#: while some unit of the order is not there yet.  `paid` is the payment that
#: leaves nothing to pay.
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

#: Money may come and go in every status, and moves it only where the table says so.
MONEY_EVENTS = (
    "payment_started",
    "payment_failed",
    "paid_in_part",
    "paid",
    "refunded",
    "excess_returned",
)


class ParcelState(StrEnum):
    """Where a parcel is."""

    SCHEDULED = "scheduled"
    SHIPPED = "shipped"
    UNDELIVERED = "undelivered"
    DELIVERED = "delivered"
    RETURNED_TO_ORIGIN = "returned_to_origin"


#: What a parcel can be next; one that was not delivered is tried again or goes back.
PARCELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "scheduled": ("shipped",),
        "shipped": ("delivered", "undelivered", "returned_to_origin"),
        "undelivered": ("shipped", "delivered", "returned_to_origin"),
        "delivered": (),
        "returned_to_origin": (),
    }
)


class PaymentState(StrEnum):
    """How one payment stands; what succeeded never fails afterwards."""

    STARTED = "started"
    FAILED = "failed"
    SUCCEEDED = "succeeded"


@frozen
class Paid:
    """
    What became of one payment: told by the gateway, in any order, any number of times.

    `id` is the gateway's for this attempt; `amount` what it is for, in the
    order's currency; `method` and `reference` are for people.
    """

    id: str
    amount: Decimal
    at: datetime
    state: PaymentState = field(default=PaymentState.SUCCEEDED, converter=PaymentState)
    method: str | None = None
    reference: str | None = None


@frozen
class Parcelled:
    """
    What became of one parcel: `units` says what is in it, by line.

    Units are needed where the parcel is new, and may be left out afterwards.
    """

    id: str
    state: ParcelState = field(converter=ParcelState)
    at: datetime
    units: tuple[tuple[int, int], ...] = ()


@frozen
class Moved:
    """
    A step that somebody decides: submitted, approval_asked, confirmed, cancelled.

    `reason` and `feedback` are the shopper's words about a cancellation.
    """

    name: str
    at: datetime
    reason: str = ""
    feedback: str | None = None


@frozen
class Refunded:
    """Money was given back by a refund."""

    refund: Refund


@frozen
class ExcessReturned:
    """Money that came twice or too late was sent back; no goods are concerned."""

    id: str
    amount: Decimal
    at: datetime


Event: TypeAlias = Paid | Parcelled | Moved | Refunded | ExcessReturned

#: What `Moved` can say.
MOVES = ("submitted", "approval_asked", "confirmed", "cancelled")

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The refund request for a credit note.

Promises that the amount is the note's gateway part and that the request has the note's
id, so that Juspay treats a repeat as the same refund.  It is for hosts whose orders are
paid by one payment: if several paid, each one's part needs its own `refund_order`, as
the service does it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from checkout_core.checks import expect
from checkout_core.juspay.orders import refund_order
from checkout_core.refunds import Refund


if TYPE_CHECKING:
    from decimal import Decimal
    from typing import Unpack

    from checkout_core.http import Request
    from checkout_core.juspay.policy import Policy
    from checkout_core.juspay.requests import Credentials


class Sending(TypedDict, total=False):
    """How a request is sent, as `refund_order` takes it."""

    customer_id: str | None
    environment: str
    routing_id: str | None
    version: str
    policy: Policy


def refund_from(
    credentials: Credentials,
    note: Refund,
    *,
    order_id: str,
    left: Decimal | None = None,
    **sending: Unpack[Sending],
) -> Request | None:
    """
    Return the request that refunds *note*, None if its gateway part is 0.

    *order_id* is Juspay's; *left* is the amount of the order not refunded before, None
    if not known.  Raises `CheckoutError` for an id or an amount Juspay refuses.
    """
    expect(note=(note, Refund))
    if not note.gateway:
        return None
    return refund_order(
        credentials,
        order_id=order_id,
        unique_request_id=note.id,
        amount=note.gateway,
        left=left,
        currency=note.currency,
        **sending,
    )

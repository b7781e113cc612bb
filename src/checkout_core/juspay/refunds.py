# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The refund request that a credit note asks for.

Promises that what is sent is the note's own share of the gateway, under its own
id, so that sending it again is the same refund to Juspay.  It is for hosts whose
orders are paid by one payment: where several paid, each is given back its part by a
`refund_order` of its own, as the service does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from checkout_core.checks import expect
from checkout_core.juspay.orders import refund_order
from checkout_core.orders import Refund


if TYPE_CHECKING:
    from decimal import Decimal
    from typing import Unpack

    from checkout_core.juspay.requests import Credentials, Request
    from checkout_core.juspay.rules import Policy


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
    Return the request that pays *note* back, None where the gateway owes nothing.

    *order_id* is Juspay's, *left* what of it was not refunded before, where the
    caller knows.  Raises `CheckoutError` for an id or an amount Juspay refuses.
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

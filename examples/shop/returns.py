# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What comes back of an order, and the money for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from checkout_core import Order, Refund, Refunded
from checkout_core.wire import Returns, read_returns
from shop.problems import Conflict, Malformed


def returns_of(document: Any, at: datetime) -> Returns:
    """Return what a client gives back at a moment: `{id, returned}`."""
    if not isinstance(document, Mapping):
        return read_returns(document)
    if "at" in document:
        raise Malformed("leave out at: the shop says when goods come back")
    return read_returns({**document, "at": at.isoformat()})


def refunded(order: Order, asked: Returns) -> tuple[Refund, Order]:
    """Return a refund and the order with it; a refund that was made stays as it is."""
    for note in order.refunds:
        if note.id == asked.id:
            if {x.line: x.quantity for x in note.returned} != dict(asked.returned):
                raise Conflict(f"refund {note.id} was made before, of other units")
            return note, order
    note = order.refund(asked.returned, id=asked.id, at=asked.at)
    return note, order.after(Refunded(note))

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What an order consists of: its quote, its status, and all that happened to it.

Values and nothing else: `settlement` reads its money, `apply` what an event makes of
it, and `order` is all of that for the host.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import fields, frozen

from checkout_core.refunds.note import sum_of_returned


if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.orders.events import (
        ExcessReturned,
        PaymentUpdate,
        ShipmentUpdate,
    )
    from checkout_core.orders.reversals import Disputed, Reversed
    from checkout_core.pricing import Quote
    from checkout_core.refunds import Refund, Units
    from checkout_core.statuses import OrderStatus


@frozen(kw_only=True)
class Facts:
    """The attributes of an `Order` of the same names."""

    number: str
    quote: Quote
    placed_at: datetime
    status: OrderStatus
    payments: tuple[PaymentUpdate, ...]
    shipments: tuple[ShipmentUpdate, ...]
    refunds: tuple[Refund, ...]
    excess: tuple[ExcessReturned, ...]
    reversals: tuple[Reversed, ...]
    disputes: tuple[Disputed, ...]
    reason: str
    feedback: str | None

    @property
    def to_be_paid(self) -> Decimal:
        """What the quote asks to be paid, in major units."""
        return self.quote.to_be_paid

    @property
    def returned(self) -> Units:
        """How many units of each line were returned, by the line's index."""
        return sum_of_returned([row for each in self.refunds for row in each.returned])


#: The names of the attributes.
NAMES = tuple([each.name for each in fields(Facts)])


__all__ = ["NAMES", "Facts"]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Chargebacks in Juspay's answers: a payer's bank asks for its money back.

Knows what each word of theirs comes to; a word that is not known leaves a chargeback
open, so that a person looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.orders import DisputeState
from checkout_core.values import Record


if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal


#: What decides a chargeback.  Source: the names of Juspay's chargeback events
#: (CHARGEBACK_...; 2026-11).  RECEIVED, UNDER_REVIEW and EVIDENCE_REQUIRED are open;
#: CANCELED and EXPIRED do not say in whose favour.  ALREADY_REFUNDED took nothing.
DECIDED: Mapping[str, DisputeState] = MappingProxyType(
    {
        "RESOLVED_IN_MERCHANT_FAVOUR": DisputeState.WON,
        "RESOLVED_IN_CUSTOMER_FAVOUR": DisputeState.LOST,
        "ALREADY_REFUNDED": DisputeState.WON,
    }
)


@frozen(kw_only=True)
class Chargeback:
    """
    A chargeback: an entry of an order.

    Attributes:
        id, object_reference_id: Juspay's id of it, and the gateway's.
        amount: how much the bank asks for, in major units.
        dispute_status, status: how far it is, by name; pages have either; `dispute`
            reads it.
        date_created, date_resolved: when it came and when it was decided, with offsets.
        other: every other key, and every value that could not be read.
    """

    id: str | None = None
    object_reference_id: str | None = None
    amount: Decimal | None = None
    dispute_status: str | None = None
    status: str | None = None
    date_created: datetime | None = None
    date_resolved: datetime | None = None
    other: Record = Record()

    @property
    def known_as(self) -> str | None:
        """The id by which it is known, None without one."""
        return self.id or self.object_reference_id

    @property
    def dispute(self) -> DisputeState:
        """Its state."""
        word = (self.dispute_status or self.status or "").removeprefix("CHARGEBACK_")
        return DECIDED.get(word, DisputeState.OPENED)


__all__ = ["DECIDED", "Chargeback"]

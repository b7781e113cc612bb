# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The repository of webhooks to the merchant's systems."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from attrs import frozen

from checkout_core.service.database.moments import moment_of, text_of
from checkout_core.service.database.tables import OUTGOING_EVENTS
from checkout_core.service.ports import OutgoingEvent


if TYPE_CHECKING:
    from checkout_core.service.database.statements import Statements


#: How long an event is kept once the receiver has taken it.
KEPT = timedelta(days=30)


@frozen
class SqlEvents:
    """The webhooks to the merchant's systems."""

    _sql: Statements

    def add(self, event: OutgoingEvent) -> None:
        """Store a new event."""
        self._sql.insert(
            OUTGOING_EVENTS,
            id=event.id,
            order_number=event.order_number,
            event=event.event,
            body=event.body,
            created_at=text_of(event.created_at),
            delivered_at=None,
        )

    def get(self, event_id: str) -> OutgoingEvent | None:
        """Return an event, None if there is none."""
        row = self._sql.of_key(OUTGOING_EVENTS.c.id, event_id)
        if row is None:
            return None
        return OutgoingEvent(
            id=row.id,
            order_number=row.order_number,
            event=row.event,
            body=row.body,
            created_at=datetime.fromisoformat(row.created_at),
            delivered_at=moment_of(row.delivered_at),
        )

    def delivered(self, event_id: str, at: datetime) -> None:
        """Note that the receiver took an event; forget those taken a month before."""
        taken = OUTGOING_EVENTS.c.delivered_at
        self._sql.update(
            OUTGOING_EVENTS, OUTGOING_EVENTS.c.id == event_id, delivered_at=text_of(at)
        )
        forgotten = sa.delete(OUTGOING_EVENTS).where(taken < text_of(at - KEPT))
        self._sql.connection.execute(forgotten)

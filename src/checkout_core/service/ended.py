# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Which sessions have ended, as this process knows it.

An access token needs no look into the database, so its end has to be known without one.
Each process reads the ends of all processes every two seconds, and knows its own at
once: a token of an ended session opens nothing here from then on, and nothing in
another process after `EVERY` and the time of one query.  `sessions` reads them.

Only ends within the life of an access token are kept; older ones have no token left.
"""

from __future__ import annotations

import threading

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from checkout_core.service.tokens import ACCESS


if TYPE_CHECKING:
    from checkout_core.service.ports import Database, SessionRow
    from checkout_core.service.tokens import Caller


#: How often the ends are read, in seconds.
EVERY = 2.0
#: How far back each reading looks: an end is committed later than its own moment, and
#: the clocks of two machines differ.
OVERLAP = timedelta(seconds=60)


class EndedSessions:
    """
    The ends that this process knows of.

    Safe to share between threads; asking it takes no lock.
    """

    def __init__(self) -> None:
        self._ends: Mapping[tuple[str, str], datetime] = {}
        self._lock = threading.Lock()
        self._read_at: datetime | None = None

    def __len__(self) -> int:
        return len(self._ends)

    def covers(self, caller: Caller) -> bool:
        """Return whether the session of a caller's token has ended."""
        session = caller.session
        if session is None:
            return False
        ends = self._ends
        if (caller.id, session.id) in ends:
            return True
        all_ended = ends.get((caller.id, ""))
        # Both are whole seconds, and a token of the very second may be older.
        return all_ended is not None and session.issued_at <= all_ended

    def add(self, rows: Iterable[SessionRow], at: datetime) -> None:
        """Add ends, and forget those that no token is left of *at* this moment."""
        new = {(row.owner, row.id): row.ended_at for row in rows}
        with self._lock:
            self._ends = {
                key: end
                for key, end in {**self._ends, **new}.items()
                if end is not None and end > at - ACCESS
            }

    def read(self, database: Database, at: datetime) -> None:
        """Read what ended in any process since the last time, *at* this moment."""
        since = at - ACCESS if self._read_at is None else self._read_at - OVERLAP
        with database.reading() as unit:
            rows = list(unit.sessions.ended_since(since))
        self.add(rows, at)
        self._read_at = at

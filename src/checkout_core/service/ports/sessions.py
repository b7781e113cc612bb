# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The port of sessions: how often their tokens were renewed, and which have ended.

A session that was neither renewed nor ended has no row, so that beginning one writes
nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from attrs import frozen


if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


@frozen(kw_only=True)
class SessionRow:
    """
    A session that was renewed or ended.

    Attributes:
        owner: whose session it is.
        id: the session, "" for all sessions of the owner that had begun at its end.
        generation: how often its tokens were renewed, 0 by default.
        renewed_at: when they last were, None (the default) if never.
        ended_at: when it ended, None (the default) if it did not.
        until: when the last of its tokens has expired; the row is then of no use.
    """

    owner: str
    id: str
    until: datetime
    generation: int = 0
    renewed_at: datetime | None = None
    ended_at: datetime | None = None


class Sessions(Protocol):
    """The sessions that were renewed or ended."""

    def held(self, row: SessionRow) -> SessionRow:
        """
        Return the stored row with the key of *row*; store *row* if there is none.

        Others that want it wait until the unit ends.
        """
        ...

    def all_ended_at(self, owner: str) -> datetime | None:
        """Return when all sessions of an owner were last ended, None if never."""
        ...

    def put(self, row: SessionRow) -> None:
        """Store a changed row."""
        ...

    def ended_since(self, at: datetime) -> Iterable[SessionRow]:
        """Return the rows of sessions that ended at *at* or later."""
        ...

    def forget(self, at: datetime) -> None:
        """Delete some of the rows whose last token had expired *at* this moment."""
        ...

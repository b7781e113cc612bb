# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The repository of sessions; moments are seconds since 1970."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from attrs import frozen
from sqlalchemy import select

from checkout_core.service.database.tables import SESSIONS
from checkout_core.service.ports.sessions import SessionRow


if TYPE_CHECKING:
    from sqlalchemy.engine import Row

    from checkout_core.service.database.statements import Statements


@frozen
class SqlSessions:
    """The sessions that were renewed or ended."""

    _sql: Statements

    def held(self, row: SessionRow) -> SessionRow:
        """Return the stored row with the key of *row*; store *row* if there is none."""
        self._sql.insert(SESSIONS, owner=row.owner, id=row.id, **_values(row))
        found = self._sql.one(
            SESSIONS, SESSIONS.c.owner == row.owner, SESSIONS.c.id == row.id
        )
        assert found is not None
        return _row(found)

    def all_ended_at(self, owner: str) -> datetime | None:
        """Return when all sessions of an owner were last ended, None if never."""
        query = select(SESSIONS.c.ended_at).where(
            SESSIONS.c.owner == owner, SESSIONS.c.id == ""
        )
        return _moment(self._sql.connection.scalar(query))

    def put(self, row: SessionRow) -> None:
        """Store a changed row."""
        self._sql.update(
            SESSIONS,
            SESSIONS.c.owner == row.owner,
            SESSIONS.c.id == row.id,
            **_values(row),
        )

    def ended_since(self, at: datetime) -> list[SessionRow]:
        """Return the rows of sessions that ended at *at* or later."""
        query = select(SESSIONS).where(SESSIONS.c.ended_at >= _seconds(at))
        return [_row(each) for each in self._sql.connection.execute(query)]

    def forget(self, at: datetime) -> None:
        """Delete some of the rows whose last token had expired *at* this moment."""
        self._sql.forget(SESSIONS, SESSIONS.c.until, _seconds(at))


def _values(row: SessionRow) -> dict[str, Any]:
    return {
        "generation": row.generation,
        "renewed_at": _seconds(row.renewed_at),
        "ended_at": _seconds(row.ended_at),
        "until": _seconds(row.until),
    }


def _row(found: Row[Any]) -> SessionRow:
    return SessionRow(
        owner=found.owner,
        id=found.id,
        generation=found.generation,
        renewed_at=_moment(found.renewed_at),
        ended_at=_moment(found.ended_at),
        until=datetime.fromtimestamp(found.until, UTC),
    )


def _seconds(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)

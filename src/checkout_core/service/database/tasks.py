# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The repository of tasks, which several processes share by leases.

Promises that no task is leased twice at a time: PostgreSQL locks the rows that one
process looks at and lets another skip them, and SQLite has one writer at a time.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from attrs import evolve, frozen

from checkout_core.service.database.moments import moment_of, text_of
from checkout_core.service.database.tables import TASKS
from checkout_core.service.ports import Task


if TYPE_CHECKING:
    from sqlalchemy.engine import Row

    from checkout_core.service.database.statements import Statements


@frozen
class SqlTasks:
    """What is still to be done."""

    _sql: Statements

    def add(self, kind: str, key: str, due_at: datetime) -> None:
        """Add a task; one of this kind and key that is there stays as it is."""
        self._sql.insert(
            TASKS,
            kind=kind,
            key=key,
            due_at=text_of(due_at),
            tries=0,
            leased_until=None,
        )

    def claim(
        self, kinds: Collection[str], at: datetime, until: datetime, limit: int
    ) -> list[Task]:
        """Lease tasks that are due *at* a moment, the longest waiting first."""
        query = (
            sa.select(TASKS)
            .where(TASKS.c.kind.in_(kinds), TASKS.c.due_at <= text_of(at), _is_free(at))
            .order_by(TASKS.c.due_at, TASKS.c.kind, TASKS.c.key)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        found = [_task(row) for row in self._sql.connection.execute(query).all()]
        return [self._leased(each, until) for each in found]

    def get(self, kind: str, key: str) -> Task | None:
        """Return a task, None if there is none."""
        row = self._sql.one(TASKS, *_named(kind, key))
        return None if row is None else _task(row)

    def of_keys(self, kind: str, keys: Collection[str]) -> dict[str, Task]:
        """Return the tasks of a kind by their keys; those that ended are left out."""
        query = sa.select(TASKS).where(TASKS.c.kind == kind, TASKS.c.key.in_(keys))
        return {row.key: _task(row) for row in self._sql.connection.execute(query)}

    def take(self, kind: str, key: str, at: datetime, until: datetime) -> Task | None:
        """Lease one task, due or not; None if there is none or another leases it."""
        row = self._sql.one(TASKS, *_named(kind, key), _is_free(at))
        return None if row is None else self._leased(_task(row), until)

    def _leased(self, task: Task, until: datetime) -> Task:
        where = _named(task.kind, task.key)
        self._sql.update(TASKS, *where, leased_until=text_of(until))
        return evolve(task, leased_until=until)

    def put_off(self, task: Task, due_at: datetime) -> None:
        """End the lease of a task that was tried; nothing if it is another's by now."""
        tried = {"due_at": text_of(due_at), "tries": TASKS.c.tries + 1}
        self._sql.update(TASKS, *_mine(task), leased_until=None, **tried)

    def release(self, task: Task) -> None:
        """End the lease of a task, which stays as it was; see `put_off`."""
        self._sql.update(TASKS, *_mine(task), leased_until=None)

    def done(self, kind: str, key: str) -> None:
        """Delete a task."""
        self._sql.connection.execute(sa.delete(TASKS).where(*_named(kind, key)))

    def late(self, at: datetime) -> dict[str, int]:
        """Return how many tasks of each kind are due *at* a moment."""
        query = (
            sa.select(TASKS.c.kind, sa.func.count().label("late"))
            .where(TASKS.c.due_at <= text_of(at))
            .group_by(TASKS.c.kind)
        )
        rows = self._sql.connection.execute(query)
        return {row.kind: row.late for row in rows}


def _named(kind: str, key: str) -> tuple[Any, ...]:
    return (TASKS.c.kind == kind, TASKS.c.key == key)


def _is_free(at: datetime) -> Any:
    lease = TASKS.c.leased_until
    return sa.or_(lease.is_(None), lease <= text_of(at))


def _mine(task: Task) -> tuple[Any, ...]:
    """Return the conditions of a task whose lease is still that of *task*."""
    assert task.leased_until is not None
    lease = TASKS.c.leased_until == text_of(task.leased_until)
    return (*_named(task.kind, task.key), lease)


def _task(row: Row[Any]) -> Task:
    return Task(
        kind=row.kind,
        key=row.key,
        due_at=datetime.fromisoformat(row.due_at),
        tries=row.tries,
        leased_until=moment_of(row.leased_until),
    )

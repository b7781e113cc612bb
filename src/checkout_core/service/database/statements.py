# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The statements that both databases run in the same words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from attrs import frozen
from sqlalchemy.dialects import postgresql, sqlite


if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Row


#: Both support `ON CONFLICT DO NOTHING`, through their own insert functions.
_INSERT: Mapping[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}

#: How many old rows a writer deletes.
FORGOTTEN = 20


@frozen
class Statements:
    """
    The statements of one transaction.

    Attributes:
        connection: a connection in a transaction.
        locks: whether rows that are read by key stay locked until its end.
    """

    connection: Connection
    locks: bool

    def one(self, table: sa.Table, *where: Any) -> Row[Any] | None:
        """Return the one row that fits, held until the end by a writer."""
        query = sa.select(table).where(*where)
        if self.locks:
            query = query.with_for_update()
        return self.connection.execute(query).one_or_none()

    def of_key(self, column: sa.Column[str], key: str) -> Row[Any] | None:
        """Return the row of a key; any text can be a key."""
        # PostgreSQL cannot compare with a text that contains NUL.
        return None if "\0" in key else self.one(column.table, column == key)

    def insert(self, table: sa.Table, **values: Any) -> bool:
        """Insert a row; return False if its key exists."""
        insert = _INSERT[self.connection.dialect.name](table)
        # Not every driver counts what was inserted, but all say what they return.
        query = insert.values(values).on_conflict_do_nothing().returning(sa.true())
        return self.connection.execute(query).first() is not None

    def update(self, table: sa.Table, *where: Any, **values: Any) -> bool:
        """Change the matching rows; return False if there is none."""
        done = self.connection.execute(sa.update(table).where(*where).values(values))
        return done.rowcount > 0

    def forget(self, table: sa.Table, column: sa.Column[Any], before: Any) -> None:
        """
        Delete some rows whose *column* is below *before*, the lowest first.

        They are few, so that no request pays for many; each writer may delete more rows
        than it adds, so that none are left in the end.
        """
        keys = table.primary_key.columns
        old = (
            sa.select(*keys)
            .where(column < before)
            .order_by(column)
            .limit(FORGOTTEN)
            # Rows that another writer deletes just now are left to it.
            .with_for_update(skip_locked=True)
        )
        self.connection.execute(sa.delete(table).where(sa.tuple_(*keys).in_(old)))

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The statements that both databases run in the same words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from attrs import frozen
from sqlalchemy.dialects import postgresql, sqlite


if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Row


#: Both support `ON CONFLICT DO NOTHING`, through their own insert functions.
_INSERT: Mapping[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}

#: SQLAlchemy keeps how many rows an INSERT made only where it is asked to.
_COUNTED: Mapping[str, Any] = {"preserve_rowcount": True}

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
        if "\0" in key:
            return None
        query = _of_key(column, locks=self.locks)
        return self.connection.execute(query, {"given": key}).one_or_none()

    def insert(self, table: sa.Table, **values: Any) -> bool:
        """Insert a row; return False if its key exists."""
        query = _insert(table, self.connection.dialect.name)
        return self.connection.execute(query, values).rowcount > 0

    def put(self, table: sa.Table, **values: Any) -> None:
        """Insert a row, or change the one of its key; *values* are all its columns."""
        query = _put(table, self.connection.dialect.name)
        self.connection.execute(query, values)

    def count(
        self,
        column: sa.Column[int],
        step: int,
        before: int,
        most: int | None,
        **key: str,
    ) -> bool:
        """
        Add *step* to a counter that begins with *before*.

        Return False, and change nothing, if it would be above *most*.
        """
        if most is not None and before + step > most:
            # One that exists may have less, since something was given back.
            of_key = {f"of_{name}": text for name, text in key.items()}
            query = _count_existing(column)
            given = {**of_key, "step": step, "most": most}
            return self.connection.execute(query, given).rowcount > 0
        limit = {} if most is None else {"most": most}
        query = _count(column, self.connection.dialect.name, is_limited=bool(limit))
        given = {**key, column.key: before + step, "step": step, **limit}
        return self.connection.execute(query, given).rowcount > 0

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
        # PostgreSQL may carry out a subquery again for each row, and find other rows
        # each time; a common table expression it carries out once.
        few = sa.select(old.cte("old"))
        self.connection.execute(sa.delete(table).where(sa.tuple_(*keys).in_(few)))


# Built once, since building one takes longer than SQLite needs to carry it out --------


@cache
def _of_key(column: sa.Column[str], *, locks: bool) -> Any:
    query = sa.select(column.table).where(column == sa.bindparam("given"))
    return query.with_for_update() if locks else query


@cache
def _insert(table: sa.Table, dialect: str) -> Any:
    query = _INSERT[dialect](table).on_conflict_do_nothing()
    return query.execution_options(**_COUNTED)


@cache
def _put(table: sa.Table, dialect: str) -> Any:
    query, keys = _INSERT[dialect](table), {*table.primary_key}
    new = {x.key: query.excluded[x.key] for x in table.columns if x not in keys}
    return query.on_conflict_do_update(index_elements=[*keys], set_=new)


@cache
def insert_if(condition: sa.ColumnElement[bool], table: sa.Table, dialect: str) -> Any:
    """Return what inserts a row, unless its key exists or a *condition* is false."""
    values = {x.key: sa.bindparam(x.key, type_=x.type) for x in table.columns}
    row = sa.select(*values.values()).where(condition)
    query = _INSERT[dialect](table).from_select([*values], row)
    return query.on_conflict_do_nothing().execution_options(**_COUNTED)


@cache
def _count(column: sa.Column[int], dialect: str, *, is_limited: bool) -> Any:
    total = column + sa.bindparam("step", type_=sa.BigInteger)
    most = total <= sa.bindparam("most", type_=sa.BigInteger) if is_limited else None
    return (
        _INSERT[dialect](column.table)
        .on_conflict_do_update(
            index_elements=[*column.table.primary_key],
            set_={column.key: total},
            where=most,
        )
        .execution_options(**_COUNTED)
    )


@cache
def _count_existing(column: sa.Column[int]) -> Any:
    total = column + sa.bindparam("step", type_=sa.BigInteger)
    keys = [each == sa.bindparam(f"of_{each.key}") for each in column.table.primary_key]
    where = [*keys, total <= sa.bindparam("most", type_=sa.BigInteger)]
    return sa.update(column.table).where(*where).values({column.key: total})

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The ports implemented with SQL: SQLite in a file, or PostgreSQL by its URL.

Promises that counters, points and credit move only by compare-and-set, and that a
transaction is committed to the disk before its block ends.  Plain SQLAlchemy Core
without an event loop, since SQLite does not support one: the service runs these blocks
on its own threads, as many as there are connections, and both databases run the same
statements.

Knows no rule of carts or orders.
"""

from __future__ import annotations

import threading

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from attrs import frozen
from sqlalchemy import event

from checkout_core.service.database.balances import SqlBalances
from checkout_core.service.database.carts import SqlCarts
from checkout_core.service.database.counters import SqlCounters
from checkout_core.service.database.gift_cards import SqlGiftCards
from checkout_core.service.database.orders import SqlOrders
from checkout_core.service.database.payments import SqlPayments
from checkout_core.service.database.statements import Statements
from checkout_core.service.database.tables import TASKS, create_tables
from checkout_core.service.database.tasks import SqlTasks, fill_tasks


if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy.engine import Connection


__all__ = ["SqlDatabase", "SqlUnit"]


T = TypeVar("T")

#: How long SQLite waits for another writer, in seconds.
BUSY_TIMEOUT = 30
#: A lock so that only one of several services creates the tables; the number is
#: arbitrary.
_CREATION_LOCK = {
    "postgresql": f"SELECT pg_advisory_xact_lock({0x636865636B6F7574})",
    # A SQLite writer is exclusive already.
    "sqlite": "SELECT 1",
}


class SqlDatabase:
    """
    A database by its URL; missing tables and columns are created.

    Raises `ValueError` if its tables are those of a later release.

    Args:
        url: `sqlite:///shop.db` is a file, `sqlite://` is in memory and ends with the
            object, `postgresql+psycopg://...` is PostgreSQL.
        connections: the maximum number of open connections, 8 by default; a block waits
            for a free one.

    Attributes:
        connections: the same, but 1 for a database in memory.
    """

    def __init__(self, url: str, *, connections: int = 8) -> None:
        parsed = sa.make_url(url)
        if parsed.drivername in ("postgres", "postgresql"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        self._is_sqlite = parsed.get_backend_name() == "sqlite"
        in_memory = self._is_sqlite and parsed.database in (None, "", ":memory:")
        more: dict[str, Any] = {}
        if self._is_sqlite:
            more = {"timeout": BUSY_TIMEOUT, "check_same_thread": False}
        self.connections = 1 if in_memory else connections
        self._engine = sa.create_engine(
            parsed,
            poolclass=sa.QueuePool,
            pool_size=self.connections,
            max_overflow=0,
            pool_pre_ping=not self._is_sqlite,
            # Parameters of statements hold addresses and orders, and errors are logged.
            hide_parameters=True,
            connect_args=more,
        )
        # SQLite allows one writer at a time and makes others sleep for growing
        # intervals; a lock lets the writers of this process take turns instead.
        self._writer_lock: AbstractContextManager[object] = (
            threading.Lock() if self._is_sqlite else nullcontext()
        )
        if self._is_sqlite:
            event.listen(self._engine, "connect", _sqlite_connects)
            event.listen(self._engine, "begin", _sqlite_begins)
        try:
            self._create()
        except BaseException:
            # The caller cannot close it, since the constructor raises.
            self.close()
            raise

    def _create(self) -> None:
        with self._transaction(writes=True) as connection:
            connection.exec_driver_sql(_CREATION_LOCK[connection.dialect.name])
            has_tasks = sa.inspect(connection).has_table(TASKS.name)
            create_tables(connection)
            if not has_tasks:
                fill_tasks(connection, datetime.now(UTC))

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        lock = self._writer_lock if writes else nullcontext()
        with lock, self._engine.connect() as connection:
            bound = connection.execution_options(checkout_writes=writes)
            with bound.begin():
                yield bound

    @contextmanager
    def reading(self) -> Iterator[SqlUnit]:
        """Begin a transaction that changes nothing."""
        with self._transaction(writes=False) as connection:
            yield SqlUnit(Statements(connection, locks=False))

    @contextmanager
    def writing(self) -> Iterator[SqlUnit]:
        """Begin a transaction that is committed at its end, undone by an error."""
        with self._transaction(writes=True) as connection:
            yield SqlUnit(Statements(connection, locks=True))

    def write(self, work: Callable[[SqlUnit], T]) -> T:
        """Return what *work* returns in a writing transaction of its own."""
        with self.writing() as unit:
            return work(unit)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _sqlite_connects(connection: Any, _record: object) -> None:
    # Transactions begin explicitly and not at the driver's first write.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _sqlite_begins(connection: Connection) -> None:
    # A reader that becomes a writer can be refused; one that begins as writer waits.
    writes = connection.get_execution_options().get("checkout_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@frozen
class SqlUnit:
    """One transaction: each property is the repository of one table or two."""

    _sql: Statements

    @property
    def carts(self) -> SqlCarts:
        """The carts."""
        return SqlCarts(self._sql)

    @property
    def orders(self) -> SqlOrders:
        """The orders."""
        return SqlOrders(self._sql)

    @property
    def counters(self) -> SqlCounters:
        """How often offers were redeemed."""
        return SqlCounters(self._sql)

    @property
    def balances(self) -> SqlBalances:
        """The customers' points and credit."""
        return SqlBalances(self._sql)

    @property
    def gift_cards(self) -> SqlGiftCards:
        """What was taken from gift cards."""
        return SqlGiftCards(self._sql)

    @property
    def payments(self) -> SqlPayments:
        """Requests to the gateway."""
        return SqlPayments(self._sql)

    @property
    def tasks(self) -> SqlTasks:
        """What is still to be done."""
        return SqlTasks(self._sql)

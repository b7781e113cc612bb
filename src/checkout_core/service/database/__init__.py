# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The ports implemented with SQL: SQLite in a file, or PostgreSQL by its URL.

Promises that counters, points and credit move only by compare-and-set, that a
transaction is committed to the disk before its block ends, and that whatever keeps a
database from its work is a `DatabaseTrouble`.  Plain SQLAlchemy Core
without an event loop, since SQLite does not support one: the service runs these blocks
on its own threads, as many as there are connections, and both databases run the same
statements.

Knows no rule of carts or orders.
"""

from __future__ import annotations

import random
import time

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

from checkout_core.service.database.answers import SqlAnswers
from checkout_core.service.database.balances import SqlBalances
from checkout_core.service.database.carts import SqlCarts
from checkout_core.service.database.counters import SqlCounters
from checkout_core.service.database.engine import (
    DatabaseTimeouts,
    NoTurns,
    WriterTurns,
    begun,
    is_in_memory,
    is_sqlite,
    make_engine,
    url_of,
)
from checkout_core.service.database.events import SqlEvents
from checkout_core.service.database.gift_cards import SqlGiftCards
from checkout_core.service.database.orders import SqlOrders
from checkout_core.service.database.payments import SqlPayments
from checkout_core.service.database.revisions import create_tables, lock_tables
from checkout_core.service.database.sessions import SqlSessions
from checkout_core.service.database.statements import Statements
from checkout_core.service.database.tables import SCHEMA_VERSION_TABLE
from checkout_core.service.database.tasks import SqlTasks
from checkout_core.service.database.trouble import trouble_translated
from checkout_core.service.ports import DatabaseTrouble


if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


__all__ = ["DatabaseTimeouts", "SqlDatabase", "SqlUnit"]


T = TypeVar("T")

#: The longest pause before a transaction that the database undid is begun again, in
#: seconds, and before each further try; each pause is random below it, so that two
#: transactions do not meet again.
PAUSES = (0.02, 0.1, 0.3, 1.0)


class SqlDatabase:
    """
    A database by its URL; the tables are created in an empty one.

    Raises `RevisionError` if its tables are those of another release, which `migrate`
    brings to this one, and `DatabaseTrouble` if it cannot be reached or written to; its
    methods raise the latter, too.

    Args:
        url: `sqlite:///shop.db` is a file, `sqlite://` is in memory and ends with the
            object, `postgresql+psycopg://...` is PostgreSQL.
        connections: the maximum number of open connections, 12 by default; a block
            waits for a free one.
        timeouts: how long it waits for what, `DatabaseTimeouts()` by default.

    Attributes:
        connections: the same, but 1 for a database in memory.
    """

    def __init__(
        self,
        url: str,
        *,
        connections: int = 12,
        timeouts: DatabaseTimeouts | None = None,
    ) -> None:
        parsed, limits = url_of(url), timeouts or DatabaseTimeouts()
        self.connections = 1 if is_in_memory(parsed) else connections
        self._engine = make_engine(parsed, self.connections, limits)
        self._writers = WriterTurns(limits) if is_sqlite(parsed) else NoTurns()
        try:
            self._create()
        except BaseException:
            # The caller cannot close it, since the constructor raises.
            self.close()
            raise

    def _create(self) -> None:
        with self._transaction(writes=True) as connection:
            lock_tables(connection)
            create_tables(connection)
            # Changes nothing, and fails where nothing can be written.
            version = SCHEMA_VERSION_TABLE.c.version
            connection.execute(SCHEMA_VERSION_TABLE.update().values(version=version))

    @contextmanager
    def _transaction(
        self, *, writes: bool, is_one: bool = False
    ) -> Iterator[Connection]:
        turn = self._writers.turn() if writes else nullcontext()
        block = begun(self._engine, writes=writes, is_one=is_one)
        with turn, trouble_translated(), block as found:
            yield found

    @contextmanager
    def reading(self) -> Iterator[SqlUnit]:
        """Begin a transaction that changes nothing."""
        with self._transaction(writes=False) as connection:
            yield SqlUnit(Statements(connection, locks=False))

    @contextmanager
    def writing(self, *, is_one: bool = False) -> Iterator[SqlUnit]:
        """Begin a transaction that is committed at its end, undone by an error."""
        with self._transaction(writes=True, is_one=is_one) as connection:
            yield SqlUnit(Statements(connection, locks=True))

    def write(self, work: Callable[[SqlUnit], T], *, is_one: bool = False) -> T:
        """
        Return what *work* returns in a writing transaction of its own.

        If the database undoes it for the sake of another transaction, *work* is called
        again in a new one, a few times.  *is_one*, whether it is one statement, saves
        PostgreSQL two messages.
        """
        for pause in PAUSES:
            try:
                with self.writing(is_one=is_one) as unit:
                    return work(unit)
            except DatabaseTrouble as trouble:
                if not trouble.is_undone:
                    raise
            time.sleep(random.uniform(0, pause))  # noqa: S311 - guards nothing
        with self.writing(is_one=is_one) as unit:
            return work(unit)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


@frozen
class SqlUnit:
    """One transaction: each property is the repository of one table or two."""

    sql: Statements

    @property
    def carts(self) -> SqlCarts:
        """The carts."""
        return SqlCarts(self.sql)

    @property
    def orders(self) -> SqlOrders:
        """The orders."""
        return SqlOrders(self.sql)

    @property
    def counters(self) -> SqlCounters:
        """How often offers were redeemed."""
        return SqlCounters(self.sql)

    @property
    def balances(self) -> SqlBalances:
        """The customers' points and credit."""
        return SqlBalances(self.sql)

    @property
    def gift_cards(self) -> SqlGiftCards:
        """What was taken from gift cards."""
        return SqlGiftCards(self.sql)

    @property
    def events(self) -> SqlEvents:
        """The webhooks to the merchant's systems."""
        return SqlEvents(self.sql)

    @property
    def payments(self) -> SqlPayments:
        """Requests to the gateway."""
        return SqlPayments(self.sql)

    @property
    def sessions(self) -> SqlSessions:
        """The sessions that were renewed or ended."""
        return SqlSessions(self.sql)

    @property
    def answers(self) -> SqlAnswers:
        """The answers that are kept by the key of their request."""
        return SqlAnswers(self.sql)

    @property
    def tasks(self) -> SqlTasks:
        """What is still to be done."""
        return SqlTasks(self.sql)

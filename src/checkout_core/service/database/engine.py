# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Connections to SQLite and PostgreSQL, and the time limits of all that is asked of them.

Promises that no connection, statement, lock or idle transaction is waited for without
an end, and that the parameters of statements are in no error.

PostgreSQL's server ends its own statements; if it has no more power to, the kernel does
(`tcp_user_timeout`).
"""

from __future__ import annotations

import math
import sqlite3
import threading
import time

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from attrs import frozen
from sqlalchemy import event, exc

from checkout_core.service.ports import DatabaseTrouble, Trouble


if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection, Dialect, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
    from sqlalchemy.pool import ConnectionPoolEntry


#: A connection to PostgreSQL is asked whether it still works after so many seconds
#: without use.
PINGED_AFTER = 1.0
#: Eleven days, in seconds, which SQLite can still count in milliseconds.
_ENDLESS = 1_000_000
#: Seconds until SQLite is asked again.
_BUSY_PAUSE = 0.05


@frozen(kw_only=True)
class DatabaseTimeouts:
    """
    How long the database is waited for, in seconds; 0 waits without an end.

    A PgBouncer has to be set up with `ignore_startup_parameters = options`, or
    `statement`, `lock` and `idle` are 0.

    Attributes:
        connect: for a connection to PostgreSQL, 5 by default.
        statement: for one statement of PostgreSQL, 20 by default.
        lock: for one lock of PostgreSQL, 10 by default.
        idle: for the next statement of a transaction of PostgreSQL, 60 by default: a
            cart is priced between two.
        pool: for a free connection of this process, 10 by default.
        busy: for another writer of SQLite, 20 by default.
    """

    connect: int = 5
    statement: int = 20
    lock: int = 10
    idle: int = 60
    pool: int = 10
    busy: int = 20


def url_of(text: str) -> URL:
    """Return a database's URL; a plain PostgreSQL URL means the driver psycopg."""
    parsed = sa.make_url(text)
    if parsed.drivername in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def is_sqlite(url: URL) -> bool:
    """Return whether *url* is that of SQLite."""
    return url.get_backend_name() == "sqlite"


def is_in_memory(url: URL) -> bool:
    """
    Return whether *url* is a database in memory, which has one connection.

    It can also be a URI of SQLite (https://www.sqlite.org/inmemorydb.html).

    >>> of = {"sqlite:///:memory:?timeout=5", "sqlite:///file:a?mode=memory&uri=true"}
    >>> {is_in_memory(sa.make_url(each)) for each in of}
    {True}
    >>> is_in_memory(sa.make_url("sqlite:///shop.db"))
    False
    """
    if not is_sqlite(url):
        return False
    named = url.database in (None, "", ":memory:", "file::memory:")
    return named or url.query.get("mode") == "memory"


def make_engine(url: URL, connections: int, timeouts: DatabaseTimeouts) -> Engine:
    """Return the engine of *url*, with at most so many *connections*."""
    file = is_sqlite(url)
    engine = sa.create_engine(
        url,
        poolclass=sa.QueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=timeouts.pool or None,
        # Parameters of statements hold addresses and orders, and errors are logged.
        hide_parameters=True,
        # Both drivers begin no transaction by themselves.
        isolation_level="AUTOCOMMIT",
        connect_args=sqlite_arguments(timeouts)
        if file
        else postgresql_arguments(url, timeouts),
    )
    if file:
        event.listen(engine, "do_connect", _connect_sqlite)
    else:
        event.listen(engine, "checkin", _note_idle)
        event.listen(engine, "checkout", partial(_ping_if_idle, engine))
    return engine


def _note_idle(_: object, record: ConnectionPoolEntry) -> None:
    record.info["idle_since"] = time.monotonic()


def _ping_if_idle(
    engine: Engine, connection: Any, record: ConnectionPoolEntry, _: object
) -> None:
    """
    Replace a connection that the server ended while nothing was asked of it.

    One that was in use just now is not asked: that costs as much as a statement.
    """
    since = record.info.pop("idle_since", math.inf)
    if time.monotonic() - since < PINGED_AFTER:
        return
    try:
        engine.dialect.do_ping(connection)
    except Exception:  # noqa: BLE001 - the pool makes another connection
        raise exc.DisconnectionError from None


def sqlite_arguments(timeouts: DatabaseTimeouts) -> dict[str, Any]:
    """Return what SQLite's driver is given to connect."""
    # For SQLite itself 0 means not to wait at all.
    return {"timeout": timeouts.busy or _ENDLESS, "check_same_thread": False}


def postgresql_arguments(url: URL, timeouts: DatabaseTimeouts) -> dict[str, Any]:
    """Return what PostgreSQL's driver is given to connect to *url*."""
    found: dict[str, Any] = {}
    if timeouts.connect:
        found["connect_timeout"] = timeouts.connect
    if timeouts.statement:
        # A host without power sends nothing: after this time the kernel gives it up.
        found["tcp_user_timeout"] = timeouts.statement * 1000
        found |= {"keepalives_idle": timeouts.statement, "keepalives_interval": 5}
    settings = {
        "statement_timeout": timeouts.statement,
        "lock_timeout": timeouts.lock,
        "idle_in_transaction_session_timeout": timeouts.idle,
    }
    options = [f"-c {name}={value}s" for name, value in settings.items() if value]
    # Those of the URL come last and have the last word.
    given = url.query.get("options", "")
    options += [given] if isinstance(given, str) else given
    found["options"] = " ".join(options).strip()
    return found


def _connect_sqlite(
    dialect: Dialect, _: object, words: Any, named: Mapping[str, Any]
) -> DBAPIConnection:
    """Return a connection to SQLite; others are waited for as it is *named*."""
    end = time.monotonic() + named["timeout"]
    connection = dialect.connect(*words, **named)
    try:
        with closing(connection.cursor()) as cursor:
            while not _has_log(cursor, last=time.monotonic() >= end):
                time.sleep(_BUSY_PAUSE)
            cursor.execute("PRAGMA synchronous = FULL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _has_log(cursor: DBAPICursor, *, last: bool) -> bool:
    """Return whether a file has a write-ahead log; raise if not, the *last* time."""
    # SQLite waits for its locks, but not here: while another connection is about to
    # write to a file without such a log, this is refused at once.
    try:
        cursor.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if last or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


#: What begins a transaction that only reads, and one that writes; "" where none is
#: needed.
_BEGIN: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # A reader that becomes a writer can be refused; who begins as one waits.
        "sqlite": ("BEGIN", "BEGIN IMMEDIATE"),
        # Its statements see what is committed when each of them begins, also within a
        # transaction, which costs two messages more.
        "postgresql": ("", "BEGIN"),
    }
)


@contextmanager
def begun(
    engine: Engine, *, writes: bool, is_one: bool = False
) -> Iterator[Connection]:
    """
    Yield a connection in a transaction; committed at its end, undone by an error.

    One statement, *is_one*, needs none that begins before it.
    """
    begin = "" if is_one else _BEGIN[engine.dialect.name][writes]
    with engine.connect() as connection:
        if not begin:
            yield connection
            return
        with connection.begin():
            connection.exec_driver_sql(begin)
            yield connection


class WriterTurns:
    """
    The turns of the writers of one process.

    SQLite allows one writer at a time and makes others sleep for growing intervals; a
    lock lets the writers of this process take turns instead.
    """

    def __init__(self, timeouts: DatabaseTimeouts) -> None:
        self._lock = threading.Lock()
        self._seconds = timeouts.busy or -1

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and hold it; raise `DatabaseTrouble` if none comes."""
        if not self._lock.acquire(timeout=self._seconds):
            raise DatabaseTrouble(Trouble.LOCKED)
        try:
            yield
        finally:
            self._lock.release()


class NoTurns:
    """What PostgreSQL needs of this: nothing, since its writers go side by side."""

    def turn(self) -> AbstractContextManager[None]:
        """Wait for nothing."""
        return nullcontext()

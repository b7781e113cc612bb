# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Trouble of a database: full, locked, gone, read-only, too slow.

It is said as what it is, nothing waits without an end, and the service goes on by
itself once the trouble is over.
"""

from __future__ import annotations

import socket
import sqlite3
import threading

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa

from checkout_core.cli import main
from checkout_core.service import SqlDatabase
from checkout_core.service import database as database_room
from checkout_core.service.database import DatabaseTimeouts, engine
from checkout_core.service.database.trouble import trouble_of
from checkout_core.service.ports import CartRow, DatabaseTrouble, Trouble
from tests.factories.service import NOON, TEE
from tests.factories.service_client import Service, running
from tests.factories.service_processes import SERVERS, fresh


ON_POSTGRESQL = pytest.mark.parametrize(
    "server", SERVERS, ids=["postgresql"][: len(SERVERS)]
)


class SqliteError(Exception):
    """An error of the driver of SQLite."""

    def __init__(self, code: int) -> None:
        self.sqlite_errorcode = code
        super().__init__()


class PostgresError(Exception):
    """An error of the driver of PostgreSQL, of its server or its own."""

    def __init__(self, state: str | None) -> None:
        self.sqlstate = state
        super().__init__()


@pytest.mark.parametrize(
    ("error", "reason", "is_undone"),
    [
        (SqliteError(5), Trouble.LOCKED, False),
        # SQLITE_BUSY_SNAPSHOT: 5 | (2 << 8).
        (SqliteError(517), Trouble.LOCKED, False),
        (SqliteError(8), Trouble.READ_ONLY, False),
        (SqliteError(9), Trouble.TIMEOUT, False),
        (SqliteError(10), Trouble.UNREACHABLE, False),
        (SqliteError(13), Trouble.FULL, False),
        (SqliteError(14), Trouble.UNREACHABLE, False),
        (PostgresError("40P01"), Trouble.LOCKED, True),
        (PostgresError("40001"), Trouble.LOCKED, True),
        (PostgresError("55P03"), Trouble.LOCKED, False),
        (PostgresError("57014"), Trouble.TIMEOUT, False),
        (PostgresError("25P03"), Trouble.TIMEOUT, False),
        (PostgresError("57P01"), Trouble.UNREACHABLE, False),
        (PostgresError("53300"), Trouble.UNREACHABLE, False),
        (PostgresError("53100"), Trouble.FULL, False),
        (PostgresError("25006"), Trouble.READ_ONLY, False),
        (PostgresError("08006"), Trouble.UNREACHABLE, False),
        (PostgresError(None), Trouble.UNREACHABLE, False),
    ],
)
def test_what_an_error_means(
    error: Exception, reason: Trouble, *, is_undone: bool
) -> None:
    """Each code of both databases that is no mistake of ours."""
    found = trouble_of(sa.exc.OperationalError("SELECT 1", {}, error))

    assert found is not None
    assert (reason, is_undone) == (found.reason, found.is_undone)


@pytest.mark.parametrize(
    "error",
    [
        sa.exc.OperationalError("SELECT 1", {}, SqliteError(1)),
        sa.exc.ProgrammingError("SELECT 1", {}, PostgresError("42P01")),
        sa.exc.InterfaceError("SELECT 1", {}, PostgresError(None)),
        sa.exc.ArgumentError("no such thing"),
    ],
)
def test_a_mistake_is_no_trouble(error: sa.exc.SQLAlchemyError) -> None:
    """A statement that cannot be right is not tried again by anybody."""
    assert trouble_of(error) is None


def test_a_mistake_is_raised_as_it_is(database: SqlDatabase) -> None:
    """It is no trouble that passes."""
    with pytest.raises(sa.exc.IntegrityError), database.writing() as unit:
        unit.carts.add(CartRow("c", "meera", cast("str", None)), NOON, most=9)


# What the database undid ------------------------------------------------------------


def test_work_that_was_undone_is_done_again(database: SqlDatabase) -> None:
    """A few times, and then it is trouble."""
    calls: list[int] = []

    def work(_: object) -> int:
        calls.append(len(calls))
        if len(calls) < 3:
            raise DatabaseTrouble(Trouble.LOCKED, is_undone=True)
        return len(calls)

    assert (3, [0, 1, 2]) == (database.write(work), calls)


def test_work_that_is_always_undone(
    database: SqlDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends: a deadlock at each of five times is something else."""
    monkeypatch.setattr(database_room, "PAUSES", (0.0,) * 4)
    calls: list[object] = []

    def work(unit: object) -> None:
        calls.append(unit)
        raise DatabaseTrouble(Trouble.LOCKED, is_undone=True)

    with pytest.raises(DatabaseTrouble):
        database.write(work)

    assert 5 == len(calls)


def test_other_trouble_is_not_tried_again(database: SqlDatabase) -> None:
    """It would be there again at once."""
    calls: list[object] = []

    def work(unit: object) -> None:
        calls.append(unit)
        raise DatabaseTrouble(Trouble.FULL)

    with pytest.raises(DatabaseTrouble):
        database.write(work)

    assert 1 == len(calls)


@ON_POSTGRESQL
def test_two_that_wait_for_each_other(server: str, tmp_path: Path) -> None:
    """PostgreSQL undoes one of them; it is done again, and both are there."""
    with fresh(server, tmp_path) as url, closing(SqlDatabase(url)) as database:
        for name in ("a", "b"):
            database.write(lambda unit, name=name: unit.balances.open(name, {}))  # type: ignore[misc]
        meeting, calls = threading.Barrier(2), list[str]()

        def pay(first: str, second: str) -> None:
            def work(unit: Any) -> None:
                calls.append(first)
                unit.balances.add(first, {"points": 1})
                if calls.count(first) == 1:
                    meeting.wait(10)
                unit.balances.add(second, {"points": 1})

            database.write(work)

        threads = [threading.Thread(target=pay, args=each) for each in ("ab", "ba")]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        with database.reading() as unit:
            found = [unit.balances.get(name)["points"] for name in ("a", "b")]

    assert ([2, 2], 3) == (found, len(calls))


# Full -------------------------------------------------------------------------------


@contextmanager
def connections() -> Iterator[list[sqlite3.Connection]]:
    """Yield the driver's connections that are opened meanwhile."""
    found: list[sqlite3.Connection] = []

    def opened(connection: sqlite3.Connection, _record: object) -> None:
        found.append(connection)

    sa.event.listen(sa.Pool, "connect", opened)
    try:
        yield found
    finally:
        sa.event.remove(sa.Pool, "connect", opened)


def test_a_full_disk(tmp_path: Path, lines: list[dict[str, Any]]) -> None:
    """503, and the log says that it is full; with room again the service goes on."""
    with connections() as opened:
        database = SqlDatabase(f"sqlite:///{tmp_path / 'shop.db'}")
        with closing(database), running(database) as service:
            for each in opened:
                (pages,) = each.execute("PRAGMA page_count").fetchone()
                each.execute(f"PRAGMA max_page_count = {pages + 3}")
            answers: list[tuple[int, dict[str, Any]]] = []
            while not answers or answers[-1][0] == 200:
                answers.append(service.ask("POST", "carts", {"items": [TEE]}))
            code = answers[-1][1]["code"]
            for each in opened:
                each.execute("PRAGMA max_page_count = 100000")
            service.cart()
            [state] = opened[0].execute("PRAGMA integrity_check").fetchone()
            [carts] = opened[0].execute("SELECT count(*) FROM cart").fetchone()

    trouble = [each["reason"] for each in lines if each["event"] == "database_trouble"]
    assert ((503, "database_unavailable"), ["full"]) == (
        (answers[-1][0], code),
        trouble,
    )
    # Those that were acknowledged, and no other.
    assert ("ok", len(answers)) == (state, carts)


# Locked and slow ----------------------------------------------------------------------


QUICK = DatabaseTimeouts(connect=2, statement=2, lock=1, pool=1, busy=1)


def said(service: Service, lines: list[dict[str, Any]]) -> tuple[object, ...]:
    """Return the answer to a new cart, and the reason in the log."""
    answer = service.client.request(
        "POST",
        "/api/v1/shop/storefront/carts",
        json={"items": [TEE]},
        headers={"Authorization": f"Bearer {service.token}"},
    )
    reason = [each.get("reason") for each in lines if "reason" in each]
    code, wait = answer.json()["code"], answer.headers["retry-after"]
    return answer.status_code, code, wait, reason


def test_another_writer_of_a_file(tmp_path: Path, lines: list[dict[str, Any]]) -> None:
    """It is waited for, but not for ever."""
    path = tmp_path / "shop.db"
    database = SqlDatabase(f"sqlite:///{path}", timeouts=QUICK)
    with closing(database), running(database) as service:
        with closing(sqlite3.connect(path)) as other:
            other.execute("BEGIN IMMEDIATE")
            found = said(service, lines)
        service.cart()

    assert (503, "database_unavailable", "1", ["locked"]) == found


def test_another_writer_of_this_process(tmp_path: Path) -> None:
    """Their turns are waited for as long."""
    database = SqlDatabase(f"sqlite:///{tmp_path / 'shop.db'}", timeouts=QUICK)
    with (
        closing(database),
        database.writing(),
        pytest.raises(DatabaseTrouble) as caught,
        database.writing(),
    ):
        pass

    assert Trouble.LOCKED == caught.value.reason


def test_all_connections_in_use(tmp_path: Path) -> None:
    """A further one is waited for, but not for ever."""
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    database = SqlDatabase(url, connections=1, timeouts=QUICK)
    with (
        closing(database),
        database.reading(),
        pytest.raises(DatabaseTrouble) as caught,
        database.reading(),
    ):
        pass

    assert Trouble.TIMEOUT == caught.value.reason


@ON_POSTGRESQL
@pytest.mark.parametrize(
    ("timeouts", "wait", "reason"),
    [
        (QUICK, "1", "locked"),
        (DatabaseTimeouts(statement=1, lock=0), "5", "timeout"),
    ],
)
def test_a_locked_table(
    server: str,
    timeouts: DatabaseTimeouts,
    wait: str,
    reason: str,
    tmp_path: Path,
    lines: list[dict[str, Any]],
) -> None:
    """A lock is waited for, and a statement, but neither for ever."""
    with (
        fresh(server, tmp_path) as url,
        closing(SqlDatabase(url, timeouts=timeouts)) as database,
        running(database) as service,
    ):
        other = sa.create_engine(url)
        with other.begin() as connection:
            connection.exec_driver_sql("LOCK TABLE cart")
            found = said(service, lines)
        other.dispose()
        service.cart()

    assert (503, "database_unavailable", wait, [reason]) == found


# Gone and back ----------------------------------------------------------------------


END_ALL = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@ON_POSTGRESQL
def test_a_server_that_ends_its_connections(server: str, tmp_path: Path) -> None:
    """What is under way is trouble; the next request has a new connection."""
    with (
        fresh(server, tmp_path) as url,
        closing(SqlDatabase(url)) as database,
        running(database) as service,
    ):
        cart = service.cart()["id"]
        other = sa.create_engine(url)

        def work(unit: Any) -> None:
            unit.carts.get(cart)
            with other.connect() as connection:
                connection.exec_driver_sql(END_ALL)
            unit.carts.get(cart)

        with pytest.raises(DatabaseTrouble) as caught:
            database.write(work)
        with other.connect() as connection:
            connection.exec_driver_sql(END_ALL)
        other.dispose()
        found = service.done("GET", f"carts/{cart}")["cart"]["id"]

    assert (Trouble.UNREACHABLE, cart) == (caught.value.reason, found)


def test_a_server_that_is_not_there() -> None:
    """A port that nothing listens to."""
    with pytest.raises(DatabaseTrouble) as caught:
        SqlDatabase("postgresql://checkout@127.0.0.1:1/none")

    assert Trouble.UNREACHABLE == caught.value.reason


def test_a_server_that_never_answers() -> None:
    """It takes the connection and says nothing, like a process that was stopped."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(DatabaseTrouble) as caught:
            SqlDatabase(f"postgresql://checkout@127.0.0.1:{port}/none", timeouts=QUICK)

    assert Trouble.UNREACHABLE == caught.value.reason


# Read-only --------------------------------------------------------------------------


def read_only(kind: str, url: str, folder: Path) -> str:
    """Return the URL of the same database, for reading only."""
    if kind == "sqlite":
        return f"sqlite:///file:{folder / 'shop.db'}?mode=ro&uri=true"
    there = sa.make_url(url)
    options = {"options": "-c default_transaction_read_only=on"}
    return there.update_query_dict(options).render_as_string(hide_password=False)


@pytest.mark.parametrize(
    "kind", ["sqlite", *SERVERS], ids=lambda kind: kind.partition("+")[0]
)
def test_a_database_that_cannot_be_written_to(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`serve` says so in one line before it listens, and ends."""
    with fresh(kind, tmp_path) as url:
        SqlDatabase(url).close()
        where = read_only(kind, url, tmp_path)
        status = main(["serve", "--port", "0", "--database", where])
    printed = capsys.readouterr()
    scheme = kind.partition(":")[0]
    said = "this database cannot be used: the database cannot be written to"

    assert (
        2,
        "",
        f"checkout-core: --database: {said} (got '{scheme}')\n",
    ) == (status, printed.out, printed.err)


@pytest.mark.parametrize("seconds", [0.2, 2.0])
def test_a_writer_of_a_file_that_is_new(seconds: float, tmp_path: Path) -> None:
    """It is waited for before the file is set up too, and not for ever."""
    path = tmp_path / "shop.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(seconds, other.execute, ["COMMIT"])
    timer.start()
    try:
        SqlDatabase(f"sqlite:///{path}", timeouts=QUICK).close()
        found = "waited"
    except DatabaseTrouble as trouble:
        found = trouble.reason.name
    timer.join()
    other.close()

    assert ("waited" if seconds < QUICK.busy else "LOCKED") == found


def test_no_time_limits(tmp_path: Path) -> None:
    """With 0 there are none, and a URL's own options are kept."""
    endless = DatabaseTimeouts(connect=0, statement=0, lock=0, idle=0, pool=0, busy=0)
    for kind in ["sqlite", *SERVERS]:
        with fresh(kind, tmp_path) as url:
            database = SqlDatabase(url, timeouts=endless)
            with closing(database), database.writing() as unit:
                assert unit.carts.get("none") is None


@ON_POSTGRESQL
def test_a_connection_that_ended_while_it_was_idle(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked whether it still works, and another one takes its place."""
    monkeypatch.setattr(engine, "PINGED_AFTER", 0.0)
    with (
        fresh(server, tmp_path) as url,
        closing(SqlDatabase(url)) as database,
        running(database) as service,
    ):
        cart = service.cart()["id"]
        other = sa.create_engine(url)
        with other.connect() as connection:
            connection.exec_driver_sql(END_ALL)
        other.dispose()

        assert cart == service.done("GET", f"carts/{cart}")["cart"]["id"]


def test_options_of_a_url() -> None:
    """Ours come first, so that those of the URL have the last word."""
    url = engine.url_of("postgresql://db/shop?options=-cgeqo%3Doff&options=-cjit%3Doff")
    one = engine.url_of("postgresql://db/shop?options=-cjit%3Doff")
    quick = DatabaseTimeouts(statement=1, lock=0, idle=0)

    assert [
        "-c statement_timeout=1s -cgeqo=off -cjit=off",
        "-c statement_timeout=1s -cjit=off",
    ] == [engine.postgresql_arguments(each, quick)["options"] for each in (url, one)]

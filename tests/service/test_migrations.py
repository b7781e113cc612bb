# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Databases of older releases, brought to this one with what is in them.

`databases/0.6.0.sql` was written by 0.6.0: an open cart, an order that waits for its
payment, one that is paid with a coupon, one of which a unit was refunded, and one that
was cancelled, whose money goes back through a bank.
"""

from __future__ import annotations

import sqlite3

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
import sqlalchemy as sa

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations

from checkout_core import verify
from checkout_core.service import SqlDatabase
from checkout_core.service.database.migrations import Migration, migrate, scripts
from checkout_core.service.database.revisions import (
    REVISION,
    VERSIONS,
    RevisionError,
    revision_of,
)
from checkout_core.service.database.tables import METADATA
from checkout_core.service.ports import StoredOrderError
from tests.factories.providers import HYPER
from tests.factories.schemas import new_schema
from tests.factories.service import ARJUN, MERCHANT, NOON, SHOP
from tests.factories.service_client import Service, running
from tests.factories.service_processes import SERVERS
from tests.factories.tables import case


DUMP = (Path(__file__).parent / "databases" / "0.6.0.sql").read_text("utf-8")
#: The orders of the dump, the oldest first.
WAITING, PAID, RETURNED, CANCELLED = (
    "0MP7AZF5FC6X",
    "Y84F7C0W1PBG",
    "MY4E2HBMN6H2",
    "95K7B9G99968",
)
BEFORE = "0005"
METHOD = {"payment_method": HYPER}

on_files = pytest.mark.parametrize(
    "url", ["file", *SERVERS], indirect=True, ids=lambda url: url.partition(":")[0]
)


@pytest.fixture
def on_server() -> Callable[[str], AbstractContextManager[str]]:
    """Return what makes a place without tables on a server."""
    return new_schema


@contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    """Yield a transaction on a database."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def rows_of_dump() -> dict[str, list[dict[str, Any]]]:
    """Return the rows that 0.6.0 wrote, by their tables."""
    with closing(sqlite3.connect(":memory:")) as old:
        old.executescript(DUMP)
        old.row_factory = sqlite3.Row
        names = [
            each["name"]
            for each in old.execute("SELECT name FROM sqlite_schema")
            if not each["name"].startswith(("sqlite", "ix_", "cart_of", "order_of"))
        ]
        return {
            name: [dict(each) for each in old.execute(f"SELECT * FROM {name}")]
            for name in names
        }


def make(url: str, revision: str) -> None:
    """Make the tables of an older revision, with the rows of 0.6.0 that fit there."""
    steps = [*scripts().iterate_revisions(revision, "base")]
    with connected(url) as connection:
        with Operations.context(MigrationContext.configure(connection)):
            for step in reversed(steps):
                step.module.upgrade()
        tables = sa.MetaData()
        tables.reflect(connection)
        for name, rows in rows_of_dump().items():
            if name == "checkout_schema" or name not in tables.tables:
                continue
            table = tables.tables[name]
            for row in rows:
                fitting = {key: row[key] for key in row if key in table.columns}
                connection.execute(table.insert().values(fitting))


def differences(connection: sa.Connection) -> list[Any]:
    """Return in what the tables differ from those of this release."""
    options = {"compare_type": True, "compare_server_default": True}
    context = MigrationContext.configure(connection, opts=options)
    return [*compare_metadata(context, METADATA)]


# What tables there are ----------------------------------------------------------------


@on_files
@pytest.mark.parametrize("revision", [None, "0001", "0002", "0003", "0004", BEFORE])
def test_migrations_give_the_tables_of_this_release(
    url: str, revision: str | None
) -> None:
    """From whatever revision they begin, and a second time they change nothing."""
    if revision is not None:
        make(url, revision)
    done = [migrate(url), migrate(url)]
    with connected(url) as connection:
        found = differences(connection), revision_of(connection)

    assert [Migration(revision, REVISION), Migration(REVISION, REVISION)] == done
    assert ([], REVISION) == found


@on_files
def test_an_empty_database_has_the_same_tables(url: str) -> None:
    """It is set up without a migration."""
    SqlDatabase(url).close()
    with connected(url) as connection:
        found = differences(connection), revision_of(connection)

    assert ([], REVISION) == found


def test_the_newest_step_is_that_of_this_release() -> None:
    """Its number is written by hand, so that the service need not look for it."""
    assert [REVISION] == scripts().get_heads()


def test_the_first_steps_make_the_tables_of_0_6_0(tmp_path: Path) -> None:
    """What migrations begin with is what the release had."""
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript(DUMP)
    make(f"sqlite:///{new}", BEFORE)
    seen = []
    for each in (old, new):
        tables = sa.MetaData()
        with connected(f"sqlite:///{each}") as open_one:
            tables.reflect(open_one)
        seen.append(
            {
                name: (
                    {(x.name, str(x.type), x.nullable) for x in table.columns},
                    {x.name for x in table.indexes},
                    {x.name for x in table.primary_key},
                )
                for name, table in tables.tables.items()
            }
        )

    assert seen[0] == seen[1]


@on_files
@pytest.mark.parametrize(
    ("revision", "words"),
    [
        case("older", BEFORE, "revision 0005, and this release needs .*run checkout-"),
        case("newer", "9999", "revision 9999, .*use the release that made them"),
    ],
)
def test_tables_of_another_release(url: str, revision: str, words: str) -> None:
    """They are left as they are, and the sentence says what to do."""
    if revision == BEFORE:
        make(url, BEFORE)
    else:
        SqlDatabase(url).close()
        with connected(url) as connection:
            connection.execute(VERSIONS.update().values(version_num=revision))

    with pytest.raises(RevisionError, match=words) as caught:
        SqlDatabase(url)
    assert revision == caught.value.found
    if revision != BEFORE:
        with pytest.raises(RevisionError, match=words):
            migrate(url)


@on_files
def test_two_that_begin_at_once(url: str) -> None:
    """One does it, and the other one finds nothing left to do."""
    make(url, BEFORE)
    start, done = Barrier(2), list[Migration]()

    def run() -> None:
        start.wait()
        done.append(migrate(url))

    threads = [Thread(target=run) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert {BEFORE, REVISION} == {each.before for each in done}


# What is in them ----------------------------------------------------------------------


@contextmanager
def migrated(url: str) -> Iterator[Service]:
    """Yield a service on a database of 0.6.0 that was brought to this release."""
    make(url, BEFORE)
    migrate(url)
    database = SqlDatabase(url)
    with closing(database), running(database) as service:
        service.clock.at = NOON + timedelta(minutes=30)
        yield service


@on_files
def test_every_order_is_read_and_verified(url: str) -> None:
    """With the status, the money and the refunds that it had."""
    with migrated(url) as service, service.app.database.reading() as unit:
        rows = [unit.orders.get(n) for n in (WAITING, PAID, RETURNED, CANCELLED)]
    orders = [each.order for each in rows if each is not None]
    for each in orders:
        verify(each.quote)

    assert [
        ("pending", "pending", "1068.80", "0.00", 0),
        ("confirmed", "success", "1583.64", "1583.64", 0),
        ("confirmed", "success", "1068.80", "1068.80", 1),
        ("cancelled", "success", "1068.80", "1068.80", 1),
    ] == [
        (
            each.status,
            each.payment_status,
            str(each.to_be_paid),
            str(each.amount_paid),
            len(each.refunds),
        )
        for each in orders
    ]


@on_files
def test_columns_say_what_the_documents_said(url: str) -> None:
    """What is shown and listed is the same whether it is read or made again."""
    with migrated(url) as service:
        listed = service.done("GET", "orders")["orders"]
        shown = service.done("GET", f"orders/{PAID}")["order"]
        with connected(url) as connection:
            connection.exec_driver_sql(
                "UPDATE placed_order SET form = 0, shown_by = 'other rules'"
            )
        again = service.done("GET", "orders")["orders"]
        shown_again = service.done("GET", f"orders/{PAID}")["order"]
        with service.app.database.reading() as unit:
            known = unit.orders.summary(PAID)

    assert [RETURNED, PAID, WAITING] == [each["order_number"] for each in listed]
    assert (listed, shown) == (again, shown_again)
    assert known is not None
    assert ("meera", "confirmed", "success", Decimal("1583.64"), Decimal("0.00")) == (
        known.owner,
        known.status,
        known.payment_status,
        known.amount_paid,
        known.amount_unpaid,
    )


@on_files
def test_an_order_of_before_is_paid_and_refunded(url: str) -> None:
    """And so is one that was paid before."""
    with migrated(url) as service:
        service.done("POST", f"orders/{WAITING}/retry-payment", METHOD)
        with service.app.database.reading() as unit:
            attempt = unit.payments.latest(WAITING)
        assert attempt is not None
        service.pay(attempt.gateway_id)
        status = service.done("GET", f"orders/{WAITING}/payment-status")["status"]
        service.refund(WAITING, "R1", {"0": 1})
        refunds = [
            service.done("GET", f"orders/{number}/refunds")["refunds"][-1]["status"]
            for number in (WAITING, RETURNED)
        ]
        paid = service.refund(PAID, "R1", {"0": 1})
        transfer = service.done(
            "POST",
            f"{MERCHANT}/orders/{CANCELLED}/refunds/WTBVBGCT22RE/paid",
            {"at": "2026-11-25T10:00:00+05:30", "reference": "UTR1"},
            token=SHOP,
        )["refund"]

    assert "success" == status
    # The fake gateway settles them when it is told to.
    assert ["pending", "pending"] == refunds
    assert ("R1", "UTR1") == (paid["id"], transfer["payment_reference_number"])


@on_files
def test_carts_and_counters_go_on(url: str) -> None:
    """An open cart keeps its coupon, and what was redeemed still counts."""
    with migrated(url) as service:
        cart = service.done("GET", "carts/users/meera")["cart"]
        path = f"carts/{service.cart()['id']}/coupon"
        refused = service.refused("POST", path, {"coupon_code": "TWO"})
        counted = service.redemptions()
        mine = service.done("GET", "orders", token=ARJUN)["pagination"]

    assert ("SAVE100", (400, "customer_limit_reached"), 1, 1) == (
        cart["coupon_code"],
        refused,
        counted["scarce"],
        mine["total_records"],
    )


# What is damaged ----------------------------------------------------------------------


@on_files
@pytest.mark.parametrize(
    "damage",
    [
        case("another amount", lambda text: text.replace("1583.64", "1.00")),
        case("no JSON", lambda text: text[:-10]),
        case("no object", lambda text: "[]"),
        case("no part of ours", lambda text: "{}"),
    ],
)
def test_a_damaged_order_stays_one(url: str, damage: Any) -> None:
    """It is named, the others are converted, and it is refused as it was before."""
    make(url, BEFORE)
    orders = sa.table("placed_order", sa.column("number"), sa.column("document"))
    mine = orders.c.number == PAID
    with connected(url) as connection:
        text = connection.scalar(sa.select(orders.c.document).where(mine))
        change = orders.update().where(mine).values(document=damage(text))
        connection.execute(change)
    done = migrate(url)
    database = SqlDatabase(url)
    with closing(database), running(database) as service:
        with service.app.database.reading() as unit:
            with pytest.raises(StoredOrderError):
                unit.orders.get(PAID)
            row = unit.orders.get(RETURNED)
        shown = service.refused("GET", f"orders/{PAID}")

    assert Migration(BEFORE, REVISION, (PAID,)) == done
    assert (500, "order_damaged") == shown
    assert row is not None


def test_what_others_changed_and_is_right(tmp_path: Path) -> None:
    """An order without its digest is verified once, while it is converted."""
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    make(url, BEFORE)
    with connected(url) as connection:
        connection.exec_driver_sql("UPDATE placed_order SET digest = NULL")
    migrate(url)
    with connected(url) as connection:
        query = "SELECT count(*) FROM placed_order WHERE length(digest) = 64"
        counted = connection.exec_driver_sql(query).scalar()

    assert 4 == counted

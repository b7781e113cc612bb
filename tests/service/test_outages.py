# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A database that is full, gone, or says nothing for a while, and is back again.

Each time the process stays alive, says that it is not ready, leaves nothing half-done,
and goes on by itself.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from checkout_core.service import SqlDatabase
from checkout_core.service import app as app_module
from tests.factories.cut_line import line_to
from tests.factories.service import TEE
from tests.factories.service_client import Client, Service, running
from tests.factories.service_processes import SERVERS, fresh


ON_POSTGRESQL = pytest.mark.parametrize(
    "server", SERVERS, ids=["postgresql"][: len(SERVERS)]
)
UNAVAILABLE = (503, "database_unavailable")


def refused(service: Service, cart: str) -> list[tuple[int, str]]:
    """Return what a look, a new cart, an order and a probe are answered with."""
    return [
        service.refused("GET", f"carts/{cart}"),
        service.refused("POST", "carts", {"items": [TEE]}),
        service.refused("POST", "orders", {"cart_id": cart}),
        service.refused("GET", "/ready"),
    ]


def reasons(lines: list[dict[str, Any]]) -> set[object]:
    """Return why the database was in trouble, by the log."""
    return {each["reason"] for each in lines if each["event"] == "database_trouble"}


def count(url: str, table: str) -> int:
    """Return how many rows a table has."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
    engine.dispose()
    assert isinstance(found, int)
    return found


@ON_POSTGRESQL
def test_a_server_that_is_gone_for_a_while(
    server: str, tmp_path: Path, lines: list[dict[str, Any]]
) -> None:
    """503 and alive meanwhile; afterwards every request is carried out, once."""
    with (
        fresh(server, tmp_path) as url,
        line_to(url) as line,
        closing(SqlDatabase(line.url)) as database,
        running(database) as service,
    ):
        cart = service.cart()["id"]
        line.cut()
        found = refused(service, cart)
        alive = service.ask("GET", "/live")[0]
        line.mend()
        # A connection of the pool that ended while it was away is found out by its use.
        number = service.order(cart)["order"]["order_number"]
        service.done("GET", "/ready")
        rows = count(url, "cart"), count(url, "placed_order")

    assert ([UNAVAILABLE] * 4, 200, {"unreachable"}) == (found, alive, reasons(lines))
    assert (12, (1, 1)) == (len(number), rows)


def test_a_file_that_is_gone_for_a_while(
    tmp_path: Path, lines: list[dict[str, Any]]
) -> None:
    """The same of a file whose folder cannot be reached."""
    folder, away = tmp_path / "shop", tmp_path / "away"
    folder.mkdir()
    url = f"sqlite:///{folder / 'shop.db'}"
    with closing(SqlDatabase(url)) as database, running(database) as service:
        cart = service.cart()["id"]
        # What is open stays open: a further connection is what fails.
        with database.reading():
            folder.rename(away)
            found = refused(service, cart)
            alive = service.ask("GET", "/live")[0]
            away.rename(folder)
        number = service.order(cart)["order"]["order_number"]
        rows = count(url, "cart"), count(url, "placed_order")

    assert ([UNAVAILABLE] * 4, 200, {"unreachable"}) == (found, alive, reasons(lines))
    assert (12, (1, 1)) == (len(number), rows)


@ON_POSTGRESQL
def test_a_server_that_says_nothing_for_a_while(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes what is sent and is silent, as if stopped: all hear so in time."""
    monkeypatch.setattr(app_module, "LONGEST", 0.4)
    monkeypatch.setattr(app_module, "LONGEST_PROBE", 0.2)
    monkeypatch.setattr(app_module, "PATIENCE", 0.2)
    with (
        fresh(server, tmp_path) as url,
        line_to(url) as line,
        closing(SqlDatabase(line.url)) as database,
        running(database) as started,
        Client(started.app, threads=2) as client,
    ):
        service = Service(started.app, started.clock, started.provider, client)
        cart = service.cart()["id"]
        line.freeze()
        found = [
            service.refused("GET", f"carts/{cart}"),
            service.refused("POST", "carts", {"items": [TEE]}),
            service.refused("GET", f"carts/{cart}"),
            service.refused("GET", "/ready"),
        ]
        alive = service.ask("GET", "/live")[0]
        line.thaw()
        while service.ask("GET", f"carts/{cart}")[0] != 200:
            pass
        number = service.order(cart)["order"]["order_number"]

    said = [(503, each) for each in ("too_slow", "too_slow", "busy", "too_slow")]
    assert (said, 200, 12) == (found, alive, len(number))


FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON placed_order
FOR EACH ROW EXECUTE FUNCTION full_disk();
"""


@ON_POSTGRESQL
def test_a_server_whose_disk_is_full(
    server: str, tmp_path: Path, lines: list[dict[str, Any]]
) -> None:
    """
    An order is refused as a whole: its coupon, points and credit are still there.

    The server says that its disk is full where the order's row is written, after the
    cart's and before the counters.
    """
    with (
        fresh(server, tmp_path) as url,
        closing(SqlDatabase(url)) as database,
        running(database) as service,
    ):
        cart = service.rich_cart()
        before = service.balances(), service.redemptions()
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            connection.exec_driver_sql(FULL)
        found = service.refused("POST", "orders", {"cart_id": cart})
        after = service.balances(), service.redemptions()
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER full_disk ON placed_order")
        engine.dispose()
        service.order(cart)
        rows = count(url, "placed_order")

    assert (UNAVAILABLE, {"full"}, 1) == (found, reasons(lines), rows)
    assert before == after

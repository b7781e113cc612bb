# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The SQL database: transactions, tables of older and newer releases, counters."""

from __future__ import annotations

import re
import zlib

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from attrs import evolve

from checkout_core.ledger import Redemption
from checkout_core.offers import Limits
from checkout_core.service import SqlDatabase
from checkout_core.service.database.engine import url_of
from checkout_core.service.ports import (
    REPLACED,
    CartRow,
    Counts,
    OrderRow,
    PriorCounts,
    RefundRequest,
    StoredOrderError,
)
from tests.factories.service import NOON
from tests.factories.service_client import running
from tests.factories.service_counts import CHECKED, READ, VERIFIED
from tests.factories.tables import case


def test_what_was_written_is_there_again(tmp_path: Path) -> None:
    """A database that is opened again has what was committed."""
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    first = SqlDatabase(url)
    row = CartRow("c1", "meera", "{}")
    with first.writing() as unit:
        unit.carts.add(row, NOON, most=1)
    first.close()
    second = SqlDatabase(url)
    with second.reading() as unit:
        found = unit.carts.get("c1")
    second.close()

    assert row == found


def begun(database: SqlDatabase) -> None:
    """Begin to write, and fail."""
    with database.writing() as unit:
        unit.carts.add(CartRow("c1", "meera", "{}"), NOON, most=1)
        raise KeyError


def test_an_error_undoes_everything(database: SqlDatabase) -> None:
    """What a unit wrote before it failed is not there."""
    with pytest.raises(KeyError):
        begun(database)
    with database.reading() as unit:
        assert unit.carts.get("c1") is None


@pytest.mark.parametrize("name", ["postgres", "postgresql"])
def test_a_plain_postgresql_url_means_psycopg(name: str) -> None:
    """Nobody has to know what the driver is called."""
    assert "postgresql+psycopg" == url_of(f"{name}://checkout@db/shop").drivername


def test_a_redemption_counts_once(database: SqlDatabase) -> None:
    """Whoever commits a key again is told that it went well, and nothing is counted."""
    redemption = Redemption(
        offer_id="o1",
        kind="coupon",
        code="CODE",
        customer_id="meera",
        count=1,
        idempotency_key="/coupon/o1/CODE",
    )
    limits = Limits(total_redemptions=1)
    with database.writing() as unit:
        found = [
            unit.counters.commit(redemption, limits, "N1", PriorCounts(0, 0, 0))
            for _ in range(2)
        ]
        counted = unit.counters.read(offers=["o1"], codes=["CODE"])

    assert ([True, True], {"o1": 1}, {"CODE": 1}) == (
        found,
        dict(counted.offers),
        dict(counted.codes),
    )


def test_a_counter_that_was_given_back(database: SqlDatabase) -> None:
    """What the document says of it is not asked once there is a counter."""
    first, second, third = (
        Redemption(
            offer_id="o1",
            kind="promotion",
            code=None,
            customer_id=None,
            count=1,
            idempotency_key=key,
        )
        for key in ("k1", "k2", "k3")
    )
    once, used_up = PriorCounts(0, 0, 0), PriorCounts(1, 0, 0)
    limits = Limits(total_redemptions=1)
    with database.writing() as unit:
        commit = unit.counters.commit
        found = [
            commit(first, limits, "N1", used_up),
            commit(second, limits, "N2", once),
        ]
        unit.counters.release("N2")
        found.append(commit(third, limits, "N3", used_up))
        counted = unit.counters.read(offers=["o1"]).offers

    assert ([False, True, True], {"o1": 1}) == (found, counted)


def test_many_counters_are_read_in_parts(database: SqlDatabase) -> None:
    """A statement has a limited number of parameters; of nothing nothing is read."""
    redemption = Redemption(
        offer_id="o1500",
        kind="promotion",
        code=None,
        customer_id="meera",
        count=1,
        idempotency_key="k1",
    )
    with database.writing() as unit:
        unit.counters.commit(redemption, Limits(), "N1", PriorCounts(0, 0, 0))
        counters = unit.counters
        found = counters.read(
            offers=[f"o{i}" for i in range(1_501)], customer_id="meera"
        )
        nothing = counters.read()

    expected = Counts(offers={"o1500": 1}, customer={"o1500": 1})
    assert (expected, Counts()) == (found, nothing)


def test_who_has_no_account_has_nothing(database: SqlDatabase) -> None:
    """A guest, or a customer the shop does not list."""
    with database.reading() as unit:
        assert {"points": 0, "credit": 0} == unit.balances.get("arjun")


def test_an_account_may_be_overdrawn_by_a_return(database: SqlDatabase) -> None:
    """Points that were spent before their goods came back are owed, not shown."""
    with database.writing() as unit:
        unit.balances.add("meera", {"points": 10})
        unit.balances.add("meera", {"points": -15})
        shown = unit.balances.get("meera")
        unit.balances.add("meera", {"points": 6})
        after = unit.balances.get("meera")

    assert ({"points": 0, "credit": 0}, {"points": 1, "credit": 0}) == (shown, after)


# What is trusted ----------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a database file is."""
    return tmp_path / "shop.db"


def order_in(path: Path) -> str:
    """Return the number of an order in a new database."""
    database = SqlDatabase(f"sqlite:///{path}")
    with running(database) as service:
        number = service.number()
    database.close()
    return number


def run(path: Path, statement: str, *values: object) -> None:
    """Change the database by other means."""
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.exec_driver_sql(statement, values)
    engine.dispose()


def row_of(path: Path, number: str, *, writing: bool = False) -> OrderRow:
    """Return the row of an order."""
    database = SqlDatabase(f"sqlite:///{path}")
    try:
        with database.writing() if writing else database.reading() as unit:
            row = unit.orders.get(number)
    finally:
        database.close()
    assert row is not None
    return row


def test_what_we_wrote_is_trusted(path: Path, counts: Counter[str]) -> None:
    """Each text has the digest that was stored with it."""
    number = order_in(path)
    counts.clear()
    row_of(path, number)

    assert {READ: 1} == counts


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE placed_order SET digest = ''",
        "UPDATE order_quote SET quote_digest = ''",
        "UPDATE placed_order SET happened = happened || ' '",
    ],
)
def test_what_has_another_digest_is_verified(
    path: Path, counts: Counter[str], statement: str
) -> None:
    """It is, at each look, until a transaction that writes notes that it is right."""
    number = order_in(path)
    run(path, statement)
    seen = []
    for writing in (False, False, True, False, True):
        counts.clear()
        row_of(path, number, writing=writing)
        seen.append((counts[READ], counts[VERIFIED], counts[CHECKED]))

    assert [(1, 1, 1), (1, 1, 1), (1, 1, 1), (1, 0, 0), (1, 0, 0)] == seen


@pytest.mark.parametrize(
    ("text", "code"),
    [
        case("another amount", '"to_be_paid": "1.00"', "fingerprint_differs"),
        case("no text", None, "not_json"),
    ],
)
def test_a_quote_that_was_changed_by_other_means(
    path: Path, text: str | None, code: str
) -> None:
    """It is verified, and what does not add up is refused."""
    number = order_in(path)
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        packed: Any = connection.exec_driver_sql("SELECT quote FROM order_quote")
        quote = zlib.decompress(packed.scalar()).decode()
    engine.dispose()
    changed = re.sub('"to_be_paid": "[0-9.]+"', text or "", quote)
    assert quote != changed
    data = b"no zlib" if text is None else zlib.compress(changed.encode())
    run(path, "UPDATE order_quote SET quote = ?", data)

    with pytest.raises(StoredOrderError) as caught:
        row_of(path, number)
    assert (number, True) == (
        caught.value.number,
        code in {each.code for each in caught.value.faults},
    )


def test_an_order_without_its_quote(path: Path) -> None:
    """A row of the other table that is gone is damage, too."""
    number = order_in(path)
    run(path, "DELETE FROM order_quote")

    with pytest.raises(StoredOrderError):
        row_of(path, number)


def test_an_order_that_changed_since_is_read_again(
    database: SqlDatabase, counts: Counter[str]
) -> None:
    """The row that a request has is used only while its version is the stored one."""
    with running(database) as service:
        number = service.number()
        with database.reading() as unit:
            known = unit.orders.get(number)
        assert known is not None
        counts.clear()
        with database.reading() as unit:
            same = unit.orders.get(number, known)
        service.done(
            "POST", f"orders/{number}/cancel", {"cancellation_reason": "no more"}
        )
        counts.clear()
        with database.reading() as unit:
            changed = unit.orders.get(number, known)

    assert same is not None
    assert changed is not None
    assert (known.order, "cancelled", {READ: 1}) == (
        same.order,
        changed.order.status,
        counts,
    )


def test_news_of_a_refund_that_changed_since(database: SqlDatabase) -> None:
    """What was read before another stored its news is not stored over them."""
    asked = RefundRequest(
        id="A", refund_id="R1", order_number="1", gateway_id="1", amount=Decimal("9.99")
    )
    failed, replaced = evolve(asked, status="FAILURE"), evolve(asked, status=REPLACED)
    with database.writing() as unit:
        stored = [
            unit.payments.put_refund_request(asked),
            unit.payments.put_refund_request(failed),
            unit.payments.put_refund_request(failed, asked),
            unit.payments.put_refund_request(replaced, failed),
            unit.payments.put_refund_request(replaced, failed),
            unit.payments.put_refund_request(failed, asked),
        ]
        found = unit.payments.refund_request("A")

    assert ([True, False, True, True, False, False], replaced) == (stored, found)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The service's parts by themselves: the shelf, tokens, the database."""

from __future__ import annotations

import json

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from checkout_core import CheckoutError
from checkout_core.ledger import Redemption
from checkout_core.offers import Limits
from checkout_core.service import Caller, SqlDatabase, Tokens, read_shelf
from checkout_core.service.database import SCHEMA
from checkout_core.service.desk import now
from checkout_core.service.ports import Before, CartRow
from service.house import ADDRESS, CATALOGUE, NOON, SHELF


# The shelf ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"store_id": ""}, [("store_id", "empty_text")]),
        ({"store": None}, [("store", "required")]),
        ({"store": {}}, [("store.currency", "required")]),
        ({"catalogue": None}, [("catalogue", "required")]),
        ({"shelf": 1}, [("shelf", "unknown_key")]),
        (
            {"catalogue": [{"product_id": "x", "selling_price": "1", "colour": "red"}]},
            [
                ("catalogue[0].colour", "unknown_key"),
                ("catalogue[0].tax_rate", "required"),
            ],
        ),
        ({"catalogue": [CATALOGUE[0]] * 2}, [("catalogue[1]", "same_line_key")]),
        ({"catalogue": [1]}, [("catalogue[0]", "wrong_type")]),
        ({"customers": [{"id": ""}]}, [("customers[0].id", "empty_text")]),
        (
            {"customers": [{"id": "a", "credit_balance": -1}]},
            [("customers[0].credit_balance", "negative")],
        ),
        (
            {"customers": [{"id": "a", "addresses": [{**ADDRESS, "id": None}]}]},
            [("customers[0].addresses[0].id", "required")],
        ),
        ({"shop": []}, [("shop", "wrong_type")]),
        (
            {"shop": {"phone": "strict", "phones": "x", "fields": {"udf1": "{x}"}}},
            [
                ("shop.phone", "unknown_key"),
                ("shop.fields.udf1", "bad_template"),
                ("shop.phones", "not_a_choice"),
            ],
        ),
    ],
)
def test_a_shelf_that_cannot_be(
    changes: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    """What is wrong with a document is said with its path."""
    with pytest.raises(CheckoutError) as caught:
        read_shelf(json.dumps({**SHELF, **changes}))

    found = [(each.path, each.code) for each in caught.value.faults]
    assert faults == [each for each in found if each in faults]


def test_a_shelf_without_customers() -> None:
    """Who sells to guests only knows nobody."""
    document = {key: each for key, each in SHELF.items() if key != "customers"}

    assert {} == dict(read_shelf(json.dumps(document)).customers)


# Tokens ------------------------------------------------------------------------------


TOKENS = Tokens("shop", b"secret", {"agreed": Caller("meera", known=True)})
GUEST = Caller("guest")


def test_a_token_opens_for_whom_it_was_issued() -> None:
    """Both of a pair, each for its own use."""
    access, refresh = TOKENS.issue(GUEST, NOON)

    assert (GUEST, GUEST, None, None) == (
        TOKENS.caller(access, NOON),
        TOKENS.caller(refresh, NOON, "refresh"),
        TOKENS.caller(refresh, NOON),
        TOKENS.caller(access, NOON, "refresh"),
    )


def test_a_token_ends() -> None:
    """It opens for an hour and not a second longer."""
    access, _ = TOKENS.issue(GUEST, NOON)
    hour = timedelta(hours=1)

    assert (GUEST, None) == (
        TOKENS.caller(access, NOON + hour - timedelta(seconds=1)),
        TOKENS.caller(access, NOON + hour),
    )


def test_an_agreed_token_opens() -> None:
    """It does not end, and refreshes nothing."""
    assert (Caller("meera", known=True), None) == (
        TOKENS.caller("agreed", NOON),
        TOKENS.caller("agreed", NOON, "refresh"),
    )


@pytest.mark.parametrize(
    "other", [Tokens("other", b"secret"), Tokens("shop", b"secrets")]
)
def test_a_token_of_another_store(other: Tokens) -> None:
    """Neither another store's token opens, nor one that another secret signed."""
    access, _ = other.issue(GUEST, NOON)

    assert TOKENS.caller(access, NOON) is None


def test_a_token_that_was_changed() -> None:
    """One bit is enough for it not to open any more."""
    access, _ = TOKENS.issue(GUEST, NOON)
    changed = [
        access[:at] + chr(ord(access[at]) ^ 1) + access[at + 1 :]
        for at in range(len(access))
    ]

    assert {None} == {TOKENS.caller(each, NOON) for each in changed}


@pytest.mark.parametrize("text", ["", ".", "..", "a.b", "a.b.c", "é.ü.ñ", "x" * 5000])
def test_a_text_that_is_no_token(text: str) -> None:
    """Whatever it is, it opens nothing and breaks nothing."""
    assert TOKENS.caller(text, NOON) is None


def test_a_token_reads_as_the_vendors_client_reads_it() -> None:
    """Three parts, the second one says who it is and when it ends."""
    import base64

    access, _ = TOKENS.issue(Caller("meera", known=True), NOON)
    body = access.split(".")[1]
    found = json.loads(base64.urlsafe_b64decode(body + "=="))

    assert ("meera", "meera", True, False, int(NOON.timestamp()) + 3600) == tuple(
        found[key]
        for key in ("ulid", "customer_id", "is_logged_in", "is_anonymous", "exp")
    )


def test_the_clock_is_to_the_second() -> None:
    """Moments are stored and compared as text, so they have one form."""
    found = now()

    assert ("+00:00", 25) == (found.isoformat()[-6:], len(found.isoformat()))


# The database ------------------------------------------------------------------------


def test_what_was_written_is_there_again(tmp_path: Path) -> None:
    """A database that is opened again has what was committed."""
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    first = SqlDatabase(url)
    row = CartRow("c1", "meera", "{}")
    with first.writing() as unit:
        unit.carts.add(row, NOON)
    first.close()
    second = SqlDatabase(url)
    with second.reading() as unit:
        found = unit.carts.get("c1")
    second.close()

    assert row == found


def begun(database: SqlDatabase) -> None:
    """Begin to write, and fail."""
    with database.writing() as unit:
        unit.carts.add(CartRow("c1", "meera", "{}"), NOON)
        raise KeyError


def test_an_error_undoes_everything(database: SqlDatabase) -> None:
    """What a unit wrote before it failed is not there."""
    with pytest.raises(KeyError):
        begun(database)
    with database.reading() as unit:
        assert unit.carts.get("c1") is None


def test_tables_of_another_version(tmp_path: Path) -> None:
    """Tables of a later release are not touched."""
    path = tmp_path / "shop.db"
    SqlDatabase(f"sqlite:///{path}").close()
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE checkout_schema SET version = {SCHEMA + 1}")
    engine.dispose()

    with pytest.raises(ValueError, match="version 2, and 1 is needed"):
        SqlDatabase(f"sqlite:///{path}")


@pytest.mark.parametrize("name", ["postgres", "postgresql"])
def test_a_plain_postgresql_url_means_psycopg(name: str) -> None:
    """Nobody has to know what the driver is called."""
    with pytest.raises(sa.exc.OperationalError) as caught:
        SqlDatabase(f"{name}://nobody@127.0.0.1:1/none")

    assert "psycopg" in type(caught.value.orig).__module__


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
            unit.counters.commit(redemption, limits, "N1", Before(0, 0, 0))
            for _ in range(2)
        ]
        counted = unit.counters.counts()

    assert ([True, True], {"o1": 1}, {"CODE": 1}) == (
        found,
        dict(counted.offers),
        dict(counted.codes),
    )


def test_an_account_may_be_overdrawn_by_a_return(database: SqlDatabase) -> None:
    """Points that were spent before their goods came back are owed, not shown."""
    with database.writing() as unit:
        unit.accounts.give("meera", 10, 0)
        unit.accounts.give("meera", -15, 0)
        shown = unit.accounts.get("meera")
        unit.accounts.give("meera", 6, 0)
        after = unit.accounts.get("meera")

    assert ((0, 0), (1, 0)) == (shown, after)

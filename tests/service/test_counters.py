# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Counters are asked for by key, whatever the shop has counted so far.

The database's own plans say that no table is read as a whole.
"""

from __future__ import annotations

import re
import threading

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest
import sqlalchemy as sa

from checkout_core.service import SqlDatabase
from checkout_core.service.database.tables import COUNTERS, METADATA
from checkout_core.service.sessions import watch_ends
from tests.factories.service import ARJUN, CATALOGUE, MEERA, TEE
from tests.factories.service_client import Service, running
from tests.factories.service_processes import SERVERS


#: How many codes and customers were counted.
MANY = 5_000


on_files = pytest.mark.parametrize(
    "url", ["file", *SERVERS], indirect=True, ids=lambda url: url.partition(":")[0]
)


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """Yield the statements that are executed, with their parameters."""
    found: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, text: str, given: Any, *_: Any) -> None:
        # One thread of the service looks for ended sessions, every two seconds.
        if watch_ends.__name__ not in threading.current_thread().name:
            found.append((text, given))

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield found
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


@contextmanager
def beside(url: str) -> Iterator[sa.Connection]:
    """Yield a connection beside those of the service."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def plans(url: str, seen: list[tuple[str, Any]], begins: str = "SELECT") -> list[str]:
    """Return what the database says of how it finds the rows of each query."""
    found = []
    with beside(url) as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
        if not is_sqlite:
            # A table of a few rows is quicker to read as a whole, however it is asked.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        for text, given in seen:
            if text.startswith(begins):
                rows = connection.exec_driver_sql(f"{explain} {text}", given)
                found += [str(row[-1]) for row in rows]
    return found


def whole(plans: list[str]) -> list[str]:
    """Return the tables that are read as a whole, by the plans of either database."""
    names = "|".join(METADATA.tables)
    scans = re.compile(rf"SCAN ({names})\b(?! USING)|Seq Scan on ({names})\b")
    return [found[0] for each in plans for found in scans.finditer(each)]


@pytest.fixture
def shop(database: SqlDatabase) -> Iterator[Service]:
    """Yield a shop with a limited promotion and coupons, one with two codes."""
    document = deepcopy(CATALOGUE)
    document["store"]["promotions"][0]["redemption_limits"] = {"total_redemptions": 9}
    with running(database, catalogue=document) as service:
        yield service


@on_files
def test_no_table_is_read_as_a_whole(shop: Service, url: str) -> None:
    """Not by a look at a cart, an evaluation, an order, a page, or a poll."""
    cart = shop.cart(TEE)["id"]
    shop.done("POST", f"carts/{cart}/coupon", {"coupon_code": "TWO"})
    other = shop.paid()
    with statements() as seen:
        shop.done("GET", f"carts/{cart}")
        shop.done("GET", f"carts/{cart}/evaluate-coupons")
        number = shop.number(cart_id=cart)
        for path in ("orders", f"orders/{number}", f"orders/{other}/payment-status"):
            shop.done("GET", path)
        shop.cancel(number)
    found = plans(url, seen)

    assert any("counter" in each for each in found)
    assert [] == whole(found)


@on_files
def test_a_new_cart_does_not_grow_with_those_ordered(shop: Service, url: str) -> None:
    """Only those that are not ordered are in the index that counts them."""
    with statements() as seen:
        shop.cart()
        shop.done("GET", "carts/users/meera")
    counted, newest = plans(url, seen, "INSERT INTO cart"), plans(url, seen)

    assert [True, True] == [
        any("cart_open" in each for each in found) for found in (counted, newest)
    ]


@on_files
def test_a_look_does_not_grow_with_what_was_counted(shop: Service, url: str) -> None:
    """As many rows are read after 10,000 codes and customers as before."""
    cart = shop.cart(TEE)["id"]
    shop.done("POST", f"carts/{cart}/coupon", {"coupon_code": "TWO"})
    shop.paid()
    rows = [
        {"what": what, "name": name, "customer_id": customer, "redeemed": 1}
        for i in range(MANY)
        for what, name, customer in (
            ("code", f"SINGLE{i}", ""),
            ("customer", "scarce", f"u{i}"),
        )
    ]
    read = []
    for _ in range(2):
        with statements() as seen:
            shop.done("GET", f"carts/{cart}")
            shop.done("GET", f"carts/{cart}/evaluate-coupons")
        selects = [each for each in seen if each[0].startswith("SELECT")]
        with beside(url) as connection:
            found = [connection.exec_driver_sql(*each).all() for each in selects]
            read.append([len(each) for each in found])
            if len(read) == 1:
                connection.execute(COUNTERS.insert(), rows)

    assert read[0] == read[1]


def test_limits_hold_for_counters_asked_by_key(shop: Service) -> None:
    """A coupon of two redemptions is gone after two orders, also in an evaluation."""
    body = {"coupon_code": "TWO"}
    for token in (MEERA, ARJUN):
        cart = shop.cart(TEE, token=token)["id"]
        shop.done("POST", f"carts/{cart}/coupon", body, token=token)
        shop.number(cart_id=cart, token=token)
    guest = shop.done("POST", "auth/anonymous")["access_token"]
    cart = shop.cart(TEE, token=guest)["id"]
    refused = shop.refused("POST", f"carts/{cart}/coupon", body, token=guest)
    path = f"carts/{cart}/evaluate-coupons"
    judged = shop.done("GET", path, token=guest)["inapplicable_coupons"]

    assert (400, "limit_reached") == refused
    assert {"scarce": "This offer has been used up."} == {
        each["id"]: each["reason"] for each in judged if each["id"] == "scarce"
    }

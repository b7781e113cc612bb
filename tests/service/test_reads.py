# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""How often each route reads and checks an order: once at most in a request."""

from __future__ import annotations

import json

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from checkout_core import CheckoutError
from checkout_core.pricing import quoted
from checkout_core.service import SqlDatabase
from checkout_core.service.database import orders as repository
from checkout_core.service.ports import OrderRow
from checkout_core.wire import quotes
from service.client import Service, running
from service.factories import HYPER, MERCHANT, SHOP


#: What is counted: documents read, those whose figures are calculated again, and
#: quotes whose rows are added up.
READ, VERIFIED, CHECKED = "read", "verified", "checked"


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return what was counted since the test cleared it."""
    found: Counter[str] = Counter()

    def counting(module: Any, function: str, what: str) -> None:
        original: Callable[..., Any] = getattr(module, function)

        def counted(*args: Any, **more: Any) -> Any:
            found[what] += 1
            return original(*args, **more)

        monkeypatch.setattr(module, function, counted)

    counting(repository, "read_order", READ)
    counting(quotes, "verify_figures", VERIFIED)
    counting(quoted, "check_ledger", CHECKED)
    return found


def test_placing_an_order(service: Service, counts: Counter[str]) -> None:
    """The new order is in memory: it is not read, and its quote is checked once."""
    cart = service.cart()
    counts.clear()
    service.order(cart["id"])

    assert {CHECKED: 1} == counts


def test_placing_it_again(service: Service, counts: Counter[str]) -> None:
    """The order is read once."""
    cart = service.cart()
    service.order(cart["id"])
    counts.clear()
    service.order(cart["id"])

    assert {READ: 1, CHECKED: 1} == counts


def test_an_order_that_has_to_be_paid(service: Service, counts: Counter[str]) -> None:
    """It is read once by each route, though the gateway is asked in between."""
    number = service.number()
    path = f"orders/{number}"
    seen = {}
    for tail in ("", "/payment-status", "/payments", "/shipments", "/refunds"):
        counts.clear()
        service.done("GET", f"{path}{tail}")
        seen[tail] = dict(counts)

    assert [{READ: 1}] * len(seen) == list(seen.values())


def test_a_payment_that_came_in(service: Service, counts: Counter[str]) -> None:
    """Its status is asked for, and the changed order is not read anew."""
    number = service.number()
    service.pay(number, notify=False)
    counts.clear()
    status = service.done("GET", f"orders/{number}/payment-status")["status"]

    assert ("success", {READ: 1}) == (status, counts)


def test_an_event(service: Service, counts: Counter[str]) -> None:
    """The order of the event is read once, whether it changes or not."""
    number = service.number()
    step = service.gateway.gateway.pay(number)
    service.apply(step, notify=False)
    seen = []
    for event in step.events * 2:
        counts.clear()
        service.send_event(event.body, dict(event.headers))
        seen.append(dict(counts))

    assert [{READ: 1}] * len(seen) == seen


def test_a_page_of_orders(service: Service, counts: Counter[str]) -> None:
    """Each order of the page is read once."""
    for _ in range(3):
        service.order()
    counts.clear()
    service.done("GET", "orders")

    assert {READ: 3} == counts


def test_paying_again(service: Service, counts: Counter[str]) -> None:
    """A retry reads the order once and checks it once, for the new payment."""
    number = service.number()
    service.apply(service.gateway.gateway.fail(number), notify=False)
    counts.clear()
    service.done("POST", f"orders/{number}/retry-payment", {"payment_method": HYPER})

    assert {READ: 1, CHECKED: 1} == counts


def test_paying_on_the_merchants_page(service: Service, counts: Counter[str]) -> None:
    """The order is read once and checked once."""
    cart = service.cart()
    placed = service.done("POST", "orders", {"cart_id": cart["id"]})["order"]
    counts.clear()
    service.done(
        "POST",
        "payments/juspay/create-order",
        {
            "order_number": placed["order_number"],
            "return_url": "https://shop.example/back",
        },
    )

    assert {READ: 1, CHECKED: 1} == counts


def test_what_changes_an_order(service: Service, counts: Counter[str]) -> None:
    """A parcel, a refund and a cancellation each read the order once."""
    path = f"{MERCHANT}/orders/{service.paid()}"
    other = service.paid()
    seen = []
    for where, body, token in (
        (f"{path}/parcels", {"id": "P1", "state": "shipped", "units": {"0": 1}}, SHOP),
        (f"{path}/refunds", {"id": "R1", "returned": {"0": 1}}, SHOP),
        (f"orders/{other}/cancel", {"cancellation_reason": "no more"}, None),
    ):
        counts.clear()
        service.done("POST", where, body, token=token)
        seen.append(counts[READ])

    assert [1, 1, 1] == seen


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


def document_in(path: Path) -> dict[str, Any]:
    """Return the stored document of the only order."""
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        text = connection.exec_driver_sql("SELECT document FROM placed_order").scalar()
    engine.dispose()
    found: dict[str, Any] = json.loads(str(text))
    return found


def test_what_we_wrote_is_trusted(path: Path, counts: Counter[str]) -> None:
    """Its text has the digest that was stored with it."""
    number = order_in(path)
    counts.clear()
    row_of(path, number)

    assert {READ: 1} == counts


def test_an_order_of_an_older_release(path: Path, counts: Counter[str]) -> None:
    """Its table has no digests: each order is verified until a transaction writes."""
    number = order_in(path)
    run(path, "ALTER TABLE placed_order DROP COLUMN digest")
    seen = []
    for writing in (False, False, True, False, True):
        counts.clear()
        row_of(path, number, writing=writing)
        seen.append((counts[READ], counts[VERIFIED], counts[CHECKED]))

    assert [(1, 1, 1), (1, 1, 1), (1, 1, 1), (1, 0, 0), (1, 0, 0)] == seen


def test_a_document_that_was_changed_by_other_means(
    path: Path, counts: Counter[str]
) -> None:
    """It is verified, and what does not add up is refused."""
    number = order_in(path)
    document = document_in(path)
    run(path, "UPDATE placed_order SET document = ?", json.dumps(document, indent=1))
    counts.clear()
    row_of(path, number)
    document["x_checkout_core"]["quote"]["totals"]["to_be_paid"] = "1.00"
    run(path, "UPDATE placed_order SET document = ?", json.dumps(document))

    assert {READ: 1, VERIFIED: 1, CHECKED: 1} == counts
    with pytest.raises(CheckoutError) as caught:
        row_of(path, number)
    assert "fingerprint_differs" in {each.code for each in caught.value.faults}


def test_an_order_that_changed_since_is_read_again(
    database: SqlDatabase, counts: Counter[str]
) -> None:
    """The row that a request has is used only while its document is the stored one."""
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

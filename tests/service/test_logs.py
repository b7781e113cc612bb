# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What is logged: a line for each answer, and nothing that is secret."""

from __future__ import annotations

import json
import sqlite3
import zlib

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from checkout_core.service import SqlDatabase, logs
from tests.factories.service import (
    ADDRESS,
    MEERA,
    NOON,
    SHOP,
    TEE,
    make_app,
)
from tests.factories.service_client import Service, running
from tests.factories.tables import case


def test_a_line_for_each_answer(service: Service, lines: list[dict[str, Any]]) -> None:
    """It says what was asked, how it ended and how long it took."""
    service.cart(headers={"X-Request-Id": "one"})
    service.refused("GET", "carts/none", headers={"X-Request-Id": "two"})
    for each in lines:
        assert each.pop("microseconds") >= 0

    assert [
        {
            "at": "2026-11-24T06:30:00+00:00",
            "event": "answered",
            "request_id": "one",
            "method": "POST",
            "route": "/api/v1/{store_id}/storefront/carts",
            "status": 200,
        },
        {
            "at": "2026-11-24T06:30:00+00:00",
            "event": "answered",
            "request_id": "two",
            "method": "GET",
            "route": "/api/v1/{store_id}/storefront/carts/{id}",
            "status": 404,
            "code": "cart_not_found",
        },
    ] == lines


def test_no_line_holds_a_secret(service: Service, lines: list[dict[str, Any]]) -> None:
    """Neither tokens nor who the shopper is."""
    session = service.done("POST", "auth/anonymous")
    service.ask("GET", "orders?user_id=meera@example.in", token="a-guessed-token")
    cart = service.cart()
    body = {"billing_address": ADDRESS, "shipping_address": ADDRESS}
    service.done("POST", f"carts/{cart['id']}/address", body)
    content = service.order(cart["id"])
    text = json.dumps(lines)
    payload = content["payment_info"]["sdk_payload"]["payload"]
    secrets = [
        session["access_token"],
        session["refresh_token"],
        MEERA,
        "a-guessed-token",
        ADDRESS["email"],
        ADDRESS["phone"],
        ADDRESS["first_name"],
        payload["clientAuthToken"],
        "LOOPBACK_KEY",
    ]

    assert [] == [each for each in secrets if str(each) in text]


def test_a_failure_is_answered_and_written_down(
    service: Service, lines: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shopper gets an id, the log the same and where it was, without values."""

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError(ADDRESS["email"])

    monkeypatch.setattr("checkout_core.service.dependencies.quote", fails)
    status, document = service.ask("POST", "carts", {"items": [TEE]})
    failed, answered = lines

    assert (500, "internal_error", "RuntimeError", 500) == (
        status,
        document["code"],
        failed["error"],
        answered["status"],
    )
    assert failed["id"] in document["message"]
    assert any("priced" in each for each in failed["places"])
    assert str(ADDRESS["email"]) not in json.dumps([lines, document])


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        case("another amount", "1.00", "fingerprint_differs"),
        case("no text", None, "not_json"),
    ],
)
def test_a_damaged_order_is_written_down(
    tmp_path: Path, lines: list[dict[str, Any]], damage: str | None, code: str
) -> None:
    """Nobody who asks for it can mend it: they hear that, the log what is wrong."""
    database = SqlDatabase(f"sqlite:///{tmp_path / 'shop.db'}")
    with closing(database), running(database) as service:
        number = service.number()
        with closing(sqlite3.connect(tmp_path / "shop.db")) as connection, connection:
            (quote,) = connection.execute("SELECT quote FROM order_quote").fetchone()
            other = zlib.decompress(quote).replace(b"1068.80", (damage or "").encode())
            connection.execute(
                "UPDATE order_quote SET quote = ?, order_items = '[]'",
                [b"{" if damage is None else zlib.compress(other)],
            )
        lines.clear()
        answers = [
            service.refused("GET", path)
            for path in (f"orders/{number}", "orders", f"orders/{number}/payments")
        ]

    damaged = [each for each in lines if each["event"] == "order_damaged"]
    assert [(500, "order_damaged")] * 3 == answers
    assert {number} == {each["order_number"] for each in damaged}
    assert all(code in each["faults"] for each in damaged)


def test_lines_go_to_standard_error(
    capfd: pytest.CaptureFixture[str], kept_logs: None
) -> None:
    """One JSON object a line, and nothing on standard output."""
    logs.to_stderr()
    logs.write(NOON, "begun", port=1)
    logs.LOG.handlers[0].flush()
    printed = capfd.readouterr()

    assert (
        "",
        '{"at": "2026-11-24T06:30:00+00:00", "event": "begun", "port": 1}\n',
    ) == (
        printed.out,
        printed.err,
    )


def test_a_desk_shows_no_secret(database: SqlDatabase) -> None:
    """What is printed of it can be printed."""
    shown = repr(make_app(database))

    assert [] == [
        each
        for each in (MEERA, SHOP, "loopback", "a secret", "LOOPBACK_KEY")
        if each in shown
    ]

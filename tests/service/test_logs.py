# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What is logged: a line for each answer, and nothing that is secret."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import time
import zlib

from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
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


# Lines that wait ----------------------------------------------------------------------


def read_lines(file: int) -> list[dict[str, Any]]:
    """Return the lines that are in a pipe."""
    return [json.loads(each) for each in os.read(file, 1_000_000).splitlines()]


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """Yield the two ends of a pipe."""
    reader, writer = os.pipe()
    yield reader, writer
    for each in (reader, writer):
        with suppress(OSError):
            os.close(each)


def record(message: str, name: str = logs.LOG.name) -> logging.LogRecord:
    """Return what a logger hands to its handlers."""
    return logging.LogRecord(name, logging.WARNING, "", 1, message, (), None)


def test_lines_that_nobody_reads(pipe: tuple[int, int]) -> None:
    """The writer goes on; what is left out is counted, and said once it is read."""
    reader, writer = pipe
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    with suppress(BlockingIOError):
        while True:
            os.write(writer, b" " * 1_000)
    os.set_blocking(writer, True)
    handler = logs.QueuedLines(writer, waiting=10)
    long = '{"text": "%s"}' % ("x" * 60_000)
    for _ in range(50):
        handler.handle(record(long))
    left_out = handler.dropped
    assert left_out > 20
    found = bytearray()
    until = time.monotonic() + 10
    while b"lines_dropped" not in found and time.monotonic() < until:
        with suppress(BlockingIOError):
            found += os.read(reader, 1_000_000)
    handler.close()

    assert f'"event": "lines_dropped", "count": {left_out}'.encode() in found


def test_a_log_that_is_closed(pipe: tuple[int, int]) -> None:
    """Lines that can go nowhere stop nothing."""
    _, writer = pipe
    handler = logs.QueuedLines(writer)
    os.close(writer)
    handler.handle(record("{}"))
    handler.close()

    assert 0 == handler.dropped


def test_the_end_of_the_process_does_not_wait_for_a_reader(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor for the thread, which waits for it."""
    monkeypatch.setattr(logs, "FLUSH_SECONDS", 0.1)
    reader, writer = pipe
    handler = logs.QueuedLines(writer, waiting=1)
    for _ in range(20):
        handler.handle(record("x" * 60_000))
    begun = time.monotonic()
    handler.close()
    took = time.monotonic() - begun
    os.set_blocking(reader, False)
    with suppress(BlockingIOError):
        while os.read(reader, 1_000_000):
            pass

    assert took < 2


def test_lines_of_the_server(
    capfd: pytest.CaptureFixture[str], kept_logs: None
) -> None:
    """They have the same form; of an error its type and its places are written."""
    logs.to_stderr()
    logs.to_stderr()
    server = logging.getLogger("uvicorn.error")
    server.warning("Invalid HTTP request received.")
    error = RuntimeError(ADDRESS["email"])
    server.error("Exception in ASGI application", exc_info=error)
    logs.LOG.handlers[0].flush()
    printed = capfd.readouterr().err
    first, second = map(json.loads, printed.splitlines())

    assert ("server", "warning", "Invalid HTTP request received.") == (
        first["event"],
        first["level"],
        first["message"],
    )
    assert ("RuntimeError", [], 0) == (
        second["error"],
        second["places"],
        logs.dropped(),
    )
    assert str(ADDRESS["email"]) not in printed


def test_whoever_counts_lines_sees_each(service: Service) -> None:
    """Event and facts, with those of the request."""
    seen: list[tuple[str, Any]] = []

    def observe(event: str, facts: Mapping[str, Any]) -> None:
        seen.append((event, facts["route"]))

    logs.OBSERVERS.append(observe)
    service.ask("GET", "/live")
    logs.OBSERVERS.remove(observe)

    assert [("answered", "/live")] == seen

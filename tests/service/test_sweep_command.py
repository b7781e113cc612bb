# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""`checkout-core sweep`, and what `serve` says of events that it will not take."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checkout_core.cli import command_parser, gateways, main, serving
from checkout_core.cli.serve_sweep import SWEEP
from checkout_core.cli.sources import KEY_VARIABLE
from checkout_core.service import SqlDatabase, logs
from checkout_core.testing.gateway import Loopback
from checkout_core.testing.server import serving as served
from checkout_core.transports.urllib import UrllibTransport
from tests.factories.providers import JuspayProvider
from tests.factories.service import CATALOGUE
from tests.factories.service_client import running


ACCOUNT = ["--merchant-id", "merchant-id", "--client-id", "shop"]
KEY = "LOOPBACK_KEY"


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep the log as it was, and the environment without a gateway."""
    for name in (KEY_VARIABLE, gateways.USER_VARIABLE, gateways.PASSWORD_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    log = logs.LOG
    handlers, propagate, level = log.handlers[:], log.propagate, log.level
    yield
    log.handlers[:], log.propagate = handlers, propagate
    log.setLevel(level)


@pytest.fixture
def shop(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[list[str], str]]:
    """Yield the arguments of a sweep, and the number of an order that was paid."""
    # Connections that are kept end with the process, and this one goes on.
    monkeypatch.setattr(gateways, "kept_transport", UrllibTransport)
    if url == "sqlite://":
        pytest.skip("another process cannot use a database in memory")
    provider = JuspayProvider(Loopback())
    database = SqlDatabase(url)
    with running(database, provider=provider) as service:
        # The command has the clock of the machine.
        service.clock.at = datetime.now(UTC) - timedelta(minutes=1)
        number = service.number()
        provider.pay(number)
    database.close()
    store = tmp_path / "store.json"
    store.write_text(json.dumps(CATALOGUE))
    with served(provider.transport) as gateway:
        options = ["--database", url, "--store", str(store), "--environment", gateway]
        yield ["sweep", *options, *ACCOUNT], number


def payment_status(url: str, number: str) -> str:
    """Return how far an order is paid."""
    database = SqlDatabase(url)
    with database.reading() as unit:
        row = unit.orders.get(number)
    database.close()
    assert row is not None
    return str(row.order.payment_status)


def test_one_sweep_of_another_process(
    shop: tuple[list[str], str],
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It finds what was paid, and says what it did; then nothing is left."""
    arguments, number = shop
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    status = [main([*arguments, "--once", "--limit", "5"]) for _ in range(2)]

    assert ([0, 0], ["payment: 0 ended, 1 put off", "Nothing was due."]) == (
        status,
        capsys.readouterr().out.splitlines(),
    )
    assert "success" == payment_status(url, number)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_sweeps_until_it_is_stopped(
    shop: tuple[list[str], str],
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ending: signal.Signals,
) -> None:
    """It says what each sweep did, if it did anything, and ends as it is told to."""
    arguments, number = shop
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    before = signal.getsignal(ending)

    def stop() -> None:
        while payment_status(url, number) != "success":
            threading.Event().wait(0.05)
        os.kill(os.getpid(), ending)

    stopping = threading.Thread(target=stop)
    stopping.start()
    status = main([*arguments, "--every", "1"])
    stopping.join()

    assert (0, ["payment: 0 ended, 1 put off", "Stopped."], before) == (
        status,
        capsys.readouterr().out.splitlines(),
        signal.getsignal(ending),
    )


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///:memory:?timeout=5",
        "sqlite:///file:shop?mode=memory&uri=true",
    ],
)
def test_all_that_is_missing_is_said(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The service's database, not one in memory, its key, and numbers in range."""
    numbers = ["--every", "0", "--limit", "0", "--lease", "0"]
    status = main(["sweep", "--database", url, *numbers])
    found = [each.split(": ")[1] for each in capsys.readouterr().err.splitlines()]

    assert (2, ["--every", "--limit", "--database", f"${KEY_VARIABLE}", "--lease"]) == (
        status,
        found,
    )


def test_a_sweep_needs_the_service(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without its libraries it says what to install."""
    monkeypatch.setitem(sys.modules, "uvicorn", None)

    assert 2 == main(["sweep", "--once", "--database", "sqlite:///shop.db"])
    assert "checkout-core[service]" in capsys.readouterr().err


# What serve says ---------------------------------------------------------------------

USER, PASSWORD = gateways.USER_VARIABLE, gateways.PASSWORD_VARIABLE
UNSET = f"${USER} and ${PASSWORD} are not set"


ASKING = "payments are found by asking every 15 seconds."
ONLY = "payments are found only when a shopper or you ask (--sweep 0)."


@pytest.mark.parametrize(
    ("given", "every", "expected"),
    [
        ([], "15", []),
        ([KEY_VARIABLE], "15", [f"Events are refused: {UNSET}; {ASKING}"]),
        (
            [KEY_VARIABLE, USER],
            "15",
            [f"Events are refused: ${PASSWORD} is not set; {ASKING}"],
        ),
        ([KEY_VARIABLE], "0", [f"Events are refused: {UNSET}; {ONLY}"]),
        ([KEY_VARIABLE, USER, PASSWORD], "15", []),
        ([USER, PASSWORD], "15", []),
    ],
)
def test_what_is_said_of_events(
    monkeypatch: pytest.MonkeyPatch, given: list[str], every: str, expected: list[str]
) -> None:
    """With a key and without their secrets, in one line: what follows from it."""
    for name in given:
        monkeypatch.setenv(name, "x")
    account = ACCOUNT if KEY_VARIABLE in given else []
    arguments = command_parser().parse_args(["serve", "--sweep", every, *account])
    serving.settle(arguments)
    app = serving.make_app(arguments)
    app.database.close()

    assert expected == list(SWEEP.lines(app, arguments))
    assert every == str(int(app.sweep.total_seconds()) if app.sweep else 0)


@pytest.mark.parametrize("url", ["nonsense", "postgresql://host:port/shop"])
def test_a_database_whose_url_cannot_be_read(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is refused when it is opened, in a line."""
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    status = main(["sweep", "--once", "--database", url, *ACCOUNT])
    (line,) = capsys.readouterr().err.splitlines()

    assert (2, True) == (status, "database: this database cannot be used" in line)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""`serve --workers`: several processes with one port, one database and one secret."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import signal
import socket
import threading
import time
import urllib.request

from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from prometheus_client.parser import text_string_to_metric_families

from checkout_core.cli import main, serve_running
from checkout_core.cli.blame import Refused
from checkout_core.cli.sources import KEY_VARIABLE
from checkout_core.service import logs
from checkout_core.service.limits import Limits
from tests.factories.service_processes import DATABASES, fresh


#: Enough for a worker to start on a busy machine, in seconds.
PATIENCE = 60


@pytest.fixture(autouse=True)
def quiet(kept_logs: None) -> None:
    """Keep the log as it was."""


def waited(ready: Callable[[], Any]) -> Any:
    """Return what *ready* returns once it is true."""
    until = time.monotonic() + PATIENCE
    while not (found := ready()):
        assert time.monotonic() < until
        time.sleep(0.02)
    return found


def asked(url: str, method: str, token: str = "") -> Any:
    """Return the content of an answer."""
    request = urllib.request.Request(
        url, method=method, headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.load(answer)["content"]


def counted(base: str, printed: list[str]) -> float:
    """Return how often all workers answered the list of orders."""
    found = re.search("^Merchant's token: (.+)$", "".join(printed), re.MULTILINE)
    assert found is not None
    request = urllib.request.Request(
        f"{base.partition('/api/')[0]}/metrics",
        headers={"Authorization": f"Bearer {found[1]}"},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        families = text_string_to_metric_families(answer.read().decode())
        return sum(
            sample.value
            for family in families
            for sample in family.samples
            if sample.name == "checkout_core_request_seconds_count"
            and sample.labels["route"].endswith("/storefront/orders")
        )


@pytest.mark.parametrize("kind", DATABASES, ids=lambda kind: kind.partition(":")[0])
def test_workers_share_a_port_and_a_secret_and_are_replaced(
    kind: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """One greeting; a guest's token opens every worker; a killed one is replaced."""
    monkeypatch.setenv(KEY_VARIABLE, "a-key")
    monkeypatch.delenv("CHECKOUT_CORE_SECRET", raising=False)
    printed: list[str] = []
    seen: dict[str, Any] = {}

    def workers() -> set[int]:
        found = multiprocessing.active_children()
        return {each.pid for each in found if each.is_alive() and each.pid}

    def pair(found: set[int]) -> set[int]:
        return found if len(found) == 2 else set()

    def user() -> None:
        def greeting() -> Any:
            printed.append(capfd.readouterr().out)
            return re.search("^Storefront: (.+)$", "".join(printed), re.MULTILINE)

        try:
            base = waited(greeting)[1]
            token = asked(f"{base}/auth/anonymous", "POST")["access_token"]
            seen["orders"] = [
                asked(f"{base}/orders", "GET", token)["orders"] for _ in range(8)
            ]
            first, second = sorted(waited(lambda: pair(workers())))
            os.kill(first, signal.SIGKILL)
            after = waited(lambda: pair(workers() - {first}))
            seen["kept"] = after & {first, second} == {second}
            asked(f"{base}/orders", "GET", token)
            seen["requests"] = counted(base, printed)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    with fresh(kind, tmp_path) as database:
        thread = threading.Thread(target=user)
        thread.start()
        status = main(
            [
                *("serve", "--port", "0", "--database", database, "--workers", "2"),
                *("--merchant-id", "us", "--client-id", "page"),
                *("--environment", "https://127.0.0.1:9"),
            ]
        )
        thread.join()
    left = capfd.readouterr()
    printed.append(left.out)

    # A worker that was killed has counted, too.
    assert {"orders": [[]] * 8, "kept": True, "requests": 9.0} == seen
    assert (0, 1, "Stopped.\n", set()) == (
        status,
        "".join(printed).count("Serving on "),
        "".join(printed)[-9:],
        workers(),
    )
    assert "worker_ended" in left.err


def test_a_folder_of_metrics_of_ones_own_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The one that the environment names; else one for as long as workers run."""
    name = serve_running.FOLDER_VARIABLE
    monkeypatch.setenv(name, "mine")
    with serve_running.metrics_folder():
        assert "mine" == os.environ[name]
    monkeypatch.delenv(name)
    with serve_running.metrics_folder():
        folder = Path(os.environ[name])
        assert folder.is_dir()

    assert (False, False) == (name in os.environ, folder.exists())


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
def test_what_lives_in_one_process_is_refused(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A database in memory and the fake gateway are each named, with the way out."""
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    status = main(["serve", "--database", url, "--workers", "2"])

    assert (
        2,
        [
            f"checkout-core: --workers: {why}, or leave --workers out (got 2)"
            for why in (
                "a database in memory belongs to one process; give another --database",
                "the fake gateway belongs to one process; set $JUSPAY_API_KEY",
            )
        ],
    ) == (status, capsys.readouterr().err.splitlines())


@pytest.mark.parametrize("count", ["0", "65"])
def test_workers_are_counted(count: str, capsys: pytest.CaptureFixture[str]) -> None:
    """At least one, and no more than any machine has use for."""
    assert 2 == main(["serve", "--workers", count])
    assert f"--workers: this must lie between 1 and 64 (got {count})" in (
        capsys.readouterr().err
    )


# One worker, in this process ---------------------------------------------------------


class Made:
    """What a worker opens."""

    def __init__(self) -> None:
        self.database = self
        self.limits, self.stopping = Limits(), threading.Event()
        self.closed = 0

    def close(self) -> None:
        """Count that it was closed."""
        self.closed += 1


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Let `work` run in this process; yield the signals that it sends to itself."""
    sent: list[int] = []
    reader, writer = multiprocessing.Pipe()
    writer.close()
    ready = threading.Event()

    class Parent:
        sentinel = reader

    def kill(_: int, number: int) -> None:
        sent.append(number)
        ready.set()

    monkeypatch.setattr(multiprocessing, "parent_process", Parent)
    monkeypatch.setattr(os, "kill", kill)
    interrupt = signal.getsignal(signal.SIGINT)
    yield sent
    assert ready.wait(PATIENCE)
    signal.signal(signal.SIGINT, interrupt)
    reader.close()


def test_a_worker_closes_its_database_and_ends_with_its_parent(
    worker: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its arguments arrive, and the end of the parent asks it to end."""
    made, arrived = Made(), list[Any]()

    def make_app(arguments: Namespace) -> Any:
        arrived.append(arguments)
        return made

    def run(_: uvicorn.Server, sockets: list[socket.socket]) -> None:
        arrived.extend(sockets)
        signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr("checkout_core.service.create_app", lambda app: app)
    monkeypatch.setattr(uvicorn.Server, "run", run)
    before = signal.getsignal(signal.SIGTERM)
    with socket.create_server(("127.0.0.1", 0)) as bound:
        serve_running.work(make_app, {"token": "t"}, bound)
        waited(lambda: worker)

        assert [Namespace(token="t"), bound] == arrived
    assert (1, [signal.SIGTERM], before) == (
        made.closed,
        worker,
        signal.getsignal(signal.SIGTERM),
    )


def test_a_worker_that_cannot_start_says_why(
    worker: list[int], capfd: pytest.CaptureFixture[str]
) -> None:
    """A line of the log, and status 1: it is tried again."""

    def make_app(_: Namespace) -> Any:
        raise Refused(["--database: gone"])

    with (
        socket.create_server(("127.0.0.1", 0)) as bound,
        pytest.raises(SystemExit) as ended,
    ):
        serve_running.work(make_app, {}, bound)
    logs.LOG.handlers[0].flush()
    line = json.loads(capfd.readouterr().err)

    assert (1, "worker_failed", "Refused") == (
        ended.value.code,
        line["event"],
        line["error"],
    )

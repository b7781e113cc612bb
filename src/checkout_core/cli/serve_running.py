# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Runs the service on a bound socket: in this process, or in several that share the work.

Promises that a worker which ends is replaced, that SIGTERM lets every worker finish its
requests, and that no worker outlives the process that started it.  A worker gets its
arguments through a pipe: no secret is on its command line or in its environment.

The supervisor of uvicorn is not used: its constructor is undocumented and changed
between releases, and workers whose parent was killed keep the port.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
import threading
import time

from argparse import Namespace
from contextlib import contextmanager
from importlib.util import find_spec
from multiprocessing import connection
from typing import TYPE_CHECKING, Any

from checkout_core.cli.blame import Refused


if TYPE_CHECKING:
    import socket

    from collections.abc import Callable, Iterator, Mapping
    from multiprocessing.context import SpawnProcess

    from checkout_core.service import App


#: Read by the library of the metrics, when it is first imported.
FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
#: A worker is replaced this many seconds after it ended, so that one which cannot start
#: does not keep a core busy.
PAUSE = 1.0
#: How long stopped workers may take to finish their requests, in seconds.
PATIENCE = 30.0


class Terminated(Exception):  # noqa: N818 - it ends the process and is not an error
    """The process was asked to end."""


@contextmanager
def until_terminated() -> Iterator[None]:
    """End the block, without an error, when the process is asked to end (SIGTERM)."""

    def end(*_: object) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except Terminated:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)


def run_here(app: App, bound: socket.socket) -> None:
    """Answer requests in this process until it is asked to end."""
    from checkout_core.cli.serve_server import make_server

    with until_terminated():
        make_server(app).run([bound])


def run_workers(
    make_app: Callable[[Namespace], App],
    arguments: Namespace,
    bound: socket.socket,
) -> None:
    """
    Answer requests in `arguments.workers` processes until this one is asked to end.

    *make_app* is a function of a module, which each process imports.
    """
    # The parser is not needed there, and cannot be sent.
    values = {key: text for key, text in vars(arguments).items() if key != "parser"}
    context = multiprocessing.get_context("spawn")

    def start() -> SpawnProcess:
        worker = context.Process(
            target=work, args=(make_app, values, bound), daemon=True
        )
        worker.start()
        return worker

    with until_terminated(), metrics_folder():
        supervise(start, arguments.workers)


@contextmanager
def metrics_folder() -> Iterator[None]:
    """Give the workers a folder to sum up their metrics in, while the block runs."""
    if find_spec("prometheus_client") is None or FOLDER_VARIABLE in os.environ:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="checkout-core-metrics-") as folder:
        os.environ[FOLDER_VARIABLE] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER_VARIABLE]


def supervise(start: Callable[[], SpawnProcess], count: int) -> None:
    """Keep *count* workers running; stop them when an exception ends this."""
    from checkout_core.service import logs
    from checkout_core.service.dependencies import now

    workers = [start() for _ in range(count)]
    try:
        while True:
            ended = connection.wait([each.sentinel for each in workers])
            for i, each in enumerate(workers):
                if each.sentinel in ended:
                    each.join()
                    logs.write(now(), "worker_ended", pid=each.pid, exit=each.exitcode)
                    time.sleep(PAUSE)
                    workers[i] = start()
    finally:
        for each in workers:
            each.terminate()
        until = time.monotonic() + PATIENCE
        for each in workers:
            each.join(max(0.0, until - time.monotonic()))
            each.kill()


def work(
    make_app: Callable[[Namespace], App],
    values: Mapping[str, Any],
    bound: socket.socket,
) -> None:
    """Answer requests in a worker until it, or the process that started it, ends."""
    from checkout_core.service import logs
    from checkout_core.service.dependencies import now

    # A terminal sends this to the workers too; uvicorn has its own handler.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    logs.to_stderr()
    with until_terminated():
        try:
            app = make_app(Namespace(**values))
        except (OSError, Refused) as error:
            kind = type(error).__name__
            logs.write(now(), "worker_failed", error=kind, places=logs.frames(error))
            raise SystemExit(1) from None
        try:
            run_here(app, bound)
        finally:
            app.database.close()


def _end_with_parent() -> None:
    """Ask this process to end once the one that started it has."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os.kill(os.getpid(), signal.SIGTERM)

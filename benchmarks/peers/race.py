# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Workers that price in turn, so that whatever else the machine does hits all."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
import threading

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Self

from benchmarks.peers.answers import Reply, complaint, reply


#: The nanoseconds that a turn is to take, and those that a worker warms up for.
TURN, WARM = 10_000_000, 300_000_000
#: The seconds after which a worker that says nothing is ended.
LONGEST = 300


class Failed(Exception):  # noqa: N818
    """A worker ended; the message is what it complained of."""


class Worker:
    """A process that prices a workload as often as it is told."""

    def __init__(self, process: subprocess.Popen[str], said: IO[str]) -> None:
        self._process = process
        self._said = said

    @classmethod
    @contextlib.contextmanager
    def started(cls, command: Sequence[str], folder: str) -> Iterator[Self]:
        """Start a worker in *folder*, and end it by the end of its input."""
        pipe = subprocess.PIPE
        with (
            tempfile.TemporaryFile("w+") as said,
            subprocess.Popen(
                command, cwd=folder, stdin=pipe, stdout=pipe, stderr=said, text=True
            ) as process,
        ):
            worker = cls(process, said)
            worker._line()
            yield worker

    def price(self, workload: str, times: int) -> Reply:
        """Price *workload* so many *times* in a row."""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(f"{workload} {times}\n")
            self._process.stdin.flush()
        return reply(self._line())

    def _line(self) -> str:
        assert self._process.stdout is not None
        patience = threading.Timer(LONGEST, self._process.kill)
        patience.start()
        line = self._process.stdout.readline()
        patience.cancel()
        if not line:
            self._process.wait()
            self._said.seek(0)
            raise Failed(complaint(self._said.read()))
        return line


def turns(worker: Worker, workload: str) -> int:
    """Warm a worker up, and return how many carts fill a turn."""
    times, spent = 1, 0
    while True:
        took = worker.price(workload, times).nanoseconds
        spent += took
        if spent > WARM:
            return max(1, TURN * times // max(took, 1))
        times = min(times * 2, max(1, WARM * times // max(took, 1)))


def race(
    workers: Mapping[str, Worker], workload: str, rounds: int
) -> dict[str, list[float]]:
    """
    Return the microseconds a cart took in each round, by the name of the worker.

    rounds: 0 prices each once, without warming up.
    """
    names = list(workers)
    loops = {name: turns(workers[name], workload) if rounds else 1 for name in names}
    found: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds or 1):
        for name in names:
            took = workers[name].price(workload, loops[name]).nanoseconds
            found[name].append(took / loops[name] / 1000)
    return found

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The reference service under load: `python -m benchmarks.load [DATABASE URL ...]`.

Starts `checkout-core serve` on each database (a SQLite file by default), lets
shoppers at it over loopback, and prints requests a second and the slowest of a
hundred for each step.  Shoppers and service share the machine, so the figures
are a floor.  Every answer is checked, and at the end the orders are counted.

    --before 1efee1c   the same of a commit before, in turn with this one
    --workers 2        processes of this checkout; a commit before has one
    --rounds 3         how often each side is measured
    --times 5          how often a single request is compared, 0 for never
    --write            puts the table into README.md beside this file
"""

from __future__ import annotations

import argparse
import os
import statistics
import time

from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.page import machine, put
from benchmarks.shopping import (
    STEPS,
    large_and_one,
    list_and_one,
    live_with_silent_gateway,
    shop,
    write_during_order,
)
from benchmarks.sides import Side, sides, silent
from tests.factories.service_processes import ServiceProcess, guest


if TYPE_CHECKING:
    from argparse import Namespace


#: What a request takes as a multiple of what it is compared with, and the most that it
#: may be.
MULTIPLES: Mapping[
    str, tuple[Callable[[ServiceProcess, int], tuple[float, float]], int]
] = {
    "list of 25 fifty-line orders / order of one line": (list_and_one, 3),
    "order of 1,000 lines / order of one line": (large_and_one, 10),
    "a write during an order of 3,000 lines / usually": (write_during_order, 3),
    "liveness with a silent gateway / usually": (live_with_silent_gateway, 2),
}


class Measured:
    """The shoppers of one side: times of every step, requests and processor time."""

    def __init__(self, service: ServiceProcess, shoppers: int) -> None:
        self.service = service
        self.tokens = [guest(service) for _ in range(shoppers)]
        self.times: list[list[float]] = [[] for _ in STEPS]
        self.rates: list[float] = []
        self.processor = 0.0

    def run(self, pool: ProcessPoolExecutor, seconds: float) -> None:
        """Let the shoppers buy for some seconds."""
        before = processor_time(self.service.process.pid)
        runs = [
            pool.submit(shop, self.service.base, token, seconds)
            for token in self.tokens
        ]
        found = [run.result() for run in runs]
        for at in range(len(STEPS)):
            self.times[at] += [took for each in found for took in each[at]]
        self.processor += processor_time(self.service.process.pid) - before
        self.rates.append(sum(len(x) for each in found for x in each) / seconds)

    def count(self) -> None:
        """Check that the service has every order that was answered."""
        counted = sum(
            self.service.ask("GET", "/orders?limit=1", token=token)[1]["content"][
                "pagination"
            ]["total_records"]
            for token in self.tokens
        )
        assert len(self.times[-1]) == counted, (len(self.times[-1]), counted)


def processor_time(process: int) -> float:
    """Return the seconds that a process and its children ran, 0 where it is unknown."""
    found = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(") ")[2].split()
        except OSError:
            continue  # it ended
        if process in (int(path.parent.name), int(fields[1])):
            found += int(fields[11]) + int(fields[12])
    return found / os.sysconf("SC_CLK_TCK")


def rows(kind: str, both: list[Side], given: Namespace) -> tuple[list[str], list[str]]:
    """Return the rows of the steps and of the multiples of one database."""
    name = kind.partition("+")[0]
    steps, multiples = [], []
    with ExitStack() as opened:
        gateway = opened.enter_context(silent())
        served = [opened.enter_context(each.service(kind, gateway)) for each in both]
        found = [Measured(each, given.shoppers) for each in served]
        pool = opened.enter_context(ProcessPoolExecutor(given.shoppers))
        for _ in range(given.rounds):
            for each in found:
                each.run(pool, given.seconds)
        for side, each in zip(both, found, strict=True):
            each.count()
            for step, times in zip(STEPS, each.times, strict=True):
                cut = statistics.quantiles(times, n=100)[98]
                steps.append(
                    f"| {name} | {side.name} | {step}"
                    f" | {len(times) / given.seconds / given.rounds:.0f}"
                    f" | {statistics.median(times) * 1e3:.1f} | {cut * 1e3:.1f} |"
                )
            rate = statistics.median(each.rates)
            steps.append(f"| {name} | {side.name} | all of these | {rate:.0f} | | |")
            spent = each.processor / sum(map(len, each.times)) * 1e3
            steps.append(
                f"| {name} | {side.name} | processor time a request | | {spent:.1f} | |"
            )
        if given.times:
            for what, (measure, most) in MULTIPLES.items():
                cells = []
                for service in served:
                    ours, other = measure(service, given.times)
                    cells.append(
                        f"{ours * 1e3:.1f} / {other * 1e3:.1f}, {ours / other:.1f}"
                    )
                multiples.append(f"| {name} | {what} | {' | '.join(cells)} | {most} |")
    return steps, multiples


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Load the reference service.")
    parser.add_argument("databases", nargs="*", default=["sqlite"], metavar="DATABASE")
    parser.add_argument("--before", metavar="COMMIT")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--shoppers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--times", type=int, default=0)
    parser.add_argument("--date", default=time.strftime("%Y-%m-%d"))
    parser.add_argument("--write", action="store_true", help="put it into README.md")
    given = parser.parse_args()
    steps: list[str] = []
    multiples: list[str] = []
    with sides(given.before, given.workers) as both:
        for kind in given.databases:
            more, of_times = rows(kind, both, given)
            steps += more
            multiples += of_times
        names = [each.name for each in both]
    parts = [
        *machine(given.date),
        f"- {given.shoppers} shoppers, {given.rounds} x {given.seconds:g} s",
        f"- workers of this checkout: {given.workers}",
        "",
        "| database | of | step | requests a second | median, ms | p99, ms |",
        "|---|---|---|--:|--:|--:|",
        *steps,
    ]
    if multiples:
        parts += [
            "",
            f"| database | ms / ms, multiple | {' | '.join(names)} | at most |",
            f"|---|---{'|--:' * len(names)}|--:|",
            *multiples,
        ]
    table = "\n".join(parts)
    print(table)
    if given.write:
        put("load", table)


if __name__ == "__main__":
    main()

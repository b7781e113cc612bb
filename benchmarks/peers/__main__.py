# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Prices the workloads with every peer, in turn: `python -m benchmarks.peers`.

`--write` puts the tables and the chart beside the other figures, `--smoke` prices each
once (its times mean nothing), `--cache FOLDER` says where peers are installed,
`--installed` installs nothing, and `--date` is the day to print.  A peer that cannot be
had is left out, and why is said.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from benchmarks import chart
from benchmarks.carts import NAMES, WORKLOADS, expected_of
from benchmarks.page import README, machine, put
from benchmarks.peers import environment
from benchmarks.peers.answers import (
    Row,
    answers_table,
    inexact,
    is_near,
    times_table,
)
from benchmarks.peers.environment import Absent
from benchmarks.peers.field import EVERY, PEERS, QUOTE, TOTALS, Peer
from benchmarks.peers.race import Failed, Worker, race


HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CHART = README.with_name("peers.svg")
ROUNDS = 21


class Setup:
    """How peers are started; what they need is installed when first asked for."""

    def __init__(self, folder: Path, *, install: bool) -> None:
        self._made: dict[str, Path | Absent] = {}
        self._folder = folder
        self._install = install

    def command(self, peer: Peer) -> list[str]:
        """Return the command of a peer's worker."""
        told = [peer.module, peer.part, str(WORKLOADS)]
        if peer.runs == "node":
            packages = self._once("node", environment.packages)
            return ["node", str(HERE / "worker.mjs"), *told, str(packages)]
        python = Path(sys.executable)
        if peer.runs == "python":
            python = self._once("python", environment.python)
        return [str(python), "-m", "benchmarks.peers.worker", *told]

    def _once(self, name: str, make: Callable[..., Path]) -> Path:
        if name not in self._made:
            print(f"{name}: peers are kept below {self._folder}", file=sys.stderr)
            try:
                self._made[name] = make(self._folder, install=self._install)
            except Absent as reason:
                self._made[name] = reason
        found = self._made[name]
        if isinstance(found, Absent):
            raise found
        return found


def node() -> str:
    """Return the version of node, or that there is none."""
    if shutil.which("node") is None:
        return "none"
    asked = ["node", "--version"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout[:-1]


def measured(
    folder: Path, rounds: int, *, install: bool
) -> tuple[list[Row], dict[str, dict[str, str | None]], dict[str, list[str]]]:
    """Return the rows, the expected orders, and by reason who is left out."""
    setup, pinned = Setup(folder, install=install), environment.pinned()
    left_out: dict[str, list[str]] = {}
    expected = {name: expected_of(name) for name in NAMES}
    answers = {}
    with ExitStack() as stack:
        workers = {}
        for peer in PEERS:
            try:
                worker = stack.enter_context(
                    Worker.started(setup.command(peer), str(ROOT))
                )
                answers[peer.name] = {
                    name: worker.price(name, 1).answer for name in NAMES
                }
            except (Absent, Failed) as reason:
                if peer.runs == "ours":
                    raise
                left_out.setdefault(str(reason), []).append(peer.name)
                continue
            for name, answer in answers[peer.name].items():
                if not is_near(answer, expected[name], exact=peer.exact):
                    raise SystemExit(f"{peer.name} answers {answer} to {name}")
            workers[peer.name] = worker
        raced = {name: race(workers, name, rounds) for name in NAMES}
    rows = [
        Row(
            peer.name,
            pinned.get(peer.package, ""),
            {name: raced[name][peer.name] for name in NAMES},
            answers[peer.name],
            peer.limits,
        )
        for peer in PEERS
        if peer.name in workers
    ]
    return rows, expected, left_out


def picture(
    rows: list[Row], expected: dict[str, dict[str, str | None]], date: str
) -> str:
    """Return the minima as bars; a peer that is off has a word behind its bar."""
    wrong = inexact(rows, NAMES, expected)
    return chart.bars(
        f"A cart priced by this engine and by what a shop would pick instead, {date}",
        [(name, [(row.name, min(row.times[name])) for row in rows]) for name in NAMES],
        unit="us a cart",
        marked={QUOTE, TOTALS, EVERY},
        notes=dict.fromkeys(wrong, "inexact"),
    )


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.peers", description="Measure checkout-core's peers."
    )
    parser.add_argument("--cache", type=Path, default=environment.cache())
    parser.add_argument("--date", default=time.strftime("%Y-%m-%d"))
    parser.add_argument("--installed", action="store_true", help="install nothing")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--smoke", action="store_true", help="price each once")
    mode.add_argument("--write", action="store_true", help="put it into README.md")
    given = parser.parse_args()
    rows, expected, left_out = measured(
        given.cache.resolve(),
        0 if given.smoke else ROUNDS,
        install=not given.installed,
    )
    table = "\n".join(
        [
            *machine(given.date),
            f"- node: {node()}",
            "- each priced once: the times mean nothing"
            if given.smoke
            else f"- {ROUNDS} rounds; x: the least time over that of `{EVERY}`",
            *(
                f"- left out: {'; '.join(names)}: {why}"
                for why, names in left_out.items()
            ),
            "",
            *times_table(rows, NAMES, EVERY),
            "",
            *answers_table(rows, NAMES, expected),
        ]
    )
    print(table)
    if given.write:
        CHART.write_text(picture(rows, expected, given.date), "utf-8")
        words = "Microseconds a cart, on a logarithmic scale"
        put("peers", f"![{words}]({CHART.name})\n\n{table}")


if __name__ == "__main__":
    main()

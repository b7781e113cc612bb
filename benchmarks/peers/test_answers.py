# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What peers answer, compared and laid out, and the workers that answer."""

from __future__ import annotations

import doctest
import sys

from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.carts import NAMES, WORKLOADS, expected_of
from benchmarks.peers import answers, environment
from benchmarks.peers.answers import (
    Row,
    answers_table,
    differences,
    inexact,
    is_near,
    times_table,
)
from benchmarks.peers.environment import Absent
from benchmarks.peers.field import EVERY, PEERS
from benchmarks.peers.race import Failed, Worker, race


ROOT = Path(__file__).parents[2]
EXPECTED = {
    "small": {"to_be_paid": "10.00", "total_tax": "1.00", "total_savings": "0.00"}
}
EXACT = {
    "to_be_paid": Decimal(10),
    "total_tax": Decimal("1.0"),
    "total_savings": Decimal(0),
}
OFF = {**EXACT, "to_be_paid": Decimal("10.1234"), "total_tax": Decimal("0.994")}
ROWS = [
    Row("ours", "", {"small": [2.0, 4.0, 3.0]}, {"small": EXACT}, ""),
    Row("theirs", "1.2", {"small": [50.0, 30.0, 40.0]}, {"small": OFF}, "floats"),
]


def test_examples() -> None:
    """The examples of the docstrings are so."""
    assert 0 == doctest.testmod(answers).failed


def test_a_figure_that_is_left_out_is_not_compared() -> None:
    """The kernel does not add savings up."""
    assert {} == differences({"to_be_paid": Decimal("10.00")}, EXPECTED["small"])


@pytest.mark.parametrize(
    ("paid", "exact", "expected"),
    [
        ("10.00", True, True),
        ("10.01", True, False),
        ("10.20", False, True),
        ("9.80", False, True),
        ("10.21", False, False),
        ("9.79", False, False),
    ],
)
def test_near(paid: str, exact: bool, expected: bool) -> None:  # noqa: FBT001
    """A cart of ours is equal, an engine at most a fiftieth off."""
    answer = {"to_be_paid": Decimal(paid)}

    assert expected == is_near(answer, EXPECTED["small"], exact=exact)


def test_tables() -> None:
    """Minima, medians and ratios of minima; then what is off, and why."""
    assert [
        "| | small, us | median | x |",
        "|---|--:|--:|--:|",
        "| ours | 2.00 | 3.00 | 1.00 |",
        "| theirs 1.2 | 30.0 | 40.0 | 15.00 |",
    ] == times_table(ROWS, ["small"], "ours")
    assert [
        "| | small |",
        "|---|---|",
        "| ours | exact |",
        "| theirs | paid +0.12, tax -0.006 |",
        "",
        "- theirs: floats.",
    ] == answers_table(ROWS, ["small"], EXPECTED)
    assert {("small", "theirs")} == inexact(ROWS, ["small"], EXPECTED)


def test_names() -> None:
    """Every row has a name of its own, and every package a version in the lists."""
    names = [peer.name for peer in PEERS]
    packages = {peer.package for peer in PEERS if peer.package}

    assert sorted(set(names)) == sorted(names)
    assert EVERY in names
    assert packages <= set(environment.pinned())


def test_without_node(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """JavaScript peers are left out with a reason."""
    monkeypatch.setenv("PATH", "")

    with pytest.raises(Absent, match=r"^no node on this machine$"):
        environment.packages(tmp_path, install=True)


def test_only_those_that_are_installed(tmp_path: Path) -> None:
    """What is not there is left out, with how it is installed."""
    with pytest.raises(Absent, match=r"^not installed; `python -m benchmarks\.peers`"):
        environment.python(tmp_path, install=False)


@pytest.mark.parametrize("peer", [each for each in PEERS if each.runs == "ours"])
def test_our_workers(peer: object) -> None:
    """Each answers what is expected, over its pipe."""
    assert isinstance(peer, type(PEERS[0]))
    told = [peer.module, peer.part, str(WORKLOADS)]
    command = [sys.executable, "-m", "benchmarks.peers.worker", *told]

    with Worker.started(command, str(ROOT)) as worker:
        for name in NAMES:
            answer = worker.price(name, 2).answer
            assert {} == differences(answer, expected_of(name))
        times = race({peer.name: worker}, "small", 0)

    assert [1] == [len(each) for each in times.values()]


def test_a_worker_that_ends_says_why() -> None:
    """By the line of what it printed that names the error."""
    command = [sys.executable, "-c", "raise SystemExit('no such library')"]

    with (
        pytest.raises(Failed, match=r"^no such library$"),
        Worker.started(command, "."),
    ):
        pass

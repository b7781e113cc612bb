# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What peers answer, how far that is from the expected order, and the tables of it."""

from __future__ import annotations

import json
import statistics

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple


#: What is compared, and what the tables call it.
FIGURES = {"to_be_paid": "paid", "total_tax": "tax", "total_savings": "saved"}
#: An engine that is further off what is to be paid was not told the same cart.
NEAR = Decimal("0.02")


class Reply(NamedTuple):
    """What a worker said: the time of all carts, and the figures of the last."""

    nanoseconds: int
    answer: dict[str, Decimal]


def reply(line: str) -> Reply:
    """
    Read a line of a worker; figures that it leaves out are left out.

    >>> reply('{"nanoseconds": 5, "answer": {"to_be_paid": "223941e-2"}}')
    Reply(nanoseconds=5, answer={'to_be_paid': Decimal('2239.41')})
    """
    found = json.loads(line)
    answer = {
        name: Decimal(text) for name, text in found["answer"].items() if name in FIGURES
    }
    return Reply(found["nanoseconds"], answer)


def complaint(text: str) -> str:
    r"""
    Return the line of what a program printed that says what went wrong.

    npm names the error first and advises then; Python names it last.

    >>> complaint("Error: no such file\n    at Object.open\n\nNode.js v20.0.0")
    'Error: no such file'
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    named = [
        line
        for line in lines
        if "error" in line.lower()
        and not line.startswith("at ")
        and "complete log" not in line
    ]
    if named and named[0].startswith("npm error"):
        return named[0]
    return (named or lines or ["it ended without a word"])[-1]


def differences(
    answer: Mapping[str, Decimal], expected: Mapping[str, object]
) -> dict[str, Decimal]:
    """
    Return by how much each figure is above the expected one, where it is not equal.

    >>> differences({"to_be_paid": Decimal("9.5")}, {"to_be_paid": "10.00"})
    {'to_be_paid': Decimal('-0.50')}
    """
    found = {name: answer[name] - Decimal(str(expected[name])) for name in answer}
    return {name: each for name, each in found.items() if each}


def is_near(
    answer: Mapping[str, Decimal], expected: Mapping[str, object], *, exact: bool
) -> bool:
    """Return whether an answer is of the same cart, or equal where it must be."""
    if exact:
        return not differences(answer, expected)
    right = Decimal(str(expected["to_be_paid"]))
    return abs(answer["to_be_paid"] - right) <= right * NEAR


def spelled(off: Mapping[str, Decimal]) -> str:
    """
    Return differences as a cell; what is below a hundredth keeps two digits.

    >>> spelled({"to_be_paid": Decimal("14.881"), "total_tax": Decimal("-0.0060")})
    'paid +14.88, tax -0.006'
    >>> spelled({})
    'exact'
    """
    cells = []
    for name, each in off.items():
        figure = f"{each:+,.2f}"
        if abs(each) < Decimal("0.01"):
            figure = f"{each:+.2}"
            figure = f"{Decimal(figure).normalize():+f}"
        cells.append(f"{FIGURES[name]} {figure}")
    return ", ".join(cells) or "exact"


class Row(NamedTuple):
    """A peer in the tables, with its times in us and its answer by workload."""

    name: str
    version: str
    times: dict[str, list[float]]
    answers: dict[str, dict[str, Decimal]]
    limits: str


def spelled_time(value: float) -> str:
    """
    Return microseconds with three digits.

    >>> [spelled_time(each) for each in (0.4567, 12.34, 456.7, 34567.8)]
    ['0.46', '12.3', '457', '34,568']
    """
    return f"{value:,.{2 if value < 10 else 1 if value < 100 else 0}f}"


def times_table(
    rows: Sequence[Row], workloads: Sequence[str], measure: str
) -> list[str]:
    """Return the minima and medians, and how many times the minimum of *measure*."""
    (base,) = [row.times for row in rows if row.name == measure]
    cells = "".join(f" {name}, us | median | x |" for name in workloads)
    found = [f"| |{cells}", f"|---|{'--:|' * 3 * len(workloads)}"]
    for row in rows:
        cells = ""
        for name in workloads:
            least = min(row.times[name])
            middle = statistics.median(row.times[name])
            ratio = least / min(base[name])
            cells += f" {spelled_time(least)} | {spelled_time(middle)} | {ratio:.2f} |"
        found.append(f"| {f'{row.name} {row.version}'.strip()} |{cells}")
    return found


def answers_table(
    rows: Sequence[Row],
    workloads: Sequence[str],
    expected: Mapping[str, Mapping[str, object]],
) -> list[str]:
    """Return by how much each answer is off, and then why, a line for each peer."""
    found = [f"| | {' | '.join(workloads)} |", f"|---|{'---|' * len(workloads)}"]
    for row in rows:
        cells = [
            spelled(differences(row.answers[name], expected[name]))
            for name in workloads
        ]
        found.append(f"| {row.name} | {' | '.join(cells)} |")
    found.append("")
    found += [f"- {row.name}: {row.limits}." for row in rows if row.limits]
    return found


def inexact(
    rows: Sequence[Row],
    workloads: Sequence[str],
    expected: Mapping[str, Mapping[str, object]],
) -> set[tuple[str, str]]:
    """Return every (workload, peer) whose answer is not the expected one."""
    return {
        (name, row.name)
        for row in rows
        for name in workloads
        if differences(row.answers[name], expected[name])
    }

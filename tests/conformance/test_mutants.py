# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Mutants: what is changed, what is left alone, and that the corpus finds them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

from pathlib import Path

import pytest

from tests.conformance import cover, run
from tests.conformance.equivalents import EQUIVALENT, OUTSIDE
from tests.conformance.mutants import CORE, modules
from tests.conformance.mutations import Module


SOURCE = '''
from __future__ import annotations

LIMIT: int = 3


def fee(units: int, *, free: bool = False) -> int:
    """Return 2 a unit."""
    if free and units < LIMIT:
        return 0
    assert units > 0
    return min(units * 2, 10)


class Line:
    def __repr__(self) -> str:
        return "1" + "2"
'''


@pytest.fixture
def module(tmp_path: Path) -> Module:
    """Return a small module."""
    path = tmp_path / "small.py"
    path.write_text(SOURCE)
    return Module("small", path)


def test_what_is_changed(module: Module) -> None:
    """Comparisons, operators, constants, conditions and returns; no assertion."""
    assert [
        "3 to 4",
        "3 to 2",
        "False to True",
        "not (free and units < LIMIT)",
        "free and units < LIMIT: And to Or",
        "units < LIMIT: Lt to LtE",
        "units < LIMIT: Lt to GtE",
        "return None",
        "0 to 1",
        "0 to -1",
        "return None",
        "min(units * 2, 10): min to max",
        "units * 2: Mult to FloorDiv",
        "2 to 3",
        "2 to 1",
        "10 to 11",
        "10 to 9",
    ] == [each.what for each in module.mutants()]


def test_a_change_is_made_and_taken_back(module: Module) -> None:
    """Each mutant has one change, and the next has none of it."""
    answers = []
    for number in (11, 12, 13, 0):
        names: dict[str, object] = {}
        exec(module.compiled(number), names)
        answers.append(names["fee"](4))  # type: ignore[operator]

    assert [10, 2, 10, 8] == answers


def test_a_function_is_compiled_alone(module: Module) -> None:
    """With what is around it, at the line where it stands."""
    code = module.compiled(13, alone=True)

    names: dict[str, object] = {"LIMIT": 3}
    exec(code, names)
    assert 9 == names["fee"](3)  # type: ignore[operator]
    assert "Line" not in names


def test_what_is_called_equivalent_is_there() -> None:
    """Each row of the tables is a mutant or a function of the source."""
    known: set[tuple[str, ...]] = set()
    functions = set()
    for each in modules(CORE):
        for mutant in each.mutants():
            key = (each.name, each.rows[mutant.line - 1].strip(), mutant.what)
            known.add(key)
            if mutant.function is not None:
                functions.add((each.name, mutant.function[0]))
                known.add((*key, mutant.function[0]))

    assert [] == [row for row in EQUIVALENT if row not in known]
    assert [] == [row for row in OUTSIDE if row not in functions]


def test_each_case_is_needed() -> None:
    """For a mutant, a line of the engine or a named thing, as `cover` wrote it."""
    record = json.loads(cover.KEPT.read_text())
    cases = run.read_cases(run.HERE / "cases.jsonl")

    assert {case["id"] for case in cases} == set(record)
    assert [] == [
        name
        for name, each in record.items()
        if not (each["own mutants"] or each["own lines"] or each["only"])
    ]


def test_the_cover_is_greedy_and_has_nothing_idle() -> None:
    """`a` is chosen first, and is needed no more when `b` and `c` are there."""
    does = {
        "a": {"1", "2", "3", "4"},
        "b": {"1", "2", "5"},
        "c": {"3", "4", "6"},
    }

    assert {"b", "c"} == set(cover.chosen(does))


def test_two_cases_stay_for_a_mutant() -> None:
    """Where three kill it, two of them do."""
    does = {name: {"mutant x"} for name in ("a", "b", "c")}

    assert 2 == len(cover.chosen(does))


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on this machine")
def test_mutants_die() -> None:
    """A few, so that the tool works; docs/reference/conformance.md has the numbers."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.conformance.mutants", "--sample", "20"),
            *("--modules", "tax.line_rule,pricing.totals"),
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    last = re.search(r"^all +(\d+) +20 ", done.stdout, re.MULTILINE)
    assert last is not None
    assert int(last[1]) >= 16

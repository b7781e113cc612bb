# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The corpus is built, our programs pass it, and a cart in floats does not."""

from __future__ import annotations

import json
import os
import shutil
import sys

from pathlib import Path
from typing import Any

import attrs
import babel
import pytest

import checkout_core

from tests.conformance import build, run
from tests.conformance.programs import checkout_core_program


HERE = Path(__file__).parent
PROGRAMS = HERE / "programs"
SOURCE = Path(checkout_core.__file__).parents[1]
NODE = shutil.which("node")
NPM = os.environ.get("CHECKOUT_CORE_TEST_NPM")
CASES = run.read_cases(HERE / "cases.jsonl")


def test_the_corpus_is_up_to_date() -> None:
    """`python -m tests.conformance.build` would write the same file."""
    assert build.BUILT.read_text(encoding="utf-8") == build.corpus()


@pytest.mark.parametrize("area", build.areas())
def test_an_area_is_laid_out(area: str) -> None:
    """As `--format` lays it out."""
    text = (build.AREAS / f"{area}.json").read_text(encoding="utf-8")

    assert build.layout(build.read(text)) == text


def test_the_corpus_has_so_many_cases() -> None:
    """400 to 600, each with its own id and a reason."""
    assert 400 <= len(CASES) <= 600
    assert len(CASES) == len({case["id"] for case in CASES})
    assert all(case["why"].strip() for case in CASES)


def test_each_level_is_used() -> None:
    """Every level that the runner knows has a case."""
    assert set(run.LEVELS) == {case["level"] for case in CASES}


def results(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Return what the runner printed, a row for each case."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def failures(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows that failed."""
    return [row for row in rows if row["result"] == "failed"]


def test_the_engine_passes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every case, as a program of its own in CPython; none is skipped."""
    monkeypatch.setenv("PYTHONPATH", str(SOURCE))
    program = str(PROGRAMS / "checkout_core_program.py")

    status = run.main(["--json", "--", sys.executable, program])

    rows = results(capsys)
    assert [] == failures(rows)
    assert [] == [row for row in rows if row["result"] != "passed"]
    assert (0, len(CASES)) == (status, len(rows))


@pytest.mark.skipif(NODE is None, reason="there is no node on this machine")
@pytest.mark.skipif(NPM is None, reason="$CHECKOUT_CORE_TEST_NPM names no node_modules")
def test_the_engine_passes_in_node(capsys: pytest.CaptureFixture[str]) -> None:
    """Every case, digit for digit, where a browser's Python runs the engine."""
    sites = {Path(str(each.__file__)).parents[1] for each in (attrs, babel)}
    program = ["--stack-size=3000", PROGRAMS / "node.mjs"]
    command = [NODE, *program, NPM, PROGRAMS, SOURCE, *sites]
    patient = ["--patience", "120", "--timeout", "60"]

    status = run.main([*patient, "--json", "--", *map(str, command)])

    rows = results(capsys)
    assert [] == failures(rows)
    assert (0, len(CASES)) == (status, len(rows))


def test_a_cart_in_floats_fails(capsys: pytest.CaptureFixture[str]) -> None:
    """Even if only totals are compared, as numbers."""
    program = str(PROGRAMS / "float_cart.py")

    status = run.main(["--json", "--totals", "--", sys.executable, program])

    rows = results(capsys)
    failed = {row["area"] for row in failures(rows)}
    areas = {row["area"] for row in rows}
    assert 1 == status
    assert len(failed) > 0.9 * len(areas)
    assert {"rounding", "tax", "charges", "shipping"} <= failed
    # It is a cart: what is simple, it can do.
    assert "passed" in {row["result"] for row in rows}


@pytest.mark.parametrize("op", ["price", "refund", "order", "verify"])
def test_the_program_answers_one_line(op: str) -> None:
    """A line for each request, with its id."""
    case = next(case for case in CASES if case["op"] == op)

    text = checkout_core_program.answered(run.request_of(case))

    assert "\n" not in text
    assert case["id"] == json.loads(text)["id"]

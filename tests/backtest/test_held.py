# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A run that cannot go on: another one has the folder, a full disk, an empty sample."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from checkout_core import CheckoutError
from checkout_core.backtest.messages import MESSAGES
from tests.factories.backtest import AT, JOB, NEXT, TODAY, as_lines, rows
from tests.paths import ROOT


for _name in ("pyarrow", "duckdb"):
    pytest.importorskip(_name, reason=f"{_name} of an extra is not installed")

from checkout_core.backtest import locked, run, sources  # noqa: E402 - it needs pyarrow


FULL = OSError(errno.ENOSPC, "No space left on device")
WRITTEN = MESSAGES["not_written"].format(why="No space left on device")


@pytest.fixture
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return ten carts in several fragments."""
    monkeypatch.setattr(sources, "BYTES", 1_000)
    return as_lines(tmp_path / "carts.jsonl", rows(10))


def faults(source: Path, out: Path, **more: Any) -> list[tuple[str, str, Any]]:
    """Return what is wrong with a run: path, code and value of each fault."""
    with pytest.raises(CheckoutError) as caught:
        run(JOB, source, out, **{"workers": 1, **more})
    return [(each.path, each.code, each.value) for each in caught.value.faults]


# Two runs at once --------------------------------------------------------------------


WAITS = """
import sys
from checkout_core.backtest import Job, run

def report(step):
    print(step.carts, flush=True)
    sys.stdin.readline()

base, proposed, at, source, out = sys.argv[1:]
run(Job(base, proposed, at=at), source, out, workers=1, progress=report)
"""


def test_the_second_run_is_refused(lines: Path, tmp_path: Path) -> None:
    """While the first one is there; killed, it keeps nothing."""
    pytest.importorskip("fcntl", reason="this system has no such locks")
    out = tmp_path / "out"
    paths = os.pathsep.join([str(ROOT / "src"), *sys.path])
    with subprocess.Popen(
        [sys.executable, "-c", WAITS, TODAY, NEXT, AT, str(lines), str(out)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
    ) as started:
        assert started.stdout is not None
        assert b"0\n" == started.stdout.readline()
        second = faults(lines, out)
        started.kill()

    assert [("out", "another_run", str(out))] == second
    assert 10 == run(JOB, lines, out, workers=1).tally.rows


def test_a_run_in_its_own_run(lines: Path, tmp_path: Path) -> None:
    """Also of one process: each has a file of its own open."""
    pytest.importorskip("fcntl", reason="this system has no such locks")
    found = []

    def second(_: object) -> None:
        found.append(faults(lines, tmp_path / "out")[0][1])

    run(JOB, lines, tmp_path / "out", workers=1, progress=second)

    assert {"another_run"} == {*found}


def modules(monkeypatch: pytest.MonkeyPatch, **found: Any) -> None:
    """Let only these modules be there for a lock."""

    def imported(name: str) -> Any:
        if name not in found:
            raise ModuleNotFoundError(name=name)
        return SimpleNamespace(**found[name])

    monkeypatch.setattr(locked, "import_module", imported)


def test_where_files_have_no_locks(
    lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on some file systems of a network, or where Python has none: it runs."""

    def flock(_: int, how: int) -> None:
        assert 6 == how
        raise OSError(errno.ENOLCK, "No locks available")

    modules(monkeypatch, fcntl={"flock": flock, "LOCK_EX": 2, "LOCK_NB": 4})
    assert 10 == run(JOB, lines, tmp_path / "one", workers=1).tally.rows
    modules(monkeypatch)
    assert 10 == run(JOB, lines, tmp_path / "two", workers=1).tally.rows


def test_windows(lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first byte is locked, and what has it already is another run."""
    asked = []

    def locking(number: int, how: int, size: int) -> None:
        asked.append((number > 2, how, size))
        if len(asked) > 1:
            raise PermissionError(errno.EACCES, "Permission denied")

    modules(monkeypatch, msvcrt={"locking": locking, "LK_NBLCK": 2})
    run(JOB, lines, tmp_path / "out", workers=1)

    assert "another_run" == faults(lines, tmp_path / "out")[0][1]
    assert [(True, 2, 1)] * 2 == asked


# What cannot be written --------------------------------------------------------------


def test_a_full_disk(
    lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file that was not written is named; with room the run is taken up."""
    out, left = tmp_path / "out", [3]
    sync = os.fsync

    def fsync(number: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise FULL
        sync(number)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fsync)
        found = faults(lines, out)

    second = out / "results" / "part-00001.parquet"
    assert [("out", "not_written", str(second))] == found
    assert [] == [*out.glob(".*.*"), *(out / "results").glob(".*")]
    assert 0 < run(JOB, lines, out, workers=1).priced < 10


def test_of_another_process(lines: Path, tmp_path: Path) -> None:
    """What it could not write comes with its place and its reason."""
    out = tmp_path / "out"

    def in_the_way(_: object) -> None:
        with suppress(FileExistsError):
            (out / "results" / "part-00000.parquet").mkdir()

    ((path, code, value),) = faults(lines, out, workers=2, progress=in_the_way)

    assert ("out", "not_written") == (path, code)
    assert str(out / "results" / "part-00000.parquet") == value


def test_a_folder_that_cannot_be_made(lines: Path) -> None:
    """Below a file there is none."""
    out = lines / "out"

    assert [("out", "not_written", str(out))] == faults(lines, out)


# A share that has no cart ------------------------------------------------------------


def test_an_empty_sample(lines: Path, tmp_path: Path) -> None:
    """Of ten carts none is of one customer in a million."""
    out = tmp_path / "out"

    assert [("sample", "empty_sample", "0.000001")] == faults(
        lines, out, sample="0.000001"
    )

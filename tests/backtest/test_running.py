# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A run over files: one answer however it is cut, ended and taken up."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core import CheckoutError, dumps, loads
from checkout_core.backtest import Job
from tests.factories.backtest import (
    AT,
    JOB,
    NEXT,
    TODAY,
    as_columns,
    as_lines,
    as_parquet,
    rows,
)
from tests.paths import ROOT


if TYPE_CHECKING:
    from pathlib import Path

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
pytest.importorskip("duckdb", reason="duckdb is not installed")

from checkout_core.backtest import (  # noqa: E402 - it needs pyarrow
    Outcome,
    Progress,
    reprice,
    run,
    running,
    sources,
    summary,
)
from checkout_core.backtest.folder import Folder  # noqa: E402 - likewise
from checkout_core.backtest.sample import sampled  # noqa: E402 - likewise
from checkout_core.backtest.tally import Tally, tally  # noqa: E402 - likewise


COUNT = 60


def directly(part: Decimal | None = None) -> Tally:
    """Return the tally of the carts, priced in one batch."""
    batch = pa.RecordBatch.from_pylist(as_columns(rows(COUNT)))
    return tally(reprice(JOB, [sampled(batch, part)]))


WHOLE = directly()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut into fragments of 10 rows or about 2,000 bytes."""
    monkeypatch.setattr(sources, "ROWS", 10)
    monkeypatch.setattr(sources, "BYTES", 2_000)


@pytest.fixture
def lines(tmp_path: Path, small: None) -> Path:
    """Return carts as JSON Lines."""
    return as_lines(tmp_path / "carts.jsonl", rows(COUNT))


def alone(source: Path, out: Path, job: Job = JOB, **more: Any) -> Outcome:
    """Run in this process."""
    return run(job, source, out, workers=1, **more)


def faults(source: Path, out: Path, job: Job = JOB, **more: Any) -> list[str]:
    """Return what is wrong with a run, a line each."""
    with pytest.raises(CheckoutError) as caught:
        run(job, source, out, **{"workers": 1, **more})
    return [f"{each.path}: {each.code}" for each in caught.value.faults]


# One answer --------------------------------------------------------------------------


def test_a_run(lines: Path, tmp_path: Path) -> None:
    """The figures are those of one batch, and the change is that of its parts."""
    steps: list[Progress] = []
    found = alone(lines, tmp_path / "out", progress=steps.append)
    size = lines.stat().st_size

    assert WHOLE == found.tally
    assert (COUNT, tmp_path / "out", JOB) == (found.priced, found.folder, found.job)
    assert found.change == sum(found.parts.values()) != 0
    assert [Progress(0, 0, size), Progress(COUNT, size, size)] == [steps[0], steps[-1]]
    assert len(steps) == 1 + len(list((tmp_path / "out" / "results").glob("*.json")))


@pytest.mark.parametrize("cut", [1, 7, 1_000])
def test_any_cut_gives_one_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: int
) -> None:
    """Parquet in fragments of one row, of seven, and as a whole."""
    monkeypatch.setattr(sources, "ROWS", cut)
    source = as_parquet(tmp_path / "a.parquet", rows(COUNT), group=23)

    assert WHOLE == alone(source, tmp_path / "out").tally


def test_the_order_of_carts_does_not_count(tmp_path: Path, small: None) -> None:
    """Neither within a file, nor in which file they are."""
    carts = rows(COUNT)
    (tmp_path / "carts").mkdir()
    as_lines(tmp_path / "carts" / "a.jsonl", carts[::-2])
    as_lines(tmp_path / "carts" / "b.jsonl", carts[::2])

    assert WHOLE == alone(tmp_path / "carts", tmp_path / "out").tally


@pytest.mark.parametrize("name", ["lines", "parquet"])
def test_several_processes(tmp_path: Path, small: None, name: str) -> None:
    """More fragments than may wait, on two processes."""
    source = (
        as_lines(tmp_path / "a.jsonl", rows(COUNT))
        if name == "lines"
        else as_parquet(tmp_path / "a.parquet", rows(COUNT))
    )

    assert WHOLE == run(JOB, source, tmp_path / "out", workers=2).tally


def test_as_many_processes_as_cores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is the default; of one fragment there is one process."""
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    source = as_lines(tmp_path / "a.jsonl", rows(COUNT))

    assert WHOLE == run(JOB, source, tmp_path / "out").tally


def test_manifests_say_what_the_files_hold(lines: Path, tmp_path: Path) -> None:
    """Read again they are what the run came to, with amounts as exact text."""
    out = tmp_path / "out"
    alone(lines, out)
    folder = Folder(out, 2)
    first = json.loads((out / "results" / "part-00000.json").read_text())

    assert sum(each.tally.rows for each in folder.manifests()) == COUNT
    assert {JOB.fingerprint} == {each.job for each in folder.manifests()}
    assert [
        *("job", "source", "sample", "rows", "faulty", "expected", "reproduced"),
        *("faults", "sums", "digest", "sha256"),
    ] == list(first)
    paid = {"expected_to_be_paid": str(Decimal("318.60") * first["expected"])}
    assert paid == first["sums"]["row"]
    written = loads((out / "job.json").read_text())
    assert (JOB.fingerprint, AT, "local", None) == tuple(
        written[name] for name in ("fingerprint", "at", "by", "sample")
    )
    assert (
        JOB.fingerprint
        == Job(
            dumps(written["base"]), dumps(written["proposed"]), at=written["at"]
        ).fingerprint
    )


def test_broken_rows_are_results(tmp_path: Path) -> None:
    """Bad JSON, bytes that are no text, a price with an exponent, an unknown key."""
    good = dumps(rows(1)[0]).encode()
    bad = [
        b"{",
        b"\xff\xfe",
        good.replace(b'"300.00"', b"3e2"),
        good.replace(b'"cart_id"', b'"id"'),
    ]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join([good, *bad, b"", b" "]))
    found = alone(tmp_path / "a.jsonl", tmp_path / "out").tally

    assert (5, 4) == (found.rows, found.faulty)
    assert {
        "bad_amount": 1,
        "not_json": 1,
        "not_utf8": 1,
        "required": 1,
        "unknown_key": 1,
    } == found.faults


def test_a_cart_that_one_store_refuses_changes_nothing(tmp_path: Path) -> None:
    """Only offers ask for the moment: today's 354.00 are not what offers save."""
    carts = as_lines(tmp_path / "carts.jsonl", rows(1))
    job = Job('{"currency": "INR"}', TODAY)
    found = run(job, carts, tmp_path / "out", workers=1)

    assert {"time_required": 1} == found.tally.faults
    assert (0, 0) == (found.change, sum(found.parts.values()))
    assert 0 == found.tally.sums["base"]["to_be_paid"]


def test_prices_that_are_floats(tmp_path: Path) -> None:
    """Carts as structs of Parquet, where a price is a double: a fault of the row."""
    carts = tmp_path / "carts"
    carts.mkdir()
    good, bad = rows(2)
    bad["cart"]["cart_items"][0]["selling_price"] = 300.0
    for each in (good, bad):
        cart = pa.RecordBatch.from_pylist([each])
        name = f"{each['cart_id']}.parquet"
        pq.write_table(pa.Table.from_batches([cart]), carts / name)
    found = alone(carts, tmp_path / "out").tally

    assert (2, {"float_given": 1}) == (found.rows, found.faults)


def test_a_row_group_has_so_many_rows(tmp_path: Path) -> None:
    """Short rows are many in a fragment, which are not held together."""
    file = tmp_path / "short.jsonl"
    file.write_text("{}\n" * 11_001)

    outcome = run(JOB, file, tmp_path / "out", workers=1)

    (part,) = (tmp_path / "out" / "results").glob("*.parquet")
    facts = pq.read_metadata(part)
    assert [5_000, 5_000, 1_001] == [
        facts.row_group(group).num_rows for group in range(facts.num_row_groups)
    ]
    assert (11_001, 11_001) == (outcome.tally.rows, outcome.tally.faulty)


def test_only_blank_lines(tmp_path: Path) -> None:
    """They are no carts, and no fault."""
    (tmp_path / "a.jsonl").write_bytes(b"\n \n")

    assert 0 == alone(tmp_path / "a.jsonl", tmp_path / "out").tally.rows


@pytest.mark.parametrize("name", ["lines", "parquet"])
def test_a_sample(tmp_path: Path, small: None, name: str) -> None:
    """The carts that are drawn, from either kind of source."""
    source = (
        as_lines(tmp_path / "a.jsonl", rows(COUNT))
        if name == "lines"
        else as_parquet(tmp_path / "a.parquet", rows(COUNT))
    )
    found = alone(source, tmp_path / "out", sample="0.5")

    assert directly(Decimal("0.5")) == found.tally
    assert 0 < found.tally.rows < COUNT
    assert 0 == alone(source, tmp_path / "out", sample="0.50").priced


# Ended and taken up ------------------------------------------------------------------


def test_a_second_run_prices_nothing(lines: Path, tmp_path: Path) -> None:
    """What is done has a manifest, and is read from there."""
    alone(lines, tmp_path / "out")
    again = alone(lines, tmp_path / "out")

    assert (0, WHOLE) == (again.priced, again.tally)


def test_what_was_lost_is_priced_again(lines: Path, tmp_path: Path) -> None:
    """A manifest that is gone, cut off or of another part; results that are damaged."""
    results = tmp_path / "out" / "results"
    alone(lines, tmp_path / "out")
    part = [results / f"part-0000{number}" for number in range(5)]
    counts = [
        json.loads(each.with_suffix(".json").read_text())["rows"] for each in part
    ]
    part[0].with_suffix(".json").unlink()
    part[1].with_suffix(".json").write_text('{"job"')
    part[2].with_suffix(".json").write_bytes(part[4].with_suffix(".json").read_bytes())
    part[3].with_suffix(".parquet").write_bytes(b"PAR1")
    (results / ".part-00009.parquet.12345").write_bytes(b"half")
    again = alone(lines, tmp_path / "out")

    assert (sum(counts[:4]), WHOLE) == (again.priced, again.tally)
    assert [] == list(results.glob(".*"))


def test_an_interrupt_leaves_what_is_done(lines: Path, tmp_path: Path) -> None:
    """The next run prices the others."""

    def interrupted(step: Progress) -> None:
        if step.carts:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(JOB, lines, tmp_path / "out", workers=2, progress=interrupted)
    again = alone(lines, tmp_path / "out")

    assert 0 < again.priced < COUNT
    assert WHOLE == again.tally


def test_a_process_that_is_killed(lines: Path, tmp_path: Path) -> None:
    """The run ends with what to do, and is taken up."""

    def killing(step: Progress) -> None:
        if step.carts:
            for each in multiprocessing.active_children():
                os.kill(each.pid or 0, signal.SIGKILL)

    found = faults(lines, tmp_path / "out", workers=2, progress=killing)

    assert ["workers: worker_ended"] == found
    assert WHOLE == alone(lines, tmp_path / "out").tally


KILLED = """
import multiprocessing, sys
from checkout_core.backtest import Job, run, sources
sources.BYTES = 2_000

def report(step):
    children = [each.pid for each in multiprocessing.active_children()]
    print(step.carts, *children, flush=True)

if __name__ == "__main__":
    base, proposed, at, source, out = sys.argv[1:]
    run(Job(base, proposed, at=at), source, out, workers=2, progress=report)
"""


def test_kill_9(lines: Path, tmp_path: Path) -> None:
    """Of the whole run: its processes end, and only what is not done is priced."""
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    command = [str(script), TODAY, NEXT, AT, str(lines), str(tmp_path / "out")]
    paths = os.pathsep.join([str(ROOT / "src"), *sys.path])
    with subprocess.Popen(
        [sys.executable, *command],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    ) as started:
        assert started.stdout is not None
        children: list[int] = []
        for line in started.stdout:
            carts, *children = map(int, line.split())
            if carts:
                break
        started.kill()
    ended = time.monotonic() + 30
    while any(map(is_alive, children)) and time.monotonic() < ended:
        time.sleep(0.05)

    assert -signal.SIGKILL == started.returncode
    assert 2 == len(children)
    assert [] == [each for each in children if is_alive(each)]
    results = tmp_path / "out" / "results"
    done = sum(json.loads(each.read_text())["rows"] for each in results.glob("*.json"))
    again = alone(lines, tmp_path / "out")
    assert (COUNT - done, WHOLE) == (again.priced, again.tally)
    assert 0 < done < COUNT


def is_alive(process: int) -> bool:
    """Return whether there is such a process."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_process_ends_with_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for the parent ends the process; the first one has no parent."""
    codes: list[int] = []
    before = signal.getsignal(signal.SIGINT)

    class Parent:
        def join(self) -> None:
            """Return at once, as if it had ended."""

    monkeypatch.setattr(os, "_exit", codes.append)
    for parent in (None, Parent()):
        monkeypatch.setattr(running, "parent_process", lambda found=parent: found)
        try:
            running.begin()
            assert signal.SIG_IGN == signal.getsignal(signal.SIGINT)
            assert 0 < gc.get_freeze_count()
        finally:
            gc.unfreeze()
            signal.signal(signal.SIGINT, before)
        for each in threading.enumerate():
            if each.name == running.WATCH:
                each.join()

    assert [1] == codes


# What is refused ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("job", "more", "keys"),
    [
        (Job(NEXT, NEXT, at=AT), {}, "base"),
        (Job(TODAY, TODAY), {}, "proposed, at"),
        (JOB, {"sample": "0.5"}, "sample"),
    ],
)
def test_a_folder_of_another_job(
    lines: Path, tmp_path: Path, job: Job, more: dict[str, str], keys: str
) -> None:
    """The message names what differs."""
    alone(lines, tmp_path / "out")
    with pytest.raises(CheckoutError) as caught:
        alone(lines, tmp_path / "out", job, **more)
    (found,) = caught.value.faults

    assert ("out", "another_backtest") == (found.path, found.code)
    assert f"back-test that has not the same {keys}; give a new one" in found.message


def test_a_folder_of_other_carts(lines: Path, tmp_path: Path) -> None:
    """A file that was changed is another source."""
    alone(lines, tmp_path / "out")
    as_lines(lines, rows(COUNT - 1))

    assert ["out: another_backtest"] == faults(lines, tmp_path / "out")


def test_places_where_nothing_is_written(lines: Path, tmp_path: Path) -> None:
    """A file, a folder with other files, a name that is a pattern to DuckDB."""
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "notes.txt").write_bytes(b"")

    assert ["out: not_a_folder"] == faults(lines, lines)
    assert ["out: folder_in_use"] == faults(lines, tmp_path / "used")
    assert ["out: bad_folder_name"] == faults(lines, tmp_path / "out[1]")
    assert ["out: bad_folder_name"] == faults(lines, tmp_path / "out\\1")


@pytest.mark.parametrize("text", ["", "{", "[1]"])
def test_a_folder_whose_job_is_none(lines: Path, tmp_path: Path, text: str) -> None:
    """Something else wrote it."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "job.json").write_text(text)

    assert ["out: folder_in_use"] == faults(lines, tmp_path / "out")


def test_results_among_carts(tmp_path: Path, small: None) -> None:
    """They would be carts of the next run; below a name with "_" they are not."""
    carts = tmp_path / "carts"
    carts.mkdir()
    as_lines(carts / "a.jsonl", rows(COUNT))

    assert ["out: out_among_carts"] == faults(carts, carts)
    assert ["out: out_among_carts"] == faults(carts, carts / "more" / "out")
    assert [COUNT, 0] == [
        run(JOB, carts, carts / "_out", workers=1).priced for _ in range(2)
    ]


def test_ended_before_the_job_was_written(lines: Path, tmp_path: Path) -> None:
    """What is left is a folder with the begin of one file."""
    out = tmp_path / "out"
    out.mkdir()
    (out / ".job.json.123").write_bytes(b"{")
    found = run(JOB, lines, out, workers=1)

    assert WHOLE == found.tally
    assert [".lock", "job.json", "results"] == sorted(
        each.name for each in out.iterdir()
    )


def test_a_folder_named_like_a_partition(lines: Path, tmp_path: Path) -> None:
    """Hive and DuckDB take `base=1` for a column of all files below it."""
    found = run(JOB, lines, tmp_path / "base=1", workers=1)

    assert WHOLE.rows == found.tally.rows
    assert WHOLE.rows == summary(found.folder, JOB).rows


def test_an_empty_folder_is_taken(lines: Path, tmp_path: Path) -> None:
    """It is of no back-test yet, and holds nothing."""
    (tmp_path / "new").mkdir()

    assert WHOLE == alone(lines, tmp_path / "new").tally


@pytest.mark.parametrize("workers", [0, 257, "2"])
def test_processes_that_cannot_be(lines: Path, tmp_path: Path, workers: Any) -> None:
    """1 to 256, and nothing is written."""
    (found,) = faults(lines, tmp_path / "out", workers=workers)

    assert found in {"workers: count_out_of_range", "workers: bad_count"}
    assert not (tmp_path / "out").exists()


def test_carts_that_change_meanwhile(lines: Path, tmp_path: Path) -> None:
    """The run ends; its folder would be of two sources."""

    def changing(_: Progress) -> None:
        os.utime(lines, ns=(1, 1))

    found = faults(lines, tmp_path / "out", progress=changing)

    assert ["source: carts_changed"] == found

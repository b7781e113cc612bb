# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The `backtest` command: what it prints, how it ends, what it refuses."""

from __future__ import annotations

import errno
import io
import os
import re
import sys

from pathlib import Path
from typing import Any

import pytest

from checkout_core.cli import main
from checkout_core.cli.progress import speed
from tests.factories.backtest import AT, NEXT, TODAY, as_lines, rows


pytest.importorskip("pyarrow", reason="pyarrow is not installed")
pytest.importorskip("duckdb", reason="duckdb is not installed")

from checkout_core.backtest import Progress


STORES = ("--base", "today.json", "--proposed", "next.json")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with both stores and ten carts."""
    monkeypatch.chdir(tmp_path)
    Path("today.json").write_text(TODAY)
    Path("next.json").write_text(NEXT)
    as_lines(Path("carts.jsonl"), rows(10))


def ran(
    capsys: pytest.CaptureFixture[str], *args: str, carts: str = "carts.jsonl"
) -> tuple[int, list[str], list[str]]:
    """Return the status of the command, and the lines of both outputs."""
    status = main(["backtest", carts, "out", *STORES, *args])
    out, err = capsys.readouterr()
    return status, out.splitlines(), err.splitlines()


def test_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """
    Ten carts of 1 to 5 shirts at 300.00, twice, with 18 % tax.

    Ten percent off leave 318.60 of each of the 30 shirts; 50.00 off carts of two and
    more, with their tax 59.00, leave 30 x 354.00 - 8 x 59.00.
    """
    status, out, err = ran(capsys, "--at", AT)

    assert (0, []) == (status, err)
    assert [
        "carts                        10",
        "with faults                  0",
        "reproduced                   2 of 2",
        "to_be_paid before            9,558.00 INR",
        "to_be_paid after             10,148.00 INR",
        "change                       590.00 INR",
        "  item_total_tax             90.00 INR",
        "  promotion_discount_amount  900.00 INR",
        "  coupon_discount_amount     -400.00 INR",
    ] == out[:9]
    assert ["digest", "results"] == [each.split()[0] for each in out[9:]]
    assert str(Path("out", "results")) == out[-1].split()[1]


def test_carts_with_faults(capsys: pytest.CaptureFixture[str]) -> None:
    """They are counted by their codes; the status says that there are some."""
    with Path("carts.jsonl").open("a") as carts:
        carts.write("{\n")
    status, out, err = ran(capsys, "--at", AT, "--workers", "1")

    assert (1, []) == (status, err)
    assert [
        "carts                        11",
        "with faults                  1",
        "  not_json                   1",
    ] == out[:3]


def test_a_sample(capsys: pytest.CaptureFixture[str]) -> None:
    """It prices less, and says how many carts."""
    status, out, _ = ran(capsys, "--at", AT, "--sample", "0.5")

    assert 0 == status
    assert 0 < int(out[0].split()[1]) < 10


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (("--at", "now"), "--at: this is not a date and time"),
        (("--at", AT, "--sample", "2"), "--sample: a sample is a share above"),
        (("--at", AT, "--workers", "0"), "--workers: this must lie between 1 and 256"),
        (("--base", "next.jpy.json"), "next.json: currency: one store is in JPY"),
        (("--proposed", "bad.json"), "bad.json: promotion: this key is not known"),
        (("--base", "nowhere.json"), "nowhere.json: No such file or directory"),
        (("--proposed", "carts.jsonl"), "carts.jsonl: this is not JSON"),
    ],
)
def test_what_is_refused(
    capsys: pytest.CaptureFixture[str], more: tuple[str, ...], expected: str
) -> None:
    """Each line names the file or the option, and nothing is written."""
    Path("next.jpy.json").write_text('{"currency": "JPY"}')
    Path("bad.json").write_text('{"currency": "INR", "promotion": []}')
    status, out, err = ran(capsys, *more)

    assert (2, []) == (status, out)
    assert err[0].startswith(f"checkout-core: {expected}")
    assert not Path("out").exists()


def test_carts_and_folders_that_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """The line names them."""
    nowhere = ran(capsys, carts="nowhere")
    Path("out").write_bytes(b"")
    file = ran(capsys, "--at", AT)

    assert (2, []) == nowhere[:2]
    assert nowhere[2][0].startswith("checkout-core: nowhere: there are no carts here")
    assert (2, []) == file[:2]
    assert file[2][0].startswith("checkout-core: out: results need a folder")


@pytest.mark.parametrize(
    ("part", "why"),
    [
        (
            "0.0000001",
            (
                "a sample is a share above 0 and at most 1, of at most six decimals;"
                " write it like '0.01'"
            ),
        ),
        (
            "0.000001",
            (
                "no cart is in this share of the customers; give a larger one, and"
                " another folder for the results"
            ),
        ),
    ],
)
def test_a_sample_of_no_cart(
    capsys: pytest.CaptureFixture[str], part: str, why: str
) -> None:
    """The option, the share as it was given, and what to do."""
    status, out, err = ran(capsys, "--at", AT, "--workers", "1", "--sample", part)

    assert (2, []) == (status, out)
    assert [f"checkout-core: --sample: {why} (got '{part}')"] == err


def test_a_full_disk(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line names the folder or the page, and not the carts."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    why = "this could not be written (No space left on device); make room or give the"
    assert 0 == ran(capsys, "--at", AT, "--workers", "1")[0]
    monkeypatch.setattr(os, "fsync", full)
    again = ran(capsys, "--at", AT, "--workers", "1")
    assert (2, []) == again[:2]
    assert again[2][0].startswith(f"checkout-core: out: {why}")
    assert again[2][0].endswith("(got 'out/summary.json')")
    monkeypatch.undo()


@pytest.mark.parametrize("page", ["no/report.html", "."])
def test_a_page_without_a_place(capsys: pytest.CaptureFixture[str], page: str) -> None:
    """It is said before anything is priced."""
    status, out, err = ran(capsys, "--at", AT, "--report", page)

    why = "the folder of this page is not there; make it, or name another"
    assert (2, []) == (status, out)
    assert [f"checkout-core: --report: {why} (got '{page}')"] == err
    assert not Path("out").exists()


@pytest.mark.parametrize(
    "page",
    [
        "carts/a.jsonl",
        "carts/report.html",
        "today.json",
        "./carts/../next.json",
        "out/job.json",
        "out/summary.json",
        "out/results/report.html",
    ],
)
def test_a_page_over_another_file(
    capsys: pytest.CaptureFixture[str], page: str
) -> None:
    """Neither carts nor a store nor results are written over."""
    Path("carts").mkdir()
    carts = as_lines(Path("carts/a.jsonl"), rows(3))
    Path("out/results").mkdir(parents=True)
    before = carts.read_bytes()

    status, out, err = ran(capsys, "--at", AT, "--report", page, carts="carts")

    assert (2, []) == (status, out)
    assert 1 == len(err)
    assert err[0].startswith(
        "checkout-core: --report: a page here would take the place"
    )
    assert (before, TODAY, NEXT) == (
        carts.read_bytes(),
        Path("today.json").read_text(),
        Path("next.json").read_text(),
    )
    assert [Path("out/results")] == list(Path("out").iterdir())


def test_a_page_over_the_file_of_carts(capsys: pytest.CaptureFixture[str]) -> None:
    """A source of one file is as safe."""
    before = Path("carts.jsonl").read_bytes()

    assert 2 == ran(capsys, "--at", AT, "--report", "carts.jsonl")[0]
    assert before == Path("carts.jsonl").read_bytes()


def test_a_page_among_results(capsys: pytest.CaptureFixture[str]) -> None:
    """The folder of the results has it, which the run makes."""
    first = ran(capsys, "--at", AT, "--report", "out/report.html")
    again = ran(capsys, "--at", AT, "--report", "out/report.html")

    assert (0, []) == (first[0], first[2])
    assert first == again
    assert Path("out/report.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_a_folder_of_another_job(capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused; the same command says the same again."""
    first = ran(capsys, "--at", AT)
    again = ran(capsys, "--at", AT)
    other = ran(capsys, "--at", "2026-11-23T12:00:00+05:30")

    assert first == again
    assert (2, []) == other[:2]
    assert "has not the same at; give" in other[2][0]


class Screen(io.StringIO):
    """What is printed on a terminal."""

    def isatty(self) -> bool:
        """Return that it is one."""
        return True


def test_progress_is_printed_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Carts done, carts per second, and the time left; the cursor comes back."""
    pytest.importorskip("rich", reason="rich is not installed")
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    assert 0 == main(["backtest", "carts.jsonl", "out", *STORES, "--at", AT])
    printed = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.getvalue())

    assert re.search("100% 10 carts, [0-9,]+ per second, 0:00:00 left", printed)
    assert "\x1b[?25h" in screen.getvalue()


def test_progress_needs_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it nothing is printed."""
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    assert 0 == main(["backtest", "carts.jsonl", "out", *STORES, "--at", AT])

    assert "" == screen.getvalue()


def test_the_time_left() -> None:
    """Ten seconds for a quarter; nothing is known before the first part."""
    quarter = Progress(carts=9_000, done=25, total=100)
    begin = Progress(carts=0, done=0, total=100)

    assert "9,000 carts, 900 per second, 0:00:30 left" == speed(quarter, 10)
    assert "0 carts, 0 per second" == speed(begin, 0)


def test_an_interrupt(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The status says so, and the line what to do."""
    from checkout_core.backtest import running

    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "price", interrupted)
    expected = "checkout-core: out: interrupted; the same command goes on with what"

    status, out, err = ran(capsys, "--at", AT)
    assert (130, []) == (status, out)
    assert err[0].startswith(expected)


def test_without_the_libraries(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra is named."""
    import checkout_core.backtest

    # What imports pyarrow may be loaded already; then to take that away does nothing.
    monkeypatch.setitem(sys.modules, "checkout_core.backtest.running", None)
    monkeypatch.delattr(checkout_core.backtest, "running", raising=False)
    status, out, err = ran(capsys)

    assert (2, []) == (status, out)
    assert "this needs more than the core; install checkout-core[backtest]" in err[0]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""`backtest --report`: the page and the figures that the command writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checkout_core import dumps, loads
from checkout_core.cli import backtesting, main
from tests.factories.ten_carts import JOB, ROWS


pytest.importorskip("pyarrow", reason="pyarrow is not installed")
pytest.importorskip("duckdb", reason="duckdb is not installed")

ARGUMENTS = (
    *("backtest", "carts.jsonl", "out", "--base", "today.json"),
    *("--proposed", "next.json", "--workers", "1"),
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with ten carts and both stores."""
    monkeypatch.chdir(tmp_path)
    Path("today.json").write_text(JOB.base, "utf-8")
    Path("next.json").write_text(JOB.proposed, "utf-8")
    Path("carts.jsonl").write_text("\n".join(dumps(each) for each in ROWS), "utf-8")


def test_the_page_and_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    """The page says where it is; the ten carts open to what differs."""
    status = main([*ARGUMENTS, "--report", "report.html"])
    out = capsys.readouterr().out.splitlines()
    page = Path("report.html").read_text("utf-8")
    figures = loads(Path("out/summary.json").read_bytes())

    assert 0 == status
    assert ["report", "report.html"] == out[-1].split()
    assert "reproduce 7 of 9 stored totals" in page
    assert "What makes the difference of c10" in page
    assert (10, None) == (figures["rows"], figures["sample"])
    assert "15781.00" == figures["totals"][19]["before"]


def test_again(capsys: pytest.CaptureFixture[str]) -> None:
    """A run that is done writes the same again, and prices nothing."""
    main([*ARGUMENTS, "--report", "one.html"])
    main([*ARGUMENTS, "--report", "two.html"])

    assert Path("one.html").read_bytes() == Path("two.html").read_bytes()


def test_without_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    """The figures are there in any case; of a sample they say so."""
    main([*ARGUMENTS, "--sample", "0.50"])
    figures: Any = loads(Path("out/summary.json").read_bytes())

    assert not list(Path().glob("*.html"))
    assert "0.5" == figures["sample"]["rate"]


def test_carts_that_are_not_here(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another engine may have read them elsewhere; the page then tells no rows."""
    engine = backtesting.ENGINES["local"]

    def elsewhere(*arguments: Any) -> Any:
        outcome = engine(*arguments)
        Path("carts.jsonl").unlink()
        return outcome

    monkeypatch.setattr(backtesting, "ENGINES", {"local": elsewhere})
    main([*ARGUMENTS, "--report", "report.html"])

    assert 7 == Path("report.html").read_text("utf-8").count("was not found again")

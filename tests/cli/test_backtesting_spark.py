# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The engines of the `backtest` command: what each is handed, and what it refuses."""

from __future__ import annotations

import sys

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from checkout_core import dumps, promotion
from checkout_core.cli import main
from checkout_core.offers import percentage_off
from tests.factories.backtest import AT, NEXT, TODAY, as_lines, rows


pytest.importorskip("pyarrow", reason="pyarrow is not installed")
pytest.importorskip("duckdb", reason="duckdb is not installed")

STORES = ("--base", "today.json", "--proposed", "next.json")
COMMAND = ("backtest", "carts.jsonl", "out", *STORES, "--at", AT)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with both stores and ten carts."""
    monkeypatch.chdir(tmp_path)
    Path("today.json").write_text(TODAY)
    Path("next.json").write_text(NEXT)
    as_lines(Path("carts.jsonl"), rows(10))


def test_what_spark_is_handed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files, the master and the sample; `tests/backtest/test_spark.py` has the rest."""
    from checkout_core.backtest import run

    asked: list[Any] = []

    def stand_in(job: Any, source: str, out: str, *, master: str, sample: Any) -> Any:
        asked.append((source, out, master, sample))
        return run(job, source, out, workers=1)

    module = ModuleType("spark")
    vars(module).update(ON_ONE_MACHINE="local[*]", run_on_spark=stand_in)
    monkeypatch.setitem(sys.modules, "checkout_core.backtest.spark", module)

    assert 0 == main([*COMMAND, "--engine", "spark"])
    more = ("--engine", "spark", "--master", "spark://host:7077", "--sample", "0.5")
    assert 0 == main([*COMMAND, *more])
    assert [
        ("carts.jsonl", "out", "local[*]", None),
        ("carts.jsonl", "out", "spark://host:7077", "0.5"),
    ] == asked
    assert "carts" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (("--master", "local[2]"), "--master: only the engine 'spark' takes this"),
        (
            ("--engine", "spark", "--workers", "2"),
            "--workers: only the engine 'local' takes this",
        ),
        (("--engine", "spark"), "install checkout-core[spark]"),
    ],
)
def test_what_is_refused(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    more: tuple[str, ...],
    expected: str,
) -> None:
    """Options of another engine, and Spark where its extra is missing."""
    monkeypatch.setitem(sys.modules, "pyspark", None)

    assert 2 == main([*COMMAND, *more])
    assert expected in capsys.readouterr().err
    assert not Path("out").exists()


def test_limits(capsys: pytest.CaptureFixture[str]) -> None:
    """The line says why Spark cannot, and both ways out."""
    limit = {"total_redemptions": 1}
    gift = promotion("gift", percentage_off(10), redemption_limits=limit)
    store = {"currency": "INR", "promotions": [gift.document]}
    Path("next.json").write_text(dumps(store))

    assert 2 == main([*COMMAND, "--engine", "spark"])
    assert (
        "checkout-core: --engine: a store has an offer with a limit, whose carts are"
        " priced in order, and Spark prices in none; use the engine 'local', or take"
        " the limit out of both stores\n"
    ) == capsys.readouterr().err
    assert not Path("out").exists()

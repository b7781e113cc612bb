# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The history of figures: a line for each release, and a chart that shows them all."""

from __future__ import annotations

import doctest

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks import chart, history
from benchmarks.calls import CALLS
from benchmarks.report import main


def test_the_chart_is_that_of_the_lines() -> None:
    """Whoever changes a line or a target draws the chart again."""
    assert history.chart(history.releases()) == history.CHART.read_text("utf-8")


def test_the_chart_has_a_panel_for_each_target() -> None:
    """A call with a target is seen, and so are memory and import."""
    titles = [each.text for each in ET.fromstring(history.CHART.read_text("utf-8"))]

    assert [] == [name for name in history.AIMED if name not in titles]
    assert {"bytes a line", "import"} <= set(titles)


def test_releases_stand_in_order() -> None:
    """The chart goes from the left to the right, and 0.10.0 comes after 0.9.0."""
    versions = [each["version"] for each in history.releases()]

    assert sorted(set(versions), key=history.order_of) == versions
    assert history.order_of("0.9.0") < history.order_of("0.10.0")


def test_a_version_has_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Measured again, a release takes its own place."""
    monkeypatch.setattr(history, "HISTORY", tmp_path / "history.jsonl")
    monkeypatch.setattr(history, "CHART", tmp_path / "history.svg")
    figures = {name: dict.fromkeys(("small", "typical", "large"), 2) for name in CALLS}
    line = {"ratios": figures, "bytes a line": 200, "import": 2}
    history.HISTORY.touch()
    for version, found in (("0.9.0", 3), ("0.10.0", 2), ("0.9.0", 1)):
        history.keep({**line, "version": version, "import": found})

    kept = [(each["version"], each["import"]) for each in history.releases()]
    assert [("0.9.0", 1), ("0.10.0", 2)] == kept
    assert history.chart(history.releases()) == history.CHART.read_text("utf-8")


def test_smoke_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was measured once means nothing."""
    monkeypatch.setattr("sys.argv", ["report", "--smoke", "--history"])
    with pytest.raises(SystemExit, match="2"):
        main()


def test_the_examples_of_charts_run() -> None:
    """What the docstrings show is so."""
    assert doctest.testmod(chart).failed == 0

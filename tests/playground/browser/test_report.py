# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The report of a back-test in a browser: on a phone, in the dark, for everybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.factories.ten_carts import BAD, JOB, ROWS, write_carts, write_results


for _name in ("pyarrow", "duckdb"):
    pytest.importorskip(_name, reason=f"{_name} of an extra is not installed")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a report of ten carts."""
    from checkout_core.backtest import differences_of, report_html, summary

    folder = tmp_path_factory.mktemp("report")
    found = summary(write_results(folder, JOB, ROWS + BAD), JOB, sample="0.5")
    page = folder / "report.html"
    differences = differences_of(found, JOB, write_carts(folder, ROWS), folder)
    page.write_text(report_html(found, differences), "utf-8")
    return page.as_uri()


@pytest.mark.parametrize("width", [380, 1200])
@pytest.mark.parametrize("dark", [False, True])
def test_everybody_can_read_it(
    page: Any,
    npm: Path,
    report: str,
    width: int,
    dark: bool,  # noqa: FBT001 - a parameter of pytest
) -> None:
    """axe-core finds nothing, with everything open; only tables scroll sideways."""
    axe = (npm / "axe-core" / "axe.min.js").read_text("utf-8")
    page.size(width)
    page.theme(dark=dark)
    page.driver.get(report)
    page.run("document.querySelectorAll('details').forEach((x) => x.open = true)")
    page.driver.execute_script(axe)
    found = page.awaited("return (await axe.run(document)).violations")
    page.requested()

    assert [] == [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]
    assert page.run("document.documentElement.scrollWidth") <= width

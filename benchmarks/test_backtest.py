# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The back-test of generated carts, once over a few of them."""

from __future__ import annotations

import pytest


pytest.importorskip("pyarrow", reason="pyarrow is not installed")
pytest.importorskip("duckdb", reason="duckdb is not installed")

from benchmarks import backtest


def test_every_step_runs_once(capsys: pytest.CaptureFixture[str]) -> None:
    """Its answers are checked where they are measured; its times mean nothing."""
    backtest.main(["--smoke", "--workers", "2"])

    printed = capsys.readouterr().out
    assert "| 6,000 | " in printed
    assert "killed with signal 9 and taken up" in printed

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What people read, in Hindi, and carts as JSON Lines: what it costs, how it grows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.carts import NAMES
from benchmarks.people import CARTS, LINES, of_lines, of_workload, pricing_lines


SHOWN = ("receipt", "explain", "waterfall", "svg", "html", "playground")
EACH = pytest.mark.parametrize("shown", SHOWN)


@EACH
@pytest.mark.parametrize("name", NAMES)
def test_workload(benchmark: Any, name: str, shown: str) -> None:
    """One view of a workload, checked when it was made."""
    benchmark(of_workload(name)[shown])


@EACH
@pytest.mark.parametrize("count", LINES)
def test_lines(benchmark: Any, count: int, shown: str) -> None:
    """One view of ever more lines."""
    benchmark.extra_info["lines"] = count
    benchmark(of_lines(count)[shown])


@pytest.mark.parametrize("count", CARTS)
def test_carts(benchmark: Any, count: int, tmp_path: Path) -> None:
    """Ever more typical carts, one on each line of a file."""
    benchmark.extra_info["carts"] = count
    benchmark(pricing_lines(tmp_path, "typical", count))

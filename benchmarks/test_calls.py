# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Every call of the table, on each workload and at n, 2n and 4n of what grows."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.calls import CALLS
from benchmarks.carts import NAMES
from benchmarks.figures import kernel_of
from benchmarks.past import COUNTS, PAST
from benchmarks.samples import GROWING, Sample, workload


#: How often a call runs that needs a new thing each time.
ROUNDS = 50

EACH = pytest.mark.parametrize("call", CALLS)


def measure(benchmark: Any, call: str, sample: Sample) -> None:
    """Measure a call whose answer was checked."""
    run = CALLS[call].checked(sample)
    if not CALLS[call].fresh:
        benchmark(run)
        return

    def ready() -> tuple[tuple[Any, ...], dict[str, Any]]:
        return (CALLS[call].make(sample),), {}

    benchmark.pedantic(lambda each: each(), setup=ready, rounds=ROUNDS, warmup_rounds=3)


@EACH
@pytest.mark.parametrize("name", NAMES)
def test_workload(benchmark: Any, name: str, call: str) -> None:
    """What a shop calls, on the carts that have expected orders."""
    measure(benchmark, call, workload(name))


@EACH
@pytest.mark.parametrize(
    ("axis", "count"),
    [(axis, count) for axis, (_, counts) in GROWING.items() for count in counts],
)
def test_growth(benchmark: Any, axis: str, count: int, call: str) -> None:
    """What a shop calls, with ever more lines or offers."""
    benchmark.extra_info[axis] = count
    measure(benchmark, call, GROWING[axis][0](count))


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("name", PAST)
def test_past(benchmark: Any, name: str, count: int) -> None:
    """One more event or refund, of an order that had ever more of them."""
    benchmark.extra_info["before"] = count
    benchmark(PAST[name].checked(count))


@pytest.mark.parametrize("name", NAMES)
def test_kernel(benchmark: Any, name: str) -> None:
    """The hand-written integer kernel, right to the tax of every line."""
    benchmark(kernel_of(name).make())

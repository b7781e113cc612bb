# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The figures of each release: `history.jsonl`, one on a line, and the chart of them.

A line has ratios only, in the units of `benchmarks.calls`, since times of two machines
or of two days say nothing about each other.  `python -m benchmarks.report --history`
writes it; `python -m benchmarks.history` draws the chart again when a target changed.
"""

from __future__ import annotations

import json
import tomllib

from pathlib import Path
from typing import Any

import checkout_core

from benchmarks.calls import CALLS
from benchmarks.carts import NAMES
from benchmarks.chart import lines
from benchmarks.figures import (
    MOST_BYTES,
    MOST_IMPORT,
    Times,
    bytes_a_line,
    import_ratio,
    ratio,
)
from benchmarks.page import build, processor


HISTORY = Path(__file__).parent / "history.jsonl"
CHART = HISTORY.with_suffix(".svg")

#: The calls with a target.
AIMED = [name for name, call in CALLS.items() if any(call.limits)]


def version() -> str:
    """Return the version of the sources that are measured."""
    folder = Path(checkout_core.__file__).parents[2]
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


def line_of(times: Times, rounds: int, date: str) -> dict[str, Any]:
    """Return the line of what was measured."""
    return {
        "version": version(),
        "date": date,
        "machine": processor(),
        "interpreter": build(),
        "ratios": {
            name: {each: round(ratio(times, each, name), 2) for each in NAMES}
            for name in AIMED
        },
        "bytes a line": bytes_a_line(),
        "import": round(import_ratio(rounds), 2),
    }


def releases() -> list[dict[str, Any]]:
    """Return all lines, the oldest release first."""
    return [json.loads(line) for line in HISTORY.read_text("utf-8").splitlines()]


def order_of(version_: str) -> tuple[int, ...]:
    """Return what versions are sorted by."""
    return tuple(int(part) for part in version_.split("."))


def keep(line: dict[str, Any]) -> None:
    """Put a line in the place of that of its version, or behind older ones."""
    others = [each for each in releases() if each["version"] != line["version"]]
    found = sorted([*others, line], key=lambda each: order_of(each["version"]))
    HISTORY.write_text("".join(f"{json.dumps(each)}\n" for each in found), "utf-8")
    draw()


def draw() -> None:
    """Draw the chart of all lines."""
    CHART.write_text(chart(releases()), "utf-8")


def chart(found: list[dict[str, Any]]) -> str:
    """Return the picture of all releases, each figure as multiples of its target."""
    panels = [
        (
            name,
            [
                (
                    each["version"],
                    [
                        (size, each["ratios"][name][size] / limit)
                        for size, limit in zip(NAMES, CALLS[name].limits, strict=True)
                        if limit and name in each["ratios"]
                    ],
                )
                for each in found
            ],
        )
        for name in AIMED
    ]
    for name, most in (("bytes a line", MOST_BYTES), ("import", MOST_IMPORT)):
        rows = [(each["version"], [("all carts", each[name] / most)]) for each in found]
        panels.append((name, rows))
    return lines(
        "Each release: what calls cost, as multiples of their targets",
        panels,
        unit="x target; below the dashed line it is met",
        limit=1,
    )


if __name__ == "__main__":
    draw()

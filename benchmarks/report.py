# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
All figures in one run, as a table: `python benchmarks/report.py [--write]`.

Kernel and engine are measured in turn, so that whatever else the machine does
hits both; a figure is the median of the rounds.  Every answer is checked before
a time is taken.  `--write` puts the table into README.md beside this file.
"""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
import sysconfig
import time
import tracemalloc

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from carts import (
    AT,
    BENEFITS,
    NAMES,
    cart_of,
    checkout_of,
    document_of,
    expected_of,
    store_of,
    store_with,
    text_of,
)
from kernel import KERNELS, primitive

from checkout_core import (
    Cart,
    Store,
    dumps,
    quote,
    read_checkout,
    write_order,
)


ROUNDS = 9
README = Path(__file__).parent / "README.md"
MARKS = ("<!-- figures -->", "<!-- end of figures -->")
TARGETS = {"small": (5, 25), "typical": (3, 10), "large": (3, 10)}


def timed(function: Callable[[], object], loops: int) -> float:
    """Return the microseconds one call takes."""
    start = time.perf_counter()
    for _ in range(loops):
        function()
    return (time.perf_counter() - start) / loops * 1e6


def together(*functions: Callable[[], object]) -> list[float]:
    """Return the median time of each function, measured in turn."""
    loops = [max(3, int(20_000 / (timed(each, 3) + 0.01))) for each in functions]
    rounds = [
        [timed(each, count) for each, count in zip(functions, loops, strict=True)]
        for _ in range(ROUNDS)
    ]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def workloads() -> list[str]:
    """Return the rows of the three workloads."""
    found = [
        (
            "| workload | kernel | `quote` | ratio (target) | `quote` + `write_order`"
            " | ratio (target) | text to text | ratio |"
        ),
        "|---|---|---|---|---|---|---|---|",
    ]
    for name in NAMES:
        kernel = KERNELS[name](document_of(name))
        checkout, text = checkout_of(name), text_of(name)
        cart, store, at = checkout.cart, checkout.store, checkout.at
        expected = Decimal(str(expected_of(name)["to_be_paid"]))
        assert expected * 100 == kernel()[0]
        assert expected == quote(cart, store, at=at).to_be_paid

        priced = partial(quote, cart, store, at=at)
        ordered = partial(_ordered, cart, store, at)
        base, alone, order, whole = together(
            kernel, priced, ordered, partial(_through, text)
        )
        first, second = TARGETS[name]
        found.append(
            f"| {name} | {base:.2f} | {alone:.1f} | {alone / base:.1f} ({first}) |"
            f" {order:.0f} | {order / base:.0f} ({second}) | {whole:.0f} |"
            f" {whole / base:.0f} |"
        )
    return found


def _ordered(cart: Cart, store: Store, at: datetime | None) -> dict[str, Any]:
    return write_order(quote(cart, store, at=at))


def _through(text: bytes) -> str:
    checkout = read_checkout(text)
    found = quote(checkout.cart, checkout.store, at=checkout.at)
    return dumps(write_order(found))


def growth() -> list[str]:
    """Return the rows of what grows with what."""
    bare = store_with(0)
    hundred, thousand = cart_of(100), cart_of(1_000)
    ten = cart_of(10)
    few, many = store_with(10), store_with(10_000)
    assert quote(ten, many, at=AT).figures.promotions_not_matching == 10_000
    a, b, c, d = together(
        lambda: quote(hundred, bare, at=AT),
        lambda: quote(thousand, bare, at=AT),
        lambda: quote(ten, few, at=AT),
        lambda: quote(ten, many, at=AT),
    )
    found = [
        "| what | figure | target |",
        "|---|---|---|",
        f"| a line at 1,000 lines against 100 | {b / 10 / a:.2f} x | 1.3 |",
        f"| 10,000 offers that do not match against 10 | {d / c:.2f} x | 1.2 |",
    ]
    for name, offer in BENEFITS.items():
        store = store_of(offer)
        some, lots = cart_of(10, 3), cart_of(10, 1_000_000)
        one, other, none = together(
            lambda s=store, c=some: quote(c, s, at=AT),
            lambda s=store, c=lots: quote(c, s, at=AT),
            lambda c=ten: quote(c.changed(coupon_code=None), bare, at=AT),
        )
        assert none
        found.append(
            f"| {name} on ten lines: {one:.0f} us; 1,000,000 units against 3 |"
            f" {other / one:.2f} x | 1.1 |"
        )
    found.append(f"| memory of a quote, a line | {memory()} bytes | |")
    found.append(f"| `import checkout_core` | {imports():.1f} x | 3 |")
    return found


def memory() -> int:
    """Return the bytes a line adds to a quote that nobody has looked at."""
    cart, store = cart_of(1_000), store_with(0)
    small, kept = cart_of(10), []
    tracemalloc.start()
    kept.append(quote(small, store, at=AT))
    before = tracemalloc.get_traced_memory()[0]
    kept.append(quote(cart, store, at=AT))
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert all(each.to_be_paid > 0 for each in kept)
    return round((after - before) / 1_000)


def imports() -> float:
    """Return the cost of importing us against what we stand on."""

    def took(statement: str) -> float:
        command = [sys.executable, "-c", statement]
        times = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            subprocess.run(command, check=True)
            times.append(time.perf_counter() - start)
        return statistics.median(times)

    nothing = took("pass")
    ours = took("import checkout_core") - nothing
    base = took("import attrs, decimal, datetime") - nothing
    return ours / base


def machine() -> str:
    """Return the machine, the interpreter and the day in one line."""
    processor = platform.processor() or "unknown processor"
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.partition(":")[2].strip()
            for line in info.read_text().splitlines()
            if line.startswith("model name")
        ]
        processor = f"{len(names)} x {names[0]}" if names else processor
    options = sysconfig.get_config_var("CONFIG_ARGS") or ""
    build = "optimised" if "--enable-optimizations" in options else "not optimised"
    python = f"CPython {platform.python_version()} ({platform.python_compiler()})"
    multiply = statistics.median(
        [timed(lambda: primitive(124_999, 18, 118), 20_000) for _ in range(ROUNDS)]
    )
    return (
        f"{processor}; {python}, {build}; {time.strftime('%Y-%m-%d')}. One call of a"
        f" multiply-add-floor-divide: {multiply * 1000:.0f} ns. Times are in"
        " microseconds, medians of"
        f" {ROUNDS} rounds."
    )


def main() -> None:
    """Measure, print, and write where asked."""
    table = "\n".join([machine(), "", *workloads(), "", *growth()])
    print(table)
    if "--write" in sys.argv:
        text = README.read_text()
        head, _, rest = text.partition(MARKS[0])
        tail = rest.partition(MARKS[1])[2]
        README.write_text(f"{head}{MARKS[0]}\n\n{table}\n\n{MARKS[1]}{tail}")


if __name__ == "__main__":
    main()

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
All figures in one run, as Markdown: `python -m benchmarks.report`.

Kernel and engine are measured in turn, so that whatever else the machine does
hits both; a figure is the median of the rounds after one to warm up.  Every
answer is checked before a time is taken.  `--write` puts the tables into
README.md beside this file, `--smoke` runs everything once and its times mean
nothing, `--date` is the day to print.
"""

from __future__ import annotations

import argparse
import compileall
import statistics
import subprocess
import sys
import tempfile
import time

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve

import checkout_core

from benchmarks.calls import calls
from benchmarks.carts import (
    AT,
    BENEFITS,
    JUDGED,
    JUDGED_COUNTS,
    NAMES,
    bytes_of,
    cart_of,
    check_order,
    checkout_of,
    document_of,
    expected_of,
    store_of,
    store_of_matching,
    store_with,
    text_of,
)
from benchmarks.kernel import KERNELS, LIMITS, PRIMITIVES, paise, primitives
from benchmarks.page import machine, put
from benchmarks.people import CARTS, LINES, of_lines, of_workload, pricing_lines
from checkout_core import (
    Cart,
    Quote,
    Store,
    dumps,
    evaluate,
    quote,
    read_checkout,
    read_order,
    read_quote,
    verify,
    write_order,
    write_order_detail,
    write_quote,
)
from checkout_core.orders import Order
from checkout_core.wire import loads


#: The most times the kernel that each may take: quote, with its order, texts.
TARGETS: dict[str, tuple[int, int, int | None]] = {
    "small": (5, 25, None),
    "typical": (3, 10, 30),
    "large": (3, 10, None),
}


class Clock:
    """Measures functions in turn; *smoke* runs each of them once."""

    def __init__(self, *, smoke: bool) -> None:
        self.smoke = smoke
        self.rounds = 1 if smoke else 9

    def once(self, function: Callable[[], object], loops: int) -> float:
        """Return the microseconds one of *loops* calls takes."""
        start = time.perf_counter()
        for _ in range(loops):
            function()
        return (time.perf_counter() - start) / loops * 1e6

    def together(self, *functions: Callable[[], object]) -> list[float]:
        """Return the median time of each function in microseconds."""
        loops = [1] * len(functions)
        if not self.smoke:
            # About 20 ms a turn; counting the turns warms up as well.
            found = [self.once(each, 3) for each in functions]
            loops = [max(3, int(20_000 / (took + 0.01))) for took in found]
        rounds = [
            [
                self.once(each, count)
                for each, count in zip(functions, loops, strict=True)
            ]
            for _ in range(self.rounds)
        ]
        return [statistics.median(times) for times in zip(*rounds, strict=True)]


def judged(figure: float, limit: float | None, digits: int = 1) -> str:
    """Return a figure and its limit as cells; a missed one is bold."""
    text = f"{figure:.{digits}f}"
    if limit is None:
        return f"{text} | "
    return f"**{text}** | {limit}" if figure > limit else f"{text} | {limit}"


def workloads(clock: Clock) -> list[str]:
    """Return the tables of the three workloads."""
    limits = [
        "| workload | kernel, us | in primitives | at most |",
        "|---|--:|--:|--:|",
    ]
    found = [
        (
            "| workload | `quote`, us | x kernel | at most | and `write_order`, us"
            " | x kernel | at most | text to text, us | x kernel | at most"
            " | `Store.of`, us |"
        ),
        f"|---|{'--:|' * 10}",
    ]
    for name in NAMES:
        kernel = KERNELS[name](document_of(name))
        checkout, text = checkout_of(name), text_of(name)
        cart, store, at = checkout.cart, checkout.store, checkout.at
        priced = partial(quote, cart, store, at=at)
        ordered = partial(_ordered, cart, store, at)
        through, compiled = partial(_through, text), partial(_compiled, store)
        _check(name, kernel()[:2], ordered(), through())
        assert store == compiled()

        unit, base, alone, order, whole, setup = clock.together(
            primitives, kernel, priced, ordered, through, compiled
        )
        count = base / unit * PRIMITIVES
        limits.append(f"| {name} | {base:.2f} | {judged(count, LIMITS.get(name), 0)} |")
        first, second, third = TARGETS[name]
        found.append(
            f"| {name} | {alone:.1f} | {judged(alone / base, first, 2)}"
            f" | {order:.0f} | {judged(order / base, second)}"
            f" | {whole:.0f} | {judged(whole / base, third)} | {setup:.0f} |"
        )
    return [*limits, "", *found]


def _check(name: str, kernel: tuple[int, int], order: Any, text: str) -> None:
    """Fail unless kernel, order and text give the expected answer."""
    expected = expected_of(name)
    assert (paise(expected["to_be_paid"]), paise(expected["total_tax"])) == kernel
    check_order(order, name)
    check_order(loads(text), name)


def _ordered(cart: Cart, store: Store, at: datetime | None) -> dict[str, Any]:
    return write_order(quote(cart, store, at=at))


def _through(text: bytes) -> str:
    checkout = read_checkout(text)
    found = quote(checkout.cart, checkout.store, at=checkout.at)
    return dumps(write_order(found))


def _compiled(store: Store) -> Store:
    return Store.of(
        "INR", store.policies, promotions=store.promotions, coupons=store.coupons
    )


#: The most times its own quote that each may take: check, verify, and the readers.
STORED = {"check": 5, "verify": 40, "read_quote": 15, "read_order": 15}


def add_up(whole: Quote) -> None:
    """Check a copy of a quote, since a quote adds its rows up only once."""
    evolve(whole).check()


def stored(clock: Clock) -> list[str]:
    """Return the table of what is checked, stored and read, beside its own quote."""
    cells = [f"`{name}`, us | x `quote` | at most" for name in STORED]
    found = [f"| workload | {' | '.join(cells)} |", f"|---|{'--:|' * 3 * len(STORED)}"]
    for name in NAMES:
        checkout = checkout_of(name)
        priced = partial(quote, checkout.cart, checkout.store, at=checkout.at)
        whole = priced()
        order = Order.placed(whole, number="ORD-1", at=AT)
        text = dumps(write_quote(whole))
        order_text = dumps(write_order_detail(order, stored=True))
        assert (whole, order) == (read_quote(text), read_order(order_text))
        alone, *times = clock.together(
            priced,
            partial(add_up, read_quote(text)),
            partial(verify, whole),
            partial(read_quote, text),
            partial(read_order, order_text),
        )
        figures = [
            f"{took:.0f} | {judged(took / alone, limit)}"
            for took, limit in zip(times, STORED.values(), strict=True)
        ]
        found.append(f"| {name} | {' | '.join(figures)} |")
    return found


def growth(clock: Clock) -> list[str]:
    """Return the tables of what grows with what."""
    return [
        *lines(clock),
        "",
        *offers(clock),
        "",
        *matching(clock),
        "",
        *quantities(clock),
        "",
        *evaluations(clock),
        "",
        "| import, in a fresh interpreter | x `attrs, decimal, datetime` | at most |",
        "|---|--:|--:|",
        f"| `checkout_core`, without babel and json | {judged(imports(clock), 3)} |",
    ]


def lines(clock: Clock) -> list[str]:
    """Return what a line costs in time and memory among ever more lines."""
    store, counts = store_with(0), (1, 10, 100, 1_000)
    carts = [cart_of(count) for count in counts]
    for cart in carts:
        quote(cart, store, at=AT).check()
    times = clock.together(*(partial(quote, cart, store, at=AT) for cart in carts))
    each = [took / count for took, count in zip(times, counts, strict=True)]
    found = [
        (
            "| lines | `quote`, us | us a line | x that at 100 | at most"
            " | bytes a line | and its figures read |"
        ),
        f"|--:|{'--:|' * 6}",
    ]
    for count, cart, took, one in zip(counts, carts, times, each, strict=True):
        limit = 1.3 if count == counts[-1] else None
        held, seen = bytes_of(cart, store), bytes_of(cart, store, read=True)
        found.append(
            f"| {count:,} | {took:.1f} | {one:.2f} | {judged(one / each[2], limit, 2)}"
            f" | {held // count:,} | {seen // count:,} |"
        )
    return found


def offers(clock: Clock) -> list[str]:
    """Return what ten lines cost among ever more offers that cannot match."""
    cart, counts = cart_of(10), (10, 100, 1_000, 10_000)
    stores = [store_with(count) for count in counts]
    for count, store in zip(counts, stores, strict=True):
        assert quote(cart, store, at=AT).figures.promotions_not_matching == count
    times = clock.together(*(partial(quote, cart, store, at=AT) for store in stores))
    found = [
        "| offers that cannot match | `quote`, us | x that with 10 | at most |",
        "|--:|--:|--:|--:|",
    ]
    for count, took in zip(counts, times, strict=True):
        limit = 1.2 if count == counts[-1] else None
        ratio = judged(took / times[0], limit, 2)
        found.append(f"| {count:,} | {took:.1f} | {ratio} |")
    return found


def matching(clock: Clock) -> list[str]:
    """Return what ten lines cost with ever more promotions that match them."""
    cart, counts = cart_of(10), (1, 10, 100)
    found = [
        (
            "| promotions that match | applying together, us | us each"
            " | one of them, us | us each |"
        ),
        "|--:|--:|--:|--:|--:|",
    ]
    for count in counts:
        both = [store_of_matching(count, together=each) for each in (True, False)]
        for store in both:
            quote(cart, store, at=AT).check()
        all_, one = clock.together(
            *(partial(quote, cart, each, at=AT) for each in both)
        )
        found.append(
            f"| {count:,} | {all_:.1f} | {all_ / count:.1f}"
            f" | {one:.1f} | {one / count:.1f} |"
        )
    return found


def quantities(clock: Clock) -> list[str]:
    """Return what each benefit costs on ten lines, of two units and of a million."""
    some, lots = cart_of(10, 2), cart_of(10, 1_000_000)
    bare = some.changed(coupon_code=None)
    found = [
        (
            "| one offer on ten lines | `quote`, us | more than without"
            " | x with 1,000,000 units a line | at most |"
        ),
        "|---|--:|--:|--:|--:|",
    ]
    for name, offer in BENEFITS.items():
        store = store_of(offer)
        for cart in (some, lots):
            checked = quote(cart, store, at=AT)
            checked.check()
            assert checked.coupons
        none, one, other = clock.together(
            partial(quote, bare, store, at=AT),
            partial(quote, some, store, at=AT),
            partial(quote, lots, store, at=AT),
        )
        found.append(
            f"| {name} | {one:.1f} | {one - none:.1f} | {judged(other / one, 1.1, 2)} |"
        )
    return found


def evaluations(clock: Clock) -> list[str]:
    """Return what it costs to judge every offer of ever larger stores."""
    cart = cart_of(10).changed(coupon_code=None)
    cells = "".join(f" of {count}, us |" for count in JUDGED_COUNTS)
    found = [
        f"| `evaluate` for ten lines |{cells} last, each x first, each | at most |",
        f"|---|{'--:|' * (len(JUDGED_COUNTS) + 2)}",
    ]
    for name, store_of_so_many in JUDGED.items():
        stores = [store_of_so_many(count) for count in JUDGED_COUNTS]
        for store in stores:
            judged_all = evaluate(cart, store, at=AT)
            assert len(store.promotions) == len(judged_all.promotions)
            assert len(store.coupons) == len(judged_all.coupons)
        times = clock.together(
            *(partial(evaluate, cart, each, at=AT) for each in stores)
        )
        first, *_, last = (
            took / count for took, count in zip(times, JUDGED_COUNTS, strict=True)
        )
        figures = "".join(f" {took:.0f} |" for took in times)
        found.append(f"| {name} |{figures} {judged(last / first, 1.3, 2)} |")
    return found


def people(clock: Clock) -> list[str]:
    """Return the tables of what people read, in Hindi."""
    found: list[str] = []
    for name in NAMES:
        shown = of_workload(name)
        if not found:
            cells = "".join(f" {each}, us |" for each in shown)
            found = [f"| workload, in Hindi |{cells}", f"|---|{'--:|' * len(shown)}"]
        times = clock.together(*shown.values())
        found.append(f"| {name} |{''.join(f' {took:.0f} |' for took in times)}")
    found += [
        "",
        "| what grows | n | n, us | 2n, us | 4n, us | 4n, each x n, each | at most |",
        f"|---|{'--:|' * 6}",
    ]
    sizes = [of_lines(count) for count in LINES]
    growing = {f"{name}, lines": [each[name] for each in sizes] for name in sizes[0]}
    with tempfile.TemporaryDirectory() as folder:
        calls = [pricing_lines(Path(folder), "typical", count) for count in CARTS]
        growing |= {"`price --lines`, typical carts": calls}
        for name, each in growing.items():
            count = (CARTS if each is calls else LINES)[0]
            times = clock.together(*each)
            figures = "".join(f" {took:.0f} |" for took in times)
            ratio = judged(times[2] / times[0] / 4, 1.3, 2)
            found.append(f"| {name} | {count} |{figures} {ratio} |")
    return found


def gateway(clock: Clock) -> list[str]:
    """Return what the requests to Juspay and its answers cost."""
    found = calls()
    times = clock.together(*found.values())
    return [
        "| Juspay | us |",
        "|---|--:|",
        *(f"| {name} | {took:.0f} |" for name, took in zip(found, times, strict=True)),
    ]


def imports(clock: Clock) -> float:
    """Return the cost of importing us against what we stand on."""

    def took(statement: str) -> Callable[[], object]:
        command = [sys.executable, "-c", f"import sys; {statement}"]
        return partial(subprocess.run, command, check=True)

    # An installed package is compiled; a checkout may not be.
    compileall.compile_dir(Path(checkout_core.__file__).parent, quiet=2)
    absent = "assert not {'babel', 'json'} & set(sys.modules)"
    took(f"import checkout_core; {absent}")()
    each = [
        took(statement)
        for statement in (
            "pass",
            "import checkout_core",
            "import attrs, decimal, datetime",
        )
    ]
    nothing, ours, base = clock.together(*each)
    return (ours - nothing) / (base - nothing)


def measured_with(clock: Clock, date: str) -> list[str]:
    """Return what the figures were measured with, and how."""
    (unit,) = clock.together(primitives)
    return [
        *machine(date),
        f"- primitive, one integer multiply-add-floor-divide: {unit:.1f} ns",
        f"- medians of {clock.rounds} rounds; bold: target missed",
    ]


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description="Measure checkout-core.")
    parser.add_argument("--date", default=time.strftime("%Y-%m-%d"))
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--smoke", action="store_true", help="run each once")
    mode.add_argument("--write", action="store_true", help="put it into README.md")
    given = parser.parse_args()
    clock = Clock(smoke=given.smoke)
    parts = [*measured_with(clock, given.date), "", *workloads(clock)]
    parts += ["", *stored(clock)]
    parts += ["", *growth(clock)]
    parts += ["", *people(clock)]
    parts += ["", *gateway(clock)]
    table = "\n".join(parts)
    print(table)
    if given.write:
        put("figures", table)


if __name__ == "__main__":
    main()

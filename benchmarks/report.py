# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
All figures in one run, as Markdown: `python -m benchmarks.report`.

Kernel and calls are measured in turn, so that whatever else the machine does hits
all of them; a figure is the least of the rounds.  Every answer is checked before a
time is taken.  `--write` puts the tables into README.md beside this file, `--history`
keeps the ratios of this release in history.jsonl and draws its chart, `--smoke` runs
everything once and its times mean nothing, `--date` is the day to print.
"""

from __future__ import annotations

import argparse
import json
import math
import time

from collections.abc import Iterable, Sequence
from functools import partial

from benchmarks import history
from benchmarks.calls import CALLS
from benchmarks.carts import (
    AT,
    BENEFITS,
    JUDGED,
    NAMES,
    bytes_of,
    cart_of,
    coupon_of,
    store_of_closed,
    store_of_matching,
    store_with,
)
from benchmarks.clock import Clock, same
from benchmarks.figures import (
    MOST_BYTES,
    MOST_IMPORT,
    Times,
    import_ratio,
    ratio,
    timed,
    times_of,
)
from benchmarks.kernel import LIMITS, PRIMITIVES
from benchmarks.page import README, machine, put
from benchmarks.past import COUNTS, PAST
from benchmarks.samples import GROWING
from checkout_core import Cart, Payment, Store, evaluate, quote


#: How many rounds there are, and how many for the growth.
ROUNDS, GROWTH_ROUNDS = 15, 7
#: The most that the exponent of growth over n, 2n and 4n may be.
MOST_EXPONENT = 1.15


class Judge:
    """Writes figures with their limits, and remembers what missed its limit."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def cells(
        self, what: str, figure: float, limit: float | None, digits: int = 1
    ) -> str:
        """Return a figure and its limit as cells; a missed one is bold."""
        text = f"{figure:,.{digits}f}"
        if limit is None:
            return f"{text} | "
        if figure <= limit:
            return f"{text} | {limit:g}"
        self.missed.append(what)
        return f"**{text}** | {limit:g}"


def kernels(judge: Judge, times: Times) -> list[str]:
    """Return the table of the kernels, in primitives."""
    found = ["| kernel | us | in primitives | at most |", "|---|--:|--:|--:|"]
    for name in NAMES:
        own = times[name]
        count = own["kernel"] / own["primitives"] * PRIMITIVES
        cells = judge.cells(f"kernel of {name}", count, LIMITS.get(name), 0)
        found.append(f"| {name} | {own['kernel']:.2f} | {cells} |")
    return found


def workloads(judge: Judge, times: Times) -> list[str]:
    """Return the table of every call on each workload."""
    cells = "".join(f" {name}, us | ratio | at most |" for name in NAMES)
    found = [f"| call | ratio to |{cells}", f"|---|---|{'--:|' * 9}"]
    for name, call in CALLS.items():
        row = [f"| {name} | {call.unit}"]
        for size, limit in zip(NAMES, call.limits, strict=True):
            ratio_ = judge.cells(f"{name}, {size}", ratio(times, size, name), limit)
            took = times[size][name]
            row.append(f"{took:,.{1 if took < 100 else 0}f} | {ratio_}")
        found.append(f"{' | '.join(row)} |")
    return found


def exponent(times: Sequence[float]) -> float:
    """Return the power of n that the time grows with; the fixed part lowers it."""
    return math.log(times[-1] / times[0], 4)


def grown(judge: Judge, what: str, times: Sequence[float]) -> str:
    """Return the times of n, 2n and 4n and their exponent as cells."""
    figures = " | ".join(f"{took:,.0f}" for took in times)
    return f"{figures} | {judge.cells(what, exponent(times), MOST_EXPONENT, 2)}"


def growth(judge: Judge, clock: Clock) -> list[str]:
    """Return how each call grows with lines and offers, and with what came before."""
    found = []
    for axis, (sample_of, counts) in GROWING.items():
        cells = "".join(f" {count}, us |" for count in counts)
        found += [
            f"| {axis} |{cells} exponent | at most |",
            f"|---|{'--:|' * 5}",
        ]
        for name, call in CALLS.items():
            times = clock.together(*(timed(call, sample_of(n)) for n in counts))
            found.append(f"| {name} | {grown(judge, f'{name}, {axis}', times)} |")
        found.append("")
    cells = "".join(f" {count}, us |" for count in COUNTS)
    found += [
        f"| before |{cells} exponent | at most |",
        f"|---|{'--:|' * 5}",
    ]
    for name, past in PAST.items():
        times = clock.together(*(same(past.checked(n)) for n in COUNTS))
        found.append(f"| {name} | {grown(judge, name, times)} |")
    return found


def lines(judge: Judge, clock: Clock) -> list[str]:
    """Return what a line costs in time and memory among ever more lines."""
    store, counts = store_with(0), (1, 10, 100, 1_000)
    carts = [cart_of(count) for count in counts]
    for cart in carts:
        quote(cart, store, at=AT).check()
    times = clock.together(
        *(same(partial(quote, cart, store, at=AT)) for cart in carts)
    )
    found = [
        "| lines | `quote`, us | us a line | bytes a line | at most | when read |",
        f"|--:|{'--:|' * 5}",
    ]
    for count, cart, took in zip(counts, carts, times, strict=True):
        held, seen = bytes_of(cart, store), bytes_of(cart, store, read=True)
        limit = MOST_BYTES if count == counts[-1] else None
        cells = judge.cells("bytes a line", held / count, limit, 0)
        found.append(
            f"| {count:,} | {took:.1f} | {took / count:.2f} | {cells}"
            f" | {seen / count:,.0f} |"
        )
    return found


def offers(judge: Judge, clock: Clock) -> list[str]:
    """Return what ten lines cost among ever more offers that cannot match."""
    cart, counts = cart_of(10), (10, 100, 1_000, 10_000)
    stores = [store_with(count) for count in counts]
    for count, store in zip(counts, stores, strict=True):
        assert quote(cart, store, at=AT).figures.promotions_not_matching == count
    found = _among(judge, clock, "offers that cannot match", cart, stores)
    paying = cart.changed(payment=Payment("upi"))
    banks = [store_of_closed(count) for count in counts]
    for count, store in zip(counts, banks, strict=True):
        assert len(quote(paying, store, at=AT).refusals) == count
    what = "bank offers for other payments"
    return [*found, "", *_among(judge, clock, what, paying, banks)]


def _among(
    judge: Judge, clock: Clock, what: str, cart: Cart, stores: Sequence[Store]
) -> list[str]:
    """Return what a cart costs in each store, compared with the first."""
    times = clock.together(
        *(same(partial(quote, cart, store, at=AT)) for store in stores)
    )
    found = [
        f"| {what} | `quote`, us | x that with 10 | at most |",
        "|--:|--:|--:|--:|",
    ]
    for store, took in zip(stores, times, strict=True):
        limit = 1.2 if store is stores[-1] else None
        cells = judge.cells(what, took / times[0], limit, 2)
        # One of them applies to every cart.
        found.append(f"| {len(store.promotions) - 1:,} | {took:.1f} | {cells} |")
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
            *(same(partial(quote, cart, each, at=AT)) for each in both)
        )
        found.append(
            f"| {count:,} | {all_:.1f} | {all_ / count:.1f}"
            f" | {one:.1f} | {one / count:.1f} |"
        )
    return found


def quantities(judge: Judge, clock: Clock) -> list[str]:
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
    for name in BENEFITS:
        store = Store("INR", coupons=[coupon_of(name)])
        for cart in (some, lots):
            checked = quote(cart, store, at=AT)
            checked.check()
            assert checked.coupons
        none, one, other = clock.together(
            *(same(partial(quote, each, store, at=AT)) for each in (bare, some, lots))
        )
        cells = judge.cells(f"{name}, 1,000,000 units", other / one, 1.1, 2)
        found.append(f"| {name} | {one:.1f} | {one - none:.1f} | {cells} |")
    return found


def evaluations(judge: Judge, clock: Clock) -> list[str]:
    """Return what it costs to judge every offer of ever larger stores."""
    cart = cart_of(10).changed(coupon_code=None)
    found = [
        "| `evaluate`, ten lines | n | n, us | 2n, us | 4n, us | exponent | at most |",
        f"|---|{'--:|' * 6}",
    ]
    for name, (store_of_so_many, counts) in JUDGED.items():
        stores = [store_of_so_many(count) for count in counts]
        for store in stores:
            judged_all = evaluate(cart, store, at=AT)
            assert len(store.promotions) == len(judged_all.promotions)
            assert len(store.coupons) == len(judged_all.coupons)
        times = clock.together(
            *(same(partial(evaluate, cart, each, at=AT)) for each in stores)
        )
        cells = grown(judge, f"evaluate, {name}", times)
        found.append(f"| {name} | {counts[0]:,} | {cells} |")
    return found


def imports(judge: Judge, rounds: int) -> list[str]:
    """Return what the import costs."""
    cells = judge.cells("import", import_ratio(rounds), MOST_IMPORT, 2)
    return [
        "| import, in a new interpreter | x `attrs, decimal, datetime` | at most |",
        "|---|--:|--:|",
        f"| `checkout_core`, without babel and json | {cells} |",
    ]


def verdict(missed: Iterable[str]) -> list[str]:
    """Return what missed its target, each named as README.md must name it."""
    names = list(missed)
    if not names:
        return ["Every target is met."]
    return ["Missed, with the reason below:", "", *(f"- {name}" for name in names)]


def unexplained(missed: Iterable[str]) -> list[str]:
    """Return what missed its target and has no sentence in README.md."""
    explained = README.read_text("utf-8").partition("<!-- end of figures -->")[2]
    return [name for name in missed if f"**{name}**" not in explained]


def tables(judge: Judge, times: Times, rounds: int, date: str) -> list[str]:
    """Return the whole page of figures."""
    clock = Clock(min(rounds, GROWTH_ROUNDS))
    unit = min(own["primitives"] for own in times.values()) * 1_000 / PRIMITIVES
    parts = [
        kernels(judge, times),
        workloads(judge, times),
        growth(judge, clock),
        lines(judge, clock),
        offers(judge, clock),
        matching(clock),
        quantities(judge, clock),
        evaluations(judge, clock),
        imports(judge, rounds),
    ]
    head = [
        *machine(date),
        f"- primitive, one integer multiply-add-floor-divide: {unit:.1f} ns",
        f"- the least of {rounds} rounds, of {clock.rounds} for growth; bold: missed",
    ]
    return [*head, *(row for part in parts for row in ("", *part)), ""]


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description="Measure checkout-core.")
    parser.add_argument("--date", default=time.strftime("%Y-%m-%d"))
    parser.add_argument("--smoke", action="store_true", help="run each once")
    parser.add_argument("--write", action="store_true", help="put it into README.md")
    parser.add_argument(
        "--history",
        action="store_true",
        help="keep the ratios of this release; without --write, measure no more",
    )
    given = parser.parse_args()
    if given.smoke and (given.write or given.history):
        parser.error("what --smoke measures means nothing")
    whole, rounds = given.write or not given.history, 1 if given.smoke else ROUNDS
    times = times_of(Clock(rounds), CALLS if whole else history.AIMED)
    if whole:
        judge = Judge()
        rows = tables(judge, times, rounds, given.date)
        table = "\n".join([*rows, *verdict(judge.missed)])
        print(table)
        if given.write:
            put("figures", table)
        for name in () if given.smoke else unexplained(judge.missed):
            print(f"README.md does not say why: {name}")
    if given.history:
        line = history.line_of(times, rounds, given.date)
        history.keep(line)
        print(json.dumps(line, indent=1))


if __name__ == "__main__":
    main()

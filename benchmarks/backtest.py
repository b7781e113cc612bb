# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A back-test of generated carts: `python -m benchmarks.backtest --carts 1000000`.

Writes the carts as Parquet once, runs the back-test over them, and prints carts a
second, the most memory of its processes, how much dearer a cart is than the bare loop
(read it, price it twice) and than one that also takes what results say of a quote, how
both grow, and what is left to do after `kill -9`.
Every answer is checked: the sums against those of a loop over the first carts, the
digest against that of the same run that was ended and taken up, and with `--spark`
against Spark's.

    --carts 1000000    how many carts, of which a tenth and a hundredth are run too
    --workers 2        processes, by default one for each core
    --cache FOLDER     where the carts are written
    --spark            price them on Spark too, on as many cores
    --smoke            a few hundred carts (its times mean nothing)
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time

from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.carts import AT, document_of
from benchmarks.page import build, processor
from checkout_core import dumps, quote
from checkout_core.backtest import Job, Progress, run
from checkout_core.backtest.exact import check_exact
from checkout_core.backtest.folder import Folder
from checkout_core.backtest.row import TO_BE_PAID, read_row, repriced
from checkout_core.backtest.running import price
from checkout_core.backtest.sources import source_of
from checkout_core.backtest.tally import added
from checkout_core.backtest.tasks import Plan


#: How many carts the bare loop prices, as a process of a run does at once, and how
#: often.
SAMPLE, ROUNDS = 5_000, 30
#: How many carts are written at once, and are a row group.
GROUP = 50_000

# Carts and stores --------------------------------------------------------------------


def drawn(number: int) -> dict[str, Any]:
    """
    Return a stored cart like the typical one: up to its 10 lines, another each time.

    Lines, quantities, prices, the code and the customer are by the *number* alone.
    """
    lines = json.loads(_lines())
    count = 1 + number * 7 % len(lines)
    first = number % len(lines)
    chosen = (lines[first:] + lines[:first])[:count]
    for place, line in enumerate(chosen):
        line["quantity"] = 1 + (number + place * 3) % 5
        price = f"{100 + (number * 37 + place * 911) % 2400}.{number % 100:02}"
        line["selling_price"] = line["listing_price"] = price
    cart = {**json.loads(_rest()), "cart_items": chosen}
    if number % 3:
        cart.pop("coupon_code", None)
    return {
        "cart_id": number,
        "placed_at": AT,
        "cart": dumps(cart),
        "customer": dumps({"id": f"u{number % 4_999}"}) if number % 5 else None,
    }


@cache
def _lines() -> str:
    return json.dumps(document_of("typical")["cart"]["cart_items"])


@cache
def _rest() -> str:
    cart = document_of("typical")["cart"]
    return json.dumps({name: cart[name] for name in cart if name != "cart_items"})


def job() -> Job:
    """Return the typical store, and what it would be without its coupon."""
    store = {"currency": "INR", **document_of("typical")["store"]}
    return Job(dumps(store), dumps({**store, "coupons": []}))


def written(folder: Path, count: int) -> Path:
    """Write so many carts as Parquet, unless they are there; return the file."""
    file = folder / f"carts-{count}.parquet"
    if file.exists():
        return file
    folder.mkdir(parents=True, exist_ok=True)
    names = ("cart_id", "placed_at", "cart", "customer")
    schema = pa.schema([(name, pa.string()) for name in names])
    schema = schema.set(0, pa.field("cart_id", pa.int64()))
    unnamed = file.with_suffix(".part")
    numbers = iter(range(count))
    with pq.ParquetWriter(unnamed, schema, compression="zstd") as writer:
        while group := [drawn(number) for number in islice(numbers, GROUP)]:
            writer.write_table(pa.Table.from_pylist(group, schema))
    unnamed.replace(file)
    return file


# What is measured --------------------------------------------------------------------


def bare(carts: list[dict[str, Any]], found: Job) -> tuple[float, dict[str, int]]:
    """
    Read carts and price them twice in a loop, and nothing else.

    Return the seconds of the processor, and what is to be paid in both stores.
    """
    stores = found.stores()
    paid: dict[str, int] = dict.fromkeys(("base", "proposed"), 0)
    begun = time.process_time()
    for row in carts:
        basket = read_row(row, stores)
        assert basket.cart is not None
        for side, store in (("base", stores.base), ("proposed", stores.proposed)):
            priced = quote(basket.cart, store, at=basket.at)
            paid[side] += priced.sheet.totals["to_be_paid"]
    return time.process_time() - begun, paid


def answered(carts: list[dict[str, Any]], found: Job) -> tuple[float, dict[str, int]]:
    """Do as `bare`, and take offers, refusals and totals out of each quote."""
    stores = found.stores()
    paid: dict[str, int] = dict.fromkeys(("base", "proposed"), 0)
    begun = time.process_time()
    for row in carts:
        priced = repriced(read_row(row, stores), stores)
        assert priced.base is not None
        assert priced.proposed is not None
        paid["base"] += priced.base.totals[TO_BE_PAID]
        paid["proposed"] += priced.proposed.totals[TO_BE_PAID]
    return time.process_time() - begun, paid


class Overhead(NamedTuple):
    """
    The processor's seconds a cart, each the least of some rounds.

    Attributes:
        bare: those of the loop that only reads and prices.
        answered: those of the loop that also takes what results say.
        run: those of a run, without the recount at its end.
        over_bare: by how much a run is dearer than the loop before it, the median.
        over_answered: likewise than the loop with the answers.
    """

    bare: float
    answered: float
    run: float
    over_bare: float
    over_answered: float


def overhead(folder: Path, count: int) -> Overhead:
    """
    Compare a run with `bare` and `answered`, in this process, in turn.

    A machine that others share is faster at one moment than at another, so each run is
    compared with the loops just before it.
    """
    carts, found = [drawn(number) for number in range(count)], job()
    source = source_of(written(folder, count))
    loops, answers, runs = [], [], []
    # As in `calls.py`, and as the processes of a run do.
    gc.collect()
    gc.freeze()
    with tempfile.TemporaryDirectory() as place:
        results = Folder(Path(place), found.stores().currency.exponent)
        results.results.mkdir()
        plan = Plan(
            job=found,
            fingerprint=found.fingerprint,
            folder=results,
            source=source,
            sample=None,
        )
        for _ in range(ROUNDS):
            loop, paid = bare(carts, found)
            asked, same = answered(carts, found)
            begun = time.process_time()
            parts = [price(task) for task in plan.tasks(plan.left(()))]
            runs.append(time.process_time() - begun)
            loops.append(loop)
            answers.append(asked)
            sums = added(tally for _, tally in parts).sums
            assert paid == same == {side: sums[side]["to_be_paid"] for side in paid}
    gc.unfreeze()
    least = [min(each) / count for each in (loops, answers, runs)]
    over = [
        median(run / other for run, other in zip(runs, others, strict=True)) - 1
        for others in (loops, answers)
    ]
    return Overhead(*least, *over)


def on_spark(file: Path, out: Path, workers: int) -> dict[str, Any]:
    """Run on Spark in this process; return seconds and the digest."""
    from checkout_core.backtest.spark import run_on_spark

    begun = time.monotonic()
    outcome = run_on_spark(job(), file, out, master=f"local[{workers}]")
    return {
        "carts": outcome.tally.rows,
        "seconds": time.monotonic() - begun,
        "digest": outcome.tally.hexadecimal,
    }


def once(file: Path, out: Path, workers: int) -> dict[str, Any]:
    """
    Run in this process; return what it took, and the digest.

    That is seconds, the most memory in MB, and the processor's seconds of the recount.
    """
    begun = time.monotonic()
    outcome = run(job(), file, out, workers=workers)
    seconds = time.monotonic() - begun
    begun = time.process_time()
    check_exact(out / "results", outcome.tally, job().stores().currency.exponent)
    recount = time.process_time() - begun
    # `getrusage` counts for this process what the one that started it had then.
    status = Path("/proc/self/status").read_text()
    own = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    of_one = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {
        "carts": outcome.tally.rows,
        "priced": outcome.priced,
        "seconds": seconds,
        "recount": recount,
        "parent": own,
        "worker": of_one,
        "digest": outcome.tally.hexadecimal,
    }


def alone(file: Path, out: Path, workers: int, *, kill: bool = False) -> dict[str, Any]:
    """Return `once` of a process of its own; with *kill* it ends before it is done."""
    words = ["--file", str(file), "--out", str(out), "--workers", str(workers)]
    command = [sys.executable, "-m", "benchmarks.backtest", *words]
    done = subprocess.run(
        [*command, "--kill"] if kill else command,
        stdout=subprocess.PIPE,
        text=True,
        check=not kill,
    )
    assert done.returncode == (-signal.SIGKILL if kill else 0)
    found: dict[str, Any] = {} if kill else json.loads(done.stdout)
    return found


def killed(file: Path, out: Path, workers: int) -> None:
    """Run, and kill this process when about half of the carts are priced."""

    def report(step: Progress) -> None:
        if step.done * 2 >= step.total:
            os.kill(os.getpid(), signal.SIGKILL)

    run(job(), file, out, workers=workers, progress=report)


# The table ---------------------------------------------------------------------------


def measured(
    cache_: Path, count: int, workers: int, sample: int, *, spark: bool
) -> Iterator[str]:
    """Yield the lines of the table."""
    cost = overhead(cache_, sample)
    yield f"- machine: {processor()}; {build()}"
    yield f"- the bare loop over {sample:,} carts: {cost.bare * 1e6:,.0f} us a cart"
    yield (
        f"- a loop that also takes offers and refusals of both quotes:"
        f" {cost.answered * 1e6:,.0f} us a cart"
    )
    yield (
        f"- a run in one process: {cost.run * 1e6:,.0f} us a cart,"
        f" {100 * cost.over_answered:.1f} % more than that loop and"
        f" {100 * cost.over_bare:.1f} % more than the bare one"
    )
    yield ""
    yield "| carts | seconds | carts a second | us a cart | parent, MB | worker, MB |"
    yield "|--:|--:|--:|--:|--:|--:|"
    found: dict[int, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for each in (count // 100, count // 10, count):
            file = written(cache_, each)
            found[each] = last = alone(file, Path(folder, str(each)), workers)
            assert (each, each) == (last["carts"], last["priced"])
            seconds = last["seconds"]
            yield (
                f"| {each:,} | {seconds:,.1f} | {each / seconds:,.0f} |"
                f" {seconds / each * 1e6:,.0f} | {last['parent']:,.0f} |"
                f" {last['worker']:,.0f} |"
            )
        yield ""
        yield (
            f"- the recount by DuckDB of {count:,}:"
            f" {found[count]['recount'] / count * 1e6:.1f} us a cart"
        )
        # What is ended and taken up, and what Spark prices, is the tenth.
        tenth = count // 10
        file, whole_run = written(cache_, tenth), found[tenth]
        out = Path(folder, "killed")
        alone(file, out, workers, kill=True)
        again = alone(file, out, workers)
        assert again["digest"] == whole_run["digest"]
        assert again["carts"] == tenth
        yield (
            f"- {tenth:,} killed with signal 9 and taken up: {again['priced']:,} carts"
            f" were left, {again['seconds']:,.1f} s; the digest is the same"
        )
        if spark:
            other = on_spark(file, Path(folder, "spark"), workers)
            assert other["digest"] == whole_run["digest"]
            assert other["carts"] == tenth
            yield (
                f"- {tenth:,} on Spark, local[{workers}]: {other['seconds']:,.1f} s,"
                f" {tenth / other['seconds']:,.0f} carts a second;"
                " the digest is the same"
            )


def main(arguments: list[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--carts", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--cache", type=Path, default=_cache())
    parser.add_argument("--spark", action="store_true")
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--kill", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.file:
        if given.kill:
            killed(given.file, given.out, given.workers)
        print(json.dumps(once(given.file, given.out, given.workers)))
        return
    if given.smoke:
        with tempfile.TemporaryDirectory() as folder:
            for line in measured(
                Path(folder), 6_000, given.workers, 100, spark=given.spark
            ):
                print(line, flush=True)
        return
    for line in measured(
        given.cache, given.carts, given.workers, SAMPLE, spark=given.spark
    ):
        print(line, flush=True)


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home, "checkout-core-backtest")


if __name__ == "__main__":
    main()

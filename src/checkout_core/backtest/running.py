# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A back-test on this machine: stored carts priced by processes, part by part.

Promises that memory does not grow with the source, that a run which was ended at any
moment is taken up where it was, and that the answer does not depend on the number of
processes.  Needs `checkout-core[backtest]`.

A process of Python prices on one core, so there are as many processes as cores.  Each
prices a fragment and writes what it comes to; a few fragments wait, and none is read
before one of those is done.
"""

from __future__ import annotations

import gc
import os
import signal
import threading

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from decimal import Decimal
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TypeVar

from attrs import frozen

from checkout_core.backtest.batches import reprice
from checkout_core.backtest.claims import are_shared, has_limits
from checkout_core.backtest.exact import check_exact, explained
from checkout_core.backtest.folder import Folder, facts_of
from checkout_core.backtest.job import Job
from checkout_core.backtest.messages import refuse
from checkout_core.backtest.ordered import in_order
from checkout_core.backtest.sample import check_drawn, share
from checkout_core.backtest.sources import check_apart, source_of
from checkout_core.backtest.tally import Tally, added
from checkout_core.backtest.tasks import Meter, Plan, Progress, Spread, Task
from checkout_core.checks import Validator, expect


T = TypeVar("T")
R = TypeVar("R")

#: The most processes.
MOST = 256
#: The name of the thread that waits for the end of the first process.
WATCH = "checkout-core-backtest"
#: So many fragments wait while others are being priced.
_WAITING = 2


@frozen
class Outcome:
    """
    What a back-test came to.

    Attributes:
        folder: where the results are.
        job: what was compared.
        tally: counts, exact sums and the digest of all rows.
        priced: how many carts this run priced; the others were done before.
    """

    folder: Path
    job: Job
    tally: Tally
    priced: int

    @property
    def change(self) -> int:
        """By how much more is to be paid in the proposed store, in minor units."""
        sums = self.tally.sums
        return sums["proposed"]["to_be_paid"] - sums["base"]["to_be_paid"]

    @property
    def parts(self) -> dict[str, int]:
        """The change of each part of what is to be paid; they add up to `change`."""
        return explained(self.tally)


def run(
    job: Job,
    source: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    workers: int | None = None,
    sample: str | Decimal | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Outcome:
    """
    Price stored carts by both stores of a job, and write the results to a folder.

    Carts that limited offers concern are priced as if one after another, in the order
    of the time at which they were placed: `backtest.limits` says how.

    Called again with the same arguments, it prices what is not done yet.  Processes
    are started afresh and import the program, so a script calls it below
    `if __name__ == "__main__":`.

    Raises `CheckoutError`, its path below `source`, `out`, `workers` or `sample`, for
    a source without carts, a folder of another back-test, a number of processes or a
    share that cannot be, a share that has no carts or carts that use a limit up
    together, another run in the folder, carts that were changed meanwhile, what cannot
    be written, a process that ended, and results that are not exact.

    Args:
        job: the two stores and the moment.
        source: a file of carts or a folder of such files, `.parquet`, or `.jsonl` and
            `.ndjson`, with the columns that `reprice` takes.
        out: the folder for the results; it is made if it is not there.
        workers: how many processes price, 1 for this one alone; by default as many as
            the machine has cores.
        sample: the share of the customers whose carts are priced, above 0 and at most
            1, such as "0.01"; None (the default) for all.
        progress: called with a `Progress` at the begin and after each part.
    """
    expect(job=(job, Job))
    processes = _processes(workers)
    part = share(sample)
    stores = job.stores()
    if part is not None and are_shared(stores):
        raise refuse("sample", "sample_with_limits", sample)
    check_apart(source, out)
    found = source_of(source)
    exponent = stores.currency.exponent
    folder = Folder(Path(out), exponent)
    plan = Plan(
        job=job,
        fingerprint=job.fingerprint,
        folder=folder,
        source=found,
        sample=part,
    )
    meter, pool = Meter(progress), _Pool(processes)
    priced = in_order if has_limits(stores) else _at_once
    with folder.begun(facts_of(job, found.stamp, part, "local")):
        try:
            whole = added(priced(plan, pool.spread, meter))
        finally:
            pool.end()
        check_drawn(part, whole)
        check_exact(folder.results, whole, exponent)
    return Outcome(folder.path, job, whole, meter.carts)


def _processes(workers: int | None) -> int:
    if workers is None:
        return os.cpu_count() or 1
    check = Validator()
    check.count("workers", workers, low=1, high=MOST)
    check.raise_any()
    return workers


def _at_once(plan: Plan, spread: Spread, meter: Meter) -> list[Tally]:
    """Price what is not done, in any order; return what each fragment comes to."""
    done = plan.kept()
    wanted = plan.left(done)
    found = [each.tally for each in done.values()]
    meter.more(plan.size(wanted))
    for number, of_part in spread(price, plan.tasks(wanted), len(wanted)):
        found.append(of_part)
        meter.add(of_part.rows, plan.size([number]))
    return found


def price(task: Task) -> tuple[int, Tally]:
    """Price a fragment, write its results and its manifest, and say what it is."""
    return task.number, task.keep(reprice(task.job, task.carts()))


class _Pool:
    """Processes: started when there is work for several, and kept until `end`."""

    def __init__(self, most: int) -> None:
        """Hold how many there can be."""
        self._most = most
        self._pool: ProcessPoolExecutor | None = None

    def spread(
        self, call: Callable[[T], R], tasks: Iterable[T], count: int
    ) -> Iterator[R]:
        """Yield what *call* returns for each of *count* tasks, as they are done."""
        if self._pool is None:
            if min(self._most, count) <= 1:
                yield from map(call, tasks)
                return
            self._pool = ProcessPoolExecutor(
                self._most, get_context("spawn"), initializer=begin
            )
        waiting: set[Future[R]] = set()
        try:
            for task in tasks:
                waiting.add(self._pool.submit(call, task))
                if len(waiting) >= self._most + _WAITING:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    yield from (each.result() for each in done)
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (each.result() for each in done)
        except BrokenProcessPool:
            raise refuse("workers", "worker_ended", None) from None

    def end(self) -> None:
        """End them; what is being priced is written, what waits is for the next run."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def begin() -> None:
    """Make a process end with the one that started it, and not by the keyboard."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name=WATCH, daemon=True).start()
    # What is imported is there until the end; else each full collection, several for a
    # thousand carts, looks through all of it: a tenth of the time.
    gc.freeze()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


__all__ = ["Outcome", "Progress", "run"]

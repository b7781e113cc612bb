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
import hashlib
import os
import signal
import threading

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from decimal import Decimal
from multiprocessing import get_context, parent_process
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from attrs import frozen

from checkout_core.backtest.batches import reprice
from checkout_core.backtest.columns import schema_of
from checkout_core.backtest.exact import check_exact, explained
from checkout_core.backtest.folder import Folder, Manifest, facts_of
from checkout_core.backtest.job import Job
from checkout_core.backtest.messages import refuse
from checkout_core.backtest.sample import sampled, share
from checkout_core.backtest.sources import Fragment, carts_of, handed, source_of
from checkout_core.backtest.tally import Tally, added, tally
from checkout_core.checks import Validator, expect


#: The most processes.
MOST = 256
#: The name of the thread that waits for the end of the first process.
WATCH = "checkout-core-backtest"
#: So many fragments wait while others are being priced.
_WAITING = 2


@frozen
class Progress:
    """
    How far a run is.

    Attributes:
        carts: how many were priced by this run.
        done: how much of the source this run has priced, in rows or bytes.
        total: how much of it this run has to price, in the same unit.
    """

    carts: int
    done: int
    total: int


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

    Called again with the same arguments, it prices what is not done yet.  Processes
    are started afresh and import the program, so a script calls it below
    `if __name__ == "__main__":`.

    Raises `CheckoutError`, its path below `source`, `out`, `workers` or `sample`, for
    a source without carts, a folder of another back-test, a number of processes or a
    share that cannot be, carts that were changed meanwhile, a process that ended, and
    results that are not exact.

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
    found = source_of(source)
    exponent = job.stores().currency.exponent
    folder = Folder(Path(out), exponent)
    folder.begin(facts_of(job, found.stamp, part, "local"))
    fingerprint = job.fingerprint
    wanted, tallies = [], []
    for number, each in enumerate(found.fragments):
        kept = folder.kept(number, fingerprint, each.as_json(), part)
        if kept is None:
            wanted.append(number)
        else:
            tallies.append(kept.tally)
    report = progress or (lambda _: None)
    total = sum(found.fragments[number].size for number in wanted)
    carts = done = 0
    report(Progress(carts, done, total))
    tasks = (
        Task(
            job=job,
            fingerprint=fingerprint,
            folder=folder,
            number=number,
            place=found.folder,
            fragment=each,
            rows=rows,
            sample=part,
        )
        for number, each, rows in handed(found, frozenset(wanted))
    )
    for number, of_part in _priced(tasks, min(processes, len(wanted))):
        tallies.append(of_part)
        carts += of_part.rows
        done += found.fragments[number].size
        report(Progress(carts, done, total))
    whole = added(tallies)
    check_exact(folder.results, whole, exponent)
    return Outcome(folder.path, job, whole, carts)


def _processes(workers: int | None) -> int:
    if workers is None:
        return os.cpu_count() or 1
    check = Validator()
    check.count("workers", workers, low=1, high=MOST)
    check.raise_any()
    return workers


@frozen(kw_only=True)
class Task:
    """
    A fragment to be priced, with all that a process needs for it.

    Attributes:
        job: the two stores and the moment.
        fingerprint: the job's.
        folder: where the results are written.
        number: the fragment's.
        place: the folder of the source.
        fragment: what is priced.
        rows: its rows, None for a process that reads them where they are.
        sample: the share of the carts, None for all.
    """

    job: Job
    fingerprint: str
    folder: Folder
    number: int
    place: Path
    fragment: Fragment
    rows: bytes | None
    sample: Decimal | None


def price(task: Task) -> tuple[int, Tally]:
    """Price a fragment, write its results and its manifest, and say what it is."""
    carts = (
        sampled(each, task.sample)
        for each in carts_of(task.place, task.fragment, task.rows)
    )
    sink = pa.BufferOutputStream()
    tallies = []
    schema = schema_of(task.folder.exponent)
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        for batch in reprice(task.job, carts):
            tallies.append(tally([batch]))
            writer.write_batch(batch)
    data = sink.getvalue().to_pybytes()
    found = added(tallies)
    sha256 = hashlib.sha256(data).hexdigest()
    source = task.fragment.as_json()
    manifest = Manifest(task.fingerprint, source, task.sample, found, sha256)
    task.folder.keep(task.number, data, manifest)
    return task.number, found


def _priced(tasks: Iterator[Task], processes: int) -> Iterator[tuple[int, Tally]]:
    """Yield what each task comes to, as they are done."""
    if processes <= 1:
        yield from map(price, tasks)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, context, initializer=begin) as pool:
        waiting: set[Future[tuple[int, Tally]]] = set()
        try:
            for task in tasks:
                waiting.add(pool.submit(price, task))
                if len(waiting) >= processes + _WAITING:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    yield from (each.result() for each in done)
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (each.result() for each in done)
        except BrokenProcessPool:
            raise refuse("workers", "worker_ended", None) from None
        finally:
            # What is being priced is written; what waits is left for the next run.
            pool.shutdown(cancel_futures=True)


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

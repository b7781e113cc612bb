# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The plan of a run, its tasks for processes, and how far it is.

Promises that a task can be sent to another process.  Knows no offers.  Needs
`checkout-core[backtest]`.
"""

from __future__ import annotations

import hashlib

from collections.abc import Callable, Collection, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Protocol, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from attrs import frozen

from checkout_core.backtest.columns import schema_of
from checkout_core.backtest.folder import Folder, Manifest
from checkout_core.backtest.job import Job
from checkout_core.backtest.sample import sampled
from checkout_core.backtest.sources import ROWS, Fragment, Source, carts_of, handed
from checkout_core.backtest.tally import Tally, added, tally


T = TypeVar("T")
R = TypeVar("R")


@frozen
class Progress:
    """
    How far a run is.

    Attributes:
        carts: how many were priced by this run.
        done: how much of the source this run has priced, in rows or bytes; what is
            priced again for limited offers counts again.
        total: how much of it this run has to price, as far as that is known, in the
            same unit.
    """

    carts: int
    done: int
    total: int


class Meter:
    """
    Tells how far a run is.

    Attributes:
        carts: how many were priced for the first time.
    """

    def __init__(self, told: Callable[[Progress], None] | None) -> None:
        """Hold what is called with each `Progress`, None for nothing."""
        self.carts = 0
        self._done = 0
        self._total = 0
        self._told = told or (lambda _: None)

    def more(self, size: int) -> None:
        """Note that so many rows or bytes have to be priced in addition."""
        self._total += size
        self.add(0, 0)

    def add(self, carts: int, size: int) -> None:
        """Note that carts were priced, which have so many rows or bytes."""
        self.carts += carts
        self._done += size
        self._told(Progress(self.carts, self._done, self._total))


class Spread(Protocol):
    """What has work done by processes."""

    def __call__(
        self, call: Callable[[T], R], tasks: Iterable[T], count: int, /
    ) -> Iterator[R]:
        """Yield what *call* returns for each of *count* tasks, as they are done."""
        ...


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

    def carts(self) -> Iterator[pa.RecordBatch]:
        """Yield the carts of the fragment that are within the sample."""
        for each in carts_of(self.place, self.fragment, self.rows):
            yield sampled(each, self.sample)

    def keep(self, batches: Iterable[pa.RecordBatch]) -> Tally:
        """Write results and their manifest; return what they come to."""
        sink = pa.BufferOutputStream()
        tallies = []
        schema = schema_of(self.folder.exponent)
        # Without dictionaries a file is a third smaller, and written in less time.
        with pq.ParquetWriter(
            sink, schema, compression="zstd", use_dictionary=False
        ) as writer:
            for group in _groups(batches):
                table = pa.Table.from_batches(group, schema).combine_chunks()
                tallies.append(tally(table.to_batches()))
                writer.write_table(table)
        data = sink.getvalue().to_pybytes()
        found = added(tallies)
        sha256 = hashlib.sha256(data).hexdigest()
        source = self.fragment.as_json()
        manifest = Manifest(self.fingerprint, source, self.sample, found, sha256)
        self.folder.keep(self.number, data, manifest)
        return found


def _groups(batches: Iterable[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    """
    Yield batches by row groups of a file: about so many rows as a fragment has.

    By groups of 1,000 rows each takes half as long again to add up, and twice as long
    to write and to read.
    """
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        held.append(batch)
        rows += batch.num_rows
        if rows >= ROWS:
            yield held
            held, rows = [], 0
    if held:
        yield held


@frozen(kw_only=True)
class Plan:
    """
    What a run prices: everything that its tasks have in common.

    Attributes:
        job: the two stores and the moment.
        fingerprint: the job's.
        folder: where the results are written.
        source: the stored carts.
        sample: the share of the carts, None for all.
    """

    job: Job
    fingerprint: str
    folder: Folder
    source: Source
    sample: Decimal | None

    def kept(self) -> dict[int, Manifest]:
        """Return the manifests of the fragments that are done, by their numbers."""
        found = {}
        for number, each in enumerate(self.source.fragments):
            facts = each.as_json()
            kept = self.folder.kept(number, self.fingerprint, facts, self.sample)
            if kept is not None:
                found[number] = kept
        return found

    def left(self, done: Collection[int]) -> list[int]:
        """Return the numbers of the fragments that are not *done*."""
        return [i for i in range(len(self.source.fragments)) if i not in done]

    def size(self, numbers: Iterable[int]) -> int:
        """Return how many rows or bytes fragments have together."""
        return sum(self.source.fragments[each].size for each in numbers)

    def tasks(self, numbers: Collection[int]) -> Iterator[Task]:
        """Yield the tasks of fragments; each is read when it is asked for."""
        for number, fragment, rows in handed(self.source, frozenset(numbers)):
            yield Task(
                job=self.job,
                fingerprint=self.fingerprint,
                folder=self.folder,
                number=number,
                place=self.source.folder,
                fragment=fragment,
                rows=rows,
                sample=self.sample,
            )


__all__ = ["Meter", "Plan", "Progress", "Spread", "Task"]

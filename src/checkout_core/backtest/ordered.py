# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A back-test of stores whose offers have limits: exact, and on all processes.

Promises the results of a serial run in the order of time, that memory holds no carts
but small tuples of those that limited offers concern, and that a run which was ended at
any moment is taken up where it was.  Needs `checkout-core[backtest]`.

    limits/results/part-00000.*        results with the counters of the stores, as if
                                       no cart came before another
    limits/results/part-00000.claims   what its carts asked of limited offers
    results/part-00000.*               results with the counters that are right
    results/part-00000.counters        those that rows which change were priced with,
                                       where they are not the stores'

First every fragment is priced into `limits`.  Then `limits.settled` finds the counters
that are right, and has some carts priced again, many at a time.  At last each fragment
is written to `results`: as it is, or with the rows that change.  The counters follow
from what is in `limits` and from the source, so a run that ends after any of these
steps is taken up: what has a manifest is not priced again, and the rest comes out the
same.  `limits` is removed when all is done.
"""

from __future__ import annotations

import json
import shutil

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from attrs import evolve

from checkout_core.backtest.batches import baskets, check_engine
from checkout_core.backtest.claims import Claim, Claims, Counters, Entry
from checkout_core.backtest.columns import batch_of, schema_of
from checkout_core.backtest.folder import Folder, write, writing
from checkout_core.backtest.limits import Pair, Request, settled
from checkout_core.backtest.row import Basket, is_changed, repriced
from checkout_core.backtest.sources import picked
from checkout_core.backtest.tally import Tally
from checkout_core.backtest.tasks import Meter, Plan, Spread, Task


def in_order(plan: Plan, spread: Spread, meter: Meter) -> list[Tally]:
    """Price what is not done, as if in order; return what each fragment comes to."""
    done = plan.kept()
    found = [each.tally for each in done.values()]
    left = plan.left(done)
    beside = plan.folder.path / "limits"
    if left:
        folder = Folder(beside, plan.folder.exponent)
        with writing(beside):
            folder.results.mkdir(parents=True, exist_ok=True)
        work = _Work(evolve(plan, folder=folder), spread, meter)
        work.price_first()
        pairs = settled(work.claims(), plan.job.stores(), work.price)
        found += work.written(plan, pairs, left)
    shutil.rmtree(beside, ignore_errors=True)
    return found


class _Work:
    """The steps of a run in order, each done by many processes."""

    def __init__(self, plan: Plan, spread: Spread, meter: Meter) -> None:
        """Hold the plan of what is priced first, and what does the work."""
        self._plan = plan
        self._spread = spread
        self._meter = meter
        self._each = 1

    def price_first(self) -> None:
        """Price every cart with the counters of the stores."""
        plan, meter = self._plan, self._meter
        kept = plan.kept()
        wanted = plan.left(kept)
        meter.more(plan.size(wanted))
        rows = sum(each.tally.rows for each in kept.values())
        for number, found in self._spread(first, plan.tasks(wanted), len(wanted)):
            meter.add(found.rows, plan.size([number]))
            rows += found.rows
        # What a cart weighs that is priced again.
        self._each = plan.size(range(len(plan.source.fragments))) // max(rows, 1)

    def claims(self) -> Iterator[Claim]:
        """Yield what carts asked of limited offers."""
        for number in range(len(self._plan.source.fragments)):
            yield from _read(_claims_of(self._plan.folder, number), number)

    def price(self, requests: Sequence[Request]) -> list[tuple[Entry, ...]]:
        """Answer one round of requests, in their order."""
        asked: dict[int, list[int]] = {}
        for i, each in enumerate(requests):
            asked.setdefault(each.place[0], []).append(i)
        tasks = (
            Again(task, tuple([requests[i] for i in asked[task.number]]))
            for task in self._plan.tasks(asked)
        )
        self._meter.more(self._each * len(requests))
        found: list[tuple[Entry, ...]] = [()] * len(requests)
        for number, answers in self._spread(again, tasks, len(asked)):
            for i, entries in zip(asked[number], answers, strict=True):
                found[i] = entries
            self._meter.add(0, self._each * len(answers))
        return found

    def written(
        self, plan: Plan, pairs: dict[tuple[int, int], Pair], left: Sequence[int]
    ) -> Iterator[Tally]:
        """Write the results that are *left*, with the counters of *pairs*."""
        changed: dict[int, dict[int, Pair]] = {}
        for (number, row), pair in pairs.items():
            changed.setdefault(number, {})[row] = pair
        kept = self._plan.kept()
        for number in left:
            if number not in changed:
                data = self._plan.folder.part(number).read_bytes()
                plan.folder.keep(number, data, kept[number])
                yield kept[number].tally
        wanted = [number for number in left if number in changed]
        self._meter.more(self._each * sum(len(changed[each]) for each in wanted))
        tasks = (
            Final(task, self._plan.folder.part(task.number), changed[task.number])
            for task in plan.tasks(wanted)
        )
        for number, found in self._spread(final, tasks, len(wanted)):
            self._meter.add(0, self._each * len(changed[number]))
            yield found


# What a process does -------------------------------------------------------------


def first(task: Task) -> tuple[int, Tally]:
    """Price a fragment with the counters of the stores, and note what it asks."""
    check_engine(task.job)
    return task.number, task.keep(_noted(task))


def _noted(task: Task) -> Iterator[pa.RecordBatch]:
    """Yield the results of a fragment; what it asks is written before its manifest."""
    stores = task.job.stores()
    claims, row, kept = Claims(stores), 0, []
    for batch in task.carts():
        rows = []
        for basket in baskets(batch, stores):
            priced, claim = claims.first(basket, (task.number, row))
            rows.append(priced)
            if claim is not None:
                kept.append(claim)
            row += 1
        yield batch_of(rows, task.folder.exponent)
    write(_claims_of(task.folder, task.number), _written(kept))


class Again(NamedTuple):
    """Carts of a fragment that are priced with other counters."""

    task: Task
    requests: tuple[Request, ...]


def again(asked: Again) -> tuple[int, list[tuple[Entry, ...]]]:
    """Return what some carts of a fragment ask with other counters."""
    stores = asked.task.job.stores()
    claims = Claims(stores)
    rows = sorted({place[1] for place, _, _ in asked.requests})
    found = dict(zip(rows, _picked(asked.task, rows), strict=True))
    return asked.task.number, [
        claims.again(found[place[1]], side, counters)
        for place, side, counters in asked.requests
    ]


class Final(NamedTuple):
    """A fragment of which some results change: their file, and counters by row."""

    task: Task
    priced: Path
    changed: dict[int, Pair]


def final(asked: Final) -> tuple[int, Tally]:
    """Write the results of a fragment with the counters that are right."""
    task, changed = asked.task, asked.changed
    stores = task.job.stores()
    rows = sorted(changed)
    changes = []
    for row, basket in zip(rows, _picked(task, rows), strict=True):
        base, proposed = [
            None if each is None else each.redemptions(stores.currency)
            for each in changed[row]
        ]
        changes.append(repriced(basket, stores, base, proposed))
    kept = [
        (row, changed[row])
        for row, each in zip(rows, changes, strict=True)
        if is_changed(each)
    ]
    file = _counters_of(task.folder.part(task.number))
    write(file, json.dumps(kept, separators=(",", ":")).encode())
    exponent = task.folder.exponent
    before = pq.ParquetFile(asked.priced).read().cast(schema_of(exponent))
    after = pa.Table.from_batches([batch_of(changes, exponent)])
    order = list(range(before.num_rows))
    for i, row in enumerate(rows):
        order[row] = before.num_rows + i
    whole = pa.concat_tables([before, after]).take(pa.array(order, pa.int64()))
    return task.number, task.keep(whole.to_batches())


def _picked(task: Task, rows: Sequence[int]) -> Iterator[Basket]:
    """Yield the carts of some *rows* of a fragment, which are in order."""
    stores = task.job.stores()
    for batch in picked(task.carts(), rows):
        yield from baskets(batch, stores)


def _counters_of(results: Path) -> Path:
    return results.with_suffix(".counters")


def counters_of(results: Path) -> dict[int, Pair]:
    """Return the counters of rows of a file of *results*, by their places there."""
    file = _counters_of(results)
    if not file.exists():
        return {}
    found: dict[int, Pair] = {}
    for row, pair in json.loads(file.read_bytes()):
        base, proposed = [None if each is None else Counters(*each) for each in pair]
        found[row] = base, proposed
    return found


# What carts asked, in a file ------------------------------------------------------


def _claims_of(folder: Folder, number: int) -> Path:
    return folder.part(number).with_suffix(".claims")


def _written(claims: Iterable[Claim]) -> bytes:
    """Return claims as JSON; their fragment is in the name of the file."""
    return json.dumps(
        [
            [
                each.place[1],
                None if each.placed is None else each.placed.isoformat(),
                each.customer,
                each.own,
                each.sides,
            ]
            for each in claims
        ],
        separators=(",", ":"),
    ).encode()


def _read(file: Path, number: int) -> Iterator[Claim]:
    data: list[Any] = json.loads(file.read_bytes())
    for row, placed, customer, own, sides in data:
        base, proposed = [tuple([Entry(*each) for each in side]) for side in sides]
        yield Claim(
            (number, row),
            None if placed is None else datetime.fromisoformat(placed),
            customer,
            tuple([(name, count) for name, count in own]),
            (base, proposed),
        )


__all__ = ["counters_of", "in_order"]

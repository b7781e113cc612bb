# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What results come to: counts, exact sums of every amount, and a digest of the rows.

Promises that tallies of parts add up to the tally of the whole, whatever the parts and
their order, and that it is read from the columns of results alone, so that results in
memory and results in a file have one tally.  Needs `checkout-core[backtest]`.

Arrow adds decimals up exactly: a million amounts of 28 digits have a sum of 34 digits,
and an Arrow decimal holds 38.
"""

# Arrow makes the functions of `pyarrow.compute` when it is imported, where no type
# checker sees them.
# pyright: reportAttributeAccessIssue=false

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from attrs import frozen

from checkout_core.backtest.columns import in_minor_units
from checkout_core.backtest.digest import MODULUS, digest_of
from checkout_core.ledger.totals import SUMS


#: The parts of results that have sums, and what is summed in each: `row` is the row's
#: own, the others are what a cart comes to in that store.
AMOUNTS: Mapping[str, tuple[str, ...]] = {
    "row": ("expected_to_be_paid",),
    "base": (*SUMS, "saving", "short_amount"),
    "proposed": (*SUMS, "saving", "short_amount"),
}


@frozen(kw_only=True)
class Tally:
    """
    What the rows of results come to.

    Attributes:
        rows: how many there are.
        faulty: how many of them have faults.
        expected: how many say what was paid.
        reproduced: for how many of those today's store gives it.
        faults: how many faults there are of each code.
        sums: by the keys of `AMOUNTS`, every sum in minor units (points are counts).
        digest: of all rows, a number below 2 ** 256.
    """

    rows: int
    faulty: int
    expected: int
    reproduced: int
    faults: Mapping[str, int]
    sums: Mapping[str, Mapping[str, int]]
    digest: int

    @property
    def hexadecimal(self) -> str:
        """The digest as 64 hexadecimal digits."""
        return f"{self.digest:064x}"


#: That of no rows.
NOTHING = Tally(
    rows=0,
    faulty=0,
    expected=0,
    reproduced=0,
    faults={},
    sums={part: dict.fromkeys(names, 0) for part, names in AMOUNTS.items()},
    digest=0,
)


def added(tallies: Iterable[Tally]) -> Tally:
    """
    Return the tally of all rows of several.

    >>> added([]) == NOTHING
    True
    """
    rows = faulty = expected = reproduced = digest = 0
    faults: Counter[str] = Counter()
    sums = {part: dict.fromkeys(names, 0) for part, names in AMOUNTS.items()}
    for each in tallies:
        rows += each.rows
        faulty += each.faulty
        expected += each.expected
        reproduced += each.reproduced
        digest += each.digest
        faults.update(each.faults)
        for part, amounts in each.sums.items():
            for name, amount in amounts.items():
                sums[part][name] += amount
    return Tally(
        rows=rows,
        faulty=faulty,
        expected=expected,
        reproduced=reproduced,
        faults=dict(sorted(faults.items())),
        sums=sums,
        digest=digest % MODULUS,
    )


def tally(batches: Iterable[pa.RecordBatch]) -> Tally:
    """
    Return the tally of results, which have the columns of `columns.schema_of`.

    *batches* are record batches; those of a table are its `to_batches()`.
    """
    return added(map(_of_batch, batches))


def _of_batch(batch: pa.RecordBatch) -> Tally:
    faults = batch.column("faults")
    expected = batch.column("expected_to_be_paid")
    return Tally(
        rows=batch.num_rows,
        faulty=sum(map(bool, faults.value_lengths().to_pylist())),
        expected=batch.num_rows - expected.null_count,
        reproduced=batch.column("reproduced").to_pylist().count(True),
        faults=dict(Counter(_entries(faults).field("code").to_pylist())),
        sums={
            "row": {"expected_to_be_paid": _sum(expected)},
            **{name: _sums(batch.column(name)) for name in ("base", "proposed")},
        },
        digest=digest_of(batch),
    )


def _sums(side: pa.StructArray) -> dict[str, int]:
    """Return each sum of a column of results, `base` or `proposed`."""
    totals = side.field("totals")
    found = {name: _sum(totals.field(name)) for name in SUMS}
    for entries, name in (("offers", "saving"), ("refusals", "short_amount")):
        found[name] = _sum(_entries(side.field(entries)).field(name))
    return found


def _sum(column: pa.Decimal128Array) -> int:
    """Return the sum of decimals in minor units."""
    found = pc.sum(in_minor_units(column)).as_py()
    return 0 if found is None else int(found)


def _entries(column: pa.ListArray) -> pa.StructArray:
    """Return the entries of all lists together."""
    first, last = column.offsets[0].as_py(), column.offsets[-1].as_py()
    return column.values.slice(first, last - first)


__all__ = ["AMOUNTS", "NOTHING", "Tally", "added", "tally"]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What results come to: counts, exact sums of every amount, and a digest of the rows.

Promises that tallies of parts add up to the tally of the whole, whatever the parts and
their order, and that it is read from the columns of results alone, so that results in
memory and results in a file have one tally.  Needs `checkout-core[backtest]`.

The digest is the sum, modulo 2 ** 256, of the SHA-256 of each row's text: JSON without
blanks, in ASCII, a list of the columns in their order, amounts in minor units and the
moment in microseconds since 1970.  A sum does not depend on the order of its parts, as
an exclusive or does not, but two equal rows do not cancel each other.

An Arrow decimal is two words of 64 bits, the lower one first: 129.50 rupees are the
words 12950 and 0, and -0.05 are -5 and -1.  So no Decimal is made for a sum either.
"""

from __future__ import annotations

import hashlib
import json

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pyarrow as pa

from attrs import frozen

from checkout_core.ledger.totals import SUMS


#: The parts of results that have sums, and what is summed in each: `row` is the row's
#: own, the others are what a cart comes to in that store.
AMOUNTS: Mapping[str, tuple[str, ...]] = {
    "row": ("expected_to_be_paid",),
    "base": (*SUMS, "saving", "short_amount"),
    "proposed": (*SUMS, "saving", "short_amount"),
}

_MODULUS = 1 << 256
_MASK = (1 << 64) - 1
_text_of = json.JSONEncoder(separators=(",", ":")).encode


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
        digest=digest % _MODULUS,
    )


def tally(batches: Iterable[pa.RecordBatch]) -> Tally:
    """
    Return the tally of results, which have the columns of `columns.schema_of`.

    *batches* are record batches; those of a table are its `to_batches()`.
    """
    return added(map(_of_batch, batches))


def _of_batch(batch: pa.RecordBatch) -> Tally:
    faults = _entries(batch.column("faults"))
    expected = _ints(batch.column("expected_to_be_paid"))
    reproduced = batch.column("reproduced").to_pylist()
    sides = [_Side.of(batch.column(name)) for name in ("base", "proposed")]
    moments = batch.column("at").cast(pa.timestamp("us", "UTC")).cast(pa.int64())
    rows = zip(
        batch.column("cart_id").to_pylist(),
        moments.to_pylist(),
        batch.column("customer_id").to_pylist(),
        expected,
        faults,
        *[side.rows for side in sides],
        reproduced,
        strict=True,
    )
    digest = 0
    for row in rows:
        text = _text_of(row).encode()
        digest += int.from_bytes(hashlib.sha256(text).digest(), "big")
    codes = Counter(each[1] for one in faults for each in one)
    base, proposed = (side.sums for side in sides)
    return Tally(
        rows=batch.num_rows,
        faulty=sum(map(bool, faults)),
        expected=batch.num_rows - expected.count(None),
        reproduced=reproduced.count(True),
        faults=dict(codes),
        sums={
            "row": {"expected_to_be_paid": _sum(expected)},
            "base": base,
            "proposed": proposed,
        },
        digest=digest % _MODULUS,
    )


@frozen
class _Side:
    """
    What carts come to in one of the stores, as plain values.

    Attributes:
        rows: for each row None, or its totals, offers and refusals.
        sums: of each name of `AMOUNTS`.
    """

    rows: Sequence[Any]
    sums: Mapping[str, int]

    @classmethod
    def of(cls, side: pa.StructArray) -> _Side:
        """Return a column of results, `base` or `proposed`."""
        totals, offers, refusals = (
            side.field(name) for name in ("totals", "offers", "refusals")
        )
        columns = [_ints(totals.field(name)) for name in SUMS]
        rows: list[Any] = list(
            zip(
                zip(*columns, strict=True),
                _entries(offers),
                _entries(refusals),
                strict=True,
            )
        )
        if side.null_count:
            present = side.is_valid().to_pylist()
            rows = [
                row if there else None for row, there in zip(rows, present, strict=True)
            ]
        sums = dict(zip(SUMS, map(_sum, columns), strict=True))
        sums["saving"] = _sum_within(offers, "saving")
        sums["short_amount"] = _sum_within(refusals, "short_amount")
        return cls(rows, sums)


def _ints(column: pa.Decimal128Array) -> list[int | None]:
    """Return decimals as ints of minor units, None for null."""
    size, start = 16 * len(column), 16 * column.offset
    data = memoryview(column.buffers()[1]).cast("B")[start : start + size]
    words = array("q", data.tobytes())
    lows, highs = words[::2].tolist(), words[1::2]
    found: Sequence[int] = lows
    # Amounts from 0 to 92 million billion rupees are their lower word.
    if highs.tobytes().strip(b"\0") or min(lows, default=0) < 0:
        found = [
            (high << 64) | (low & _MASK) for low, high in zip(lows, highs, strict=True)
        ]
    if not column.null_count:
        return [*found]
    present = column.is_valid().to_pylist()
    return [each if there else None for each, there in zip(found, present, strict=True)]


def _sum(column: Sequence[int | None]) -> int:
    return sum(filter(None, column))


def _within(column: pa.ListArray) -> tuple[pa.StructArray, Sequence[int]]:
    """Return the entries of all lists together, and where each list begins and ends."""
    offsets = column.offsets.to_pylist()
    first, last = offsets[0], offsets[-1]
    return column.values.slice(first, last - first), [each - first for each in offsets]


def _entries(column: pa.ListArray) -> list[list[tuple[Any, ...]]]:
    """Return lists of structs as lists of tuples, [] for null."""
    inner, offsets = _within(column)
    if not len(inner):
        return [[] for _ in range(len(column))]
    fields = [inner.field(index) for index in range(inner.type.num_fields)]
    values = [
        _ints(each) if pa.types.is_decimal(each.type) else each.to_pylist()
        for each in fields
    ]
    entries = list(zip(*values, strict=True))
    return [entries[start:end] for start, end in pairwise(offsets)]


def _sum_within(column: pa.ListArray, name: str) -> int:
    return _sum(_ints(_within(column)[0].field(name)))


__all__ = ["AMOUNTS", "NOTHING", "Tally", "added", "tally"]

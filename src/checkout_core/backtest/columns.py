# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The columns of carts and of results, as Arrow types (`checkout-core[backtest]`).

Promises that no amount is a float: totals and savings are `decimal128(28, exponent)`,
points `decimal128(28, 0)`.  Results have one row for each row of carts, in the same
order.

An Arrow decimal is the int of its minor units in two words of 64 bits, the lower one
first.  So a column of ints is written at once, and no Decimal is made: 129.50 rupees
are the words 12950 and 0 in `decimal128(28, 2)`, and -0.05 are -5 and -1.
"""

from __future__ import annotations

import sys

from array import array
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

import pyarrow as pa

from checkout_core.backtest.row import FaultRow, OfferRow, Repriced, Side
from checkout_core.ledger.sheet import RefusedAmount
from checkout_core.ledger.totals import POINTS, SUMS


#: Digits of an amount, before and after the point together.
PRECISION = 28

#: The column of a source of JSON Lines, in place of all others: the text of each row.
LINE = "value"

_TEXT = pa.string()
_FAULTS = pa.list_(pa.struct([(name, _TEXT) for name in FaultRow._fields]))


def schema_of(exponent: int) -> pa.Schema:
    """Return the columns of results in a currency of *exponent* decimals."""
    side = _side_type(exponent)
    return pa.schema(
        [
            pa.field("cart_id", _TEXT),
            pa.field("at", pa.timestamp("us", tz="UTC")),
            pa.field("customer_id", _TEXT),
            pa.field("expected_to_be_paid", pa.decimal128(PRECISION, exponent)),
            pa.field("faults", _FAULTS),
            pa.field("base", side),
            pa.field("proposed", side),
            pa.field("reproduced", pa.bool_()),
        ]
    )


def _total_types(exponent: int) -> list[tuple[str, pa.DataType]]:
    return [
        (name, pa.decimal128(PRECISION, 0 if name in POINTS else exponent))
        for name in SUMS
    ]


def _side_type(exponent: int) -> pa.StructType:
    amount = pa.decimal128(PRECISION, exponent)
    offer = pa.struct(
        [(name, amount if name == "saving" else _TEXT) for name in OfferRow._fields]
    )
    numbers = {"short_units": pa.int64(), "short_amount": amount}
    refusal = pa.struct(
        [(name, numbers.get(name, _TEXT)) for name in RefusedAmount._fields]
    )
    return pa.struct(
        [
            ("totals", pa.struct(_total_types(exponent))),
            ("offers", pa.list_(offer)),
            ("refusals", pa.list_(refusal)),
        ]
    )


def batch_of(rows: Iterable[Repriced], exponent: int) -> pa.RecordBatch:
    """
    Return the results of *rows* as columns, in a currency of *exponent* decimals.

    A row is let go when its values are in the columns: a thousand rows that are held
    would be more than the cache of a processor.
    """
    schema = schema_of(exponent)
    ids: list[str | None] = []
    moments: list[datetime | None] = []
    customers: list[str | None] = []
    expected: list[int | None] = []
    reproduced: list[bool | None] = []
    faults = _Lists()
    base, proposed = _Sides(), _Sides()
    for row in rows:
        ids.append(row.cart_id)
        moments.append(row.at)
        customers.append(row.customer_id)
        expected.append(row.expected)
        faults.add(row.faults)
        base.add(row.base)
        proposed.add(row.proposed)
        reproduced.append(row.reproduced)
    side = schema.field("base").type
    arrays = [
        pa.array(ids, _TEXT),
        pa.array(moments, schema.field("at").type),
        pa.array(customers, _TEXT),
        decimals(expected, schema.field("expected_to_be_paid").type),
        faults.array(_FAULTS),
        base.array(side),
        proposed.array(side),
        pa.array(reproduced, pa.bool_()),
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def decimals(column: Sequence[int | None], kind: pa.Decimal128Type) -> pa.Array:
    """Return ints of minor units (None for null) as decimals of a *kind*."""
    if None not in column:
        return _filled(cast("Sequence[int]", column), kind, None)
    valid = _validity([each is not None for each in column])
    return _filled([each or 0 for each in column], kind, valid)


def _filled(
    column: Sequence[int], kind: pa.Decimal128Type, valid: pa.Buffer | None
) -> pa.Array:
    """Return ints of minor units as decimals, null where they are not *valid*."""
    try:
        lows = array("q", column)
    except OverflowError:
        data = b"".join(
            [each.to_bytes(16, sys.byteorder, signed=True) for each in column]
        )
    else:
        words = array("q", bytes(16 * len(column)))
        words[::2] = lows
        if min(column, default=0) < 0:
            words[1::2] = array("q", [each >> 63 for each in column])
        data = words.tobytes()
    return pa.Array.from_buffers(kind, len(column), [valid, pa.py_buffer(data)])


def in_minor_units(column: pa.Decimal128Array) -> pa.Decimal128Array:
    """Return amounts in minor units: the same words of a decimal without digits."""
    whole = pa.decimal128(column.type.precision, 0)
    return pa.Array.from_buffers(
        whole, len(column), column.buffers(), column.null_count, column.offset
    )


def _validity(present: Sequence[bool]) -> pa.Buffer | None:
    """Return which values are not null, as a buffer of bits; None for all of them."""
    if all(present):
        return None
    bits: pa.Buffer = pa.array(present, pa.bool_()).buffers()[1]
    return bits


class _Lists:
    """Lists of tuples, row by row, which become a column of lists of structs."""

    def __init__(self) -> None:
        """Hold no row yet."""
        self._entries: list[Sequence[Any]] = []
        self._ends = [0]
        self._present: list[bool] = []

    def add(self, entries: Sequence[Sequence[Any]] | None) -> None:
        """Add the list of a row, null for None."""
        self._present.append(entries is not None)
        if entries:
            self._entries += entries
        self._ends.append(len(self._entries))

    def array(self, kind: pa.ListType) -> pa.Array:
        """Return the lists of all rows as a column of a *kind*."""
        fields = list(kind.value_type)
        entries = self._entries
        values = zip(*entries, strict=True) if entries else [()] * len(fields)
        children = [
            decimals(column, field.type)
            if pa.types.is_decimal(field.type)
            else pa.array(column, field.type)
            for field, column in zip(fields, values, strict=True)
        ]
        inner = pa.Array.from_buffers(
            kind.value_type, len(entries), [None], children=children
        )
        ends = pa.array(self._ends, pa.int32()).buffers()[1]
        return pa.Array.from_buffers(
            kind, len(self._present), [_validity(self._present), ends], children=[inner]
        )


_NO_TOTALS = (0,) * len(SUMS)


class _Sides:
    """What carts come to in one of the stores, row by row, which becomes a column."""

    def __init__(self) -> None:
        """Hold no row yet."""
        # The totals of one row after those of another: in words of 64 bits, until one
        # does not fit.
        self._totals: array[int] | list[int] = array("q")
        self._offers = _Lists()
        self._refusals = _Lists()
        self._present: list[bool] = []

    def add(self, side: Side | None) -> None:
        """Add what a cart comes to, null for None."""
        self._present.append(side is not None)
        totals, offers, refusals = (_NO_TOTALS, None, None) if side is None else side
        if isinstance(self._totals, array):
            try:
                self._totals.extend(array("q", totals))
            except OverflowError:
                self._totals = [*self._totals, *totals]
        else:
            self._totals += totals
        self._offers.add(offers)
        self._refusals.add(refusals)

    def array(self, kind: pa.StructType) -> pa.Array:
        """Return all rows as a column of a *kind*."""
        of_totals = kind.field("totals").type
        valid, rows = _validity(self._present), len(self._present)
        amounts = [
            _filled(self._totals[place :: len(SUMS)], field.type, valid)
            for place, field in enumerate(of_totals)
        ]
        children = [
            pa.Array.from_buffers(of_totals, rows, [valid], children=amounts),
            self._offers.array(kind.field("offers").type),
            self._refusals.array(kind.field("refusals").type),
        ]
        return pa.Array.from_buffers(kind, rows, [valid], children=children)


__all__ = [
    "LINE",
    "PRECISION",
    "batch_of",
    "decimals",
    "in_minor_units",
    "schema_of",
]

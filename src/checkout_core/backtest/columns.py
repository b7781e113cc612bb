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


def batch_of(rows: Sequence[Repriced], exponent: int) -> pa.RecordBatch:
    """Return the results of *rows* as columns, in a currency of *exponent* decimals."""
    schema = schema_of(exponent)
    amount = schema.field("expected_to_be_paid").type
    arrays = [
        pa.array([row.cart_id for row in rows], _TEXT),
        pa.array([row.at for row in rows], schema.field("at").type),
        pa.array([row.customer_id for row in rows], _TEXT),
        decimals([row.expected for row in rows], amount),
        _lists([row.faults for row in rows], _FAULTS),
        _sides([row.base for row in rows], exponent),
        _sides([row.proposed for row in rows], exponent),
        pa.array([row.reproduced for row in rows], pa.bool_()),
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def decimals(column: Sequence[int | None], kind: pa.Decimal128Type) -> pa.Array:
    """Return ints of minor units (None for null) as decimals of a *kind*."""
    has_null = None in column
    filled = cast("Sequence[int]", column)
    if has_null:
        filled = [each or 0 for each in column]
    try:
        lows = array("q", filled)
    except OverflowError:
        data = b"".join(
            [each.to_bytes(16, sys.byteorder, signed=True) for each in filled]
        )
    else:
        words = array("q", bytes(16 * len(filled)))
        words[::2] = lows
        if min(filled, default=0) < 0:
            words[1::2] = array("q", [each >> 63 for each in filled])
        data = words.tobytes()
    valid = _validity([each is not None for each in column]) if has_null else None
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


def _structs(
    children: Iterable[pa.Array], kind: pa.StructType, present: Sequence[bool]
) -> pa.Array:
    """Return the *children* side by side, null where not *present*."""
    return pa.Array.from_buffers(
        kind, len(present), [_validity(present)], children=list(children)
    )


def _lists(column: Sequence[Sequence[Any] | None], kind: pa.ListType) -> pa.Array:
    """Return lists of tuples as lists of structs, null for None."""
    entries = [each for one in column if one for each in one]
    offsets, end = [0], 0
    for one in column:
        end += len(one or ())
        offsets.append(end)
    fields = list(kind.value_type)
    values = zip(*entries, strict=True) if entries else [()] * len(fields)
    children = [
        decimals(column, field.type)
        if pa.types.is_decimal(field.type)
        else pa.array(column, field.type)
        for field, column in zip(fields, values, strict=True)
    ]
    inner = _structs(children, kind.value_type, [True] * len(entries))
    present = [one is not None for one in column]
    return pa.Array.from_buffers(
        kind,
        len(column),
        [_validity(present), pa.array(offsets, pa.int32()).buffers()[1]],
        children=[inner],
    )


_NO_TOTALS = (None,) * len(SUMS)


def _sides(column: Sequence[Side | None], exponent: int) -> pa.Array:
    kind = _side_type(exponent)
    present = [side is not None for side in column]
    totals = zip(
        *[_NO_TOTALS if side is None else side.totals for side in column], strict=True
    )
    columns = list(totals) if column else [()] * len(SUMS)
    inner = kind.field("totals").type
    amounts = [
        decimals(values, field.type)
        for field, values in zip(inner, columns, strict=True)
    ]
    return _structs(
        [
            _structs(amounts, inner, present),
            _lists(
                [None if side is None else side.offers for side in column],
                kind.field("offers").type,
            ),
            _lists(
                [None if side is None else side.refusals for side in column],
                kind.field("refusals").type,
            ),
        ],
        kind,
        present,
    )


__all__ = [
    "LINE",
    "PRECISION",
    "batch_of",
    "decimals",
    "in_minor_units",
    "schema_of",
]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Values of Arrow as values of Python.

Promises that no value raises: one that Python has no value for, such as a moment in the
year 290,000, text that is not UTF-8, or a struct with two fields of one name, becomes
an `Unreadable`, which every check of a row refuses.  Knows no prices.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from attrs import frozen


#: What pyarrow raises for such values; an unknown time zone is a KeyError.
_RAISED = (ValueError, OverflowError, KeyError, pa.ArrowException)


@frozen
class Unreadable:
    """
    A value that Python has no value for.

    Attributes:
        kind: the type of the column.
    """

    kind: str


def rows_of(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """Return the rows of a batch as mappings."""
    batch = in_microseconds(batch)
    try:
        rows: list[dict[str, Any]] = batch.to_pylist()
    except _RAISED:
        columns = [values_of(each) for each in batch.columns]
        names = batch.schema.names
        rows = [
            dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)
        ]
    return rows


def values_of(column: pa.Array) -> list[Any]:
    """Return the values of a column."""
    try:
        values: list[Any] = column.to_pylist()
    except _RAISED:
        values = [_value(each) for each in column]
    return values


def _value(scalar: pa.Scalar) -> Any:
    try:
        return scalar.as_py()
    except _RAISED:
        return Unreadable(str(scalar.type))


def in_microseconds(batch: pa.RecordBatch) -> pa.RecordBatch:
    """
    Return a batch whose timestamps have microseconds, as datetimes do.

    What pandas writes has nanoseconds, and of those no datetime can be made.
    """
    schema = pa.schema([(each.name, _coarser(each.type)) for each in batch.schema])
    if schema.types == batch.schema.types:
        return batch
    (found,) = pa.Table.from_batches([batch]).cast(schema, safe=False).to_batches()
    return found


def _coarser(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        return pa.timestamp("us", kind.tz)
    if pa.types.is_struct(kind):
        return pa.struct([(each.name, _coarser(each.type)) for each in _fields(kind)])
    if pa.types.is_list(kind):
        return pa.list_(_coarser(kind.value_type))
    if pa.types.is_large_list(kind):
        return pa.large_list(_coarser(kind.value_type))
    return kind


def _fields(kind: pa.StructType) -> list[pa.Field]:
    return [kind.field(index) for index in range(kind.num_fields)]


__all__ = ["Unreadable", "in_microseconds", "rows_of", "values_of"]

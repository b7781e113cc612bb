# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
r"""
The digest of results: one number for all rows, whatever their order and their parts.

Promises that it is worked out from the values of the columns alone, so that results in
memory, in a file and of another engine have one digest; and that other rows have
another one.  Needs `checkout-core[backtest]`.

It is the sum, modulo 2 ** 256, of the SHA-256 of each row's text.  A sum does not
depend on the order of its parts, as an exclusive or does not, but two equal rows do not
cancel each other.

The text of a row has its values one after another, each with a tab behind it: text
as it is, an amount in minor units, a moment in microseconds since 1970, `true` or
`false`, and `\N` for null.  Of a store that has no price for the row, there is `\A` in
place of its values.  A list has its entries one after another, each with a
line feed behind it, and an entry its values as a row has them.  Within text, backslash,
tab and line feed are written `\\`, `\t` and `\n`, so no text is that of two rows: cart
7 of customer u1, at 1.5 seconds, without what was paid, begins with 7, 1500000, u1 and
`\N`, with tabs between.

Arrow writes the texts column by column, which takes a fifth of what Python takes.
"""

# Arrow makes the functions of `pyarrow.compute` when it is imported, where no type
# checker sees them.
# pyright: reportAttributeAccessIssue=false

from __future__ import annotations

import hashlib

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from checkout_core.backtest.columns import in_minor_units


MODULUS = 1 << 256

_TAB, _NULL, _ABSENT = "\t", r"\N", r"\A"
#: What is written for a character within text; the backslash is the first.
_ESCAPES = (("\\", r"\\"), ("\t", r"\t"), ("\n", r"\n"))


def digest_of(batch: pa.RecordBatch) -> int:
    """
    Return the digest of the rows of a batch, below 2 ** 256.

    >>> rows = [{"cart_id": "a"}, {"cart_id": "b"}]
    >>> turned = pa.RecordBatch.from_pylist(rows[::-1])
    >>> digest_of(pa.RecordBatch.from_pylist(rows)) == digest_of(turned)
    True
    """
    texts = _joined([_texts(column) for column in batch.columns], batch.num_rows)
    whole = sum(
        int.from_bytes(hashlib.sha256(text).digest(), "big")
        for text in texts.cast(pa.binary()).to_pylist()
    )
    return whole % MODULUS


def _joined(columns: Iterable[pa.Array], rows: int) -> pa.Array:
    """Return the texts of *rows* next to each other, each with a tab behind it."""
    end = pa.array([""] * rows, pa.string())
    return pc.binary_join_element_wise(*columns, end, _TAB)


def _texts(column: pa.Array) -> pa.Array:
    """Return the text of each value of a column; none is null."""
    kind = column.type
    if pa.types.is_struct(kind):
        values = _joined(
            [_texts(column.field(index)) for index in range(kind.num_fields)],
            len(column),
        )
        # The values of what is null are not defined.
        return pc.if_else(column.is_valid(), values, _ABSENT)
    if pa.types.is_list(kind):
        return _lists(column)
    texts = _plain(column).cast(pa.string())
    return pc.fill_null(texts, _NULL) if column.null_count else texts


def _plain(column: pa.Array) -> pa.Array:
    """Return a column of text, of whole numbers or of truths, null where it is."""
    kind = column.type
    if pa.types.is_decimal(kind):
        return in_minor_units(column)
    if pa.types.is_timestamp(kind):
        return column.cast(pa.timestamp("us", "UTC")).cast(pa.int64())
    if pa.types.is_string(kind):
        # To look at the bytes takes less time than to replace nothing in each text.
        held = _bytes(column)
        for character, written in _ESCAPES:
            if character.encode() in held:
                column = pc.replace_substring(column, character, written)
    return column


def _bytes(column: pa.StringArray) -> bytes:
    """Return all texts of a column together; a part of a column has its own only."""
    _, ends, data = column.buffers()
    if data is None or not len(column):
        return b""
    places = memoryview(ends).cast("i")
    first, last = places[column.offset], places[column.offset + len(column)]
    held: bytes = data.slice(first, last - first).to_pybytes()
    return held


def _lists(column: pa.ListArray) -> pa.Array:
    """Return the text of each list, that of none where it is null."""
    offsets = column.offsets
    first, last = offsets[0].as_py(), offsets[-1].as_py()
    inner = _texts(column.values.slice(first, last - first))
    ended = pc.binary_join_element_wise(inner, "\n", "")
    from_first = pc.subtract(offsets, pa.scalar(first, offsets.type))
    lists = pa.ListArray.from_arrays(from_first, ended)
    return pc.binary_join(lists, "")


__all__ = ["MODULUS", "digest_of"]

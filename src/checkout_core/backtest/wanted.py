# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A few carts of a source, found again by their ids.

Promises that no more than a piece of the source is held, and that of JSON Lines only
lines are read as JSON that have the text of an id somewhere.  Knows no prices.
"""

from __future__ import annotations

import re

from typing import TYPE_CHECKING, Any

from checkout_core.backtest.columns import LINE
from checkout_core.backtest.sources import carts_of, handed
from checkout_core.backtest.values import rows_of, values_of
from checkout_core.errors import CheckoutError
from checkout_core.wire.text import read_object


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from checkout_core.backtest.sources import Source


#: What is written in JSON as it is, by all programs.
_PLAIN = re.compile(r"[\w.: -]*", re.ASCII).fullmatch


def carts_by_id(source: Source, ids: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of a *source* that have some *ids*."""
    wanted = frozenset(ids)
    if not wanted:
        return
    for _, fragment, rows in handed(source, range(len(source.fragments))):
        for batch in carts_of(source.folder, fragment, rows):
            yield from _rows(batch, wanted)


def _rows(batch: pa.RecordBatch, wanted: frozenset[str]) -> Iterator[Mapping[str, Any]]:
    if batch.schema.names == [LINE]:
        yield from _lines(values_of(batch.column(0)), wanted)
        return
    for i, cart_id in enumerate(values_of(batch.column("cart_id"))):
        if str(cart_id) in wanted:
            yield from rows_of(batch.slice(i, 1))


def _lines(
    lines: Iterable[str | bytes], wanted: frozenset[str]
) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of lines; PHP writes a "/" in an id as an escape, Go a "&"."""
    plain = [each.encode() for each in wanted]
    every = not all(map(_PLAIN, wanted))
    for line in lines:
        data = line if isinstance(line, bytes) else str(line).encode()
        if every or any(each in data for each in plain):
            try:
                row = read_object(line)
            except CheckoutError:
                continue
            if str(row.get("cart_id")) in wanted:
                yield row


__all__ = ["carts_by_id"]

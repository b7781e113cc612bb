# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Where stored carts are read: a file or a folder of Parquet, or of JSON Lines.

Promises that a source is cut into the same fragments each time, by the facts of its
files alone; that memory holds a few fragments and never a file; and that a file without
the columns that are needed is refused before a cart is priced.  Knows no prices.

A folder is read with all folders below it.  What begins with "." or "_" is left out, as
Spark and Hive do: it is about the data.

Rows of Parquet can only be read from the begin of their row group, and one group may
hold a million rows.  So one process reads each group once, in order, and hands pieces
of it to those that price, which takes 250 times as long.  Of JSON Lines only the cuts
are looked for: the ends of lines next to each 4,000,000 bytes.
"""

from __future__ import annotations

import hashlib
import os

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from attrs import frozen

from checkout_core.backtest.columns import LINE
from checkout_core.backtest.messages import refuse, refused
from checkout_core.backtest.row import KEYS
from checkout_core.checks import Validator
from checkout_core.errors import CheckoutError, join
from checkout_core.wire.text import dumps


#: The kinds of sources, by how the names of their files end.
KINDS = {".parquet": "parquet", ".jsonl": "lines", ".ndjson": "lines"}

#: The most rows of Parquet in a fragment.
ROWS = 5_000
#: Rows that are read, or priced, at once.
BATCH = 1_000
#: The bytes of JSON Lines in a fragment, about.
BYTES = 4_000_000

_NEEDED = {"cart_id": "a column of identifiers", "cart": "a column of carts"}


class Fragment(NamedTuple):
    """
    A part of a source that is priced as one.

    Attributes:
        file: the name of the file, below the source's folder.
        bytes: the size of the file.
        modified: when it was written, in nanoseconds since 1970.
        group: the number of the row group, None for JSON Lines.
        first: its first row in that group, or byte in the file; they count from 0.
        end: the row or byte after its last one.
    """

    file: str
    bytes: int
    modified: int
    group: int | None
    first: int
    end: int

    @property
    def size(self) -> int:
        """How many rows or bytes it has."""
        return self.end - self.first

    def as_json(self) -> dict[str, Any]:
        """Return the fragment as plain data, its stamp in a manifest."""
        return self._asdict()


@frozen
class Source:
    """
    Stored carts: the files and how they are cut.

    Attributes:
        kind: `parquet` or `lines`.
        folder: where its files are.
        fragments: its parts, in the order of the files' names.
        stamp: the facts that say whether another source is the same.
    """

    kind: str
    folder: Path
    fragments: tuple[Fragment, ...]
    stamp: dict[str, Any]

    @property
    def size(self) -> int:
        """How many rows (Parquet) or bytes (JSON Lines) it has."""
        return sum(each.size for each in self.fragments)


def source_of(path: str | os.PathLike[str]) -> Source:
    """
    Return the source at a *path*, a file or a folder.

    Raises `CheckoutError` where there are no carts, Parquet as well as JSON Lines,
    another kind of file, or a file of Parquet without the columns that are needed.
    """
    place = Path(path)
    folder = place if place.is_dir() else place.parent
    files = _files(place)
    check = Validator()
    for each in files:
        if each.suffix not in KINDS:
            check.found.append(refused("source", "bad_carts_file", str(each)))
    check.raise_any()
    kinds = {KINDS[each.suffix] for each in files}
    if len(kinds) > 1:
        raise refuse("source", "two_kinds_of_carts", str(place))
    fragments: list[Fragment] = []
    facts: list[tuple[str, int, int]] = []
    for each in files:
        name, found = each.relative_to(folder).as_posix(), each.stat()
        facts.append((name, found.st_size, found.st_mtime_ns))
        cuts = check.within(
            join("source", name), partial(_CUTS[kinds == {"parquet"}], each)
        )
        fragments += [Fragment(*facts[-1], *cut) for cut in cuts or ()]
    check.raise_any()
    if not fragments:
        raise refuse("source", "no_carts", str(place))
    stamp = {
        "files": len(facts),
        "bytes": sum(size for _, size, _ in facts),
        "listing": hashlib.sha256(dumps(facts).encode()).hexdigest(),
    }
    return Source(kinds.pop(), folder, tuple(fragments), stamp)


def check_apart(path: str | os.PathLike[str], out: str | os.PathLike[str]) -> None:
    """Raise a `CheckoutError` if results in *out* would be carts of the source."""
    if is_among(path, out):
        raise refuse("out", "out_among_carts", str(out))


def is_among(path: str | os.PathLike[str], other: str | os.PathLike[str]) -> bool:
    """Return whether what is at *other* would be read as carts of the source."""
    place, found = Path(path).resolve(), Path(other).resolve()
    return (
        place.is_dir()
        and found.is_relative_to(place)
        and not _is_left_out(found.relative_to(place))
    )


def _is_left_out(below: Path) -> bool:
    return any(part[0] in "._" for part in below.parts)


def _files(place: Path) -> list[Path]:
    """Return the files of a source in the order of their names."""
    if place.is_file():
        return [place]
    return sorted(
        each
        for each in place.rglob("*")
        if each.is_file() and not _is_left_out(each.relative_to(place))
    )


#: Where a fragment is in its file: group, first and end.
_Cut: TypeAlias = tuple[int | None, int, int]


def _groups(file: Path) -> list[_Cut]:
    """Return the pieces of the row groups of a file of Parquet."""
    with _parquet(file) as opened:
        _check_columns(opened.schema_arrow.names)
        facts = opened.metadata
        return [
            (group, first, min(first + ROWS, rows))
            for group in range(facts.num_row_groups)
            for rows in [facts.row_group(group).num_rows]
            for first in range(0, rows, ROWS)
        ]


def _parquet(file: Path) -> pq.ParquetFile:
    try:
        # Without this, whole columns of a group are read before their first rows are.
        return pq.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20)
    except (pa.ArrowException, OSError) as error:
        raise _not_parquet("", error) from None


def _not_parquet(path: str, error: Exception) -> CheckoutError:
    why = str(error).partition("\n")[0]
    return refuse(path, "not_parquet", None, why=why)


def _whole(batches: Iterator[pa.RecordBatch], name: str) -> Iterator[pa.RecordBatch]:
    """Yield the batches of a file, whose pages may be broken where its end is not."""
    try:
        yield from batches
    except (pa.ArrowException, OSError) as error:
        raise _not_parquet(join("source", name), error) from None


def _check_columns(names: list[str]) -> None:
    """Raise a `CheckoutError` for columns that no row of carts has."""
    check = Validator()
    if names == [LINE]:
        return
    for name in sorted({name for name in names if names.count(name) > 1}):
        check.add(name, "duplicate_key", None, key=name)
    for name, what in _NEEDED.items():
        if name not in names:
            check.needed(name, None, what)
    check.keys("", dict.fromkeys(names), KEYS)
    check.raise_any()


def _ranges(file: Path) -> list[_Cut]:
    """Return ranges of bytes that end where lines do."""
    size = file.stat().st_size
    ends = [0]
    with file.open("rb") as opened:
        while ends[-1] < size:
            # The byte before may be the end of a line.
            opened.seek(min(ends[-1] + BYTES, size) - 1)
            while not (part := opened.readline(BYTES)).endswith(b"\n"):
                if not part:
                    break
            ends.append(opened.tell())
    return [(None, first, end) for first, end in pairwise(ends)]


_CUTS = {True: _groups, False: _ranges}


# Reading ------------------------------------------------------------------------


def handed(
    source: Source, wanted: Collection[int]
) -> Iterator[tuple[int, Fragment, bytes | None]]:
    """
    Yield the fragments whose numbers are *wanted*, and what is needed to read each.

    That is the rows of Parquet, for a process of its own as an Arrow stream, and None
    for JSON Lines, which `carts_of` reads where they are.
    """
    numbered = [
        (number, each)
        for number, each in enumerate(source.fragments)
        if number in wanted
    ]
    if source.kind == "lines":
        for number, fragment in numbered:
            yield number, fragment, None
        return
    for (name, group), of_group in groupby(numbered, _place):
        with _parquet(source.folder / name) as opened:
            batches = opened.iter_batches(BATCH, row_groups=[group], use_threads=False)
            rows = _Rows(_whole(batches, name))
            for number, fragment in of_group:
                check_unchanged(source.folder, fragment)
                yield (
                    number,
                    fragment,
                    _stream(rows.taken(fragment.first, fragment.end)),
                )


def _place(numbered: tuple[int, Fragment]) -> tuple[str, int | None]:
    """Return the file and the row group of a fragment."""
    return numbered[1].file, numbered[1].group


class _Rows:
    """The rows of a row group, read once from the first to the last."""

    def __init__(self, batches: Iterator[pa.RecordBatch]) -> None:
        self._batches = batches
        self._held: pa.RecordBatch | None = None
        self._at = 0

    def taken(self, first: int, end: int) -> list[pa.RecordBatch]:
        """Return the rows from *first* on; what lies before them is passed over."""
        found = []
        while self._at < end:
            held = next(self._batches) if self._held is None else self._held
            start = min(max(first - self._at, 0), held.num_rows)
            part = held.slice(start, end - self._at - start)
            if part.num_rows:
                found.append(part)
            used = min(held.num_rows, end - self._at)
            self._at += used
            self._held = held.slice(used) if used < held.num_rows else None
        return found


def _stream(batches: list[pa.RecordBatch]) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batches[0].schema) as stream:
        for each in batches:
            stream.write_batch(each)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def carts_of(
    folder: Path, fragment: Fragment, rows: bytes | None
) -> Iterator[pa.RecordBatch]:
    """
    Yield the carts of a *fragment*, as `reprice` takes them.

    *folder* is the source's, *rows* what `handed` gave with the fragment.  Raises
    `CheckoutError` if the file was changed since it was cut.
    """
    if rows is not None:
        with pa.ipc.open_stream(rows) as stream:
            yield from stream
        return
    check_unchanged(folder, fragment)
    with (folder / fragment.file).open("rb") as opened:
        opened.seek(fragment.first)
        lines = opened.read(fragment.size).split(b"\n")
    # As bytes, since text that is not UTF-8 is a fault of its row.
    texts = [each for each in lines if each.strip()]
    for start in range(0, len(texts), BATCH):
        column = pa.array(texts[start : start + BATCH], pa.binary())
        yield pa.RecordBatch.from_arrays([column], [LINE])


def picked(
    batches: Iterable[pa.RecordBatch], rows: Sequence[int]
) -> Iterator[pa.RecordBatch]:
    """Yield some *rows* of batches, counted from 0 over all of them, in order."""
    start = at = 0
    for batch in batches:
        end = start + batch.num_rows
        until = bisect_left(rows, end, at)
        if until > at:
            places = [row - start for row in rows[at:until]]
            yield batch.take(pa.array(places, pa.int64()))
        start, at = end, until
        if at == len(rows):
            return


def check_unchanged(folder: Path, fragment: Fragment) -> None:
    """Raise a `CheckoutError` if a file is another one than was cut, or gone."""
    try:
        facts = (folder / fragment.file).stat()
    except FileNotFoundError:
        raise refuse("source", "carts_changed", fragment.file) from None
    if (facts.st_size, facts.st_mtime_ns) != (fragment.bytes, fragment.modified):
        raise refuse("source", "carts_changed", fragment.file)


__all__ = [
    "KINDS",
    "Fragment",
    "Source",
    "carts_of",
    "check_apart",
    "handed",
    "is_among",
    "picked",
    "source_of",
]

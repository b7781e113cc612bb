# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Files and folders of carts: how they are cut, read, and refused."""

from __future__ import annotations

import os

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core import CheckoutError
from tests.factories.backtest import as_columns, as_lines, as_parquet, rows


pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")

from checkout_core.backtest import sources  # noqa: E402 - it needs pyarrow
from checkout_core.backtest.sources import (  # noqa: E402 - likewise
    carts_of,
    handed,
    source_of,
)
from checkout_core.backtest.values import in_microseconds  # noqa: E402 - likewise


if TYPE_CHECKING:
    from collections.abc import Iterable


def faults(path: Path) -> list[tuple[str, str]]:
    """Return path and code of each fault of a source."""
    with pytest.raises(CheckoutError) as caught:
        source_of(path)
    return [(each.path, each.code) for each in caught.value.faults]


def read(path: Path, wanted: Iterable[int] | None = None) -> list[Any]:
    """Return all carts of a source, or those of the *wanted* fragments."""
    source = source_of(path)
    numbers = range(len(source.fragments)) if wanted is None else wanted
    return [
        each
        for _, fragment, data in handed(source, frozenset(numbers))
        for batch in carts_of(source.folder, fragment, data)
        for each in batch.to_pylist()
    ]


def ids(path: Path, wanted: Iterable[int] | None = None) -> list[str]:
    """Return the ids of the carts that `read` returns."""
    return [each["cart_id"] for each in read(path, wanted)]


# Cuts --------------------------------------------------------------------------------


def test_lines_are_cut_where_they_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """About every 10 bytes, and never within a line; the last one may be open."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'{"a":1}\n\n  \n{"a":22}\r\n' + b"x" * 30 + b'\n{"a":3}')
    monkeypatch.setattr(sources, "BYTES", 10)
    monkeypatch.setattr(sources, "BATCH", 1)
    cuts = [(each.first, each.end) for each in source_of(file).fragments]

    assert [(0, 12), (12, 22), (22, 53), (53, 60)] == cuts
    assert [b'{"a":1}', b'{"a":22}\r', b"x" * 30, b'{"a":3}'] == [
        each["value"] for each in read(file)
    ]


def test_rows_are_cut_within_their_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Groups of 12, 12 and 1 rows in pieces of 5, read in batches of 2."""
    file = as_parquet(tmp_path / "a.parquet", rows(25), group=12)
    monkeypatch.setattr(sources, "ROWS", 5)
    monkeypatch.setattr(sources, "BATCH", 2)
    cuts = [(each.group, each.first, each.end) for each in source_of(file).fragments]

    assert [
        (0, 0, 5),
        (0, 5, 10),
        (0, 10, 12),
        (1, 0, 5),
        (1, 5, 10),
        (1, 10, 12),
        (2, 0, 1),
    ] == cuts
    assert [f"c{number}" for number in range(25)] == ids(file)
    assert ["c10", "c11", "c17", "c18", "c19", "c20", "c21"] == ids(file, [2, 4])


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    """With all folders below it; what begins with a point or underscore is no data."""
    (tmp_path / "day=2").mkdir()
    (tmp_path / "_temporary").mkdir()
    as_lines(tmp_path / "day=2" / "b.ndjson", rows(1))
    as_lines(tmp_path / "a.jsonl", rows(1))
    as_lines(tmp_path / "_temporary" / "c.jsonl", rows(1))
    (tmp_path / "_SUCCESS").write_bytes(b"")
    (tmp_path / ".a.crc").write_bytes(b"")
    source = source_of(tmp_path)

    assert ["a.jsonl", "day=2/b.ndjson"] == [each.file for each in source.fragments]
    assert ("lines", 2) == (source.kind, source.stamp["files"])
    assert source.size == source.stamp["bytes"]


def test_a_stamp_changes_with_its_files(tmp_path: Path) -> None:
    """With the name, the size and the time of each."""
    file = as_lines(tmp_path / "a.jsonl", rows(1))
    stamps = [source_of(tmp_path).stamp]
    os.utime(file, ns=(1, 1))
    stamps.append(source_of(tmp_path).stamp)
    file.rename(tmp_path / "b.jsonl")
    stamps.append(source_of(tmp_path).stamp)

    assert 3 == len({each["listing"] for each in stamps})
    assert stamps[-1] == source_of(tmp_path / "b.jsonl").stamp


def test_a_broken_page(tmp_path: Path) -> None:
    """The end of the file says what it has, and is whole; its rows are not."""
    file = tmp_path / "carts.parquet"
    pq.write_table(pa.Table.from_pylist(as_columns(rows(50))), file)
    data = bytearray(file.read_bytes())
    data[4:200] = bytes(196)
    file.write_bytes(data)
    source = source_of(file)

    with pytest.raises(CheckoutError) as caught:
        list(handed(source, frozenset([0])))
    (fault,) = caught.value.faults
    assert ("source.carts.parquet", "not_parquet") == (fault.path, fault.code)


def test_nanoseconds_of_pandas(tmp_path: Path) -> None:
    """They are cut to microseconds, also within structs and lists."""
    nanoseconds = 1_796_000_000_123_456_789
    moment = pa.array([nanoseconds], pa.timestamp("ns", "UTC"))
    inner = pa.StructArray.from_arrays([moment], ["expires_at"])
    listed = pa.ListArray.from_arrays(pa.array([0, 1], pa.int32()), inner)
    large = listed.cast(pa.large_list(inner.type))
    batch = pa.RecordBatch.from_arrays(
        [moment, inner, listed, large], ["placed_at", "cart", "more", "most"]
    )
    expected = datetime.fromtimestamp(1_796_000_000, UTC).replace(microsecond=123_456)

    assert [
        {
            "placed_at": expected,
            "cart": {"expires_at": expected},
            "more": [{"expires_at": expected}],
            "most": [{"expires_at": expected}],
        }
    ] == in_microseconds(batch).to_pylist()


# What is refused ---------------------------------------------------------------------


def test_where_no_carts_are(tmp_path: Path) -> None:
    """No such file, an empty folder, a file without a row."""
    empty = tmp_path / "empty.jsonl"
    empty.write_bytes(b"")
    (tmp_path / "folder").mkdir()

    for path in (tmp_path / "nowhere", tmp_path / "folder", empty):
        assert [("source", "no_carts")] == faults(path)
    pq.write_table(
        pa.table({"cart_id": [], "cart": []}), tmp_path / "folder" / "a.parquet"
    )
    assert [("source", "no_carts")] == faults(tmp_path / "folder")


def test_one_kind_of_file(tmp_path: Path) -> None:
    """Carts of another kind are refused, and two kinds in one folder."""
    as_lines(tmp_path / "a.jsonl", rows(1))
    as_parquet(tmp_path / "b.parquet", rows(1))

    assert [("source", "two_kinds_of_carts")] == faults(tmp_path)
    (tmp_path / "c.csv").write_bytes(b"")
    (tmp_path / "d.jsonl.gz").write_bytes(b"")
    assert [("source", "bad_carts_file")] * 2 == faults(tmp_path)


def test_a_file_that_is_no_parquet(tmp_path: Path) -> None:
    """The library's reason is in the message."""
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and no more")

    assert [("source.a.parquet", "not_parquet")] == faults(tmp_path)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["value"], []),
        (["cart_id"], [("cart", "required")]),
        (["value", "id"], [("cart_id", "required"), ("cart", "required")]),
        (["cart_id", "cart", "placed_At"], [("placed_At", "unknown_key")]),
        (["cart_id", "cart", "cart"], [("cart", "duplicate_key")]),
    ],
)
def test_columns(
    tmp_path: Path, names: list[str], expected: list[tuple[str, str]]
) -> None:
    """Those that are missing, unknown or twice there are faults before any price."""
    table = pa.table([pa.array(["x"])] * len(names), names=names)
    pq.write_table(table, tmp_path / "a.parquet")
    if not expected:
        assert [{"value": "x"}] == read(tmp_path)
        return
    found = faults(tmp_path)

    assert expected == [
        (path.removeprefix("source.a.parquet."), code)
        for path, code in found
        if "value" not in path and not path.endswith(".id")
    ]


@pytest.mark.parametrize(
    ("name", "without"), [("a.jsonl", "carts_changed"), ("a.parquet", "not_parquet")]
)
def test_carts_that_are_changed_meanwhile(
    tmp_path: Path, name: str, without: str
) -> None:
    """A fragment would be of another file than was cut, or of none."""
    write = as_lines if name == "a.jsonl" else as_parquet
    file = write(tmp_path / name, rows(1))
    source = source_of(file)

    def read_all() -> None:
        for _, fragment, data in handed(source, {0}):
            list(carts_of(source.folder, fragment, data))

    write(file, rows(2))
    with pytest.raises(CheckoutError) as caught:
        read_all()
    file.unlink()
    with pytest.raises(CheckoutError) as gone:
        read_all()
    assert ["carts_changed", without] == [
        each.code for each in (*caught.value.faults, *gone.value.faults)
    ]

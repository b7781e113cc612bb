# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Values that Python, or the results, have no value for: faults of their rows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from checkout_core import CheckoutError
from checkout_core.backtest import Job
from tests.factories.backtest import NEXT, TODAY, as_columns, rows


pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")

from checkout_core.backtest import reprice  # noqa: E402 - it needs pyarrow
from checkout_core.backtest.sample import sampled  # noqa: E402 - likewise
from checkout_core.backtest.sources import source_of  # noqa: E402 - likewise
from checkout_core.backtest.values import (  # noqa: E402 - likewise
    Unreadable,
    values_of,
)
from checkout_core.backtest.wanted import carts_by_id  # noqa: E402 - likewise


JOB = Job(TODAY, NEXT)


def moments(values: list[int], unit: str = "us", zone: str = "UTC") -> Any:
    """Return a column of moments, in units since 1970."""
    return pa.array(values, pa.timestamp(unit, zone))


def texts(*values: bytes) -> Any:
    """Return a column of text with any bytes."""
    return pa.array(values, pa.binary()).view(pa.string())


def two_of_one_name() -> Any:
    """Return a column of structs with two fields of one name."""
    return pa.StructArray.from_arrays([pa.array(["INR"])] * 2, ["currency"] * 2)


def carts(count: int = 1, **columns: Any) -> Any:
    """Return a batch of carts in which some columns are others."""
    batch = pa.RecordBatch.from_pylist(as_columns(rows(count)))
    given = {name: batch.column(name) for name in batch.schema.names}
    return pa.RecordBatch.from_pydict({**given, **columns})


def faults(batch: Any) -> list[list[str]]:
    """Return path and code of the faults of each row."""
    (found,) = reprice(JOB, [batch])
    return [
        [f"{each['path']}: {each['code']}" for each in row["faults"]]
        for row in found.to_pylist()
    ]


@pytest.mark.parametrize(
    "column",
    [
        moments([9 * 10**18]),
        moments([-9 * 10**18]),
        moments([9 * 10**15], "s"),
        moments([0], "us", "Mars/Olympus"),
        pa.array([2**31 - 1], pa.int32()).cast(pa.date32()),
        texts(b"\xff"),
    ],
    ids=["too late", "too early", "far too late", "no zone", "a day", "no UTF-8"],
)
def test_moments(column: Any) -> None:
    """One that no datetime can be; the year 9999 is the last one."""
    assert [["placed_at: bad_time"]] == faults(carts(placed_at=column))


def test_other_columns() -> None:
    """Text that is not UTF-8, and a cart that no mapping can be."""
    assert [["cart_id: wrong_type"]] == faults(carts(cart_id=texts(b"\xff")))
    assert [["cart: wrong_type"]] == faults(carts(cart=two_of_one_name()))
    lines = pa.RecordBatch.from_pydict({"value": texts(b"\xff", b"{")})
    assert [[": wrong_type"], [": not_json"]] == faults(lines)


def test_the_row_beside_is_priced() -> None:
    """One value is refused, not its column."""
    first, second = values_of(moments([0, 9 * 10**18]))

    assert 1970 == first.year
    assert Unreadable("timestamp[us, tz=UTC]") == second
    assert [[], ["placed_at: bad_time"]] == faults(
        carts(2, placed_at=moments([1_790_000_000_000_000, 9 * 10**18]))
    )


def test_nanoseconds_of_a_batch() -> None:
    """As pandas writes them; a cluster hands batches over as they are."""
    nanoseconds = moments([1_790_000_000_123_456_789], "ns")
    (found,) = reprice(JOB, [carts(placed_at=nanoseconds)])

    assert [1_790_000_000_123_456] == found.column("at").cast(pa.int64()).to_pylist()


def test_it_is_drawn_and_found(tmp_path: Path) -> None:
    """A sample and the search for ids pass over it."""
    batch = carts(3, cart_id=texts(b"\xff", b"x", b"\xfe"))
    pq.write_table(pa.Table.from_batches([batch]), tmp_path / "carts.parquet")
    found = carts_by_id(source_of(tmp_path), ["x"])

    assert 3 >= sampled(batch, Decimal("0.5")).num_rows
    assert ["x"] == [each["cart_id"] for each in found]


def test_half_of_a_pair() -> None:
    """A lone surrogate is no UTF-8: the row is kept, with a mark in its place."""
    line = b'{"cart_id": "a\\ud800", "cart": {"currency": "INR"}}'
    (found,) = reprice(JOB, [pa.RecordBatch.from_pydict({"value": [line]})])
    (row,) = found.to_pylist()

    assert "a?" == row["cart_id"]
    assert "control_character" == row["faults"][0]["code"]


@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00+05:30", "9999-12-31T23:59:59-05:00"]
)
def test_moments_in_no_year_of_utc(at: str) -> None:
    """Programs write the first one for "no time"."""
    assert [["placed_at: bad_time"]] == faults(carts(placed_at=pa.array([at])))
    with pytest.raises(CheckoutError, match=r"^at: this is not a date and time"):
        Job(TODAY, NEXT, at=at)

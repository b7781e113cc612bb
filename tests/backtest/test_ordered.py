# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Limits in a run over files: a serial run's rows, however it was cut and ended."""

from __future__ import annotations

import json

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checkout_core import CheckoutError, Store, coupon, dumps, promotion
from checkout_core.backtest.columns import batch_of
from checkout_core.backtest.job import Job
from checkout_core.backtest.row import read_row
from checkout_core.offers import amount_off, percentage_off
from checkout_core.wire import write_store
from tests.backtest.serial import serial


pa = pytest.importorskip("pyarrow", reason="needs checkout-core[backtest]")
pq = pytest.importorskip("pyarrow.parquet", reason="needs checkout-core[backtest]")
pytest.importorskip("duckdb", reason="needs checkout-core[backtest]")

from checkout_core.backtest import ordered, running, sources  # noqa: E402
from checkout_core.backtest.tasks import Progress  # noqa: E402


BASE = Store(
    "INR",
    promotions=[
        promotion("ten", percentage_off(10), redemption_limits={"total_redemptions": 9})
    ],
)
PROPOSED = Store(
    "INR",
    promotions=[
        promotion("ten", percentage_off(10), budget="99.99"),
        promotion(
            "once",
            amount_off(5),
            redemption_limits={"per_customer_redemptions": 1},
        ),
    ],
    coupons=[
        coupon(
            "half",
            percentage_off(50),
            ["HALF"],
            redemption_limits={"total_redemptions": 3},
        )
    ],
)


def cart(number: int) -> dict[str, Any]:
    """Return a row; the times go backwards, and each seventh has no placed cart."""
    line = {
        "product_id": "p",
        "category_ids": [],
        "quantity": 1,
        "selling_price": f"{50 + number * 37 % 90}.00",
        "tax_rate": "0",
    }
    found: dict[str, Any] = {"currency": "INR", "cart_items": [line]}
    if number % 3 == 0:
        found["coupon_code"] = "HALF"
    if number % 7 == 6:
        found = {"currency": "INR"}
    return {
        "cart_id": f"c{number}",
        "placed_at": f"2026-11-22T12:{59 - number // 2:02}:00+05:30",
        "cart": json.dumps(found),
        "customer": json.dumps({"id": f"who{number % 5}"}) if number % 2 else None,
    }


ROWS = [cart(number) for number in range(40)]
JOB = Job(dumps(write_store(BASE)), dumps(write_store(PROPOSED)))


def expected() -> Any:
    """Return the results of a serial run, as a table."""
    stores = JOB.stores()
    rows = serial([read_row(each, stores) for each in ROWS], stores)
    return pa.Table.from_batches([batch_of(rows, 2)])


def read(out: Path) -> Any:
    """Return all results of a folder."""
    files = sorted((out / "results").glob("*.parquet"))
    return pa.concat_tables([pq.ParquetFile(each).read() for each in files])


@pytest.fixture(params=["lines", "parquet"])
def source(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: Any) -> Path:
    """Return carts in many fragments."""
    if request.param == "lines":
        monkeypatch.setattr(sources, "BYTES", 3_000)
        file = tmp_path / "carts.jsonl"
        file.write_text("".join(f"{json.dumps(each)}\n" for each in ROWS))
        return file
    monkeypatch.setattr(sources, "ROWS", 10)
    monkeypatch.setattr(sources, "BATCH", 3)
    file = tmp_path / "carts.parquet"
    pq.write_table(pa.Table.from_pylist(ROWS), file, row_group_size=20)
    return file


def test_rows_are_those_of_a_serial_run(source: Path, tmp_path: Path) -> None:
    """Whatever the fragments; and what was priced first is gone in the end."""
    out, told = tmp_path / "out", list[Progress]()
    found = running.run(JOB, source, out, workers=1, progress=told.append)

    assert expected().to_pylist() == read(out).to_pylist()
    # Without the right counters none of these is refused.
    assert 5 < sum(
        each["code"].endswith("limit_reached")
        for side in read(out)["proposed"].to_pylist()
        for each in (side["refusals"] if side else ())
    )
    assert (40, 40) == (found.priced, found.tally.rows)
    assert [".lock", "job.json", "results"] == sorted(
        each.name for each in out.iterdir()
    )
    assert told[-1].done == told[-1].total


def test_another_process_does_the_same(source: Path, tmp_path: Path) -> None:
    """Requests and counters are sent to processes."""
    one = running.run(JOB, source, tmp_path / "one", workers=1)
    two = running.run(JOB, source, tmp_path / "two", workers=2)

    assert one.tally == two.tally


class Ended(Exception):  # noqa: N818 - it is no error
    """A run that is ended."""


@pytest.mark.parametrize("step", ["first", "again", "final"])
@pytest.mark.parametrize("after", [0, 1])
def test_a_run_that_was_ended_is_taken_up(
    source: Path, tmp_path: Path, monkeypatch: Any, step: str, after: int
) -> None:
    """In each of its steps; what is done is not priced again."""
    whole = getattr(ordered, step)
    calls: Iterator[int] = iter(range(1_000))

    def ends(task: Any) -> Any:
        if next(calls) == after:
            raise Ended
        return whole(task)

    out = tmp_path / "out"
    with monkeypatch.context() as patched:
        patched.setattr(ordered, step, ends)
        with pytest.raises(Ended):
            running.run(JOB, source, out, workers=1)
    found = running.run(JOB, source, out, workers=1)

    assert expected().to_pylist() == read(out).to_pylist()
    assert (found.priced == 0) == (step != "first")
    assert 0 == running.run(JOB, source, out, workers=1).priced


def test_a_sample_does_not_use_a_limit_up(tmp_path: Path) -> None:
    """So it is refused, but not where each customer has a limit of their own."""
    file = tmp_path / "carts.jsonl"
    file.write_text("".join(f"{json.dumps(each)}\n" for each in ROWS))
    nothing = dumps(write_store(Store("INR")))
    own = dumps(
        write_store(PROPOSED.changed(coupons=[], promotions=PROPOSED.promotions[1:]))
    )

    with pytest.raises(CheckoutError) as refused:
        running.run(JOB, file, tmp_path / "out", workers=1, sample="0.5")
    found = running.run(
        Job(nothing, own), file, tmp_path / "out", workers=1, sample="0.5"
    )

    assert [("sample", "sample_with_limits")] == [
        (each.path, each.code) for each in refused.value.faults
    ]
    assert 0 < found.tally.rows < 40

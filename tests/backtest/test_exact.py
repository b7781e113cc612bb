# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The files of results are what was priced, to the last paisa, or the run fails."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from attrs import evolve

from checkout_core import CheckoutError
from checkout_core.ledger.totals import SUMS
from tests.factories.backtest import JOB, as_columns, rows


if TYPE_CHECKING:
    from pathlib import Path

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
pytest.importorskip("duckdb", reason="duckdb is not installed")

from checkout_core.backtest import reprice  # noqa: E402 - it needs pyarrow
from checkout_core.backtest.columns import batch_of  # noqa: E402 - likewise
from checkout_core.backtest.exact import (  # noqa: E402 - it needs duckdb
    PARTS,
    check_exact,
    explained,
)
from checkout_core.backtest.row import Repriced, Side  # noqa: E402 - it needs pyarrow
from checkout_core.backtest.tally import Tally, tally  # noqa: E402 - likewise


def written(folder: Path, *batches: Any) -> Tally:
    """Write each batch to a file; return their tally."""
    for number, each in enumerate(batches):
        table = pa.Table.from_batches([each])
        pq.write_table(table, folder / f"part-{number:05}.parquet")
    return tally(batches)


def unlike(folder: Path, found: Tally) -> list[str]:
    """Return the messages of what differs."""
    with pytest.raises(CheckoutError) as caught:
        check_exact(folder, found, 2)
    assert {("out", "results_differ")} == {
        (each.path, each.code) for each in caught.value.faults
    }
    return [str(each) for each in caught.value.faults]


def test_what_is_to_be_paid_is_the_sum_of_its_parts() -> None:
    """By the rows that each total adds up, so it holds of every quote."""
    parts: Counter[str] = Counter()
    for name, sign in PARTS.items():
        for kind, of_kind in SUMS[name]:
            parts[kind] += sign * of_kind

    assert dict(SUMS["to_be_paid"]) == {
        kind: sign for kind, sign in parts.items() if sign
    }


def test_results_are_exact(tmp_path: Path) -> None:
    """In two files, one of them with rows that have faults only."""
    broken = [{**each, "cart": "{"} for each in rows(3)]
    whole = written(
        tmp_path,
        *reprice(
            JOB,
            [
                pa.RecordBatch.from_pylist(as_columns(rows(30))),
                pa.RecordBatch.from_pylist(as_columns(broken)),
            ],
        ),
    )

    check_exact(tmp_path, whole, 2)


def test_a_sum_that_differs(tmp_path: Path) -> None:
    """By a paisa, or by a row; each is named with both figures."""
    whole = written(
        tmp_path, *reprice(JOB, [pa.RecordBatch.from_pylist(as_columns(rows(1)))])
    )
    more = {**whole.sums["base"], "to_be_paid": whole.sums["base"]["to_be_paid"] + 1}
    other = evolve(whole, rows=2, sums={**whole.sums, "base": more})

    start = "out: the files of results and their manifests differ in "
    end = "; give a new folder and run again"
    assert [
        f"{start}rows, which should be 2{end} (got 1)",
        f"{start}base.to_be_paid, which should be 31861{end} (got 31860)",
    ] == unlike(tmp_path, other)


@pytest.mark.parametrize("stray", [b"", b"PAR1 and more", b"PAR1" * 20])
def test_a_file_that_cannot_be_read(stray: bytes, tmp_path: Path) -> None:
    """It is no result, and the folder has it."""
    whole = written(
        tmp_path, *reprice(JOB, [pa.RecordBatch.from_pylist(as_columns(rows(1)))])
    )
    (tmp_path / "stray.parquet").write_bytes(stray)

    with pytest.raises(CheckoutError, match=r"stray\.parquet.*take away") as caught:
        check_exact(tmp_path, whole, 2)
    assert ["results_unreadable"] == [each.code for each in caught.value.faults]


def test_a_file_of_other_columns(tmp_path: Path) -> None:
    """It is Parquet, and of no results."""
    whole = written(
        tmp_path, *reprice(JOB, [pa.RecordBatch.from_pylist(as_columns(rows(1)))])
    )
    pq.write_table(pa.table({"a": [1]}), tmp_path / "a.parquet")

    with pytest.raises(CheckoutError) as caught:
        check_exact(tmp_path, whole, 2)
    assert ["results_unreadable"] == [each.code for each in caught.value.faults]


def test_a_row_that_does_not_add_up(tmp_path: Path) -> None:
    """Though both sums agree: one row has a paisa more, another one less."""
    names = list(SUMS)

    def row(paid: int) -> Repriced:
        totals = [0] * len(names)
        totals[names.index("subtotal")] = 100
        totals[names.index("to_be_paid")] = paid
        side = Side(tuple(totals), [], [])
        return Repriced("c", None, None, None, (), side, side, None)

    found = written(tmp_path, batch_of([row(99), row(100), row(101)], 2))

    assert 2 == len(unlike(tmp_path, found))
    assert (
        "base: rows that do not add up, which should be 0" in unlike(tmp_path, found)[0]
    )


def test_a_change_is_explained_by_its_parts() -> None:
    """
    Ten percent off become 50.00 off from 500.00 on, of shirts at 300.00 with 18 % tax.

    One shirt: 270.00 become 300.00.  Five: 1,350.00 become 1,450.00.
    """
    (batch,) = reprice(
        JOB, [pa.RecordBatch.from_pylist(as_columns([rows(5)[0], rows(5)[4]]))]
    )
    found = tally([batch])
    parts = {name: change for name, change in explained(found).items() if change}

    # The discounts of 30.00 and 150.00 go, that of 50.00 comes.
    assert {
        "promotion_discount_amount": 18000,
        "coupon_discount_amount": -5000,
        "item_total_tax": 2340,
    } == parts
    before, after = (found.sums[side]["to_be_paid"] for side in ("base", "proposed"))
    assert after - before == sum(parts.values())

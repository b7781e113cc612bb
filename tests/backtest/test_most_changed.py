# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What differs in the most changed carts: priced again as the run priced them."""

from __future__ import annotations

import shutil

from pathlib import Path
from typing import Any

import pytest

from checkout_core.backtest import Job
from tests.factories.ten_carts import JOB, ROWS, row, write_carts, write_results


pa = pytest.importorskip("pyarrow", reason="needs checkout-core[backtest]")
pq = pytest.importorskip("pyarrow.parquet", reason="needs checkout-core[backtest]")
pytest.importorskip("duckdb", reason="needs checkout-core[backtest]")

from checkout_core.backtest import (  # noqa: E402
    differences_of,
    most_changed,
    run,
    sources,
    summary,
)
from checkout_core.backtest.row import is_changed, read_row, repriced  # noqa: E402
from tests.backtest import test_ordered as limited  # noqa: E402


#: The ten carts that change, the most first.
CHANGED = ["c10", "c05", "c04", "c09", "c03", "c07", "c02"]


def found_of(job: Job, source: Path, folder: Path) -> list[str]:
    """Return the ids of the carts whose difference is told, the most changed first."""
    found = summary(folder, job)
    told = differences_of(found, job, source, folder)
    return [each.cart_id for each in found.most if each in told]


def totals(quote: Any) -> dict[str, int]:
    """Return every total of a quote, in minor units."""
    return dict(quote.sheet.totals)


def minor(amounts: dict[str, Any]) -> dict[str, int]:
    """Return totals of a row of results in minor units."""
    return {
        name: int(each.scaleb(-each.as_tuple().exponent))
        for name, each in amounts.items()
    }


def test_a_row_that_cannot_be_priced_does_not_change() -> None:
    """There is nothing to be paid in either store."""
    stores = JOB.stores()

    assert not is_changed(repriced(read_row({"cart_id": 1}, stores), stores))


source = limited.source


def test_limits(source: Path, tmp_path: Path) -> None:
    """All totals of both quotes are those of the row, which carts before it changed."""
    job, out = limited.JOB, tmp_path / "out"
    run(job, source, out, workers=1)
    found = summary(out, job)
    told = differences_of(found, job, source, out)
    kept = {
        each.part: pq.ParquetFile(out / "results" / each.part).read().to_pylist()
        for each in found.most
    }
    rows = [kept[each.part][each.row] for each in found.most]

    assert 10 == len(found.most) == len(told)
    assert [minor(each["base"]["totals"]) for each in rows] == [
        totals(told[each].before) for each in found.most
    ]
    assert [minor(each["proposed"]["totals"]) for each in rows] == [
        totals(told[each].after) for each in found.most
    ]
    # These are told otherwise with the counters of the stores.
    for each in (out / "results").glob("*.counters"):
        each.unlink()
    assert 10 > len(differences_of(found, job, source, out))


def test_only_what_is_needed_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of twelve fragments, one for each cart but two, those of seven."""
    monkeypatch.setattr(sources, "BYTES", 1)
    read = []

    def carts_of(folder: Path, fragment: sources.Fragment, rows: Any) -> Any:
        read.append(fragment.first)
        return sources.carts_of(folder, fragment, rows)

    file = write_carts(tmp_path, ROWS)
    run(JOB, file, tmp_path / "out", workers=1)
    monkeypatch.setattr(most_changed, "carts_of", carts_of)

    assert CHANGED == found_of(JOB, file, tmp_path / "out")
    assert 7 == len(read)


def test_a_sample(tmp_path: Path) -> None:
    """A place is that among the carts that were drawn."""
    file = write_carts(tmp_path, ROWS)
    run(JOB, file, tmp_path / "out", workers=1, sample="0.6")
    found = found_of(JOB, file, tmp_path / "out")

    assert [each for each in CHANGED if each in found] == found
    assert 0 < len(found) == len(summary(tmp_path / "out", JOB).most) < 7


def test_two_carts_of_one_id(tmp_path: Path) -> None:
    """Each is told what is its own."""
    file = write_carts(tmp_path, [row("c", "3000"), row("c", "1000")])
    run(JOB, file, tmp_path / "out", workers=1)
    found = summary(tmp_path / "out", JOB)
    told = differences_of(found, JOB, file, tmp_path / "out")

    assert [("-300.00", 0), ("100.00", 1)] == [
        (str(each.change), each.row) for each in found.most
    ]
    assert [each.change for each in found.most] == [
        told[each].after.to_be_paid - told[each].before.to_be_paid
        for each in found.most
    ]


@pytest.mark.parametrize("gone", [False, True])
def test_a_source_that_was_changed(tmp_path: Path, *, gone: bool) -> None:
    """Nothing is told of its carts, but of those in another file."""
    folder = tmp_path / "carts"
    for name, rows in (("a", ROWS[:5]), ("b", ROWS[5:])):
        (folder / name).mkdir(parents=True)
        write_carts(folder / name, rows)
    run(JOB, folder, tmp_path / "out", workers=1)
    if gone:
        shutil.rmtree(folder / "b")
    else:
        write_carts(folder / "b", ROWS[6:])

    assert ["c05", "c04", "c03", "c02"] == found_of(JOB, folder, tmp_path / "out")


# Results of another engine, whose places are not known ------------------------------


def test_by_id(tmp_path: Path) -> None:
    """Gone, changed, without a price, or with an id in its text: no rows are told."""
    spoiled = {
        "c10": row("c10", "10"),
        "c05": row("c05", "3000", quantity=0),
        "c04": row("c04", "2000", currency="USD"),
        "c02": row("other", "1000", customer="c02"),
    }
    rows = [spoiled.get(each["cart_id"], each) for each in ROWS]
    write_results(tmp_path, JOB, ROWS)

    assert CHANGED == found_of(JOB, write_carts(tmp_path, ROWS), tmp_path)
    assert ["c09", "c03", "c07"] == found_of(JOB, write_carts(tmp_path, rows), tmp_path)
    assert [] == found_of(JOB, tmp_path / "nothing.jsonl", tmp_path)


def test_two_of_one_id_by_id(tmp_path: Path) -> None:
    """Their amounts say which one it is."""
    rows = [row("c", "1000"), row("c", "3000")]
    write_results(tmp_path, JOB, rows)

    assert ["c"] == found_of(JOB, write_carts(tmp_path, rows[:1]), tmp_path)
    assert ["c", "c"] == found_of(JOB, write_carts(tmp_path, rows), tmp_path)

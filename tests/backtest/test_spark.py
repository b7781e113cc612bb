# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A back-test on Spark: the rows, sums and digest of a run on this machine."""

from __future__ import annotations

import json
import os
import shutil

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checkout_core import CheckoutError, Store, dumps, promotion
from checkout_core.backtest.job import Job
from checkout_core.offers import percentage_off
from checkout_core.wire import write_store
from tests.factories.backtest import JOB, as_lines, rows


pytest.importorskip("pyspark", reason="needs checkout-core[spark]")
pytest.importorskip("pyarrow", reason="needs checkout-core[spark]")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("Spark needs Java", allow_module_level=True)

import pyarrow as pa
import pyarrow.parquet as pq

from checkout_core.backtest import spark as engine
from checkout_core.backtest.running import run


@pytest.fixture(scope="module", autouse=True)
def session() -> Iterator[Any]:
    """Start Spark once, on two cores; it takes seconds."""
    found, is_ours = engine.session("local[2]")
    assert is_ours
    yield found
    found.stop()


@pytest.mark.parametrize("kind", ["lines", "parquet"])
def test_embedded_and_spark_give_the_same(kind: str, tmp_path: Path) -> None:
    """Rows, faults, sums and digest, of a folder of two files."""
    source = tmp_path / "carts"
    source.mkdir()
    if kind == "lines":
        as_lines(source / "a.jsonl", rows(40))
        with (source / "b.jsonl").open("wb") as opened:
            opened.write(b'\n  \r\n{"cart_id": 1}\r\n{\n"\xff"\n')
    else:
        for name, some in (("a", rows(30)), ("b", rows(40)[30:])):
            texts = [
                {
                    key: json.dumps(value) if key == "cart" else value
                    for key, value in each.items()
                }
                for each in some
            ]
            pq.write_table(pa.Table.from_pylist(texts), source / f"{name}.parquet")

    embedded = run(JOB, source, tmp_path / "embedded", workers=1)
    spark = engine.run_on_spark(JOB, source, tmp_path / "spark", master="local[2]")

    assert embedded.tally == spark.tally
    assert spark.tally.rows == spark.priced
    assert 0 == engine.run_on_spark(JOB, source, tmp_path / "spark").priced
    names = sorted(each.name for each in (tmp_path / "spark").iterdir())
    assert [".lock", "job.json", "results"] == names


def test_files_with_other_columns_and_names(tmp_path: Path) -> None:
    """Spark reads nothing away that only some files have, nor a name with blanks."""
    source, out = tmp_path / "carts" / "day=2026-11-22", tmp_path / "of Spark %20 {a}"
    source.mkdir(parents=True)
    first, second, third = rows(3)
    of_files = {
        "a 1%[x].parquet": {"cart_id": "a", "cart": dumps(first["cart"])},
        "b {1,2}.parquet": {**second, "customer": None, "expected_to_be_paid": "1.00"},
        "c.parquet": {"cart_id": 3, "cart": {**third["cart"], "gift_card_codes": []}},
    }
    for name, of_file in of_files.items():
        pq.write_table(pa.Table.from_pylist([of_file]), source / name)

    embedded = run(JOB, source.parent, tmp_path / "embedded", workers=1)
    spark = engine.run_on_spark(JOB, source.parent, out)

    assert 1 == embedded.tally.expected
    assert embedded.tally == spark.tally


def test_types_that_spark_has_not(tmp_path: Path) -> None:
    """Each column is named before anything is priced."""
    source = tmp_path / "carts.parquet"
    columns = {
        "cart_id": pa.array([1], pa.uint64()),
        "cart": ["{}"],
        "placed_at": pa.array([0], pa.timestamp("ns", "UTC")),
    }
    pq.write_table(pa.table(columns), source)

    with pytest.raises(CheckoutError) as refused:
        engine.run_on_spark(JOB, source, tmp_path / "out")

    assert [
        ("source.carts.parquet.cart_id", "not_of_spark"),
        ("source.carts.parquet.placed_at", "not_of_spark"),
    ] == [(each.path, each.code) for each in refused.value.faults]
    assert not (tmp_path / "out").exists()


def test_a_sample_is_the_same_carts(tmp_path: Path) -> None:
    """A half of the customers."""
    source = tmp_path / "carts.jsonl"
    as_lines(source, rows(40))

    embedded = run(JOB, source, tmp_path / "embedded", workers=1, sample="0.5")
    spark = engine.run_on_spark(JOB, source, tmp_path / "spark", sample="0.5")

    assert 0 < embedded.tally.rows < 40
    assert embedded.tally == spark.tally


def test_results_that_were_changed_are_priced_again(tmp_path: Path) -> None:
    """A file that its manifest does not fit is not taken."""
    source, out = tmp_path / "carts.jsonl", tmp_path / "out"
    as_lines(source, rows(10))
    first = engine.run_on_spark(JOB, source, out)
    (out / "results" / "part-00000.json").write_text("{}")

    again = engine.run_on_spark(JOB, source, out)

    assert (10, first.tally) == (again.priced, again.tally)


def test_any_frame_can_be_priced(session: Any) -> None:
    """What Spark reads from elsewhere has the columns of a source."""
    carts = [(each["cart_id"], json.dumps(each["cart"])) for each in rows(3)]
    frame = session.createDataFrame(carts, "cart_id string, cart string")

    found = engine.priced(JOB, frame).orderBy("cart_id").collect()

    assert ["c0", "c1", "c2"] == [each.cart_id for each in found]
    # One, two and three shirts at 318.60.
    assert ["318.60", "637.20", "955.80"] == [
        str(each.base.totals.to_be_paid) for each in found
    ]


def test_limits_are_refused(tmp_path: Path) -> None:
    """Their carts are priced in order."""
    limited = promotion("p", percentage_off(10), budget=10)
    store = dumps(write_store(Store("INR", promotions=[limited])))

    with pytest.raises(CheckoutError) as refused:
        engine.run_on_spark(Job(store, store), tmp_path, tmp_path / "out")

    assert ["limits_on_spark"] == [each.code for each in refused.value.faults]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A back-test on a cluster: the same rows, by `mapInArrow` of Spark (`[spark]`).

Promises the rows, the sums and the digest of a run on this machine, and that Spark SQL
adds the files of results up to the sums of their manifests.  Each machine needs this
package in the job's version.  Offers with limits are refused: their carts are priced
in order.

Spark cuts what it reads by bytes, 128 MB at a time, since it takes reading for the
work.  Here the work is pricing: a megabyte is some thousand carts, which one core
prices in a second.  So a partition is about 1 MB, and opening a file counts as nothing;
with 128 MB, a source of 100 MB would be priced by one core of a whole cluster.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from attrs import frozen

from checkout_core.backtest.batches import reprice
from checkout_core.backtest.claims import has_limits
from checkout_core.backtest.columns import LINE, schema_of
from checkout_core.backtest.exact import check_sums, summed
from checkout_core.backtest.folder import Folder, Manifest, facts_of
from checkout_core.backtest.job import Job
from checkout_core.backtest.messages import refuse, refused
from checkout_core.backtest.running import Outcome
from checkout_core.backtest.sample import check_drawn, sampled, share
from checkout_core.backtest.sources import Source, check_apart, source_of
from checkout_core.backtest.tally import Tally, added, tally
from checkout_core.checks import Validator, expect
from checkout_core.errors import join
from checkout_core.errors.extras import needing


if TYPE_CHECKING:
    from pyspark.sql import DataFrame, Row, SparkSession


#: What a session needs for work that is slow for each byte it reads, and for results
#: whose moments are those of a run on this machine.
SETTINGS = {
    "spark.sql.files.maxPartitionBytes": "1m",
    "spark.sql.files.openCostInBytes": "1",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
}
#: What a session of our own has in addition; the first three are for one machine only.
_LOCAL = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
}
_ROWS = 10_000
#: The master that is all cores of this machine.
ON_ONE_MACHINE = "local[*]"


def priced(job: Job, carts: DataFrame, *, sample: Decimal | None = None) -> DataFrame:
    """
    Return the results of carts that Spark reads from anywhere, as `reprice` has them.

    The session should have the `SETTINGS`.  Raises `CheckoutError` for offers with
    limits, and where PySpark is not installed (`extra_missing`).

    Args:
        job: the two stores and the moment.
        carts: with the columns that `reprice` takes.
        sample: the share of the customers whose carts are priced, None (the default)
            for all.
    """
    stores = job.stores()
    if has_limits(stores):
        raise refuse("engine", "limits_on_spark", None)
    with needing("spark", "engine"):
        from pyspark.sql.pandas.types import from_arrow_schema
    schema = from_arrow_schema(schema_of(stores.currency.exponent))

    def results(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return reprice(job, (sampled(_filled(each), sample) for each in batches))

    return carts.mapInArrow(results, schema)


def _filled(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return a batch of lines without those that are blank."""
    if batch.schema.names != [LINE]:
        return batch
    filled = [bool(each.strip()) for each in batch.column(0).to_pylist()]
    return batch.filter(pa.array(filled, pa.bool_()))


def run_on_spark(
    job: Job,
    source: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    master: str = ON_ONE_MACHINE,
    sample: str | Decimal | None = None,
) -> Outcome:
    """
    Price stored carts on a cluster of Spark, and write the results to a folder.

    Source and folder are on a file system that all machines share.  Called again with
    the same arguments, it takes results that are whole, and prices everything else
    again.  Raises `CheckoutError` as `run` does, for offers with limits, and where
    PySpark is not installed (`extra_missing`).

    Args:
        job: the two stores and the moment.
        source: a file of carts or a folder of such files, as for `run`.
        out: the folder for the results; it is made if it is not there.
        master: the cluster's URL, such as "spark://host:7077"; by default all cores of
            this machine.
        sample: the share of the customers whose carts are priced, None (the default)
            for all.
    """
    expect(job=(job, Job), master=(master, str))
    part = share(sample)
    stores = job.stores()
    if has_limits(stores):
        raise refuse("engine", "limits_on_spark", None)
    with needing("spark", "engine"):
        import pyspark.sql  # noqa: F401 - if it can be imported
    check_apart(source, out)
    found = source_of(source)
    _check_types(found)
    exponent = stores.currency.exponent
    folder = Folder(Path(out), exponent)
    parts = _Parts(job.fingerprint, folder, found.stamp, part)
    with folder.begun(facts_of(job, found.stamp, part, "spark")):
        spark, is_ours = session(master)
        try:
            tallies = parts.kept()
            rows = 0
            if not tallies:
                beside = folder.path / "spark"
                results = _united(
                    [priced(job, each, sample=part) for each in _read(spark, found)]
                )
                results.write.mode("overwrite").parquet(_url(beside))
                tallies = parts.take(beside)
                rows = sum(each.rows for each in tallies)
            whole = added(tallies)
            check_drawn(part, whole)
            _check(spark, folder, whole)
        finally:
            if is_ours:
                spark.stop()
    return Outcome(folder.path, job, whole, rows)


def session(master: str) -> tuple[SparkSession, bool]:
    """Return a session with the `SETTINGS`, and whether it was started here."""
    with needing("spark", "engine"):
        from pyspark.sql import SparkSession
    # Else Spark's workers are whatever `python3` is, and have no package of ours.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    active = SparkSession.getActiveSession()
    if active is not None:
        for name, value in SETTINGS.items():
            active.conf.set(name, value)
        return active, False
    builder = SparkSession.builder.master(master).appName("checkout-core back-test")
    own = _LOCAL if master.startswith("local") else {}
    for name, value in {**SETTINGS, **own}.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark, True


def _url(path: Path) -> str:
    """Return a path as Spark takes it: text, in which no URL has its escapes."""
    return f"file://{path.absolute().as_posix()}"


def _read_from(path: Path) -> str:
    """Return a path to be read by Spark, which takes it for no pattern of names."""
    return _PATTERN.sub(_ESCAPED, _url(path))


_PATTERN, _ESCAPED = re.compile(r"[\\*?{}\[\]]"), r"\\\g<0>"


def _read(spark: SparkSession, source: Source) -> list[DataFrame]:
    """
    Return the carts of a source, as Spark reads them.

    Spark reads all files of a frame with the columns of one of them, and leaves out
    without a word what only others have, such as `customer` or the key `coupon_code` of
    a cart.  So files are read together only if their columns are the same.
    """
    names = sorted({each.file for each in source.fragments})
    if source.kind == "parquet":
        alike: dict[pa.Schema, list[str]] = {}
        for name in names:
            file = source.folder / name
            columns = pq.read_schema(file).remove_metadata()
            alike.setdefault(columns, []).append(_read_from(file))
        return [spark.read.parquet(*files) for files in alike.values()]
    # As bytes, since text that is not UTF-8 is a fault of its row.
    files = [_read_from(source.folder / name) for name in names]
    lines = spark.read.text(files, lineSep="\n")
    return [lines.select(lines[LINE].cast("binary").alias(LINE))]


def _united(frames: Sequence[DataFrame]) -> DataFrame:
    """Return the rows of all *frames*, of which there is one at least."""
    first, *others = frames
    for each in others:
        first = first.union(each)
    return first


#: Types of Parquet that Spark has not, by a part of their names there.
_UNKNOWN_TYPES = {
    "bitWidth=64, isSigned=false": "whole numbers of 64 bits without a sign",
    "timeUnit=nanoseconds": "timestamps in nanoseconds",
}


def _check_types(source: Source) -> None:
    """Raise a `CheckoutError` for columns of Parquet that Spark cannot read."""
    check = Validator()
    files = {each.file for each in source.fragments if source.kind == "parquet"}
    for name in sorted(files):
        columns = pq.read_metadata(source.folder / name).schema
        for index in range(len(columns)):
            column = columns.column(index)
            what = _unknown_type(str(column.logical_type))
            if what is not None:
                path = join(join("source", name), column.path)
                check.found.append(refused(path, "not_of_spark", None, what=what))
    check.raise_any()


def _unknown_type(kind: str) -> str | None:
    """Return what a type of Parquet is that Spark has not, None for what it has."""
    return next((_UNKNOWN_TYPES[each] for each in _UNKNOWN_TYPES if each in kind), None)


@frozen
class _Parts:
    """
    The files of results of a run on Spark.

    Attributes:
        job: the fingerprint of the job.
        folder: where they are.
        stamp: that of the source.
        sample: the share of the carts, None for all.
    """

    job: str
    folder: Folder
    stamp: dict[str, Any]
    sample: Decimal | None

    def kept(self) -> list[Tally]:
        """Return what the parts come to that are there, [] unless all of them are."""
        count = len(self.folder.files())
        found = []
        for number in range(count):
            facts = self._facts(number, count)
            kept = self.folder.kept(number, self.job, facts, self.sample)
            if kept is None:
                return []
            found.append(kept.tally)
        return found

    def take(self, beside: Path) -> list[Tally]:
        """Move what Spark wrote to the results, and return what each part comes to."""
        shutil.rmtree(self.folder.results)
        self.folder.results.mkdir()
        files = sorted(beside.glob("part-*.parquet"))
        found = []
        for number, file in enumerate(files):
            of_part = added(_tallies(file))
            with file.open("rb") as opened:
                sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
            facts = self._facts(number, len(files))
            manifest = Manifest(self.job, facts, self.sample, of_part, sha256)
            self.folder.move(number, file, manifest)
            found.append(of_part)
        shutil.rmtree(beside)
        return found

    def _facts(self, number: int, count: int) -> dict[str, Any]:
        return {**self.stamp, "part": number, "parts": count}


def _tallies(file: Path) -> Iterable[Tally]:
    with pq.ParquetFile(file) as opened:
        for batch in opened.iter_batches(_ROWS):
            yield tally([batch])


def _check(spark: SparkSession, folder: Folder, found: Tally) -> None:
    """Raise a `CheckoutError` unless Spark SQL finds the sums of the manifests."""
    # Manifests are in the same folder.
    files = spark.read.option("pathGlobFilter", "*.parquet")
    files.parquet(_read_from(folder.results)).createOrReplaceTempView("results")

    def row_of(query: str) -> Row:
        (row,) = spark.sql(query).collect()
        return row

    actual = summed(row_of, folder.exponent, length="size", unnest="explode")
    check_sums(found, actual)


__all__ = ["ON_ONE_MACHINE", "SETTINGS", "priced", "run_on_spark", "session"]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The folder of a back-test: what is priced, the results, and what is done.

Promises that a file of a folder is there completely or not at all: it is written under
another name and renamed.  Done is what has a manifest of this job, this source
and this sample, and results whose SHA-256 is the manifest's; so a run that was ended at
any moment is taken up where it was.

    job.json                   the two stores, the moment, the source, the sample
    results/part-00000.parquet results of one fragment
    results/part-00000.json    its manifest: counts, exact sums, digest
"""

from __future__ import annotations

import hashlib
import os

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import frozen

from checkout_core.backtest.job import Job
from checkout_core.backtest.locked import LOCK, locked
from checkout_core.backtest.messages import refuse
from checkout_core.backtest.tally import AMOUNTS, Tally
from checkout_core.errors import CheckoutError
from checkout_core.ledger.totals import POINTS
from checkout_core.money.exact import to_decimal
from checkout_core.money.parse import minor_units
from checkout_core.wire.text import dumps, loads


#: What DuckDB reads as more than one name.
_PATTERN = frozenset("*?[]\\")


@frozen
class Manifest:
    """
    What results of one part are of, and what they come to.

    Attributes:
        job: the fingerprint of the job.
        source: the facts of what was priced: a fragment, or what an engine read.
        sample: the share of the carts, None for all.
        tally: what the results come to.
        sha256: that of the file of results, in hexadecimal.
    """

    job: str
    source: Mapping[str, Any]
    sample: Decimal | None
    tally: Tally
    sha256: str

    def as_json(self, exponent: int) -> dict[str, Any]:
        """Return it as plain data, with amounts of *exponent* decimals as text."""
        found = self.tally
        return {
            "job": self.job,
            "source": dict(self.source),
            "sample": text_of(self.sample),
            "rows": found.rows,
            "faulty": found.faulty,
            "expected": found.expected,
            "reproduced": found.reproduced,
            "faults": dict(found.faults),
            "sums": {
                part: {
                    name: str(to_decimal(amount, digits_of(name, exponent)))
                    for name, amount in amounts.items()
                }
                for part, amounts in found.sums.items()
            },
            "digest": found.hexadecimal,
            "sha256": self.sha256,
        }

    @classmethod
    def of(cls, data: Mapping[str, Any], exponent: int) -> Manifest:
        """Return the manifest that was written as *data*."""
        sums = {
            part: {
                name: _minor(data["sums"][part][name], digits_of(name, exponent))
                for name in names
            }
            for part, names in AMOUNTS.items()
        }
        found = Tally(
            rows=data["rows"],
            faulty=data["faulty"],
            expected=data["expected"],
            reproduced=data["reproduced"],
            faults=data["faults"],
            sums=sums,
            digest=int(data["digest"], 16),
        )
        sample = None if data["sample"] is None else Decimal(data["sample"])
        return cls(data["job"], data["source"], sample, found, data["sha256"])


def digits_of(name: str, exponent: int) -> int:
    """Return the decimals of a sum: those of the currency, none of a count."""
    return 0 if name in POINTS else exponent


def _minor(text: str, exponent: int) -> int:
    found = minor_units(Decimal(text), exponent)
    assert found is not None
    return found


def text_of(share: Decimal | None) -> str | None:
    """Return a share of the carts as text, None for all."""
    return None if share is None else str(share)


@frozen
class Folder:
    """
    The folder of a back-test.

    Attributes:
        path: where it is.
        exponent: the decimals of the currency.
    """

    path: Path
    exponent: int

    @property
    def results(self) -> Path:
        """The folder of the results."""
        return self.path / "results"

    def files(self) -> list[Path]:
        """Return the files of results, in the order of their names."""
        return sorted(self.results.glob("*.parquet"))

    def manifests(self) -> Iterator[Manifest]:
        """Yield the manifest of each file of results; raises `OSError` without one."""
        for each in self.files():
            data = loads(each.with_suffix(".json").read_bytes(), limit=None)
            yield Manifest.of(data, self.exponent)

    @contextmanager
    def begun(self, facts: Mapping[str, Any]) -> Iterator[None]:
        """
        Make the folder for a job, or take up the one that is there, and keep it.

        Raises `CheckoutError` if it is of something else, or another run has it;
        *facts* is what `facts_of` returned.
        """
        if set(self.path.as_posix()) & _PATTERN:
            raise refuse("out", "bad_folder_name", str(self.path))
        if self.path.exists() and not self.path.is_dir():
            raise refuse("out", "not_a_folder", str(self.path))
        self._check(facts)
        with ExitStack() as kept:
            with writing(self.path):
                self.path.mkdir(parents=True, exist_ok=True)
                kept.enter_context(locked(self.path))
                # Another run may have begun between the two.
                if not self._check(facts):
                    # Before all else: without it a folder that has anything is not of
                    # ours.
                    write(self._job, dumps(facts).encode())
                self.results.mkdir(exist_ok=True)
                for each in (*self._unnamed(), *self.results.glob(".*")):
                    each.unlink()
            yield

    @property
    def _job(self) -> Path:
        return self.path / "job.json"

    def _unnamed(self) -> Iterator[Path]:
        return self.path.glob(f".{self._job.name}.*")

    def _check(self, facts: Mapping[str, Any]) -> bool:
        """Return whether a job is there; raise a `CheckoutError` for another one."""
        if self._job.exists():
            self._compare(self._job, facts)
            return True
        if self.path.exists():
            others = {*self.path.iterdir()} - {*self._unnamed(), self.path / LOCK}
            if others:
                raise refuse("out", "folder_in_use", str(self.path))
        return False

    def _compare(self, file: Path, facts: Mapping[str, Any]) -> None:
        """Raise a `CheckoutError` if the folder is of something else."""
        try:
            before = loads(file.read_bytes(), limit=None)
        except CheckoutError:
            before = None
        if not isinstance(before, Mapping):
            raise refuse("out", "folder_in_use", str(self.path))
        unlike = [name for name in facts if before.get(name) != facts[name]]
        if unlike:
            # The fingerprint is last; it says only that one of the others differs.
            keys = ", ".join(unlike[:-1] or unlike)
            raise refuse("out", "another_backtest", str(self.path), keys=keys)

    def part(self, number: int) -> Path:
        """Return the file of results of a fragment."""
        return self.results / f"part-{number:05}.parquet"

    def keep(self, number: int, results: bytes, manifest: Manifest) -> None:
        """Write the results of a fragment, then their manifest."""
        file = self.part(number)
        write(file, results)
        self._note(file, manifest)

    def move(self, number: int, results: Path, manifest: Manifest) -> None:
        """Make a file the results of a part, and write their manifest."""
        file = self.part(number)
        with writing(file):
            results.replace(file)
        self._note(file, manifest)

    def _note(self, file: Path, manifest: Manifest) -> None:
        text = dumps(manifest.as_json(self.exponent))
        write(file.with_suffix(".json"), text.encode())

    def kept(
        self, number: int, job: str, source: Mapping[str, Any], sample: Decimal | None
    ) -> Manifest | None:
        """Return the manifest of a fragment that is done, None if it is not."""
        file = self.part(number)
        try:
            data = loads(file.with_suffix(".json").read_bytes(), limit=None)
            found = Manifest.of(data, self.exponent)
            whole = found.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
        except (OSError, CheckoutError, KeyError, TypeError, ValueError):
            return None
        wanted = (job, dict(source), sample)
        is_ours = (found.job, found.source, found.sample) == wanted
        return found if whole and is_ours else None


def facts_of(
    job: Job, source: Mapping[str, Any], sample: Decimal | None, by: str
) -> dict[str, Any]:
    """
    Return what `job.json` says.

    Args:
        job: the two stores and the moment.
        source: the facts of what is priced, as plain data.
        sample: the share of the carts, None for all.
        by: what prices them, such as `local`.
    """
    return {
        "base": loads(job.base),
        "proposed": loads(job.proposed),
        "at": job.at,
        "engine": job.engine,
        "source": dict(source),
        "sample": text_of(sample),
        "by": by,
        "fingerprint": job.fingerprint,
    }


def write(file: Path, data: bytes, path: str = "out") -> None:
    """
    Write a file and then give it its name, so that it is there completely or not.

    Raises `CheckoutError` at *path* where that cannot be, as on a full disk.
    """
    unnamed = file.with_name(f".{file.name}.{os.getpid()}")
    with writing(file, path):
        try:
            with unnamed.open("wb") as opened:
                opened.write(data)
                opened.flush()
                os.fsync(opened.fileno())
            unnamed.replace(file)
        except OSError:
            unnamed.unlink(missing_ok=True)
            raise


@contextmanager
def writing(place: Path, path: str = "out") -> Iterator[None]:
    """Raise a `CheckoutError` at *path* for an `OSError` within, of what is written."""
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise refuse(path, "not_written", str(place), why=why) from None


__all__ = ["Folder", "Manifest", "digits_of", "facts_of", "write", "writing"]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
This checkout beside a commit before it: equal outputs, and what they cost.

`python -m benchmarks.before HEAD~3` has that commit draw documents, adds the cases of
the contract and the workloads, and compares every output of `benchmarks.outputs` byte
for byte; where two differ it prints how often, the first differences, and ends with 1.
Then both sides are timed in turn.

    --documents 10000   how many are drawn; 500 by default
    --seed 1            draws others; 0 by default
    --times 30          rounds of timing, 0 for none; 20 by default
    --only verify       times calls with that word only
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import subprocess
import sys
import tempfile

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from checkout_core.wire import loads


ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases"
#: What one measurement takes at least, in nanoseconds.
ENOUGH = 2_000_000
#: At most so many differences are shown.
SHOWN = 3


def text_of(document: Any) -> str:
    """Return a document on one line; what JSON cannot say becomes text."""
    return json.dumps(document, default=str)


def drawn(count: int, first: int, old: Path) -> list[str]:
    """Return so many documents, drawn as the commit before draws them."""
    root = str(old.parent)
    return subprocess.run(
        [sys.executable, "-m", "drawn", str(count), str(first)],
        cwd=ROOT / "benchmarks",
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(old), root])},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout.splitlines()


def cases() -> list[str]:
    """Return the documents of the contract and the workloads."""
    found = [
        text_of(loads(path.read_bytes())["document"])
        for path in sorted((CASES / "pricing").glob("*.json"))
    ]
    workloads = [CASES / "workloads" / f"{name}.json" for name in ("small", "typical")]
    large = CASES / "workloads" / "large.json"
    return [
        *found,
        *[text_of(json.loads(path.read_text())) for path in (*workloads, large)],
    ]


@contextmanager
def checkout_of(commit: str) -> Iterator[Path]:
    """Give a folder with the sources of *commit*, and take it away afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(
            ["git", "archive", commit, "src", "tests"],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        subprocess.run(
            ["tar", "-x", "-C", folder], input=archive.stdout, check=True, cwd=ROOT
        )
        yield Path(folder) / "src"


def _command(*arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "benchmarks" / "outputs.py"), *arguments]


def _within(source: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(source), "PYTHONHASHSEED": "0"}


def _answers(source: Path, file: Path) -> list[str]:
    """Return the lines that the engine of one side prints for a file of documents."""
    command = _command("answers", str(file))
    return subprocess.run(
        command, env=_within(source), stdout=subprocess.PIPE, text=True, check=True
    ).stdout.splitlines()


def compared(texts: list[str], sides: tuple[Path, Path], folder: Path) -> int:
    """Print how many documents differ, the first with their outputs; return it."""
    file = folder / "documents"
    file.write_text("\n".join(texts))
    with ThreadPoolExecutor(len(sides)) as pool:
        before, now = pool.map(lambda source: _answers(source, file), sides)
    assert len(texts) == len(before), "the commit before did not answer all documents"
    assert len(texts) == len(now), "this checkout did not answer all documents"
    differing = [
        i for i, (old, new) in enumerate(zip(before, now, strict=True)) if old != new
    ]
    refused = sum("refused" in json.loads(line) for line in before)
    print(f"{len(texts)} documents, {refused} refused, {len(differing)} differ")
    unlike: Counter[str] = Counter()
    for i in differing:
        old_one, new_one = json.loads(before[i]), json.loads(now[i])
        names = {**old_one, **new_one}
        unlike.update(each for each in names if old_one.get(each) != new_one.get(each))
    for name, count in unlike.most_common():
        print(f"  {name}: {count}")
    for i in differing[:SHOWN]:
        print(f"\n{texts[i]}")
        old, new = [
            subprocess.run(
                _command("show", str(file), str(i)),
                env=_within(source),
                capture_output=True,
                text=True,
                check=True,
            ).stdout.splitlines()
            for source in sides
        ]
        print(
            "\n".join(list(difflib.unified_diff(old, new, "before", "now", n=0))[:40])
        )
    return len(differing)


class Side:
    """A process that runs what is to be timed, with the sources of one side."""

    def __init__(self, source: Path) -> None:
        """Start it; it says which calls it knows."""
        self.process = subprocess.Popen(
            _command("times"),
            env=_within(source),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.names: list[str] = json.loads(self._line())

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def time(self, name: str, count: int) -> int:
        """Return the nanoseconds that *count* calls take."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{count} {name}\n")
        self.process.stdin.flush()
        return int(self._line())

    def end(self) -> None:
        """End it."""
        self.process.communicate()


def timed(sides: tuple[Path, Path], rounds: int, only: str) -> None:
    """Print the least time of each call on each side, measured in turn."""
    before, now = Side(sides[0]), Side(sides[1])
    print(f"\n{'':28}{'before, us':>12}{'now, us':>12}{'ratio':>8}")
    for name in [name for name in before.names if only in name]:
        count = max(1, ENOUGH // max(1, before.time(name, 1)))
        least = [
            [side.time(name, count) / count / 1000 for side in (before, now)]
            for _ in range(rounds)
        ]
        old, new = (min(column) for column in zip(*least, strict=True))
        print(f"{name:28}{old:12.1f}{new:12.1f}{new / old:8.2f}", flush=True)
    before.end()
    now.end()


def main() -> None:
    """Compare this checkout with a commit before it."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.before", description=(__doc__ or "").split("\n\n")[0]
    )
    parser.add_argument("commit")
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", default="")
    given_ = parser.parse_args()
    with checkout_of(given_.commit) as old, tempfile.TemporaryDirectory() as folder:
        sides = (old, ROOT / "src")
        differing = 0
        if given_.documents:
            texts = [*cases(), *drawn(given_.documents, given_.seed, old)]
            differing = compared(texts, sides, Path(folder))
        if given_.times:
            timed(sides, given_.times, given_.only)
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()

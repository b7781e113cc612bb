# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The seed documents, row by row, against the running service.

`python -m pytest tests/seeds -n 0 -s` prints the table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.seeds import checks
from tests.seeds.rows import ROWS, Row
from tests.seeds.world import opened


if TYPE_CHECKING:
    from collections.abc import Sequence


class Seen(NamedTuple):
    """A row and what came of it: "" where it holds."""

    row: Row
    wrong: str


def walked() -> list[Seen]:
    """Return every row with what came of it."""
    found = []
    with opened() as world:
        for row in ROWS:
            wrong = ""
            try:
                getattr(checks, row.check)(world, *row.given)
            except Exception as error:  # noqa: BLE001 - one bad row hides no other
                wrong = f"{type(error).__name__}: {error}".splitlines()[0]
            found.append(Seen(row, wrong))
    return found


def table(seen: Sequence[Seen]) -> str:
    """Return the rows as text, and how many of them hold."""
    lines = []
    for (seed, says, _, _, differs), wrong in seen:
        mark = "WRONG  " if wrong else "differs" if differs else "holds  "
        why = wrong or differs
        lines.append(f"{mark} {seed:<20} {says}" + (f"  ({why})" if why else ""))
    counts = [line.split()[0] for line in lines]
    words = [f"{counts.count(each)} {each}" for each in sorted(set(counts))]
    return "\n".join([*lines, f"{len(lines)} rows: {', '.join(words)}"])


def test_every_row_holds(capsys: pytest.CaptureFixture[str]) -> None:
    """Every field, rule, header, value and sentence of the three documents."""
    seen = walked()
    with capsys.disabled():
        print(f"\n{table(seen)}")  # noqa: T201 - the table is what was asked for

    assert [] == [each for each in seen if each.wrong]


def test_no_row_stands_twice() -> None:
    """Each thing that a document says is looked at once."""
    said = [(row.seed, row.says) for row in ROWS]

    assert len(said) == len(set(said))


def test_the_table_names_what_is_wrong() -> None:
    """A row that does not hold says why, one that differs says the decision."""
    rows = [
        Seen(Row("a", "one", "x"), ""),
        Seen(Row("a", "two", "x", (), "we decided so"), ""),
        Seen(Row("b", "three", "x"), "AssertionError: 1"),
    ]

    assert [
        "holds   a                    one",
        "differs a                    two  (we decided so)",
        "WRONG   b                    three  (AssertionError: 1)",
        "3 rows: 1 WRONG, 1 differs, 1 holds",
    ] == table(rows).splitlines()

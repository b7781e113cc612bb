# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The page of the threat model: each test that it names is there."""

from __future__ import annotations

import re

from pathlib import Path

from tests.paths import DOCS


PAGE = DOCS / "explanation" / "threat-model.md"
HERE = Path(__file__).parent


def test_every_test_of_the_page_is_there() -> None:
    """And every attack has one."""
    text = PAGE.read_text("utf-8")
    rows = re.search(r"^\| attack .*\n\|[-|]+\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert rows is not None
    named = [
        re.findall(r"`(test_\w+)(?:::(test_\w+))?`", row.rpartition(" | ")[2])
        for row in rows[1].splitlines()
    ]

    assert [] == [row for row in named if not row]
    assert [] == [
        (file, name)
        for row in named
        for file, name in row
        if f"def {name}(" not in (HERE / f"{file}.py").read_text("utf-8") and name
    ]

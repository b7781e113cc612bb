# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Every table that is made from the source stands in the pages as it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.tables import REGION, TABLES, pages, written
from tests.paths import ROOT


PAGES = [each for each in pages() if REGION.search(each.read_text("utf-8"))]


@pytest.mark.parametrize(
    "page", PAGES, ids=[each.relative_to(ROOT).as_posix() for each in PAGES]
)
def test_a_page_says_what_the_source_says(page: Path) -> None:
    """Else `python -m tests.docs.tables` writes its tables again."""
    text = page.read_text("utf-8")

    assert written(text) == text


def test_every_table_stands_somewhere() -> None:
    """And none stands in two places."""
    found = [
        each["name"]
        for page in PAGES
        for each in REGION.finditer(page.read_text("utf-8"))
    ]

    assert list(TABLES) == sorted(found)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Every table that is made from the source stands in the pages as it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkout_core.orders import TRANSITIONS
from tests.docs.diagram import PICTURE, PLACES, picture
from tests.docs.tables import API, REGION, TABLES, module_page, pages, written
from tests.paths import ROOT
from tests.public_names import MODULES


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


def test_the_picture_of_an_orders_life() -> None:
    """Else `python -m tests.docs.diagram` draws it again."""
    assert picture() == PICTURE.read_text("utf-8")


def test_every_status_has_its_place() -> None:
    """And no two the same."""
    assert set(TRANSITIONS) == set(PLACES)
    assert len(PLACES) == len(set(PLACES.values()))


def test_every_module_has_its_page() -> None:
    """With its title and sentence; the names of it are put there by the build."""
    found = {
        page.stem: page.read_text("utf-8") for page in API.glob("checkout_core*.md")
    }

    assert {module: module_page(module) for module in MODULES} == found

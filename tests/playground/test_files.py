# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT

"""The page's own files: small, by us, and with nothing from elsewhere."""

from __future__ import annotations

import json
import re

import pytest

from tests.paths import SOURCE


PAGE = SOURCE / "playground" / "page"
FILES = {
    path.relative_to(PAGE).as_posix(): path.read_text("utf-8")
    for path in sorted(PAGE.rglob("*"))
    if path.is_file()
}
CODE = [name for name in FILES if name.endswith((".html", ".css", ".js"))]


@pytest.mark.parametrize("name", CODE)
def test_a_file_of_the_page(name: str) -> None:
    """It has our head, a readable size, and short lines."""
    text = FILES[name]

    assert "SPDX-License-Identifier: MIT" in text.partition("\n\n")[0][:400]
    assert len(text.splitlines()) <= 500


@pytest.mark.parametrize("name", FILES)
def test_nothing_comes_from_elsewhere(name: str) -> None:
    """No address of another host, but the name of SVG's vocabulary."""
    found = re.findall(r"""https?://[^\s"'<>)]+""", FILES[name])

    assert {"http://www.w3.org/2000/svg"} >= set(found)


@pytest.mark.parametrize("name", CODE)
def test_no_text_becomes_code_or_markup(name: str) -> None:
    """No handler or style in markup, and nothing that makes either of a text."""
    evil = r"\son\w+=|\sstyle=|javascript:|innerHTML|outerHTML|document\.write|\beval\("

    assert [] == re.findall(evil, FILES[name])


def test_every_file_is_a_part_of_the_page() -> None:
    """It is imported, linked or started by another one."""
    named = set()
    for name in CODE:
        named |= set(
            re.findall(r'["`](?:\./)?([\w-]+\.(?:js|css|svg))["`]', FILES[name])
        )

    assert {name for name in FILES if "/" not in name} - {"index.html"} <= named


@pytest.mark.parametrize("name", [each for each in FILES if each.endswith(".json")])
def test_a_scenario_fits_beside_the_price(name: str) -> None:
    """It is JSON with lines that need no scrolling."""
    assert {"at", "cart", "store"} <= set(json.loads(FILES[name]))
    assert max(map(len, FILES[name].splitlines())) <= 60

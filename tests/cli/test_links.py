# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The documentation that the help of a command names exists."""

from __future__ import annotations

import re

from collections.abc import Iterator
from importlib import metadata

import pytest

from checkout_core.cli import COMMANDS, STATUSES, command_parser, links, main
from checkout_core.cli.commands import PAYMENTS
from tests.paths import ROOT


WORDS = [
    (),
    *((name,) for name in COMMANDS),
    *(("juspay", name) for name in PAYMENTS),
]


def link_of(words: tuple[str, ...]) -> str:
    """Return the link in the help of a command."""
    parser = command_parser()
    for each in words:
        parser = parser.commands[each]
    found = re.search(r"^documentation:\n  (\S+)$", parser.epilog or "", re.MULTILINE)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_a_page_exists(words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """And has the section that is named, as a heading."""
    monkeypatch.setattr(links, "base_url", lambda: "")
    page, _, section = link_of(words).partition("#")
    text = (ROOT / page).read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", x).lower().replace(" ", "-") for x in headings}

    assert not section or section in anchors


def test_the_help_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Before the examples."""
    assert 0 == main(["price", "--help"])
    out = capsys.readouterr().out

    assert f"documentation:\n  {link_of(('price',))}\n\nexamples:\n" in out


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Metadata are read anew, before and after the test that patches them."""
    read = links.base_url
    read.cache_clear()
    yield monkeypatch
    read.cache_clear()


class Package:
    """The metadata of a package."""

    def __init__(self, *urls: str) -> None:
        self.urls = urls

    def get_all(self, name: str) -> list[str] | None:
        """Return the rows of *name*."""
        assert "Project-URL" == name
        return list(self.urls) or None


@pytest.mark.parametrize(
    ("urls", "expected"),
    [
        ([], ""),
        (["Homepage, https://shop.example"], ""),
        (["Homepage, https://a.example", "Documentation, https://d.example/x"],
         "https://d.example/x"),
    ],
)  # fmt: skip
def test_the_address_of_the_documentation(
    urls: list[str], expected: str, unread: pytest.MonkeyPatch
) -> None:
    """It is that of the package's metadata, if it names one."""
    unread.setattr(links, "metadata", lambda _: Package(*urls))

    assert expected == links.base_url()


def test_the_metadata_are_read_once(unread: pytest.MonkeyPatch) -> None:
    """However many commands there are: they are parsed as an e-mail is."""
    asked: list[str] = []

    def found(name: str) -> Package:
        asked.append(name)
        return Package()

    unread.setattr(links, "metadata", found)
    command_parser()

    assert ["checkout-core"] == asked


def test_a_package_that_is_not_installed(unread: pytest.MonkeyPatch) -> None:
    """The link is the path in the sources."""

    def missing(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    unread.setattr(links, "metadata", missing)

    assert "docs/how-to/command-line.md" == links.link_to(links.PAGE)


def test_the_page_lists_the_exit_statuses() -> None:
    """Each that there is, in the order of the table."""
    text = (ROOT / "docs" / links.PAGE).read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([0-9]+) \|", text, re.MULTILINE)

    assert [str(each) for each in STATUSES] == rows

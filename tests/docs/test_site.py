# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The built site: nothing is loaded from elsewhere, and every name has its place.

It reads what `python -m sphinx -W -n -b html docs docs/_build/html` wrote.  Links of
pages are checked without a build, so that they hold on a code host too.
"""

from __future__ import annotations

import re

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.docs.tables import pages
from tests.paths import DOCS, README, ROOT
from tests.public_names import MODULES, names


BUILT = DOCS / "_build" / "html"
PAGES = [README, *pages()]
#: Links of Markdown to something, and pictures.
LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]+)\)")
FENCED = re.compile(r"^( *)(```+|~~~+).*?^\1\2$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`[^`\n]*`")
#: What a page of HTML loads, by element and attribute.
LOADED = {
    ("link", "href"),
    ("script", "src"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("object", "data"),
}


class Loads(HTMLParser):
    """Collects what a page loads, and the ids of its elements."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        for name, value in attrs:
            if (tag, name) in LOADED:
                self.urls.append(value or "")
            if name == "id":
                self.ids.add(value or "")


@pytest.fixture(scope="module")
def site() -> dict[str, Loads]:
    """Return every page that was built."""
    if not (BUILT / "index.html").exists():
        pytest.skip(
            "the site is not built: python -m sphinx -b html docs " + str(BUILT)
        )
    found = {}
    for path in BUILT.rglob("*.html"):
        found[path.relative_to(BUILT).as_posix()] = page = Loads()
        page.feed(path.read_text("utf-8"))
    return found


def test_nothing_is_loaded_from_elsewhere(site: dict[str, Loads]) -> None:
    """No font, script, style or picture: the site works without a network."""
    assert 60 < len(site)
    assert [] == [
        (name, url)
        for name, page in site.items()
        for url in page.urls
        if urlsplit(url).netloc
    ]


def test_no_style_loads_from_elsewhere(site: dict[str, Loads]) -> None:
    """Neither by `url()` nor by `@import`."""
    del site
    styles = {path: path.read_text("utf-8") for path in BUILT.rglob("*.css")}

    assert styles
    assert [] == [
        (path.name, each)
        for path, text in styles.items()
        for each in re.findall(
            r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')]+)", text
        )
    ]


def test_every_public_name_is_documented(site: dict[str, Loads]) -> None:
    """On the page of its module, or of the module it belongs to."""
    ids = set().union(*(page.ids for page in site.values()))
    missing = [
        (module, name)
        for module in MODULES
        for name in names(module)
        if not any(f"{home}.{name}" in ids for home in MODULES)
    ]

    assert [] == missing


# Links ------------------------------------------------------------------------------


def links(path: Path) -> Iterator[str]:
    """Yield the links of a page, without those in code."""
    text = FENCED.sub("", path.read_text("utf-8"))
    yield from LINK.findall(CODE.sub("`", text))


@pytest.mark.parametrize(
    "page", PAGES, ids=[each.relative_to(ROOT).as_posix() for each in PAGES]
)
def test_links_lead_to_files(page: Path) -> None:
    """A link of a page is a file beside it, or a whole address of another host."""
    broken = []
    for link in links(page):
        parts = urlsplit(link)
        if parts.scheme:
            if parts.scheme != "https" or not re.fullmatch(
                r"[\w.-]+\.\w+", parts.netloc
            ):
                broken.append(link)
        elif parts.path and not (page.parent / parts.path).exists():
            broken.append(link)

    assert [] == broken


def test_addresses_of_others() -> None:
    """Each is known here, so that none is added unseen; none is ours."""
    found = {
        urlsplit(link).netloc
        for page in PAGES
        for link in links(page)
        if urlsplit(link).scheme
    }

    others = {"beancount.github.io", "pyodide.org", "www.standardwebhooks.com"}
    assert others == found


def linked(page: Path) -> set[Path]:
    """Return the pages that a page links to."""
    paths = (urlsplit(link) for link in links(page))
    found = {(page.parent / x.path).resolve() for x in paths if x.path and not x.scheme}
    return {each for each in found if each.suffix == ".md"}


def test_every_page_is_two_clicks_away() -> None:
    """From the first one; a record of a decision, and a module's names, one more."""
    near = linked(DOCS / "index.md")
    near = near.union(*(linked(page) for page in near if page.is_relative_to(DOCS)))
    deep = (DOCS / "reference" / "api").resolve()

    assert [] == [
        page.relative_to(DOCS).as_posix()
        for page in pages()
        if page != DOCS / "index.md" and page.parent != deep and page not in near
    ]


@pytest.mark.parametrize("folder", ["explanation", "how-to", "reference"])
def test_an_index_says_what_each_page_is_for(folder: str) -> None:
    """None is only in the list beside the page."""
    there = {*(DOCS / folder).glob("*.md")} - {DOCS / folder / "index.md"}

    assert set() == there - linked(DOCS / folder / "index.md")

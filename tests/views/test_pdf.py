# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A page as a PDF, by WeasyPrint.

What is needed: the extra `pdf` and the libraries of the system that it loads, which are
Debian's packages libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0.
"""

from __future__ import annotations

import builtins
import sys

from typing import Any

import pytest

from checkout_core import CheckoutError
from checkout_core.views.pdf import as_pdf
from checkout_core.views.tax_invoice import as_html
from checkout_core.views.theme import Theme
from tests.factories.faults import faults_of
from tests.factories.papers import goods, paper_of, sold


@pytest.fixture
def has_pango() -> None:
    """Skip where WeasyPrint cannot be loaded."""
    try:
        as_pdf("<p>1</p>")
    except CheckoutError:
        pytest.skip("this machine has no WeasyPrint, or no Pango that it could load")


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


@pytest.mark.usefixtures("has_pango")
def test_a_page_becomes_a_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its logo, and the same each time."""
    # Without libharfbuzz-subset0 the fonts have the time of their making.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    page = as_html(paper_of(sold()), theme=Theme(logo=SVG))
    found = as_pdf(page)

    assert found.startswith(b"%PDF-")
    assert found == as_pdf(page)


@pytest.mark.usefixtures("has_pango")
def test_a_long_paper_has_several_sheets() -> None:
    """80 lines need more than two."""
    import weasyprint

    lines = [goods(f"g{i}", hsn_code="9405") for i in range(80)]
    page = as_html(paper_of(sold(*lines)))

    assert len(weasyprint.HTML(string=page).render().pages) > 2


@pytest.mark.usefixtures("has_pango")
@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x.png", "file:///etc/hostname", "https://x.example/"]
)
def test_nothing_is_fetched(url: str) -> None:
    """Neither from the network nor from the disk."""
    assert [("html", "not_self_contained")] == faults_of(as_pdf, f'<img src="{url}"/>')


def test_what_is_no_page_is_refused() -> None:
    """It is text."""
    assert [("html", "wrong_type")] == faults_of(as_pdf, b"<p>1</p>")


def test_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where WeasyPrint is not installed."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    assert [("", "extra_missing")] == faults_of(as_pdf, "<p>1</p>")


def test_the_extra_is_named_without_its_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Python loads WeasyPrint, and that finds no Pango."""
    real = builtins.__import__

    def without(name: str, *more: Any, **most: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *more, **most)

    monkeypatch.setattr(builtins, "__import__", without)

    assert [("", "extra_missing")] == faults_of(as_pdf, "<p>1</p>")
    with pytest.raises(CheckoutError, match="got 'weasyprint'"):
        as_pdf("<p>1</p>")

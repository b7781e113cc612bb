# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A difference as a page: complete, self-contained, each total with its rows."""

from __future__ import annotations

import re

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from checkout_core import Cart, Line, Quote, Store, diff, promotion, quote
from checkout_core.offers import percentage_off
from checkout_core.views import LANGUAGES, difference_html
from tests.factories.faults import faults_of
from tests.factories.names import BAD_NAMES


AT = "2026-11-22T12:00:00+05:30"
LATER = "2026-12-22T12:00:00+05:30"
TEA = Line("tea", 2, "250.00", tax_rate=5, product_name="Tea")
TEN = promotion(
    "ten", percentage_off(10), name="Ten off", expires_at="2026-12-01T00:00:00Z"
)
STORE = Store("INR", promotions=[TEN])


def priced(at: str, *lines: Line, **cart: Any) -> Quote:
    """Return the quote of two teas, or of *lines*."""
    return quote(Cart("INR", lines or [TEA], **cart), STORE, at=at)


FOUND = diff(priced(AT), priced(LATER, TEA, Line("mug", 1, 100, tax_rate=18)))


def parsed(page: str) -> ET.Element:
    """Return the tree of a page, which is valid XML but for its first line."""
    first, rest = page.split("\n", 1)
    assert "<!DOCTYPE html>" == first
    return ET.fromstring(rest)


def text(element: ET.Element) -> str:
    """Return what an element writes."""
    return "".join(element.itertext())


ROOT = parsed(difference_html(FOUND, title="Marigold"))


def test_the_top_of_the_page() -> None:
    """By how much, from what and to what, and for which moments."""
    (header,) = ROOT.iter("header")

    assert "Marigold · What differs" == text(next(ROOT.iter("title")))
    assert ["Marigold", "What differs", "2026-11-22 12:00 · 2026-12-22 12:00"] == [
        text(each) for each in header if each.tag in ("p", "h1")
    ]
    assert [
        "Difference+₹170.50",
        "To be paid before₹472.50",
        "To be paid after₹643.00",
    ] == [text(each) for each in header.iter("div")]


def test_its_sections_in_order() -> None:
    """What it comes to first, then why, then every total."""
    (main,) = ROOT.iter("main")

    assert [
        ("waterfall", "From ₹472.50 to ₹643.00"),
        ("facts", "What they were made from"),
        ("lines", "Lines"),
        ("offers", "Offers"),
        ("totals", "Totals"),
    ] == [(str(each.get("id")), text(each[0])) for each in main]


def test_each_bar_opens_to_its_rows() -> None:
    """From the one amount to the other, kind by kind."""
    (figure,) = ROOT.iter("figure")
    items = list(figure.iter("li"))
    rows = [[text(cell) for cell in row] for row in items[2].iter("tr")]

    assert [
        "To be paid before₹22.50 of it is tax₹472.50",
        "Promotions+₹50.00",
        "Tax+₹20.50",
        "Goods without tax+₹100.00",
        "To be paid after₹43.00 of it is tax₹643.00",
    ] == [text(next(each.iter("span"))) for each in items]
    assert [
        ["Row", "Difference"],
        ["Tax, Tea, GST 5%", "+₹2.50"],
        ["Tax, mug, GST 18%", "+₹18.00"],
    ] == rows


def test_each_total_opens_to_its_rows() -> None:
    """What it was, what it is, by how much it differs, and what makes that."""
    (tax,) = [
        each for each in ROOT.iter("details") if each.get("id") == "total-total_tax"
    ]
    rows = [[text(cell) for cell in row] for row in tax.iter("tr")]

    assert "Tax in the total₹22.50 → ₹43.00+₹20.50" == text(tax[0])
    assert [["Tax, Tea, GST 5%", "+₹2.50"], ["Tax, mug, GST 18%", "+₹18.00"]] == rows[
        1:
    ]
    assert {each.name for each in FOUND.totals} == {
        str(each.get("id"))[6:]
        for each in ROOT.iter("details")
        if str(each.get("id")).startswith("total-")
    }


def test_what_is_said_of_a_thing() -> None:
    """Its name, in short how it differs, and sentences."""
    items = {text(each[0]): each for each in ROOT.iter("li") if each[0].tag == "strong"}

    assert [
        "Ten off",
        "no longer applies",
        "It saved ₹52.50.",
        "This offer has ended.",
    ] == [text(each) for each in items["Ten off"]]


def test_nothing_differs() -> None:
    """One sentence, and no section."""
    (main,) = parsed(difference_html(diff(priced(AT), priced(AT)))).iter("main")

    assert ["The two quotes say the same."] == [text(each) for each in main]


@pytest.mark.parametrize("locale", LANGUAGES)
def test_it_needs_nothing_else(locale: str) -> None:
    """No script, no address, no id twice, and every language by its name."""
    lines = [
        Line(f"p{i}", 1, 10, tax_rate=5, product_name=x)
        for i, x in enumerate(BAD_NAMES)
    ]
    page = difference_html(diff(priced(AT), priced(LATER, *lines)), locale=locale)
    root = parsed(page)
    ids = [each.attrib["id"] for each in root.iter() if each.get("id")]

    assert locale == root.get("lang")
    assert ("rtl" if locale == "ar" else "ltr") == root.get("dir")
    assert [] == re.findall(r"<script|https?://(?!www\.w3\.org)|\bon\w+=", page)
    assert sorted(set(ids)) == sorted(ids)


def test_equal_inputs_give_equal_pages() -> None:
    """Byte for byte."""
    assert difference_html(FOUND) == difference_html(FOUND)


def test_a_bad_title() -> None:
    """As of the page of a quote."""
    assert [("title", "wrong_type")] == faults_of(difference_html, FOUND, title=7)

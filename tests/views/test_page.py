# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Quotes and refunds as pages: complete, self-contained, and usable by everybody."""

from __future__ import annotations

import re

from importlib.resources import files
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from attrs import evolve
from hypothesis import given, settings

from checkout_core import (
    Cart,
    Customer,
    Line,
    Quote,
    Store,
    coupon,
    dumps,
    promotion,
    quote,
    read_checkout,
)
from checkout_core.ledger.rows import KINDS
from checkout_core.offers import EVERYTHING, amount_off, bonus_points, percentage_off
from checkout_core.refunds import RefundPolicy, cancellation
from checkout_core.testing import strategies as ours
from checkout_core.views import (
    html,
    refund_html,
    refund_waterfall,
    waterfall,
)
from checkout_core.views.labels import ROWS
from checkout_core.wire import Checkout
from tests.factories.faults import faults_of
from tests.factories.names import BAD_NAMES
from tests.factories.refunds import AT, SOLD, note


def demo() -> Checkout:
    """Return the demo's cart and store."""
    text = files("checkout_core").joinpath("demo.json").read_text("utf-8")
    return read_checkout(text)


def priced(checkout: Checkout) -> Quote:
    """Return the quote of a checkout."""
    return quote(checkout.cart, checkout.store, at=checkout.at)


def parsed(page: str) -> ET.Element:
    """Return the tree of a page, which is valid XML but for its first line."""
    first, rest = page.split("\n", 1)
    assert "<!DOCTYPE html>" == first
    return ET.fromstring(rest)


def text(element: ET.Element) -> str:
    """Return what an element writes."""
    return "".join(element.itertext())


def section(root: ET.Element, name: str) -> ET.Element:
    """Return a section by its name."""
    (found,) = [each for each in root.iter("section") if each.get("id") == name]
    return found


def cells(table: ET.Element, part: str) -> list[list[str]]:
    """Return the cells of a part of a table, row by row."""
    (found,) = table.iter(part)
    return [[text(cell) for cell in row] for row in found.iter("tr")]


DEMO = demo()
PAGE = html(priced(DEMO), DEMO.store, title="Marigold", order_number="ORD-1")
ROOT = parsed(PAGE)


def test_the_top_of_a_page() -> None:
    """Whose it is, which order, when, and what is to be paid."""
    (header,) = ROOT.iter("header")

    assert "Marigold · Order ORD-1" == text(next(ROOT.iter("title")))
    assert ["Marigold", "Order ORD-1", "2026-11-05 18:30"] == [
        text(each) for each in header if each.tag in ("p", "h1")
    ]
    assert [
        "To be paid₹3,299.92",
        "Total₹3,709.92",
        "You saved₹383.08",
        "You earn61 points",
    ] == [text(each) for each in header.iter("div")]


def test_its_sections_in_order() -> None:
    """What is asked first stands first."""
    (main,) = ROOT.iter("main")

    assert [
        ("waterfall", "From ₹3,827.00 to ₹3,299.92"),
        ("refusals", "Offers that do not apply"),
        ("lines", "Lines"),
        ("tax", "Tax"),
        ("offers", "Offers that apply"),
        ("story", "How it came about"),
    ] == [(str(each.get("id")), text(each[0])) for each in main]


def test_every_kind_of_row_has_a_name() -> None:
    """Also what an order earns, which only a difference shows."""
    assert set(KINDS) == set(ROWS)


def test_each_bar_opens_to_its_rows() -> None:
    """As many rows as the waterfall has; a total has none and does not open."""
    bars = waterfall(priced(DEMO)).bars
    items = list(section(ROOT, "waterfall").iter("li"))

    for bar, item in zip(bars, items, strict=True):
        tables = list(item.iter("table"))
        rows = cells(tables[-1], "tbody") if tables else []
        assert len(bar.rows) + len(bar.told) == len(rows), bar.key
        assert ("details" == item[0].tag) is bool(rows), bar.key
        assert bar.label in text(item)
        assert bar.figure in text(item)


def test_a_bar_leads_to_its_rules() -> None:
    """The terms and the saving of an offer; rate and taxable value of a tax."""
    items = list(section(ROOT, "waterfall").iter("li"))
    offer, tax, shipping = items[1], items[4], items[5]

    assert ["10% off chosen categories, at most ₹500.00 in all"] == [
        text(each) for each in offer.iter("p")
    ][:1]
    assert "It saves ₹136.24, tax included." in text(offer)
    assert [
        ["CGST", "2.5%", "₹388.55", "₹9.71"],
        ["SGST", "2.5%", "₹388.55", "₹9.71"],
    ] == cells(next(tax.iter("table")), "tbody")
    assert [
        ["CGST", "9%", "₹80.00", "₹7.20"],
        ["SGST", "9%", "₹80.00", "₹7.20"],
    ] == cells(next(shipping.iter("table")), "tbody")


def test_refusals_with_what_would_change_them() -> None:
    """Those that are nearly reached come first and are marked."""
    found = list(section(ROOT, "refusals").iter("li"))

    assert [
        ("near", "500 off from 5,000", "Add ₹1,173.00 more to use this offer."),
        (None, "5% off everything", "Another offer saves you more."),
        (None, "Monsoon sale on apparel", "This offer has ended."),
    ] == [(each.get("class"), text(each[0]), each[0].tail) for each in found]


def test_the_lines_add_up() -> None:
    """Listed, discounts, taxable value, tax, amount: the last row sums them up."""
    (table,) = section(ROOT, "lines").iter("table")
    first, (foot,) = cells(table, "tbody")[0], cells(table, "tfoot")

    assert [
        "Assam gold tea, 250 g5% tax includedHSN 0902",
        "2",
        "₹280.00",
        "₹560.00",
        "-₹22.75",
        "₹511.67",
        "₹25.58CGST 2.5%: ₹12.79SGST 2.5%: ₹12.79",
        "₹537.25",
    ] == first
    assert [
        *("All lines", "15", "", "₹3,827.00", "-₹284.00"),
        *("₹3,399.18", "₹163.24", "₹3,562.42"),
    ] == foot


def test_the_tax_by_rate() -> None:
    """What is exempt is called so; all of it is the tax in the total."""
    (table,) = section(ROOT, "tax").iter("table")

    assert [
        ["0%Exempt", "₹134.31", "", "₹0.00"],
        ["5%", "₹3,264.87", "CGST 2.5%: ₹81.62SGST 2.5%: ₹81.62", "₹163.24"],
        ["18%", "₹125.00", "CGST 9%: ₹11.25SGST 9%: ₹11.25", "₹22.50"],
    ] == cells(table, "tbody")
    assert [["All rates", "₹3,524.18", "", "₹185.74"]] == cells(table, "tfoot")


def test_offers_have_their_terms_if_the_store_is_given() -> None:
    """Without it there is no column of them, and bars say what was saved only."""
    (table,) = section(ROOT, "offers").iter("table")
    bare = parsed(html(priced(DEMO)))
    (without,) = section(bare, "offers").iter("table")

    assert [["Offer", "Terms", "Saved"]] == cells(table, "thead")
    assert [["Offer", "Saved"]] == cells(without, "thead")
    offer = list(section(bare, "waterfall").iter("li"))[1]
    assert ["It saves ₹136.24, tax included."] == [text(x) for x in offer.iter("p")]


def test_the_story_is_the_explanation() -> None:
    """Every sentence, those of a line set in."""
    story = section(ROOT, "story")
    inner = [text(each) for each in story.iter("span") if each.get("class") == "detail"]

    assert "Brass diya, pair: ₹45.00 off ₹450.00." in inner
    assert "₹3,299.92 is to be paid." == text(story)[-24:]


def test_a_page_says_what_it_has_to_say_and_no_more() -> None:
    """A cart without offers, tax, moment and order number."""
    sample = Line("Sample", 1, "10.00", tax_rate=0)
    root = parsed(html(quote(Cart("INR", [sample]), Store("INR"))))

    assert ["waterfall", "lines", "story"] == [
        each.get("id") for each in root.iter("section")
    ]
    assert "What this cart costs" == text(next(root.iter("h1")))


def test_a_code_that_nobody_knows_is_shown_as_it_was_entered() -> None:
    """And a refused coupon has its name and the code."""
    store = Store(
        "INR",
        coupons=[coupon("k", amount_off(10), ["BIG"], minimum_order_total=900)],
        promotions=[promotion("p", percentage_off(10), minimum_order_total=900)],
    )
    tea = Line("tea", 1, "250.00", tax_rate=0)
    names = []
    for code in ("BIG", "NONE"):
        cart = Cart("INR", [tea], coupon_code=code)
        root = parsed(html(quote(cart, store, at="2026-11-22T12:00:00Z")))
        names += [text(each) for each in section(root, "refusals").iter("strong")]

    assert {"p", "k (BIG)", "NONE"} == set(names)


@pytest.mark.parametrize(
    ("locale", "lang", "direction"),
    [("hi_IN", "hi-IN", "ltr"), ("ar", "ar", "rtl"), (None, "en", "ltr")],
)
def test_language_and_direction(locale: str | None, lang: str, direction: str) -> None:
    """Screen readers and browsers are told; names keep their own direction."""
    root = parsed(html(priced(DEMO), DEMO.store, locale=locale))

    assert (lang, direction) == (root.get("lang"), root.get("dir"))
    assert "Assam gold tea, 250 g" in [text(each) for each in root.iter("bdi")]


def test_an_offer_of_points_says_what_it_gives() -> None:
    """It saves no money, and its bar has no width."""
    gift = bonus_points(50, on=EVERYTHING)
    store = Store("INR", coupons=[coupon("k", gift, ["P"], name="Fifty")])
    tea = Line("tea", 1, "250.00", tax_rate=0)
    cart = Cart("INR", [tea], coupon_code="P")
    made = quote(cart, store, at="2026-11-22T12:00:00Z")
    root = parsed(html(made, store))
    bar = list(section(root, "waterfall").iter("li"))[1]

    assert "Fifty (P)+50 points" == text(bar[0][0])
    assert "saves" not in text(bar)
    assert ["Points added points_bonus", "", "50"] == cells(
        next(bar.iter("table")), "tbody"
    )[0]


def test_a_title_is_a_short_text() -> None:
    """One that is not is a fault like any other."""
    expected = [("title", "control_character"), ("order_number", "wrong_type")]

    assert expected == faults_of(html, SOLD, title="a\x00b", order_number=7)
    assert [("title", "too_long")] == faults_of(
        refund_html, SOLD, note(), title="x" * 256
    )


@pytest.mark.parametrize("name", BAD_NAMES)
def test_no_name_leaves_its_text(name: str) -> None:
    """Wherever a document has a text of its own."""
    store = Store("INR", promotions=[promotion("p", amount_off(10), name=name)])
    line = Line("tea", 1, "250.00", tax_rate=5, product_name=name, hsn_code="0902")
    cart = Cart("INR", [line], coupon_code="<i>", customer=Customer(id="<b>"))
    made = quote(cart, store, at="2026-11-22T12:00:00Z")
    root = parsed(html(made, store, title=name[:255], order_number="<u>"))

    assert {"script", "i", "b", "u"}.isdisjoint(each.tag for each in root.iter())


def test_a_page_can_be_used_by_everybody() -> None:
    """Landmarks, one heading of the first order, names of tables, heads of cells."""
    ids = [each.get("id") for each in ROOT.iter() if each.get("id")]
    skip = next(ROOT.iter("a"))

    assert 1 == len(list(ROOT.iter("h1")))
    assert "#main" == skip.get("href")
    assert "main" in ids
    assert len(ids) == len(set(ids))
    for table in ROOT.iter("table"):
        assert "caption" == table[0].tag
        assert all(each.get("scope") in ("col", "row") for each in table.iter("th"))
        assert all("th" == row[0].tag for row in table.iter("tr"))
    for box in ROOT.iter("div"):
        if box.get("class") == "scroll":
            assert ("0", "group") == (box.get("tabindex"), box.get("role"))
            assert box.get("aria-label")
    for each in ROOT.iter("section"):
        assert each.get("aria-labelledby") in ids
    for drawing in ROOT.iter("svg"):
        assert "true" == drawing.get("aria-hidden")


def test_a_page_is_for_paper_and_for_the_dark() -> None:
    """What the style sheet promises; how it looks was looked at."""
    (style,) = ROOT.iter("style")

    for rule in (
        "@page{size:A4",
        "@media print{",
        "details::details-content{content-visibility:visible",
        "@media (prefers-color-scheme:dark){",
        "@media (max-width:40rem){",
        ":focus-visible{outline:",
    ):
        assert rule in str(style.text)


@given(ours.documents())
@settings(max_examples=15)
def test_every_page_needs_nothing_else(document: dict[str, Any]) -> None:
    """No script, no address, no file; equal text for equal inputs."""
    checkout = read_checkout(dumps(document))
    page = html(priced(checkout), checkout.store)
    root = parsed(page)

    assert [] == re.findall(r"\w+://", page)
    assert [] == re.findall(r"@import|\bsrc=|url\((?!#)", page)
    assert {"script", "link", "img", "iframe"}.isdisjoint(x.tag for x in root.iter())
    assert page == html(priced(checkout), checkout.store)


def test_many_lines_and_one_bar() -> None:
    """A thousand lines are a thousand rows; the waterfall stays as short as it was."""
    lines = [Line(f"p{i}", 1, "10.00", tax_rate=5) for i in range(1000)]
    root = parsed(html(quote(Cart("INR", lines), Store("INR"))))
    (table,) = section(root, "lines").iter("table")

    assert 1000 == len(cells(table, "tbody"))
    assert 3 == len(list(section(root, "waterfall").iter("li")))


def test_a_waterfall_says_that_it_opens_where_it_does() -> None:
    """Nothing stands behind the bars of a cart that costs nothing."""
    found = [
        html(quote(Cart("INR", [Line("sample", 1, price, tax_rate=5)]), Store("INR")))
        for price in ("0.00", "10.00")
    ]

    assert [False, True] == ["Open a bar" in page for page in found]


def test_a_refund_as_a_page() -> None:
    """Number, order, moment and reason; where it goes; the goods."""
    root = parsed(refund_html(SOLD, note(reason="does not\nfit"), title="Marigold"))
    (header,) = root.iter("header")
    (table,) = section(root, "lines").iter("table")

    assert "Credit note R1" == text(next(header.iter("h1")))
    assert "for order ORD-1 · 2026-12-01 10:00 · does not fit" == text(header[2])
    assert ["Refund₹562.49", "Earned points, taken back-52"] == [
        text(each) for each in header.iter("div")
    ]
    assert ["tee", "1 of 3"] == cells(table, "tbody")[0][:2]
    assert "₹562.49" == cells(table, "tfoot")[0][-1]


def test_a_refund_of_a_line_that_is_nothing_but_tax() -> None:
    """3.00 is all duty: in a refund its net amount of 0 has no row."""
    pen = Line("pen", 1, "100.00", tax_rate=5)
    tin = Line("tin", 1, "3.00", tax_rate=0, price_including_tax=True, cess_per_unit=9)
    sold = quote(Cart("INR", [pen, tin]), Store("INR"))
    root = parsed(refund_html(sold, cancellation(sold, id="C", at=AT)))
    tables = list(section(root, "waterfall").iter("table"))

    assert [
        ["GST", "5%", "₹100.00", "₹5.00"],
        ["Cess per unit", "", "₹0.00", "₹3.00"],
    ] == cells(tables[0], "tbody")


def test_a_refund_of_everything_as_a_page() -> None:
    """Every bar that has rows opens to them."""
    policy = RefundPolicy(cancellation_charge="50")
    made = evolve(cancellation(SOLD, id="C", at=AT, policy=policy), points_reversed=0)
    root = parsed(refund_html(SOLD, made))
    bars = refund_waterfall(SOLD, made).bars
    items = list(section(root, "waterfall").iter("li"))

    for bar, item in zip(bars, items, strict=True):
        rows = [row for table in item.iter("table") for row in cells(table, "tbody")]
        assert bool(bar.rows) is bool(rows), bar.key
    (header,) = root.iter("header")
    assert "2026-12-01 10:00" == text(header[1])
    assert 1 == len(list(header.iter("div")))

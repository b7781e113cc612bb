# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Waterfalls as pictures: valid, complete, self-contained, the same every time."""

from __future__ import annotations

import re

from decimal import Decimal
from html import escape
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from hypothesis import given, settings

from checkout_core import (
    Cart,
    Line,
    Quote,
    Shipping,
    Store,
    dumps,
    promotion,
    quote,
    read_checkout,
)
from checkout_core.offers import amount_off
from checkout_core.testing import strategies as ours
from checkout_core.views import refund_svg, refund_waterfall, svg, waterfall
from checkout_core.views.markup import (
    breadth,
    element,
    escaped,
    lines_of,
    tag,
)
from checkout_core.views.palette import DARK, FILLS, LIGHT, Palette, colour_of
from checkout_core.views.waterfall.scale import Scale
from tests.factories.names import BAD_NAMES
from tests.factories.refunds import SOLD, note
from tests.paths import ROOT


SVG = "{http://www.w3.org/2000/svg}"
PICTURES = ROOT / "docs" / "pictures"
AT = "2026-11-22T12:00:00+05:30"


def of(*lines: Line, **more: Any) -> Quote:
    """Return the quote of some lines."""
    return quote(Cart("INR", lines), Store("INR", **more), at=AT)


def texts(picture: str) -> list[str]:
    """Return what a picture writes, line by line."""
    found = ET.fromstring(picture).iter(f"{SVG}text")
    return ["".join(each.itertext()) for each in found]


def test_the_picture_of_the_readme_is_what_is_drawn_today() -> None:
    """`checkout-core price docs/pictures/diwali.json --format svg` draws it."""
    document = (PICTURES / "diwali.json").read_text("utf-8")
    checkout = read_checkout(document)
    drawn = svg(quote(checkout.cart, checkout.store, at=checkout.at))

    assert (PICTURES / "waterfall.svg").read_text("utf-8") == f"{drawn}\n"


def test_a_picture_writes_every_bar() -> None:
    """Title, labels, notes and amounts, from top to bottom."""
    tea = Line("Tea", 2, "250.00", tax_rate=5)
    cart = Cart("INR", [tea], shipping=Shipping("60.00", tax_rate=18))
    found = svg(quote(cart, Store("INR")))

    assert [
        "From ₹500.00 to ₹595.80",
        *("Listed amount", "1 line, 2 units", "₹500.00"),
        *("Tax added to prices", "GST 5%", "+₹25.00"),
        *("Shipping", "₹60.00 and ₹10.80 of tax", "+₹70.80"),
        *("To be paid", "₹35.80 of it is tax", "₹595.80"),
    ] == texts(found)


def test_bars_by_hand() -> None:
    """370 pixels are 600.00: 100.00 off are 61.7 of them, striped."""
    tea = Line("Tea", 2, "300.00", tax_rate=0)
    found = svg(of(tea, promotions=[promotion("p", amount_off(100))]))
    bars = [
        (each.get("x"), each.get("width"), each.get("class") or each.get("fill"))
        for each in ET.fromstring(found).iter(f"{SVG}rect")
        if each.get("height") == "18"
    ]
    stripes = re.findall(r"url\(#wf[0-9a-f]{8}-off\)", found)

    assert [
        ("302", "370", "wf-listed"),
        ("610.3", "61.7", "wf-gain"),
        ("610.3", "61.7", stripes[0]),
        ("302", "308.3", "wf-total"),
    ] == bars


def test_a_tiny_amount_can_be_seen_and_nothing_is_a_point() -> None:
    """Two pixels for a paisa of a crore; a free unit has no width at all."""
    gold = Line("Gold", 1, "10000000.00", tax_rate=0)
    found = svg(of(gold, promotions=[promotion("p", amount_off("0.01"))]))
    nothing = svg(of(Line("Sample", 1, "0.00", tax_rate=0)))

    assert '<rect x="670" y="132.5"' in found
    assert 'width="2" height="18" rx="3" class="wf-gain"' in found
    assert 2 == nothing.count('r="5"')


def test_text_alternative() -> None:
    """A title, and a description of every bar; both are referred to."""
    found = svg(SOLD)
    root = ET.fromstring(found)
    ids = {each.get("id"): each.text for each in root if each.get("id")}
    title, text = str(root.get("aria-labelledby")).split()

    assert "img" == root.get("role")
    assert waterfall(SOLD).title == ids[title]
    assert waterfall(SOLD).text == ids[text]


def test_a_refund_is_drawn() -> None:
    """The same for a credit note."""
    root = ET.fromstring(refund_svg(SOLD, note()))

    assert refund_waterfall(SOLD, note()).text == root[1].text


@pytest.mark.parametrize("name", BAD_NAMES)
def test_no_name_leaves_its_text(name: str) -> None:
    """Quotes, brackets, invisible characters, other scripts, and very long names."""
    line = Line("tea", 1, "250.00", tax_rate=5, product_name=name)
    found = svg(of(line, promotions=[promotion("p", amount_off(10), name=name)]))
    root = ET.fromstring(found)

    assert {"svg", "title", "desc", "style", "defs", "pattern", "g"} | {
        *("path", "circle", "rect", "text", "line")
    } == {each.tag.removeprefix(SVG) for each in root.iter()}
    assert all(breadth(each) <= 10 * 42 for each in texts(found))


def test_names_that_have_no_room_are_cut_and_told_in_full() -> None:
    """The whole name is in the description."""
    name = " ".join(["Handloom"] * 30)
    tea = Line("tea", 1, "250.00", tax_rate=0)
    found = svg(of(tea, promotions=[promotion("p", amount_off(10), name=name)]))

    assert "Handloom Handloom Handloom Handloo…" in texts(found)
    assert name in str(ET.fromstring(found)[1].text)


def test_words_from_right_to_left_mirror_the_picture() -> None:
    """What begins at the left begins at the right."""
    tea = Line("Tea", 2, "300.00", tax_rate=0)
    root = ET.fromstring(svg(of(tea), locale="ar"))
    bar = next(each for each in root.iter(f"{SVG}rect") if each.get("rx") == "3")
    group = root.find(f"{SVG}g")

    assert ("158", "370") == (bar.get("x"), bar.get("width"))
    assert group is not None
    assert ("rtl", "ar") == (group.get("direction"), root.get("lang"))


@given(ours.documents())
@settings(max_examples=20)
def test_every_picture_is_valid_and_needs_nothing_else(
    document: dict[str, Any],
) -> None:
    """No script, no address but that of the format, equal text for equal inputs."""
    checkout = read_checkout(dumps(document))
    priced = quote(checkout.cart, checkout.store, at=checkout.at)
    found = svg(priced)
    root = ET.fromstring(found)

    assert ["http://www.w3.org/2000/svg"] == re.findall(r"\w+://[^\"' ]+", found)
    assert "script" not in found
    assert "@import" not in found
    assert found == svg(priced)
    names_of_bars = [bar.label for bar in waterfall(priced).bars]
    rows = [
        each for each in root.iter(f"{SVG}g") if each.find(f"{SVG}title") is not None
    ]
    assert len(names_of_bars) == len(rows)
    for each in root.iter(f"{SVG}rect"):
        x, width = Decimal(str(each.get("x"))), Decimal(str(each.get("width")))
        assert 0 <= x
        assert x + width <= 830


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in channels
    ]
    return sum(
        weight * each
        for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_by_hand() -> None:
    """Black on white is 21; #767676 is the lightest grey that can be read on it."""
    assert 21.0 == contrast("#000000", "#ffffff")
    assert 4.54 == round(contrast("#767676", "#ffffff"), 2)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_everything_can_be_read(palette: Palette) -> None:
    """Text has a contrast of 4.5 on every ground, bars of 3 on theirs (WCAG AA)."""
    for ground in (palette.paper, palette.raised):
        for ink in (palette.ink, palette.soft, palette.link):
            assert 4.5 <= contrast(ink, ground)
    for name in FILLS:
        for ground in (palette.paper, palette.raised):
            assert 3 <= contrast(getattr(palette, name), ground), name


def test_every_kind_of_bar_has_a_colour() -> None:
    """Also one that a later release may add."""
    assert "tender" == colour_of("gift_card")
    assert colour_of("promotion") in FILLS


def test_escaping() -> None:
    """Elements, attributes, and what XML does not allow at all."""
    assert "&lt;a href=&quot;x&quot;&gt;&amp;&#x27;" == escaped('<a href="x">&\'')
    assert "a\ufffdb" == escaped("a\x0bb")
    assert '<text id="&quot;">x</text>' == element("text", "x", id='"')
    assert "<td></td>" == tag("td", class_="")


def scale(low: Decimal, high: Decimal) -> Scale:
    """Return the scale of a line that is 1,000 long."""
    return Scale(low=low, high=high, length=1000, thin=20)


def test_every_character_is_escaped_or_stands_as_it_is() -> None:
    """Five have entities, those that XML does not allow are replaced."""
    characters = [chr(each) for each in range(0x110000)]
    found = {each: escaped(each) for each in characters if escaped(each) != each}
    entities = {each: escape(each) for each in "&<>\"'"}
    control = [*range(9), 11, 12, *range(14, 32)]
    refused = [*control, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]

    assert {**entities, **{chr(each): "\ufffd" for each in refused}} == found


def test_positions_are_exact() -> None:
    """No float can hold these."""
    big = Decimal("999999999999999.99")

    assert 1000 == scale(Decimal(0), big).at(big)
    assert 500 == scale(Decimal("-0.01"), Decimal("0.01")).at(Decimal(0))
    assert 0 == scale(Decimal(5), Decimal(5)).at(Decimal(5))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tea", ["Tea"]),
        ("Assam gold tea leaves", ["Assam gold", "tea leaves"]),
        ("Assam gold tea leaves, whole", ["Assam gold", "tea leaves…"]),
        ("Teeteeteeteetee", ["Teeteeteet…"]),
        ("茶茶茶茶茶茶茶", ["茶茶茶茶茶…"]),
    ],
)
def test_lines_of_text(text: str, expected: list[str]) -> None:
    """Two lines of about 11 letters."""
    assert expected == lines_of(text, 11, 2)


def test_a_vowel_sign_stays_with_its_letter() -> None:
    """The last one is not cut off, whatever room it takes."""
    assert ["aa\u0bbe…"] == lines_of("aa\u0bbe", 3, 1)

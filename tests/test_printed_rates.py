# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What we print is taxed as India taxes it at the moment it shows.

Since 22 September 2025 goods are taxed at nil, 0.25, 1.5, 3, 5, 18 or 40 %
(Notification 9/2025-Central Tax (Rate) of 17 September 2025 and its exemptions,
10/2025).  Of the old rates 28 % ended on 1 February 2026 (19/2025) and 12 % is left
for bricks.
"""

from __future__ import annotations

import json
import re

from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from tests.paths import DOCS, README, SOURCE


#: Goods of the demo by HSN heading: what each is taxed at, and who says so.
COUNCIL = "56th GST Council, 3 September 2025, goods for day-to-day use"
GOODS: dict[str, tuple[Any, str]] = {
    "0801": ("0", "coconuts: exempt, Notification 10/2025-CT (Rate)"),
    "0902": ("5", "tea: Notification 9/2025-CT (Rate), Schedule I"),
    "3401": ("5", f"toilet soap in bars: 18 to 5 %, {COUNCIL}"),
    "6206": (
        [{"up_to": "2500", "rate": "5"}, {"rate": "18"}],
        "apparel of chapters 61 and 62: 5 % up to 2,500 a piece, 18 % above",
    ),
    "7323": ("5", f"household articles of iron and steel: 12 to 5 %, {COUNCIL}"),
    "7418": ("5", f"household articles of copper and brass: 12 to 5 %, {COUNCIL}"),
}


def demo(name: str) -> dict[str, Any]:
    """Return a document that comes along."""
    text = files("checkout_core").joinpath(name).read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.mark.parametrize(
    "items",
    [demo("demo.json")["cart"]["cart_items"], demo("demo-store.json")["catalogue"]],
    ids=["demo", "demo store"],
)
def test_the_demo_taxes_its_goods_as_india_does(items: list[dict[str, Any]]) -> None:
    """Each product has the rate of its heading, and each heading a product."""
    found = {x["hsn_code"]: x.get("tax_slabs", x.get("tax_rate")) for x in items}

    assert {heading: rate for heading, (rate, _) in GOODS.items()} == found


#: A rate as JSON and Python write it, those of slabs and components included.
RATE = re.compile(r"""\b(?:\w+_)?rate["']?\s*[:=]\s*["']?(\d+(?:\.\d+)?)\b""")
TODAY = {Decimal(x) for x in ("0", "0.25", "1.5", "3", "5", "18", "40")}
OLD = {Decimal(12), Decimal(28)}

#: Lines that show another rate, and why they may.
SHOWN = {
    "cola = line_of(": "what it was until then",
    '{"tax_rate": 28, "valid_to": "2025-09-22': "what it was until then",
    'Line("sencha", 1, "1080"': "Japan's rate on food",
    'Cart("JPY", [Line("sencha"': "Japan's rate on food",
    'sencha = Line("sencha"': "Japan's rate on food",
    '{"product_id": "sencha", "quantity": 2': "Japan's rate on food",
    'lamp = Line("lamp", 1, "49.90"': "VAT of a state abroad",
    'Line("lamp", 3, "33.33", tax_rate=19': "VAT of a state abroad",
    'shipping=Shipping("10.00", tax_rate=19)': "VAT of a state abroad",
    "Limits(lines=500": "requests a minute",
    'parts = [{"name": "State", "rate": "6.25"}': "a US state and a city",
}
#: Lines of the source that show 12 or 28.
MADE = {
    ("testing/strategies/carts.py", 'line |= {"tax_rate": "28", "cess_rate":'): "drawn",
}


def others(text: str, wanted: Any) -> list[str]:
    """Return the lines of *text* with a rate that is *wanted*."""
    return [
        each.strip(" .>")
        for each in text.splitlines()
        if any(wanted(Decimal(rate)) for rate in RATE.findall(each))
    ]


def test_what_a_newcomer_sees_is_taxed_as_today() -> None:
    """Pages and demos show no rate that India does not have, but those of a list."""
    pages = [path for path in DOCS.rglob("*.md") if "_build" not in path.parts]
    paths = [README, *pages, SOURCE / "demo.json", SOURCE / "demo-store.json"]
    found = [
        (path.name, each)
        for path in paths
        for each in others(path.read_text("utf-8"), lambda rate: rate not in TODAY)
    ]

    heads = tuple(SHOWN)
    assert [] == [(name, each) for name, each in found if not each.startswith(heads)]
    shown = {head for head in heads for _, each in found if each.startswith(head)}
    assert set(heads) == shown


def test_no_source_shows_a_rate_that_ended() -> None:
    """Neither a docstring nor a document that is shipped says 12 or 28."""
    found = [
        (path.relative_to(SOURCE).as_posix(), each)
        for path in sorted((*SOURCE.rglob("*.py"), *SOURCE.rglob("*.json")))
        for each in others(path.read_text("utf-8"), OLD.__contains__)
    ]

    assert list(MADE) == [
        (name, head)
        for name, each in found
        for _, head in MADE
        if each.startswith(head)
    ]
    assert len(MADE) == len(found)


@pytest.mark.parametrize(
    ("line", "rates"),
    [
        ('"tax_rate": "12",', ["12"]),
        ('Line("tee", 1, "9", tax_rate=12)', ["12"]),
        ('{"up_to": "2500", "rate": "5"}, {"rate": "28"}', ["5", "28"]),
        ('"handling_charge_tax_rate": 28.0', ["28.0"]),
        ('"discount_percent": 12, "tax_rate": "{rate}"', []),
    ],
)
def test_rates_are_found(line: str, rates: list[str]) -> None:
    """However they are written, in JSON and in Python."""
    assert rates == RATE.findall(line)

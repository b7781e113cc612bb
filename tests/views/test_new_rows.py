# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A cart with everything on every paper: conditions, sets, codes, cards, part payment.

Two shirts at 1,499.00 for 1,199.00 each, four mugs of which any three are 999.00, and
2,500 g of rice at 65.00 per kilogram come to 3,908.50; the bank takes 10 % off, two
coupons 100.00 and 5 %, points 10.00.  Half the delivery, at most 40.00, is free; a gift
wrap was chosen, a gift card pays 500.00, and a quarter of the rest is due now.
"""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from checkout_core import (
    Cart,
    Customer,
    Line,
    Loyalty,
    Quote,
    Store,
    diff,
    quote,
)
from checkout_core.cart import GiftCard
from checkout_core.refunds import refund
from checkout_core.views import (
    LANGUAGES,
    credit_note,
    difference_html,
    differences,
    explain,
    html,
    receipt,
    refund_html,
    refund_waterfall,
    svg,
    waterfall,
)
from tests.factories.everything import AT, CART, STORE


SOLD = quote(CART, STORE, at=AT)


def test_the_receipt() -> None:
    """From the first line to what is due when, digit by digit.

    10 % of 3,908.50 are 390.85; 5 % of 3,417.65 are 170.88; 76.82 less 47.20 is the
    delivery with its tax; 25 % of 2,848.52 are 712.13.
    """
    lines = receipt(SOLD).splitlines()
    first = lines.index("rice                                     ₹162.50")
    last = lines.index("  Due on delivery                      ₹2,036.39")

    assert [
        "rice                                     ₹162.50",
        "  2,500 g at ₹65.00 per 1,000 g, plus 5% tax",
        "-" * 48,
        "4 lines, 7 units                       ₹4,656.50",
        "Diwali price                            -₹600.00",
        "Any 3 mugs for 999                      -₹148.00",
        "Marigold Bank                           -₹390.85",
        "100 off (A100)                          -₹100.00",
        "5 % off (B5)                            -₹170.88",
        "40 points                                -₹10.00",
        "Tax added to prices                        ₹6.73",
        "Shipping, tax included                   ₹116.82",
        "Half the delivery                        -₹47.20",
        "Gift wrap                                 ₹35.40",
        "=" * 48,
        "Total                                  ₹3,348.52",
        "Gift card ****2222                      -₹500.00",
        "-" * 48,
        "To be paid                             ₹2,848.52",
        "  Due now                                ₹712.13",
        "  Due on 2026-12-24                      ₹100.00",
        "  Due on delivery                      ₹2,036.39",
    ] == lines[first : last + 1]


@pytest.mark.parametrize(
    "sentence",
    [
        "rice: 2,500 g at ₹65.00 per 1,000 g is ₹162.50, plus 5% tax.",
        'The promotion "Half the delivery" took off ₹40.00 of the shipping.',
        (
            'The coupon "1 % off" does not apply: as many coupons as can be used apply'
            " already."
        ),
        'The code "XYZ" does not apply: no coupon has this code.',
        (
            'The charge "COD fee" does not apply: it is for payments with cash on'
            " delivery."
        ),
        "The gift card ****1111 does not pay: it had ended.",
        "40 points pay ₹10.02.",
        (
            "This is a discount: ₹10.00 is off the prices of the goods, and tax is on"
            " what is left."
        ),
        "The gift card ****2222 pays ₹500.00.",
        "₹2,848.52 is to be paid.",
        "  Due now: ₹712.13.",
        "  Due on 2026-12-24: ₹100.00.",
        "  Due on delivery: ₹2,036.39.",
    ],
)
def test_the_explanation(sentence: str) -> None:
    """Each thing is told once."""
    assert 1 == explain(SOLD, STORE).splitlines().count(sentence)


def test_the_waterfall() -> None:
    """Each step is one of the receipt's, and its section adds up to its rows."""
    bars = waterfall(SOLD).bars

    assert [
        ("points_discount", "points", Decimal("-10.00")),
        ("tax", "tax", Decimal("6.73")),
        ("shipping", "shipping", Decimal("116.82")),
        ("free_shipping", "free_shipping", Decimal("-47.20")),
        ("charge:0", "charge", Decimal("35.40")),
        ("total", "total", Decimal("3348.52")),
        ("gift_card:2", "gift_card", Decimal("-500.00")),
        ("to_be_paid", "total", Decimal("2848.52")),
    ] == [(each.key, each.kind, each.amount) for each in bars[-8:]]
    moved = [row for bar in bars for row in bar.rows]
    assert len(moved) == len(set(moved))


def test_the_page() -> None:
    """What is due when stands at the top, and what is refused has its name."""
    root = ET.fromstring(html(SOLD, STORE).partition("\n")[2])
    header = next(root.iter("header"))
    (refused,) = [each for each in root.iter("section") if each.get("id") == "refusals"]

    assert [
        "To be paid₹2,848.52",
        "Due now₹712.13",
        "Due on 2026-12-24₹100.00",
        "Due on delivery₹2,036.39",
        "Total₹3,348.52",
        "You saved₹1,458.31",
    ] == ["".join(each.itertext()) for each in header.iter("div")]
    assert "What does not apply" == refused[0].text
    assert ["1 % off", "XYZ", "COD fee", "Gift card ****1111"] == [
        "".join(each[0].itertext()) for each in refused.iter("li")
    ]


def test_no_view_shows_a_code() -> None:
    """Of a gift card it shows the last four characters."""
    note = refund(SOLD, {0: 2}, id="R1", at="2026-12-01T10:00:00Z")
    found = diff(quote(CART.changed(gift_cards=[]), STORE, at=AT), SOLD)
    views = [
        receipt(SOLD),
        explain(SOLD, STORE),
        html(SOLD, STORE),
        svg(SOLD),
        credit_note(SOLD, note),
        refund_html(SOLD, note),
        differences(found),
        difference_html(found),
    ]

    assert [] == [each for each in views if "BBBB2222" in each or "AAAA1111" in each]
    assert all("****2222" in each for each in (*views[:4], *views[6:]))


def test_a_card_without_a_balance() -> None:
    """It is refused, and told once."""
    empty = CART.changed(gift_cards=[GiftCard("CCCC3333", 0)])
    text = explain(quote(empty, STORE, at=AT), STORE)

    assert 1 == text.count("****3333")
    assert "The gift card ****3333 does not pay: its balance is 0." in text


def lamp(mode: str) -> Quote:
    """Return the quote of a lamp for 118.00, of which 100 points of 0.25 are used."""
    store = Store("INR", loyalty=Loyalty(value_per_point="0.25", points_mode=mode))
    buyer = Customer(loyalty_points_balance=100)
    line = Line("lamp", 1, "118.00", tax_rate=18, price_including_tax=True)
    cart = Cart("INR", [line], customer=buyer, loyalty_points_redeemed=100)
    return quote(cart, store)


def test_points_that_are_a_discount_come_back() -> None:
    """They pay nothing, so that the credit note has their number and no amount."""
    sold = lamp("discount")
    note = refund(sold, {0: 1}, id="R1", at="2026-12-01T10:00:00Z")

    assert "Given back                            100 points" in credit_note(sold, note)
    assert ("points:1", "100 points", Decimal("0.00")) == [
        (each.key, each.figure, each.amount)
        for each in refund_waterfall(sold, note).bars
    ][-1]


def test_two_ways_of_points() -> None:
    """As a discount they lower the tax: 14.19 in place of 18.00."""
    found = diff(lamp("tender"), lamp("discount"))

    assert Decimal("0.00") == found.to_be_paid
    assert ("18.00", "14.19") == (
        str(found.before.totals.total_tax),
        str(found.after.totals.total_tax),
    )
    assert "Discount for points, lamp                -₹21.19" in differences(found)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_language_has_all_of_it(locale: str) -> None:
    """Amounts and units are the locale's, and no fact is lost."""
    text = receipt(SOLD, locale=locale)

    assert "****2222" in text
    assert "40" in text

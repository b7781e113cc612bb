# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Rates that depend on the price, decided after discounts (apparel, footwear)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.carts import line
from tests.factories.offers import coupon, fixed, percentage, promotion
from tests.factories.tables import case
from tests.factories.tax import quoted, refused, taxes


#: Since 22 September 2025: 5 % up to 2,500 a piece, 18 % above.
APPAREL = [{"up_to": "2500", "rate": "5"}, {"up_to": None, "rate": "18"}]


def rate(said: str, *offers: dict[str, Any], **fields: Any) -> str:
    """Return the rate that holds for one line of apparel."""
    found = quoted([line(said, tax_slabs=APPAREL, **fields)], *offers)
    return str(found.lines[0].tax_rate)


def off(amount: str) -> dict[str, Any]:
    """Return a discount of an amount on everything."""
    return promotion("discount", fixed(amount), "all")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        case("2500 is still 5 %", "A 1 x 2500.00", "5"),
        case("a paisa above is 18 %", "A 1 x 2500.01", "18"),
        case("it is a piece's price", "A 10 x 2500.00", "5"),
        case("inside: 2625 / 1.05 = 2500", "A 1 x 2625.00 inside", "5"),
        case("2625.01 / 1.05 > 2500", "A 1 x 2625.01 inside", "18"),
        case("2950 / 1.18 = 2500, yet 5 % came first", "A 1 x 2950.00 inside", "18"),
        case("2951 / 1.18 > 2500", "A 1 x 2951.00 inside", "18"),
        case("for nothing", "A 1 x 0", "5"),
    ],
)
def test_the_threshold(said: str, expected: str) -> None:
    """Net for a unit without tax, not rounded; the first slab that holds."""
    assert expected == rate(said)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [case("3000 - 500 = 2500", "500", "5"), case("3000 - 499 = 2501", "499", "18")],
)
def test_discounts_come_first(amount: str, expected: str) -> None:
    """The transaction value decides, not the price on the tag."""
    assert expected == rate("A 1 x 3000.00", off(amount))
    code = coupon("discount", fixed(amount), "all")
    assert expected == rate("A 1 x 3000.00", code)


@pytest.mark.parametrize(
    ("amount", "expected"), [("0.03", "5"), ("0.02", "18"), ("0.01", "18")]
)
def test_the_average_of_the_units_decides(amount: str, expected: str) -> None:
    """3 x 2500.01 less 0.03 is 2500.00 each; less 0.02 it is above, unrounded."""
    assert expected == rate("A 3 x 2500.01", off(amount))


def test_what_a_platform_pays_does_not_lower_the_value() -> None:
    """A cashback of 500 leaves 3000 to tax: 18 %."""
    theirs = {**off("500"), "x_checkout_core": {"funded_by": "platform"}}

    assert "18" == rate("A 1 x 3000.00", theirs)


def test_a_cess_is_in_the_divisor() -> None:
    """2650 / 1.06 = 2500 with 5 % and 1 % inside."""
    assert "5" == rate("A 1 x 2650.00 inside", cess_rate="1")
    assert "18" == rate("A 1 x 2650.01 inside", cess_rate="1")


def test_a_specific_cess_is_taken_off_before() -> None:
    """2645 less 20 a unit, / 1.05 = 2500; less than the cess is nothing."""
    assert "5" == rate("A 2 x 2645.00 inside", cess_per_unit="20")
    assert "18" == rate("A 2 x 2645.01 inside", cess_per_unit="20")
    assert "5" == rate("A 1 x 1.00 inside", cess_per_unit="20")
    assert "5" == rate("A 1 x 2500.00", cess_per_unit="20")


def test_three_slabs() -> None:
    """Each edge belongs to the slab it closes."""
    slabs = [
        {"up_to": "1000", "rate": "0"},
        {"up_to": "2000", "rate": "5"},
        {"rate": "12"},
    ]
    lines = [
        line(f"{name} 1 x {price}", tax_slabs=slabs)
        for name, price in (
            ("A", "1000"),
            ("B", "1000.01"),
            ("C", "2000"),
            ("D", "9999"),
        )
    ]
    found = quoted(lines)

    assert ["0", "5", "5", "12"] == [str(each.tax_rate) for each in found.lines]


def test_one_slab_is_a_rate() -> None:
    """A single slab without an edge holds always, and beats tax_rate."""
    found = quoted([line("A 1 x 100.00 at 40", tax_slabs=[{"rate": "5"}])])

    assert ["GST 5.00"] == taxes(found)


def test_offers_are_shown_at_the_rate_that_holds_in_the_end() -> None:
    """3000 with 18 % on top less 20 %: 2400 at 5 %, all amounts at 5 %."""
    found = quoted(
        [line("A 1 x 3000.00", tax_slabs=APPAREL)],
        promotion("discount", percentage("20"), "all"),
    )

    assert "2520.00" == str(found.to_be_paid)
    assert "630.00" == str(found.totals.promotion_savings)


@pytest.mark.parametrize(
    ("slabs", "expected"),
    [
        case("descending", [("9", "5"), ("8", "5"), (None, "5")], ("", "bad_slabs")),
        case(
            "twice the same", [("9", "5"), ("9", "5"), (None, "5")], ("", "bad_slabs")
        ),
        case("two without an edge", [(None, "5"), (None, "5")], ("", "bad_slabs")),
        case("none without an edge", [("9", "5")], ("", "bad_slabs")),
        case("no rate", [("9", None), (None, "5")], ("[0].rate", "required")),
        case("a bad rate", [(None, "x")], ("[0].rate", "bad_rate")),
        case("a bad edge", [("x", "5"), (None, "5")], ("[0].up_to", "bad_amount")),
        case("off the grid", [("9.001", "5"), (None, "5")], ("[0].up_to", "off_grid")),
    ],
)
def test_bad_slabs(
    slabs: list[tuple[str | None, str | None]], expected: tuple[str, str]
) -> None:
    """They ascend, and only the last has no edge."""
    given = [{"up_to": edge, "rate": percent} for edge, percent in slabs]
    path, code = expected

    assert [(f"cart.cart_items[0].tax_slabs{path}", code)] == refused(
        said=[line("A 1 x 1.00", tax_slabs=given)]
    )

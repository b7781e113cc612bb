# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Categories beside rates, and the tax summed up by category, rate and HSN code."""

from __future__ import annotations

from typing import Any

import pytest

from checkout_core import CheckoutError, Line
from tests.factories.carts import line
from tests.factories.tables import case
from tests.factories.tax import named, quoted, refused


CATEGORIES = ("zero", "exempt", "reverse_charge", "export", "outside_scope")


def table(found: Any) -> list[str]:
    """Return the rows of tax, each in one text."""
    return [
        f"{each.category} {each.rate} {each.taxable_value} {named(each.components)}"
        for each in found.figures.tax_rows
    ]


def test_five_ways_to_owe_nothing_are_five_rows() -> None:
    """They all charge 0 and report differently, and standard at 0 is a sixth."""
    lines = [
        line(f"{each} 1 x 10.00", tax_category=each)
        for each in (*CATEGORIES, "standard")
    ]
    found = quoted(lines)

    assert [
        f"{each} 0 10.00 GST 0.00" for each in sorted((*CATEGORIES, "standard"))
    ] == (table(found))


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize(
    "fields",
    [
        case("a rate", {"tax_rate": "5"}),
        case("slabs", {"tax_slabs": [{"rate": "0"}]}),
        case("a cess", {"cess_rate": "1"}),
        case("a specific cess", {"cess_per_unit": "1"}),
        case("components", {"tax_components": [{"name": "X", "rate": "0"}]}),
    ],
)
def test_they_carry_no_rate(category: str, fields: dict[str, Any]) -> None:
    """A category other than standard needs rate 0, no slabs and no cess."""
    one = line("A 1 x 1.00", tax_category=category, **fields)
    expected = [("cart.cart_items[0].tax_category", "category_needs_zero_rate")]

    assert expected == refused(said=[one])


def test_the_fault_shows_the_category_as_it_was_written() -> None:
    """A reader of the message sees the document's own word."""
    with pytest.raises(CheckoutError) as raised:
        Line("A", 1, "1.00", tax_rate=5, tax_category="export")

    assert str(raised.value).endswith("drop them (got 'export')")


def test_a_category_nobody_knows() -> None:
    """Categories are a closed list."""
    one = line("A 1 x 1.00", tax_category="free")

    assert [("cart.cart_items[0].tax_category", "not_a_choice")] == refused(said=[one])


def test_goods_and_charges_at_one_rate_are_one_row() -> None:
    """Goods, delivery, handling and charges add up by rate, freed delivery does not."""
    said = [
        line(
            "A 2 x 100.00 at 18",
            handling_charge_excluding_tax="5.00",
            handling_charge_tax_rate="18",
        ),
        line("B 1 x 100.00 at 5"),
    ]
    store: dict[str, Any] = {
        "charges": [{"name": "gift wrap", "amount": "30.00", "tax_rate": "12"}]
    }
    cart = {"shipping": {"estimated_cost": "50.00", "tax_rate": "5"}}
    found = quoted(said, seller="Goa", to="Goa", store=store, cart=cart)

    assert [
        "standard 5 150.00 CGST 3.75 SGST 3.75",
        "standard 12 30.00 CGST 1.80 SGST 1.80",
        "standard 18 210.00 CGST 18.90 SGST 18.90",
    ] == table(found)

    store["free_shipping_threshold"] = "300"
    free = quoted(said, seller="Goa", to="Goa", store=store, cart=cart)
    assert "standard 5 100.00 CGST 2.50 SGST 2.50" == table(free)[0]


def test_goods_by_hsn_code() -> None:
    """Quantities and values add up by code and rate; lines without a code stay out."""
    lines = [
        line("A 2 x 100.00 at 18", hsn_code="6109"),
        line("B 1 x 118.00 at 18 inside", hsn_code="6109"),
        line("C 4 x 10.00 at 5", hsn_code="6109"),
        line("D 1 x 10.00 at 5", hsn_code="4901"),
        line("E 9 x 10.00 at 5"),
    ]
    found = quoted(lines, seller="Goa", to="Goa")

    assert [
        ("4901", "5", 1, "10.00", "CGST 0.25 SGST 0.25"),
        ("6109", "5", 4, "40.00", "CGST 1.00 SGST 1.00"),
        ("6109", "18", 3, "300.00", "CGST 27.00 SGST 27.00"),
    ] == [
        (
            each.hsn_code,
            str(each.rate),
            each.quantity,
            str(each.taxable_value),
            named(each.components),
        )
        for each in found.figures.hsn_rows
    ]


def test_one_rate_with_and_without_a_specific_cess_are_two_rows() -> None:
    """Rows have the same components, so these cannot be one."""
    lines = [line("A 1 x 10.00 at 18", cess_per_unit="1"), line("B 1 x 10.00 at 18")]
    found = quoted(lines)

    assert [
        "standard 18 10.00 GST 1.80",
        "standard 18 10.00 GST 1.80 CESS PER UNIT 1.00",
    ] == table(found)

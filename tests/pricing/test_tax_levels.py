# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Where tax is rounded: on each line, on each unit, once on the document."""

from __future__ import annotations

import pytest

from checkout_core.pricing.taxes import allocate_within
from tests.factories.offers import fixed, promotion
from tests.factories.tables import case
from tests.factories.tax import quoted, taxes


LEVELS = ("line", "unit", "document")


@pytest.mark.parametrize(
    ("level", "tax"), [("line", "2.50"), ("unit", "2.50"), ("document", "2.52")]
)
def test_fifty_lines_of_28_paise(level: str, tax: str) -> None:
    """50 x 0.0504: by line 2.50, on the document 2.52."""
    said = "; ".join(f"L{at:02} 1 x 0.28 at 18" for at in range(50))
    found = quoted(said, tax={"level": level})

    assert tax == str(found.totals.total_tax)
    assert tax == str(sum(each.tax_amount for each in found.lines))


@pytest.mark.parametrize(
    ("level", "tax"), [("line", "0.05"), ("unit", "0.06"), ("document", "0.05")]
)
def test_two_units_of_14_paise(level: str, tax: str) -> None:
    """2 x 0.0252: each unit rounds up, the line of 0.0504 does not."""
    found = quoted("A 2 x 0.14 at 18", tax={"level": level})

    assert tax == str(found.totals.total_tax)


def test_units_share_what_a_discount_left() -> None:
    """10.00 on 3 units: 3.34, 3.33, 3.33, with 18 % inside 0.51 each."""
    off = promotion("discount", fixed("0.05"), "all")
    found = quoted("A 3 x 3.35 at 18 inside", off, tax={"level": "unit"})

    # 3.34 x 18/118 = 0.5095, 3.33 x 18/118 = 0.5080; 10.00 x 18/118 = 1.5254.
    assert ["GST 1.53"] == taxes(found)
    assert "8.47" == str(found.lines[0].taxable_value)


def test_on_a_document_the_remainders_decide() -> None:
    """1.99, 2.99 and 0.49 at 18 %: 0.9846 is 0.98 of which 0.36, 0.53, 0.09."""
    found = quoted(
        "A 1 x 1.99 at 18; B 1 x 2.99 at 18; C 1 x 0.49 at 18",
        tax={"level": "document"},
    )

    # 98 x 199/547 = 35.65, 98 x 299/547 = 53.57, 98 x 49/547 = 8.78: C, then A.
    assert ["GST 0.36", "GST 0.53", "GST 0.09"] == taxes(found)


def test_on_a_document_the_halves_move_as_a_pair() -> None:
    """7.60 twice at 12 %: halves of 0.912 together, 0.46 and 0.45 on the lines."""
    found = quoted(
        "A 1 x 7.60 at 12; B 1 x 7.60 at 12",
        seller="Goa",
        to="Goa",
        tax={"level": "document"},
    )

    assert ["CGST 0.46 SGST 0.46", "CGST 0.45 SGST 0.45"] == taxes(found)


def test_each_category_rate_and_basis_is_rounded_by_itself() -> None:
    """Four groups of 0.28 at 18 %, 0.28 inside, 5 % and exempt."""
    lines = [
        {"product_id": each, "quantity": 1, "selling_price": "0.28", **tax}
        for each, tax in (
            ("A", {"tax_rate": "18"}),
            ("B", {"tax_rate": "18"}),
            ("C", {"tax_rate": "18", "price_including_tax": True}),
            ("D", {"tax_rate": "18", "price_including_tax": True}),
            ("E", {"tax_rate": "5"}),
            ("F", {"tax_rate": "0", "tax_category": "exempt"}),
            ("G", {"tax_rate": "0"}),
        )
    ]
    found = quoted(lines, tax={"level": "document"})

    # 0.56 x 18 % = 0.1008; 0.56 x 18/118 = 0.0854; 0.28 x 5 % = 0.014.
    expected = ["0.05", "0.05", "0.05", "0.04", "0.01", "0.00", "0.00"]
    assert expected == [str(each.tax_amount) for each in found.lines]


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        case(
            "two units on three lines with room for one each",
            "Goa",
            ["IGST 0.01", "IGST 0.01", "IGST 0.00"],
        ),
        case(
            "a pair finds no line with room for both",
            "Kerala",
            ["CGST 0.00 SGST 0.00"] * 3,
        ),
    ],
)
def test_lines_without_room_are_passed_over(to: str, expected: list[str]) -> None:
    """Three lines of 0.01 at 100 % inside: 0.015 rounds to 0.02, two times 0.0075."""
    said = "; ".join(f"{name} 1 x 0.01 at 100 inside" for name in "ABC")
    found = quoted(said, seller="Kerala", to=to, tax={"level": "document"})

    assert expected == taxes(found)
    assert "0.03" == str(found.to_be_paid)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("cess", ["0", "5"])
def test_a_line_of_nothing_owes_nothing(level: str, cess: str) -> None:
    """Free lines keep their components, at 0."""
    line = {"product_id": "A", "quantity": 3, "selling_price": "0", "tax_rate": "18"}
    line |= {"cess_per_unit": cess}
    found = quoted([line], tax={"level": level})

    assert "0.00" == str(found.to_be_paid)
    assert 1 + (cess != "0") == len(found.lines[0].components)


class TestSpread:
    """`allocate_within`: shares with room."""

    @pytest.mark.parametrize(
        ("total", "weights", "room", "size", "expected"),
        [
            case("without room it is allocate", 10, [1, 1, 1], None, 1, [4, 3, 3]),
            case("with room enough too", 10, [1, 1, 1], [9, 9, 9], 1, [4, 3, 3]),
            case("a full line is passed over", 3, [1, 1, 4], [0, 9, 9], 1, [0, 1, 2]),
            case("left over units go round again", 9, [1, 1], [9, 1], 1, [8, 1]),
            case("a pair takes two", 4, [1, 1], [4, 3], 2, [2, 1]),
            case("nothing to give", 0, [1, 1], [0, 0], 1, [0, 0]),
        ],
    )
    def test_by_hand(
        self,
        total: int,
        weights: list[int],
        room: list[int] | None,
        size: int,
        expected: list[int],
    ) -> None:
        """Remainders, then the larger weight, then the smaller rank."""
        ranks = range(len(weights))

        assert expected == allocate_within(total, weights, ranks, room, size)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Cess: a share of the net amount, or a fixed sum for each unit, or both."""

from __future__ import annotations

import pytest

from tests.factories.carts import line
from tests.factories.offers import free_goods, percentage, promotion
from tests.factories.tables import case
from tests.factories.tax import priced, quoted, taxes


@pytest.mark.parametrize(
    ("said", "fields", "tax", "taxable"),
    [
        case(
            "28 + 12 on top of 100",
            "A 1 x 100.00 at 28",
            {"cess_rate": "12"},
            "GST 28.00 CESS 12.00",
            "100.00",
        ),
        case(
            "28 + 12 within 140",
            "A 1 x 140.00 at 28 inside",
            {"cess_rate": "12"},
            "GST 28.00 CESS 12.00",
            "100.00",
        ),
        case(
            "20 a unit on top",
            "A 2 x 100.00 at 18",
            {"cess_per_unit": "20"},
            "GST 36.00 CESS PER UNIT 40.00",
            "200.00",
        ),
        case(
            "20 a unit within: 160 x 18/118",
            "A 2 x 100.00 at 18 inside",
            {"cess_per_unit": "20"},
            "GST 24.41 CESS PER UNIT 40.00",
            "135.59",
        ),
        case(
            "5 % and 4.17 for each of a thousand cigarettes",
            "A 1000 x 10.00 at 28",
            {"cess_rate": "5", "cess_per_unit": "4.17"},
            "GST 2800.00 CESS 500.00 CESS PER UNIT 4170.00",
            "10000.00",
        ),
        case(
            "both within 173.00",
            "A 1 x 173.00 at 28 inside",
            {"cess_rate": "12", "cess_per_unit": "33"},
            "GST 28.00 CESS 12.00 CESS PER UNIT 33.00",
            "100.00",
        ),
        case(
            "more than the price holds",
            "A 1 x 10.00 at 18 inside",
            {"cess_per_unit": "20"},
            "GST 0.00 CESS PER UNIT 10.00",
            "0.00",
        ),
        case(
            "a cess alone",
            "A 1 x 50.00 at 0",
            {"cess_rate": "60"},
            "GST 0.00 CESS 30.00",
            "50.00",
        ),
    ],
)
def test_by_hand(said: str, fields: dict[str, str], tax: str, taxable: str) -> None:
    """It is one more component on the same base, in the divisor of a price."""
    found = priced(said, **fields)

    assert [tax] == taxes(found)
    assert taxable == str(found.lines[0].taxable_value)


def test_it_is_never_halved_and_not_in_the_rate_shown() -> None:
    """Within a state: CGST 14, SGST 14 and the whole cess; the rate shown is 28."""
    found = quoted([line("A 1 x 100.00 at 28", cess_rate="12")], seller="Goa", to="Goa")

    (one,) = found.lines
    assert ["CGST 14.00 SGST 14.00 CESS 12.00"] == taxes(found)
    assert ("28", "12") == (str(one.tax_rate), str(one.cess_rate))
    assert "40.00" == str(one.tax_amount)


@pytest.mark.parametrize("level", ["line", "unit", "document"])
@pytest.mark.parametrize("inside", [False, True])
def test_a_specific_cess_at_every_level(level: str, inside: bool) -> None:  # noqa: FBT001
    """3 units at 4.00: 12.00 wherever tax is rounded."""
    one = line("A 3 x 100.00 at 18", cess_per_unit="4.00", price_including_tax=inside)
    found = quoted([one], tax={"level": level})

    assert "12.00" == str(found.lines[0].components[-1].amount)


def test_on_a_document_a_specific_cess_is_taken_off_first() -> None:
    """160 of the 200 hold 18 %, as on a line: 160 x 18/118 = 24.41."""
    found = quoted(
        [line("A 2 x 100.00 at 18 inside", cess_per_unit="20")],
        tax={"level": "document"},
    )

    assert ["GST 24.41 CESS PER UNIT 40.00"] == taxes(found)
    assert "135.59" == str(found.lines[0].taxable_value)


def test_on_a_document_each_line_owes_its_own() -> None:
    """Fifty lines of 0.28 in two sizes: GST of one group, a cess for each unit."""
    lines = [
        line(f"L{at:02} {1 + at % 2} x 0.{28 // (1 + at % 2)} at 18", cess_per_unit="1")
        for at in range(50)
    ]
    found = quoted(lines, tax={"level": "document"})

    # 14.00 x 18 % = 2.52, and 25 + 50 units.
    assert "2.52" == str(sum(each.components[0].amount for each in found.lines))
    assert "75.00" == str(sum(each.components[1].amount for each in found.lines))


def test_nothing_is_due_on_units_that_were_given_away() -> None:
    """A line at 100 % off has no cess, whatever it says for a unit."""
    off = promotion("discount", percentage("100"), "all")
    found = quoted([line("A 2 x 100.00 at 18", cess_per_unit="20")], off)

    assert ["GST 0.00 CESS PER UNIT 0.00"] == taxes(found)
    assert "0.00" == str(found.to_be_paid)


def test_a_discount_saves_both_halves_and_the_cess() -> None:
    """10 % of 100.00 saves 10.00, CGST 0.90, SGST 0.90 and a cess of 1.20."""
    off = promotion("discount", percentage("10"), "all")
    found = quoted(
        [line("A 1 x 100.00 at 18", cess_rate="12")], off, seller="Goa", to="Goa"
    )

    assert "13.00" == str(found.totals.promotion_savings)


def test_free_units_save_their_own_cess() -> None:
    """One of 100.00 at 18 with 20 for each unit saves 138.00."""
    gift = promotion("free-goods", free_goods((2, 1)))
    found = quoted([line("A 2 x 100.00 at 18", cess_per_unit="20")], gift)

    assert "138.00" == str(found.totals.promotion_savings)
    assert "276.00" == str(found.to_be_paid)


def test_the_price_of_one_unit_without_tax() -> None:
    """160 of 200 hold 18 %; one unit of 80 holds 12.20, so 67.80 are its value."""
    found = priced("A 2 x 100.00 at 18 inside", cess_per_unit="20")

    assert "67.80" == str(found.lines[0].selling_price_excluding_tax)


def test_what_was_due_for_cigarettes_before_february_2026() -> None:
    """Cess is listed by rate in the summaries."""
    lines = [
        line("A 10 x 20.00 at 28", cess_rate="5", hsn_code="2402"),
        line("B 10 x 20.00 at 40", hsn_code="2402"),
    ]
    found = quoted(lines, seller="Goa", to="Kerala")

    assert [("28", "5", "200.00"), ("40", "0", "200.00")] == [
        (str(each.rate), str(each.cess_rate), str(each.taxable_value))
        for each in found.figures.tax_rows
    ]
    assert [("2402", "28", "5", 10), ("2402", "40", "0", 10)] == [
        (each.hsn_code, str(each.rate), str(each.cess_rate), each.quantity)
        for each in found.figures.hsn_rows
    ]

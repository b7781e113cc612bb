# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Taxes of several parts that are not GST: parallel ones and compound ones."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core.views.invoices import check_en16931, en16931
from tests.factories.carts import line
from tests.factories.tables import case
from tests.factories.tax import quoted, refused, taxes


def parts(*given: tuple[str, str] | tuple[str, str, bool]) -> list[dict[str, Any]]:
    """Return components from (name, rate) or (name, rate, compound)."""
    keys = ("name", "rate", "compound")
    return [dict(zip(keys, each, strict=False)) for each in given]


#: Both on the price since 2013; before, the second on the price and the first.
TODAY = parts(("GST", "5"), ("QST", "9.975"))
BEFORE = parts(("GST", "5"), ("QST", "9.5", True))
ALABAMA = parts(("STATE", "4"), ("COUNTY", "1"), ("CITY", "5"))


@pytest.mark.parametrize(
    ("said", "components", "expected"),
    [
        case("Quebec: 100.00", "A 1 x 100.00", TODAY, "GST 5.00 QST 9.98"),
        case("Quebec: 9.975 % of 39.99", "A 1 x 39.99", TODAY, "GST 2.00 QST 3.99"),
        case(
            "before 2013: 9.5 % of 210", "A 1 x 200.00", BEFORE, "GST 10.00 QST 19.95"
        ),
        case(
            "from the exact 41.9895 and not from 41.99",
            "A 1 x 39.99",
            BEFORE,
            "GST 2.00 QST 3.99",
        ),
        case(
            "229.95 with both inside",
            "A 1 x 229.95 inside",
            BEFORE,
            "GST 10.00 QST 19.95",
        ),
        case(
            "229.95 with today's inside",
            "A 1 x 229.95 inside",
            TODAY,
            "GST 10.00 QST 19.95",
        ),
        case(
            "state, county and city, each rounded",
            "A 1 x 19.99",
            ALABAMA,
            "STATE 0.80 COUNTY 0.20 CITY 1.00",
        ),
        case(
            "state, county and city within 21.99",
            "A 1 x 21.99 inside",
            ALABAMA,
            "STATE 0.80 COUNTY 0.20 CITY 1.00",
        ),
        case(
            "three steps of 10 % on each other",
            "A 1 x 100.00",
            parts(("X", "10"), ("Y", "10", True), ("Z", "10", True)),
            "X 10.00 Y 11.00 Z 12.10",
        ),
        case(
            "the same within 133.10",
            "A 1 x 133.10 inside",
            parts(("X", "10"), ("Y", "10", True), ("Z", "10", True)),
            "X 10.00 Y 11.00 Z 12.10",
        ),
        case(
            "a parallel one after a compound one",
            "A 1 x 100.00",
            parts(("X", "10"), ("Y", "10", True), ("Z", "10")),
            "X 10.00 Y 11.00 Z 10.00",
        ),
        case(
            "a first one has nothing to stand on",
            "A 1 x 100.00",
            parts(("X", "10", True)),
            "X 10.00",
        ),
        case("of rate 0", "A 1 x 100.00", parts(("X", "0")), "X 0.00"),
    ],
)
def test_by_hand(said: str, components: list[dict[str, Any]], expected: str) -> None:
    """Shares of the net amount, or of it and all components before."""
    found = quoted([line(said, tax_components=components)])

    assert [expected] == taxes(found)
    one = found.lines[0]
    assert one.taxable_value + one.tax_amount == found.to_be_paid


@pytest.mark.parametrize("level", ["line", "unit", "document"])
def test_at_every_level_lines_sum_to_the_total(level: str) -> None:
    """Three lines of 0.33 in Alabama: by line 0.01, 0.00, 0.02 each."""
    lines = [line(f"{each} 1 x 0.33", tax_components=ALABAMA) for each in "ABC"]
    found = quoted(lines, tax={"level": level})

    # 0.99 x 4, 1 and 5 %: 0.0396, 0.0099, 0.0495.
    expected = {"document": "0.10", "line": "0.09", "unit": "0.09"}[level]
    assert expected == str(found.totals.total_tax)
    assert found.totals.total_tax == sum(each.tax_amount for each in found.lines)


def test_with_the_net_exact() -> None:
    """17.99 in Alabama: 16.35 + 0.65 + 0.16 + 0.82 = 17.98, and 0.01 on top."""
    found = quoted(
        [line("A 1 x 17.99 inside", tax_components=ALABAMA)],
        tax={"inclusive_split": "net_exact"},
    )

    assert ["STATE 0.65 COUNTY 0.16 CITY 0.82"] == taxes(found)
    assert ("16.35", "0.01", "17.99") == (
        str(found.lines[0].taxable_value),
        str(found.totals.round_off),
        str(found.to_be_paid),
    )


def test_the_rate_shown_is_all_of_them() -> None:
    """14.975 % in Quebec, in the line and in the summary."""
    found = quoted([line("A 1 x 100.00", tax_components=TODAY, hsn_code="6109")])

    (row,), (hsn,) = found.figures.tax_rows, found.figures.hsn_rows
    assert Decimal("14.975") == found.lines[0].tax_rate == row.rate == hsn.rate
    assert ["GST", "QST"] == [each.name for each in row.components]


def test_a_compound_rate_is_shown_as_one() -> None:
    """5 % and 9.5 % on top of it are 14.975 % of the net."""
    found = quoted([line("A 1 x 100000.00", tax_components=BEFORE)])

    assert "14.975" == str(found.lines[0].tax_rate)
    assert "14975.00" == str(found.totals.total_tax)
    check_en16931(en16931(found))


def test_they_do_not_ask_for_a_state() -> None:
    """In a store with a seller's state the components stay as they are."""
    found = quoted([line("A 1 x 100.00", tax_components=TODAY)], seller="Goa", to="Goa")

    assert ["GST 5.00 QST 9.98"] == taxes(found)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        case("a rate", {"tax_rate": "5"}, ("", "components_stand_alone")),
        case("slabs", {"tax_slabs": [{"rate": "5"}]}, ("", "components_stand_alone")),
        case("a cess", {"cess_rate": "5"}, ("", "components_stand_alone")),
        case("a specific cess", {"cess_per_unit": "5"}, ("", "components_stand_alone")),
        case(
            "no name",
            {"tax_components": parts(("", "5"))},
            ("[0].name", "empty_text"),
        ),
        case("no rate", {"tax_components": [{"name": "X"}]}, ("[0].rate", "required")),
        case(
            "above 1000",
            {"tax_components": parts(("X", "1000.1"))},
            ("[0].rate", "rate_out_of_range"),
        ),
        case(
            "a word for compound",
            {"tax_components": [{"name": "X", "rate": "5", "compound": "yes"}]},
            ("[0].compound", "wrong_type"),
        ),
        case(
            "an unknown key",
            {"tax_components": [{"name": "X", "rate": "5", "on_top": True}]},
            ("[0].on_top", "unknown_key"),
        ),
        case(
            "a number for compound",
            {"tax_components": [{"name": "X", "rate": "5", "compound": 0}]},
            ("[0].compound", "wrong_type"),
        ),
        *(
            case(
                f"a name of ours, {name}",
                {"tax_components": parts((name, "5"))},
                ("[0].name", "reserved_component"),
            )
            for name in ("CGST", "SGST", "UTGST", "IGST", "CESS", "CESS PER UNIT")
        ),
        case("no object", {"tax_components": ["QST"]}, ("[0]", "wrong_type")),
        case("no list", {"tax_components": "QST"}, ("", "wrong_type")),
        case(
            "more than 20",
            {"tax_components": parts(("X", "1")) * 21},
            ("", "too_many"),
        ),
    ],
)
def test_bad_components(fields: dict[str, Any], expected: tuple[str, str]) -> None:
    """They stand alone, and each has a name and a rate."""
    path, code = expected
    one = line("A 1 x 1.00", **{"tax_components": TODAY, **fields})

    assert (f"cart.cart_items[0].tax_components{path}", code) == refused(said=[one])[0]

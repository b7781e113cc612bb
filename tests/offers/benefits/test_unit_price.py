# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
`unit_price`: units at a price of their own, or cheaper each.

The ids of the rows show the arithmetic; what is expected is what is left of each line,
or the refusal with its distance.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.carts import priced
from tests.factories.offers import (
    coupon,
    fixed,
    left,
    ours,
    outcome,
    own,
    promotion,
    rules,
)
from tests.factories.tables import case


A = {"product_ids": ["A"]}
B = {"product_ids": ["B"]}
FIVE = {"price": "5"}


@pytest.mark.parametrize(
    ("said", "row", "expected"),
    [
        case("2 x 300.00", "A 2 x 1499.00", {"amount_off": "300"}, "2398.00"),
        case("2 x 1199.00", "A 2 x 1499.00", {"price": "1199"}, "2398.00"),
        case("3 x 3.33", "A 3 x 9.99", {"percent_off": "33.333333"}, "19.98"),
        case("3 x 0.15, not 0.44", "A 3 x 0.97", {"percent_off": "15"}, "2.46"),
        case("no more than it costs", "A 2 x 5.00", {"amount_off": "8"}, "0.00"),
        case("for nothing", "A 2 x 5.00", {"price": "0"}, "0.00"),
        case("all of it", "A 2 x 5.00", {"percent_off": "100"}, "0.00"),
        case(
            "at most one",
            "A 2 x 1499.00",
            {"price": "1199", "maximum_quantity": 1},
            "2698.00",
        ),
        case("B is cheaper", "A 1 x 9.00; B 1 x 7.00", {"price": "8"}, "8.00 7.00"),
        case("5.00 costs no more", "A 1 x 5.00", {"price": "5"}, "nothing_to_discount"),
        case("0.004 is 0", "A 1 x 0.04", {"percent_off": "10"}, "nothing_to_discount"),
        case("0.005 is 0.01", "A 1 x 0.05", {"percent_off": "10"}, "0.04"),
        case("not in the cart", "A 1 x 5.00", {**B, "price": "1"}, "not matching"),
        case(
            "the cheapest one that is dearer",
            "A 1 x 9.00; B 1 x 8.00; C 1 x 5.00",
            {"price": "6", "maximum_quantity": 1},
            "9.00 6.00 5.00",
        ),
        case(
            "in both of two categories, once",
            "A 1 x 9.00 in c,d; B 1 x 9.00",
            {"category_ids": ["c", "d"], "price": "6"},
            "6.00 9.00",
        ),
        case(
            "a product or a variant",
            "A 1 x 9.00; B/red 1 x 9.00; C 1 x 9.00",
            {**A, "variant_ids": ["red"], "price": "6"},
            "6.00 6.00 9.00",
        ),
    ],
)
def test_one_row(said: str, row: dict[str, Any], expected: str) -> None:
    """The cut is rounded for each unit, and takes no unit below zero."""
    assert expected == outcome(said, ours("unit_price", rows=[row]))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        case("A to the first", [{**A, "price": "8"}, {"price": "5"}], "16.00 10.00"),
        case(
            "a first row that lowers nothing leaves its lines",
            [{**A, "price": "12"}, {"price": "5"}],
            "10.00 10.00",
        ),
        case(
            "a line whose units are above a row's cap stays with it",
            [{**A, "price": "8", "maximum_quantity": 1}, {"price": "5"}],
            "18.00 10.00",
        ),
        case(
            "no row",
            [{**A, "price": "30"}, {**B, "price": "30"}],
            "nothing_to_discount",
        ),
    ],
)
def test_a_line_belongs_to_the_first_row_that_lowers_it(
    rows: list[dict[str, Any]], expected: str
) -> None:
    """Two A at 10.00 and two B at 20.00."""
    assert expected == outcome(
        "A 2 x 10.00; B 2 x 20.00", ours("unit_price", rows=rows)
    )


@pytest.mark.parametrize(
    ("most", "order", "expected"),
    [
        case("one B, 15.00 off", 1, "most_expensive_first", "20.00 25.00"),
        case("one A, 5.00 off", 1, "cheapest_first", "15.00 40.00"),
        case("two B, one A", 3, "most_expensive_first", "15.00 10.00"),
        case("all", 9, "cheapest_first", "10.00 10.00"),
        case("none", 0, "cheapest_first", "nothing_to_discount"),
    ],
)
def test_a_coupons_rules_select_over_all_rows(
    most: int, order: str, expected: str
) -> None:
    """Both at 5.00, two A of 10.00 and two B of 20.00."""
    offer = coupon(
        "discount",
        None,
        None,
        application_rules=rules(most, order),
        **own("unit_price", rows=[{**A, "price": "5"}, {**B, "price": "5"}]),
    )

    assert expected == outcome("A 2 x 10.00; B 2 x 20.00", offer)


def test_the_cap_is_allocated_by_what_it_would_take_off() -> None:
    """6.00 of 40.00 and 20.00: 4.00 and 2.00."""
    offer = ours("unit_price", rows=[{"price": "30"}], maximum_discount_amount="6")

    assert "96.00 48.00" == outcome("A 2 x 50.00; B 1 x 50.00", offer)


def test_it_works_on_what_an_earlier_offer_left() -> None:
    """3 units at 3.34, 3.33, 3.33 after 0.02 off 10.02; 10 % of each is 0.33."""
    first = promotion("discount", fixed("0.02"), "all", id="first")
    second = ours("unit_price", rows=[{"percent_off": "10"}]) | {"id": "second"}

    assert "9.01" == left(priced("A 3 x 3.34", first, second))


def test_a_measured_line_has_no_units() -> None:
    """2.5 kg of rice keep their price, and alone there is nothing to lower."""
    offer = ours("unit_price", rows=[{"percent_off": "10"}])
    rice = {
        "product_id": "R",
        "quantity": 2500,
        "selling_price": "65.00",
        "price_per": 1000,
        "tax_rate": "0",
    }
    tee = {"product_id": "A", "quantity": 1, "selling_price": "10.00", "tax_rate": "0"}

    assert ["162.50 9.00", "nothing_to_discount"] == [
        outcome([rice, tee], offer),
        outcome([rice], offer),
    ]


def test_what_another_pays_stays_taxed() -> None:
    """Of 118.00 with 18 % inside, 18.00 is paid by a brand: the tax is that of 118."""
    offer = ours("unit_price", rows=[{"price": "100"}])
    offer["x_checkout_core"]["funded_by"] = "brand"
    found = priced("A 1 x 118.00 at 18 inside", offer)

    assert ("18.00", "100.00") == (
        str(found.totals.item_total_tax),
        str(found.to_be_paid),
    )

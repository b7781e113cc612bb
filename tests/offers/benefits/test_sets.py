# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
`set_price`, `bundle` and `every_nth`: several units that are cheaper together.

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
#: Rice by weight, which has no units.
RICE = {
    "product_id": "R",
    "quantity": 2500,
    "selling_price": "65.00",
    "price_per": 1000,
    "tax_rate": "0",
}


# Any n for a price ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "keys", "expected"),
    [
        case(
            "399 + 399 + 349 - 999 = 148 = 102.97 + 45.03",
            "A 2 x 399.00; B 2 x 349.00",
            {"size": 3, "price": "999"},
            "695.03 652.97",
        ),
        case(
            "3 x 400 - 999, and 3 x 333 = 999 saves nothing",
            "A 3 x 400.00; B 3 x 333.00",
            {"size": 3, "price": "999"},
            "999.00 999.00",
        ),
        case("two sets", "A 5 x 60.00", {"size": 2, "price": "100"}, "260.00"),
        case(
            "one set at most",
            "A 5 x 60.00",
            {"size": 2, "price": "100", "max_sets": 1},
            "280.00",
        ),
        case("for nothing", "A 3 x 60.00", {"size": 2, "price": "0"}, "60.00"),
        case("2 of 3", "A 2 x 60.00", {"size": 3, "price": "1"}, "quantity_too_low 1"),
        case(
            "a set is 100.00",
            "A 2 x 50.00",
            {"size": 2, "price": "100"},
            "nothing_to_discount",
        ),
        case(
            "of A alone",
            "A 1 x 60.00; B 2 x 60.00",
            {"target": A, "size": 2, "price": "1"},
            "quantity_too_low 1",
        ),
        case(
            "of B",
            "A 1 x 60.00",
            {"target": B, "size": 2, "price": "1"},
            "not matching",
        ),
        case(
            "30.00 at most: 15.00 each",
            "A 1 x 80.00; B 1 x 80.00",
            {"size": 2, "price": "100", "maximum_discount_amount": "30"},
            "65.00 65.00",
        ),
        case(
            "a set over both bases: 118.00 + 100.00 - 118.00",
            "A 1 x 118.00 at 18 inside; B 1 x 100.00 at 18",
            {"size": 2, "price": "118"},
            "63.87 54.13",
        ),
    ],
)
def test_sets_at_a_price(said: str, keys: dict[str, Any], expected: str) -> None:
    """The dearest units make the first set; the first that saves nothing ends it."""
    assert expected == outcome(said, ours("set_price", **keys))


def test_rules_of_a_coupon_do_not_bear_on_a_set() -> None:
    """Dearest first and over all units: 100 + 90 - 150 = 40."""
    offer = coupon(
        "discount",
        None,
        None,
        application_rules=rules(1, "cheapest_first"),
        **own("set_price", size=2, price="150"),
    )

    assert "78.95 71.05 10.00" == outcome(
        "A 1 x 100.00; B 1 x 90.00; C 1 x 10.00", offer
    )


def test_units_with_nothing_left_are_in_no_set() -> None:
    """Three units, two of them free already: enough are bought, none makes a set."""
    first = promotion("discount", fixed("20", rows_of("B")), "product", id="first")
    second = ours("set_price", size=2, price="1") | {"id": "second"}
    found = priced("A 1 x 50.00; B 2 x 10.00", first, second)

    assert ("50.00 0.00", ["nothing_to_discount"]) == (
        left(found),
        [each.code for each in found.refusals],
    )


def rows_of(product: str) -> dict[str, Any]:
    """Return a row of a product."""
    return {"product_id": product, "variant_id": None}


def test_a_measured_line_is_in_no_set() -> None:
    """Two tees of 100.00 for 150.00; the rice is whole, and alone too few units."""
    tee = {"product_id": "A", "quantity": 2, "selling_price": "100.00", "tax_rate": "0"}
    offer = ours("set_price", size=2, price="150")

    assert ["162.50 150.00", "quantity_too_low 2"] == [
        outcome([RICE, tee], offer),
        outcome([RICE], offer),
    ]


# These together ------------------------------------------------------------------


SHIRT_AND_SOAP = [{"product_ids": ["S", "T"]}, {"product_ids": ["O"]}]


@pytest.mark.parametrize(
    ("said", "keys", "expected"),
    [
        case(
            "1,380 - 1,299 = 81 = 70.43 + 10.57",
            "S 1 x 1200.00; O 1 x 180.00",
            {"price": "1299"},
            "1129.57 169.43",
        ),
        case(
            "the second is 1,180.00 and saves nothing",
            "S 1 x 1200.00; T 1 x 1000.00; O 2 x 180.00",
            {"price": "1299"},
            "1129.57 1000.00 349.43",
        ),
        case(
            "10 % of 2,560.00, once",
            "S 1 x 1200.00; T 1 x 1000.00; O 2 x 180.00",
            {"percent_off": "10"},
            "1080.00 900.00 324.00",
        ),
        case(
            "100.00 of each of two: 200 = 173.91 + 26.09",
            "S 2 x 1200.00; O 2 x 180.00",
            {"amount_off": "100"},
            "2226.09 333.91",
        ),
        case(
            "50 of 70, and 30 of 30: 80 = 48 + 16 + 16",
            "S 1 x 60.00; T 1 x 20.00; O 2 x 10.00",
            {"amount_off": "50"},
            "12.00 4.00 4.00",
        ),
        case(
            "one bundle at most",
            "S 2 x 100.00; O 2 x 10.00",
            {"percent_off": "10", "max_bundles": 1},
            "190.00 19.00",
        ),
        case(
            "11.00 at most: 10.00 and 1.00",
            "S 2 x 100.00; O 2 x 10.00",
            {"percent_off": "50", "maximum_discount_amount": "11"},
            "190.00 19.00",
        ),
        case("no soap", "S 1 x 1200.00", {"price": "1"}, "quantity_too_low 1"),
        case("neither", "X 1 x 1200.00", {"price": "1"}, "not matching"),
        case(
            "cheaper as it is",
            "S 1 x 100.00; O 1 x 10.00",
            {"price": "110"},
            "nothing_to_discount",
        ),
        case(
            "0.004 is 0",
            "S 1 x 0.03; O 1 x 0.01",
            {"percent_off": "10"},
            "nothing_to_discount",
        ),
    ],
)
def test_a_shirt_and_a_soap(said: str, keys: dict[str, Any], expected: str) -> None:
    """Bundle by bundle, the dearest units of each component first."""
    assert expected == outcome(said, ours("bundle", components=SHIRT_AND_SOAP, **keys))


@pytest.mark.parametrize(
    ("components", "said", "expected"),
    [
        case(
            "two A and one B: 300 - 250, and 140 saves nothing",
            [{**A, "quantity": 2}, B],
            "A 2 x 100.00; A/red 2 x 50.00; B 2 x 100.00",
            "166.67 100.00 183.33",
        ),
        case(
            "two A and three B are missing one and two",
            [{**A, "quantity": 2}, {**B, "quantity": 3}],
            "A 1 x 100.00; B 1 x 10.00",
            "quantity_too_low 3",
        ),
        case(
            "the narrow one first: A to its own, B to anything",
            [A, {}],
            "A 2 x 200.00; B 1 x 100.00",
            "366.67 83.33",
        ),
        case(
            "the wide one first leaves nothing for A",
            [{}, A],
            "A 2 x 200.00; B 1 x 100.00",
            "quantity_too_low 1",
        ),
    ],
)
def test_components_at_250(
    components: list[dict[str, Any]], said: str, expected: str
) -> None:
    """A line belongs to the first component that matches it."""
    assert expected == outcome(said, ours("bundle", components=components, price="250"))


def test_a_component_whose_units_are_free_already_makes_no_bundle() -> None:
    """Enough are bought, but no soap has anything left."""
    first = promotion("discount", fixed("10", rows_of("O")), "product", id="first")
    second = ours("bundle", components=SHIRT_AND_SOAP, percent_off="10")
    found = priced("S 1 x 50.00; O 1 x 10.00", first, second | {"id": "second"})

    assert ["nothing_to_discount"] == [each.code for each in found.refusals]


# One of every n ------------------------------------------------------------------


THREES = "A 2 x 400.00; B 2 x 300.00; C 3 x 200.00"


@pytest.mark.parametrize(
    ("said", "keys", "expected"),
    [
        case(
            "400 400 [300], 300 200 [200], 200",
            THREES,
            {"n": 3, "percent_off": "100"},
            "800.00 300.00 400.00",
        ),
        case(
            "[200] 200 200, [300] 300 400, 400",
            THREES,
            {"n": 3, "percent_off": "100", "order": "cheapest_first", "position": 1},
            "800.00 300.00 400.00",
        ),
        case(
            "200 200 [200], 300 300 [400], 400",
            THREES,
            {"n": 3, "percent_off": "50", "order": "cheapest_first"},
            "600.00 600.00 500.00",
        ),
        case(
            "400 [400] 300, 300 [200] 200, 200",
            THREES,
            {"n": 3, "price": "99", "position": 2},
            "499.00 600.00 499.00",
        ),
        case(
            "400 400 [300]: one group at most",
            THREES,
            {"n": 3, "amount_off": "250", "max_groups": 1},
            "800.00 350.00 600.00",
        ),
        case(
            "7 units: 3 [and 3], one left",
            "A 7 x 0.97",
            {"n": 3, "percent_off": "15"},
            "6.49",
        ),
        case(
            "100.00 at most, by 300 and 200",
            THREES,
            {"n": 3, "percent_off": "100", "maximum_discount_amount": "100"},
            "800.00 540.00 560.00",
        ),
        case("2 of 3", "A 2 x 5.00", {"n": 3, "price": "1"}, "quantity_too_low 1"),
        case(
            "at its price", "A 2 x 5.00", {"n": 2, "price": "5"}, "nothing_to_discount"
        ),
        case("of B", "A 2 x 5.00", {"target": B, "n": 2, "price": "1"}, "not matching"),
        case(
            "of A alone",
            "A 2 x 5.00; B 1 x 4.00",
            {"target": A, "n": 2, "price": "1"},
            "6.00 4.00",
        ),
        case(
            "of equal units the later key is counted last",
            "B 1 x 5.00; A 1 x 5.00",
            {"n": 2, "price": "1"},
            "1.00 5.00",
        ),
    ],
)
def test_one_of_every_n(said: str, keys: dict[str, Any], expected: str) -> None:
    """Units are counted over all lines; those that fill no group keep their price."""
    assert expected == outcome(said, ours("every_nth", **keys))


def test_units_with_nothing_left_are_not_counted() -> None:
    """Two units, one of them free already: enough are bought, no group is full."""
    first = promotion("discount", fixed("10", rows_of("B")), "product", id="first")
    second = ours("every_nth", n=2, price="1") | {"id": "second"}
    found = priced("A 1 x 50.00; B 1 x 10.00", first, second)

    assert ["nothing_to_discount"] == [each.code for each in found.refusals]

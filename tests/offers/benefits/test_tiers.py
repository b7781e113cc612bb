# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
`spend_tiers` and `quantity_tiers`: the more is bought, the more is taken off.

The ids of the rows show the arithmetic; what is expected is what is left of each line,
or the refusal with its distance.
"""

from __future__ import annotations

from typing import Any

import pytest

from checkout_core import CheckoutError, Store, lint, promotion
from checkout_core.offers import (
    Gift,
    Tier,
    categories,
    products,
    quantity_tiers,
    spend_tiers,
    tier,
)
from checkout_core.values import thawed
from checkout_core.wire import read_promotion
from tests.factories.carts import priced
from tests.factories.faults import faults_of
from tests.factories.offers import coupon, ours, outcome, own, percentage, rules
from tests.factories.offers import promotion as document_of
from tests.factories.tables import case


A = {"product_ids": ["A"]}
FIVE_TEN = [
    {"minimum_value": "1000", "percent_off": "5"},
    {
        "minimum_value": "2000",
        "percent_off": "10",
        "maximum_discount_amount": "300",
    },
]
FROM_3_6 = [
    {"minimum_quantity": 3, "percent_off": "5"},
    {"minimum_quantity": 6, "percent_off": "10"},
]


def volume(**keys: Any) -> dict[str, Any]:
    """Return a promotion of quantity tiers."""
    return document_of("volume-based", None, None, **own("quantity_tiers", **keys))


# By what is spent -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        case("1999.99 x 5 % = 99.9995 -> 100.00", "A 1 x 1999.99", "1899.99"),
        case("2000 x 10 % = 200", "A 1 x 2000.00", "1800.00"),
        case("4000 x 10 % = 400 -> 300", "A 1 x 4000.00", "3700.00"),
        case("999.99 of 1000", "A 1 x 999.99", "value_too_low 0.01"),
        case("1000 of 1000: 50", "A 1 x 1000.00", "950.00"),
        case(
            "2000 on two lines: 200 = 120 + 80",
            "A 2 x 600.00; B 1 x 800.00",
            "1080.00 720.00",
        ),
        case("nothing at all", "A 1 x 0.00", "value_too_low 1000.00"),
    ],
)
def test_the_highest_tier_reached(said: str, expected: str) -> None:
    """5 % from 1,000.00 on, 10 % from 2,000.00 on and at most 300.00."""
    assert expected == outcome(said, ours("spend_tiers", tiers=FIVE_TEN))


@pytest.mark.parametrize(
    ("most", "own_cap", "expected"),
    [
        case("the tier's is lower", "40", "30", "170.00"),
        case("the offer's is lower", "30", "40", "170.00"),
        case("the offer's alone", "30", None, "170.00"),
        case("none", None, None, "150.00"),
    ],
)
def test_both_caps_hold(most: str | None, own_cap: str | None, expected: str) -> None:
    """25 % of 200.00 is 50.00, at most the lower of both caps."""
    found = {
        "minimum_value": "100",
        "percent_off": "25",
        "maximum_discount_amount": own_cap,
    }
    offer = ours("spend_tiers", tiers=[found], maximum_discount_amount=most)

    assert expected == outcome("A 2 x 100.00", offer)


def test_a_capped_percentage_is_allocated_by_the_uncapped_discounts() -> None:
    """10 % of 0.94 and 0.94 is 0.19 = 0.10 + 0.09; of these 0.10 is 0.05 + 0.05."""
    tiers = [{"minimum_value": "1", "percent_off": "10"}]
    offer = ours("spend_tiers", tiers=tiers, maximum_discount_amount="0.10")

    assert "0.89 0.89" == outcome("A 1 x 0.94; B 1 x 0.94", offer)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        case("50 = 33.33 + 16.67", "A 2 x 100.00; B 1 x 100.00", "166.67 83.33"),
        case("50 of 60", "A 1 x 60.00", "10.00"),
        case("50, and no more than 40", "A 1 x 40.00", "0.00"),
        case("19.99 of 20", "A 1 x 19.99", "value_too_low 0.01"),
    ],
)
def test_an_amount_off(said: str, expected: str) -> None:
    """It is taken off once, at most what is left, allocated by the amounts."""
    tiers = [{"minimum_value": "20", "amount_off": "50"}]

    assert expected == outcome(said, ours("spend_tiers", tiers=tiers))


def test_an_amount_is_capped_in_one_allocation() -> None:
    """10.00 of 50.00 over 200.00 and 100.00: 6.67 and 3.33."""
    tiers = [{"minimum_value": "20", "amount_off": "50"}]
    offer = ours("spend_tiers", tiers=tiers, maximum_discount_amount="10")

    assert "193.33 96.67" == outcome("A 2 x 100.00; B 1 x 100.00", offer)


def test_only_the_target_is_counted_and_discounted() -> None:
    """5 % of A's 1,000.00, whatever B costs; without a line of it nothing matches."""
    offer = ours("spend_tiers", tiers=FIVE_TEN, target=A)

    assert "950.00 5000.00" == outcome("A 1 x 1000.00; B 1 x 5000.00", offer)
    assert "value_too_low 1.00" == outcome("A 1 x 999.00; B 1 x 5000.00", offer)
    assert "not matching" == outcome("B 1 x 5000.00", offer)


def test_a_coupon_without_a_line_of_its_target() -> None:
    """An entered coupon says that no line matches."""
    offer = coupon(
        "discount", None, None, **own("spend_tiers", tiers=FIVE_TEN, target=A)
    )

    assert "no_matching_items" == outcome("B 1 x 5000.00", offer)


def test_a_tier_that_rounds_to_nothing() -> None:
    """0.1 % of 1.00 is 0.001."""
    tiers = [{"minimum_value": "1", "percent_off": "0.1"}]

    assert "nothing_to_discount" == outcome(
        "A 1 x 1.00", ours("spend_tiers", tiers=tiers)
    )


def test_the_amount_left_counts() -> None:
    """10 % off 2,100.00 leaves 1,890.00, which reaches 5 %: 94.50."""
    first = document_of("discount", percentage("10"), "all", id="first")

    assert "1795.50" == outcome(
        "A 1 x 2100.00", first, ours("spend_tiers", tiers=FIVE_TEN)
    )


def test_application_rules_do_not_bear_on_what_is_spent() -> None:
    """5 % of both units, though one place is all there is."""
    offer = coupon(
        "discount",
        None,
        None,
        **own("spend_tiers", tiers=FIVE_TEN),
        application_rules=rules(1),
    )

    assert "950.00" == outcome("A 2 x 500.00", offer)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ({}, "cart"),
        ({"category_ids": ["tees", "mugs"]}, "category"),
        ({"category_ids": ["tees"], "product_ids": ["A"]}, "product"),
        ({"variant_ids": ["v"]}, "product"),
    ],
)
def test_scope(target: dict[str, Any], expected: str) -> None:
    """What is shown follows from the selector."""
    for offer in (
        ours("spend_tiers", tiers=FIVE_TEN, target=target),
        volume(tiers=FROM_3_6, target=target),
    ):
        assert expected == read_promotion(offer).scope


# By how many ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        case(
            "499.96 x 10 % = 49.996 -> 50 = 40 + 10",
            "A 4 x 99.99; B 2 x 50.00",
            "359.96 90.00",
        ),
        case(
            "449.96 x 5 % = 22.498 -> 22.50 = 20 + 2.50",
            "A 4 x 99.99; B 1 x 50.00",
            "379.96 47.50",
        ),
        case("2 of 3", "A 2 x 99.99", "quantity_too_low 1"),
        case(
            "3 units of 0.03: 0.09 x 5 % = 0.0045", "A 3 x 0.03", "nothing_to_discount"
        ),
        case("nothing is left of them", "A 3 x 0.00", "nothing_to_discount"),
    ],
)
def test_a_percentage_of_all_units(said: str, expected: str) -> None:
    """From 3 units on 5 %, from 6 on 10 %, rounded once and allocated."""
    assert expected == outcome(said, volume(tiers=FROM_3_6))


def test_no_unit_of_the_target() -> None:
    """Tiers of A alone do not count the units of B."""
    tiers = own("quantity_tiers", tiers=FROM_3_6, target=A)
    offer = coupon("volume-based", None, None, **tiers)

    assert "no_matching_items" == outcome("B 9 x 50.00", offer)


@pytest.mark.parametrize(
    ("cut", "expected"),
    [
        case("99.99 - 80, 50 < 80", {"price": "80"}, "160.00 100.00"),
        case("2 x 60, 2 x 50", {"amount_off": "60"}, "79.98 0.00"),
        case("nothing costs more", {"price": "99.99"}, "nothing_to_discount"),
        case("for nothing", {"price": "0"}, "0.00 0.00"),
    ],
)
def test_a_price_and_an_amount_are_of_each_unit(
    cut: dict[str, Any], expected: str
) -> None:
    """Of 2 units at 99.99 and 2 at 50.00, units that cost no more are passed over."""
    found = [{"minimum_quantity": 3, **cut}]

    assert expected == outcome("A 2 x 99.99; B 2 x 50.00", volume(tiers=found))


@pytest.mark.parametrize(
    ("cut", "priority", "expected"),
    [
        case(
            "10 % of 50 + 50", {"percent_off": "10"}, "cheapest_first", "300.00 90.00"
        ),
        case(
            "10 % of 100 + 100",
            {"percent_off": "10"},
            "most_expensive_first",
            "280.00 100.00",
        ),
        case(
            "the cheapest that cost more than 60",
            {"price": "60"},
            "cheapest_first",
            "220.00 100.00",
        ),
    ],
)
def test_places_in_picking_order(
    cut: dict[str, Any], priority: str, expected: str
) -> None:
    """All 5 units count, two of them are discounted."""
    offer = coupon(
        "volume-based",
        None,
        None,
        **own("quantity_tiers", tiers=[{"minimum_quantity": 5, **cut}]),
        application_rules=rules(2, priority),
    )

    assert expected == outcome("A 3 x 100.00; B 2 x 50.00", offer)


def test_the_cap_is_of_the_whole_offer() -> None:
    """10 % of 600.00 is 60.00 = 40 + 20; 30.00 of it is 20 + 10."""
    offer = volume(tiers=FROM_3_6, maximum_discount_amount="30")

    assert "380.00 190.00" == outcome("A 4 x 100.00; B 2 x 100.00", offer)


def test_units_that_are_free_count_and_are_not_discounted() -> None:
    """A costs nothing any more; its 3 units and B's 3 reach 10 %, of B's 300.00."""
    first = document_of(
        "discount", percentage("100", {"product_id": "A"}), "product", id="first"
    )

    assert "0.00 270.00" == outcome(
        "A 3 x 100.00; B 3 x 100.00", first, volume(tiers=FROM_3_6)
    )


def test_a_measured_line_has_no_units() -> None:
    """Rice by weight is not counted, and nothing of it is discounted."""
    rice = {
        "product_id": "R",
        "quantity": 2500,
        "selling_price": "65.00",
        "price_per": 1000,
        "tax_rate": "0",
    }
    tees = {"product_id": "A", "quantity": 3, "selling_price": "10.00", "tax_rate": "0"}
    offer = volume(tiers=FROM_3_6)

    assert "quantity_too_low 3" == outcome([rice], offer)
    assert "162.50 28.50" == outcome([rice, tees], offer)


def test_a_return_breaks_a_tier() -> None:
    """Its units are tied together, as those of the vendor's type are."""
    assert quantity_tiers(tier(3, percent_off=5)).benefit.ties_units
    assert not spend_tiers(tier(3, percent_off=5)).benefit.ties_units


# What is read ---------------------------------------------------------------------


BAD_TIERS = [
    case("none", "spend_tiers", None, [("tiers", "required")]),
    case("an empty list", "spend_tiers", [], [("tiers", "too_few")]),
    case(
        "one without a minimum",
        "spend_tiers",
        [{"percent_off": "5"}],
        [("tiers[0].minimum_value", "required")],
    ),
    case(
        "two alternatives, and none",
        "spend_tiers",
        [
            {"minimum_value": "1", "percent_off": "5", "amount_off": "5"},
            {"minimum_value": "2"},
        ],
        [("tiers[0]", "one_of"), ("tiers[1]", "one_of")],
    ),
    case(
        "a price for all together",
        "spend_tiers",
        [{"minimum_value": "1", "price": "5"}],
        [("tiers[0].price", "unknown_key"), ("tiers[0]", "one_of")],
    ),
    case(
        "zeros",
        "spend_tiers",
        [
            {
                "minimum_value": "0",
                "percent_off": "0",
                "maximum_discount_amount": "0",
            }
        ],
        [
            ("tiers[0].minimum_value", "not_positive"),
            ("tiers[0].percent_off", "not_positive"),
            ("tiers[0].maximum_discount_amount", "not_positive"),
        ],
    ),
    case(
        "two from one value on",
        "spend_tiers",
        [
            {"minimum_value": "10", "percent_off": "5"},
            {"minimum_value": "10.00", "percent_off": "6"},
        ],
        [("tiers", "tier_order")],
    ),
    case(
        "falling quantities",
        "quantity_tiers",
        [
            {"minimum_quantity": 6, "percent_off": "5"},
            {"minimum_quantity": 3, "percent_off": "6"},
        ],
        [("tiers", "tier_order")],
    ),
    case(
        "no unit",
        "quantity_tiers",
        [{"minimum_quantity": 0, "percent_off": "5"}],
        [("tiers[0].minimum_quantity", "count_out_of_range")],
    ),
    case(
        "a cap of a tier of units",
        "quantity_tiers",
        [
            {
                "minimum_quantity": 1,
                "percent_off": "5",
                "maximum_discount_amount": "5",
            }
        ],
        [("tiers[0].maximum_discount_amount", "unknown_key")],
    ),
    case("a tier that is none", "quantity_tiers", [5], [("tiers[0]", "wrong_type")]),
]


@pytest.mark.parametrize(("kind", "tiers", "expected"), BAD_TIERS)
def test_bad_tiers(kind: str, tiers: Any, expected: list[tuple[str, str]]) -> None:
    """Every fault has the path of its key."""
    word = {"spend_tiers": "discount", "quantity_tiers": "volume-based"}[kind]
    offer = document_of(word, None, None, **own(kind, tiers=tiers))
    paths = [(f"x_checkout_core.benefit.{path}", code) for path, code in expected]

    assert paths == faults_of(read_promotion, offer)


def test_amounts_of_tiers_are_on_the_grid() -> None:
    """A paisa has no tenths, in a tier as elsewhere."""
    gift = spend_tiers(
        tier("10.005", amount_off="1.001", maximum="0.005"), maximum="1.001"
    )
    with pytest.raises(CheckoutError) as caught:
        Store("INR", promotions=[promotion("p", gift)])

    at = "promotions[0].x_checkout_core.benefit"
    assert [
        f"{at}.tiers[0].minimum_value",
        f"{at}.tiers[0].amount_off",
        f"{at}.tiers[0].maximum_discount_amount",
        f"{at}.maximum_discount_amount",
    ] == [each.path for each in caught.value.faults]


# In Python ------------------------------------------------------------------------


def test_the_document_of_tiers() -> None:
    """What Python makes is what a document says."""
    gift = spend_tiers(
        tier(1000, percent_off=5),
        tier(2000, amount_off="200.50", maximum=150),
        on=categories("tees"),
        maximum=140,
    )
    found = thawed(promotion("p", gift).document)

    assert "discount" == found["promotion_type"]
    assert {
        "kind": "spend_tiers",
        "target": {"category_ids": ["tees"]},
        "tiers": [
            {"minimum_value": 1000, "percent_off": 5},
            {
                "minimum_value": 2000,
                "amount_off": "200.50",
                "maximum_discount_amount": 150,
            },
        ],
        "maximum_discount_amount": 140,
    } == {
        key: each if key != "tiers" else [_plain(tier) for tier in each]
        for key, each in found["x_checkout_core"]["benefit"].items()
    } | {"maximum_discount_amount": 140}


def _plain(tier: dict[str, Any]) -> dict[str, Any]:
    return {
        key: str(each) if key == "amount_off" else int(each)
        for key, each in tier.items()
    }


@pytest.mark.parametrize(
    "gift",
    [
        spend_tiers(tier(1000, percent_off=5), maximum=10),
        quantity_tiers(tier(3, price=0), tier(4, amount_off=1), on=products("A")),
    ],
)
def test_what_was_made_is_read_again(gift: Gift) -> None:
    """The document of an offer gives an equal benefit."""
    made = promotion("p", gift)

    assert made.benefit == read_promotion(made.document).benefit


@pytest.mark.parametrize(
    ("tiers", "expected"),
    [
        ([], [("x_checkout_core.benefit.tiers", "too_few")]),
        ([5], [("x_checkout_core.benefit.tiers[0]", "wrong_type")]),
    ],
)
def test_what_python_refuses(tiers: list[Any], expected: list[Any]) -> None:
    """Tiers are made by `tier`, and there is one at least."""
    for make in (spend_tiers, quantity_tiers):
        with pytest.raises(CheckoutError) as caught:
            make(*tiers)
        found = [(each.path, each.code) for each in caught.value.faults]
        assert expected == found


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [("", "one_of")]),
        ({"percent_off": 5, "price": 5}, [("", "one_of")]),
        ({"percent_off": 0}, [("percent_off", "not_positive")]),
        ({"amount_off": 5, "maximum": 0}, [("maximum", "not_positive")]),
    ],
)
def test_a_bad_tier(fields: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """A tier has one alternative, above 0 but for a price."""
    with pytest.raises(CheckoutError) as caught:
        tier(10, **fields)

    assert expected == [(each.path, each.code) for each in caught.value.faults]


def test_tiers_are_not_joined() -> None:
    """They are one ascending list."""
    for gift in (
        spend_tiers(tier(1, percent_off=5)),
        quantity_tiers(tier(1, percent_off=5)),
    ):
        with pytest.raises(CheckoutError, match="differ"):
            _ = gift + gift


# What looks wrong -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("tiers", "expected"),
    [
        case("rising", [tier(1, percent_off=5), tier(2, percent_off=6)], []),
        case("equal", [tier(1, percent_off=5), tier(2, percent_off=5)], []),
        case(
            "a lower percentage",
            [tier(1, percent_off=6), tier(2, percent_off=5)],
            ["tier 2 gives less than one before it: percent_off 5, where tier 1 has 6"],
        ),
        case(
            "compared with the last of its kind",
            [tier(1, amount_off=6), tier(2, percent_off=5), tier(3, amount_off=5)],
            ["tier 3 gives less than one before it: amount_off 5, where tier 1 has 6"],
        ),
        case(
            "a lower cap",
            [
                tier(1, percent_off=5, maximum=20),
                tier(2, percent_off=6, maximum=10),
            ],
            [
                (
                    "tier 2 gives less than one before it: at most 10, where tier 1"
                    " gives up to 20"
                )
            ],
        ),
    ],
)
def test_tiers_that_fall(tiers: list[Tier], expected: list[str]) -> None:
    """A tier gives less than the one before, alternative by alternative."""
    found = lint(
        Store("INR", promotions=[promotion("p", spend_tiers(*tiers, maximum=99))])
    )

    assert [("tiers_fall", each) for each in expected] == [
        (each.code, each.message) for each in found
    ]


def test_a_price_that_rises() -> None:
    """Of prices the higher one gives less."""
    gift = quantity_tiers(tier(1, price=5), tier(2, price=6), tier(3, price=4))
    found = lint(Store("INR", promotions=[promotion("p", gift)]))

    assert ["tiers_fall"] == [each.code for each in found]


def test_the_row_of_an_offer_names_its_saving() -> None:
    """Every unit is on a promotion, which saves 50.00 in all."""
    found = priced("A 4 x 99.99; B 2 x 50.00", volume(tiers=FROM_3_6))

    assert ["50.00"] == [str(each.saving) for each in found.promotions]
    assert [True, True] == [each.on_promotion for each in found.lines]

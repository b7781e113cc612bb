# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Goods by measure: a price for so many base units, and no units to count."""

from __future__ import annotations

import json

from decimal import Inexact, localcontext
from fractions import Fraction
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import (
    Cart,
    Line,
    Quote,
    Store,
    evaluate,
    quote,
    read_checkout,
    refund,
    write_cart,
    write_order,
)
from checkout_core.evaluation import Verdict
from checkout_core.tax.india.units import UQC
from checkout_core.views import explain, receipt
from tests.factories.carts import checkout, line
from tests.factories.offers import (
    MONEY,
    buy_get,
    coupon,
    fixed,
    fixed_price,
    free_goods,
    outcome,
    percentage,
    promotion,
    rewards,
    row,
    rules,
    volume,
)
from tests.factories.tables import case
from tests.factories.tax import quoted, refused, rounded


def rice(grams: int = 2500, price: str = "65.00", **fields: Any) -> dict[str, Any]:
    """Return rice that is priced by the kilogram."""
    said = {"price_per": 1000, "unit": "GMS", **fields}
    return line(f"R {grams} x {price}", **said)


TEE = line("A 2 x 100.00")


def left(found: Quote) -> list[str]:
    """Return what is left of each line."""
    return [str(each.left) for each in found.lines]


# What it costs ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grams", "expected"),
    [
        case("2,500 g", 2500, "162.50"),
        case("21.645", 333, "21.65"),
        case("0.065", 1, "0.07"),
        case("a whole kilogram", 1000, "65.00"),
    ],
)
def test_the_list_amount(grams: int, expected: str) -> None:
    """Price x quantity / price_per, half up."""
    assert [expected] == left(quoted([rice(grams)]))


def test_it_is_half_up_whatever_the_store_rounds_by() -> None:
    """333 g are 21.645: 21.65 also where taxes are rounded to even."""
    assert ["21.65"] == left(quoted([rice(333)], store={"rounding": "half_even"}))


@given(
    paise=st.integers(0, 10**6),
    quantity=st.integers(1, 10**6),
    price_per=st.integers(1, 10**6),
)
def test_the_list_amount_is_the_exact_one_rounded_half_up(
    paise: int, quantity: int, price_per: int
) -> None:
    """Whatever the numbers."""
    made = Line.from_minor(
        "r", quantity, paise, currency="INR", tax_rate=0, price_per=price_per
    )
    exact = Fraction(paise * quantity, 100 * price_per)

    assert rounded(exact) == quote(Cart("INR", [made]), Store("INR")).to_be_paid


def test_a_price_per_1_is_not_measured() -> None:
    """Such a line has units, and its unit is only reported."""
    found = quoted(
        [line("A 2 x 100.00", unit="kgs")],
        promotion("discount", percentage("10", row("A", units=(2, None))), "product"),
    )

    assert ["180.00"] == left(found)
    assert "KGS" == found.cart.lines[0].unit


def test_the_closed_list_of_units() -> None:
    """There are 45 codes of three letters."""
    assert 45 == len(UQC)
    assert {3} == set(map(len, UQC))


# Offers -------------------------------------------------------------------------


def test_amounts_see_it_whole() -> None:
    """10 % off all: 16.25 of 162.50."""
    assert "146.25" == outcome([rice()], promotion("discount", percentage("10"), "all"))


def test_a_fixed_amount_is_shared_with_it() -> None:
    """36.25 off 162.50 and 200.00: 16.25 and 20.00."""
    offer = promotion("discount", fixed("36.25"), "all")

    assert "146.25 180.00" == outcome([rice(), TEE], offer)


def test_a_minimum_of_value_sees_it() -> None:
    """162.50 are enough for a row that asks for 160."""
    offer = promotion("discount", percentage("10", row("R", money=("160", None))))

    assert "146.25" == outcome([rice()], offer)


@pytest.mark.parametrize(
    ("offer", "expected"),
    [
        case(
            "a minimum of units",
            promotion("discount", percentage("10", row("R", units=(1, None)))),
            "quantity_too_low 1",
        ),
        case(
            "a row with a maximum of units takes the other line only",
            promotion("discount", percentage("10", row(units=(None, 9))), "all"),
            "162.50 180.00",
        ),
        case(
            "the offer's own cap takes the other line only",
            coupon("discount", percentage("10"), "all", application_rules=rules(9)),
            "162.50 180.00",
        ),
        case(
            "a cap on units, and nothing else that matches",
            coupon("discount", percentage("10", row("R")), application_rules=rules(9)),
            "nothing_to_discount",
        ),
        case(
            "a fixed price",
            coupon("fixed-price", fixed_price(("R", 0, None, "1.00"))),
            "nothing_to_discount",
        ),
        case(
            "a slab above so many units",
            promotion("volume-based", volume(("R", ">0 10"))),
            "quantity_too_low 1",
        ),
        case(
            "a slab up to so many units has nothing to give on",
            promotion("volume-based", volume(("R", "<=9 10"))),
            "nothing_to_discount",
        ),
        case(
            "a slab for all goods counts and gives on the tees alone",
            promotion("volume-based", volume((None, ">1 10"))),
            "162.50 180.00",
        ),
        case(
            "free goods by quantity",
            promotion("free-goods", free_goods((2, 1), product="R")),
            "quantity_too_low 2",
        ),
        case(
            "free goods by amount",
            promotion("free-goods", free_goods(("100", 1), product="R", by=MONEY)),
            "nothing_to_discount",
        ),
        case(
            "bought",
            promotion("buy-x-get-y", buy_get((1, "R", 1, "A"))),
            "quantity_too_low 1",
        ),
        case(
            "given",
            promotion("buy-x-get-y", buy_get((1, "A", 1, "R"))),
            "nothing_to_discount",
        ),
        case(
            "bonus points by quantity",
            coupon("accelerated-rewards", rewards(5, row("R", units=(1, None)))),
            "quantity_too_low 1",
        ),
    ],
)
def test_it_has_no_units(offer: dict[str, Any], expected: str) -> None:
    """It counts 0 and is in no pool."""
    assert expected == outcome([rice(), TEE], offer)


@pytest.mark.parametrize(
    ("offer", "expected"),
    [
        case(
            "a row with a maximum of units: 200.00 of tees lack 100.00",
            promotion(
                "discount", percentage("10", row(units=(None, 9), money=("300", None)))
            ),
            "value_too_low 100.00",
        ),
        case(
            "the offer's own cap, the same",
            coupon(
                "discount",
                percentage("10", row(money=("300", None))),
                application_rules=rules(9),
            ),
            "value_too_low 100.00",
        ),
        case(
            "a cap on units, and nothing else that matches",
            coupon(
                "discount",
                percentage("10", row("R", money=("100", None))),
                application_rules=rules(9),
            ),
            "value_too_low 100.00",
        ),
        case(
            "a fixed price from an amount under a cap",
            coupon(
                "fixed-price",
                fixed_price((None, "300", None, "90"), by=MONEY),
                application_rules=rules(9),
            ),
            "value_too_low 100.00",
        ),
        case(
            "a fixed price up to an amount under a cap: 200.00 is not above it",
            coupon(
                "fixed-price",
                fixed_price((None, "100", "200", "90"), by=MONEY),
                application_rules=rules(9),
            ),
            "162.50 180.00",
        ),
        case(
            "a fixed price from an amount without a cap sees it: 362.50",
            coupon("fixed-price", fixed_price((None, "300", None, "90"), by=MONEY)),
            "162.50 180.00",
        ),
    ],
)
def test_what_a_row_does_not_take_helps_no_minimum(
    offer: dict[str, Any], expected: str
) -> None:
    """Rice at 162.50 beside 2 tees at 100.00: minimums are met by what is taken."""
    assert expected == outcome([rice(), TEE], offer)


def test_a_row_that_counts_units_leaves_it_to_the_next() -> None:
    """The first row takes the tees, the second the rice."""
    details = percentage("10", row(units=(None, 1)), row(money=("100", None)))
    offer = promotion("discount", details, "all")

    assert "146.25 190.00" == outcome([rice(), TEE], offer)


@pytest.mark.parametrize(
    ("grams", "expected"),
    [
        case("162.50 lack 37.50, which 577 g cost", 2500, ("R", 3077, "100.00")),
        case("130.00 lack 70.00, which 1,077 g cost", 2000, ("R", 3077, "100.00")),
    ],
)
def test_more_of_it_is_what_an_amount_needs(
    grams: int, expected: tuple[str, int, str]
) -> None:
    """50 % from 200.00: 3,077 g cost 200.01."""
    offer = promotion("discount", percentage("50", row("R", money=("200", None))))
    near = verdict_of([rice(grams)], offer).near_miss

    assert near is not None
    assert expected == ("R", near.quantity, str(near.to_be_paid))


def test_more_of_it_is_no_more_units() -> None:
    """No quantity of it is one unit."""
    offer = promotion("discount", percentage("10", row("R", units=(1, None))))

    assert None is verdict_of([rice()], offer).near_miss


def verdict_of(said: list[dict[str, Any]], offer: dict[str, Any]) -> Verdict:
    """Return what `evaluate` says of one promotion."""
    found = read_checkout(json.dumps(checkout(said, offer)))
    (verdict,) = evaluate(found.cart, found.store, at=found.at).promotions
    return verdict


# Tax, handling, delivery ---------------------------------------------------------


KILO = [{"up_to": "60", "rate": "5"}, {"rate": "18"}]


@pytest.mark.parametrize(
    ("price", "inside", "expected"),
    [
        case("65.00 a kilogram is above", "65.00", False, "18"),
        case("60.00 a kilogram is not", "60.00", False, "5"),
        case("63.00 with 5 % inside is 60.00", "63.00", True, "5"),
        case("63.01 is above", "63.01", True, "18"),
    ],
)
def test_slabs_are_of_the_price(
    price: str,
    inside: bool,  # noqa: FBT001 - a column of the table
    expected: str,
) -> None:
    """Net x price_per / quantity."""
    goods = rice(price=price, tax_slabs=KILO, tax_rate=None, price_including_tax=inside)

    assert expected == str(quoted([goods]).lines[0].tax_rate)


def test_a_discount_brings_it_into_another_slab() -> None:
    """10 % off 65.00 is 58.50 a kilogram."""
    goods = rice(tax_slabs=KILO, tax_rate=None)
    found = quoted([goods], promotion("discount", percentage("10"), "all"))

    assert "5" == str(found.lines[0].tax_rate)


def test_the_level_unit_takes_it_as_one_unit() -> None:
    """18 % of 162.53 is 29.2554: 29.26, as by the line."""
    goods = rice(price="65.01", tax_rate="18")

    assert "29.26" == str(quoted([goods], tax={"level": "unit"}).totals.total_tax)


def test_handling_counts_once() -> None:
    """Per unit or per line: 5.00."""
    goods = rice(handling_charge_excluding_tax="5.00")

    assert ["5.00", "5.00"] == [
        str(
            quoted(
                [goods], store={"handling": each}
            ).totals.handling_charge_excluding_tax
        )
        for each in ("per_unit", "per_line")
    ]


@pytest.mark.parametrize(
    ("grams", "weight", "expected"),
    [
        case("2,500 g at 1,010 g a kilogram: 2,525 g", 2500, 1010, "20"),
        case("1 g at 1,001: 1.001 g is 2 g", 1, 1001, "10"),
        case("2 g at 1,001: 2.002 g is 3 g", 2, 1001, "20"),
    ],
)
def test_its_weight_is_rounded_up(grams: int, weight: int, expected: str) -> None:
    """weight_grams is that of `price_per` base units."""
    edge = 2524 if grams == 2500 else 2
    table = {
        "type": "by_weight",
        "slabs": [{"up_to": edge, "amount": "10"}, {"amount": "20"}],
        "tax_rate": "0",
    }
    found = quoted([rice(grams, weight_grams=weight)], store={"shipping_rates": table})

    assert f"{expected}.00" == str(found.totals.shipping_amount)


def test_a_delivery_per_unit_takes_it_as_one() -> None:
    """Rice and 2 tees are 3 pieces."""
    table = {"type": "per_unit", "amount": "10", "tax_rate": "0"}
    found = quoted([rice(), TEE], store={"shipping_rates": table})

    assert "30.00" == str(found.totals.shipping_amount)


def test_an_hsn_summary_has_its_base_units() -> None:
    """2,500 of them."""
    (summary,) = quoted([rice(hsn_code="1006")]).figures.hsn_rows

    assert ("1006", 2500) == (summary.hsn_code, summary.quantity)


# Refunds and views ---------------------------------------------------------------


def test_a_refund_counts_base_units() -> None:
    """1,000 of 2,500 g: 65.00 of 162.50."""
    found = quoted([rice()])
    back = refund(found, {0: 1000}, id="R1", at="2026-12-01T10:00:00Z")

    assert ("65.00", 1000) == (str(back.gateway), back.lines[0].quantity)


def test_papers_say_what_the_price_is_for() -> None:
    """On the receipt and in the story; it is one unit in the count."""
    found = quoted([rice(product_name="Rice")])

    assert "2,500 g at ₹65.00 per 1,000 g" in receipt(found)


def test_papers_say_it_in_any_context_of_the_host() -> None:
    """A host that keeps one digit and traps every other reads the same."""
    found = quoted([rice(product_name="Rice")])
    printed = receipt(found) + explain(found)

    with localcontext(prec=1) as context:
        context.traps[Inexact] = True
        assert printed == receipt(found) + explain(found)
    assert "1 line, 1 unit" in receipt(found)
    assert "Rice: 2,500 g at ₹65.00 per 1,000 g is ₹162.50" in explain(found)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        case("measured", {}, {"price_per": 1000, "unit": "GMS"}),
        case("only a unit", {"price_per": 1}, {"unit": "GMS"}),
        case("only a price", {"unit": None}, {"price_per": 1000}),
        case("neither", {"price_per": None, "unit": None}, None),
    ],
)
def test_the_vendors_items_have_it_under_our_own_key(
    fields: dict[str, Any], expected: dict[str, Any] | None
) -> None:
    """In an order and in a cart, which can be read again."""
    found = quoted([rice(**fields)])
    order, cart = write_order(found), write_cart(found)

    assert expected == order["order_items"][0].get("x_checkout_core")
    assert expected == cart["cart_items"][0].get("x_checkout_core")
    own = {} if expected is None else {"x_checkout_core": expected}
    item = line("R 2500 x 65.00", **own)
    again = read_checkout(json.dumps(checkout([item]))).cart.lines[0]
    (said,) = found.cart.lines
    assert (said.price_per, said.unit) == (again.price_per, again.unit)


# Bad input -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        case("none", {"price_per": 0}, [("price_per", "count_out_of_range")]),
        case(
            "too many", {"price_per": 1_000_001}, [("price_per", "count_out_of_range")]
        ),
        case("a text", {"price_per": "1000"}, [("price_per", "bad_count")]),
        case("no code", {"unit": "KG"}, [("unit", "not_a_choice")]),
        case("no text", {"unit": 1}, [("unit", "not_a_choice")]),
        case(
            "a duty for each unit, of which there is none",
            {"cess_per_unit": "1"},
            [("cess_per_unit", "measured_by_unit")],
        ),
        case(
            "our own key beside the line's",
            {"x_checkout_core": {"price_per": 10, "colour": "red"}},
            [
                ("x_checkout_core.colour", "unknown_key"),
                ("x_checkout_core.price_per", "one_of"),
            ],
        ),
        case(
            "our own key is no object",
            {"x_checkout_core": 5},
            [("x_checkout_core", "wrong_type")],
        ),
    ],
)
def test_a_bad_measure(fields: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """Every fault has its code and its path."""
    found = refused(said=[rice(**fields)])

    assert [(f"cart.cart_items[0].{path}", code) for path, code in expected] == found


def test_a_tax_class_with_a_duty_for_each_unit() -> None:
    """Its fault names the line's class."""
    classes = {"drinks": {"tax_rate": "28", "cess_per_unit": "1.00"}}
    goods = rice(tax_rate=None, tax_class="drinks")

    assert [("cart.cart_items[0].cess_per_unit", "measured_by_unit")] == refused(
        said=[goods], store={"tax_classes": classes}
    )

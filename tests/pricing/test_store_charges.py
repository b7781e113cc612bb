# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Charges that a cart chooses, with conditions, by percent, and of an open amount."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import Cart, Charge, Line, Quote, Store, quote
from checkout_core.cart import ChosenCharge
from checkout_core.store.charges import OpenAmount
from tests.factories.carts import line
from tests.factories.faults import faults_of
from tests.factories.offers import percentage, promotion
from tests.factories.tables import case
from tests.factories.tax import quoted, refused


TIP = {
    "id": "tip",
    "name": "Tip",
    "when": "chosen",
    "open": {"minimum": "1.00", "maximum": "500.00"},
    "tax_category": "outside_scope",
}
WRAP = {
    "id": "wrap",
    "name": "Wrap",
    "when": "chosen",
    "amount": "50.00",
    "tax_rate": "18",
}
COD = {
    "name": "Cash on delivery",
    "percent": "2",
    "minimum": "30.00",
    "maximum": "100.00",
    "tax_rate": "0",
}


def charged(found: Quote) -> list[str]:
    """Return each charge with its amount, its tax and the rate shown."""
    return [
        f"{each.name} {each.amount} + {sum(part.amount for part in each.components)}"
        f" at {each.tax_rate}"
        for each in found.figures.charges
    ]


def store(*charges: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the keys of a store with some charges."""
    return {"charges": list(charges), **more}


# What a charge costs ------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        case("2 % of 1,000.00 is 20.00, raised to 30.00", "A 1 x 1000.00", "30.00"),
        case("2 % of 2,000.00", "A 1 x 2000.00", "40.00"),
        case("2 % of 9,000.00 is 180.00, lowered to 100.00", "A 1 x 9000.00", "100.00"),
        case("2 % of 1,602.25 is 32.045, half up", "A 1 x 1602.25", "32.05"),
        case("2 % of nothing is raised too", "A 1 x 0", "30.00"),
        case(
            "of both bases: 1,180.00 and 1,000.00",
            "A 1 x 1180.00 at 18 inside; B 1 x 1000.00",
            "43.60",
        ),
    ],
)
def test_a_percentage_has_bounds(said: str, expected: str) -> None:
    """It is of what is left of the lines, rounded, and then within its bounds."""
    found = quoted(said, store=store(COD))

    assert [f"Cash on delivery {expected} + 0.00 at 0"] == charged(found)


def test_a_percentage_is_of_what_offers_leave() -> None:
    """2 % of 2,000.00 less 10 %: 36.00."""
    found = quoted(
        "A 1 x 2000.00",
        promotion("discount", percentage("10"), "all"),
        store=store(COD),
    )

    assert ["Cash on delivery 36.00 + 0.00 at 0"] == charged(found)


def test_a_percentage_is_rounded_as_the_store_says() -> None:
    """2 % of 1,602.25 is 32.045: to even it is 32.04."""
    found = quoted("A 1 x 1602.25", store=store(COD, rounding="half_even"))

    assert ["Cash on delivery 32.04 + 0.00 at 0"] == charged(found)


def test_the_cart_chooses() -> None:
    """A tip of 20.00 and a wrap of 50.00 + 9.00, in the store's order."""
    found = quoted(
        "A 1 x 1000.00",
        store=store(TIP, WRAP),
        cart={"charges": [{"id": "wrap"}, {"id": "tip", "amount": "20.00"}]},
    )

    assert ["Tip 20.00 + 0.00 at 0", "Wrap 50.00 + 9.00 at 18"] == charged(found)
    assert ["tip", "wrap"] == [each.id for each in found.figures.charges]
    assert "1079.00" == str(found.totals.grand_total)


def test_what_is_not_chosen_is_not_charged() -> None:
    """Neither refused nor named."""
    found = quoted("A 1 x 1000.00", store=store(TIP, WRAP))

    assert ([], ()) == (charged(found), found.refusals)


@pytest.mark.parametrize(
    ("charge", "choice"),
    [
        case("an open amount of 0", {**TIP, "open": {}}, {"id": "tip", "amount": "0"}),
        case("a chosen charge of 0", {**WRAP, "amount": "0"}, {"id": "wrap"}),
        case(
            "a percentage of 0",
            {"id": "c", "name": "C", "when": "chosen", "percent": "0"},
            {"id": "c"},
        ),
    ],
)
def test_a_charge_of_nothing_is_none(
    charge: dict[str, Any], choice: dict[str, Any]
) -> None:
    """It has no row."""
    found = quoted("A 1 x 9.00", store=store(charge), cart={"charges": [choice]})

    assert ([], []) == (
        charged(found),
        [row for row in found.entries if row.kind == "charge"],
    )


def test_the_same_amount_on_every_order_stays_where_it_is_0() -> None:
    """As it always did."""
    found = quoted("A 1 x 9.00", store=store({"name": "Free", "amount": "0"}))

    assert ["Free 0.00 + 0.00 at 0"] == charged(found)


def test_an_open_amount_without_bounds() -> None:
    """What the shopper says is charged; the least is 0."""
    found = quoted(
        "A 1 x 9.00",
        store=store({**TIP, "open": {"minimum": None, "maximum": None}}),
        cart={"charges": [{"id": "tip", "amount": "123456.78"}]},
    )

    assert ["Tip 123456.78 + 0.00 at 0"] == charged(found)


# Conditions ---------------------------------------------------------------------


ONLY_COD = {"payment": [{"method": "cash_on_delivery"}]}


@pytest.mark.parametrize(
    ("payment", "expected"),
    [
        case(
            "by cash",
            {"method": "cash_on_delivery"},
            ["Cash on delivery 30.00 + 0.00 at 0"],
        ),
        case("by card", {"method": "card"}, []),
        case("not chosen yet", None, []),
    ],
)
def test_a_fee_only_for_cash_on_delivery(payment: Any, expected: list[str]) -> None:
    """Where its condition fails it is not charged, and nothing is said."""
    found = quoted(
        "A 1 x 1000.00",
        store=store({**COD, "conditions": ONLY_COD}),
        cart={"payment": payment},
    )

    assert (expected, ()) == (charged(found), found.refusals)


@pytest.mark.parametrize(
    ("conditions", "code", "message", "orders"),
    [
        case(
            "another channel",
            {"channels": ["app"]},
            "wrong_channel",
            "This offer is not available here.",
            0,
        ),
        case(
            "three orders are missing",
            {"minimum_orders": 3},
            "too_few_orders",
            "This offer opens after 3 more orders.",
            3,
        ),
        case(
            "another payment",
            {"payment": [{"method": "upi"}]},
            "wrong_payment",
            "Pay with UPI to use this offer.",
            0,
        ),
        case(
            "closed at noon",
            {"windows": [{"from": "13:00"}]},
            "outside_hours",
            "This offer is not open at this time.",
            0,
        ),
    ],
)
def test_a_chosen_charge_that_is_not_to_be_had_is_refused(
    conditions: dict[str, Any], code: str, message: str, orders: int
) -> None:
    """With the code and the sentence of an offer, as kind `charge`."""
    found = quoted(
        "A 1 x 1000.00",
        store=store({**WRAP, "conditions": conditions}),
        cart={"charges": [{"id": "wrap"}]},
    )
    (refusal,) = found.refusals

    assert [] == charged(found)
    assert ("wrap", "charge", code, message, "Wrap", orders) == (
        refusal.offer_id,
        refusal.kind,
        refusal.code,
        refusal.message,
        refusal.name,
        refusal.short_orders,
    )


def test_conditions_that_ask_nothing() -> None:
    """An empty object is none."""
    found = quoted("A 1 x 1000.00", store=store({**COD, "conditions": {}}))

    assert ["Cash on delivery 30.00 + 0.00 at 0"] == charged(found)


def test_a_charge_with_hours_needs_the_moment() -> None:
    """As offers do."""
    charge = {**COD, "conditions": {"windows": [{"from": "13:00"}]}}

    assert [("at", "time_required")] == refused(store=store(charge))


# Tax ----------------------------------------------------------------------------


MIXED = [line("A 1 x 300.00 at 18"), line("B 1 x 100.00", tax_category="exempt")]


def test_a_charge_without_a_rate_follows_the_goods() -> None:
    """100.00 is 75.00 at 18 % and 25.00 exempt."""
    found = quoted(MIXED, store=store({"name": "Bag", "amount": "100.00"}))

    assert ["Bag 100.00 + 13.50 at 13.5"] == charged(found)
    assert [("exempt", "125.00"), ("standard", "375.00")] == [
        (each.category, str(each.taxable_value)) for each in found.figures.tax_rows
    ]


def test_what_is_no_fixed_amount_follows_the_goods_too() -> None:
    """2 % of 1,000.00 and a tip of 10.00 with 18 %: 20.00 + 3.60 and 10.00 + 1.80."""
    tip = {key: TIP[key] for key in ("id", "name", "when", "open")}
    fee = {"name": "Fee", "percent": "2"}
    cart = {"charges": [{"id": "tip", "amount": "10.00"}]}
    found = quoted("A 1 x 1000.00 at 18", store=store(tip, fee), cart=cart)

    assert ["Tip 10.00 + 1.80 at 18", "Fee 20.00 + 3.60 at 18"] == charged(found)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        case("an explicit 0", {"tax_rate": "0"}, "+ 0.00 at 0"),
        case("its own way, without a rate", {"charge_tax": "own_rate"}, "+ 0.00 at 0"),
        case("the highest", {"charge_tax": "highest"}, "+ 18.00 at 18"),
        case("a category of its own", {"tax_category": "exempt"}, "+ 0.00 at 0"),
        case(
            "a category is not touched by `charge_tax`",
            {"tax_category": "exempt", "charge_tax": "highest"},
            "+ 0.00 at 0",
        ),
    ],
)
def test_what_decides_instead(fields: dict[str, Any], expected: str) -> None:
    """A rate, the charge's own way, or its category."""
    found = quoted(MIXED, store=store({"name": "Bag", "amount": "100.00", **fields}))

    assert [f"Bag 100.00 {expected}"] == charged(found)


@pytest.mark.parametrize(
    ("goods", "expected"),
    [
        case("nothing is taxable", "A 1 x 0 at 18", "+ 0.00 at 0"),
        case("all goods are free of tax", "A 1 x 9.00", "+ 0.00 at 0"),
        case("one rate", "A 1 x 9.00 at 12", "+ 12.00 at 12"),
    ],
)
def test_goods_that_a_charge_follows(goods: str, expected: str) -> None:
    """Where nothing is taxable the rate is 0."""
    found = quoted(goods, store=store({"name": "Bag", "amount": "100.00"}))

    assert [f"Bag 100.00 {expected}"] == charged(found)


def test_the_categories_of_goods_at_0_share_what_follows_them() -> None:
    """100.00 exempt, 50.00 zero: 30.01 is 20.01 and 10.00."""
    goods = [
        line("A 1 x 100.00", tax_category="exempt"),
        line("B 1 x 50.00", tax_category="zero"),
    ]
    found = quoted(goods, cart={"shipping": {"estimated_cost": "30.01"}})

    assert [("exempt", "20.01"), ("zero", "10.00")] == [
        (row.category, str(row.amount))
        for row in found.entries
        if row.kind == "shipping"
    ]


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        case("the larger", ("40.00", "60.00"), "zero"),
        case("of equals the first by name", ("50.00", "50.00"), "exempt"),
    ],
)
def test_the_highest_rate_is_0(prices: tuple[str, str], expected: str) -> None:
    """The charge has the category with the largest taxable value."""
    goods = [
        line(f"A 1 x {prices[0]}", tax_category="exempt"),
        line(f"B 1 x {prices[1]}", tax_category="zero"),
    ]
    found = quoted(
        goods,
        cart={"shipping": {"estimated_cost": "30"}},
        tax={"charge_tax": "highest"},
    )

    assert [expected] == [
        row.category for row in found.entries if row.kind == "shipping"
    ]


def test_the_category_and_the_code_of_a_charge_are_in_its_row() -> None:
    """As those of a line are."""
    charge = {
        "name": "Bag",
        "amount": "9.00",
        "tax_category": "exempt",
        "hsn_code": "996812",
        "unit": "nos",
    }
    found = quoted("A 1 x 9.00 at 18", store=store(charge))
    (row,) = [each for each in found.entries if each.kind == "charge"]
    (said,) = found.figures.charges

    assert ("exempt", "996812") == (row.category, row.hsn_code)
    assert ("996812", "NOS") == (said.hsn_code, said.unit)


@pytest.mark.parametrize(
    ("rate", "expected"), [(None, "6.75"), ("0", "0.00"), ("18", "9.00")]
)
def test_handling_follows_the_goods_too(rate: str | None, expected: str) -> None:
    """50.00 is 37.50 at 18 % and 12.50 exempt; an explicit rate stays."""
    key = "handling_charge_tax_rate"
    goods = [
        {**MIXED[0], "handling_charge_excluding_tax": "50.00", key: rate},
        MIXED[1],
    ]
    found = quoted(goods)

    assert expected == str(found.totals.handling_charge_tax_amount)


@pytest.mark.parametrize(
    ("rate", "expected"), [(None, "13.50"), ("0", "0.00"), ("18", "18.00")]
)
def test_a_shipping_table_follows_the_goods_too(
    rate: str | None, expected: str
) -> None:
    """100.00 for everywhere, without a rate or with one."""
    table = {"type": "flat", "amount": "100.00", "tax_rate": rate}
    found = quoted(MIXED, store={"shipping_rates": table})

    assert expected == str(found.totals.shipping_tax_amount)


def test_a_charge_inside_is_shared_with_its_tax() -> None:
    """118.00 over 300.00 at 18 % and 100.00 at 0: by 354 : 100, 92.01 and 25.99."""
    shipping = {"estimated_cost": "118.00", "price_including_tax": True}
    found = quoted(MIXED, cart={"shipping": shipping})

    assert [("77.97", "standard"), ("25.99", "exempt")] == [
        (str(row.amount), row.category)
        for row in found.entries
        if row.kind == "shipping"
    ][::-1]
    assert "14.04" == str(found.totals.shipping_tax_amount)


# Bad input ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("charge", "expected"),
    [
        case("no cost", {"name": "x"}, [("amount", "required")]),
        case(
            "two costs",
            {"name": "x", "amount": "1", "percent": 1},
            [("percent", "one_of")],
        ),
        case(
            "bounds of an amount",
            {"name": "x", "amount": "1", "minimum": "1", "maximum": "2"},
            [("minimum", "bounds_of_percent"), ("maximum", "bounds_of_percent")],
        ),
        case(
            "bounds that do not ascend",
            {"name": "x", "percent": "1", "minimum": "2", "maximum": "1"},
            [("maximum", "bounds_reversed")],
        ),
        case(
            "open bounds that do not ascend",
            {**TIP, "open": {"minimum": "2", "maximum": "1"}},
            [("open.maximum", "bounds_reversed")],
        ),
        case(
            "open bounds of unknown keys",
            {**TIP, "open": {"least": "2"}},
            [("open.least", "unknown_key")],
        ),
        case(
            "open, yet always",
            {"name": "x", "open": {}, "id": "x"},
            [("when", "open_is_chosen")],
        ),
        case(
            "chosen without an id",
            {"name": "x", "when": "chosen", "amount": "1"},
            [("id", "required")],
        ),
        case("a bad word", {**WRAP, "when": "never"}, [("when", "not_a_choice")]),
        case("a bad unit", {**WRAP, "unit": "KG"}, [("unit", "not_a_choice")]),
        case("an empty id", {**WRAP, "id": ""}, [("id", "empty_text")]),
        case(
            "more than 100 %",
            {"name": "x", "percent": "101"},
            [("percent", "rate_out_of_range")],
        ),
        case(
            "a category with a rate",
            {**WRAP, "tax_category": "exempt"},
            [("tax_category", "category_needs_zero_rate")],
        ),
        case(
            "conditions",
            {**WRAP, "conditions": {"minimum_orders": 0, "colour": "red"}},
            [
                ("conditions.colour", "unknown_key"),
                ("conditions.minimum_orders", "count_out_of_range"),
            ],
        ),
        case(
            "off the grid",
            {"name": "x", "percent": "1", "minimum": "0.001", "maximum": "1.001"},
            [("minimum", "off_grid"), ("maximum", "off_grid")],
        ),
        case(
            "open bounds off the grid",
            {**TIP, "open": {"minimum": "0.001", "maximum": "1.001"}},
            [("open.minimum", "off_grid"), ("open.maximum", "off_grid")],
        ),
    ],
)
def test_a_bad_charge(charge: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """Every fault has its code and its path."""
    found = refused(store=store(charge))

    assert [(f"store.charges[0].{path}", code) for path, code in expected] == found


def test_ids_are_distinct() -> None:
    """A cart could not choose between two."""
    assert [("store.charges[1].id", "same_charge_id")] == refused(
        store=store(WRAP, {**WRAP, "name": "Other"})
    )


ALWAYS = {"id": "bag", "name": "Bag", "amount": "1.00"}


@pytest.mark.parametrize(
    ("charges", "expected"),
    [
        case("unknown", [{"id": "box"}], [("[0].id", "unknown_charge")]),
        case("always there", [{"id": "bag"}], [("[0].id", "charge_not_chosen")]),
        case("twice", [{"id": "wrap"}, {"id": "wrap"}], [("[1].id", "same_charge")]),
        case(
            "an amount that the store sets",
            [{"id": "wrap", "amount": "1"}],
            [("[0].amount", "charge_has_amount")],
        ),
        case("no amount", [{"id": "tip"}], [("[0].amount", "charge_needs_amount")]),
        case(
            "too little and more faults",
            [{"id": "tip", "amount": "0.99"}, {"id": "box"}],
            [("[0].amount", "charge_out_of_bounds"), ("[1].id", "unknown_charge")],
        ),
        case(
            "too much",
            [{"id": "tip", "amount": "500.01"}],
            [("[0].amount", "charge_out_of_bounds")],
        ),
        case(
            "off the grid",
            [{"id": "tip", "amount": "1.001"}],
            [("[0].amount", "off_grid")],
        ),
        case("no id", [{"amount": "1"}], [("[0].id", "required")]),
        case("no object", ["tip"], [("[0]", "wrong_type")]),
        case("no list", {"id": "tip"}, [("", "wrong_type")]),
        case(
            "an unknown key",
            [{"id": "wrap", "colour": "red"}],
            [("[0].colour", "unknown_key")],
        ),
    ],
)
def test_a_bad_choice(charges: Any, expected: list[tuple[str, str]]) -> None:
    """Every fault has its code and its path."""
    found = refused(store=store(TIP, WRAP, ALWAYS), cart={"charges": charges})

    assert [(f"cart.charges{path}", code) for path, code in expected] == found


def test_an_amount_below_a_bound_without_end() -> None:
    """The message names the least."""
    charge = {**TIP, "open": {"minimum": "5"}}
    found = refused(
        store=store(charge), cart={"charges": [{"id": "tip", "amount": "4.99"}]}
    )

    assert [("cart.charges[0].amount", "charge_below")] == found


def test_an_amount_off_the_grid_of_a_noun() -> None:
    """Amounts of nouns are checked as those of documents are."""
    assert [("charges[0].amount", "off_grid")] == faults_of(
        lambda: Cart(
            "INR",
            [Line("a", 1, 1, tax_rate=0)],
            charges=[ChosenCharge("tip", "1.001")],
        )
    )


def test_nouns_price_as_documents_do() -> None:
    """The same tip, made in Python."""
    tip = Charge("Tip", id="tip", when="chosen", open=OpenAmount(Decimal(1)))
    found = quote(
        Cart(
            "INR",
            [Line("a", 1, "9.00", tax_rate=0)],
            charges=[ChosenCharge("tip", "20.00")],
        ),
        Store("INR", charges=[tip]),
    )

    assert "29.00" == str(found.to_be_paid)

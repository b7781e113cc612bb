# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Our own benefits as offers have them: what is read, what is refused, in Python."""

from __future__ import annotations

import pickle

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import CheckoutError, Store, coupon, promotion
from checkout_core.offers import (
    EVERYTHING,
    Choice,
    Cut,
    Gift,
    Selector,
    bundle,
    categories,
    every_nth,
    part,
    percentage_off,
    products,
    sale,
    set_price,
    unit_price,
    variants,
)
from checkout_core.values import thawed
from checkout_core.wire import read_coupon, read_promotion
from tests.factories.faults import faults_of
from tests.factories.offers import coupon as coupon_of
from tests.factories.offers import ours, outcome, own
from tests.factories.offers import promotion as document_of
from tests.factories.tables import case


D = Decimal
AT = "x_checkout_core.benefit"


# Documents -----------------------------------------------------------------------


ROW = {"price": "5"}
PAIR = [{"product_ids": ["A"]}, {"product_ids": ["B"]}]


@pytest.mark.parametrize(
    ("benefit", "expected"),
    [
        case("no kind", {"rows": [ROW]}, [("kind", "benefit_without_kind")]),
        case("null as kind", {"kind": None}, [("kind", "benefit_without_kind")]),
        case("a word amiss", {"kind": "unitprice"}, [("kind", "unknown_benefit")]),
        case("a number as kind", {"kind": 7}, [("kind", "unknown_benefit")]),
        case("the vendor's word", {"kind": "discount"}, [("kind", "unknown_benefit")]),
        case("a list as kind", {"kind": ["bundle"]}, [("kind", "unknown_benefit")]),
        case(
            "no rows",
            {"kind": "unit_price"},
            [("rows", "required")],
        ),
        case(
            "an empty list of rows",
            {"kind": "unit_price", "rows": []},
            [("rows", "too_few")],
        ),
        case(
            "a row that is none",
            {"kind": "unit_price", "rows": [ROW, 5]},
            [("rows[1]", "wrong_type")],
        ),
        case(
            "rows that are no list",
            {"kind": "unit_price", "rows": ROW},
            [("rows", "wrong_type")],
        ),
        case(
            "all of a row",
            {
                "kind": "unit_price",
                "rows": [
                    {
                        "product_ids": ["", 5],
                        "variant_ids": "red",
                        "price": "-1",
                        "colour": "red",
                        "maximum_quantity": 0,
                    }
                ],
                "colour": "red",
            },
            [
                ("colour", "unknown_key"),
                ("rows[0].colour", "unknown_key"),
                ("rows[0].product_ids[0]", "empty_text"),
                ("rows[0].product_ids[1]", "wrong_type"),
                ("rows[0].variant_ids", "wrong_type"),
                ("rows[0].price", "negative"),
                ("rows[0].maximum_quantity", "count_out_of_range"),
            ],
        ),
        case(
            "none of the alternatives",
            {"kind": "unit_price", "rows": [{}]},
            [("rows[0]", "one_of")],
        ),
        case(
            "two of them",
            {"kind": "unit_price", "rows": [{**ROW, "percent_off": "5"}]},
            [("rows[0]", "one_of")],
        ),
        case(
            "amounts and percentages of 0",
            {
                "kind": "unit_price",
                "rows": [{"amount_off": "0"}, {"percent_off": 0}],
                "maximum_discount_amount": "0.00",
            },
            [
                ("rows[0].amount_off", "not_positive"),
                ("rows[1].percent_off", "not_positive"),
                ("maximum_discount_amount", "not_positive"),
            ],
        ),
        case(
            "more than all",
            {"kind": "unit_price", "rows": [{"percent_off": "100.1"}]},
            [("rows[0].percent_off", "rate_out_of_range")],
        ),
        case(
            "an empty set",
            {"kind": "set_price"},
            [("size", "required"), ("price", "required")],
        ),
        case(
            "a set of one",
            {"kind": "set_price", "size": 1, "price": "5", "max_sets": 0},
            [("size", "count_out_of_range"), ("max_sets", "count_out_of_range")],
        ),
        case(
            "a target amiss",
            {"kind": "set_price", "size": 2, "price": "5", "target": {"ids": ["A"]}},
            [("target.ids", "unknown_key")],
        ),
        case(
            "a target that is a text",
            {"kind": "set_price", "size": 2, "price": "5", "target": "A"},
            [("target", "wrong_type")],
        ),
        case(
            "a bundle of one component",
            {"kind": "bundle", "components": PAIR[:1], "price": "5"},
            [("components", "too_few")],
        ),
        case(
            "a bundle of 21",
            {"kind": "bundle", "components": [{}] * 21, "price": "5"},
            [("components", "too_many")],
        ),
        case(
            "no unit of a component, and no price",
            {"kind": "bundle", "components": [{"quantity": 0}, {}]},
            [("components[0].quantity", "count_out_of_range"), ("", "one_of")],
        ),
        case(
            "the fourth of three",
            {"kind": "every_nth", "n": 3, "position": 4, "price": "5"},
            [("position", "beyond_its_group")],
        ),
        case(
            "in an order that is none",
            {"kind": "every_nth", "n": 3, "order": "dearest", "price": "5"},
            [("order", "not_a_choice")],
        ),
        case(
            "every one",
            {"kind": "every_nth", "n": 1, "percent_off": "5", "max_groups": 0},
            [("n", "count_out_of_range"), ("max_groups", "count_out_of_range")],
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_path(
    benefit: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """All faults together, in the order of the keys."""
    offer = document_of("discount", None, None, x_checkout_core={"benefit": benefit})
    paths = [(f"{AT}.{path}" if path else AT, code) for path, code in expected]

    assert paths == faults_of(read_promotion, offer)


@pytest.mark.parametrize(
    ("offer_type", "expected"),
    [
        ("free-shipping", [(f"{AT}.kind", "benefit_of_another_type")]),
        ("volume-based", [(f"{AT}.kind", "benefit_of_another_type")]),
        ("discout", [("promotion_type", "not_a_choice")]),
        (
            "fixed-price",
            [
                ("promotion_type", "wrong_benefit"),
                (f"{AT}.kind", "benefit_of_another_type"),
            ],
        ),
    ],
)
def test_the_vendors_type_has_to_be_the_one_of_the_kind(
    offer_type: str, expected: list[tuple[str, str]]
) -> None:
    """A type that is not known is said once."""
    offer = document_of(offer_type, None, None, **own("unit_price", rows=[ROW]))

    assert expected == faults_of(read_promotion, offer)


def test_a_benefit_that_is_no_object_is_named_once() -> None:
    """Its details are for other systems then too."""
    offer = document_of("discount", {"a": 1}, None, x_checkout_core={"benefit": "x"})

    assert [(AT, "wrong_type")] == faults_of(read_promotion, offer)


def test_details_are_for_other_systems_and_are_written_back() -> None:
    """They are not read beside our own benefit, and kept as they are."""
    details = {"discount_type": "percentage", "discount_percent": "7", "colour": "red"}
    offer = document_of("discount", details, "all", **own("unit_price", rows=[ROW]))

    found = read_promotion(offer)

    assert (details, "all", "unit_price") == (
        thawed(found.document)["details"],
        found.document["applies_to_product"],
        found.benefit.kind,
    )


@pytest.mark.parametrize("nothing", [None, {}, {"benefit": None}])
def test_without_our_own_benefit_the_vendors_is_read(nothing: Any) -> None:
    """Null is absent."""
    details = {"discount_type": "percentage", "discount_percent": "7"}
    offer = document_of("discount", details, "all", x_checkout_core=nothing)

    assert "percentage" == read_promotion(offer).benefit.discount_type


def test_unknown_keys_are_ignored_where_the_reader_is_lenient() -> None:
    """In rows and targets too."""
    row = {**ROW, "colour": "red"}
    offer = ours("unit_price", rows=[row], colour="red")

    assert 1 == len(read_promotion(offer, lenient=True).benefit.rows)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("benefit", "path"),
    [
        (own("unit_price", rows=[{"price": "5.005"}]), "rows[0].price"),
        (own("unit_price", rows=[{"amount_off": "5.005"}]), "rows[0].amount_off"),
        (
            own("unit_price", rows=[ROW], maximum_discount_amount="5.005"),
            "maximum_discount_amount",
        ),
        (own("set_price", size=2, price="5.005"), "price"),
        (own("bundle", components=PAIR, price="5.005"), "price"),
        (own("every_nth", n=2, amount_off="5.005"), "amount_off"),
    ],
)
def test_amounts_are_on_the_grid_of_the_currency(
    benefit: dict[str, Any], path: str
) -> None:
    """A paisa is the smallest amount, as everywhere."""
    offer = read_promotion(document_of("discount", None, None, **benefit))

    assert [(f"promotions[0].{AT}.{path}", "off_grid")] == faults_of(
        Store, "INR", promotions=[offer]
    )


@pytest.mark.parametrize(
    ("benefit", "scope"),
    [
        (own("unit_price", rows=[ROW]), "cart"),
        (own("unit_price", rows=[{**ROW, "product_ids": ["A"]}, ROW]), "cart"),
        (own("unit_price", rows=[{**ROW, "product_ids": ["A"]}]), "product"),
        (own("set_price", size=2, price="5", target={}), "cart"),
        (
            own("set_price", size=2, price="5", target={"category_ids": ["c", "d"]}),
            "category",
        ),
        (own("bundle", components=PAIR, price="5"), "product"),
        (
            own(
                "bundle",
                components=[{"category_ids": ["c"]}, {"category_ids": ["d"]}],
                price="5",
            ),
            "category",
        ),
        (
            own("every_nth", n=2, price="5", target={"variant_ids": ["red"]}),
            "product",
        ),
    ],
)
def test_what_an_offer_is_for(benefit: dict[str, Any], scope: str) -> None:
    """Everything in some part, categories alone, or products too."""
    assert scope == read_promotion(document_of("discount", None, None, **benefit)).scope


@pytest.mark.parametrize(
    "benefit",
    [
        own("unit_price", rows=[{"product_ids": ["X"], "price": "5"}]),
        own("set_price", size=2, price="5", target={"product_ids": ["X"]}),
        own(
            "bundle",
            components=[{"product_ids": ["X"]}, {"category_ids": ["x"]}],
            price="5",
        ),
        own("every_nth", n=2, price="5", target={"variant_ids": ["x"]}),
    ],
)
def test_a_coupon_for_other_goods(benefit: dict[str, Any]) -> None:
    """A promotion is not looked at then; the code that was entered says why."""
    offer = coupon_of("discount", None, None, **benefit)

    assert "no_matching_items" == outcome("A 3 x 9.00", offer)


# In Python -----------------------------------------------------------------------


TEES = products("tee")


def wrong(value: Any) -> Any:
    """Return *value*, of which a type checker would say that it is wrong."""
    return value


@pytest.mark.parametrize(
    ("gift", "expected"),
    [
        (
            unit_price(
                sale(TEES | categories("c"), price=5, maximum_quantity=2),
                sale(EVERYTHING, percent_off="12.5"),
                maximum=100,
            ),
            {
                "kind": "unit_price",
                "rows": [
                    {
                        "product_ids": ["tee"],
                        "category_ids": ["c"],
                        "price": D(5),
                        "maximum_quantity": 2,
                    },
                    {"percent_off": D("12.5")},
                ],
                "maximum_discount_amount": D(100),
            },
        ),
        (
            unit_price(sale(TEES, price=5)) + unit_price(sale(TEES, amount_off="1.50")),
            {
                "kind": "unit_price",
                "rows": [
                    {"product_ids": ["tee"], "price": D(5)},
                    {"product_ids": ["tee"], "amount_off": D("1.50")},
                ],
            },
        ),
        (
            set_price(3, 999, on=variants("red"), max_sets=2, maximum="9.90"),
            {
                "kind": "set_price",
                "target": {"variant_ids": ["red"]},
                "size": 3,
                "price": D(999),
                "max_sets": 2,
                "maximum_discount_amount": D("9.90"),
            },
        ),
        (
            set_price(2, 5),
            {"kind": "set_price", "size": 2, "price": D(5)},
        ),
        (
            bundle(part(TEES, 2), part(EVERYTHING), percent_off=5, max_bundles=1),
            {
                "kind": "bundle",
                "components": [
                    {"product_ids": ["tee"], "quantity": 2},
                    {"quantity": 1},
                ],
                "percent_off": D(5),
                "max_bundles": 1,
            },
        ),
        (
            every_nth(
                3, price=1, on=TEES, position=1, order="cheapest_first", max_groups=4
            ),
            {
                "kind": "every_nth",
                "target": {"product_ids": ["tee"]},
                "n": 3,
                "position": 1,
                "order": "cheapest_first",
                "price": D(1),
                "max_groups": 4,
            },
        ),
    ],
)
def test_a_gift_is_its_object(gift: Gift, expected: dict[str, Any]) -> None:
    """The vendor's type is that of a discount, and details are left to others."""
    assert ("discount", None, None, expected) == (
        gift.type,
        gift.applies_to_product,
        gift.details,
        thawed(gift.own),
    )
    assert gift == Gift(promotion("p", gift).benefit)
    assert gift == pickle.loads(pickle.dumps(gift))


def test_the_vendors_gifts_have_no_object_of_ours() -> None:
    """Their details say it all."""
    assert percentage_off(5).own is None


def test_a_gift_stands_beside_the_other_own_keys() -> None:
    """Who pays, and details for other systems, are written next to it."""
    details = {"discount_type": "percentage", "discount_percent": "7"}
    found = coupon("c", set_price(2, 5), ["C"], details, funded_by="brand")

    assert (
        {
            "funded_by": "brand",
            "benefit": {"kind": "set_price", "size": 2, "price": D(5)},
        },
        details,
        found,
    ) == (
        thawed(found.document["x_checkout_core"]),
        thawed(found.document["details"]),
        read_coupon(found.document),
    )


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        case("no sale", unit_price, [(f"{AT}.rows", "too_few")]),
        case(
            "a row that is no sale",
            lambda: unit_price(wrong({"price": 5})),
            [(f"{AT}.rows[0]", "wrong_type")],
        ),
        case(
            "a sale of nothing",
            lambda: sale(Selector(), price=5),
            [("product_ids", "empty_target")],
        ),
        case(
            "a sale of a text, at a float",
            lambda: sale(wrong("tee"), price=wrong(0.1)),
            [("product_ids", "wrong_type"), ("price", "float_given")],
        ),
        case(
            "two ids together",
            lambda: sale(Selector((Choice("tee", "red"),)), price=5),
            [("product_ids[0]", "not_one_id")],
        ),
        case("neither price nor less", lambda: sale(TEES), [("", "one_of")]),
        case(
            "a set",
            lambda: set_price(1, wrong(None), on=wrong("tee"), max_sets=0),
            [
                (f"{AT}.target", "wrong_type"),
                (f"{AT}.size", "count_out_of_range"),
                (f"{AT}.price", "required"),
                (f"{AT}.max_sets", "count_out_of_range"),
            ],
        ),
        case(
            "one part",
            lambda: bundle(part(TEES), price=5),
            [(f"{AT}.components", "too_few")],
        ),
        case(
            "a part that is none",
            lambda: bundle(part(TEES), wrong(TEES), price=5),
            [(f"{AT}.components[1]", "wrong_type")],
        ),
        case(
            "no unit",
            lambda: part(TEES, 0),
            [("quantity", "count_out_of_range")],
        ),
        case(
            "one of every",
            lambda: every_nth(2, position=3, order=wrong("dearest"), on=wrong(5)),
            [
                (f"{AT}.target", "wrong_type"),
                (f"{AT}.order", "not_a_choice"),
                (f"{AT}.position", "beyond_its_group"),
                (AT, "one_of"),
            ],
        ),
        case(
            "two that differ elsewhere",
            lambda: (
                unit_price(sale(TEES, price=5))
                + unit_price(sale(TEES, price=5), maximum=9)
            ),
            [(AT, "gifts_differ")],
        ),
        case(
            "two sets",
            lambda: set_price(2, 5) + set_price(2, 5),
            [(AT, "gifts_differ")],
        ),
        case(
            "two bundles",
            lambda: (
                bundle(part(TEES), part(TEES), price=5)
                + bundle(part(TEES), part(TEES), price=5)
            ),
            [(AT, "gifts_differ")],
        ),
        case(
            "two of every n",
            lambda: every_nth(2, price=5) + every_nth(2, price=5),
            [(AT, "gifts_differ")],
        ),
    ],
)
def test_what_is_wrong_in_python_has_the_paths_of_the_object(
    call: Any, expected: list[tuple[str, str]]
) -> None:
    """A sale and a part are read by themselves: their paths begin with their keys."""
    assert expected == faults_of(call)


def test_a_fault_says_what_to_do() -> None:
    """The known kinds, the type that goes with one, and the positions there are."""
    offer = document_of("volume-based", None, None, **own("unit_prices"))
    other = document_of("volume-based", None, None, **own("set_price", size=2, price=1))
    beyond = ours("every_nth", n=3, position=4, price=1)
    found = []
    for each in (offer, other, beyond):
        with pytest.raises(CheckoutError) as caught:
            read_promotion(each)
        found.append(caught.value.faults[0].message)

    assert [
        "no benefit of ours is of this kind; did you mean 'unit_price'?",
        "a set_price goes with the type 'discount', not 'volume-based'; change one",
        "a group has 3 units; give a position from 1 to 3",
    ] == found


def test_a_cut_takes_one_of_its_three() -> None:
    """What it becomes, or what is taken off it."""
    assert [{"price": D(5)}, {"amount_off": D(5)}, {"percent_off": D(5)}] == [
        Cut(price=D(5)).document(),
        Cut(amount_off=D(5)).document(),
        Cut(percent_off=D(5)).document(),
    ]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What each benefit of the table has to have, wherever it is needed.

A benefit that is added to `BENEFITS` fails here until it has an example, a strategy,
an entry in the schema, a case of the contract and a second opinion in the oracle.
"""

from __future__ import annotations

import json

from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkout_core import (
    CheckoutError,
    Store,
    coupon,
    lint,
    promotion,
    quote,
    read_checkout,
)
from checkout_core.money.parse import currency_of
from checkout_core.offers import (
    BENEFITS,
    COUPON_TYPES,
    PROMOTION_TYPES,
    Gift,
    Selector,
    above,
    amount_off,
    bonus_points,
    bundle,
    buy_x_get_y,
    categories,
    every_nth,
    fixed_price,
    free_goods,
    free_shipping,
    part,
    percentage_off,
    products,
    quantity_tiers,
    row,
    sale,
    set_price,
    shipping_discount,
    spend_tiers,
    tier,
    unit_price,
    up_to,
    volume_based,
)
from checkout_core.offers.benefits.benefit import Benefit, CompiledBenefit
from checkout_core.refunds import RefundPolicy, refund
from checkout_core.testing import strategies as ours
from checkout_core.views.language import Language
from checkout_core.views.terms import terms_of
from checkout_core.wire import dumps, loads, read_coupon
from tests.factories.carts import AT, checkout
from tests.oracle import benefits as oracle
from tests.paths import CASES, MORE_CASES


SCHEMA = json.loads(
    (files("checkout_core.wire") / "schemas" / "checkout.schema.json").read_text()
)
#: An offer's benefit by the words for it: our own kind, or the vendor's.
NAME_OF = {
    (each.kind, each.type, each.discount_type): name for name, each in BENEFITS.items()
}

#: For each benefit: a gift, its terms, one that gives nothing, and a code that `lint`
#: finds in one that looks wrong, None if nothing about it can.
EXAMPLES: dict[str, tuple[Gift, str, Gift | None, str | None]] = {
    "percentage_discount": (
        percentage_off(10, on=products("A"), maximum=50),
        "10% off chosen products, at most ₹50.00 in all",
        percentage_off(0),
        "missing_cap",
    ),
    "fixed_discount": (
        amount_off(50, on=categories("tees")),
        "₹50.00 off chosen categories, once",
        amount_off(50, rows=[row(maximum_quantity=0)]),
        "worth_more_than_its_trigger",
    ),
    "free_goods": (
        free_goods(1, every_quantity=3),
        "free units of chosen products",
        free_goods(0, every_quantity=3),
        "worth_more_than_its_trigger",
    ),
    "free_shipping": (free_shipping(), "free shipping", None, None),
    "buy_x_get_y": (
        buy_x_get_y(buy=products("A"), get=products("B"), buy_quantity=2),
        "1 free for every 2 bought",
        buy_x_get_y(
            buy=products("A"), get=products("B"), buy_quantity=2, percent_off=0
        ),
        "worth_more_than_its_trigger",
    ),
    "volume_based": (
        volume_based([above(5, 10)], maximum=99),
        "10% off above 5 units, at most ₹99.00 in all",
        volume_based([above(5, 0)]),
        "missing_cap",
    ),
    "fixed_price": (
        fixed_price(399, from_quantity=2) + fixed_price(9, from_quantity=2),
        "chosen products at ₹399.00 or ₹9.00 each",
        fixed_price(399, from_quantity=2, up_to=0),
        "rows_apply_alone",
    ),
    "accelerated_rewards": (
        bonus_points(50, on=products("A")),
        "50 extra points",
        bonus_points(0, on=products("A")),
        None,
    ),
    "unit_price": (
        unit_price(
            sale(products("A"), price=40, maximum_quantity=2),
            sale(categories("tees"), percent_off="12.5"),
            maximum=50,
        ),
        "each unit at ₹40.00 or each unit at 12.5% off, at most ₹50.00 in all",
        None,
        None,
    ),
    "set_price": (
        set_price(3, 120, on=products("A", "B"), max_sets=2),
        "any 3 for ₹120.00, at most 2 times",
        None,
        None,
    ),
    "bundle": (
        bundle(part(products("A"), 2), part(products("B")), amount_off=30),
        "a set of 3 at ₹30.00 off",
        None,
        "component_shadowed",
    ),
    "every_nth": (
        every_nth(3, percent_off=100, on=products("A"), max_groups=1),
        "of every 3, dearest first, number 3 at 100% off, at most 1 time",
        None,
        None,
    ),
    "spend_tiers": (
        spend_tiers(
            tier(100, amount_off=5), tier(200, percent_off=10, maximum=30), maximum=50
        ),
        (
            "₹5.00 off from ₹100.00 on or 10% off from ₹200.00 on (at most ₹30.00), at"
            " most ₹50.00 in all"
        ),
        None,
        "missing_cap",
    ),
    "quantity_tiers": (
        quantity_tiers(
            tier(1, price=40),
            tier(3, amount_off=5),
            tier(6, percent_off=10),
            maximum=50,
            on=products("A"),
        ),
        (
            "each unit at ₹40.00 from 1 unit on, each unit at ₹5.00 off from 3 units on"
            " or 10% off from 6 units on, at most ₹50.00 in all"
        ),
        None,
        "missing_cap",
    ),
    "shipping_discount": (
        shipping_discount(percent_off=50, maximum=40),
        "50% off the shipping, at most ₹40.00 in all",
        None,
        None,
    ),
}
#: What looks wrong, where an example of it is found.
SUSPECT: dict[str, Gift] = {
    "percentage_discount": percentage_off(10),
    "fixed_discount": amount_off(50),
    "free_goods": free_goods(3, from_quantity=2),
    "buy_x_get_y": buy_x_get_y(
        buy=products("A"), get=products("B"), buy_quantity=1, get_quantity=2
    ),
    "volume_based": volume_based([above(5, 10)]),
    "spend_tiers": spend_tiers(tier(100, percent_off=10)),
    "quantity_tiers": quantity_tiers(tier(1, percent_off=10)),
    "fixed_price": fixed_price(399, product="A", from_quantity=1)
    + fixed_price(9, product="B", from_quantity=1),
    "bundle": bundle(
        part(products("A", "B")), part(categories("c")), part(products("B")), price=9
    ),
}
NAMES = pytest.mark.parametrize("name", BENEFITS)


def test_each_benefit_has_an_example() -> None:
    """The tests below look at all of the table."""
    assert list(BENEFITS) == list(EXAMPLES)


@NAMES
def test_an_example_is_of_its_benefit(name: str) -> None:
    """The table's class is the one whose constructor made the example."""
    assert BENEFITS[name] is type(EXAMPLES[name][0].benefit)


@NAMES
def test_the_vendors_words_are_those_of_one_benefit(name: str) -> None:
    """What is read by its type and discount type is this benefit and no other."""
    kind = BENEFITS[name]

    assert name == NAME_OF[kind.kind, kind.type, kind.discount_type]


#: What the protocol has: its class attributes and its methods.
MEMBERS = [
    name
    for kind in (Benefit, CompiledBenefit)
    for name in (*kind.__annotations__, *vars(kind))
    if not name.startswith("_")
]


@NAMES
def test_a_benefit_is_whole(name: str) -> None:
    """A type checker refuses the same, and names the first few."""
    assert [] == [each for each in MEMBERS if not hasattr(BENEFITS[name], each)]


def test_the_protocol_has_members() -> None:
    """A list that is empty would pass all the same."""
    assert {"type", "kinds", "read", "reach", "terms", "findings", "give"} <= set(
        MEMBERS
    )


@NAMES
def test_a_benefit_has_terms(name: str) -> None:
    """The text that follows "gives"."""
    gift, terms, _, _ = EXAMPLES[name]
    numbers = Language.of("en_IN", currency_of("INR"))

    assert terms == terms_of(coupon("k", gift, ["K"]), numbers)


@pytest.mark.parametrize(
    ("gift", "expected"),
    [
        (
            buy_x_get_y(
                buy=products("A"),
                get=products("B"),
                buy_amount="99.50",
                get_quantity=2,
                percent_off=50,
                maximum=120,
            ),
            "2 at 50% off for every ₹99.50 bought, at most ₹120.00 in all",
        ),
        (
            volume_based([up_to(1200, "2.5"), above(1200, 5)]),
            "2.5% off up to 1,200 units or 5% off above 1,200 units",
        ),
        (percentage_off("33.333333"), "33.333333% off everything"),
    ],
)
def test_terms_have_their_numbers_as_the_language_writes_them(
    gift: Gift, expected: str
) -> None:
    """Amounts are money, with all their digits, and counts are whole numbers."""
    numbers = Language.of("en_IN", currency_of("INR"))

    assert expected == gift.benefit.terms(numbers)


@NAMES
def test_a_benefit_that_gives_nothing_is_found(name: str) -> None:
    """A zero of each benefit that can be zero never applies."""
    zero = EXAMPLES[name][2]
    offers = [] if zero is None else [coupon("k", zero, ["K"])]

    assert [("never_applies", "its benefit is always zero") for _ in offers] == [
        (each.code, each.message) for each in lint(Store("INR", coupons=offers))
    ]


@NAMES
def test_a_benefit_that_looks_wrong_is_found(name: str) -> None:
    """Where something about a benefit can be a mistake there is a warning."""
    code = EXAMPLES[name][3]
    gift = SUSPECT.get(name, EXAMPLES[name][0])
    found = lint(Store("INR", coupons=[coupon("k", gift, ["K"])]))

    assert ([] if code is None else [code]) == [each.code for each in found]


@NAMES
def test_only_a_benefit_of_several_lines_requires_them(name: str) -> None:
    """Where what is discounted is all that counts, nothing else has to be bought."""
    required = {
        "buy_x_get_y": products("A"),
        "bundle": products("A", "B"),
        "every_nth": products("A"),
    }.get(name, Selector())

    assert required == EXAMPLES[name][0].benefit.required()


@NAMES
def test_a_benefit_is_given_by_the_kinds_it_names(name: str) -> None:
    """A coupon can give everything, a promotion what the vendor allows."""
    gift = EXAMPLES[name][0]
    made = [coupon("k", gift, ["K"]).kind]
    if "promotion" in BENEFITS[name].kinds:
        made.append(promotion("p", gift).kind)

    assert sorted(BENEFITS[name].kinds) == sorted(made)


# The strategy -----------------------------------------------------------------


def test_each_benefit_has_a_strategy() -> None:
    """Laws over offers that are never drawn hold nothing."""
    assert set(BENEFITS) == set(ours.DETAILS)


def drawn(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return coupons of one benefit."""
    own = {
        "id": "k1",
        "coupon_type": BENEFITS[name].type,
        "coupon_code": ["SAVE"],
        "can_be_used_with_promotion": True,
    }
    return ours.DETAILS[name]("INR").map(lambda details: {**own, **details})


def words_of(offer: dict[str, Any]) -> tuple[str, str, str]:
    """Return the words for an offer's benefit: our own kind, or the vendor's."""
    own = (offer.get("x_checkout_core") or {}).get("benefit")
    kind = offer.get("promotion_type") or offer["coupon_type"]
    if own is not None:
        return own["kind"], kind, ""
    return "", kind, (offer.get("details") or {}).get("discount_type") or ""


FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


@NAMES
@FEW
@given(data=st.data())
def test_a_strategy_draws_its_benefit(name: str, data: st.DataObject) -> None:
    """Every document it draws is read as this benefit."""
    assert BENEFITS[name] is type(read_coupon(data.draw(drawn(name))).benefit)


@NAMES
@FEW
@given(data=st.data())
def test_a_type_draws_each_of_its_benefits(name: str, data: st.DataObject) -> None:
    """By the vendor's type, one of the benefits that share it is drawn."""
    kind = BENEFITS[name].type
    document = data.draw(ours.benefits(kind, "INR"))

    assert words_of({**document, "coupon_type": kind}) in NAME_OF


# The schema -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "types"), [("promotion", PROMOTION_TYPES), ("coupon", COUPON_TYPES)]
)
def test_the_schema_knows_the_types(kind: str, types: tuple[str, ...]) -> None:
    """The schema lists the types that the table has."""
    known = SCHEMA["$defs"][kind.title()]["properties"][f"{kind}_type"]["enum"]

    assert set(types) == set(known)


@NAMES
@FEW
@given(data=st.data())
def test_the_schema_takes_a_benefit(name: str, data: st.DataObject) -> None:
    """What is drawn is right by the schema, and refused with another's keys."""
    document = loads(dumps(data.draw(drawn(name))))
    whole = {"$ref": "#/$defs/Coupon", "$defs": SCHEMA["$defs"]}
    schema = jsonschema.Draft202012Validator(whole)
    other: dict[str, Any] = {"details": {"colour": "red"}}
    if BENEFITS[name].kind:
        own = {"kind": BENEFITS[name].kind, "colour": "red"}
        other = {"x_checkout_core": {"benefit": own}}

    assert (True, False) == (
        schema.is_valid(document),
        schema.is_valid({**document, **other}),
    )


# The contract and its second reading ------------------------------------------


def of_cases() -> set[str]:
    """Return the benefits of the offers in the cases of the contract."""
    found = set()
    for path in (*CASES.glob("*.json"), *MORE_CASES.glob("*.json")):
        store = json.loads(path.read_text())["document"].get("store") or {}
        for offer in (*store.get("promotions", ()), *store.get("coupons", ())):
            found.add(NAME_OF.get(words_of(offer)))
    return {name for name in found if name is not None}


def test_each_benefit_has_a_case() -> None:
    """The contract has an example of each, which the oracle reads too."""
    assert set() == set(BENEFITS) - of_cases()


def test_the_oracle_knows_each_type() -> None:
    """The second reading has its own arithmetic of every type."""
    assert {each.type for each in BENEFITS.values()} == set(oracle.BENEFITS)


# Refunds ----------------------------------------------------------------------


@NAMES
def test_units_that_are_tied_are_returned_together(name: str) -> None:
    """A return breaks what several units have bought, and nothing else."""
    gift = {
        "percentage_discount": percentage_off(10, on=products("A")),
        "fixed_discount": amount_off(5, on=products("A")),
        "volume_based": volume_based([above(1, 10)], product="A"),
        "fixed_price": fixed_price(9, product="A", from_quantity=2),
    }.get(name, EXAMPLES[name][0])
    document = checkout(
        "A 3 x 100.00; B 1 x 50.00",
        loads(dumps(dict(coupon("c", gift, ["CODE"]).document))),
        cart={"shipping": {"estimated_cost": "9.00"}},
    )
    read = read_checkout(dumps(document))
    found = quote(read.cart, read.store, at=read.at)
    policy = RefundPolicy(promotion_break="bundle_only")
    codes = []
    try:
        refund(found, {0: 1}, id="R", at=AT, policy=policy, store=read.store)
    except CheckoutError as error:
        codes = [each.code for each in error.faults]

    tied = BENEFITS[name].ties_units
    assert (["c"], ["bundle_broken"] if tied else []) == (
        [each.id for each in found.coupons],
        codes,
    )

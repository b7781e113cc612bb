# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Promotions with conditions are found without a look at those that are closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import (
    Address,
    Cart,
    Conditions,
    Customer,
    Line,
    Offer,
    Payment,
    Store,
    Window,
    promotion,
    quote,
)
from checkout_core.offers import categories, percentage_off, products
from checkout_core.offers.conditions import Facts
from checkout_core.store.conditioned import FEW
from tests.factories.tables import case


NOON = datetime.fromisoformat("2026-11-22T12:00:00+05:30")
LINES = [
    Line("tee", 1, "100.00", tax_rate=0, category_ids=["sale"]),
    Line("mug", 1, "50.00", tax_rate=0),
]

_PAYMENTS = [
    Payment("upi"),
    Payment("upi", app="PhonePe"),
    Payment("card"),
    Payment("card", issuer="HDFC"),
    Payment("card", issuer="hdfc", bin="4555"),
    Payment("card", bin="45551234"),
]
_CODES = ["5", "560", "560001", "11"]
_GROUPS = ["vip", "staff"]
_CHANNELS = ["app", "web"]


def some(values: list[Any], most: int = 2) -> st.SearchStrategy[list[Any]]:
    """Return a few of some values, often none."""
    return st.lists(st.sampled_from(values), max_size=most)


@st.composite
def windows(draw: Any) -> Window:
    """Return hours of some days."""
    times = ["00:00", "11:59", "12:00", "12:01", "23:30"]
    return Window(
        weekdays=draw(some([1, 6, 7])),
        from_=draw(st.sampled_from(times)),
        to=draw(st.sampled_from([*times, "24:00"])),
    )


CONDITIONS = st.builds(
    Conditions,
    windows=st.lists(windows(), max_size=2),
    channels=some(_CHANNELS),
    pincodes=some(_CODES),
    customer_groups=some(_GROUPS),
    first_order=st.booleans(),
    minimum_orders=st.sampled_from([None, None, 1, 2, 5]),
    payment=some(_PAYMENTS),
)
CARTS = st.builds(
    lambda payment, channel, groups, orders, code: Cart(
        "INR",
        LINES,
        payment=payment,
        channel=channel,
        customer=Customer(groups=groups, orders_placed=orders),
        shipping_address=Address(pincode=code),
    ),
    st.sampled_from([None, *_PAYMENTS]),
    st.sampled_from([None, *_CHANNELS]),
    some(_GROUPS),
    st.sampled_from([None, 0, 1, 3]),
    st.sampled_from(["", "560001", "56", "110 001"]),
)
REACH = st.sampled_from(
    [{}, {"on": products("tee")}, {"on": products("cap")}, {"on": categories("sale")}]
)


@given(
    cart=CARTS,
    asked=st.lists(st.tuples(st.none() | CONDITIONS, REACH), max_size=3 * FEW),
    minutes=st.integers(0, 7 * 1440),
)
def test_those_that_are_open_are_found(
    cart: Cart, asked: list[tuple[Any, Any]], minutes: int
) -> None:
    """They are those that concern a line and whose conditions hold, in order."""
    index = Store(
        "INR",
        promotions=[
            promotion(f"p{i}", percentage_off(5, **reach), conditions=conditions)
            for i, (conditions, reach) in enumerate(asked)
        ],
    ).index
    facts = Facts.of(cart, NOON + timedelta(minutes=minutes), None)
    concerned = index.concerned(cart.columns)

    assert [
        each.offer.id
        for each in concerned
        if each.conditions is None or each.conditions.unmet(facts) is None
    ] == [each.offer.id for each in index.open(cart.columns, lambda: facts)]
    assert [
        f"p{i}"
        for i, (_, reach) in enumerate(asked)
        if reach != {"on": products("cap")}
    ] == [each.offer.id for each in concerned]


MANY = range(3 * FEW)
ELSEWHERE = Conditions(channels=["elsewhere"])


@pytest.mark.parametrize(
    ("asked", "said", "expected"),
    [
        case(
            "banks",
            [Conditions(payment=[Payment("card", issuer=f"b{i}")]) for i in MANY],
            {"payment": Payment("card", issuer="B3", network="Visa")},
            [3],
        ),
        case(
            "cards",
            [Conditions(payment=[Payment("card", bin=f"{i:04d}")]) for i in MANY],
            {"payment": Payment("card", bin="00071234")},
            [7],
        ),
        case(
            "no payment",
            [Conditions(payment=[Payment("card", bin=f"{i:04d}")]) for i in MANY],
            {},
            [],
        ),
        case(
            "groups",
            [Conditions(customer_groups=[f"g{i}", f"g{i + 1}"]) for i in MANY],
            {"customer": Customer(groups=["g2", "other"])},
            [1, 2],
        ),
        case(
            "places",
            [Conditions(pincodes=[f"{i:02d}"]) for i in MANY],
            {"shipping_address": Address(pincode="05 6001")},
            [5],
        ),
        case(
            "channels",
            [Conditions(channels=[f"c{i}"]) for i in MANY],
            {"channel": "c0"},
            [0],
        ),
        case(
            "all of them",
            [Conditions(channels=["app", f"c{i}"]) for i in MANY],
            {"channel": "app"},
            list(MANY),
        ),
        case(
            "orders",
            [Conditions(minimum_orders=i + 1) for i in MANY],
            {"customer": Customer(orders_placed=2)},
            [0, 1],
        ),
        case(
            "a first order, and others",
            [Conditions(first_order=True), *[ELSEWHERE] * 6, Conditions()],
            {"customer": Customer(orders_placed=0)},
            [0, 7],
        ),
        case(
            "hours",
            [Conditions(windows=[Window(from_=f"{i + 1:02d}:30")]) for i in MANY],
            {},
            list(MANY)[:11],
        ),
        case(
            "the rarer of two",
            [
                Conditions(channels=["app"], payment=[Payment("upi", app=f"a{i}")])
                for i in MANY
            ],
            {"channel": "app", "payment": Payment("upi", app="a4")},
            [4],
        ),
    ],
)
@pytest.mark.parametrize("on", [{}, {"on": products("tee", "mug")}])
def test_one_kind_of_condition(
    asked: list[Conditions], said: dict[str, Any], expected: list[int], on: Any
) -> None:
    """Of many promotions those that are open, at noon."""
    index = Store(
        "INR",
        promotions=[
            promotion(f"p{i}", percentage_off(5, **on), conditions=conditions)
            for i, conditions in enumerate(asked)
        ],
    ).index
    cart = Cart("INR", LINES, **said)
    found = index.open(cart.columns, lambda: Facts.of(cart, NOON, None))

    assert [f"p{i}" for i in expected] == [each.offer.id for each in found]


def closed(i: int) -> Offer:
    """Return a bank offer of a bank of its own."""
    bank = Conditions(payment=[Payment("card", issuer=f"bank {i}")])
    return promotion(f"p{i}", percentage_off(1), conditions=bank)


@pytest.mark.parametrize("count", [1, 50])
def test_a_cart_visits_the_offers_of_its_bank(count: int) -> None:
    """One of many is tried, and the others are refused when they are read."""
    store = Store("INR", promotions=[closed(i) for i in range(count)])
    cart = Cart("INR", LINES, payment=Payment("card", issuer="Bank 0"))
    facts = Facts.of(cart, NOON, None)
    found = quote(cart, store, at=NOON)

    assert ["p0"] == [x.offer.id for x in store.index.open(cart.columns, lambda: facts)]
    assert (["p0"], 0) == (
        [each.id for each in found.promotions],
        found.figures.promotions_not_matching,
    )
    assert [("wrong_payment", f"p{i}") for i in range(1, count)] == [
        (each.code, each.offer_id) for each in found.refusals
    ]


def test_facts_are_not_asked_for_without_conditions() -> None:
    """A store whose offers ask nothing looks at no fact."""

    def never() -> Facts:
        raise AssertionError

    store = Store("INR", promotions=[promotion("p", percentage_off(5))])

    assert 1 == len(store.index.open(Cart("INR", LINES).columns, never))

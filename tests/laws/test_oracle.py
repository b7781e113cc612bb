# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The engine against a slow second reading of the contract that shares no code."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from checkout_core.testing import strategies as ours
from checkout_core.wire import loads
from tests.factories.carts import checkout
from tests.factories.offers import (
    coupon,
    fixed,
    fixed_price,
    percentage,
    row,
    rules,
    volume,
)
from tests.factories.regimes import american
from tests.oracle import price
from tests.oracle.compare import EVALUATED, differences, quoted
from tests.oracle.drawn import document as drawn
from tests.oracle.faults import faults_of
from tests.oracle.zones import rate_for
from tests.paths import CASES, INDIA_CASES, MORE_CASES


if TYPE_CHECKING:
    from collections.abc import Iterable

    from checkout_core.ledger import Component


PRICED = [
    path
    for path in sorted([*CASES.glob("*.json"), *MORE_CASES.glob("*.json")])
    if '"error": true' not in path.read_text()
]
#: Of India those whose places, suppliers and rows are priced, and those refused.
INDIA = {
    path.stem: case
    for path in sorted(INDIA_CASES.glob("*.json"))
    for case in [loads(path.read_bytes())]
    if "document" in case and not {"payment", "events"} & set(case)
}
#: Single units are expanded, so lines are short.
MOST_UNITS = 8
#: Documents drawn by chance, with everything on: so many, in so many tests.  They are
#: 2,000 where a law looks at 100 examples.
DRAWN, PARTS = 20 * settings().max_examples, 8


def compare(document: dict[str, Any], *, payments: bool = False) -> None:
    """Fail where engine and oracle differ."""
    assert [] == differences(document, payments=payments)


@pytest.mark.parametrize("part", range(PARTS))
def test_both_readings_agree_with_everything_on(part: int) -> None:
    """Documents in which all that the contract knows meets; every tenth evaluated."""
    for number in range(part, DRAWN, PARTS):
        document = drawn(f"ci/{number}")

        compare(document, payments=number % EVALUATED == 0)


@pytest.mark.parametrize("path", PRICED, ids=lambda path: path.stem)
def test_the_oracle_reads_the_cases_alike(path: Path) -> None:
    """Every case of the contract, by both readings."""
    compare(loads(path.read_bytes())["document"], payments=True)


@pytest.mark.parametrize("name", INDIA)
def test_the_oracle_reads_the_cases_of_india_alike(name: str) -> None:
    """Places, suppliers, rows by category and code; and the same refusals."""
    document, expected = INDIA[name]["document"], INDIA[name]["expected"]
    compare(document)

    if expected.get("error"):
        (refused,) = faults_of(document)
        assert expected["code"] == refused.code
        assert expected["path"].startswith(refused.path)
        return
    priced = price(document)
    figures = {key: each for key, each in expected.items() if key in priced["order"]}
    assert figures == {key: priced["order"][key] for key in figures}


def small(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document that the oracle can expand and knows everything of."""
    for line in document["cart"]["cart_items"]:
        line["quantity"] = 1 + line["quantity"] % MOST_UNITS
        # Duties per unit and free shipping at another's expense are our own.
        line.pop("cess_per_unit", None)
    store = document["store"]
    for offer in (*store["promotions"], *store["coupons"]):
        kind = offer.get("promotion_type", offer.get("coupon_type"))
        if kind == "free-shipping":
            offer.pop("x_checkout_core", None)
    return document


@given(ours.documents())
def test_both_readings_agree(document: dict[str, Any]) -> None:
    """Whatever the cart, the store and the offers: the same figures and reasons."""
    compare(small(document))


@given(american())
def test_both_readings_agree_in_the_us(document: dict[str, Any]) -> None:
    """Components of lines and charges, and charges that are taxed as the goods are."""
    compare(small(document))
    mine, other = quoted(document), price(document)

    assert [
        [(part["name"], part["amount"]) for part in line["components"]]
        for line in other["lines"]
    ] == [
        [(part.name, str(part.amount)) for part in line.components]
        for line in mine.lines
    ]
    assert [each["components"] for each in other["charges"]] == [
        summed(each.components) for each in mine.figures.charges
    ]


def summed(components: Iterable[Component]) -> dict[str, str]:
    """Return the amounts of components by their name."""
    found: dict[str, Decimal] = {}
    for each in components:
        found[each.name] = found.get(each.name, Decimal(0)) + each.amount
    return {name: str(amount) for name, amount in found.items()}


def hundredths(low: int, high: int) -> st.SearchStrategy[str]:
    """Return amounts of two decimals."""
    return st.integers(low, high).map(lambda minor: f"{minor // 100}.{minor % 100:02}")


@st.composite
def contested(draw: st.DrawFn) -> dict[str, Any]:
    """
    Return a document in which the rules of 0.2.0 meet.

    The rows of a coupon contend for its places, charges with tax inside are shared
    over the goods' rates, and what others do not fund is rounded off.
    """
    rates = st.sampled_from(["0", "5", "18", "28", "0.25"])
    goods = "; ".join(
        f"{name} {draw(st.integers(1, 4))} x {draw(hundredths(1, 15000))}"
        f" at {draw(rates)}{draw(st.sampled_from(['', ' inside']))}"
        for name in "ABC"
    )
    names = draw(st.permutations("ABC"))
    units = st.sampled_from([None, None, 1, 2])
    money = st.sampled_from([None, None, "50.00"])
    rows = [
        row(name, units=(None, draw(units)), money=(None, draw(money)))
        for name in names
    ]
    prices = [(name, 1, draw(units), draw(hundredths(0, 5000))) for name in names]
    percents = [(name, f">0 {draw(st.integers(1, 100))}") for name in names]
    kind, details = draw(
        st.sampled_from(
            [
                ("discount", percentage(draw(st.sampled_from(["10", "33.3"])), *rows)),
                ("discount", fixed(draw(hundredths(1, 20000)), *rows)),
                ("fixed-price", fixed_price(*prices)),
                ("volume-based", volume(*percents)),
            ]
        )
    )
    priorities = ["cheapest_first", "most_expensive_first", "first_added"]
    places = st.sampled_from([None, 1, 2, 3, 5])
    offer = coupon(
        kind,
        details,
        application_rules=rules(draw(places), draw(st.sampled_from(priorities))),
        x_checkout_core={"funded_by": draw(st.sampled_from(["seller", "brand"]))},
    )
    costs = hundredths(1, 9000)
    wrap = {"name": "wrap", "amount": draw(costs), "price_including_tax": True}
    return checkout(
        goods,
        offer,
        cart={"shipping": {"estimated_cost": draw(costs), "price_including_tax": True}},
        store={
            "tax": {"charge_tax": "apportion"},
            "charges": [wrap],
            "round_off": draw(st.sampled_from([None, "0.05", "1", "10"])),
        },
    )


@given(contested())
def test_both_readings_agree_where_rows_contend(document: dict[str, Any]) -> None:
    """Whose unit has a place, what a charge's parts are, what lies on the step."""
    compare(document)


STATES = [
    ({"states": ["Punjab"]}, "Punjab", "Pakistan"),
    ({"states": ["Punjab"]}, "Punjab", "India"),
    ({"states": ["Punjab"]}, "03", None),
    ({"states": ["Punjab"], "countries": ["Pakistan"]}, "punjab ", "pakistan"),
    ({"states": ["Punjab"], "countries": ["Pakistan"]}, "Punjab", "India"),
    ({"states": ["Punjab"], "countries": ["PK", "IN"]}, "IN-PB", "India"),
    ({"states": ["27"], "countries": ["Japan"]}, "Maharashtra", "India"),
    ({"states": ["27"]}, "27", "Japan"),
    ({"states": ["Bavaria"]}, "bavaria", "Germany"),
    ({"states": ["Bavaria"]}, "New-Bavaria", "Germany"),
    ({"states": ["Bavaria"], "countries": ["Austria"]}, "Bavaria", "Germany"),
]


@pytest.mark.parametrize(("zone", "state", "country"), STATES)
def test_states_of_zones(zone: dict[str, Any], state: str, country: str | None) -> None:
    """They count only in the countries of the zone, those of India else in India."""
    lands = ["India", "Pakistan", "Japan", "Germany"]
    table = {
        "type": "by_zone",
        "zones": [
            {**zone, "rate": {"type": "flat", "amount": "70.00"}},
            {"countries": lands, "rate": {"type": "flat", "amount": "90.00"}},
        ],
    }
    address = {"state": state, **({"country": country} if country else {})}
    goods = {"product_id": "A", "quantity": 1, "selling_price": "1", "tax_rate": "0"}
    cart = {"currency": "INR", "cart_items": [goods], "shipping_address": address}
    store = {"currency": "INR", "shipping_rates": table}
    found = quoted({"cart": cart, "store": store, "at": None})
    expected = Decimal(rate_for(table, address)["amount"])

    assert expected == found.totals.shipping_estimated_cost

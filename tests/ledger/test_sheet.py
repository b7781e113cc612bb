# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A sheet, and what is a view of it: offers with their lines, and what a cart keeps."""

from __future__ import annotations

import pickle

from decimal import Decimal
from pathlib import Path

import attrs
import pytest

from checkout_core import (
    Cart,
    Line,
    Loyalty,
    Quote,
    Store,
    promotion,
    quote,
    read_checkout,
    write_order,
)
from checkout_core.ledger import AppliedLine
from checkout_core.ledger.totals import SUMS
from checkout_core.wire import loads
from tests.paths import CASES


PRICED = [
    path
    for path in sorted(CASES.glob("*.json"))
    if '"error": true' not in path.read_text()
]
AT = "2026-12-01T10:00:00+05:30"
TEN = promotion(
    "ten",
    "discount",
    {"discount_type": "percentage", "discount_percent": 10},
    applies_to_product="all",
)
STORE = Store("INR", promotions=[TEN])


def cart() -> Cart:
    """Return two lines, the first with data of the host."""
    echo = {"attributes": [{"name": "size"}], "seller_detail": {"name": "Asha"}}
    return Cart(
        "INR",
        [
            Line("tee", 2, "100.00", tax_rate=18, echo=echo),
            Line("cap", 1, "50.00", tax_rate=18, price_including_tax=True),
        ],
    )


def priced() -> Quote:
    """Return their quote with 10 % off."""
    return quote(cart(), STORE, at=AT)


def test_columns_are_minor_units() -> None:
    """10 % off 200.00 on top of which tax comes, and off 50.00 that includes it."""
    sheet = priced().sheet
    (ten,) = sheet.promotions

    # 45.00 is 38.14 without 18 %; 50.00 is 42.37.
    assert ([20000, 5000], [18000, 4500]) == (
        list(sheet.goods.listed),
        list(sheet.goods.left),
    )
    assert ([20000, 4237], [2000, 423]) == (
        list(sheet.goods.subtotal),
        list(sheet.goods.promoted),
    )
    # 20.00 and the 3.60 on top of it; 5.00 with what is inside.
    assert ([0, 1], [2000, 500], [2360, 500], 2860) == (
        list(ten.lines),
        list(ten.discounts),
        list(ten.savings),
        ten.saving,
    )


@pytest.mark.parametrize("path", PRICED, ids=lambda path: path.stem)
def test_totals_are_the_sums_of_the_table(path: Path) -> None:
    """Of every case of the contract, each total is what `SUMS` adds of the rows."""
    read = read_checkout(loads(path.read_bytes())["document"])
    sheet = quote(read.cart, read.store, at=read.at).sheet
    signs = {name: dict(kinds) for name, kinds in SUMS.items()}

    assert list(SUMS) == list(sheet.totals)
    assert {
        name: sum(own.get(kind, 0) * minor for kind, minor, *_ in sheet.rows)
        for name, own in signs.items()
    } == sheet.totals


def test_an_offer_makes_its_lines_when_they_are_read() -> None:
    """Until then it has none; compared, copied or pickled it has them."""
    offer, same = priced().promotions[0], priced().promotions[0]
    expected = (
        AppliedLine(0, Decimal("20.00"), 0, Decimal("23.60")),
        AppliedLine(1, Decimal("5.00"), 0, Decimal("5.00")),
    )

    assert "lines" not in vars(offer)
    assert expected == pickle.loads(pickle.dumps(offer)).lines
    assert expected == attrs.evolve(priced().promotions[0], sequence=2).lines
    assert expected == offer.lines
    assert offer == same
    assert hash(offer) == hash(same)


def test_a_pickle_of_a_quote_has_its_sheet() -> None:
    """It is made again of the figures and rows."""
    quoted = priced()
    again = pickle.loads(pickle.dumps(quoted))

    assert quoted == again
    assert quoted.sheet.totals == again.sheet.totals
    assert [list(row) for row in quoted.sheet.rows] == list(map(list, again.sheet.rows))
    assert write_order(quoted) == write_order(again)


def test_each_order_has_its_own_lists_and_objects() -> None:
    """What a host does to one order is in no other one."""
    bought = cart()
    quoted = quote(bought, STORE, at=AT)
    first = write_order(quoted)["order_items"][0]
    first["attributes"].append({"name": "colour"})
    first["seller_detail"]["name"] = "Meera"
    first["quantity"] = 9

    (second, other) = write_order(quote(bought, STORE, at=AT))["order_items"]
    assert ([{"name": "size"}], {"name": "Asha"}, 2) == (
        second["attributes"],
        second["seller_detail"],
        second["quantity"],
    )
    assert [] == other["attributes"]


def test_what_a_cart_keeps_is_in_no_pickle() -> None:
    """A copy works it out again, and is equal."""
    bought = cart()
    bare = pickle.dumps(bought)
    expected = write_order(quote(bought, STORE, at=AT))
    again = pickle.loads(pickle.dumps(bought))

    assert bought.columns.kept
    assert {} == again.columns.kept
    assert bought == again == pickle.loads(bare)
    assert expected == write_order(quote(again, STORE, at=AT))


def test_a_discount_in_percent_is_that_of_the_totals() -> None:
    """24.23 of 242.37 is 10.00 %, in an order as on the totals."""
    quoted = priced()
    order = write_order(quoted)

    assert Decimal("24.23") == quoted.totals.promotion_discount_amount
    assert Decimal("10.00") == order["promotion_discount_percent"]
    assert quoted.totals.promotion_discount_percent == Decimal("10.00")
    assert quoted.totals.coupon_discount_percent == order["coupon_discount_percent"]


def test_points_that_an_order_earns_are_a_row() -> None:
    """A tenth of a point for each rupee of 250.00 without tax: 25, and no money."""
    loyalty = Loyalty(value_per_point="1", points_per_unit="0.1")
    tee = Cart("INR", [Line("tee", 1, "250.00", tax_rate=0)])
    quoted = quote(tee, Store("INR", loyalty=loyalty), at=AT)
    quoted.check()

    assert [("subtotal", 25000), ("points_earned", 25)] == [
        row[:2] for row in quoted.sheet.rows
    ]
    assert Decimal(25) == quoted.totals.loyalty_points_earned

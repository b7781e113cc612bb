# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Tenders: what each kind is called, how much is granted, and why no more."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import Cart, Customer, Line, Loyalty, Quote, Store, quote
from checkout_core.ledger import KINDS, SUMS, Tender
from checkout_core.pricing.tenders import PAY
from checkout_core.tenders import OF_CUSTOMER, TENDERS, TenderRequest


def paid(total: str, loyalty: Loyalty | None = None, **cart: Any) -> Quote:
    """Return the quote of one line without tax that costs *total*."""
    return quote(
        Cart("INR", [Line("tee", 1, total, tax_rate=0)], **cart),
        Store("INR", loyalty=loyalty),
    )


@pytest.mark.parametrize(
    ("total", "rules", "asked", "balance", "expected"),
    [
        # At 0.25 a point.
        ("100.00", {"minimum_points": 100}, 100, 400, ("100", "25.00", "")),
        (
            "100.00",
            {"minimum_points": 100},
            99,
            400,
            ("0", "0.00", "below_minimum_points"),
        ),
        ("0.24", {}, 1, 400, ("0", "0.00", "nothing_left_to_pay")),
        ("0.25", {}, 1, 400, ("1", "0.25", "")),
        ("0.49", {}, 2, 400, ("1", "0.25", "nothing_left_to_pay")),
        ("2.49", {"maximum_percent": 10}, 4, 400, ("0", "0.00", "maximum_percent")),
        ("2.50", {"maximum_percent": 10}, 4, 400, ("1", "0.25", "maximum_percent")),
        # At half a paisa a point an odd one is worth nothing.
        (
            "100.00",
            {"value_per_point": "0.005"},
            101,
            400,
            ("100", "0.50", "same_value_for_fewer"),
        ),
        ("100.00", {"value_per_point": "0.005"}, 150, 101, ("100", "0.50", "balance")),
        ("100.00", {"value_per_point": "0"}, 10, 400, ("0", "0.00", "worthless")),
        # At 0.4 paise, 252 fit into 1.00, and 250 of them are worth as much.
        (
            "1.00",
            {"value_per_point": "0.004"},
            300,
            400,
            ("250", "1.00", "nothing_left_to_pay"),
        ),
    ],
)
def test_points(
    total: str,
    rules: dict[str, Any],
    asked: int,
    balance: int,
    expected: tuple[str, str, str],
) -> None:
    """Never worth more than what is left, and no point is spent for nothing."""
    found = paid(
        total,
        Loyalty(**{"value_per_point": "0.25", **rules}),
        customer=Customer("u", loyalty_points_balance=balance),
        loyalty_points_redeemed=asked,
    ).figures.points

    assert expected == (str(found.granted), str(found.value), found.why)


@pytest.mark.parametrize(
    ("total", "spent", "earned"),
    [("0.01", 0, "1"), ("10.00", 9, "100"), ("10.00", 10, "0")],
)
def test_points_are_earned_on_what_points_did_not_pay(
    total: str, spent: int, earned: str
) -> None:
    """A hundred points for each rupee: one for a paisa, none for nothing."""
    found = paid(
        total,
        Loyalty(value_per_point=1, points_per_unit=100),
        customer=Customer("u", loyalty_points_balance=spent),
        loyalty_points_redeemed=spent,
    )

    assert earned == str(found.totals.loyalty_points_earned)


def test_each_kind_has_its_names_in_every_room() -> None:
    """A rule of pricing, rows and totals of the ledger, a balance of the customer."""
    kinds = TENDERS.values()

    assert list(TENDERS) == list(PAY)
    assert ["points", "credit"] == list(OF_CUSTOMER)
    assert {each.row for each in kinds} | {"points_redeemed"} <= set(KINDS)
    assert {"points_value", "credit_balance_used"} == {each.total for each in kinds}
    assert {each.total for each in kinds} | {"loyalty_points_redeemed"} <= set(SUMS)


def test_each_pays_on_what_the_ones_before_left() -> None:
    """Of 100.00, 40 points pay 40.00 and the credit 60.00 of the 75.00 asked for."""
    found = paid(
        "100.00",
        Loyalty(value_per_point=1),
        customer=Customer("u", loyalty_points_balance=40, credit_balance="80.00"),
        loyalty_points_redeemed=50,
        credit_balance_used="75.00",
    )

    points = Tender(
        kind="points",
        asked=Decimal(50),
        granted=Decimal(40),
        value=Decimal("40.00"),
        why="balance",
    )
    credit = Tender(
        kind="credit",
        asked=Decimal("75.00"),
        granted=Decimal("60.00"),
        value=Decimal("60.00"),
        why="nothing_left_to_pay",
    )
    assert (points, credit) == found.tenders
    assert (points, credit) == (found.figures.points, found.figures.credit)
    assert not found.payment_required


def test_a_cart_asks_for_each_kind() -> None:
    """Points and credit are two requests, and a changed cart may ask for none."""
    cart = Cart(
        "INR",
        [Line("tee", 1, "100.00", tax_rate=0)],
        customer=Customer("u", loyalty_points_balance=40, credit_balance="80.00"),
        loyalty_points_redeemed=50,
        credit_balance_used="75.00",
    )

    assert (
        TenderRequest(kind="points", asked=Decimal(50), balance=Decimal(40)),
        TenderRequest(kind="credit", asked=Decimal("75.00"), balance=Decimal("80.00")),
    ) == cart.tenders
    assert cart == cart.changed()
    assert [0, 0] == [x.asked for x in cart.changed(keep_tenders=False).tenders]
    only = cart.changed(keep_tenders=False, loyalty_points_redeemed=1)
    assert [1, 0] == [x.asked for x in only.tenders]

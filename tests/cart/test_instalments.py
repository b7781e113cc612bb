# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Payment plans: what is checked of their parts, and what each part comes to."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from checkout_core import Cart, Line, Part, Store, dumps, read_cart, read_store
from checkout_core.cart.instalments import shared
from checkout_core.currencies import CURRENCIES
from checkout_core.wire.quotes import write_cart_input
from tests.factories.faults import faults_of


TEE = Line("tee", 1, "500.00", tax_rate=0)
NOW, DAY, DOOR = {"due": "now"}, {"due": "2026-12-24"}, {"due": "on_delivery"}


def test_a_part_is_made_of_its_keys() -> None:
    """A day may be a date; percent and amount are exact."""
    part = Part(date(2026, 12, 24), percent="33.333333")

    assert ("2026-12-24", Decimal("33.333333"), None) == (
        part.due,
        part.percent,
        part.amount,
    )
    assert Part("2026-12-24", percent="33.333333") == part


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (None, "required"),
        ("", "bad_due"),
        ("Now", "bad_due"),
        ("2026-2-24", "bad_due"),
        ("2026-02-30", "bad_due"),
        ("20261224", "bad_due"),
        (datetime(2026, 12, 24, tzinfo=UTC), "bad_due"),
        (7, "bad_due"),
    ],
)
def test_when_a_part_is_due(due: Any, expected: str) -> None:
    """A word of two, or a day that is in the calendar."""
    assert [("due", expected)] == faults_of(Part, due)


def test_a_plan_is_kept_by_cart_and_store() -> None:
    """As it was given; an empty one of a cart is not the same as none."""
    plan = [{**NOW, "percent": "25"}, DOOR]
    parts = (Part("now", percent=25), Part("on_delivery"))
    cart = Cart("INR", [TEE], payment_plan=plan)

    assert parts == cart.payment_plan == Store("INR", payment_plan=plan).payment_plan
    assert plan == write_cart_input(cart)["payment_plan"]
    assert cart == read_cart(dumps(write_cart_input(cart)))
    for found, expected in (([], ()), (None, None)):
        bare = Cart("INR", [TEE], payment_plan=found)
        assert expected == bare.payment_plan
        assert bare == read_cart(dumps(write_cart_input(bare)))
    assert "payment_plan" not in write_cart_input(Cart("INR", [TEE]))
    assert () == read_store({"currency": "INR", "payment_plan": None}).payment_plan


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("now", [("payment_plan", "wrong_type")]),
        (["now"], [("payment_plan[0]", "wrong_type")]),
        ([NOW] * 13, [("payment_plan", "too_many")]),
        ([{}], [("payment_plan[0].due", "required")]),
        ([{**NOW, "part": 1}], [("payment_plan[0].part", "unknown_key")]),
        (
            [{**NOW, "percent": 101}, DOOR],
            [("payment_plan[0].percent", "rate_out_of_range")],
        ),
        ([{**NOW, "amount": "-1"}, DOOR], [("payment_plan[0].amount", "negative")]),
        ([{**NOW, "amount": "0.001"}, DOOR], [("payment_plan[0].amount", "off_grid")]),
        ([{**NOW, "amount": 1, "percent": 1}, DOOR], [("payment_plan[0]", "one_of")]),
        ([NOW, DOOR], [("payment_plan[0]", "one_of")]),
        ([{**NOW, "percent": 5}], [("payment_plan[0].percent", "last_part_is_rest")]),
        ([{**NOW, "amount": 5}], [("payment_plan[0].amount", "last_part_is_rest")]),
        ([{**DAY, "amount": 5}, NOW], [("payment_plan[1].due", "plan_order")]),
        ([{**DOOR, "amount": 5}, DAY], [("payment_plan[1].due", "plan_order")]),
        ([{**NOW, "amount": 5}, NOW], [("payment_plan[1].due", "plan_order")]),
        ([{**DAY, "amount": 5}, DAY], [("payment_plan[1].due", "plan_order")]),
        (
            [{**DAY, "amount": 5}, {"due": "2026-12-23"}],
            [("payment_plan[1].due", "plan_order")],
        ),
        (
            [{**DOOR, "amount": "0.001"}, NOW],
            [
                ("payment_plan[1].due", "plan_order"),
                ("payment_plan[0].amount", "off_grid"),
            ],
        ),
        (
            [{"due": "later", "amount": "0.001"}, {"due": "soon"}],
            [
                ("payment_plan[0].due", "bad_due"),
                ("payment_plan[1].due", "bad_due"),
                ("payment_plan[0].amount", "off_grid"),
            ],
        ),
    ],
)
def test_faults_of_a_plan(plan: Any, expected: list[tuple[str, str]]) -> None:
    """Each has its path and its code, of a cart's plan and of a store's."""
    assert expected == faults_of(Cart, "INR", [TEE], payment_plan=plan)
    assert expected == faults_of(Store, "INR", payment_plan=plan)
    document = {"currency": "INR", "payment_plan": plan}
    assert expected == faults_of(read_store, document)


def test_unknown_keys_of_a_stores_plan_can_be_ignored() -> None:
    """As all other keys of its document."""
    document = {"currency": "INR", "payment_plan": [{**NOW, "note": ""}]}

    assert (Part("now"),) == read_store(document, unknown="ignore").payment_plan


@pytest.mark.parametrize(
    ("plan", "paid", "expected"),
    [
        # 25 % of 1,049.00 is 262.25.
        ([Part("now", percent=25), Part("on_delivery")], 104900, [26225, 78675]),
        # 500.00, then 400.00 is more than the 300.00 left.
        (
            [
                Part("now", amount=500),
                Part("2026-12-24", percent=50),
                Part("on_delivery"),
            ],
            80000,
            [50000, 30000],
        ),
        # 12.5 % of 0.04 is half a paisa, which is a whole one.
        ([Part("now", percent="12.5"), Part("on_delivery")], 4, [1, 3]),
        ([Part("now", percent=0), Part("on_delivery")], 4, [4]),
        ([Part("now", amount=500), Part("on_delivery")], 0, []),
        ([Part("on_delivery")], 5, [5]),
        (
            [
                *[Part(f"2026-12-{day}", percent=30) for day in (10, 11, 12)],
                Part("2026-12-13"),
            ],
            100,
            [30, 30, 30, 10],
        ),
    ],
)
def test_what_parts_come_to(plan: list[Part], paid: int, expected: list[int]) -> None:
    """Half up, never more than what is left, and parts of nothing are left out."""
    assert expected == [amount for _, amount in shared(plan, paid, CURRENCIES["INR"])]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Fifty buyers at once, through two processes on one database."""

from __future__ import annotations

import json

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core.service import SqlDatabase
from tests.factories.service_processes import (
    SORTING,
    TOKEN,
    filled,
    fresh,
    guest,
    service_process,
)


if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.slow

BUYERS = 50
#: What a buyer hears whose cards were emptied since they looked at the cart.
TOO_LATE = {"gift_card_empty", "balance_changed", "price_changed"}
ZERO = Decimal(0)
#: A shop whose coupons can be used together, one of them for 799.99 in all.
SHOP: dict[str, Any] = {
    "store_id": "shop",
    "store": {
        "currency": "INR",
        "maximum_coupons": 2,
        "coupons": [
            {
                "id": name,
                "coupon_type": "discount",
                "coupon_code": [name.upper()],
                "applies_to_product": "all",
                "details": {
                    "discount_type": "fixed-amount",
                    "fixed_discount_amount": off,
                },
                "can_be_used_with_promotion": True,
                "x_checkout_core": {
                    "redemption_limits": {"total_discount_amount": most}
                },
            }
            for name, off, most in (
                ("hundred", "100.00", "799.99"),
                ("one", "1.00", "5000.00"),
            )
        ],
    },
    "catalogue": [{"product_id": "tee", "selling_price": "499.00", "tax_rate": "0"}],
    "customers": [{"id": "meera", "orders_placed": 0}],
    "gift_cards": [
        {"code": "AAAA1111", "balance": "2494.99"},
        {"code": "BBBB2222", "balance": "2495.00"},
    ],
}
#: The same for whoever orders for the first time.
FIRST = {
    **SHOP["store"],
    "promotions": [
        {
            "id": "first",
            "promotion_type": "discount",
            "applies_to_product": "all",
            "details": {"discount_type": "percentage", "discount_percent": 10},
            "can_be_used_with_other_promotion": True,
            "x_checkout_core": {"conditions": {"first_order": True}},
        }
    ],
}


@pytest.mark.parametrize("kind", SORTING, ids=lambda kind: kind.partition("+")[0])
def test_the_last_ten_redemptions(kind: str, tmp_path: Path) -> None:
    """Of fifty who hold the coupon, ten get it, and every other one is told so."""
    with (
        fresh(kind, tmp_path) as database,
        service_process(database) as one,
        service_process(database) as two,
    ):
        start = Barrier(BUYERS)

        def buy(nth: int) -> tuple[int, str]:
            service = (one, two)[nth % 2]
            token = guest(one)
            cart = filled(one, token)
            status, answer = one.ask(
                "POST", f"/carts/{cart}/coupon", {"coupon_code": "FIRST10"}, token
            )
            assert status == 200, answer
            start.wait()
            status, answer = service.ask("POST", "/orders", {"cart_id": cart}, token)
            if status == 200:
                return status, str(answer["content"]["order"]["coupon_code"])
            return status, answer["code"]

        with ThreadPoolExecutor(BUYERS) as pool:
            ends = Counter(pool.map(buy, range(BUYERS)))

    assert 10 == ends.pop((200, "FIRST10"))
    # Used up when the cart was priced, or between that and the commit.
    assert {code for _, code in ends} <= {"limit_reached", "offer_used_up"}
    assert BUYERS - 10 == ends.total()


@pytest.mark.parametrize("kind", SORTING, ids=lambda kind: kind.partition("+")[0])
def test_one_cart_is_one_order(kind: str, tmp_path: Path) -> None:
    """However often, and wherever, its order is asked for at once."""
    with (
        fresh(kind, tmp_path) as database,
        service_process(database) as one,
        service_process(database) as two,
    ):
        cart = filled(one, TOKEN)
        start = Barrier(10)

        def order(nth: int) -> tuple[int, str]:
            service = (one, two)[nth % 2]
            start.wait()
            status, answer = service.ask("POST", "/orders", {"cart_id": cart})
            return status, answer["content"]["order"]["order_number"]

        with ThreadPoolExecutor(10) as pool:
            ends = set(pool.map(order, range(10)))
        listed = one.ask("GET", "/orders")[1]["content"]["orders"]

    assert (1, 1) == (len(ends), len(listed))


@pytest.mark.parametrize("kind", SORTING, ids=lambda kind: kind.partition("+")[0])
def test_the_last_of_a_budget(kind: str, tmp_path: Path) -> None:
    """Of fifty whose coupon takes 100.00 each, seven find it in a budget of 799.99."""
    shop = tmp_path / "shop.json"
    shop.write_text(json.dumps(SHOP), "utf-8")
    options = ("--store", str(shop))
    with (
        fresh(kind, tmp_path) as database,
        service_process(database, *options) as one,
        service_process(database, *options) as two,
    ):
        start = Barrier(BUYERS)

        def buy(nth: int) -> str:
            service = (one, two)[nth % 2]
            token = guest(one)
            cart = filled(one, token, "tee")
            codes = {"coupon_codes": ["HUNDRED", "ONE"]}
            status, answer = one.ask("POST", f"/carts/{cart}/coupon", codes, token)
            assert status == 200, answer
            start.wait()
            status, answer = service.ask("POST", "/orders", {"cart_id": cart}, token)
            if status != 200:
                return str(answer["code"])
            return str(answer["content"]["order"]["coupon_discount_amount"])

        with ThreadPoolExecutor(BUYERS) as pool:
            ends = Counter(pool.map(buy, range(BUYERS)))

    assert 7 == ends.pop("101.0")
    assert set(ends) <= {"limit_reached", "offer_used_up"}
    assert BUYERS - 7 == ends.total()


@pytest.mark.parametrize("kind", SORTING, ids=lambda kind: kind.partition("+")[0])
def test_the_last_of_two_gift_cards(kind: str, tmp_path: Path) -> None:
    """
    Fifty buy for 499.00 with two cards, half of them cancel at once; nothing is lost.

    One half enters the cards the other way round, and each has a coupon beside them.
    """
    shop = tmp_path / "shop.json"
    shop.write_text(json.dumps(SHOP), "utf-8")
    options = ("--store", str(shop))
    with (
        fresh(kind, tmp_path) as database,
        service_process(database, *options) as one,
        service_process(database, *options) as two,
    ):
        start = Barrier(BUYERS)

        def buy(nth: int) -> tuple[int, Decimal]:
            service = (one, two)[nth % 2]
            token = guest(one)
            cart = filled(one, token, "tee")
            codes = ["AAAA1111", "BBBB2222"][:: 1 if nth % 4 < 2 else -1]
            for tail, body in (
                ("coupon", {"coupon_codes": ["ONE"]}),
                ("gift-cards", {"gift_card_codes": codes}),
            ):
                status, answer = one.ask("POST", f"/carts/{cart}/{tail}", body, token)
                assert status == 200, answer
            start.wait()
            status, answer = service.ask("POST", "/orders", {"cart_id": cart}, token)
            if status != 200:
                assert answer["code"] in TOO_LATE, answer
                return status, ZERO
            order = answer["content"]["order"]
            if nth % 2:
                path = f"/orders/{order['order_number']}/cancel"
                status, answer = service.ask(
                    "POST", path, {"cancellation_reason": "x"}, token
                )
                assert status == 200, answer
                return status, ZERO
            return status, Decimal(str(order["credit_balance_used"]))

        with ThreadPoolExecutor(BUYERS) as pool:
            paid = sum((used for _, used in pool.map(buy, range(BUYERS))), ZERO)

        found = SqlDatabase(database)
        with found.reading() as unit:
            spent = unit.gift_cards.spent(["aaaa1111", "bbbb2222"])
            taken = unit.counters.read(budgets=["hundred", "one"]).taken
        found.close()

    assert (int(paid * 100), True) == (
        sum(spent.values()),
        spent["aaaa1111"] <= 2494_99 and spent["bbbb2222"] <= 2495_00,
    )
    assert set(taken) == {"one"}


@pytest.mark.parametrize("kind", SORTING, ids=lambda kind: kind.partition("+")[0])
def test_one_first_order(kind: str, tmp_path: Path) -> None:
    """Of ten carts of one customer, ordered at once, one is their first order."""
    shop = tmp_path / "shop.json"
    shop.write_text(json.dumps({**SHOP, "store": FIRST}), "utf-8")
    options = ("--store", str(shop))
    with (
        fresh(kind, tmp_path) as database,
        service_process(database, *options) as one,
        service_process(database, *options) as two,
    ):
        carts = [filled(one, TOKEN, "tee") for _ in range(10)]
        start = Barrier(10)

        def order(nth: int) -> str:
            service = (one, two)[nth % 2]
            start.wait()
            status, answer = service.ask("POST", "/orders", {"cart_id": carts[nth]})
            if status != 200:
                return str(answer["code"])
            return str(answer["content"]["order"]["to_be_paid"])

        with ThreadPoolExecutor(10) as pool:
            ends = Counter(pool.map(order, range(10)))

    assert 1 == ends["449.1"]
    # Who was shown the price of a first order is not charged another one unasked.
    assert set(ends) <= {"449.1", "orders_changed", "price_changed"}

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Payments, channels, groups, charges, codes, cards and plans together, over HTTP.

Two lamps are 2,000.00.  For Meera, a member whose first order it is, at noon in India:
5 % (100.00), 50.00 and 20.00 off leave 1,830.00; HDFC10 takes 183.00: 1,647.00.
"""

from __future__ import annotations

import json

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from attrs import evolve

from checkout_core import dumps, write_order_detail
from checkout_core.service import SqlDatabase
from checkout_core.service.database.counters import SqlCounters
from checkout_core.service.ports import Counts, Unit
from tests.factories.service import ARJUN, MERCHANT, SHOP
from tests.factories.service_client import INVALID, Service, running


HDFC = {"method": "card", "issuer": "HDFC"}
CASH = {"method": "cash_on_delivery"}
PLAN = [{"due": "now", "percent": "25"}, {"due": "on_delivery"}]
LAMPS = {"product_id": "lamp", "variant_id": None, "quantity": 2}
CODE = "DIWALI-2026-7788"


def off(name: str, details: dict[str, Any], **conditions: Any) -> dict[str, Any]:
    """Return a promotion on all goods that is combined with others."""
    return {
        "id": name,
        "name": name,
        "promotion_type": "discount",
        "applies_to_product": "all",
        "details": details,
        "can_be_used_with_other_promotion": True,
        "x_checkout_core": {"conditions": conditions},
    }


def amount(value: int) -> dict[str, Any]:
    """Return the details of an amount off."""
    return {"discount_type": "fixed-amount", "fixed_discount_amount": value}


def percent(value: int) -> dict[str, Any]:
    """Return the details of a percentage off."""
    return {"discount_type": "percentage", "discount_percent": value}


CATALOGUE: dict[str, Any] = {
    "store_id": "shop",
    "store": {
        "currency": "INR",
        "utc_offset": "+05:30",
        "promotions": [
            off("first", percent(5), first_order=True),
            off("members", amount(50), customer_groups=["vip"]),
            # At 06:30 UTC it is noon in the shop.
            off("lunch", amount(20), windows=[{"from": "11:30", "to": "12:30"}]),
            off("app", amount(10), channels=["app"]),
        ],
        "coupons": [
            {
                "id": "bank",
                "name": "HDFC, 10 % off",
                "coupon_type": "discount",
                "coupon_code": ["HDFC10"],
                "applies_to_product": "all",
                "details": percent(10),
                "can_be_used_with_promotion": True,
                "x_checkout_core": {
                    "conditions": {"payment": [HDFC]},
                    "redemption_limits": {"total_discount_amount": "200.00"},
                },
            }
        ],
        "charges": [
            {
                "name": "Cash on delivery",
                "percent": "2",
                "minimum": "30.00",
                "tax_rate": "0",
                "conditions": {"payment": [CASH]},
            },
            {
                "id": "wrap",
                "name": "Gift wrap",
                "when": "chosen",
                "amount": "25.00",
                "tax_rate": "0",
                "conditions": {"payment": [HDFC]},
            },
        ],
    },
    "catalogue": [
        {
            "product_id": "lamp",
            "product_name": "Lamp",
            "selling_price": "1000.00",
            "tax_rate": "0",
        }
    ],
    "customers": [
        {"id": "meera", "groups": ["vip"], "orders_placed": 0},
        {"id": "arjun"},
    ],
    "gift_cards": [{"code": CODE, "balance": "300.00"}],
    "shop": {"payment_plans": [PLAN], "manual": ["cash-on-delivery"]},
}


@pytest.fixture
def shop(database: SqlDatabase) -> Iterator[Service]:
    """Yield a service that sells lamps."""
    with running(database, catalogue=CATALOGUE) as started:
        yield started


def lamps(shop: Service, **choices: Any) -> str:
    """Return the path of a cart of two lamps, with what the customer chooses."""
    path = f"carts/{shop.cart(LAMPS)['id']}"
    for key, body in choices.items():
        shop.done("POST", f"{path}/{key.replace('_', '-')}", body)
    return path


EVERYTHING: dict[str, Any] = {
    "payment": {"payment": HDFC},
    "coupon": {"coupon_code": "HDFC10"},
    "charges": {"charges": [{"id": "wrap"}]},
    "gift_cards": {"gift_card_codes": [CODE]},
    "payment_plan": {"payment_plan": PLAN},
}


def applied(cart: dict[str, Any]) -> list[str]:
    """Return the ids of the promotions that a cart or an order has."""
    return [each["promotion_id"] for each in cart["applied_promotions"]]


def due(own: dict[str, Any]) -> tuple[str, str]:
    """Return what is due now, and what the courier collects."""
    return str(own["due_now"]), str(own["collect_on_delivery"])


def test_a_whole_life(shop: Service, lines: list[dict[str, Any]]) -> None:
    """
    Cart, order, first part, a return, a cancellation: all that was taken is back.

    1,647.00 and the wrap of 25.00 less the card's 300.00 are 1,372.00: 343.00 now and
    1,029.00 on delivery.  Half of 1,647.00 is not collected any more: 205.50 is.
    """
    path = lamps(shop, **EVERYTHING)
    cart = shop.done("GET", path)["cart"]
    placed = shop.order(cart["id"])
    number = placed["order"]["order_number"]
    asked = shop.gateway.gateway.orders[number.lower()]["amount"]
    shop.pay(number)
    paid = shop.done("GET", f"orders/{number}")["order"]
    other = lamps(shop, payment={"payment": HDFC})
    second = shop.done("GET", other)["cart"]
    used_up = [
        shop.refused("POST", f"{other}/coupon", EVERYTHING["coupon"]),
        shop.refused("POST", f"{other}/gift-cards", EVERYTHING["gift_cards"]),
    ]
    refund = shop.refund(number, "R1", {"0": 1})
    returned = shop.done("GET", f"orders/{number}")["order"]
    cancelled = shop.cancel(number)
    refunds = shop.done("GET", f"orders/{number}/refunds")["refunds"]
    again = shop.done("GET", lamps(shop, **EVERYTHING))["cart"]

    own: dict[str, Any] = {
        "payment": HDFC,
        "charges": [
            {
                "id": "wrap",
                "name": "Gift wrap",
                "amount": Decimal("25.00"),
                "tax_amount": Decimal("0.00"),
            }
        ],
        "gift_cards": [
            {
                "code": "****7788",
                "balance": Decimal("300.00"),
                "used": Decimal("300.00"),
            }
        ],
        "instalments": [
            {"due": "now", "amount": Decimal("343.00")},
            {"due": "on_delivery", "amount": Decimal("1029.00")},
        ],
        "due_now": Decimal("343.00"),
        "collect_on_delivery": Decimal("1029.00"),
    }
    plan = [
        {"id": str(number), **each} for number, each in enumerate(own["instalments"], 1)
    ]
    assert [own, {**own, "plan": plan}] == [
        cart["x_checkout_core"],
        placed["order"]["x_checkout_core"],
    ]
    assert (["first", "members", "lunch"], "183.00", "1372.00", "343") == (
        applied(cart),
        str(cart["coupon_discount_amount"]),
        str(cart["to_be_paid"]),
        str(asked),
    )
    assert ("confirmed", "partially_paid", ("0.00", "1029.00")) == (
        paid["status"],
        paid["payment_status"],
        due(paid["x_checkout_core"]),
    )
    # It is no longer her first order; of the budget 17.00 is left, of the card nothing.
    assert (
        ["members", "lunch"],
        [(400, "limit_reached"), (400, "gift_card_empty")],
    ) == (applied(second), used_up)
    assert ("0.00", "823.50", ("0.00", "205.50")) == (
        refund["gateway"],
        refund["unpaid"],
        due(returned["x_checkout_core"]),
    )
    assert ("cancelled", [("R1", "0.00"), ("cancelled", "643.00")]) == (
        cancelled["status"],
        [
            (name, str(each["refund_amount"]))
            for name, each in zip(("R1", "cancelled"), refunds, strict=True)
        ],
    )
    assert cart["to_be_paid"] == again["to_be_paid"]
    assert own == again["x_checkout_core"]
    assert CODE not in json.dumps([*lines, cart, placed, paid, refunds], default=str)


def test_the_whole_code_is_stored_with_the_redemption_only(shop: Service) -> None:
    """The order's document has it once; its cart has it masked."""
    number = shop.number(cart_id=lamps(shop, **EVERYTHING).removeprefix("carts/"))
    with shop.app.database.reading() as unit:
        row = unit.orders.get(number)

    assert row is not None
    stored = dumps(write_order_detail(row.order, stored=True))
    cards = [each.code for each in row.order.quote.figures.redemptions]
    assert (1, True) == (stored.count(CODE), CODE in cards)


def test_cash_on_delivery(shop: Service) -> None:
    """
    It has its fee, 2 % of 1,830.00, and nothing is asked of the gateway.

    The courier collects 1,866.60.
    """
    path = lamps(shop, payment={"payment": CASH})
    created = shop.done("POST", "orders", {"cart_id": path.removeprefix("carts/")})
    order = created["order"]

    assert (False, "confirmed", "1866.60", ("0.00", "1866.60"), "36.60") == (
        created["payment_required"],
        order["status"],
        str(order["to_be_paid"]),
        due(order["x_checkout_core"]),
        str(order["x_checkout_core"]["charges"][0]["amount"]),
    )
    assert {} == shop.gateway.gateway.orders


def test_what_no_longer_applies(shop: Service) -> None:
    """Another payment takes coupon and wrap away; an order of both is refused."""
    path = lamps(shop, **EVERYTHING)
    shop.done("POST", f"{path}/payment", {"payment": {"method": "upi"}})
    cart = shop.done("GET", path)["cart"]
    refused = shop.refused("POST", "orders", {"cart_id": cart["id"]})
    shop.done("DELETE", f"{path}/coupon")
    still = shop.refused("POST", "orders", {"cart_id": cart["id"]})
    left = shop.done("DELETE", f"{path}/payment")["cart"]["x_checkout_core"]

    assert [("coupon", "wrong_payment"), ("charge", "wrong_payment")] == [
        (each["kind"], each["code"]) for each in cart["x_checkout_core"]["refusals"]
    ]
    assert [(409, "wrong_payment")] * 2 == [refused, still]
    assert "payment" not in left


def test_a_channel_comes_and_goes(shop: Service) -> None:
    """An offer of the app is one of the app."""
    path = lamps(shop)
    there = shop.done("POST", f"{path}/channel", {"channel": "app"})["cart"]
    gone = shop.done("DELETE", f"{path}/channel")["cart"]

    assert ("app" in applied(there), there["x_checkout_core"]) == (
        True,
        {"channel": "app"},
    )
    assert ("app" in applied(gone), "x_checkout_core" in gone) == (False, False)


def test_a_guest_knows_nothing(shop: Service) -> None:
    """A guest is in no group and has no first order; nor has whom no number is of."""
    guest = shop.done("POST", "auth/anonymous")["access_token"]
    carts = [shop.cart(LAMPS, token=token) for token in (guest, ARJUN)]

    assert [["lunch"]] * 2 == [*map(applied, carts)]


def test_a_client_says_nothing_of_its_customer(shop: Service) -> None:
    """Groups and orders are what the shop knows."""
    body = {"items": [LAMPS], "customer": {"groups": ["vip"], "orders_placed": 0}}

    assert INVALID == shop.refused("POST", "carts", body)


def test_a_first_order_is_placed_once(shop: Service) -> None:
    """Of two carts that were priced as the first one, the second order is refused."""

    def place(unit: Unit) -> list[bool]:
        return [
            unit.counters.count_order("meera", seen, alone=alone)
            for seen, alone in ((0, True), (0, True), (1, True), (0, False))
        ]

    counted = shop.app.database.write(place)
    with shop.app.database.reading() as unit:
        placed = unit.counters.read(customer_id="meera").orders

    assert ([True, False, True, True], 3) == (counted, placed)


def test_an_order_that_came_between(
    shop: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order that was priced as the first one is undone."""
    shop.order(lamps(shop).removeprefix("carts/"))
    read = SqlCounters.read

    def before(counters: SqlCounters, **asked: Any) -> Counts:
        return evolve(read(counters, **asked), orders=0)

    monkeypatch.setattr(SqlCounters, "read", before)
    cart = lamps(shop).removeprefix("carts/")
    refused = shop.refused("POST", "orders", {"cart_id": cart})

    assert ((409, "orders_changed"), 1) == (
        refused,
        len(shop.done("GET", "orders")["orders"]),
    )


def test_with_payment(shop: Service) -> None:
    """
    Both evaluations say what each payment would cost, from 1,830.00 with HDFC10.

    The coupon is entered, and would apply with the card: 183.00 less.  Cash costs 2 %,
    which is 36.60.
    """
    path = lamps(shop, payment={"payment": HDFC}, coupon={"coupon_code": "HDFC10"})
    shop.done("DELETE", f"{path}/payment")
    found = [
        shop.done("GET", f"{path}/evaluate-{which}")["with_payment"]
        for which in ("coupons", "promotions")
    ]

    assert [
        [
            (HDFC, "1647.00", "183.00", ["bank"]),
            (CASH, "1866.60", "-36.60", []),
        ]
    ] * 2 == [
        [
            (
                {key: text for key, text in each["payment"].items() if text},
                str(each["to_be_paid"]),
                str(each["saving"]),
                each["offers"],
            )
            for each in rows
        ]
        for rows in found
    ]


@pytest.mark.parametrize(
    ("tail", "body", "paths"),
    [
        ("payment", {}, ["payment"]),
        ("payment", {"payment": "upi"}, ["payment"]),
        ("payment", {"payment": {"issuer": "HDFC"}}, ["payment.method"]),
        (
            "payment",
            {"payment": {"method": "card", "bin": "12a", "card_type": "gold"}},
            ["payment.card_type", "payment.bin"],
        ),
        (
            "payment",
            {"payment": {**CASH, "issuer": "HDFC"}},
            ["payment.issuer"],
        ),
        ("payment", {"payment": HDFC, "cvv": 1}, ["cvv"]),
        ("channel", {}, ["channel"]),
        ("channel", {"channel": ""}, ["channel"]),
        ("channel", {"channel": 7}, ["channel"]),
        ("charges", {"charges": [{"id": "bag"}]}, ["charges[0].id"]),
        (
            "charges",
            {"charges": [{"id": "wrap", "amount": 1}]},
            ["charges[0].amount"],
        ),
    ],
)
def test_choices_that_cannot_be(
    shop: Service, tail: str, body: Any, paths: list[str]
) -> None:
    """Each fault has its path, and the cart is as before."""
    path = lamps(shop, payment={"payment": HDFC})
    before = shop.done("GET", path)
    status, document = shop.ask("POST", f"{path}/{tail}", body)

    assert (400, paths) == (status, [each["path"] for each in document["errors"]])
    assert before == shop.done("GET", path)


def test_the_shop_sees_the_same(shop: Service) -> None:
    """Its own route shows when each part is due."""
    cart = lamps(shop, payment={"payment": CASH}).removeprefix("carts/")
    number = shop.done("POST", "orders", {"cart_id": cart})["order"]["order_number"]
    order = shop.done("GET", f"{MERCHANT}/orders/{number}", token=SHOP)["order"]

    assert ("0.00", "1866.60") == due(order["x_checkout_core"])

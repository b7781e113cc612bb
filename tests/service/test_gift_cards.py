# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Gift cards and payment plans over HTTP."""

from __future__ import annotations

import json

from decimal import Decimal
from typing import Any

import pytest

from checkout_core.errors import CheckoutError
from checkout_core.service import SqlDatabase, read_catalogue
from checkout_core.service.database.gift_cards import SqlGiftCards
from tests.factories.service import ARJUN, CATALOGUE
from tests.factories.service_client import Service, running


CARDS = [
    {"code": "AAAA1111", "balance": "700.00"},
    {"code": "BBBB2222", "balance": "1000.00"},
    {"code": "CCCC3333", "balance": "5.00", "expires_at": "2026-11-24T06:30:00Z"},
    {"code": "DDDD4444", "balance": "0.00"},
]
PLAN = [{"due": "now", "percent": "25"}, {"due": "on_delivery"}]
SHOP: dict[str, Any] = {
    **CATALOGUE,
    "gift_cards": CARDS,
    "shop": {"payment_plans": [PLAN]},
}


def use(service: Service, *codes: str) -> str:
    """Return the id of a cart of two tees, 1,068.80, that is paid with gift cards."""
    cart = str(service.cart()["id"])
    body = {"gift_card_codes": codes}
    service.done("POST", f"carts/{cart}/gift-cards", body)
    return cart


def balance(service: Service, code: str) -> Decimal:
    """Return what a new cart finds on a gift card."""
    cart = use(service, code)
    paid = service.done("GET", f"carts/{cart}")["cart"]["credit_balance_used"]
    return Decimal(paid)


def test_gift_cards_pay_and_are_used_up(database: SqlDatabase) -> None:
    """The order takes what they pay; a cancellation gives it back to each card."""
    with running(database, catalogue=SHOP) as service:
        cart = use(service, "aaaa1111", "BBBB2222")
        placed = service.order(cart)
        left = balance(service, "BBBB2222")
        gone = service.refused(
            "POST",
            f"carts/{service.cart()['id']}/gift-cards",
            {"gift_card_codes": ["AAAA1111"]},
        )
        service.cancel(placed["order"]["order_number"])
        back = balance(service, "AAAA1111"), balance(service, "BBBB2222")

    whole = placed["order"]["grand_total"]
    assert (False, Decimal("1068.80"), Decimal("1068.80"), Decimal("0.00")) == (
        placed["payment_required"],
        whole,
        placed["order"]["credit_balance_used"],
        placed["order"]["to_be_paid"],
    )
    assert (Decimal("631.20"), (400, "gift_card_empty")) == (left, gone)
    assert (Decimal("700.00"), Decimal("1000.00")) == back


def test_a_cart_that_is_ordered_later(database: SqlDatabase) -> None:
    """It is priced again with the whole code, of which its price shows the end only."""
    with running(database, catalogue=SHOP) as service:
        cart = use(service, "AAAA1111")
        service.clock.later(seconds=1)
        service.done("GET", f"carts/{cart}")
        service.clock.later(seconds=1)
        order = service.order(cart)["order"]
        gone = service.refused(
            "POST",
            f"carts/{service.cart()['id']}/gift-cards",
            {"gift_card_codes": ["AAAA1111"]},
        )

    assert Decimal("700.00") == Decimal(order["credit_balance_used"])
    assert (400, "gift_card_empty") == gone


def test_a_card_pays_only_once(database: SqlDatabase) -> None:
    """Of two carts with one card, the second order is refused."""
    with running(database, catalogue=SHOP) as service:
        first, second = use(service, "AAAA1111"), use(service, "AAAA1111")
        service.order(first)
        body = {"cart_id": second, "payment_method": service.provider.method}
        status, document = service.ask("POST", "orders", body)

    assert (409, "gift_card_empty", "****1111: This gift card is used up.") == (
        status,
        document["code"],
        document["message"],
    )


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["EEEE5555"], "gift_card_codes[0]"),
        (["AAAA1111", 7], "gift_card_codes[1]"),
        (["AAAA1111", "aaaa1111"], "gift_card_codes[1]"),
        ("AAAA1111", "gift_card_codes"),
        ({"code": "AAAA1111"}, "gift_card_codes"),
        (["AAAA1111"] * 21, "gift_card_codes"),
    ],
)
def test_cards_that_cannot_be_used(
    database: SqlDatabase, codes: object, expected: str
) -> None:
    """What is wrong is said with its path, and shows no code."""
    with running(database, catalogue=SHOP) as service:
        cart = service.cart()["id"]
        path, body = f"carts/{cart}/gift-cards", {"gift_card_codes": codes}
        status, document = service.ask("POST", path, body)

    assert (400, [expected]) == (status, [each["path"] for each in document["errors"]])
    said = json.dumps(document, default=str)
    assert not [code for code in ("EEEE5555", "AAAA1111") if code in said]


@pytest.mark.parametrize(
    ("code", "expected"),
    [("CCCC3333", "gift_card_expired"), ("DDDD4444", "gift_card_empty")],
)
def test_cards_that_pay_nothing(
    database: SqlDatabase, code: str, expected: str
) -> None:
    """The cart does not change, and the customer hears why."""
    with running(database, catalogue=SHOP) as service:
        cart = service.cart()["id"]
        path, body = f"carts/{cart}/gift-cards", {"gift_card_codes": [code]}

        assert (400, expected) == service.refused("POST", path, body)


def test_a_card_that_the_shop_no_longer_takes(database: SqlDatabase) -> None:
    """A cart that names it is refused; without it, it is as before."""
    with running(database, catalogue=SHOP) as service:
        cart = use(service, "AAAA1111")
    with running(database) as service:
        refused = service.refused("GET", f"carts/{cart}")
        service.done("DELETE", f"carts/{cart}/gift-cards")
        paid = service.done("GET", f"carts/{cart}")["cart"]["to_be_paid"]

    assert ((400, "invalid_request"), Decimal("1068.80")) == (refused, paid)


def test_a_card_pays_for_a_guest_too(database: SqlDatabase) -> None:
    """It belongs to who has its code, and not to a customer."""
    with running(database, catalogue=SHOP) as service:
        service.token = ARJUN

        assert Decimal("700.00") == balance(service, "AAAA1111")


def test_a_plan_that_the_shop_offers(database: SqlDatabase) -> None:
    """The gateway is asked for what is due now, and then the order is confirmed."""
    with running(database, catalogue=SHOP) as service:
        cart = service.cart()["id"]
        path = f"carts/{cart}/payment-plan"
        service.done("POST", path, {"payment_plan": PLAN})
        number = service.number(cart_id=cart)
        asked = service.gateway.gateway.orders[number.lower()]["amount"]
        service.pay(number)
        order = service.done("GET", f"orders/{number}")["order"]
        status = service.done("GET", f"orders/{number}/payment-status")

    assert ("267.20", "confirmed", "partially_paid") == (
        str(asked),
        order["status"],
        order["payment_status"],
    )
    assert (Decimal("801.60"), False) == (
        status["amount_unpaid"],
        status["is_retry_available"],
    )


def test_a_plan_that_the_shop_does_not_offer(database: SqlDatabase) -> None:
    """All at once can always be chosen, and the store's own plan again."""
    with running(database, catalogue=SHOP) as service:
        path = f"carts/{service.cart()['id']}/payment-plan"
        other = [{"due": "on_delivery"}]
        status, document = service.ask("POST", path, {"payment_plan": other})
        service.done("POST", path, {"payment_plan": []})
        service.done("DELETE", path)

    assert (400, ["payment_plan"]) == (
        status,
        [each["path"] for each in document["errors"]],
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"gift_cards": [*CARDS, {"code": " aaaa1111"}]}, ["gift_cards[4].balance"]),
        (
            {"gift_cards": [*CARDS, {"code": " aaaa1111", "balance": "0.001"}]},
            ["gift_cards[4].balance", "gift_cards[4].code"],
        ),
        (
            {"shop": {"payment_plans": [PLAN, [{"due": "later"}]]}},
            ["shop.payment_plans[1][0].due"],
        ),
        (
            {
                "shop": {
                    "payment_plans": [
                        [{"due": "now", "amount": "0.001"}, {"due": "on_delivery"}]
                    ]
                }
            },
            ["shop.payment_plans[0][0].amount"],
        ),
    ],
)
def test_faults_of_a_catalogue(change: dict[str, Any], expected: list[str]) -> None:
    """Cards and plans are checked where the service starts."""
    with pytest.raises(CheckoutError) as caught:
        read_catalogue(json.dumps({**CATALOGUE, **change}))

    assert expected == [each.path for each in caught.value.faults]
    assert "aaaa1111" not in str(caught.value)


def test_a_card_that_is_used_between_price_and_order(
    database: SqlDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order is stopped, and undone."""
    with running(database, catalogue=SHOP) as service:
        cart = use(service, "AAAA1111")
        service.app.database.write(
            lambda unit: unit.gift_cards.spend("aaaa1111", 1, 700_00)
        )
        monkeypatch.setattr(SqlGiftCards, "spent", lambda *_: {})
        body = {"cart_id": cart, "payment_method": service.provider.method}
        refused = service.refused("POST", "orders", body)
        orders = service.done("GET", "orders")["orders"]

    assert ((409, "balance_changed"), []) == (refused, orders)

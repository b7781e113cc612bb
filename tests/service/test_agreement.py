# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""An order costs what its cart showed, or says what changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from attrs import evolve

from checkout_core.service import SqlDatabase
from checkout_core.service.ports import Unit
from tests.factories.providers import HYPER
from tests.factories.service import CATALOGUE, PRODUCTS, STORE, TEA, TEE
from tests.factories.service_client import Service, running


def changed(service: Service, cart: str, **more: Any) -> tuple[Any, ...]:
    """Return what changed since the cart was shown, by the answer to its order."""
    body = {"cart_id": cart, "payment_method": HYPER, **more}
    status, document = service.ask("POST", "orders", body)
    assert (409, "price_changed") == (status, document.get("code")), document
    assert {"price_changed"} == {each["code"] for each in document["errors"]}
    return tuple(
        (each["what"], each["name"], f"{each['before']:.2f}", f"{each['now']:.2f}")
        for each in document["errors"]
    )


def spending_cart(service: Service, points: int, credit: int) -> str:
    """Return the id of a cart that spends points and credit."""
    cart = str(service.cart()["id"])
    path = f"carts/{cart}"
    service.done("POST", f"{path}/loyalty-points", {"loyalty_point_redeemed": points})
    service.done("POST", f"{path}/credit-balance", {"credit_balance_used": credit})
    return cart


def test_points_and_credit_that_were_spent_elsewhere(service: Service) -> None:
    """
    Two carts show them; once one is ordered, the other says what is missing.

    400 points are 100.00, and 500.00 of credit are all there is: 1068.80 - 600.00.  The
    second cart still has 20.00 of points, of 80 that are left.
    """
    first = spending_cart(service, 320, 500)
    second = spending_cart(service, 400, 300)
    service.order(first)
    found = changed(service, second)
    shown = service.done("GET", f"carts/{second}")["cart"]
    order = service.order(second)["order"]

    assert (
        ("points", "points", "100.00", "20.00"),
        ("credit", "credit", "300.00", "0.00"),
        ("total", "total", "668.80", "1048.80"),
    ) == found
    assert shown["to_be_paid"] == order["to_be_paid"]


def test_two_carts_at_the_same_moment(service: Service) -> None:
    """Whichever comes second hears of it, and nothing is spent twice."""
    carts = [spending_cart(service, 400, 500) for _ in range(4)]

    def buy(cart: str) -> tuple[int, str]:
        body = {"cart_id": cart, "payment_method": HYPER}
        status, document = service.ask("POST", "orders", body)
        return status, document.get("code", "")

    with ThreadPoolExecutor(4) as pool:
        found = sorted(pool.map(buy, carts))

    assert (200, "") == found[0]
    assert {409} == {status for status, _ in found[1:]}
    assert {code for _, code in found[1:]} <= {"price_changed", "balance_changed"}
    assert (0, 0) == service.balances()


DEARER = [{**PRODUCTS[0], "selling_price": "549.00"}, *PRODUCTS[1:]]
CHEAPER = [{**PRODUCTS[0], "selling_price": "449.00"}, *PRODUCTS[1:]]


@pytest.mark.parametrize(
    ("items", "changes", "expected"),
    [
        (
            [TEE, TEA],
            {"catalogue": DEARER},
            # Halves of the tees: 1098 x 9 / 118 = 83.746, so 83.75; 25.00 of tea.
            (
                ("line", "Tee", "998.00", "1098.00"),
                ("tax", "tax", "177.24", "192.50"),
                ("total", "total", "1593.80", "1693.80"),
            ),
        ),
        (
            [TEE, TEA],
            {
                "store": {
                    **STORE,
                    "shipping_rates": {
                        "type": "flat",
                        "amount": "80.00",
                        "tax_rate": "18",
                    },
                    "charges": [{"name": "Packing", "amount": "5.00", "tax_rate": "0"}],
                }
            },
            (
                ("delivery", "delivery", "70.80", "94.40"),
                ("charge", "Packing", "0.00", "5.00"),
                ("total", "total", "1593.80", "1622.40"),
            ),
        ),
        (
            [{**TEE, "quantity": 12}],
            {"store": {**STORE, "promotions": []}},
            (
                ("tax", "tax", "905.80", "913.42"),
                ("promotion", "Bulk", "50.00", "0.00"),
                ("total", "total", "6008.80", "6058.80"),
            ),
        ),
    ],
    ids=["price", "delivery", "promotion"],
)
def test_a_shop_that_changed(
    database: SqlDatabase,
    service: Service,
    items: list[Any],
    changes: dict[str, Any],
    expected: Any,
) -> None:
    """What became dearer is named with what it was."""
    # Only with twelve tees there is a promotion.
    items = (
        [TEE, TEA] if "promotion" not in str(expected) else [{**TEE, "quantity": 12}]
    )
    cart = str(service.cart(*items)["id"])
    before = service.done("GET", f"carts/{cart}")["cart"]["to_be_paid"]
    with running(database, catalogue={**CATALOGUE, **changes}) as other:
        found = changed(other, cart)

    assert (expected, f"{before:.2f}") == (found, found[-1][2])


def test_what_became_cheaper_goes_through(
    database: SqlDatabase, service: Service
) -> None:
    """Nobody minds paying less; with a total that is expected, it is said."""
    cart = str(service.cart()["id"])
    cheaper = {**CATALOGUE, "catalogue": CHEAPER}
    with running(database, catalogue=cheaper) as other:
        found = changed(other, cart, expected_total="1068.80")
        order = other.order(cart)["order"]

    assert (
        ("line", "Tee", "998.00", "898.00"),
        ("tax", "tax", "152.24", "136.98"),
        ("total", "total", "1068.80", "968.80"),
    ) == found
    assert "968.80" == str(order["to_be_paid"])


def test_a_total_that_is_expected(service: Service) -> None:
    """Of the order that a cart became, too."""
    cart = str(service.cart()["id"])
    body = {"cart_id": cart, "payment_method": HYPER}
    refused = changed(service, cart, expected_total=1000)
    placed = service.done("POST", "orders", {**body, "expected_total": "1068.80"})
    again = service.done("POST", "orders", {**body, "expected_total": "1068.80"})
    other = changed(service, cart, expected_total="1068.79")

    assert (("total", "total", "1000.00", "1068.80"),) == refused
    assert placed["order"] == again["order"]
    assert (("total", "total", "1068.79", "1068.80"),) == other


def test_a_cart_of_an_older_release(service: Service) -> None:
    """It showed nothing that is known here, so any price is taken."""
    cart = str(service.cart()["id"])

    def forget(unit: Unit) -> bool:
        row = unit.carts.get(cart)
        assert row is not None
        return unit.carts.put(evolve(row, shown=None), row)

    assert service.app.database.write(forget)
    unknown = changed(service, cart, expected_total="1.00")

    assert (("total", "total", "1.00", "1068.80"),) == unknown
    assert "pending" == service.order(cart)["order"]["status"]


def test_what_is_shown_is_written_when_it_differs(service: Service) -> None:
    """A look at a cart that costs the same writes nothing."""
    cart = str(service.cart()["id"])
    with service.app.database.reading() as unit:
        first = unit.carts.get(cart)
    service.done("GET", f"carts/{cart}")
    service.done("GET", "carts/users/meera")
    with service.app.database.reading() as unit:
        assert first == unit.carts.get(cart)
    service.order(cart)
    service.done("GET", f"carts/{cart}")
    with service.app.database.reading() as unit:
        ordered = unit.carts.get(cart)

    assert first is not None
    assert ordered is not None
    assert first.shown == ordered.shown


def test_gift_cards_are_told_apart(database: SqlDatabase) -> None:
    """By their place, since their codes are masked; a spent one is named."""
    cards = [
        {"code": "AAAA1111", "balance": "50.00"},
        {"code": "BBBB1111", "balance": "30.00"},
    ]
    with running(database, catalogue={**CATALOGUE, "gift_cards": cards}) as service:
        carts = [str(service.cart()["id"]) for _ in range(2)]
        both = {"gift_card_codes": ["AAAA1111", "BBBB1111"]}
        for cart in carts:
            service.done("POST", f"carts/{cart}/gift-cards", both)
        service.app.database.write(
            lambda unit: unit.gift_cards.spend("bbbb1111", 10_00, 30_00)
        )
        found = changed(service, carts[0])

    assert (
        ("gift_card", "****1111", "30.00", "20.00"),
        ("total", "total", "988.80", "998.80"),
    ) == found

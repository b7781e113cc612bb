# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Several codes on a cart of the service, and coupons that have a budget of money."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from checkout_core import Redemptions
from checkout_core.ledger import Redemption
from checkout_core.offers import Limits
from checkout_core.service import SqlDatabase
from checkout_core.service.dependencies import App
from checkout_core.service.ports import Draw, PriorCounts
from tests.factories.service import ARJUN, CATALOGUE, MEERA, STORE
from tests.factories.service_client import Service, running
from tests.factories.tables import case


def off(name: str, amount: str, most: str | None = None) -> dict[str, Any]:
    """Return a coupon of an amount off, which takes at most so much in all."""
    limits = {"redemption_limits": {"total_discount_amount": most}}
    return {
        "id": name,
        "coupon_type": "discount",
        "coupon_code": [name.upper()],
        "applies_to_product": "all",
        "details": {"discount_type": "fixed-amount", "fixed_discount_amount": amount},
        "can_be_used_with_promotion": True,
        **({} if most is None else {"x_checkout_core": limits}),
    }


SEVERAL = {
    **STORE,
    "maximum_coupons": 2,
    "coupons": [off("first", "100.00"), off("half", "50.00", "120.00")],
}


@pytest.fixture
def shop(database: SqlDatabase) -> Iterator[Service]:
    """Yield a service whose store takes two coupons, one of 120.00 in all."""
    with running(database, catalogue={**CATALOGUE, "store": SEVERAL}) as service:
        yield service


def test_two_codes_come_and_go(shop: Service) -> None:
    """They are entered together, replaced by one, and taken out."""
    path = f"carts/{shop.cart()['id']}/coupon"
    found = [
        shop.done("POST", path, {"coupon_codes": ["half", "FIRST"]})["cart"],
        shop.done("POST", path, {"coupon_code": "HALF"})["cart"],
        shop.done("POST", path, {"coupon_codes": ["FIRST"]})["cart"],
        shop.done("DELETE", path)["cart"],
    ]

    assert [
        ("FIRST", Decimal("150.00")),
        ("HALF", Decimal("50.00")),
        ("FIRST", Decimal("100.00")),
        (None, Decimal("0.00")),
    ] == [(each["coupon_code"], each["coupon_savings"]) for each in found]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        case(
            "one of them is not known", {"coupon_codes": ["FIRST", "X"]}, "unknown_code"
        ),
        case("none", {"coupon_codes": []}, "invalid_request"),
        case("no list", {"coupon_codes": "FIRST"}, "invalid_request"),
        case(
            "by both keys",
            {"coupon_codes": ["FIRST"], "coupon_code": "HALF"},
            "invalid_request",
        ),
        case("an empty body", {}, "invalid_request"),
    ],
)
def test_codes_that_are_refused(shop: Service, body: Any, expected: str) -> None:
    """The cart keeps what it has."""
    cart = shop.cart()
    status, answer = shop.ask("POST", f"carts/{cart['id']}/coupon", body)

    assert (400, expected) == (status, answer["code"])
    assert cart == shop.done("GET", f"carts/{cart['id']}")["cart"]


def test_which_code_is_refused_is_said(shop: Service) -> None:
    """Of several, the message names it."""
    body = {"coupon_codes": ["FIRST", "xmas"]}
    _, answer = shop.ask("POST", f"carts/{shop.cart()['id']}/coupon", body)

    assert answer["message"].startswith("xmas: ")


def bought(shop: Service, token: str = MEERA) -> str:
    """Return the number of an order with both codes."""
    cart = shop.cart(token=token)
    body = {"coupon_codes": ["FIRST", "HALF"]}
    shop.done("POST", f"carts/{cart['id']}/coupon", body, token=token)
    number: str = shop.order(cart["id"], token=token)["order"]["order_number"]
    return number


def taken(shop: Service) -> dict[str, int]:
    """Return what was taken of each budget, in paise."""
    with shop.app.database.reading() as unit:
        return dict(unit.counters.read(budgets=["half", "hundred"]).taken)


def test_a_budget_is_used_up(shop: Service) -> None:
    """50.00 and 50.00 of 120.00 leave too little for a third order."""
    bought(shop)
    bought(shop, ARJUN)
    path = f"carts/{shop.cart()['id']}/coupon"

    assert {"half": 100_00} == taken(shop)
    assert (400, "limit_reached") == shop.refused("POST", path, {"coupon_code": "HALF"})


def test_a_cancelled_order_gives_it_back(shop: Service) -> None:
    """What it took of the budget is there for others."""
    number = bought(shop)
    before = taken(shop)
    shop.done("POST", f"orders/{number}/cancel", {"cancellation_reason": "no"})

    assert ({"half": 50_00}, {"half": 0}) == (before, taken(shop))


def test_what_was_taken_before_the_service_began(database: SqlDatabase) -> None:
    """The counter begins with that of the store's document."""
    store = {**SEVERAL, "offer_discounts": {"half": "30.00"}}
    with running(database, catalogue={**CATALOGUE, "store": store}) as service:
        bought(service)

        assert {"half": 80_00} == taken(service)


def test_a_budget_that_goes_between_price_and_order(
    shop: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A counter that changed since it was read stops the order, and undoes it."""
    cart = shop.cart()
    body = {"coupon_codes": ["FIRST", "HALF"]}
    shop.done("POST", f"carts/{cart['id']}/coupon", body)
    bought(shop, ARJUN)
    guest = shop.done("POST", "auth/anonymous")["access_token"]
    bought(shop, guest)
    monkeypatch.setattr(App, "redemptions", lambda *_: Redemptions())

    assert (409, "offer_used_up") == shop.refused(
        "POST", "orders", {"cart_id": cart["id"]}
    )
    assert {"half": 100_00} == taken(shop)


# The database -------------------------------------------------------------------------


def drawn(key: str) -> Redemption:
    """Return a redemption of an offer that has a budget."""
    return Redemption(
        offer_id="o1",
        kind="coupon",
        code="CODE",
        customer_id=None,
        count=1,
        idempotency_key=key,
        amount=Decimal("50.00"),
    )


def test_a_draw_counts_once_for_its_key(database: SqlDatabase) -> None:
    """Nor does a draw that does not fit change the budget."""
    draw = Draw(amount=50_00, most=120_00, before=10_00)
    with database.writing() as unit:
        found = [
            unit.counters.commit(drawn(key), Limits(), "N", PriorCounts(0, 0, 0), draw)
            for key in ("k1", "k1", "k2", "k3")
        ]
        left = unit.counters.read(budgets=["o1", "o2"]).taken

    assert ([True, True, True, False], {"o1": 110_00}) == (found, left)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What is asked of a cart again is not worked out again, unless something changed."""

from __future__ import annotations

import gc
import json
import tracemalloc

from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from typing import Any

import pytest

from attrs import evolve

from checkout_core import quote
from checkout_core.service import SqlDatabase, read_catalogue
from checkout_core.service.priced_carts import PricedCart, PricedCarts
from tests.factories.service import CATALOGUE, NOON, PRODUCTS, STORE, TEA, TEE
from tests.factories.service_client import Service, running


@pytest.fixture
def priced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the number of lines of each cart that is priced from now on."""
    found: list[int] = []

    def counting(cart: Any, *given: Any, **more: Any) -> Any:
        found.append(len(cart.lines))
        return quote(cart, *given, **more)

    monkeypatch.setattr("checkout_core.service.dependencies.quote", counting)
    return found


def test_a_look_at_a_cart_that_was_changed(service: Service, priced: list[int]) -> None:
    """It is priced when it is made and when it is changed, and not to look or order."""
    cart = service.cart()["id"]
    changed = service.done("POST", f"carts/{cart}/items", TEA)["cart"]
    looked = service.done("GET", f"carts/{cart}")["cart"]
    order = service.order(cart)["order"]

    assert [1, 2] == priced
    assert changed == looked
    assert changed["to_be_paid"] == order["to_be_paid"]


def later(service: Service) -> None:
    """Let a second pass."""
    service.clock.later(seconds=1)


def poorer(service: Service) -> None:
    """Let another order of the customer spend their credit."""
    other = service.cart()["id"]
    body = {"credit_balance_used": 500}
    service.done("POST", f"carts/{other}/credit-balance", body)
    service.order(other)


@pytest.mark.parametrize("change", [later, poorer])
def test_what_decides_about_a_price(
    service: Service, priced: list[int], change: Callable[[Service], None]
) -> None:
    """A cart is priced again once time has passed, or its customer has less."""
    cart = service.cart(TEE, TEA)["id"]
    change(service)
    before = priced.count(2)
    service.done("GET", f"carts/{cart}")

    assert (1, 2) == (before, priced.count(2))


def test_another_catalogue(service: Service, priced: list[int]) -> None:
    """What one catalogue costs says nothing of another one."""
    dearer = [{**PRODUCTS[0], "selling_price": "549.00"}, *PRODUCTS[1:]]
    other = read_catalogue(json.dumps({**CATALOGUE, "catalogue": dearer}))
    caller = service.app.tokens.caller(service.token, NOON)
    assert caller is not None
    found = []
    with service.app.database.reading() as unit:
        for catalogue in (service.app.catalogue, other):
            app = evolve(service.app, catalogue=catalogue)
            found.append(app.priced(unit, "cart", {"items": [TEE]}, caller).quote)

    assert [1, 1] == priced
    assert 2 * 50 == found[1].totals.subtotal_including_tax - (
        found[0].totals.subtotal_including_tax
    )


def test_what_is_kept_is_bounded(service: Service) -> None:
    """Two carts of two lines and one of one line fit; one more is too much."""
    caller = service.app.tokens.caller(service.token, NOON)
    assert caller is not None

    def of(*items: dict[str, Any], **more: Any) -> PricedCart:
        with service.app.database.reading() as unit:
            contents = {"items": [*items], **more}
            return service.app.priced(unit, "cart", contents, caller)

    one, two = of(TEE), of(TEE, TEA)
    kept = PricedCarts(most=one.size + 2 * two.size)

    def known() -> str:
        return "".join(each for each in "abcde" if kept.get(each) is not None)

    kept.keep("a", two)
    kept.keep("b", two)
    kept.keep("a", one)
    kept.keep("c", two)
    assert "abc" == known()
    kept.keep("d", one)
    assert "acd" == known()
    kept.keep("e", of(TEE, metadata={"note": "x" * 100_000}))
    assert "" == known()


def unused(number: int) -> list[dict[str, Any]]:
    """Return promotions that no cart of these tests is large enough for."""
    [bulk] = STORE["promotions"]
    more = {"minimum_order_total": 10**9}
    return [{**bulk, **more, "id": f"unused-{i}"} for i in range(number)]


def used(number: int) -> list[dict[str, Any]]:
    """Return promotions that every cart of these tests is large enough for."""
    return [{**each, "minimum_order_total": 0} for each in unused(number)]


CODES = {f"CODE{i}": 1 for i in range(5_000)}
MANY = [{**PRODUCTS[3], "product_id": f"pin-{i}"} for i in range(40)]
PINS = [
    {"product_id": each["product_id"], "variant_id": None, "quantity": 9}
    for each in MANY
]


def freed_and_counted(
    service: Service, kept: PricedCarts, small: PricedCart, body: dict[str, Any]
) -> tuple[int, int]:
    """Return the bytes that a cart gives back once it is ordered, and its size."""
    tracemalloc.start()
    try:
        cart = service.done("POST", "carts", body)["cart"]["id"]
        service.done("GET", f"carts/{cart}")
        service.order(cart)
        priced = kept.get(cart)
        assert priced is not None
        counted = priced.size
        del priced
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        kept.keep(cart, small)
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return before - after, counted


@pytest.mark.slow
@pytest.mark.parametrize(
    ("store", "items", "metadata"),
    [
        ({}, [TEE], {}),
        ({}, PINS, {}),
        ({"promotions": used(10)}, PINS, {}),
        ({"promotions": used(10)}, [TEE], {}),
        ({"promotions": unused(200)}, [TEE], {}),
        ({"code_redemptions": CODES}, [TEE], {}),
        ({}, [TEE], {"a": "x" * 20_000}),
        ({}, [TEE], {"a": "x" * 20_000 + "\N{GRINNING FACE}"}),
        ({}, [TEE], {"a": [{}] * 10_000}),
        ({}, [TEE], {"a": [{"a": 1}] * 5_000}),
        ({}, [TEE], {"a": [Decimal("1.1")] * 5_000}),
        ({}, [TEE], {"a": [[[[[[1]]]]]] * 2_000}),
        ({}, [TEE], {f"{i}": i for i in range(5_000)}),
    ],
)
def test_no_cart_takes_more_than_is_counted(
    store: dict[str, Any], items: list[dict[str, Any]], metadata: dict[str, Any]
) -> None:
    """Whatever a shop has and a shopper sends, also once the cart was ordered."""
    catalogue = {
        **CATALOGUE,
        "store": {**STORE, **store},
        "catalogue": [*PRODUCTS, *MANY],
    }
    kept = PricedCarts()
    with (
        closing(SqlDatabase("sqlite://")) as database,
        running(database, catalogue=catalogue, priced_carts=kept) as service,
    ):
        # What is loaded at a first order is not of a cart.
        service.order(service.cart()["id"])
        small = kept.get(service.cart()["id"])
        assert small is not None
        service.number()
        body = {"items": items, "metadata": metadata}
        # The first time less is freed, and what others free meanwhile comes on top.
        _, *tries = (freed_and_counted(service, kept, small, body) for _ in range(3))
        assert any(freed <= counted for freed, counted in tries)

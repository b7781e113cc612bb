# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What is asked of a cart again is not worked out again, unless something changed."""

from __future__ import annotations

import json

from collections.abc import Callable
from typing import Any

import pytest

from attrs import evolve

from checkout_core import quote
from checkout_core.service import read_catalogue
from checkout_core.service.priced_carts import PricedCart, PricedCarts
from tests.factories.service import CATALOGUE, NOON, PRODUCTS, TEA, TEE
from tests.factories.service_client import Service


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

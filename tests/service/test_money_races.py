# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Payments, accounts and refunds from twenty sides at once.

Two applications use one database and one fake gateway.  What counts at the end is what
the gateway was asked for, and what it holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from attrs import frozen

from checkout_core.service import SqlDatabase
from checkout_core.service.sweeping import sweep
from tests.factories.providers import HYPER, JuspayProvider
from tests.factories.service import MERCHANT, SHOP, TEE
from tests.factories.service_client import Service, running
from tests.factories.service_processes import SORTING, fresh
from tests.factories.turns import Turns


ON_EACH = pytest.mark.parametrize(
    "kind", SORTING, ids=lambda kind: kind.partition("+")[0]
)
#: What one tee costs, and ten of them with their delivery of 70.80.
TEE_PRICE, TEN_TEES = Decimal("499.00"), Decimal("5060.80")
CANCEL = {"cancellation_reason": "changed my mind"}


@frozen
class Shops:
    """Two applications of one shop."""

    one: Service
    two: Service
    gateway: Turns

    def at_once(
        self, count: int, ask: Callable[[Service, int], Any]
    ) -> list[tuple[int, dict[str, Any]]]:
        """Ask so many times at the same moment, by turns of one and the other."""
        start = Barrier(count)

        def asked(nth: int) -> tuple[int, dict[str, Any]]:
            start.wait()
            found: tuple[int, dict[str, Any]] = ask((self.one, self.two)[nth % 2], nth)
            return found

        with ThreadPoolExecutor(count) as pool:
            return list(pool.map(asked, range(count)))

    def paid(self, quantity: int) -> str:
        """Return the number of a paid order of so many tees."""
        cart = self.one.cart({**TEE, "quantity": quantity})["id"]
        return self.one.paid(cart_id=cart)

    def calls(self, word: str) -> int:
        """Return how often the gateway was asked for one thing."""
        return self.one.provider.sent().count(word)


@contextmanager
def shops(kind: str, folder: Path) -> Iterator[Shops]:
    """Yield two applications of one shop."""
    provider = JuspayProvider()
    gateway = Turns(provider.transport)
    with (
        fresh(kind, folder) as url,
        closing(SqlDatabase(url)) as here,
        closing(SqlDatabase(url)) as there,
        running(here, provider=provider, transport=gateway) as one,
        running(there, provider=provider, transport=gateway) as two,
    ):
        yield Shops(one, two, gateway)


def version(service: Service, number: str) -> int:
    """Return how often an order was written."""
    with service.app.database.reading() as unit:
        row = unit.orders.get(number)
    assert row is not None
    return row.version


def codes(answers: list[tuple[int, dict[str, Any]]]) -> Counter[str]:
    """Return how often each code was answered, "" for what went well."""
    return Counter(str(document.get("code", "")) for _, document in answers)


@ON_EACH
def test_an_account_pays_once(kind: str, tmp_path: Path) -> None:
    """Ten carts show 400 points and 500.00 of credit: one order gets them."""
    with shops(kind, tmp_path) as shop:
        carts = []
        for _ in range(10):
            path = f"carts/{shop.one.cart()['id']}"
            body: dict[str, Any] = {"loyalty_point_redeemed": 400}
            shop.one.done("POST", f"{path}/loyalty-points", body)
            body = {"credit_balance_used": 500}
            cart = shop.one.done("POST", f"{path}/credit-balance", body)["cart"]
            carts.append(cart)

        def buy(service: Service, nth: int) -> Any:
            return service.ask("POST", "orders", {"cart_id": carts[nth]["id"]})

        answers = shop.at_once(10, buy)
        [order] = shop.one.done("GET", "orders")["orders"]
        balances = shop.one.balances()

    found = codes(answers)
    assert (1, (0, 0), carts[0]["to_be_paid"]) == (
        found.pop(""),
        balances,
        order["to_be_paid"],
    )
    assert (9, True) == (
        found.total(),
        set(found) <= {"balance_changed", "price_changed"},
    )


@ON_EACH
@pytest.mark.parametrize("pages", [1, 5], ids=["one page", "five pages"])
def test_one_cart_is_paid_on_one_page(kind: str, tmp_path: Path, pages: int) -> None:
    """Equal requests ask the gateway once; others open pages of the same order."""
    with shops(kind, tmp_path) as shop:
        cart = shop.one.cart()["id"]

        def buy(service: Service, nth: int) -> Any:
            back = f"https://shop.example/{nth % pages}"
            method = {**HYPER, "return_url": back}
            body = {"cart_id": cart, "payment_method": method}
            return service.ask("POST", "orders", body)

        answers = shop.at_once(20, buy)
        [order] = shop.one.done("GET", "orders")["orders"]
        begun, there = shop.calls("start"), shop.one.provider.ids()

    number = order["order_number"]
    assert set(codes(answers)) <= {"", "payment_in_progress"}
    assert {number} == {
        document["content"]["order"]["order_number"]
        for status, document in answers
        if status == 200
    }
    assert len(there) == begun
    assert {number} == {each.partition("-")[0] for each in there}
    # A body that comes again after another one has a page of its own.
    assert begun == 1 if pages == 1 else 1 <= begun <= 20


@ON_EACH
def test_units_come_back_once(kind: str, tmp_path: Path) -> None:
    """Of twenty refunds of a unit of ten, ten are made; one refund is sent once."""
    with shops(kind, tmp_path) as shop:
        number, other = shop.paid(10), shop.paid(10)

        def back(service: Service, nth: int) -> Any:
            body = {"id": f"R{nth}", "returned": {"0": 1}}
            path = f"{MERCHANT}/orders/{number}/refunds"
            return service.ask("POST", path, body, token=SHOP)

        def same(service: Service, _: int) -> Any:
            body = {"id": "R1", "returned": {"0": 1}}
            path = f"{MERCHANT}/orders/{other}/refunds"
            return service.ask("POST", path, body, token=SHOP)

        answers, twins = shop.at_once(20, back), shop.at_once(20, same)
        given = shop.gateway.given_back(number)
        held, once = shop.gateway.held(number), shop.gateway.given_back(other)

    assert 10 == codes(answers)[""]
    assert (10, TEN_TEES) == (len(given), sum(given, held))
    assert ({"": 20}, [TEE_PRICE]) == (dict(codes(twins)), once)


@ON_EACH
def test_a_cancel_and_twenty_refunds(kind: str, tmp_path: Path) -> None:
    """Whoever comes first: the gateway gives all of it back, and nothing twice."""
    with shops(kind, tmp_path) as shop:
        number = shop.paid(10)

        def ask(service: Service, nth: int) -> Any:
            if nth == 10:
                return service.ask("POST", f"orders/{number}/cancel", CANCEL)
            body = {"id": f"R{nth}", "returned": {"0": 1}}
            path = f"{MERCHANT}/orders/{number}/refunds"
            return service.ask("POST", path, body, token=SHOP)

        answers = shop.at_once(21, ask)
        given, held = shop.gateway.given_back(number), shop.gateway.held(number)

    assert 200 == answers[10][0]
    assert (Decimal(0), TEN_TEES) == (held, sum(given, Decimal(0)))


@ON_EACH
def test_cancels_and_payments(kind: str, tmp_path: Path) -> None:
    """Ten orders are paid while they are cancelled: each goes back once."""
    with shops(kind, tmp_path) as shop:
        numbers = [shop.one.number() for _ in range(10)]

        def ask(service: Service, nth: int) -> Any:
            number = numbers[nth // 2]
            if nth % 2:
                return service.ask("POST", f"orders/{number}/cancel", CANCEL)
            [event] = shop.gateway.pay(number).events
            return service.send_event(event.body, dict(event.headers))

        answers = shop.at_once(20, ask)
        shop.one.clock.later(minutes=1)
        sweep(shop.one.app)
        orders = shop.one.done("GET", "orders?limit=10")["orders"]
        given = {each: shop.gateway.given_back(each) for each in numbers}
        held = {shop.gateway.held(each) for each in numbers}

    assert {200} == {status for status, _ in answers}
    assert ({"cancelled"}, {Decimal(0)}) == ({each["status"] for each in orders}, held)
    assert {each: [Decimal("1068.80")] for each in numbers} == given


@ON_EACH
def test_an_event_forty_times(kind: str, tmp_path: Path) -> None:
    """It is one payment, and the order is written once for it."""
    with shops(kind, tmp_path) as shop:
        number = shop.one.number()
        [event] = shop.gateway.pay(number).events

        def tell(service: Service, _: int) -> Any:
            return service.send_event(event.body, dict(event.headers))

        before = version(shop.one, number)
        answers = shop.at_once(40, tell)
        after = version(shop.one, number)
        payments = shop.one.done("GET", f"orders/{number}/payments")["payments"]

    assert {"": 40} == codes(answers)
    assert ["success"] == [each["payment_status"] for each in payments]
    assert before + 1 == after


@ON_EACH
def test_a_failed_refund_is_sent_again_once(kind: str, tmp_path: Path) -> None:
    """
    The merchant presses "send again" twenty times at once: the money goes back once.

    Of 5060.80 paid, 499.00 come back; the gateway failed with them once.
    """
    with shops(kind, tmp_path) as shop:
        number = shop.paid(10)
        shop.one.refund(number, "R1", {"0": 1})
        [(first, amount)] = shop.one.provider.refunds(number)
        gateway = shop.one.gateway
        gateway.take(gateway.gateway.settle_refund(number, first, "FAILURE"))
        shop.one.clock.later(seconds=20)
        sweep(shop.one.app, kinds=["refund"])

        def send(service: Service, _: int) -> Any:
            path = f"{MERCHANT}/orders/{number}/refunds/R1/send"
            return service.ask("POST", path, token=SHOP)

        answers = shop.at_once(20, send)
        again = [each for each in shop.one.provider.refunds(number) if each[0] != first]

    assert {200} == {status for status, _ in answers}
    assert (TEE_PRICE, [TEE_PRICE]) == (amount, [part for _, part in again])

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A power cut between the gateway's accepting and our answer: nothing lost or twice."""

from __future__ import annotations

import itertools
import threading
import time

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from checkout_core.service import SqlDatabase
from checkout_core.service.database.tables import COUNTERS, REDEMPTIONS
from checkout_core.service.ports import OrderFilters
from checkout_core.testing.gateway import Gateway, Loopback
from checkout_core.testing.server import serving
from tests.factories.service_processes import (
    DATABASES,
    SHOP_TOKEN,
    TOKEN,
    filled,
    fresh,
    guest,
    service_process,
)
from tests.factories.turns import Turns


if TYPE_CHECKING:
    from pathlib import Path

    from checkout_core.http import Request, Response


pytestmark = pytest.mark.slow

#: Whose key it is.
ACCOUNT = ("--merchant-id", "merchant-id", "--client-id", "merchant-id")
HYPER = {
    "payment_provider_slug": "juspay",
    "integration_type": "hyper-checkout",
    "return_url": "https://shop.example/paid",
    "action": "paymentPage",
}


class Stalling:
    """A gateway that carries out its first create, and then says nothing."""

    def __init__(self, *, before: bool) -> None:
        self.before = before
        self.loopback = Loopback(Gateway())
        self.reached = threading.Event()
        self.gone = threading.Event()
        self.stalls = True

    def send(self, request: Request) -> Response:
        """Stall once, before or after the request is carried out."""
        if not self.stalls or request.method == "GET":
            return self.loopback.send(request)
        self.stalls = False
        if not self.before:
            response = self.loopback.send(request)
        self.reached.set()
        self.gone.wait(60)
        # Who asked is no more: that the answer goes nowhere is the point.
        return self.loopback.send(request) if self.before else response

    @property
    def orders(self) -> list[str]:
        """The ids of the orders that the gateway has."""
        return sorted(self.loopback.gateway.orders)


@pytest.mark.parametrize("kind", DATABASES, ids=lambda kind: kind.partition("+")[0])
@pytest.mark.parametrize("payment", [True, False], ids=["with-payment", "juspay"])
def test_killed_while_the_gateway_was_asked(
    kind: str,
    tmp_path: Path,
    *,
    payment: bool,
) -> None:
    """The order is there once, and asking again leads to it."""
    gateway = Stalling(before=False)
    with fresh(kind, tmp_path) as database, serving(gateway) as url:
        options = ("--environment", url, "--lease", "1", *ACCOUNT)
        key = {"JUSPAY_API_KEY": "LOOPBACK_KEY"}
        with service_process(database, *options, **key) as first:
            cart = filled(first, TOKEN)
            body: dict[str, Any] = {"cart_id": cart}
            path = "/orders"
            if payment:
                body["payment_method"] = HYPER
            else:
                number = first.ask("POST", path, body)[1]["content"]["order"][
                    "order_number"
                ]
                path = "/payments/juspay/create-order"
                body = {
                    "order_number": number,
                    "return_url": "https://shop.example/paid",
                }
            with ThreadPoolExecutor(1) as pool:
                pending = pool.submit(first.ask, "POST", path, body)
                assert gateway.reached.wait(30)
                first.kill()
                gateway.gone.set()
                with pytest.raises(OSError, match=r".*"):
                    pending.result(60)

        with service_process(database, *options, **key) as second:
            status, answer = _until_answered(second, path, body)
            listed = second.ask("GET", "/orders")[1]["content"]["orders"]

    assert status == 200, answer
    (order,) = listed
    number = order["order_number"]
    if payment:
        assert number == answer["content"]["order"]["order_number"]
    # A page whose token was lost is asked for anew, for the same order of ours.
    assert number.lower() == gateway.orders[0]
    assert all(each.startswith(number.lower()) for each in gateway.orders)
    assert 2 >= len(gateway.orders)


def _until_answered(
    service: Any, path: str, body: dict[str, Any]
) -> tuple[int, dict[str, Any]]:
    """Return the answer once the dead process's lease is over."""
    for _ in range(20):
        status, answer = service.ask("POST", path, body)
        if answer.get("code") != "payment_in_progress":
            break
        threading.Event().wait(0.25)
    return status, answer


@pytest.mark.parametrize("kind", DATABASES, ids=lambda kind: kind.partition("+")[0])
def test_a_coupon_is_not_counted_twice(kind: str, tmp_path: Path) -> None:
    """What was redeemed before the power cut stays redeemed, once."""
    gateway = Stalling(before=False)
    with fresh(kind, tmp_path) as database, serving(gateway) as url:
        options = ("--environment", url, "--lease", "1", *ACCOUNT)
        key = {"JUSPAY_API_KEY": "LOOPBACK_KEY"}
        with service_process(database, *options, **key) as first:
            cart = filled(first, TOKEN)
            first.ask("POST", f"/carts/{cart}/coupon", {"coupon_code": "FIRST10"})
            body = {"cart_id": cart, "payment_method": HYPER}
            with ThreadPoolExecutor(1) as pool:
                pending = pool.submit(first.ask, "POST", "/orders", body)
                assert gateway.reached.wait(30)
                first.kill()
                gateway.gone.set()
                with pytest.raises(OSError, match=r".*"):
                    pending.result(60)
        with service_process(database, *options, **key) as second:
            status, answer = _until_answered(second, "/orders", body)
            assert status == 200, answer
            taken = 1
            while True:
                cart = filled(second, TOKEN)
                second.ask("POST", f"/carts/{cart}/coupon", {"coupon_code": "FIRST10"})
                status, answer = second.ask("POST", "/orders", {"cart_id": cart})
                code = answer.get("content", {}).get("order", {}).get("coupon_code")
                if code is None:
                    break
                taken += 1

    assert 10 == taken


class Known:
    """What shoppers were told, whichever process told them."""

    def __init__(self) -> None:
        self.orders = Counter[str]()
        #: Numbers of orders whose answer says that FIRST10 was taken off.
        self.coupons = set[str]()
        #: Numbers of orders that were cancelled, by an answer.
        self.cancelled = set[str]()


def _shops(service: Any, gateway: Turns, known: Known) -> None:
    """Order with a coupon, pay and cancel until the service is gone."""
    with suppress(OSError):
        for count in itertools.count():
            token = guest(service)
            cart = filled(service, token)
            service.ask(
                "POST", f"/carts/{cart}/coupon", {"coupon_code": "FIRST10"}, token
            )
            body = {"cart_id": cart, "payment_method": HYPER}
            status, answer = service.ask("POST", "/orders", body, token)
            if status != 200:
                continue
            order = answer["content"]["order"]
            number = order["order_number"]
            known.orders[number] += 1
            if order["coupon_code"]:
                known.coupons.add(number)
            gateway.pay(number)
            if count % 3:
                path = f"/orders/{number}/cancel"
                reason = {"cancellation_reason": "x"}
                if service.ask("POST", path, reason, token)[0] == 200:
                    known.cancelled.add(number)


#: How often the process is killed, and how many orders are acknowledged each time.
KILLS, ORDERS = 2, 12


@pytest.mark.parametrize("kind", DATABASES, ids=lambda kind: kind.partition("+")[0])
def test_killed_under_load(kind: str, tmp_path: Path) -> None:
    """
    Every acknowledged order is there once; all money is found, and goes back once.

    Shoppers order with a coupon that ten may have, pay and cancel without an event,
    while one process after the other is killed.  The last one finds what they paid and
    sends the refunds that were left.
    """
    gateway, known = Turns(), Known()
    with fresh(kind, tmp_path) as database, serving(gateway) as url:
        options = ("--environment", url, "--lease", "1", "--sweep", "1", *ACCOUNT)
        key = {"JUSPAY_API_KEY": "LOOPBACK_KEY"}
        for killed in range(KILLS):
            with (
                service_process(database, *options, **key) as service,
                ThreadPoolExecutor(4) as pool,
            ):
                for _ in range(4):
                    pool.submit(_shops, service, gateway, known)
                until = time.monotonic() + 60
                while len(known.orders) < ORDERS * (killed + 1):
                    assert time.monotonic() < until
                    time.sleep(0.02)
                service.kill()
        with service_process(database, *options, **key) as service:
            for number in _orders(database):
                path = f"/orders/{number}/payment-status"
                status, answer = service.ask("GET", path, token=SHOP_TOKEN)
                assert 200 == status, answer
            until, waiting = time.monotonic() + 30, True
            while waiting and time.monotonic() < until:
                time.sleep(0.2)
                waiting = _waiting(database)
        found, counted = _orders(database), _redeemed(database)

    assert not waiting
    assert {1} == {*known.orders.values()}
    # An order may be there whose answer nobody got; none may be missing.
    assert known.orders.keys() <= found.keys()
    assert known.cancelled <= {
        number for number, each in found.items() if each.status == "cancelled"
    }
    # The gateway has no order that is not ours.
    there = {name.partition("-")[0].upper() for name in gateway.loopback.gateway.orders}
    assert there <= found.keys()
    assert {number: gateway.held(number) for number in found} == {
        number: order.amount_held for number, order in found.items()
    }
    assert {Decimal(0)} == {
        gateway.held(number)
        for number, order in found.items()
        if order.status == "cancelled"
    }
    # What is counted is what has rows, and those are the orders that were kept.
    kept = {
        number
        for number, order in found.items()
        if order.status != "cancelled" and order.quote.coupons
    }
    assert known.coupons <= {
        number for number, order in found.items() if order.quote.coupons
    }
    assert (len(kept), kept) == counted
    assert len(kept) <= 10


def _orders(url: str) -> dict[str, Any]:
    """Return the stored orders by their numbers."""
    database = SqlDatabase(url)
    with database.reading() as unit:
        numbers = [
            each.number for each in unit.orders.search(OrderFilters(), None, 999)
        ]
        rows = [unit.orders.get(number) for number in numbers]
    database.close()
    return {row.order.number: row.order for row in rows if row is not None}


def _waiting(url: str) -> bool:
    """Return whether a refund of an order has not been accepted by the gateway."""
    database = SqlDatabase(url)
    with database.reading() as unit:
        unsettled = unit.payments.unsettled_refunds(failed=None, after=None, limit=999)
    database.close()
    return any(not each.status for each in unsettled)


def _redeemed(url: str) -> tuple[int, set[str]]:
    """Return how often FIRST10 is counted, and the orders that have a row of it."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        [count] = connection.execute(
            sa.select(COUNTERS.c.redeemed).where(
                COUNTERS.c.what == "code", COUNTERS.c.name == "FIRST10"
            )
        ).scalars()
        rows = connection.execute(
            sa.select(REDEMPTIONS.c.order_number).where(REDEMPTIONS.c.code == "FIRST10")
        ).scalars()
        numbers = [*rows]
    engine.dispose()
    assert len(numbers) == len({*numbers})
    return count, {*numbers}

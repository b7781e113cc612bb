# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A power cut between the gateway's accepting and our answer: nothing lost or twice."""

from __future__ import annotations

import threading
import time

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core.service import SqlDatabase
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


if TYPE_CHECKING:
    from pathlib import Path

    from checkout_core.http import Request, Response


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


class Locked:
    """A fake gateway whose shoppers and whose requests take turns."""

    def __init__(self) -> None:
        self.loopback = Loopback(Gateway())
        self.lock = threading.Lock()

    def send(self, request: Request) -> Response:
        """Answer one request at a time."""
        with self.lock:
            return self.loopback.send(request)

    def pay(self, number: str) -> None:
        """Let the shopper pay; the event is lost."""
        with self.lock:
            self.loopback.take(self.loopback.gateway.pay(number))

    def held(self, number: str) -> Decimal:
        """Return what the gateway has of all pages of an order."""
        found = [
            Decimal(str(each["amount"])) - Decimal(str(each["amount_refunded"]))
            for name, each in self.loopback.gateway.orders.items()
            if name.partition("-")[0] == number.lower() and each["status"] == "CHARGED"
        ]
        return sum(found, Decimal(0))


def _shops(service: Any, gateway: Locked, known: Counter[str], until: float) -> None:
    """Order, pay and cancel until the service is gone; count what was acknowledged."""
    count = 0
    while time.monotonic() < until:
        count += 1
        try:
            token = guest(service)
            cart = filled(service, token)
            body = {"cart_id": cart, "payment_method": HYPER}
            status, answer = service.ask("POST", "/orders", body, token)
            if status != 200:
                continue
            number = answer["content"]["order"]["order_number"]
            known[number] += 1
            gateway.pay(number)
            if count % 3:
                path = f"/orders/{number}/cancel"
                service.ask("POST", path, {"cancellation_reason": "x"}, token)
        except OSError:
            return


@pytest.mark.slow
@pytest.mark.parametrize("kind", DATABASES, ids=lambda kind: kind.partition("+")[0])
def test_killed_under_load(kind: str, tmp_path: Path) -> None:
    """
    Every acknowledged order is there once; all money is found, and goes back once.

    Shoppers order, pay and cancel without an event while the process is killed.
    Another one finds what they paid and sends the refunds that the first one left.
    """
    gateway, known = Locked(), Counter[str]()
    with fresh(kind, tmp_path) as database, serving(gateway) as url:
        options = ("--environment", url, "--lease", "1", "--sweep", "1", *ACCOUNT)
        key = {"JUSPAY_API_KEY": "LOOPBACK_KEY"}
        with service_process(database, *options, **key) as first:
            until = time.monotonic() + 20
            with ThreadPoolExecutor(4) as pool:
                for _ in range(4):
                    pool.submit(_shops, first, gateway, known, until)
                while len(known) < 20 and time.monotonic() < until:
                    time.sleep(0.05)
                first.kill()
        with service_process(database, *options, **key) as second:
            for number in known:
                path = f"/orders/{number}/payment-status"
                status, answer = second.ask("GET", path, token=SHOP_TOKEN)
                assert 200 == status, answer
            until, waiting = time.monotonic() + 30, True
            while waiting and time.monotonic() < until:
                time.sleep(0.2)
                waiting = _waiting(database, known)
        found = _orders(database, known)

    assert not waiting
    assert set(known) == set(found)
    assert {number: gateway.held(number) for number in known} == {
        number: order.amount_held for number, order in found.items()
    }
    assert {Decimal(0)} == {
        gateway.held(number)
        for number, order in found.items()
        if order.status == "cancelled"
    }
    assert 3 < len([each for each in found.values() if each.status == "cancelled"])


def _orders(url: str, known: Counter[str]) -> dict[str, Any]:
    """Return the stored orders by their numbers."""
    database = SqlDatabase(url)
    with database.reading() as unit:
        rows = [unit.orders.get(number) for number in known]
    database.close()
    return {row.order.number: row.order for row in rows if row is not None}


def _waiting(url: str, known: Counter[str]) -> bool:
    """Return whether a refund of an order has not been accepted by the gateway."""
    database = SqlDatabase(url)
    with database.reading() as unit:
        requests = [unit.payments.refund_requests(number) for number in known]
    database.close()
    return any(not each.status for some in requests for each in some)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A power cut between the gateway's accepting and our answer: nothing lost or twice."""

from __future__ import annotations

import threading

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core.testing.gateway import Gateway, Loopback
from checkout_core.testing.server import serving
from tests.factories.service_processes import (
    DATABASES,
    TOKEN,
    filled,
    fresh,
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

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What is asked of a service under load, every answer checked.

Shoppers buy again and again; single requests are timed in turn with those that they
are compared with.
"""

from __future__ import annotations

import http.client
import json
import socket
import statistics
import threading
import time

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.factories.service_processes import guest


if TYPE_CHECKING:
    from tests.factories.service_processes import ServiceProcess


ITEM = {"product_id": "tiffin-steel", "variant_id": None, "quantity": 2}
OTHER = {"product_id": "diya-brass", "variant_id": None, "quantity": 1}
#: How long a connection is kept without a request, in seconds.
KEPT = 2.0
STEPS = ("create cart", "add item", "look at cart", "evaluate coupons", "create order")
#: A payment that the gateway is asked for.
PAYMENT = {
    "payment_provider_slug": "juspay",
    "integration_type": "hyper-checkout",
    "return_url": "https://shop.example/paid",
}


class Shopper:
    """
    One kept connection with a token.

    Shoppers share the machine with the service, so they do little: a socket, the bytes
    of a request, and an answer that is as long as its head says.
    """

    def __init__(self, base: str, token: str) -> None:
        parts = urlsplit(base)
        self.path = parts.path
        self.address = parts.hostname, parts.port
        self.headers = (
            f" HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer {token}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        )
        self.connection: socket.socket | None = None
        self.used = time.monotonic()

    def connected(self) -> socket.socket:
        """Return the connection; one that the service may close is replaced."""
        found = self.connection
        if found is None or time.monotonic() - self.used > KEPT:
            if found is not None:
                found.close()
            found = socket.create_connection(self.address, timeout=120)
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connection = found
        return found

    def ask(self, method: str, path: str, body: Any = None) -> tuple[float, Any]:
        """Return how long an answer took, in seconds, and its content."""
        text = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {self.path}{path}{self.headers}{len(text)}\r\n\r\n"
        connection, request = self.connected(), head.encode() + text
        begun = time.perf_counter()
        connection.sendall(request)
        status, data = _answer(connection)
        took = time.perf_counter() - begun
        self.used = time.monotonic()
        assert status == b"200", data
        return took, json.loads(data)["content"]

    def order(self, lines: int) -> str:
        """Return the number of a new order of so many lines."""
        number: str = self.ask("POST", "/orders", {"cart_id": self.cart(lines)})[1][
            "order"
        ]["order_number"]
        return number

    def cart(self, lines: int) -> str:
        """Return the id of a new cart of so many lines."""
        items = [
            {"product_id": f"product-{i}", "variant_id": None, "quantity": 1}
            for i in range(lines)
        ]
        found: str = self.ask("POST", "/carts", {"items": items})[1]["cart"]["id"]
        return found


def _answer(connection: socket.socket) -> tuple[bytes, bytes]:
    """Return status and body of an answer whose head says how long it is."""
    found = _more(connection)
    while (at := found.find(b"\r\n\r\n")) < 0:
        found += _more(connection)
    head = found[:at].lower()
    length = int(head.partition(b"content-length:")[2].partition(b"\r")[0])
    parts = [found[at + 4 :]]
    left = length - len(parts[0])
    while left:
        parts.append(_more(connection))
        left -= len(parts[-1])
    return head[9:12], b"".join(parts)


def _more(connection: socket.socket) -> bytes:
    found = connection.recv(65_536)
    assert found, "the service closed the connection within an answer"
    return found


def shop(base: str, token: str, seconds: float) -> list[list[float]]:
    """Buy again and again for some seconds; return the times of every step."""
    shopper = Shopper(base, token)
    times: list[list[float]] = [[] for _ in STEPS]
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        took, content = shopper.ask("POST", "/carts", {"items": [ITEM]})
        times[0].append(took)
        cart = content["cart"]["id"]
        took, content = shopper.ask("POST", f"/carts/{cart}/items", OTHER)
        times[1].append(took)
        due = content["cart"]["to_be_paid"]
        took, content = shopper.ask("GET", f"/carts/{cart}")
        times[2].append(took)
        took, _ = shopper.ask("GET", f"/carts/{cart}/evaluate-coupons")
        times[3].append(took)
        took, content = shopper.ask("POST", "/orders", {"cart_id": cart})
        times[4].append(took)
        assert due == content["order"]["to_be_paid"]
    return times


def list_and_one(service: ServiceProcess, times: int) -> tuple[float, float]:
    """Return the median seconds of 25 fifty-line orders as a list, and of one line."""
    buyer = Shopper(service.base, guest(service))
    for _ in range(25):
        buyer.order(50)
    small = Shopper(service.base, guest(service))
    one = small.order(1)

    def listed() -> float:
        took, content = buyer.ask("GET", "/orders?limit=25")
        assert 25 == len(content["orders"])
        return took

    return _in_turn(listed, lambda: _seen(small, one, 1), times)


def large_and_one(service: ServiceProcess, times: int) -> tuple[float, float]:
    """Return the median seconds of an order of 1,000 lines, and of one line."""
    shopper = Shopper(service.base, guest(service))
    large, one = shopper.order(1_000), shopper.order(1)
    return _in_turn(
        lambda: _seen(shopper, large, 1_000), lambda: _seen(shopper, one, 1), times
    )


def write_during_order(service: ServiceProcess, times: int) -> tuple[float, float]:
    """Return the median seconds of a write during an order of 3,000 lines, and else."""
    buyer = Shopper(service.base, guest(service))
    shopper = Shopper(service.base, guest(service))
    cart = shopper.cart(1)

    def write() -> float:
        took, content = shopper.ask("POST", f"/carts/{cart}/items", OTHER)
        assert content["cart"]["id"] == cart
        return took

    usual, during = [write() for _ in range(20 * times)], []
    for _ in range(times):
        wanted = {"cart_id": buyer.cart(3_000)}
        with ThreadPoolExecutor(1) as pool:
            ordered = pool.submit(buyer.ask, "POST", "/orders", wanted)
            while not ordered.done():
                during.append(write())
            assert 3_000 == len(ordered.result()[1]["order"]["order_items"])
    return statistics.median(during), statistics.median(usual)


def live_with_silent_gateway(
    service: ServiceProcess, times: int
) -> tuple[float, float]:
    """Return the median seconds of a check while the gateway is silent, and else."""
    address = urlsplit(service.base).netloc
    connection = http.client.HTTPConnection(address, timeout=120)
    path = "/live" if _status(connection, "/live") == 200 else "/health"

    def check() -> float:
        begun = time.perf_counter()
        assert 200 == _status(connection, path)
        return time.perf_counter() - begun

    during: list[float] = []
    usual = [check() for _ in range(10 * times)]
    with _paying(service, 16):
        until = time.monotonic() + times
        while not during or time.monotonic() < until:
            during.append(check())
    return statistics.median(during), statistics.median(usual)


@contextmanager
def _paying(service: ServiceProcess, shoppers: int) -> Iterator[None]:
    """Let shoppers wait for a gateway that does not answer, until the block ends."""
    ended, asking = threading.Event(), threading.Barrier(shoppers + 1)

    def pay() -> None:
        token = guest(service)
        wanted = {"cart_id": Shopper(service.base, token).cart(1)}
        asking.wait()
        while not ended.is_set():
            status, _ = service.ask(
                "POST", "/orders", {**wanted, "payment_method": PAYMENT}, token
            )
            # Without an answer of the gateway no shopper gets a page to pay on.
            assert status in (409, 502, 503), status

    with ThreadPoolExecutor(shoppers) as pool:
        runs = [pool.submit(pay) for _ in range(shoppers)]
        asking.wait()
        # The requests have reached the gateway by then.
        time.sleep(0.5)
        yield
        ended.set()
        for each in runs:
            each.result()


def _status(connection: http.client.HTTPConnection, path: str) -> int:
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _seen(shopper: Shopper, number: str, lines: int) -> float:
    took, content = shopper.ask("GET", f"/orders/{number}")
    assert lines == len(content["order"]["order_items"])
    return took


def _in_turn(
    first: Callable[[], float], second: Callable[[], float], times: int
) -> tuple[float, float]:
    """Return the median of each, measured in turn after one try that does not count."""
    pairs = [(first(), second()) for _ in range(times + 1)][1:]
    ours, others = zip(*pairs, strict=True)
    return statistics.median(ours), statistics.median(others)

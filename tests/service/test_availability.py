# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A gateway that says nothing, work that does not end, callers that ask too much."""

from __future__ import annotations

import asyncio
import sys
import threading
import time

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import httpx
import pytest

from attrs import define, evolve, field
from starlette.requests import Request as HttpRequest

from checkout_core.errors import GatewayError
from checkout_core.http import Request, Response, no_answer
from checkout_core.service import App, SqlDatabase
from checkout_core.service import app as app_module
from checkout_core.service.admission import address_of
from checkout_core.service.app import THREADS
from checkout_core.service.key_watch import KeyWatch
from checkout_core.service.limits import Limits, Rate
from checkout_core.service.long_work import LongWork
from checkout_core.service.threads import BusyError, Threads, TooSlowError
from checkout_core.testing.gateway import Loopback, Trouble
from checkout_core.transports.httpx import HttpxTransport
from tests.factories.dripping import dripping
from tests.factories.providers import HYPER, JuspayProvider
from tests.factories.service import BASE, NOON, SHOP, TEA, TEE
from tests.factories.service_client import Client, Service, running
from tests.factories.service_processes import SERVERS


#: Far from the seconds that a gateway or a client may take, in seconds.
SOON = 5.0


# A gateway that says nothing ----------------------------------------------------------


@define
class Silent:
    """A gateway that answers until it is told to be silent."""

    loopback: Loopback = field(factory=Loopback)
    asked: threading.Semaphore = field(factory=lambda: threading.Semaphore(0))
    talks: threading.Event = field(factory=threading.Event)

    def send(self, request: Request) -> Response:
        """Return the answer once the gateway talks; there is none for a long time."""
        self.asked.release()
        if not self.talks.wait(20):
            raise no_answer(request, "TimeoutError")
        return self.loopback.send(request)


@contextmanager
def waiting(service: Service, gateway: Silent, numbers: list[str]) -> Iterator[None]:
    """Let a shopper of each order wait for the gateway; it talks again at the end."""
    gateway.talks.clear()
    paths = [f"orders/{each}/payment-status" for each in numbers]
    with ThreadPoolExecutor(len(paths)) as pool:
        polls = [pool.submit(service.ask, "GET", each) for each in paths]
        for _ in polls:
            assert gateway.asked.acquire(timeout=10)
        try:
            yield
        finally:
            gateway.talks.set()
        assert {200} == {each.result()[0] for each in polls}


def times(service: Service, *paths: str) -> float:
    """Return how long the slowest of some routes takes, in seconds."""
    longest = 0.0
    for path in paths:
        begun = time.monotonic()
        service.done("GET", path)
        longest = max(longest, time.monotonic() - begun)
    return longest


def test_a_silent_gateway(
    database: SqlDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Whoever does not need it goes on as ever, however many wait for it.

    Polls are answered from the database, and a create is 503 before it is begun.
    """
    monkeypatch.setattr(app_module, "GATEWAY_PATIENCE", 0.1)
    gateway = Silent()
    gateway.talks.set()
    with (
        running(database, transport=gateway) as started,
        Client(started.app, gateway_threads=4) as client,
    ):
        service = evolve(started, client=client)
        cart, number = service.cart()["id"], service.number()
        others = [service.number() for _ in range(4)]
        usual = times(service, f"carts/{cart}")
        while gateway.asked.acquire(blocking=False):
            pass
        with waiting(service, gateway, others):
            alive = times(service, "/live")
            took = times(service, f"carts/{cart}", "/ready", "orders")
            poll = service.done("GET", f"orders/{number}/payment-status")
            body = {"cart_id": cart, "payment_method": HYPER}
            answer = service.client.request(
                "POST",
                f"{BASE}/orders",
                json=body,
                headers={"Authorization": f"Bearer {service.token}"},
            )
        again = service.done("POST", "orders", body)

    assert ("pending", (503, "gateway_busy", "5"), False) == (
        poll["status"],
        (answer.status_code, answer.json()["code"], answer.headers["retry-after"]),
        again["order"]["order_number"] == number,
    )
    # Far from the seconds that the gateway takes, on however busy a machine.
    assert alive < 1
    assert took < 1 + 2 * usual


@pytest.mark.parametrize("status", [401, 403])
def test_a_gateway_that_refuses_our_key(
    status: int, database: SqlDatabase, lines: list[dict[str, Any]]
) -> None:
    """The shopper's token is fine: 502 in our words, and a line for the operator."""

    class Refusing:
        def send(self, request: Request) -> Response:
            return Response(status, (), b'{"error_message": "Invalid API Key."}')

    with running(database, transport=Refusing()) as service:
        cart = service.cart()["id"]
        body = {"cart_id": cart, "payment_method": HYPER}
        found, answer = service.ask("POST", "orders", body)
        number = service.done("GET", "orders")["orders"][0]["order_number"]
        service.done("GET", f"orders/{number}/payment-status")

    told = [each for each in lines if each["event"] == "gateway_refuses_us"]
    assert (502, "gateway_refuses_us", False) == (
        found,
        answer["code"],
        "Invalid API Key" in answer["message"],
    )
    # The poll too, which is answered from the database.
    assert [status, status] == [each["gateway_status"] for each in told]


def test_a_dripping_gateway(database: SqlDatabase) -> None:
    """A byte now and then holds nobody longer than the one deadline of a call."""
    with (
        dripping(b"HTTP/1.1 200 OK\r\nX: ") as url,
        httpx.Client(timeout=5.0) as way,
        running(database) as service,
    ):
        number, cart = service.number(), service.cart()["id"]
        body = {"cart_id": cart, "payment_method": HYPER}
        slow = evolve(
            service.app,
            transport=HttpxTransport(way, deadline=0.3),
            gateway=service.provider.account(environment=url),
        )
        service.clock.later(seconds=1)
        begun = time.monotonic()
        with Client(slow) as client:
            dripped = evolve(service, client=client)
            poll = dripped.done("GET", f"orders/{number}/payment-status")["status"]
            refused = dripped.refused("POST", "orders", body)
        took = time.monotonic() - begun
        placed = service.done("GET", "orders")["orders"][0]["order_number"]
        # Its lease has not ended with the answer that was not heard to its end.
        again = service.done("POST", "orders", body)["order"]["order_number"]

    assert ("pending", (502, "no_answer"), placed) == (poll, refused, again)
    assert took < SOON


#: What a gateway may say in place of an answer; every second time it has carried out
#: what it was asked for.
NONSENSE = [
    (200, b""),
    (200, b"null"),
    (200, b"[]"),
    (200, b"{}"),
    (200, b"17"),
    (200, b'"CREATED"'),
    (200, b"<html>Bad gateway</html>"),
    (200, b"\xff\xfe\x00"),
    (200, b'{"status": "NEW", "order_id":'),
    (200, b"[" * 100_000),
    (200, b'{"status": NaN}'),
    (200, b'{"status": "CREATED", "order_id": "ANOTHER", "sdk_payload": {}}'),
    (200, b'{"status": "error", "error_code": 7}'),
    (204, b""),
    (302, b""),
    (400, b'{"status": "ERROR", "error_code": "\xe9"}'),
    (404, b"no such page"),
    (418, b"{}"),
    (503, b"upstream"),
]


def test_a_gateway_that_talks_nonsense(database: SqlDatabase) -> None:
    """
    Always an envelope with a code, and one order when it is asked for again.

    The gateway has it under the order's number, and under a second one where it carried
    out the request whose answer told us nothing.
    """

    class Talking:
        """A gateway whose next answer to a create is another one."""

        def __init__(self) -> None:
            self.loopback = Loopback()
            self.says: list[tuple[int, bytes, bool]] = []

        def send(self, request: Request) -> Response:
            if request.method == "GET" or not self.says:
                return self.loopback.send(request)
            status, body, is_done = self.says.pop()
            if is_done:
                self.loopback.send(request)
            return Response(status, (), body)

    talking = Talking()
    provider = JuspayProvider(talking.loopback)
    limits = Limits(carts=1_000)
    with running(
        database, provider=provider, transport=talking, limits=limits
    ) as service:
        for nth, (status, said) in enumerate(NONSENSE):
            service.clock.later(seconds=1)
            body = {"cart_id": service.cart()["id"], "payment_method": HYPER}
            talking.says = [(status, said, bool(nth % 2))]
            first, document = service.ask("POST", "orders", body)
            [placed] = service.done("GET", "orders?limit=1")["orders"]
            number = placed["order_number"]
            again = service.done("POST", "orders", body)["order"]["order_number"]
            there = {each for each in provider.ids() if each.startswith(number)}

            assert first in (200, 502), document
            assert first == 200 or document["code"]
            assert number == again
            assert ({number, f"{number}-2"} if nth % 2 else {number}) == there
        total = service.done("GET", "orders")["pagination"]["total_records"]

    assert len(NONSENSE) == total


def test_a_start_with_a_silent_gateway(database: SqlDatabase) -> None:
    """Refunds that wait delay nothing; they are sent by themselves when it talks."""
    gateway = Silent()
    gateway.talks.set()
    provider = JuspayProvider(gateway.loopback)
    with running(database, provider=provider, transport=gateway) as service:
        numbers = [service.paid() for _ in range(6)]
        for number in numbers:
            provider.fail_next(None, Trouble.SERVER_ERROR)
            service.cancel(number)
        unsent = [provider.refunds(each) for each in numbers]
        service.clock.later(minutes=1)
        gateway.talks.clear()
        quick = evolve(service.app, sweep=timedelta(milliseconds=20))
        begun = time.monotonic()
        with Client(quick) as client:
            answered = evolve(service, client=client).ask("GET", "/ready")[0]
            took = time.monotonic() - begun
            assert gateway.asked.acquire(timeout=10)
            gateway.talks.set()
            until = time.monotonic() + 20
            while not all(map(provider.refunds, numbers)):
                assert time.monotonic() < until
                time.sleep(0.01)
        sent = [len(provider.refunds(each)) for each in numbers]

    assert ([[]] * 6, 200, [1] * 6) == (unsent, answered, sent)
    assert took < SOON


def test_other_answers_of_the_gateway_are_no_news(lines: list[dict[str, Any]]) -> None:
    """A watch over the key says nothing of them."""

    class Missing:
        def send(self, request: Request) -> Response:
            return Response(404)

    request = Request("GET", "https://pay.example/orders/A1", ())

    assert (404, []) == (KeyWatch(Missing(), lambda: NOON).send(request).status, lines)


# Threads ------------------------------------------------------------------------------


def test_work_waits_for_a_thread() -> None:
    """But not for ever; and work that takes too long keeps its place until it ends."""
    go = threading.Event()

    async def tried() -> list[str]:
        threads = Threads(1, patience=0.05, longest=0.1, long_work=LongWork())
        found = [await threads.run(lambda: "done")]
        for _ in range(2):
            try:
                await threads.run(lambda: str(go.wait(10)))
            except (BusyError, TooSlowError) as error:
                found.append(type(error).__name__)
        go.set()
        while True:
            try:
                found.append(await threads.run(lambda: "free again"))
            except BusyError:
                continue
            return found

    assert ["done", "TooSlowError", "BusyError", "free again"] == asyncio.run(tried())


def test_turns_are_short_beside_long_work() -> None:
    """They are as before while all work is short, and after the last long one."""
    before, turns = sys.getswitchinterval(), list[float]()
    sys.setswitchinterval(0.25)
    go = threading.Event()

    async def tried() -> None:
        long_work = LongWork(after=0.05, turn=0.125)
        threads = Threads(2, patience=9, longest=9, long_work=long_work)

        async def noted(work: Callable[[], object]) -> None:
            await threads.run(work)
            turns.append(sys.getswitchinterval())

        await noted(lambda: None)
        both = [asyncio.create_task(noted(partial(go.wait, 9))) for _ in range(2)]
        await asyncio.sleep(0.3)
        turns.append(sys.getswitchinterval())
        go.set()
        await asyncio.gather(*both)

    try:
        asyncio.run(tried())
    finally:
        sys.setswitchinterval(before)

    assert [0.25, 0.125] == turns[:2]
    assert 0.25 == turns[-1]


def test_work_that_is_given_up_before_it_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It never begins, and keeps no place."""

    async def tried() -> None:
        threads = Threads(1, patience=0.1, longest=0.01, long_work=LongWork())
        for _ in range(2):
            with pytest.raises(TooSlowError):
                await threads.run(lambda: None)

    monkeypatch.setattr(ThreadPoolExecutor, "submit", lambda *_: Future[None]())
    asyncio.run(tried())


def test_work_that_ends_after_the_loop() -> None:
    """There is nothing left that it could tell."""
    begun, go, ended = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        go.wait(10)
        ended.set()

    async def tried() -> None:
        threads = Threads(1, patience=1, longest=0.5, long_work=LongWork())
        while not begun.is_set():
            with pytest.raises(TooSlowError):
                await threads.run(work)

    with asyncio.Runner() as runner:
        runner.run(tried())
    go.set()

    assert ended.wait(10)


def test_a_route_that_takes_too_long(
    database: SqlDatabase, monkeypatch: pytest.MonkeyPatch, lines: list[dict[str, Any]]
) -> None:
    """503 for whoever asked, and 503 for the next if all threads are kept so."""
    monkeypatch.setattr(app_module, "LONGEST", 0.1)
    monkeypatch.setattr(app_module, "PATIENCE", 0.1)
    go = threading.Event()
    with running(database) as service, Client(service.app, threads=1) as client:

        def asked() -> tuple[int, str, str]:
            answer = client.request(
                "GET",
                f"{BASE}/carts/users/meera",
                headers={"Authorization": f"Bearer {service.token}"},
            )
            headers = answer.headers
            return answer.status_code, answer.json()["code"], headers["retry-after"]

        monkeypatch.setattr(
            "checkout_core.service.carts.Call.caller",
            property(lambda _: go.wait(10)),
        )
        found = [asked(), asked()]
        go.set()

    assert [(503, "too_slow", "5"), (503, "busy", "2")] == found
    assert 1 == len([each for each in lines if each["event"] == "too_slow"])


@pytest.mark.parametrize(
    "url", ["file", *SERVERS], indirect=True, ids=lambda url: url.partition(":")[0]
)
def test_every_thread_prices_a_large_cart(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight guests keep all threads of the database: the probes have their own."""
    cart = service.cart()["id"]
    pricing, go = threading.Semaphore(0), threading.Event()
    priced = App.priced

    def slow(self: App, *given: Any) -> Any:
        pricing.release()
        assert go.wait(20)
        return priced(self, *given)

    monkeypatch.setattr(App, "priced", slow)
    path = f"carts/{cart}"
    with ThreadPoolExecutor(THREADS) as pool:
        asked = [pool.submit(service.ask, "GET", path) for _ in range(THREADS)]
        for _ in asked:
            assert pricing.acquire(timeout=10)
        try:
            found = [service.ask("GET", each)[0] for each in ("/live", "/ready")]
        finally:
            go.set()
        ends = {each.result()[0] for each in asked}

    assert ([200, 200], {200}) == (found, ends)


def test_ready_while_the_service_is_about_to_end(service: Service) -> None:
    """It gets no further requests, and is alive as long as it answers."""
    service.app.stopping.set()
    found = [service.ask("GET", path)[0] for path in ("/live", "/ready", "/health")]

    assert [200, 503, 503] == found


# Limits -------------------------------------------------------------------------------


def test_a_rate() -> None:
    """
    Two a minute: two at once, then one each 30 seconds.

    The third at 0 s has to wait until 30 s; at 29 s one second is missing.
    """
    rate = Rate(2)
    moments = [0.0, 0.0, 0.0, 29.0, 30.0, 30.0, 60.0, 1_000.0]

    assert [0, 0, 30, 1, 0, 30, 0, 0] == [rate.wait("a", at) for at in moments]


def test_a_rate_forgets_who_came_first() -> None:
    """Its memory is bounded; another key is another count."""
    rate = Rate(1, keys=2)

    assert [0, 60, 0, 0, 0] == [
        rate.wait(key, 0.0) for key in ("a", "a", "b", "c", "a")
    ]


def test_no_rate() -> None:
    """0 is no limit."""
    rate = Rate(0)

    assert {0} == {rate.wait("a", 0.0) for _ in range(1_000)}


@pytest.mark.parametrize(
    ("client", "address"),
    [
        (("192.0.2.7", 1), "192.0.2.7"),
        (("2001:db8:1:2:3:4:5:6", 1), "2001:db8:1:2::"),
        (None, ""),
        (("testclient", 1), "testclient"),
    ],
)
def test_the_address_of_a_client(client: object, address: str) -> None:
    """Of IPv6 it is the network that one customer has."""
    assert address == address_of(HttpRequest({"type": "http", "client": client}))


def limited(database: SqlDatabase, **limits: int) -> Any:
    """Return a running service with other limits."""
    return running(database, limits=Limits(**limits))


def test_too_many_requests_of_a_caller(database: SqlDatabase) -> None:
    """429 says when to come again; another caller and the merchant go on."""
    with limited(database, rate=2) as service:
        answers = [
            service.client.request(
                "GET",
                f"{BASE}/orders",
                headers={"Authorization": f"Bearer {service.token}"},
            )
            for _ in range(3)
        ]
        merchant = [service.ask("GET", "orders", token=SHOP)[0] for _ in range(4)]
        other = service.done("POST", "auth/anonymous")["access_token"]
        service.done("GET", "orders", token=other)

    last = answers[-1]
    assert ([200, 200, 429], "too_many_requests", [200] * 4) == (
        [each.status_code for each in answers],
        last.json()["code"],
        merchant,
    )
    assert 0 < int(last.headers["retry-after"]) <= 30


def test_too_many_sessions_of_an_address(database: SqlDatabase) -> None:
    """Begun or renewed, with whatever token."""
    with limited(database, sessions=2) as service:
        found = [
            service.ask("POST", "auth/anonymous")[0],
            service.ask("POST", "auth/refresh-token", {"refresh_token": "x"})[0],
            service.ask("POST", "auth/anonymous")[0],
        ]

    assert [200, 401, 429] == found


def test_too_many_wrong_tokens_of_an_address(database: SqlDatabase) -> None:
    """Whoever has a right one there is not kept out."""
    with limited(database, guesses=2) as service:
        wrong = [service.ask("GET", "orders", token="guess")[0] for _ in range(3)]
        right = service.ask("GET", "orders")[0]

    assert ([401, 401, 429], 200) == (wrong, right)


def test_too_many_lines(database: SqlDatabase) -> None:
    """Neither at once nor one after the other; what is there can be changed."""
    with limited(database, lines=1) as service:
        found = service.refused("POST", "carts", {"items": [TEE, TEA]})
        path = f"carts/{service.cart()['id']}/items"
        more = service.refused("POST", path, TEA)
        cart = service.done("POST", path, {**TEE, "quantity": 3})["cart"]

    assert [(400, "too_many_lines")] * 2 == [found, more]
    assert 1 == len(cart["cart_items"])


def test_too_many_carts(database: SqlDatabase) -> None:
    """An ordered one does not count, and one that is deleted makes room."""
    with limited(database, carts=2) as service:
        first, second = service.cart()["id"], service.cart()["id"]
        found = [service.refused("POST", "carts", {"items": [TEE]})]
        service.done("POST", "orders", {"cart_id": first})
        service.cart()
        found.append(service.refused("POST", "carts", {"items": [TEE]}))
        service.done("DELETE", f"carts/{second}")
        service.cart()

    assert [(409, "too_many_carts")] * 2 == found


def test_too_many_payments_of_an_order(database: SqlDatabase) -> None:
    """Each other page is another order at the gateway, so there is an end."""
    with limited(database, attempts=2) as service:
        cart = service.cart()["id"]
        found = []
        for nth in range(3):
            back = f"https://shop.example/{nth}"
            method = {**HYPER, "return_url": back}
            body = {"cart_id": cart, "payment_method": method}
            found.append(service.ask("POST", "orders", body))

    assert [200, 200, 409] == [status for status, _ in found]
    assert "too_many_attempts" == found[-1][1]["code"]


def test_a_gateway_error_is_still_one() -> None:
    """What is known of it is not changed by the watch over the key."""

    class Gone:
        def send(self, request: Request) -> Response:
            raise no_answer(request, "gone")

    request = Request("GET", "https://pay.example/orders/A1", ())
    with pytest.raises(GatewayError):
        KeyWatch(Gone(), lambda: NOON).send(request)


def test_limits_of_an_app_can_be_changed(service: Service) -> None:
    """They are values like the other settings."""
    changed = evolve(service.app, limits=evolve(service.app.limits, lines=5_000))

    assert (500, 5_000) == (service.app.limits.lines, changed.limits.lines)

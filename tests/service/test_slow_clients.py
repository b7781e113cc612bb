# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Clients that send slowly, much, or nothing, and the end of the process.

Each experiment is a client that speaks bytes with the server of `serve`, whose time
limits are shorter here.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import sys
import threading
import time

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from subprocess import PIPE, Popen
from typing import TYPE_CHECKING

import pytest

from attrs import evolve

from checkout_core.cli import serve_server
from checkout_core.service import App, SqlDatabase
from checkout_core.service import app as app_module
from checkout_core.service.limits import Limits
from checkout_core.testing.gateway import Loopback
from tests.factories.providers import HYPER
from tests.factories.service import BASE, MEERA, TEE, make_app
from tests.factories.service_processes import (
    DATABASES,
    filled,
    fresh,
    guest,
    service_process,
)
from tests.factories.service_server import Listening, head, listening, rest


if TYPE_CHECKING:
    from checkout_core.http import Request, Response


TOKEN = f"Authorization: Bearer {MEERA}"
CARTS = f"{BASE}/carts"
#: Shorter than any time limit here, and longer than an answer takes.
SOON = 5.0


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the time limits short."""
    monkeypatch.setattr(serve_server, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(serve_server, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(serve_server, "GRACE_SECONDS", 1)
    monkeypatch.setattr(app_module, "BODY_SECONDS", 0.5)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """Yield the dependencies of a service."""
    with closing(SqlDatabase(f"sqlite:///{tmp_path / 'shop.db'}")) as database:
        yield make_app(database)


@pytest.fixture
def shop(app: App) -> Iterator[Listening]:
    """Yield a server."""
    with listening(app) as found:
        yield found


def status(answer: bytes) -> int:
    """Return the status of the first answer in some bytes."""
    return int(answer.split(b" ", 2)[1])


def code(answer: bytes) -> str:
    """Return the code of an error."""
    found: str = json.loads(answer.partition(b"\r\n\r\n")[2])["code"]
    return found


def drips(client: socket.socket, text: bytes) -> bytes:
    """Send a text byte by byte until the connection ends; return what comes back."""
    found = bytearray()
    client.settimeout(0.02)
    until = time.monotonic() + SOON
    while time.monotonic() < until:
        try:
            client.sendall(text)
            part = client.recv(65_536)
        except TimeoutError:
            continue
        except OSError:
            return bytes(found)
        if not part:
            return bytes(found)
        found += part
    pytest.fail("the connection is still open")


# Heads --------------------------------------------------------------------------------


@pytest.mark.parametrize("protocol", ["h11", "httptools"])
def test_a_head_that_never_ends(
    protocol: str, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No byte, and then one at a time: both are given up, also after an answer."""
    if protocol == "httptools":
        pytest.importorskip("httptools")
    else:
        monkeypatch.setitem(sys.modules, "httptools", None)
        monkeypatch.delitem(
            sys.modules, "uvicorn.protocols.http.httptools_impl", raising=False
        )
    with listening(app) as shop:
        assert b"" == shop.ask("")
        with shop.connect() as slow:
            slow.sendall(head("GET", "/live").encode())
            assert b" 200 " in slow.recv(65_536)
            slow.sendall(b"GET /live HTTP/1.1\r\nX: ")
            assert b" 200 " not in drips(slow, b"x")


def test_a_head_that_is_too_long(shop: Listening) -> None:
    """It is not kept to its end."""
    answer = shop.ask("GET /live HTTP/1.1\r\nX: " + "x" * 1_000_000)

    assert b" 200 " not in answer


def test_a_client_that_reads_nothing(shop: Listening) -> None:
    """Its answers are given up, and the connection with them."""
    with shop.connect() as client:
        asked = 400
        client.sendall(head("GET", "/openapi.json").encode() * asked)
        time.sleep(1.0)
        answers = rest(client).count(b"HTTP/1.1 200")

    assert 0 < answers < asked


def test_an_answer_that_is_read_slowly(shop: Listening) -> None:
    """A client that reads again in time gets all of it."""
    with shop.connect() as client:
        asked = 200
        client.sendall(head("GET", "/openapi.json").encode() * asked)
        threading.Event().wait(0.1)
        found, tail = 0, b""
        while found < asked:
            part = tail + client.recv(1_000_000)
            found += part.count(b"HTTP/1.1 200")
            tail = part[-11:]

    assert asked == found


def test_more_connections_than_there_may_be(app: App) -> None:
    """The server itself answers 503: its words are no envelope."""
    few = evolve(app, limits=Limits(connections=2))
    with listening(few) as shop, shop.connect(), shop.connect():
        answer = shop.ask(head("GET", "/live"))

    assert (503, b"Service Unavailable") == (status(answer), answer[-19:])


def test_what_is_no_request(shop: Listening) -> None:
    """The server itself answers 400 in its own words."""
    answer = shop.ask("nonsense\r\n\r\n")

    assert (400, True) == (status(answer), b"Invalid HTTP request" in answer)


@pytest.mark.parametrize(
    "framing",
    [
        ("Content-Length: 2", "Content-Length: 90"),
        ("Content-Length: 2", "Transfer-Encoding: chunked"),
        ("Content-Length: -1",),
        ("Content-Length: 2x",),
        ("Transfer-Encoding: chunked, identity",),
    ],
    ids=" and ".join,
)
def test_a_length_that_is_said_in_two_ways(
    framing: tuple[str, ...], shop: Listening
) -> None:
    """What follows is no second request: a proxy might have taken it for the body."""
    second = head("GET", "/live", "Connection: close")
    answer = shop.ask(head("POST", CARTS, TOKEN, *framing) + "{}" + second)

    assert 0 == answer.count(b"alive")
    assert b" 200 " not in answer


# Bodies -------------------------------------------------------------------------------


def test_a_body_that_never_ends(shop: Listening) -> None:
    """408, and the connection ends."""
    with shop.connect() as client:
        client.sendall(head("POST", CARTS, TOKEN, "Content-Length: 1000").encode())
        answer = drips(client, b" ")

    assert (408, "body_too_slow", True) == (
        status(answer),
        code(answer),
        b"connection: close" in answer.lower(),
    )


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([], (401, "unauthorized")),
        ([TOKEN, "Content-Length: 2000000"], (413, "body_too_large")),
    ],
)
def test_a_body_that_nobody_asked_for(
    headers: list[str], expected: object, shop: Listening
) -> None:
    """A client that waits to be told to send it is not, and hears why."""
    length = [] if headers else ["Content-Length: 900000"]
    asking = head("POST", CARTS, *headers, *length, "Expect: 100-continue")
    answer = shop.ask(asking)

    assert expected == (status(answer), code(answer))


def test_a_body_that_is_asked_for(shop: Listening) -> None:
    """With a token and a length that is not too long it is."""
    body = json.dumps({"items": [TEE]})
    with shop.connect() as client:
        asking = head(
            *("POST", CARTS, TOKEN, f"Content-Length: {len(body)}"),
            *("Expect: 100-continue", "Connection: close"),
        )
        client.sendall(asking.encode())
        interim = client.recv(65_536)
        client.sendall(body.encode())
        answer = rest(client)

    assert (100, 200) == (status(interim), status(answer))


@pytest.mark.parametrize(
    "framing", ["Content-Length: 300000", "Transfer-Encoding: chunked"]
)
def test_a_body_without_a_token_is_thrown_away(framing: str, shop: Listening) -> None:
    """A client that sends all of it before it reads can go on after the answer."""
    body = b"x" * 300_000
    if "chunked" in framing:
        body = b"493e0\r\n" + body + b"\r\n0\r\n\r\n"
    with shop.connect() as client:
        client.sendall(head("POST", CARTS, framing).encode() + body)
        answers = client.recv(65_536)
        client.sendall(head("GET", "/live", "Connection: close").encode())
        answers += rest(client)

    assert (401, 1) == (status(answers), answers.count(b"HTTP/1.1 200"))


@pytest.mark.parametrize("headers", [[TOKEN], []])
def test_a_body_in_chunks_that_is_too_long(headers: list[str], shop: Listening) -> None:
    """It did not say so before; the rest is not read, and the connection ends."""
    chunk = b"493e0\r\n" + b"x" * 300_000 + b"\r\n"
    asking = head("POST", CARTS, *headers, "Transfer-Encoding: chunked").encode()
    with shop.connect() as client:
        client.sendall(asking)
        answer = drips(client, chunk)

    expected = (413, "body_too_large") if headers else (401, "unauthorized")
    assert expected == (status(answer), code(answer))


def test_a_body_for_no_route(shop: Listening) -> None:
    """It is not read: no request can follow it."""
    answer = shop.ask(head("POST", "/nowhere", "Content-Length: 10"))

    assert (404, True) == (status(answer), b"connection: close" in answer.lower())


def test_more_long_bodies_than_there_are_places(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more waits for a place, but not for ever; a short one needs none."""
    monkeypatch.setattr(app_module, "BODIES", 1)
    long = head("POST", CARTS, TOKEN, "Content-Length: 100000").encode()
    body = json.dumps({"items": [TEE]})
    short = head(
        *("POST", CARTS, TOKEN, f"Content-Length: {len(body)}", "Connection: close")
    )
    with ExitStack() as open_:
        shop = open_.enter_context(listening(app))
        clients = [open_.enter_context(shop.connect()) for _ in range(3)]
        clients[0].sendall(long)
        threading.Event().wait(0.2)
        for each in clients[1:]:
            each.sendall(long)
        told = shop.ask(short + body)
        answers = [rest(each) for each in clients]

    assert (200, [(408, "body_too_slow"), (408, "body_too_slow"), (503, "busy")]) == (
        status(told),
        sorted((status(each), code(each)) for each in answers),
    )


# The end ------------------------------------------------------------------------------


def test_the_end_with_a_body_that_is_open(
    shop: Listening, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is waited for, but not for ever; a request that asks hears it comes."""
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    with shop.connect() as client:
        client.sendall(head("POST", CARTS, TOKEN, "Content-Length: 1000").encode())
        threading.Event().wait(0.1)
        begun = time.monotonic()
        shop.server.handle_exit(signal.SIGTERM, None)
        shop.server.handle_exit(signal.SIGTERM, None)
        shop.thread.join(SOON)
        took = time.monotonic() - begun

    assert (False, True, [], True) == (
        shop.thread.is_alive(),
        app.stopping.is_set(),
        ended,
        took < SOON,
    )


def test_an_order_that_is_under_way_at_the_end(app: App) -> None:
    """The gateway is being asked for its page: the shopper gets the answer."""
    reached, talks = threading.Event(), threading.Event()
    loopback = Loopback()

    class Held:
        def send(self, request: Request) -> Response:
            reached.set()
            assert talks.wait(SOON)
            return loopback.send(request)

    def post(path: str, body: object) -> str:
        text = json.dumps(body)
        length = f"Content-Length: {len(text)}"
        return head("POST", f"{BASE}/{path}", TOKEN, length, "Connection: close") + text

    with listening(evolve(app, transport=Held())) as shop:
        made = shop.ask(post("carts", {"items": [TEE]}))
        cart = json.loads(made.partition(b"\r\n\r\n")[2])["content"]["cart"]["id"]
        with shop.connect() as client:
            order = {"cart_id": cart, "payment_method": HYPER}
            client.sendall(post("orders", order).encode())
            assert reached.wait(SOON)
            shop.server.handle_exit(signal.SIGTERM, None)
            threading.Event().wait(0.1)
            talks.set()
            answer = rest(client)
        shop.thread.join(SOON)

    assert (200, 1, False) == (
        status(answer),
        len(loopback.gateway.orders),
        shop.thread.is_alive(),
    )


def test_an_end_that_does_not_come(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is ended in any case."""
    ended = threading.Event()
    monkeypatch.setattr(os, "_exit", lambda _: ended.set())
    monkeypatch.setattr(serve_server, "GRACE_SECONDS", 0)
    monkeypatch.setattr(serve_server, "HARD_SECONDS", 0.1)
    server = serve_server.make_server(app)
    server.handle_exit(signal.SIGTERM, None)

    assert ended.wait(SOON)


# In a process of its own --------------------------------------------------------------


CLIENTS = 500
BODY = b" " * 900_000


def memory(process: Popen[str]) -> int:
    """Return the memory of a process, in MB."""
    text = Path(f"/proc/{process.pid}/status").read_text("utf-8")
    (line,) = [each for each in text.splitlines() if each.startswith("VmRSS")]
    return int(line.split()[1]) // 1000


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="this system has no /proc")
@pytest.mark.parametrize(
    ("kind", "has_token"),
    [("sqlite", False), *((each, True) for each in DATABASES)],
    ids=lambda value: str(value).partition("+")[0],
)
def test_memory_with_five_hundred_clients(
    kind: str,
    has_token: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    """Each sends 900 KB and does not end: bodies wait outside of the process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 2_000)), hard))
    with (
        fresh(kind, tmp_path) as database,
        service_process(database) as service,
        ExitStack() as open_,
    ):
        headers = [f"Content-Length: {len(BODY) + 1}"]
        if has_token:
            headers.append(f"Authorization: Bearer {guest(service)}")
        place = service.base.removeprefix("http://")
        address, _, path = place.partition("/")
        host, _, port = address.partition(":")
        before = memory(service.process)
        clients: list[socket.socket] = []
        for _ in range(CLIENTS):
            client = open_.enter_context(socket.create_connection((host, int(port))))
            client.sendall(head("POST", f"/{path}/carts", *headers).encode())
            client.setblocking(False)
            clients.append(client)
        most, until = before, time.monotonic() + 4
        sent = Counter[socket.socket]()
        while time.monotonic() < until:
            for each in clients:
                with suppress(BlockingIOError, ConnectionError):
                    sent[each] += each.send(BODY[sent[each] :])
            most = max(most, memory(service.process))
        begun = time.monotonic()
        token = guest(service)
        body = {"cart_id": filled(service, token)}
        asked = service.ask("POST", "/orders", body, token)[0]
        took = time.monotonic() - begun
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    assert 200 == asked
    assert most - before < 200
    assert took < SOON


@pytest.mark.slow
def test_a_log_that_nobody_reads(tmp_path: Path) -> None:
    """The pipe of its lines is full after some hundred: it answers all the same."""
    command = [sys.executable, "-m", "checkout_core", "serve", "--port", "0"]
    process = Popen(command, stdout=PIPE, stderr=PIPE, text=True)
    try:
        assert process.stdout is not None
        place = process.stdout.readline().strip().rpartition("//")[2]
        with closing(HTTPConnection(place, timeout=SOON)) as client:
            for _ in range(700):
                client.request("GET", "/live")
                with client.getresponse() as answer:
                    assert b"alive" in answer.read()
        process.send_signal(signal.SIGTERM)
        begun = time.monotonic()
        process.wait(SOON + 5)
        took = time.monotonic() - begun
    finally:
        process.kill()
        process.communicate()

    assert took < SOON

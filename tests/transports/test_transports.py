# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The transports against the fake gateway over real HTTP on this machine."""

from __future__ import annotations

import asyncio
import gzip
import threading
import time

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from traceback import TracebackException

import httpx
import pytest

from attrs import evolve

from checkout_core.errors import GatewayError
from checkout_core.http import Request, Response
from checkout_core.juspay import (
    Credentials,
    Due,
    create_order,
    order_status,
    read_order,
)
from checkout_core.juspay.client import JuspayClient
from checkout_core.testing.gateway import Gateway, Loopback, Trouble
from checkout_core.testing.server import serving
from checkout_core.transports import limits
from checkout_core.transports.httpx import AsyncHttpxTransport, HttpxTransport
from checkout_core.transports.retrying import AsyncRetrying, Retrying, may_repeat
from checkout_core.transports.urllib import UrllibTransport
from tests.factories.dripping import dripping


SHOP = Credentials("merchant-id", "LOOPBACK_KEY")


def by_urllib(request: Request, limit: int = 1_000_000) -> Response:
    """Send with the standard library."""
    return UrllibTransport(timeout=5.0, max_bytes=limit).send(request)


def by_httpx(request: Request, limit: int = 1_000_000) -> Response:
    """Send with httpx."""
    with httpx.Client(timeout=5.0) as client:
        return HttpxTransport(client, limit).send(request)


def by_async_httpx(request: Request, limit: int = 1_000_000) -> Response:
    """Send with httpx from an event loop."""

    async def sent() -> Response:
        async with httpx.AsyncClient(timeout=5.0) as client:
            return await AsyncHttpxTransport(client, limit).send(request)

    return asyncio.run(sent())


Send = Callable[..., Response]
TRANSPORTS = pytest.mark.parametrize(
    "send", [by_urllib, by_httpx, by_async_httpx], ids=lambda send: send.__name__
)


def creating(url: str, order_id: str = "A1") -> Request:
    """Return a create for the gateway at *url*."""
    return create_order(Due("998.00"), SHOP, order_id=order_id, environment=url)


@contextmanager
def answering(status: int, body: bytes, *headers: tuple[str, str]) -> Iterator[str]:
    """Serve one fixed answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def saying(text: bytes) -> Iterator[str]:
    """Say one fixed thing to whoever asks, HTTP or not, and hang up."""

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            while self.rfile.readline() not in (b"", b"\r\n"):
                pass
            self.wfile.write(text)

    server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def asking(url: str) -> Request:
    """Return a question for the server at *url*."""
    return order_status(SHOP, order_id="A1", environment=url)


@TRANSPORTS
def test_a_request_arrives_as_it_was_built(send: Send) -> None:
    """The gateway gets the body and the headers, and its answer comes back."""
    loopback = Loopback()
    with serving(loopback) as url:
        request = creating(url)
        order = read_order(request, send(request))

    assert Decimal("998.00") == order.amount
    assert request.body == loopback.sent[0].body


@TRANSPORTS
def test_a_get_has_no_body(send: Send) -> None:
    """A status is asked without a body, and 4xx is an answer like others."""
    with serving(Loopback()) as url:
        request = order_status(SHOP, order_id="A1", environment=url)
        order = read_order(request, send(request))

    assert order.not_found


@TRANSPORTS
def test_an_answer_that_never_comes_is_an_error(send: Send) -> None:
    """A connection that is closed without an answer is unclear."""
    lost = Loopback(Gateway().failing(Trouble.TIMEOUT_AFTER_ACCEPT))
    with serving(lost) as url, pytest.raises(GatewayError) as caught:
        send(creating(url))

    assert "no_answer" == caught.value.error_code


@TRANSPORTS
def test_a_gateway_that_is_not_there_is_an_error(send: Send) -> None:
    """Nobody listens: no answer."""
    with serving(Loopback()) as url:
        pass
    with pytest.raises(GatewayError) as caught:
        send(creating(url))

    assert "no_answer" == caught.value.error_code


@TRANSPORTS
def test_an_endless_answer_is_cut_off(send: Send) -> None:
    """An answer longer than the limit is not read to its end."""
    with answering(200, b"x" * 2_000) as url, pytest.raises(GatewayError) as caught:
        send(order_status(SHOP, order_id="A1", environment=url), 1_000)

    assert "unusable_answer" == caught.value.error_code


@TRANSPORTS
def test_redirects_are_not_followed(send: Send) -> None:
    """A redirect comes back as the answer it is: the secret goes nowhere else."""
    with answering(302, b"{}", ("Location", "http://127.0.0.1:9/")) as url:
        response = send(order_status(SHOP, order_id="A1", environment=url))

    assert 302 == response.status


@TRANSPORTS
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_nowhere_is_an_answer_too(send: Send, status: int) -> None:
    """Where it leads is not even looked at."""
    with answering(status, b"{}", ("Location", "http://[nowhere")) as url:
        response = send(asking(url))

    assert (status, b"{}") == (response.status, response.body)


BROKEN_OFF = [
    b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}",
    b"HTTP/1.1 500 Oh\r\nContent-Length: 9\r\n\r\n{}",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{}",
    b"HTTP/1.1 400 Oh\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{}",
    b"HTTP/1.1 500 Oh\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
    b"HTTP/1.1 OK\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000,
    b"220 mail.example ESMTP\r\n",
]


@TRANSPORTS
@pytest.mark.parametrize("text", BROKEN_OFF, ids=range(len(BROKEN_OFF)))
def test_an_answer_that_breaks_off_is_none(send: Send, text: bytes) -> None:
    """Whatever its status was, nobody knows what the rest would have said."""
    with saying(text) as url, pytest.raises(GatewayError) as caught:
        send(asking(url))

    assert "no_answer" == caught.value.error_code


@TRANSPORTS
def test_an_answer_may_come_in_chunks(send: Send) -> None:
    """Its length need not be told before."""
    chunks = b"2\r\n{ \r\n1\r\n}\r\n0\r\n\r\n"
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    with saying(head + chunks) as url:
        response = send(asking(url))

    assert b"{ }" == response.body


@TRANSPORTS
def test_an_answer_is_never_unpacked(send: Send) -> None:
    """A packed answer that nobody asked for stays as small as it came."""
    packed = gzip.compress(b"0" * 5_000_000)
    with answering(200, packed, ("Content-Encoding", "gzip")) as url:
        response = send(asking(url))

    assert packed == response.body


@TRANSPORTS
def test_a_plain_answer_is_asked_for(send: Send) -> None:
    """Nothing but plain bytes is said to be taken."""
    loopback = Loopback()
    with serving(loopback) as url:
        send(asking(url))
    sent = {name.lower(): value for name, value in loopback.sent[0].headers}

    assert "identity" == sent["accept-encoding"]


def late_by_urllib(request: Request) -> Response:
    """Send with the standard library, with no time left for the answer."""
    return UrllibTransport(deadline=-1.0).send(request)


def late_by_httpx(request: Request) -> Response:
    """Send with httpx, with no time left for the answer."""
    with httpx.Client() as client:
        return HttpxTransport(client, deadline=-1.0).send(request)


def late_by_async_httpx(request: Request) -> Response:
    """Send with httpx from an event loop, with no time left for the answer."""

    async def sent() -> Response:
        async with httpx.AsyncClient() as client:
            return await AsyncHttpxTransport(client, deadline=-1.0).send(request)

    return asyncio.run(sent())


@pytest.mark.parametrize(
    "send",
    [late_by_urllib, late_by_httpx, late_by_async_httpx],
    ids=lambda send: send.__name__,
)
def test_an_answer_that_drips_in_is_given_up(send: Send) -> None:
    """A byte now and then keeps no host waiting for ever."""
    with answering(200, b"{}") as url, pytest.raises(GatewayError) as caught:
        send(asking(url))

    assert "no_answer" == caught.value.error_code
    assert "too slowly" in str(caught.value)


def test_an_answer_that_is_complete_too_late() -> None:
    """What came within the time only is an answer."""
    body = limits.Body(creating("sandbox"), 8, -1.0)
    with pytest.raises(GatewayError, match="too slowly") as caught:
        body.take(b"{}", 200)

    assert "no_answer" == caught.value.error_code


@TRANSPORTS
def test_no_trace_holds_the_secret(send: Send) -> None:
    """Not even with the locals of every frame, as error trackers take them."""
    with saying(b"") as url, pytest.raises(GatewayError) as caught:
        send(asking(url))
    trace = TracebackException.from_exception(caught.value, capture_locals=True)
    text = "".join(trace.format())

    assert "no_answer" == caught.value.error_code
    assert "TE9PUEJBQ0tfS0VZ" not in text
    assert "LOOPBACK_KEY" not in text


@TRANSPORTS
def test_a_connection_that_was_refused_says_so(send: Send) -> None:
    """The words of the operating system are kept."""
    with serving(Loopback()) as url:
        pass
    with pytest.raises(GatewayError, match=r"Connect\w+: .+; send it again"):
        send(asking(url))


def test_what_urllib_wraps_is_named() -> None:
    """A refused connection says so, not that some URL had an error."""
    with serving(Loopback()) as url:
        pass
    with pytest.raises(GatewayError, match="ConnectionRefusedError"):
        by_urllib(asking(url))


@TRANSPORTS
def test_nothing_is_sent_unencrypted(send: Send) -> None:
    """Plain http to another machine is refused."""
    request = evolve(creating("sandbox"), url="http://api.juspay.in/orders")

    with pytest.raises(ValueError, match="not encrypted"):
        send(request)


def test_the_client_works_over_real_http() -> None:
    """Client, transport and gateway together: create, pay, ask."""
    loopback = Loopback()
    with serving(loopback) as url:
        client = JuspayClient(SHOP, UrllibTransport(timeout=5.0), url)
        client.create_order(Due("998.00"), order_id="A1")
        loopback.take(loopback.gateway.pay("A1"))
        order = client.order_status("A1")

    assert "CHARGED" == order.status


def retrying(*troubles: Trouble) -> tuple[Retrying, Loopback, list[float]]:
    """Return a retrying transport, its gateway and the pauses it makes."""
    loopback = Loopback(Gateway().failing(*troubles))
    waited: list[float] = []
    return (
        Retrying(loopback, sleep=waited.append, draw=lambda: 1.0),
        loopback,
        waited,
    )


STATUS = order_status(SHOP, order_id="A1")
CREATE = creating("sandbox")


def test_what_only_reads_is_sent_again() -> None:
    """A status is asked until an answer comes, with growing pauses."""
    transport, loopback, waited = retrying(Trouble.NO_CONNECTION, Trouble.SERVER_ERROR)

    response = transport.send(STATUS)

    assert read_order(STATUS, response).not_found
    assert [0.2, 0.4] == waited
    assert 3 == len(loopback.sent)


def test_attempts_end() -> None:
    """After the last attempt its error stands."""
    transport, loopback, _ = retrying(*[Trouble.NO_CONNECTION] * 5)

    with pytest.raises(GatewayError):
        transport.send(STATUS)

    assert 3 == len(loopback.sent)


def test_the_last_answer_stands_too() -> None:
    """After the last attempt its answer is returned, whatever it says."""
    transport, _, _ = retrying(*[Trouble.SERVER_ERROR] * 5)

    assert 500 == transport.send(STATUS).status


def test_a_create_is_never_sent_again_here() -> None:
    """A lost create is the client's business."""
    transport, loopback, _ = retrying(Trouble.NO_CONNECTION)

    with pytest.raises(GatewayError):
        transport.send(CREATE)

    assert 1 == len(loopback.sent)


def test_a_throttled_create_is_sent_again() -> None:
    """429 says that nothing was done."""
    transport, loopback, _ = retrying(Trouble.THROTTLED)

    assert 200 == transport.send(CREATE).status
    assert 2 == len(loopback.sent)


@pytest.mark.parametrize(
    ("request_", "answer", "expected"),
    [
        (STATUS, Response(200), False),
        (STATUS, Response(503), True),
        (STATUS, Response(400), False),
        (STATUS, GatewayError("lost"), True),
        (CREATE, Response(503), False),
        (CREATE, Response(429), True),
        (CREATE, GatewayError("lost"), False),
    ],
)
def test_when_a_request_may_be_repeated(
    request_: Request, answer: Response | GatewayError, *, expected: bool
) -> None:
    """Repeats are for what reads, and for what was not done."""
    assert expected is may_repeat(request_, answer)


def test_the_asynchronous_twin_waits_alike() -> None:
    """From an event loop the same attempts are made."""
    waited: list[float] = []

    class Twin:
        def __init__(self) -> None:
            self.loopback = Loopback(
                Gateway().failing(Trouble.NO_CONNECTION, Trouble.THROTTLED)
            )

        async def send(self, request: Request) -> Response:
            return self.loopback.send(request)

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    transport = AsyncRetrying(Twin(), sleep=pause, draw=lambda: 1.0)

    response = asyncio.run(transport.send(STATUS))

    assert read_order(STATUS, response).not_found
    assert [0.2, 0.4] == waited


def test_the_asynchronous_twin_gives_up_alike() -> None:
    """After the last attempt its error stands."""

    class Dead:
        async def send(self, request: Request) -> Response:
            raise GatewayError("lost", error_code="no_answer")

    transport = AsyncRetrying(Dead(), attempts=1)

    with pytest.raises(GatewayError):
        asyncio.run(transport.send(STATUS))


# One deadline -------------------------------------------------------------------------


def soon_by_urllib(request: Request) -> Response:
    """Send with the standard library and a short deadline."""
    return UrllibTransport(timeout=5.0, deadline=0.2).send(request)


def soon_by_httpx(request: Request) -> Response:
    """Send with httpx and a short deadline."""
    with httpx.Client(timeout=5.0) as client:
        return HttpxTransport(client, deadline=0.2).send(request)


def soon_by_async_httpx(request: Request) -> Response:
    """Send with httpx from an event loop and a short deadline."""

    async def sent() -> Response:
        async with httpx.AsyncClient(timeout=5.0) as client:
            return await AsyncHttpxTransport(client, deadline=0.2).send(request)

    return asyncio.run(sent())


SOON = pytest.mark.parametrize(
    "send",
    [soon_by_urllib, soon_by_httpx, soon_by_async_httpx],
    ids=lambda send: send.__name__,
)


@SOON
@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX: ",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
    ],
    ids=["nothing", "head", "body"],
)
def test_an_answer_that_drips_ends_at_the_deadline(send: Send, text: bytes) -> None:
    """Each byte would be in time for a socket's own limit, in head and body alike."""
    with dripping(text) as url:
        begun = time.monotonic()
        with pytest.raises(GatewayError) as caught:
            send(asking(url))
        took = time.monotonic() - begun

    assert "no_answer" == caught.value.error_code
    assert took < 2


def test_a_call_that_is_given_up_ends() -> None:
    """The thread of urllib does not wait for the server."""
    with dripping(b"HTTP/1.1 200 OK\r\nX: ") as url:
        before = set(threading.enumerate())
        with pytest.raises(GatewayError):
            soon_by_urllib(asking(url))
        until = time.monotonic() + 5
        while calls := {
            each
            for each in set(threading.enumerate()) - before
            if "within" in each.name or "run" in each.name
        }:
            assert time.monotonic() < until, calls
            time.sleep(0.01)


def test_too_many_calls_that_were_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """No further one is begun until one of them has ended."""
    monkeypatch.setattr(limits, "MAX_GIVEN_UP", 1)
    go = threading.Event()
    request = asking("https://pay.example")

    def waits() -> Response:
        go.wait(10)
        return Response(200)

    for reason in ("too slowly", "too many earlier calls"):
        with pytest.raises(GatewayError, match=reason):
            limits.within(0.05, request, waits)
    go.set()
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            found = limits.within(5, request, lambda: Response(200))
            break
        except GatewayError:
            time.sleep(0.01)

    assert 200 == found.status


@pytest.mark.parametrize("clock", [[0.0, 0.0, 0.9], [0.0, 1.5]])
def test_retries_that_begin_soon(clock: list[float]) -> None:
    """A refusal that comes at once is retried, one that took long is not."""
    loopback = Loopback(Gateway().failing(*[Trouble.THROTTLED] * 5))
    moments = iter(clock)
    transport = Retrying(
        loopback,
        sleep=lambda _: None,
        draw=lambda: 1.0,
        within=1.0,
        clock=lambda: next(moments),
    )

    assert 429 == transport.send(STATUS).status
    assert len(clock) - 1 == len(loopback.sent)

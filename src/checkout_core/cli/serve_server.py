# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The HTTP server of `serve`: uvicorn, with the time limits that it has no option for.

Promises that a connection is closed if the head of a request takes too long or if an
answer is not read, and that the process ends a bounded time after it was asked to.

The body of a request, and the requests of one caller, are limited by the application.
"""

from __future__ import annotations

import asyncio
import gc
import os
import threading

from typing import TYPE_CHECKING, Any

import uvicorn

from uvicorn.protocols.http.h11_impl import H11Protocol

from checkout_core import service


if TYPE_CHECKING:
    import socket

    from types import FrameType

    from checkout_core.service import App


#: So many objects are made, beyond those that went, before the interpreter looks for
#: circles among them; a request leaves hardly any.
YOUNG_OBJECTS = 10_000
#: How long the head of a request may take, from the connection or the last answer on,
#: in seconds.
HEAD_SECONDS = 10.0
#: How long a connection stays open without a request, in seconds.
IDLE_SECONDS = 5
#: How long an answer may wait for the client to read it, in seconds.
ANSWER_SECONDS = 30.0
#: The most bytes of the head of a request.
MAX_HEAD = 65_536
#: How long requests may go on once the service was asked to end, in seconds, and after
#: how many more the process is ended in any case.
GRACE_SECONDS, HARD_SECONDS = 20, 5.0


class Timed(asyncio.Protocol):
    """
    What both protocols of uvicorn need: no client is waited for without an end.

    It comes before one of them among the bases of a class.
    """

    loop: asyncio.AbstractEventLoop
    transport: asyncio.Transport
    cycle: Any = None
    _head_timer: asyncio.TimerHandle | None = None
    _answer_timer: asyncio.TimerHandle | None = None
    _head_bytes: int = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for the head of the first request."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Read further bytes; once a head is complete, nothing is waited for."""
        super().data_received(data)
        if self._is_answering():
            _stop(self._head_timer)
            return
        self._head_bytes += len(data)
        if self._head_bytes > MAX_HEAD:
            self.transport.close()

    def on_response_complete(self) -> None:
        """Wait for the head of the next request."""
        super().on_response_complete()  # type: ignore[misc]
        if not self._is_answering():
            self._await_head()

    def pause_writing(self) -> None:
        """Begin to wait for a client that does not read its answer."""
        super().pause_writing()
        _stop(self._answer_timer)
        # What is left of the answer cannot be sent first, so `close` would wait too.
        abort = self.transport.abort
        self._answer_timer = self.loop.call_later(ANSWER_SECONDS, abort)

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        super().resume_writing()
        _stop(self._answer_timer)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        _stop(self._head_timer)
        _stop(self._answer_timer)
        super().connection_lost(exc)

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _await_head(self) -> None:
        _stop(self._head_timer)
        self._head_bytes = 0
        close = self.transport.close
        self._head_timer = self.loop.call_later(HEAD_SECONDS, close)


def _stop(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()


def timed(protocol: type[asyncio.Protocol]) -> type[asyncio.Protocol]:
    """Return a protocol of uvicorn that does not wait for a client without an end."""
    return type(f"Timed{protocol.__name__}", (Timed, protocol), {})


def fastest_protocol() -> type[asyncio.Protocol]:
    """Return the protocol of httptools where that is installed, else that of h11."""
    try:
        from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
    except ImportError:
        return H11Protocol
    return HttpToolsProtocol


class StoppingServer(uvicorn.Server):
    """
    A server that says when it is asked to end, and does end.

    Args:
        config: how it listens and what it serves.
        stopping: is set when it is asked to end.
    """

    def __init__(self, config: uvicorn.Config, stopping: threading.Event) -> None:
        super().__init__(config)
        self._stopping = stopping
        # A thread that waits for something which does not end cannot be ended.
        self._hard_end = threading.Timer(GRACE_SECONDS + HARD_SECONDS, os._exit, [1])
        self._hard_end.daemon = True

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end."""
        if not self._stopping.is_set():
            self._stopping.set()
            self._hard_end.start()
        super().handle_exit(sig, frame)

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer requests on bound sockets until the process is asked to end."""
        try:
            super().run(sockets)
        finally:
            self._hard_end.cancel()


def _spare_collector() -> None:
    """
    Let the garbage collector not look at what stays until the end: code and catalogue.

    With 3,000 products that is 96,000 objects: it looked at them again and again while
    a large order was made, and nothing else ran meanwhile.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])


def make_server(app: App) -> StoppingServer:
    """Return the server of the service."""
    _spare_collector()
    config = uvicorn.Config(
        service.create_app(app),
        http=timed(fastest_protocol()),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=app.limits.connections,
        h11_max_incomplete_event_size=MAX_HEAD,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return StoppingServer(config, app.stopping)

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


class TimedProtocol(H11Protocol):
    """A connection that does not wait for its client without an end."""

    _head_timer: asyncio.TimerHandle | None = None
    _answer_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the head of the first request."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Read further bytes; once a head is complete, nothing is waited for."""
        super().data_received(data)
        if self._is_answering():
            self._stop(self._head_timer)

    def on_response_complete(self) -> None:
        """Wait for the head of the next request."""
        super().on_response_complete()
        if not self._is_answering():
            self._await_head()

    def pause_writing(self) -> None:
        """Begin to wait for a client that does not read its answer."""
        super().pause_writing()
        self._stop(self._answer_timer)
        # What is left of the answer cannot be sent first, so `close` would wait too.
        abort = self.transport.abort
        self._answer_timer = self.loop.call_later(ANSWER_SECONDS, abort)

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        super().resume_writing()
        self._stop(self._answer_timer)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop(self._head_timer)
        self._stop(self._answer_timer)
        super().connection_lost(exc)

    def _is_answering(self) -> bool:
        # It is None before the first request.
        cycle: Any = self.cycle
        return cycle is not None and not cycle.response_complete

    def _await_head(self) -> None:
        self._stop(self._head_timer)
        close = self.transport.close
        self._head_timer = self.loop.call_later(HEAD_SECONDS, close)

    @staticmethod
    def _stop(timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()


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


def make_server(app: App) -> StoppingServer:
    """Return the server of the service."""
    config = uvicorn.Config(
        service.create_app(app),
        http=TimedProtocol,
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

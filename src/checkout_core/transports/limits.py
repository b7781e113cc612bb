# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The limits of every transport: time, size, and encryption except on this machine.

One deadline covers all of a call: the name that is looked up, the connection, the head
of the answer and its body.  A socket's own timeout is none: a server that sends a byte
now and then never lets it pass.
"""

from __future__ import annotations

import threading
import time

from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from checkout_core.errors import GatewayError
from checkout_core.http import no_answer


if TYPE_CHECKING:
    from checkout_core.http import Request


T = TypeVar("T")

#: Seconds to wait for a connection or for the next bytes.
TIMEOUT = 30.0
#: Seconds after which a call whose answer is not complete is given up.
DEADLINE = 60.0
#: So many calls that were given up may still wait for a server in their threads.
MAX_GIVEN_UP = 64
#: What is said of an answer that was given up.
TOO_SLOW = "it arrived too slowly"
#: An answer is at most this many bytes long.
MAX_BYTES = 1_000_000

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def check_url(url: str) -> None:
    """Raise `ValueError` unless *url* is https, or http on this very machine."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        return
    if parts.scheme == "http" and parts.hostname in _LOOPBACK:
        return
    msg = f"{parts.scheme}://{parts.hostname} is not encrypted; use https"
    raise ValueError(msg)


def too_large(status: int, limit: int) -> GatewayError:
    """Return the error for an answer that is longer than *limit* bytes."""
    return GatewayError(
        f"the answer is longer than {limit} bytes",
        http_status=status,
        error_code="unusable_answer",
    )


def reason_of(error: Exception, plain: type[Exception]) -> str:
    """
    Return what went wrong; only *plain* errors in full, as others may cite a header.

    >>> reason_of(TimeoutError("timed out"), OSError)
    'TimeoutError: timed out'
    >>> reason_of(ValueError("a key"), OSError)
    'ValueError'
    """
    name = type(error).__name__
    return f"{name}: {error}" if isinstance(error, plain) else name


class Body:
    """The bytes of an answer as they are received, with limits of size and time."""

    __slots__ = ("limit", "parts", "request", "until")

    def __init__(self, request: Request, limit: int, deadline: float) -> None:
        self.request = request
        self.limit = limit
        self.until = time.monotonic() + deadline
        self.parts = bytearray()

    def take(self, part: bytes, status: int) -> None:
        """Keep *part*; raise `GatewayError` if the answer is too large or too late."""
        self.parts += part
        if len(self.parts) > self.limit:
            raise too_large(status, self.limit)
        if time.monotonic() > self.until:
            raise no_answer(self.request, TOO_SLOW)


_given_up: list[threading.Thread] = []


def within(
    seconds: float,
    request: Request,
    call: Callable[[], T],
    give_up: Callable[[], None] = lambda: None,
) -> T:
    """
    Return what *call* returns; raise `GatewayError` if it takes longer.

    It runs in a thread of its own, since nothing else ends a blocking read.  If it is
    given up, *give_up* may end it; else the thread waits until the server ends the
    connection, and with too many such threads no further call is made.

    Args:
        seconds: the deadline, from now on.
        request: what is sent, for the error.
        call: sends it and reads the answer.
        give_up: is called at the deadline; by default nothing is done then.
    """
    _given_up[:] = [each for each in _given_up if each.is_alive()]
    if len(_given_up) >= MAX_GIVEN_UP:
        raise no_answer(request, "too many earlier calls have no answer yet")
    outcome: SimpleQueue[T | Exception] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put(call())
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            outcome.put(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        found = outcome.get(timeout=max(seconds, 0.0))
    except Empty:
        _given_up.append(thread)
        give_up()
        raise no_answer(request, TOO_SLOW) from None
    if isinstance(found, Exception):
        raise found
    return found

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Bodies of requests: read within limits of size, time and memory, or thrown away.

Promises that all bodies together need a bounded amount of memory however many clients
send one: a long body needs one of a few places, and waits for it without being read.
"""

from __future__ import annotations

import asyncio

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect

from checkout_core.service.calls import request_error
from checkout_core.wire.envelopes import BAD_REQUEST


if TYPE_CHECKING:
    from starlette.requests import Request


#: A body is at most this many bytes; a cart of 5,000 lines needs half of it.
MAX_BODY = 1_000_000
#: A body up to this many bytes needs no place.
SMALL = 65_536
#: How long the body of a refused request is thrown away, in seconds, so that a client
#: which first sends all of it can read the answer.
DISCARD_SECONDS = 2.0

TIMEOUT, TOO_LARGE, UNAVAILABLE = 408, 413, 503


class Bodies:
    """
    Reads the bodies of requests.

    Args:
        most: the most bytes of a body.
        places: how many bodies above `SMALL` are in memory at the same time.
        seconds: how long a body may take, and as long it waits for a place before that.
    """

    def __init__(self, most: int, *, places: int, seconds: float) -> None:
        self._most = most
        self._places = asyncio.Semaphore(places)
        self._seconds = seconds

    @asynccontextmanager
    async def read(self, request: Request) -> AsyncIterator[bytes]:
        """
        Yield the body, and keep its place until the block ends.

        Raises `RequestError` for a body that is too long or too slow, that breaks off
        or that finds no place.
        """
        declared = declared_length(request)
        if declared == 0:
            yield b""
            return
        if declared is not None and declared > self._most:
            raise self._too_large()
        if declared is not None and declared <= SMALL:
            yield await self._whole(request)
            return
        try:
            async with asyncio.timeout(self._seconds):
                await self._places.acquire()
        except TimeoutError:
            message = "too many long requests are being read; send it again"
            raise request_error(UNAVAILABLE, "busy", message, retry_after=2) from None
        try:
            yield await self._whole(request)
        finally:
            self._places.release()

    async def _whole(self, request: Request) -> bytes:
        body = bytearray()
        try:
            async with asyncio.timeout(self._seconds):
                async for chunk in request.stream():
                    body += chunk
                    if len(body) > self._most:
                        raise self._too_large()
        except TimeoutError:
            message = f"the body took longer than {self._seconds:g} seconds"
            raise request_error(TIMEOUT, "body_too_slow", message) from None
        except ClientDisconnect:
            message = "the body ended before it was complete; send it again"
            raise request_error(BAD_REQUEST, "gone", message) from None
        return bytes(body)

    def _too_large(self) -> Exception:
        message = f"a body has at most {self._most} bytes; send less"
        return request_error(TOO_LARGE, "body_too_large", message)

    async def discard(self, request: Request) -> bool:
        """
        Throw away the body of a refused request; return False if some of it is left.

        Then the connection has to be closed.  A client that asked whether to send the
        body (`Expect: 100-continue`) does not hear that it should.
        """
        declared = declared_length(request)
        if declared == 0:
            return True
        if "expect" in request.headers or (declared or 0) > self._most:
            return False
        left = self._most
        with suppress(TimeoutError):
            async with asyncio.timeout(DISCARD_SECONDS):
                while left >= 0:
                    message = await request.receive()
                    left -= len(message.get("body", b""))
                    if not message.get("more_body", False):
                        return True
        return False


def declared_length(request: Request) -> int | None:
    """Return how long the body says it is, None if it does not say so."""
    length = request.headers.get("content-length")
    if length is not None and length.isdecimal():
        return int(length)
    return None if "transfer-encoding" in request.headers else 0

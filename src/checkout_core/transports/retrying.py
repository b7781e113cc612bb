# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Retries, for requests that are safe to repeat.

A request is sent again only if its repeat is safe (`Request.repeat`), or if the gateway
said that it did nothing (429).  The bounds of the pauses double, and each pause is
random below its bound, so that many hosts do not retry at the same time.  A create is
never repeated here: the client asks for its status first.
"""

from __future__ import annotations

import asyncio
import math
import random
import time

from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING

from attrs import field, frozen

from checkout_core.errors import GatewayError
from checkout_core.http import Repeat, Request, Response


if TYPE_CHECKING:
    from checkout_core.http import AsyncTransport, Transport


__all__ = ["AsyncRetrying", "Retrying"]


THROTTLED = 429
UNAVAILABLE = (500, 502, 503, 504)


def pauses(attempts: int, first: float, draw: Callable[[], float]) -> Iterator[float]:
    """
    Yield the pause before each further attempt, in seconds.

    >>> list(pauses(4, 0.5, lambda: 1.0))
    [0.5, 1.0, 2.0]
    """
    for attempt in range(attempts - 1):
        yield first * 2**attempt * draw()


def may_repeat(request: Request, answer: Response | GatewayError) -> bool:
    """Return whether it is safe to send *request* again after *answer*."""
    if isinstance(answer, Response) and answer.status == THROTTLED:
        return True
    lost = isinstance(answer, GatewayError) or answer.status in UNAVAILABLE
    return lost and request.repeat is not Repeat.ASK_FIRST


@frozen
class Retrying:
    """
    A transport that retries requests that are safe to repeat.

    Attributes:
        transport: what sends each attempt.
        attempts: the most attempts, 3 by default.
        first_pause: the bound of the first pause in seconds, 0.2 by default; each
            further one is twice as long.
        sleep: waits for that many seconds, `time.sleep` by default.
        draw: returns a number from 0 to 1, which a bound is multiplied by.
        within: the seconds after the first attempt began in which a further one may
            begin, None (the default) for any time: with a few seconds a refusal that
            comes at once is retried, and a request that waited in vain is not.
        clock: returns seconds that never go back, `time.monotonic` by default.
    """

    transport: Transport
    attempts: int = 3
    first_pause: float = 0.2
    sleep: Callable[[float], object] = time.sleep
    draw: Callable[[], float] = random.random
    within: float | None = field(default=None, kw_only=True)
    clock: Callable[[], float] = field(default=time.monotonic, kw_only=True)

    def send(self, request: Request) -> Response:
        """Return the answer of the last attempt, or raise its error."""
        waits = pauses(self.attempts, self.first_pause, self.draw)
        until = _end(self.clock, self.within)
        while True:
            answer: Response | GatewayError
            try:
                answer = self.transport.send(request)
            except GatewayError as error:
                answer = error
            pause = next(waits, None) if may_repeat(request, answer) else None
            if pause is None or self.clock() + pause > until:
                return _outcome(answer)
            self.sleep(pause)


@frozen
class AsyncRetrying:
    """
    The same from an event loop.

    Attributes:
        transport: what sends each attempt.
        attempts: the most attempts, 3 by default.
        first_pause: the bound of the first pause in seconds, 0.2 by default; each
            further one is twice as long.
        sleep: waits for that many seconds, `asyncio.sleep` by default.
        draw: returns a number from 0 to 1, which a bound is multiplied by.
        within: the seconds after the first attempt began in which a further one may
            begin, None (the default) for any time: with a few seconds a refusal that
            comes at once is retried, and a request that waited in vain is not.
        clock: returns seconds that never go back, `time.monotonic` by default.
    """

    transport: AsyncTransport
    attempts: int = 3
    first_pause: float = 0.2
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    draw: Callable[[], float] = random.random
    within: float | None = field(default=None, kw_only=True)
    clock: Callable[[], float] = field(default=time.monotonic, kw_only=True)

    async def send(self, request: Request) -> Response:
        """Return the answer of the last attempt, or raise its error."""
        waits = pauses(self.attempts, self.first_pause, self.draw)
        until = _end(self.clock, self.within)
        while True:
            answer: Response | GatewayError
            try:
                answer = await self.transport.send(request)
            except GatewayError as error:
                answer = error
            pause = next(waits, None) if may_repeat(request, answer) else None
            if pause is None or self.clock() + pause > until:
                return _outcome(answer)
            await self.sleep(pause)


def _end(clock: Callable[[], float], within: float | None) -> float:
    return math.inf if within is None else clock() + within


def _outcome(answer: Response | GatewayError) -> Response:
    if isinstance(answer, GatewayError):
        raise answer
    return answer

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Transports on httpx, for threads and for event loops (`checkout-core[httpx]`).

Connections are kept open between requests; TLS is verified, redirects are not followed,
and an answer's size and the time of a call are bounded.  The caller closes the client,
or uses it as a context manager.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from anyio import fail_after
from attrs import field, frozen

from checkout_core.http import Response, no_answer
from checkout_core.transports.limits import (
    DEADLINE,
    MAX_BYTES,
    TIMEOUT,
    TOO_SLOW,
    Body,
    check_url,
    reason_of,
    within,
)


if TYPE_CHECKING:
    from checkout_core.http import Request


__all__ = ["AsyncHttpxTransport", "HttpxTransport"]


#: No compression is requested: a small compressed answer could be endless.
_PLAIN = ("Accept-Encoding", "identity")


@frozen
class HttpxTransport:
    """
    Sends requests with a `httpx.Client`.

    Attributes:
        client: a client of yours, by default one with a timeout of 30 seconds; close
            it yourself.
        max_bytes: the longest answer that is read, 1 MB by default.
        deadline: the seconds after which a call is given up, from its beginning to the
            end of the answer; 60 by default.
    """

    client: httpx.Client = field(factory=lambda: httpx.Client(timeout=TIMEOUT))
    max_bytes: int = MAX_BYTES
    deadline: float = DEADLINE

    def send(self, request: Request) -> Response:
        """Return the answer; raise `GatewayError` if there is none."""
        check_url(request.url)
        return within(self.deadline, request, lambda: self._sent(request))

    def _sent(self, request: Request) -> Response:
        body = Body(request, self.max_bytes, self.deadline)
        try:
            with self.client.stream(
                request.method,
                request.url,
                headers=[*request.headers, _PLAIN],
                content=request.body or None,
                follow_redirects=False,
            ) as answer:
                for part in answer.iter_raw():
                    body.take(part, answer.status_code)
        except httpx.TransportError as error:
            reason = reason_of(error, httpx.ConnectError)
        else:
            return _response(answer, body)
        # Not chained: the frames of httpx hold the secret among their locals.
        raise no_answer(request, reason)


@frozen
class AsyncHttpxTransport:
    """
    Sends requests with a `httpx.AsyncClient`.

    Attributes:
        client: a client of yours, by default one with a timeout of 30 seconds; close
            it yourself.
        max_bytes: the longest answer that is read, 1 MB by default.
        deadline: the seconds after which a call is given up, from its beginning to the
            end of the answer; 60 by default.
    """

    client: httpx.AsyncClient = field(
        factory=lambda: httpx.AsyncClient(timeout=TIMEOUT)
    )
    max_bytes: int = MAX_BYTES
    deadline: float = DEADLINE

    async def send(self, request: Request) -> Response:
        """Return the answer; raise `GatewayError` if there is none."""
        check_url(request.url)
        try:
            with fail_after(max(self.deadline, 0.0)):
                return await self._sent(request)
        except TimeoutError:
            raise no_answer(request, TOO_SLOW) from None

    async def _sent(self, request: Request) -> Response:
        body = Body(request, self.max_bytes, self.deadline)
        try:
            async with self.client.stream(
                request.method,
                request.url,
                headers=[*request.headers, _PLAIN],
                content=request.body or None,
                follow_redirects=False,
            ) as answer:
                async for part in answer.aiter_raw():
                    body.take(part, answer.status_code)
        except httpx.TransportError as error:
            reason = reason_of(error, httpx.ConnectError)
        else:
            return _response(answer, body)
        # Not chained: the frames of httpx hold the secret among their locals.
        raise no_answer(request, reason)


def _response(answer: httpx.Response, body: Body) -> Response:
    headers = tuple(answer.headers.items())
    return Response(answer.status_code, headers, bytes(body.parts))

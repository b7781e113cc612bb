# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A transport on the standard library: nothing to install.

TLS is verified, redirects are not followed, and an answer's size and the time of a call
are bounded.
Each request opens a connection; use httpx if that is too slow.
"""

from __future__ import annotations

import socket

from contextlib import suppress
from http.client import HTTPConnection, HTTPException, IncompleteRead
from typing import TYPE_CHECKING, Any
from urllib import request as urllib_request

from attrs import field, frozen

from checkout_core.http import Response, no_answer
from checkout_core.transports.limits import (
    DEADLINE,
    MAX_BYTES,
    TIMEOUT,
    Body,
    check_url,
    reason_of,
    within,
)


if TYPE_CHECKING:
    from checkout_core.http import Request


__all__ = ["UrllibTransport"]


#: So many bytes are read at a time.
_PART = 65_536


class _Asked(urllib_request.Request):
    """A request that knows its connections, so that it can be given up."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.connections: list[HTTPConnection] = []

    def give_up(self) -> None:
        """End the reads of a thread that waits for the head of an answer."""
        opened = [each.sock for each in self.connections if each.sock is not None]
        for each in opened:
            # The server may have ended the connection at the same moment.
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


class _Kept(urllib_request.AbstractHTTPHandler):
    """Opens connections, and lets the request know each."""

    def do_open(self, http_class: Any, req: Any, **more: Any) -> Any:
        """Send a request, and return the answer once its head is complete."""

        def opened(*args: Any, **fields: Any) -> HTTPConnection:
            connection: HTTPConnection = http_class(*args, **fields)
            req.connections.append(connection)
            return connection

        return super().do_open(opened, req, **more)


class _Http(_Kept, urllib_request.HTTPHandler):
    """Of plain HTTP."""


class _Https(_Kept, urllib_request.HTTPSHandler):
    """Of HTTP over TLS."""


def _plain_opener() -> urllib_request.OpenerDirector:
    """Return an opener that follows no redirects and returns answers of any status."""
    opener = urllib_request.OpenerDirector()
    opener.add_handler(urllib_request.ProxyHandler())
    opener.add_handler(_Http())
    opener.add_handler(_Https())
    return opener


@frozen
class UrllibTransport:
    """
    Sends requests with `urllib`; safe to share between threads.

    Attributes:
        timeout: the seconds to wait for a connection or the next bytes, 30 by default.
        max_bytes: the longest answer that is read, 1 MB by default.
        deadline: the seconds after which a call is given up, from its beginning to the
            end of the answer; 60 by default.
    """

    timeout: float = TIMEOUT
    max_bytes: int = MAX_BYTES
    deadline: float = DEADLINE
    _opener: urllib_request.OpenerDirector = field(
        factory=_plain_opener, repr=False, eq=False, init=False
    )

    def send(self, request: Request) -> Response:
        """Return the answer; raise `GatewayError` if there is none."""
        check_url(request.url)
        asked = _Asked(
            request.url,
            data=request.body if request.method != "GET" else None,
            headers=dict(request.headers),
            method=request.method,
        )
        return within(
            self.deadline, request, lambda: self._sent(request, asked), asked.give_up
        )

    def _sent(self, request: Request, asked: _Asked) -> Response:
        body = Body(request, self.max_bytes, self.deadline)
        try:
            with self._open(asked) as answer:
                while part := answer.read1(_PART):
                    body.take(part, answer.status)
                if answer.length:
                    raise IncompleteRead(b"", answer.length)
                headers = tuple(answer.headers.items())
                return Response(answer.status, headers, bytes(body.parts))
        except (OSError, HTTPException) as error:
            # The wrapped error is more precise than that of urllib.
            inner = getattr(error, "reason", None)
            found = inner if isinstance(inner, OSError) else error
            reason = reason_of(found, OSError)
        # Not chained: the frames of urllib hold the secret among their locals.
        raise no_answer(request, reason)

    def _open(self, asked: _Asked) -> Any:
        return self._opener.open(asked, timeout=self.timeout)

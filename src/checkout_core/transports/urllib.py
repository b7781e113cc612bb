# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A transport on the standard library: nothing to install.

TLS is verified, redirects are not followed, and an answer's size and time are bounded.
Each request opens a connection; use httpx if that is too slow.
"""

from __future__ import annotations

from http.client import HTTPException, IncompleteRead
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
)


if TYPE_CHECKING:
    from checkout_core.http import Request


#: So many bytes are read at a time.
_PART = 65_536


def _plain_opener() -> urllib_request.OpenerDirector:
    """Return an opener that follows no redirects and returns answers of any status."""
    opener = urllib_request.OpenerDirector()
    opener.add_handler(urllib_request.ProxyHandler())
    opener.add_handler(urllib_request.HTTPHandler())
    opener.add_handler(urllib_request.HTTPSHandler())
    return opener


@frozen
class UrllibTransport:
    """
    Sends requests with `urllib`; safe to share between threads.

    Attributes:
        timeout: the seconds to wait for a connection or the next bytes, 30 by default.
        max_bytes: the longest answer that is read, 1 MB by default.
        deadline: the seconds after which an incomplete answer is given up, 60 by
            default.
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
        asked = urllib_request.Request(  # noqa: S310 - check_url looked
            request.url,
            data=request.body if request.method != "GET" else None,
            headers=dict(request.headers),
            method=request.method,
        )
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

    def _open(self, asked: urllib_request.Request) -> Any:
        return self._opener.open(asked, timeout=self.timeout)

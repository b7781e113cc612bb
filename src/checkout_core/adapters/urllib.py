# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A transport on the standard library: nothing to install.

TLS is verified, redirects are not followed, and an answer's size is bounded.
One connection a request; use httpx where that is too slow.
"""

from __future__ import annotations

from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib import request as urllib_request
from urllib.error import HTTPError

from attrs import field, frozen

from checkout_core.adapters.limits import MAX_BYTES, TIMEOUT, check_url, too_large
from checkout_core.juspay import Response, no_answer


if TYPE_CHECKING:
    from checkout_core.juspay import Request


class _NoRedirect(urllib_request.HTTPRedirectHandler):
    """Hands a redirect back as the answer it is."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


@frozen
class UrllibTransport:
    """Sends requests with `urllib`; safe to share between threads."""

    timeout: float = TIMEOUT
    max_bytes: int = MAX_BYTES
    _opener: urllib_request.OpenerDirector = field(
        factory=lambda: urllib_request.build_opener(_NoRedirect),
        repr=False,
        eq=False,
        init=False,
    )

    def send(self, request: Request) -> Response:
        """Return the answer, or raise `GatewayError` where none comes."""
        check_url(request.url)
        asked = urllib_request.Request(  # noqa: S310 - check_url looked
            request.url,
            data=request.body if request.method != "GET" else None,
            headers=dict(request.headers),
            method=request.method,
        )
        try:
            with self._opener.open(asked, timeout=self.timeout) as answer:
                return self._read(answer.status, answer)
        except HTTPError as error:
            with error:
                return self._read(error.code, error)
        except (OSError, HTTPException) as error:
            raise no_answer(request, type(error).__name__) from error

    def _read(self, status: int, answer: Any) -> Response:
        body = answer.read(self.max_bytes + 1)
        if len(body) > self.max_bytes:
            raise too_large(status, self.max_bytes)
        return Response(status, tuple(answer.headers.items()), body)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The limits of every transport: time, size, and encryption except on this machine."""

from __future__ import annotations

import time

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from checkout_core.errors import GatewayError
from checkout_core.http import no_answer


if TYPE_CHECKING:
    from checkout_core.http import Request


#: Seconds to wait for a connection or for the next bytes.
TIMEOUT = 30.0
#: Seconds after which an answer that is not complete is given up.
DEADLINE = 60.0
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
            raise no_answer(self.request, "it arrived too slowly")

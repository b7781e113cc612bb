# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What every transport keeps to: time, size, and encryption on the open network."""

from __future__ import annotations

from urllib.parse import urlsplit

from checkout_core.errors import GatewayError


#: Seconds to wait for a connection or for the next bytes.
TIMEOUT = 30.0
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
    """Return the error for an answer that is longer than anyone would read."""
    return GatewayError(
        f"the answer is longer than {limit} bytes",
        http_status=status,
        error_code="unusable_answer",
    )

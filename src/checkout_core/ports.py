# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The ports that a host implements: sending a request to the gateway.

A transport sends one request and returns the answer with any status; if there is no
answer it raises `GatewayError` (`juspay.no_answer`).  It never decides whether to send
again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol


if TYPE_CHECKING:
    from checkout_core.juspay import Request, Response


class Transport(Protocol):
    """Sends a request and waits for the answer."""

    def send(self, request: Request) -> Response:
        """Return the answer; raise `GatewayError` if there is none."""
        ...


class AsyncTransport(Protocol):
    """Sends a request from an event loop."""

    async def send(self, request: Request) -> Response:
        """Return the answer; raise `GatewayError` if there is none."""
        ...

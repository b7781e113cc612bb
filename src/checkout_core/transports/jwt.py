# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Juspay's JWT authentication around any transport (`checkout-core[jose]`).

    JwtTransport(UrllibTransport(), credentials)

Each request is signed and encrypted before it is sent, and each answer opened before it
is read: builders and readers see both in clear, and what a host stores is readable.
Calls that Juspay takes in clear only pass unchanged.

Promises that an answer is Juspay's, or an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.juspay.sealing import opened, sealed


if TYPE_CHECKING:
    from checkout_core.http import AsyncTransport, Request, Response, Transport
    from checkout_core.juspay.credentials import JwtCredentials


__all__ = ["AsyncJwtTransport", "JwtTransport"]


@frozen
class JwtTransport:
    """
    A transport that seals each request to Juspay and opens its answer.

    Attributes:
        transport: what sends the sealed requests.
        credentials: the keys of the merchant and of Juspay.
    """

    transport: Transport
    credentials: JwtCredentials

    def send(self, request: Request) -> Response:
        """
        Return the answer in clear; raise `GatewayError` if there is none.

        Its `error_code` is `answer_not_opened` for an answer that is not Juspay's.
        """
        sent = sealed(request, self.credentials)
        answer = self.transport.send(sent)
        return answer if sent is request else opened(answer, self.credentials)


@frozen
class AsyncJwtTransport:
    """
    The same from an event loop.

    Attributes:
        transport: what sends the sealed requests.
        credentials: the keys of the merchant and of Juspay.
    """

    transport: AsyncTransport
    credentials: JwtCredentials

    async def send(self, request: Request) -> Response:
        """Return the answer in clear, or raise as `JwtTransport` does."""
        sent = sealed(request, self.credentials)
        answer = await self.transport.send(sent)
        return answer if sent is request else opened(answer, self.credentials)

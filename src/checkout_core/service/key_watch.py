# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A transport that writes it down when the gateway refuses our API key.

A shopper can do nothing about it and hears 502; the operator has to know.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.service import logs


if TYPE_CHECKING:
    from checkout_core.http import Request, Response, Transport


#: What a gateway answers to a key that it does not know, or that may not do this.
REFUSED = (401, 403)


@frozen
class KeyWatch:
    """
    Sends requests with another transport.

    Attributes:
        transport: the other transport.
        clock: returns the present moment, for the line of the log.
    """

    transport: Transport
    clock: Callable[[], datetime]

    def send(self, request: Request) -> Response:
        """Return the answer; raise `GatewayError` if there is none."""
        response = self.transport.send(request)
        if response.status in REFUSED:
            status = response.status
            logs.write(self.clock(), "gateway_refuses_us", gateway_status=status)
        return response

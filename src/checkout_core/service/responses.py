# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""An envelope as an answer of the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from checkout_core.wire.envelopes import UNAUTHORIZED
from checkout_core.wire.text import encoded


if TYPE_CHECKING:
    from checkout_core.wire.envelopes import Envelope


def response_of(envelope: Envelope) -> Response:
    """Return the answer with the envelope's document, status and headers."""
    headers = {"Cache-Control": "no-store", **dict(envelope.headers)}
    if envelope.status == UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(
        encoded(envelope.document),
        envelope.status,
        headers,
        "application/json",
    )

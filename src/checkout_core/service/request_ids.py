# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The id of each request: in its answer, and in every log line that is written for it.

Promises an `X-Request-Id` in every answer of the application, also where no route
matches.  A client's own id is used if it is 1 to 64 letters, digits, dots, dashes and
underscores; any other is replaced, since ids are written to the log.

A context variable holds what is known of the request that runs: it goes along into the
thread of the route, and what is noted there is seen after it.
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from attrs import frozen
from starlette.datastructures import Headers, MutableHeaders

from checkout_core.service.dependencies import new_id


if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


HEADER = "X-Request-Id"

#: The longest id that is taken from a client.
MAX_REQUEST_ID = 64
PATTERN = rf"[A-Za-z0-9._-]{{1,{MAX_REQUEST_ID}}}"
_IS_SAFE = re.compile(PATTERN).fullmatch
#: The length of our own ids.
_LENGTH = 20

_RUNNING: ContextVar[dict[str, Any] | None] = ContextVar("running", default=None)


def current() -> Mapping[str, Any]:
    """Return what is known of the request that runs, nothing outside of requests."""
    return _RUNNING.get() or {}


def note(**facts: Any) -> None:
    """
    Add facts of the request that runs to its log lines: its route, its order.

    Only what the service itself knows or has looked up, never a client's text.
    """
    running = _RUNNING.get()
    if running is not None:
        running |= facts


@frozen
class RequestIds:
    """
    An ASGI middleware that gives every request an id.

    Attributes:
        app: the application that answers.
    """

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request with its id."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        name = given if _IS_SAFE(given) else new_id(_LENGTH)

        async def with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = name
            await send(message)

        before = _RUNNING.set({"request_id": name})
        try:
            await self.app(scope, receive, with_id)
        finally:
            _RUNNING.reset(before)

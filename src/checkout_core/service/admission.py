# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Who is let in: a token that is enough, and not too many requests.

Promises to look at nothing but the head of a request, and to ask neither the database
nor anything else that could make the event loop wait.
"""

from __future__ import annotations

import math
import time

from ipaddress import IPv6Address, ip_network
from typing import TYPE_CHECKING

from checkout_core.service.calls import RequestError, request_error
from checkout_core.service.limits import Rate
from checkout_core.service.routes import Access, Route
from checkout_core.wire.envelopes import NOT_FOUND, UNAUTHORIZED, Envelope


if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from checkout_core.service.dependencies import App
    from checkout_core.service.tokens import Caller


FORBIDDEN, TOO_MANY = 403, 429
NOT_VALID = "this token is not valid, has expired or was ended; renew it or get another"
#: One customer of a provider has at least this network of addresses.
_IPV6_PREFIX = 64


class Admission:
    """
    Lets requests in, or says why not.

    Args:
        app: its tokens, and its limits.
        clock: returns seconds that never go back.
    """

    def __init__(
        self, app: App, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._clock = clock
        self._requests = Rate(app.limits.rate)
        self._sessions = Rate(app.limits.sessions)
        self._guesses = Rate(app.limits.guesses)

    def admit(self, route: Route, request: Request) -> Caller | None:
        """Return who is calling; raise `RequestError` if they are not let in."""
        app = self._app
        store_id = app.catalogue.store_id
        if request.path_params.get("store_id", store_id) != store_id:
            raise request_error(
                NOT_FOUND, "store_not_found", "this service has no store with this id"
            )
        if route.per_address:
            self._count(self._sessions, address_of(request))
        if route.access is Access.PUBLIC:
            return None
        caller = self._caller(request)
        if caller.operator:
            raise request_error(
                FORBIDDEN, "forbidden", "this token reads the metrics and nothing else"
            )
        if not caller.merchant:
            self._count(self._requests, caller.id)
        if route.access is Access.MERCHANT and not caller.merchant:
            raise request_error(
                FORBIDDEN, "forbidden", "this route needs the merchant's token"
            )
        return caller

    def admit_operator(self, request: Request) -> None:
        """Raise `RequestError` unless the caller may read the metrics."""
        caller = self._caller(request)
        if not (caller.operator or caller.merchant):
            raise request_error(
                FORBIDDEN, "forbidden", "metrics need the merchant's token or their own"
            )

    def _caller(self, request: Request) -> Caller:
        """Return who is calling; raise `RequestError` if no token says it."""
        app = self._app
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            message = "give a token: Authorization: Bearer ..."
            raise request_error(UNAUTHORIZED, "unauthorized", message)
        caller = app.tokens.caller(token.strip(), app.clock())
        if caller is None or app.ended.covers(caller):
            raise request_error(UNAUTHORIZED, "unauthorized", NOT_VALID)
        return caller

    def checked(self, request: Request, envelope: Envelope) -> Envelope:
        """Return the answer, or 429 if it is 401 once too often for an address."""
        if envelope.status != UNAUTHORIZED:
            return envelope
        try:
            self._count(self._guesses, address_of(request))
        except RequestError as error:
            return error.envelope
        return envelope

    def _count(self, rate: Rate, key: str) -> None:
        seconds = math.ceil(rate.wait(key, self._clock()))
        if seconds:
            message = f"these are too many requests; wait for {seconds} s"
            raise request_error(
                TOO_MANY, "too_many_requests", message, retry_after=seconds
            )


def address_of(request: Request) -> str:
    """
    Return the address of a client, of IPv6 its network, "" if it is not known.

    Behind a reverse proxy that uvicorn trusts it is the one that the proxy names.
    """
    host = "" if request.client is None else request.client.host
    try:
        IPv6Address(host)
    except ValueError:
        return host
    return str(ip_network((host, _IPV6_PREFIX), strict=False).network_address)

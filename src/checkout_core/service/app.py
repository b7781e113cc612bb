# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The service as an ASGI application: reads requests, calls routes, writes answers.

Promises an envelope for every request, bodies of bounded size, a token check before any
lookup, and that no route runs on the event loop: each has a thread of a pool as large
as the database's, so that none waits for a connection.

Every rule of carts and orders is elsewhere.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import metadata
from time import perf_counter_ns
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Match
from starlette.routing import Route as StarletteRoute

from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.service import logs, request_ids
from checkout_core.service.calls import Call, RequestError, request_error
from checkout_core.service.dependencies import App, new_id
from checkout_core.service.gateway_refunds import send_refunds
from checkout_core.service.openapi import document
from checkout_core.service.ports import StoredOrderError
from checkout_core.service.routes import ROUTES, Access, Route
from checkout_core.wire import dumps
from checkout_core.wire.envelopes import (
    BAD_REQUEST,
    NOT_FOUND,
    UNAUTHORIZED,
    Envelope,
    failed,
    gateway_failed,
    refused,
)


if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from checkout_core.service.tokens import Caller


#: A body is at most this many bytes; a cart of 5,000 lines needs half of it.
MAX_BODY = 1_000_000
THREADS = 8

FORBIDDEN, NOT_ALLOWED, TOO_LARGE, SERVER_ERROR = 403, 405, 413, 500


def create_app(
    app: App, *, threads: int = THREADS, max_body: int = MAX_BODY
) -> Starlette:
    """
    Return the ASGI application of the service.

    At its start it opens the accounts of new customers and sends refunds that a crash
    left unsent.  The caller closes the database.
    """
    limiter = CapacityLimiter(threads)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await to_thread.run_sync(app.open_balances)
        await to_thread.run_sync(send_refunds, app)
        yield

    def endpoint(route: Route) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            began = perf_counter_ns()
            request_ids.note(method=route.method, route=route.path)
            try:
                body = await _body(request, max_body)
                envelope = await to_thread.run_sync(
                    _run, app, route, request, body, limiter=limiter
                )
            except RequestError as error:
                envelope = error.envelope
            except ClientDisconnect:
                envelope = failed(
                    BAD_REQUEST, "gone", "the body ended before it was complete"
                )
            _log(app, envelope, perf_counter_ns() - began)
            return _response(envelope)

        return answer

    routes = [
        StarletteRoute(each.path, endpoint(each), methods=[each.method])
        for each in ROUTES
    ]
    described = dumps(document(ROUTES, metadata.version("checkout-core")))

    async def openapi(_: Request) -> Response:
        return Response(described, media_type="application/json")

    routes.append(StarletteRoute("/openapi.json", openapi, methods=["GET"]))
    asgi = Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(request_ids.RequestIds)],
        exception_handlers={HTTPException: _no_route},
    )
    # A redirect has no envelope, and its target would come from the Host header.
    asgi.router.redirect_slashes = False
    return asgi


async def _body(request: Request, limit: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            message = f"a body has at most {limit} bytes; send less"
            raise request_error(TOO_LARGE, "body_too_large", message)
    return bytes(body)


def _run(app: App, route: Route, request: Request, body: bytes) -> Envelope:
    """Return the answer of a route, also if it raises."""
    try:
        call = Call(
            app=app,
            path=request.path_params,
            query=dict(request.query_params),
            headers={name.lower(): value for name, value in request.headers.items()},
            body=body,
            identity=_caller(app, route, request),
        )
        return route.handler(call)
    except RequestError as error:
        return error.envelope
    except CheckoutError as error:
        return refused(error)
    except GatewayError as error:
        return gateway_failed(error)
    except StoredOrderError as error:
        codes, number = sorted({each.code for each in error.faults}), error.number
        logs.write(app.clock(), "order_damaged", order_number=number, faults=codes)
        return failed(SERVER_ERROR, "order_damaged", "this order cannot be read")
    except Exception as error:  # noqa: BLE001 - a service answers, and says it in its log
        name = new_id()
        logs.write(
            app.clock(),
            "failed",
            id=name,
            error=type(error).__name__,
            places=logs.frames(error),
        )
        return failed(
            SERVER_ERROR, "internal_error", f"internal error, in the log as {name}"
        )


def _caller(app: App, route: Route, request: Request) -> Caller | None:
    """Return who is calling; raise `RequestError` if the token is not enough."""
    if (
        request.path_params.get("store_id", app.catalogue.store_id)
        != app.catalogue.store_id
    ):
        raise request_error(
            NOT_FOUND, "store_not_found", "this service has no store with this id"
        )
    if route.access is Access.PUBLIC:
        return None
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    caller = None
    if scheme.lower() == "bearer":
        caller = app.tokens.caller(token.strip(), app.clock())
    if caller is None:
        message = "give a token: Authorization: Bearer ..."
        raise request_error(UNAUTHORIZED, "unauthorized", message)
    if route.access is Access.MERCHANT and not caller.merchant:
        raise request_error(
            FORBIDDEN, "forbidden", "this route needs the merchant's token"
        )
    return caller


def _log(app: App, envelope: Envelope, took: int) -> None:
    facts: dict[str, Any] = {
        "status": envelope.status,
        "microseconds": took // 1000,
    }
    if not envelope.success:
        facts["code"] = envelope.document["code"]
    logs.write(app.clock(), "answered", **facts)


def _response(envelope: Envelope) -> Response:
    headers = {"Cache-Control": "no-store", **dict(envelope.headers)}
    if envelope.status == UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(
        dumps(envelope.document).encode("utf-8", "backslashreplace"),
        envelope.status,
        headers,
        "application/json",
    )


async def _no_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    name = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "http")
    response = _response(failed(error.status_code, name, error.detail))
    if error.status_code == NOT_ALLOWED:
        # Starlette names the methods of the first route only.
        here = [
            each.methods
            for each in request.app.routes
            if each.matches(request.scope)[0] is not Match.NONE
        ]
        response.headers["Allow"] = ", ".join(sorted(set().union(*here)))
    return response

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The service as an ASGI application: lets requests in, calls routes, writes answers.

The steps of a request: its id; its origin, if it comes from a page; its route; on the
event loop, from its head alone, the token and the limits of the caller; its body; on a
thread its Idempotency-Key and the route; a line of the log; the answer.

Promises an envelope for every request, bodies of bounded size, time and memory, a token
check before a body is read, and that no route which waits for something runs on the
event loop.  Routes that ask the gateway have threads of their own: a gateway that does
not answer keeps nothing else waiting.

Every rule of carts and orders is elsewhere.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from functools import partial
from threading import Thread
from time import perf_counter_ns
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from attrs import evolve, frozen
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Match
from starlette.routing import Route as StarletteRoute

from checkout_core.service import cors, logs, request_ids
from checkout_core.service.admission import Admission
from checkout_core.service.answering import answer, unavailable
from checkout_core.service.bodies import MAX_BODY, Bodies, declared_length
from checkout_core.service.calls import Call, RequestError
from checkout_core.service.dependencies import App
from checkout_core.service.key_watch import KeyWatch
from checkout_core.service.long_work import LongWork
from checkout_core.service.pages import MetricsPage, description, load_metrics
from checkout_core.service.responses import response_of
from checkout_core.service.routes import ROUTES, Access, Route
from checkout_core.service.sessions import read_ends, watch_ends
from checkout_core.service.sweeping import Sweeper
from checkout_core.service.threads import BusyError, Threads, TooSlowError
from checkout_core.wire.envelopes import NOT_FOUND, Envelope, failed


if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from checkout_core.service.tokens import Caller


#: How many threads run the routes that ask the database only, and how many those that
#: ask the gateway too.
THREADS, GATEWAY_THREADS = 8, 32
#: How many run the routes that say whether the service works.
PROBE_THREADS = 2
#: How long a request waits for a thread, in seconds; of the gateway's it waits less,
#: since a poll is then answered from the database.
PATIENCE, GATEWAY_PATIENCE, PROBE_PATIENCE = 20.0, 2.0, 2.0
#: How long a route may take, in seconds: three calls to the gateway take half of it.
LONGEST, LONGEST_PROBE = 60.0, 3.0

#: How many long bodies are in memory at the same time, of callers with a token and of
#: others, and how many seconds each may take.
BODIES, BODIES_WITHOUT_TOKEN, BODY_SECONDS = 16, 4, 15.0

NOT_ALLOWED = 405


def create_app(
    app: App,
    *,
    threads: int = THREADS,
    gateway_threads: int = GATEWAY_THREADS,
    max_body: int = MAX_BODY,
) -> Starlette:
    """
    Return the ASGI application of the service.

    At its start it opens the accounts of new customers and reads which sessions have
    ended; while it runs, it sweeps as `App.sweep` says.  The caller closes the
    database.

    Args:
        app: its dependencies and settings.
        threads: how many routes may ask the database at the same time, 8 by default.
        gateway_threads: how many routes may ask the gateway at the same time, 32 by
            default.
        max_body: the most bytes of a body, 1,000,000 by default.
    """
    app = evolve(app, transport=KeyWatch(app.transport, app.clock))
    metrics = load_metrics()
    counting: AbstractContextManager[None] = nullcontext()
    if metrics is not None:
        app, counting = metrics.measured(app), metrics.observing()
    pool = partial(Threads, long_work=LongWork())
    steps = _Steps(
        app=app,
        admission=Admission(app),
        bodies=Bodies(max_body, places=BODIES, seconds=BODY_SECONDS),
        # Whoever has no token cannot take the places of those who have one.
        open_bodies=Bodies(max_body, places=BODIES_WITHOUT_TOKEN, seconds=BODY_SECONDS),
        database=pool(threads, patience=PATIENCE, longest=LONGEST),
        gateway=pool(gateway_threads, patience=GATEWAY_PATIENCE, longest=LONGEST),
        probes=pool(PROBE_THREADS, patience=PROBE_PATIENCE, longest=LONGEST_PROBE),
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await to_thread.run_sync(app.open_balances)
        await to_thread.run_sync(read_ends, app)
        watching = Thread(target=watch_ends, args=(app,), daemon=True)
        watching.start()
        sweeper = None if app.sweep is None else Sweeper(app, app.sweep)
        if sweeper is not None:
            sweeper.start()
        with counting:
            yield
        app.stopping.set()
        if sweeper is not None:
            await to_thread.run_sync(sweeper.stop)
        await to_thread.run_sync(watching.join)

    routes = [
        StarletteRoute(each.pattern, steps.endpoint(each), methods=[each.method])
        for each in ROUTES
    ]
    routes += description()
    routes.append(MetricsPage(metrics, app, steps.admission, steps.probes).route())
    asgi = Starlette(
        routes=[*routes, *app.more_routes],
        lifespan=lifespan,
        middleware=[
            Middleware(request_ids.RequestIds),
            *cors.middleware(app.cors_origins),
        ],
        exception_handlers={HTTPException: _no_route},
    )
    # A redirect has no envelope, and its target would come from the Host header.
    asgi.router.redirect_slashes = False
    return asgi


@frozen(kw_only=True)
class _Steps:
    """The steps of a request, and what they share between requests."""

    app: App
    admission: Admission
    bodies: Bodies
    open_bodies: Bodies
    database: Threads
    gateway: Threads
    probes: Threads

    def endpoint(self, route: Route) -> Callable[[Request], Awaitable[Response]]:
        """Return what answers the requests of a route."""

        async def answered(request: Request) -> Response:
            began = perf_counter_ns()
            request_ids.note(method=route.method, route=route.path)
            bodies = self.bodies
            if route.access is Access.PUBLIC:
                bodies = self.open_bodies
            is_read = False
            try:
                caller = self.admission.admit(route, request)
                async with bodies.read(request) as body:
                    is_read = True
                    envelope = await self._routed(route, request, caller, body)
            except RequestError as error:
                envelope = error.envelope
            envelope = self.admission.checked(request, envelope)
            _log(self.app, envelope, perf_counter_ns() - began)
            response = response_of(envelope)
            if not is_read and not await bodies.discard(request):
                # What the client still sends is not read, so no request can follow it.
                response.headers["Connection"] = "close"
            return response

        return answered

    async def _routed(
        self, route: Route, request: Request, caller: Caller | None, body: bytes
    ) -> Envelope:
        call = Call(
            app=self.app,
            path=request.path_params,
            query=dict(request.query_params),
            headers=request.headers,
            body=body,
            identity=caller,
        )
        if route.on_loop:
            return answer(route, call)
        threads = self.probes if route.is_probe else self.database
        try:
            if not route.asks_gateway:
                return await threads.run(partial(answer, route, call))
            try:
                return await self.gateway.run(partial(answer, route, call))
            except BusyError:
                if route.method != "GET":
                    return unavailable(
                        "gateway_busy", "the payment gateway answers too slowly", 5
                    )
            call = evolve(call, may_ask=False)
            return await threads.run(partial(answer, route, call))
        except BusyError:
            return unavailable("busy", "the service has too much to do", 2)
        except TooSlowError:
            logs.write(self.app.clock(), "too_slow")
            why = "this takes too long, and it is not known whether it was done"
            return unavailable("too_slow", why, 5)


def _log(app: App, envelope: Envelope, took: int) -> None:
    facts: dict[str, Any] = {
        "status": envelope.status,
        "microseconds": took // 1000,
    }
    if not envelope.success:
        facts["code"] = envelope.document["code"]
    logs.write(app.clock(), "answered", **facts)


async def _no_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    name = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "http")
    message = error.detail
    headers: tuple[tuple[str, str], ...] = ()
    if error.status_code == NOT_FOUND:
        message = "there is no such route; /docs and /openapi.json list all of them"
    elif error.status_code == NOT_ALLOWED:
        # Starlette names the methods of the first route only.
        here = [
            each.methods
            for each in request.app.routes
            if each.matches(request.scope)[0] is not Match.NONE
        ]
        methods = ", ".join(sorted(set().union(*here)))
        message = f"this route does not take {request.method}; it takes {methods}"
        headers = (("Allow", methods),)
    response = response_of(failed(error.status_code, name, message, headers=headers))
    if declared_length(request) != 0:
        # It is not read, so no request can follow it.
        response.headers["Connection"] = "close"
    return response

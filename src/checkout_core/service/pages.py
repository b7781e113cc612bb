# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the service answers without an envelope: its description, a page of it, metrics.

The description is one JSON document, the page is HTML that loads nothing from
elsewhere, and metrics are text; these need a token.
"""

from __future__ import annotations

from functools import partial
from importlib import metadata
from typing import TYPE_CHECKING

from attrs import frozen
from starlette.responses import Response
from starlette.routing import Route

from checkout_core.service.answering import translated, unavailable
from checkout_core.service.calls import RequestError, request_error
from checkout_core.service.openapi import document
from checkout_core.service.openapi.page import page
from checkout_core.service.responses import response_of
from checkout_core.service.routes import ROUTES
from checkout_core.service.threads import BusyError, TooSlowError
from checkout_core.wire import dumps
from checkout_core.wire.envelopes import NOT_FOUND, Envelope


if TYPE_CHECKING:
    from starlette.requests import Request

    from checkout_core.service.admission import Admission
    from checkout_core.service.dependencies import App
    from checkout_core.service.metrics import Metrics
    from checkout_core.service.threads import Threads


def description() -> list[Route]:
    """Return the routes of the OpenAPI document and of its page."""
    found = document(ROUTES, metadata.version("checkout-core"))
    shown = page(found)
    json = Response(dumps(found), media_type="application/json")
    html = Response(
        shown.text,
        headers={"Content-Security-Policy": shown.policy},
        media_type="text/html",
    )

    async def openapi(_: Request) -> Response:
        return json

    async def docs(_: Request) -> Response:
        return html

    return [
        Route("/openapi.json", openapi, methods=["GET"]),
        Route("/docs", docs, methods=["GET"]),
    ]


def load_metrics() -> Metrics | None:
    """Return what counts, None if its library is not installed."""
    try:
        from checkout_core.service.metrics import Metrics
    except ModuleNotFoundError as error:
        if error.name != "prometheus_client":
            raise
        return None
    return Metrics()


@frozen
class MetricsPage:
    """
    The route of the metrics.

    Attributes:
        metrics: what counts, None if its library is not installed.
        app: the dependencies of the service.
        admission: says who may read them.
        threads: where the database is read for them.
    """

    metrics: Metrics | None
    app: App
    admission: Admission
    threads: Threads

    def route(self) -> Route:
        """Return the route."""
        return Route("/metrics", self._answer, methods=["GET"])

    async def _answer(self, request: Request) -> Response:
        try:
            self.admission.admit_operator(request)
            if self.metrics is None:
                message = "nothing is counted here; install checkout-core[metrics]"
                raise request_error(NOT_FOUND, "no_metrics", message)
            work = partial(self.metrics.text, self.app)
            text = await self.threads.run(partial(translated, self.app, work))
        except RequestError as error:
            return response_of(self.admission.checked(request, error.envelope))
        except (BusyError, TooSlowError):
            return response_of(unavailable("busy", "the database does not answer", 5))
        if isinstance(text, Envelope):
            return response_of(text)
        return Response(text, media_type=self.metrics.media_type)

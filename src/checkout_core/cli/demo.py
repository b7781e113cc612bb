# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The fake gateway of `serve` without an API key: in this process, with pages to click.

The payment links that create order returns lead to its pages, on which a person pays,
fails and refunds; then the event is handed to our webhook as Juspay would post it, and
the person comes back to the shop with a signed URL.

Promises that none of it exists where a real key is set: `gateways` makes either the one
or the other.  Knows nothing of what the pages look like.
"""

from __future__ import annotations

import secrets
import threading

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from anyio import to_thread
from attrs import frozen
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from checkout_core.errors import GatewayError
from checkout_core.service.calls import Call
from checkout_core.service.recording import webhook
from checkout_core.testing import gateway as fake
from checkout_core.testing.gateway.page import (
    ACTIONS,
    POLICY,
    act,
    index_page,
    message_page,
    payment_page,
)


if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from starlette.requests import Request as PageRequest

    from checkout_core import http
    from checkout_core.service import App


#: Where the pages are.
DEMO = "/demo"
#: Where a shop without pages of its own sends the shopper back to.
BACK = f"{DEMO}/back"
#: A button and the id of a refund are no longer.
_MOST = 1_000
_SEE_OTHER, _BAD, _NOT_FOUND, _TOO_LARGE = 303, 400, 404, 413


class DemoGateway:
    """
    A fake Juspay for a demo: one request at a time, at the present moment.

    Args:
        clock: returns the present moment.
        base: the URL of the service.
        slug: the name of the gateway in the URL of its webhook.
        events: user name and password of its events; new ones by default.
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        base: str,
        slug: str,
        events: tuple[str, str] | None = None,
    ) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        username, password = events or ("demo", secrets.token_urlsafe(24))
        account = fake.Gateway(
            username=username,
            password=password,
            response_key=secrets.token_urlsafe(24),
            webhook_url=f"{base}/webhooks/{slug}",
            pages=base + DEMO,
        )
        self.loopback = fake.Loopback(account)

    @property
    def gateway(self) -> fake.Gateway:
        """The account at the gateway as it is now."""
        return self.loopback.gateway

    def send(self, request: http.Request) -> http.Response:
        """Return the answer to *request*."""
        with self._lock:
            self._proceed()
            try:
                return self.loopback.send(request)
            finally:
                # A demo may run for weeks.
                self.loopback.sent.clear()

    def act(self, order_id: str, action: str, refund_id: str) -> list[http.Request]:
        """Do what a person clicked, if it is possible; return the events of it."""
        with self._lock:
            self._proceed()
            step = act(self.gateway, order_id, action, refund_id)
            if step is None:
                return []
            self.loopback.take(step)
            events = self.loopback.events[:]
            self.loopback.events.clear()
            return events

    def _proceed(self) -> None:
        gateway = self.loopback.gateway
        self.loopback.gateway = gateway.later(self._clock() - gateway.at)


def routes_of(app: App, demo: DemoGateway) -> Sequence[Route]:
    """Return the routes of the pages, for the service that *app* is."""
    pages = _Pages(app, demo)
    both = ["GET", "POST"]
    return (
        Route(DEMO, pages.index, methods=["GET"]),
        Route(BACK, pages.back, methods=["GET"]),
        Route(f"{DEMO}/merchant/pay/{{ident}}", pages.payment, methods=both),
        Route(f"{DEMO}/merchant/ipay/{{ident}}", pages.payment, methods=both),
        Route(
            f"{DEMO}/v2/pay/start/{{merchant}}/{{ident}}", pages.payment, methods=both
        ),
    )


@frozen
class _Pages:
    """The handlers of the pages."""

    app: App
    demo: DemoGateway

    async def index(self, _: PageRequest) -> Response:
        """Answer with the list of all payments."""
        return _html(index_page(self.demo.gateway))

    async def payment(self, request: PageRequest) -> Response:
        """Answer with the page of a payment, or do what was clicked on it."""
        ident = request.path_params["ident"]
        order_id = next(
            (
                each["order_id"]
                for each in self.demo.gateway.orders.values()
                if ident in (each["id"], each.get("txn_uuid"))
            ),
            None,
        )
        if order_id is None:
            facts = {"Why": "This link is not of this gateway: it keeps no payment."}
            return _html(message_page("No such payment", facts, DEMO), _NOT_FOUND)
        if request.method == "GET":
            return _html(payment_page(self.demo.gateway, order_id))
        form = await _form(request)
        if form is None:
            facts = {"Why": "More came than a click of this page sends."}
            return _html(message_page("Not understood", facts, DEMO), _TOO_LARGE)
        action, refund = form.get("action", ""), form.get("refund", "")
        if action not in ACTIONS:
            facts = {"Why": "This is not one of the buttons of the page."}
            return _html(message_page("Not understood", facts, DEMO), _BAD)
        await to_thread.run_sync(self._clicked, order_id, action, refund)
        gateway = self.demo.gateway
        there = request.url.path
        if ACTIONS[action].returns and gateway.orders[order_id.lower()]["return_url"]:
            there = gateway.return_url(order_id)
        return RedirectResponse(there, _SEE_OTHER)

    def _clicked(self, order_id: str, action: str, refund: str) -> None:
        """Do what was clicked, and hand the events of it to our webhook."""
        for event in self.demo.act(order_id, action, refund):
            headers = {name.lower(): value for name, value in event.headers}
            path = {"provider": self.app.gateway.slug}
            # If it is not taken, the service asks the gateway by itself later.
            webhook(Call(app=self.app, path=path, headers=headers, body=event.body))

    async def back(self, request: PageRequest) -> Response:
        """Answer with what became of the order, as a shop would show it."""
        try:
            ident = self.app.gateway.returned(str(request.url))
        except GatewayError as error:
            facts = {"Why": error.error_message}
            return _html(message_page("This link is not signed", facts, DEMO), _BAD)
        facts = await to_thread.run_sync(self._order_of, ident)
        return _html(message_page("Back in the shop", facts, DEMO))

    def _order_of(self, gateway_id: str) -> dict[str, str]:
        with self.app.database.reading() as unit:
            attempt = unit.payments.attempt(gateway_id)
            row = None if attempt is None else unit.orders.get(attempt.order_number)
        if row is None:
            return {"Payment": gateway_id, "Order": "not of this service"}
        order = row.order
        return {
            "Order": order.number,
            "Status": str(order.status),
            "Payment": str(order.payment_status),
            "Paid": f"{order.amount_paid} {order.quote.currency}",
        }


def _html(page: str, status: int = 200) -> Response:
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": POLICY,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return HTMLResponse(page, status, headers)


async def _form(request: PageRequest) -> dict[str, str] | None:
    """Return the fields of a form, None for a body that is longer than any."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST:
            return None
    found = parse_qs(body.decode("utf-8", "replace"))
    return {name: values[0] for name, values in found.items()}

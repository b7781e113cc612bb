# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A running service and its client in this process: requests in, documents out."""

from __future__ import annotations

import json

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from functools import partial
from typing import Any, Self

import httpx

from anyio.from_thread import start_blocking_portal
from attrs import define, field

from checkout_core import dumps
from checkout_core.http import Transport
from checkout_core.service import App, SqlDatabase, create_app
from checkout_core.testing.gateway import Loopback, Step
from tests.factories.providers import Event, JuspayProvider, Provider
from tests.factories.service import (
    ADDRESS,
    BASE,
    MEERA,
    MERCHANT,
    SHOP,
    TEA,
    TEE,
    Clock,
    make_app,
)


#: What a request that is not valid is answered with.
INVALID = (400, "invalid_request")


class Client:
    """A client of the service in this very process; entered, it starts it."""

    def __init__(self, app: App, **more: Any) -> None:
        self._app = create_app(app, **more)
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._portal = self._open.enter_context(start_blocking_portal())
        lifespan = self._app.router.lifespan_context(self._app)
        self._open.enter_context(self._portal.wrap_async_context_manager(lifespan))
        transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
        self._client = httpx.AsyncClient(transport=transport, base_url="http://shop")
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def request(self, method: str, path: str, **fields: Any) -> httpx.Response:
        """Return the answer to one request."""
        return self._portal.call(partial(self._client.request, method, path, **fields))


@define
class Service:
    """A running service and all that it works with."""

    app: App
    clock: Clock
    provider: Provider
    client: Client
    token: str = field(default=MEERA)

    @property
    def gateway(self) -> Loopback:
        """The fake Juspay, for the tests that look into it."""
        assert isinstance(self.provider, JuspayProvider)
        return self.provider.transport

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str | None = None,
        **more: Any,
    ) -> tuple[int, dict[str, Any]]:
        """Return status and document of an answer; numbers are exact."""
        headers = {
            "Authorization": f"Bearer {token or self.token}",
            **more.pop("headers", {}),
        }
        if body is not None:
            more["content"] = body if isinstance(body, bytes) else dumps(body)
        full = path if path.startswith("/") else f"{BASE}/{path}"
        answer = self.client.request(method, full, headers=headers, **more)
        return answer.status_code, json.loads(answer.text, parse_float=Decimal)

    def done(
        self, method: str, path: str, body: Any = None, **more: Any
    ) -> dict[str, Any]:
        """Return the content of an answer that went well."""
        status, document = self.ask(method, path, body, **more)
        assert (200, True) == (status, document["success"]), document
        content: dict[str, Any] = document["content"]
        return content

    def refused(
        self, method: str, path: str, body: Any = None, **more: Any
    ) -> tuple[int, str]:
        """Return status and code of an answer that did not go well."""
        status, document = self.ask(method, path, body, **more)
        assert (False, {"message", "success", "code", "errors"}) == (
            document["success"],
            set(document),
        )
        return status, document["code"]

    def cart(self, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Return a new cart."""
        found: dict[str, Any] = self.done(
            "POST", "carts", {"items": items or [TEE]}, **more
        )
        return dict(found["cart"])

    def order(self, cart_id: str | None = None, **more: Any) -> dict[str, Any]:
        """Return what placing an order, of a new cart by default, is answered with."""
        method = more.pop("payment_method", self.provider.method)
        token = more.get("token")
        cart_id = cart_id or self.cart(token=token)["id"]
        return self.done(
            "POST", "orders", {"cart_id": cart_id, "payment_method": method}, **more
        )

    def number(self, **more: Any) -> str:
        """Return the number of a new order."""
        return str(self.order(**more)["order"]["order_number"])

    def pay(self, gateway_id: str) -> None:
        """Let the customer pay at the gateway, and the gateway tell the service."""
        self.notify(self.provider.pay(gateway_id))

    def fail(self, gateway_id: str) -> None:
        """Let a payment fail at the gateway, and the gateway tell the service."""
        self.notify(self.provider.fail(gateway_id))

    def notify(self, events: list[Event]) -> list[int]:
        """Let the gateway send events; return the status of each answer."""
        return [self.send_event(body, headers)[0] for body, headers in events]

    def apply(self, step: Step) -> None:
        """Let something happen at the fake Juspay."""
        self.gateway.take(step)
        self.notify([(each.body, dict(each.headers)) for each in step.events])

    def send_event(
        self, body: bytes, headers: dict[str, str]
    ) -> tuple[int, dict[str, Any]]:
        """Return what an event is answered with."""
        answer = self.client.request(
            "POST", f"/webhooks/{self.provider.slug}", content=body, headers=headers
        )
        return answer.status_code, answer.json()

    def paid(self, **more: Any) -> str:
        """Return the number of a new order that is paid."""
        number = self.number(**more)
        self.pay(number)
        return number

    # What most tests of orders do ---------------------------------------------------

    def rich_cart(self) -> str:
        """Return the id of a cart of Meera's with everything on it."""
        path = f"carts/{self.cart(TEE, TEA)['id']}"
        self.done("POST", f"{path}/coupon", {"coupon_code": "SAVE100"})
        self.done("POST", f"{path}/loyalty-points", {"loyalty_point_redeemed": 400})
        self.done("POST", f"{path}/credit-balance", {"credit_balance_used": 200})
        body = {"billing_address": ADDRESS, "shipping_address": ADDRESS}
        self.done("POST", f"{path}/address", body)
        return path.removeprefix("carts/")

    def collect(self, cart_id: str) -> None:
        """Let a cart be collected, which costs no delivery."""
        body = {"fulfillment_type": "collect-in-store", "pickup_location_id": "p1"}
        self.done("POST", f"carts/{cart_id}/fulfillment-preference", body)

    def cancel(self, number: str, **more: Any) -> dict[str, Any]:
        """Return an order that was cancelled."""
        body = {"cancellation_reason": "changed my mind", **more}
        order = self.done("POST", f"orders/{number}/cancel", body)["order"]
        return dict(order)

    def ship(
        self, number: str, name: str, state: str, units: dict[str, int] | None = None
    ) -> dict[str, Any]:
        """Return an order once a parcel is somewhere."""
        body: dict[str, Any] = {"id": name, "state": state}
        if units:
            body["units"] = units
        path = f"{MERCHANT}/orders/{number}/parcels"
        return dict(self.done("POST", path, body, token=SHOP)["order"])

    def refund(self, number: str, name: str, units: dict[str, int]) -> dict[str, Any]:
        """Return a refund of units that came back."""
        path = f"{MERCHANT}/orders/{number}/refunds"
        body = {"id": name, "returned": units, "reason": "too small"}
        return dict(self.done("POST", path, body, token=SHOP)["refund"])

    def balances(self, customer: str = "meera") -> tuple[int, int]:
        """Return a customer's points, and credit in paise."""
        with self.app.database.reading() as unit:
            balances = unit.balances.get(customer)
        return balances["points"], balances["credit"]

    def redemptions(self) -> dict[str, int]:
        """Return how often each offer was redeemed."""
        store = self.app.catalogue.store
        names = [each.id for each in (*store.promotions, *store.coupons)]
        with self.app.database.reading() as unit:
            return dict(unit.counters.read(offers=names).offers)


@contextmanager
def running(
    database: SqlDatabase,
    *,
    provider: Provider | None = None,
    transport: Transport | None = None,
    account: dict[str, Any] | None = None,
    **more: Any,
) -> Iterator[Service]:
    """
    Yield a running service.

    *account* are changes of the account at the gateway, *transport* is another way to
    it; *more* are fields of its `App`, or a `catalogue` document.
    """
    there = provider or JuspayProvider()
    app = make_app(
        database,
        clock=Clock(),
        gateway=there.account(**(account or {})),
        transport=transport or there.transport,
        **more,
    )
    assert isinstance(app.clock, Clock)
    with Client(app) as client:
        yield Service(app, app.clock, there, client)

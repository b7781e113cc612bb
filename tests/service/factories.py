# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A service to test: a catalogue, a clock that stands still, a gateway at hand."""

from __future__ import annotations

import json

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Self

import httpx

from anyio.from_thread import start_blocking_portal
from attrs import Factory, define, field

from checkout_core import dumps
from checkout_core.service import (
    App,
    Caller,
    SqlDatabase,
    Tokens,
    create_app,
    read_catalogue,
)
from checkout_core.testing.gateway import Loopback, Step
from service.providers import Event, JuspayProvider, Provider


NOON = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
BASE = "/api/v1/shop/storefront"
MERCHANT = "/api/v1/shop/merchant"
ADDRESS = {
    "id": "home",
    "first_name": "Meera",
    "last_name": "Nair",
    "country_code": "+91",
    "phone": "9876543210",
    "email": "meera@example.in",
    "address_line1": "12 Lake Road",
    "address_line2": None,
    "landmark": None,
    "pincode": "560001",
    "city": "Bengaluru",
    "state": "Karnataka",
    "country": "India",
    "tax_identification_number": None,
    "business_name": None,
    "is_phone_verified": True,
    "is_email_verified": False,
    "nickname": None,
}
STORE: dict[str, Any] = {
    "currency": "INR",
    "promotions": [
        {
            "id": "bulk",
            "name": "Bulk",
            "promotion_type": "discount",
            "applies_to_product": "all",
            "details": {"discount_type": "fixed-amount", "fixed_discount_amount": 50},
            "minimum_order_total": 5000,
            "can_be_used_with_other_promotion": True,
        }
    ],
    "coupons": [
        {
            "id": "hundred",
            "name": "100 off",
            "coupon_type": "discount",
            "coupon_code": ["SAVE100"],
            "applies_to_product": "all",
            "details": {"discount_type": "fixed-amount", "fixed_discount_amount": 100},
            "can_be_used_with_promotion": True,
        },
        {
            "id": "scarce",
            "name": "Two only",
            "coupon_type": "discount",
            "coupon_code": ["TWO"],
            "applies_to_product": "all",
            "details": {"discount_type": "fixed-amount", "fixed_discount_amount": 10},
            "can_be_used_with_promotion": True,
            "redemption_limits": {
                "total_redemptions": 2,
                "per_coupon_code_redemptions": 2,
                "per_customer_redemptions": 1,
            },
        },
    ],
    "shipping_rates": {"type": "flat", "amount": "60.00", "tax_rate": "18"},
    "loyalty": {"value_per_point": "0.25", "points_per_unit": "0.1"},
    "tax": {"seller_state": "Karnataka"},
}
PRODUCTS: list[dict[str, Any]] = [
    {
        "product_id": "tee",
        "variant_id": "tee-m",
        "product_name": "Tee",
        "selling_price": "499.00",
        "tax_rate": "18",
        "price_including_tax": True,
    },
    {
        "product_id": "tea",
        "product_name": "Assam tea",
        "selling_price": "250.00",
        "tax_rate": "5",
        "min_order_quantity": 2,
        "incremental_quantity": 2,
    },
    {"product_id": "sticker", "selling_price": "0.00", "tax_rate": "0"},
    {"product_id": "pin", "selling_price": "10.00", "tax_rate": "0"},
]
CATALOGUE: dict[str, Any] = {
    "store_id": "shop",
    "store": STORE,
    "catalogue": PRODUCTS,
    "customers": [
        {
            "id": "meera",
            "loyalty_points_balance": 400,
            "credit_balance": "500.00",
            "addresses": [ADDRESS],
        },
        {"id": "arjun"},
    ],
}
TEE = {"product_id": "tee", "variant_id": "tee-m", "quantity": 2}
TEA = {"product_id": "tea", "variant_id": None, "quantity": 2}

MEERA, ARJUN, SHOP = "token-of-meera", "token-of-arjun", "token-of-the-shop"
AGREED = {
    MEERA: Caller("meera", known=True),
    ARJUN: Caller("arjun", known=True),
    SHOP: Caller("merchant", merchant=True),
}


@define
class Clock:
    """A clock that moves when it is told to."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        """Return what time it is."""
        return self.at

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.at += timedelta(**span)


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
    gateway: Any
    client: Client
    token: str = field(default=MEERA)
    provider: Provider = field(
        default=Factory(lambda self: JuspayProvider(self.gateway), takes_self=True)
    )

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
        """Let something happen at Juspay."""
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


def make_app(database: SqlDatabase, **more: Any) -> App:
    """Return the dependencies of a service with the catalogue above."""
    catalogue = read_catalogue(json.dumps(more.pop("catalogue", CATALOGUE)))
    fields: dict[str, Any] = {
        "catalogue": catalogue,
        "database": database,
        "gateway": JuspayProvider().account(),
        "transport": Loopback(),
        "tokens": Tokens("shop", b"a secret of the tests", AGREED),
        "clock": Clock(),
        **more,
    }
    return App(**fields)

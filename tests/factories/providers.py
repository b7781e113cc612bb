# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The gateways that the service's tests run with: what happens there, in the same words.

A test that uses only these words says what every gateway has to do.
"""

from __future__ import annotations

import base64
import json

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from attrs import evolve

from checkout_core.juspay import Credentials, JuspayGateway
from checkout_core.testing.gateway import Loopback, Step, Trouble
from checkout_core.values import Record, thawed
from tests.factories.paisapay import Account, PaisaPay


if TYPE_CHECKING:
    from checkout_core.gateway import Gateway
    from checkout_core.http import Transport


USER, PASSWORD = "juspay", "loopback"
BACK = "https://shop.example/back"
HYPER = {
    "payment_provider_slug": "juspay",
    "integration_type": "hyper-checkout",
    "return_url": BACK,
    "action": "paymentPage",
}

CHECKOUT = {
    "payment_provider_slug": "paisapay",
    "integration_type": "checkout",
    "return_url": BACK,
}

#: The body and the headers of an event.
Event: TypeAlias = tuple[bytes, dict[str, str]]


class Provider(Protocol):
    """A gateway of the tests: the service's account there, and what shoppers do."""

    @property
    def slug(self) -> str:
        """Its name in requests."""
        ...

    @property
    def method(self) -> dict[str, Any]:
        """The payment method that requests name."""
        ...

    @property
    def transport(self) -> Transport:
        """The way there."""
        ...

    def account(self, **settings: Any) -> Gateway:
        """Return the service's account, with some of its settings changed."""
        ...

    def ids(self) -> list[str]:
        """Return the ids of the payments that it knows."""
        ...

    def fail_next(self, *troubles: Trouble | None) -> None:
        """Let the next requests fail."""
        ...

    def sent(self) -> list[str]:
        """Return what every request asked for: start, status or refund."""
        ...

    def pay(self, payment_id: str) -> list[Event]:
        """Let the shopper pay; return the events of it."""
        ...

    def authorize(self, payment_id: str) -> list[Event]:
        """Let the shopper's money be held; return the events of it."""
        ...

    def pay_by_offer(
        self, payment_id: str, discount: str, fee: str = "0"
    ) -> list[Event]:
        """Let a bank pay *discount* and the shopper the rest, with a fee on top."""
        ...

    def fail(self, payment_id: str) -> list[Event]:
        """Let the payment fail; return the events of it."""
        ...

    def alter(self, payment_id: str, what: str) -> list[Event]:
        """Let something else be paid than was asked for."""
        ...

    def refunds(self, payment_id: str) -> list[tuple[str, Decimal]]:
        """Return id and amount of each refund of a payment."""
        ...

    def strange(self) -> list[bytes]:
        """Return events about something that the service did not start."""
        ...

    def signed(self, body: bytes) -> dict[str, str]:
        """Return the headers that an event is sent with."""
        ...

    def forged(self) -> list[dict[str, str]]:
        """Return headers of somebody who does not know the secret."""
        ...

    def id_in(self, info: dict[str, Any]) -> str:
        """Return the payment's id in the payment_info that a shopper gets."""
        ...


class JuspayProvider:
    """Juspay, as `testing.gateway` plays it."""

    slug = "juspay"
    method = HYPER

    def __init__(self, transport: Loopback | None = None) -> None:
        self.transport = transport or Loopback()

    def account(self, **settings: Any) -> JuspayGateway:
        """Return the service's account."""
        account = JuspayGateway(
            credentials=Credentials("merchant-id", "LOOPBACK_KEY"),
            payment_page_client_id="shop",
            webhook=(USER, PASSWORD),
        )
        return evolve(account, **settings)

    def ids(self) -> list[str]:
        """Return the ids of the orders that it knows."""
        return [each["order_id"] for each in self.transport.gateway.orders.values()]

    def fail_next(self, *troubles: Trouble | None) -> None:
        """Let the next requests fail."""
        self.transport.gateway = self.transport.gateway.failing(*troubles)

    def sent(self) -> list[str]:
        """Return what every request asked for."""
        words = {"session": "start", "orders": "start", "refunds": "refund"}
        return [
            words.get(each.url.rpartition("/")[2], "status")
            for each in self.transport.sent
        ]

    def pay(self, payment_id: str) -> list[Event]:
        """Let the shopper pay."""
        return self._done(self.transport.gateway.pay(payment_id))

    def authorize(self, payment_id: str) -> list[Event]:
        """Let the shopper's money be held."""
        return self._done(self.transport.gateway.authorize(payment_id))

    def pay_by_offer(
        self, payment_id: str, discount: str, fee: str = "0"
    ) -> list[Event]:
        """Let a bank pay a part."""
        step = self.transport.gateway.pay_by_offer(payment_id, discount, fee)
        return self._done(step)

    def fail(self, payment_id: str) -> list[Event]:
        """Let the payment fail."""
        return self._done(self.transport.gateway.fail(payment_id))

    def alter(self, payment_id: str, what: str) -> list[Event]:
        """Let something else be paid than was asked for."""
        changes: dict[str, dict[str, Any]] = {
            "another amount": {"amount": 1},
            "another currency": {"currency": "USD"},
            "less, and no offer": {"effective_amount": 900},
            "no amount": {"effective_amount": "9,00"},
        }
        gateway, key = self.transport.gateway, payment_id.lower()
        order = {**thawed(gateway.orders[key]), **changes[what]}
        orders = Record({**gateway.orders, key: order})
        self.transport.gateway = evolve(gateway, orders=orders)
        return self.pay(payment_id)

    def refunds(self, payment_id: str) -> list[tuple[str, Decimal]]:
        """Return id and amount of each refund."""
        return [
            (each["unique_request_id"], Decimal(str(each["amount"])))
            for each in self.transport.gateway.orders[payment_id.lower()]["refunds"]
        ]

    def strange(self) -> list[bytes]:
        """Return events without an order, and about an unknown one."""
        contents: list[dict[str, Any]] = [{}, {"order": {"order_id": "nobody"}}]
        return [
            json.dumps({"id": "e1", "event_name": "NEW", "content": each}).encode()
            for each in contents
        ]

    def signed(self, body: bytes) -> dict[str, str]:
        """Return the user name and the password; the body does not matter."""
        return basic()

    def forged(self) -> list[dict[str, str]]:
        """Return no password, a wrong one, and another way to give one."""
        return [{}, basic("juspay", "guess"), {"Authorization": "Bearer x"}]

    def id_in(self, info: dict[str, Any]) -> str:
        """Return the order's id."""
        return str(info["order_id"])

    def _done(self, step: Step) -> list[Event]:
        self.transport.take(step)
        return [(each.body, dict(each.headers)) for each in step.events]


def basic(user: str = USER, password: str = PASSWORD) -> dict[str, str]:
    """Return the header an event of Juspay comes with."""
    pair = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


class PaisaPayProvider:
    """PaisaPay: its own requests, statuses and signatures."""

    slug = "paisapay"
    method = CHECKOUT

    def __init__(self) -> None:
        self.transport = PaisaPay()

    def account(self, **settings: Any) -> Account:
        """Return the service's account."""
        return evolve(self.transport.account, **settings)

    def ids(self) -> list[str]:
        """Return the receipts of the orders that it knows."""
        return list(self.transport.orders)

    def fail_next(self, *troubles: Trouble | None) -> None:
        """Let the next requests fail."""
        self.transport.troubles += troubles

    def sent(self) -> list[str]:
        """Return what every request asked for."""
        return [
            "status"
            if each.method == "GET"
            else "refund"
            if each.url.endswith("/refund")
            else "start"
            for each in self.transport.sent
        ]

    def pay(self, payment_id: str) -> list[Event]:
        """Let the shopper pay."""
        self.transport.pay(payment_id)
        return self._events("payment.captured", payment_id)

    def authorize(self, payment_id: str) -> list[Event]:
        """Let the shopper's money be held."""
        self.transport.authorize(payment_id)
        return self._events("payment.authorized", payment_id)

    def pay_by_offer(
        self, payment_id: str, discount: str, fee: str = "0"
    ) -> list[Event]:
        """Let a bank pay a part."""
        off, more = (int(Decimal(each) * 100) for each in (discount, fee))
        self.transport.pay(payment_id, discount=off, fee=more)
        return self._events("payment.captured", payment_id)

    def fail(self, payment_id: str) -> list[Event]:
        """Let the payment fail."""
        self.transport.fail(payment_id)
        return self._events("payment.failed", payment_id)

    def alter(self, payment_id: str, what: str) -> list[Event]:
        """Let something else be paid than was asked for."""
        order = self.transport.orders[payment_id]
        if what == "another amount":
            order["amount"] = 100
        if what == "another currency":
            order["currency"] = "USD"
        events = self.pay(payment_id)
        if what == "less, and no offer":
            order["payments"][-1]["amount"] -= 16_880
        return events

    def refunds(self, payment_id: str) -> list[tuple[str, Decimal]]:
        """Return id and amount of each refund."""
        return [
            (each["receipt"], Decimal(each["amount"]) / 100)
            for each in self.transport.orders[payment_id]["refunds"]
        ]

    def strange(self) -> list[bytes]:
        """Return events without an order, and about an unknown one."""
        return [b'{"event": "x"}', self.transport.event("order.paid", "nobody")]

    def signed(self, body: bytes) -> dict[str, str]:
        """Return the signature of the body."""
        return self.transport.signed(body)

    def forged(self) -> list[dict[str, str]]:
        """Return no signature, and a wrong one."""
        return [{}, {"X-PaisaPay-Signature": "0" * 64}]

    def id_in(self, info: dict[str, Any]) -> str:
        """Return our receipt."""
        return str(info["receipt"])

    def _events(self, name: str, payment_id: str) -> list[Event]:
        body = self.transport.event(name, payment_id)
        return [(body, self.signed(body))]

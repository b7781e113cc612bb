# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A shop and a gateway in any order of events: what one holds is what the other says.

Orders are begun on several pages, paid on any of them, failed, cancelled, returned,
refunded by the merchant or on the gateway's dashboard; events are lost, answers too,
and time passes.  In the end every refund has ended, nothing was paid twice, and the
gateway has of each order what the order says that it has.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from attrs import define, evolve
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    multiple,
    precondition,
    rule,
)

from checkout_core import dumps, loads
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.service import SqlDatabase, carts, placing, recording, refunds
from checkout_core.service.calls import Call, RequestError
from checkout_core.service.sweeping import sweep
from checkout_core.testing.gateway import Loopback, Trouble
from checkout_core.wire.envelopes import Envelope
from checkout_core.wire.text import encoded
from tests.factories.providers import HYPER, JuspayProvider
from tests.factories.service import AGREED, MEERA, SHOP, TEE, Clock, make_app


LOST = st.sampled_from([True, False])
TROUBLES = st.sampled_from(
    [
        Trouble.NO_CONNECTION,
        Trouble.TIMEOUT_AFTER_ACCEPT,
        Trouble.SERVER_ERROR,
        Trouble.THROTTLED,
        Trouble.MALFORMED_JSON,
    ]
)


#: The statuses of refunds of ours that are paid.
ENDED = {"SUCCESS", "REPLACED"}


@define
class Placed:
    """An order, its cart, and how many times goods of it came back."""

    number: str
    cart: str
    returns: int = 0


class Money(RuleBasedStateMachine):
    """A shop whose database is in memory, and a fake gateway."""

    orders: Bundle[Placed] = Bundle("orders")

    @initialize()
    def opens(self) -> None:
        """Open the shop."""
        self.loopback = Loopback()
        self.database = SqlDatabase("sqlite://")
        self.clock = Clock()
        provider = JuspayProvider(self.loopback)
        self.app = make_app(
            self.database,
            gateway=provider.account(),
            transport=self.loopback,
            clock=self.clock,
        )
        self.placed: list[Placed] = []
        self.pages = 0

    def teardown(self) -> None:
        """Let everything come to its end, and compare."""
        if not hasattr(self, "app"):
            return
        try:
            self.loopback.gateway = evolve(self.gateway, troubles=())
            for _ in range(14):
                self.clock.later(hours=6)
                sweep(self.app)
                self._settle_all()
                self._send_failed_again()
            for each in self.placed:
                self._compare(each)
            assert {} == self._tasks()
        finally:
            self.database.close()

    # What shoppers and merchants do ----------------------------------------------

    @rule(target=orders)
    @precondition(lambda self: len(self.placed) < 3)
    def orders_a_cart(self) -> Any:
        """Place an order and open its first page."""
        body = {"items": [{**TEE, "quantity": 2}]}
        made = carts.create(self._call(body))
        cart = loads(encoded(made.document))["content"]["cart"]["id"]
        self._answered(placing.create, {"cart_id": cart, "payment_method": HYPER})
        with self.database.reading() as unit:
            stored = unit.carts.get(cart)
        if stored is None or stored.order_number is None:
            return multiple()
        found = Placed(stored.order_number, cart)
        self.placed.append(found)
        return found

    @rule(order=orders)
    def opens_another_page(self, order: Placed) -> None:
        """Order the same cart again, to come back to another URL."""
        self.pages += 1
        method = {**HYPER, "return_url": f"https://shop.example/{self.pages}"}
        body = {"cart_id": order.cart, "payment_method": method}
        self._answered(placing.create, body)

    @rule(order=orders)
    def tries_again(self, order: Placed) -> None:
        """Ask for another payment."""
        body = {"payment_method": HYPER}
        self._answered(placing.retry_payment, body, order_number=order.number)

    @rule(order=orders)
    def polls(self, order: Placed) -> None:
        """Ask how far it is paid."""
        self._answered(placing.payment_status, order_number=order.number)

    @rule(order=orders)
    def cancels(self, order: Placed) -> None:
        """Cancel it."""
        body = {"cancellation_reason": "x"}
        self._answered(refunds.cancel, body, order_number=order.number)

    @rule(order=orders)
    def returns_a_unit(self, order: Placed) -> None:
        """Send a unit back."""
        order.returns += 1
        body = {"id": f"R{order.returns}", "returned": {"0": 1}}
        self._answered(
            refunds.create_refund, body, token=SHOP, order_number=order.number
        )

    # What happens at the gateway ---------------------------------------------------

    @rule(order=orders, page=st.integers(0, 9), lost=LOST)
    def pays(self, order: Placed, page: int, *, lost: bool) -> None:
        """Pay any of its pages that was not paid."""
        open_pages = [
            each
            for each in self._pages(order)
            if self.gateway.orders[each]["status"] != "CHARGED"
        ]
        if open_pages:
            name = open_pages[page % len(open_pages)]
            self._happens(self.gateway.pay(name), lost=lost)

    @rule(order=orders, page=st.integers(0, 9), lost=LOST)
    def fails(self, order: Placed, page: int, *, lost: bool) -> None:
        """Let a payment fail; the page stays open."""
        open_pages = [
            each
            for each in self._pages(order)
            if self.gateway.orders[each]["status"] == "NEW"
        ]
        if open_pages:
            name = open_pages[page % len(open_pages)]
            self._happens(self.gateway.fail(name), lost=lost)

    @rule(order=orders, lost=LOST, state=st.sampled_from(["SUCCESS", "FAILURE"]))
    def ends_a_refund(self, order: Placed, state: str, *, lost: bool) -> None:
        """Let the first pending refund succeed or fail."""
        for page in self._pages(order):
            for each in self.gateway.orders[page]["refunds"]:
                if each["status"] == "PENDING":
                    name = each["unique_request_id"]
                    step = self.gateway.settle_refund(page, name, state)
                    self._happens(step, lost=lost)
                    return

    @rule(order=orders, percent=st.integers(1, 100), lost=LOST)
    def refunds_on_the_dashboard(
        self, order: Placed, percent: int, *, lost: bool
    ) -> None:
        """
        Refund a part of what is left; not while a refund of ours is on its way.

        A refund of ours can fail, and then the dashboard has given away its money: a
        person has to look.  An event about a page that is not asked for any more must
        not be lost.
        """
        with self.database.reading() as unit:
            requests = unit.payments.refund_requests(order.number)
        if any(each.status not in ENDED for each in requests):
            return
        for page in self._pages(order):
            left = self._left(page)
            amount = (left * percent / 100).quantize(Decimal("0.01"))
            if amount:
                step = self.gateway.refund_on_dashboard(page, f"{amount}")
                self._happens(step, lost=lost and self._is_asked_for(page))
                return

    @rule(trouble=TROUBLES, after=st.integers(0, 2))
    def gets_into_trouble(self, trouble: Trouble, after: int) -> None:
        """Let one of the next requests fail."""
        self.loopback.gateway = self.gateway.failing(*[None] * after, trouble)

    # What the shop does by itself ----------------------------------------------------

    @rule(minutes=st.sampled_from([1, 11, 16, 180]))
    def waits(self, minutes: int) -> None:
        """Let time pass."""
        self.clock.later(minutes=minutes)

    @rule()
    def sweeps(self) -> None:
        """Do what is due."""
        sweep(self.app)

    # -----------------------------------------------------------------------------

    @property
    def gateway(self) -> Any:
        """The fake gateway now."""
        return self.loopback.gateway

    def _call(self, body: Any = None, token: str = MEERA, **path: str) -> Call:
        content = b"" if body is None else dumps(body).encode()
        return Call(app=self.app, path=path, body=content, identity=AGREED[token])

    def _answered(self, handler: Any, *body: Any, **more: str) -> Envelope | None:
        """Return an answer, None for an error that a client gets."""
        try:
            found: Envelope = handler(self._call(*body, **more))
        except (RequestError, CheckoutError, GatewayError):
            return None
        return found

    def _pages(self, order: Placed) -> list[str]:
        """Return the gateway's ids of an order, the first page first."""
        with self.database.reading() as unit:
            attempts = unit.payments.attempts(order.number)
        return [each.key for each in attempts[::-1] if each.key in self.gateway.orders]

    def _left(self, page: str) -> Decimal:
        """Return what the gateway has of a page."""
        found = self.gateway.orders[page]
        if found["status"] != "CHARGED":
            return Decimal(0)
        return Decimal(str(found["amount"])) - Decimal(str(found["amount_refunded"]))

    def _happens(self, step: Any, *, lost: bool) -> None:
        self.loopback.take(step)
        if not lost:
            event = step.events[-1]
            self._answered_event(event.body, dict(event.headers))

    def _answered_event(self, body: bytes, headers: dict[str, str]) -> None:
        known = {name.lower(): value for name, value in headers.items()}
        recording.webhook(
            Call(app=self.app, path={"provider": "juspay"}, headers=known, body=body)
        )

    def _is_asked_for(self, page: str) -> bool:
        with self.database.reading() as unit:
            return unit.tasks.get("payment", page) is not None

    # In the end --------------------------------------------------------------------

    def _settle_all(self) -> None:
        for page, found in self.gateway.orders.items():
            for each in found["refunds"]:
                if each["status"] == "PENDING":
                    name = each["unique_request_id"]
                    self.loopback.take(self.gateway.settle_refund(page, name))

    def _send_failed_again(self) -> None:
        for each in self.placed:
            with self.database.reading() as unit:
                requests = unit.payments.refund_requests(each.number)
            for request in requests:
                if request.status == "FAILURE":
                    name = {"order_number": each.number, "id": request.refund_id}
                    self._answered(refunds.send_again, token=SHOP, **name)

    def _tasks(self) -> dict[str, int]:
        with self.database.reading() as unit:
            return unit.tasks.late(self.clock.at + timedelta(days=9))

    def _compare(self, order: Placed) -> None:
        with self.database.reading() as unit:
            row = unit.orders.get(order.number)
            requests = unit.payments.refund_requests(order.number)
        assert row is not None
        there = sum((self._left(each) for each in self._pages(order)), Decimal(0))

        assert {each.status for each in requests} <= ENDED
        assert 0 == row.order.amount_overpaid
        assert (there, there <= row.order.to_be_paid) == (row.order.amount_held, True)


TestMoney = Money.TestCase
TestMoney.settings = settings(max_examples=15, stateful_step_count=25)

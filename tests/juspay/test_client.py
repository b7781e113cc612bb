# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The client: what it sends, what it asks for, and that it never creates twice."""

from __future__ import annotations

import asyncio

from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from checkout_core import Cart, CheckoutError, GatewayError, Line, Store, quote
from checkout_core.http import converse
from checkout_core.juspay import (
    Credentials,
    Due,
    MandateTerms,
    Order,
    Outcome,
    Policy,
    Session,
    create_order,
    is_paid,
    order_status,
    read_event,
    read_order,
)
from checkout_core.juspay.client import AsyncJuspayClient, JuspayClient, resume
from checkout_core.juspay.requests import Call
from checkout_core.testing.gateway import Gateway, Loopback, Trouble
from checkout_core.transports.retrying import Retrying


if TYPE_CHECKING:
    from checkout_core.http import Request, Response


SHOP = Credentials("merchant-id", "LOOPBACK_KEY")
TEE = Cart("INR", [Line("tee", 2, "499.00", tax_rate=18, price_including_tax=True)])
QUOTE = quote(TEE, Store("INR"))


def shop(*troubles: Trouble | None) -> tuple[JuspayClient, Loopback]:
    """Return a client and the gateway behind it."""
    loopback = Loopback(Gateway().failing(*troubles))
    return JuspayClient(SHOP, loopback), loopback


class AsyncLoopback:
    """The loopback, from an event loop."""

    def __init__(self, loopback: Loopback) -> None:
        self.loopback = loopback

    async def send(self, request: Request) -> Response:
        """Return the answer after giving way once."""
        await asyncio.sleep(0)
        return self.loopback.send(request)


def test_an_order_asks_for_what_the_quote_leaves_to_pay() -> None:
    """The order's amount is the quote's."""
    client, _ = shop()

    order = client.create_order(QUOTE, order_id="A1")

    assert Decimal("998.00") == order.amount
    assert order.juspay is not None


def test_the_same_calls_work_from_an_event_loop() -> None:
    """Every call has an asynchronous twin that returns the same."""

    async def conversation() -> tuple[Order, Order, Order]:
        client = AsyncJuspayClient(SHOP, AsyncLoopback(loopback))
        created = await client.create_order(QUOTE, order_id="A1")
        loopback.take(loopback.gateway.pay("A1"))
        paid = await client.order_status("A1")
        refunded = await client.refund(paid, unique_request_id="R1", amount="8.00")
        return created, paid, refunded

    _, loopback = shop()

    created, paid, refunded = asyncio.run(conversation())

    assert Decimal("998.00") == created.amount
    assert is_paid(paid, order_id="A1", amount=Decimal("998.00"), currency="INR")
    assert ["R1"] == [each.unique_request_id for each in refunded.refunds]


def test_a_session_opens_the_payment_page() -> None:
    """A session has the payload for the client's SDK."""
    client, _ = shop()

    session = client.create_session(
        QUOTE,
        order_id="A1",
        payment_page_client_id="shop",
        return_url="https://shop.example/back",
        customer_id="c1",
    )

    assert isinstance(session, Session)
    assert session.sdk_payload is not None


def test_a_session_from_an_event_loop() -> None:
    """The asynchronous session is the synchronous one."""
    _, loopback = shop()
    client = AsyncJuspayClient(SHOP, AsyncLoopback(loopback))

    session = asyncio.run(
        client.create_session(
            QUOTE,
            order_id="A1",
            payment_page_client_id="shop",
            return_url="https://shop.example/back",
            customer_id="c1",
        )
    )

    assert session.sdk_payload is not None


@pytest.mark.parametrize(
    "trouble", [Trouble.TIMEOUT_AFTER_ACCEPT, Trouble.MALFORMED_JSON]
)
def test_a_lost_answer_is_asked_for(trouble: Trouble) -> None:
    """After a lost answer the status is asked, and nothing is created again."""
    client, loopback = shop(trouble)

    order = client.create_order(QUOTE, order_id="A1")

    assert Decimal("998.00") == order.amount
    assert ["POST", "GET"] == [each.method for each in loopback.sent]


@pytest.mark.parametrize("trouble", [Trouble.NO_CONNECTION, Trouble.SERVER_ERROR])
def test_a_create_that_never_arrived_is_sent_again(trouble: Trouble) -> None:
    """Where the gateway knows of no order, the create is sent once more."""
    client, loopback = shop(trouble)

    client.create_order(QUOTE, order_id="A1")

    assert ["POST", "GET", "POST"] == [each.method for each in loopback.sent]


@pytest.mark.parametrize("arrived", [True, False])
def test_a_create_is_continued(*, arrived: bool) -> None:
    """After a crash the order is asked for, and created only if it is not there."""
    loopback = Loopback()
    request = create_order(QUOTE, SHOP, order_id="A1")
    if arrived:
        loopback.send(request)
    loopback.sent.clear()
    status = order_status(SHOP, order_id="A1")
    found = converse(resume(request, status, read_order), loopback)

    assert ("A1", ["GET"] if arrived else ["GET", "POST"]) == (
        found.order_id,
        [each.method for each in loopback.sent],
    )


def test_a_lost_session_is_said_to_be_lost() -> None:
    """An order whose session was lost is not created again, and not hidden."""
    client, loopback = shop(Trouble.TIMEOUT_AFTER_ACCEPT)

    with pytest.raises(GatewayError, match="exists") as caught:
        client.create_session(
            QUOTE,
            order_id="A1",
            payment_page_client_id="shop",
            return_url="https://shop.example/back",
            customer_id="c1",
        )

    assert "session_lost" == caught.value.error_code
    assert ["POST", "GET"] == [each.method for each in loopback.sent]


def test_an_order_of_another_amount_is_no_order_of_this_quote() -> None:
    """An answer with another amount is refused."""
    client, _ = shop(Trouble.AMOUNT_MISMATCH)

    with pytest.raises(GatewayError, match="is for 999") as caught:
        client.create_order(QUOTE, order_id="A1")

    assert "amount_differs" == caught.value.error_code


def test_an_answer_lost_on_an_event_loop_is_asked_for() -> None:
    """The asynchronous client asks before it sends again, like the other one."""
    loopback = Loopback(Gateway().failing(Trouble.TIMEOUT_AFTER_ACCEPT))
    client = AsyncJuspayClient(SHOP, AsyncLoopback(loopback))

    order = asyncio.run(client.create_order(QUOTE, order_id="ORD-1"))

    assert ("ORD-1", 1) == (order.order_id, len(loopback.gateway.orders))


def test_another_currency_is_another_order() -> None:
    """As many rupees are no dollars."""
    client, loopback = shop()
    client.create_order(Due("998.00"), order_id="A1")
    loopback.gateway = loopback.gateway.failing(Trouble.NO_CONNECTION)

    with pytest.raises(GatewayError, match="998 INR instead of") as caught:
        client.create_order(Due("998.00", "USD"), order_id="A1", currency="USD")

    assert "currency_differs" == caught.value.error_code


def routes(loopback: Loopback) -> list[str | None]:
    """Return where each request was routed."""
    return [dict(each.headers).get("x-routing-id") for each in loopback.sent]


def test_all_calls_about_a_customer_are_routed_alike() -> None:
    """Also the questions that the client asks by itself."""
    client, loopback = shop(Trouble.TIMEOUT_AFTER_ACCEPT)
    client.create_order(QUOTE, order_id="A1", customer_id="c1")
    loopback.take(loopback.gateway.pay("A1"))
    paid = client.order_status("A1", customer_id="c1")
    client.refund(paid, unique_request_id="R1", amount="1.00")

    assert ["c1"] * 4 == routes(loopback)


def test_a_route_of_ones_own_is_kept() -> None:
    """The status is asked where the create was sent."""
    client, loopback = shop(Trouble.TIMEOUT_AFTER_ACCEPT)
    client.create_order(QUOTE, order_id="A1", routing_id="cart-7")

    assert ["cart-7", "cart-7"] == routes(loopback)


def test_a_policy_holds_for_the_question_too() -> None:
    """An id that may be created may be asked for."""
    client, loopback = shop()
    policy = Policy(order_id_limit=25)

    with pytest.raises(GatewayError, match="longer than 20"):
        client.create_order(QUOTE, order_id="A" * 21, policy=policy)

    assert ["POST"] == [each.method for each in loopback.sent]


def test_no_more_is_refunded_than_is_left() -> None:
    """What went back before counts, and nothing is sent."""
    client, loopback = shop()
    client.create_order(QUOTE, order_id="A1")
    loopback.take(loopback.gateway.pay("A1"))
    part = client.refund(
        client.order_status("A1"), unique_request_id="R1", amount="900.00"
    )

    with pytest.raises(CheckoutError, match="only 98"):
        client.refund(part, unique_request_id="R2", amount="98.01")
    assert 3 == len(loopback.sent)


def test_a_refund_has_the_decimals_of_its_orders_currency() -> None:
    """Half a yen is none."""
    client, loopback = shop()
    client.create_order(Due("998", "JPY"), order_id="A1", currency="JPY")
    loopback.take(loopback.gateway.pay("A1"))

    with pytest.raises(CheckoutError, match="at most 0 decimals"):
        client.refund(client.order_status("A1"), unique_request_id="R1", amount="10.50")


@pytest.mark.parametrize("amount", [None, "998.00"])
def test_a_refund_whose_answer_was_lost_is_not_refused(amount: str | None) -> None:
    """The second call is a duplicate: the order then says how the first one went."""
    client, loopback = shop()
    client.create_order(QUOTE, order_id="A1")
    loopback.take(loopback.gateway.pay("A1"))
    paid = client.order_status("A1")
    loopback.gateway = loopback.gateway.failing(Trouble.TIMEOUT_AFTER_ACCEPT)
    patient = JuspayClient(SHOP, Retrying(loopback, sleep=lambda _: None))

    order = patient.refund(paid, unique_request_id="R1", amount=amount)

    assert [("R1", Decimal(998))] == [
        (each.unique_request_id, each.amount) for each in order.refunds
    ]


def test_the_id_of_another_refund_is_refused() -> None:
    """An id that stands for another amount is not this refund."""
    client, loopback = shop()
    client.create_order(QUOTE, order_id="A1")
    loopback.take(loopback.gateway.pay("A1"))
    part = client.refund(
        client.order_status("A1"), unique_request_id="R1", amount="1.00"
    )

    with pytest.raises(GatewayError) as caught:
        client.refund(part, unique_request_id="R1", amount="2.00")

    assert "duplicate.call" == caught.value.error_code


def test_a_clear_refusal_is_not_asked_about() -> None:
    """An error that says what happened ends the conversation."""
    client, loopback = shop()
    client.create_order(QUOTE, order_id="A1")

    with pytest.raises(GatewayError):
        client.refund(client.order_status("A1"), unique_request_id="R1", amount="1.00")

    assert 3 == len(loopback.sent)


def test_what_the_api_would_refuse_is_not_sent() -> None:
    """Faults of a request are reported before anything is sent."""
    client, loopback = shop()

    with pytest.raises(CheckoutError) as caught:
        client.create_order(QUOTE, order_id="A" * 21, udf1="a-b")

    assert ["order_id", "udf1"] == [each.path for each in caught.value.faults]
    assert [] == loopback.sent


def test_a_mandate_is_asked_for_by_its_id() -> None:
    """The state of a mandate is read."""
    client, loopback = shop()
    terms = MandateTerms(max_amount="1000.00", frequency="MONTHLY", rule_value=1)
    client.create_order(
        QUOTE, order_id="A1", customer_id="c1", mandate=terms, at=loopback.gateway.at
    )
    loopback.take(loopback.gateway.pay("A1"))
    mandate_id = next(iter(loopback.gateway.mandates))

    mandate = client.mandate_status(mandate_id)
    again = asyncio.run(
        AsyncJuspayClient(SHOP, AsyncLoopback(loopback)).mandate_status(mandate_id)
    )

    assert "ACTIVE" == mandate.status
    assert mandate == again


class Watchful(Loopback):
    """A loopback that counts the creates of orders that exist already."""

    def __init__(self) -> None:
        super().__init__()
        self.again = 0

    def send(self, request: Request) -> Response:
        """Count, and answer."""
        known = request.order_id.lower() in self.gateway.orders
        self.again += known and request.call is Call.CREATE_ORDER
        return super().send(request)


class Payments(RuleBasedStateMachine):
    """
    One shop, one gateway that loses answers and repeats events, any order of both.

    The model is what the shop knows: which orders it asked for, and which it
    counts as paid.
    """

    def __init__(self) -> None:
        super().__init__()
        self.loopback = Watchful()
        self.client = JuspayClient(SHOP, self.loopback)
        self.asked: dict[str, Decimal] = {}
        self.paid: dict[str, Decimal] = {}

    @initialize()
    def opens(self) -> None:
        """The shop opens without orders."""

    @rule(
        number=st.integers(1, 3),
        paise=st.integers(100, 500_00),
        troubles=st.lists(st.sampled_from([None, *Trouble]), max_size=3),
    )
    def orders(self, number: int, paise: int, troubles: list[Trouble | None]) -> None:
        """A shopper checks out; answers get lost."""
        order_id = f"A{number}"
        due = Due(self.asked.get(order_id, Decimal(paise) / 100))
        known = order_id.lower() in self.loopback.gateway.orders
        before = self.loopback.again
        self.loopback.gateway = self.loopback.gateway.failing(*troubles)
        with suppress(GatewayError):
            self.client.create_order(due, order_id=order_id)
        # What the shop itself asks twice is sent; nothing is sent twice beyond that.
        assert before + known == self.loopback.again
        if order_id.lower() in self.loopback.gateway.orders:
            self.asked.setdefault(order_id, due.to_be_paid)

    @rule(number=st.integers(1, 3), twice=st.booleans())
    def pays(self, number: int, *, twice: bool) -> None:
        """The shopper pays; the event may come twice and late."""
        order_id = f"A{number}"
        if order_id.lower() not in self.loopback.gateway.orders:
            return
        if self.loopback.gateway.orders[order_id.lower()]["status"] == "CHARGED":
            return
        step = self.loopback.gateway.pay(order_id)
        self.loopback.take(step)
        if twice:
            self.loopback.events += step.events

    @rule(number=st.integers(1, 3))
    def fails(self, number: int) -> None:
        """A payment fails before it succeeds."""
        order_id = f"A{number}".lower()
        known = self.loopback.gateway.orders.get(order_id)
        if known is not None and known["status"] != "CHARGED":
            self.loopback.take(self.loopback.gateway.fail(order_id))

    @rule(data=st.data())
    def hears(self, data: st.DataObject) -> None:
        """The shop reads one of the events that wait, in any order."""
        waiting = self.loopback.events
        if not waiting:
            return
        at = data.draw(st.integers(0, len(waiting) - 1))
        order = read_event(waiting.pop(at).body).content
        if not isinstance(order, Order) or order.order_id not in self.asked:
            return
        amount = self.asked[order.order_id]
        try:
            paid = is_paid(
                order, order_id=order.order_id, amount=amount, currency="INR"
            )
        except GatewayError:
            return
        if paid:
            self.paid[order.order_id] = amount

    @invariant()
    def nothing_is_counted_paid_wrongly(self) -> None:
        """What the shop counts as paid, the gateway charged, once and as asked."""
        orders = self.loopback.gateway.orders
        for order_id, amount in self.paid.items():
            known = orders[order_id.lower()]
            assert "CHARGED" == known["status"]
            assert amount == Decimal(str(known["amount"]))

    @invariant()
    def no_order_exists_twice(self) -> None:
        """However many answers were lost, an id has one order."""
        ids = [
            each["order_id"].lower() for each in self.loopback.gateway.orders.values()
        ]
        assert len(set(ids)) == len(ids)


TestPayments = Payments.TestCase


def test_charged_is_the_only_outcome_that_is_paid() -> None:
    """A new order is open, not paid."""
    client, _ = shop()

    order = client.create_order(QUOTE, order_id="A1")

    assert Outcome.PAID is not order.state.outcome

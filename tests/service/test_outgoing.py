# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Webhooks to the merchant's systems: what they say, their signatures, their tries."""

from __future__ import annotations

import base64
import json

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from attrs import define, field
from standardwebhooks.webhooks import Webhook

from checkout_core.checks import Validator
from checkout_core.cli import command_parser, main, serve_webhooks, serving
from checkout_core.errors import GatewayError
from checkout_core.http import Request, Response, no_answer
from checkout_core.orders import Disputed, Order, Reversed
from checkout_core.service import SqlDatabase
from checkout_core.service.outgoing import EVENTS
from checkout_core.service.saving import change_order
from checkout_core.service.standard_webhooks import Receiver, read_secrets
from checkout_core.service.sweeping import sweep
from checkout_core.statuses import OrderStatus
from checkout_core.transports.urllib import UrllibTransport
from tests.factories.service import ADDRESS, MERCHANT, SHOP
from tests.factories.service_client import Service, running


KEYS = (b"k" * 24, b"l" * 64)
SECRETS = tuple(f"whsec_{base64.b64encode(each).decode()}" for each in KEYS)
URL = "https://erp.example/hooks?shop=1"


@define
class Inbox:
    """A receiver: keeps what it is sent, and answers as it is told to."""

    answers: list[int] = field(factory=list)
    requests: list[Request] = field(factory=list)

    def send(self, request: Request) -> Response:
        """Take a request; 0 among the answers is none."""
        self.requests.append(request)
        status = self.answers.pop(0) if self.answers else 204
        if not status:
            raise no_answer(request, "it was lost")
        return Response(status)

    def bodies(self) -> list[dict[str, Any]]:
        """Return what was sent, in any order, as documents."""
        return [json.loads(x.body, parse_float=Decimal) for x in self.requests]

    def types(self) -> set[str]:
        """Return the types of what was sent, and forget it."""
        found = {each["type"] for each in self.bodies()}
        assert len(found) == len(self.requests)
        self.requests.clear()
        return found


@pytest.fixture
def inbox() -> Inbox:
    """Return a receiver."""
    return Inbox()


@pytest.fixture
def service(database: SqlDatabase, inbox: Inbox) -> Iterator[Service]:
    """Yield a running service that sends webhooks."""
    receiver = Receiver(URL, KEYS, inbox)
    with running(database, outgoing=receiver, sweep=None) as started:
        yield started


def swept(service: Service) -> tuple[int, int]:
    """Send the events that are due; return how many have ended and how many wait."""
    found = sweep(service.app, kinds=["event"])
    return found.ended["event"], found.put_off["event"]


def test_an_order_from_the_cart_to_the_door(service: Service, inbox: Inbox) -> None:
    """Each step is said once, when it is taken."""
    number = service.number()
    swept(service)
    steps = [inbox.types()]

    for step in (
        partial(service.pay, number),
        partial(service.pay, number),
        partial(service.ship, number, "S1", "scheduled", {"0": 1}),
        partial(service.ship, number, "S2", "scheduled", {"0": 1}),
        partial(service.ship, number, "S1", "shipped"),
        partial(service.ship, number, "S2", "shipped"),
        partial(service.ship, number, "S1", "delivered"),
        partial(service.ship, number, "S2", "delivered"),
        partial(service.refund, number, "R1", {"0": 1}),
        partial(service.refund, number, "R2", {"0": 1}),
    ):
        step()
        swept(service)
        steps.append(inbox.types())

    assert [
        {"order.placed"},
        {"order.paid", "order.confirmed"},
        set(),
        {"order.partially_scheduled"},
        {"order.awaiting_shipment"},
        {"order.partially_shipped"},
        {"order.shipped"},
        {"order.partially_delivered"},
        {"order.complete"},
        {"refund.made"},
        {"refund.made"},
    ] == steps


def happened(event: Disputed | Reversed, order: Order) -> Order:
    """Return an order after an event."""
    return order.after(event)


def test_an_order_that_ends_badly(service: Service, inbox: Inbox) -> None:
    """Failed payments, cancellations, and money of a late payment that goes back."""
    number = service.number()
    swept(service)
    inbox.requests.clear()
    service.fail(number)
    swept(service)
    failed = inbox.types()
    service.cancel(number)
    swept(service)
    cancelled = inbox.types()
    service.apply(service.gateway.gateway.pay(number))
    swept(service)
    late = inbox.bodies()
    inbox.requests.clear()
    with service.app.database.reading() as unit:
        row = unit.orders.get(number)
    assert row is not None
    dispute = Disputed("C1", number, Decimal("1068.80"), service.clock.at, "opened")
    change_order(service.app, row, partial(happened, dispute))
    swept(service)

    assert {"payment.disputed"} == inbox.types()

    assert ({"order.payment_failed"}, {"order.cancelled", "refund.made"}) == (
        failed,
        cancelled,
    )
    assert [("refund.made", "excess", Decimal("1068.80"))] == [
        (each["type"], each["data"]["kind"], each["data"]["amount"]) for each in late
    ]


def test_money_that_went_away(service: Service, inbox: Inbox) -> None:
    """A reversal and each state of a dispute are said with their amounts."""
    number = service.paid()
    swept(service)
    inbox.requests.clear()
    paid, at = Decimal("1068.80"), service.clock.at
    with service.app.database.reading() as unit:
        row = unit.orders.get(number)
    assert row is not None
    for event in (
        Disputed("C1", number, paid, at, "opened"),
        Disputed("C1", number, paid, at, "lost"),
        Reversed("C1", number, paid, at, "chargeback_lost"),
        Disputed("C2", number, paid, at, "opened"),
        Reversed("C1", number, paid, at, "undone"),
    ):
        row = change_order(service.app, row, partial(happened, event))
    swept(service)
    bodies = inbox.bodies()
    # Its payment status moves with the money, and is said, too.
    others = {each["type"] for each in bodies if "amount" not in each["data"]}
    found = [
        (each["type"], each["data"].get("state"), each["data"].get("kind"))
        for each in bodies
        if each["type"] not in others
    ]
    amounts = {each["data"].get("amount", paid) for each in bodies}

    assert (
        [
            ("payment.disputed", "lost", None),
            ("payment.disputed", "opened", None),
            ("payment.disputed", "opened", None),
            ("payment.reversed", None, "chargeback_lost"),
            ("payment.reversed", None, "undone"),
        ],
        {paid},
        {"order.paid"},
    ) == (sorted(found, key=str), amounts, others)


def test_a_refund_that_failed(service: Service, inbox: Inbox) -> None:
    """It is said once, with what the merchant needs to act."""
    number = service.paid()
    service.refund(number, "R1", {"0": 1})
    swept(service)
    inbox.requests.clear()
    (request,) = service.gateway.gateway.orders[number.lower()]["refunds"]
    step = service.gateway.gateway.settle_refund(
        number, request["unique_request_id"], "FAILURE"
    )
    service.apply(step)
    service.apply(step)
    swept(service)
    (body,) = inbox.bodies()

    assert (
        "refund.failed",
        {
            "order_number": number,
            "refund_id": "R1",
            "payment_id": number,
            "currency": "INR",
            "amount": Decimal("499.00"),
        },
    ) == (body["type"], body["data"])


def test_what_a_body_holds(service: Service, inbox: Inbox) -> None:
    """The order's number, states and amounts, and nothing that names a person."""
    cart = service.rich_cart()
    number = service.order(cart)["order"]["order_number"]
    swept(service)
    (request,) = inbox.requests

    assert {
        "type": "order.placed",
        "timestamp": "2026-11-24T06:30:00+00:00",
        "data": {
            "order_number": number,
            "status": "pending",
            "payment_status": "pending",
            "currency": "INR",
            "to_be_paid": Decimal("1192.14"),
            "amount_paid": 0,
            "amount_unpaid": Decimal("1192.14"),
        },
    } == json.loads(request.body, parse_float=Decimal)
    values = [each for each in ADDRESS.values() if isinstance(each, str)]
    assert [] == [each for each in values if each.encode() in request.body]


def test_every_status_has_its_event() -> None:
    """But that in which an order is placed, and the one before it is sent."""
    names = {each.name for each in EVENTS}
    silent = {OrderStatus.PENDING, OrderStatus.DRAFT}

    assert set() == {f"order.{each}" for each in set(OrderStatus) - silent} - names
    assert len(EVENTS) == len(names)


def test_the_published_library_verifies_them(service: Service, inbox: Inbox) -> None:
    """With the new secret and with the former one; the url is the one that was set."""
    service.clock.at = datetime.now(UTC)
    service.number()
    swept(service)
    (request,) = inbox.requests
    found = dict(request.headers)

    assert [json.loads(request.body)] * 2 == [
        Webhook(each).verify(request.body, found) for each in SECRETS
    ]
    assert (URL, "POST", "application/json") == (
        request.url,
        request.method,
        found["Content-Type"],
    )


def test_it_is_sent_again_until_it_is_taken(
    service: Service, inbox: Inbox, lines: list[dict[str, Any]]
) -> None:
    """With the same id and body, a new timestamp, and waits that grow."""
    service.number()
    inbox.answers = [500, 302, 0, 200]
    assert (0, 1) == swept(service)
    assert (0, 0) == swept(service)
    for seconds in (6, 330, 1980):
        service.clock.later(seconds=seconds)
        swept(service)
    assert (0, 0) == swept(service)
    service.clock.later(days=10)
    assert (0, 0) == swept(service)

    assert 4 == len(inbox.requests)
    assert 1 == len({(dict(x.headers)["webhook-id"], x.body) for x in inbox.requests})
    assert 4 == len({dict(x.headers)["webhook-timestamp"] for x in inbox.requests})
    waits = [each for each in lines if each["event"] == "event_waits"]
    assert ["webhook_refused", "webhook_refused", "no_answer"] == [
        each["code"] for each in waits
    ]


def test_it_is_given_up_after_the_schedule(
    service: Service, inbox: Inbox, lines: list[dict[str, Any]]
) -> None:
    """Ten tries in three days and a bit."""
    service.number()
    inbox.answers = [503] * 20
    started = service.clock.at
    while swept(service) != (1, 0):
        service.clock.later(minutes=30)
    spent = service.clock.at - started
    given_up = [each for each in lines if each["event"] == "event_given_up"]

    assert (10, 1, 503) == (len(inbox.requests), len(given_up), given_up[0]["status"])
    # Each wait is up to a tenth longer than its step, and seen at the next half hour.
    assert timedelta(hours=75) < spent <= timedelta(hours=85)


def test_a_receiver_that_is_gone(
    service: Service, inbox: Inbox, lines: list[dict[str, Any]]
) -> None:
    """410 ends it, and a line says so."""
    service.number()
    inbox.answers = [410]

    assert (1, 0) == swept(service)
    assert [("event_given_up", "order.placed", 410)] == [
        (each["event"], each["type"], each["status"])
        for each in lines
        if each["event"].startswith("event_")
    ]


def test_without_a_url_none_is_stored_and_stored_ones_wait(
    service: Service, database: SqlDatabase, inbox: Inbox
) -> None:
    """A process that was started without the option loses no event of another."""
    service.number()
    with running(database, sweep=None) as other:
        other.number()
        assert (0, 1) == swept(other)
        other.clock.later(seconds=6)
        assert (0, 1) == swept(other)
        service.clock.at = other.clock.at
    service.clock.later(seconds=331)

    assert (1, 0) == swept(service)
    assert 1 == len(inbox.requests)


def test_a_change_that_is_undone_says_nothing(service: Service, inbox: Inbox) -> None:
    """An event is committed with its change or not at all."""
    number = service.paid()
    swept(service)
    inbox.requests.clear()
    body = {"id": "R1", "returned": {"0": 1}}
    path = f"{MERCHANT}/orders/{number}/refunds"
    service.done("POST", path, body, token=SHOP)
    other = {**body, "returned": {"0": 2}}
    assert 409 == service.ask("POST", path, other, token=SHOP)[0]
    swept(service)

    assert {"refund.made"} == inbox.types()


def test_an_event_is_forgotten_a_month_after_it_was_taken(service: Service) -> None:
    """Those that are not taken yet stay."""

    def stored() -> list[bool]:
        with service.app.database.reading() as unit:
            return [unit.events.get(each) is not None for each in names]

    names: list[str] = []
    add = service.app.database.write
    for _ in range(2):
        service.number()
        names += [task.key for task in _events(service) if task.key not in names]
        swept(service)
        service.clock.later(days=20)
    assert [True, True] == stored()
    add(lambda unit: unit.events.delivered("none", service.clock.at))

    assert [False, True] == stored()


def _events(service: Service) -> list[Any]:
    at = service.clock.at

    def claimed(unit: Any) -> list[Any]:
        found: list[Any] = unit.tasks.claim(["event"], at, at, 10)
        return found

    return service.app.database.write(claimed)


def test_an_event_that_is_gone_or_taken_is_not_sent(
    service: Service, inbox: Inbox
) -> None:
    """A task that outlived its event ends, and so does one that was done twice."""
    service.number()
    (task,) = _events(service)
    swept(service)
    at = service.clock.at
    service.app.database.write(lambda unit: unit.tasks.add("event", "evt_none", at))
    service.app.database.write(lambda unit: unit.tasks.add("event", task.key, at))

    assert (2, 0) == swept(service)
    assert 1 == len(inbox.requests)


# Secrets and options -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (SECRETS[0], 0),
        (" ".join(SECRETS), 0),
        (SECRETS[0].removeprefix("whsec_"), 1),
        ("whsec_", 1),
        ("whsec_%%%%", 1),
        (f"whsec_{base64.b64encode(b'k' * 23).decode()}", 1),
        (f"whsec_{base64.b64encode(b'k' * 65).decode()}", 1),
        (f"{SECRETS[0]} whsec_a b", 2),
    ],
)
def test_secrets_are_checked(text: str, count: int) -> None:
    """24 to 64 bytes each, and no fault shows one."""
    check = Validator()
    keys = read_secrets(check, "$S", text)

    assert count == len(check.found)
    assert len(text.split()) == len(keys) + count
    assert [] == [
        each for each in check.found if str(each).endswith("(got '****')") is False
    ]


def test_serve_sends_them_where_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The option and the variable arrive in the service."""
    name = serve_webhooks.WEBHOOK_SECRET_VARIABLE
    monkeypatch.setenv(name, " ".join(SECRETS))
    given = command_parser().parse_args(["serve", "--webhook-url", URL])
    serving.settle(given)
    app = serving.make_app(given)
    app.database.close()

    assert Receiver(URL, KEYS, UrllibTransport(timeout=15, deadline=15)) == app.outgoing


@pytest.mark.parametrize(
    ("url", "secret", "wrong"),
    [
        ("http://erp.example/hooks", SECRETS[0], ["--webhook-url"]),
        ("nonsense", "", ["--webhook-url", "$CHECKOUT_CORE_WEBHOOK_SECRET"]),
        (URL, "short", ["$CHECKOUT_CORE_WEBHOOK_SECRET"]),
    ],
)
def test_what_serve_refuses(
    url: str,
    secret: str,
    wrong: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A URL that is not encrypted, and secrets that are none."""
    monkeypatch.setenv(serve_webhooks.WEBHOOK_SECRET_VARIABLE, secret)

    assert 2 == main(["serve", "--webhook-url", url])
    lines = capsys.readouterr().err.splitlines()
    assert wrong == [line.split(": ")[1] for line in lines]


def test_an_inbox_that_loses_an_answer() -> None:
    """The receiver of these tests fails as a network does."""
    with pytest.raises(GatewayError, match="no answer"):
        Inbox([0]).send(Request("POST", URL, ()))

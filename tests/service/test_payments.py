# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A gateway and its troubles: lost answers, crashes, late events, second tries.

Every test runs with Juspay and with a second gateway that shares nothing with it: the
port is one.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from attrs import evolve

from checkout_core import dumps
from checkout_core.http import Request, Response, Transport
from checkout_core.service import SqlDatabase, attempts, placing, recording
from checkout_core.service.calls import Call
from checkout_core.service.dependencies import App
from checkout_core.service.ports import Attempt, OrderRow, RefundRequest
from checkout_core.testing.gateway import Trouble
from tests.factories.providers import JuspayProvider, PaisaPayProvider, Provider
from tests.factories.service import AGREED, MEERA, MERCHANT, SHOP, make_app
from tests.factories.service_client import Client, Service, running


@pytest.fixture(params=[JuspayProvider, PaisaPayProvider], ids=["juspay", "paisapay"])
def provider(request: pytest.FixtureRequest) -> Provider:
    """Return one gateway after the other."""
    found: Provider = request.param()
    return found


def at_gateway(service: Service) -> list[str]:
    """Return the ids of the payments that the gateway knows."""
    return service.provider.ids()


def id_of(service: Service, cart_id: str) -> str:
    """Return the payment's id in the answer to ordering a cart."""
    return service.provider.id_in(service.order(cart_id)["payment_info"])


def fails(service: Service, *troubles: Trouble | None) -> None:
    """Let the next requests to the gateway fail."""
    service.provider.fail_next(*troubles)


class Killed(BaseException):
    """The process ends here."""


class Dying:
    """A way to the gateway on which the service dies, before or after it arrives."""

    def __init__(self, transport: Transport, *, arrives: bool) -> None:
        self.transport = transport
        self.arrives = arrives
        self.dies = True

    def send(self, request: Request) -> Response:
        """Die instead of answering, once."""
        if not self.dies:
            return self.transport.send(request)
        self.dies = False
        if self.arrives:
            self.transport.send(request)
        raise Killed


def killed(
    database: SqlDatabase, provider: Provider, *, arrives: bool
) -> tuple[Service, str]:
    """Return a service that was started again, and the cart it died with."""
    dying = Dying(provider.transport, arrives=arrives)
    with running(database, provider=provider, transport=dying) as service:
        cart = service.cart()
    app = service.app
    body = dumps({"cart_id": cart["id"], "payment_method": provider.method})
    with pytest.raises(Killed):
        placing.create(Call(app=app, body=body.encode(), identity=AGREED[MEERA]))
    return evolve(service, client=Client(app)), cart["id"]


def test_a_crash_before_the_gateway_heard(
    database: SqlDatabase, provider: Provider
) -> None:
    """The order is there; who asks again gets its payload, made once."""
    service, cart_id = killed(database, provider, arrives=False)
    service.clock.later(seconds=31)
    with service.client:
        content = service.order(cart_id)
        orders = service.done("GET", "orders")["orders"]

    number = content["order"]["order_number"]
    assert ([number], [number]) == (
        [each["order_number"] for each in orders],
        at_gateway(service),
    )


def test_a_crash_after_the_gateway_heard(
    database: SqlDatabase, provider: Provider
) -> None:
    """The order is there once; its payload is lost, and another is made for it."""
    service, cart_id = killed(database, provider, arrives=True)
    service.clock.later(seconds=31)
    with service.client:
        content = service.order(cart_id)
        orders = service.done("GET", "orders")["orders"]

    number = content["order"]["order_number"]
    assert ([number], [number, f"{number}-2"], f"{number}-2") == (
        [each["order_number"] for each in orders],
        at_gateway(service),
        service.provider.id_in(content["payment_info"]),
    )


def test_only_the_last_answer_is_given_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An order that is newer than the attempts read with it is read once more."""
    cart = service.cart()["id"]

    def page(nth: int) -> tuple[int, dict[str, Any]]:
        back = f"https://shop.example/{nth}"
        method = {**service.provider.method, "return_url": back}
        return service.ask(
            "POST", "orders", {"cart_id": cart, "payment_method": method}
        )

    page(1)
    page(2)
    stale = [True]

    def read(app: App, known: OrderRow) -> tuple[OrderRow, list[Attempt]]:
        row, found = recording.read_attempts(app, known)
        return row, found[1:] if stale and stale.pop() else found

    monkeypatch.setattr(attempts, "read_attempts", read)
    status, document = page(1)

    first, _, third = at_gateway(service)
    assert (200, f"{first}-3", third) == (
        status,
        third,
        service.provider.id_in(document["content"]["payment_info"]),
    )


@pytest.mark.parametrize("back", [None, 5, ""])
def test_every_payment_has_somewhere_to_come_back_to(
    service: Service, back: object
) -> None:
    """A missing URL is a fault of the request, whatever the gateway looks at."""
    method = {**service.provider.method, "return_url": back}
    if back is None:
        del method["return_url"]
    body = {"cart_id": service.cart()["id"], "payment_method": method}
    status, document = service.ask("POST", "orders", body)

    assert (400, ["payment_method.return_url"], []) == (
        status,
        [each["path"] for each in document["errors"]],
        at_gateway(service),
    )


def test_an_attempt_is_left_to_who_began_it(
    database: SqlDatabase, provider: Provider
) -> None:
    """While it may still be under way elsewhere, nobody begins it again."""
    service, cart_id = killed(database, provider, arrives=True)
    body = {"cart_id": cart_id, "payment_method": service.provider.method}
    with service.client:
        said = service.refused("POST", "orders", body)

    assert (409, "payment_in_progress") == said


def test_a_lost_answer_is_asked_for(service: Service) -> None:
    """Where the gateway took it and its answer got lost, one order exists here."""
    fails(service, Trouble.TIMEOUT_AFTER_ACCEPT)
    content = service.order()
    number = content["order"]["order_number"]

    assert (1, [number, f"{number}-2"]) == (
        len(service.done("GET", "orders")["orders"]),
        at_gateway(service),
    )
    assert ["start", "status", "start"] == service.provider.sent()


def test_a_request_that_never_arrived_is_sent_again(service: Service) -> None:
    """Under the same id, once the gateway says that it knows of none."""
    fails(service, Trouble.NO_CONNECTION)
    number = service.order()["order"]["order_number"]

    assert [number] == at_gateway(service)


def test_a_gateway_that_is_away(service: Service) -> None:
    """The shopper hears it; the order waits, and is paid once it is back."""
    cart = service.cart()
    body = {"cart_id": cart["id"], "payment_method": service.provider.method}
    fails(service, Trouble.NO_CONNECTION, Trouble.NO_CONNECTION)
    said = service.refused("POST", "orders", body)
    content = service.order(cart["id"])

    assert (502, "no_answer") == said
    assert [content["order"]["order_number"]] == at_gateway(service)


def test_a_cancelled_order_is_not_asked_for_again(service: Service) -> None:
    """Who cancels while the gateway is away is not sent there any more."""
    cart = service.cart()
    body = {"cart_id": cart["id"], "payment_method": service.provider.method}
    fails(service, Trouble.NO_CONNECTION, Trouble.NO_CONNECTION)
    service.refused("POST", "orders", body)
    (order,) = service.done("GET", "orders")["orders"]
    path = f"orders/{order['order_number']}/cancel"
    service.done("POST", path, {"cancellation_reason": "too slow"})

    assert (409, "order_cancelled") == service.refused("POST", "orders", body)
    assert [] == at_gateway(service)


def test_a_gateway_that_loses_every_answer(service: Service) -> None:
    """The rounds of one request have an end."""
    lost = Trouble.TIMEOUT_AFTER_ACCEPT
    fails(service, lost, None, lost, None, lost, None)
    body = {"cart_id": service.cart()["id"], "payment_method": service.provider.method}

    assert (502, "answer_lost") == service.refused("POST", "orders", body)


def test_a_payment_under_a_lost_answer(service: Service) -> None:
    """If it was paid all the same, nothing is left to pay."""
    cart = service.cart()
    body = {"cart_id": cart["id"], "payment_method": service.provider.method}
    fails(service, Trouble.TIMEOUT_AFTER_ACCEPT, Trouble.NO_CONNECTION)
    service.refused("POST", "orders", body)
    (number,) = at_gateway(service)
    service.provider.pay(number)
    content = service.order(cart["id"])

    assert (False, "success") == (
        content["payment_required"],
        content["order"]["payment_status"],
    )


#: What is paid and settles nothing, and the error's code.
REFUSED = {
    "another amount": "differs_from_request",
    "another currency": "differs_from_request",
    "less, and no offer": "unexplained_discount",
}


@pytest.mark.parametrize("name", REFUSED)
def test_money_that_settles_nothing(
    service: Service, lines: list[dict[str, Any]], name: str
) -> None:
    """
    The order stays unpaid, and the log names it whoever asked: event or shopper.

    Nobody is told to ask for the money again.
    """
    code = REFUSED[name]
    number = service.number()
    ((body, headers),) = service.provider.alter(number, name)
    told = service.send_event(body, headers)
    polled = service.done("GET", f"orders/{number}/payment-status")
    again = service.refused(
        "POST",
        f"orders/{number}/retry-payment",
        {"payment_method": service.provider.method},
    )
    logged = [each for each in lines if each["event"] == "payment_refused"]

    assert (502, code, "pending", (502, code)) == (
        told[0],
        told[1]["code"],
        polled["status"],
        again,
    )
    assert "ask again" not in told[1]["message"]
    assert [(number, code)] * 3 == [
        (each["order_number"], each["error"]) for each in logged
    ]


def test_another_amount_under_a_lost_answer(service: Service) -> None:
    """An order of ours that was charged with something else is told to the shop."""
    cart = service.cart()
    body = {"cart_id": cart["id"], "payment_method": service.provider.method}
    fails(service, Trouble.TIMEOUT_AFTER_ACCEPT, Trouble.NO_CONNECTION)
    service.refused("POST", "orders", body)
    (number,) = at_gateway(service)
    service.provider.pay(number)
    fails(service, Trouble.AMOUNT_MISMATCH)

    assert (502, "differs_from_request") == service.refused("POST", "orders", body)


def test_an_answer_is_given_again_while_its_token_lives(service: Service) -> None:
    """Later the same request begins another payment of the same order."""
    cart = service.cart()
    first = service.order(cart["id"])
    service.clock.later(minutes=9)
    again = service.order(cart["id"])
    service.clock.later(minutes=2)
    later = service.order(cart["id"])

    number = first["order"]["order_number"]
    assert (first["payment_info"], f"{number}-2", number) == (
        again["payment_info"],
        service.provider.id_in(later["payment_info"]),
        later["order"]["order_number"],
    )


def test_a_failed_payments_page_is_not_given_again(service: Service) -> None:
    """The same request after a failure begins another payment."""
    cart = service.cart()
    number = service.order(cart["id"])["order"]["order_number"]
    service.fail(number)

    assert f"{number}-2" == id_of(service, cart["id"])


def test_a_payment_that_failed_under_a_lost_answer(service: Service) -> None:
    """Told by an event before the answer was asked for, it is left behind."""
    cart = service.cart()
    body = {"cart_id": cart["id"], "payment_method": service.provider.method}
    fails(service, Trouble.TIMEOUT_AFTER_ACCEPT, Trouble.NO_CONNECTION)
    service.refused("POST", "orders", body)
    (number,) = at_gateway(service)
    service.fail(number)

    assert f"{number}-2" == id_of(service, cart["id"])


# Create order in Juspay --------------------------------------------------------------


# Trying again ------------------------------------------------------------------------


def retry(service: Service, number: str) -> dict[str, Any]:
    """Return the payment_info of another try."""
    path = f"orders/{number}/retry-payment"
    found: dict[str, Any] = service.done(
        "POST", path, {"payment_method": service.provider.method}
    )
    return dict(found["payment_info"])


def test_a_failed_payment_is_tried_again(service: Service) -> None:
    """Under an id of its own, and only the second one is paid."""
    number = service.number()
    service.fail(number)
    status = service.done("GET", f"orders/{number}/payment-status")
    info = retry(service, number)
    service.pay(service.provider.id_in(info))

    assert ("failed", True, f"{number}-2", "success") == (
        status["status"],
        status["is_retry_available"],
        service.provider.id_in(info),
        service.done("GET", f"orders/{number}/payment-status")["status"],
    )


def test_an_open_page_is_waited_for(service: Service) -> None:
    """While its token lives a page may be paid, so no other is opened."""
    number = service.number()
    path = f"orders/{number}/retry-payment"
    said = service.refused("POST", path, {"payment_method": service.provider.method})
    service.clock.later(minutes=15)

    assert ((409, "payment_in_progress"), f"{number}-2") == (
        said,
        service.provider.id_in(retry(service, number)),
    )


def test_a_try_after_all_is_paid(service: Service) -> None:
    """Nothing is asked for twice."""
    number = service.number()
    service.provider.pay(number)

    assert {} == retry(service, number)


def test_a_try_while_the_gateway_is_away(service: Service) -> None:
    """Without knowing what became of the last one, no other is begun."""
    number = service.number()
    fails(service, Trouble.NO_CONNECTION)
    path = f"orders/{number}/retry-payment"

    assert (502, "no_answer") == service.refused(
        "POST", path, {"payment_method": service.provider.method}
    )


@pytest.mark.parametrize("body", [{}, {"payment_method": {}}, {"method": 1}])
def test_a_try_that_is_none(service: Service, body: object) -> None:
    """A try needs a payment method."""
    number = service.number()
    service.clock.later(minutes=16)

    assert (400, "invalid_request") == service.refused(
        "POST", f"orders/{number}/retry-payment", body
    )


def test_two_payments_of_one_order(service: Service) -> None:
    """What came twice goes back."""
    number = service.number()
    service.clock.later(minutes=16)
    second = service.provider.id_in(retry(service, number))
    service.pay(second)
    service.pay(number)
    refunds = [
        amount
        for each in at_gateway(service)
        for _, amount in service.provider.refunds(each)
    ]

    assert [Decimal("1068.80")] == refunds


def test_a_refund_of_two_payments(service: Service) -> None:
    """A refund is spread over the payments that came, none above its own."""
    number = service.number()
    service.clock.later(minutes=16)
    second = service.provider.id_in(retry(service, number))
    service.pay(second)
    service.pay(number)
    body = {"cancellation_reason": "x"}
    service.done("POST", f"orders/{number}/cancel", body)
    refunded = [
        [amount for _, amount in service.provider.refunds(each)]
        for each in at_gateway(service)
    ]

    assert [[Decimal("1068.80")], [Decimal("1068.80")]] == refunded


# Events ------------------------------------------------------------------------------


def test_an_event_twice_and_out_of_order(service: Service) -> None:
    """What was told before, or is no longer so, changes nothing."""
    number = service.number()
    failed, paid = service.provider.fail(number), service.provider.pay(number)
    service.notify([*paid, *failed, *paid])
    (payment,) = service.done("GET", f"orders/{number}/payments")["payments"]

    assert ("success", Decimal("1068.80")) == (
        payment["payment_status"],
        payment["amount"],
    )


def test_an_event_of_somebody_else(service: Service) -> None:
    """Who does not know the secret is not listened to."""
    answers = [service.send_event(b"{}", each) for each in service.provider.forged()]

    assert {(401, "unauthorized")} == {
        (status, document["code"]) for status, document in answers
    }


def test_no_events_without_a_secret(database: SqlDatabase, provider: Provider) -> None:
    """A service that was given none takes no events."""
    app = make_app(database, gateway=provider.account(webhook=None))
    path, headers = f"/webhooks/{provider.slug}", provider.signed(b"{}")
    with Client(app) as client:
        answer = client.request("POST", path, headers=headers, content=b"{}")

    assert 401 == answer.status_code


def test_an_event_of_another_gateway(service: Service) -> None:
    """The URL names the gateway, and this service has one."""
    answer = service.client.request("POST", "/webhooks/other", content=b"{}")

    assert (404, "gateway_not_found") == (answer.status_code, answer.json()["code"])


def test_an_event_that_is_none(service: Service) -> None:
    """What cannot be read is refused."""
    status, document = service.send_event(b"{}", service.provider.signed(b"{}"))

    assert (400, "unusable_event") == (status, document["code"])


#: Bodies that are no event, or one of nothing.
JUNK = [
    b"",
    b"null",
    b"[]",
    b"17",
    b'"ORDER_SUCCEEDED"',
    b"\xff\xfe",
    b"{",
    b'{"id": "e", "id": "f"}',
    b'{"id": NaN}',
    b"[" * 100_000,
    b'{"id": "\\ud800", "event_name": "ORDER_SUCCEEDED"}',
    b'{"id": "e", "event_name": "ORDER_SUCCEEDED", "content": []}',
    b'{"id": "e", "event_name": "ORDER_SUCCEEDED", "content": {"order": 7}}',
    b'{"id": 7, "event_name": {}, "content": {"order": {"order_id": "\\u0000"}}}',
]


def test_junk_in_place_of_an_event(database: SqlDatabase) -> None:
    """With the right password: refused, or taken for something unknown."""
    with running(database) as service:
        number = service.number()
        before = len(service.provider.sent())
        answers = [
            service.send_event(body, service.provider.signed(body)) for body in JUNK
        ]
        asked = len(service.provider.sent()) - before
        status = service.done("GET", f"orders/{number}")["order"]["status"]

    assert [] == [
        document
        for code, document in answers
        if code != 400 and document.get("content") != {"taken": False}
    ]
    assert (0, "pending") == (asked, status)


def test_an_event_that_lies(database: SqlDatabase) -> None:
    """It says CHARGED with the right password: the gateway is asked, and says no."""
    with running(database) as service:
        number = service.number()
        # What would be sent if it were paid, which it is not.
        step = service.gateway.gateway.pay(number)
        answers = [
            service.send_event(each.body, dict(each.headers)) for each in step.events
        ]
        status = service.done("GET", f"orders/{number}/payment-status")

    assert [(200, {"taken": True})] == [
        (code, document["content"]) for code, document in answers
    ]
    assert ("pending", 0) == (status["status"], status["amount_paid"])


def test_an_event_of_something_unknown(service: Service) -> None:
    """It is taken, so that it is not sent again, and changes nothing."""
    answers = [
        service.send_event(body, service.provider.signed(body))
        for body in service.provider.strange()
    ]

    assert [(200, {"taken": False})] * 2 == [
        (status, document["content"]) for status, document in answers
    ]


def test_an_event_while_the_gateway_is_away(service: Service) -> None:
    """It is not taken, so that it is sent again."""
    number = service.number()
    events = service.provider.pay(number)
    fails(service, Trouble.NO_CONNECTION)

    assert ([502], [200]) == (service.notify(events), service.notify(events))


def test_a_status_while_the_gateway_is_away(service: Service) -> None:
    """What is known is said."""
    number = service.number()
    fails(service, Trouble.NO_CONNECTION)

    assert "pending" == service.done("GET", f"orders/{number}/payment-status")["status"]


def test_a_status_of_what_never_arrived(service: Service) -> None:
    """A payment that the gateway knows nothing of is no failed one."""
    cart = service.cart()
    body = {"cart_id": cart["id"], "payment_method": service.provider.method}
    fails(service, Trouble.NO_CONNECTION, Trouble.NO_CONNECTION)
    service.refused("POST", "orders", body)
    (order,) = service.done("GET", "orders")["orders"]
    path = f"orders/{order['order_number']}/payment-status"

    assert "pending" == service.done("GET", path)["status"]


# Refunds -----------------------------------------------------------------------------


def refund(service: Service, number: str) -> None:
    """Refund one unit."""
    path = f"{MERCHANT}/orders/{number}/refunds"
    service.done("POST", path, {"id": "R1", "returned": {"0": 1}}, token=SHOP)


@pytest.mark.parametrize(
    "troubles",
    [
        (Trouble.NO_CONNECTION,),
        (Trouble.TIMEOUT_AFTER_ACCEPT,),
        (Trouble.SERVER_ERROR,),
        (Trouble.MALFORMED_JSON,),
    ],
)
def test_a_refund_that_got_lost(
    service: Service, troubles: tuple[Trouble, ...]
) -> None:
    """It is sent again under its id, when the service starts at the latest."""
    number = service.paid()
    fails(service, *troubles)
    refund(service, number)
    with Client(service.app):
        pass
    ((told, _),) = service.provider.refunds(number)
    with service.app.database.reading() as unit:
        (request,) = unit.payments.refund_requests(number)

    assert ("R1", "PENDING") == (request.refund_id, request.status)
    assert told == request.id


def test_a_refund_that_cannot_be_asked_for(service: Service) -> None:
    """It is left to people, and holds nothing else up."""
    number = service.paid()
    request = RefundRequest(
        id="?",
        refund_id="x",
        order_number=number,
        gateway_id=number,
        amount=Decimal(1),
    )
    service.app.database.write(lambda unit: unit.payments.put_refund_request(request))
    with Client(service.app) as client:
        answer = client.request("GET", "/health")

    assert 200 == answer.status_code


def test_a_bank_pays_a_part(service: Service) -> None:
    """1,068.80 paid with 908.80: the order is paid, and 908.80 go back, no more."""
    number = service.number()
    service.notify(service.provider.pay_by_offer(number, "160.00"))
    status = service.done("GET", f"orders/{number}/payment-status")
    cancelled = {"cancellation_reason": "too late"}
    service.done("POST", f"orders/{number}/cancel", cancelled)
    ((_, amount),) = service.provider.refunds(number)

    assert ("success", Decimal("1068.80"), Decimal("908.80")) == (
        status["status"],
        status["amount_paid"],
        amount,
    )


def test_each_payment_gives_what_came_with_it(service: Service) -> None:
    """
    A second payment comes late, with an offer and a fee of its own.

    It came too much, so it goes back: 1,068.80 less the 68.80 of its bank; the
    gateway's 20.00 stay.  Then the first goes back with the goods, 908.80.
    """
    number = service.number()
    service.fail(number)
    retry = {"payment_method": service.provider.method}
    service.done("POST", f"orders/{number}/retry-payment", retry)
    again = at_gateway(service)[-1]
    service.notify(service.provider.pay_by_offer(number, "160.00"))
    service.notify(service.provider.pay_by_offer(again, "68.80", "20.00"))
    returned = {"id": "R1", "returned": {"0": 2}}
    service.done("POST", f"{MERCHANT}/orders/{number}/refunds", returned, token=SHOP)

    assert [[Decimal("908.80")], [Decimal("1000.00")]] == [
        [amount for _, amount in service.provider.refunds(name)]
        for name in (number, again)
    ]


def test_a_discount_nobody_explains_is_not_delivered(service: Service) -> None:
    """Less came than was asked for and no offer says why: the order stays unpaid."""
    number = service.number()
    service.notify(service.provider.alter(number, "less, and no offer"))
    order = service.done("GET", f"orders/{number}")["order"]

    assert ("pending", "pending") == (order["status"], order["payment_status"])

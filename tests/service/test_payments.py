# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The gateway and its troubles: lost answers, crashes, late events, second tries."""

from __future__ import annotations

import base64
import json

from decimal import Decimal
from typing import Any

import pytest

from attrs import evolve

from checkout_core import dumps
from checkout_core.juspay import Credentials, Policy
from checkout_core.juspay.gateway import JuspayGateway
from checkout_core.service import SqlDatabase, placing
from checkout_core.service.calls import Call
from checkout_core.service.ports import RefundRequest
from checkout_core.testing.gateway import Loopback, Trouble
from checkout_core.values import Record, thawed
from service.factories import (
    AGREED,
    ARJUN,
    HYPER,
    MEERA,
    MERCHANT,
    PASSWORD,
    SHOP,
    USER,
    Client,
    Clock,
    Service,
    make_app,
)


EXPRESS = {
    "payment_provider_slug": "juspay",
    "integration_type": "express-checkout",
    "return_url": "https://shop.example/back",
    "payment_method_type": "UPI",
    "payment_method": "UPI_PAY",
}
RETURN = "https://shop.example/back"


def at_gateway(service: Service) -> list[str]:
    """Return the ids of the orders that the gateway knows."""
    return [each["order_id"] for each in service.gateway.gateway.orders.values()]


def fails(service: Service, *troubles: Trouble | None) -> None:
    """Let the next requests to the gateway fail."""
    service.gateway.gateway = service.gateway.gateway.failing(*troubles)


def sent(service: Service) -> list[tuple[str, str]]:
    """Return method and last part of the path of everything that was sent."""
    return [(each.method, each.url.rpartition("/")[2]) for each in service.gateway.sent]


class Killed(BaseException):
    """The process ends here."""


class Dying(Loopback):
    """A way to the gateway on which the service dies, before or after it arrives."""

    def __init__(self, *, arrives: bool) -> None:
        super().__init__()
        self.arrives = arrives
        self.dies = True

    def send(self, request: Any) -> Any:
        """Die instead of answering, once."""
        if not self.dies:
            return super().send(request)
        self.dies = False
        if self.arrives:
            super().send(request)
        raise Killed


def killed(database: SqlDatabase, *, arrives: bool) -> tuple[Service, str]:
    """Return a service that was started again, and the cart it died with."""
    clock, gateway = Clock(), Dying(arrives=arrives)
    app = make_app(database, clock=clock, transport=gateway)
    client = Client(app)
    with client:
        service = Service(app, clock, gateway, client)
        cart = service.cart()
    body = dumps({"cart_id": cart["id"], "payment_method": HYPER})
    with pytest.raises(Killed):
        placing.create(Call(app=app, body=body.encode(), identity=AGREED[MEERA]))
    return evolve(service, client=Client(app)), cart["id"]


def test_a_crash_before_the_gateway_heard(database: SqlDatabase) -> None:
    """The order is there; who asks again gets its payload, made once."""
    service, cart_id = killed(database, arrives=False)
    service.clock.later(seconds=31)
    with service.client:
        content = service.order(cart_id)
        orders = service.done("GET", "orders")["orders"]

    number = content["order"]["order_number"]
    assert ([number], [number]) == (
        [each["order_number"] for each in orders],
        at_gateway(service),
    )


def test_a_crash_after_the_gateway_heard(database: SqlDatabase) -> None:
    """The order is there once; its payload is lost, and another is made for it."""
    service, cart_id = killed(database, arrives=True)
    service.clock.later(seconds=31)
    with service.client:
        content = service.order(cart_id)
        orders = service.done("GET", "orders")["orders"]

    number = content["order"]["order_number"]
    payload = content["payment_info"]["sdk_payload"]["payload"]
    assert ([number], [number, f"{number}-2"], f"{number}-2") == (
        [each["order_number"] for each in orders],
        at_gateway(service),
        payload["orderId"],
    )


def test_an_attempt_is_left_to_who_began_it(database: SqlDatabase) -> None:
    """While it may still be under way elsewhere, nobody begins it again."""
    service, cart_id = killed(database, arrives=True)
    body = {"cart_id": cart_id, "payment_method": HYPER}
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
    assert [("POST", "session"), ("GET", number), ("POST", "session")] == sent(service)


def test_a_request_that_never_arrived_is_sent_again(service: Service) -> None:
    """Under the same id, once the gateway says that it knows of none."""
    fails(service, Trouble.NO_CONNECTION)
    number = service.order()["order"]["order_number"]

    assert [number] == at_gateway(service)


def test_a_gateway_that_is_away(service: Service) -> None:
    """The shopper hears it; the order waits, and is paid once it is back."""
    cart = service.cart()
    body = {"cart_id": cart["id"], "payment_method": HYPER}
    fails(service, Trouble.NO_CONNECTION, Trouble.NO_CONNECTION)
    said = service.refused("POST", "orders", body)
    content = service.order(cart["id"])

    assert (502, "no_answer") == said
    assert [content["order"]["order_number"]] == at_gateway(service)


def test_a_cancelled_order_is_not_asked_for_again(service: Service) -> None:
    """Who cancels while the gateway is away is not sent there any more."""
    cart = service.cart()
    body = {"cart_id": cart["id"], "payment_method": HYPER}
    fails(service, Trouble.NO_CONNECTION, Trouble.NO_CONNECTION)
    service.refused("POST", "orders", body)
    (order,) = service.done("GET", "orders")["orders"]
    path = f"orders/{order['order_number']}/cancel"
    service.done("POST", path, {"cancellation_reason": "too slow"})

    body = {"order_number": order["order_number"], "return_url": RETURN}
    path = "payments/juspay/create-order"
    assert (409, "order_cancelled") == service.refused("POST", path, body)
    assert [] == at_gateway(service)


def test_a_gateway_that_loses_every_answer(service: Service) -> None:
    """The rounds of one request have an end."""
    lost = Trouble.TIMEOUT_AFTER_ACCEPT
    fails(service, lost, None, lost, None, lost, None)
    body = {"cart_id": service.cart()["id"], "payment_method": HYPER}

    assert (502, "answer_lost") == service.refused("POST", "orders", body)


def test_a_payment_under_a_lost_answer(service: Service) -> None:
    """If it was paid all the same, nothing is left to pay."""
    cart = service.cart()
    body = {"cart_id": cart["id"], "payment_method": HYPER}
    fails(service, Trouble.TIMEOUT_AFTER_ACCEPT, Trouble.NO_CONNECTION)
    service.refused("POST", "orders", body)
    (number,) = at_gateway(service)
    service.pay(number, notify=False)
    content = service.order(cart["id"])

    assert (False, "success") == (
        content["payment_required"],
        content["order"]["payment_status"],
    )


#: What is CHARGED and settles nothing: the answer's fields, and the error's code.
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "another amount": ({"amount": 1}, "differs_from_request"),
    "another currency": ({"currency": "USD"}, "differs_from_request"),
    "less, and no offer": ({"effective_amount": 900}, "unexplained_discount"),
    "no amount": ({"effective_amount": "9,00"}, "unusable_receipt"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_money_that_settles_nothing(
    service: Service, lines: list[dict[str, Any]], name: str
) -> None:
    """
    The order stays unpaid, and the log names it whoever asked: event or shopper.

    Nobody is told to ask for the money again.
    """
    fields, code = REFUSED[name]
    number = service.number()
    key = number.lower()
    gateway = service.gateway.gateway
    asked = {**thawed(gateway.orders[key]), **fields}
    gateway = evolve(gateway, orders=Record({**gateway.orders, key: asked}))
    step = gateway.pay(number)
    service.gateway.take(step)
    told = service.send_event(step.events[0].body, basic())
    polled = service.done("GET", f"orders/{number}/payment-status")
    again = service.refused(
        "POST", f"orders/{number}/retry-payment", {"payment_method": HYPER}
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
    body = {"cart_id": cart["id"], "payment_method": HYPER}
    fails(service, Trouble.TIMEOUT_AFTER_ACCEPT, Trouble.NO_CONNECTION)
    service.refused("POST", "orders", body)
    (number,) = at_gateway(service)
    service.pay(number, notify=False)
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
        later["payment_info"]["order_id"],
        later["order"]["order_number"],
    )


def test_a_failed_payments_page_is_not_given_again(service: Service) -> None:
    """The same request after a failure begins another payment."""
    cart = service.cart()
    number = service.order(cart["id"])["order"]["order_number"]
    service.apply(service.gateway.gateway.fail(number))

    assert f"{number}-2" == service.order(cart["id"])["payment_info"]["order_id"]


def test_a_payment_that_failed_under_a_lost_answer(service: Service) -> None:
    """Told by an event before the answer was asked for, it is left behind."""
    cart = service.cart()
    body = {"cart_id": cart["id"], "payment_method": HYPER}
    fails(service, Trouble.TIMEOUT_AFTER_ACCEPT, Trouble.NO_CONNECTION)
    service.refused("POST", "orders", body)
    (number,) = at_gateway(service)
    service.apply(service.gateway.gateway.fail(number))

    assert f"{number}-2" == service.order(cart["id"])["payment_info"]["order_id"]


def test_another_request_takes_an_attempt_over(service: Service) -> None:
    """What is stored is the answer to what was asked last."""
    cart = service.cart()
    body = {"cart_id": cart["id"], "payment_method": HYPER}
    fails(service, Trouble.NO_CONNECTION, Trouble.NO_CONNECTION)
    service.refused("POST", "orders", body)
    (order,) = service.done("GET", "orders")["orders"]
    number = order["order_number"]
    service.done(
        "POST",
        "payments/juspay/create-order",
        {"order_number": number, "return_url": RETURN},
    )
    info = service.order(cart["id"])["payment_info"]

    assert (f"{number}-2", "in.juspay.hyperpay") == (
        info["order_id"],
        info["sdk_payload"]["service"],
    )


def test_an_express_payment(service: Service) -> None:
    """A payment that was started says where the shopper goes on."""
    info = service.order(payment_method=EXPRESS)["payment_info"]

    assert ("PENDING_VBV", "GET") == (
        info["status"],
        info["payment"]["authentication"]["method"],
    )


# Create order in Juspay --------------------------------------------------------------


def test_an_order_for_the_shops_own_page(service: Service) -> None:
    """The answer has the token; asked again it is the same."""
    cart = service.cart()
    number = service.done("POST", "orders", {"cart_id": cart["id"]})["order"][
        "order_number"
    ]
    body = {"order_number": number, "return_url": RETURN}
    first, again = [
        service.done("POST", "payments/juspay/create-order", body)["data"]
        for _ in range(2)
    ]

    assert (first, number, Decimal("1068.80"), True) == (
        again,
        first["order_id"],
        first["amount"],
        first["juspay"]["client_auth_token"].startswith("tkn_"),
    )


def test_a_cancelled_order_for_the_shops_own_page(service: Service) -> None:
    """An answer is not given again once the order is cancelled."""
    cart = service.cart()
    order = service.done("POST", "orders", {"cart_id": cart["id"]})["order"]
    number = order["order_number"]
    body = {"order_number": number, "return_url": RETURN}
    service.done("POST", "payments/juspay/create-order", body)
    service.done("POST", f"orders/{number}/cancel", {"cancellation_reason": "no"})
    said = service.refused("POST", "payments/juspay/create-order", body)

    assert (409, "order_cancelled") == said


@pytest.mark.parametrize("body", [{}, {"order_number": 1, "return_url": RETURN}])
def test_no_order_for_the_shops_own_page(service: Service, body: object) -> None:
    """A request names an order."""
    path = "payments/juspay/create-order"

    assert (400, "invalid_request") == service.refused("POST", path, body)


def test_anothers_order_for_the_shops_own_page(service: Service) -> None:
    """Another's order is not there."""
    body = {"order_number": service.number(), "return_url": RETURN}
    path = "payments/juspay/create-order"

    assert (404, "order_not_found") == service.refused("POST", path, body, token=ARJUN)


# Trying again ------------------------------------------------------------------------


def retry(service: Service, number: str) -> dict[str, Any]:
    """Return the payment_info of another try."""
    path = f"orders/{number}/retry-payment"
    found: dict[str, Any] = service.done("POST", path, {"payment_method": HYPER})
    return dict(found["payment_info"])


def test_a_failed_payment_is_tried_again(service: Service) -> None:
    """Under an id of its own, and only the second one is paid."""
    number = service.number()
    service.apply(service.gateway.gateway.fail(number))
    status = service.done("GET", f"orders/{number}/payment-status")
    info = retry(service, number)
    service.pay(info["order_id"])

    assert ("failed", True, f"{number}-2", "success") == (
        status["status"],
        status["is_retry_available"],
        info["order_id"],
        service.done("GET", f"orders/{number}/payment-status")["status"],
    )


def test_an_open_page_is_waited_for(service: Service) -> None:
    """While its token lives a page may be paid, so no other is opened."""
    number = service.number()
    path = f"orders/{number}/retry-payment"
    said = service.refused("POST", path, {"payment_method": HYPER})
    service.clock.later(minutes=15)

    assert ((409, "payment_in_progress"), f"{number}-2") == (
        said,
        retry(service, number)["order_id"],
    )


def test_a_try_after_all_is_paid(service: Service) -> None:
    """Nothing is asked for twice."""
    number = service.number()
    service.pay(number, notify=False)

    assert {} == retry(service, number)


def test_a_try_while_the_gateway_is_away(service: Service) -> None:
    """Without knowing what became of the last one, no other is begun."""
    number = service.number()
    fails(service, Trouble.NO_CONNECTION)
    path = f"orders/{number}/retry-payment"

    assert (502, "no_answer") == service.refused(
        "POST", path, {"payment_method": HYPER}
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
    second = retry(service, number)["order_id"]
    service.pay(second)
    service.pay(number)
    refunds = [
        each["amount"]
        for order in service.gateway.gateway.orders.values()
        for each in order["refunds"]
    ]

    assert ["1068.80"] == refunds


def test_a_refund_of_two_payments(service: Service) -> None:
    """A refund is spread over the payments that came, none above its own."""
    number = service.number()
    service.clock.later(minutes=16)
    second = retry(service, number)["order_id"]
    service.pay(second)
    service.pay(number)
    body = {"cancellation_reason": "x"}
    service.done("POST", f"orders/{number}/cancel", body)
    refunded = [
        str(each["amount_refunded"]) for each in service.gateway.gateway.orders.values()
    ]

    assert ["1068.80", "1068.80"] == refunded


# Events ------------------------------------------------------------------------------


def basic(user: str = USER, password: str = PASSWORD) -> dict[str, str]:
    """Return the header an event comes with."""
    pair = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def test_an_event_twice_and_out_of_order(service: Service) -> None:
    """What was told before, or is no longer so, changes nothing."""
    number = service.number()
    failed = service.gateway.gateway.fail(number)
    paid = failed.gateway.pay(number)
    service.apply(paid, notify=False)
    for event in (*paid.events, *failed.events, *paid.events):
        service.send_event(event.body, dict(event.headers))
    (payment,) = service.done("GET", f"orders/{number}/payments")["payments"]

    assert ("success", Decimal("1068.80")) == (
        payment["payment_status"],
        payment["amount"],
    )


@pytest.mark.parametrize(
    "headers", [{}, basic("juspay", "guess"), {"Authorization": "Bearer x"}]
)
def test_an_event_of_somebody_else(service: Service, headers: dict[str, str]) -> None:
    """Who does not know the password is not listened to."""
    status, document = service.send_event(b"{}", headers)

    assert (401, "unauthorized") == (status, document["code"])


def test_no_events_without_a_password(database: SqlDatabase) -> None:
    """A service that was given none takes no events."""
    app = make_app(database, webhook=None)
    with Client(app) as client:
        answer = client.request("POST", "/webhooks/juspay", headers=basic("", ""))

    assert 401 == answer.status_code


def test_an_event_that_is_none(service: Service) -> None:
    """What cannot be read is refused."""
    status, document = service.send_event(b"{}", basic())

    assert (400, "unusable_event") == (status, document["code"])


@pytest.mark.parametrize("content", [{}, {"order": {"order_id": "nobody"}}])
def test_an_event_of_something_unknown(service: Service, content: object) -> None:
    """It is taken, so that it is not sent again, and changes nothing."""
    body = json.dumps({"id": "e1", "event_name": "NEW", "content": content})
    status, document = service.send_event(body.encode(), basic())

    assert (200, {"taken": False}) == (status, document["content"])


def test_an_event_while_the_gateway_is_away(service: Service) -> None:
    """It is not taken, so that it is sent again."""
    number = service.number()
    step = service.gateway.gateway.pay(number)
    service.apply(step, notify=False)
    fails(service, Trouble.NO_CONNECTION)
    (event,) = step.events
    first, _ = service.send_event(event.body, dict(event.headers))
    second, _ = service.send_event(event.body, dict(event.headers))

    assert (502, 200) == (first, second)


def test_a_status_while_the_gateway_is_away(service: Service) -> None:
    """What is known is said."""
    number = service.number()
    fails(service, Trouble.NO_CONNECTION)

    assert "pending" == service.done("GET", f"orders/{number}/payment-status")["status"]


def test_a_status_of_what_never_arrived(service: Service) -> None:
    """A payment that the gateway knows nothing of is no failed one."""
    cart = service.cart()
    body = {"cart_id": cart["id"], "payment_method": HYPER}
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
    (told,) = service.gateway.gateway.orders[number.lower()]["refunds"]
    with service.app.database.reading() as unit:
        (request,) = unit.payments.refund_requests(number)

    assert ("R1", "PENDING") == (request.refund_id, request.status)
    assert request.id == told["unique_request_id"]


def test_a_refund_that_cannot_be_asked_for(service: Service) -> None:
    """It is left to people, and holds nothing else up."""
    number = service.paid()
    with service.app.database.writing() as unit:
        unit.payments.put_refund_request(
            RefundRequest("?", "x", number, number, Decimal(1))
        )
    with Client(service.app) as client:
        answer = client.request("GET", "/health")

    assert 200 == answer.status_code


def test_a_bank_pays_a_part(service: Service) -> None:
    """1,068.80 paid with 908.80: the order is paid, and 908.80 go back, no more."""
    number = service.number()
    service.apply(service.gateway.gateway.pay_by_offer(number, "160.00"))
    status = service.done("GET", f"orders/{number}/payment-status")
    cancelled = {"cancellation_reason": "too late"}
    service.done("POST", f"orders/{number}/cancel", cancelled)
    at_the_gateway = service.gateway.gateway.orders[number.lower()]
    (call,) = at_the_gateway["refunds"]

    assert ("success", Decimal("1068.80"), "908.80") == (
        status["status"],
        status["amount_paid"],
        call["amount"],
    )


def test_the_shop_says_who_funds_an_offer(database: SqlDatabase) -> None:
    """What the gateway's order says of the discount is kept with the payment."""
    policy = Policy(offer_funding={"BANK15": "brand"})
    shop = JuspayGateway(
        credentials=Credentials("merchant-id", "LOOPBACK_KEY"),
        payment_page_client_id="shop",
        policy=policy,
    )
    clock, gateway = Clock(), Loopback()
    app = make_app(database, clock=clock, transport=gateway, shop=shop)
    with Client(app) as client:
        service = Service(app, clock, gateway, client)
        number = service.number()
        service.apply(gateway.gateway.pay_by_offer(number, "160.00"))
    with database.reading() as unit:
        row = unit.orders.get(number)
    assert row is not None

    assert (("brand", Decimal("160.00")),) == row.order.payments[0].funded_by


def test_each_payment_gives_what_came_with_it(service: Service) -> None:
    """
    A second payment comes late, with an offer and a fee of its own.

    It came too much, so it goes back: 1,068.80 less the 68.80 of its bank; the
    gateway's 20.00 stay.  Then the first goes back with the goods, 908.80.
    """
    number = service.number()
    service.apply(service.gateway.gateway.fail(number))
    retry = {"payment_method": HYPER}
    service.done("POST", f"orders/{number}/retry-payment", retry)
    again = at_gateway(service)[-1]
    service.apply(service.gateway.gateway.pay_by_offer(number, "160.00"))
    service.apply(service.gateway.gateway.pay_by_offer(again, "68.80", "20.00"))
    returned = {"id": "R1", "returned": {"0": 2}}
    service.done("POST", f"{MERCHANT}/orders/{number}/refunds", returned, token=SHOP)

    orders = service.gateway.gateway.orders
    assert [["908.80"], [1000]] == [
        [each["amount"] for each in orders[name.lower()]["refunds"]]
        for name in (number, again)
    ]


def test_a_discount_nobody_explains_is_not_delivered(service: Service) -> None:
    """Less came than was asked for and no offer says why: the order stays unpaid."""
    number = service.number()
    step = service.gateway.gateway.pay_by_offer(number, "160.00")
    known = thawed(step.gateway.orders)
    known[number.lower()]["offers"] = []
    service.apply(evolve(step, gateway=evolve(step.gateway, orders=Record(known))))
    order = service.done("GET", f"orders/{number}")["order"]

    assert ("pending", "pending") == (order["status"], order["payment_status"])

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
from checkout_core.service import SqlDatabase, orders
from checkout_core.service.desk import Asked
from checkout_core.service.ports import RefundCall
from checkout_core.testing.gateway import Loopback, Trouble
from checkout_core.values import Record, thawed
from checkout_core.wire.envelopes import Shop
from service.house import (
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
    House,
    desk_of,
)


EXPRESS = {
    "payment_provider_slug": "juspay",
    "integration_type": "express-checkout",
    "return_url": "https://shop.example/back",
    "payment_method_type": "UPI",
    "payment_method": "UPI_PAY",
}
RETURN = "https://shop.example/back"


def at_gateway(house: House) -> list[str]:
    """Return the ids of the orders that the gateway knows."""
    return [each["order_id"] for each in house.gateway.gateway.orders.values()]


def fails(house: House, *troubles: Trouble | None) -> None:
    """Let the next requests to the gateway fail."""
    house.gateway.gateway = house.gateway.gateway.failing(*troubles)


def sent(house: House) -> list[tuple[str, str]]:
    """Return method and last part of the path of everything that was sent."""
    return [(each.method, each.url.rpartition("/")[2]) for each in house.gateway.sent]


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


def killed(database: SqlDatabase, *, arrives: bool) -> tuple[House, str]:
    """Return a service that was started again, and the cart it died with."""
    clock, gateway = Clock(), Dying(arrives=arrives)
    desk = desk_of(database, clock=clock, transport=gateway)
    client = Client(desk)
    with client:
        house = House(desk, clock, gateway, client)
        cart = house.cart()
    body = dumps({"cart_id": cart["id"], "payment_method": HYPER})
    with pytest.raises(Killed):
        orders.create(Asked(desk=desk, body=body.encode(), who=AGREED[MEERA]))
    return evolve(house, client=Client(desk)), cart["id"]


def test_a_crash_before_the_gateway_heard(database: SqlDatabase) -> None:
    """The order is there; who asks again gets its payload, made once."""
    house, cart_id = killed(database, arrives=False)
    house.clock.later(seconds=31)
    with house.client:
        content = house.order(cart_id)
        orders = house.done("GET", "orders")["orders"]

    number = content["order"]["order_number"]
    assert ([number], [number]) == (
        [each["order_number"] for each in orders],
        at_gateway(house),
    )


def test_a_crash_after_the_gateway_heard(database: SqlDatabase) -> None:
    """The order is there once; its payload is lost, and another is made for it."""
    house, cart_id = killed(database, arrives=True)
    house.clock.later(seconds=31)
    with house.client:
        content = house.order(cart_id)
        orders = house.done("GET", "orders")["orders"]

    number = content["order"]["order_number"]
    payload = content["payment_info"]["sdk_payload"]["payload"]
    assert ([number], [number, f"{number}-2"], f"{number}-2") == (
        [each["order_number"] for each in orders],
        at_gateway(house),
        payload["orderId"],
    )


def test_an_attempt_is_left_to_who_began_it(database: SqlDatabase) -> None:
    """While it may still be under way elsewhere, nobody begins it again."""
    house, cart_id = killed(database, arrives=True)
    body = {"cart_id": cart_id, "payment_method": HYPER}
    with house.client:
        said = house.refused("POST", "orders", body)

    assert (409, "payment_in_progress") == said


def test_a_lost_answer_is_asked_for(house: House) -> None:
    """Where the gateway took it and its answer got lost, one order exists here."""
    fails(house, Trouble.TIMEOUT_AFTER_ACCEPT)
    content = house.order()
    number = content["order"]["order_number"]

    assert (1, [number, f"{number}-2"]) == (
        len(house.done("GET", "orders")["orders"]),
        at_gateway(house),
    )
    assert [("POST", "session"), ("GET", number), ("POST", "session")] == sent(house)


def test_a_request_that_never_arrived_is_sent_again(house: House) -> None:
    """Under the same id, once the gateway says that it knows of none."""
    fails(house, Trouble.NO_CONNECTION)
    number = house.order()["order"]["order_number"]

    assert [number] == at_gateway(house)


def test_a_gateway_that_is_away(house: House) -> None:
    """The shopper hears it; the order waits, and is paid once it is back."""
    cart = house.cart()
    body = {"cart_id": cart["id"], "payment_method": HYPER}
    fails(house, Trouble.NO_CONNECTION, Trouble.NO_CONNECTION)
    said = house.refused("POST", "orders", body)
    content = house.order(cart["id"])

    assert (502, "no_answer") == said
    assert [content["order"]["order_number"]] == at_gateway(house)


def test_a_cancelled_order_is_not_asked_for_again(house: House) -> None:
    """Who cancels while the gateway is away is not sent there any more."""
    cart = house.cart()
    body = {"cart_id": cart["id"], "payment_method": HYPER}
    fails(house, Trouble.NO_CONNECTION, Trouble.NO_CONNECTION)
    house.refused("POST", "orders", body)
    (order,) = house.done("GET", "orders")["orders"]
    path = f"orders/{order['order_number']}/cancel"
    house.done("POST", path, {"cancellation_reason": "too slow"})

    body = {"order_number": order["order_number"], "return_url": RETURN}
    path = "payments/juspay/create-order"
    assert (409, "order_cancelled") == house.refused("POST", path, body)
    assert [] == at_gateway(house)


def test_a_gateway_that_loses_every_answer(house: House) -> None:
    """The rounds of one request have an end."""
    lost = Trouble.TIMEOUT_AFTER_ACCEPT
    fails(house, lost, None, lost, None, lost, None)
    body = {"cart_id": house.cart()["id"], "payment_method": HYPER}

    assert (502, "answer_lost") == house.refused("POST", "orders", body)


def test_a_payment_under_a_lost_answer(house: House) -> None:
    """If it was paid all the same, nothing is left to pay."""
    cart = house.cart()
    body = {"cart_id": cart["id"], "payment_method": HYPER}
    fails(house, Trouble.TIMEOUT_AFTER_ACCEPT, Trouble.NO_CONNECTION)
    house.refused("POST", "orders", body)
    (number,) = at_gateway(house)
    house.pay(number, tell=False)
    content = house.order(cart["id"])

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
    house: House, lines: list[dict[str, Any]], name: str
) -> None:
    """
    The order stays unpaid, and the log names it whoever asked: event or shopper.

    Nobody is told to ask for the money again.
    """
    fields, code = REFUSED[name]
    number = house.number()
    key = number.lower()
    gateway = house.gateway.gateway
    asked = {**thawed(gateway.orders[key]), **fields}
    gateway = evolve(gateway, orders=Record({**gateway.orders, key: asked}))
    step = gateway.pay(number)
    house.gateway.take(step)
    told = house.tell(step.events[0].body, basic())
    polled = house.done("GET", f"orders/{number}/payment-status")
    again = house.refused(
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


def test_another_amount_under_a_lost_answer(house: House) -> None:
    """An order of ours that was charged with something else is told to the shop."""
    cart = house.cart()
    body = {"cart_id": cart["id"], "payment_method": HYPER}
    fails(house, Trouble.TIMEOUT_AFTER_ACCEPT, Trouble.NO_CONNECTION)
    house.refused("POST", "orders", body)
    (number,) = at_gateway(house)
    house.pay(number, tell=False)
    fails(house, Trouble.AMOUNT_MISMATCH)

    assert (502, "differs_from_request") == house.refused("POST", "orders", body)


def test_an_answer_is_given_again_while_its_token_lives(house: House) -> None:
    """Later the same request begins another payment of the same order."""
    cart = house.cart()
    first = house.order(cart["id"])
    house.clock.later(minutes=9)
    again = house.order(cart["id"])
    house.clock.later(minutes=2)
    later = house.order(cart["id"])

    number = first["order"]["order_number"]
    assert (first["payment_info"], f"{number}-2", number) == (
        again["payment_info"],
        later["payment_info"]["order_id"],
        later["order"]["order_number"],
    )


def test_a_failed_payments_page_is_not_given_again(house: House) -> None:
    """The same request after a failure begins another payment."""
    cart = house.cart()
    number = house.order(cart["id"])["order"]["order_number"]
    house.happens(house.gateway.gateway.fail(number))

    assert f"{number}-2" == house.order(cart["id"])["payment_info"]["order_id"]


def test_a_payment_that_failed_under_a_lost_answer(house: House) -> None:
    """Told by an event before the answer was asked for, it is left behind."""
    cart = house.cart()
    body = {"cart_id": cart["id"], "payment_method": HYPER}
    fails(house, Trouble.TIMEOUT_AFTER_ACCEPT, Trouble.NO_CONNECTION)
    house.refused("POST", "orders", body)
    (number,) = at_gateway(house)
    house.happens(house.gateway.gateway.fail(number))

    assert f"{number}-2" == house.order(cart["id"])["payment_info"]["order_id"]


def test_another_request_takes_an_attempt_over(house: House) -> None:
    """What is stored is the answer to what was asked last."""
    cart = house.cart()
    body = {"cart_id": cart["id"], "payment_method": HYPER}
    fails(house, Trouble.NO_CONNECTION, Trouble.NO_CONNECTION)
    house.refused("POST", "orders", body)
    (order,) = house.done("GET", "orders")["orders"]
    number = order["order_number"]
    house.done(
        "POST",
        "payments/juspay/create-order",
        {"order_number": number, "return_url": RETURN},
    )
    info = house.order(cart["id"])["payment_info"]

    assert (f"{number}-2", "in.juspay.hyperpay") == (
        info["order_id"],
        info["sdk_payload"]["service"],
    )


def test_an_express_payment(house: House) -> None:
    """A payment that was started says where the shopper goes on."""
    info = house.order(payment_method=EXPRESS)["payment_info"]

    assert ("PENDING_VBV", "GET") == (
        info["status"],
        info["payment"]["authentication"]["method"],
    )


# Create order in Juspay --------------------------------------------------------------


def test_an_order_for_the_shops_own_page(house: House) -> None:
    """The answer has the token; asked again it is the same."""
    cart = house.cart()
    number = house.done("POST", "orders", {"cart_id": cart["id"]})["order"][
        "order_number"
    ]
    body = {"order_number": number, "return_url": RETURN}
    first, again = [
        house.done("POST", "payments/juspay/create-order", body)["data"]
        for _ in range(2)
    ]

    assert (first, number, Decimal("1068.80"), True) == (
        again,
        first["order_id"],
        first["amount"],
        first["juspay"]["client_auth_token"].startswith("tkn_"),
    )


def test_a_cancelled_order_for_the_shops_own_page(house: House) -> None:
    """An answer is not given again once the order is cancelled."""
    cart = house.cart()
    order = house.done("POST", "orders", {"cart_id": cart["id"]})["order"]
    number = order["order_number"]
    body = {"order_number": number, "return_url": RETURN}
    house.done("POST", "payments/juspay/create-order", body)
    house.done("POST", f"orders/{number}/cancel", {"cancellation_reason": "no"})
    said = house.refused("POST", "payments/juspay/create-order", body)

    assert (409, "order_cancelled") == said


@pytest.mark.parametrize("body", [{}, {"order_number": 1, "return_url": RETURN}])
def test_no_order_for_the_shops_own_page(house: House, body: object) -> None:
    """A request names an order."""
    path = "payments/juspay/create-order"

    assert (400, "invalid_request") == house.refused("POST", path, body)


def test_anothers_order_for_the_shops_own_page(house: House) -> None:
    """Another's order is not there."""
    body = {"order_number": house.number(), "return_url": RETURN}
    path = "payments/juspay/create-order"

    assert (404, "order_not_found") == house.refused("POST", path, body, token=ARJUN)


# Trying again ------------------------------------------------------------------------


def retry(house: House, number: str) -> dict[str, Any]:
    """Return the payment_info of another try."""
    path = f"orders/{number}/retry-payment"
    found: dict[str, Any] = house.done("POST", path, {"payment_method": HYPER})
    return dict(found["payment_info"])


def test_a_failed_payment_is_tried_again(house: House) -> None:
    """Under an id of its own, and only the second one is paid."""
    number = house.number()
    house.happens(house.gateway.gateway.fail(number))
    status = house.done("GET", f"orders/{number}/payment-status")
    info = retry(house, number)
    house.pay(info["order_id"])

    assert ("failed", True, f"{number}-2", "success") == (
        status["status"],
        status["is_retry_available"],
        info["order_id"],
        house.done("GET", f"orders/{number}/payment-status")["status"],
    )


def test_an_open_page_is_waited_for(house: House) -> None:
    """While its token lives a page may be paid, so no other is opened."""
    number = house.number()
    path = f"orders/{number}/retry-payment"
    said = house.refused("POST", path, {"payment_method": HYPER})
    house.clock.later(minutes=15)

    assert ((409, "payment_in_progress"), f"{number}-2") == (
        said,
        retry(house, number)["order_id"],
    )


def test_a_try_after_all_is_paid(house: House) -> None:
    """Nothing is asked for twice."""
    number = house.number()
    house.pay(number, tell=False)

    assert {} == retry(house, number)


def test_a_try_while_the_gateway_is_away(house: House) -> None:
    """Without knowing what became of the last one, no other is begun."""
    number = house.number()
    fails(house, Trouble.NO_CONNECTION)
    path = f"orders/{number}/retry-payment"

    assert (502, "no_answer") == house.refused("POST", path, {"payment_method": HYPER})


@pytest.mark.parametrize("body", [{}, {"payment_method": {}}, {"method": 1}])
def test_a_try_that_is_none(house: House, body: object) -> None:
    """A try needs a payment method."""
    number = house.number()
    house.clock.later(minutes=16)

    assert (400, "invalid_request") == house.refused(
        "POST", f"orders/{number}/retry-payment", body
    )


def test_two_payments_of_one_order(house: House) -> None:
    """What came twice goes back."""
    number = house.number()
    house.clock.later(minutes=16)
    second = retry(house, number)["order_id"]
    house.pay(second)
    house.pay(number)
    refunds = [
        each["amount"]
        for order in house.gateway.gateway.orders.values()
        for each in order["refunds"]
    ]

    assert ["1068.80"] == refunds


def test_a_refund_of_two_payments(house: House) -> None:
    """A refund is spread over the payments that came, none above its own."""
    number = house.number()
    house.clock.later(minutes=16)
    second = retry(house, number)["order_id"]
    house.pay(second)
    house.pay(number)
    body = {"cancellation_reason": "x"}
    house.done("POST", f"orders/{number}/cancel", body)
    refunded = [
        str(each["amount_refunded"]) for each in house.gateway.gateway.orders.values()
    ]

    assert ["1068.80", "1068.80"] == refunded


# Events ------------------------------------------------------------------------------


def basic(user: str = USER, password: str = PASSWORD) -> dict[str, str]:
    """Return the header an event comes with."""
    pair = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def test_an_event_twice_and_out_of_order(house: House) -> None:
    """What was told before, or is no longer so, changes nothing."""
    number = house.number()
    failed = house.gateway.gateway.fail(number)
    paid = failed.gateway.pay(number)
    house.happens(paid, tell=False)
    for event in (*paid.events, *failed.events, *paid.events):
        house.tell(event.body, dict(event.headers))
    (payment,) = house.done("GET", f"orders/{number}/payments")["payments"]

    assert ("success", Decimal("1068.80")) == (
        payment["payment_status"],
        payment["amount"],
    )


@pytest.mark.parametrize(
    "headers", [{}, basic("juspay", "guess"), {"Authorization": "Bearer x"}]
)
def test_an_event_of_somebody_else(house: House, headers: dict[str, str]) -> None:
    """Who does not know the password is not listened to."""
    status, document = house.tell(b"{}", headers)

    assert (401, "unauthorized") == (status, document["code"])


def test_no_events_without_a_password(database: SqlDatabase) -> None:
    """A service that was given none takes no events."""
    desk = desk_of(database, webhook=None)
    with Client(desk) as client:
        answer = client.request("POST", "/webhooks/juspay", headers=basic("", ""))

    assert 401 == answer.status_code


def test_an_event_that_is_none(house: House) -> None:
    """What cannot be read is refused."""
    status, document = house.tell(b"{}", basic())

    assert (400, "unusable_event") == (status, document["code"])


@pytest.mark.parametrize("content", [{}, {"order": {"order_id": "nobody"}}])
def test_an_event_of_something_unknown(house: House, content: object) -> None:
    """It is taken, so that it is not sent again, and changes nothing."""
    body = json.dumps({"id": "e1", "event_name": "NEW", "content": content})
    status, document = house.tell(body.encode(), basic())

    assert (200, {"taken": False}) == (status, document["content"])


def test_an_event_while_the_gateway_is_away(house: House) -> None:
    """It is not taken, so that it is sent again."""
    number = house.number()
    step = house.gateway.gateway.pay(number)
    house.happens(step, tell=False)
    fails(house, Trouble.NO_CONNECTION)
    (event,) = step.events
    first, _ = house.tell(event.body, dict(event.headers))
    second, _ = house.tell(event.body, dict(event.headers))

    assert (502, 200) == (first, second)


def test_a_status_while_the_gateway_is_away(house: House) -> None:
    """What is known is said."""
    number = house.number()
    fails(house, Trouble.NO_CONNECTION)

    assert "pending" == house.done("GET", f"orders/{number}/payment-status")["status"]


def test_a_status_of_what_never_arrived(house: House) -> None:
    """A payment that the gateway knows nothing of is no failed one."""
    cart = house.cart()
    body = {"cart_id": cart["id"], "payment_method": HYPER}
    fails(house, Trouble.NO_CONNECTION, Trouble.NO_CONNECTION)
    house.refused("POST", "orders", body)
    (order,) = house.done("GET", "orders")["orders"]
    path = f"orders/{order['order_number']}/payment-status"

    assert "pending" == house.done("GET", path)["status"]


# Refunds -----------------------------------------------------------------------------


def refund(house: House, number: str) -> None:
    """Refund one unit."""
    path = f"{MERCHANT}/orders/{number}/refunds"
    house.done("POST", path, {"id": "R1", "returned": {"0": 1}}, token=SHOP)


@pytest.mark.parametrize(
    "troubles",
    [
        (Trouble.NO_CONNECTION,),
        (Trouble.TIMEOUT_AFTER_ACCEPT,),
        (Trouble.SERVER_ERROR,),
        (Trouble.MALFORMED_JSON,),
    ],
)
def test_a_refund_that_got_lost(house: House, troubles: tuple[Trouble, ...]) -> None:
    """It is sent again under its id, when the service starts at the latest."""
    number = house.paid()
    fails(house, *troubles)
    refund(house, number)
    with Client(house.desk):
        pass
    (told,) = house.gateway.gateway.orders[number.lower()]["refunds"]
    with house.desk.database.reading() as unit:
        (call,) = unit.payments.calls(number)

    assert ("R1", "PENDING") == (call.note, call.status)
    assert call.id == told["unique_request_id"]


def test_a_refund_that_cannot_be_asked_for(house: House) -> None:
    """It is left to people, and holds nothing else up."""
    number = house.paid()
    with house.desk.database.writing() as unit:
        unit.payments.put_call(RefundCall("?", "x", number, number, Decimal(1)))
    with Client(house.desk) as client:
        answer = client.request("GET", "/health")

    assert 200 == answer.status_code


def test_a_bank_pays_a_part(house: House) -> None:
    """1,068.80 paid with 908.80: the order is paid, and 908.80 go back, no more."""
    number = house.number()
    house.happens(house.gateway.gateway.pay_by_offer(number, "160.00"))
    status = house.done("GET", f"orders/{number}/payment-status")
    cancelled = {"cancellation_reason": "too late"}
    house.done("POST", f"orders/{number}/cancel", cancelled)
    at_the_gateway = house.gateway.gateway.orders[number.lower()]
    (call,) = at_the_gateway["refunds"]

    assert ("success", Decimal("1068.80"), "908.80") == (
        status["status"],
        status["amount_paid"],
        call["amount"],
    )


def test_the_shop_says_who_funds_an_offer(database: SqlDatabase) -> None:
    """What the gateway's order says of the discount is kept with the payment."""
    policy = Policy(offer_funding={"BANK15": "brand"})
    shop = Shop(
        credentials=Credentials("merchant-id", "LOOPBACK_KEY"),
        payment_page_client_id="shop",
        policy=policy,
    )
    clock, gateway = Clock(), Loopback()
    desk = desk_of(database, clock=clock, transport=gateway, shop=shop)
    with Client(desk) as client:
        house = House(desk, clock, gateway, client)
        number = house.number()
        house.happens(gateway.gateway.pay_by_offer(number, "160.00"))
    with database.reading() as unit:
        row = unit.orders.get(number)
    assert row is not None

    assert (("brand", Decimal("160.00")),) == row.order.payments[0].funded_by


def test_each_payment_gives_what_came_with_it(house: House) -> None:
    """
    A second payment comes late, with an offer and a fee of its own.

    It came too much, so it goes back: 1,068.80 less the 68.80 of its bank; the
    gateway's 20.00 stay.  Then the first goes back with the goods, 908.80.
    """
    number = house.number()
    house.happens(house.gateway.gateway.fail(number))
    retry = {"payment_method": HYPER}
    house.done("POST", f"orders/{number}/retry-payment", retry)
    again = at_gateway(house)[-1]
    house.happens(house.gateway.gateway.pay_by_offer(number, "160.00"))
    house.happens(house.gateway.gateway.pay_by_offer(again, "68.80", "20.00"))
    returned = {"id": "R1", "returned": {"0": 2}}
    house.done("POST", f"{MERCHANT}/orders/{number}/refunds", returned, token=SHOP)

    orders = house.gateway.gateway.orders
    assert [["908.80"], [1000]] == [
        [each["amount"] for each in orders[name.lower()]["refunds"]]
        for name in (number, again)
    ]


def test_a_discount_nobody_explains_is_not_delivered(house: House) -> None:
    """Less came than was asked for and no offer says why: the order stays unpaid."""
    number = house.number()
    step = house.gateway.gateway.pay_by_offer(number, "160.00")
    known = thawed(step.gateway.orders)
    known[number.lower()]["offers"] = []
    house.happens(evolve(step, gateway=evolve(step.gateway, orders=Record(known))))
    order = house.done("GET", f"orders/{number}")["order"]

    assert ("pending", "pending") == (order["status"], order["payment_status"])

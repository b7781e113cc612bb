# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Refunds until they have ended: sent again, asked for, sent anew after a failure.

And what the gateway gives back without us: on its dashboard, by itself, to a bank.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest

from checkout_core.gateway import RefundState
from checkout_core.refunds import RefundPolicy
from checkout_core.service import SqlDatabase
from checkout_core.service.gateway_refunds import send_refund, send_refunds
from checkout_core.service.sweeping import sweep
from checkout_core.service.tasks import lease, release
from checkout_core.testing.gateway import Trouble
from tests.factories.service import MEERA, MERCHANT, SHOP
from tests.factories.service_client import INVALID, Service, running


PAID = Decimal("1068.80")


def listed(service: Service, number: str) -> list[tuple[Decimal, str]]:
    """Return amount and status of each refund that the shopper sees."""
    found = service.done("GET", f"orders/{number}/refunds")["refunds"]
    return [(each["refund_amount"], each["status"]) for each in found]


def at_gateway(service: Service, number: str) -> list[tuple[str, str]]:
    """Return amount and status of each refund that the gateway has."""
    refunds = service.gateway.gateway.orders[number.lower()]["refunds"]
    return [(str(each["amount"]), each["status"]) for each in refunds]


def held(service: Service, number: str) -> Decimal:
    """Return what the gateway has of a payment: charged less refunded."""
    order = service.gateway.gateway.orders[number.lower()]
    if order["status"] != "CHARGED":
        return Decimal(0)
    return Decimal(str(order["amount"])) - Decimal(str(order["amount_refunded"]))


def fails(service: Service, *troubles: Trouble | None) -> None:
    """Let the next requests to the gateway fail."""
    service.provider.fail_next(*troubles)


def later(service: Service, **span: float) -> str:
    """Let time pass, sweep refunds, and return what was done."""
    service.clock.later(**span)
    return str(sweep(service.app, kinds=["refund"]))


def settle(service: Service, number: str, state: str = "SUCCESS") -> None:
    """Let the pending refunds of a payment end, without an event."""
    for each in service.gateway.gateway.orders[number.lower()]["refunds"]:
        if each["status"] == "PENDING":
            name = each["unique_request_id"]
            step = service.gateway.gateway.settle_refund(number, name, state)
            service.gateway.take(step)


def lose(service: Service, step: Any) -> None:
    """Let something happen at the gateway whose event is lost."""
    service.gateway.take(step)


def failed_refund(service: Service) -> str:
    """Return the number of an order of which a refund failed at the gateway."""
    number = service.paid()
    service.refund(number, "R1", {"0": 1})
    settle(service, number, "FAILURE")
    later(service, seconds=20)
    return number


def send(service: Service, number: str, name: str = "R1") -> dict[str, Any]:
    """Return a refund that was sent again."""
    path = f"{MERCHANT}/orders/{number}/refunds/{name}/send"
    return dict(service.done("POST", path, token=SHOP)["refund"])


# Until it ends -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "troubles",
    [
        (Trouble.NO_CONNECTION,),
        (Trouble.TIMEOUT_AFTER_ACCEPT,),
        (Trouble.SERVER_ERROR,),
        (Trouble.THROTTLED,),
        (Trouble.MALFORMED_JSON,),
    ],
    ids=lambda troubles: troubles[0].value,
)
def test_a_refund_is_sent_again(
    service: Service, troubles: tuple[Trouble, ...]
) -> None:
    """The gateway failed once: nobody has to do anything for it to be sent."""
    number = service.paid()
    fails(service, None, *troubles)
    service.cancel(number)
    before = listed(service, number)
    swept = later(service, seconds=20)

    assert [(PAID, "pending")] == before == listed(service, number)
    assert "refund: 0 ended, 1 put off" == swept
    assert [("1068.80", "PENDING")] == at_gateway(service, number)


def test_a_refund_waits_for_a_gateway_that_is_away_for_days(service: Service) -> None:
    """It is tried at least every six hours, and sent once."""
    number = service.paid()
    fails(service, None, *[Trouble.SERVER_ERROR] * 12)
    service.cancel(number)
    tries, begun = 0, service.clock.at
    while not at_gateway(service, number):
        tries += "refund" in later(service, hours=1)

    assert 12 == tries
    assert service.clock.at - begun < timedelta(days=2)
    assert [("1068.80", "PENDING")] == at_gateway(service, number)


def test_a_pending_refund_is_asked_for(service: Service) -> None:
    """It ended at the gateway and no event came, of an order that is fully paid."""
    number = service.paid()
    service.refund(number, "R1", {"0": 1})
    settle(service, number)
    before, swept = listed(service, number), later(service, seconds=20)

    assert ("pending", "success") == (before[0][1], listed(service, number)[0][1])
    assert ("refund: 1 ended, 0 put off", "") == (swept, later(service, days=1))


def test_a_refund_that_failed_is_for_the_merchant(
    service: Service, lines: list[dict[str, Any]]
) -> None:
    """It is listed as failed, the log names it, and no sweep sends it again."""
    number = failed_refund(service)
    with service.app.database.reading() as unit:
        [request] = unit.payments.refund_requests(number)
    logged = [each for each in lines if each["event"] == "refund_failed"]

    assert ["failed"] == [state for _, state in listed(service, number)]
    assert "" == later(service, days=1)
    assert [(number, "R1", request.id)] == [
        (each["order_number"], each["refund"], each["id"]) for each in logged
    ]


def test_a_refund_is_sent_by_one(service: Service) -> None:
    """Who does not have its lease leaves it alone; who has it too late, as well."""
    number = service.paid()
    fails(service, None, Trouble.NO_CONNECTION)
    service.cancel(number)
    app = service.app
    with app.database.reading() as unit:
        [request] = unit.payments.refund_requests(number)
    task = lease(app, "refund", request.id)
    send_refunds(app, number)
    during = at_gateway(service, number)
    assert task is not None
    release(app, task)
    send_refunds(app, number)
    after = at_gateway(service, number)

    assert ([], [("1068.80", "PENDING")]) == (during, after)
    assert [False, True] == [send_refund(app, each) for each in (request.id, "gone")]
    assert after == at_gateway(service, number)


# Sent anew -----------------------------------------------------------------------


def test_a_failed_refund_is_sent_again_by_the_merchant(service: Service) -> None:
    """The gateway gets it under another id, and pays it once."""
    number = failed_refund(service)
    [(amount, _)] = listed(service, number)
    sent = send(service, number)
    settle(service, number)
    later(service, seconds=20)

    assert ("R1", "pending") == (sent["request_number"], sent["status"])
    assert [(amount, "success")] == listed(service, number)
    assert ["FAILURE", "SUCCESS"] == [state for _, state in at_gateway(service, number)]
    assert PAID - amount == held(service, number)


def test_a_refund_is_sent_anew_once(service: Service) -> None:
    """What has not failed, or no longer, stays as it is."""
    number = failed_refund(service)
    sent = [send(service, number)["status"] for _ in range(3)]

    assert ["pending"] * 3 == sent
    assert ["FAILURE", "PENDING"] == [state for _, state in at_gateway(service, number)]


def test_a_refund_that_was_paid_after_all_is_not_sent_anew(service: Service) -> None:
    """The gateway is asked before: it has changed its mind."""
    number = failed_refund(service)
    name = service.gateway.gateway.orders[number.lower()]["refunds"][0]
    step = service.gateway.gateway.settle_refund(number, name["unique_request_id"])
    lose(service, step)

    assert "success" == send(service, number)["status"]
    assert ["SUCCESS"] == [state for _, state in at_gateway(service, number)]


def test_a_refund_is_not_sent_anew_while_nothing_is_known(service: Service) -> None:
    """Without an answer it might be paid twice."""
    number = failed_refund(service)
    fails(service, Trouble.NO_CONNECTION)
    path = f"{MERCHANT}/orders/{number}/refunds/R1/send"

    assert (502, "no_answer") == service.refused("POST", path, token=SHOP)
    assert ["failed"] == [state for _, state in listed(service, number)]


def test_a_refund_that_fails_again_can_be_sent_again(service: Service) -> None:
    """As often as it takes; the money of the first stays reserved for it."""
    number = failed_refund(service)
    for _ in range(2):
        send(service, number)
        settle(service, number, "FAILURE")
        later(service, seconds=20)
    service.refund(number, "R2", {"0": 1})
    send(service, number)
    settle(service, number)
    later(service, seconds=20)

    assert ["success", "success"] == [state for _, state in listed(service, number)]
    assert PAID == sum(amount for amount, _ in listed(service, number))
    assert 0 == held(service, number)


@pytest.mark.parametrize("token", [SHOP, MEERA])
def test_what_cannot_be_sent_anew(service: Service, token: str) -> None:
    """A refund that is not there, and a shopper's request."""
    path = f"{MERCHANT}/orders/{service.paid()}/refunds/R9/send"
    said = (404, "refund_not_found") if token == SHOP else (403, "forbidden")

    assert said == service.refused("POST", path, token=token)


# One id ------------------------------------------------------------------------------

ASKED: dict[str, Any] = {"id": "R1", "returned": {"0": 1}}


@pytest.mark.parametrize(
    "more",
    [
        {"returned": {"0": 2}},
        {"shipping": "10.00"},
        {"reason": "other"},
        {"refund_mode": "bank-transfer", "bank_account_id": "acc_7"},
    ],
    ids=str,
)
def test_an_id_stands_for_all_that_was_asked(
    database: SqlDatabase, more: dict[str, Any]
) -> None:
    """Anything else under it is refused, in both directions, and nothing changes."""
    with running(database, refunds=RefundPolicy(shipping="explicit")) as service:
        path = f"{MERCHANT}/orders/{service.paid()}/refunds"
        other = f"{MERCHANT}/orders/{service.paid()}/refunds"
        service.done("POST", path, ASKED, token=SHOP)
        service.done("POST", other, {**ASKED, **more}, token=SHOP)
        said = [
            service.refused("POST", path, {**ASKED, **more}, token=SHOP),
            service.refused("POST", other, ASKED, token=SHOP),
        ]

    assert [(409, "refund_id_used")] * 2 == said


def test_the_same_again_is_the_same_refund(database: SqlDatabase) -> None:
    """However its amount is written."""
    with running(database, refunds=RefundPolicy(shipping="explicit")) as service:
        path = f"{MERCHANT}/orders/{service.paid()}/refunds"
        answers = [
            service.done("POST", path, {**ASKED, "shipping": shipping}, token=SHOP)
            for shipping in ("10", "10.00", 10)
        ]

    assert [answers[0]] * 3 == answers


def test_the_id_of_excess_money_is_used(service: Service) -> None:
    """Money that went back by itself has an id of its own."""
    number = service.number()
    service.cancel(number)
    service.pay(number)
    found = service.done("GET", f"orders/{number}/refunds")["refunds"]
    [excess] = [each for each in found if each["refund_amount"]]
    path = f"{MERCHANT}/orders/{number}/refunds"
    body = {**ASKED, "id": excess["request_number"]}

    assert (409, "refund_id_used") == service.refused("POST", path, body, token=SHOP)


@pytest.mark.parametrize("name", [" ", "\t \n", "", None, 5])
def test_an_id_of_blanks_is_none(service: Service, name: object) -> None:
    """A refund needs an id that can be read."""
    path = f"{MERCHANT}/orders/{service.paid()}/refunds"

    assert INVALID == service.refused("POST", path, {**ASKED, "id": name}, token=SHOP)


def test_an_id_with_a_slash_can_be_named(service: Service) -> None:
    """An id is the merchant's own text, also in a path."""
    number = service.paid()
    path, name = f"{MERCHANT}/orders/{number}/refunds", "2026/11 é"
    transfer = {"refund_mode": "bank-transfer", "bank_account_id": "acc_7"}
    service.done("POST", path, {**ASKED, "id": name, **transfer}, token=SHOP)
    sent = {"at": "2026-11-25T10:00:00+05:30", "reference": "UTR42"}
    named = f"{path}/{quote(name, safe='')}"

    assert (
        "success"
        == service.done("POST", f"{named}/paid", sent, token=SHOP)["refund"]["status"]
    )
    assert name == send(service, number, quote(name, safe=""))["request_number"]


def test_returned_goods_paid_through_a_bank(service: Service) -> None:
    """The merchant sends it, and says when; the gateway is not asked to."""
    number = service.paid()
    transfer = {"refund_mode": "bank-transfer", "bank_account_id": "acc_7"}
    path = f"{MERCHANT}/orders/{number}/refunds"
    service.done("POST", path, {**ASKED, **transfer}, token=SHOP)
    [refund] = service.done("GET", f"orders/{number}/refunds")["refunds"]
    sent = {"at": "2026-11-25T10:00:00+05:30", "reference": "UTR42"}
    paid = service.done("POST", f"{path}/R1/paid", sent, token=SHOP)["refund"]

    assert ("approved", "bank-transfer", "success") == (
        refund["status"],
        refund["payment_mode"],
        paid["status"],
    )
    assert [] == at_gateway(service, number)


@pytest.mark.parametrize(
    "more",
    [
        {"refund_mode": "cash"},
        {"refund_mode": "bank-transfer"},
        {"bank_account_id": "acc_7"},
    ],
    ids=str,
)
def test_a_destination_that_is_none(service: Service, more: dict[str, Any]) -> None:
    """An account where and only where money goes there."""
    path = f"{MERCHANT}/orders/{service.paid()}/refunds"

    assert INVALID == service.refused("POST", path, {**ASKED, **more}, token=SHOP)


# Without us --------------------------------------------------------------------------


@pytest.mark.parametrize("told", [True, False], ids=["event", "no event"])
def test_a_refund_on_the_dashboard_is_left_out(
    service: Service, lines: list[dict[str, Any]], *, told: bool
) -> None:
    """A later cancel sends what is left, and says so."""
    number = service.paid()
    step = service.gateway.gateway.refund_on_dashboard(number, "500.00")
    service.apply(step) if told else lose(service, step)
    service.cancel(number)
    settle(service, number)
    later(service, seconds=20)
    logged = [each for each in lines if each["event"] == "payment_reversed"]

    assert [(PAID - 500, "success")] == listed(service, number)
    assert (Decimal(0), [(number, "refunded_elsewhere")]) == (
        held(service, number),
        [(each["order_number"], each["kind"]) for each in logged],
    )


def test_all_was_refunded_on_the_dashboard(service: Service) -> None:
    """The shopper is not told that money is on its way a second time."""
    number = service.paid()
    lose(service, service.gateway.gateway.refund_on_dashboard(number))
    service.cancel(number)

    assert [(Decimal(0), "success")] == listed(service, number)
    assert ["SUCCESS"] == [state for _, state in at_gateway(service, number)]


def test_the_dashboard_was_quicker(service: Service) -> None:
    """The money went back between our refund and its sending: ours has failed."""
    number = service.paid()
    fails(service, None, Trouble.NO_CONNECTION)
    service.cancel(number)
    lose(service, service.gateway.gateway.refund_on_dashboard(number))
    swept = later(service, seconds=20)

    assert ("refund: 1 ended, 0 put off", [(PAID, "failed")]) == (
        swept,
        listed(service, number),
    )
    assert ("", Decimal(0)) == (later(service, days=1), held(service, number))


def test_the_dashboard_left_enough(service: Service) -> None:
    """A refund that is refused for another reason is tried again."""
    number = service.paid()
    fails(service, None, Trouble.THROTTLED, Trouble.THROTTLED)
    service.refund(number, "R1", {"0": 1})
    first = later(service, seconds=20)
    second = later(service, minutes=5)

    assert ["refund: 0 ended, 1 put off"] * 2 == [first, second]
    assert ["PENDING"] == [state for _, state in at_gateway(service, number)]


def test_the_gateway_gave_it_back_by_itself(
    service: Service, lines: list[dict[str, Any]]
) -> None:
    """The order is no longer paid, and somebody has to look before it is shipped."""
    number = service.paid()
    service.apply(service.gateway.gateway.auto_refund(number))
    order = service.done("GET", f"orders/{number}")["order"]
    said = service.done("GET", f"orders/{number}/payment-status")
    logged = [each for each in lines if each["event"] == "payment_reversed"]

    assert ("confirmed", 0, PAID, 1) == (
        order["status"],
        said["amount_paid"],
        said["amount_unpaid"],
        len(logged),
    )


def test_a_chargeback_takes_the_money(service: Service) -> None:
    """Only a lost one: until then the merchant has it."""
    number = service.paid()
    states = []
    for step in ("open_chargeback", "lose_chargeback"):
        service.apply(getattr(service.gateway.gateway, step)(number))
        said = service.done("GET", f"orders/{number}/payment-status")
        states.append((said["amount_paid"], said["amount_unpaid"]))

    assert [(PAID, 0), (0, PAID)] == states


def test_our_own_refund_is_no_reversal(service: Service) -> None:
    """It is known by its id, whatever became of it."""
    number = service.paid()
    service.refund(number, "R1", {"0": 1})
    for state in RefundState:
        settle(service, number, state)
        later(service, seconds=20)
    with service.app.database.reading() as unit:
        row = unit.orders.get(number)
    assert row is not None

    assert () == row.order.reversals

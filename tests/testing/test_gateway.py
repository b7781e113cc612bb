# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The fake gateway: it takes what the builders build, and fails when it is told to."""

from __future__ import annotations

import json

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from checkout_core import juspay
from checkout_core.errors import GatewayError
from checkout_core.http import Request, Response
from checkout_core.juspay import Credentials, Due, MandateTerms, orders
from checkout_core.juspay import sdk as spelling
from checkout_core.testing.gateway import Gateway, Loopback, Step, Trouble


if TYPE_CHECKING:
    from collections.abc import Callable

    from checkout_core.juspay import Order


SHOP = Credentials("merchant-id", "LOOPBACK_KEY")
GATEWAY = Gateway()
TERMS = MandateTerms(max_amount="1000.00", frequency="MONTHLY", rule_value=1)


def create(order_id: str = "A1", amount: str = "1054.25", **fields: Any) -> Request:
    """Return a request that creates an order."""
    return juspay.create_order(
        Due(amount), SHOP, order_id=order_id, at=GATEWAY.at, **fields
    )


def told(gateway: Gateway, request: Request) -> Any:
    """Return the document a request is answered with."""
    response = gateway.answer(request).response
    assert response is not None
    return json.loads(response.body)


def status_of(gateway: Gateway, order_id: str = "A1") -> Order:
    """Return an order as the gateway tells it."""
    request = juspay.order_status(SHOP, order_id=order_id)
    response = gateway.answer(request).response
    assert response is not None
    return juspay.read_order(request, response)


def with_order(**fields: Any) -> Gateway:
    """Return a gateway with one order."""
    return GATEWAY.answer(create(**fields)).gateway


def post(path: str, body: bytes, **headers: str) -> Request:
    """Return a request that no builder made."""
    base = dict(create().headers) | headers
    return Request(
        "POST", f"https://sandbox.juspay.in{path}", tuple(base.items()), body
    )


def error_of(gateway: Gateway, request: Request) -> GatewayError:
    """Return the error a request is answered with."""
    response = gateway.answer(request).response
    assert response is not None
    with pytest.raises(GatewayError) as caught:
        juspay.read_order(request, response)
    return caught.value


def test_a_create_is_answered_with_its_token() -> None:
    """The whole way: built, answered, read."""
    request = create(customer_id="cst_1", udf6="a_b")
    response = GATEWAY.answer(request).response
    assert response is not None
    order = juspay.read_order(request, response)
    assert order.juspay is not None
    assert (
        "NEW",
        10,
        Decimal("1054.25"),
        "cst_1",
        "a_b",
        GATEWAY.at + timedelta(minutes=15),
    ) == (
        order.status,
        order.status_id,
        order.amount,
        order.customer_id,
        order.udf6,
        order.juspay.client_auth_token_expiry,
    )


@pytest.mark.parametrize(
    "given_fields", [{"get_client_auth_token": False}, {"version": "2016-10-27"}]
)
def test_a_create_without_a_token_is_answered_short(given_fields: Any) -> None:
    """The option and the version decide."""
    assert ["status", "status_id", "id", "order_id", "payment_links"] == list(
        told(GATEWAY, create(**given_fields))
    )


def test_equal_gateways_answer_alike() -> None:
    """No clock, no chance."""
    assert GATEWAY.answer(create()) == Gateway().answer(create())


def test_an_order_is_not_created_twice() -> None:
    """Whatever the case of its id."""
    error = error_of(with_order(order_id="a1"), create(order_id="A1"))
    assert ("ALREADY_EXISTS", 400) == (error.error_code, error.http_status)


def test_an_order_that_was_never_made_is_not_found() -> None:
    """The status says so."""
    assert status_of(GATEWAY).not_found


def test_an_order_is_paid() -> None:
    """The status and the event agree."""
    step = with_order().pay("A1")
    event = juspay.read_event(step.events[0].body)
    assert (True, "ORDER_SUCCEEDED", True) == (
        juspay.is_paid(
            status_of(step.gateway),
            order_id="A1",
            amount=Decimal("1054.25"),
            currency="INR",
        ),
        event.event_name,
        event.content == evolve(status_of(step.gateway)),
    )


def test_a_bank_pays_a_part() -> None:
    """1,054.25 asked for: 1,010.00 of the card with a fee, and 54.25 of the bank."""
    step = with_order().pay_by_offer("A1", "54.25", "10.00")
    order = status_of(step.gateway)
    receipt = juspay.receipt_of(order)

    assert ("CHARGED", Decimal("1054.25"), "AVAILED", Decimal("54.25")) == (
        order.status,
        order.amount,
        order.offers[0].status,
        order.offers[0].benefits[0].amount,
    )
    assert ("1010.00", "54.25", "10.00") == (
        str(receipt.received),
        str(receipt.gateway_discount),
        str(receipt.surcharge),
    )


def test_a_payment_fails() -> None:
    """The order ends without money."""
    step = with_order().fail("A1", "AUTHENTICATION_FAILED")
    assert (juspay.Outcome.FAILED, 26) == (
        status_of(step.gateway).state.outcome,
        status_of(step.gateway).status_id,
    )


def test_an_event_carries_the_password() -> None:
    """As the shop expects it."""
    event = with_order().pay("A1").events[0]
    assert juspay.is_from_juspay(event.headers, "juspay", "loopback")


def test_an_event_goes_where_the_order_says() -> None:
    """metadata.webhook_url beats the account."""
    gateway = with_order(webhook_url="https://shop.example/other")
    assert ("https://shop.example/other", "https://shop.example/events") == (
        gateway.pay("A1").events[0].url,
        with_order().pay("A1").events[0].url,
    )


def test_a_return_is_signed() -> None:
    """By the documented steps, written down a second time."""
    gateway = with_order(return_url="https://shop.example/back").pay("A1").gateway
    pairs = juspay.read_return(gateway.return_url("A1"))
    assert (juspay.SignatureForm.JAVA, "CHARGED") == (
        juspay.signature_form(pairs, "loopback_response_key"),
        juspay.returned(pairs).status,
    )


def test_a_session_opens_a_payment_page() -> None:
    """The SDK payload is read and written again."""
    request = juspay.create_session(
        Due("100"),
        SHOP,
        order_id="A1",
        payment_page_client_id="picasso",
        customer_id="cst_1",
        mandate=TERMS,
        at=GATEWAY.at,
    )
    response = GATEWAY.answer(request).response
    assert response is not None
    session = juspay.read_session(request, response)
    assert session.sdk_payload is not None
    payload = spelling.commerce_engine_sdk_payload(session.sdk_payload)["payload"]
    assert ("picasso", "100.0", "1795501800", "1") == (
        payload["clientId"],
        payload["amount"],
        payload["mandate.start_date "],
        payload["mandate.rule_value "],
    )


@pytest.mark.parametrize("action", orders.ACTIONS)
@pytest.mark.parametrize("mandate", [None, TERMS], ids=["plain", "mandate"])
def test_a_payload_is_written_in_both_shapes(
    action: str, mandate: juspay.MandateTerms | None
) -> None:
    """Whatever the page is opened for, with a mandate and without."""
    request = juspay.create_session(
        Due("100"),
        SHOP,
        order_id="A1",
        payment_page_client_id="picasso",
        action=action,
        customer_id="cst_1",
        mandate=mandate,
        at=GATEWAY.at,
    )
    response = GATEWAY.answer(request).response
    assert response is not None
    sent = json.loads(response.body)["sdk_payload"]
    sdk = juspay.read_session(request, response).sdk_payload
    assert sdk is not None
    theirs = spelling.commerce_engine_sdk_payload(sdk)["payload"]
    plain = ["clientId", "merchantId", "clientAuthToken", "clientAuthTokenExpiry"]
    plain += ["environment", "orderId", "amount", "action", "customerId", "currency"]
    agreed = ["options.createMandate", "mandate.maxAmount", "mandate.start_date "]
    agreed += ["mandate.end_date ", "mandate.frequency", "mandate.rule_value "]
    assert (sent, plain + (agreed if mandate else []), action) == (
        spelling.juspay_sdk_payload(sdk),
        list(theirs),
        theirs["action"],
    )


def test_an_order_that_is_paid_at_once_goes_on_with_authentication() -> None:
    """And then it is there."""
    request = juspay.create_order_and_pay(
        Due("10"), SHOP, order_id="A1", payment_method_type="NB", payment_method="NB_X"
    )
    step = GATEWAY.answer(request)
    assert step.response is not None
    txn = juspay.read_txn(request, step.response)
    assert ("PENDING_VBV", "PENDING_VBV") == (
        txn.status,
        status_of(step.gateway).status,
    )


def test_an_order_is_updated() -> None:
    """Its amount, a udf field and an address."""
    request = juspay.update_order(
        SHOP,
        order_id="A1",
        quote=Due("90"),
        udf1="a",
        billing_address=juspay.Address(city="Goa"),
    )
    gateway = with_order().answer(request).gateway
    assert (Decimal(90), "a") == (status_of(gateway).amount, status_of(gateway).udf1)


def test_a_charged_order_is_not_updated() -> None:
    """INVALID_ACTION."""
    gateway = with_order().pay("A1").gateway
    request = juspay.update_order(SHOP, order_id="A1", quote=Due("90"))
    assert "INVALID_ACTION" == error_of(gateway, request).error_code


def refund(unique_request_id: str = "R1", **given_fields: Any) -> Request:
    """Return a request that gives money back."""
    return juspay.refund_order(
        SHOP, order_id="A1", unique_request_id=unique_request_id, **given_fields
    )


def test_a_refund_is_pending_and_counts() -> None:
    """The order stays CHARGED; `refunded` says that all of it went back."""
    gateway = with_order().pay("A1").gateway.answer(refund(amount="54.25")).gateway
    order = status_of(gateway)
    assert ("CHARGED", False, Decimal("54.25"), juspay.RefundState.PENDING) == (
        order.status,
        order.refunded,
        order.amount_refunded,
        order.refunds[0].state,
    )


def test_all_that_is_left_is_refunded() -> None:
    """Without an amount."""
    gateway = with_order().pay("A1").gateway.answer(refund(amount="54.25")).gateway
    order = status_of(gateway.answer(refund("R2")).gateway)
    assert (Decimal("1054.25"), Decimal(1000)) == (
        order.amount_refunded,
        order.refunds[1].amount,
    )


REFUND_STATES = [
    ("SUCCESS", "ORDER_REFUNDED", juspay.RefundState.SUCCESS),
    ("FAILURE", "ORDER_REFUND_FAILED", juspay.RefundState.FAILURE),
    ("MANUAL_REVIEW", "REFUND_MANUAL_REVIEW_NEEDED", juspay.RefundState.PENDING),
]


@pytest.mark.parametrize(("status", "event", "state"), REFUND_STATES)
def test_a_refund_is_settled(
    status: str, event: str, state: juspay.RefundState
) -> None:
    """The other refund stays as it is."""
    gateway = with_order().pay("A1").gateway.answer(refund(amount="1")).gateway
    gateway = gateway.answer(refund("R2", amount="2")).gateway
    step = gateway.settle_refund("A1", "R2", status)
    assert (event, [juspay.RefundState.PENDING, state]) == (
        juspay.read_event(step.events[0].body).event_name,
        [each.state for each in status_of(step.gateway).refunds],
    )


def test_a_refund_that_failed_is_taken_under_another_id() -> None:
    """It counts no longer, and its own id is used up."""
    gateway = with_order().pay("A1").gateway.answer(refund()).gateway
    there = gateway.settle_refund("A1", "R1", "FAILURE").gateway
    again = there.answer(refund("R2")).gateway

    assert (Decimal(0), "duplicate.call", Decimal("1054.25"), True) == (
        status_of(there).amount_refunded,
        error_of(there, refund()).error_code,
        status_of(again).amount_refunded,
        status_of(again).refunded,
    )


# What happens without a request: event, status, refunded, and who asked for it.
REVERSALS: list[tuple[Callable[[Gateway], Step], str, str, str, str]] = [
    (
        lambda g: g.auto_refund("A1", "PENDING"),
        "AUTO_REFUND_INITIATED",
        "AUTO_REFUNDED",
        "1054.25",
        "AUTO_REFUNDED",
    ),
    (
        lambda g: g.auto_refund("A1"),
        "AUTO_REFUND_SUCCEEDED",
        "AUTO_REFUNDED",
        "1054.25",
        "AUTO_REFUNDED",
    ),
    (
        lambda g: g.auto_refund("A1", "PENDING").gateway.auto_refund("A1", "FAILURE"),
        "AUTO_REFUND_FAILED",
        "AUTO_REFUNDED",
        "0",
        "AUTO_REFUNDED",
    ),
    (
        lambda g: g.refund_on_dashboard("A1"),
        "ORDER_REFUNDED",
        "CHARGED",
        "1054.25",
        "merchant-id",
    ),
    (
        lambda g: g.refund_on_dashboard("A1", "54.25", "PENDING"),
        "REFUND_INITIATED",
        "CHARGED",
        "54.25",
        "merchant-id",
    ),
    (
        lambda g: g.refund_on_dashboard("A1", "54.25", "MANUAL_REVIEW"),
        "REFUND_MANUAL_REVIEW_NEEDED",
        "CHARGED",
        "54.25",
        "merchant-id",
    ),
]


@pytest.mark.parametrize(("act", "event", "status", "back", "who"), REVERSALS)
def test_money_goes_back_without_a_request(
    act: Callable[[Gateway], Step], event: str, status: str, back: str, who: str
) -> None:
    """By Juspay itself, and on its dashboard: one refund each."""
    step = act(with_order().pay("A1").gateway)
    order = status_of(step.gateway)

    assert (event, status, back, [who], order) == (
        juspay.read_event(step.events[0].body).event_name,
        order.status,
        str(order.amount_refunded),
        [each.initiated_by for each in order.refunds],
        juspay.read_event(step.events[0].body).content,
    )


CHARGEBACKS: list[tuple[Callable[[Gateway], Step], str, str]] = [
    (lambda g: g.open_chargeback("A1"), "CHARGEBACK_RECEIVED", "opened"),
    (
        lambda g: g.open_chargeback("A1").gateway.win_chargeback("A1"),
        "CHARGEBACK_RESOLVED_IN_MERCHANT_FAVOUR",
        "won",
    ),
    (
        lambda g: g.open_chargeback("A1").gateway.lose_chargeback("A1"),
        "CHARGEBACK_RESOLVED_IN_CUSTOMER_FAVOUR",
        "lost",
    ),
]


@pytest.mark.parametrize(("act", "event", "state"), CHARGEBACKS)
def test_a_payer_asks_their_bank(
    act: Callable[[Gateway], Step], event: str, state: str
) -> None:
    """All that was charged, in one chargeback; the order stays CHARGED."""
    step = act(with_order().pay("A1").gateway)
    order = status_of(step.gateway)
    [chargeback] = order.chargebacks

    assert (event, state, Decimal("1054.25"), "CHARGED", state != "opened") == (
        juspay.read_event(step.events[0].body).event_name,
        chargeback.state,
        chargeback.amount,
        order.status,
        chargeback.date_resolved is not None,
    )


def test_a_chargeback_may_be_of_a_part() -> None:
    """As much as the payer says."""
    gateway = with_order().pay("A1").gateway.open_chargeback("A1", "54.25").gateway
    assert Decimal("54.25") == status_of(gateway).chargebacks[0].amount


def test_held_money_is_captured_in_parts() -> None:
    """1,000.00 of 1,054.25, then the rest."""
    held = with_order().authorize("A1").gateway
    part = held.capture_part("A1", "1000.00")
    rest = part.gateway.capture_part("A1", "54.25")
    orders = [status_of(part.gateway), status_of(rest.gateway)]
    events = [juspay.read_event(each.events[0].body) for each in (part, rest)]
    found = [
        (event.event_name, order.status, str(order.paid_amount))
        for event, order in zip(events, orders, strict=True)
    ]

    assert [
        ("ORDER_PARTIAL_CHARGED", "PARTIAL_CHARGED", "1000"),
        ("ORDER_SUCCEEDED", "CHARGED", "1054.25"),
    ] == found


def test_held_money_is_given_back() -> None:
    """A void on the dashboard."""
    step = with_order().authorize("A1").gateway.void("A1")
    assert ("ORDER_VOIDED", "VOIDED", 31) == (
        juspay.read_event(step.events[0].body).event_name,
        status_of(step.gateway).status,
        status_of(step.gateway).status_id,
    )


def test_cash_at_the_door_is_not_paid() -> None:
    """It was chosen, and that is all."""
    order = status_of(with_order().pay_at_the_door("A1").gateway)
    assert ("COD_INITIATED", 29, False) == (
        order.status,
        order.status_id,
        order.state.paid,
    )


def test_a_fee_comes_with_its_tax_and_without_an_offer() -> None:
    """1,054.25 and a fee of 10.00 with 1.80 of tax."""
    step = with_order().pay_by_offer("A1", "0", "10.00", surcharge_tax="1.80")
    receipt = juspay.receipt_of(status_of(step.gateway))
    assert ("1066.05", "0.00", "10.00", "1.80", ()) == (
        str(receipt.received),
        str(receipt.gateway_discount),
        str(receipt.surcharge),
        str(receipt.surcharge_tax),
        receipt.offers,
    )


def test_an_offer_has_the_code_it_was_given() -> None:
    """The shop's policy says who funds it."""
    step = with_order().pay_by_offer("A1", "54.25", offer_code="SHOP5", offer_id="o5")
    policy = juspay.Policy(offer_funding={"SHOP5": "brand"})
    receipt = juspay.receipt_of(status_of(step.gateway))
    assert {"brand": Decimal("54.25")} == receipt.funded_by(policy)


def test_a_payment_says_what_it_was_made_with() -> None:
    """In the keys of an order's status."""
    card = {"card_type": "CREDIT", "card_isin": "411111"}
    step = with_order().pay("A1", {"payment_method": "VISA", "card": card})
    order = status_of(step.gateway)
    assert order.card is not None
    assert ("VISA", "CREDIT") == (order.payment_method, order.card.card_type)


REFUND_FAULTS: list[tuple[Gateway, Request, str]] = [
    (with_order(), refund(), "invalid.order.not_successful"),
    (
        with_order().pay("A1").gateway,
        refund(amount="1054.26"),
        "invalid.amount.exceeded",
    ),
    (
        with_order().pay("A1").gateway.answer(refund(amount="1")).gateway,
        refund(amount="1"),
        "duplicate.call",
    ),
    (GATEWAY, refund(), "NOT_FOUND"),
    (
        with_order().pay("A1").gateway,
        post("/orders/A1/refunds", b""),
        "Mandatory fields are missing",
    ),
    (
        with_order().pay("A1").gateway,
        post("/orders/A1/refunds", b"unique_request_id=R1&amount=0"),
        "invalid.amount",
    ),
]


@pytest.mark.parametrize(("gateway", "request_", "code"), REFUND_FAULTS)
def test_a_refund_that_cannot_be_made_is_refused(
    gateway: Gateway, request_: Request, code: str
) -> None:
    """By the documented codes."""
    assert code == error_of(gateway, request_).error_code


def with_mandate() -> tuple[Gateway, str]:
    """Return a gateway with an active mandate, and its id."""
    gateway = with_order(customer_id="cst_1", mandate=TERMS).pay("A1").gateway
    mandate = status_of(gateway).mandate
    assert mandate is not None
    assert mandate.mandate_id is not None
    return gateway, mandate.mandate_id


def test_a_mandate_is_active_when_its_order_is_paid() -> None:
    """Its terms are told as they were given."""
    gateway, mandate_id = with_mandate()
    request = juspay.mandate_status(SHOP, mandate_id=mandate_id)
    response = gateway.answer(request).response
    assert response is not None
    mandate = juspay.read_mandate(request, response)
    assert (
        juspay.MandateState.ACTIVE,
        Decimal(1000),
        "MONTHLY",
        1,
        "cst_1",
        False,
    ) == (
        mandate.state,
        mandate.max_amount,
        mandate.frequency,
        mandate.rule_value,
        mandate.customer_id,
        mandate.block_fund,
    )


def test_a_mandate_of_one_time_has_no_dates() -> None:
    """Nor a rule value."""
    terms = MandateTerms(max_amount="50", frequency="ONETIME")
    gateway = with_order(customer_id="cst_1", mandate=terms)
    mandate = status_of(gateway).mandate
    assert mandate is not None
    assert (None, None, None) == (
        mandate.start_date,
        mandate.end_date,
        mandate.rule_value,
    )


def test_a_mandate_fails_with_its_order() -> None:
    """It will never be debited."""
    step = with_order(customer_id="cst_1", mandate=TERMS).fail("A1")
    mandate = status_of(step.gateway).mandate
    assert mandate is not None
    assert juspay.MandateState.FAILURE is mandate.state


def debit(mandate_id: str, order_id: str = "D1") -> Request:
    """Return a request that debits a mandate."""
    return juspay.execute_mandate(
        Due("99"), SHOP, order_id=order_id, mandate_id=mandate_id, customer_id="cst_1"
    )


def test_an_active_mandate_is_debited() -> None:
    """The debit is an order of its own."""
    gateway, mandate_id = with_mandate()
    gateway = gateway.answer(debit(mandate_id)).gateway.pay("D1").gateway
    assert status_of(gateway, "D1").state.paid


COMMANDS: list[tuple[Callable[[str], Request], str]] = [
    (lambda m: juspay.revoke_mandate(SHOP, mandate_id=m), "REVOKED"),
    (
        lambda m: juspay.pause_mandate(
            SHOP, mandate_id=m, pause_start_date=1, pause_end_date=2
        ),
        "PAUSED",
    ),
    (lambda m: juspay.resume_mandate(SHOP, mandate_id=m, resume_date=1), "ACTIVE"),
]


@pytest.mark.parametrize(("build", "expected"), COMMANDS)
def test_a_mandate_is_commanded(build: Callable[[str], Request], expected: str) -> None:
    """And stays so."""
    gateway, mandate_id = with_mandate()
    there = gateway.answer(build(mandate_id)).gateway
    request = juspay.mandate_status(SHOP, mandate_id=mandate_id)
    assert expected == told(there, request)["status"]


def test_a_mandate_that_ended_stays_ended() -> None:
    """It is neither resumed nor debited."""
    gateway, mandate_id = with_mandate()
    there = gateway.answer(juspay.revoke_mandate(SHOP, mandate_id=mandate_id)).gateway
    resume = juspay.resume_mandate(SHOP, mandate_id=mandate_id, resume_date=1)
    assert ("INVALID_ACTION", "INVALID_MANDATE") == (
        error_of(there, resume).error_code,
        error_of(there, debit(mandate_id)).error_code,
    )


def test_a_customer_is_told_of_a_debit() -> None:
    """The notice has the debit's amount."""
    gateway, mandate_id = with_mandate()
    request = juspay.notify_mandate(
        SHOP,
        mandate_id=mandate_id,
        object_reference_id="N1",
        description="Soon",
        amount="99",
        txn_date=1795501800,
    )
    response = gateway.answer(request).response
    assert response is not None
    notice = juspay.read_notification(request, response)
    assert notice.source_info is not None
    assert ("SUCCESS", "99", GATEWAY.at) == (
        notice.status,
        notice.source_info["amount"],
        notice.date_created,
    )


def test_a_scheduled_debit_is_taken_back() -> None:
    """Once."""
    gateway, mandate_id = with_mandate()
    gateway = gateway.answer(debit(mandate_id)).gateway
    request = juspay.cancel_debit(SHOP, mandate_id=mandate_id, order_id="D1")
    step = gateway.answer(request)
    assert step.response is not None
    assert ("JUSPAY_DECLINED", "INVALID_REQUEST") == (
        juspay.read_cancellation(request, step.response).txn_status,
        error_of(step.gateway, request).error_code,
    )


def test_a_debit_that_was_never_scheduled_is_not_taken_back() -> None:
    """There is no such order."""
    gateway, mandate_id = with_mandate()
    request = juspay.cancel_debit(SHOP, mandate_id=mandate_id, order_id="D9")
    assert "Please send order_id" == error_of(gateway, request).error_message


ORDER = b"order_id=A1&amount=1&currency=INR"
PAIRED = b"&customer_id=c&options.create_mandate=REQUIRED&mandate.max_amount=2"
BAD_REQUESTS = [
    # path, body, the fields that are named
    ("/orders", b"amount=1", ("order_id",)),
    ("/orders", b"order_id=A1", ("amount",)),
    ("/orders", b"order_id=" + b"a" * 21 + b"&amount=1", ("order_id",)),
    ("/orders", b"order_id=A1&amount=1.001", ("amount",)),
    ("/orders", b"order_id=A1&amount=0", ("amount",)),
    ("/orders", b"order_id=A1&amount=0.99", ("amount",)),
    ("/orders", ORDER + b"&gateway_id=Wick", ("gateway_id",)),
    ("/orders", ORDER + b"&return_url=shop", ("return_url",)),
    ("/orders", ORDER + b"&return_url=https://a.de?b", ("return_url",)),
    ("/orders", ORDER + b"&return_url=https://1.2.3.4", ("return_url",)),
    ("/orders", ORDER + b"&udf1=a_b", ("udf1",)),
    ("/orders", ORDER + b"&udf6=" + b"a" * 256, ("udf6",)),
    ("/orders", ORDER + PAIRED + b"&mandate.max_amount=0", ("mandate.max_amount",)),
    (
        "/orders",
        ORDER + PAIRED + b"&mandate.max_amount=100001.01",
        ("mandate.max_amount",),
    ),
    (
        "/orders",
        ORDER + PAIRED + b"&mandate.block_funds=true",
        ("mandate.block_funds",),
    ),
    ("/orders", ORDER + PAIRED + b"&mandate.start_date=1", ("mandate.start_date",)),
    ("/orders", ORDER + PAIRED + b"&mandate.start_date=x", ("mandate.start_date",)),
    ("/orders", ORDER + PAIRED + b"&mandate.end_date=0", ("mandate.end_date",)),
    ("/orders", ORDER + PAIRED + b"&mandate.rule_value=1", ("mandate.rule_value",)),
    (
        "/orders",
        ORDER + PAIRED + b"&mandate.frequency=WEEKLY",
        ("mandate.rule_value",),
    ),
    (
        "/orders",
        ORDER + PAIRED + b"&mandate.frequency=HOURLY",
        ("mandate.frequency",),
    ),
    (
        "/orders",
        ORDER + PAIRED + b"&mandate.amount_rule=FIXED",
        ("mandate.max_amount",),
    ),
    ("/orders", ORDER + b"&return_url=http://[shop", ("return_url",)),
    ("/session", ORDER, ("payment_page_client_id",)),
    ("/session", b"payment_page_client_id=a&action=b", ("currency",)),
    ("/txns", b"", ("format",)),
    ("/txns", b"format=json&merchant_id=merchant-id", ("payment_method_type",)),
    ("/orders/A1", b"amount=0", ("amount",)),
    ("/orders/A1", b"return_url=https://a.de", ("return_url",)),
]


def test_a_notice_of_nothing_readable_is_refused() -> None:
    """What a debit is about is JSON within the form."""
    gateway, mandate_id = with_mandate()
    body = b"command=pre_debit_notify&object_reference_id=a&description=b&source_info=c"
    error = error_of(gateway, post(f"/mandates/{mandate_id}", body))
    assert (400, ("source_info",)) == (error.http_status, error.fields)


@pytest.mark.parametrize(("path", "body", "fields"), BAD_REQUESTS)
def test_what_the_documents_rule_out_is_refused(
    path: str, body: bytes, fields: tuple[str, ...]
) -> None:
    """The field is named, as the real API does."""
    gateway = with_order() if path.startswith("/orders/") else GATEWAY
    error = error_of(gateway, post(path, body))
    assert (400, fields) == (error.http_status, error.fields)


REJECTED = [
    # request, HTTP status, code
    (post("/orders", ORDER, Authorization="Basic eDo="), 401, "access_denied"),
    (
        post("/orders", ORDER, **{"x-merchantid": "MERCHANT-ID"}),
        403,
        "forbidden_resource",
    ),
    (
        post("/txns", b"format=json&merchant_id=other"),
        403,
        "forbidden_resource",
    ),
    (post("/nowhere", ORDER), 404, "RESOURCE_NOT_FOUND"),
    (post("/mandates/m", b"command=revoke"), 404, "RESOURCE_NOT_FOUND"),
    (post("/orders", b"\xff"), 400, "INVALID_INPUT"),
    (post("/orders", b"a=%FF"), 400, "INVALID_INPUT"),
    (
        post("/session", b"[1]", **{"Content-Type": "application/json"}),
        400,
        "INVALID_INPUT",
    ),
    (
        post("/orders", ORDER + b"&options.create_mandate=REQUIRED"),
        400,
        "INVALID_CUSTOMER_ID",
    ),
]


@pytest.mark.parametrize(("request_", "status", "code"), REJECTED)
def test_who_may_not_is_told(request_: Request, status: int, code: str) -> None:
    """Keys, merchants, paths and bodies."""
    error = error_of(GATEWAY, request_)
    assert (status, code) == (error.http_status, error.error_code)


MANDATE_POSTS = [
    (b"command=dance", "bad_request"),
    (b"command=pre_debit_notify", "Mandatory fields are missing"),
]


@pytest.mark.parametrize(("body", "code"), MANDATE_POSTS)
def test_a_command_that_is_none_is_refused(body: bytes, code: str) -> None:
    """The command or its fields."""
    gateway, mandate_id = with_mandate()
    assert code == error_of(gateway, post(f"/mandates/{mandate_id}", body)).error_code


def test_json_may_carry_numbers_and_flags() -> None:
    """The official sample of a session does."""
    body = {
        "order_id": "A1",
        "amount": 100,
        "currency": "INR",
        "payment_page_client_id": "picasso",
        "action": "paymentPage",
        "send_mail": True,
    }
    request = post(
        "/session", json.dumps(body).encode(), **{"Content-Type": "application/json"}
    )
    assert "100.0" == told(GATEWAY, request)["sdk_payload"]["payload"]["amount"]


# What goes wrong.

LOSSES = [
    # trouble, whether the order is there afterwards
    (Trouble.NO_CONNECTION, False),
    (Trouble.TIMEOUT_AFTER_ACCEPT, True),
]


@pytest.mark.parametrize(("trouble", "there"), LOSSES)
def test_no_answer_tells_nothing(
    trouble: Trouble,
    there: bool,  # noqa: FBT001 - a table's column
) -> None:
    """Only the status does."""
    step = GATEWAY.failing(trouble).answer(create())
    assert (None, there) == (step.response, not status_of(step.gateway).not_found)


FAILURES = [
    # trouble, HTTP status, whether the order is there afterwards
    (Trouble.SERVER_ERROR, 500, False),
    (Trouble.THROTTLED, 429, False),
    (Trouble.MALFORMED_JSON, 200, True),
]


@pytest.mark.parametrize(("trouble", "status", "there"), FAILURES)
def test_an_answer_may_be_a_failure(
    trouble: Trouble,
    status: int,
    there: bool,  # noqa: FBT001 - a table's column
) -> None:
    """It is an error of the far side."""
    gateway = GATEWAY.failing(trouble)
    error = error_of(gateway, create())
    after = gateway.answer(create()).gateway
    assert (status, there) == (error.http_status, not status_of(after).not_found)


def test_an_amount_that_differs_is_noticed() -> None:
    """The order is charged, but not with what was asked."""
    gateway = with_order().pay("A1").gateway.failing(Trouble.AMOUNT_MISMATCH)
    with pytest.raises(GatewayError, match=r"amount is 1055\.25, not 1054\.25"):
        juspay.is_paid(
            status_of(gateway),
            order_id="A1",
            amount=Decimal("1054.25"),
            currency="INR",
        )


def test_a_document_without_an_amount_has_none_to_differ() -> None:
    """The short answer stays as it is."""
    gateway = GATEWAY.failing(Trouble.AMOUNT_MISMATCH)
    document = told(gateway, create(get_client_auth_token=False))
    assert "CREATED" == document["status"]


def test_an_event_is_sent_twice() -> None:
    """Once: the next one is not."""
    step = with_order().failing(Trouble.DUPLICATE_WEBHOOK).pay("A1")
    one, other = (juspay.read_event(event.body) for event in step.events)
    assert (one, 1) == (other, len(step.gateway.fail("A1").events))


def test_an_event_that_will_come_twice_leaves_requests_alone() -> None:
    """The trouble waits for its event."""
    gateway = GATEWAY.failing(Trouble.DUPLICATE_WEBHOOK)
    step = gateway.answer(create())
    assert ((Trouble.DUPLICATE_WEBHOOK,), True) == (
        step.gateway.troubles,
        step.response is not None,
    )


def test_troubles_come_one_by_one() -> None:
    """None is a request without one."""
    gateway = GATEWAY.failing(None, Trouble.SERVER_ERROR)
    seen = []
    for _ in range(3):
        step = gateway.answer(create())
        gateway = step.gateway
        assert step.response is not None
        seen.append(step.response.status)
    assert [200, 500, 400] == seen


def test_time_passes_when_it_is_told_to() -> None:
    """A token lives for fifteen minutes from then."""
    gateway = GATEWAY.later(timedelta(days=1))
    expiry = told(gateway, create())["juspay"]["client_auth_token_expiry"]
    assert "2026-11-25T06:45:00Z" == expiry


def test_a_gateway_is_shown_without_its_secrets() -> None:
    """Key and passwords are not in the repr."""
    shown = repr(Gateway())
    assert (False, False) == ("LOOPBACK_KEY" in shown, "loopback" in shown)


# A transport without a network.


def test_a_loopback_keeps_what_happened() -> None:
    """Orders, requests and events."""
    loopback = Loopback()
    response = loopback.send(create())
    loopback.take(loopback.gateway.pay("A1"))
    assert (200, [create()], 1, True) == (
        response.status,
        loopback.sent,
        len(loopback.events),
        status_of(loopback.gateway).state.paid,
    )


def test_a_loopback_that_hears_nothing_raises() -> None:
    """As a transport does."""
    loopback = Loopback(GATEWAY.failing(Trouble.TIMEOUT_AFTER_ACCEPT))
    with pytest.raises(GatewayError, match="no answer came"):
        loopback.send(create())


def test_an_unknown_outcome_is_cleared_up_by_the_status() -> None:
    """The order was made: it is not made again, and there is one of it."""
    loopback = Loopback(GATEWAY.failing(Trouble.TIMEOUT_AFTER_ACCEPT))
    request = create()
    with pytest.raises(GatewayError):
        loopback.send(request)
    asking = juspay.order_status(SHOP, order_id=request.order_id)
    order = juspay.read_order(asking, loopback.send(asking))
    assert (False, ["a1"]) == (order.not_found, list(loopback.gateway.orders))


texts = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]))


@given(
    order_id=st.from_regex(r"[A-Za-z0-9_-]{1,20}", fullmatch=True),
    paise=st.integers(100, 10**14),
    udf1=st.from_regex(r"[A-Za-z0-9 ]{0,255}", fullmatch=True),
    udf6=texts.map(lambda text: text[:255]),
    description=texts,
)
def test_what_the_builders_build_the_gateway_takes(
    order_id: str, paise: int, udf1: str, udf6: str, description: str
) -> None:
    """Two readings of the documents agree, and the values come back."""
    amount = Decimal(paise) / 100
    request = create(
        order_id, f"{amount:f}", udf1=udf1, udf6=udf6, description=description
    )
    response = GATEWAY.answer(request).response
    assert response is not None
    order = juspay.read_order(request, response)
    assert (order_id, amount, udf1, udf6) == (
        order.order_id,
        order.amount,
        order.udf1,
        order.udf6,
    )


@given(
    paise=st.integers(100, 10**9),
    parts=st.lists(st.integers(1, 10**9), max_size=5),
)
def test_no_more_is_refunded_than_was_paid(paise: int, parts: list[int]) -> None:
    """However often it is asked for."""
    gateway = with_order(amount=f"{Decimal(paise) / 100:f}").pay("A1").gateway
    given_back = 0
    for at, part in enumerate(parts):
        request = refund(f"R{at}", amount=f"{Decimal(part) / 100:f}")
        step = gateway.answer(request)
        assert step.response is not None
        gateway = step.gateway
        if step.response.status == 200:
            given_back += part
    order = status_of(gateway)
    assert (True, Decimal(given_back) / 100) == (
        given_back <= paise,
        order.amount_refunded,
    )


def test_a_gateway_lives_where_the_sandbox_lives() -> None:
    """In November 2026, unless it is told otherwise."""
    assert datetime(2026, 11, 24, 6, 30, tzinfo=UTC) == Gateway().at


def test_a_response_is_a_value() -> None:
    """Equal answers are equal."""
    assert Response(200, (), b"{}") == Response(200, (), b"{}")

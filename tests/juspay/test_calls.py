# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Every other request: pay, session, status, update, refund, and the mandate's."""

from __future__ import annotations

import json

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core import http, juspay
from checkout_core.http import Repeat, Request
from checkout_core.juspay import Address, Due, MandateTerms
from checkout_core.juspay.requests import REPEATS, Call
from tests.factories.faults import faults_of


if TYPE_CHECKING:
    from collections.abc import Callable

    from checkout_core.juspay import Credentials


AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
TERMS = MandateTerms(max_amount="1000.00", frequency="MONTHLY", rule_value=1)


def form_of(request: Request) -> list[tuple[str, str]]:
    """Return the pairs of a request's body."""
    return list(http.decode_form(request.body.decode("ascii")))


def line_of(request: Request) -> tuple[str, str]:
    """Return method and path."""
    return request.method, request.url.removeprefix("https://sandbox.juspay.in")


def test_an_order_with_a_mandate(credentials: Credentials) -> None:
    """The mandate's keys stand after the customer's."""
    request = juspay.create_order(
        Due("1.00"),
        credentials,
        order_id="A1",
        customer_id="cst_1",
        mandate=TERMS,
        at=AT,
    )
    assert [
        ("order_id", "A1"),
        ("amount", "1.00"),
        ("options.get_client_auth_token", "true"),
        ("customer_id", "cst_1"),
        ("currency", "INR"),
        ("options.create_mandate", "REQUIRED"),
        ("mandate.amount_rule", "VARIABLE"),
        ("mandate.max_amount", "1000.00"),
        ("mandate.block_funds", "false"),
        ("mandate.start_date", "1795521600"),
        ("mandate.end_date", "2742292800"),
        ("mandate.frequency", "MONTHLY"),
        ("mandate.rule_value", "1"),
    ] == form_of(request)


def test_a_guest_gives_no_mandate(credentials: Credentials) -> None:
    """The customer and the terms are reported together."""
    assert [
        ("customer_id", "customer_id_missing"),
        ("mandate.max_amount", "mandate_maximum_missing"),
    ] == faults_of(
        lambda: juspay.create_order(
            Due(1), credentials, order_id="A1", mandate=MandateTerms(), at=AT
        )
    )


def test_an_amount_that_is_due_answers_for_itself(credentials: Credentials) -> None:
    """It is checked like a quote."""
    assert [("amount", "float_given")] == faults_of(
        lambda: juspay.create_order(
            Due(1.5),  # type: ignore[arg-type]
            credentials,
            order_id="A1",
        )
    )


def test_an_amount_that_is_due_is_refused_with_all_else(
    credentials: Credentials,
) -> None:
    """Nothing about it has to add up, so that it is one field among others."""
    assert [
        ("order_id", "order_id_missing"),
        ("amount", "bad_amount"),
        ("udf1", "udf_special_character"),
    ] == faults_of(
        lambda: juspay.create_order(Due("ten"), credentials, order_id="", udf1="a_b")
    )


def test_a_word_for_a_flag_is_refused(credentials: Credentials) -> None:
    """The text "false" would be true."""
    assert (
        [("get_client_auth_token", "wrong_type")],
        [("redirect_after_payment", "wrong_type")],
    ) == (
        faults_of(
            lambda: juspay.create_order(
                Due(1),
                credentials,
                order_id="A1",
                get_client_auth_token="false",  # type: ignore[arg-type]
            )
        ),
        faults_of(
            lambda: juspay.create_order_and_pay(
                Due(1),
                credentials,
                order_id="A1",
                payment_method_type="NB",
                payment_method="NB_HDFC",
                redirect_after_payment="false",  # type: ignore[arg-type]
            )
        ),
    )


def test_nothing_that_is_due_needs_no_payment(credentials: Credentials) -> None:
    """Zero is nothing to pay."""
    assert [("amount", "amount_nothing_to_pay")] == faults_of(
        lambda: juspay.create_order(Due("0.00"), credentials, order_id="A1")
    )


def test_an_order_that_is_paid_at_once(credentials: Credentials) -> None:
    """The request of the seed's sample, pair by pair and in its order."""
    request = juspay.create_order_and_pay(
        Due("1015.00", "SGD"),
        credentials,
        order_id="ord_1590759422",
        transaction_order_id="1692783824",
        payment_method_type="WALLET",
        payment_method="GRABPAY",
        currency="SGD",
        customer_id="cst_1590759422",
        return_url="https://merchant.in/payments",
    )
    assert (
        ("POST", "/txns"),
        [
            ("order_id", "1692783824"),
            ("merchant_id", "merchant-id"),
            ("payment_method_type", "WALLET"),
            ("payment_method", "GRABPAY"),
            ("redirect_after_payment", "true"),
            ("format", "json"),
            ("order.order_id", "ord_1590759422"),
            ("order.amount", "1015.00"),
            ("order.currency", "SGD"),
            ("order.customer_id", "cst_1590759422"),
            ("order.return_url", "https://merchant.in/payments"),
        ],
    ) == (line_of(request), form_of(request))


def test_the_transactions_order_id_is_the_orders(credentials: Credentials) -> None:
    """Unless another one is given."""
    request = juspay.create_order_and_pay(
        Due(1),
        credentials,
        order_id="A1",
        payment_method_type="NB",
        payment_method="NB_HDFC",
        redirect_after_payment=False,
    )
    assert ("A1", "false") == (
        dict(form_of(request))["order_id"],
        dict(form_of(request))["redirect_after_payment"],
    )


def test_every_fault_of_a_payment_is_reported(credentials: Credentials) -> None:
    """Ids, methods and a mandate, which is not given here."""
    assert [
        ("order_id", "order_id_missing"),
        ("mandate", "mandate_not_here"),
        ("udf1", "udf_special_character"),
        ("order_id", "order_id_characters"),
        ("payment_method_type", "method_shape"),
        ("payment_method", "type_expected"),
    ] == faults_of(
        lambda: juspay.create_order_and_pay(
            Due(1),
            credentials,
            order_id="",
            transaction_order_id="a b",
            payment_method_type="a wallet",
            payment_method=None,  # type: ignore[arg-type]
            mandate=TERMS,
            udf1="a_b",
        )
    )


def test_a_session(credentials: Credentials) -> None:
    """One flat JSON object, amounts as text, flags as booleans."""
    request = juspay.create_session(
        Due("10.00"),
        credentials,
        order_id="testing-order-one",
        payment_page_client_id="your_client_id",
        first_name="John",
        last_name="wick",
        mobile_country_code="+91",
        payment_filter={"allowDefaultOptions": False, "options": [Decimal("1.50")]},
        customer_id="testing-customer-one",
        customer_email="test@mail.com",
        customer_phone="9876543210",
        description="Complete your payment ₹",
        return_url="https://shop.merchant.com",
        mandate=TERMS,
        at=AT,
    )
    assert (
        ("POST", "/session"),
        "application/json",
        {
            "order_id": "testing-order-one",
            "amount": "10.00",
            "customer_id": "testing-customer-one",
            "customer_email": "test@mail.com",
            "customer_phone": "9876543210",
            "currency": "INR",
            "options.create_mandate": "REQUIRED",
            "mandate.amount_rule": "VARIABLE",
            "mandate.max_amount": "1000.00",
            "mandate.block_funds": False,
            "mandate.start_date": "1795521600",
            "mandate.end_date": "2742292800",
            "mandate.frequency": "MONTHLY",
            "mandate.rule_value": "1",
            "description": "Complete your payment ₹",
            "return_url": "https://shop.merchant.com",
            "payment_page_client_id": "your_client_id",
            "action": "paymentPage",
            "first_name": "John",
            "last_name": "wick",
            "mobile_country_code": "91",
            "payment_filter": {"allowDefaultOptions": False, "options": ["1.50"]},
        },
    ) == (
        line_of(request),
        dict(request.headers)["Content-Type"],
        json.loads(request.body),
    )


def test_the_shortest_session_needs_a_client_id(credentials: Credentials) -> None:
    """A guest's session."""
    request = juspay.create_session(
        Due(1), credentials, order_id="A1", payment_page_client_id="picasso"
    )
    assert {
        "order_id": "A1",
        "amount": "1",
        "customer_id": "",
        "currency": "INR",
        "payment_page_client_id": "picasso",
        "action": "paymentPage",
    } == json.loads(request.body)


def test_every_fault_of_a_session_is_reported(credentials: Credentials) -> None:
    """An order id of 18 characters is too long here."""
    assert [
        ("order_id", "order_id_too_long"),
        ("payment_page_client_id", "empty_text"),
        ("action", "not_a_choice"),
        ("first_name", "wrong_type"),
        ("payment_filter", "wrong_type"),
    ] == faults_of(
        lambda: juspay.create_session(
            Due(1),
            credentials,
            order_id="a" * 18,
            payment_page_client_id="",
            action="pay",
            first_name=1,  # type: ignore[arg-type]
            payment_filter=[],  # type: ignore[arg-type]
        )
    )


def test_a_session_is_shown_masked(credentials: Credentials) -> None:
    """A JSON body has no pairs."""
    request = juspay.create_session(
        Due(1), credentials, order_id="A1", payment_page_client_id="picasso"
    )
    assert ["method", "url", "headers", "body"] == list(http.masked(request))


def test_a_status_is_read(credentials: Credentials) -> None:
    """No body, no content type, routed by the customer."""
    request = juspay.order_status(
        credentials, order_id="JP1636474794", customer_id="cst_1"
    )
    assert (
        Request(
            "GET",
            "https://sandbox.juspay.in/orders/JP1636474794",
            (
                ("Authorization", "Basic TE9PUEJBQ0tfS0VZOg=="),
                ("x-merchantid", "merchant-id"),
                ("version", "2023-01-01"),
                ("x-routing-id", "cst_1"),
            ),
            call=Call.ORDER_STATUS,
            order_id="JP1636474794",
            repeat=http.Repeat.SAFE,
        )
        == request
    )


def test_the_status_of_no_order_is_refused(credentials: Credentials) -> None:
    """An id never leaves its place in the path."""
    assert [("order_id", "order_id_characters")] == faults_of(
        lambda: juspay.order_status(credentials, order_id="../a")
    )


def test_an_update_of_the_amount(credentials: Credentials) -> None:
    """The official sample."""
    request = juspay.update_order(
        credentials, order_id="JPAYNEW035", quote=Due("90.00")
    )
    assert (("POST", "/orders/JPAYNEW035"), [("amount", "90.00")]) == (
        line_of(request),
        form_of(request),
    )


def test_an_update_of_addresses_and_udf_fields(credentials: Credentials) -> None:
    """What is not given stays as it is."""
    request = juspay.update_order(
        credentials, order_id="A1", billing_address=Address(city="Goa"), udf1="a"
    )
    assert [
        ("billing_address_city", "Goa"),
        ("billing_address_country_code_iso", "IND"),
        ("udf1", "a"),
    ] == form_of(request)


UPDATES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({}, [("", "update_empty")]),
    ({"return_url": "https://a.de"}, [("return_url", "field_unknown")]),
    ({"quote": Due("0.10")}, [("amount", "amount_below_minimum")]),
    ({"quote": Due("1", "USD")}, [("currency", "currency_differs")]),
    ({"quote": Due("1"), "currency": "XXY"}, [("currency", "unknown_currency")]),
]


@pytest.mark.parametrize(("given", "expected"), UPDATES)
def test_an_update_that_cannot_be_made_is_refused(
    credentials: Credentials, given: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Nothing else of an order can change."""
    assert expected == faults_of(
        lambda: juspay.update_order(credentials, order_id="A1", **given)
    )


def test_an_update_with_a_quote_that_does_not_add_up_is_refused(
    payable: Any, credentials: Credentials
) -> None:
    """The quote comes first."""
    assert [("to_be_paid", "does_not_add_up")] == faults_of(
        lambda: juspay.update_order(
            credentials, order_id="", quote=payable(adds_up=False)
        )
    )


def test_a_part_is_refunded(credentials: Credentials) -> None:
    """The official sample."""
    request = juspay.refund_order(
        credentials,
        order_id="1418394476",
        unique_request_id="xyz123",
        amount="100.00",
        left="100.00",
    )
    assert (
        ("POST", "/orders/1418394476/refunds"),
        [("unique_request_id", "xyz123"), ("amount", "100.00")],
    ) == (line_of(request), form_of(request))


def test_all_that_is_left_is_refunded(credentials: Credentials) -> None:
    """No amount is everything."""
    request = juspay.refund_order(credentials, order_id="A1", unique_request_id="R1")
    assert [("unique_request_id", "R1")] == form_of(request)


def test_every_fault_of_a_refund_is_reported(credentials: Credentials) -> None:
    """Ids and amount."""
    assert [
        ("order_id", "order_id_missing"),
        ("unique_request_id", "refund_id_missing"),
        ("amount", "refund_above_left"),
    ] == faults_of(
        lambda: juspay.refund_order(
            credentials, order_id="", unique_request_id="", amount="2", left="1.99"
        )
    )


@pytest.mark.parametrize("amount", [None, "1.00"])
def test_where_nothing_is_left_nothing_is_refunded(
    credentials: Credentials, amount: str | None
) -> None:
    """Neither a part nor the rest."""
    assert [("amount", "refund_nothing_left")] == faults_of(
        lambda: juspay.refund_order(
            credentials,
            order_id="A1",
            unique_request_id="R1",
            amount=amount,
            left="0.00",
        )
    )


def test_a_refund_in_no_currency_is_refused(credentials: Credentials) -> None:
    """An amount has a grid only in a currency."""
    assert [
        ("currency", "unknown_currency"),
        ("left", "float_given"),
    ] == faults_of(
        lambda: juspay.refund_order(
            credentials,
            order_id="A1",
            unique_request_id="R1",
            amount="2",
            left=0.5,  # type: ignore[arg-type]
            currency="XXY",
        )
    )


def test_a_mandate_is_debited(credentials: Credentials) -> None:
    """The official sample, with an order id that fits and its currency."""
    request = juspay.execute_mandate(
        Due("1.00"),
        credentials,
        order_id="2623476124824983475",
        customer_id="cst_lz7zmpemoo5okgav",
        metadata={"BILLDESK:AdditionalInfo1": "info"},
        mandate_id="4rKxSj3bNXs7RQcdtajAkb",
        notification_id="2QNPw8KSbpHL122bNP926",
        display_invoice_number="JUS1239881",
        execution_date=1622369936,
    )
    assert (
        ("POST", "/txns"),
        [
            ("order.order_id", "2623476124824983475"),
            ("order.amount", "1.00"),
            ("order.currency", "INR"),
            ("order.customer_id", "cst_lz7zmpemoo5okgav"),
            ("order.metadata.BILLDESK:AdditionalInfo1", "info"),
            ("mandate_id", "4rKxSj3bNXs7RQcdtajAkb"),
            ("mandate.notification_id", "2QNPw8KSbpHL122bNP926"),
            ("mandate.display_invoice_number", "JUS1239881"),
            ("mandate.execution_date", "1622369936"),
            ("merchant_id", "merchant-id"),
            ("format", "json"),
        ],
    ) == (line_of(request), form_of(request))


def test_a_mandate_is_debited_without_what_is_optional(
    credentials: Credentials,
) -> None:
    """Six pairs are enough."""
    request = juspay.execute_mandate(
        Due(1), credentials, order_id="A1", customer_id="c", mandate_id="m"
    )
    assert [
        "order.order_id",
        "order.amount",
        "order.currency",
        "order.customer_id",
        "mandate_id",
        "merchant_id",
        "format",
    ] == [key for key, _ in form_of(request)]


def test_every_fault_of_a_debit_is_reported(credentials: Credentials) -> None:
    """An order like any other."""
    assert [
        ("order_id", "order_id_missing"),
        ("amount", "amount_nothing_to_pay"),
        ("customer_id", "customer_id_missing"),
        ("metadata.x", "metadata_key"),
        ("mandate_id", "field_missing"),
        ("execution_date", "time_milliseconds"),
    ] == faults_of(
        lambda: juspay.execute_mandate(
            Due(0),
            credentials,
            order_id="",
            customer_id="",
            mandate_id="",
            metadata={"x": "y"},
            execution_date=1622369936000,
        )
    )


ID: dict[str, Any] = {"mandate_id": "b70vGyUhVrV8"}
COMMANDS: list[tuple[Callable[..., Request], dict[str, Any], list[tuple[str, str]]]] = [
    (juspay.mandate_status, {}, [("command", "check_status")]),
    (juspay.revoke_mandate, {}, [("command", "revoke")]),
    (
        juspay.pause_mandate,
        {"pause_start_date": 1664200815, "pause_end_date": "1664546405"},
        [
            ("command", "pause"),
            ("pause_start_date", "1664200815"),
            ("pause_end_date", "1664546405"),
        ],
    ),
    (
        juspay.resume_mandate,
        {"resume_date": 1696032000},
        [("command", "resume"), ("resume_date", "1696032000")],
    ),
    (
        juspay.notify_mandate,
        {
            "object_reference_id": "abcxyz",
            "description": "Sending pre-debit notification",
            "amount": "1",
            "txn_date": 1686576938,
        },
        [
            ("command", "pre_debit_notify"),
            ("object_reference_id", "abcxyz"),
            ("description", "Sending pre-debit notification"),
            ("source_info", '{"amount": "1", "txn_date": "1686576938"}'),
        ],
    ),
    (
        juspay.cancel_debit,
        {"order_id": "A1"},
        [("command", "cancel_recurring_transaction"), ("order_id", "A1")],
    ),
]


@pytest.mark.parametrize(("build", "given", "expected"), COMMANDS)
def test_a_command_is_posted_to_its_mandate(
    build: Callable[..., Request],
    given: dict[str, Any],
    expected: list[tuple[str, str]],
    credentials: Credentials,
) -> None:
    """One form, the command first."""
    request = build(credentials, **ID, **given)
    assert (("POST", "/mandates/b70vGyUhVrV8"), expected) == (
        line_of(request),
        form_of(request),
    )


def test_a_command_without_a_customer_is_not_routed(credentials: Credentials) -> None:
    """There is no order whose id could stand in."""
    request = juspay.mandate_status(credentials, **ID)
    assert "x-routing-id" not in dict(request.headers)


@pytest.mark.parametrize("end", [1664200815, 1664546405])
def test_a_pause_ends_after_it_starts(credentials: Credentials, end: int) -> None:
    """The official sample does not."""
    assert [("pause_end_date", "pause_end_not_later")] == faults_of(
        lambda: juspay.pause_mandate(
            credentials, **ID, pause_start_date=1664546405, pause_end_date=end
        )
    )


COMMAND_FAULTS: list[
    tuple[Callable[..., Request], dict[str, Any], list[tuple[str, str]]]
] = [
    (
        juspay.pause_mandate,
        {"mandate_id": "a/b", "pause_start_date": None, "pause_end_date": "x"},
        [
            ("pause_start_date", "time_missing"),
            ("pause_end_date", "time_epoch"),
            ("mandate_id", "order_id_characters"),
        ],
    ),
    (
        juspay.pause_mandate,
        {**ID, "pause_start_date": 1, "pause_end_date": None},
        [("pause_end_date", "time_missing")],
    ),
    (
        juspay.notify_mandate,
        {
            **ID,
            "object_reference_id": "",
            "description": 1,
            "amount": "0",
            "txn_date": None,
        },
        [
            ("object_reference_id", "field_missing"),
            ("description", "wrong_type"),
            ("amount", "amount_not_positive"),
            ("txn_date", "time_missing"),
        ],
    ),
]


@pytest.mark.parametrize(("build", "given", "expected"), COMMAND_FAULTS)
def test_every_fault_of_a_command_is_reported(
    build: Callable[..., Request],
    given: dict[str, Any],
    expected: list[tuple[str, str]],
    credentials: Credentials,
) -> None:
    """Each by its name."""
    assert expected == faults_of(lambda: build(credentials, **given))


def test_every_call_says_whether_it_may_be_sent_again() -> None:
    """The table has a row for each."""
    assert set(Call) == set(REPEATS)


def test_a_request_made_by_hand_is_not_sent_again() -> None:
    """Nothing is known about it."""
    assert Request("POST", "https://a.de", ()).repeat is Repeat.ASK_FIRST


def test_a_create_is_not_sent_again_blindly(credentials: Credentials) -> None:
    """Ask for the status first."""
    request = juspay.create_order(Due(1), credentials, order_id="A1")
    assert request.repeat is Repeat.ASK_FIRST

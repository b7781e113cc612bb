# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Answers: what is read, what decides, and what is an error of the far side."""

from __future__ import annotations

import json

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import juspay
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.http import Request, Response, no_answer
from checkout_core.juspay import (
    STATUSES,
    MandateState,
    Order,
    Outcome,
    Refund,
    RefundState,
    Session,
    Txn,
    is_paid,
    read_order,
    status_of,
    stronger,
)
from checkout_core.juspay import (
    sdk as spelling,
)
from checkout_core.juspay.requests import REPEATS, Call
from checkout_core.juspay.responses import READERS
from checkout_core.values import Record


if TYPE_CHECKING:
    from collections.abc import Callable


def asked(call: Call = Call.ORDER_STATUS, order_id: str = "A1") -> Request:
    """Return a request of some call."""
    url, repeat = "https://sandbox.juspay.in/x", REPEATS[call]
    return Request("POST", url, (), call=call, order_id=order_id, repeat=repeat)


def answered(document: object, status: int = 200) -> Response:
    """Return an answer with a JSON body."""
    return Response(status, (), json.dumps(document).encode())


def failure(call: Callable[[], object]) -> GatewayError:
    """Return the error that *call* raises."""
    with pytest.raises(GatewayError) as caught:
        call()
    return caught.value


#: The status table of the documents: id, name, terminal, paid.
TABLE = [
    (-1, "ERROR", False, False),
    (1, "CREATED", False, False),
    (10, "NEW", False, False),
    (20, "STARTED", False, False),
    (21, "CHARGED", True, True),
    (22, "JUSPAY_DECLINED", True, False),
    (23, "PENDING_VBV", False, False),
    (24, "VBV_SUCCESSFUL", False, False),
    (26, "AUTHENTICATION_FAILED", True, False),
    (27, "AUTHORIZATION_FAILED", True, False),
    (28, "AUTHORIZING", False, False),
    (29, "COD_INITIATED", False, False),
    (31, "VOIDED", True, False),
    (32, "VOID_INITIATED", False, False),
    (33, "CAPTURE_INITIATED", False, False),
    (34, "CAPTURE_FAILED", False, False),
    (35, "VOID_FAILED", False, False),
    (36, "AUTO_REFUNDED", True, False),
    (40, "NOT_FOUND", False, False),
    (None, "AUTHORIZED", False, False),
    (None, "AUTO_VOIDED", False, False),
    (None, "MERCHANT_VOIDED", False, False),
    (None, "PARTIAL_CHARGED", False, False),
    (None, "PENDING", False, False),
    (None, "TO_BE_CHARGED", False, False),
]


def test_the_status_table() -> None:
    """Every documented status, and what it decides."""
    assert TABLE == [
        (each.status_id, each.name, each.terminal, each.paid) for each in STATUSES
    ]


#: How far an order got; of two readings the one in the later row counts.
RANKS = [
    {"ERROR", "NOT_FOUND"},
    {"CREATED", "NEW"},
    {"STARTED", "PENDING_VBV", "PENDING"},
    {
        "VBV_SUCCESSFUL",
        "AUTHORIZING",
        "COD_INITIATED",
        "VOID_INITIATED",
        "CAPTURE_INITIATED",
        "CAPTURE_FAILED",
        "VOID_FAILED",
        "AUTHORIZED",
        "AUTO_VOIDED",
        "MERCHANT_VOIDED",
        "PARTIAL_CHARGED",
        "TO_BE_CHARGED",
    },
    {"JUSPAY_DECLINED", "AUTHENTICATION_FAILED", "AUTHORIZATION_FAILED"},
    {"CHARGED"},
    {"VOIDED", "AUTO_REFUNDED"},
]


def test_how_far_a_status_is() -> None:
    """Nothing, new, started, underway, failed, paid, and given back."""
    assert RANKS == [
        {each.name for each in STATUSES if each.rank == rank} for rank in range(7)
    ]


HIDDEN: list[tuple[type, str]] = [
    (juspay.CardToken, "par"),
    (juspay.Card, "name_on_card"),
    (juspay.ClientAuth, "client_auth_token"),
    (juspay.Mandate, "mandate_token"),
    (juspay.Mandate, "mandate_debit_token"),
    (juspay.Order, "customer_email"),
    (juspay.Order, "customer_phone"),
    (juspay.Order, "payer_vpa"),
    (juspay.SdkFields, "client_auth_token"),
    (juspay.SdkFields, "customer_email"),
    (juspay.SdkFields, "customer_phone"),
    (juspay.SdkFields, "first_name"),
    (juspay.SdkFields, "last_name"),
    (juspay.Upi, "payer_vpa"),
    (juspay.Returned, "mandate_token"),
]


@pytest.mark.parametrize(("kind", "name"), HIDDEN)
def test_what_is_nobody_elses_business_is_not_shown(kind: type, name: str) -> None:
    """Tokens, and who the customer is."""
    assert "5ecr3t" not in repr(kind(**{name: "5ecr3t"}))


@given(st.text())
def test_only_charged_is_paid(name: str) -> None:
    """No other word of the far side makes an order paid."""
    assert (name == "CHARGED") == status_of(name).paid


@given(st.text().filter(lambda name: name not in {each[1] for each in TABLE}))
def test_an_unknown_status_stays_pending(name: str) -> None:
    """It never becomes failed or paid."""
    assert Outcome.PENDING is status_of(name).outcome


def test_no_status_is_pending() -> None:
    """A missing status decides nothing."""
    assert (Outcome.PENDING, "") == (status_of(None).outcome, status_of(None).name)


OUTCOMES = [
    ("CHARGED", Outcome.PAID),
    ("AUTHORIZATION_FAILED", Outcome.FAILED),
    ("PENDING_VBV", Outcome.PENDING),
]


@pytest.mark.parametrize(("name", "expected"), OUTCOMES)
def test_a_status_means_something_for_the_shop(name: str, expected: Outcome) -> None:
    """An order, a session and a payment tell it alike."""
    assert [expected] * 3 == [
        each.state.outcome
        for each in (Order(status=name), Session(status=name), Txn(status=name))
    ]


NOISE = [
    # key, value on the wire, attribute
    ("amount", 1, Decimal(1)),
    ("amount", "2.0", Decimal("2.0")),
    ("amount", "null", None),
    ("effective_amount", None, None),
    ("effective_amount", {}, None),
    ("status_id", "26", 26),
    ("status_id", "-1", -1),
    ("order_id", "A1", "A1"),
    ("gateway_id", 12, "12"),
    ("gateway_id", "27", "27"),
    ("payer_vpa", "null", None),
    ("udf1", "null", "null"),
    ("customer_id", "null", "null"),
    ("refunded", True, True),
    ("refunded", "true", True),
    ("refunded", "false", False),
    ("customer_id", None, None),
    ("customer_email", "FILTERED", "FILTERED"),
    ("card", "FILTERED", None),
    (
        "date_created",
        "2021-09-10T09:01:36Z",
        datetime(2021, 9, 10, 9, 1, 36, tzinfo=UTC),
    ),
    ("date_created", "1598965200", datetime(2020, 9, 1, 13, tzinfo=UTC)),
    ("date_created", 1598965200, datetime(2020, 9, 1, 13, tzinfo=UTC)),
    ("date_created", 0, datetime(1970, 1, 1, tzinfo=UTC)),
    ("date_created", "null", None),
    ("date_created", "", None),
    ("mandate.maxAmount", "10.00", None),
    ("metadata", {"PAYU:a": "b"}, Record({"PAYU:a": "b"})),
    ("refunds", [{"id": "r"}], (Refund(id="r"),)),
    ("refunds", [], ()),
]


@pytest.mark.parametrize(("key", "value", "expected"), NOISE)
def test_the_type_noise_of_the_api_is_taken(
    key: str, value: object, expected: object
) -> None:
    """Numbers as text, text as numbers, nothing in four spellings."""
    order = read_order(asked(), answered({"order_id": "A1", key: value}))
    assert expected == getattr(order, key, None)


UNREAD = [
    ("amount", "ten"),
    ("amount", True),
    ("amount", "1e5"),
    ("status_id", 1.5),
    ("refunded", "maybe"),
    ("refunded", 1),
    ("customer_id", True),
    ("customer_id", [1]),
    ("date_created", "160***10"),
    ("date_created", "2021-09-10T09:01:36"),
    ("date_created", "2021-99-10T09:01:36Z"),
    ("date_created", "2021-09-10T24:00:00Z"),  # which Python 3.14 would take
    ("date_created", 1598965200000),
    ("date_created", True),
    ("card", ["x"]),
    ("metadata", "x"),
    ("refunds", {"id": "r"}),
    ("refunds", ["r"]),
    ("brand_new_field", {"a": [1]}),
]


@pytest.mark.parametrize(("key", "value"), UNREAD)
def test_what_cannot_be_read_is_kept(key: str, value: object) -> None:
    """Nothing of an answer is lost, and nothing of it stops the reading."""
    order = read_order(asked(), answered({"order_id": "A1", key: value}))
    assert Record(json.loads(json.dumps({key: value}), parse_float=Decimal)) == (
        order.other
        if key != "status_id"
        else Record({key: Decimal(str(order.other[key]))})
    )


def test_an_amount_is_read_exactly() -> None:
    """No float comes in between."""
    body = b'{"order_id": "A1", "amount": 0.1000000000000000055, "tax": 0.10}'
    order = read_order(asked(), Response(200, (), body))
    assert Decimal("0.1000000000000000055") == order.amount


def test_the_answer_to_a_create_with_its_token() -> None:
    """The token is there, and not in the repr."""
    document = {
        "order_id": "A1",
        "status": "NEW",
        "juspay": {
            "client_auth_token": "tkn_5ecr3t",
            "client_auth_token_expiry": "2020-06-16T10:43:35Z",
        },
    }
    order = read_order(asked(Call.CREATE_ORDER), answered(document))
    assert order.juspay is not None
    assert ("tkn_5ecr3t", False) == (
        order.juspay.client_auth_token,
        "5ecr3t" in repr(order),
    )


def test_an_answer_is_shown_without_its_body() -> None:
    """A token stands in it."""
    assert "Response(status=200, headers=(), body=<2 bytes>)" == repr(
        Response(200, (), b"{}")
    )


def test_the_answer_about_another_order_cannot_be_used() -> None:
    """It says which."""
    error = failure(lambda: read_order(asked(), answered({"order_id": "B2"})))
    assert ("the answer is about order 'B2', not 'A1'", ("order_id",)) == (
        error.error_message,
        error.fields,
    )


def test_the_answer_about_the_order_in_other_case_is_about_it() -> None:
    """Juspay does not tell upper from lower case."""
    assert "a1" == read_order(asked(), answered({"order_id": "a1"})).order_id


def test_an_answer_about_no_order_cannot_be_used() -> None:
    """An order has an id."""
    error = failure(lambda: read_order(asked(order_id=""), answered({"status": "NEW"})))
    assert "unusable_answer" == error.error_code


def test_any_order_may_be_answered_to_a_request_about_none() -> None:
    """A request made by hand names no order."""
    order = read_order(asked(order_id=""), answered({"order_id": "B2"}))
    assert "B2" == order.order_id


@pytest.mark.parametrize("status", [200, 400, 404])
def test_an_order_that_is_not_found_is_an_answer(status: int) -> None:
    """The documents show it with two HTTP statuses; it may be created then."""
    document = {"status": "NOT_FOUND", "status_id": 40, "order_id": "A1"}
    order = read_order(asked(), answered(document, status))
    assert (True, Outcome.PENDING) == (order.not_found, order.state.outcome)


def test_an_order_that_is_found_is_not_created_again() -> None:
    """Whatever its status."""
    order = read_order(asked(), answered({"status": "NEW", "order_id": "A1"}))
    assert not order.not_found


@pytest.mark.parametrize("call", [Call.REFUND_ORDER, Call.UPDATE_ORDER])
@pytest.mark.parametrize("status", [200, 400])
def test_an_order_that_is_not_found_is_neither_refunded_nor_changed(
    call: Call, status: int
) -> None:
    """Only the question for its status is answered by that."""
    document = {"status": "NOT_FOUND", "status_id": 40, "order_id": "A1"}
    error = failure(lambda: read_order(asked(call), answered(document, status)))
    assert "NOT_FOUND" == error.error_code


UNCLEAR = [
    # HTTP status, code, whether the call may have been carried out
    (None, "no_answer", True),
    (200, "unusable_answer", True),
    (408, "", True),
    (500, "INTERNAL_SERVER_ERROR", True),
    (504, "", True),
    (400, "INVALID_REQUEST", False),
    (429, "too_many_requests", False),
]


@pytest.mark.parametrize(("status", "code", "expected"), UNCLEAR)
def test_an_error_says_whether_the_call_was_carried_out(
    status: int | None,
    code: str,
    expected: bool,  # noqa: FBT001 - a table's column
) -> None:
    """Or that nobody knows."""
    error = GatewayError("oh", http_status=status, error_code=code)
    assert expected is error.unclear


ERRORS: list[tuple[int, object, tuple[str, str, tuple[str, ...]]]] = [
    # HTTP status, document, (code, message, fields)
    (
        400,
        {
            "status": "Bad Request",
            "error_code": "Mandatory fields are missing",
            "error_message": "currency",
        },
        ("Mandatory fields are missing", "currency", ()),
    ),
    (
        400,
        {
            "status": "ERROR",
            "error_code": "INVALID_BLOCK_FUNDS",
            "error_message": "Block fund",
            "error_info": {
                "code": "UNKNOWN_ERROR",
                "fields": [{"field_name": "mandate.block_funds"}, "x", {}],
            },
        },
        ("INVALID_BLOCK_FUNDS", "Block fund", ("mandate.block_funds",)),
    ),
    (
        401,
        {
            "status": "error",
            "error_code": "access_denied",
            "error_info": {"developer_message": "Invalid API Key."},
        },
        ("access_denied", "Invalid API Key.", ()),
    ),
    (403, {"error_info": {"code": "BAD_ORIGIN"}}, ("BAD_ORIGIN", "BAD_ORIGIN", ())),
    (
        400,
        {"code": "INVALID_REQUEST", "message": "No transactions", "user_message": "x"},
        ("INVALID_REQUEST", "No transactions", ()),
    ),
    (
        400,
        {"code": "X", "response": {"errorCode": "Y", "errorMessage": "Z"}},
        ("Y", "Z", ()),
    ),
    (400, {"error_Message": "odd spelling"}, ("", "odd spelling", ())),
    (404, {}, ("", "HTTP status 404", ())),
    (300, {}, ("", "HTTP status 300", ())),
    (302, {}, ("", "HTTP status 302", ())),
    (199, {}, ("", "HTTP status 199", ())),
    (
        200,
        {"status": "ERROR", "error_code": "duplicate.call", "status_id": "-1"},
        ("duplicate.call", "duplicate.call", ()),
    ),
    (200, {"status": "error"}, ("error", "error", ())),
    (200, {"status": "Invalid Request"}, ("Invalid Request", "Invalid Request", ())),
    (200, {"error_code": "odd"}, ("odd", "odd", ())),
    (200, {"status": "Bad Request"}, ("Bad Request", "Bad Request", ())),
]


@pytest.mark.parametrize(("status", "document", "expected"), ERRORS)
def test_every_documented_shape_of_an_error_is_read(
    status: int, document: object, expected: tuple[str, str, tuple[str, ...]]
) -> None:
    """Code, words, fields and HTTP status are kept."""
    error = failure(
        lambda: read_order(asked(Call.CREATE_ORDER), answered(document, status))
    )
    assert (*expected, status, False) == (
        error.error_code,
        error.error_message,
        error.fields,
        error.http_status,
        error.retryable,
    )


UNUSABLE = [
    # body, the reason
    (b"", "it is not JSON"),
    (b"{", "it is not JSON"),
    (b'{"amount": NaN}', "it is not JSON"),
    (b'{"amount": 1' + b"0" * 5000 + b"}", "it is not JSON"),
    (b'{"amount": 1E999999999999999999999}', "it is not JSON"),
    (b"[]", "it is not a JSON object"),
    (b"null", "it is not a JSON object"),
    (b'"x"', "it is not a JSON object"),
    (b"\xff", "it is not UTF-8"),
    (b'{"order_id": "\\ud800"}', "it has text that is not Unicode"),
    (b'{"\\udfff": 1}', "it has text that is not Unicode"),
    (b'{"a":' * 70 + b"1" + b"}" * 70, "it is nested too deep"),
    (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "it is nested too deep"),
    (b" " * 1_000_001, "it is longer than 1000000 bytes"),
]


@pytest.mark.parametrize(("body", "reason"), UNUSABLE, ids=range(len(UNUSABLE)))
def test_what_is_no_document_cannot_be_used(body: bytes, reason: str) -> None:
    """The error says why."""
    error = failure(lambda: read_order(asked(), Response(200, (), body)))
    assert f"the answer with HTTP status 200 cannot be used: {reason}" == (
        error.error_message
    )


def test_a_document_may_be_as_long_as_the_limit() -> None:
    """A million bytes are read."""
    body = b'{"order_id": "A1"}'.ljust(1_000_000)
    assert "A1" == read_order(asked(), Response(200, (), body)).order_id


@pytest.mark.parametrize(("count", "error"), [(1_000, False), (1_001, True)])
def test_a_list_is_read_up_to_a_limit(count: int, *, error: bool) -> None:
    """A megabyte of refunds would keep a host busy for seconds."""
    response = answered({"order_id": "A1", "refunds": [{}] * count})
    if error:
        found = failure(lambda: read_order(asked(), response))
        assert "a list in the answer has more than 1000 entries" == str(found)
    else:
        assert count == len(read_order(asked(), response).refunds)


RETRIES = [
    # call, HTTP status, body, retryable
    (Call.ORDER_STATUS, 500, b"oops", True),
    (Call.ORDER_STATUS, 408, b"{}", True),
    (Call.ORDER_STATUS, 502, b"{}", True),
    (Call.ORDER_STATUS, 503, b"{}", True),
    (Call.ORDER_STATUS, 504, b"{}", True),
    (Call.ORDER_STATUS, 501, b"{}", False),
    (Call.ORDER_STATUS, 200, b"oops", True),
    (Call.ORDER_STATUS, 429, b"{}", True),
    (Call.ORDER_STATUS, 401, b"{}", False),
    (Call.ORDER_STATUS, 302, b"", False),
    (Call.CREATE_ORDER, 500, b"{}", False),
    (Call.CREATE_ORDER, 504, b"oops", False),
    (Call.CREATE_ORDER, 429, b"{}", True),
    (Call.CREATE_ORDER, 200, b"oops", False),
    (Call.REFUND_ORDER, 500, b"{}", True),
    (Call.REFUND_ORDER, 200, b"oops", False),
    (Call.REFUND_ORDER, 400, b"{}", False),
]


@pytest.mark.parametrize(("call", "status", "body", "expected"), RETRIES)
def test_an_error_says_whether_the_call_may_be_sent_again(
    call: Call,
    status: int,
    body: bytes,
    expected: bool,  # noqa: FBT001 - a table's column
) -> None:
    """Never a create that may have been carried out."""
    error = failure(lambda: read_order(asked(call), Response(status, (), body)))
    assert expected == error.retryable


SILENCE = [
    (
        Call.CREATE_ORDER,
        "no answer came (timeout); ask for the status before sending again",
        False,
    ),
    (Call.ORDER_STATUS, "no answer came (timeout); send it again", True),
    (Call.REFUND_ORDER, "no answer came (timeout); send it again", True),
]


@pytest.mark.parametrize(("call", "message", "retryable"), SILENCE)
def test_no_answer_says_what_to_do(
    call: Call,
    message: str,
    retryable: bool,  # noqa: FBT001 - a table's column
) -> None:
    """Nobody knows what became of the call."""
    error = no_answer(asked(call), "timeout")
    assert (message, None, "no_answer", retryable) == (
        error.error_message,
        error.http_status,
        error.error_code,
        error.retryable,
    )


def test_every_call_has_a_reader() -> None:
    """The table has a row for each."""
    assert set(Call) == set(READERS)


def test_an_answer_is_read_by_its_call() -> None:
    """The request knows what it is answered with."""
    document = {"order_id": "A1", "txn_id": "t"}
    assert Txn(order_id="A1", txn_id="t") == juspay.read(
        asked(Call.EXECUTE_MANDATE), answered(document)
    )


def test_the_answer_to_a_request_made_by_hand_needs_a_reader() -> None:
    """Nobody knows what it is."""
    with pytest.raises(ValueError, match="made by hand"):
        juspay.read(Request("GET", "", ()), answered({}))


def test_a_refund_that_was_processed_is_no_error() -> None:
    """Its error code says so."""
    document = {
        "unique_request_id": "R1",
        "status": "SUCCESS",
        "error_code": "processed",
    }
    refund = juspay.read_refund(asked(), answered(document))
    assert ("processed", RefundState.SUCCESS) == (refund.error_code, refund.state)


PAID = Order(
    order_id="A1",
    amount=Decimal("1054.25"),
    currency="INR",
    status="CHARGED",
    status_id=21,
)


def paid(order: Order) -> bool:
    """Ask whether an order is paid as it was asked for."""
    return is_paid(order, order_id="a1", amount=Decimal("1054.250"), currency="INR")


def test_an_order_that_is_charged_as_asked_is_paid() -> None:
    """Id without case, amount by value."""
    assert paid(PAID)


@pytest.mark.parametrize("name", [each[1] for each in TABLE if not each[3]] + ["NEWER"])
def test_an_order_that_is_not_charged_is_not_paid(name: str) -> None:
    """Whatever else it says."""
    assert not paid(Order(status=name, order_id="B2"))


DIFFERS: list[tuple[dict[str, Any], tuple[str, ...], str]] = [
    # change, fields, words
    ({"order_id": "B2"}, ("order_id",), "order_id is 'B2', not 'a1'"),
    ({"order_id": None}, ("order_id",), "order_id is None, not 'a1'"),
    ({"amount": Decimal(1)}, ("amount",), "amount is 1, not 1054.250"),
    ({"amount": None}, ("amount",), "amount is missing, not 1054.250"),
    ({"currency": "USD"}, ("currency",), "currency is USD, not INR"),
    ({"currency": None}, ("currency",), "currency is missing, not INR"),
    ({"status_id": 27}, ("status_id",), "status_id is 27, not 21"),
    (
        {"amount": Decimal("0.01"), "currency": "USD"},
        ("amount", "currency"),
        "amount is 0.01, not 1054.250; currency is USD, not INR",
    ),
]


@pytest.mark.parametrize(("change", "fields", "words"), DIFFERS)
def test_a_charge_that_differs_from_what_was_asked_is_an_error(
    change: dict[str, Any], fields: tuple[str, ...], words: str
) -> None:
    """It says which."""
    given_order = {
        "order_id": "A1",
        "amount": PAID.amount,
        "currency": "INR",
        "status": "CHARGED",
        "status_id": 21,
        **change,
    }
    error = failure(lambda: paid(Order(**given_order)))
    assert (f"the order is CHARGED, but {words}", fields, "differs_from_request") == (
        error.error_message,
        error.fields,
        error.error_code,
    )


HUGE: list[dict[str, Any]] = [
    {"order_id": "9" * 100_000},
    {"currency": "X" * 100_000},
    {"status_id": 10**4000},
]


@pytest.mark.parametrize("change", HUGE, ids=["order_id", "currency", "status_id"])
def test_what_differs_is_said_in_few_words(change: dict[str, Any]) -> None:
    """However much of it came."""
    given_order = {"order_id": "A1", "amount": PAID.amount, "currency": "INR"}
    huge: dict[str, Any] = {**given_order, "status": "CHARGED", **change}
    assert len(str(failure(lambda: paid(Order(**huge))))) < 200


def test_an_answer_about_a_huge_id_is_refused_in_few_words() -> None:
    """A log has room for more than one line."""
    document = {"order_id": "9" * 100_000}
    error = failure(lambda: read_order(asked(), answered(document)))
    assert len(str(error)) < 200


@pytest.mark.parametrize("status", ["CHARGED", "NEW"])
def test_a_float_is_no_amount_to_compare_with(status: str) -> None:
    """It would be right until it is not."""
    order = Order(order_id="A1", amount=Decimal(998), currency="INR", status=status)
    with pytest.raises(CheckoutError, match="a float is not exact"):
        is_paid(order, order_id="A1", amount=998.0, currency="INR")  # type: ignore[arg-type]


@pytest.mark.parametrize("amount", ["998.00", 998, Decimal("998.0")])
def test_an_amount_is_compared_however_it_is_written(amount: Any) -> None:
    """As an amount is given everywhere else."""
    order = Order(order_id="A1", amount=Decimal(998), currency="INR", status="CHARGED")
    assert is_paid(order, order_id="A1", amount=amount, currency="INR")


def test_a_charge_without_a_status_number_is_paid() -> None:
    """The name decides."""
    assert paid(
        Order(order_id="A1", amount=PAID.amount, currency="INR", status="CHARGED")
    )


REFUND_WORDS = [
    ("PENDING", RefundState.PENDING),
    ("MANUAL_REVIEW", RefundState.PENDING),
    ("SOMETHING_NEW", RefundState.PENDING),
    (None, RefundState.PENDING),
    ("SUCCESS", RefundState.SUCCESS),
    ("REFUNDED", RefundState.SUCCESS),
    ("FAILURE", RefundState.FAILURE),
]


@pytest.mark.parametrize(("word", "expected"), REFUND_WORDS)
def test_where_a_refund_stands(word: str | None, expected: RefundState) -> None:
    """A new word is pending."""
    assert expected is Refund(status=word).state


MANDATE_WORDS = [
    ("CREATED", MandateState.CREATED),
    ("ACTIVE", MandateState.ACTIVE),
    ("PAUSED", MandateState.PAUSED),
    ("FAILURE", MandateState.FAILURE),
    ("REVOKED", MandateState.REVOKED),
    ("EXPIRED", MandateState.EXPIRED),
    ("SLEEPING", MandateState.UNKNOWN),
    (None, MandateState.UNKNOWN),
]


@pytest.mark.parametrize(("word", "expected"), MANDATE_WORDS)
def test_where_a_mandate_stands(word: str | None, expected: MandateState) -> None:
    """A new word is unknown."""
    assert expected is juspay.Mandate(status=word).state


readings = st.builds(
    Order,
    status=st.sampled_from([each[1] for each in TABLE]),
    amount_refunded=st.none() | st.integers(0, 3).map(Decimal),
    refunds=st.lists(
        st.builds(Refund, status=st.sampled_from(["PENDING", "SUCCESS"])), max_size=2
    ).map(tuple),
)


@given(data=st.data(), seen=st.lists(readings, min_size=1, max_size=6))
def test_late_and_repeated_readings_do_no_harm(
    data: st.DataObject, seen: list[Order]
) -> None:
    """However often and in whatever order they come, the same outcome is found."""
    other = data.draw(st.permutations(seen + data.draw(st.permutations(seen))))
    one = seen[0]
    for each in seen:
        one = stronger(one, each)
    two = other[0]
    for each in other:
        two = stronger(two, each)
    assert (one.state.rank, one.amount_refunded or 0) == (
        two.state.rank,
        two.amount_refunded or 0,
    )


def test_a_late_failure_does_not_undo_a_payment() -> None:
    """An earlier attempt failed; the order is paid."""
    failed = Order(status="AUTHORIZATION_FAILED")
    assert PAID == stronger(PAID, failed) == stronger(failed, PAID)


SDK = {
    "requestId": "af2f666419a24155991764369ccaed86",
    "service": "in.juspay.hyperpay",
    "payload": {
        "clientId": "picasso",
        "amount": "100.0",
        "clientAuthToken": "tkn_5ecr3t",
        "options.createMandate": "REQUIRED",
        "mandate.startDate": "1703768016",
        "mandate.frequency": "ASPRESENTED",
        "udf1": "udf1-dummy",
        "mandate.blockFunds": False,
    },
    "expiry": "2023-12-30T21:46:57Z",
}


def session() -> Session:
    """Return a session as it is read."""
    document = {
        "status": "NEW",
        "id": "ordeh_1",
        "order_id": "A1",
        "payment_links": {"web": "https://a.de", "expiry": "null"},
        "sdk_payload": SDK,
        "order_expiry": "2023-12-30T21:46:57Z",
    }
    return juspay.read_session(asked(Call.CREATE_SESSION), answered(document))


def sdk() -> juspay.SdkPayload:
    """Return the SDK payload of that session."""
    found = session().sdk_payload
    assert found is not None
    return found


def test_an_sdk_payload_comes_out_as_it_went_in() -> None:
    """Juspay's own shape, nothing lost."""
    assert SDK == spelling.juspay_sdk_payload(sdk())


def test_a_maximum_keeps_the_name_a_session_gives_it() -> None:
    """The official answer calls it mandateMaxAmount; Commerce Engine does not."""
    payload = {"mandateMaxAmount": "1000", "sendMail": True}
    document = {"order_id": "A1", "sdk_payload": {"payload": payload, "mine": 1}}
    found = juspay.read_session(asked(Call.CREATE_SESSION), answered(document))
    sdk_payload = found.sdk_payload
    assert sdk_payload is not None
    assert (
        {"requestId": None, "service": None, "payload": payload, "mine": 1},
        {"mandate.maxAmount": "1000"},
    ) == (
        spelling.juspay_sdk_payload(sdk_payload),
        spelling.commerce_engine_sdk_payload(sdk_payload)["payload"],
    )


def test_commerce_engine_spells_three_keys_with_a_blank_at_the_end() -> None:
    """Only the keys of its page, in its order."""
    assert {
        "requestId": "af2f666419a24155991764369ccaed86",
        "service": "in.juspay.hyperpay",
        "payload": {
            "clientId": "picasso",
            "clientAuthToken": "tkn_5ecr3t",
            "amount": "100.0",
            "options.createMandate": "REQUIRED",
            "mandate.start_date ": "1703768016",
            "mandate.frequency": "ASPRESENTED",
        },
    } == spelling.commerce_engine_sdk_payload(sdk())


def test_every_key_of_commerce_engines_page_can_be_written() -> None:
    """Also without a value."""
    assert [
        "clientId",
        "merchantId",
        "clientAuthToken",
        "clientAuthTokenExpiry",
        "environment",
        "orderId",
        "amount",
        "action",
        "customerId",
        "firstName",
        "lastName",
        "returnUrl",
        "customerPhone",
        "customerEmail",
        "currency",
        "description",
        "options.createMandate",
        "mandate.maxAmount",
        "mandate.start_date ",
        "mandate.end_date ",
        "mandate.frequency",
        "mandate.rule_value ",
    ] == list(
        spelling.commerce_engine_sdk_payload(juspay.SdkPayload(), every_key=True)[
            "payload"
        ]
    )


def test_an_empty_sdk_payload_has_no_fields() -> None:
    """Nothing is made up."""
    assert {} == spelling.juspay_sdk_payload(juspay.SdkPayload())["payload"]


def test_commerce_engines_spelling_is_read_as_well() -> None:
    """The shape that was written comes back."""
    found = spelling.commerce_engine_sdk_payload(sdk())
    document = {"order_id": "A1", "sdk_payload": found}
    again = juspay.read_session(asked(Call.CREATE_SESSION), answered(document))
    assert again.sdk_payload is not None
    assert found == spelling.commerce_engine_sdk_payload(again.sdk_payload)


def test_a_session_is_shown_without_its_token() -> None:
    """The repr masks it."""
    assert "5ecr3t" not in repr(session())


def test_a_session_has_its_links_and_its_end() -> None:
    """An expiry of "null" is none."""
    links = session().payment_links
    assert (
        juspay.PaymentLinks(web="https://a.de"),
        datetime(2023, 12, 30, 21, 46, 57, tzinfo=UTC),
    ) == (links, session().order_expiry)


@pytest.mark.parametrize("payload", [None, {"requestId": "x"}])
def test_a_session_without_its_payload_cannot_be_used(payload: object) -> None:
    """There is nothing to open the page with."""
    document = {"order_id": "A1", "sdk_payload": payload}
    error = failure(
        lambda: juspay.read_session(asked(Call.CREATE_SESSION), answered(document))
    )
    assert ("sdk_payload",) == error.fields

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Juspay's own samples: requests that we build alike, answers that we read whole.

Every key of every sample that parses is an attribute, or stands in `READ_PAST`.
"""

from __future__ import annotations

import json

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from checkout_core import http, juspay
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.http import Request, Response
from checkout_core.juspay import Address, Due, MandateTerms, Order
from checkout_core.juspay.decode import READ_PAST
from checkout_core.juspay.requests import Call
from checkout_core.values import Record
from tests.factories.faults import faults


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checkout_core.juspay import Credentials


DATA = Path(__file__).parent / "data"
EXAMPLES = json.loads((DATA / "official-examples.json").read_text(encoding="utf-8"))
BY_PATH = {
    f"{each['path']}@{each['branch'].partition('@')[0]}": each
    for each in EXAMPLES["examples"]
}
ANSWERS = {name: each for name, each in BY_PATH.items() if "json" in each}

READS: dict[str, Callable[[Request, Response], object]] = {
    "order_create.response": juspay.read_order,
    "order_status.response": juspay.read_order,
    "order_update.response": juspay.read_order,
    "refund.response": juspay.read_refund,
    "mandate.order_create.response": juspay.read_order,
    "mandate.execute.response": juspay.read_txn,
    "mandate.notify.response": juspay.read_notification,
    "mandate.pause.response": juspay.read_mandate,
    "mandate.revoke.response": juspay.read_mandate,
    "mandate.status.response": juspay.read_mandate,
    "mandate.list.response": juspay.read_mandates,
    "mandate.cancel.response": juspay.read_cancellation,
}
ORDER_REFUND = "api-reference/orders/refund-order/response.json@master"

#: Keys of answers that are kept in `other`, by where they are met, and why.
KEPT = {
    # A masked number of a sample: no moment, so it stays as it came.
    ("mandate.end_date", "160***10"),
}


def document_of(name: str) -> Any:
    """Return the parsed JSON of a sample."""
    return ANSWERS[name]["json"]


def read(name: str) -> Any:
    """Return a sample as it is read."""
    kind = ANSWERS[name]["kind"]
    body = json.dumps(document_of(name)).encode()
    if kind == "webhook":
        return juspay.read_event(body)
    reader = juspay.read_order if name == ORDER_REFUND else READS[kind]
    return reader(Request("GET", "", ()), Response(200, (), body))


def left_over(noun: Any, path: str = "") -> Iterator[tuple[str, object]]:
    """Yield everything that found no attribute, with where it stands."""
    for each in attrs.fields(type(noun)):
        value = getattr(noun, each.name)
        where = f"{path}.{each.name}".removeprefix(".").removeprefix("content.")
        if each.name == "other":
            for key, kept in value.items():
                yield f"{path}.{key}".removeprefix(".").removeprefix("content."), kept
        elif attrs.has(type(value)):
            yield from left_over(value, where)
        elif isinstance(value, tuple):
            for inner in value:
                yield from left_over(inner, where)


READ = [
    name
    for name, each in ANSWERS.items()
    if each["kind"] in READS or each["kind"] == "webhook"
]


@pytest.mark.parametrize("name", READ)
def test_every_key_of_an_official_answer_is_an_attribute(name: str) -> None:
    """Or it is read past, for a reason that is written down."""
    assert (
        set()
        == {
            (where, kept)
            for where, kept in left_over(read(name))
            if where.rpartition(".")[2] not in READ_PAST
        }
        - KEPT
    )


def keys_of(document: object) -> Iterator[tuple[str, object]]:
    """Yield every key of a document with its value, nested ones too."""
    if isinstance(document, dict):
        for key, value in document.items():
            yield key, value
            yield from keys_of(value)
    elif isinstance(document, list):
        for each in document:
            yield from keys_of(each)


def test_what_is_read_past_is_empty_in_every_official_answer() -> None:
    """The reasons hold."""
    found = {
        (key, json.dumps(value))
        for each in ANSWERS.values()
        for key, value in keys_of(each["json"])
        if key in READ_PAST
    }
    assert {
        ("bank_pg", "null"),
        ("rewards_breakup", "null"),
    } == found


def test_what_is_read_past_is_kept_where_it_is_not_empty() -> None:
    """Nothing of an answer is lost."""
    document = {"order_id": "A1", "bank_pg": "", "rewards_breakup": [{"a": 1}]}
    response = Response(200, (), json.dumps(document).encode())
    order = juspay.read_order(Request("GET", "", ()), response)
    assert Record({"rewards_breakup": [{"a": 1}]}) == order.other


def test_the_answer_to_a_create_in_full() -> None:
    """The seed's document, value by value."""
    assert Order(
        id="ordeu_8bddad1e3b9c85eab3db4528575c01b",
        order_id="14183944763",
        merchant_id="merchantId",
        status="NEW",
        status_id=10,
        amount=Decimal(1),
        currency="INR",
        refunded=False,
        amount_refunded=Decimal(0),
        customer_id="1235677",
        customer_email="test@gmail.com",
        customer_phone="9999999999",
        product_id="",
        return_url="",
        date_created=datetime(2020, 6, 16, 10, 28, 35, tzinfo=UTC),
        payment_links=juspay.PaymentLinks(
            web="https://api.juspay.in/merchant/pay/"
            "ordeu_8bddad1e3b9c85eab3db4528575c01b",
            mobile="https://api.juspay.in/merchant/pay/"
            "ordeu_8bddad1e3b9c85eab3db4528575c01b?mobile=true",
            iframe="https://api.juspay.in/merchant/ipay/"
            "ordeu_8bddad1e3b9c485eab3db4528575c01b",
        ),
        juspay=juspay.ClientAuth(
            client_auth_token="tkn_753275c49a44a1a313eb2567f2fd6b",
            client_auth_token_expiry=datetime(2020, 6, 16, 10, 43, 35, tzinfo=UTC),
        ),
        udf1="",
        udf2="",
        udf3="",
        udf4="",
        udf5="",
        udf6="",
        udf7="",
        udf8="",
        udf9="",
        udf10="",
    ) == read("api-reference/orders/create-order/response.json@master")


def test_the_short_answer_to_a_create() -> None:
    """No amount, no token; pending."""
    order = read("payv3-forms/order-create-api/response.txt@master")
    assert ("CREATED", 1, None, None, juspay.Outcome.PENDING) == (
        order.status,
        order.status_id,
        order.amount,
        order.juspay,
        order.state.outcome,
    )


def test_the_answer_to_a_mandates_create() -> None:
    """Flat camelCase keys become attributes of the order."""
    name = "api-reference/mandates/create-order-mandates/response.json@master"
    order = read(name)
    assert (
        "REQUIRED",
        Decimal("10.00"),
        datetime(2022, 2, 9, 15, 27, 22, tzinfo=UTC),
        datetime(2022, 3, 2, 15, 27, 7, tzinfo=UTC),
        Decimal("2.0"),
        None,
    ) == (
        order.create_mandate,
        order.mandate_max_amount,
        order.mandate_start_date,
        order.mandate_end_date,
        order.amount,
        order.currency,
    )


CHARGED = [
    # sample, order id, amount
    ("api-reference/orders/order-status/NB.json@master", "JPAYNEW032", "2"),
    ("api-reference/orders/order-status/Wallet.json@master", "145678234", "1"),
    ("api-reference/orders/order-status/EMI.json@master", "XXXX1234", "15122"),
]


@pytest.mark.parametrize(("name", "order_id", "amount"), CHARGED)
def test_a_charged_order_is_paid(name: str, order_id: str, amount: str) -> None:
    """As it was asked for."""
    assert juspay.is_paid(
        read(name), order_id=order_id, amount=Decimal(amount), currency="INR"
    )


def test_cash_on_delivery_is_pending() -> None:
    """It is not paid before it is delivered."""
    order = read("orders/order-status/cod.json@api-reference")
    assert ("COD_INITIATED", 29, juspay.Outcome.PENDING, Decimal(150)) == (
        order.status,
        order.status_id,
        order.state.outcome,
        order.txn_detail.surcharge_amount,
    )


def test_a_refund_that_is_pending_counts_as_refunded_already() -> None:
    """The order stays CHARGED; only the refund says where it stands."""
    order = read(ORDER_REFUND)
    refund = order.refunds[0]
    assert ("CHARGED", True, Decimal(1), None, juspay.RefundState.PENDING, False) == (
        order.status,
        order.refunded,
        order.amount_refunded,
        refund.id,
        refund.state,
        refund.sent_to_gateway,
    )


def test_a_debit_goes_on_with_authentication() -> None:
    """The customer is sent to an URL."""
    txn = read("mandates/execution/response.json@api-reference")
    assert ("PENDING_VBV", "GET") == (txn.status, txn.payment.authentication.method)


def test_a_mandate_webhook_has_its_numbers_and_moments() -> None:
    """Text on the wire, values here."""
    event = read("mandates/webhook/mandate/active.json@api-reference")
    mandate = event.content
    assert (
        "MANDATE_ACTIVATED",
        juspay.MandateState.ACTIVE,
        Decimal(399),
        True,
        datetime(2068, 1, 10, 23, 59, 59, tzinfo=UTC),
        "yourname@mypsp2",
    ) == (
        event.event_name,
        mandate.state,
        mandate.max_amount,
        mandate.revokable_by_customer,
        mandate.end_date,
        mandate.payment_info.upi.payer_vpa,
    )


def test_a_failed_registration_has_its_filtered_card() -> None:
    """FILTERED is no card, and a status number may be text."""
    event = read("mandates/webhook/txn/failure.json@api-reference")
    assert ("ORDER_FAILED", 26, None, "FILTERED", Decimal(1)) == (
        event.event_name,
        event.content.status_id,
        event.content.card,
        event.content.customer_email,
        event.content.amount,
    )


ERRORS = [
    # sample, HTTP status, code, fields
    ("add-ons/payment-links/response-400.json", 400, "Mandatory fields are missing"),
    ("add-ons/payment-links/response-401.json", 401, "access_denied"),
    ("add-ons/payment-links/400-amount-high.json", 400, "INVALID_REQUEST"),
    ("add-ons/payment-links/400-amount-low.json", 400, "INVALID_REQUEST"),
    ("add-ons/payment-links/400-invalid-date.json", 400, "INVALID_START_DATE"),
    ("add-ons/payment-links/400-invalid-frequency.json", 400, "INVALID_BLOCK_FUNDS"),
    ("orders/create-order/moto-400.json", 400, "invalid_request_error"),
]
FIELDS = [
    ("currency",),
    (),
    ("mandate.max_amount",),
    ("mandate.max_amount",),
    ("mandate.start_date",),
    ("mandate.block_funds",),
    (),
]


@pytest.mark.parametrize(
    ("row", "fields"), list(zip(ERRORS, FIELDS, strict=True)), ids=lambda row: row[0:1]
)
def test_an_official_error_is_an_error(
    row: tuple[str, int, str], fields: tuple[str, ...]
) -> None:
    """Code, status and fields, never retryable."""
    name, status, code = row
    body = json.dumps(document_of(f"{name}@api-reference")).encode()
    request = Request("POST", "", (), call=Call.CREATE_ORDER, order_id="A1")
    with pytest.raises(GatewayError) as caught:
        juspay.read_order(request, Response(status, (), body))
    error = caught.value
    assert (code, status, fields, False) == (
        error.error_code,
        error.http_status,
        error.fields,
        error.retryable,
    )


CANCELS = [
    ("mandate_failure_below_5_mins.json", "No scheduled recurring transactions are"),
    ("mandate_stop_failure_invalid_command.json", "Invalid command"),
    ("mandate_stop_failure_no_order_id.json", "Please send order_id"),
]


@pytest.mark.parametrize(("name", "words"), CANCELS)
def test_an_official_error_of_a_cancel_is_an_error(name: str, words: str) -> None:
    """Two shapes of one call."""
    path = f"api-reference/mandates/mandate_status/{name}@master"
    body = json.dumps(document_of(path)).encode()
    request = Request("POST", "", (), call=Call.CANCEL_DEBIT)
    with pytest.raises(GatewayError, match=words):
        juspay.read_cancellation(request, Response(400, (), body))


BROKEN = [name for name, each in BY_PATH.items() if "text" in each]


@pytest.mark.parametrize("name", BROKEN)
def test_a_sample_that_is_no_json_is_a_clean_error(name: str) -> None:
    """Eight official texts do not parse, and one is a URL."""
    body = BY_PATH[name]["text"].encode()
    with pytest.raises(GatewayError, match="it is not JSON"):
        juspay.read_order(Request("GET", "", ()), Response(200, (), body))


def request_of(path: str, branch: str = "api-reference") -> Any:
    """Return the parsed request of a sample."""
    return BY_PATH[f"{path}@{branch}"]["request"]


def pairs_of(request: Request) -> list[tuple[str, str]]:
    """Return the pairs of a body, in an order of their own."""
    return sorted(http.decode_form(request.body.decode("ascii")))


def test_the_official_create_is_built_alike(credentials: Credentials) -> None:
    """37 pairs, the same multiset."""
    sample = request_of("api-reference/orders/create-order/request.sh", "master")
    given = dict(sample["form"])
    given.pop("options.get_client_auth_token")
    metadata = {
        key.removeprefix("metadata."): given.pop(key)
        for key in list(given)
        if key.startswith("metadata.")
    }
    addresses: dict[str, Any] = {
        f"{kind}_address": Address(
            **{
                key.removeprefix(f"{kind}_address_"): given.pop(key)
                for key in list(given)
                if key.startswith(f"{kind}_address_")
            }
        )
        for kind in ("billing", "shipping")
    }
    amount = given.pop("amount")
    fields: dict[str, Any] = {**given, **addresses}
    request = juspay.create_order(
        Due(amount),
        credentials,
        environment="production",
        subvention_amount=metadata.pop("subvention_amount"),
        metadata=metadata,
        **fields,
    )
    assert (sample["url"], sorted(map(tuple, sample["form"]))) == (
        request.url,
        pairs_of(request),
    )


def test_the_official_mandate_is_built_alike(credentials: Credentials) -> None:
    """With an id that fits, on its day; the option for the token is ours."""
    sample = request_of(
        "api-reference/mandates/create-order-mandates/request.sh", "master"
    )
    form = {**dict(sample["form"]), "order_id": "2348234982374238942"}
    request = juspay.create_order(
        Due("1.00"),
        credentials,
        order_id="2348234982374238942",
        customer_id="cst_lz7emoo5okgav",
        customer_email="test@gmail.com",
        customer_phone="9818638469",
        gateway_id=19,
        metadata={"PAYTM_V2:gateway_reference_id": "upimandate"},
        mandate=MandateTerms(
            max_amount="1000.00",
            revokable_by_customer=True,
            start_date=1598965200,
            end_date=1914141600,
            frequency="MONTHLY",
            rule_value=1,
            rule_type="ON",
        ),
        at=datetime(2020, 9, 1, 6, tzinfo=UTC),
        get_client_auth_token=False,
    )
    assert sorted(form.items()) == pairs_of(request)


def test_the_official_mandate_is_refused_as_it_stands(credentials: Credentials) -> None:
    """24 digits are no order id, and 2020 is not today."""
    with pytest.raises(CheckoutError) as caught:
        juspay.create_order(
            Due("1.00"),
            credentials,
            order_id="234823498237423894273498",
            customer_id="cst_lz7emoo5okgav",
            mandate=MandateTerms(max_amount="1000.00", start_date=1598965200),
            at=datetime(2026, 11, 24, tzinfo=UTC),
        )
    assert [
        ("order_id", "order_id_too_long"),
        ("mandate.start_date", "mandate_start_not_today"),
    ] == faults(caught.value)


def test_the_official_one_time_mandate_is_taken(credentials: Credentials) -> None:
    """No start, no blocked funds, no rule value; the maximum under its order name."""
    sample = request_of("mandates/OTM/create_order.sh")["json"]
    request = juspay.create_order(
        Due(sample["amount"]),
        credentials,
        order_id=sample["order_id"],
        customer_id=sample["customer_id"],
        customer_email=sample["customer_email"],
        customer_phone=sample["customer_phone"],
        product_id=sample["product_id"],
        return_url=sample["return_url"],
        description=sample["description"],
        gateway_id=sample["gateway_id"],
        metadata={"ICICI_UPI:gateway_reference_id": "icici_upi_test"},
        mandate=MandateTerms(
            max_amount=sample["mandate_max_amount"],
            frequency="ONETIME",
            end_date=sample["mandate.end_date"],
        ),
        at=datetime(2024, 12, 13, 8, tzinfo=UTC),
        get_client_auth_token=False,
    )
    expected = dict(sample)
    expected["mandate.max_amount"] = expected.pop("mandate_max_amount")
    expected["mandate.amount_rule"] = "VARIABLE"
    assert sorted(expected.items()) == pairs_of(request)


SESSIONS = ["required-mandate.txt", "optional-mandate.txt", "payment-page.txt"]


@pytest.mark.parametrize("name", SESSIONS)
def test_an_official_session_is_built_alike(
    name: str, credentials: Credentials
) -> None:
    """What is added is the currency, and what a mandate is by default."""
    sample = request_of(f"payment-page-sample-payload/sample-payload/{name}", "master")
    given = sample["json"]
    terms = MandateTerms(
        create_mandate=given.get("options.create_mandate", "REQUIRED"),
        max_amount=given.get("mandate.max_amount"),
        start_date=given.get("mandate.start_date"),
        end_date=given.get("mandate.end_date"),
    )
    request = juspay.create_session(
        Due(given["amount"]),
        credentials,
        order_id=given["order_id"],
        payment_page_client_id=given["payment_page_client_id"],
        action=given["action"],
        customer_id=given["customer_id"],
        customer_email=given["customer_email"],
        customer_phone=given["customer_phone"],
        mandate=terms if terms.max_amount else None,
        at=datetime(2022, 2, 9, 12, tzinfo=UTC),
        environment="production",
    )
    defaults = {
        "mandate.amount_rule": "VARIABLE",
        "mandate.block_funds": False,
        "mandate.frequency": "ASPRESENTED",
    }
    assert {
        **given,
        **(defaults if terms.max_amount else {}),
        "currency": "INR",
    } == json.loads(request.body)


def test_the_official_session_with_everything_is_built_alike(
    credentials: Credentials,
) -> None:
    """Udf fields with a dash move: 1 to 5 take no special characters."""
    sample = request_of("add-ons/payment-links/new-request.sh")["json"]
    with pytest.raises(CheckoutError) as caught:
        juspay.create_session(
            Due(sample["amount"]),
            credentials,
            order_id=sample["order_id"],
            payment_page_client_id=sample["payment_page_client_id"],
            mobile_country_code=sample["mobile_country_code"],
            payment_filter=sample["payment_filter"],
            **{f"udf{at}": sample[f"udf{at}"] for at in range(1, 11)},
        )
    assert [(f"udf{at}", "udf_special_character") for at in range(1, 6)] == faults(
        caught.value
    )


def test_the_official_refund_of_a_transaction_is_read() -> None:
    """A refund that is an answer of its own."""
    refund = read("api-reference/orders/refunds/txn-id.json@master")
    assert ("refund_122_3472", "JP1636706983", Decimal(1)) == (
        refund.unique_request_id,
        refund.order_id,
        refund.amount,
    )


def test_the_official_list_of_mandates_is_read() -> None:
    """Four of them, in four states."""
    found = read("mandates/list-mandate/upi.json@api-reference")
    assert (4, ["CREATED", "FAILURE", "REVOKED", "ACTIVE"]) == (
        found.total,
        [each.state.value for each in found.list],
    )

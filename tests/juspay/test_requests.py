# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The create-order request: what is sent, what is refused, what stays secret."""

from __future__ import annotations

import pickle

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core import http, juspay
from checkout_core.errors import CheckoutError
from checkout_core.juspay import Address, Credentials, create_order, requests
from checkout_core.juspay.requests import Call
from tests.factories.faults import faults_of


if TYPE_CHECKING:
    from collections.abc import Callable


def form_of(request: http.Request) -> dict[str, str]:
    """Return the pairs of a request's body."""
    return dict(http.decode_form(request.body.decode("ascii")))


def test_the_smallest_order(payable: Any, credentials: Credentials) -> None:
    """An order is an id, an amount and a currency, posted to /orders as a form."""
    assert http.Request(
        "POST",
        "https://sandbox.juspay.in/orders",
        (
            ("Authorization", "Basic TE9PUEJBQ0tfS0VZOg=="),
            ("x-merchantid", "merchant-id"),
            ("version", "2023-01-01"),
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("x-routing-id", "ORDER-1"),
        ),
        b"order_id=ORDER-1&amount=1054.25&options.get_client_auth_token=true"
        b"&customer_id=&currency=INR",
        call=Call.CREATE_ORDER,
        order_id="ORDER-1",
        repeat=http.Repeat.ASK_FIRST,
    ) == create_order(payable(), credentials, order_id="ORDER-1")


def test_a_quote_that_does_not_add_up_is_refused_before_all_else(
    payable: Any, credentials: Credentials
) -> None:
    """Nothing else is looked at when the figures are wrong."""
    assert [("to_be_paid", "does_not_add_up")] == faults_of(
        lambda: create_order(payable(adds_up=False), credentials, order_id="")
    )


def test_a_quote_in_another_currency_is_refused(
    payable: Any, credentials: Credentials
) -> None:
    """The currency asked for is the quote's."""
    quote = payable(currency="USD")
    assert [("currency", "currency_differs")] == faults_of(
        lambda: create_order(quote, credentials, order_id="A1")
    )


def test_nothing_to_pay_is_refused(payable: Any, credentials: Credentials) -> None:
    """A quote that leaves nothing needs no payment."""
    quote = payable(to_be_paid=Decimal("0.00"), payment_required=False)
    assert [("amount", "amount_nothing_to_pay")] == faults_of(
        lambda: create_order(quote, credentials, order_id="A1")
    )


def test_an_amount_is_sent_in_the_currencys_digits(
    payable: Any, credentials: Credentials
) -> None:
    """A dinar has three decimals; the wire takes two of them."""
    quote = payable(Decimal("1.230"), "KWD")
    request = create_order(quote, credentials, order_id="A1", currency="KWD")
    assert "1.23" == form_of(request)["amount"]


def test_all_faults_are_reported_together(
    payable: Any, credentials: Credentials
) -> None:
    """One error lists everything that is wrong with a request."""
    fields: dict[str, Any] = {
        "customer_id": " ",
        "customer_email": "a",
        "customer_phone": "+91",
        "return_url": "http://localhost/x",
        "gateway_id": "Wick",
        "gateway": "PAYTM",
        "billing_address": Address(country_code_iso="India"),
        "gateway_reference_id": "a\x00",
        "subvention_amount": "-1",
        "webhook_url": "x",
        "metadata": {"x": "y"},
        "udf1": "a_b",
        "ammount": 2,
    }
    assert [
        ("environment", "base_url_unknown"),
        ("version", "version_shape"),
        ("order_id", "order_id_too_long"),
        ("amount", "amount_below_minimum"),
        ("ammount", "field_unknown"),
        ("customer_id", "customer_id_blank"),
        ("customer_email", "customer_email_shape"),
        ("customer_phone", "customer_phone_digits"),
        ("gateway_id", "gateway_id_number"),
        ("return_url", "url_localhost"),
        ("billing_address_country_code_iso", "country_code_iso_shape"),
        ("gateway_reference_id", "control_character"),
        ("subvention_amount", "amount_not_positive"),
        ("webhook_url", "url_shape"),
        ("metadata.x", "metadata_key"),
        ("udf1", "udf_special_character"),
        ("routing_id", "routing_id_shape"),
    ] == faults_of(
        lambda: create_order(
            payable(Decimal("0.50")),
            credentials,
            order_id="a" * 21,
            environment="nowhere",
            version="today",
            routing_id="a b",
            **fields,
        )
    )


def test_an_unknown_currency_is_refused(payable: Any, credentials: Credentials) -> None:
    """A currency is one of ISO 4217."""
    assert [("currency", "unknown_currency")] == faults_of(
        lambda: create_order(payable(), credentials, order_id="A1", currency="XXY")
    )


def test_the_contact_data_of_a_named_gateway_are_required(
    payable: Any, credentials: Credentials
) -> None:
    """A named gateway is not sent, but its needs are checked."""
    assert [
        ("customer_email", "customer_email_missing"),
        ("customer_phone", "customer_phone_missing"),
    ] == faults_of(
        lambda: create_order(payable(), credentials, order_id="A1", gateway="PAYU")
    )


def test_keys_are_sent_in_the_documented_order(
    payable: Any, credentials: Credentials
) -> None:
    """The order of S002, whatever the order of the arguments."""
    request = create_order(
        payable(),
        credentials,
        order_id="A1",
        udf6="6",
        udf1="1",
        metadata={"PAYU:offer_key": "1234"},
        webhook_url="https://shop.de/hook",
        subvention_amount="90",
        gateway_reference_id="BUS",
        shipping_address=Address(line1="b"),
        billing_address=Address(line1="a"),
        gateway_id=23,
        product_id="prod-141833",
        return_url="https://shop.de",
        description="Sample description",
        customer_phone="9988665522",
        customer_email="customer@gmail.com",
        customer_id="guest_user_101",
    )
    assert [
        ("order_id", "A1"),
        ("amount", "1054.25"),
        ("options.get_client_auth_token", "true"),
        ("customer_id", "guest_user_101"),
        ("customer_email", "customer@gmail.com"),
        ("customer_phone", "9988665522"),
        ("currency", "INR"),
        ("description", "Sample description"),
        ("return_url", "https://shop.de"),
        ("product_id", "prod-141833"),
        ("gateway_id", "23"),
        ("billing_address_line1", "a"),
        ("billing_address_country_code_iso", "IND"),
        ("shipping_address_line1", "b"),
        ("shipping_address_country_code_iso", "IND"),
        ("metadata.JUSPAY:gateway_reference_id", "BUS"),
        ("metadata.subvention_amount", "90"),
        ("metadata.webhook_url", "https://shop.de/hook"),
        ("metadata.PAYU:offer_key", "1234"),
        ("udf1", "1"),
        ("udf6", "6"),
    ] == list(form_of(request).items())


def test_an_empty_user_defined_field_is_sent_when_it_is_given(
    payable: Any, credentials: Credentials
) -> None:
    """'' is sent, None is not."""
    request = create_order(payable(), credentials, order_id="A1", udf1="", udf2=None)
    assert [("udf1", "")] == [
        (key, value) for key, value in form_of(request).items() if key[:3] == "udf"
    ]


def test_the_token_need_not_be_asked_for(
    payable: Any, credentials: Credentials
) -> None:
    """Without the option Juspay gives the short answer."""
    request = create_order(
        payable(), credentials, order_id="A1", get_client_auth_token=False
    )
    assert "options.get_client_auth_token" not in form_of(request)


ROUTES = [
    # arguments, value of x-routing-id
    ({}, "A1"),
    ({"customer_id": ""}, "A1"),
    ({"customer_id": "cst_1"}, "cst_1"),
    ({"customer_id": "a b@é"}, "a%20b@%C3%A9"),
    ({"customer_id": "cst_1", "routing_id": "cart-7"}, "cart-7"),
]


@pytest.mark.parametrize(("given", "expected"), ROUTES)
def test_calls_are_routed_by_the_customer_and_a_guests_by_the_order(
    payable: Any, credentials: Credentials, given: dict[str, Any], expected: str
) -> None:
    """x-routing-id is the customer's id, the order's for a guest, or the caller's."""
    request = create_order(payable(), credentials, order_id="A1", **given)
    assert expected == dict(request.headers)["x-routing-id"]


def test_a_custom_host_is_sent_to(payable: Any, credentials: Credentials) -> None:
    """Any https URL can stand in for a preset."""
    request = create_order(
        payable(), credentials, order_id="A1", environment="https://pay.example/v/"
    )
    assert "https://pay.example/v/orders" == request.url


def test_a_custom_host_needs_tls(payable: Any, credentials: Credentials) -> None:
    """The key is not sent in the open."""
    assert [("environment", "url_not_https")] == faults_of(
        lambda: create_order(
            payable(), credentials, order_id="A1", environment="http://pay.example"
        )
    )


SANDBOXES = [
    ("sandbox", True),
    ("eu-sandbox", True),
    ("global-sandbox", True),
    ("hdfc-sandbox", True),
    ("http://localhost:8000", True),
    ("production", False),
    ("production-static", False),
    ("eu", False),
    ("hdfc", False),
    ("https://pay.example", False),
]


@pytest.mark.parametrize(("name", "expected"), SANDBOXES)
def test_a_sandbox_is_known(name: str, expected: bool) -> None:  # noqa: FBT001
    """Only presets of sandboxes and this machine count as one."""
    assert expected == requests.is_sandbox(requests.base_url(name))


def test_a_base_url_is_text() -> None:
    """Anything else is no preset."""
    assert [("environment", "base_url_unknown")] == faults_of(
        lambda: requests.base_url(None)
    )


SECRET = Credentials("merchant-id", "5ecr3t-5ecr3t")


@pytest.mark.parametrize("show", [repr, str, http.masked])
def test_a_request_is_shown_without_its_secret(
    payable: Any, show: Callable[[object], object]
) -> None:
    """Neither the key nor its encoded form is printed."""
    shown = str(show(create_order(payable(), SECRET, order_id="A1")))
    assert ("Basic ****" in shown, "5ecr3t" in shown, "NWVjcjN0" in shown) == (
        True,
        False,
        False,
    )


def test_the_repr_of_a_request_keeps_the_customer_to_itself(payable: Any) -> None:
    """A log gets the length of a body."""
    request = create_order(
        payable(), SECRET, order_id="A1", customer_phone="9988665522"
    )
    assert "9988665522" not in repr(request)


def test_a_masked_request_is_plain_data(payable: Any, credentials: Credentials) -> None:
    """What the command line prints."""
    request = create_order(payable(), credentials, order_id="A1")
    assert {
        "method": "POST",
        "url": "https://sandbox.juspay.in/orders",
        "headers": {
            "Authorization": "Basic ****",
            "x-merchantid": "merchant-id",
            "version": "2023-01-01",
            "Content-Type": "application/x-www-form-urlencoded",
            "x-routing-id": "A1",
        },
        "body": "order_id=A1&amount=1054.25&options.get_client_auth_token=true"
        "&customer_id=&currency=INR",
        "form": [
            ["order_id", "A1"],
            ["amount", "1054.25"],
            ["options.get_client_auth_token", "true"],
            ["customer_id", ""],
            ["currency", "INR"],
        ],
    } == http.masked(request)


def test_credentials_are_shown_without_the_key() -> None:
    """The repr masks it."""
    assert "Credentials(merchant_id='merchant-id', api_key='****')" == repr(SECRET)


CREDENTIALS = [
    # merchant id, key, faults
    ("", "key", [("merchant_id", "merchant_id_shape")]),
    ("a b", "key", [("merchant_id", "merchant_id_shape")]),
    ("a\r\nHost: evil", "key", [("merchant_id", "merchant_id_shape")]),
    ("merchant", "", [("api_key", "api_key_shape")]),
    ("merchant", "key:", [("api_key", "api_key_shape")]),
    ("merchant", None, [("api_key", "api_key_shape")]),
    (
        "",
        "ké",
        [("merchant_id", "merchant_id_shape"), ("api_key", "api_key_shape")],
    ),
]


@pytest.mark.parametrize(("merchant_id", "api_key", "expected"), CREDENTIALS)
def test_credentials_can_stand_in_a_header(
    merchant_id: Any, api_key: Any, expected: list[tuple[str, str]]
) -> None:
    """Blanks, line ends and colons are refused."""
    assert expected == faults_of(lambda: Credentials(merchant_id, api_key))


def test_a_refused_key_is_not_repeated() -> None:
    """The error does not show the key."""
    with pytest.raises(CheckoutError) as caught:
        Credentials("merchant", "5ecr3t 5ecr3t")
    assert "5ecr3t" not in str(caught.value.as_json())


def test_equal_inputs_give_equal_bytes(payable: Any, credentials: Credentials) -> None:
    """A request has no clock and no counter in it."""
    one, other = (
        create_order(payable(), credentials, order_id="A1", udf1="a") for _ in range(2)
    )
    assert one == other


def test_a_request_can_be_stored(payable: Any, credentials: Credentials) -> None:
    """It survives a pickle."""
    request = create_order(payable(), credentials, order_id="A1")
    assert request == pickle.loads(pickle.dumps(request))


SECRETS: list[Callable[[], object]] = [
    lambda: juspay.order_status("s3cr3t", order_id="O1"),  # type: ignore[arg-type]
    lambda: http.masked_headers("s3cr3t"),  # type: ignore[arg-type]
    lambda: http.masked_headers([("Authorization", b"s3cr3t")]),  # type: ignore[list-item]
    lambda: http.encode_form(["s3cr3t"]),  # type: ignore[list-item]
    lambda: juspay.is_from_juspay({}, b"s3cr3t", "x"),  # type: ignore[arg-type]
    lambda: juspay.sign([], b"s3cr3t"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize("call", SECRETS, ids=range(len(SECRETS)))
def test_a_secret_in_the_wrong_place_is_not_repeated(
    call: Callable[[], object],
) -> None:
    """The error names the argument and its type; who logs it logs no secret."""
    with pytest.raises(CheckoutError) as caught:
        call()

    (fault,) = caught.value.faults
    assert (True, "****") == (
        fault.code in {"type_expected", "wrong_type"},
        fault.value,
    )

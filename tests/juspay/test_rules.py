# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Each rule of a field: what it takes, what it refuses, and what it says then."""

from __future__ import annotations

import pickle

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from checkout_core import juspay
from checkout_core.errors import CheckoutError, Faults
from checkout_core.juspay import messages, requests, rules
from checkout_core.juspay.messages import MESSAGES
from checkout_core.juspay.policy import Policy
from checkout_core.juspay.rules import Address
from tests.factories.faults import faults_of


if TYPE_CHECKING:
    from collections.abc import Callable


TAKEN = [
    # rule, value, expected
    (rules.check_order_id, "order-id-9876580", "order-id-9876580"),
    (rules.check_order_id, "a", "a"),
    (rules.check_order_id, "order_1732611111111_", "order_1732611111111_"),
    (rules.check_currency, "SGD", "SGD"),
    (rules.check_amount, "100.15", Decimal("100.15")),
    (rules.check_amount, "100", Decimal(100)),
    (rules.check_amount, 1, Decimal(1)),
    (rules.check_amount, "1.100", Decimal("1.10")),
    (rules.check_customer_id, None, ""),
    (rules.check_customer_id, "", ""),
    (rules.check_customer_id, "customer-id-007", "customer-id-007"),
    (rules.check_email, "test+tag@gmail.com", "test+tag@gmail.com"),
    (rules.check_email, "a!#$%&'*+-/=?^_.{|}~`b@x.y", "a!#$%&'*+-/=?^_.{|}~`b@x.y"),
    (rules.check_phone, "99999999", "99999999"),
    (rules.check_phone, "9988665522", "9988665522"),
    (rules.check_return_url, "https://shop.merchant.com", "https://shop.merchant.com"),
    (rules.check_return_url, "http://shop.de:8080/a/b", "http://shop.de:8080/a/b"),
    (rules.check_return_url, "HTTPS://shop.de./x", "HTTPS://shop.de./x"),
    (
        rules.check_webhook_url,
        "https://1.2.3.4:8222/x?a=b",
        "https://1.2.3.4:8222/x?a=b",
    ),
    (rules.check_webhook_url, "https://[::1]/x", "https://[::1]/x"),
    (rules.check_https_url, "https://api.juspay.io/", "https://api.juspay.io"),
    (rules.check_https_url, "http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    (rules.check_https_url, "http://localhost:8000", "http://localhost:8000"),
    (rules.check_gateway_id, 0, "0"),
    (rules.check_gateway_id, 23, "23"),
    (rules.check_gateway_id, "505", "505"),
    (rules.check_mobile_country_code, "+91", "91"),
    (rules.check_mobile_country_code, "1", "1"),
    (rules.check_routing_id, "customer-id-007", "customer-id-007"),
    (rules.check_refund_id, "refund_122_3472", "refund_122_3472"),
]


@pytest.mark.parametrize(("rule", "value", "expected"), TAKEN)
def test_a_value_that_meets_the_rule_comes_back(
    rule: Callable[[object], object], value: object, expected: object
) -> None:
    """A rule hands back what goes on the wire."""
    assert expected == rule(value)


REFUSED = [
    # rule, value, code
    (rules.check_order_id, None, "order_id_missing"),
    (rules.check_order_id, "", "order_id_missing"),
    (rules.check_order_id, 12, "type_expected"),
    (rules.check_order_id, "a" * 21, "order_id_too_long"),
    (rules.check_order_id, "a b", "order_id_characters"),
    (rules.check_order_id, "a\n", "order_id_characters"),
    (rules.check_order_id, "é", "order_id_characters"),
    (rules.check_currency, "inr", "unknown_currency"),
    (rules.check_amount, None, "amount_missing"),
    (rules.check_amount, 0, "amount_not_positive"),
    (rules.check_amount, "-5", "amount_not_positive"),
    (rules.check_amount, 100.15, "float_given"),
    (rules.check_amount, float("nan"), "float_given"),
    (rules.check_amount, Decimal("NaN"), "bad_amount"),
    (rules.check_amount, "1e22", "bad_amount"),
    (rules.check_amount, "100.1532", "amount_decimals"),
    (rules.check_amount, "0.99", "amount_below_minimum"),
    (rules.check_amount, True, "wrong_type"),
    (rules.check_customer_id, "  ", "customer_id_blank"),
    (rules.check_customer_id, "a\x00", "control_character"),
    (rules.check_customer_id, "a" * 256, "too_long"),
    (rules.check_email, "", "customer_email_shape"),
    (rules.check_email, "a@", "customer_email_shape"),
    (rules.check_email, "@b.de", "customer_email_shape"),
    (rules.check_email, "a@b@c.de", "customer_email_shape"),
    (rules.check_email, "a@-b.de", "customer_email_shape"),
    (rules.check_email, "a b@c.de", "customer_email_characters"),
    (rules.check_email, "a@b.de\n", "customer_email_characters"),
    (rules.check_email, "_a@b.de", "customer_email_edge"),
    (rules.check_email, "a.@b.de", "customer_email_edge"),
    (rules.check_phone, "+919988665522", "customer_phone_digits"),
    (rules.check_phone, "12345", "customer_phone_digits"),
    (rules.check_phone, "1" * 16, "customer_phone_digits"),
    (rules.check_phone, "٩٩٨٨٦٦٥٥٢٢", "customer_phone_digits"),
    (rules.check_phone, 9988665522, "type_expected"),
    (rules.check_return_url, None, "type_expected"),
    (rules.check_return_url, "", "url_shape"),
    (rules.check_return_url, "/payments", "url_shape"),
    (rules.check_return_url, "ftp://shop.de", "url_shape"),
    (rules.check_return_url, "https://shop.de/a b", "url_shape"),
    (rules.check_return_url, "https://shop.de/\n", "url_shape"),
    (rules.check_return_url, "https://shop.de\\@evil.de", "url_userinfo"),
    (rules.check_return_url, "https://", "url_host"),
    (rules.check_return_url, "https://-shop.de", "url_host"),
    (rules.check_return_url, "https://shöp.de", "url_host"),
    (rules.check_return_url, "https://[a]b]/", "url_ip_address"),
    (rules.check_return_url, "https://[a/", "url_host"),
    (rules.check_return_url, "https://a:b:c/", "url_port"),
    (rules.check_return_url, "https://u:p@shop.de", "url_userinfo"),
    (rules.check_return_url, "https://u:p@[shop.de", "url_userinfo"),
    (rules.check_return_url, f"https://{'a' * 64}.de", "url_host"),
    (rules.check_return_url, f"https://{'a.' * 126}de", "url_host"),
    (rules.check_return_url, "https://127.0.0.1/cb", "url_ip_address"),
    (rules.check_return_url, "https://127.1/cb", "url_ip_address"),
    (rules.check_return_url, "https://2130706433/cb", "url_ip_address"),
    (rules.check_return_url, "https://0x7f.1/cb", "url_ip_address"),
    (rules.check_return_url, "https://0x7f000001/cb", "url_ip_address"),
    (rules.check_return_url, "https://127.0.0.1./cb", "url_ip_address"),
    (rules.check_return_url, "https://[::1]/cb", "url_ip_address"),
    (rules.check_return_url, "https://shop.de:0/", "url_port"),
    (rules.check_return_url, "https://shop.de:65536/", "url_port"),
    (rules.check_return_url, "https://shop.de:/", "url_port"),
    (rules.check_return_url, "https://shop.de/?", "url_query"),
    (rules.check_return_url, "https://shop.de?a=1", "url_query"),
    (rules.check_return_url, "https://shop.de/#", "url_fragment"),
    (rules.check_return_url, "https://shop.de#?", "url_fragment"),
    (rules.check_return_url, "http://localhost:5000/x", "url_localhost"),
    (rules.check_return_url, "http://shop.localhost/x", "url_localhost"),
    (rules.check_return_url, "https://shop.de/" + "a" * 2048, "url_too_long"),
    (rules.check_webhook_url, "https://shop.de/#a", "url_fragment"),
    (rules.check_webhook_url, "https://sh_op.de/", "url_host"),
    (rules.check_https_url, "http://api.juspay.in", "url_not_https"),
    (rules.check_https_url, "https://api.juspay.in?a", "url_query"),
    (rules.check_https_url, "https://api.juspay.in#a", "url_fragment"),
    (rules.check_https_url, "https://[::1]", "url_host"),
    (rules.check_gateway_id, "Wick", "gateway_id_number"),
    (rules.check_gateway_id, True, "gateway_id_number"),
    (rules.check_gateway_id, -1, "gateway_id_number"),
    (rules.check_mobile_country_code, "0091", "mobile_country_code_shape"),
    (rules.check_routing_id, "a\r\nHost: evil", "routing_id_shape"),
    (rules.check_routing_id, "a" * 256, "routing_id_shape"),
    (rules.check_refund_id, None, "refund_id_missing"),
    (rules.check_refund_id, "", "refund_id_missing"),
    (rules.check_refund_id, 1, "type_expected"),
    (rules.check_refund_id, "a" * 21, "refund_id_shape"),
    (rules.check_refund_id, "a.b", "refund_id_shape"),
    (rules.check_metadata, ["a"], "type_expected"),
    (rules.check_metadata, {1: "a"}, "wrong_type"),
    (rules.check_metadata, {10**5000: "a"}, "wrong_type"),
    (rules.check_metadata, {"metadata.PAYTM:a": "a"}, "metadata_prefix"),
    (rules.check_metadata, {"PAYTM": "a"}, "metadata_key"),
    (rules.check_metadata, {"webhook_url": "a"}, "metadata_typed"),
    (rules.check_metadata, {"PAYTM:a": 1}, "wrong_type"),
]


@pytest.mark.parametrize(("rule", "value", "code"), REFUSED)
def test_a_value_that_breaks_the_rule_is_refused(
    rule: Callable[[object], object], value: object, code: str
) -> None:
    """A rule names the one thing that is wrong."""
    assert [code] == [found for _, found in faults_of(lambda: rule(value))]


SECRETS = [
    "https://user:s3cr3t@[shop.de",
    "https://user:s3cr3t@shop.de:99999",
    f"https://user:s3cr3t@{'a' * 3000}",
    "user:s3cr3t@shop.de",
    "https:user:s3cr3t@shop.de",
]


@pytest.mark.parametrize("url", SECRETS)
@pytest.mark.parametrize("rule", [rules.check_return_url, requests.base_url])
def test_a_password_in_a_url_is_not_repeated(
    rule: Callable[[object], object], url: str
) -> None:
    """Whatever else is wrong with it."""
    with pytest.raises(CheckoutError) as caught:
        rule(url)
    assert "s3cr3t" not in str(caught.value.as_json())


def test_what_stands_behind_the_host_is_shown() -> None:
    """An '@' there is no password."""
    with pytest.raises(CheckoutError, match="/@me"):
        rules.check_return_url("https://shop.de/@me?a=1")


UNSPEAKABLE: list[Callable[[], object]] = [
    lambda: rules.check_metadata({"\ud800": "a"}),
    lambda: rules.check_metadata({"x" * 100_000: "a"}),
    lambda: rules.check_metadata(["a"]),
    lambda: rules.check_metadata(each for each in "a"),
    lambda: juspay.create_order(
        juspay.Due(1),
        juspay.Credentials("merchant", "key"),
        order_id="A1",
        **{"\ud800": "a"},  # type: ignore[arg-type]
    ),
]


@pytest.mark.parametrize("call", UNSPEAKABLE, ids=range(len(UNSPEAKABLE)))
def test_an_error_can_be_written_down_hashed_and_stored(
    call: Callable[[], object],
) -> None:
    """Whatever it is about, and in a few words."""
    with pytest.raises(CheckoutError) as caught:
        call()
    error = caught.value
    assert len(str(error).encode()) < 500
    assert hash(error.faults) == hash(pickle.loads(pickle.dumps(error)).faults)


def test_a_gateway_id_of_thousands_of_digits_is_refused() -> None:
    """Python would not even write it out."""
    assert [("gateway_id", "gateway_id_number")] == faults_of(
        lambda: rules.check_gateway_id(10**5000)
    )


def test_an_order_id_may_be_held_to_the_words_of_the_page() -> None:
    """The policy `alphanumeric_only` refuses the documented example."""
    policy = Policy(alphanumeric_only=True)
    assert [("order_id", "order_id_characters")] == faults_of(
        lambda: rules.check_order_id("order-id-9876580", policy)
    )


def test_letters_and_digits_meet_the_words_of_the_page() -> None:
    """The policy `alphanumeric_only` takes letters and digits."""
    policy = Policy(alphanumeric_only=True)
    assert "Order9876580" == rules.check_order_id("Order9876580", policy)


def test_order_ids_are_compared_without_case() -> None:
    """Juspay takes ORDER-1 and order-1 for one order."""
    assert rules.same_order_id("ORDER-1", "order-1")


def test_different_order_ids_are_different() -> None:
    """Only the case is ignored."""
    assert not rules.same_order_id("order-1", "order_1")


CURRENCIES = [
    # currency, value, expected amount or code
    ("JPY", "10", Decimal(10)),
    ("JPY", "10.00", Decimal(10)),
    ("JPY", "10.50", "amount_decimals"),
    ("KWD", "1.23", Decimal("1.23")),
    ("KWD", "1.200", Decimal("1.20")),
    ("KWD", "1.234", "amount_decimals"),
    ("USD", "0.01", Decimal("0.01")),
]


@pytest.mark.parametrize(("currency", "value", "expected"), CURRENCIES)
def test_an_amount_has_two_decimals_and_never_more_than_its_currency(
    currency: str, value: str, expected: object
) -> None:
    """The grid of the wire is the coarser of two decimals and the currency's."""
    if isinstance(expected, str):
        assert [("amount", expected)] == faults_of(
            lambda: rules.check_amount(value, currency)
        )
    else:
        assert str(expected) == str(rules.check_amount(value, currency))


def test_the_smallest_amount_is_the_policys() -> None:
    """A policy without minimums takes a single paisa."""
    policy = Policy(minimum_amount={})
    assert Decimal("0.01") == rules.check_amount("0.01", "INR", policy)


def test_a_minimum_can_be_raised() -> None:
    """A minimum holds for its own currency."""
    policy = Policy(minimum_amount={"USD": "0.50"})
    assert [("amount", "amount_below_minimum")] == faults_of(
        lambda: rules.check_amount("0.49", "USD", policy)
    )


PARTS = [
    # value, code
    ("0", "amount_not_positive"),
    ("1.001", "amount_decimals"),
]


@pytest.mark.parametrize(("value", "code"), PARTS)
def test_a_part_of_an_order_is_above_zero(value: str, code: str) -> None:
    """A part has no minimum, but the decimals of an amount."""
    assert [("part", code)] == faults_of(lambda: rules.check_part(value, path="part"))


REFUNDS = [
    # value, code
    ("0", "amount_not_positive"),
    ("10.01", "refund_above_left"),
    ("1.001", "amount_decimals"),
]


@pytest.mark.parametrize(("value", "code"), REFUNDS)
def test_a_refund_is_above_zero_and_no_more_than_what_is_left(
    value: str, code: str
) -> None:
    """The rest of an order bounds what can be given back."""
    assert [("amount", code)] == faults_of(
        lambda: rules.check_refund(value, Decimal(10))
    )


def test_all_that_is_left_can_be_refunded() -> None:
    """The bound belongs to what is allowed."""
    assert Decimal("10.00") == rules.check_refund("10.00", Decimal(10))


def test_a_refund_of_an_unknown_rest_is_not_bounded() -> None:
    """Juspay knows what is left when the caller does not."""
    assert Decimal(10) == rules.check_refund("10")


def test_a_customer_is_needed_for_a_mandate() -> None:
    """A guest cannot give a mandate."""
    assert [("customer_id", "customer_id_missing")] == faults_of(
        lambda: rules.check_customer_id("", required=True)
    )


CONTACTS = [
    # gateway, email, phone, paths of the faults
    ("RAZORPAY", None, None, ["customer_email", "customer_phone"]),
    ("razorpay", "a@b.de", "", ["customer_phone"]),
    ("BILLDESK", None, None, ["customer_phone"]),
    ("PAYPAL", None, None, ["customer_email"]),
    ("PAYPAL", "a@b.de", None, []),
    ("SOMEBODY ELSE", None, None, []),
]


@pytest.mark.parametrize(("gateway", "email", "phone", "paths"), CONTACTS)
def test_a_gateway_gets_the_contact_data_it_needs(
    gateway: str, email: str | None, phone: str | None, paths: list[str]
) -> None:
    """What a named gateway needs and lacks is refused, field by field."""
    faults = Faults()
    messages.collected(faults, rules.check_contact, gateway, email=email, phone=phone)
    assert paths == [each.path for each in faults.found]


def test_a_gateway_is_named_by_text() -> None:
    """Its number is another field."""
    assert [("gateway", "type_expected")] == faults_of(
        lambda: rules.check_contact(23, email=None, phone=None)
    )


UDF_VALUES = [
    # name, value, code or None
    ("udf1", "user5349", None),
    ("udf5", "two words", None),
    ("udf1", "", None),
    ("udf1", "user_5349", "udf_special_character"),
    ("udf5", "é", "udf_special_character"),
    ("udf5", "a\n", "udf_special_character"),
    ("udf6", "user_5349: é", None),
    ("udf10", "a" * 255, None),
    ("udf10", "a" * 256, "udf_too_long"),
    ("udf6", "a\tb", "udf_control_character"),
    ("udf6", "\ud800", "udf_control_character"),
    ("udf6", 5, "type_expected"),
    ("udf11", "a", "udf_unknown"),
]


@pytest.mark.parametrize(("name", "value", "code"), UDF_VALUES)
def test_a_user_defined_field_takes_what_its_number_allows(
    name: str, value: object, code: str | None
) -> None:
    """udf1 to udf5 take no special characters, udf6 to udf10 no control characters."""
    faults = Faults()
    messages.collected(faults, rules.check_udf, name, value)
    expected = [] if code is None else [(name, code)]
    assert expected == [(each.path, each.code) for each in faults.found]


def test_a_special_character_is_shown_the_way_to_the_other_fields() -> None:
    """The message of udf1 to udf5 says to use udf6 to udf10."""
    with pytest.raises(CheckoutError, match="use udf6 to udf10"):
        rules.check_udf("udf3", "user_5349")


def test_localhost_may_be_returned_to_in_the_sandbox() -> None:
    """The official kits return to localhost."""
    url = "http://localhost:5000/handleJuspayResponse"
    assert url == rules.check_return_url(url, sandbox=True)


def test_everything_wrong_with_a_url_is_said_at_once() -> None:
    """An address, a query and a fragment are three faults."""
    assert [
        ("return_url", "url_ip_address"),
        ("return_url", "url_query"),
        ("return_url", "url_fragment"),
    ] == faults_of(lambda: rules.check_return_url("http://127.0.0.1/cb?a=1#f"))


def test_an_address_is_sent_in_its_eleven_fields() -> None:
    """Only what is given is sent, with the country's default."""
    address = Address(first_name="Juspay", line1="Girija Building", phone="9988775566")
    assert (
        ("shipping_address_first_name", "Juspay"),
        ("shipping_address_line1", "Girija Building"),
        ("shipping_address_phone", "9988775566"),
        ("shipping_address_country_code_iso", "IND"),
    ) == rules.check_address("shipping", address)


def test_every_fault_of_an_address_is_reported() -> None:
    """Each names the key it would be sent under."""
    address = Address(city="a\x00", country_code_iso="in")
    assert [
        ("billing_address_city", "control_character"),
        ("billing_address_country_code_iso", "country_code_iso_shape"),
    ] == faults_of(lambda: rules.check_address("billing", address))


def test_an_address_may_leave_out_its_country_code() -> None:
    """None is not sent."""
    assert () == rules.check_address("billing", Address(country_code_iso=None))


def test_an_address_is_an_address() -> None:
    """A plain mapping is refused."""
    assert [("billing_address", "type_expected")] == faults_of(
        lambda: rules.check_address("billing", {"city": "Bengaluru"})
    )


def test_metadata_may_be_as_long_as_a_note() -> None:
    """A gateway's parameter may hold a page of JSON: 10,000 characters, and no more."""
    given = {"PAYTM:PROMO_CAMP_ID": "x" * 10_000}

    assert tuple(
        (f"metadata.{key}", value) for key, value in given.items()
    ) == rules.check_metadata(given)
    assert [("metadata.PAYTM:PROMO_CAMP_ID", "too_long")] == faults_of(
        lambda: rules.check_metadata({"PAYTM:PROMO_CAMP_ID": "x" * 10_001})
    )


def test_metadata_keys_are_kept_exactly() -> None:
    """A gateway's key is prefixed and otherwise untouched."""
    given = {"PAYTM:PROMO_CAMP_ID": "xyz", "expiryInMins": "3397"}
    assert (
        ("metadata.PAYTM:PROMO_CAMP_ID", "xyz"),
        ("metadata.expiryInMins", "3397"),
    ) == rules.check_metadata(given)


def test_an_id_that_juspay_gave_comes_back() -> None:
    """An id of letters and digits passes."""
    value = "4rKxSj3bNXs7RQcdtajAkb"
    assert value == rules.check_identifier("mandate_id", value)


LONGEST: list[tuple[Callable[[object], object], str]] = [
    (rules.check_order_id, "a" * 20),
    (rules.check_refund_id, "a" * 20),
    (rules.check_routing_id, "a" * 255),
    (rules.check_return_url, "https://shop.de/".ljust(2048, "a")),
    (rules.check_return_url, f"https://{'a' * 63}.de"),
    (rules.check_return_url, f"https://{'a.' * 125}com"),
    (lambda value: rules.check_identifier("mandate_id", value), "a" * 255),
]


@pytest.mark.parametrize(("rule", "value"), LONGEST, ids=range(len(LONGEST)))
def test_the_longest_value_is_taken(
    rule: Callable[[object], object], value: str
) -> None:
    """A limit belongs to what is allowed."""
    assert value == rule(value)


TOO_LONG: list[tuple[Callable[[object], object], str, str]] = [
    (rules.check_return_url, "https://shop.de/".ljust(2049, "a"), "url_too_long"),
    (rules.check_order_id, "a" * 21, "order_id_too_long"),
]


@pytest.mark.parametrize(("rule", "value", "code"), TOO_LONG, ids=range(len(TOO_LONG)))
def test_one_character_more_is_refused(
    rule: Callable[[object], object], value: str, code: str
) -> None:
    """Right behind the limit."""
    assert [code] == [found for _, found in faults_of(lambda: rule(value))]


IDENTIFIERS = [
    (None, "field_missing"),
    ("", "field_missing"),
    (4, "type_expected"),
    ("a" * 256, "order_id_too_long"),
    ("a/b", "order_id_characters"),
]


@pytest.mark.parametrize(("value", "code"), IDENTIFIERS)
def test_an_id_that_juspay_cannot_have_given_is_refused(
    value: object, code: str
) -> None:
    """An id goes into a path: it may hold nothing that means something there."""
    assert [("mandate_id", code)] == faults_of(
        lambda: rules.check_identifier("mandate_id", value)
    )


def test_every_message_says_what_to_do() -> None:
    """Each is a statement and an instruction."""
    assert [] == [code for code, text in MESSAGES.items() if ";" not in text]

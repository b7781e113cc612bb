# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The rules for the fields of requests to Juspay.

Every rule is a function that a backend can also call alone: it takes the caller's
value, returns the text to send, and raises a `CheckoutError` that names the field, the
value, the rule and the fix.  A request calls many of them and reports all faults
together.  Sources: the Create Order page ("S002"), the session page and the official
samples; where they disagree the stricter reading that still takes the documented
examples was chosen, and says so.

Knows nothing of requests, gateways' answers or carts.
"""

from __future__ import annotations

import re

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from attrs import field, fields, frozen

from checkout_core.checks import MAX_NOTE, Validator, expect, listed
from checkout_core.errors import CheckoutError, fault
from checkout_core.juspay.amounts import (
    check_amount,
    check_capture,
    check_currency,
    check_part,
    check_refund,
)
from checkout_core.juspay.contact import CONTACT
from checkout_core.juspay.messages import (
    refuse,
    refused,
    text_of,
    wrong_secret,
    wrong_type,
)
from checkout_core.juspay.policy import POLICY, Policy
from checkout_core.juspay.urls import (
    check_https_url,
    check_return_url,
    check_webhook_url,
    is_host,
)
from checkout_core.values import safe


__all__ = [
    "UDFS",
    "Address",
    "check_address",
    "check_amount",
    "check_capture",
    "check_choice",
    "check_contact",
    "check_currency",
    "check_customer_id",
    "check_email",
    "check_gateway_id",
    "check_https_url",
    "check_idempotence_key",
    "check_identifier",
    "check_metadata",
    "check_method",
    "check_mobile_country_code",
    "check_order_id",
    "check_part",
    "check_phone",
    "check_refund",
    "check_refund_id",
    "check_return_url",
    "check_routing_id",
    "check_secret",
    "check_text",
    "check_udf",
    "check_webhook_url",
    "same_order_id",
]


T = TypeVar("T")

REFUND_ID_LIMIT = 20
#: No page names a limit of an idempotence key.
CAPTURE_KEY_LIMIT = 255
UDF_LIMIT = 255
HEADER_LIMIT = 255
UDFS = tuple(f"udf{i}" for i in range(1, 11))

#: udf1 to udf5 take no special characters; the seed's own examples are `user5349`
#: there and `user_5349` in udf6 to udf10, so '_' is one of them.
_PLAIN_UDFS = frozenset(UDFS[:5])

#: Metadata keys without a gateway's name that the official samples send (2026-11).
PLAIN_METADATA = (
    "auto_refund_post_success",
    "expiryInMins",
    "split_settlement_details",
    "txns.auto_capture",
)

#: Metadata keys that are fields of their own.
TYPED_METADATA: Mapping[str, str] = MappingProxyType(
    {
        "JUSPAY:gateway_reference_id": "gateway_reference_id",
        "subvention_amount": "subvention_amount",
        "webhook_url": "webhook_url",
    }
)

_ORDER_ID = re.compile(r"[A-Za-z0-9_-]+").fullmatch
_CAPTURE_KEY = re.compile(r"[A-Za-z0-9(){}+~._-]+").fullmatch
_ALPHANUMERIC = re.compile(r"[A-Za-z0-9]+").fullmatch
_UDF = re.compile(r"[A-Za-z0-9 ]*").fullmatch
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]").search
_EMAIL_CHARACTERS = re.compile(r"[A-Za-z0-9!#$%&'*+\-/=?^_.{|}~`@]*").fullmatch
_DIGITS = re.compile(r"[0-9]{6,15}").fullmatch
_GATEWAY_ID = re.compile(r"0|[1-9][0-9]{0,5}").fullmatch
_ISO3 = re.compile(r"[A-Z]{3}").fullmatch
_METADATA_KEY = re.compile(r"[A-Z][A-Z0-9_]*:[!-~]+").fullmatch
_COUNTRY_CODE = re.compile(r"[1-9][0-9]{0,2}").fullmatch
_METHOD = re.compile(r"[A-Z0-9_]{1,64}").fullmatch
_VISIBLE = re.compile(r"[!-~]+").fullmatch
_GATEWAY_IDS = 10**6


@frozen(kw_only=True)
class Address:
    """
    A postal address in Juspay's eleven fields; None (the default) is not sent.

    The dialling code has no field here.  A repr shows only state and country.  Source:
    S002, billing and shipping.

    Attributes:
        first_name, last_name: who lives there.
        line1, line2, line3: street, house and what helps to find them.
        city, state, country: by name.
        postal_code: the PIN code.
        phone: its digits.
        country_code_iso: the three-letter code of ISO 3166, 'IND' by default.
    """

    first_name: str | None = field(default=None, repr=False)
    last_name: str | None = field(default=None, repr=False)
    line1: str | None = field(default=None, repr=False)
    line2: str | None = field(default=None, repr=False)
    line3: str | None = field(default=None, repr=False)
    city: str | None = field(default=None, repr=False)
    state: str | None = None
    country: str | None = None
    postal_code: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    country_code_iso: str | None = "IND"


def check_order_id(
    value: object,
    policy: Policy = POLICY,
    *,
    path: str = "order_id",
    limit: int | None = None,
) -> str:
    """
    Return an order id: 1 to 20 characters of A-Z a-z 0-9 - _.

    S002 says "alphanumeric" and shows `order-id-9876580`; the policy
    `alphanumeric_only` follows the word, the default also accepts the example.

    >>> check_order_id("order-id-9876580")
    'order-id-9876580'
    """
    expect(policy=(policy, Policy), limit=(limit, int | None))
    longest = policy.order_id_limit if limit is None else limit
    if value is None or value == "":
        raise refuse(path, "order_id_missing", value, limit=longest)
    text = text_of(path, value, "an order id")
    if len(text) > longest:
        raise refuse(path, "order_id_too_long", text, limit=longest)
    if policy.alphanumeric_only and not _ALPHANUMERIC(text):
        raise refuse(path, "order_id_characters", text, allowed="A-Z a-z 0-9")
    if not _ORDER_ID(text):
        raise refuse(path, "order_id_characters", text, allowed="A-Z a-z 0-9 - _")
    return text


def same_order_id(one: str, other: str) -> bool:
    """
    Return whether two order ids are the same to Juspay, which ignores case.

    >>> same_order_id("ORDER-1", "order-1")
    True
    """
    expect(one=(one, str), other=(other, str))
    return one.lower() == other.lower()


def check_customer_id(
    value: object, *, required: bool = False, path: str = "customer_id"
) -> str:
    """
    Return a customer's id; '' (or None) means a guest.

    >>> check_customer_id(None)
    ''
    """
    text = "" if value is None else check_text(path, value, limit=UDF_LIMIT)
    if required and not text.strip():
        raise refuse(path, "customer_id_missing", value)
    if text and not text.strip():
        raise refuse(path, "customer_id_blank", value)
    return text


def check_email(value: object, *, path: str = "customer_email") -> str:
    """
    Return an email address of the characters Juspay takes.

    Letters, digits and ``!#$%&'*+-/=?^_.{|}~`@``; '_' and '.' neither first nor
    last before the '@'.  Source: S002 and the session page.

    >>> check_email("test+tag@gmail.com")
    'test+tag@gmail.com'
    """
    text = check_text(path, value, limit=UDF_LIMIT)
    if not _EMAIL_CHARACTERS(text):
        raise refuse(path, "customer_email_characters", text)
    name, separator, domain = text.partition("@")
    if not (name and separator and is_host(domain)):
        raise refuse(path, "customer_email_shape", text)
    if name[0] in "_." or name[-1] in "_.":
        raise refuse(path, "customer_email_edge", text)
    return text


def check_phone(value: object, *, path: str = "customer_phone") -> str:
    """
    Return a phone number of 6 to 15 digits, without its country code's '+'.

    S002 advises ten digits and shows eight; fifteen are the most E.164 allows.

    >>> check_phone("9988665522")
    '9988665522'
    """
    text = text_of(path, value, "the digits of a phone number")
    if not _DIGITS(text):
        raise refuse(path, "customer_phone_digits", text)
    return text


def check_contact(gateway: object, *, email: object, phone: object) -> None:
    """
    Raise for an email address or phone number that *gateway* needs and lacks.

    >>> check_contact("BILLDESK", email=None, phone="9988665522")
    """
    name = text_of("gateway", gateway, "the gateway's name")
    needs_email, needs_phone = CONTACT.get(name.upper(), (False, False))
    found = []
    if needs_email and not email:
        found.append(
            refused("customer_email", "customer_email_missing", email, gateway=name)
        )
    if needs_phone and not phone:
        found.append(
            refused("customer_phone", "customer_phone_missing", phone, gateway=name)
        )
    if found:
        raise CheckoutError(found)


def check_udf(name: str, value: object) -> str:
    """
    Return the value of a user-defined field, at most 255 characters.

    udf1 to udf5 take letters, digits and blanks; udf6 to udf10 everything but
    control characters.  Source: S002.

    >>> check_udf("udf1", "user5349"), check_udf("udf6", "user_5349")
    ('user5349', 'user_5349')
    """
    if name not in UDFS:
        raise refuse(name, "udf_unknown", value)
    text = text_of(name, value, "its value")
    if len(text) > UDF_LIMIT:
        raise refuse(name, "udf_too_long", text, limit=UDF_LIMIT)
    if name in _PLAIN_UDFS and not _UDF(text):
        raise refuse(name, "udf_special_character", text)
    if _CONTROL(text):
        raise refuse(name, "udf_control_character", text)
    return text


def check_gateway_id(value: object, *, path: str = "gateway_id") -> str:
    """
    Return a gateway's id as text: a whole number of Juspay's closed list.

    S002 shows the name "Wick"; the answer to one lists numbers from 0 to 1119.

    >>> check_gateway_id(23)
    '23'
    """
    # A hostile int of a million digits must not be converted to text.
    small = type(value) is int and 0 <= value < _GATEWAY_IDS
    text = str(value) if small else value
    if not (isinstance(text, str) and _GATEWAY_ID(text)):
        raise refuse(path, "gateway_id_number", value)
    return text


def check_address(kind: str, address: object) -> tuple[tuple[str, str], ...]:
    """
    Return an address as pairs; *kind* is 'billing' or 'shipping'.

    >>> check_address("billing", Address(city="Bengaluru"))
    (('billing_address_city', 'Bengaluru'), ('billing_address_country_code_iso', 'IND'))
    """
    if not isinstance(address, Address):
        raise wrong_type(f"{kind}_address", address, "an Address")
    check = Validator()
    pairs = []
    for each in fields(Address):
        value = getattr(address, each.name)
        path = f"{kind}_address_{each.name}"
        if value is not None:
            pairs.append((path, check.text(path, value)))
    code = address.country_code_iso
    if isinstance(code, str) and not _ISO3(code):
        path = f"{kind}_address_country_code_iso"
        check.found.append(refused(path, "country_code_iso_shape", code))
    check.raise_any()
    return tuple(pairs)


def check_metadata(custom: object) -> tuple[tuple[str, str], ...]:
    """
    Return custom parameters as pairs, their keys exactly as they are given.

    >>> check_metadata({"PAYPAL:landing_page": "Billing"})
    (('metadata.PAYPAL:landing_page', 'Billing'),)
    """
    if not isinstance(custom, Mapping):
        raise wrong_type("metadata", custom, "a mapping of text to text")
    check = Validator()
    pairs = []
    for key, value in custom.items():
        if not isinstance(key, str):
            check.wrong_type("metadata", key, "text keys")
            continue
        path = f"metadata.{safe(key)}"
        if key.startswith("metadata."):
            check.found.append(refused(path, "metadata_prefix", key))
        elif key in TYPED_METADATA:
            check.found.append(
                refused(path, "metadata_typed", value, name=TYPED_METADATA[key])
            )
        elif key not in PLAIN_METADATA and not _METADATA_KEY(key):
            choices = ", ".join(PLAIN_METADATA)
            check.found.append(refused(path, "metadata_key", key, choices=choices))
        else:
            name = f"metadata.{key}"
            pairs.append((name, check.text(path, value, limit=MAX_NOTE)))
    check.raise_any()
    return tuple(pairs)


def check_mobile_country_code(
    value: object, *, path: str = "mobile_country_code"
) -> str:
    """
    Return a dialling code; a leading '+' is dropped, since only some samples have it.

    >>> check_mobile_country_code("+91")
    '91'
    """
    text = text_of(path, value, "a dialling code").removeprefix("+")
    if not _COUNTRY_CODE(text):
        raise refuse(path, "mobile_country_code_shape", value)
    return text


def check_routing_id(value: object, *, path: str = "routing_id") -> str:
    """
    Return a value for the header x-routing-id.

    >>> check_routing_id("customer-id-007")
    'customer-id-007'
    """
    text = text_of(path, value, "a customer's or an order's id")
    if len(text) > HEADER_LIMIT or not _VISIBLE(text):
        raise refuse(path, "routing_id_shape", text, limit=HEADER_LIMIT)
    return text


def check_text(path: str, value: object, *, limit: int = MAX_NOTE) -> str:
    """
    Return free text that can be sent as UTF-8.

    >>> check_text("description", "café ₹100")
    'café ₹100'
    """
    expect(limit=(limit, int))
    check = Validator()
    text = check.text(path, value, limit=limit)
    check.raise_any()
    return text


def check_refund_id(value: object, *, path: str = "unique_request_id") -> str:
    """
    Return the id of a refund: 1 to 20 letters, digits, '_' and '-'.

    The documents forbid special characters and send `refund_122_3472`.

    >>> check_refund_id("refund_122_3472")
    'refund_122_3472'
    """
    if value is None or value == "":
        raise refuse(path, "refund_id_missing", value, limit=REFUND_ID_LIMIT)
    text = text_of(path, value, "an id")
    if len(text) > REFUND_ID_LIMIT or not _ORDER_ID(text):
        raise refuse(path, "refund_id_shape", text, limit=REFUND_ID_LIMIT)
    return text


def check_idempotence_key(value: object, *, path: str = "idempotence_key") -> str:
    """
    Return the key of a capture: letters, digits and (){}+~._-, 1 to 255 of them.

    Source: Juspay's page of captures for Simpl, `moz1702884759`.

    >>> check_idempotence_key("moz1702884759")
    'moz1702884759'
    """
    if value is None or value == "":
        raise refuse(path, "capture_key_missing", value)
    text = text_of(path, value, "a key")
    if len(text) > CAPTURE_KEY_LIMIT or not _CAPTURE_KEY(text):
        raise refuse(path, "capture_key_shape", text, limit=CAPTURE_KEY_LIMIT)
    return text


def check_method(path: str, value: object) -> str:
    """
    Return the name of a payment method, or of a kind of one.

    >>> check_method("payment_method", "GRABPAY")
    'GRABPAY'
    """
    text = text_of(path, value, "its name")
    if not _METHOD(text):
        raise refuse(path, "method_shape", text)
    return text


def check_choice(path: str, value: object, choices: Iterable[T]) -> T:
    """
    Return the one of *choices* that *value* spells.

    >>> check_choice("action", "quickPay", ["paymentPage", "quickPay"])
    'quickPay'
    """
    expect(choices=(choices, Iterable))
    known = list(choices)
    for each in known:
        if isinstance(value, str) and each == value:
            return each
    raise CheckoutError([fault(path, "not_a_choice", value, choices=listed(known))])


def check_identifier(path: str, value: object, *, limit: int = HEADER_LIMIT) -> str:
    """
    Return an id that is not an order's, made of the characters Juspay's ids have.

    >>> check_identifier("mandate_id", "4rKxSj3bNXs7RQcdtajAkb")
    '4rKxSj3bNXs7RQcdtajAkb'
    """
    expect(limit=(limit, int))
    if value is None or value == "":
        expected = f"an id of 1 to {limit} characters"
        raise refuse(path, "field_missing", value, expected=expected)
    text = text_of(path, value, "an id")
    if len(text) > limit:
        raise refuse(path, "order_id_too_long", text, limit=limit)
    if not _ORDER_ID(text):
        raise refuse(path, "order_id_characters", text, allowed="A-Z a-z 0-9 - _")
    return text


def check_secret(path: str, value: object) -> str:
    """Return a text that no error may show."""
    if not isinstance(value, str):
        raise wrong_secret(path, value, "its text")
    return value

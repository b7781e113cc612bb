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
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from attrs import field, fields, frozen

from checkout_core.checks import MAX_NOTE, Validator, expect, listed
from checkout_core.errors import CheckoutError, Fault, fault, fault_from, type_name
from checkout_core.money import currency_of, number, to_decimal, to_minor
from checkout_core.statuses import Funder
from checkout_core.values import Record, safe


if TYPE_CHECKING:
    from collections.abc import Callable

    from checkout_core.errors import Faults
    from checkout_core.money import Amount


P = ParamSpec("P")
T = TypeVar("T")

#: One message per code; the words in braces are the facts of the single case.
MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "type_expected": "this is {found}; give {expected}",
        # Orders.
        "order_id_missing": "every order needs an id; give 1 to {limit} characters",
        "order_id_too_long": "at most {limit} characters are taken; shorten the id",
        "order_id_characters": "an id is made of {allowed}; leave out the rest",
        "amount_missing": "every order needs an amount; give it like '1054.25'",
        "amount_not_positive": "an amount must be above zero; skip the payment instead",
        "amount_decimals": "at most {digits} decimals can be sent; round it yourself",
        "amount_below_minimum": "at least {minimum} {currency} is taken; ask for more",
        "amount_nothing_to_pay": "nothing is left to pay; no payment is needed",
        "currency_differs": "the quote is in {quoted}; ask for that currency",
        # The customer.
        "customer_id_missing": "a mandate belongs to a customer; give their id",
        "customer_id_blank": "this is blank; give the id, or '' for a guest",
        "customer_email_missing": "{gateway} needs an email; give the customer's",
        "customer_email_shape": "an email is a name, '@' and a domain; correct it",
        "customer_email_characters": (
            "only letters, digits and !#$%&'*+-/=?^_.{{|}}~`@ are taken; correct it"
        ),
        "customer_email_edge": (
            "'_' and '.' may not begin or end the part before '@'; correct it"
        ),
        "customer_phone_missing": "{gateway} needs a phone; give the customer's number",
        "customer_phone_digits": (
            "a phone number is 6 to 15 digits, without '+91', blanks or dashes;"
            " leave out the rest"
        ),
        # User-defined fields.
        "udf_unknown": "there are udf1 to udf10; use one of them",
        "udf_too_long": "at most {limit} characters are taken; shorten the value",
        "udf_special_character": (
            "udf1 to udf5 take letters, digits and blanks only; use udf6 to udf10"
        ),
        "udf_control_character": "control characters cannot be sent; remove them",
        # URLs.
        "url_too_long": "at most {limit} characters are taken; shorten the URL",
        "url_shape": (
            "this is not an absolute http or https URL in ASCII;"
            " write it like 'https://shop.example/payments'"
        ),
        "url_not_https": "a secret is sent there; use https",
        "url_userinfo": "a URL may not hold a user name or password; remove it",
        "url_host": "the host name is missing; write one like 'shop.example'",
        "url_ip_address": "an IP address is not taken; use a host name",
        "url_localhost": "localhost is for the sandbox; use a public host name",
        "url_port": "a port lies between 1 and 65535; correct it",
        "url_query": "a query is not allowed; drop everything from '?' on",
        "url_fragment": "a fragment is not allowed; drop everything from '#' on",
        # Mandates.
        "mandate_maximum_missing": "VARIABLE needs a maximum; give max_amount",
        "mandate_not_here": (
            "this call takes no mandate; use create_order or create_session"
        ),
        "mandate_maximum_too_small": "a maximum is at least 1; raise max_amount",
        "mandate_maximum_too_large": "a maximum is at most {limit}; lower max_amount",
        "mandate_maximum_not_fixed": (
            "a FIXED maximum is the order's amount, {amount}; give that, or VARIABLE"
        ),
        "mandate_block_funds": (
            "funds are blocked for ONETIME and for nothing else; leave block_funds out"
        ),
        "mandate_start_not_today": "a mandate starts today, {today}; leave it out",
        "mandate_end_not_later": "a mandate ends after it starts; give a later end",
        "pause_end_not_later": "a pause ends after it starts; give a later end",
        "time_missing": "a time is required; give it with its offset",
        "time_naive": "this time has no offset; give it a time zone",
        "time_milliseconds": "these are milliseconds; divide by 1000",
        "time_epoch": "this is not a time in epoch seconds; write it like 1598965200",
        # Everything else.
        "gateway_id_number": "a gateway id is a whole number, like 23; look yours up",
        "country_code_iso_shape": (
            "three capital letters of ISO 3166 are expected; write it like 'IND'"
        ),
        "metadata_prefix": "the prefix 'metadata.' is added for you; leave it out",
        "metadata_key": (
            "this key is not known; write a gateway's name, ':' and its parameter, like"
            " 'PAYPAL:landing_page', or one of {choices}"
        ),
        "metadata_typed": "this has a field of its own; give it as {name}",
        "mobile_country_code_shape": "1 to 3 digits are expected; write it like '91'",
        "method_shape": (
            "1 to 64 characters of A-Z 0-9 _ are expected; write it like 'WALLET'"
        ),
        "routing_id_shape": (
            "1 to {limit} visible ASCII characters are taken; leave out the rest"
        ),
        "update_empty": "nothing is changed; give an amount, an address or a udf",
        "refund_id_missing": "every refund needs an id of its own; give 1 to {limit}"
        " characters",
        "refund_id_shape": (
            "1 to {limit} characters of A-Z a-z 0-9 _ - are taken; leave out the rest"
        ),
        "refund_nothing_left": "nothing is left to refund; send no refund",
        "refund_above_left": "only {limit} {currency} is left to refund; lower this",
        "field_unknown": "this field is not known here; use one of {choices}",
        "field_missing": "this is missing; give {expected}",
        "merchant_id_shape": (
            "visible ASCII characters are expected; copy it from the dashboard"
        ),
        "api_key_shape": (
            "visible ASCII characters without ':' are expected; copy it from the"
            " dashboard"
        ),
        "version_shape": "a version is a date; write it like '2023-01-01'",
        "base_url_unknown": (
            "this is neither an https URL nor a preset; use one of {choices}"
        ),
    }
)

#: The limits of S002 and the session page, and a general limit for texts.
ORDER_ID_LIMIT = 20
SESSION_ORDER_ID_LIMIT = 17
REFUND_ID_LIMIT = 20
UDF_LIMIT = 255
URL_LIMIT = 2048
HEADER_LIMIT = 255
MAX_WIRE_DECIMALS = 2

#: What is shown in place of a secret.
MASK = "****"

UDFS = tuple(f"udf{at}" for at in range(1, 11))
#: udf1 to udf5 take no special characters; the seed's own examples are `user5349`
#: there and `user_5349` in udf6 to udf10, so '_' is one of them.
_PLAIN_UDFS = frozenset(UDFS[:5])

#: Metadata keys without a gateway's name that the official samples send (2026-11).
PLAIN_METADATA = (
    "auto_refund_post_success",
    "expiryInMins",
    "split_settlement_details",
)
#: Metadata keys that are fields of their own.
TYPED_METADATA: Mapping[str, str] = MappingProxyType(
    {
        "JUSPAY:gateway_reference_id": "gateway_reference_id",
        "subvention_amount": "subvention_amount",
        "webhook_url": "webhook_url",
    }
)

_BOTH = (True, True)
_EMAIL = (True, False)
_PHONE = (False, True)
#: Gateway -> (needs an email address, needs a phone number); the table of the
#: create-customer page, which could be read as far as PAYMOB (2026-11).
CONTACT: Mapping[str, tuple[bool, bool]] = MappingProxyType(
    {
        "AUTHORIZEDOTNET": _EMAIL,
        "BHARATX": _PHONE,
        "BILLDESK": _PHONE,
        "CASHFREE": _BOTH,
        "CYBERSOURCE": _BOTH,
        "EASEBUZZ": _BOTH,
        "FREECHARGEWALLET": _EMAIL,
        "GOKWIK": _PHONE,
        "GPAYIMF": _EMAIL,
        "HSBC UPI": _PHONE,
        "HYPERPAY": _EMAIL,
        "HYPERPG": _PHONE,
        "IFG": _EMAIL,
        "LAZYPAY": _PHONE,
        "LOANTAP": _PHONE,
        "LYRA": _BOTH,
        "M2P": _BOTH,
        "MORPHEUS": _BOTH,
        "OLAAPP": _BOTH,
        "ONEPAY": _BOTH,
        "PAYFORT": _EMAIL,
        "PAYMOB": _BOTH,
        "PAYPAL": _EMAIL,
        "PAYTM": _BOTH,
        "PAYU": _BOTH,
        "RAZORPAY": _BOTH,
        "SIMPL": _BOTH,
        "TPSL": _BOTH,
        "ZAAKPAY": _BOTH,
    }
)

_ORDER_ID = re.compile(r"[A-Za-z0-9_-]+").fullmatch
_ALPHANUMERIC = re.compile(r"[A-Za-z0-9]+").fullmatch
_UDF = re.compile(r"[A-Za-z0-9 ]*").fullmatch
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]").search
_EMAIL_CHARACTERS = re.compile(r"[A-Za-z0-9!#$%&'*+\-/=?^_.{|}~`@]*").fullmatch
# RFC 1035: a label has at most 63 characters and a name at most 253.
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}$)(?:{_LABEL}\.)*{_LABEL}").fullmatch
_DIGITS = re.compile(r"[0-9]{6,15}").fullmatch
_URL = re.compile(
    r"([Hh][Tt][Tt][Pp][Ss]?)://"
    r"([^/?#]*)"
    r"(/[A-Za-z0-9\-._~%!$&'()*+,;=:@/]*)?"
    r"(\?[A-Za-z0-9\-._~%!$&'()*+,;=:@/?]*)?"
    r"(\#[A-Za-z0-9\-._~%!$&'()*+,;=:@/?]*)?"
).fullmatch
_AUTHORITY = re.compile(r"(\[.*\]|[^:\[\]]*)(?::(.*))?").fullmatch
_PORT = re.compile(r"[0-9]{1,5}").fullmatch
# A resolver reads a host whose last label is a number as an IPv4 address.
_NUMERIC = re.compile(r"(?:.*\.)?(?:[0-9]+|0[xX][0-9A-Fa-f]*)").fullmatch
_GATEWAY_ID = re.compile(r"0|[1-9][0-9]{0,5}").fullmatch
_ISO3 = re.compile(r"[A-Z]{3}").fullmatch
_METADATA_KEY = re.compile(r"[A-Z][A-Z0-9_]*:[!-~]+").fullmatch
_COUNTRY_CODE = re.compile(r"[1-9][0-9]{0,2}").fullmatch
_METHOD = re.compile(r"[A-Z0-9_]{1,64}").fullmatch
_VISIBLE = re.compile(r"[!-~]+").fullmatch
_LARGEST_PORT = 65535
_GATEWAY_IDS = 10**6


def refused(path: str, code: str, value: object, **facts: object) -> Fault:
    """Return the `Fault` for a *code* of this module, as `errors.fault` does."""
    return fault_from(MESSAGES, path, code, value, **facts)


def refuse(path: str, code: str, value: object, **facts: object) -> CheckoutError:
    """Return the error of a single fault, to be raised."""
    return CheckoutError([refused(path, code, value, **facts)])


def wrong_type(path: str, value: object, expected: str) -> CheckoutError:
    """Return the error for a value that is not of the *expected* type."""
    found = type_name(value)
    return refuse(path, "type_expected", value, found=found, expected=expected)


def wrong_secret(path: str, value: object, expected: str) -> CheckoutError:
    """Return `wrong_type` of a value that may be, or hold, a secret: it is masked."""
    found = type_name(value)
    return refuse(path, "type_expected", MASK, found=found, expected=expected)


def taken(
    faults: Faults, check: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T | None:
    """Return the result of *check*, or None with its faults added to *faults*."""
    try:
        return check(*args, **kwargs)
    except CheckoutError as error:
        faults.extend(error)
        return None


def _minimums(given: Mapping[str, Amount]) -> Record:
    return Record(given, "minimum_amount")


class Unexplained(StrEnum):
    """
    What to do if less was paid than requested and no offer explains it.

    - `REFUSE`: it is a `GatewayError`; ask for the status, and do not deliver.
    - `ACCEPT`: someone else paid the rest; the order is paid.
    """

    REFUSE = "refuse"
    ACCEPT = "accept"


def _unexplained(given: str) -> Unexplained:
    check = Validator()
    found = check.choice("unexplained_discount", given, Unexplained)
    check.raise_any()
    return found


def _funding(given: Mapping[str, str]) -> Record:
    check = Validator()
    found = check.record("offer_funding", given)
    for offer, funder in found.items():
        check.choice(f"offer_funding.{safe(offer)}", funder, Funder)
    check.raise_any()
    return found


@frozen(kw_only=True)
class Policy:
    """
    The rules that a merchant can change; the defaults are those of the documents.

    Attributes:
        alphanumeric_only: whether order ids hold letters and digits only.
        order_id_limit, session_order_id_limit: characters of an order id.
        minimum_amount: by currency.
        mandate_threshold: the largest maximum of a mandate, 100001.00 unless Juspay
            set another one for the merchant.
        unexplained_discount: `refuse` or `accept`.
        offer_funding: who funds a gateway's offer, `bank`, `platform` or `brand`, by
            the offer's code or id; `bank` for those not named.  `merchant` is
            refused: a discount of the merchant would lower the price and its tax, which
            is not supported.
    """

    alphanumeric_only: bool = False
    order_id_limit: int = ORDER_ID_LIMIT
    session_order_id_limit: int = SESSION_ORDER_ID_LIMIT
    minimum_amount: Record = field(
        default=Record({"INR": Decimal(1)}), converter=_minimums
    )
    mandate_threshold: Decimal = Decimal("100001.00")
    unexplained_discount: Unexplained = field(
        default=Unexplained.REFUSE, converter=_unexplained
    )
    offer_funding: Record = field(default=Record(), converter=_funding)


#: The documented rules.
POLICY = Policy()


@frozen(kw_only=True)
class Address:
    """
    A postal address in Juspay's eleven fields; None is not sent.

    `country_code_iso` is the three-letter code of ISO 3166; the dialling code has no
    field here.  A repr shows only state and country.  Source: S002, billing and
    shipping.
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
    text = _text(path, value, "an order id")
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


def check_currency(value: object = "INR", *, path: str = "currency") -> str:
    """
    Return an active ISO 4217 code.

    >>> check_currency("SGD")
    'SGD'
    """
    return currency_of(value, path).code


def check_amount(
    value: object,
    currency: str = "INR",
    policy: Policy = POLICY,
    *,
    path: str = "amount",
) -> Decimal:
    """
    Return an amount that can be requested, in major units, as it is written.

    Above zero, at most two decimals and never more than the currency has, and at
    least the policy's minimum.  Decimals that are only zeros are cut to that.
    Source: S002 ("100.15" and "100" are valid, "100.1532" is not).

    >>> check_amount("100.15"), check_amount("1.230", "KWD")
    (Decimal('100.15'), Decimal('1.23'))
    """
    expect(policy=(policy, Policy))
    if value is None:
        raise refuse(path, "amount_missing", value)
    given = number(value, path)
    if given <= 0:
        raise refuse(path, "amount_not_positive", value)
    kept = _on_the_wire(given, currency, value, path)
    minimum = policy.minimum_amount.get(currency)
    if minimum is not None and kept < number(minimum, "minimum_amount"):
        raise refuse(
            path, "amount_below_minimum", value, minimum=minimum, currency=currency
        )
    return kept


def check_part(value: object, currency: str = "INR", *, path: str) -> Decimal:
    """
    Return an amount above zero, without a minimum.

    >>> check_part("0.50", path="amount")
    Decimal('0.50')
    """
    given = number(value, path)
    if given <= 0:
        raise refuse(path, "amount_not_positive", value)
    return _on_the_wire(given, currency, value, path)


def _on_the_wire(given: Decimal, currency: str, value: object, path: str) -> Decimal:
    known = currency_of(currency)
    digits = min(MAX_WIRE_DECIMALS, known.exponent)
    exponent = given.as_tuple().exponent
    assert isinstance(exponent, int)  # number() let nothing else through
    if -exponent <= digits:
        return given
    try:
        minor = to_minor(given, known, path)
    except CheckoutError:
        raise refuse(path, "amount_decimals", value, digits=digits) from None
    kept, lost = divmod(minor, 10 ** (known.exponent - digits))
    if lost:
        raise refuse(path, "amount_decimals", value, digits=digits)
    return to_decimal(kept, digits)


def written(amount: Decimal) -> str:
    """
    Return an amount in plain digits, never with an exponent.

    >>> written(Decimal("1054.25")), written(Decimal("1E+2"))
    ('1054.25', '100')
    """
    return f"{amount:f}"


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
    name, at, domain = text.partition("@")
    if not (name and at and _HOST(domain)):
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
    text = _text(path, value, "the digits of a phone number")
    if not _DIGITS(text):
        raise refuse(path, "customer_phone_digits", text)
    return text


def check_contact(gateway: object, *, email: object, phone: object) -> None:
    """
    Raise for an email address or phone number that *gateway* needs and lacks.

    >>> check_contact("BILLDESK", email=None, phone="9988665522")
    """
    name = _text("gateway", gateway, "the gateway's name")
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
    text = _text(name, value, "its value")
    if len(text) > UDF_LIMIT:
        raise refuse(name, "udf_too_long", text, limit=UDF_LIMIT)
    if name in _PLAIN_UDFS and not _UDF(text):
        raise refuse(name, "udf_special_character", text)
    if _CONTROL(text):
        raise refuse(name, "udf_control_character", text)
    return text


def check_return_url(
    value: object, *, sandbox: bool = False, path: str = "return_url"
) -> str:
    """
    Return the URL a customer comes back to: a host name, no query, no fragment.

    No IP address in any spelling, no user name; localhost only with the sandbox.
    Source: S002, and the types of the official Node package for the fragment.

    >>> check_return_url("https://shop.merchant.com/payments/handleResponse")
    'https://shop.merchant.com/payments/handleResponse'
    """
    text, host = _url(path, value)
    found = []
    if _NUMERIC(host) or host.startswith("["):
        found.append(refused(path, "url_ip_address", text))
    elif not _HOST(host):
        found.append(refused(path, "url_host", text))
    elif not sandbox and _is_localhost(host):
        found.append(refused(path, "url_localhost", text))
    before, _, fragment = text.partition("#")
    if "?" in before:
        found.append(refused(path, "url_query", text))
    if fragment or "#" in text:
        found.append(refused(path, "url_fragment", text))
    if found:
        raise CheckoutError(found)
    return text


def check_webhook_url(value: object, *, path: str = "webhook_url") -> str:
    """
    Return the URL that events are posted to: absolute, no user name, no fragment.

    A query and an IP address are allowed: the documents do not forbid them.

    >>> check_webhook_url("https://merchant.juspay/response")
    'https://merchant.juspay/response'
    """
    text, host = _url(path, value)
    if not (_HOST(host) or host.startswith("[")):
        raise refuse(path, "url_host", text)
    if "#" in text:
        raise refuse(path, "url_fragment", text)
    return text


def check_https_url(value: object, *, path: str = "base_url") -> str:
    """
    Return the URL that requests go to, without a slash at its end.

    https, but for http to localhost or 127.0.0.1, where a fake gateway answers.

    >>> check_https_url("https://api.juspay.io/")
    'https://api.juspay.io'
    """
    text, host = _url(path, value)
    if not _HOST(host):
        raise refuse(path, "url_host", text)
    if "#" in text:
        raise refuse(path, "url_fragment", text)
    if "?" in text:
        raise refuse(path, "url_query", text)
    local = _is_localhost(host) or host == "127.0.0.1"
    if not local and text[:5].lower() != "https":
        raise refuse(path, "url_not_https", text)
    return text.rstrip("/")


def _url(path: str, value: object) -> tuple[str, str]:
    # Read by hand: urlsplit drops tabs and newlines and takes backslashes.
    text = _text(path, value, "a URL")
    if len(text) > URL_LIMIT:
        raise refuse(path, "url_too_long", unless_secret(text), limit=URL_LIMIT)
    found = _URL(text)
    if found is None:
        raise refuse(path, "url_shape", unless_secret(text))
    if "@" in found[2]:
        raise refuse(path, "url_userinfo", unless_secret(text))
    authority = _AUTHORITY(found[2])
    if authority is None:
        raise refuse(path, "url_host", text)
    host, port = authority.groups()
    if port is not None and not (_PORT(port) and 0 < int(port) <= _LARGEST_PORT):
        raise refuse(path, "url_port", text)
    return text, host.removesuffix(".")


def unless_secret(text: str) -> str:
    """
    Return *text* for an error, without the part before '@', which may be a password.

    >>> unless_secret("https://user:secret@shop.example")
    '****'
    """
    return MASK if "@" in text else text


def _is_localhost(host: str) -> bool:
    return host.lower().rpartition(".")[2] == "localhost"


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


def check_metadata(given: object) -> tuple[tuple[str, str], ...]:
    """
    Return custom parameters as pairs, their keys exactly as they are given.

    >>> check_metadata({"PAYPAL:landing_page": "Billing"})
    (('metadata.PAYPAL:landing_page', 'Billing'),)
    """
    if not isinstance(given, Mapping):
        raise wrong_type("metadata", given, "a mapping of text to text")
    check = Validator()
    pairs = []
    for key, value in given.items():
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
    text = _text(path, value, "a dialling code").removeprefix("+")
    if not _COUNTRY_CODE(text):
        raise refuse(path, "mobile_country_code_shape", value)
    return text


def check_routing_id(value: object, *, path: str = "routing_id") -> str:
    """
    Return a value for the header x-routing-id.

    >>> check_routing_id("customer-id-007")
    'customer-id-007'
    """
    text = _text(path, value, "a customer's or an order's id")
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
    text = _text(path, value, "an id")
    if len(text) > REFUND_ID_LIMIT or not _ORDER_ID(text):
        raise refuse(path, "refund_id_shape", text, limit=REFUND_ID_LIMIT)
    return text


def check_refund(
    value: object,
    left: Decimal | None = None,
    currency: str = "INR",
    *,
    path: str = "amount",
) -> Decimal:
    """
    Return an amount to refund: above zero and no more than is *left*.

    >>> check_refund("10.50", Decimal(100))
    Decimal('10.50')
    """
    found = check_part(value, currency, path=path)
    limit = found if left is None else number(left, "left")
    if found > limit:
        raise refuse(
            path, "refund_above_left", value, limit=written(limit), currency=currency
        )
    return found


def check_method(path: str, value: object) -> str:
    """
    Return the name of a payment method, or of a kind of one.

    >>> check_method("payment_method", "GRABPAY")
    'GRABPAY'
    """
    text = _text(path, value, "its name")
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
    text = _text(path, value, "an id")
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


def check_pairs(path: str, value: object) -> tuple[tuple[str, str], ...]:
    """
    Return the pairs of two texts in a mapping, or in a list of pairs.

    No value is shown in an error: one of them may be a secret.

    >>> check_pairs("headers", {"Content-Type": "text/plain"})
    (('Content-Type', 'text/plain'),)
    """
    pairs = value.items() if isinstance(value, Mapping) else value
    if isinstance(pairs, str | bytes) or not isinstance(pairs, Iterable):
        raise wrong_secret(path, value, "a list of pairs of two texts")
    found = []
    for at, pair in enumerate(pairs):
        match pair:
            case [str() as key, str() as text]:
                found.append((key, text))
            case _:
                raise wrong_secret(f"{path}[{at}]", pair, "a pair of two texts")
    return tuple(found)


def _text(path: str, value: object, expected: str) -> str:
    if not isinstance(value, str):
        raise wrong_type(path, value, expected)
    return value

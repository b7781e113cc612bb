# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a rule says about a value that Juspay would refuse.

Promises one message for each code, and errors that show no secret.

Knows nothing of the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from checkout_core.errors import CheckoutError, Fault, Faults, fault_from
from checkout_core.errors.describe import type_name
from checkout_core.http import MASK


if TYPE_CHECKING:
    from collections.abc import Callable

    from checkout_core.errors import CheckoutError, Fault, Faults, fault_from
    from checkout_core.errors.describe import type_name


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
        "customer_id_missing": "this belongs to a customer; give their id",
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
        "refund_of_one": "a refund is of one transaction; give txn_id or order_id",
        "card_number": (
            "this looks like the number of a card, which is never sent; give card_bin"
            " or card_token"
        ),
        "card_bin_shape": "the first 6 to 9 digits of a card are expected; give those",
        "capture_above_left": "only {limit} {currency} is left to capture; lower this",
        "capture_key_missing": "every part needs a key of its own; give one",
        "capture_key_shape": (
            "1 to {limit} letters, digits and (){{}}+~._- are taken; leave out the rest"
        ),
        "capture_key_alone": (
            "a key belongs to the amount of a part; give both, or neither for the whole"
        ),
        "field_unknown": "this field is not known here; use one of {choices}",
        "field_missing": "this is missing; give {expected}",
        "merchant_id_shape": (
            "visible ASCII characters are expected; copy it from the dashboard"
        ),
        "api_key_shape": (
            "visible ASCII characters without ':' are expected; copy it from the"
            " dashboard"
        ),
        "payment_not_here": (
            "the price is for a payment that is not made here; take it in another way"
        ),
        "payment_differs": "{why}; ask for that, or price the cart for this one",
        "payment_filter_differs": (
            "the price is for one way to pay and the page is locked to it; leave this"
            " out"
        ),
        "payment_filter_no_page": "only the payment page takes this; leave it out",
        "key_id_shape": (
            "visible ASCII characters are expected; copy it from the dashboard"
        ),
        "private_key_shape": (
            "this is not a private RSA key in PEM of {bits} bits or more; give the"
            " merchant's own"
        ),
        "public_key_shape": (
            "this is not a public RSA key in PEM of {bits} bits or more; give Juspay's"
            " for this merchant"
        ),
        "jwt_not_offered": (
            "Juspay does not take this call encrypted; give the credentials an api_key"
            " too"
        ),
        "version_shape": "a version is a date; write it like '2023-01-01'",
        "base_url_unknown": (
            "this is neither an https URL nor a preset; use one of {choices}"
        ),
    }
)


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


def collected(
    faults: Faults, check: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T | None:
    """Return the result of *check*, or None with its faults added to *faults*."""
    try:
        return check(*args, **kwargs)
    except CheckoutError as error:
        faults.extend(error)
        return None


def unless_secret(text: str) -> str:
    """
    Return *text* for an error, without the part before '@', which may be a password.

    >>> unless_secret("https://user:secret@shop.example")
    '****'
    """
    return MASK if "@" in text else text


def text_of(path: str, value: object, expected: str) -> str:
    """Return *value* if it is text; an error names what is *expected*."""
    if not isinstance(value, str):
        raise wrong_type(path, value, expected)
    return value

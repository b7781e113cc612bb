# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How an address is written for the shopper, the shop and the gateway.

Promises one spelling wherever an address is written: an Indian phone number as ten
digits with its dialling code apart, and India's name and dialling code if they are
absent.  The address in the cart and in stored documents is not changed.

Knows nothing of gateways or their rules.
"""

from __future__ import annotations

import re

from typing import TYPE_CHECKING

from checkout_core.cart.people import ADDRESS_KEYS, Address
from checkout_core.tax.india.states import (
    INDIA,
    OTHER_COUNTRIES,
    country_key,
    is_abroad,
    state_of,
)


if TYPE_CHECKING:
    from checkout_core.checks import Validator


#: India's name in the vendor's addresses, and its dialling code.
COUNTRY, COUNTRY_CODE = "India", "+91"

#: Blanks, hyphens and brackets that people put between digits.
_BETWEEN = str.maketrans("", "", " \u00a0-\u2010\u2011()[]")
#: The national number plan: ten digits, with the area's code before a landline's.
_NATIONAL = re.compile(r"[1-9][0-9]{9}").fullmatch
#: Without a dialling code or a leading 0, only a mobile number (it begins with 6 to 9)
#: is recognised as Indian.
_MOBILE = re.compile(r"[6-9][0-9]{9}").fullmatch
_PINCODE = re.compile(r"[0-9]{6}").fullmatch
#: India's dialling code with a plus or two zeros, or the 0 used within India.
_ABROAD = ("+91", "0091")
_AT_HOME = ("91", "0")
#: What payments take of an email: plain ASCII, and a domain.
_EMAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_.{|}~`-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
#: E.164 numbers have at most 15 digits; none has fewer than 6.
_FOREIGN = re.compile(r"[0-9]{6,15}").fullmatch


def written_address(address: Address) -> Address:
    """
    Return an address as orders, carts and requests have it.

    If the address is in India, `country` "India" and `country_code` "+91" are added
    where they are absent, and an Indian phone number is written as ten digits.
    Everything else is as it was given.

    >>> home = written_address(Address(pincode="560001", phone="+91 98000-00001"))
    >>> home.phone, home.country_code, home.country
    ('9800000001', '+91', 'India')
    """
    found = dict(address.fields)
    digits = indian_phone(address)
    if digits is not None:
        found |= {"phone": digits, "country_code": COUNTRY_CODE}
    if is_in_india(address):
        found["country"] = address.country or COUNTRY
        found["country_code"] = found.get("country_code") or COUNTRY_CODE
    return Address(**{key: found[key] for key in ADDRESS_KEYS if key in found})


def is_in_india(address: Address) -> bool:
    """
    Return whether an address is in India.

    Decided by its country; without one, by a pincode of six digits or an Indian state,
    unless the dialling code is that of another country.

    >>> is_in_india(Address(state="Goa")), is_in_india(Address(city="Goa"))
    (True, False)
    """
    if address.country.strip():
        return country_key(address.country) == INDIA
    if _is_foreign_code(address):
        return False
    state = state_of(address.state)
    in_a_state = state is not None and state.code != OTHER_COUNTRIES
    return in_a_state or bool(_PINCODE(address.pincode.translate(_BETWEEN)))


def indian_phone(address: Address) -> str | None:
    """
    Return the ten digits of an Indian phone number, None for any other.

    A number with India's code is Indian wherever the address is; one with a leading 0,
    or ten digits of a mobile number, is Indian unless country or dialling code name
    another country.

    >>> indian_phone(Address(phone="0091 (98000) 00001"))
    '9800000001'
    >>> indian_phone(Address(phone="98000 00001", country="Nepal")) is None
    True
    """
    digits = address.phone.translate(_BETWEEN)
    abroad = is_abroad(address.country) or _is_foreign_code(address)
    # With the dialling code in `country_code`, ten digits are a complete number.
    whole = _NATIONAL if _code(address) == "91" else _MOBILE
    if not abroad and whole(digits):
        return digits
    for prefix in _ABROAD if abroad else (*_ABROAD, *_AT_HOME):
        rest = digits.removeprefix(prefix)
        if rest != digits and _NATIONAL(rest):
            return rest
    return None


def _is_foreign_code(address: Address) -> bool:
    return _code(address) not in ("", "91")


def _code(address: Address) -> str:
    """Return the digits of the dialling code."""
    return address.country_code.strip().lstrip("+0")


def check_phone(check: Validator, path: str, address: Address) -> None:
    """
    Add a fault under *path* for a phone that is not valid; it may be absent.

    In India it has to be an Indian number; elsewhere 6 to 15 digits, with the dialling
    code in `country_code`.
    """
    if not address.phone or indian_phone(address) is not None:
        return
    if is_in_india(address) or not _FOREIGN(address.phone):
        check.add(f"{path}.phone", "bad_phone", address.phone)


def check_email(check: Validator, path: str, address: Address) -> None:
    """
    Add a fault under *path* for an email that payments do not take; it may be absent.

    It has a name, "@" and a domain, in letters and signs of ASCII.
    """
    if address.email and not _EMAIL.fullmatch(address.email):
        check.add(f"{path}.email", "bad_email", address.email)


__all__ = [
    "check_email",
    "check_phone",
    "indian_phone",
    "is_in_india",
    "written_address",
]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How an address is told: to the shopper, to the shop, to the gateway.

Promises one spelling wherever an address is written: a phone of India as its ten
digits beside its dialling code, and India's name and code where nobody gave them.
What came in stays as it is: documents that are stored keep it.

Knows nothing of gateways or of what they take.
"""

from __future__ import annotations

import re

from typing import TYPE_CHECKING

from checkout_core.cart import ADDRESS_KEYS, Address
from checkout_core.states import (
    INDIA,
    OTHER_COUNTRIES,
    country_key,
    is_abroad,
    state_of,
)


if TYPE_CHECKING:
    from checkout_core.checks import Check


#: What India is called in the vendor's addresses, and how one calls it.
COUNTRY, COUNTRY_CODE = "India", "+91"

#: Blanks, hyphens and brackets that people put between digits.
_BETWEEN = str.maketrans("", "", " \u00a0-\u2010\u2011()[]")
#: The national number plan: ten digits, with the area's code before a landline's.
_NATIONAL = re.compile(r"[1-9][0-9]{9}").fullmatch
#: Without a code or a 0 only a mobile number is known for India's: it begins with 6
#: to 9.
_MOBILE = re.compile(r"[6-9][0-9]{9}").fullmatch
_PINCODE = re.compile(r"[0-9]{6}").fullmatch
#: From abroad the code is dialled with a plus or its zeros; at home a 0 will do.
_ABROAD = ("+91", "0091")
_AT_HOME = ("91", "0")
#: E.164 has at most 15 digits; fewer than 6 reach nobody.
_FOREIGN = re.compile(r"[0-9]{6,15}").fullmatch


def written_address(address: Address) -> Address:
    """
    Return an address as orders, carts and requests have it.

    `country` "India" and `country_code` "+91" where they are absent and the
    address is in India; a phone of India as its ten digits, whatever stood before
    and between them.  Everything else stays as it was given.

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
    Return whether an address says that it is in India.

    By its country; without one by a pincode of six digits or a state of India's,
    unless its dialling code is another country's.

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
    Return the ten digits of a phone of India, None for any other phone.

    A number with India's code is India's wherever its owner lives; one with a 0,
    or ten digits of a mobile alone, unless country or dialling code name another
    country.

    >>> indian_phone(Address(phone="0091 (98000) 00001"))
    '9800000001'
    >>> indian_phone(Address(phone="98000 00001", country="Nepal")) is None
    True
    """
    digits = address.phone.translate(_BETWEEN)
    abroad = is_abroad(address.country) or _is_foreign_code(address)
    # With its code in a field of its own, any number of India's is complete.
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


def check_phone(check: Check, path: str, address: Address) -> None:
    """
    Note a phone under *path* that nobody can be called by; none at all is fine.

    In India it is one of India's; elsewhere 6 to 15 digits, whose code stands
    apart.
    """
    if not address.phone or indian_phone(address) is not None:
        return
    if is_in_india(address) or not _FOREIGN(address.phone):
        check.add(f"{path}.phone", "bad_phone", address.phone)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The GST registration number: its forms, its state, its check character.

Forms as production systems in India accept them (2026-11): ordinary taxpayers,
government departments, tax collectors and deductors at source, non-residents, online
service providers from abroad, and bodies of the United Nations.  Checks whether a
number is well formed; only the government's service can say whether it is registered.
"""

from __future__ import annotations

import re

from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.errors import CheckoutError, fault
from checkout_core.tax.india.states import STATES


if TYPE_CHECKING:
    from collections.abc import Mapping


__all__ = [
    "LENGTH",
    "SUCCESSORS",
    "Gstin",
    "check_character",
    "gstin",
]


LENGTH = 15

#: kind, pattern; the first that matches names the kind.
_FORMS = (
    ("regular", r"[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]"),
    ("tax_collector", r"[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]C[0-9A-Z]"),
    ("tax_deductor", r"[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]D[0-9A-Z]"),
    ("regular", r"[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z][1-9ABE-J][0-9A-Z]"),
    ("government", r"[0-9]{2}[A-Z]{4}[0-9]{5}[A-Z][0-9]Z[0-9A-Z]"),
    ("tax_deductor", r"[0-9]{2}[A-Z]{4}[0-9]{5}[A-Z][1-9A-Z]D[0-9A-Z]"),
    ("non_resident", r"[0-9]{4}[A-Z]{3}[0-9]{5}NR[0-9A-Z]"),
    ("online_services", r"99[0-9]{2}[A-Z]{3}[0-9]{5}OS[0-9A-Z]"),
    ("united_nations", r"[0-9]{4}[A-Z]{3}[0-9]{5}[UO]N[0-9A-Z]"),
)
_KINDS = tuple((kind, re.compile(pattern).fullmatch) for kind, pattern in _FORMS)
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: Old numbers still have the codes of Daman and Diu and of undivided Andhra Pradesh;
#: these are the codes of today. 99 is the central government, not a state.
SUCCESSORS: Mapping[str, str] = MappingProxyType({"25": "26", "28": "37", "99": "99"})


@frozen
class Gstin:
    """
    A well-formed GSTIN: the number, its state's code today, who holds it.

    Attributes:
        number: its 15 characters, in upper case.
        state_code: the two digits of its state as it is today.
        kind: who holds it, such as `regular`.
    """

    number: str
    state_code: str
    kind: str


def gstin(text: object, path: str = "gstin") -> Gstin:
    """
    Return the GSTIN that *text* is, in upper case.

    Raises `CheckoutError` for a wrong form, an unknown state or a check
    character that does not fit.

    >>> gstin("27aapfu0939f1zv").kind
    'regular'
    """
    known = isinstance(text, str) and len(text) == LENGTH and text.isascii()
    number = str(text).upper() if known else ""
    kind = next((kind for kind, matches in _KINDS if matches(number)), None)
    if kind is None:
        raise CheckoutError([fault(path, "bad_gstin", text)])
    prefix = number[:2]
    if prefix not in STATES and prefix not in SUCCESSORS:
        raise CheckoutError([fault(path, "bad_gstin_state", text, prefix=prefix)])
    expected = check_character(number[: LENGTH - 1])
    if number[-1] != expected:
        raise CheckoutError([fault(path, "bad_gstin_check", text, expected=expected)])
    return Gstin(number, SUCCESSORS.get(prefix, prefix), kind)


def check_character(first: str) -> str:
    """
    Return the last character of a GSTIN from the 14 before it (Luhn, modulo 36).

    >>> check_character("29AAGCB7383J1Z")
    '4'
    """
    total = 0
    for i, character in enumerate(first):
        product = _ALPHABET.index(character) * (1 + i % 2)
        total += product // 36 + product % 36
    return _ALPHABET[-total % 36]

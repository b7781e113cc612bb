# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
An amount of rupees in words, as Indian papers have it: in lakh and crore.

Promises that no two amounts have the same words, in English and in Hindi.  Knows no
papers.

A number is a count of crore (10,000,000), lakh (100,000), thousand and hundred, then
what is below 100: 10,54,024 is 10 lakh, 54 thousand and 24.  What is above 99,99,99,999
has a count of crore that is written by the same rule: 1,00,00,00,000 is "One Hundred
Crore", and 10**14 is "One Crore Crore".
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from attrs import frozen

from checkout_core.checks import Amount, Validator
from checkout_core.money.parse import currency_of


__all__ = ["amount_in_words", "number_in_words"]


@frozen(kw_only=True)
class _Wording:
    """
    How one language says a number of rupees.

    Attributes:
        below: the words for 0 to 99.
        hundred: the word for 100, after its count.
        thousand: likewise for 1,000.
        lakh: likewise for 1,00,000.
        crore: likewise for 1,00,00,000.
        whole: the sentence of rupees alone.
        both: the sentence of rupees and paise.
    """

    below: tuple[str, ...]
    hundred: str
    thousand: str
    lakh: str
    crore: str
    whole: str
    both: str


_ONES = (
    "Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen"
    " Fourteen Fifteen Sixteen Seventeen Eighteen Nineteen"
)
_TENS = "Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety"

# Each number below 100 has a word of its own.  Spellings: those that the Central Hindi
# Directorate calls standard, where it names one; two forms are in use for some (44, 79,
# 95), of which this is one.
_HINDI = (
    "शून्य एक दो तीन चार पाँच छह सात आठ नौ"
    " दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस"
    " बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस"
    " तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस"
    " चालीस इकतालीस बयालीस तैंतालीस चवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास"
    " पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ"
    " साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर"
    " सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उन्यासी"
    " अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी"
    " नब्बे इक्यानवे बानवे तिरानवे चौरानवे पंचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे"
)


def _english() -> tuple[str, ...]:
    """Return the words for 0 to 99: "Twenty", "Twenty-One"."""
    ones = _ONES.split()
    tens = [
        f"{ten}-{ones[one]}" if one else ten
        for ten in _TENS.split()
        for one in range(10)
    ]
    return (*ones, *tens)


_WORDINGS: Mapping[str, _Wording] = MappingProxyType(
    {
        "en": _Wording(
            below=_english(),
            hundred="Hundred",
            thousand="Thousand",
            lakh="Lakh",
            crore="Crore",
            whole="Rupees {rupees} Only",
            both="Rupees {rupees} and Paise {paise} Only",
        ),
        "hi": _Wording(
            below=tuple(_HINDI.split()),
            hundred="सौ",
            thousand="हज़ार",
            lakh="लाख",
            crore="करोड़",
            whole="रुपये {rupees} मात्र",
            both="रुपये {rupees} और {paise} पैसे मात्र",
        ),
    }
)

#: How many paise a rupee has.
_PAISE = 100


def amount_in_words(amount: Amount, language: str = "en") -> str:
    """
    Return an amount of rupees in words.

    Raises `CheckoutError` for an amount below 0 or with more than two decimals, and for
    a language that has no words here.

    Args:
        amount: in rupees, with at most 15 digits before the point.
        language: "en" (the default) or "hi".

    >>> from decimal import Decimal
    >>> amount_in_words(Decimal("1054024.05"))
    'Rupees Ten Lakh Fifty-Four Thousand Twenty-Four and Paise Five Only'
    >>> amount_in_words(Decimal("21.00"), "hi")
    'रुपये इक्कीस मात्र'
    """
    check = Validator()
    wording = _wording(check, language)
    found = check.amount("amount", amount)
    minor = check.minor("amount", found, currency_of("INR"))
    check.raise_any()
    rupees, paise = divmod(minor, _PAISE)
    said = {"rupees": _written(wording, rupees), "paise": wording.below[paise]}
    return (wording.both if paise else wording.whole).format_map(said)


def number_in_words(number: int, language: str = "en") -> str:
    """
    Return a whole number in words.

    Raises `CheckoutError` for a number below 0 and a language without words here.

    Args:
        number: 0 or more.
        language: "en" (the default) or "hi".

    >>> number_in_words(12_34_56_789)
    'Twelve Crore Thirty-Four Lakh Fifty-Six Thousand Seven Hundred Eighty-Nine'
    >>> number_in_words(100_00_00_000), number_in_words(0, "hi")
    ('One Hundred Crore', 'शून्य')
    """
    check = Validator()
    wording = _wording(check, language)
    if type(number) is int and number < 0:
        check.add("number", "negative", number)
    elif type(number) is not int:
        check.wrong_type("number", number, "a whole number")
    check.raise_any()
    return _written(wording, number)


def _wording(check: Validator, language: str) -> _Wording:
    """Return how a language says numbers."""
    return _WORDINGS[check.choice("language", language, tuple(_WORDINGS))]


def _written(wording: _Wording, number: int) -> str:
    """Return a number that is 0 or more in words."""
    crore, rest = divmod(number, 10**7)
    lakh, rest = divmod(rest, 10**5)
    thousand, rest = divmod(rest, 10**3)
    hundred, rest = divmod(rest, 10**2)
    found = []
    if crore:
        found += [_written(wording, crore), wording.crore]
    for count, name in (
        (lakh, wording.lakh),
        (thousand, wording.thousand),
        (hundred, wording.hundred),
    ):
        if count:
            found += [wording.below[count], name]
    if rest or not found:
        found.append(wording.below[rest])
    return " ".join(found)

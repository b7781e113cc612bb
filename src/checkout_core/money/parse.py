# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What is accepted as an amount or a rate, and where it lies on its currency's grid.

Promises that floats are refused, that an amount with too many decimals is refused
instead of rounded, and that a hostile text is refused at once.

Knows nothing of carts.
"""

from __future__ import annotations

import re

from decimal import Decimal, Inexact
from functools import lru_cache
from typing import TypeAlias

from checkout_core.currencies import CURRENCIES, Currency
from checkout_core.errors import CheckoutError, Fault, fault
from checkout_core.errors.describe import NumberLiteral, type_name
from checkout_core.money.exact import (
    EXACT,
    MAX_DECIMALS,
    MAX_DIGITS,
    has_six_decimals,
    plain,
)


#: The types of an amount or a rate; a float is refused.
Amount: TypeAlias = int | str | Decimal

#: No amount is written with more characters than this.
MAX_TEXT = MAX_DIGITS + MAX_DECIMALS + len("-.")

_PLAIN = re.compile(
    rf"-?(?:0|[1-9][0-9]{{0,{MAX_DIGITS - 1}}})(?:\.[0-9]{{1,{MAX_DECIMALS}}})?"
).fullmatch
_LONG = re.compile(rf"-?[0-9]{{{MAX_DIGITS + 1},}}(?:\.[0-9]+)?").fullmatch


def json_number(text: str) -> Decimal | NumberLiteral:
    """
    Return the JSON number *text* exactly, if it follows the grammar of amounts.

    >>> json_number("12.50"), json_number("1e5")
    (Decimal('12.50'), 1e5)
    """
    if len(text) <= MAX_TEXT and _PLAIN(text):
        return Decimal(text)
    return NumberLiteral(text)


def currency_of(code: object, path: str = "currency") -> Currency:
    """
    Return the currency called *code*, written as ISO 4217 has it, or that it is.

    Raises `CheckoutError` for codes that are unknown, withdrawn or without a
    minor unit (gold, drawing rights, test codes).

    >>> currency_of("KWD").exponent
    3
    """
    found = CURRENCIES.get(code) if isinstance(code, str) else None
    if found is not None:
        return found
    if isinstance(code, Currency) and CURRENCIES.get(str(code.code)) == code:
        return code
    raise CheckoutError([fault(path, "unknown_currency", code)])


def read_number(value: object) -> Decimal | None:
    """
    Return *value* as the exact `Decimal` it is written as, None if `number` refuses it.

    >>> read_number("12.500"), read_number("1e5")
    (Decimal('12.500'), None)
    """
    if type(value) is str:
        # The length is tested first: converting a hostile text takes quadratic time.
        if len(value) <= MAX_TEXT and _PLAIN(value):
            found = Decimal(value)
            return found or found.copy_abs()
    elif type(value) is int:
        if -(10**MAX_DIGITS) < value < 10**MAX_DIGITS:
            return Decimal(value)
    elif type(value) is Decimal and value.is_finite():
        if not value:
            return Decimal(0)
        # adjusted() is the place of the first digit: cheap even for 1E+1000000.
        if -MAX_DECIMALS <= value.adjusted() < MAX_DIGITS:
            try:
                # Drops trailing zeros beyond what counts; refuses digits beyond it.
                return EXACT.plus(value)
            except Inexact:
                return None
    return None


def number(value: object, path: str) -> Decimal:
    """
    Return *value* as the exact `Decimal` it is written as.

    Taken: `int`; text like '12.50' (at most 15 digits before the point and 6
    after it); a finite `Decimal` with at most 15 digits before the point.
    Raises `CheckoutError` for everything else, in well under a millisecond.

    >>> number("12.500", "price")
    Decimal('12.500')
    >>> number("1e5", "price")
    Traceback (most recent call last):
    checkout_core.errors.CheckoutError: price: this is not a plain decimal number; ...
    """
    found = read_number(value)
    if found is None:
        raise CheckoutError([_refused(value, path)])
    return found


def _refused(value: object, path: str) -> Fault:
    """Return what is wrong with a value that `read_number` does not take."""
    match value:
        case str() if type(value) is str:
            large = bool(len(value) <= 4 * MAX_TEXT and _LONG(value))
        case NumberLiteral():
            large = bool(_LONG(value.text[: 4 * MAX_TEXT]))
        case Decimal() if type(value) is Decimal:
            large = value.is_finite() and value.adjusted() >= MAX_DIGITS
        case float() if type(value) is float:
            what, example = "the amount", "'12.50'"
            return fault(path, "float_given", value, what=what, example=example)
        case _:
            large = type(value) is int
            if not large:
                expected, found = "a number or its text", type_name(value)
                return fault(path, "wrong_type", value, expected=expected, found=found)
    return fault(path, "amount_too_large" if large else "bad_amount", value)


def to_minor(value: Decimal, currency: Currency, path: str) -> int:
    """
    Return a checked *value* in minor units of *currency*.

    Raises `CheckoutError` if it does not lie on the grid.

    >>> to_minor(Decimal("12.500"), currency_of("INR"), "price")
    1250
    """
    minor = minor_units(value, currency.exponent)
    if minor is None:
        raise CheckoutError([off_grid(value, currency, path)])
    return minor


def off_grid(value: Decimal, currency: Currency, path: str) -> Fault:
    """Return the fault of an amount with more decimals than *currency*."""
    code, digits = currency.code, currency.exponent
    return fault(path, "off_grid", value, currency=code, digits=digits)


# A Decimal as a fraction: 12.50 is 25 / 2, so in hundredths 2500 / 2 = 1250 without a
# remainder; 12.505 is 2501 / 200, so 250100 / 200 leaves 100.
def minor_units(value: Decimal, exponent: int) -> int | None:
    """
    Return a finite *value* in units of 10 ** -*exponent*, None if it is between two.

    >>> minor_units(Decimal("12.50"), 2), minor_units(Decimal("12.505"), 2)
    (1250, None)
    """
    numerator, denominator = value.as_integer_ratio()
    minor, rest = divmod(numerator * 10**exponent, denominator)
    return None if rest else minor


def parse_amount(value: object, currency: Currency, path: str) -> int:
    """
    Return an amount >= 0, in minor units of *currency*.

    >>> parse_amount("0.05", currency_of("INR"), "price")
    5
    """
    found = number(value, path)
    if found < 0:
        raise CheckoutError([fault(path, "negative", value)])
    return to_minor(found, currency, path)


def parse_rate(value: object, path: str, limit: int = 100) -> Decimal:
    """
    Return a percentage between 0 and *limit*, with at most 6 decimals.

    >>> parse_rate("18", "tax_rate"), parse_rate(Decimal("9.9750"), "tax_rate")
    (Decimal('18'), Decimal('9.975'))
    """
    try:
        found = number(value, path)
    except CheckoutError as error:
        code = error.faults[0].code
        if code not in ("bad_amount", "float_given"):
            raise
        code = "bad_rate" if code == "bad_amount" else code
        facts = {"what": "the percentage", "example": "'18'"}
        raise CheckoutError([fault(path, code, value, **facts)]) from None
    if not 0 <= found <= limit:
        raise CheckoutError([fault(path, "rate_out_of_range", value, limit=limit)])
    if not has_six_decimals(found):
        raise CheckoutError([fault(path, "bad_rate", value)])
    return plain(found)


def read_rate(value: object, limit: int) -> Decimal | None:
    """
    Return what `parse_rate` does for text and whole numbers, None for anything else.

    >>> read_rate("18.50", 100), read_rate("180", 100), read_rate(Decimal(5), 100)
    (Decimal('18.5'), None, None)
    """
    if type(value) is str and len(value) <= MAX_TEXT:
        return _rate_of(value, limit)
    if type(value) is int and 0 <= value <= limit:
        return Decimal(value)
    return None


# A thousand lines have a handful of different rates: what "18.50" stands for (a
# pattern, a Decimal, its trailing zeros) is worked out once, in 1,200 ns, and found
# again in 60.
@lru_cache(maxsize=256)
def _rate_of(text: str, limit: int) -> Decimal | None:
    found = read_number(text)
    return plain(found) if found is not None and 0 <= found <= limit else None


__all__ = [
    "MAX_TEXT",
    "Amount",
    "currency_of",
    "json_number",
    "minor_units",
    "number",
    "off_grid",
    "parse_amount",
    "parse_rate",
    "read_number",
    "read_rate",
    "to_minor",
]

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
from typing import TypeAlias

from checkout_core.currencies import CURRENCIES, Currency
from checkout_core.errors import CheckoutError, fault
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
    kind = type(value)
    if kind is str:
        assert isinstance(value, str)
        # The length is tested first: converting a hostile text takes quadratic time.
        if len(value) <= MAX_TEXT and _PLAIN(value):
            found = Decimal(value)
            return found or found.copy_abs()
        code = "bad_amount"
        if len(value) <= 4 * MAX_TEXT and _LONG(value):
            code = "amount_too_large"
        raise CheckoutError([fault(path, code, value)])
    if kind is int:
        assert isinstance(value, int)
        if -(10**MAX_DIGITS) < value < 10**MAX_DIGITS:
            return Decimal(value)
        raise CheckoutError([fault(path, "amount_too_large", value)])
    if kind is Decimal:
        assert isinstance(value, Decimal)
        return _checked(value, path)
    if kind is float:
        what, example = "the amount", "'12.50'"
        wrong = fault(path, "float_given", value, what=what, example=example)
        raise CheckoutError([wrong])
    if kind is NumberLiteral:
        assert isinstance(value, NumberLiteral)
        long = _LONG(value.text[: 4 * MAX_TEXT])
        code = "amount_too_large" if long else "bad_amount"
        raise CheckoutError([fault(path, code, value)])
    raise CheckoutError(
        [
            fault(
                path,
                "wrong_type",
                value,
                expected="a number or its text",
                found=type_name(value),
            )
        ]
    )


def _checked(value: Decimal, path: str) -> Decimal:
    # adjusted() is the place of the first digit: cheap even for 1E+1000000.
    if not value.is_finite():
        raise CheckoutError([fault(path, "bad_amount", value)])
    if not value:
        return Decimal(0)
    if value.adjusted() >= MAX_DIGITS:
        raise CheckoutError([fault(path, "amount_too_large", value)])
    if value.adjusted() < -MAX_DECIMALS:
        raise CheckoutError([fault(path, "bad_amount", value)])
    try:
        # Drops trailing zeros beyond what counts, and refuses digits beyond it.
        return EXACT.plus(value)
    except Inexact:
        raise CheckoutError([fault(path, "bad_amount", value)]) from None


def to_minor(value: Decimal, currency: Currency, path: str) -> int:
    """
    Return a checked *value* in minor units of *currency*.

    Raises `CheckoutError` if it does not lie on the grid.

    >>> to_minor(Decimal("12.500"), currency_of("INR"), "price")
    1250
    """
    scaled = EXACT.scaleb(value, currency.exponent)
    minor = int(scaled)
    if minor != scaled:
        raise CheckoutError(
            [
                fault(
                    path,
                    "off_grid",
                    value,
                    currency=currency.code,
                    digits=currency.exponent,
                )
            ]
        )
    return minor


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
    if not found:
        # Most of the rates that a line may have.
        return Decimal(0)
    if not 0 <= found <= limit:
        raise CheckoutError([fault(path, "rate_out_of_range", value, limit=limit)])
    if not has_six_decimals(found):
        raise CheckoutError([fault(path, "bad_rate", value)])
    return plain(found)


__all__ = [
    "MAX_TEXT",
    "Amount",
    "currency_of",
    "json_number",
    "number",
    "parse_amount",
    "parse_rate",
    "to_minor",
]

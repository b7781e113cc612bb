# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Exact money: amounts with their currency's decimals, and explicit rounding.

Promises that floats are refused, that an amount with too many decimals is refused
instead of rounded, and that shares always add up to the whole.  Inside the engine an
amount is an `int` of minor units and a rate a fraction of two ints; outside it is a
`Decimal` with the currency's digits.  The caller's `decimal` context has no effect.

Knows nothing of carts, offers or taxes.
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, InvalidOperation
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from checkout_core.currencies import CURRENCIES, Currency
from checkout_core.errors import CheckoutError, NumberLiteral, fault, named


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


#: The types of an amount or a rate; a float is refused.
Amount: TypeAlias = int | str | Decimal

#: Rates are kept in millionths of a percent, so that 6 decimals are exact.
RATE_SCALE = 10**6

MAX_DIGITS = 15
MAX_DECIMALS = 6
MAX_TEXT = MAX_DIGITS + MAX_DECIMALS + len("-.")

_PLAIN = re.compile(
    rf"-?(?:0|[1-9][0-9]{{0,{MAX_DIGITS - 1}}})(?:\.[0-9]{{1,{MAX_DECIMALS}}})?"
).fullmatch
_LONG = re.compile(rf"-?[0-9]{{{MAX_DIGITS + 1},}}(?:\.[0-9]+)?").fullmatch

# 60 digits hold a thousand lines of a million units of the largest amount; Inexact
# is trapped, so a conversion that would lose a digit can never pass.
_EXACT = Context(
    prec=60,
    rounding=ROUND_HALF_EVEN,
    Emin=-999,
    Emax=999,
    traps=[InvalidOperation, Inexact],
)


class Rounding(StrEnum):
    """
    How a value between two amounts is rounded; signs do not matter.

    Worked on 0.5, 1.5 and 1.2 units:

    - `HALF_UP`: 1, 2, 1 (the default, and the rule of every tax law we read)
    - `HALF_EVEN`: 0, 2, 1
    - `HALF_DOWN`: 0, 1, 1
    - `UP`: 1, 2, 2
    - `DOWN`: 0, 1, 1
    """

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    HALF_DOWN = "half_down"
    UP = "up"
    DOWN = "down"


def spelled(text: str) -> Decimal | NumberLiteral:
    """
    Return the JSON number *text* exactly, if it follows the grammar of amounts.

    >>> spelled("12.50"), spelled("1e5")
    (Decimal('12.50'), 1e5)
    """
    if len(text) <= MAX_TEXT and _PLAIN(text):
        return Decimal(text)
    return NumberLiteral(text)


def divide(numerator: int, denominator: int, rounding: Rounding) -> int:
    """
    Return *numerator* / *denominator* as a whole number, rounded on its magnitude.

    *denominator* is above zero.

    >>> divide(-5, 10, Rounding.HALF_UP), divide(25, 10, Rounding.HALF_EVEN)
    (-1, 2)
    """
    magnitude = abs(numerator)
    doubled = 2 * magnitude + bias(denominator, rounding)
    quotient, rest = divmod(doubled, 2 * denominator)
    if rounding is Rounding.HALF_EVEN and not rest and quotient & 1:
        quotient -= 1
    return -quotient if numerator < 0 else quotient


def bias(denominator: int, rounding: Rounding) -> int:
    """
    Return b so that `(2 * n + b) // (2 * denominator)` rounds n / denominator.

    It holds for n >= 0; `HALF_EVEN` shares the bias of `HALF_UP` and then takes
    one off where an exact half was rounded to an odd number.
    """
    factor, offset = _BIASES[rounding]
    return factor * denominator + offset


#: The bias of each rounding as (factor of the denominator, offset).
_BIASES = {
    Rounding.HALF_UP: (1, 0),
    Rounding.HALF_EVEN: (1, 0),
    Rounding.HALF_DOWN: (1, -1),
    Rounding.UP: (2, -1),
    Rounding.DOWN: (0, 0),
}


def to_step(amount: int, step: int, rounding: Rounding) -> int:
    """
    Return *amount* rounded to a multiple of *step*, both in minor units.

    >>> to_step(123450, 100, Rounding.HALF_UP)
    123500
    """
    return divide(amount, step, rounding) * step


def allocate(
    total: int, weights: Sequence[int], ranks: Sequence[int] | None = None
) -> list[int]:
    """
    Share *total* minor units in proportion to *weights*, losing nothing.

    Every share is rounded down, then the units left over go one each to the
    largest remainders; equal remainders to the larger weight, then to the
    smaller rank (the position, where *ranks* is not given).  All ints >= 0.

    Raises `ValueError` for a positive total over weights that are all zero,
    for anything negative and for a weight without a rank, and `TypeError` for
    what is not an int: shares of a float would lose money.

    >>> allocate(100, [1, 1, 1])
    [34, 33, 33]
    >>> allocate(10000, [89820, 22500])
    [7997, 2003]
    """
    places = range(len(weights)) if ranks is None else ranks
    foreign = [each for each in (total, *weights) if type(each) is not int]
    if foreign:
        msg = f"cannot allocate {foreign[0]!r}: give ints of minor units"
        raise TypeError(msg)
    if len(places) != len(weights):
        msg = f"{len(weights)} weights have {len(places)} ranks: give each its own"
        raise ValueError(msg)
    if total < 0 or any(weight < 0 for weight in weights):
        msg = f"cannot allocate {total} over {list(weights)}: nothing may be negative"
        raise ValueError(msg)
    whole = sum(weights)
    if not whole:
        if total:
            msg = f"cannot allocate {total} over weights that are all zero"
            raise ValueError(msg)
        return [0] * len(weights)
    return shares(total, weights, places, whole)


def shares(
    total: int, weights: Sequence[int], ranks: Sequence[int], whole: int
) -> list[int]:
    """Return `allocate` without its checks; *whole* is the sum of *weights*, not 0."""
    rests = [total * weight % whole for weight in weights]
    left = sum(rests) // whole
    if not left:
        return [total * weight // whole for weight in weights]
    falling = sorted(rests, reverse=True)
    edge = falling[left - 1]
    if edge != falling[left]:
        # If the last unit is not tied, every share with at least that remainder is
        # rounded up.
        rise = whole - edge
        return [(total * weight + rise) // whole for weight in weights]
    found = [total * weight // whole for weight in weights]
    order = sorted(
        [
            (-rest, -weight, rank, at)
            for at, (rest, weight, rank) in enumerate(
                zip(rests, weights, ranks, strict=True)
            )
        ]
    )
    for *_, at in order[:left]:
        found[at] += 1
    return found


def currency_of(code: object, path: str = "currency") -> Currency:
    """
    Return the currency called *code*, written as ISO 4217 has it.

    Raises `CheckoutError` for codes that are unknown, withdrawn or without a
    minor unit (gold, drawing rights, test codes).

    >>> currency_of("KWD").exponent
    3
    """
    found = CURRENCIES.get(code) if isinstance(code, str) else None
    if found is None:
        raise CheckoutError([fault(path, "unknown_currency", code)])
    return found


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
        return _EXACT.plus(value)
    except Inexact:
        raise CheckoutError([fault(path, "bad_amount", value)]) from None


def to_minor(value: Decimal, currency: Currency, path: str) -> int:
    """
    Return a checked *value* in minor units of *currency*.

    Raises `CheckoutError` if it does not lie on the grid.

    >>> to_minor(Decimal("12.500"), currency_of("INR"), "price")
    1250
    """
    scaled = _EXACT.scaleb(value, currency.exponent)
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
    if not 0 <= found <= limit:
        raise CheckoutError([fault(path, "rate_out_of_range", value, limit=limit)])
    if not has_six_decimals(found):
        raise CheckoutError([fault(path, "bad_rate", value)])
    return plain(found)


def has_six_decimals(value: Decimal) -> bool:
    """
    Return whether a checked *value* has at most 6 decimals that count.

    >>> has_six_decimals(Decimal("0.2500000")), has_six_decimals(Decimal("0.0000001"))
    (True, False)
    """
    scaled = _EXACT.scaleb(value, MAX_DECIMALS)
    return scaled == int(scaled)


def plain(value: Decimal) -> Decimal:
    """
    Return *value* without trailing zeros and without exponent, -0 as 0.

    >>> plain(Decimal("100.00")), plain(Decimal("-0.0"))
    (Decimal('100'), Decimal('0'))
    """
    if not value:
        return Decimal(0)
    short = _EXACT.normalize(value)
    exponent = short.as_tuple().exponent
    if isinstance(exponent, int) and exponent > 0:
        return _EXACT.quantize(short, Decimal(1))
    return short


def rate_millionths(rate: Decimal) -> int:
    """
    Return a checked percentage in millionths of a percent.

    >>> rate_millionths(Decimal("2.5"))
    2500000
    """
    return int(_EXACT.scaleb(rate, MAX_DECIMALS))


def to_decimal(minor: int, exponent: int) -> Decimal:
    """
    Return minor units as a `Decimal` with the currency's digits.

    >>> to_decimal(105425, 2), to_decimal(-7, 3), to_decimal(60, 0)
    (Decimal('1054.25'), Decimal('-0.007'), Decimal('60'))
    """
    return _EXACT.multiply(minor, _UNITS[exponent])


def grid_of(exponent: int) -> Callable[[int], Decimal]:
    """
    Return `to_decimal` for one exponent, faster for thousands of amounts.

    >>> grid_of(2)(105425)
    Decimal('1054.25')
    """
    return partial(_EXACT.multiply, _UNITS[exponent])


#: One minor unit for each number of decimals.
_UNITS = tuple(Decimal(1).scaleb(-digits) for digits in range(MAX_DECIMALS + 1))


def halved(rate: Decimal) -> Decimal:
    """
    Return half of a rate, exactly.

    >>> halved(Decimal("5")), halved(Decimal("18"))
    (Decimal('2.5'), Decimal('9'))
    """
    return plain(_EXACT.divide(rate, Decimal(2)))


def on_grid(amount: Decimal, like: Decimal) -> Decimal:
    """
    Return an amount with as many decimals as *like*.

    >>> on_grid(Decimal("499"), Decimal("0.00"))
    Decimal('499.00')
    """
    return _EXACT.quantize(amount, like)


def with_symbol(amount: Decimal, currency: Currency) -> str:
    """
    Return an amount as a receipt shows it: symbol, then grouped digits.

    Rupees are grouped as in India, after three digits and then after every two; all
    other currencies after every three.  No locale data is needed.

    >>> with_symbol(Decimal("87654349.00"), currency_of("INR"))
    '₹8,76,54,349.00'
    >>> with_symbol(Decimal("87654349"), currency_of("JPY"))
    '¥87,654,349'
    """
    sign = "-" if amount < 0 else ""
    whole, point, rest = f"{amount.copy_abs():f}".partition(".")
    head, groups = whole[:-3], [whole[-3:]]
    size = 2 if currency.code == "INR" else 3
    while head:
        head, groups = head[:-size], [head[-size:], *groups]
    # A symbol of letters does not run together with the digits.
    gap = "\u00a0" if currency.symbol[-1].isalpha() else ""
    return f"{sign}{currency.symbol}{gap}{','.join(groups)}{point}{rest}"


def missing_units(amount: Decimal, price: Decimal) -> int:
    """
    Return how many units at *price* are worth at least *amount*.

    >>> missing_units(Decimal("120.00"), Decimal("50.00"))
    3
    """
    numerator, denominator = amount.as_integer_ratio()
    upper, lower = price.as_integer_ratio()
    return -(-numerator * lower // (denominator * upper))


def share_of(
    amount: Decimal, parts: int, digits: int, times: Decimal = Decimal(1)
) -> Decimal:
    """
    Return *amount* x *times* / *parts*, rounded half up to *digits* decimals.

    >>> share_of(Decimal("100.00"), 3, 3)
    Decimal('33.333')
    """
    numerator, denominator = amount.as_integer_ratio()
    upper, lower = times.as_integer_ratio()
    scaled: int = numerator * upper * 10**digits
    return to_decimal(
        divide(scaled, denominator * lower * parts, Rounding.HALF_UP), digits
    )


def decimals(amount: Decimal) -> int:
    """
    Return how many decimals an amount is written with.

    >>> decimals(Decimal("12.50")), decimals(Decimal("60"))
    (2, 0)
    """
    exponent = amount.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def exact_sum(start: Decimal, values: Iterable[Decimal]) -> Decimal:
    """
    Return *start* plus all *values*, whatever the caller's decimal context is.

    >>> exact_sum(Decimal("0.00"), [Decimal("0.10"), Decimal("-0.30")])
    Decimal('-0.20')
    """
    found = start
    for value in values:
        found = _EXACT.add(found, value)
    return found


def difference(amount: Decimal, other: Decimal) -> Decimal:
    """
    Return *amount* - *other*, whatever the caller's decimal context is.

    >>> difference(Decimal("0.10"), Decimal("0.30"))
    Decimal('-0.20')
    """
    return _EXACT.subtract(amount, other)


def percent_of(part: int, whole: int) -> Decimal:
    """
    Return part / whole as a percentage with two decimals, half up; 0 for no whole.

    >>> percent_of(8780, 109576)
    Decimal('8.01')
    """
    if not whole:
        return Decimal("0.00")
    return to_decimal(divide(part * 10_000, whole, Rounding.HALF_UP), 2)


def type_name(value: object) -> str:
    """
    Return the name of a value's type as a reader of JSON would say it.

    >>> type_name(None), type_name(True), type_name({})
    ('null', 'a boolean', 'an object')
    """
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case str():
            return "text"
        case int() | float() | Decimal() | NumberLiteral():
            return "a number"
        case Mapping():
            return "an object"
        case list() | tuple():
            return "a list"
        case bytes() | bytearray():
            return "bytes"
    return named(value)

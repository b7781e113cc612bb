# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Exact arithmetic of decimals, whatever the caller's decimal context is.

Promises that no digit is lost in silence: a result that would need rounding is rounded
by a `Rounding`, or it is an error.

Knows nothing of what users write.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, InvalidOperation
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING

from checkout_core.money.rounding import Rounding, divide


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from checkout_core.currencies import Currency


#: Rates are kept in millionths of a percent, so that 6 decimals are exact.
RATE_SCALE = 10**6
#: 100 percent in millionths.
PERCENT_SCALE = 100 * RATE_SCALE

#: An amount has at most this many digits before its point.
MAX_DIGITS = 15
#: An amount or a rate has at most this many digits after its point.
MAX_DECIMALS = 6

# 60 digits hold a thousand lines of a million units of the largest amount; Inexact
# is trapped, so a conversion that would lose a digit can never pass.
EXACT = Context(
    prec=60,
    rounding=ROUND_HALF_EVEN,
    Emin=-999,
    Emax=999,
    traps=[InvalidOperation, Inexact],
)


_ONE = Decimal(1)
_NO_PERCENT = Decimal("0.00")


def has_six_decimals(value: Decimal) -> bool:
    """
    Return whether a checked *value* has at most 6 decimals that count.

    >>> has_six_decimals(Decimal("0.2500000")), has_six_decimals(Decimal("0.0000001"))
    (True, False)
    """
    scaled = EXACT.scaleb(value, MAX_DECIMALS)
    return scaled == int(scaled)


def plain(value: Decimal) -> Decimal:
    """
    Return *value* without trailing zeros and without exponent, -0 as 0.

    >>> plain(Decimal("100.00")), plain(Decimal("-0.0"))
    (Decimal('100'), Decimal('0'))
    """
    if not value:
        return Decimal(0)
    if value == EXACT.to_integral_value(value):
        return EXACT.quantize(value, _ONE)
    return EXACT.normalize(value)


def rate_millionths(rate: Decimal) -> int:
    """
    Return a checked percentage in millionths of a percent.

    >>> rate_millionths(Decimal("2.5"))
    2500000
    """
    return int(EXACT.scaleb(rate, MAX_DECIMALS))


def to_decimal(minor: int, exponent: int) -> Decimal:
    """
    Return minor units as a `Decimal` with the currency's digits.

    >>> to_decimal(105425, 2), to_decimal(-7, 3), to_decimal(60, 0)
    (Decimal('1054.25'), Decimal('-0.007'), Decimal('60'))
    """
    return EXACT.multiply(minor, _UNITS[exponent])


def grid_of(exponent: int) -> Callable[[int], Decimal]:
    """
    Return `to_decimal` for one exponent, faster for thousands of amounts.

    >>> grid_of(2)(105425)
    Decimal('1054.25')
    """
    return partial(EXACT.multiply, _UNITS[exponent])


def amounts_of(column: Iterable[int], exponent: int) -> Iterator[Decimal]:
    """
    Yield `to_decimal` of each amount: a quarter less than a call for each takes.

    >>> list(amounts_of([105425, 7], 2))
    [Decimal('1054.25'), Decimal('0.07')]
    """
    return map(EXACT.multiply, column, repeat(_UNITS[exponent]))


#: One minor unit for each number of decimals.
_UNITS = tuple(Decimal(1).scaleb(-digits) for digits in range(MAX_DECIMALS + 1))


def halved(rate: Decimal) -> Decimal:
    """
    Return half of a rate, exactly.

    >>> halved(Decimal("5")), halved(Decimal("18"))
    (Decimal('2.5'), Decimal('9'))
    """
    return plain(EXACT.divide(rate, Decimal(2)))


def on_grid(amount: Decimal, like: Decimal) -> Decimal:
    """
    Return an amount with as many decimals as *like*.

    >>> on_grid(Decimal("499"), Decimal("0.00"))
    Decimal('499.00')
    """
    return EXACT.quantize(amount, like)


def with_symbol(amount: Decimal, currency: Currency) -> str:
    """
    Return an amount as a receipt shows it: symbol, then grouped digits.

    Rupees are grouped as in India, after three digits and then after every two; all
    other currencies after every three.  No locale data is needed.

    >>> from checkout_core.money.parse import currency_of
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
        found = EXACT.add(found, value)
    return found


def difference(amount: Decimal, other: Decimal) -> Decimal:
    """
    Return *amount* - *other*, whatever the caller's decimal context is.

    >>> difference(Decimal("0.10"), Decimal("0.30"))
    Decimal('-0.20')
    """
    return EXACT.subtract(amount, other)


def percent_of(part: int, whole: int) -> Decimal:
    """
    Return part / whole as a percentage with two decimals, half up; 0 for no whole.

    >>> percent_of(8780, 109576)
    Decimal('8.01')
    """
    if not part or not whole:
        return _NO_PERCENT
    return to_decimal(divide(part * 10_000, whole, Rounding.HALF_UP), 2)


def percentage(amount: int, millionths: int, rounding: Rounding) -> int:
    """
    Return a percentage of *amount*, given in millionths of a percent, rounded.

    >>> percentage(999, 33_333_333, Rounding.HALF_UP)
    333
    """
    return divide(amount * millionths, PERCENT_SCALE, rounding)


__all__ = [
    "EXACT",
    "MAX_DECIMALS",
    "MAX_DIGITS",
    "PERCENT_SCALE",
    "RATE_SCALE",
    "amounts_of",
    "decimals",
    "difference",
    "exact_sum",
    "grid_of",
    "halved",
    "has_six_decimals",
    "missing_units",
    "on_grid",
    "percent_of",
    "percentage",
    "plain",
    "rate_millionths",
    "share_of",
    "to_decimal",
    "with_symbol",
]

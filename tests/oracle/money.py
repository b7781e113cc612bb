# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Minor units, rounding and shares, as section 1 of the contract has them."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any


# How many decimals a currency has, where that is not two (ISO 4217).
ZERO = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
THREE = "BHD IQD JOD KWD LYD OMR TND"
FOUR = "CLF UYW"
EXPONENTS = {
    code: digits
    for digits, codes in ((0, ZERO), (3, THREE), (4, FOUR))
    for code in codes.split()
}


def exponent_of(currency: str) -> int:
    """An amount lies on its currency's grid: INR 2, JPY 0, KWD 3."""
    return EXPONENTS.get(currency, 2)


def exact(value: Any) -> Fraction:
    """Nothing is ever a float: a number is read exactly, by its text."""
    assert isinstance(value, (int, str, Decimal))
    assert not isinstance(value, bool)
    return Fraction(value)


def minor(value: Any, exponent: int) -> int:
    """Amounts are `int` minor units; the value must lie on the grid."""
    scaled = exact(value) * 10**exponent
    assert scaled.denominator == 1, f"{value} is not on the grid"
    return int(scaled)


def minor_or_none(value: Any, exponent: int) -> int | None:
    """Null is no limit."""
    return None if value is None else minor(value, exponent)


def text(amount: int, exponent: int) -> str:
    """An amount is written exactly, with the currency's digits."""
    sign = "-" if amount < 0 else ""
    digits = str(abs(amount)).zfill(exponent + 1)
    if exponent == 0:
        return sign + digits
    return f"{sign}{digits[:-exponent]}.{digits[-exponent:]}"


def plain(rate: Fraction) -> str:
    """A rate has at most six decimals, after dropping trailing zeros."""
    written = text(round_to(rate * 10**6, "half_up"), 6)
    return written.rstrip("0").rstrip(".")


def round_to(value: Fraction, mode: str) -> int:
    """Rounding is `half_up | half_even | half_down | up | down`, on the magnitude."""
    whole, rest = divmod(abs(value), 1)
    half = Fraction(1, 2)
    away = {
        "half_up": rest >= half,
        "half_even": rest > half or (rest == half and whole % 2 == 1),
        "half_down": rest > half,
        "up": rest > 0,
        "down": False,
    }[mode]
    magnitude = int(whole) + (1 if away else 0)
    return -magnitude if value < 0 else magnitude


def percent_of(part: int, whole: int) -> str:
    """Percent fields: two decimals, always half-up, 0 when the subtotal is 0."""
    if whole == 0:
        return "0.00"
    return text(round_to(Fraction(part * 100 * 100, whole), "half_up"), 2)


def allocation_order(
    total: int, weights: Sequence[int | Fraction], keys: Sequence[Any]
) -> list[int]:
    """Largest remainders first, then the larger weight, then the smaller line key."""
    whole = sum(weights)
    return sorted(
        range(len(weights)),
        key=lambda i: (-(total * weights[i] % whole), -weights[i], keys[i]),
    )


def allocate(
    total: int, weights: Sequence[int | Fraction], keys: Sequence[Any]
) -> list[int]:
    """Shares are floor shares, then the left-over units one each by remainder."""
    if total == 0:
        return [0] * len(weights)
    whole = sum(weights)
    assert whole > 0, "a positive total over zero weights is an error"
    shares = [total * weight // whole for weight in weights]
    for i in allocation_order(total, weights, keys)[: total - sum(shares)]:
        shares[i] += 1
    return shares

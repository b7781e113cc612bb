# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Rounding: one division of whole numbers, in five directions.

Promises exact results: nothing here is a float, and the sign of a value never changes
how its magnitude is rounded.

Knows nothing of currencies.
"""

from __future__ import annotations

from enum import StrEnum


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


# Rounding without a float: a half is added before the division is floored, and doubling
# both sides keeps the half whole. n / d rounded half up is (2n + d) // 2d: 25 / 10 is
# (50 + 10) // 20 = 3. The other directions add another bias: one less for HALF_DOWN
# ((50 + 9) // 20 = 2), nothing for DOWN (50 // 20 = 2), 2d - 1 for UP ((50 + 19) // 20
# = 3). HALF_EVEN adds that of HALF_UP; only an exact half leaves no remainder (60 = 3 x
# 20), and is lowered by one if it was rounded to an odd number: 2.


def divide(numerator: int, denominator: int, rounding: Rounding) -> int:
    """
    Return *numerator* / *denominator* as a whole number, rounded on its magnitude.

    *denominator* is above zero.

    >>> divide(-5, 10, Rounding.HALF_UP), divide(25, 10, Rounding.HALF_EVEN)
    (-1, 2)
    """
    if numerator < 0:
        return -divide(-numerator, denominator, rounding)
    factor, offset = _BIASES[rounding]
    doubled = 2 * numerator + factor * denominator + offset
    quotient, remainder = divmod(doubled, 2 * denominator)
    if not remainder and quotient & 1 and rounding is Rounding.HALF_EVEN:
        quotient -= 1
    return quotient


def bias(denominator: int, rounding: Rounding) -> int:
    """
    Return b so that `(2 * n + b) // (2 * denominator)` rounds n / denominator.

    It holds for n >= 0; `HALF_EVEN` shares the bias of `HALF_UP` and then takes
    one off where an exact half was rounded to an odd number.

    >>> bias(10, Rounding.HALF_UP), bias(10, Rounding.UP)
    (10, 19)
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

    The amount is counted in steps, and the count is rounded: 1,234.50 to whole rupees
    is 123450 / 100 = 1234.5 steps, half up 1235, which are 1,235.00.

    >>> to_step(123450, 100, Rounding.HALF_UP)
    123500
    """
    return divide(amount, step, rounding) * step


__all__ = ["Rounding", "bias", "divide", "to_step"]

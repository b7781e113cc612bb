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

from checkout_core.deprecated import former
from checkout_core.money.allocation import allocate
from checkout_core.money.exact import MAX_DECIMALS, MAX_DIGITS
from checkout_core.money.parse import Amount
from checkout_core.money.rounding import Rounding


__all__ = [
    "MAX_DECIMALS",
    "MAX_DIGITS",
    "Amount",
    "Rounding",
    "allocate",
]

#: Names that were found here, by the module that defines them.
_FORMER = {
    "allocation": ("shares",),
    "exact": (
        "RATE_SCALE",
        "decimals",
        "difference",
        "exact_sum",
        "grid_of",
        "halved",
        "has_six_decimals",
        "missing_units",
        "on_grid",
        "percent_of",
        "plain",
        "rate_millionths",
        "share_of",
        "to_decimal",
        "with_symbol",
    ),
    "parse": (
        "MAX_TEXT",
        "currency_of",
        "number",
        "parse_amount",
        "parse_rate",
        "to_minor",
    ),
    "rounding": ("bias", "divide", "to_step"),
}

__getattr__ = former(
    __name__,
    {
        name: f"{__name__}.{module}:{name}"
        for module, names in _FORMER.items()
        for name in names
    },
)

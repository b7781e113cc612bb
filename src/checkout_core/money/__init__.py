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

from checkout_core.money.allocation import (
    allocate,
    shares,
)
from checkout_core.money.exact import (
    MAX_DECIMALS,
    MAX_DIGITS,
    RATE_SCALE,
    decimals,
    difference,
    exact_sum,
    grid_of,
    halved,
    has_six_decimals,
    missing_units,
    on_grid,
    percent_of,
    plain,
    rate_millionths,
    share_of,
    to_decimal,
    with_symbol,
)
from checkout_core.money.parse import (
    MAX_TEXT,
    Amount,
    currency_of,
    json_number,
    number,
    parse_amount,
    parse_rate,
    to_minor,
)
from checkout_core.money.rounding import (
    Rounding,
    bias,
    divide,
    to_step,
)


__all__ = [
    "MAX_DECIMALS",
    "MAX_DIGITS",
    "MAX_TEXT",
    "RATE_SCALE",
    "Amount",
    "Rounding",
    "allocate",
    "bias",
    "currency_of",
    "decimals",
    "difference",
    "divide",
    "exact_sum",
    "grid_of",
    "halved",
    "has_six_decimals",
    "json_number",
    "missing_units",
    "number",
    "on_grid",
    "parse_amount",
    "parse_rate",
    "percent_of",
    "plain",
    "rate_millionths",
    "share_of",
    "shares",
    "to_decimal",
    "to_minor",
    "to_step",
    "with_symbol",
]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What the offers of an order take of their budgets of money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.money.exact import to_decimal


if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from checkout_core.cart import Cart
    from checkout_core.pricing.candidate import Applied


def taken_of_budgets(applied: Iterable[Applied], cart: Cart) -> list[Decimal | None]:
    """Return what each offer took of its budget, None for one without a budget."""
    prices, exponent = cart.columns.prices, cart.currency.exponent
    return [
        None
        if each.compiled.budget is None
        else to_decimal(each.adjustment.of_budget(prices), exponent)
        for each in applied
    ]


__all__ = ["taken_of_budgets"]

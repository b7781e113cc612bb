# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What offers take of their budgets of money.

That is what an offer takes off lines and delivery, each in its own basis, and the
selling price of its free units: of 118.00 with 18 % inside, 18.00 off are 18.00 of the
budget, and so are 18.00 off 100.00 with the tax on top.  Points cost no budget.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.money.exact import to_decimal


if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from checkout_core.offers.benefits.benefit import Adjustment
    from checkout_core.pricing.candidate import Applied
    from checkout_core.pricing.context import PricingContext


def taken(given: Adjustment, context: PricingContext) -> int:
    """Return what an offer takes of its budget, in minor units."""
    prices = context.cart.columns.prices
    gifts = sum([units * prices[line] for line, units in given.units])
    shipping = context.delivery_cost if given.frees_shipping else 0
    return sum(given.amounts) + gifts + shipping


def taken_of_budgets(
    applied: Iterable[Applied], context: PricingContext
) -> list[Decimal | None]:
    """Return what each offer took of its budget, None for one without a budget."""
    exponent = context.cart.currency.exponent
    return [
        None
        if each.compiled.budget is None
        else to_decimal(taken(each.adjustment, context), exponent)
        for each in applied
    ]


__all__ = ["taken", "taken_of_budgets"]

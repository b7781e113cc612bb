# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The waterfall of a difference, as values: from what was to be paid to what is.

Each step is what the rows of one kind add or take off.  Promises that the steps chain
from the one to the other.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from checkout_core.money.exact import exact_sum, to_decimal
from checkout_core.views.labels import ROWS
from checkout_core.views.waterfall.bars import SIGNS, Chain


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.differences import Difference
    from checkout_core.views.language import Language
    from checkout_core.views.waterfall.bars import Waterfall


def difference_bars(found: Difference, language: Language) -> Waterfall:
    """Return the bars of *found* in the words of *language*."""
    before, after, text = found.before, found.after, language.text
    zero = to_decimal(0, after.cart.currency.exponent)
    chain = Chain(language, zero, before.to_be_paid)
    chain.total("before", text("To be paid before"), before.totals.total_tax)
    sums: dict[str, list[Decimal]] = defaultdict(list)
    for row in found.rows:
        sign = SIGNS.get(row.kind)
        if sign:
            off = row.difference.copy_negate()
            sums[row.kind].append(row.difference if sign > 0 else off)
    for kind, amounts in sums.items():
        amount = exact_sum(zero, amounts)
        if amount:
            chain.step(kind, text(ROWS[kind]), amount, kind=_COLOURED.get(kind, kind))
    chain.total("after", text("To be paid after"), after.totals.total_tax)
    paid = [language.money(each.to_be_paid) for each in (before, after)]
    return chain.waterfall(
        text("From {listed} to {paid}", listed=paid[0], paid=paid[1])
    )


#: The kinds of bars whose colour rows have that are called otherwise.
_COLOURED = {
    "subtotal": "listed",
    "promotion_discount": "promotion",
    "coupon_discount": "coupon",
    "shipping_discount": "free_shipping",
    "shipping_tax": "shipping",
    "handling_tax": "handling",
    "charge_tax": "charge",
}


__all__ = ["difference_bars"]

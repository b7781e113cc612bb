# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The totals that differ, and the rows that make each difference.

Of very many rows the first are shown, and the others as one sum, so that what is shown
still adds up.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.differences import TotalPart
from checkout_core.ledger import SUMS
from checkout_core.money.exact import exact_sum
from checkout_core.words import message


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checkout_core.views.compared.comparison import Comparison


#: How many rows of a total are shown.
MOST = 50

#: What people call the totals.
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "subtotal": message("Goods without tax"),
        "item_total_tax": message("Tax on the goods"),
        "subtotal_including_tax": message("Goods with tax"),
        "promotion_discount_amount": message("Promotions"),
        "coupon_discount_amount": message("Coupon"),
        "shipping_estimated_cost": message("Shipping before discounts"),
        "shipping_discount_amount": message("Discounts on shipping"),
        "shipping_amount": message("Shipping without tax"),
        "shipping_tax_amount": message("Tax on shipping"),
        "shipping_amount_including_tax": message("Shipping with tax"),
        "handling_charge_excluding_tax": message("Handling and charges without tax"),
        "handling_charge_tax_amount": message("Tax on handling and charges"),
        "handling_charge_including_tax": message("Handling and charges with tax"),
        "total_tax": message("Tax in the total"),
        "round_off": message("Round-off"),
        "grand_total": message("Total"),
        "funded_savings": message("Paid by others"),
        "points_value": message("Value of the points"),
        "credit_balance_used": message("Gift cards and credit"),
        "to_be_paid": message("To be paid"),
        "promotion_savings": message("Saved by promotions"),
        "coupon_savings": message("Saved by the coupon"),
        "other_savings": message("Saved otherwise"),
        # With points and credit, which "You saved" on a receipt does not count.
        "total_savings": message("Saved in all"),
        "loyalty_points_redeemed": message("Points spent"),
        "loyalty_points_earned": message("Points earned"),
    }
)


#: The total that both quotes are compared by, and the signs of its rows.
PAID = "to_be_paid"
_SIGNS = dict(SUMS[PAID])


def paid_parts(comparison: Comparison) -> list[TotalPart]:
    """Return the rows that move what is to be paid, also where they add up to 0."""
    return [
        TotalPart(
            row,
            row.difference if _SIGNS[row.kind] > 0 else row.difference.copy_negate(),
        )
        for row in comparison.found.rows
        if row.kind in _SIGNS
    ]


def total_label(comparison: Comparison, name: str) -> str:
    """Return what people call a total."""
    return comparison.words.text(LABELS[name])


def parts_of(
    comparison: Comparison, name: str, parts: Sequence[TotalPart]
) -> Iterator[tuple[str, str]]:
    """
    Yield what each of the *parts* of a total is called, and what it adds.

    *name* is that of the total.
    """
    for part in parts[:MOST]:
        yield comparison.row_label(part.row), comparison.amount(name, part.amount)
    others = [part.amount for part in parts[MOST:]]
    if others:
        label = comparison.words.many(
            "{number} more row", "{number} more rows", len(others)
        )
        yield label, comparison.amount(name, exact_sum(others[0], others[1:]))


__all__ = ["LABELS", "MOST", "PAID", "paid_parts", "parts_of", "total_label"]

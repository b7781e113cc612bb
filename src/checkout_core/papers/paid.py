# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How the total of an invoice is paid, and where that of a credit note goes.

Promises that the parts add up to the total, but for money that came in excess.  Knows
no taxes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.money.exact import difference, exact_sum
from checkout_core.orders import Order
from checkout_core.papers.particulars import Paid


if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from checkout_core.papers.block import Block
    from checkout_core.pricing import Quote
    from checkout_core.refunds import PriceReduction, Refund


__all__ = ["given_back", "paid_for"]


def paid_for(
    sold: Quote | Order,
    block: Block,
    total: Decimal,
    reductions: Sequence[PriceReduction],
) -> tuple[Paid, ...]:
    """
    Return who funds what, the tenders, the payments, and what is still due.

    Payments are those of the whole order, so they are named only where it has one
    supplier.
    """
    found = list(block.tenders)
    left = difference(total, exact_sum(difference(total, total), _amounts(found)))
    if isinstance(sold, Order):
        paid = _payments(sold, reductions)
        if block.is_whole:
            found += paid
            left = difference(left, exact_sum(difference(left, left), _amounts(paid)))
        elif paid and not sold.amount_unpaid:
            return (*found, Paid("payment", "", left))
    return (*found, Paid("due", "", left)) if left > 0 else tuple(found)


def _amounts(parts: Sequence[Paid]) -> list[Decimal]:
    return [each.amount for each in parts]


def _payments(order: Order, reductions: Sequence[PriceReduction]) -> list[Paid]:
    """Return what each payment settled, less what it took off the price."""
    off = {each.payment: each.amount for each in reductions}
    return [
        Paid(
            "payment",
            each.method or "",
            difference(each.amount, off[each.id]) if each.id in off else each.amount,
        )
        for each in order.payments
        if each.state == "succeeded"
    ]


def given_back(block: Block, note: Refund) -> tuple[Paid, ...]:
    """Return who gets what of a refund, and what of it nobody gets."""
    found = block.refund_tenders(note)
    return tuple([each for each in found if each.amount])

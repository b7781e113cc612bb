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
from checkout_core.refunds.suppliers import supplier_refunds


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
    if block.is_split:
        # Its total is not that of which the tenders of the order were shared.
        return ()
    found = list(block.tenders)
    left = _left(total, found)
    if isinstance(sold, Order):
        paid = _payments(sold, reductions)
        if block.is_whole:
            found += paid
            left = _left(left, paid)
        elif paid and not sold.amount_unpaid:
            return (*found, Paid("payment", "", left))
    return (*found, Paid("due", "", left)) if left > 0 else tuple(found)


def _left(amount: Decimal, parts: Sequence[Paid]) -> Decimal:
    nothing = difference(amount, amount)
    return difference(amount, exact_sum(nothing, [each.amount for each in parts]))


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


def given_back(quote: Quote, block: Block, note: Refund) -> tuple[Paid, ...]:
    """Return who gets what of a refund, and what of it is kept or was never paid."""
    if block.is_split:
        return ()
    found = _whole(note) if block.is_whole else _share(quote, block, note)
    return tuple([each for each in found if each.amount])


def _whole(note: Refund) -> list[Paid]:
    tenders = [
        Paid(each.kind, each.name, each.value, each.restored) for each in note.tenders
    ]
    return [
        Paid("funded", "", note.funded),
        Paid("unpaid", "", note.unpaid),
        Paid("gateway_discount", "", note.gateway_discount),
        Paid("charge", note.charge_reason, note.charge),
        Paid("surcharge", "", note.surcharge.copy_negate()),
        Paid("gateway", "", note.gateway),
        *tenders,
        Paid("moved", "", note.moved),
    ]


def _share(quote: Quote, block: Block, note: Refund) -> list[Paid]:
    """Return the supplier's part of each; tenders have no count of their own."""
    parts = [x for x in supplier_refunds(quote, note) if x.id == block.supplier]
    return [
        paid
        for each in parts
        for paid in (
            Paid("funded", "", each.funded),
            Paid("unpaid", "", each.unpaid),
            Paid("gateway_discount", "", each.gateway_discount),
            Paid("charge", note.charge_reason, each.charge),
            Paid("gateway", "", each.gateway),
            Paid("points", "", each.points),
            Paid("credit", "", each.credit),
        )
    ]

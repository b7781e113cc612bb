# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What suppliers were paid for one order: the rows of a settlement, by day and supplier.

Promises that each row of the order, of its refunds and of what lowered its price is in
the first payment that is not before it, and in no other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.books.settlement import settlement
from checkout_core.money.exact import difference, to_decimal
from checkout_core.money.parse import to_minor
from checkout_core.tax.india.names import CGST, GST, IGST


if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from decimal import Decimal

    from checkout_core.books.dates import Settled
    from checkout_core.books.settlement import Note, SettlementRow
    from checkout_core.orders import Order
    from checkout_core.pricing import Quote


def settled_rows(
    order: Order, settled: Sequence[Settled], day: Callable[[date], date]
) -> dict[tuple[date, str], list[SettlementRow]]:
    """
    Return the rows of each payment to suppliers, by its day and the supplier.

    Args:
        order: the order.
        settled: the payments.
        day: returns the day of a moment.
    """
    found: dict[tuple[date, str], list[SettlementRow]] = {}
    before: date | None = None
    notes: list[Note] = [*order.price_reductions, *order.refunds]
    notes.sort(key=lambda one: one.at)
    for each in sorted(settled, key=lambda one: day(one.at)):
        until = day(each.at)
        rows = settlement(
            {order.number: order.quote},
            {order.number: notes},
            each.commission,
            tds_base=each.tds_base,
            tds_exempt=each.tds_exempt,
        )
        for row in rows:
            # What was sold is there from the day it was ordered.
            at = day(order.placed_at if row.at is None else row.at)
            if (before is None or at > before) and at <= until:
                found.setdefault((until, row.supplier), []).append(row)
        before = until
    return found


def heads(quote: Quote, supplier: str, tax: Decimal) -> list[tuple[str, Decimal]]:
    """
    Return the tax on a commission by its heads.

    The operator supplies a service to the supplier, whose place is the supplier's state
    (IGST Act s.12(2)): the operator's own state has two halves, of which the second has
    the odd paisa; another one IGST; one that is not known the whole as GST.
    """
    suppliers = {each.id: each for each in quote.policies.suppliers}
    home, there = quote.policies.tax.seller_state, suppliers[supplier].state
    if home is None or there is None:
        return [(GST, tax)]
    if home != there:
        return [(IGST, tax)]
    currency = quote.cart.currency
    half = to_decimal(to_minor(tax.copy_abs(), currency, "tax") // 2, currency.exponent)
    first = half if tax >= 0 else half.copy_negate()
    return [(CGST, first), (there.local_tax, difference(tax, first))]

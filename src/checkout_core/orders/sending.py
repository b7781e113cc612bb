# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Which payments send the money of a refund back.

Promises that no payment gives more than is there of it.  Knows nothing of gateways.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from checkout_core.checks import expect
from checkout_core.money.exact import difference
from checkout_core.orders.events import ExcessReturned
from checkout_core.orders.order import Order
from checkout_core.refunds import Refund


def refunds_by_payment(
    order: Order,
    due: Refund | ExcessReturned,
    given: Mapping[str, Decimal],
) -> tuple[tuple[str, Decimal], ...]:
    """
    Return how much of the money of *due* each payment of *order* sends back, by its id.

    Each gives at most what it received, less what went away, less its fee on top unless
    *due* gives fees back, less what it gave before.  A refund is taken from the first
    payment first, excess money from the last one.  What the merchant took gives
    nothing: no gateway can send it back, and the merchant has to.

    Args:
        order: the order after *due*.
        due: a refund, or excess that is returned.
        given: what was asked of each payment before, by its id, in major units.

    >>> from checkout_core import Cart, Line, Order, PaymentUpdate, Store, quote
    >>> noon = "2026-11-22T12:00:00+05:30"
    >>> mug = quote(Cart("INR", [Line("Mug", 1, "100.00", tax_rate=0)]), Store("INR"))
    >>> order = Order.placed(mug, number="1", at=noon)
    >>> for name in ("P1", "P2"):
    ...     order = order.after(PaymentUpdate(name, "60.00", noon))
    >>> sent = order.return_of_excess(id="X1", at=noon)
    >>> refunds_by_payment(order.after(sent), sent, {})
    (('P2', Decimal('20.00')),)
    """
    expect(
        order=(order, Order),
        due=(due, Refund | ExcessReturned),
        given=(given, Mapping),
    )
    money = order.settlement
    left, found = due.gateway, []
    is_refund = isinstance(due, Refund)
    through = [each for each in money.succeeded if not each.manual]
    payments = through if is_refund else through[::-1]
    with_fees = isinstance(due, Refund) and bool(due.surcharge)
    for payment in payments:
        most = difference(payment.received, money.reversed[payment.id])
        if not with_fees:
            fee = min(payment.fee, money.least(most))
            most = difference(most, fee)
        rest = difference(most, given.get(payment.id, money.nothing))
        part = min(rest, left)
        if part > 0:
            found.append((payment.id, part))
            left = difference(left, part)
    return tuple(found)

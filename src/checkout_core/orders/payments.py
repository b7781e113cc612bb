# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The payments of an order: what a report changes, and what several of them come to.

Promises that a payment that succeeded stays as it is.  Knows nothing of statuses,
refunds or gateways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.errors import CheckoutError, fault
from checkout_core.money import difference, to_decimal, to_minor
from checkout_core.orders.events import PaymentState
from checkout_core.refunds.proration import prorate


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.currencies import Currency
    from checkout_core.orders.events import PaymentUpdate


_STATES = list(PaymentState)


def with_payment(
    payments: tuple[PaymentUpdate, ...], event: PaymentUpdate
) -> tuple[PaymentUpdate, ...]:
    """
    Return *payments* after a report; the same if it says nothing new.

    The payment that was reported last comes last.  Raises `CheckoutError` if it was
    reported with another amount before.
    """
    known = {payment.id: payment for payment in payments}
    before = known.pop(event.id, None)
    if before is not None:
        if before.amount != event.amount:
            found = fault(
                "payment.amount",
                "payment_differs",
                event.amount,
                id=event.id,
                amount=before.amount,
            )
            raise CheckoutError([found])
        if _STATES.index(event.state) <= _STATES.index(before.state):
            return payments
    return (*known.values(), event)


def settled_at(
    payments: Iterable[PaymentUpdate], to_be_paid: Decimal, start: datetime
) -> datetime:
    """Return when *payments* that succeeded had settled *to_be_paid*, *start* for 0."""
    due, last = to_be_paid, start
    for payment in sorted(payments, key=lambda payment: payment.at):
        if due <= 0:
            break
        due, last = difference(due, payment.amount), payment.at
    return last


def discount_of_last(
    payments: Sequence[PaymentUpdate], amount: Decimal, currency: Currency
) -> Decimal:
    """
    Return the part of the last *amount* settled that gateway offers paid.

    Excess money belongs to the last payments, so it is returned from the last one
    first; each one's discount counts in proportion, half a paisa rounded up.  Payments
    of 600.00 without a discount and then 600.00 with 60.00 of it: of the last 200.00
    the offer paid 60.00 x 200.00 / 600.00 = 20.00, of the last 700.00 it paid 60.00.
    """
    remaining, found = to_minor(amount, currency, "amount"), 0
    for payment in reversed(payments):
        whole = to_minor(payment.amount, currency, "amount")
        discount = to_minor(payment.gateway_discount, currency, "amount")
        taken = min(remaining, whole)
        found += prorate(discount, taken, whole)
        remaining -= taken
    return to_decimal(found, currency.exponent)

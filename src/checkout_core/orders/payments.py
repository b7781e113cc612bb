# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The payments of an order: what a report changes, and what several of them come to.

Promises that a payment that succeeded stays as it is.  Knows nothing of statuses,
refunds or gateways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.cart.instalments import NOW, ON_DELIVERY
from checkout_core.checks import Validator
from checkout_core.errors import CheckoutError, fault
from checkout_core.ledger import Instalment
from checkout_core.money.exact import difference, to_decimal
from checkout_core.money.parse import to_minor
from checkout_core.orders.events import PaymentState
from checkout_core.refunds.proration import prorate
from checkout_core.statuses import PaymentStatus


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.currencies import Currency
    from checkout_core.orders.events import PaymentUpdate


_STATES = list(PaymentState)


def with_payment(
    payments: tuple[PaymentUpdate, ...], event: PaymentUpdate, currency: Currency
) -> tuple[PaymentUpdate, ...]:
    """
    Return *payments* after a report; the same if it says nothing new.

    The payment that was reported last comes last.  Raises `CheckoutError` if it was
    reported with another amount before, or through a gateway and now by the merchant,
    and if an amount is off the currency's grid.
    """
    check_grid(
        currency,
        amount=event.amount,
        received=event.received,
        gateway_discount=event.gateway_discount,
        surcharge=event.surcharge,
        **{f"funded_by[{name}]": part for name, part in event.funded_by},
    )
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
        if before.manual != event.manual:
            raise CheckoutError([fault("payment.id", "payment_id_used", event.id)])
        if _STATES.index(event.state) <= _STATES.index(before.state):
            return payments
    return (*known.values(), event)


def check_grid(currency: Currency, **amounts: Decimal) -> None:
    """Raise `CheckoutError` for amounts with more decimals than *currency* has."""
    check = Validator()
    for name, amount in amounts.items():
        check.minor(name, amount, currency)
    check.raise_any()


def payment_status(
    payments: Iterable[PaymentUpdate],
    paid: Decimal,
    unpaid: Decimal,
    cancelled: Decimal,
) -> PaymentStatus:
    """
    Return how far an order is paid, of which the amounts are the parts.

    *cancelled* is what refunds cancelled before it was paid; an order of which that is
    all is not paid.
    """
    if not unpaid and (paid or not cancelled):
        return PaymentStatus.SUCCESS
    if paid:
        return PaymentStatus.PARTIALLY_PAID
    if {payment.state for payment in payments} == {PaymentState.FAILED}:
        return PaymentStatus.FAILED
    return PaymentStatus.PENDING


def instalments_left(
    instalments: Sequence[Instalment], unpaid: Decimal
) -> tuple[Instalment, ...]:
    """
    Return the parts of a plan once *unpaid* of it is cancelled, the last part first.

    Of 262.25 now and 786.75 on delivery, a refund of 800.00 that was never paid leaves
    249.00 now.
    """
    found: list[Instalment] = []
    for each in reversed(instalments):
        cancelled = min(each.amount, unpaid)
        unpaid = difference(unpaid, cancelled)
        if each.amount > cancelled:
            found.append(Instalment(each.due, difference(each.amount, cancelled)))
    return tuple(found[::-1])


def is_due(instalment: Instalment, at: datetime) -> bool:
    """Return whether a part of a plan is to be paid by *at*; a day is that of *at*."""
    if instalment.due in (NOW, ON_DELIVERY):
        return instalment.due == NOW
    # Days in ISO form sort as text.
    return instalment.due <= at.date().isoformat()


def settled_at(
    payments: Iterable[PaymentUpdate], owed: Decimal, start: datetime
) -> datetime:
    """Return when *payments* that succeeded had settled *owed*, *start* for 0."""
    due, last = owed, start
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

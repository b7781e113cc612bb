# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The payments of an order: what a report changes, and what several of them come to.

Promises that a payment that succeeded stays as it is, but for more that is taken of it.
Knows nothing of statuses, refunds or gateways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.cart.instalments import NOW, ON_DELIVERY
from checkout_core.checks import ZERO, Validator
from checkout_core.errors import CheckoutError, fault
from checkout_core.ledger import Instalment
from checkout_core.money.exact import difference
from checkout_core.orders.events import PaymentState


if TYPE_CHECKING:
    from collections.abc import Sequence
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

    The payment that was reported last comes last.  Of one that was taken in part, a
    larger part takes the place of a smaller one.  Raises `CheckoutError` if another
    amount was asked for before, if it was taken by the merchant and now through a
    gateway or the other way round, and if an amount is off the currency's grid.
    """
    check_grid(
        currency,
        amount=event.amount,
        received=event.received,
        gateway_discount=event.gateway_discount,
        surcharge=event.surcharge,
        **{f"funded_by[{name}]": part for name, part in event.funded_by},
        **({} if event.asked is None else {"asked": event.asked}),
    )
    known = {payment.id: payment for payment in payments}
    before = known.pop(event.id, None)
    if before is not None:
        if before.whole != event.whole:
            found = fault(
                "payment.amount",
                "payment_differs",
                event.whole,
                id=event.id,
                amount=before.whole,
            )
            raise CheckoutError([found])
        if before.manual != event.manual:
            raise CheckoutError([fault("payment.id", "payment_id_used", event.id)])
        if _progress(event) <= _progress(before):
            return payments
    return (*known.values(), event)


def _progress(payment: PaymentUpdate) -> tuple[int, Decimal]:
    """Return how far a payment is: its state, then how much of it was taken."""
    taken = payment.amount if payment.state is PaymentState.SUCCEEDED else ZERO
    return _STATES.index(payment.state), taken


def check_grid(currency: Currency, **amounts: Decimal) -> None:
    """Raise `CheckoutError` for amounts with more decimals than *currency* has."""
    check = Validator()
    for name, amount in amounts.items():
        check.minor(name, amount, currency)
    check.raise_any()


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


@frozen
class PlannedPart:
    """
    One part of an order's payment plan.

    Attributes:
        id: its number in the plan, from "1" on.
        due: when it is due: `now`, `on_delivery` or a day as ISO text.
        amount: how much, in major units.
    """

    id: str
    due: str
    amount: Decimal


def planned(
    instalments: Sequence[Instalment], to_be_paid: Decimal
) -> tuple[PlannedPart, ...]:
    """Return the parts of a plan; without one, all that is to be paid is due now."""
    parts = instalments or [Instalment(NOW, to_be_paid)]
    return tuple(
        [
            PlannedPart(str(number), each.due, each.amount)
            for number, each in enumerate(parts, 1)
            if each.amount
        ]
    )


def is_due(instalment: Instalment, at: datetime) -> bool:
    """Return whether a part of a plan is to be paid by *at*; a day is that of *at*."""
    if instalment.due in (NOW, ON_DELIVERY):
        return instalment.due == NOW
    # Days in ISO form sort as text.
    return instalment.due <= at.date().isoformat()

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The payments of an order: the next one to ask for, and what a gateway says of one.

Promises that a payment counts only with the id, amount and currency that were asked
for.

Knows nothing of any gateway and of requests.
"""

from __future__ import annotations

import hashlib

from datetime import datetime

from checkout_core.checks import Validator, expect
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.errors.describe import shown
from checkout_core.gateway.port import Capabilities, PaymentRef, PaymentReport
from checkout_core.orders import Order, PaymentState, PaymentUpdate


#: The number of characters of an id that is a digest.
_DIGEST = 16


def started(
    order: Order,
    *,
    at: datetime,
    capabilities: Capabilities,
    whole: bool = False,
) -> PaymentUpdate:
    """
    Return the next payment to ask for: what is due of an order at a moment.

    Of a payment plan that is not all that is unpaid, unless *whole* is True.

    Its id is the order's number, from the second payment on with a count; a digest of
    both if that is longer than the gateway takes or holds what it does not take.
    """
    expect(order=(order, Order), capabilities=(capabilities, Capabilities))
    moment = _moment(at)
    count = len(order.payments)
    ident = order.number
    if count:
        ident = f"{order.number}-{count + 1}"
        longest = capabilities.longest_id
        if len(ident) > longest or capabilities.alphanumeric_ids:
            digest = hashlib.sha256(ident.encode()).hexdigest()
            ident = digest[: min(longest, _DIGEST)]
    amount = order.amount_unpaid if whole else order.amount_due(moment)
    return PaymentUpdate(ident, amount, moment, state=PaymentState.STARTED)


def payment_under(order: Order, payment_id: str) -> PaymentUpdate:
    """
    Return the payment of *order* with this id; gateways ignore the case of letters.

    Raises `GatewayError` (`order_differs`) if there is none.
    """
    for each in order.payments:
        if each.id.lower() == payment_id.lower():
            return each
    raise GatewayError(
        f"the gateway's answer is about order {shown(payment_id)}, which is"
        f" not a payment of order {order.number}",
        error_code="order_differs",
        fields=("order_id",),
    )


def ref_of(order: Order, payment: PaymentUpdate) -> PaymentRef:
    """Return what a gateway has to know of a payment that was started."""
    return PaymentRef(
        id=payment.id,
        amount=payment.amount,
        currency=order.quote.currency,
        customer_id=order.quote.cart.customer.id or "",
        instrument=order.quote.asked_payment,
    )


def payment_of(order: Order, found: PaymentReport, *, at: datetime) -> PaymentUpdate:
    """
    Return the event of an order for what a gateway says about one of its payments.

    Events may be applied twice, late and in any order.  Raises `GatewayError` for a
    payment of another order (`order_differs`), for one that does not count (`problem`)
    and for figures that are no payment: not an amount, below zero, or together not what
    was asked for (`unusable_receipt`).

    Args:
        order: it holds the payment, begun with `started`.
        found: what the gateway says.
        at: when it said so.
    """
    expect(order=(order, Order), found=(found, PaymentReport))
    moment = _moment(at)
    # A port may have the id from the gateway's JSON, where it can be a number.
    known = payment_under(order, str(found.id))
    if found.problem is not None:
        raise found.problem
    try:
        return _update(known, found, moment)
    except CheckoutError as error:
        raise GatewayError(
            f"what the gateway says of payment {known.id} cannot be used: {error}",
            error_code="unusable_receipt",
            fields=tuple([each.path for each in error.faults]),
        ) from None


def _update(
    known: PaymentUpdate, found: PaymentReport, moment: datetime
) -> PaymentUpdate:
    """Return the event of a payment; raise `CheckoutError` if its figures are wrong."""
    state = found.state or PaymentState.STARTED
    method = found.method or known.method
    reference = found.reference or known.reference
    if state is not PaymentState.SUCCEEDED:
        return PaymentUpdate(
            known.id,
            known.amount,
            moment,
            state=state,
            method=method,
            reference=reference,
        )
    return PaymentUpdate(
        known.id,
        known.amount,
        moment,
        state=state,
        method=method,
        reference=reference,
        received=known.amount if found.received is None else found.received,
        gateway_discount=found.gateway_discount,
        funded_by=found.funded_by,
        surcharge=found.surcharge,
        surcharge_tax=found.surcharge_tax,
    )


def _moment(at: object) -> datetime:
    check = Validator()
    found = check.time("at", at)
    check.raise_any()
    assert found is not None
    return found

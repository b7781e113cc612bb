# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Turns Juspay's answers about a payment into events of our order.

Promises that a payment counts as paid only if it is decided and has the requested
amount, currency and id; the event also says who paid which part.  Events may be applied
twice, late and in any order.
"""

from __future__ import annotations

import hashlib

from typing import TYPE_CHECKING

from checkout_core.errors import GatewayError, shown
from checkout_core.juspay.answers import Outcome
from checkout_core.juspay.receipts import is_paid, receipt_of
from checkout_core.juspay.rules import POLICY, same_order_id
from checkout_core.orders import PaymentState, PaymentUpdate


if TYPE_CHECKING:
    from datetime import datetime

    from checkout_core.juspay.answers import Order as JuspayOrder
    from checkout_core.juspay.rules import Policy
    from checkout_core.orders import Order


#: The number of characters of an id that is a digest.
_DIGEST = 16


def started(order: Order, *, at: datetime, policy: Policy = POLICY) -> PaymentUpdate:
    """
    Return the next payment to request: the whole unpaid amount of an order.

    Its id is the order id at the gateway, which is used once: the order's number, from
    the second payment on with a count; a digest of both if that is longer than *policy*
    allows.
    """
    count = len(order.payments)
    ident = order.number if not count else _again(order.number, count + 1, policy)
    return PaymentUpdate(ident, order.amount_unpaid, at, PaymentState.STARTED)


def _again(number: str, count: int, policy: Policy) -> str:
    longest = min(policy.order_id_limit, policy.session_order_id_limit)
    plain = f"{number}-{count}"
    if len(plain) <= longest and not policy.alphanumeric_only:
        return plain
    return hashlib.sha256(plain.encode()).hexdigest()[: min(longest, _DIGEST)]


def payment_of(
    order: Order, answer: JuspayOrder, *, at: datetime, policy: Policy = POLICY
) -> PaymentUpdate:
    """
    Return the event for *answer* (to a create or status, or in a webhook).

    *order* holds the payment, begun with `started`; *at* is when the answer was
    received.  Raises `GatewayError` for an order of another id, and for one that is
    CHARGED with an amount or currency that differs from the request, or with an
    unexplained discount (`is_paid`); *policy* says who funds each offer.
    """
    known = next(
        (
            each
            for each in order.payments
            if same_order_id(each.id, answer.order_id or "")
        ),
        None,
    )
    if known is None:
        raise GatewayError(
            f"the gateway's answer is about order {shown(answer.order_id)}, which is"
            f" not a payment of order {order.number}",
            error_code="order_differs",
            fields=("order_id",),
        )
    paid = is_paid(
        answer,
        order_id=known.id,
        amount=known.amount,
        currency=order.quote.currency,
        policy=policy,
    )
    method = answer.payment_method or known.method
    reference = answer.txn_id or known.reference
    if not paid:
        failed = answer.state.outcome is Outcome.FAILED
        state = PaymentState.FAILED if failed else PaymentState.STARTED
        return PaymentUpdate(known.id, known.amount, at, state, method, reference)
    receipt = receipt_of(answer)
    return PaymentUpdate(
        known.id,
        known.amount,
        at,
        PaymentState.SUCCEEDED,
        method,
        reference,
        received=receipt.received,
        gateway_discount=receipt.gateway_discount,
        funded_by=receipt.funded_by(policy),
        surcharge=receipt.surcharge,
        surcharge_tax=receipt.surcharge_tax,
    )

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Turns Juspay's answers about a payment into events of our order: reconciliation.

Promises that a payment counts as paid only if it is decided and has the requested
amount, currency and id; the event also says who paid which part.  Events may be applied
twice, late and in any order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checkout_core import gateway
from checkout_core.checks import expect
from checkout_core.errors import GatewayError
from checkout_core.gateway import (
    Capabilities,
    PaymentRef,
    PaymentReport,
    RefundStatus,
    payment_under,
    ref_of,
)
from checkout_core.juspay.answers import Order as JuspayOrder
from checkout_core.juspay.instruments import instrument_differs
from checkout_core.juspay.policy import POLICY, Policy
from checkout_core.juspay.receipts import is_paid, receipt_of
from checkout_core.juspay.statuses import AUTHORIZATIONS, Outcome
from checkout_core.orders import Order, PaymentState


if TYPE_CHECKING:
    from datetime import datetime

    from checkout_core.orders import PaymentUpdate


def capabilities_of(policy: Policy) -> Capabilities:
    """
    Return what Juspay can do by the rules that it agreed with a merchant.

    A part is captured only where the gateway behind Juspay does (the pages name
    CYBERSOURCE and Simpl); Juspay refuses it elsewhere.
    """
    return Capabilities(
        # An order may be paid on the payment page, whose ids are shorter.
        longest_id=min(policy.order_id_limit, policy.session_order_id_limit),
        alphanumeric_ids=policy.alphanumeric_only,
        mandates=True,
        capture=True,
        partial_capture=True,
        void=True,
    )


def started(order: Order, *, at: datetime, policy: Policy = POLICY) -> PaymentUpdate:
    """
    Return the next payment to request: the whole unpaid amount of an order.

    Its id is the order id at the gateway, which is used once: the order's number, from
    the second payment on with a count; a digest of both if that is longer than *policy*
    allows.
    """
    expect(policy=(policy, Policy))
    return gateway.started(order, at=at, capabilities=capabilities_of(policy))


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
    expect(order=(order, Order), answer=(answer, JuspayOrder), policy=(policy, Policy))
    known = payment_under(order, answer.order_id or "")
    found = payment_report(answer, ref_of(order, known), policy)
    return gateway.payment_of(order, found, at=at)


def payment_report(
    answer: JuspayOrder, ref: PaymentRef, policy: Policy = POLICY
) -> PaymentReport:
    """
    Return what *answer* says about the payment *ref*.

    It is paid only if it is CHARGED with the id, amount and currency of *ref*, every
    discount is explained (`is_paid`) and it was paid in the way that the price is for
    (`instrument_differs`); otherwise the status has a `problem`.
    """
    facts: dict[str, Any] = {
        "id": ref.id,
        "method": answer.payment_method,
        "authorization": AUTHORIZATIONS.get(answer.status or ""),
        "reference": answer.txn_id,
        "refunds": tuple(
            RefundStatus(id=each.unique_request_id or "", state=each.state)
            for each in answer.refunds
        ),
    }
    if answer.not_found:
        return PaymentReport(id=ref.id, state=None)
    try:
        paid = is_paid(
            answer,
            order_id=ref.id,
            amount=ref.amount,
            currency=ref.currency,
            policy=policy,
        )
    except GatewayError as error:
        return PaymentReport(state=PaymentState.STARTED, problem=error, **facts)
    if not paid:
        failed = answer.state.outcome is Outcome.FAILED
        state = PaymentState.FAILED if failed else PaymentState.STARTED
        return PaymentReport(state=state, **facts)
    differs = instrument_differs(answer, ref.instrument)
    if differs is not None:
        return PaymentReport(state=PaymentState.STARTED, problem=differs, **facts)
    receipt = receipt_of(answer)
    return PaymentReport(
        state=PaymentState.SUCCEEDED,
        received=receipt.received,
        gateway_discount=receipt.gateway_discount,
        funded_by=receipt.funded_by(policy),
        surcharge=receipt.surcharge,
        surcharge_tax=receipt.surcharge_tax,
        **facts,
    )

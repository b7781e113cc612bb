# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Turns Juspay's answers about a payment into events of our order: reconciliation.

Promises that a payment counts as paid only if it is decided and has the requested
amount, currency and id; the event also says who paid which part.  Events may be applied
twice, late and in any order.

What Juspay's words come to:

- CHARGED is a payment that succeeded; VOIDED is one that failed.
- AUTHORIZED, CAPTURE_INITIATED, CAPTURE_FAILED, VOID_INITIATED and VOID_FAILED are
  payments that are started: money is held, not taken.
- PARTIAL_CHARGED succeeded with `paid_amount` where the answer has it (only the pages
  about Simpl do), else it is started.
- AUTO_REFUNDED is a payment that failed; of one that succeeded before, all that is
  still there went away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checkout_core import gateway
from checkout_core.checks import expect
from checkout_core.errors import GatewayError
from checkout_core.gateway import (
    Capabilities,
    DisputeReport,
    PaymentRef,
    PaymentReport,
    RefundState,
    RefundStatus,
    ReversalReport,
    payment_under,
    ref_of,
)
from checkout_core.juspay.answers import Order as JuspayOrder
from checkout_core.juspay.instruments import instrument_differs
from checkout_core.juspay.policy import POLICY, Policy
from checkout_core.juspay.receipts import check_asked, is_paid, receipt_of
from checkout_core.juspay.statuses import AUTHORIZATIONS, Outcome
from checkout_core.orders import Order, PaymentState, ReversalKind


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.orders import Disputed, PaymentUpdate, Reversed, StatusChange


AUTO_REFUNDED, PARTIAL_CHARGED = "AUTO_REFUNDED", "PARTIAL_CHARGED"


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


def events_of(
    order: Order,
    answer: JuspayOrder,
    *,
    at: datetime,
    sent: Mapping[str, Decimal],
    policy: Policy = POLICY,
) -> tuple[PaymentUpdate | StatusChange | Reversed | Disputed, ...]:
    """
    Return all events for *answer*: the payment, money that went away, disputes.

    Of COD_INITIATED also the confirmation of the order, which the courier collects.

    They are to be applied in this order.  The arguments are those of `payment_of` and
    `gateway.events_of`: *sent* are our own refunds of this payment, the amount by the
    `unique_request_id`, 0 for one that failed.
    """
    expect(order=(order, Order), answer=(answer, JuspayOrder), policy=(policy, Policy))
    known = payment_under(order, answer.order_id or "")
    found = payment_report(answer, ref_of(order, known), policy)
    return gateway.events_of(order, found, at=at, sent=sent)


#: The courier is to collect the price; the order is not paid by that.
COD_INITIATED = "COD_INITIATED"


def payment_report(
    answer: JuspayOrder, ref: PaymentRef, policy: Policy = POLICY
) -> PaymentReport:
    """
    Return what *answer* says about the payment *ref*.

    It is paid only if it is CHARGED with the id, amount and currency of *ref*, every
    discount is explained (`is_paid`) and it was paid in the way that the price is for
    (`instrument_differs`); otherwise the status has a `problem`.
    """
    if answer.not_found:
        return PaymentReport(id=ref.id, state=None)
    facts: dict[str, Any] = {
        "id": ref.id,
        "method": answer.payment_method,
        "authorization": AUTHORIZATIONS.get(answer.status or ""),
        "reference": answer.txn_id,
        "refunds": tuple(_refunds(answer, ref, automatic=False)),
        "reversals": tuple(_automatic(answer, ref)),
        "disputes": tuple(_disputes(answer, ref)),
    }
    asked: dict[str, Any] = {
        "order_id": ref.id,
        "amount": ref.amount,
        "currency": ref.currency,
    }
    try:
        paid = is_paid(answer, **asked, policy=policy)
        part = None if paid else _part(answer, asked)
        if answer.status == COD_INITIATED:
            # The goods are sent on this word.
            check_asked(answer, **asked)
            facts["on_delivery"] = True
    except GatewayError as error:
        return PaymentReport(state=PaymentState.STARTED, problem=error, **facts)
    if paid or part is not None:
        differs = instrument_differs(answer, ref.instrument)
        if differs is not None:
            return PaymentReport(state=PaymentState.STARTED, problem=differs, **facts)
    if part is not None:
        return PaymentReport(state=PaymentState.SUCCEEDED, settled=part, **facts)
    if not paid:
        if answer.status == AUTO_REFUNDED:
            whole = ReversalReport(id=f"{ref.id}-auto-refund")
            facts["reversals"] = (*facts["reversals"], whole)
        failed = answer.state.outcome is Outcome.FAILED
        state = PaymentState.FAILED if failed else PaymentState.STARTED
        return PaymentReport(state=state, **facts)
    receipt = receipt_of(answer)
    return PaymentReport(
        state=PaymentState.SUCCEEDED,
        received=receipt.received,
        gateway_discount=receipt.gateway_discount,
        funded_by=receipt.funded_by(policy),
        surcharge=receipt.surcharge,
        surcharge_tax=receipt.surcharge_tax,
        surcharge_by=policy.surcharge_by,
        **facts,
    )


def _part(answer: JuspayOrder, asked: dict[str, Any]) -> Decimal | None:
    """Return how much was taken of an order that is PARTIAL_CHARGED, if it says so."""
    paid = answer.paid_amount
    if answer.status != PARTIAL_CHARGED or paid is None:
        return None
    check_asked(answer, **asked)
    return paid if 0 < paid <= asked["amount"] else None


def _automatic(answer: JuspayOrder, ref: PaymentRef) -> Iterator[ReversalReport]:
    """Yield the refunds of an answer that Juspay made by itself."""
    for each in _refunds(answer, ref, automatic=True):
        failed = each.state is RefundState.FAILURE
        kind = ReversalKind.UNDONE if failed else ReversalKind.AUTO_REFUNDED
        yield ReversalReport(id=each.id, kind=kind, amount=each.amount, at=each.at)


def _refunds(
    answer: JuspayOrder, ref: PaymentRef, *, automatic: bool
) -> Iterator[RefundStatus]:
    """
    Yield the refunds of an answer, those that Juspay made by itself or all others.

    One that was made on the dashboard has an id of Juspay's own; should one have none,
    it is known by when it was made, since `id` comes only once it is carried out.
    """
    for number, each in enumerate(answer.refunds, 1):
        if (each.initiated_by == AUTO_REFUNDED) is not automatic:
            continue
        named = number if each.created is None else int(each.created.timestamp())
        yield RefundStatus(
            id=each.unique_request_id or f"{ref.id}-refund-{named}",
            state=each.state,
            amount=each.amount,
            at=each.created,
        )


def _disputes(answer: JuspayOrder, ref: PaymentRef) -> Iterator[DisputeReport]:
    """Yield the chargebacks of an answer."""
    for number, each in enumerate(answer.chargebacks, 1):
        yield DisputeReport(
            id=each.id or each.object_reference_id or f"{ref.id}-chargeback-{number}",
            amount=each.amount,
            state=each.state,
            at=each.date_resolved or each.date_created,
        )

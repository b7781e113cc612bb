# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The payments of an order: the next one to ask for, and what a gateway says of one.

Promises that a payment counts only with the id, amount and currency that were asked
for, and that money which went away counts once, however often and by whichever way the
gateway reports it.

Knows nothing of any gateway and of requests.
"""

from __future__ import annotations

import hashlib

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from checkout_core.cart.instalments import ON_DELIVERY
from checkout_core.cart.payment import CASH_ON_DELIVERY
from checkout_core.checks import Validator, expect
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.errors.describe import shown
from checkout_core.gateway.port import Capabilities, PaymentRef
from checkout_core.gateway.reports import PaymentReport, RefundState, ReversalReport
from checkout_core.money.exact import difference, exact_sum
from checkout_core.orders import (
    Disputed,
    Order,
    PaymentState,
    PaymentUpdate,
    ReversalKind,
    Reversed,
    StatusChange,
)
from checkout_core.orders.reversals import of_id


if TYPE_CHECKING:
    from checkout_core.cart.payment import Payment


#: The statuses of an order that waits for its payment.
_BEFORE_PAYMENT = ("draft", "pending")
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
    used = {each.id.lower() for each in order.payments}
    count = len(order.payments) + 1
    # The merchant chooses the ids of the payments that they took.
    while (ident := _id_of(order.number, count, capabilities)).lower() in used:
        count += 1
    amount = order.amount_unpaid if whole else order.amount_due(moment)
    return PaymentUpdate(ident, amount, moment, state=PaymentState.STARTED)


def _id_of(number: str, count: int, capabilities: Capabilities) -> str:
    """Return the id of an order's payment; *count* is 1 for its first one."""
    if count == 1:
        return number
    ident, longest = f"{number}-{count}", capabilities.longest_id
    if len(ident) > longest or capabilities.alphanumeric_ids:
        digest = hashlib.sha256(ident.encode()).hexdigest()
        ident = digest[: min(longest, _DIGEST)]
    return ident


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
        amount=payment.whole,
        currency=order.quote.currency,
        customer_id=order.quote.cart.customer.id or "",
        instrument=_instrument(order, payment),
    )


def _instrument(order: Order, payment: PaymentUpdate) -> Payment | None:
    """
    Return the way to pay that a payment's price is for, None where any will do.

    Cash is for what is due on delivery.  An advance is due before, and no courier takes
    it: of 1098.80 with 274.70 now, the 274.70 can be paid by a card.
    """
    asked = order.quote.asked_payment
    if asked is None or asked.method != CASH_ON_DELIVERY:
        return asked
    parts = order.quote.instalments
    before = order.settlement.sum(x.amount for x in parts if x.due != ON_DELIVERY)
    return None if payment.whole <= before else asked


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
        raise _unusable(known.id, error) from None


def _unusable(ident: str, error: CheckoutError) -> GatewayError:
    return GatewayError(
        f"what the gateway says of payment {ident} cannot be used: {error}",
        error_code="unusable_receipt",
        fields=tuple([each.path for each in error.faults]),
    )


def events_of(
    order: Order,
    found: PaymentReport,
    *,
    at: datetime,
    sent: Mapping[str, Decimal],
) -> tuple[PaymentUpdate | StatusChange | Reversed | Disputed, ...]:
    """
    Return every event of an order for what a gateway says about one of its payments.

    They are to be applied in this order; applied twice, late or again they change
    nothing.  Beside the payment itself (`payment_of`, which says what is raised) there
    can be, of one that is to be paid on delivery, the confirmation of the order, which
    is not paid by that; and of one that succeeded:

    - a refund that is not ours: it was made on the gateway's dashboard.  It counts when
      it succeeded and already while it is pending, since the gateway no longer lets a
      refund of ours have that money; one that failed after it counted is undone.
    - what the gateway gave back by itself, less our refunds and the ones above;
    - disputes.

    No event takes more than is there.

    Args:
        order: it holds the payment, begun with `started`.
        found: what the gateway says.
        at: when it said so.
        sent: our own refunds of this payment: the amount by the id that the gateway has
            for it, 0 for one that failed.
    """
    expect(sent=(sent, Mapping))
    update = payment_of(order, found, at=at)
    after = order.after(update)
    payment = payment_under(after, update.id)
    if payment.state is not PaymentState.SUCCEEDED:
        if found.on_delivery and after.status in _BEFORE_PAYMENT:
            return (update, StatusChange("confirmed", at))
        return (update,)
    events: list[PaymentUpdate | StatusChange | Reversed | Disputed] = [update]
    try:
        for each in _went(found, sent):
            event = _reversal(after, payment, each, at, sent)
            if event is not None:
                after = after.after(event)
                events.append(event)
        for said in found.disputes:
            known = of_id(after.disputes, said.id)
            whole = payment.received if said.amount is None else said.amount
            amount = after.settlement.sum([whole])
            dispute = Disputed(
                said.id,
                payment.id,
                amount if known is None else known.amount,
                said.at or at,
                said.state,
            )
            after = after.after(dispute)
            events.append(dispute)
    except CheckoutError as error:
        raise _unusable(payment.id, error) from None
    return tuple(events)


def _went(
    found: PaymentReport, sent: Mapping[str, Decimal]
) -> Iterator[ReversalReport]:
    """Yield what a report says of money that went away without a refund of ours."""
    for each in found.refunds:
        if each.id not in sent and each.state is not None and each.amount is not None:
            kind = ReversalKind.REFUNDED_ELSEWHERE
            if each.state is RefundState.FAILURE:
                kind = ReversalKind.UNDONE
            yield ReversalReport(id=each.id, kind=kind, amount=each.amount, at=each.at)
    yield from found.reversals


def _reversal(
    order: Order,
    payment: PaymentUpdate,
    said: ReversalReport,
    at: datetime,
    sent: Mapping[str, Decimal],
) -> Reversed | None:
    """Return the event of money that went away, None if none of it is there."""
    known = of_id(order.reversals, said.id)
    if known is not None:
        amount = known.amount
    elif said.kind is ReversalKind.UNDONE:
        return None
    else:
        money = order.settlement
        gone = exact_sum(money.reversed[payment.id], sent.values())
        there = money.left_of(payment.id) or money.nothing
        left = min(difference(payment.received, gone), there)
        amount = left if said.amount is None else min(money.sum([said.amount]), left)
    if amount <= 0:
        return None
    return Reversed(said.id, payment.id, amount, said.at or at, said.kind)


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
            known.whole,
            moment,
            state=state,
            method=method,
            reference=reference,
        )
    settled = known.whole if found.settled is None else found.settled
    return PaymentUpdate(
        known.id,
        settled,
        moment,
        asked=known.whole,
        state=state,
        method=method,
        reference=reference,
        received=settled if found.received is None else found.received,
        gateway_discount=found.gateway_discount,
        funded_by=found.funded_by,
        surcharge=found.surcharge,
        surcharge_tax=found.surcharge_tax,
        surcharge_by=found.surcharge_by,
    )


def _moment(at: object) -> datetime:
    check = Validator()
    found = check.time("at", at)
    check.raise_any()
    assert found is not None
    return found

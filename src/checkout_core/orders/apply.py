# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What each event makes of an order.

Promises that an event that was reported before gives the same order, and that one that
is not legal, or does not fit what was reported before, changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from checkout_core.checks import Validator, listed
from checkout_core.errors import CheckoutError, Faults
from checkout_core.orders.checked import AN_EVENT, refused
from checkout_core.orders.events import (
    ExcessReturned,
    PaymentState,
    PaymentUpdate,
    Refunded,
    ShipmentUpdate,
    StatusChange,
)
from checkout_core.orders.payments import check_grid, with_payment
from checkout_core.orders.reversals import (
    Disputed,
    DisputeState,
    Reversed,
    lost,
    of_id,
    with_event,
)
from checkout_core.orders.settlement import Settlement
from checkout_core.orders.shipments import has_reached, with_shipment
from checkout_core.orders.transitions import (
    MONEY_EVENTS,
    STATUS_CHANGES,
    TRANSITIONS,
    legal_events,
)
from checkout_core.statuses import OrderStatus


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.orders.events import Event
    from checkout_core.orders.facts import Facts
    from checkout_core.refunds import Refund


def applied(order: Facts, event: Event) -> Facts:
    """Return *order* after *event*; the same order if it was reported before."""
    match event:
        case PaymentUpdate():
            return _with_payment(order, event)
        case ShipmentUpdate():
            return _with_shipment(order, event)
        case StatusChange():
            return _with_status(order, event)
        case Refunded():
            return _with_refund(order, event.refund)
        case ExcessReturned():
            return _with_excess(order, event)
        case Reversed():
            return _with_reversal(order, event)
        case Disputed():
            return _with_dispute(order, event)
    check = Validator()
    check.wrong_type("event", event, AN_EVENT)
    raise CheckoutError(check.found)


def _with_payment(order: Facts, event: PaymentUpdate) -> Facts:
    payments = with_payment(order.payments, event, order.quote.cart.currency)
    if payments is order.payments:
        return order
    after = attrs.evolve(order, payments=payments)
    if event.state is PaymentState.SUCCEEDED and not Settlement(after).due(event.at):
        return _to(after, "paid")
    return after


def _with_shipment(order: Facts, event: ShipmentUpdate) -> Facts:
    def illegal(name: str) -> CheckoutError:
        return _illegal(order, name)

    lines = order.quote.lines
    shipments = with_shipment(order.shipments, event, lines, illegal)
    if shipments is order.shipments:
        return order
    whole = has_reached(shipments, event.state, lines)
    name = str(event.state) if whole else f"{event.state}_in_part"
    return _to(attrs.evolve(order, shipments=shipments), name)


def _with_status(order: Facts, event: StatusChange) -> Facts:
    if order.status == STATUS_CHANGES[event.name]:
        return order
    reason, feedback = event.reason or order.reason, order.feedback
    if event.name == "cancelled":
        reason, feedback = event.reason, event.feedback
    return attrs.evolve(_to(order, event.name), reason=reason, feedback=feedback)


def _with_refund(order: Facts, refund: Refund) -> Facts:
    for each in order.refunds:
        if each.id == refund.id:
            if each == refund:
                return order
            raise refused("refund.id", "refund_id_used", refund.id)
    after = attrs.evolve(order, refunds=(*order.refunds, refund))
    found, before, left = Faults(), Settlement(order), Settlement(after)
    # Nothing is refunded twice, and the discount of an offer not to the payer.
    if left.discount_held < 0 or left.money < min(before.money, before.nothing):
        most = before.least(before.money)
        path, code = "refund.gateway", "refund_exceeds_paid"
        found.add(path, code, refund.gateway, left=most)
    if refund.surcharge > before.fee:
        path, code = "refund.surcharge", "refund_exceeds_paid"
        found.add(path, code, refund.surcharge, left=before.fee)
    for line, units in after.returned.items():
        bought = order.quote.lines[line].quantity
        if units > bought:
            rest = bought - order.returned.get(line, 0)
            path = f"refund.returned[{line}]"
            found.add(path, "more_than_bought", units, left=rest)
    found.raise_any()
    return after


def _with_excess(order: Facts, event: ExcessReturned) -> Facts:
    check_grid(order.quote.cart.currency, amount=event.amount)
    if event in order.excess:
        return order
    if event.id in {each.id for each in order.excess}:
        raise refused("excess.id", "refund_id_used", event.id)
    money = Settlement(order)
    most = money.overpaid
    if event.amount > most:
        raise refused("excess.amount", "refund_exceeds_paid", event.amount, left=most)
    due = money.return_of_excess(event.id, event.at, event.amount)
    if event != due:
        raise refused(
            "excess.gateway_discount",
            "does_not_add_up",
            event.gateway_discount,
            expected=due.gateway_discount,
            identity="the discounts of the payments it came with",
        )
    return attrs.evolve(order, excess=(*order.excess, event))


def _with_reversal(order: Facts, event: Reversed) -> Facts:
    reversals = with_event("reversal", order.reversals, event)
    if reversals is order.reversals:
        return order
    if of_id(order.reversals, event.id) is None:
        most = _left_of(order, "reversal", event)
        if event.amount > most:
            path, code = "reversal.amount", "refund_exceeds_paid"
            raise refused(path, code, event.amount, left=most)
    return attrs.evolve(order, reversals=reversals)


def _with_dispute(order: Facts, event: Disputed) -> Facts:
    disputes = with_event("dispute", order.disputes, event)
    if disputes is order.disputes:
        return order
    # A bank can take more than is there: what the shopper was given back goes twice,
    # and no payment of this order has it.
    amount = min(event.amount, _left_of(order, "dispute", event))
    after = attrs.evolve(order, disputes=disputes)
    if event.state is not DisputeState.LOST or not amount:
        return after
    if of_id(order.reversals, event.id) is not None:
        return after
    return _with_reversal(after, lost(event, amount))


def _left_of(order: Facts, name: str, event: Reversed | Disputed) -> Decimal:
    """Return how much of the payment of an event is there; raise if it brought none."""
    check_grid(order.quote.cart.currency, **{f"{name}.amount": event.amount})
    found = Settlement(order).left_of(event.payment)
    if found is None:
        path, code = f"{name}.payment", "payment_not_received"
        raise refused(path, code, event.payment, id=event.payment)
    return found


def _to(order: Facts, name: str) -> Facts:
    """Return the order with the status that the table gives."""
    there = TRANSITIONS[order.status].get(name)
    if there is None:
        if name in MONEY_EVENTS:
            return order
        raise _illegal(order, name)
    return attrs.evolve(order, status=OrderStatus(there))


def _illegal(order: Facts, name: str) -> CheckoutError:
    known = listed(legal_events(order.status))
    return refused("event", "illegal_event", name, status=order.status, legal=known)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
All that follows from a change of an order, stored with it or not at all.

Promises that nothing is done twice for an order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.orders import (
    ExcessReturned,
    Order,
    OrderStatus,
    PaymentState,
    PaymentUpdate,
)
from checkout_core.refunds import Refund
from checkout_core.service.dependencies import App, new_id
from checkout_core.service.gift_cards import give_to_cards
from checkout_core.service.outgoing import events_of_change, store_events
from checkout_core.service.ports import (
    REPLACED,
    BankTransfer,
    OrderRow,
    RefundRequest,
)
from checkout_core.tenders import OF_CUSTOMER


if TYPE_CHECKING:
    from checkout_core.service.ports import Unit


def change_order(
    app: App,
    row: OrderRow,
    change: Callable[[Order], Order],
    *,
    also: Callable[[Unit, OrderRow], None] = lambda _unit, _row: None,
    bank_account_id: str | None = None,
) -> OrderRow:
    """
    Change an order, store it with all that follows, and return its row as stored.

    Args:
        app: the dependencies of the service.
        row: the order as the request read it, from any transaction before.
        change: returns the order after the change, or the same order if nothing is to
            be stored.  It does nothing else, since it is called again with a newer
            order if another request has changed it since; what it raises is raised
            here, and nothing is stored.
        also: what has to be committed with the order, in the same transaction and with
            the row as it is stored; it is called if nothing changed, too.  It may be
            called again, so it does nothing but read and write its unit.
        bank_account_id: the account that new refunds are sent to through a bank; None
            (default) refunds through the gateway.
    """

    def work(unit: Unit) -> OrderRow:
        now = unit.orders.get(row.order.number, row)
        assert now is not None  # orders are never deleted
        after = change(now.order)
        saved = save_order(app, unit, now, after, bank_account_id=bank_account_id)
        also(unit, saved)
        return saved

    return app.database.write(work)


def save_order(
    app: App,
    unit: Unit,
    row: OrderRow,
    order: Order,
    *,
    bank_account_id: str | None = None,
) -> OrderRow:
    """
    Store a changed order and all that follows from the change.

    Duplicate and late payments are sent back; refunds are stored for the gateway, or
    for a bank transfer if the customer chose an account; points and credit are given to
    the customer, and to gift cards what they paid; and a cancelled order releases its
    redemptions and no longer counts as placed.  Nothing is done twice for an order.
    """
    before = row.order
    known = {each.id for each in before.refunds}
    fresh = [each for each in order.refunds if each.id not in known]
    for each in fresh:
        if bank_account_id is None:
            _store_refund_requests(app, unit, order.number, each, order.payments)
        elif each.gateway:
            transfer = BankTransfer(
                refund_id=each.id,
                order_number=order.number,
                amount=each.gateway,
                bank_account_id=bank_account_id,
            )
            unit.payments.put_transfer(transfer)
    if order.amount_overpaid:
        excess = order.return_of_excess(id=new_id(), at=app.clock())
        order = order.after(excess)
        # The last payments are the excess ones.
        newest_first = reversed(order.payments)
        _store_refund_requests(app, unit, order.number, excess, newest_first)
    if order.status is OrderStatus.CANCELLED and before.status != order.status:
        unit.counters.release(order.number)
        if order.quote.cart.customer.orders_placed is not None:
            unit.counters.release_order(row.owner)
    refunds = order.refunds
    reversed_points = sum(each.points_reversed for each in refunds)
    earned = int(order.quote.totals.loyalty_points_earned) - reversed_points
    after = evolve(
        row,
        order=order,
        granted=earned if order.status is OrderStatus.COMPLETE else 0,
        restored=_restored(app, refunds),
    )
    gained = {
        kind: amount - row.restored[kind] for kind, amount in after.restored.items()
    }
    gained["points"] += after.granted - row.granted
    if any(gained.values()):
        unit.balances.add(row.owner, gained)
    give_to_cards(app, unit, order, fresh)
    store_events(unit, events_of_change(app, before, order))
    return after if after == row else unit.orders.put(after)


def _restored(app: App, refunds: Iterable[Refund]) -> dict[str, int]:
    """Return what *refunds* gave back of each kind of tender a customer has."""
    found = dict.fromkeys(OF_CUSTOMER, 0)
    for each in refunds:
        found["credit"] += app.catalogue.minor(each.moved)
        for kind in found:
            found[kind] += sum(
                app.catalogue.units(kind, tender.restored)
                for tender in each.tenders
                if tender.kind == kind
            )
    return found


def _store_refund_requests(
    app: App,
    unit: Unit,
    number: str,
    due: Refund | ExcessReturned,
    payments: Iterable[PaymentUpdate],
) -> None:
    """
    Store the refund requests, taking money from one payment after another.

    Each call has its own id: the gateway accepts an id once, and the merchant may use
    the same refund id for two orders.
    """
    requests, amount = unit.payments.refund_requests(number), due.gateway
    for payment in payments:
        if payment.state is not PaymentState.SUCCEEDED:
            continue
        mine = [
            each.amount
            for each in requests
            if each.gateway_id == payment.id and each.status != REPLACED
        ]
        part = min(payment.refundable - sum(mine), amount)
        if part > 0:
            request = RefundRequest(
                id=new_id(),
                refund_id=due.id,
                order_number=number,
                gateway_id=payment.id,
                amount=part,
            )
            unit.payments.put_refund_request(request)
            unit.tasks.add("refund", request.id, app.clock())
            amount -= part

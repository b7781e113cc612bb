# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
All that follows from a change of an order, stored with it or not at all.

Promises that nothing is done twice for an order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from checkout_core.checks import ZERO
from checkout_core.orders import (
    ExcessReturned,
    Order,
    OrderStatus,
    refunds_by_payment,
)
from checkout_core.refunds import Refund
from checkout_core.service.dependencies import App, new_id
from checkout_core.service.documents import record_of
from checkout_core.service.gateway_refunds import REFUND
from checkout_core.service.gift_cards import give_to_cards
from checkout_core.service.outgoing import events_of_change, store_events
from checkout_core.service.ports import (
    REPLACED,
    BankTransfer,
    OrderRecord,
    OrderRow,
    OutgoingEvent,
    RefundRequest,
)
from checkout_core.service.unchanged import write_unchanged
from checkout_core.tenders import OF_CUSTOMER


if TYPE_CHECKING:
    from decimal import Decimal

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
    number, known = row.order.number, row

    def plan(unit: Unit) -> PlannedChange:
        # Read again only if a version came in between.
        found = unit.orders.get(number, known)
        assert found is not None  # orders are never deleted
        return plan_change(app, found, change(found.order), bank_account_id)

    def store(unit: Unit, planned: PlannedChange) -> OrderRow | None:
        stored = store_change(app, unit, planned)
        if stored is not None:
            also(unit, stored)
        return stored

    stored = write_unchanged(app.database, plan, store, holds=True)
    assert stored is not None  # the last try held the row
    return stored


@frozen(kw_only=True)
class PlannedChange:
    """
    A change of an order with all that follows from it, serialised.

    Attributes:
        before: the order as it has to be still.
        record: the order as it is to be stored, None if nothing changed.
        refunds: the new refunds.
        excess: the money that is sent back since too much was paid, None for none.
        events: the webhooks that tell the merchant's systems of it.
        gained: what the customer gets of each kind of tender.
        bank_account_id: where refunds go to through a bank, None through the gateway.
    """

    before: OrderRow
    record: OrderRecord | None
    refunds: tuple[Refund, ...]
    excess: ExcessReturned | None
    events: tuple[OutgoingEvent, ...]
    gained: Mapping[str, int]
    bank_account_id: str | None


def plan_change(
    app: App, row: OrderRow, order: Order, bank_account_id: str | None = None
) -> PlannedChange:
    """
    Return all that follows from a change of an order; nothing is read or written.

    Duplicate and late payments are sent back; refunds are stored for the gateway, or
    for a bank transfer if an account was chosen or no gateway took the money; points
    and credit are given to the customer, and to gift cards what they paid; and a
    cancelled order releases its redemptions and no longer counts as placed.  Nothing is
    done twice for an order.
    """
    known = {each.id for each in row.order.refunds}
    excess = None
    if order.amount_overpaid:
        excess = order.return_of_excess(id=new_id(), at=app.clock())
        order = order.after(excess)
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
    return PlannedChange(
        before=row,
        record=None if after == row else record_of(after, app.refunds),
        refunds=tuple([each for each in refunds if each.id not in known]),
        excess=excess,
        events=events_of_change(app, row.order, order),
        gained=gained,
        bank_account_id=bank_account_id,
    )


def store_change(app: App, unit: Unit, planned: PlannedChange) -> OrderRow | None:
    """Store a planned change; return the row, None if the order changed meanwhile."""
    before = planned.before
    if planned.record is None:
        return before if unit.orders.is_still(before) else None
    # First of all: the next change of the order waits here.
    stored = unit.orders.put(planned.record)
    if stored is None:
        return None
    order = stored.order
    excess = () if planned.excess is None else (planned.excess,)
    for due in (*planned.refunds, *excess):
        account = planned.bank_account_id if isinstance(due, Refund) else None
        rest = due.gateway
        if account is None:
            rest = _store_refund_requests(app, unit, order, due)
        if rest:
            transfer = BankTransfer(
                refund_id=due.id,
                order_number=order.number,
                amount=rest,
                bank_account_id=account or "",
            )
            unit.payments.put_transfer(transfer)
    cancelled = OrderStatus.CANCELLED
    if order.status is cancelled and before.order.status is not cancelled:
        unit.counters.release(order.number)
        if order.quote.cart.customer.orders_placed is not None:
            unit.counters.release_order(before.owner)
    if any(planned.gained.values()):
        unit.balances.add(before.owner, planned.gained)
    give_to_cards(app, unit, order, planned.refunds)
    store_events(unit, planned.events)
    return stored


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
    app: App, unit: Unit, order: Order, due: Refund | ExcessReturned
) -> Decimal:
    """
    Store the refund requests, taking money from one payment after another.

    Returns what no gateway can send back, since the merchant took it.  Each call has
    its own id: the gateway accepts an id once, and the merchant may use the same refund
    id for two orders.
    """
    given: dict[str, Decimal] = {}
    for each in unit.payments.refund_requests(order.number):
        if each.status != REPLACED:
            before = given.get(each.gateway_id, ZERO)
            given[each.gateway_id] = before + each.amount
    left = due.gateway
    for payment_id, part in refunds_by_payment(order, due, given):
        request = RefundRequest(
            id=new_id(),
            refund_id=due.id,
            order_number=order.number,
            gateway_id=payment_id,
            amount=part,
            asked_at=app.clock(),
        )
        unit.payments.put_refund_request(request)
        unit.tasks.add(REFUND, request.id, app.clock())
        left -= part
    return left

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Webhooks to the merchant's systems: what happened to an order, stored and delivered.

Promises that an event is stored in the transaction of the change that it tells of, or
not at all, that it is sent until the receiver has taken it or three days have passed,
and that its body holds no personal data.  A receiver gets each event at least once, in
any order, and knows a repeat by its `webhook-id`.

`EVENTS` is the list of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import frozen

from checkout_core.errors import GatewayError
from checkout_core.gateway import RefundState
from checkout_core.http import Repeat, Request
from checkout_core.orders import Disputed, OrderStatus, Reversed
from checkout_core.service import logs
from checkout_core.service.dependencies import App, new_id
from checkout_core.service.ports import OutgoingEvent
from checkout_core.service.standard_webhooks import headers
from checkout_core.service.tasks import Kind
from checkout_core.statuses import PaymentStatus
from checkout_core.wire import dumps


if TYPE_CHECKING:
    from datetime import datetime

    from checkout_core.orders import Order
    from checkout_core.service.ports import RefundRequest, Unit


T = TypeVar("T", Reversed, Disputed)

#: What an event says beyond the state of its order; one mapping for each occurrence.
Occurrences = Iterator[Mapping[str, Any]]

#: How long to wait before an event is sent again, in seconds: the schedule of Standard
#: Webhooks, 10 tries in 75 hours.
STEPS = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
LONGEST = timedelta(seconds=sum(STEPS))

GONE = 410
_TAKEN = range(200, 300)
_ID_LENGTH = 24


@frozen
class EventType:
    """
    One kind of event.

    Attributes:
        name: its `type` in the body.
        purpose: when it is sent.
        occurrences: yields what it says beyond the state of the order, once for each
            time that it happened between two states of an order; the first is None if
            the order is new.
    """

    name: str
    purpose: str
    occurrences: Callable[[Order | None, Order], Occurrences]


def _placed(before: Order | None, _: Order) -> Occurrences:
    if before is None:
        yield {}


def _status(status: OrderStatus) -> Callable[[Order | None, Order], Occurrences]:
    def found(before: Order | None, after: Order) -> Occurrences:
        if after.status is status and (before is None or before.status is not status):
            yield {}

    return found


def _payment(status: PaymentStatus) -> Callable[[Order | None, Order], Occurrences]:
    def found(before: Order | None, after: Order) -> Occurrences:
        known = None if before is None else before.payment_status
        if after.payment_status is status and known is not status:
            yield {}

    return found


def _by_id(events: Iterable[T]) -> dict[str, T]:
    return {each.id: each for each in events}


def _reversed(before: Order | None, after: Order) -> Occurrences:
    known = _by_id(() if before is None else before.reversals)
    for each in after.reversals:
        if known.get(each.id) != each:
            yield {
                "reversal_id": each.id,
                "payment_id": each.payment,
                "kind": str(each.kind),
                "amount": each.amount,
            }


def _disputed(before: Order | None, after: Order) -> Occurrences:
    known = _by_id(() if before is None else before.disputes)
    for each in after.disputes:
        if known.get(each.id) != each:
            yield {
                "dispute_id": each.id,
                "payment_id": each.payment,
                "state": str(each.state),
                "amount": each.amount,
            }


def _refunded(before: Order | None, after: Order) -> Occurrences:
    # Neither changes once it is made, and each is added at the end.
    refunds = 0 if before is None else len(before.refunds)
    for each in after.refunds[refunds:]:
        yield {"refund_id": each.id, "kind": "refund", "amount": each.gateway}
    excess = 0 if before is None else len(before.excess)
    for one in after.excess[excess:]:
        yield {"refund_id": one.id, "kind": "excess", "amount": one.gateway}


def _of_gateway(*_: object) -> Occurrences:
    """Yield nothing: the gateway says it, not the order; see `events_of_refunds`."""
    yield from ()


REFUND_FAILED = "refund.failed"

#: Every kind of event, in the order in which those of one change are stored.
EVENTS: tuple[EventType, ...] = (
    EventType("order.placed", "an order was placed", _placed),
    EventType(
        "order.awaiting_approval",
        "an order waits for an approval",
        _status(OrderStatus.AWAITING_APPROVAL),
    ),
    EventType("order.paid", "all of it is paid", _payment(PaymentStatus.SUCCESS)),
    EventType(
        "order.partially_paid",
        "a part of it is paid",
        _payment(PaymentStatus.PARTIALLY_PAID),
    ),
    EventType(
        "order.payment_failed",
        "the last payment failed, and nothing is paid",
        _payment(PaymentStatus.FAILED),
    ),
    EventType(
        "order.confirmed", "it is to be delivered", _status(OrderStatus.CONFIRMED)
    ),
    EventType(
        "order.partially_scheduled",
        "a part of it is packed",
        _status(OrderStatus.PARTIALLY_SCHEDULED),
    ),
    EventType(
        "order.awaiting_shipment",
        "all of it is packed",
        _status(OrderStatus.AWAITING_SHIPMENT),
    ),
    EventType(
        "order.partially_shipped",
        "a part of it is on its way",
        _status(OrderStatus.PARTIALLY_SHIPPED),
    ),
    EventType("order.shipped", "all of it is on its way", _status(OrderStatus.SHIPPED)),
    EventType(
        "order.partially_undelivered",
        "a part could not be handed over",
        _status(OrderStatus.PARTIALLY_UNDELIVERED),
    ),
    EventType(
        "order.undelivered",
        "it could not be handed over",
        _status(OrderStatus.UNDELIVERED),
    ),
    EventType(
        "order.partially_return_to_origin",
        "a part came back to the seller",
        _status(OrderStatus.PARTIALLY_RETURN_TO_ORIGIN),
    ),
    EventType(
        "order.return_to_origin",
        "it came back to the seller",
        _status(OrderStatus.RETURN_TO_ORIGIN),
    ),
    EventType(
        "order.partially_delivered",
        "a part arrived",
        _status(OrderStatus.PARTIALLY_DELIVERED),
    ),
    EventType("order.complete", "all of it arrived", _status(OrderStatus.COMPLETE)),
    EventType("order.cancelled", "it was cancelled", _status(OrderStatus.CANCELLED)),
    EventType(
        "payment.reversed", "money of a payment went away, or came again", _reversed
    ),
    EventType(
        "payment.disputed", "a payer disputes a payment, or it was decided", _disputed
    ),
    EventType(
        "refund.made",
        "a credit note was made, or excess money is sent back; `amount` goes through"
        " the gateway",
        _refunded,
    ),
    EventType(REFUND_FAILED, "the gateway did not carry out a refund", _of_gateway),
)


def events_of_change(
    app: App, before: Order | None, after: Order
) -> tuple[OutgoingEvent, ...]:
    """
    Return the events of a change, none where no URL is set; nothing is read or written.

    *before* is None for a new order.
    """
    if app.outgoing is None or before is after:
        return ()
    at, order = app.clock(), _order_data(after)
    return tuple(
        _event(kind.name, after.number, {**order, **more}, at)
        for kind in EVENTS
        for more in kind.occurrences(before, after)
    )


def events_of_refunds(
    app: App, changed: Iterable[RefundRequest]
) -> tuple[OutgoingEvent, ...]:
    """Return the events of refund requests that failed, none where no URL is set."""
    if app.outgoing is None:
        return ()
    at, currency = app.clock(), app.catalogue.store.currency.code
    return tuple(
        _event(
            REFUND_FAILED,
            each.order_number,
            {
                "order_number": each.order_number,
                "refund_id": each.refund_id,
                "payment_id": each.gateway_id,
                "currency": currency,
                "amount": each.amount,
            },
            at,
        )
        for each in changed
        if each.status == RefundState.FAILURE
    )


def store_events(unit: Unit, events: Iterable[OutgoingEvent]) -> None:
    """Store events, each with the task to deliver it."""
    for each in events:
        unit.events.add(each)
        unit.tasks.add(DELIVERY.name, each.id, each.created_at)


def _event(
    name: str, number: str, data: Mapping[str, Any], at: datetime
) -> OutgoingEvent:
    body = dumps({"type": name, "timestamp": at.isoformat(), "data": data})
    return OutgoingEvent(
        id=f"evt_{new_id(_ID_LENGTH)}",
        order_number=number,
        event=name,
        body=body,
        created_at=at,
    )


def _order_data(order: Order) -> dict[str, Any]:
    return {
        "order_number": order.number,
        "status": str(order.status),
        "payment_status": str(order.payment_status),
        "currency": order.quote.cart.currency.code,
        "to_be_paid": order.to_be_paid,
        "amount_paid": order.amount_paid,
        "amount_unpaid": order.amount_unpaid,
    }


# Delivery ----------------------------------------------------------------------------


def deliver(app: App, event_id: str) -> bool:
    """
    Send an event; return whether it has ended: it was taken, or is given up.

    Raises `GatewayError` if it is to be sent again.
    """
    with app.database.reading() as unit:
        event = unit.events.get(event_id)
    if event is None or event.delivered_at is not None:
        return True
    status: int | None
    try:
        status = _sent(app, event)
    except GatewayError as error:
        if app.clock() < event.created_at + LONGEST:
            raise
        status = error.http_status
    at = app.clock()
    if status in _TAKEN:
        app.database.write(lambda unit: unit.events.delivered(event_id, at))
    else:
        facts = {"id": event_id, "type": event.event, "status": status}
        logs.write(at, "event_given_up", **facts)
    return True


def _sent(app: App, event: OutgoingEvent) -> int:
    """Return the status of an answer that ends the event; raise for any other."""
    if app.outgoing is None:
        raise GatewayError("no webhook URL is set", error_code="no_webhook_url")
    body = event.body.encode()
    to, at = app.outgoing, app.clock()
    response = to.transport.send(
        Request(
            "POST",
            to.url,
            headers(to.secrets, event.id, at, body),
            body,
            call="webhook",
            repeat=Repeat.SAME_ID,
        )
    )
    if response.status in _TAKEN or response.status == GONE:
        return response.status
    raise GatewayError(
        f"the receiver answered {response.status}",
        http_status=response.status,
        error_code="webhook_refused",
    )


DELIVERY = Kind("event", deliver, STEPS)

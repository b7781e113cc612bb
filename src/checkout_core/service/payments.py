# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Everything between orders and the gateway: attempts, events, refunds.

Promises that every request to the gateway is committed before it is sent, and that
after a crash at any point the gateway's state is read before anything is sent again.
No transaction is open during a request to the gateway.
"""

from __future__ import annotations

import hashlib

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from attrs import evolve, frozen

from checkout_core import gateway
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.gateway import (
    PaymentReport,
    RefundStatus,
    Started,
    ask,
    payment_under,
    ref_of,
)
from checkout_core.http import Answer, Response, converse
from checkout_core.orders import (
    ExcessReturned,
    Order,
    OrderStatus,
    PaymentState,
    PaymentUpdate,
)
from checkout_core.refunds import Refund
from checkout_core.service import logs
from checkout_core.service.calls import Call, conflict, request_error
from checkout_core.service.dependencies import App, new_id
from checkout_core.service.gift_cards import give_to_cards
from checkout_core.service.ports import (
    Attempt,
    BankTransfer,
    OrderRow,
    RefundRequest,
)
from checkout_core.tenders import OF_CUSTOMER
from checkout_core.wire.envelopes import (
    BAD_GATEWAY,
    BAD_REQUEST,
    NOT_FOUND,
    UNAUTHORIZED,
    Answered,
    Envelope,
    PaymentPending,
    failed,
    gateway_failed,
    succeeded,
)


if TYPE_CHECKING:
    from datetime import datetime

    from checkout_core.service.ports import Unit


#: The two functions of an endpoint: one begins it, one finishes it with an answer.
Begin: TypeAlias = Callable[[Order, "datetime"], Answered | PaymentPending]
Finish: TypeAlias = Callable[[PaymentPending, Answer], Envelope]

#: How long the same request gets the same answer; tokens are valid for 15 minutes.
REPLAY = 600
#: The most attempts of one request; the last one is answered in any case.
ROUNDS = 3


# Payments ---------------------------------------------------------------------------


@frozen
class PaymentEndpoint:
    """
    A request to an endpoint that asks the gateway for a payment.

    Attributes:
        text: identifies the request: the same text gets the same answer while its token
            is valid.
        begin: begins the endpoint with the order and the moment.
        finish: finishes it with the gateway's answer.
    """

    text: str
    begin: Begin
    finish: Finish

    @property
    def digest(self) -> str:
        """The SHA-256 of the text, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@frozen
class Sending:
    """
    An attempt that is committed and has to be sent.

    Attributes:
        pending: what the endpoint begins with.
        attempt: the stored attempt.
        row: the order as it is stored.
        is_new: whether it was never sent before.
    """

    pending: PaymentPending
    attempt: Attempt
    row: OrderRow
    is_new: bool


def pay(app: App, row: OrderRow, request: PaymentEndpoint) -> Envelope:
    """Return the answer of an endpoint; *row* is the order as the request read it."""
    with app.database.writing() as unit:
        now = unit.orders.get(row.order.number, row)
        assert now is not None
        found = attempt_payment(app, unit, now, request)
    return send_payment(app, found, request)


def attempt_payment(
    app: App, unit: Unit, row: OrderRow, request: PaymentEndpoint
) -> Envelope | Sending:
    """Store the attempt that has to be sent, or return the answer if none has to be."""
    at, number = app.clock(), row.order.number
    last = unit.payments.latest(number)
    if last is not None and _is_under_way(row.order, last):
        if last.answer is None:
            step = request.begin(_before(row.order, last), last.at)
            if isinstance(step, Answered):
                return step.envelope
            if last.until > at:
                return _in_progress(number)
            held = evolve(last, digest=request.digest, until=at + app.lease)
            unit.payments.put(held)
            return Sending(step, held, row, is_new=False)
        fresh_enough = (at - last.at).total_seconds() < REPLAY
        if last.answer and last.digest == request.digest and fresh_enough:
            step = request.begin(_before(row.order, last), last.at)
            if isinstance(step, Answered):
                return step.envelope
            return request.finish(step, Response(200, (), last.answer.encode()))
    step = request.begin(row.order, at)
    if isinstance(step, Answered):
        return step.envelope
    row = unit.orders.put(evolve(row, order=step.order))
    count = 1 if last is None else last.number + 1
    return first_sending(app, unit, row, step, request, number=count)


def first_sending(
    app: App,
    unit: Unit,
    row: OrderRow,
    pending: PaymentPending,
    request: PaymentEndpoint,
    *,
    number: int = 1,
) -> Sending:
    """
    Store a new attempt; *row* is the stored order, which holds its payment.

    *number* counts the attempts of the order.
    """
    payment = pending.order.payments[-1]
    fresh = Attempt(
        gateway_id=payment.id,
        order_number=pending.order.number,
        number=number,
        digest=request.digest,
        at=payment.at,
        until=payment.at + app.lease,
    )
    unit.payments.put(fresh)
    return Sending(pending, fresh, row, is_new=True)


def send_payment(
    app: App, found: Envelope | Sending, request: PaymentEndpoint
) -> Envelope:
    """
    Send an attempt and return the answer of its endpoint.

    If the result of an attempt is not known, its status is read before it is sent
    again; if its answer was lost, a new attempt is begun, since the token is lost too.
    """
    rounds = 0
    while isinstance(found, Sending):
        rounds += 1
        pending, attempt, row = found.pending, found.attempt, found.row
        begun = gateway.create if found.is_new else gateway.resume
        payment = payment_under(pending.order, attempt.gateway_id)
        status = app.gateway.status(ref_of(pending.order, payment))
        try:
            answer = converse(begun(_readable(pending.start), status), app.transport)
        except GatewayError as error:
            _save_attempt(app, evolve(attempt, until=app.clock()))
            return request.finish(pending, error)
        if isinstance(answer, Response):
            _save_attempt(app, evolve(attempt, answer=answer.body.decode()))
            return request.finish(pending, answer)
        _save_attempt(app, evolve(attempt, answer=""))
        try:
            row = record_payment(app, row, answer)
        except GatewayError as error:
            return request.finish(pending, error)
        number = row.order.number
        if rounds == ROUNDS:
            message = f"the gateway's answer about order {number} was lost; ask again"
            return failed(BAD_GATEWAY, "answer_lost", message)
        with app.database.writing() as unit:
            now = unit.orders.get(number, row)
            assert now is not None
            found = attempt_payment(app, unit, now, request)
    return found


def _is_under_way(order: Order, attempt: Attempt) -> bool:
    """Return whether the result of an attempt's payment is not known yet."""
    states = {each.id: each.state for each in order.payments}
    return states[attempt.gateway_id] is PaymentState.STARTED


def _before(order: Order, attempt: Attempt) -> Order:
    """Return an order as it was before the attempt that is in progress."""
    kept = [each for each in order.payments if each.id != attempt.gateway_id]
    return evolve(order, payments=tuple(kept))


def _in_progress(number: str) -> Envelope:
    message = f"a payment of order {number} is being prepared; ask again soon"
    return conflict("payment_in_progress", message).envelope


def _readable(start: gateway.Operation[Started]) -> gateway.Operation[Response]:
    """Return the same call, whose result is the answer itself if it can be read."""

    def read(response: Response) -> Response:
        start.read(response)
        return response

    return gateway.Operation(start.request, read)


def _save_attempt(app: App, attempt: Attempt) -> None:
    with app.database.writing() as unit:
        unit.payments.put(attempt)


def record_payment(app: App, known: OrderRow, found: PaymentReport) -> OrderRow:
    """
    Apply the gateway's answer about a payment to its order, and store the order.

    Returns the row as it is stored; *known* is the row as the request read it.
    Raises `GatewayError` if the payment differs from what was requested, and logs it:
    money may have been received that settles nothing here.
    """
    at, number = app.clock(), known.order.number
    with app.database.writing() as unit:
        row = unit.orders.get(number, known)
        assert row is not None
        _update_refund_requests(unit, number, found.refunds)
        try:
            update = gateway.payment_of(row.order, found, at=at)
        except GatewayError as error:
            code = error.error_code
            logs.write(at, "payment_refused", order_number=number, error=code)
            raise
        after = row.order.after(update)
        row = save_order(app, unit, row, after)
    send_refunds(app, number)
    return row


def refresh_payment(app: App, known: OrderRow) -> OrderRow:
    """
    Read the status of an order's payment that is in progress, if there is one.

    Returns the row as it is stored; *known* is the row as the request knows it.
    """
    number = known.order.number
    with app.database.reading() as unit:
        row = unit.orders.get(number, known)
        last = unit.payments.latest(number)
    assert row is not None
    if last is None or not row.order.amount_unpaid:
        return row
    found = _status(app, row.order, last)
    return row if found.not_found else record_payment(app, row, found)


def _status(app: App, order: Order, attempt: Attempt) -> PaymentReport:
    """Return what the gateway says now about the payment of an attempt."""
    ref = ref_of(order, payment_under(order, attempt.gateway_id))
    return converse(ask(app.gateway.status(ref)), app.transport)


# What changes an order --------------------------------------------------------------


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
            _store_refund_requests(unit, order.number, each, order.payments)
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
        _store_refund_requests(unit, order.number, excess, reversed(order.payments))
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
        mine = [each.amount for each in requests if each.gateway_id == payment.id]
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
            amount -= part


# Refunds ----------------------------------------------------------------------------


def send_refunds(app: App, number: str | None = None) -> None:
    """
    Send every refund that the gateway has not accepted, of one order or of all.

    A refund without an answer stays stored and is sent again with the same id, which
    the gateway carries out once.
    """
    with app.database.reading() as unit:
        requests = [
            each for each in unit.payments.refund_requests(number) if not each.status
        ]
    for refund in requests:
        try:
            call = app.gateway.refund(
                refund.gateway_id,
                refund_id=refund.id,
                amount=refund.amount,
                currency=app.catalogue.store.currency.code,
            )
            found = converse(ask(call), app.transport)
        except (GatewayError, CheckoutError) as error:
            kind = type(error).__name__
            logs.write(app.clock(), "refund_waits", id=refund.id, error=kind)
            continue
        with app.database.writing() as unit:
            _update_refund_requests(unit, refund.order_number, (found,))


def _update_refund_requests(
    unit: Unit, number: str, refunds: Iterable[RefundStatus]
) -> None:
    states = {each.id: each.state for each in refunds}
    for request in unit.payments.refund_requests(number):
        status = str(states.get(request.id) or request.status)
        if status != request.status:
            unit.payments.put_refund_request(evolve(request, status=status))


# Events -----------------------------------------------------------------------------


def webhook(call: Call) -> Envelope:
    """
    Handle an event of the gateway.

    An event only says that something happened: the order's status is read from the
    gateway, so late and repeated events change nothing and need not be stored.
    """
    app = call.app
    provider = call.path["provider"]
    if provider != app.gateway.slug:
        message = f"this service has no gateway {provider!r}"
        raise request_error(NOT_FOUND, "gateway_not_found", message)
    try:
        gateway_id = app.gateway.event(call.headers, call.body)
    except GatewayError as error:
        code = error.error_code
        status = UNAUTHORIZED if code == "unauthorized" else BAD_REQUEST
        return failed(status, code, error.error_message)
    with app.database.reading() as unit:
        attempt = unit.payments.attempt(gateway_id)
        row = None if attempt is None else unit.orders.get(attempt.order_number)
    if attempt is not None and row is not None:
        try:
            record_payment(app, row, _status(app, row.order, attempt))
        except GatewayError as error:
            return gateway_failed(error)
    return succeeded("The event is taken.", {"taken": row is not None})

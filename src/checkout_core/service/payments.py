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
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import evolve

from checkout_core import juspay
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.http import Conversation, Request, Response, converse
from checkout_core.juspay import is_from_juspay, read_event
from checkout_core.juspay.client import ask, create, resume
from checkout_core.juspay.reconcile import payment_of
from checkout_core.orders import (
    ExcessReturned,
    Order,
    OrderStatus,
    PaymentState,
    PaymentUpdate,
)
from checkout_core.refunds import Refund
from checkout_core.service import logs
from checkout_core.service.desk import Asked, Desk, conflict, new_id
from checkout_core.service.ports import (
    Attempt,
    BankTransfer,
    OrderRow,
    RefundCall,
)
from checkout_core.wire.envelopes import (
    BAD_GATEWAY,
    BAD_REQUEST,
    UNAUTHORIZED,
    Done,
    Envelope,
    Need,
    failed,
    gateway_failed,
    succeeded,
)


if TYPE_CHECKING:
    from datetime import datetime

    from checkout_core.service.ports import Unit


#: The two functions of an endpoint: one begins it, one finishes it with an answer.
Begin: TypeAlias = Callable[[Order, "datetime"], Done | Need]
Finish: TypeAlias = Callable[[Need, Response | GatewayError], Envelope]

#: How long the same request gets the same answer; tokens are valid for 15 minutes.
REPLAY = 600
#: The most attempts of one request; the last one is answered in any case.
ROUNDS = 3


# Payments ---------------------------------------------------------------------------


def pay(desk: Desk, number: str, asked: str, begin: Begin, finish: Finish) -> Envelope:
    """
    Return the answer of an endpoint that requests a payment from the gateway.

    *asked* is a text that identifies the request: the same text gets the same answer
    while its token is valid.  If the result of an attempt is not known, its status is
    read before it is sent again; if its answer was lost, a new attempt is begun, since
    the token is lost too.
    """
    digest = hashlib.sha256(asked.encode()).hexdigest()
    envelope = None
    for _ in range(ROUNDS):
        found = _attempted(desk, number, digest, begin, finish)
        if isinstance(found, Envelope):
            return found
        need, attempt, is_new = found
        begun = create if is_new else resume
        asking = _asking(desk, need.order, attempt.gateway_id)
        try:
            answer = converse(begun(need.call, asking, _whole), desk.transport)
        except GatewayError as error:
            _keep(desk, evolve(attempt, until=desk.clock()))
            return finish(need, error)
        if isinstance(answer, Response):
            _keep(desk, evolve(attempt, answer=answer.body.decode()))
            return finish(need, answer)
        _keep(desk, evolve(attempt, answer=""))
        try:
            tell(desk, number, answer)
        except GatewayError as error:
            return finish(need, error)
        envelope = _lost(number)
    assert envelope is not None
    return envelope


def _lost(number: str) -> Envelope:
    message = f"the gateway's answer about order {number} was lost; ask again"
    return failed(BAD_GATEWAY, "answer_lost", message)


def _attempted(
    desk: Desk, number: str, digest: str, begin: Begin, finish: Finish
) -> Envelope | tuple[Need, Attempt, bool]:
    """Return the committed attempt to send, or the answer if none is needed."""
    at = desk.clock()
    with desk.database.writing() as unit:
        row = unit.orders.get(number)
        assert row is not None
        last = unit.payments.latest(number)
        if last is not None and _is_under_way(row.order, last):
            if last.answer is None:
                step = begin(_before(row.order, last), last.at)
                if isinstance(step, Done):
                    return step.envelope
                if last.until > at:
                    return _in_progress(number)
                held = evolve(last, asked=digest, until=at + desk.lease)
                unit.payments.put(held)
                return step, held, False
            fresh_enough = (at - last.at).total_seconds() < REPLAY
            if last.answer and last.asked == digest and fresh_enough:
                step = begin(_before(row.order, last), last.at)
                if isinstance(step, Done):
                    return step.envelope
                return finish(step, Response(200, (), last.answer.encode()))
        step = begin(row.order, at)
        if isinstance(step, Done):
            return step.envelope
        payment = step.order.payments[-1]
        nth = 1 if last is None else last.nth + 1
        fresh = Attempt(payment.id, number, nth, digest, at, at + desk.lease)
        unit.payments.put(fresh)
        unit.orders.put(evolve(row, order=step.order))
    return step, fresh, True


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


def _whole(request: Request, response: Response) -> Response:
    """Return an answer unchanged; raise `GatewayError` if it cannot be read."""
    juspay.read(request, response)
    return response


def _asking(desk: Desk, order: Order, gateway_id: str) -> Request:
    return juspay.order_status(
        desk.shop.credentials,
        order_id=gateway_id,
        environment=desk.shop.environment,
        customer_id=order.quote.cart.customer.id,
        policy=desk.shop.policy,
    )


def _keep(desk: Desk, attempt: Attempt) -> None:
    with desk.database.writing() as unit:
        unit.payments.put(attempt)


def tell(desk: Desk, number: str, answer: juspay.Order) -> None:
    """
    Apply the gateway's answer about a payment to its order, and store the order.

    Raises `GatewayError` if the payment differs from what was requested, and logs it:
    money may have been received that settles nothing here.
    """
    at = desk.clock()
    with desk.database.writing() as unit:
        row = unit.orders.get(number)
        assert row is not None
        _note_refunds(unit, number, answer)
        try:
            told = payment_of(row.order, answer, at=at, policy=desk.shop.policy)
        except GatewayError as error:
            code = error.error_code
            logs.write(at, "payment_refused", order_number=number, error=code)
            raise
        after = row.order.after(told)
        keep(desk, unit, row, after)
    send_refunds(desk, number)


def refresh(desk: Desk, number: str) -> None:
    """Read the status of an order's payment that is in progress, if there is one."""
    with desk.database.reading() as unit:
        row = unit.orders.get(number)
        last = unit.payments.latest(number)
    assert row is not None
    if last is None or not row.order.amount_unpaid:
        return
    asking = _asking(desk, row.order, last.gateway_id)
    known = converse(ask(asking, juspay.read_order), desk.transport)
    if not known.not_found:
        tell(desk, number, known)


# What changes an order --------------------------------------------------------------


def keep(
    desk: Desk,
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
    the customer; and a cancelled order releases its redemptions.  Nothing is done twice
    for an order.
    """
    before = row.order
    known = {each.id for each in before.refunds}
    fresh = [each for each in order.refunds if each.id not in known]
    for each in fresh:
        if bank_account_id is None:
            _note_calls(unit, order.number, each, order.payments)
        elif each.gateway:
            transfer = BankTransfer(
                each.id, order.number, each.gateway, bank_account_id
            )
            unit.payments.put_transfer(transfer)
    if order.amount_overpaid:
        excess = order.return_of_excess(id=new_id(), at=desk.clock())
        order = order.after(excess)
        # The last payments are the excess ones.
        _note_calls(unit, order.number, excess, reversed(order.payments))
    if order.status is OrderStatus.CANCELLED and before.status != order.status:
        unit.counters.release(order.number)
    refunds = order.refunds
    taken = sum(each.points_reversed for each in refunds)
    earned = int(order.quote.totals.loyalty_points_earned) - taken
    after = evolve(
        row,
        order=order,
        granted=earned if order.status is OrderStatus.COMPLETE else 0,
        restored=sum(each.points for each in refunds),
        credited=sum(desk.shelf.minor(each.credit) for each in refunds),
    )
    points = after.granted - row.granted + after.restored - row.restored
    credit = after.credited - row.credited
    if points or credit:
        unit.accounts.give(row.owner, points, credit)
    if after != row:
        unit.orders.put(after)
    return after


def _note_calls(
    unit: Unit,
    number: str,
    due: Refund | ExcessReturned,
    payments: Iterable[PaymentUpdate],
) -> None:
    """
    Store the refund calls, taking money from one payment after another.

    Each call has its own id: the gateway accepts an id once, and the merchant may use
    the same refund id for two orders.
    """
    calls, amount = unit.payments.calls(number), due.gateway
    for payment in payments:
        if payment.state is not PaymentState.SUCCEEDED:
            continue
        mine = [each.amount for each in calls if each.gateway_id == payment.id]
        part = min(payment.refundable - sum(mine), amount)
        if part > 0:
            call = RefundCall(new_id(), due.id, number, payment.id, part)
            unit.payments.put_call(call)
            amount -= part


# Refunds ----------------------------------------------------------------------------


def send_refunds(desk: Desk, number: str | None = None) -> None:
    """
    Send every refund that the gateway has not accepted, of one order or of all.

    A refund without an answer stays stored and is sent again with the same id, which
    the gateway carries out once.
    """
    with desk.database.reading() as unit:
        calls = [each for each in unit.payments.calls(number) if not each.status]
    for call in calls:
        try:
            answer = converse(_refunding(desk, call), desk.transport)
        except (GatewayError, CheckoutError) as error:
            kind = type(error).__name__
            logs.write(desk.clock(), "refund_waits", id=call.id, error=kind)
            continue
        with desk.database.writing() as unit:
            _note_refunds(unit, call.order_number, answer)


def _refunding(desk: Desk, call: RefundCall) -> Conversation[juspay.Order]:
    """Send a refund; if it was accepted before, read the order's status."""
    to: dict[str, Any] = {
        "order_id": call.gateway_id,
        "environment": desk.shop.environment,
        "policy": desk.shop.policy,
    }
    credentials = desk.shop.credentials
    request = juspay.refund_order(
        credentials,
        unique_request_id=call.id,
        amount=call.amount,
        currency=desk.shelf.store.currency.code,
        **to,
    )
    try:
        return (yield from ask(request, juspay.read_order))
    except GatewayError as error:
        if error.error_code != "duplicate.call":
            raise
    status = juspay.order_status(credentials, **to)
    return (yield from ask(status, juspay.read_order))


def _note_refunds(unit: Unit, number: str, answer: juspay.Order) -> None:
    told = {each.unique_request_id: str(each.state) for each in answer.refunds}
    for call in unit.payments.calls(number):
        status = told.get(call.id, call.status)
        if status != call.status:
            unit.payments.put_call(evolve(call, status=status))


# Events -----------------------------------------------------------------------------


def webhook(asked: Asked) -> Envelope:
    """
    Handle an event of the gateway.

    An event only says that something happened: the order's status is read from the
    gateway, so late and repeated events change nothing and need not be stored.
    """
    desk = asked.desk
    if desk.webhook is None or not is_from_juspay(asked.headers, *desk.webhook):
        return failed(
            UNAUTHORIZED,
            "unauthorized",
            "the user name or the password is not that of the gateway",
        )
    try:
        event = read_event(asked.body)
    except GatewayError as error:
        return failed(BAD_REQUEST, error.error_code, error.error_message)
    gateway_id = getattr(event.content, "order_id", None) or ""
    with desk.database.reading() as unit:
        attempt = unit.payments.attempt(gateway_id)
        row = None if attempt is None else unit.orders.get(attempt.order_number)
    taken: dict[str, Any] = {"taken": row is not None}
    if attempt is not None and row is not None:
        asking = _asking(desk, row.order, attempt.gateway_id)
        try:
            known = converse(ask(asking, juspay.read_order), desk.transport)
            tell(desk, row.order.number, known)
        except GatewayError as error:
            return gateway_failed(error)
    return succeeded("The event is taken.", taken)

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
from checkout_core.client import Conversation, ask, converse, create, resume
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.juspay import Request, Response, is_from_juspay, read_event
from checkout_core.juspay.settlement import payment_of
from checkout_core.orders import (
    ExcessReturned,
    Order,
    OrderStatus,
    PaymentState,
    PaymentUpdate,
)
from checkout_core.refunds import Refund
from checkout_core.service import logs
from checkout_core.service.calls import Call, conflict
from checkout_core.service.dependencies import App, new_id
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


def pay(
    app: App, row: OrderRow, request: str, begin: Begin, finish: Finish
) -> Envelope:
    """
    Return the answer of an endpoint that requests a payment from the gateway.

    If the result of an attempt is not known, its status is read before it is sent
    again; if its answer was lost, a new attempt is begun, since the token is lost too.

    Args:
        app: the dependencies of the service.
        row: the order as the request read it.
        request: a text that identifies the request: the same text gets the same answer
            while its token is valid.
        begin: begins the endpoint with the order and the moment.
        finish: finishes it with the gateway's answer.
    """
    digest = hashlib.sha256(request.encode()).hexdigest()
    envelope = None
    for _ in range(ROUNDS):
        found = _attempted(app, row, digest, begin, finish)
        if isinstance(found, Envelope):
            return found
        need, attempt, is_new = found
        begun = create if is_new else resume
        asking = _status_request(app, need.order, attempt.gateway_id)
        try:
            answer = converse(begun(need.call, asking, _readable), app.transport)
        except GatewayError as error:
            _save_attempt(app, evolve(attempt, until=app.clock()))
            return finish(need, error)
        if isinstance(answer, Response):
            _save_attempt(app, evolve(attempt, answer=answer.body.decode()))
            return finish(need, answer)
        _save_attempt(app, evolve(attempt, answer=""))
        try:
            row = record_payment(app, row, answer)
        except GatewayError as error:
            return finish(need, error)
        envelope = _answer_lost(row.order.number)
    assert envelope is not None
    return envelope


def _answer_lost(number: str) -> Envelope:
    message = f"the gateway's answer about order {number} was lost; ask again"
    return failed(BAD_GATEWAY, "answer_lost", message)


def _attempted(
    app: App, known: OrderRow, digest: str, begin: Begin, finish: Finish
) -> Envelope | tuple[Need, Attempt, bool]:
    """Return the committed attempt to send, or the answer if none is needed."""
    at, number = app.clock(), known.order.number
    with app.database.writing() as unit:
        row = unit.orders.get(number, known)
        assert row is not None
        last = unit.payments.latest(number)
        if last is not None and _is_under_way(row.order, last):
            if last.answer is None:
                step = begin(_before(row.order, last), last.at)
                if isinstance(step, Done):
                    return step.envelope
                if last.until > at:
                    return _in_progress(number)
                held = evolve(last, digest=digest, until=at + app.lease)
                unit.payments.put(held)
                return step, held, False
            fresh_enough = (at - last.at).total_seconds() < REPLAY
            if last.answer and last.digest == digest and fresh_enough:
                step = begin(_before(row.order, last), last.at)
                if isinstance(step, Done):
                    return step.envelope
                return finish(step, Response(200, (), last.answer.encode()))
        step = begin(row.order, at)
        if isinstance(step, Done):
            return step.envelope
        payment = step.order.payments[-1]
        fresh = Attempt(
            gateway_id=payment.id,
            order_number=number,
            number=1 if last is None else last.number + 1,
            digest=digest,
            at=at,
            until=at + app.lease,
        )
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


def _readable(request: Request, response: Response) -> Response:
    """Return an answer unchanged; raise `GatewayError` if it cannot be read."""
    juspay.read(request, response)
    return response


def _status_request(app: App, order: Order, gateway_id: str) -> Request:
    return juspay.order_status(
        app.shop.credentials,
        order_id=gateway_id,
        environment=app.shop.environment,
        customer_id=order.quote.cart.customer.id,
        policy=app.shop.policy,
    )


def _save_attempt(app: App, attempt: Attempt) -> None:
    with app.database.writing() as unit:
        unit.payments.put(attempt)


def record_payment(app: App, known: OrderRow, answer: juspay.Order) -> OrderRow:
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
        _update_refund_requests(unit, number, answer)
        try:
            update = payment_of(row.order, answer, at=at, policy=app.shop.policy)
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
    asking = _status_request(app, row.order, last.gateway_id)
    answer = converse(ask(asking, juspay.read_order), app.transport)
    return row if answer.not_found else record_payment(app, row, answer)


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
    the customer; and a cancelled order releases its redemptions.  Nothing is done twice
    for an order.
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
    refunds = order.refunds
    taken = sum(each.points_reversed for each in refunds)
    earned = int(order.quote.totals.loyalty_points_earned) - taken
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
    return after if after == row else unit.orders.put(after)


def _restored(app: App, refunds: Iterable[Refund]) -> dict[str, int]:
    """Return what *refunds* gave back of each kind of tender a customer has."""
    found = dict.fromkeys(OF_CUSTOMER, 0)
    for each in refunds:
        found["credit"] += app.catalogue.minor(each.moved)
        for tender in each.tenders:
            if tender.kind in found:
                units = app.catalogue.units(tender.kind, tender.restored)
                found[tender.kind] += units
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
            answer = converse(_refunding(app, refund), app.transport)
        except (GatewayError, CheckoutError) as error:
            kind = type(error).__name__
            logs.write(app.clock(), "refund_waits", id=refund.id, error=kind)
            continue
        with app.database.writing() as unit:
            _update_refund_requests(unit, refund.order_number, answer)


def _refunding(app: App, refund: RefundRequest) -> Conversation[juspay.Order]:
    """Send a refund; if it was accepted before, read the order's status."""
    to: dict[str, Any] = {
        "order_id": refund.gateway_id,
        "environment": app.shop.environment,
        "policy": app.shop.policy,
    }
    credentials = app.shop.credentials
    request = juspay.refund_order(
        credentials,
        unique_request_id=refund.id,
        amount=refund.amount,
        currency=app.catalogue.store.currency.code,
        **to,
    )
    try:
        return (yield from ask(request, juspay.read_order))
    except GatewayError as error:
        if error.error_code != "duplicate.call":
            raise
    status = juspay.order_status(credentials, **to)
    return (yield from ask(status, juspay.read_order))


def _update_refund_requests(unit: Unit, number: str, answer: juspay.Order) -> None:
    states = {each.unique_request_id: str(each.state) for each in answer.refunds}
    for request in unit.payments.refund_requests(number):
        status = states.get(request.id, request.status)
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
    if app.webhook is None or not is_from_juspay(call.headers, *app.webhook):
        return failed(
            UNAUTHORIZED,
            "unauthorized",
            "the user name or the password is not that of the gateway",
        )
    try:
        event = read_event(call.body)
    except GatewayError as error:
        return failed(BAD_REQUEST, error.error_code, error.error_message)
    gateway_id = getattr(event.content, "order_id", None) or ""
    with app.database.reading() as unit:
        attempt = unit.payments.attempt(gateway_id)
        row = None if attempt is None else unit.orders.get(attempt.order_number)
    taken: dict[str, Any] = {"taken": row is not None}
    if attempt is not None and row is not None:
        asking = _status_request(app, row.order, attempt.gateway_id)
        try:
            known = converse(ask(asking, juspay.read_order), app.transport)
            record_payment(app, row, known)
        except GatewayError as error:
            return gateway_failed(error)
    return succeeded("The event is taken.", taken)

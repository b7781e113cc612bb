# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The payment attempts of an order: begin one, send it, and answer its endpoint.

Promises that every request to the gateway is committed before it is sent, and that
after a crash at any point the gateway's state is read before anything is sent again.
No transaction is open during a request to the gateway.
"""

from __future__ import annotations

import hashlib

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from attrs import evolve, frozen

from checkout_core import gateway
from checkout_core.errors import GatewayError
from checkout_core.gateway import (
    Started,
    payment_under,
    ref_of,
)
from checkout_core.http import Answer, Response, converse
from checkout_core.orders import (
    Order,
    PaymentState,
)
from checkout_core.service.calls import conflict
from checkout_core.service.dependencies import App
from checkout_core.service.ports import (
    Attempt,
    OrderRow,
)
from checkout_core.service.recording import (
    PAYMENT,
    ask_for_each,
    is_open,
    read_attempts,
    record_payment,
)
from checkout_core.service.saving import plan_change, store_change
from checkout_core.service.unchanged import TRIES
from checkout_core.wire.envelopes import (
    BAD_GATEWAY,
    Answered,
    Envelope,
    PaymentPending,
    failed,
    gateway_failed,
)


if TYPE_CHECKING:
    from datetime import datetime

    from checkout_core.service.ports import Unit


#: The two functions of an endpoint: one begins it, one finishes it with an answer.
Begin: TypeAlias = Callable[[Order, "datetime"], Answered | PaymentPending]
Finish: TypeAlias = Callable[[PaymentPending, Answer], Envelope]

#: How long the same request gets the same answer; tokens are valid for 15 minutes.
REPLAY = 600
#: After how long a payment is asked for at first, if nothing else says how it went.
FIRST_LOOK = timedelta(seconds=15)
#: The most attempts of one request; the last one is answered in any case.
ROUNDS = 3


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


@frozen
class Replaying:
    """
    An attempt whose answer is given again.

    Attributes:
        pending: what the endpoint began with.
        answer: what the gateway answered.
    """

    pending: PaymentPending
    answer: Response


@frozen
class Asking:
    """
    Attempts that have to be asked for before another one may begin.

    Attributes:
        attempts: those that are open.
        row: the order as it is stored.
    """

    attempts: tuple[Attempt, ...]
    row: OrderRow


#: What a request for a payment leads to: its answer, or what comes before it.
Step: TypeAlias = Envelope | Replaying | Sending | Asking
#: Stores an attempt; returns None, with nothing stored, if another request came first.
Store: TypeAlias = Callable[["Unit"], Sending | None]


def pay(
    app: App,
    row: OrderRow,
    request: PaymentEndpoint,
    *,
    asked: frozenset[str] = frozenset(),
) -> Envelope:
    """
    Return the answer of an endpoint; *row* is the order as the request read it.

    *asked* are the keys of the attempts that the request has asked for already.
    """
    return send_payment(app, _attempted(app, row, request, asked), request, asked=asked)


def _attempted(
    app: App, row: OrderRow, request: PaymentEndpoint, asked: frozenset[str]
) -> Step:
    """
    Store the attempt that has to be sent, or return the answer if none has to be.

    Attempts that are open have to be asked for before, unless they are *asked*.  No
    transaction is open while an answer or an order is serialised.
    """
    for _ in range(TRIES):
        now, attempts = read_attempts(app, row)
        planned = _planned(app, now, attempts, request, asked)
        if isinstance(planned, Replaying):
            # The order may be newer than the attempts, and have a payment after them.
            with app.database.reading() as unit:
                if _are_still(unit, now, attempts[0]):
                    return planned
            continue
        if isinstance(planned, Envelope | Asking):
            return planned
        sending = app.database.write(planned)
        if sending is not None:
            return sending
    return _in_progress(row.order.number)


def _planned(
    app: App,
    row: OrderRow,
    attempts: Sequence[Attempt],
    request: PaymentEndpoint,
    asked: frozenset[str],
) -> Envelope | Replaying | Asking | Store:
    """Return what has to be stored for a request, or what comes before or instead."""
    at, number = app.clock(), row.order.number
    last = attempts[0] if attempts else None
    if last is not None and _is_under_way(row.order, last):
        if last.answer is None:
            step = request.begin(_before(row.order, last), last.at)
            if isinstance(step, Answered):
                return step.envelope
            if last.until > at:
                return _in_progress(number)
            held = evolve(last, digest=request.digest, until=at + app.lease)
            return _storing_again(last, Sending(step, held, row, is_new=False))
        fresh_enough = (at - last.at).total_seconds() < REPLAY
        if last.answer and last.digest == request.digest and fresh_enough:
            step = request.begin(_before(row.order, last), last.at)
            if isinstance(step, Answered):
                return step.envelope
            return Replaying(step, Response(200, (), last.answer.encode()))
    step = request.begin(row.order, at)
    if isinstance(step, Answered):
        return step.envelope
    still_open = [each for each in attempts if is_open(app, row.order, each, at)]
    if any(each.key not in asked for each in still_open):
        return Asking(tuple(still_open), row)
    begun = 0 if last is None else last.number
    if begun >= app.limits.attempts:
        message = f"order {number} has begun {begun} payments; call the shop"
        return conflict("too_many_attempts", message).envelope
    return _storing_new(app, row, last, step, request)


def _storing_again(last: Attempt, sending: Sending) -> Store:
    """Return what stores that the *last* attempt is sent again."""

    def store(unit: Unit) -> Sending | None:
        if not _are_still(unit, sending.row, last):
            return None
        unit.payments.put(sending.attempt)
        return sending

    return store


def _storing_new(
    app: App,
    row: OrderRow,
    last: Attempt | None,
    pending: PaymentPending,
    request: PaymentEndpoint,
) -> Store:
    """Return what stores a new attempt after the *last* one, with its order."""
    change = plan_change(app, row, pending.order)
    number = 1 if last is None else last.number + 1

    def store(unit: Unit) -> Sending | None:
        if not _are_still(unit, row, last):
            return None
        stored = store_change(app, unit, change)
        assert stored is not None  # it is held, as it was planned
        return first_sending(app, unit, stored, pending, request, number=number)

    return store


def _are_still(unit: Unit, row: OrderRow, last: Attempt | None) -> bool:
    """Return whether an order and its newest attempt are as they were read."""
    # The order first, which is held then: attempts are stored with it.
    is_still = unit.orders.is_still(row)
    return is_still and unit.payments.latest(row.order.number) == last


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
    unit.tasks.add(PAYMENT, fresh.key, fresh.at + FIRST_LOOK)
    return Sending(pending, fresh, row, is_new=True)


def send_payment(
    app: App,
    found: Step,
    request: PaymentEndpoint,
    *,
    asked: frozenset[str] = frozenset(),
) -> Envelope:
    """
    Send an attempt and return the answer of its endpoint.

    Attempts that are open are asked for before another one begins: one of them may have
    been paid.  If the result of an attempt is not known, its status is read before it
    is sent again; if its answer was lost, a new attempt is begun, since the token is
    lost too.
    """
    rounds = 0
    while not isinstance(found, Envelope):
        row: OrderRow | Envelope
        if isinstance(found, Replaying):
            return request.finish(found.pending, found.answer)
        if isinstance(found, Asking):
            asked |= {each.key for each in found.attempts}
            try:
                row = ask_for_each(app, found.row, found.attempts)
            except GatewayError as error:
                return gateway_failed(error)
        else:
            rounds += 1
            asked |= {found.attempt.key}
            row = _sent(app, found, request)
            if isinstance(row, Envelope):
                return row
        if rounds == ROUNDS:
            number = row.order.number
            message = f"the gateway's answer about order {number} was lost; ask again"
            return failed(BAD_GATEWAY, "answer_lost", message)
        found = _attempted(app, row, request, asked)
    return found


def _sent(app: App, sending: Sending, request: PaymentEndpoint) -> Envelope | OrderRow:
    """Return the answer for an attempt that is sent, or the order if it was lost."""
    pending, attempt = sending.pending, sending.attempt
    begun = gateway.create if sending.is_new else gateway.resume
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
        return record_payment(app, sending.row, answer)
    except GatewayError as error:
        return request.finish(pending, error)


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
    app.database.write(lambda unit: unit.payments.put(attempt), is_one=True)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Refunds at the gateway: send those that wait, and note what became of them.

Promises that a refund which may have been carried out is sent again with the same id
only, and by one process at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.checks import ZERO
from checkout_core.gateway import RefundState, RefundStatus, ask
from checkout_core.http import converse
from checkout_core.service import logs
from checkout_core.service.dependencies import App
from checkout_core.service.outgoing import events_of_refunds, store_events
from checkout_core.service.ports import REPLACED
from checkout_core.service.tasks import Kind, lease, perform


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.service.ports import RefundRequest, Unit


#: The kind of the tasks that send a refund and ask what became of it; their key is the
#: id of the request.
REFUND = "refund"
#: A refund in one of these states is not sent or asked for any more.
ENDED = (RefundState.SUCCESS, RefundState.FAILURE, REPLACED)
#: In these the gateway has the money.
_FAILED = (RefundState.FAILURE, REPLACED)
#: How long to wait before it is sent or asked for again, in seconds; without end, since
#: the customer's money is owed to them.
STEPS = (15, 30, 60, 120, 300, 900, 3600, 21_600)


def send_refunds(app: App, number: str) -> None:
    """
    Send every refund of an order that the gateway has not accepted.

    One that another process sends now is left to it.  One without an answer is sent
    again by a sweeper with the same id, which the gateway carries out once.
    """
    with app.database.reading() as unit:
        requests = unit.payments.refund_requests(number)
    for request in requests:
        if request.status:
            continue
        task = lease(app, SENDING.name, request.id)
        if task is not None:
            perform(app, SENDING, task)


def send_refund(app: App, request_id: str) -> bool:
    """
    Send a refund that the gateway has not accepted; return whether it has ended.

    Raises `GatewayError` if there is no answer or the gateway refuses it.
    """
    with app.database.reading() as unit:
        request = unit.payments.refund_request(request_id)
    if request is None or request.status:
        # Another has sent it since.
        return request is None or request.status in ENDED
    call = app.gateway.refund(
        request.gateway_id,
        refund_id=request.id,
        amount=request.amount,
        currency=app.catalogue.store.currency.code,
    )
    found = converse(ask(call), app.transport)
    note_refunds(app, request.order_number, (found,))
    return found.state in ENDED


#: How a refund is sent within a request; a sweeper asks for pending ones, too.
SENDING = Kind(REFUND, send_refund, STEPS)


def note_refunds(app: App, number: str, refunds: Iterable[RefundStatus]) -> None:
    """Store what the gateway says of an order's refund requests, and log failures."""
    found = tuple(refunds)
    changed = app.database.write(
        lambda unit: update_refund_requests(app, unit, number, found)
    )
    log_failures(app, changed)


def sent_for(requests: Iterable[RefundRequest], payment_id: str) -> dict[str, Decimal]:
    """Return what was asked of a payment by the ids of requests, 0 for failed ones."""
    return {
        each.id: ZERO if each.status in _FAILED else each.amount
        for each in requests
        if each.gateway_id.lower() == payment_id.lower()
    }


def has_news(
    requests: Iterable[RefundRequest], refunds: Iterable[RefundStatus]
) -> bool:
    """Return whether the gateway says something new of *requests*."""
    states = {each.id: each.state for each in refunds}
    return any(_news_of(each, states) is not None for each in requests)


def _news_of(
    request: RefundRequest, states: Mapping[str, RefundState | None]
) -> RefundState | None:
    """Return the state that a request is in by now, None if it is the one it had."""
    state = states.get(request.id)
    # One that was sent again under another id keeps that status.
    return None if request.status in (state, REPLACED) else state


def update_refund_requests(
    app: App, unit: Unit, number: str, refunds: Iterable[RefundStatus]
) -> list[RefundRequest]:
    """Store what the gateway says of refund requests; return those it changed."""
    states = {each.id: each.state for each in refunds}
    changed = []
    for request in unit.payments.refund_requests(number):
        state = _news_of(request, states)
        now = evolve(request, status=str(state))
        # Another may have stored news of it since, or sent it again.
        if state is None or not unit.payments.put_refund_request(now, request):
            continue
        if state in ENDED:
            unit.tasks.done(SENDING.name, request.id)
        changed.append(now)
    store_events(unit, events_of_refunds(app, changed))
    return changed


def log_failures(app: App, changed: Iterable[RefundRequest]) -> None:
    """Write a line for each refund that failed: the merchant has to send it again."""
    for each in changed:
        if each.status == RefundState.FAILURE:
            facts = {"order_number": each.order_number, "refund": each.refund_id}
            logs.write(app.clock(), "refund_failed", id=each.id, **facts)

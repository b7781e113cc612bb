# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The sweeper: does what is due, in a thread of the service or in a process of its own.

Promises that any number of sweepers can run at a time without doing anything twice, and
that one that is killed leaves nothing undone: its leases end.

`KINDS` has a row for each kind of task.
"""

from __future__ import annotations

import threading
import time

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import ZERO
from checkout_core.errors import GatewayError
from checkout_core.gateway import RefundState, RefundStatus, payment_under
from checkout_core.service import logs
from checkout_core.service.gateway_refunds import (
    ENDED,
    REFUND,
    STEPS,
    note_refunds,
    send_refund,
    sent_for,
)
from checkout_core.service.outgoing import DELIVERY
from checkout_core.service.recording import (
    PAYMENT,
    ask_for,
    look_for_payment,
    record_payment,
    report_of,
)
from checkout_core.service.tasks import Kind, lease_next, perform


if TYPE_CHECKING:
    from datetime import timedelta

    from checkout_core.service.dependencies import App
    from checkout_core.service.ports import Attempt, OrderRow, RefundRequest


__all__ = ["KINDS", "Sweeper", "Swept", "sweep"]


#: How long the end of the service waits for a task that is being carried out, in
#: seconds; then its lease is left to end.
PATIENCE = 5.0


def settle_refund(app: App, request_id: str) -> bool:
    """
    Send a refund, or ask what became of it; return whether it has ended.

    One that the gateway refuses has failed if its payment has not as much left: the
    gateway or a person on its dashboard gave the money back before.  Raises
    `GatewayError` if nothing can be known, and for any other refusal.
    """
    with app.database.reading() as unit:
        request = unit.payments.refund_request(request_id)
        attempt = row = None
        if request is not None:
            attempt = unit.payments.attempt(request.gateway_id)
            row = unit.orders.get(request.order_number)
    if request is None or attempt is None or row is None or request.status in ENDED:
        return True
    if not request.status:
        try:
            return send_refund(app, request_id)
        except GatewayError as error:
            if error.unclear or not _has_no_money(app, row, attempt, request):
                raise
        failed = RefundStatus(id=request_id, state=RefundState.FAILURE)
        note_refunds(app, request.order_number, (failed,))
        return True
    ask_for(app, row, attempt)
    with app.database.reading() as unit:
        request = unit.payments.refund_request(request_id)
    return request is None or request.status in ENDED


def _has_no_money(
    app: App, row: OrderRow, attempt: Attempt, request: RefundRequest
) -> bool:
    """
    Return whether less is left of a payment at the gateway than a refund asks for.

    What the gateway says of it is stored, too.
    """
    found = report_of(app, row.order, attempt)
    record_payment(app, row, found)
    with app.database.reading() as unit:
        requests = unit.payments.refund_requests(row.order.number)
    sent = sent_for(requests, attempt.gateway_id)
    accepted = [each.id for each in requests if each.status]
    gone = [sent[name] for name in accepted if name in sent]
    gone += [
        each.amount or ZERO
        for each in found.refunds
        if each.id not in sent and each.state is not RefundState.FAILURE
    ]
    received = payment_under(row.order, attempt.gateway_id).received
    gone += [
        received if each.amount is None else each.amount for each in found.reversals
    ]
    return sum(gone, request.amount) > received


#: Every kind of task.
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        each.name: each
        for each in (
            Kind(PAYMENT, look_for_payment, (15, 30, 60, 120, 300, 900, 3600)),
            Kind(REFUND, settle_refund, STEPS),
            DELIVERY,
        )
    }
)


@frozen
class Swept:
    """
    What a sweep did.

    Attributes:
        ended: how many tasks of each kind have ended with it.
        put_off: how many of each kind are tried again later.
    """

    ended: Counter[str]
    put_off: Counter[str]

    def __str__(self) -> str:
        """Say it in a line: `payment: 2 ended, 1 put off`."""
        kinds = sorted({*self.ended, *self.put_off})
        return "; ".join(
            f"{each}: {self.ended[each]} ended, {self.put_off[each]} put off"
            for each in kinds
        )


def sweep(
    app: App,
    *,
    kinds: Collection[str] = KINDS.keys(),
    limit: int | None = None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Swept:
    """
    Carry out the tasks that are due, one after the other; return what was done.

    Args:
        app: the dependencies of the service.
        kinds: the kinds of tasks, all of `KINDS` by default.
        limit: at most so many tasks; None (the default) for all that are due.
        is_stopped: whether to end after the task that is being carried out.
    """
    done = Swept(Counter(), Counter())
    count = 0
    while count != limit and not is_stopped():
        # One at a time: the lease of a task that waits for another would run out.
        task = lease_next(app, kinds)
        if task is None:
            break
        ended = perform(app, KINDS[task.kind], task)
        (done.ended if ended else done.put_off)[task.kind] += 1
        count += 1
    return done


class Sweeper:
    """
    Threads that sweep from time to time until they are stopped, one for each kind.

    A kind whose tasks are slow does not make the others wait.  *report* is called after
    each sweep, from its thread; *limit* is that of `sweep`.
    """

    def __init__(
        self,
        app: App,
        every: timedelta,
        limit: int | None = None,
        *,
        report: Callable[[Swept], None] = lambda _: None,
    ) -> None:
        self._app = app
        self._every = every.total_seconds()
        self._limit = limit
        self._report = report
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(kind,), name=kind, daemon=True)
            for kind in KINDS
        ]

    def start(self) -> None:
        """Sweep now, and again after each interval."""
        for thread in self._threads:
            thread.start()

    def _run(self, kind: str) -> None:
        while not self._stopped.is_set():
            try:
                swept = sweep(
                    self._app,
                    kinds=[kind],
                    limit=self._limit,
                    is_stopped=self._stopped.is_set,
                )
                self._report(swept)
            except Exception as error:  # noqa: BLE001 - the next sweep may succeed
                facts = {"kind": kind, "error": type(error).__name__}
                places = logs.frames(error)
                logs.write(self._app.clock(), "sweep_failed", places=places, **facts)
            self._stopped.wait(self._every)

    def stop(self) -> None:
        """End after the tasks that are being carried out, or after `PATIENCE`."""
        self._stopped.set()
        until = time.monotonic() + PATIENCE
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Requests that are carried out once: the `Idempotency-Key` of a POST that stores for one.

The first request with a key is carried out, and its answer is kept for a day; the same
request again gets that answer, with `Idempotent-Replayed: true`.  Promises that of
equal requests at the same time one is carried out, and that a key is never used for two
different requests.

An answer is kept if it is final: any but 401, 429, 5xx and those with `Retry-After`,
after which the same request is carried out again.  So it is after a crash, once the
lease has ended: between the last commit of a route and its kept answer nothing protects
but the route itself.  Every route is safe to repeat: a cart becomes one order, a refund
and a parcel have ids of their own, and a cart takes its id from `Call.reserved`, which
is the same in every repeat.
"""

from __future__ import annotations

import hashlib

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from attrs import evolve

from checkout_core.checks import Validator
from checkout_core.errors import CheckoutError
from checkout_core.service import logs
from checkout_core.service.calls import Call, conflict
from checkout_core.service.dependencies import new_id
from checkout_core.service.ports import DatabaseTrouble, KeptAnswer
from checkout_core.values import Record
from checkout_core.wire import dumps, loads
from checkout_core.wire.envelopes import UNAUTHORIZED, Envelope
from checkout_core.wire.text import MAX_STORED


if TYPE_CHECKING:
    from checkout_core.service.ports import Unit
    from checkout_core.service.routes import Route


HEADER = "Idempotency-Key"
REPLAYED = ("Idempotent-Replayed", "true")

#: How long an answer is kept.
KEPT = timedelta(hours=24)
#: How long others wait for a request that never ends: as long as a route may take.
LEASE = timedelta(seconds=60)

TOO_MANY, SERVER_ERROR = 429, 500


def answer_once(call: Call, route: Route, run: Callable[[Call], Envelope]) -> Envelope:
    """
    Return what *run* answers, or what it answered to the same request before.

    Raises `CheckoutError` for a key that is not a text of 1 to 255 characters, and
    `RequestError` for one that was used for another request or whose first request is
    still being carried out.

    Args:
        call: the request.
        route: its route; one that takes no key is carried out as it is.
        run: carries the request out and raises nothing.
    """
    key = call.headers.get(HEADER.lower())
    if key is None or not route.takes_key:
        return run(call)
    check = Validator()
    check.text(HEADER, key, needed="any text of your own")
    check.raise_any()
    app = call.app
    at = app.clock()
    wanted = KeptAnswer(
        owner="" if call.caller.merchant else call.caller.id,
        key=key,
        digest=_digest(call, route),
        reserved=new_id(20),
        at=at,
        leased_until=at + LEASE,
    )
    found, is_ours = app.database.write(lambda unit: _claimed(unit, wanted))
    if found.digest != wanted.digest:
        message = "this Idempotency-Key was used for another request; use a new one"
        raise conflict("idempotency_key_reused", message)
    if found.status is not None:
        document = Record(loads(found.text, limit=MAX_STORED))
        return Envelope(found.status, document, (REPLAYED,))
    if not is_ours:
        message = "this request is being carried out; send it again soon"
        raise conflict("request_in_progress", message)
    envelope = run(evolve(call, reserved=found.reserved))
    done = evolve(found, leased_until=app.clock())
    if _is_final(envelope):
        text = dumps(envelope.document)
        done = evolve(done, status=envelope.status, text=text)
    try:
        app.database.write(lambda unit: _keep(unit, found, done))
    except DatabaseTrouble as error:
        # It is done, and the client has to know; a repeat waits for the lease.
        logs.write(app.clock(), "answer_not_kept", reason=str(error.reason))
    return envelope


def _claimed(unit: Unit, wanted: KeptAnswer) -> tuple[KeptAnswer, bool]:
    """Return the row of a key, and whether this request has to be carried out."""
    at = wanted.at
    unit.answers.forget(at - KEPT)
    row = unit.answers.held(wanted)
    if row.at <= at - KEPT:
        unit.answers.put(wanted)
        return wanted, True
    if row.reserved == wanted.reserved:
        return row, True
    is_free = row.status is None and row.leased_until <= at
    if is_free and row.digest == wanted.digest:
        row = evolve(row, leased_until=wanted.leased_until)
        unit.answers.put(row)
        return row, True
    return row, False


def _keep(unit: Unit, ours: KeptAnswer, done: KeptAnswer) -> None:
    """Store an answer, unless the lease ended and another request took it over."""
    row = unit.answers.held(done)
    is_ours = (row.reserved, row.leased_until) == (ours.reserved, ours.leased_until)
    if is_ours and row.status is None:
        unit.answers.put(done)


def _is_final(envelope: Envelope) -> bool:
    if envelope.status in (UNAUTHORIZED, TOO_MANY) or envelope.status >= SERVER_ERROR:
        return False
    return all(name != "Retry-After" for name, _ in envelope.headers)


def _digest(call: Call, route: Route) -> str:
    """Return what names a request: two that mean the same have one digest."""
    body: Any
    try:
        body = loads(call.body)
    except CheckoutError:
        # Not JSON: it is refused, and refused again.
        body = call.body.hex()
    request = [route.method, route.path, dict(call.path), dict(call.query), body]
    text = dumps(request, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The routes of sessions: begin one as a guest, renew its tokens, end it.

A refresh token is for one use: it is exchanged for two new tokens.  One that comes a
second time was stolen, from the client or by it, so the whole session ends; only a
repeat within `GRACE` is taken for an answer that was lost on its way, and gets tokens
of the same generation again.

A session is stored when it is first renewed or ended, so that guests who come and go
write nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.checks import Validator
from checkout_core.service import logs
from checkout_core.service.calls import Call, conflict, request_error
from checkout_core.service.dependencies import App, new_id
from checkout_core.service.ended import EVERY
from checkout_core.service.ports import SessionRow
from checkout_core.service.tokens import REFRESH, Caller
from checkout_core.wire.envelopes import UNAUTHORIZED, Envelope, succeeded


if TYPE_CHECKING:
    from checkout_core.service.calls import RequestError
    from checkout_core.service.ports import Unit


#: How long after a renewal the same refresh token may come again.
GRACE = timedelta(seconds=30)


def begin_session(call: Call) -> Envelope:
    """Begin a guest's session: the user and two tokens."""
    caller = Caller(f"guest_{new_id(20)}")
    access, refresh = call.app.tokens.issue(caller, call.app.clock())
    user = {
        "id": caller.id,
        "is_anonymous": True,
        "is_logged_in": False,
        "first_name": None,
        "last_name": None,
        "phone": None,
        "email": None,
        "is_email_verified": False,
        "is_phone_verified": False,
        "profile_image_url": None,
    }
    content = {"user": user, "access_token": access, "refresh_token": refresh}
    return succeeded("The session has begun.", content)


def refresh_session(call: Call) -> Envelope:
    """
    Exchange a refresh token for two new tokens.

    Each is for one use; a second one ends the session, unless it comes within 30
    seconds.
    """
    app = call.app
    body = call.document()
    check = Validator()
    check.keys("", body, ("refresh_token",))
    token = body.get("refresh_token")
    if not isinstance(token, str):
        check.needed("refresh_token", token, "the refresh token")
    check.raise_any()
    at = app.clock()
    caller = app.tokens.caller(str(token), at, use="refresh")
    if caller is None:
        raise _not_valid()
    row = app.database.write(lambda unit: _renewed(unit, caller, at))
    if row is None:
        raise _not_valid()
    if row.ended_at is not None:
        app.ended.add([row], at)
        logs.write(at, "refresh_token_reused", session=row.id)
        raise _not_valid()
    access, refresh = app.tokens.renew(caller, at, row.generation)
    content = {"access_token": access, "refresh_token": refresh}
    return succeeded("The session is renewed.", content)


def _renewed(unit: Unit, caller: Caller, at: datetime) -> SessionRow | None:
    """
    Return a session as its refresh token leaves it: renewed, or ended by it.

    None if it had ended before.
    """
    session = caller.session
    assert session is not None
    unit.sessions.forget(at)
    all_ended = unit.sessions.all_ended_at(caller.id)
    if all_ended is not None and session.issued_at <= all_ended:
        return None
    # Without a row nothing says that the token was used, also after a database was
    # lost: it counts from the token's own generation then.
    row = unit.sessions.held(
        SessionRow(
            owner=caller.id,
            id=session.id,
            generation=session.generation,
            until=at + REFRESH,
        )
    )
    if row.ended_at is not None:
        return None
    if session.generation < row.generation:
        last = row.renewed_at
        is_last = session.generation == row.generation - 1
        if is_last and last is not None and at - last <= GRACE:
            return row
        row = evolve(row, ended_at=at, until=at + REFRESH)
    else:
        row = evolve(
            row,
            generation=session.generation + 1,
            renewed_at=at,
            until=at + REFRESH,
        )
    unit.sessions.put(row)
    return row


def end_session(call: Call) -> Envelope:
    """End the session of the token: neither of its tokens is valid any more."""
    session = call.caller.session
    if session is None:
        message = "this token is the shop's own and has no session that could end"
        raise conflict("no_session", message)
    _end(call.app, call.caller.id, session.id)
    return succeeded("The session has ended.", {})


def end_sessions(call: Call) -> Envelope:
    """
    End all sessions of a customer or a guest: `{user_id}`.

    For the merchant.  Fixed tokens belong to no session and stay valid.
    """
    body = call.document()
    check = Validator()
    check.keys("", body, ("user_id",))
    user = check.text("user_id", body.get("user_id"), needed="a user's id")
    check.raise_any()
    _end(call.app, user, "")
    return succeeded("The sessions have ended.", {})


def _end(app: App, owner: str, session: str) -> None:
    at = app.clock()
    ended = SessionRow(owner=owner, id=session, ended_at=at, until=at + REFRESH)

    def end(unit: Unit) -> SessionRow:
        unit.sessions.forget(at)
        row = evolve(unit.sessions.held(ended), ended_at=at, until=at + REFRESH)
        unit.sessions.put(row)
        return row

    app.ended.add([app.database.write(end)], at)


def _not_valid() -> RequestError:
    message = "this token is not valid or has expired"
    return request_error(UNAUTHORIZED, "unauthorized", message)


def read_ends(app: App) -> None:
    """Learn which sessions ended in other processes."""
    app.ended.read(app.database, app.clock())


def watch_ends(app: App, every: float = EVERY) -> None:
    """Do so *every* so many seconds, 2 by default, until the service stops."""
    while not app.stopping.wait(every):
        try:
            read_ends(app)
        except Exception as error:  # noqa: BLE001 - the next time may go well
            logs.write(app.clock(), "ends_not_read", error=type(error).__name__)

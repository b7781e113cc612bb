# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The routes of sessions: begin one as a guest, refresh its tokens."""

from __future__ import annotations

from checkout_core.checks import Validator
from checkout_core.service.calls import Call, request_error
from checkout_core.service.dependencies import new_id
from checkout_core.service.tokens import Caller
from checkout_core.wire.envelopes import UNAUTHORIZED, Envelope, succeeded


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
    """Exchange a refresh token for two new tokens."""
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
        raise request_error(
            UNAUTHORIZED, "unauthorized", "this token is not valid or has expired"
        )
    access, refresh = app.tokens.issue(caller, at)
    content = {"access_token": access, "refresh_token": refresh}
    return succeeded("The session is renewed.", content)

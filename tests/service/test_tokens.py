# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Tokens: whom they open for, how long, and what opens nothing."""

from __future__ import annotations

import json

from datetime import timedelta

import pytest

from checkout_core.service import Caller, Tokens
from checkout_core.service.dependencies import now
from tests.factories.service import NOON


TOKENS = Tokens("shop", b"secret", {"agreed": Caller("meera", known=True)})
GUEST = Caller("guest")


def test_a_token_opens_for_whom_it_was_issued() -> None:
    """Both of a pair, each for its own use."""
    access, refresh = TOKENS.issue(GUEST, NOON)

    assert (GUEST, GUEST, None, None) == (
        TOKENS.caller(access, NOON),
        TOKENS.caller(refresh, NOON, "refresh"),
        TOKENS.caller(refresh, NOON),
        TOKENS.caller(access, NOON, "refresh"),
    )


def test_a_token_ends() -> None:
    """It opens for an hour and not a second longer."""
    access, _ = TOKENS.issue(GUEST, NOON)
    hour = timedelta(hours=1)

    assert (GUEST, None) == (
        TOKENS.caller(access, NOON + hour - timedelta(seconds=1)),
        TOKENS.caller(access, NOON + hour),
    )


def test_an_agreed_token_opens() -> None:
    """It does not end, and refreshes nothing."""
    assert (Caller("meera", known=True), None) == (
        TOKENS.caller("agreed", NOON),
        TOKENS.caller("agreed", NOON, "refresh"),
    )


@pytest.mark.parametrize(
    "other", [Tokens("other", b"secret"), Tokens("shop", b"secrets")]
)
def test_a_token_of_another_store(other: Tokens) -> None:
    """Neither another store's token opens, nor one that another secret signed."""
    access, _ = other.issue(GUEST, NOON)

    assert TOKENS.caller(access, NOON) is None


def test_a_token_that_was_changed() -> None:
    """One bit is enough for it not to open any more."""
    access, _ = TOKENS.issue(GUEST, NOON)
    changed = [
        access[:at] + chr(ord(access[at]) ^ 1) + access[at + 1 :]
        for at in range(len(access))
    ]

    assert {None} == {TOKENS.caller(each, NOON) for each in changed}


@pytest.mark.parametrize("text", ["", ".", "..", "a.b", "a.b.c", "é.ü.ñ", "x" * 5000])
def test_a_text_that_is_no_token(text: str) -> None:
    """Whatever it is, it opens nothing and breaks nothing."""
    assert TOKENS.caller(text, NOON) is None


def test_a_token_reads_as_the_vendors_client_reads_it() -> None:
    """Three parts, the second one says who it is and when it ends."""
    import base64

    access, _ = TOKENS.issue(Caller("meera", known=True), NOON)
    body = access.split(".")[1]
    found = json.loads(base64.urlsafe_b64decode(body + "=="))

    assert ("meera", "meera", True, False, int(NOON.timestamp()) + 3600) == tuple(
        found[key]
        for key in ("ulid", "customer_id", "is_logged_in", "is_anonymous", "exp")
    )


def test_the_clock_is_to_the_second() -> None:
    """Moments are stored and compared as text, so they have one form."""
    found = now()

    assert ("+00:00", 25) == (found.isoformat()[-6:], len(found.isoformat()))

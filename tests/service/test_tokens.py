# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Tokens: whom they open for, how long, and what opens nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from checkout_core import CheckoutError
from checkout_core.service import Caller, Tokens
from checkout_core.service.dependencies import now
from checkout_core.service.tokens import MAX_TOKEN
from tests.factories.service import NOON


OLD, NEW = b"o" * 32, b"n" * 32
AGREED = "agreed-with-meera"
TOKENS = Tokens("shop", OLD, {AGREED: Caller("meera", known=True)})
GUEST = Caller("guest")


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the head and the payload of a token, as any reader decodes them."""
    head, payload, _ = token.split(".")
    first, second = (
        json.loads(base64.urlsafe_b64decode(each + "=" * (-len(each) % 4)))
        for each in (head, payload)
    )
    return first, second


def signed(head: object, payload: object, secret: bytes = OLD) -> str:
    """Return a token of these parts that *secret* signs, without a library."""
    text = ".".join(encoded(json.dumps(each).encode()) for each in (head, payload))
    return f"{text}.{encoded(hmac.new(secret, text.encode(), hashlib.sha256).digest())}"


def encoded(data: bytes) -> str:
    """Return the text of one part."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


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
    """It does not end, belongs to no session, and refreshes nothing."""
    found = TOKENS.caller(AGREED, NOON)

    assert (Caller("meera", known=True), None) == (
        found,
        TOKENS.caller(AGREED, NOON, "refresh"),
    )
    assert found is not None
    assert found.session is None


@pytest.mark.parametrize("other", [Tokens("other", OLD), Tokens("shop", NEW)])
def test_a_token_of_another_store(other: Tokens) -> None:
    """Neither another store's token opens, nor one that another secret signed."""
    access, _ = other.issue(GUEST, NOON)

    assert TOKENS.caller(access, NOON) is None


def test_a_token_that_was_changed() -> None:
    """One bit is enough for it not to open any more."""
    access, _ = TOKENS.issue(GUEST, NOON)
    changed = [
        access[:at] + chr(ord(access[at]) ^ bit) + access[at + 1 :]
        for at in range(len(access))
        for bit in (1, 2, 32)
    ]

    assert {None} == {TOKENS.caller(each, NOON) for each in changed}


@pytest.mark.parametrize("more", ["=", "==", ".", "A", "é", "\n"])
def test_a_token_has_one_text(more: str) -> None:
    """Nothing can be added to it, also what its encoding would pass over."""
    access, _ = TOKENS.issue(GUEST, NOON)

    assert TOKENS.caller(access + more, NOON) is None
    assert TOKENS.caller(more + access, NOON) is None


@pytest.mark.parametrize(
    "text", ["", ".", "..", "a.b", "a.b.c", "é.ü.ñ", "\ud800", "x" * (MAX_TOKEN + 1)]
)
def test_a_text_that_is_no_token(text: str) -> None:
    """Whatever it is, it opens nothing and breaks nothing."""
    assert TOKENS.caller(text, NOON) is None


@pytest.mark.parametrize(
    "change",
    [
        {"alg": "none"},
        {"alg": "HS384"},
        {"alg": "RS256"},
        {"kid": "0"},
        {"kid": "../../dev/null"},
        {"jwk": {"k": ""}},
        {"deep": json.loads("[" * 200 + "]" * 200)},
    ],
)
def test_the_head_is_ours_to_choose(change: dict[str, Any]) -> None:
    """Only the head that we write is taken, also where the signature fits."""
    access, _ = TOKENS.issue(GUEST, NOON)
    head, payload = parts(access)
    unsigned = f"{signed({**head, **change}, payload).rpartition('.')[0]}."

    assert ("HS256", "JWT") == (head["alg"], head["typ"])
    assert TOKENS.caller(signed({**head, **change}, payload), NOON) is None
    assert TOKENS.caller(unsigned, NOON) is None


@pytest.mark.parametrize(
    "key", ["aud", "iss", "exp", "iat", "jti", "use", "sid", "generation", "ulid"]
)
def test_every_claim_is_needed(key: str) -> None:
    """A token that our secret signed for something else opens nothing."""
    access, _ = TOKENS.issue(GUEST, NOON)
    kid = parts(access)[0]["kid"]
    payload = parts(access)[1]
    whole = jwt.encode(payload, OLD, "HS256", headers={"kid": kid})
    less = {name: value for name, value in payload.items() if name != key}

    assert GUEST == TOKENS.caller(whole, NOON)
    assert (
        TOKENS.caller(jwt.encode(less, OLD, "HS256", headers={"kid": kid}), NOON)
        is None
    )


def test_a_token_reads_as_the_vendors_client_reads_it() -> None:
    """Three parts, the second one says who it is and when it ends."""
    access, _ = TOKENS.issue(Caller("meera", known=True), NOON)
    found = parts(access)[1]
    began = int(NOON.timestamp())

    assert {
        "ulid": "meera",
        "customer_id": "meera",
        "is_logged_in": True,
        "is_anonymous": False,
        "store_id": "shop",
        "iss": "shop",
        "aud": "shop",
        "use": "access",
        "iat": began,
        "exp": began + 3600,
        "generation": 0,
    } == {key: value for key, value in found.items() if key not in ("jti", "sid")}


def test_each_token_has_an_id_and_a_pair_its_session() -> None:
    """Two tokens of one pair share the session; two pairs share nothing."""
    found = [parts(each)[1] for _ in range(2) for each in TOKENS.issue(GUEST, NOON)]

    assert (4, 2) == (len({x["jti"] for x in found}), len({x["sid"] for x in found}))


def test_renewed_tokens_are_of_the_same_session() -> None:
    """They say how often it was renewed, and when."""
    access, _ = TOKENS.issue(GUEST, NOON)
    caller = TOKENS.caller(access, NOON)
    assert caller is not None
    assert caller.session is not None
    later = NOON + timedelta(minutes=5)
    renewed = TOKENS.caller(TOKENS.renew(caller, later, 3)[0], later)
    assert renewed is not None
    assert renewed.session is not None

    assert (GUEST, caller.session.id, 3, later) == (
        renewed,
        renewed.session.id,
        renewed.session.generation,
        renewed.session.issued_at,
    )


# Secrets ----------------------------------------------------------------------------


def test_a_secret_can_be_changed() -> None:
    """The first signs, all verify, and what is left out does not any more."""
    both = Tokens("shop", [NEW, OLD])
    before, after = TOKENS.issue(GUEST, NOON)[0], both.issue(GUEST, NOON)[0]
    only_new = Tokens("shop", NEW)

    assert [(GUEST, GUEST), (None, GUEST), (GUEST, None)] == [
        (each.caller(before, NOON), each.caller(after, NOON))
        for each in (both, only_new, TOKENS)
    ]


def test_short_secrets_and_tokens_are_refused() -> None:
    """All together, and none is shown."""
    fixed = {
        "x" * 15: Caller("meera", known=True),
        "y" * 31: Caller("merchant", merchant=True),
        "z" * 16: Caller("arjun", known=True),
    }
    with pytest.raises(CheckoutError) as caught:
        Tokens("shop", [b"s" * 31, b"t" * 32], fixed)

    assert [
        ("secrets[0]", "secret_too_short"),
        ("fixed[meera]", "token_too_short"),
        ("fixed[merchant]", "token_too_short"),
    ] == [(each.path, each.code) for each in caught.value.faults]
    assert [] == [x for x in ("sss", "xxx", "yyy") if x in str(caught.value)]


def test_no_secret_is_refused() -> None:
    """Nothing could be signed."""
    with pytest.raises(CheckoutError, match="secrets: this is missing"):
        Tokens("shop", ())


def test_a_repr_shows_no_secret() -> None:
    """Neither secrets nor fixed tokens."""
    assert "Tokens(store_id='shop')" == repr(TOKENS)


def test_the_clock_is_to_the_second() -> None:
    """Moments are stored and compared as text, so they have one form."""
    found = now()

    assert ("+00:00", 25) == (found.isoformat()[-6:], len(found.isoformat()))
    assert UTC == datetime.fromisoformat(found.isoformat()).tzinfo

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Bearer tokens: signed by this service, or fixed by the host.

A signed token is a JSON web token (HS256, by PyJWT), from which the vendor's client
reads the user, and needs no storage; a fixed one is any text.  Promises that secrets
and fixed tokens are not shown in a repr or an error, and that a fixed token is found by
its SHA-256, so that the time it takes tells nothing about its text.

The head of a token is compared with our own heads as a text and never read: neither its
algorithm nor anything else in it is a choice of the client.
"""

from __future__ import annotations

import hashlib
import re
import secrets

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any

import jwt

from attrs import field, frozen

from checkout_core.checks import Validator
from checkout_core.http import MASK


#: How long an access token is valid, and how long a refresh token.
ACCESS = timedelta(hours=1)
REFRESH = timedelta(days=30)

#: The longest token; longer ones are refused without hashing.
MAX_TOKEN = 4_096
#: The last so many valid tokens are not verified again: a shopper sends the same one
#: for an hour, and checking a signature takes as long as a statement of the database.
_REMEMBERED = 4_096
#: A shorter key than the hash has makes HMAC weaker than the hash (RFC 7518, 3.2).
LEAST_SECRET = 32
#: The fewest characters of the merchant's fixed token, and of a customer's.
LEAST_MERCHANT_TOKEN, LEAST_TOKEN = 32, 16

ALGORITHM = "HS256"
#: 32 bytes of signature are 42 characters and one that has two bits to spare, which are
#: 0 in what we write: each token has one text only.
_IS_TOKEN = re.compile(
    r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]"
).fullmatch
#: Its type has a name only in later versions of PyJWT.
_OPTIONS: Any = {
    "require": [
        "exp",
        "iat",
        "jti",
        "use",
        "sid",
        "generation",
        "ulid",
        "is_logged_in",
    ],
    # The present moment is an argument here.
    "verify_exp": False,
    "verify_iat": False,
}


@frozen
class Session:
    """
    The session that a token belongs to.

    Attributes:
        id: names it among the sessions of its owner.
        issued_at: when the token was issued, to the second.
        generation: how often the tokens of the session had been renewed then, 0 by
            default.
    """

    id: str
    issued_at: datetime
    generation: int = 0


@frozen
class Caller:
    """
    Who is calling.

    Attributes:
        id: the owner of carts and orders.
        known: whether the id is that of a customer and not of a guest's session, False
            by default.
        merchant: whether they may ship and refund every order, False by default.
        operator: whether they may read the metrics and nothing else, False by default.
        session: the session of the token, None (the default) for a fixed one; callers
            are compared without it.
    """

    id: str
    known: bool = False
    merchant: bool = False
    operator: bool = False
    session: Session | None = field(default=None, eq=False)


@frozen
class _Signed:
    """What a token says: its use, when it ends in seconds since 1970, and whose."""

    use: str
    end: int
    caller: Caller


def check_secret(check: Validator, path: str, secret: bytes) -> None:
    """Add a fault for a secret that is too short; it is not shown."""
    if len(secret) < LEAST_SECRET:
        check.add(path, "secret_too_short", MASK, least=LEAST_SECRET)


def check_fixed(check: Validator, path: str, token: str, *, merchant: bool) -> None:
    """Add a fault for a fixed token that is too short; it is not shown."""
    least = LEAST_MERCHANT_TOKEN if merchant else LEAST_TOKEN
    if len(token) < least:
        check.add(path, "token_too_short", MASK, least=least)


def _tuple(found: bytes | Sequence[bytes]) -> tuple[bytes, ...]:
    return (found,) if isinstance(found, bytes) else tuple(found)


@frozen
class Tokens:
    """
    The service's tokens: secrets for signing, and fixed tokens.

    Raises `CheckoutError` for a secret of fewer than 32 bytes, and for a fixed token of
    fewer than 16 characters, the merchant's of fewer than 32.

    Attributes:
        store_id: the store that tokens are for: their issuer and audience.
        secrets: the keys, one or several: the first signs, all verify.  To change a
            secret, put the new one first, and leave the old one out after 30 days, when
            the last token that it signed has expired.
        fixed: callers by their fixed token, none by default.
    """

    store_id: str
    secrets: tuple[bytes, ...] = field(converter=_tuple, repr=False)
    fixed: Mapping[str, Caller] = field(factory=dict, repr=False)

    def __attrs_post_init__(self) -> None:
        """Check how long each is."""
        check = Validator()
        if not self.secrets:
            check.needed("secrets", None, "a secret")
        for index, each in enumerate(self.secrets):
            check_secret(check, f"secrets[{index}]", each)
        for token, caller in self.fixed.items():
            path = f"fixed[{caller.id}]"
            check_fixed(check, path, token, merchant=caller.merchant)
        check.raise_any()

    @cached_property
    def _keys(self) -> Mapping[str, bytes]:
        """The secrets by the first part of every token that they sign."""
        return {_head(each): each for each in self.secrets}

    @cached_property
    def _callers(self) -> Mapping[bytes, Caller]:
        return {_digest(token): caller for token, caller in self.fixed.items()}

    def issue(self, caller: Caller, at: datetime) -> tuple[str, str]:
        """Return an access token and a refresh token of a new session of *caller*."""
        return self._pair(caller, at, secrets.token_urlsafe(12), 0)

    def renew(self, caller: Caller, at: datetime, generation: int) -> tuple[str, str]:
        """
        Return new tokens of the caller's session.

        *generation* counts how often its tokens have been renewed now.
        """
        assert caller.session is not None
        return self._pair(caller, at, caller.session.id, generation)

    def caller(self, token: str, at: datetime, use: str = "access") -> Caller | None:
        """
        Return the owner of *token* at the moment *at*, None if it is not valid.

        Whether the session has been ended is not known here.
        """
        if len(token) > MAX_TOKEN:
            return None
        if use == "access":
            owner = self._callers.get(_digest(token))
            if owner is not None:
                return owner
        try:
            signed = self._verified(token)
        except jwt.InvalidTokenError:
            return None
        if signed.use != use or signed.end <= int(at.timestamp()):
            return None
        return signed.caller

    def _pair(
        self, caller: Caller, at: datetime, session: str, generation: int
    ) -> tuple[str, str]:
        more = {"sid": session, "generation": generation}
        access = self._signed(caller, "access", at, at + ACCESS, more)
        return access, self._signed(caller, "refresh", at, at + REFRESH, more)

    def _signed(
        self,
        caller: Caller,
        use: str,
        at: datetime,
        end: datetime,
        more: Mapping[str, Any],
    ) -> str:
        payload = {
            "ulid": caller.id,
            "customer_id": caller.id if caller.known else None,
            "is_logged_in": caller.known,
            "is_anonymous": not caller.known,
            "store_id": self.store_id,
            "iss": self.store_id,
            "aud": self.store_id,
            "use": use,
            "jti": secrets.token_urlsafe(12),
            "iat": int(at.timestamp()),
            "exp": int(end.timestamp()),
            **more,
        }
        key = self.secrets[0]
        return jwt.encode(payload, key, ALGORITHM, headers=_key_id(key))

    @cached_property
    def _verified(self) -> Callable[[str], _Signed]:
        """Returns what a token says, or raises; what is not valid is not kept."""
        return lru_cache(_REMEMBERED)(self._verify)

    def _verify(self, token: str) -> _Signed:
        """Return what a token says that we signed; raise `InvalidTokenError`."""
        key = self._keys.get(token.partition(".")[0])
        if key is None or not _IS_TOKEN(token):
            raise jwt.InvalidTokenError
        payload: dict[str, Any] = jwt.decode(
            token,
            key,
            [ALGORITHM],
            audience=self.store_id,
            issuer=self.store_id,
            options=_OPTIONS,
        )
        issued_at = datetime.fromtimestamp(payload["iat"], UTC)
        session = Session(payload["sid"], issued_at, payload["generation"])
        caller = Caller(payload["ulid"], payload["is_logged_in"], session=session)
        return _Signed(payload["use"], payload["exp"], caller)


def _head(key: bytes) -> str:
    text = jwt.encode({}, key, ALGORITHM, headers=_key_id(key))
    return text.partition(".")[0]


def _key_id(key: bytes) -> dict[str, str]:
    return {"kid": hashlib.sha256(b"key id:" + key).hexdigest()[:16]}


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()

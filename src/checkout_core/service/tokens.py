# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Bearer tokens: signed by this service, or fixed by the host.

A signed token is a JSON web token (HS256), from which the vendor's client reads the
user, and needs no storage; a fixed one is any text.  Promises that secrets and
signatures are compared in constant time and are not shown in a repr.  Only our own
signature is accepted: the algorithm in a token's header is ignored.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import field, frozen


#: How long an access token is valid, and how long a refresh token.
ACCESS = timedelta(hours=1)
REFRESH = timedelta(days=30)

#: The longest token; longer ones are refused without hashing.
MAX_TOKEN = 4_096

_HEAD = {"alg": "HS256", "typ": "JWT"}


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
    """

    id: str
    known: bool = False
    merchant: bool = False
    operator: bool = False


@frozen
class Tokens:
    """
    The service's tokens: a secret for signing, and fixed tokens.

    Attributes:
        store_id: the store that tokens are for.
        secret: the key that signs them.
        fixed: callers by their fixed token, none by default.
    """

    store_id: str
    secret: bytes = field(repr=False)
    fixed: Mapping[str, Caller] = field(factory=dict, repr=False)

    def issue(self, caller: Caller, at: datetime) -> tuple[str, str]:
        """Return an access token and a refresh token for *caller*."""
        access = self._signed(caller, "access", at, at + ACCESS)
        return access, self._signed(caller, "refresh", at, at + REFRESH)

    def caller(self, token: str, at: datetime, use: str = "access") -> Caller | None:
        """Return the owner of *token* at the moment *at*, None if it is not valid."""
        if len(token) > MAX_TOKEN:
            return None
        if use == "access":
            digest = hashlib.sha256(token.encode()).digest()
            owner = None
            # All are compared, so that the time needed does not depend on the token.
            for known, caller in self.fixed.items():
                wanted = hashlib.sha256(known.encode()).digest()
                if hmac.compare_digest(digest, wanted):
                    owner = caller
            if owner is not None:
                return owner
        payload = self._payload(token)
        now = int(at.timestamp())
        is_ours = payload.get("store_id") == self.store_id and payload.get("use") == use
        if not is_ours or payload["exp"] <= now:
            return None
        return Caller(payload["ulid"], payload["is_logged_in"])

    def _signed(self, caller: Caller, use: str, at: datetime, end: datetime) -> str:
        payload = {
            "ulid": caller.id,
            "customer_id": caller.id if caller.known else None,
            "is_logged_in": caller.known,
            "is_anonymous": not caller.known,
            "store_id": self.store_id,
            "use": use,
            "iat": int(at.timestamp()),
            "exp": int(end.timestamp()),
        }
        text = ".".join(
            _encoded(json.dumps(each).encode()) for each in (_HEAD, payload)
        )
        return f"{text}.{self._signature(text)}"

    def _signature(self, text: str) -> str:
        digest = hmac.new(self.secret, text.encode(), hashlib.sha256).digest()
        return _encoded(digest)

    def _payload(self, token: str) -> dict[str, Any]:
        """Return the payload of a token that we signed, {} for any other."""
        text, _, signature = token.rpartition(".")
        wanted = self._signature(text).encode()
        if not hmac.compare_digest(signature.encode(), wanted):
            return {}
        body = text.partition(".")[2]
        payload: dict[str, Any] = json.loads(
            base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        )
        return payload


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

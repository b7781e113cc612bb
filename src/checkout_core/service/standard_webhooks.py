# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Signatures of webhooks as Standard Webhooks 1.0.0 has them (standardwebhooks.com).

A message is signed with `HMAC-SHA256` over `{id}.{timestamp}.{body}`, once for each
secret, so that a receiver can change its secret without losing a message.  Knows
nothing of what a message is about.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from attrs import field, frozen

from checkout_core.http import JSON, MASK


if TYPE_CHECKING:
    from checkout_core.checks import Validator
    from checkout_core.http import Transport


__all__ = ["Receiver", "headers", "read_secrets", "signature"]


#: How a secret begins; the rest is base64.
PREFIX = "whsec_"
#: The least and the most bytes of a secret.
SHORTEST, LONGEST = 24, 64


@frozen
class Receiver:
    """
    Where messages are sent.

    Attributes:
        url: its URL, https unless it is on this machine.
        secrets: the keys that sign them, at least one; several while the receiver
            changes from one to another.
        transport: sends them; it follows no redirects.
    """

    url: str
    secrets: tuple[bytes, ...] = field(repr=False)
    transport: Transport


def read_secrets(check: Validator, path: str, text: str) -> tuple[bytes, ...]:
    """
    Return the secrets in *text*, with blanks between them; note what is wrong.

    Each is written as `whsec_` and the base64 of 24 to 64 random bytes.  No fault shows
    one.
    """
    found = []
    for each in text.split():
        try:
            key = base64.b64decode(each.removeprefix(PREFIX), validate=True)
        except binascii.Error:
            key = b""
        if each.startswith(PREFIX) and SHORTEST <= len(key) <= LONGEST:
            found.append(key)
        else:
            check.add(path, "webhook_secret", MASK, least=SHORTEST, most=LONGEST)
    return tuple(found)


def signature(key: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    """
    Return the signature of a message, with its version.

    >>> key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    >>> signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 1}')
    'v1,9sV6Sa+ekXLnhUkrOCE3SJVGOcubdjGsseFXTLj8pSc='
    """
    signed = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def headers(
    keys: Iterable[bytes], message_id: str, at: datetime, body: bytes
) -> tuple[tuple[str, str], ...]:
    """Return the headers of a message that is sent *at* a moment."""
    timestamp = int(at.timestamp())
    signed = " ".join(signature(key, message_id, timestamp, body) for key in keys)
    return (
        ("Content-Type", JSON),
        ("webhook-id", message_id),
        ("webhook-timestamp", str(timestamp)),
        ("webhook-signature", signed),
    )

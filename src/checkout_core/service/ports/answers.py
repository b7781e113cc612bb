# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The port of the answers that are kept by the key of their request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from attrs import field, frozen


if TYPE_CHECKING:
    from datetime import datetime


@frozen(kw_only=True)
class KeptAnswer:
    """
    A request with a key, and its answer once there is one.

    Attributes:
        owner: whose key it is; "" is the merchant.
        key: the key that the client chose.
        digest: the SHA-256 of the request in hex, used to recognise a repeat.
        reserved: a random text that is the same for every repeat, for the id of what
            the request makes.
        at: when the key was first used.
        leased_until: until this moment only the request that began may go on.
        status: the HTTP status of the answer, None (the default) until it is kept.
        text: the document of the answer as JSON text, "" (the default) until then.
    """

    owner: str
    key: str
    digest: str
    reserved: str
    at: datetime
    leased_until: datetime
    status: int | None = None
    text: str = field(default="", repr=False)


class Answers(Protocol):
    """The answers that are kept by the key of their request."""

    def held(self, row: KeptAnswer) -> KeptAnswer:
        """
        Return the stored row with the key of *row*; store *row* if there is none.

        Others that want it wait until the unit ends.
        """
        ...

    def put(self, row: KeptAnswer) -> None:
        """Store a changed row."""
        ...

    def forget(self, at: datetime) -> None:
        """Delete some of the rows whose key was first used before *at*."""
        ...

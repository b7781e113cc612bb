# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The repository of kept answers; moments are seconds since 1970.

Texts are compressed: an answer repeats its keys for each line of a cart.
"""

from __future__ import annotations

import zlib

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.service.database.tables import ANSWERS
from checkout_core.service.ports.answers import KeptAnswer


if TYPE_CHECKING:
    from checkout_core.service.database.statements import Statements


@frozen
class SqlAnswers:
    """The answers that are kept by the key of their request."""

    _sql: Statements

    def held(self, row: KeptAnswer) -> KeptAnswer:
        """Return the stored row with the key of *row*; store *row* if there is none."""
        self._sql.insert(ANSWERS, owner=row.owner, key=row.key, **_values(row))
        found = self._sql.one(
            ANSWERS, ANSWERS.c.owner == row.owner, ANSWERS.c.key == row.key
        )
        assert found is not None
        return KeptAnswer(
            owner=found.owner,
            key=found.key,
            digest=found.digest,
            reserved=found.reserved,
            at=datetime.fromtimestamp(found.at, UTC),
            leased_until=datetime.fromtimestamp(found.leased_until, UTC),
            status=found.status,
            text=zlib.decompress(found.body).decode("utf-8", "surrogatepass"),
        )

    def put(self, row: KeptAnswer) -> None:
        """Store a changed row."""
        self._sql.update(
            ANSWERS,
            ANSWERS.c.owner == row.owner,
            ANSWERS.c.key == row.key,
            **_values(row),
        )

    def forget(self, at: datetime) -> None:
        """Delete some of the rows whose key was first used before *at*."""
        self._sql.forget(ANSWERS, ANSWERS.c.at, int(at.timestamp()))


def _values(row: KeptAnswer) -> dict[str, Any]:
    return {
        "digest": row.digest,
        "reserved": row.reserved,
        "at": int(row.at.timestamp()),
        "leased_until": int(row.leased_until.timestamp()),
        "status": row.status,
        "body": zlib.compress(row.text.encode("utf-8", "surrogatepass")),
    }

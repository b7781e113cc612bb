# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The repository of what was taken from gift cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from attrs import frozen

from checkout_core.service.database.tables import GIFT_CARDS


if TYPE_CHECKING:
    from collections.abc import Iterable

    from checkout_core.service.database.statements import Statements


@frozen
class SqlGiftCards:
    """What was taken from gift cards so far, in minor units, by the keys of codes."""

    _sql: Statements

    def spent(self, keys: Iterable[str]) -> dict[str, int]:
        """Return what was taken from each card; those never used are left out."""
        query = sa.select(GIFT_CARDS).where(GIFT_CARDS.c.code.in_(list(keys)))
        return {row.code: row.spent for row in self._sql.connection.execute(query)}

    def spend(self, key: str, amount: int, balance: int) -> bool:
        """Take *amount* of a card's *balance*; return False if there is less."""
        self._sql.insert(GIFT_CARDS, code=key, spent=0)
        total = GIFT_CARDS.c.spent + amount
        mine = GIFT_CARDS.c.code == key
        return self._sql.update(GIFT_CARDS, mine, total <= balance, spent=total)

    def give(self, key: str, amount: int) -> None:
        """Give *amount* back to a card."""
        mine = GIFT_CARDS.c.code == key
        self._sql.update(GIFT_CARDS, mine, spent=GIFT_CARDS.c.spent - amount)

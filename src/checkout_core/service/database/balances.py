# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The repository of customers' points and credit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from attrs import frozen

from checkout_core.service.database.tables import BALANCES


if TYPE_CHECKING:
    from checkout_core.service.database.statements import Statements


@frozen
class SqlBalances:
    """The points and the credit of known customers."""

    _sql: Statements

    def get(self, customer_id: str) -> tuple[int, int]:
        """Return points, and credit in minor units; never below zero."""
        # Not locked: `spend` compares the balance, and accounts are locked after
        # counters.
        query = sa.select(BALANCES).where(BALANCES.c.customer_id == customer_id)
        row = self._sql.connection.execute(query).one_or_none()
        return (0, 0) if row is None else (max(row.points, 0), max(row.credit, 0))

    def spend(self, customer_id: str, points: int, credit: int) -> bool:
        """Take points and credit; return False and take nothing if there is less."""
        enough = (BALANCES.c.points >= points, BALANCES.c.credit >= credit)
        return self._sql.update(
            BALANCES,
            BALANCES.c.customer_id == customer_id,
            *enough,
            points=BALANCES.c.points - points,
            credit=BALANCES.c.credit - credit,
        )

    def add(self, customer_id: str, points: int, credit: int) -> None:
        """Give points and credit; negative amounts are taken, even below zero."""
        self.open(customer_id, 0, 0)
        self._sql.update(
            BALANCES,
            BALANCES.c.customer_id == customer_id,
            points=BALANCES.c.points + points,
            credit=BALANCES.c.credit + credit,
        )

    def open(self, customer_id: str, points: int, credit: int) -> None:
        """Open an account, unless there is one."""
        self._sql.insert(
            BALANCES, customer_id=customer_id, points=points, credit=credit
        )

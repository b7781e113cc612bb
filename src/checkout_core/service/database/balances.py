# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The repository of what customers have of each kind of tender."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from attrs import frozen

from checkout_core.service.database.tables import BALANCES
from checkout_core.tenders import OF_CUSTOMER


if TYPE_CHECKING:
    from collections.abc import Mapping

    from checkout_core.service.database.statements import Statements


@frozen
class SqlBalances:
    """What known customers have: counts of points, and amounts in minor units."""

    _sql: Statements

    def get(self, customer_id: str) -> dict[str, int]:
        """Return the balance of each kind of tender; never below zero."""
        # Not locked: `spend` compares the balance, and accounts are locked after
        # counters.
        query = sa.select(BALANCES).where(BALANCES.c.customer_id == customer_id)
        row = self._sql.connection.execute(query).one_or_none()
        if row is None:
            return dict.fromkeys(OF_CUSTOMER, 0)
        return {kind: max(getattr(row, kind), 0) for kind in OF_CUSTOMER}

    def spend(self, customer_id: str, amounts: Mapping[str, int]) -> bool:
        """Take *amounts* by kind; return False and take nothing if there is less."""
        enough = [BALANCES.c[kind] >= amount for kind, amount in amounts.items()]
        return self._sql.update(
            BALANCES,
            BALANCES.c.customer_id == customer_id,
            *enough,
            **{kind: BALANCES.c[kind] - amount for kind, amount in amounts.items()},
        )

    def add(self, customer_id: str, amounts: Mapping[str, int]) -> None:
        """Give *amounts* by kind; negative ones are taken, even below zero."""
        self.open(customer_id, {})
        self._sql.update(
            BALANCES,
            BALANCES.c.customer_id == customer_id,
            **{kind: BALANCES.c[kind] + amount for kind, amount in amounts.items()},
        )

    def open(self, customer_id: str, amounts: Mapping[str, int]) -> None:
        """Open an account with *amounts* by kind, unless there is one."""
        balances = {**dict.fromkeys(OF_CUSTOMER, 0), **amounts}
        self._sql.insert(BALANCES, customer_id=customer_id, **balances)

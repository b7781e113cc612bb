# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What 0.6.0 added first: budgets of offers, and gift cards."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op


revision, down_revision = "0004", "0003"

_KEY = sa.String(255)


def upgrade() -> None:
    """Create the tables of both, and say what a redemption took of a budget."""
    op.add_column("redemption", sa.Column("amount", sa.BigInteger))
    op.create_table(
        "budget",
        sa.Column("offer_id", _KEY, primary_key=True),
        sa.Column("taken", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "gift_card",
        sa.Column("code", _KEY, primary_key=True),
        sa.Column("spent", sa.BigInteger, nullable=False),
    )

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What 0.2.0 added: refunds by bank transfer."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op


revision, down_revision = "0002", "0001"

_KEY = sa.String(255)


def upgrade() -> None:
    """Create the table of bank transfers."""
    op.create_table(
        "bank_transfer",
        sa.Column("order_number", _KEY, primary_key=True),
        sa.Column("note", _KEY, primary_key=True),
        sa.Column("amount", sa.String(40), nullable=False),
        sa.Column("bank_account_id", _KEY, nullable=False),
        sa.Column("paid_at", sa.String(40)),
        sa.Column("reference", _KEY),
    )

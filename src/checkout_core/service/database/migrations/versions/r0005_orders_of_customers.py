# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What 0.6.0 added last: how many orders a customer placed."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op


revision, down_revision = "0005", "0004"


def upgrade() -> None:
    """Create the table; a customer who is not in it has what the catalogue says."""
    op.create_table(
        "customer_orders",
        sa.Column("customer_id", sa.String(255), primary_key=True),
        sa.Column("placed", sa.BigInteger, nullable=False),
    )

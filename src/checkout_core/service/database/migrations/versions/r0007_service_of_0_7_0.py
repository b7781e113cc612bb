# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What else 0.7.0 added; older releases refuse these tables."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op


revision, down_revision = "0007", "0006"

_KEY = sa.String(255)


def upgrade() -> None:
    """Add tables and indexes, and raise the version of all tables."""
    op.create_index("counter_of_customer", "counter", ["customer_id"])
    op.create_table(
        "session",
        sa.Column("owner", _KEY, primary_key=True),
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("renewed_at", sa.BigInteger),
        sa.Column("ended_at", sa.BigInteger, index=True),
        sa.Column("until", sa.BigInteger, nullable=False, index=True),
    )
    schema = sa.table("checkout_schema", sa.column("version"))
    op.execute(schema.update().values(version=2))

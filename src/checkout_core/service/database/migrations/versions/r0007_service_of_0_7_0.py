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
    # Keys of carts were kept for ever; those of every request are kept for a day.
    op.drop_table("idempotency_key")
    op.create_table(
        "answer",
        sa.Column("owner", _KEY, primary_key=True),
        sa.Column("key", _KEY, primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("reserved", sa.String(40), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
        sa.Column("leased_until", sa.BigInteger, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    schema = sa.table("checkout_schema", sa.column("version"))
    op.execute(schema.update().values(version=2))

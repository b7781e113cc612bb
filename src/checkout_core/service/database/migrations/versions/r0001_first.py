# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The tables of 0.1.0."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op


revision, down_revision = "0001", None

_KEY = sa.String(255)


def upgrade() -> None:
    """Create the tables of the first release."""
    op.create_table("checkout_schema", sa.Column("version", sa.Integer))
    op.create_table(
        "cart",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("owner", _KEY, nullable=False),
        sa.Column("wish", sa.Text, nullable=False),
        sa.Column("order_number", _KEY),
        sa.Column("created_at", sa.String(40), nullable=False),
    )
    op.create_index("cart_of_owner", "cart", ["owner", "created_at"])
    op.create_table(
        "idempotency_key",
        sa.Column("owner", _KEY, primary_key=True),
        sa.Column("key", _KEY, primary_key=True),
        sa.Column("asked", _KEY, nullable=False),
        sa.Column("cart_id", _KEY, nullable=False),
    )
    op.create_table(
        "placed_order",
        sa.Column("number", _KEY, primary_key=True),
        sa.Column("cart_id", _KEY, nullable=False, unique=True),
        sa.Column("owner", _KEY, nullable=False),
        sa.Column("placed_at", sa.String(40), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("granted", sa.BigInteger, nullable=False),
        sa.Column("restored", sa.BigInteger, nullable=False),
        sa.Column("credited", sa.BigInteger, nullable=False),
    )
    op.create_index("order_of_owner", "placed_order", ["owner", "placed_at"])
    op.create_table(
        "redemption",
        sa.Column("idempotency_key", sa.String(1100), primary_key=True),
        sa.Column("order_number", _KEY, nullable=False, index=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("offer_id", _KEY, nullable=False),
        sa.Column("code", _KEY),
        sa.Column("customer_id", _KEY),
        sa.Column("redeemed", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "counter",
        sa.Column("what", sa.String(20), primary_key=True),
        sa.Column("name", _KEY, primary_key=True),
        sa.Column("customer_id", _KEY, primary_key=True),
        sa.Column("redeemed", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "account",
        sa.Column("customer_id", _KEY, primary_key=True),
        sa.Column("points", sa.BigInteger, nullable=False),
        sa.Column("credit", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "attempt",
        sa.Column("gateway_key", _KEY, primary_key=True),
        sa.Column("gateway_id", _KEY, nullable=False),
        sa.Column("order_number", _KEY, nullable=False),
        sa.Column("nth", sa.Integer, nullable=False),
        sa.Column("asked", _KEY, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("until", sa.String(40), nullable=False),
        sa.Column("answer", sa.Text),
        sa.UniqueConstraint("order_number", "nth"),
    )
    op.create_table(
        "refund_call",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("note", _KEY, nullable=False),
        sa.Column("order_number", _KEY, nullable=False, index=True),
        sa.Column("gateway_id", _KEY, nullable=False),
        sa.Column("amount", sa.String(40), nullable=False),
        sa.Column("status", sa.String(40), nullable=False, index=True),
    )
    schema = sa.table("checkout_schema", sa.column("version"))
    op.execute(schema.insert().values(version=1))

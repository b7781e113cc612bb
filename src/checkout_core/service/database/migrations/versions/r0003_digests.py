# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What 0.3.0 added: the digest of an order's document."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op


revision, down_revision = "0003", "0002"


def upgrade() -> None:
    """Add the column; an order without a digest is verified when it is read."""
    op.add_column("placed_order", sa.Column("digest", sa.String(64)))

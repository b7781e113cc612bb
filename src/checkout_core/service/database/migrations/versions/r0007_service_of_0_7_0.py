# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What else 0.7.0 added; older releases refuse these tables."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op


revision, down_revision = "0007", "0006"


def upgrade() -> None:
    """Index the counters of a customer, and raise the version of all tables."""
    op.create_index("counter_of_customer", "counter", ["customer_id"])
    schema = sa.table("checkout_schema", sa.column("version"))
    op.execute(schema.update().values(version=2))

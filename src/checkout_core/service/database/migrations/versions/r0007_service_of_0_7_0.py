# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What the service's second half needs; older releases refuse these tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from alembic import op


if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


revision, down_revision = "0007", "0006"

_KEY = sa.String(255)
#: Older payment attempts are over; a day more for clocks that are not of UTC.
_RECENT = timedelta(days=3)


def upgrade() -> None:
    """Add tables, columns and indexes, and raise the version of all tables."""
    op.add_column("cart", sa.Column("shown", sa.Text))
    op.drop_index("cart_of_owner", "cart")
    not_ordered = sa.column("order_number").is_(None)
    op.create_index(
        "cart_open",
        "cart",
        ["owner", "created_at"],
        postgresql_where=not_ordered,
        sqlite_where=not_ordered,
    )
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
    op.create_table(
        "task",
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("key", _KEY, primary_key=True),
        sa.Column("due_at", sa.String(40), nullable=False, index=True),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("leased_until", sa.String(40)),
    )
    add_tasks(op.get_bind(), datetime.now(UTC))
    op.create_table(
        "refund_digest",
        sa.Column("order_number", _KEY, primary_key=True),
        sa.Column("refund_id", _KEY, primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.add_column("refund_call", sa.Column("asked_at", sa.String(40)))
    op.create_table(
        "outgoing_event",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("order_number", _KEY, nullable=False),
        sa.Column("event", _KEY, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_at", sa.String(40), nullable=False),
        sa.Column("delivered_at", sa.String(40), index=True),
    )
    schema = sa.table("checkout_schema", sa.column("version"))
    op.execute(schema.update().values(version=2))


def add_tasks(connection: Connection, at: datetime) -> None:
    """
    Add the tasks of what older releases, which knew none, left open *at* a moment.

    Every refund that has not ended, and the payment attempts of the last days: whether
    one is over is found when it is asked for.
    """
    columns = ("kind", "key", "due_at", "tries")
    tasks = sa.table("task", *map(sa.column, columns))
    attempts = sa.table("attempt", sa.column("gateway_key"), sa.column("at"))
    refunds = sa.table("refund_call", sa.column("id"), sa.column("status"))
    for kind, key, is_open in (
        ("payment", attempts.c.gateway_key, attempts.c.at >= _text(at - _RECENT)),
        ("refund", refunds.c.id, refunds.c.status.not_in(("SUCCESS", "FAILURE"))),
    ):
        row = (sa.literal(kind), key, sa.literal(_text(at)), sa.literal(0))
        found = sa.select(*row).where(is_open)
        connection.execute(tasks.insert().from_select(columns, found))


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")

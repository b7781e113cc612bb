# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The tables of the service.

A column keeps the name that it had in the first release, also where the code has a
better word for it (`key=`): tables of older releases are used as they are.
"""

from __future__ import annotations

import sqlalchemy as sa

from sqlalchemy.engine import Connection

from checkout_core.tenders import OF_CUSTOMER


#: Increased when older releases can no longer use these tables.
SCHEMA = 1

METADATA = sa.MetaData()
_KEY = sa.String(255)

SCHEMA_VERSION_TABLE = sa.Table(
    "checkout_schema", METADATA, sa.Column("version", sa.Integer)
)

CARTS = sa.Table(
    "cart",
    METADATA,
    sa.Column("id", _KEY, primary_key=True),
    sa.Column("owner", _KEY, nullable=False),
    sa.Column("wish", sa.Text, nullable=False, key="contents"),
    sa.Column("order_number", _KEY),
    sa.Column("created_at", sa.String(40), nullable=False),
    sa.Index("cart_of_owner", "owner", "created_at"),
)
IDEMPOTENCY_KEYS = sa.Table(
    "idempotency_key",
    METADATA,
    sa.Column("owner", _KEY, primary_key=True),
    sa.Column("key", _KEY, primary_key=True),
    sa.Column("asked", _KEY, nullable=False, key="digest"),
    sa.Column("cart_id", _KEY, nullable=False),
)
#: The column of what the refunds of an order gave back of each kind of tender.
RESTORED = {"points": "restored", "credit": "credited"}
ORDERS = sa.Table(
    "placed_order",
    METADATA,
    sa.Column("number", _KEY, primary_key=True),
    sa.Column("cart_id", _KEY, nullable=False, unique=True),
    sa.Column("owner", _KEY, nullable=False),
    sa.Column("placed_at", sa.String(40), nullable=False),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("granted", sa.BigInteger, nullable=False),
    *[sa.Column(name, sa.BigInteger, nullable=False) for name in RESTORED.values()],
    # NULL in an order that a release before this column wrote.
    sa.Column("digest", sa.String(64)),
    sa.Index("order_of_owner", "owner", "placed_at"),
)
REDEMPTIONS = sa.Table(
    "redemption",
    METADATA,
    sa.Column("idempotency_key", sa.String(1100), primary_key=True),
    sa.Column("order_number", _KEY, nullable=False, index=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("offer_id", _KEY, nullable=False),
    sa.Column("code", _KEY),
    sa.Column("customer_id", _KEY),
    sa.Column("redeemed", sa.BigInteger, nullable=False),
    # NULL without a budget, and in what a release before this column wrote.
    sa.Column("amount", sa.BigInteger),
)
#: One row for each counter: an offer, a code, an offer for a customer.
COUNTERS = sa.Table(
    "counter",
    METADATA,
    sa.Column("what", sa.String(20), primary_key=True),
    sa.Column("name", _KEY, primary_key=True),
    sa.Column("customer_id", _KEY, primary_key=True),
    sa.Column("redeemed", sa.BigInteger, nullable=False),
)
#: What was taken of the budget of each offer, in minor units; a table of its own, since
#: older releases know every row of the other.
BUDGETS = sa.Table(
    "budget",
    METADATA,
    sa.Column("offer_id", _KEY, primary_key=True),
    sa.Column("taken", sa.BigInteger, nullable=False),
)
BALANCES = sa.Table(
    "account",
    METADATA,
    sa.Column("customer_id", _KEY, primary_key=True),
    *[sa.Column(kind, sa.BigInteger, nullable=False) for kind in OF_CUSTOMER],
)
#: How many orders a customer placed, here and before; cancelled ones do not count.
CUSTOMER_ORDERS = sa.Table(
    "customer_orders",
    METADATA,
    sa.Column("customer_id", _KEY, primary_key=True),
    sa.Column("placed", sa.BigInteger, nullable=False),
)
#: What was taken from a gift card so far, by the key of its code.
GIFT_CARDS = sa.Table(
    "gift_card",
    METADATA,
    sa.Column("code", _KEY, primary_key=True),
    sa.Column("spent", sa.BigInteger, nullable=False),
)
ATTEMPTS = sa.Table(
    "attempt",
    METADATA,
    sa.Column("gateway_key", _KEY, primary_key=True),
    sa.Column("gateway_id", _KEY, nullable=False),
    sa.Column("order_number", _KEY, nullable=False),
    sa.Column("nth", sa.Integer, nullable=False, key="number"),
    sa.Column("asked", _KEY, nullable=False, key="digest"),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Column("until", sa.String(40), nullable=False),
    sa.Column("answer", sa.Text),
    sa.UniqueConstraint("order_number", "number"),
)
REFUND_REQUESTS = sa.Table(
    "refund_call",
    METADATA,
    sa.Column("id", _KEY, primary_key=True),
    sa.Column("note", _KEY, nullable=False, key="refund_id"),
    sa.Column("order_number", _KEY, nullable=False, index=True),
    sa.Column("gateway_id", _KEY, nullable=False),
    sa.Column("amount", sa.String(40), nullable=False),
    sa.Column("status", sa.String(40), nullable=False, index=True),
)
#: The digest of what was asked for under the id of a refund.
REFUND_DIGESTS = sa.Table(
    "refund_digest",
    METADATA,
    sa.Column("order_number", _KEY, primary_key=True),
    sa.Column("refund_id", _KEY, primary_key=True),
    sa.Column("digest", sa.String(64), nullable=False),
)
BANK_TRANSFERS = sa.Table(
    "bank_transfer",
    METADATA,
    sa.Column("order_number", _KEY, primary_key=True),
    sa.Column("note", _KEY, primary_key=True, key="refund_id"),
    sa.Column("amount", sa.String(40), nullable=False),
    sa.Column("bank_account_id", _KEY, nullable=False),
    sa.Column("paid_at", sa.String(40)),
    sa.Column("reference", _KEY),
)
#: What is still to be done.  Moments are text in UTC, all of one length, so that they
#: sort.
TASKS = sa.Table(
    "task",
    METADATA,
    sa.Column("kind", sa.String(20), primary_key=True),
    sa.Column("key", _KEY, primary_key=True),
    sa.Column("due_at", sa.String(40), nullable=False, index=True),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("leased_until", sa.String(40)),
)
#: Webhooks to the merchant's systems.  Moments are text in UTC, all of one length.
OUTGOING_EVENTS = sa.Table(
    "outgoing_event",
    METADATA,
    sa.Column("id", _KEY, primary_key=True),
    sa.Column("order_number", _KEY, nullable=False),
    sa.Column("event", _KEY, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("created_at", sa.String(40), nullable=False),
    sa.Column("delivered_at", sa.String(40), index=True),
)


#: Columns that tables of older releases may not have.
_LATER_COLUMNS = (
    (ORDERS, "digest", "VARCHAR(64)"),
    (REDEMPTIONS, "amount", "BIGINT"),
)


def create_tables(connection: Connection) -> None:
    """
    Create missing tables and columns.

    Raises `ValueError` if the tables are those of a later release.
    """
    METADATA.create_all(connection)
    for table, column, kind in _LATER_COLUMNS:
        columns = sa.inspect(connection).get_columns(table.name)
        if column not in {each["name"] for each in columns}:
            # An older release can use these tables at the same time: it does not write
            # the column, so an order that it changed has no digest or one that differs.
            connection.exec_driver_sql(
                f"ALTER TABLE {table.name} ADD COLUMN {column} {kind}"
            )
    version = connection.scalar(sa.select(SCHEMA_VERSION_TABLE.c.version))
    if version is None:
        connection.execute(SCHEMA_VERSION_TABLE.insert().values(version=SCHEMA))
    elif version != SCHEMA:
        message = f"the tables have version {version}, and {SCHEMA} is needed"
        raise ValueError(message)

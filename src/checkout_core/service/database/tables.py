# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The tables of the service, as the newest migration leaves them.

A column keeps the name that it had in the first release, also where the code has a
better word for it (`key=`).
"""

from __future__ import annotations

import sqlalchemy as sa

from checkout_core.tenders import OF_CUSTOMER


#: What `checkout_schema` says: releases before the sixth revision read it and refuse
#: any other number, so they never write into tables that they do not know.
SCHEMA = 2

METADATA = sa.MetaData()
_KEY = sa.String(255)
_WORD, _DIGEST = sa.String(40), sa.String(64)

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
    # NULL in a cart that no release with this column has shown.
    sa.Column("shown", sa.Text),
)
#: The carts of an owner that are not ordered yet: a few of the many that they had.
sa.Index(
    "cart_open",
    CARTS.c.owner,
    CARTS.c.created_at,
    postgresql_where=CARTS.c.order_number.is_(None),
    sqlite_where=CARTS.c.order_number.is_(None),
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
    sa.Column("granted", sa.BigInteger, nullable=False),
    *[sa.Column(name, sa.BigInteger, nullable=False) for name in RESTORED.values()],
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("status", _WORD, nullable=False),
    sa.Column("payment_status", _WORD, nullable=False),
    sa.Column("currency", sa.String(3), nullable=False),
    # In minor units.
    sa.Column("to_be_paid", sa.BigInteger, nullable=False),
    sa.Column("amount_paid", sa.BigInteger, nullable=False),
    sa.Column("amount_unpaid", sa.BigInteger, nullable=False),
    sa.Column("email", _KEY),
    sa.Column("phone", sa.String(10)),
    sa.Column("reversed", sa.Boolean, nullable=False),
    # Of the items that `order_quote` has, in characters.
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("form", sa.Integer, nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("summary_digest", _DIGEST, nullable=False),
    sa.Column("happened", sa.Text, nullable=False),
    sa.Column("digest", _DIGEST, nullable=False),
    sa.Column("shown_by", _WORD, nullable=False),
    sa.Column("shown_digest", _DIGEST),
    sa.Column("shown", sa.Text),
    sa.Index("order_of_owner", "owner", "placed_at"),
    sa.Index("order_placed", "placed_at", "number"),
    sa.Index("order_in_status", "status", "placed_at", "number"),
    sa.Index("order_in_payment_status", "payment_status", "placed_at", "number"),
    sa.Index("order_of_email", "email", "placed_at"),
    sa.Index("order_of_phone", "phone", "placed_at"),
    sa.Index("order_reversed", "reversed", "placed_at", "number"),
    # Numbers are also searched by how they begin, whatever the collation.
    sa.Index(
        "order_number_begins",
        "number",
        postgresql_ops={"number": "varchar_pattern_ops"},
    ),
)
#: What never changes of an order.  A table of its own, since SQLite writes a row as a
#: whole whenever one of its columns changes.
QUOTES = sa.Table(
    "order_quote",
    METADATA,
    sa.Column("order_number", _KEY, primary_key=True),
    sa.Column("items_digest", _DIGEST, nullable=False),
    sa.Column("offers_digest", _DIGEST, nullable=False),
    sa.Column("quote_digest", _DIGEST, nullable=False),
    sa.Column("order_items", sa.Text, nullable=False),
    sa.Column("offers", sa.Text, nullable=False),
    sa.Column("quote", sa.LargeBinary, nullable=False),
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
    # NULL without a budget, and in what a release before 0.6.0 wrote.
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
    sa.Index("counter_of_customer", "customer_id"),
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
    # NULL in what a release before this column wrote.
    sa.Column("asked_at", sa.String(40)),
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
#: Sessions that were renewed or ended; moments in seconds since 1970.
SESSIONS = sa.Table(
    "session",
    METADATA,
    sa.Column("owner", _KEY, primary_key=True),
    sa.Column("id", _KEY, primary_key=True),
    sa.Column("generation", sa.Integer, nullable=False),
    sa.Column("renewed_at", sa.BigInteger),
    sa.Column("ended_at", sa.BigInteger, index=True),
    sa.Column("until", sa.BigInteger, nullable=False, index=True),
)
#: Requests with a key and their answers; moments in seconds since 1970.
ANSWERS = sa.Table(
    "answer",
    METADATA,
    sa.Column("owner", _KEY, primary_key=True),
    sa.Column("key", _KEY, primary_key=True),
    sa.Column("digest", _DIGEST, nullable=False),
    sa.Column("reserved", _WORD, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False, index=True),
    sa.Column("leased_until", sa.BigInteger, nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("body", sa.LargeBinary, nullable=False),
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

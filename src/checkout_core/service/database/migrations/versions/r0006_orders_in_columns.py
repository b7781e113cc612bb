# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
An order is columns, a quote and what happened, not one document.

Promises that each quote is kept digit for digit, that an order which is not what was
written stays one that is refused when it is read, and that one order at a time is in
memory.
"""

from __future__ import annotations

import hashlib

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from alembic import op
from attrs import evolve

from checkout_core.errors import CheckoutError
from checkout_core.refunds import RefundPolicy
from checkout_core.service.database.orders import changing, constant, moment_text
from checkout_core.service.documents import packed, record_of
from checkout_core.service.ports import OrderDocuments, OrderRow
from checkout_core.values import OURS
from checkout_core.wire import dumps, loads, read_order
from checkout_core.wire.orders import write_placed


if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


revision, down_revision = "0006", "0005"

_KEY, _WORD, _DIGEST = sa.String(255), sa.String(40), sa.String(64)

#: The new columns; those that every order has become `NOT NULL` once all are filled.
_NEEDED: tuple[tuple[str, Any], ...] = (
    ("version", sa.Integer()),
    ("status", _WORD),
    ("payment_status", _WORD),
    ("currency", sa.String(3)),
    ("to_be_paid", sa.BigInteger()),
    ("amount_paid", sa.BigInteger()),
    ("amount_unpaid", sa.BigInteger()),
    ("reversed", sa.Boolean()),
    ("size", sa.BigInteger()),
    ("form", sa.Integer()),
    ("summary", sa.Text()),
    ("summary_digest", _DIGEST),
    ("happened", sa.Text()),
    ("shown_by", _WORD),
)
_OPTIONAL: tuple[tuple[str, Any], ...] = (
    ("email", _KEY),
    ("phone", sa.String(10)),
    ("shown_digest", _DIGEST),
    ("shown", sa.Text()),
)
_INDEXES: Mapping[str, tuple[str, ...]] = {
    "order_placed": ("placed_at", "number"),
    "order_in_status": ("status", "placed_at", "number"),
    "order_in_payment_status": ("payment_status", "placed_at", "number"),
    "order_of_email": ("email", "placed_at"),
    "order_of_phone": ("phone", "placed_at"),
    "order_reversed": ("reversed", "placed_at", "number"),
}
_ORDERS = sa.table(
    "placed_order",
    *[
        sa.column(name, kind)
        for name, kind in (
            ("number", _KEY),
            ("cart_id", _KEY),
            ("owner", _KEY),
            ("placed_at", _WORD),
            ("document", sa.Text()),
            ("digest", _DIGEST),
            ("granted", sa.BigInteger()),
            ("restored", sa.BigInteger()),
            ("credited", sa.BigInteger()),
            *_NEEDED,
            *_OPTIONAL,
        )
    ],
)
_QUOTES = sa.table(
    "order_quote",
    sa.column("order_number", _KEY),
    sa.column("items_digest", _DIGEST),
    sa.column("offers_digest", _DIGEST),
    sa.column("quote_digest", _DIGEST),
    sa.column("order_items", sa.Text()),
    sa.column("offers", sa.Text()),
    sa.column("quote", sa.LargeBinary()),
)


def upgrade() -> None:
    """Add the columns, convert each order, and drop the documents."""
    op.create_table(
        "order_quote",
        sa.Column("order_number", _KEY, primary_key=True),
        sa.Column("items_digest", _DIGEST, nullable=False),
        sa.Column("offers_digest", _DIGEST, nullable=False),
        sa.Column("quote_digest", _DIGEST, nullable=False),
        sa.Column("order_items", sa.Text(), nullable=False),
        sa.Column("offers", sa.Text(), nullable=False),
        sa.Column("quote", sa.LargeBinary(), nullable=False),
    )
    for name, kind in (*_NEEDED, *_OPTIONAL):
        op.add_column("placed_order", sa.Column(name, kind))
    connection = op.get_bind()
    for number in connection.scalars(sa.select(_ORDERS.c.number)).all():
        _convert(connection, number)
    # SQLite cannot change a column: the table is made again.
    with op.batch_alter_table("placed_order") as batch:
        batch.drop_column("document")
        for name, kind in (*_NEEDED, ("digest", _DIGEST)):
            batch.alter_column(name, existing_type=kind, nullable=False)
    for name, columns in _INDEXES.items():
        op.create_index(name, "placed_order", list(columns))
    op.create_index(
        "order_number_begins",
        "placed_order",
        ["number"],
        postgresql_ops={"number": "varchar_pattern_ops"},
    )


def _convert(connection: Connection, number: str) -> None:
    mine = _ORDERS.c.number == number
    row = connection.execute(
        sa.select(
            _ORDERS.c.document,
            _ORDERS.c.digest,
            _ORDERS.c.cart_id,
            _ORDERS.c.owner,
            _ORDERS.c.granted,
            _ORDERS.c.restored,
            _ORDERS.c.credited,
            _ORDERS.c.placed_at,
        ).where(mine)
    ).one()
    order, quote = _converted(row) or _damaged(row)
    known = {each.name for each in _ORDERS.columns}
    order = {name: value for name, value in order.items() if name in known}
    connection.execute(sa.update(_ORDERS).where(mine).values(**order))
    connection.execute(sa.insert(_QUOTES).values(order_number=number, **quote))


def _converted(row: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return the columns of an order and of its quote, None if it is damaged."""
    digest = hashlib.sha256(row.document.encode()).hexdigest()
    try:
        order = read_order(row.document, verify=row.digest != digest)
        stored = OrderRow(
            order=order,
            cart_id=row.cart_id,
            owner=row.owner,
            granted=row.granted,
            restored={"points": row.restored, "credit": row.credited},
        )
        policy = RefundPolicy()
        record = record_of(stored, policy, placed=write_placed(order, policy))
    except CheckoutError:
        return None
    assert record.documents is not None
    # As it was written, by whatever release.
    quote = dumps(loads(row.document, limit=None)[OURS]["quote"])
    documents = evolve(record.documents, quote=packed(quote))
    columns = changing(record) | {
        "placed_at": moment_text(order.placed_at),
        "size": len(documents.items),
    }
    return columns, constant(documents)


def _damaged(row: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """
    Return the columns of an order that is not what was written.

    Without digests it is verified whenever it is read, and refused as it was before.
    """
    whole: Any = {}
    with suppress(CheckoutError):
        whole = loads(row.document, limit=None)
    ours = whole.get(OURS) if isinstance(whole, Mapping) else None
    events, quote = row.document, ""
    if isinstance(ours, Mapping):
        events = dumps({key: each for key, each in ours.items() if key != "quote"})
        quote = dumps(ours.get("quote"))
    columns = {
        "version": 1,
        "status": "pending",
        "payment_status": "pending",
        "currency": "INR",
        "to_be_paid": 0,
        "amount_paid": 0,
        "amount_unpaid": 0,
        "reversed": False,
        "size": 0,
        "form": 0,
        "summary": "",
        "summary_digest": "",
        "happened": events,
        "digest": "",
        "shown_by": "",
    }
    documents = OrderDocuments(quote=packed(quote), items="", offers="")
    bare = dict.fromkeys(("items_digest", "offers_digest", "quote_digest"), "")
    return columns, constant(documents) | bare

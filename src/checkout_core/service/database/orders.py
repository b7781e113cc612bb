# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The repository of orders: each is its document and the digest of that text.

Promises that a document is parsed once for each digest that a route has seen, and that
its figures are calculated again only if it is not, byte for byte, what this repository
wrote: one of an older release, or one that was changed by other means.  A document that
fails is a `StoredOrderError`: only the owner of the database can correct it.
"""

from __future__ import annotations

import hashlib

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from attrs import evolve, frozen

from checkout_core.errors import CheckoutError
from checkout_core.service.database.tables import ORDERS, RESTORED
from checkout_core.service.ports import OrderRow, StoredOrderError
from checkout_core.wire import dumps, read_order, write_order_detail


if TYPE_CHECKING:
    from sqlalchemy.engine import Row

    from checkout_core.service.database.statements import Statements


@frozen
class SqlOrders:
    """The orders, each as the document that `write_order_detail` stores."""

    _sql: Statements

    def get(self, number: str, known: OrderRow | None = None) -> OrderRow | None:
        """Return an order, None if there is none."""
        row = self._sql.of_key(ORDERS.c.number, number)
        return None if row is None else self._read(row, known)

    def of_cart(self, cart_id: str) -> OrderRow | None:
        """Return the order that a cart became."""
        row = self._sql.one(ORDERS, ORDERS.c.cart_id == cart_id)
        return None if row is None else self._read(row)

    def page(self, owner: str, skip: int, limit: int) -> tuple[list[OrderRow], int]:
        """Return some of the owner's orders, newest first, and how many there are."""
        of_owner = ORDERS.c.owner == owner
        counted = sa.select(sa.func.count()).select_from(ORDERS).where(of_owner)
        query = (
            sa.select(ORDERS)
            .where(of_owner)
            .order_by(ORDERS.c.placed_at.desc(), ORDERS.c.number)
            .offset(skip)
            .limit(limit)
        )
        rows = self._sql.connection.execute(query).all()
        total = self._sql.connection.scalar(counted) or 0
        return [self._read(row) for row in rows], total

    def add(self, row: OrderRow) -> OrderRow | None:
        """Store a new order; return its row as stored, None if its number is taken."""
        values = _values(row)
        is_new = self._sql.insert(
            ORDERS,
            number=row.order.number,
            cart_id=row.cart_id,
            owner=row.owner,
            placed_at=row.order.placed_at.isoformat(),
            **values,
        )
        return evolve(row, digest=values["digest"]) if is_new else None

    def put(self, row: OrderRow) -> OrderRow:
        """Store a changed order; return its row as it is stored."""
        values = _values(row)
        self._sql.update(ORDERS, ORDERS.c.number == row.order.number, **values)
        return evolve(row, digest=values["digest"])

    def _read(self, row: Row[Any], known: OrderRow | None = None) -> OrderRow:
        digest = _digest(row.document)
        if known is not None and known.digest == digest:
            order = known.order
        else:
            is_ours = row.digest == digest
            try:
                order = read_order(row.document, verify=not is_ours)
            except CheckoutError as error:
                raise StoredOrderError(row.number, error.faults) from None
            if not is_ours and self._sql.locks:
                # Verified, so it need not be verified again.
                self._sql.update(ORDERS, ORDERS.c.number == row.number, digest=digest)
        return OrderRow(
            order=order,
            cart_id=row.cart_id,
            owner=row.owner,
            granted=row.granted,
            restored={kind: getattr(row, name) for kind, name in RESTORED.items()},
            digest=digest,
        )


def _digest(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


def _values(row: OrderRow) -> dict[str, Any]:
    document = dumps(write_order_detail(row.order, stored=True))
    return {
        "document": document,
        "digest": _digest(document),
        "granted": row.granted,
        **{name: row.restored[kind] for kind, name in RESTORED.items()},
    }

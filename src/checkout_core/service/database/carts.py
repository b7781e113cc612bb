# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The repository of carts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import sqlalchemy as sa

from attrs import frozen

from checkout_core.service.database.statements import insert_if
from checkout_core.service.database.tables import CARTS
from checkout_core.service.ports import CartRow


if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Row

    from checkout_core.service.database.statements import Statements


#: Built once, since it is carried out all the time.
_PUT = sa.update(CARTS).where(
    CARTS.c.id == sa.bindparam("of_id"),
    CARTS.c.contents == sa.bindparam("before"),
    CARTS.c.order_number.is_not_distinct_from(sa.bindparam("ordered_as")),
)
_FEWER_ARE_OPEN = sa.select(sa.func.count()).select_from(CARTS).where(
    CARTS.c.owner == sa.bindparam("owner"), CARTS.c.order_number.is_(None)
).scalar_subquery() < sa.bindparam("most", type_=sa.Integer)


@frozen
class SqlCarts:
    """The carts."""

    _sql: Statements

    def get(self, cart_id: str) -> CartRow | None:
        """Return a cart, None if there is none."""
        return _cart(self._sql.of_key(CARTS.c.id, cart_id))

    def newest(self, owner: str) -> CartRow | None:
        """Return the owner's newest cart that has not been ordered."""
        query = (
            sa.select(CARTS)
            .where(CARTS.c.owner == owner, CARTS.c.order_number.is_(None))
            .order_by(CARTS.c.created_at.desc(), CARTS.c.id)
            .limit(1)
        )
        return _cart(self._sql.connection.execute(query).one_or_none())

    def add(self, row: CartRow, at: datetime, *, most: int) -> bool:
        """
        Store a new cart.

        Return False if its id exists, or its owner has *most* open ones.
        """
        connection = self._sql.connection
        query = insert_if(_FEWER_ARE_OPEN, CARTS, connection.dialect.name)
        values = attrs.asdict(row) | {"created_at": at.isoformat(), "most": most}
        return connection.execute(query, values).rowcount > 0

    def put(self, row: CartRow, before: CartRow) -> bool:
        """Store a changed cart; return False if it is no longer as *before*."""
        values = {
            "of_id": row.id,
            "before": before.contents,
            "ordered_as": before.order_number,
            "contents": row.contents,
            "order_number": row.order_number,
            "shown": row.shown,
        }
        return self._sql.connection.execute(_PUT, values).rowcount > 0

    def delete(self, cart_id: str) -> None:
        """Delete a cart."""
        self._sql.connection.execute(sa.delete(CARTS).where(CARTS.c.id == cart_id))


def _cart(row: Row[Any] | None) -> CartRow | None:
    if row is None:
        return None
    return CartRow(row.id, row.owner, row.contents, row.order_number, row.shown)

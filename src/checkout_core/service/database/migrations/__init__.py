# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Brings a database of any older release to the tables of this one, with its data.

Promises one transaction: everything is changed or nothing, also if the process ends in
between, and of two that begin at once the second finds nothing left to do.  It makes no
older tables of newer ones: restore a copy that was made before.

Knows no table: each step is a file of `versions`.  Needs Alembic.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from attrs import frozen

from checkout_core.service.database.engine import (
    DatabaseTimeouts,
    begun,
    make_engine,
    url_of,
)
from checkout_core.service.database.revisions import (
    REVISION,
    RevisionError,
    create_tables,
    lock_tables,
    revision_of,
)
from checkout_core.service.database.tables import ORDERS
from checkout_core.service.database.trouble import trouble_translated


if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

__all__ = ["Migration", "migrate"]

_FOLDER = Path(__file__).parent


@frozen
class Migration:
    """
    What was done to a database.

    Attributes:
        before: the revision that its tables had, None if there were none.
        after: the revision that they have now.
        damaged: the numbers of orders that are not what was written, which stay as
            they are and cannot be read; () if nothing was changed.
    """

    before: str | None
    after: str
    damaged: tuple[str, ...] = ()


def scripts() -> ScriptDirectory:
    """Return the steps, as Alembic has them."""
    return ScriptDirectory(str(_FOLDER))


def migrate(url: str) -> Migration:
    """
    Bring a database to the tables of this release; repeated, it changes nothing.

    Raises `RevisionError` for tables of a later release, and `DatabaseTrouble` for a
    database that cannot be reached or written to.

    Args:
        url: as `SqlDatabase` takes it.
    """
    # Orders are converted one by one, which may take longer than a request may.
    endless = DatabaseTimeouts(statement=0, lock=0, idle=0, busy=0)
    engine = make_engine(url_of(url), 1, endless)
    try:
        with trouble_translated(), begun(engine, writes=True) as connection:
            return _migrated(connection)
    finally:
        engine.dispose()


def _migrated(connection: Connection) -> Migration:
    lock_tables(connection)
    before = revision_of(connection)
    if before is None:
        create_tables(connection)
    if before in (None, REVISION):
        return Migration(before, REVISION)
    if before > REVISION:
        raise RevisionError(before)
    context, directory = MigrationContext.configure(connection), scripts()
    steps = [*directory.iterate_revisions(REVISION, before)]
    with Operations.context(context):
        for step in reversed(steps):
            step.module.upgrade()
            context.stamp(directory, step.revision)
    damaged = sa.select(ORDERS.c.number).where(ORDERS.c.digest == "")
    found = connection.scalars(damaged.order_by(ORDERS.c.number)).all()
    return Migration(before, REVISION, tuple(found))

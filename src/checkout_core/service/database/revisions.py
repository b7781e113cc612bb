# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Which tables a database has: none yet, those of this release, or those of another.

Promises that tables are created in an empty database only, and that all others are
left as they are: `migrate` brings them to this release.  Does not know how.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from checkout_core.service.database.tables import METADATA, SCHEMA, SCHEMA_VERSION_TABLE


if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


#: The newest of the migrations, whose tables are those of `METADATA`.
REVISION = "0007"

#: Alembic's own table, with the revision of all others.
VERSIONS = sa.Table(
    "alembic_version",
    sa.MetaData(),
    sa.Column("version_num", sa.String(32), primary_key=True),
)
#: Releases before the sixth revision did not write one: a table or a column that came
#: with it says which one it is, the newest first.
_FORMER = (
    ("0005", "customer_orders", "customer_id"),
    ("0004", "budget", "offer_id"),
    ("0003", "placed_order", "digest"),
    ("0002", "bank_transfer", "note"),
)

#: A lock so that only one of several processes creates or changes the tables; the
#: number is arbitrary.
CHANGE_LOCK = {
    "postgresql": f"SELECT pg_advisory_xact_lock({0x636865636B6F7574})",
    # A SQLite writer is exclusive already.
    "sqlite": "SELECT 1",
}


class RevisionError(ValueError):
    """
    A database whose tables are those of another release.

    Attributes:
        found: the revision of its tables.
    """

    def __init__(self, found: str) -> None:
        self.found = found
        if found < REVISION:
            way = "run checkout-core migrate --database URL once, then start again"
        else:
            way = "use the release that made them, or a later one"
        facts = f"the tables have revision {found}, and this release needs {REVISION}"
        super().__init__(f"{facts}: {way}")


def revision_of(connection: Connection) -> str | None:
    """Return the revision of the tables, None if there are none of ours."""
    inspector = sa.inspect(connection)
    names = set(inspector.get_table_names())
    if VERSIONS.name in names and SCHEMA_VERSION_TABLE.name in names:
        return connection.scalar(sa.select(VERSIONS.c.version_num))
    if SCHEMA_VERSION_TABLE.name not in names:
        return None
    for revision, table, column in _FORMER:
        if table in names and column in {
            each["name"] for each in inspector.get_columns(table)
        }:
            return revision
    return "0001"


def lock_tables(connection: Connection) -> None:
    """Wait until no other process creates or changes the tables."""
    connection.exec_driver_sql(CHANGE_LOCK[connection.dialect.name])


def create_tables(connection: Connection) -> None:
    """Create the tables in an empty database; raise `RevisionError` for others."""
    found = revision_of(connection)
    if found is None:
        METADATA.create_all(connection)
        VERSIONS.create(connection, checkfirst=True)
        connection.execute(VERSIONS.insert().values(version_num=REVISION))
        connection.execute(SCHEMA_VERSION_TABLE.insert().values(version=SCHEMA))
    elif found != REVISION:
        raise RevisionError(found)

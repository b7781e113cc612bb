# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Schemas of PostgreSQL for tests of the service.

Making our tables costs more than most tests do, so the tests of one process use the
same ones in turn, and leave them empty.
"""

from __future__ import annotations

import secrets

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import sqlalchemy as sa

from attrs import define, field

from checkout_core.service import SqlDatabase
from checkout_core.service.database.tables import METADATA, SCHEMA_VERSION_TABLE


@contextmanager
def new_schema(server: str) -> Iterator[str]:
    """Yield the URL of a schema without tables, which is dropped at the end."""
    name = f"test_{secrets.token_hex(8)}"
    engine = sa.create_engine(server, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.schema.CreateSchema(name))
    there = sa.make_url(server).update_query_dict({"options": f"-csearch_path={name}"})
    yield there.render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(sa.schema.DropSchema(name, cascade=True))


@define
class Schemas:
    """The schemas with tables of one process, one on each server."""

    _urls: dict[str, str] = field(factory=dict, init=False)
    _made: ExitStack = field(factory=ExitStack, init=False)

    @contextmanager
    def lent(self, server: str) -> Iterator[str]:
        """Yield the URL of a schema whose tables are empty."""
        if server not in self._urls:
            url = self._made.enter_context(new_schema(server))
            SqlDatabase(url).close()
            self._urls[server] = url
        yield self._urls[server]
        empty(self._urls[server])

    def drop(self) -> None:
        """Drop them all."""
        self._made.close()


def empty(url: str) -> None:
    """Delete every row but the revision, once no transaction uses the tables."""
    tables = [
        each.name
        for each in reversed(METADATA.sorted_tables)
        if each is not SCHEMA_VERSION_TABLE
    ]
    lock = f"LOCK TABLE {', '.join(tables)}"
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for statement in (lock, *(f"DELETE FROM {name}" for name in tables)):
            connection.exec_driver_sql(statement)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Databases for the service's tests: SQLite in memory and in a file, and those named.

`CHECKOUT_CORE_TEST_DATABASES` lists URLs with blanks between them that the tests
run on as well; each process of tests has a schema of its own there.
"""

from __future__ import annotations

import json
import logging

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from checkout_core.service import SqlDatabase, logs
from tests.factories.providers import JuspayProvider, Provider
from tests.factories.schemas import Schemas
from tests.factories.service_client import Service, running
from tests.factories.service_counts import counting_orders
from tests.factories.service_processes import SERVERS


#: What makes a place on a server for one test, from the server's URL.
Lender = Callable[[str], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def schemas() -> Iterator[Schemas]:
    """Yield the schemas of this process."""
    found = Schemas()
    yield found
    found.drop()


@pytest.fixture
def on_server(schemas: Schemas) -> Lender:
    """Return what lends a test a place on a server; there, the tables are made."""
    return schemas.lent


@pytest.fixture(
    params=["memory", "file", *SERVERS], ids=lambda url: url.partition(":")[0]
)
def url(
    request: pytest.FixtureRequest, tmp_path: Path, on_server: Lender
) -> Iterator[str]:
    """Yield the URL of an empty database."""
    if request.param == "memory":
        yield "sqlite://"
    elif request.param == "file":
        yield f"sqlite:///{tmp_path / 'shop.db'}"
    else:
        with on_server(request.param) as there:
            yield there


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """Hold every test to closing what it opened, which not every Python minds."""
    still = set[int]()

    def opened(connection: object, _record: object) -> None:
        still.add(id(connection))

    def ended(connection: object, _record: object) -> None:
        still.discard(id(connection))

    sa.event.listen(sa.Pool, "connect", opened)
    sa.event.listen(sa.Pool, "close", ended)
    yield
    sa.event.remove(sa.Pool, "connect", opened)
    sa.event.remove(sa.Pool, "close", ended)

    assert set() == still


@pytest.fixture
def database(url: str) -> Iterator[SqlDatabase]:
    """Yield an empty database with our tables."""
    found = SqlDatabase(url)
    yield found
    found.close()


@pytest.fixture
def provider() -> Provider:
    """Return the gateway that the service uses, unless a module asks for others."""
    return JuspayProvider()


@pytest.fixture
def service(database: SqlDatabase, provider: Provider) -> Iterator[Service]:
    """Yield a running service."""
    with running(database, provider=provider) as started:
        yield started


@pytest.fixture
def lines() -> Iterator[list[dict[str, Any]]]:
    """Yield the lines that the service writes."""
    found: list[dict[str, Any]] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(json.loads(record.getMessage()))

    handler, level = Kept(), logs.LOG.level
    logs.LOG.addHandler(handler)
    logs.LOG.setLevel(logging.INFO)
    yield found
    logs.LOG.removeHandler(handler)
    logs.LOG.setLevel(level)


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return how often orders were read and checked since the test cleared it."""
    return counting_orders(monkeypatch)


@pytest.fixture
def kept_logs() -> Iterator[None]:
    """Keep the loggers as they were."""
    loggers = [logging.getLogger(name) for name in (logs.LOG.name, *logs.OTHERS)]
    before = [(each.handlers[:], each.propagate, each.level) for each in loggers]
    yield
    for each, (handlers, propagate, level) in zip(loggers, before, strict=True):
        for handler in {*each.handlers} - {*handlers}:
            handler.close()
        each.handlers[:], each.propagate = handlers, propagate
        each.setLevel(level)

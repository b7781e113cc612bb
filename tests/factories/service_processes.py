# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The service as its users run it: `checkout-core serve` in a process of its own.

Databases are a SQLite file of the test's own and whatever servers the environment
names: `CHECKOUT_CORE_TEST_DATABASES` lists their URLs with blanks between them, and
each test makes a database of its own there; a URL with `#icu` after it makes one with a
linguistic collation.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
import uuid

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError

import attrs
import sqlalchemy


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


#: The servers that the environment names; `sqlite` among them is tested anyway.
SERVERS = [
    each
    for each in os.environ.get("CHECKOUT_CORE_TEST_DATABASES", "").split()
    if each != "sqlite"
]
DATABASES = ["sqlite", *SERVERS]
#: The same servers, with databases that sort text as people do: `a` before `B`.
SORTING = ["sqlite", *(f"{each}#icu" for each in SERVERS)]
TOKEN = "the-token-of-the-customer"
SHOP_TOKEN = "the-token-of-the-shop-and-of-nobody-else"
#: How long a served process may take to say where it is.
PATIENCE = 30.0


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[str]:
    """Yield the URL of an empty database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'shop.db'}"
        return
    place, _, collation = kind.partition("#")
    name = f"test_{uuid.uuid4().hex}"
    server = sqlalchemy.create_engine(place, isolation_level="AUTOCOMMIT")
    create = f"CREATE DATABASE {name}"
    if collation:
        create += " TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
    with server.connect() as connection:
        connection.execute(sqlalchemy.text(create))
    try:
        url = sqlalchemy.make_url(place).set(database=name)
        yield url.render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            drop = f"DROP DATABASE {name} WITH (FORCE)"
            connection.execute(sqlalchemy.text(drop))
        server.dispose()


@attrs.frozen
class ServiceProcess:
    """A served process and where it answers."""

    process: subprocess.Popen[str]
    base: str

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        token: str = TOKEN,
        timeout: float = 60,
    ) -> tuple[int, dict[str, Any]]:
        """Return the status and the document of an answer."""
        request = urllib.request.Request(
            f"{self.base}{path}",
            None if body is None else json.dumps(body).encode(),
            {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            return error.code, json.load(error)

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextmanager
def service_process(
    database: str, *options: str, python: str = sys.executable, **environment: str
) -> Iterator[ServiceProcess]:
    """Yield a served process on a free port; *python* has the package installed."""
    known = {key: text for key, text in os.environ.items() if "JUSPAY" not in key}
    process = subprocess.Popen(
        [
            *(python, "-m", "checkout_core", "serve", "--port", "0"),
            *("--database", database, "--token", TOKEN),
            *("--merchant-token", SHOP_TOKEN, *options),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={
            **known,
            "PYTHONUNBUFFERED": "1",
            # Two processes of one shop open each other's tokens.
            "CHECKOUT_CORE_SECRET": "a secret of these tests, of 32 bytes or more",
            **environment,
        },
    )
    try:
        assert process.stdout is not None
        base = ""
        for line in process.stdout:
            if line.startswith("Storefront: "):
                base = line.removeprefix("Storefront: ").strip()
                break
        assert base, "the service ended before it said where it is"
        found = ServiceProcess(process, base)
        _wait_for(found)
        yield found
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _wait_for(service: ServiceProcess) -> None:
    until = time.monotonic() + PATIENCE
    health = f"{service.base.partition('/api/')[0]}/health"
    while True:
        try:
            urllib.request.urlopen(health, timeout=5).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def guest(service: ServiceProcess) -> str:
    """Return the token of a new guest."""
    status, answer = service.ask("POST", "/auth/anonymous")
    assert status == 200, answer
    token: str = answer["content"]["access_token"]
    return token


def filled(service: ServiceProcess, token: str, product: str = "tiffin-steel") -> str:
    """Return the id of a new cart with one product."""
    item = {"product_id": product, "variant_id": None, "quantity": 1}
    status, answer = service.ask("POST", "/carts", {"items": [item]}, token)
    assert status == 200, answer
    cart: str = answer["content"]["cart"]["id"]
    return cart

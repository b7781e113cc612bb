# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The `doctor` command: which extras and services are usable here.

Promises that it changes nothing, sends nothing to a gateway, and that the value of no
variable is printed.  What is missing is an error only if it was asked for.
"""

from __future__ import annotations

import os
import re
import sys

from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote

from attrs import asdict, frozen

from checkout_core.cli.blame import refuse_unused
from checkout_core.cli.ending import DONE, FOUND, Answer
from checkout_core.cli.options import takes_choice, takes_color
from checkout_core.cli.serving import VARIABLES
from checkout_core.cli.tables import diagnosis
from checkout_core.money.parse import currency_of
from checkout_core.version import installed_version
from checkout_core.views.formats import Numbers
from checkout_core.views.language import LANGUAGES, own_catalogue
from checkout_core.wire import dumps


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.cli.arguments import Parser


#: What each extra is for, "" being none; those that are not listed are for
#: development.
EXTRAS: Mapping[str, str] = MappingProxyType(
    {
        "": "needed",
        "backtest": "a back-test of offers over stored carts, and its report",
        "cli": "tables, colour, progress and completion of the command line",
        "httpx": "the transport for event loops and kept connections",
        "jose": "Juspay's JWT authentication",
        "service": "the reference service, with SQLite",
        "postgres": "PostgreSQL for the service",
        "fast": "a quicker event loop and HTTP parser for the service",
        "metrics": "metrics of the service for Prometheus",
        "pdf": "a tax invoice as a PDF",
        "qr": "the QR code of an e-invoice on its page",
        "testing": "strategies for the tests of a host",
        "pydantic": "our nouns as fields of pydantic's models",
        "fastapi": "our nouns in FastAPI's routes, with exact amounts",
        "django": "fields for Django and its REST framework",
        "sqlalchemy": "a quote as a column",
        "orjson": "encoding by orjson",
        "msgspec": "encoding by msgspec",
    }
)

_NAME = re.compile(r"[\w.-]+")
_FLOOR = re.compile(r">=\s*([\w.]+)")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([\w-]+)")

#: How long a database is waited for, in seconds.
TIMEOUT = 5

_NO_ADDRESS = (
    "this is not the address of a database; write it like"
    " 'postgresql://user:password@host/name'"
)
_AT_SIGN = "the user or password has an @; write it as %40"


@frozen
class Row:
    """
    One thing that was looked at.

    Attributes:
        what: its name.
        usable: whether it can be used, or is set.
        state: its version, or what is wrong with it.
        purpose: what it is for, "" by default.
    """

    what: str
    usable: bool
    state: str
    purpose: str = ""


def takes_doctor(parser: Parser) -> None:
    """Take a database and the form of the answer."""
    parser.add_argument(
        "--database",
        metavar="URL",
        help="a database that has to be reachable, as for serve; status 1 if it is not",
    )
    takes_choice(parser, "text", "json")
    takes_color(parser)


def doctor(args: Namespace) -> Answer:
    """Return what is usable here."""
    if args.format == "json":
        refuse_unused(args, ("color",), "with --format json")
    asked = [] if args.database is None else [_database(args.database)]
    parts = {
        "core": list(_core()),
        "libraries": list(libraries(_requirements())),
        "languages": list(_languages()),
        "variables": list(_variables()),
        "database": asked,
    }
    status = DONE if all(each.usable for each in asked) else FOUND
    if args.format == "json":
        rows = {part: [asdict(each) for each in found] for part, found in parts.items()}
        return Answer(dumps(rows, indent=2), status)
    table = {
        part: [(x.what, x.usable, x.state, x.purpose) for x in found]
        for part, found in parts.items()
    }
    return Answer(diagnosis(args.color, table), status)


def _core() -> Iterator[Row]:
    yield Row("checkout-core", usable=True, state=installed_version())
    python = ".".join(map(str, sys.version_info[:3]))
    yield Row("Python", usable=True, state=python)


def _requirements() -> list[str]:
    try:
        return metadata.requires("checkout-core") or []
    except metadata.PackageNotFoundError:
        return []


def libraries(requirements: Iterable[str]) -> Iterator[Row]:
    """
    Yield the libraries of *requirements*, lines of a package's metadata.

    >>> [row] = libraries(["attrs>=24.1", "no-such>=2; extra == 'httpx'", "pytest>=8;"
    ...     " extra == 'test'", "attrs>=1000; extra == 'cli'"][1:3])
    >>> row.what, row.usable, row.state
    ('httpx: no-such', False, 'not installed (at least 2)')
    """
    for text in requirements:
        found = _EXTRA.search(text)
        extra = found[1] if found else ""
        name = _NAME.match(text)
        if extra in EXTRAS and name and name[0] != "checkout-core":
            least = _FLOOR.search(text)
            floor = least[1] if least else ""
            usable, state = _version(name[0], floor)
            label = f"{extra}: {name[0]}" if extra else name[0]
            yield Row(label, usable, state, EXTRAS[extra])


def _version(name: str, floor: str) -> tuple[bool, str]:
    """Return whether a library is installed and new enough, and its version."""
    wanted = f" (at least {floor})" if floor else ""
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return False, f"not installed{wanted}"
    if _numbers(version) < _numbers(floor):
        return False, f"{version} is too old{wanted}"
    return True, f"{version}{wanted}"


def _numbers(version: str) -> tuple[int, ...]:
    """
    Return the numbers of a version, to be compared.

    >>> _numbers("2.0.30"), _numbers("5.0rc1"), _numbers("")
    ((2, 0, 30), (5, 0), ())
    """
    found = re.match(r"\d+(\.\d+)*", version)
    return tuple(map(int, found[0].split("."))) if found else ()


def _languages() -> Iterator[Row]:
    """Yield the languages of receipts and stories: those with a catalogue."""
    for tag in LANGUAGES:
        name = Numbers.of(tag, currency_of("INR")).locale.english_name
        try:
            usable = tag == "en" or own_catalogue(tag) is not None
            yield Row(f"{tag}: {name}", usable, "words and numbers")
        except OSError:
            yield Row(
                f"{tag}: {name}", usable=False, state="no catalogue: numbers only"
            )


def _variables() -> Iterator[Row]:
    """Yield the variables of the environment, without their values."""
    for name, purpose in VARIABLES.items():
        is_set = bool(os.environ.get(name))
        yield Row(f"${name}", is_set, "set" if is_set else "not set", purpose)


def _database(url: str) -> Row:
    """Return whether a database can be used; nothing is created."""
    try:
        import sqlalchemy as sa

        from sqlalchemy.exc import ArgumentError
    except ImportError:
        return Row("--database", usable=False, state="needs checkout-core[service]")
    try:
        parsed = sa.make_url(url)
    except (ArgumentError, ValueError):
        # The message of SQLAlchemy shows a part of the address.
        return Row("--database", usable=False, state=_NO_ADDRESS)
    if "@" in (parsed.host or ""):
        # What would be looked up, and shown, is the end of a password.
        return Row("--database", usable=False, state=_AT_SIGN)
    # Drivers take passwords among the options too.
    what = parsed.set(query={}).render_as_string(hide_password=True)
    try:
        if parsed.drivername in ("postgres", "postgresql"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        options: dict[str, object] = {"connect_timeout": TIMEOUT}
        if parsed.get_backend_name() == "sqlite":
            options = {}
            file = parsed.database
            if file not in (None, "", ":memory:"):
                if not Path(file).exists():
                    sa.create_engine(parsed)
                    return _future(what, Path(file))
                # Opened for reading, so that nothing is written or created.
                read_only = {"mode": "ro", "uri": "true"}
                file = f"file:{quote(file)}"
                parsed = sa.URL.create("sqlite", database=file, query=read_only)
        engine = sa.create_engine(parsed, connect_args=options, poolclass=sa.NullPool)
        with engine.connect() as connection:
            sa.inspect(connection).get_table_names()
            version = ".".join(map(str, connection.dialect.server_version_info or ()))
            return Row(
                what, usable=True, state=f"{parsed.get_backend_name()} {version}"
            )
    except Exception as error:  # noqa: BLE001 - drivers raise what they like
        reason = getattr(error, "orig", None) or error
        (first, *_) = f"{reason}".splitlines() or [""]
        return Row(
            "--database", usable=False, state=f"{type(reason).__name__}: {first}"
        )


def _future(what: str, file: Path) -> Row:
    """Return whether the file of a database can be created."""
    folder = file.resolve().parent
    if os.access(folder, os.W_OK):
        return Row(what, usable=True, state="not there yet; it is created when used")
    return Row(what, usable=False, state=f"{folder} cannot be written to")


__all__ = ["EXTRAS", "Row", "doctor", "libraries", "takes_doctor"]

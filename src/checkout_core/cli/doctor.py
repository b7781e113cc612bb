# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The `doctor` command: which extras and services are usable here.

Promises that it changes nothing, sends nothing to a gateway, and that the value of no
variable is printed.  What is missing is no error, unless it was asked for.
"""

from __future__ import annotations

import os
import re
import sys

from collections.abc import Callable, Iterator, Mapping
from importlib import metadata
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import asdict, frozen

from checkout_core.cli import serving
from checkout_core.cli.blame import refuse_unused
from checkout_core.cli.ending import DONE, FOUND, Answer
from checkout_core.cli.options import takes_choice, takes_color
from checkout_core.cli.tables import diagnosis
from checkout_core.version import installed_version
from checkout_core.wire import dumps


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.cli.arguments import Parser


#: What each extra is for; one that is not listed is for development.
EXTRAS: Mapping[str, str] = MappingProxyType(
    {
        "cli": "tables, colour, progress and completion of the command line",
        "httpx": "the transport for event loops and kept connections",
        "service": "the reference service, with SQLite",
        "postgres": "PostgreSQL for the service",
        "testing": "strategies for the tests of a host",
        "pydantic": "our nouns as fields of pydantic's models",
        "django": "fields for Django and its REST framework",
        "sqlalchemy": "a quote as a column",
        "orjson": "encoding by orjson",
        "msgspec": "encoding by msgspec",
        "play": "the playground without internet",
    }
)

#: Markets whose numbers are tried.
LOCALES = ("en_IN", "hi_IN", "ta_IN", "de_DE", "ar_AE")

_REQUIREMENT = re.compile(
    r"(?P<name>[\w.-]+)(?:\[[^]]*\])?[ (]*(?:>=(?P<floor>[\w.]+))?.*?"
    r"(?:extra *== *['\"](?P<extra>[\w-]+)['\"].*)?"
).fullmatch


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
        "extras": list(_extras()),
        "languages": list(_languages()),
        "variables": list(_variables()),
        "database": asked,
    }
    status = DONE if all(each.usable for each in asked) else FOUND
    if args.format == "json":
        rows = {
            part: [asdict(each) for each in found] for part, found in parts.items()
        }
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
    for name, floor, extra in _requirements():
        if not extra:
            yield _library(name, floor, "needed")


def _extras() -> Iterator[Row]:
    """Yield the libraries of each extra, in the order of the metadata."""
    rows = [row for row in _requirements() if row[2] in EXTRAS]
    for extra, found in groupby(rows, lambda row: row[2]):
        for name, floor, _ in found:
            row = _library(name, floor, EXTRAS[extra])
            yield Row(f"{extra}: {row.what}", row.usable, row.state, row.purpose)


def _requirements() -> Iterator[tuple[str, str, str]]:
    """Yield each required library with its floor and its extra, "" for the core."""
    try:
        texts = metadata.requires("checkout-core") or []
    except metadata.PackageNotFoundError:
        texts = []
    for text in texts:
        found = _REQUIREMENT(text)
        if found and found["name"] != "checkout-core":
            yield found["name"], found["floor"] or "", found["extra"] or ""


def _library(name: str, floor: str, purpose: str) -> Row:
    """Return whether a library is installed, and new enough."""
    wanted = f" (at least {floor})" if floor else ""
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Row(name, usable=False, state=f"not installed{wanted}", purpose=purpose)
    if _numbers(version) < _numbers(floor):
        return Row(name, usable=False, state=f"{version}, too old{wanted}", purpose=purpose)
    return Row(name, usable=True, state=f"{version}{wanted}", purpose=purpose)


def _numbers(version: str) -> tuple[int, ...]:
    """
    Return the numbers of a version, to be compared.

    >>> _numbers("2.0.30"), _numbers("5.0rc1"), _numbers("")
    ((2, 0, 30), (5, 0), ())
    """
    found = re.match(r"\d+(\.\d+)*", version)
    return tuple(map(int, found[0].split("."))) if found else ()

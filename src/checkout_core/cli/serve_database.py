# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The options of the database that `serve` uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.cli.blame import Refused
from checkout_core.cli.serve_group import OptionGroup
from checkout_core.errors import fault


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.cli.arguments import Parser
    from checkout_core.service import SqlDatabase


def _takes(parser: Parser) -> None:
    parser.add_argument(
        "--database",
        default="sqlite://",
        metavar="URL",
        help="sqlite:///shop.db or postgresql://... (default: in memory)",
    )


def is_in_memory(url: str) -> bool:
    """
    Return whether a database lives in one process and ends with it.

    A URL that cannot be read is refused when the database is opened.
    """
    from sqlalchemy.exc import ArgumentError

    from checkout_core.service.database import engine

    try:
        return engine.is_in_memory(engine.url_of(url))
    except (ArgumentError, ValueError):
        return False


def open_database(arguments: Namespace) -> SqlDatabase:
    """Return the database; raise `Refused` if it cannot be used."""
    from checkout_core.service import SqlDatabase

    try:
        return SqlDatabase(arguments.database)
    except Exception as error:  # noqa: BLE001 - drivers raise what they like
        scheme = arguments.database.partition(":")[0]
        bad = fault("--database", "bad_database", scheme, why=why_unusable(error))
        raise Refused([str(bad)]) from None


def why_unusable(error: Exception) -> str:
    """Return why a database cannot be used, in one clause."""
    from checkout_core.service.database.revisions import RevisionError
    from checkout_core.service.ports import DatabaseTrouble

    # Errors of drivers can cite the URL with its password.
    known = isinstance(error, DatabaseTrouble | RevisionError)
    return f"{error}" if known else f"{type(error).__name__}; check its URL"


DATABASE = OptionGroup(takes=_takes)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The `migrate` command: brings the tables of a service's database to this release.

Needs `checkout-core[service]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.cli.blame import Refused
from checkout_core.cli.ending import Answer
from checkout_core.cli.serve_database import why_unusable
from checkout_core.errors import fault
from checkout_core.errors.extras import needing


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.cli.arguments import Parser
    from checkout_core.service.database.migrations import Migration


def takes_database(parser: Parser) -> None:
    """Take the database."""
    parser.add_argument(
        "--database",
        required=True,
        metavar="URL",
        help="sqlite:///shop.db or postgresql://..., which `serve` uses",
    )


def migrate(args: Namespace) -> Answer:
    """Bring the tables to this release; say which revisions they had and have."""
    with needing("service"):
        from checkout_core.service.database import migrations
    try:
        done = migrations.migrate(args.database)
    except Exception as error:  # noqa: BLE001 - drivers raise what they like
        scheme = args.database.partition(":")[0]
        bad = fault("--database", "bad_database", scheme, why=why_unusable(error))
        raise Refused([str(bad)]) from None
    return Answer("\n".join(_lines(done)))


def _lines(done: Migration) -> list[str]:
    if done.before is None:
        return [f"The tables are created, with revision {done.after}."]
    if done.before == done.after:
        return [f"The tables have revision {done.after} already; nothing is changed."]
    lines = [f"The tables had revision {done.before} and have revision {done.after}."]
    if done.damaged:
        numbers = ", ".join(done.damaged)
        lines.append(f"These orders are damaged and cannot be read: {numbers}")
    return lines

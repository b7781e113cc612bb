# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The option of how many processes answer requests.

Promises that what lives in one process only, a database in memory or the fake gateway,
is refused with several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.cli.juspay_keys import has_account
from checkout_core.cli.serve_database import is_in_memory
from checkout_core.cli.serve_group import OptionGroup
from checkout_core.cli.sources import KEY_VARIABLE


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.checks import Validator
    from checkout_core.cli.arguments import Parser


#: More than the cores of any machine that this was measured on.
MOST_WORKERS = 64


def _takes(parser: Parser) -> None:
    parser.add_argument(
        "--workers",
        type=int,
        default=1,
        metavar="N",
        help="how many processes answer requests, with one database; about one for"
        " each core (default: %(default)s)",
    )


def _check(check: Validator, arguments: Namespace) -> None:
    count = check.count("--workers", arguments.workers, low=1, high=MOST_WORKERS)
    if count > 1 and is_in_memory(arguments.database):
        check.add("--workers", "workers_in_memory", count)
    if count > 1 and not has_account():
        check.add("--workers", "workers_without_gateway", count, variable=KEY_VARIABLE)


WORKERS = OptionGroup(takes=_takes, check=_check)

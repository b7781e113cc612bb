# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The options of how much one caller may ask for, and of how many connect at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.cart.line import MAX_LINES
from checkout_core.cli.serve_group import OptionGroup


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.checks import Validator
    from checkout_core.cli.arguments import Parser
    from checkout_core.service import App


#: More of anything than a caller or a machine is good for.
MOST = 1_000_000


def _takes(parser: Parser) -> None:
    parser.add_argument(
        "--max-lines",
        type=int,
        default=500,
        metavar="N",
        help=f"the most lines of a cart, {MAX_LINES} at most (default: %(default)s)",
    )
    parser.add_argument(
        "--max-carts",
        type=int,
        default=100,
        metavar="N",
        help="the most carts that one caller has not ordered (default: %(default)s)",
    )
    parser.add_argument(
        "--max-attempts",
        type=int,
        default=20,
        metavar="N",
        help="the most payments that one order asks the gateway for"
        " (default: %(default)s)",
    )
    parser.add_argument(
        "--rate",
        type=int,
        default=1_200,
        metavar="N",
        help="the requests a minute of one caller, 0 for any number"
        " (default: %(default)s)",
    )
    parser.add_argument(
        "--connections",
        type=int,
        default=800,
        metavar="N",
        help="the most clients that are connected to one process"
        " (default: %(default)s)",
    )


def _check(check: Validator, arguments: Namespace) -> None:
    check.count("--max-lines", arguments.max_lines, low=1, high=MAX_LINES)
    check.count("--max-carts", arguments.max_carts, low=1, high=MOST)
    check.count("--max-attempts", arguments.max_attempts, low=1, high=MOST)
    check.count("--rate", arguments.rate, high=MOST)
    check.count("--connections", arguments.connections, low=1, high=MOST)


def _change(app: App, arguments: Namespace) -> App:
    limits = evolve(
        app.limits,
        lines=arguments.max_lines,
        carts=arguments.max_carts,
        attempts=arguments.max_attempts,
        rate=arguments.rate,
        connections=arguments.connections,
    )
    return evolve(app, limits=limits)


LIMITS = OptionGroup(takes=_takes, check=_check, change=_change)

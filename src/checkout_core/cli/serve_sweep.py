# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The option of how often `serve` asks for payments and sends refunds by itself.

Says at the start what follows where the gateway's events are not taken.
"""

from __future__ import annotations

import os

from datetime import timedelta
from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.cli.gateways import PASSWORD_VARIABLE, USER_VARIABLE
from checkout_core.cli.juspay_keys import ID_VARIABLE, has_account
from checkout_core.cli.serve_group import OptionGroup


if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from checkout_core.checks import Validator
    from checkout_core.cli.arguments import Parser
    from checkout_core.service import App


#: The default interval, and the longest, in seconds: one day.
EVERY, LONGEST = 15, 86_400


def _takes(parser: Parser) -> None:
    parser.add_argument(
        "--sweep",
        type=int,
        default=EVERY,
        metavar="SECONDS",
        help="how often to ask for open payments and to send refunds that wait, 0 for"
        " never (default: %(default)s)",
    )


def _check(check: Validator, arguments: Namespace) -> None:
    check.count("--sweep", arguments.sweep, high=LONGEST)


def _change(app: App, arguments: Namespace) -> App:
    seconds = arguments.sweep
    return evolve(app, sweep=timedelta(seconds=seconds) if seconds else None)


def _lines(_: App, arguments: Namespace) -> Sequence[str]:
    if not has_account() or ID_VARIABLE in os.environ:
        # Events that are encrypted need no password.
        return ()
    names = (USER_VARIABLE, PASSWORD_VARIABLE)
    missing = [f"${name}" for name in names if not os.environ.get(name)]
    if not missing:
        return ()
    every = f"by asking every {arguments.sweep} seconds"
    how = every if arguments.sweep else "only when a shopper or you ask (--sweep 0)"
    unset = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set"
    return (f"Events are refused: {unset}; payments are found {how}.",)


SWEEP = OptionGroup(takes=_takes, check=_check, change=_change, lines=_lines)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The command line: documents in, documents and text out.

Promises that standard output holds a complete answer in UTF-8 or nothing (with
`--lines`, complete lines and nothing else), that an error prints one line for each
fault on standard error and never a traceback, and that the exit status tells a script
the result:

- 0: it is done
- 1: a quote does not add up, two differ, a line has faults, lint or doctor found some
- 2: bad input or usage, or the gateway refused; nothing was done
- 3: the gateway may have done it; the message says how to find out
- 130: it was interrupted
- 141: the reader closed the pipe
"""

from __future__ import annotations

import sys

from argparse import Namespace
from typing import TYPE_CHECKING

from checkout_core.cli.arguments import Misused, Parser, Shown, Version
from checkout_core.cli.commands import (
    COMMANDS,
    TOUR,
    Command,
    sections,
    takes_commands,
)
from checkout_core.cli.ending import REFUSED, STATUSES, Answer, failed
from checkout_core.cli.links import PAGE, link_to
from checkout_core.cli.streams import complain, put
from checkout_core.cli.style import helped


if TYPE_CHECKING:
    from collections.abc import Sequence


PROGRAM = "checkout-core"


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run one command and return its exit status, a key of `STATUSES`.

    *arguments* are those of the process by default.
    """
    args = Namespace()
    try:
        answer = _answered(sys.argv[1:] if arguments is None else arguments, args)
        if answer.text is not None:
            put(answer.text)
    except Misused as misused:
        for line in misused.lines:
            complain(line)
        return REFUSED
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - never a traceback
        source = getattr(args, "file", getattr(args, "command", PROGRAM))
        answer = failed(error, source, sent=getattr(args, "sent", False))
    for line in answer.complaints:
        complain(f"{PROGRAM}: {line}")
    return answer.status


def _answered(arguments: Sequence[str], args: Namespace) -> Answer:
    """Return the answer to *arguments*; their values are added to *args*."""
    args.parser = command_parser()
    try:
        args.parser.read(arguments, args)
    except Shown as asked:
        return Answer(helped(str(asked)))
    return COMMANDS[args.command].run(args)


def command_parser() -> Parser:
    """Return the parser of all commands."""
    parser = Parser(
        prog=PROGRAM,
        description="Price carts: exact to the last paisa, explained.",
        closing=sections(
            exit_status=STATUSES, documentation=[link_to(PAGE)], examples=TOUR
        ),
    )
    parser.add_argument("--version", action=Version, nargs=0, help="print the version")
    takes_commands(parser, "command", "COMMAND", COMMANDS)
    return parser


__all__ = ["COMMANDS", "STATUSES", "Command", "command_parser", "main"]

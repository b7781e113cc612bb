# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The `completion` command: a script that completes commands and options in a shell.

shtab writes it from the parser, so that it offers what the parser takes.  Needs
`checkout-core[cli]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from checkout_core.cli.blame import by_path
from checkout_core.cli.ending import Answer
from checkout_core.errors.extras import needing


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.cli.arguments import Parser


#: The shells, and how the script of each is put to use.
SHELLS: Mapping[str, str] = MappingProxyType(
    {
        "bash": 'eval "$(checkout-core completion bash)"',
        "zsh": 'eval "$(checkout-core completion zsh)"',
        "fish": "checkout-core completion fish | source",
        "tcsh": "eval `checkout-core completion tcsh`",
    }
)

#: What completes an argument, by what the help calls it.
_FILES = frozenset({"FILE", "STORE", "SOLD", "RETURNS"})
_FOLDERS = frozenset({"FOLDER"})


def takes_shell(parser: Parser) -> None:
    """Take the name of a shell."""
    parser.add_argument("shell", choices=tuple(SHELLS), help="the shell of the script")


def completion(args: Namespace) -> Answer:
    """Return the script for a shell."""
    with by_path(), needing("cli", "completion"):
        import shtab
    _complete_files(args.parser, shtab.FILE, shtab.DIRECTORY)
    return Answer(shtab.complete(args.parser, args.shell).rstrip("\n"))


def _complete_files(
    parser: Parser, files: Mapping[str, Any], folders: Mapping[str, Any]
) -> None:
    """Say of each argument of *parser* and its commands which files complete it."""
    for each in parser.arguments:
        if each.metavar in _FILES:
            each.complete = files  # type: ignore[attr-defined]
        elif each.metavar in _FOLDERS:
            each.complete = folders  # type: ignore[attr-defined]
    for command in parser.commands.values():
        _complete_files(command, files, folders)


__all__ = ["SHELLS", "completion", "takes_shell"]

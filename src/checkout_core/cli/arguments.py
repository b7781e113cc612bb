# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Arguments and help: argparse, with the nearest known word for a mistyped one.

Promises that a mistake is reported with the usage of its command, that no option can be
abbreviated, and that nothing is printed here: help, version and mistakes are raised,
and `main` prints them.  No command is known here.
"""

from __future__ import annotations

import re

from argparse import Action, ArgumentParser, RawDescriptionHelpFormatter
from typing import TYPE_CHECKING, Any, NoReturn

from checkout_core.checks import did_you_mean
from checkout_core.version import installed_version


if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence


#: Texts that begin with a dash and are still values of an option to argparse.
_NUMBER = re.compile(r"-\d+|-\d*\.\d+").fullmatch


class Shown(Exception):  # noqa: N818 - it ends the parsing and is not an error
    """Help or the version was requested instead of a command."""


class Misused(Exception):  # noqa: N818 - `main` says "error" itself
    """
    Arguments that no command accepts.

    Attributes:
        lines: the usage of the command, then what is wrong.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


class Version(Action):
    """The option `--version`."""

    def __call__(self, parser: ArgumentParser, *_: Any) -> None:
        """Show the version instead of running a command."""
        raise Shown(f"{parser.prog} {installed_version()}")


class Parser(ArgumentParser):
    """
    The arguments of one command.

    *closing* is printed below its help unchanged.
    """

    def __init__(self, *, closing: str = "", **settings: Any) -> None:
        #: All it takes, its options as they are typed, and its commands by their names.
        self.arguments: list[Action] = []
        self.options: list[str] = []
        self.commands: dict[str, Parser] = {}
        super().__init__(
            allow_abbrev=False,
            add_help=False,
            epilog=closing,
            formatter_class=RawDescriptionHelpFormatter,
            **settings,
        )
        # Python 3.14 colours help; our output has no terminal codes.
        self.color = False
        self.add_argument(
            "-h", "--help", action="help", help="print this help and exit"
        )

    def add_argument(self, *names: str, **settings: Any) -> Action:
        """Add an argument, and remember it and the spellings of an option."""
        self.options += [name for name in names if name.startswith("-")]
        self.arguments.append(super().add_argument(*names, **settings))
        return self.arguments[-1]

    def takes_commands(
        self, dest: str, metavar: str, commands: Sequence[tuple[str, str, str]]
    ) -> None:
        """Add *commands*, each a name, its purpose and what closes its help."""
        calls = self.add_subparsers(dest=dest, required=True, metavar=metavar)
        for name, purpose, closing in commands:
            self.commands[name] = calls.add_parser(
                name, help=purpose, description=purpose, closing=closing
            )

    def print_help(self, file: object = None) -> NoReturn:  # noqa: ARG002 - its name
        """Raise the help, for `main` to print."""
        raise Shown(self.format_help().rstrip("\n"))

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong, for `main` to print."""
        usage = self.format_usage().splitlines()
        raise Misused([*usage, f"{self.prog}: error: {message}"])

    def read(self, arguments: Sequence[str], args: Namespace) -> None:
        """
        Add the values of *arguments* to *args*.

        `help price` is `price --help`.  Raises `Misused` for arguments that no command
        accepts, with the nearest known word, and `Shown` if help or the version is
        requested.
        """
        words = list(arguments)
        if words[:1] == ["help"]:
            words = [*words[1:], "--help"]
        parser, rest = self, words.copy()
        while parser.commands and not (rest and rest[0].startswith("-")):
            if not rest:
                raise Misused(parser.format_help().splitlines())
            name = rest.pop(0)
            if name not in parser.commands:
                hint = did_you_mean(name, parser.commands)
                parser.error(f"no such command: {name}; {hint}")
            parser = parser.commands[name]
        for name in _options(rest):
            if name not in parser.options:
                hint = did_you_mean(name, parser.options)
                parser.error(f"no such option: {name}; {hint}")
        _, more = self.parse_known_args(words, args)
        if more:
            parser.error(f"more arguments than it takes: {' '.join(more)}")


def _options(arguments: Sequence[str]) -> Iterator[str]:
    """Yield the arguments that argparse reads as names of options."""
    for each in arguments:
        if each == "--":
            return
        name = each.partition("=")[0]
        if name[:1] == "-" and len(name) > 1 and " " not in name and not _NUMBER(name):
            yield name


__all__ = [
    "Misused",
    "Parser",
    "Shown",
    "Version",
]

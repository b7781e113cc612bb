# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Tables and colour, only where a person reads them.

Promises that what is piped is plain text, byte for byte the same with and without
`checkout-core[cli]`.  `--color` decides first, then the environment: `NO_COLOR` takes
the colour away, `FORCE_COLOR` treats a pipe as a terminal, and a terminal that is
`TERM=dumb` gets plain text.
"""

from __future__ import annotations

import os
import sys

from collections.abc import Callable, Mapping
from io import StringIO
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.cli.blame import Refused, by_path
from checkout_core.errors.extras import needing


if TYPE_CHECKING:
    from typing import TextIO

    from rich.console import Console, RenderableType


AUTO, ALWAYS, NEVER = "auto", "always", "never"

#: The values of `--color`, each with its meaning.
COLORS: Mapping[str, str] = MappingProxyType(
    {
        AUTO: "on a terminal",
        ALWAYS: "into files and pipes too",
        NEVER: "plain text",
    }
)

#: The environment variables that decide where `--color` does not.
VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        "NO_COLOR": "tables without colour, if it is not empty",
        "FORCE_COLOR": "colour into files and pipes too, if it is not empty",
        "TERM": "dumb: plain text",
    }
)

#: Terminals that cannot move their cursor.
_DUMB = frozenset({"dumb", "unknown"})

#: The styles of the parts of a table.
GOOD, BAD, WEAK, TITLE = "green", "red", "dim", "bold"

_HEADING = r"(?m)^[a-z][a-z ]*:"
_OPTION = r"(?<![\w-])--?[a-z][a-z-]*"


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether *stream* is a terminal that can show more than plain lines."""
    if stream is None or os.environ.get("TERM", "").lower() in _DUMB:
        return False
    return stream.isatty()


def shown(
    color: str | None,
    plain: str,
    pretty: Callable[[], RenderableType],
    *,
    width: int | None = None,
) -> str:
    """
    Return *plain*, or what *pretty* returns, drawn for the terminal.

    *color* is the value of `--color`, None for `auto`; *pretty* is called only if it
    is to be drawn, *width* columns wide; None (the default) is the terminal's width.
    Raises `Refused` for `always` without rich.
    """
    console = _console(color or AUTO, width)
    if console is None:
        return plain
    with console.capture() as captured:
        console.print(pretty())
    drawn = captured.get()
    return "\n".join(line.rstrip() for line in drawn.splitlines())


def helped(text: str) -> str:
    """Return a help text, its headings and options marked on a terminal."""

    def marked() -> RenderableType:
        from rich.text import Text

        found = Text(text)
        found.highlight_regex(_HEADING, TITLE)
        found.highlight_regex(_OPTION, "cyan")
        return found

    return shown(AUTO, text, marked)


def _console(color: str, width: int | None) -> Console | None:
    """Return what draws for standard output, None for plain text."""
    forced = color == ALWAYS
    if color == NEVER:
        return None
    if not forced and not is_terminal(sys.stdout) and not os.environ.get("FORCE_COLOR"):
        return None
    try:
        with by_path(), needing("cli", "--color"):
            from rich.console import Console
    except Refused:
        if forced:
            raise
        return None
    return Console(
        file=StringIO(),
        force_terminal=True,
        color_system="standard" if forced else "auto",
        no_color=False if forced else None,
        markup=False,
        emoji=False,
        highlight=False,
        width=width,
    )


__all__ = [
    "ALWAYS",
    "AUTO",
    "BAD",
    "COLORS",
    "GOOD",
    "NEVER",
    "TITLE",
    "VARIABLES",
    "WEAK",
    "helped",
    "is_terminal",
    "shown",
]

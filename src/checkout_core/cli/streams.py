# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Standard input, standard output, standard error, and files: read whole, printed whole.

Promises that nothing endless is read, that standard output holds a whole text in
UTF-8 or an `OSError` says why not, and that no line of an error steers a terminal.
"""

from __future__ import annotations

import os
import sys

from contextlib import suppress
from errno import EBADF, EINVAL
from pathlib import Path

from checkout_core.cli.blame import STANDARD_INPUT
from checkout_core.wire.text import MAX_CHARACTERS


#: A character takes at most four bytes; more is never read, whatever is offered.
_MOST_BYTES = 4 * MAX_CHARACTERS + 1

STANDARD_OUTPUT = "standard output"


def read(file: str) -> bytes:
    """Return the bytes of a file or of standard input, but no endless ones."""
    if file == STANDARD_INPUT:
        if sys.stdin is None:
            raise OSError(EBADF, "this is closed", file)
        return sys.stdin.buffer.read(_MOST_BYTES)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(_MOST_BYTES)
    except ValueError:
        # A NUL in the name is no OSError of its own.
        raise OSError(EINVAL, "this is not a valid file name", file) from None


def put(text: str) -> None:
    """Print *text* in UTF-8, whatever the terminal's own encoding is."""
    if sys.stdout is None:
        raise OSError(EBADF, "this is closed", STANDARD_OUTPUT)
    # A lone surrogate of JSON is written as the escape that it was.
    data = f"{text}\n".encode(errors="backslashreplace")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        # What is left in the buffer would fail again, loudly, when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OSError(error.errno, error.strerror, STANDARD_OUTPUT) from None


def complain(line: str) -> None:
    """Print one line of an error; nothing in it can steer a terminal."""
    if sys.stderr is not None:
        text = "".join(
            each if each.isprintable() else repr(each)[1:-1] for each in line
        )
        # A reader who left cannot be told that somebody left.
        with suppress(OSError):
            print(text, file=sys.stderr)

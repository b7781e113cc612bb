# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Standard input, output and error, and files: read and printed completely.

Promises that endless input is not read, that standard output gets a complete text in
UTF-8 or an `OSError` is raised, and that error lines contain no terminal codes.
"""

from __future__ import annotations

import os
import sys

from contextlib import suppress
from errno import EBADF, EINVAL
from pathlib import Path

from checkout_core.cli.blame import STANDARD_INPUT
from checkout_core.wire.text import MAX_CHARACTERS


#: A character has at most four bytes; more bytes than this are never read.
_MOST_BYTES = 4 * MAX_CHARACTERS + 1

STANDARD_OUTPUT = "standard output"


def read(file: str) -> bytes:
    """Return the bytes of a file or of standard input, up to a limit."""
    if file == STANDARD_INPUT:
        if sys.stdin is None:
            raise OSError(EBADF, "this is closed", file)
        return sys.stdin.buffer.read(_MOST_BYTES)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(_MOST_BYTES)
    except ValueError:
        # Python raises ValueError and not OSError for a NUL in the name.
        raise OSError(EINVAL, "this is not a valid file name", file) from None


def put(text: str) -> None:
    """Print *text* in UTF-8, with any terminal encoding."""
    if sys.stdout is None:
        raise OSError(EBADF, "this is closed", STANDARD_OUTPUT)
    # A lone surrogate of JSON is written as its escape.
    data = f"{text}\n".encode(errors="backslashreplace")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        # Bytes left in the buffer would raise again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OSError(error.errno, error.strerror, STANDARD_OUTPUT) from None


def complain(line: str) -> None:
    """Print one line of an error, without terminal codes."""
    if sys.stderr is not None:
        text = "".join(
            each if each.isprintable() else repr(each)[1:-1] for each in line
        )
        # Standard error is closed too: nothing can be reported.
        with suppress(OSError):
            print(text, file=sys.stderr)


__all__ = [
    "STANDARD_OUTPUT",
    "complain",
    "put",
    "read",
]

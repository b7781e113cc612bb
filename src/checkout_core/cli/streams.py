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

from contextlib import contextmanager, suppress
from errno import EBADF, EINVAL
from pathlib import Path
from typing import TYPE_CHECKING

from checkout_core.cli.blame import STANDARD_INPUT
from checkout_core.wire.text import MAX_CHARACTERS


if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO


#: A character has at most four bytes; more bytes than this are never read.
_MOST_BYTES = 4 * MAX_CHARACTERS + 1
#: The rest of a line that is too long is read in pieces of this many bytes.
_CHUNK = 65_536

STANDARD_OUTPUT = "standard output"


@contextmanager
def opened(file: str) -> Iterator[BinaryIO]:
    """Open a file, or standard input, which is left open."""
    if file == STANDARD_INPUT:
        if sys.stdin is None:
            raise OSError(EBADF, "this is closed", file)
        yield sys.stdin.buffer
        return
    try:
        found = Path(file).open("rb")  # noqa: SIM115 - closed below
    except ValueError:
        # Python raises ValueError and not OSError for a NUL in the name.
        raise OSError(EINVAL, "this is not a valid file name", file) from None
    with found:
        yield found


def read(file: str) -> bytes:
    """Return the bytes of a file or of standard input, up to a limit."""
    with opened(file) as stream:
        return stream.read(_MOST_BYTES)


def lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    r"""
    Yield the lines of *stream* that are not blank, each with its number from 1.

    Of a line that is longer than a document may be, only the beginning is kept: too
    much for a document, so that its reader refuses it.

    >>> from io import BytesIO
    >>> list(lines(BytesIO(b"{}\n\n[]")))
    [(1, b'{}\n'), (3, b'[]')]
    """
    number = 0
    while line := stream.readline(_MOST_BYTES):
        number += 1
        if len(line) == _MOST_BYTES:
            rest = line
            while rest and not rest.endswith(b"\n"):
                rest = stream.readline(_CHUNK)
        if not line.isspace():
            yield number, line


def put(text: str | bytes) -> None:
    """Print *text* in UTF-8, with any terminal encoding; bytes as they are."""
    if sys.stdout is None:
        raise OSError(EBADF, "this is closed", STANDARD_OUTPUT)
    # A lone surrogate of JSON is written as its escape.
    data = (
        text
        if isinstance(text, bytes)
        else f"{text}\n".encode(errors="backslashreplace")
    )
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
    "lines",
    "opened",
    "put",
    "read",
]

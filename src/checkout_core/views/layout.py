# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Text on paper of a fixed width: a label on the left, a figure on the right.

Promises that a figure is never cut, that wide (CJK) and combining characters
are counted as a terminal draws them, and that no text of a document can move
the cursor or turn the writing direction.  Knows nothing of quotes.
"""

from __future__ import annotations

from unicodedata import category, combining, east_asian_width


#: With fewer columns than this left of its figure, a label gets its own lines.
MIN_LABEL = 12

#: Embeddings, overrides and isolates: they change the writing direction.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    r"""
    Return *text* on one line, without characters that steer a terminal.

    >>> clean("Tea,\n  250 g\x9b31m")
    'Tea, 250 g31m'
    """
    if not text.isprintable():
        text = "".join(
            each
            for each in text
            if each.isspace() or (category(each) != "Cc" and each not in _TURNING)
        )
    return " ".join(text.split())


def columns(text: str) -> int:
    r"""
    Return how many columns *text* takes on a terminal.

    >>> columns("Tea"), columns("茶"), columns("e\u0301")
    (3, 2, 1)
    """
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if combining(character) or category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def wrapped(text: str, width: int) -> list[str]:
    """
    Return *text* as lines of at most *width* columns, broken between words.

    >>> wrapped("Assam gold tea", 10)
    ['Assam gold', 'tea']
    """
    lines: list[str] = []
    line = ""
    used = 0
    for word in text.split(" "):
        size = columns(word)
        if line and used + 1 + size <= width:
            line = f"{line} {word}"
            used += 1 + size
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, width)
        lines += full
        used = columns(line)
    return [*lines, line]


def _pieces(word: str, width: int) -> list[str]:
    """Return a too long word in pieces; a combining mark stays with its letter."""
    found = []
    start = used = 0
    for i, each in enumerate(word):
        size = _columns(each)
        if used + size > width:
            found.append(word[start:i])
            start, used = i, 0
        used += size
    return [*found, word[start:]]


def row(label: str, figure: str, width: int, indent: int = 0) -> list[str]:
    """
    Return *label* on the left and *figure* on the right of its last line.

    >>> row("Shipping", "60.00", 20)
    ['Shipping       60.00']
    """
    margin = " " * indent
    room = width - indent - columns(figure) - 1
    if room < MIN_LABEL:
        lines = [margin + each for each in wrapped(label, width - indent)]
        return [*lines, " " * (width - columns(figure)) + figure]
    *lines, last = [margin + each for each in wrapped(label, room)]
    gap = width - columns(last) - columns(figure)
    return [*lines, last + " " * gap + figure]


__all__ = [
    "MIN_LABEL",
    "clean",
    "columns",
    "row",
    "wrapped",
]

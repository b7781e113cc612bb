# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The marks of Unicode's UAX 9 around text of another direction.

Promises that each text keeps its own direction and is not torn apart.  Knows no
language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


#: Right-to-left mark; left-to-right, right-to-left and first strong isolate; the end
#: of each.
_RLM = "\u200f"
_LRI, _RLI, _FSI, _PDI = "\u2066", "\u2067", "\u2068", "\u2069"


def isolated(text: str) -> str:
    """
    Return *text*, isolated from words around it that run right to left.

    A text of a document keeps the direction of its first letter.  One that has isolated
    parts was said here and runs right to left: without a letter of its own, as
    "{tax} {rate}", it would be read from the left.
    """
    return f"{_RLI if _PDI in text else _FSI}{text}{_PDI}"


def left_to_right(text: str) -> str:
    """Return *text*, isolated and read from the left."""
    return f"{_LRI}{text}{_PDI}"


def from_the_right(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines that begin with the mark; an isolate that goes on is begun again."""
    opened: list[str] = []
    for line in lines:
        text = line.lstrip(" ")
        margin = " " * (len(line) - len(text))
        again = "".join(opened)
        for each in text:
            if each in (_LRI, _RLI, _FSI):
                opened.append(each)
            elif each == _PDI and opened:
                opened.pop()
        yield f"{_RLM}{margin}{again}{text}{_PDI * len(opened)}"


__all__ = ["from_the_right", "isolated", "left_to_right"]

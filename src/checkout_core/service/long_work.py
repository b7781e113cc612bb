# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Work that takes long, while the threads of short requests wait for the interpreter.

CPython lets a thread keep the interpreter for 5 ms while others wait.  A short request
gets it back some ten times, each time after the thread that prices a large cart.
Promises shorter turns while there is long work, and those of before afterwards: short
turns cost all requests some percent.  While an order of 3,000 lines is made, a write of
2.2 ms takes 5 ms with turns of 0.2 ms, and 9 ms with turns of 1 ms.
"""

from __future__ import annotations

import sys

from typing import TYPE_CHECKING


if TYPE_CHECKING:
    import asyncio

    from collections.abc import Callable


class LongWork:
    """
    The pieces of work that take long; all methods are called on one event loop.

    Args:
        after: the seconds after which a piece of work is long, 0.05 by default.
        turn: how many seconds a thread keeps the interpreter then, 0.0002 by default.
    """

    def __init__(self, after: float = 0.05, turn: float = 0.0002) -> None:
        self._after = after
        self._usual = sys.getswitchinterval()
        self._short = min(turn, self._usual)
        self._count = 0

    def begin(self, loop: asyncio.AbstractEventLoop) -> Callable[[], None]:
        """Begin to watch a piece of work; return what is called when it has ended."""
        is_long = False

        def shorten() -> None:
            nonlocal is_long
            is_long = True
            self._add(1)

        timer = loop.call_later(self._after, shorten)

        def end() -> None:
            timer.cancel()
            if is_long:
                self._add(-1)

        return end

    def _add(self, step: int) -> None:
        self._count += step
        sys.setswitchinterval(self._short if self._count else self._usual)

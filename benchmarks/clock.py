# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Measures functions in turn, so that whatever else the machine does hits all of them.

Counted is the time that the processor works for this thread.  A figure is the least of
its rounds: another process can only add to it.
"""

from __future__ import annotations

import gc

from collections.abc import Callable
from time import thread_time_ns
from typing import Any, NamedTuple, TypeAlias


Run: TypeAlias = Callable[[], Any]

#: How long one turn of a function takes at least, in nanoseconds.
TURN = 6_000_000


class Timed(NamedTuple):
    """What makes a function ready, and whether each run needs one of its own."""

    make: Callable[[], Run]
    fresh: bool = False


def same(run: Run) -> Timed:
    """Return a function that can run again and again."""
    return Timed(lambda: run)


class Clock:
    """Measures functions so many rounds; with one round, each runs once."""

    def __init__(self, rounds: int) -> None:
        self.rounds = rounds

    def once(self, timed: Timed, loops: int) -> float:
        """Return the microseconds one of *loops* runs takes."""
        runs = [timed.make() for _ in range(loops if timed.fresh else 1)]
        if not timed.fresh:
            runs *= loops
        # What was made ready is no garbage, and is not looked through again: a run
        # pays for the objects that it makes itself.
        gc.collect()
        gc.freeze()
        start = thread_time_ns()
        for run in runs:
            run()
        took = thread_time_ns() - start
        gc.unfreeze()
        return took / loops / 1_000

    def together(self, *functions: Timed) -> list[float]:
        """Return the least time of each function, in microseconds."""
        loops = [1] * len(functions)
        if self.rounds > 1:
            # Counting the runs of a turn warms up as well.
            found = [self.once(each, 3) for each in functions]
            loops = [max(1, int(TURN / 1_000 / (took + 0.01))) for took in found]
        rounds = [
            [
                self.once(each, count)
                for each, count in zip(functions, loops, strict=True)
            ]
            for _ in range(self.rounds)
        ]
        return [min(times) for times in zip(*rounds, strict=True)]

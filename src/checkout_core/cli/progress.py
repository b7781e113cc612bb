# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How far long work is: documents done and documents per second, on standard error.

Printed only where it can be seen and disturbs nothing: standard error is a terminal
that can move its cursor, and standard output is none if lines are printed meanwhile.
Needs `checkout-core[cli]`; without it nothing is printed.
"""

from __future__ import annotations

import sys
import time

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from checkout_core.cli.style import is_terminal


if TYPE_CHECKING:
    from rich.progress import Progress

    from checkout_core.backtest import Progress as Priced


#: It is written again after this many seconds.
PERIOD = 0.1


@contextmanager
def counting() -> Iterator[Callable[[], None]]:
    """Yield the function to call after each document."""
    shown = None if is_terminal(sys.stdout) else _line(bar=False)
    if shown is None:
        yield lambda: None
        return
    begun = written = time.monotonic()
    count = 0

    def report() -> None:
        rate = count / max(time.monotonic() - begun, 0.001)
        text = f"{count:,} documents, {rate:,.0f} per second"
        shown.update(task, description=text)

    def advance() -> None:
        nonlocal count, written
        count += 1
        if time.monotonic() - written >= PERIOD:
            written = time.monotonic()
            report()

    with shown:
        task = shown.add_task("0 documents", total=None)
        yield advance
        report()


@contextmanager
def pricing() -> Iterator[Callable[[Priced], None] | None]:
    """Yield the function to call with how far a back-test is, None for no need."""
    shown = _line(bar=True)
    if shown is None:
        yield None
        return
    begun = time.monotonic()

    def report(priced: Priced) -> None:
        text = speed(priced, time.monotonic() - begun)
        shown.update(task, completed=priced.done, total=priced.total, description=text)

    with shown:
        task = shown.add_task("", total=None)
        yield report


def _line(*, bar: bool) -> Progress | None:
    """Return a line on standard error, with a bar or a spinner; None for none."""
    if not is_terminal(sys.stderr):
        return None
    try:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            Progress,
            SpinnerColumn,
            TaskProgressColumn,
            TextColumn,
        )
    except ImportError:
        return None
    spinner = SpinnerColumn(finished_text=" ")
    return Progress(
        *([BarColumn(), TaskProgressColumn()] if bar else [spinner]),
        TextColumn("{task.description}"),
        console=Console(stderr=True),
        redirect_stdout=False,
        redirect_stderr=False,
    )


def speed(priced: Priced, seconds: float) -> str:
    """Return how many carts were priced, how fast, and how long the others take."""
    text = (
        f"{priced.carts:,} carts, {priced.carts / max(seconds, 0.001):,.0f} per second"
    )
    if not priced.done:
        return text
    left = round(seconds * (priced.total - priced.done) / priced.done)
    return f"{text}, {timedelta(seconds=left)} left"


__all__ = ["counting", "pricing", "speed"]

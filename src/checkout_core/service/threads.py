# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Threads for work that blocks: a bounded number, waited for and used a bounded time.

Promises that work which does not end keeps its place and nothing else: the caller
hears that it takes too long, and the number of threads stays bounded.
"""

from __future__ import annotations

import asyncio
import math

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from anyio import CapacityLimiter, fail_after, to_thread
from attrs import define


T = TypeVar("T")


class BusyError(Exception):
    """No thread became free within the time limit; the work was not begun."""


class TooSlowError(Exception):
    """The work took longer than its time limit; it may still be carried out."""


class Threads:
    """
    A number of threads.

    Args:
        count: how many of them work at the same time.
        patience: the seconds to wait for one.
        longest: the seconds that a piece of work may take.
    """

    def __init__(self, count: int, *, patience: float, longest: float) -> None:
        self._places = CapacityLimiter(count)
        # anyio gives a place back when the waiting is given up, while the thread still
        # works: places are counted here, until their work ends.
        self._threads = CapacityLimiter(math.inf)
        self._patience = patience
        self._longest = longest

    async def run(self, work: Callable[[], T]) -> T:
        """
        Return what *work* returns on a thread.

        Raises `BusyError` if none becomes free, and `TooSlowError` if it takes too
        long.
        """
        mine = object()
        try:
            with fail_after(self._patience):
                await self._places.acquire_on_behalf_of(mine)
        except TimeoutError:
            raise BusyError from None
        loop = asyncio.get_running_loop()
        state = _Work()

        def release() -> None:
            if not state.is_over:
                state.is_over = True
                self._places.release_on_behalf_of(mine)

        def held() -> T:
            state.is_begun = True
            try:
                return work()
            finally:
                # The loop has ended if the service was stopped meanwhile.
                with suppress(RuntimeError):
                    loop.call_soon_threadsafe(release)

        try:
            with fail_after(self._longest):
                return await to_thread.run_sync(
                    held, abandon_on_cancel=True, limiter=self._threads
                )
        except TimeoutError:
            if not state.is_begun:
                # Work that is given up before its thread takes it is never begun.
                release()
            raise TooSlowError from None


@define
class _Work:
    """How far a piece of work is."""

    is_begun: bool = False
    is_over: bool = False

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Threads for work that blocks: a bounded number, waited for and used a bounded time.

Promises that work which does not end keeps its place and nothing else: the caller
hears that it takes too long, and the number of threads stays bounded.
"""

from __future__ import annotations

import asyncio

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, TypeVar


if TYPE_CHECKING:
    from concurrent.futures import Future

    from checkout_core.service.long_work import LongWork


T = TypeVar("T")


class BusyError(Exception):
    """No thread became free within the time limit; the work was not begun."""


class TooSlowError(Exception):
    """The work took longer than its time limit; it may still be carried out."""


# Every request goes through here.  The limiters of anyio let the event loop turn twice
# more for each, which takes as long as a statement of the database.
class Threads:
    """
    A number of threads.

    Args:
        count: how many of them work at the same time.
        patience: the seconds to wait for one.
        longest: the seconds that a piece of work may take.
        long_work: what watches for long work.
    """

    def __init__(
        self, count: int, *, patience: float, longest: float, long_work: LongWork
    ) -> None:
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="checkout_core")
        self._places = asyncio.Semaphore(count)
        self._patience = patience
        self._longest = longest
        self._long_work = long_work

    async def run(self, work: Callable[[], T]) -> T:
        """
        Return what *work* returns on a thread, with the context variables of here.

        Raises `BusyError` if none becomes free, and `TooSlowError` if it takes too
        long.
        """
        await self._find_place()
        loop = asyncio.get_running_loop()
        in_time: asyncio.Future[bool] = loop.create_future()

        def end(*, is_done: bool) -> None:
            if not in_time.done():
                in_time.set_result(is_done)

        has_ended = self._long_work.begin(loop)

        def free() -> None:
            has_ended()
            self._places.release()
            end(is_done=True)

        def on_thread(_: Future[T]) -> None:
            # The loop has ended if the service was stopped meanwhile.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(free)

        # A place is kept until its work ends, also if that is no longer waited for.
        running = self._pool.submit(copy_context().run, work)
        running.add_done_callback(on_thread)
        limit = loop.call_later(self._longest, partial(end, is_done=False))
        try:
            if not await in_time:
                # What no thread has begun is given up, and its place is free.
                running.cancel()
                raise TooSlowError
        finally:
            limit.cancel()
        return running.result()

    async def _find_place(self) -> None:
        """Take a place; raise `BusyError` if none becomes free."""
        if not self._places.locked():
            await self._places.acquire()  # at once
            return
        try:
            async with asyncio.timeout(self._patience):
                await self._places.acquire()
        except TimeoutError:
            raise BusyError from None

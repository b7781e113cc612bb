# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Threads for work that blocks: a bounded number, waited for and used a bounded time.

Promises that work which does not end keeps its place and nothing else: the caller
hears that it takes too long, and the number of threads stays bounded.
"""

from __future__ import annotations

import asyncio
import threading

from collections.abc import Callable
from contextlib import suppress
from contextvars import Context, copy_context
from queue import SimpleQueue
from typing import Any, TypeAlias, TypeVar


T = TypeVar("T")

#: Work with its context variables, and who waits for its end.
_Job: TypeAlias = tuple[
    Context, Callable[[], Any], asyncio.AbstractEventLoop, "asyncio.Future[Any]"
]


class BusyError(Exception):
    """No thread became free within the time limit; the work was not begun."""


class TooSlowError(Exception):
    """The work took longer than its time limit; it may still be carried out."""


# Every request goes through here: a thread pool of the standard library takes twice as
# long, and the limiters of anyio as long as a statement of the database.
class Threads:
    """
    A number of threads.

    Args:
        count: how many of them work at the same time.
        patience: the seconds to wait for one.
        longest: the seconds that a piece of work may take.
    """

    def __init__(self, count: int, *, patience: float, longest: float) -> None:
        self._jobs: SimpleQueue[_Job] = SimpleQueue()
        self._places = asyncio.Semaphore(count)
        self._patience = patience
        self._longest = longest
        # Both change on the event loop only.
        self._working = self._started = 0

    async def run(self, work: Callable[[], T]) -> T:
        """
        Return what *work* returns on a thread, with the context variables of here.

        Raises `BusyError` if none becomes free, and `TooSlowError` if it takes too
        long.
        """
        if self._places.locked():
            await self._wait()
        else:
            await self._places.acquire()
        self._working += 1
        if self._started < self._working:
            self._started += 1
            threading.Thread(target=self._work, daemon=True).start()
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[T] = loop.create_future()
        self._jobs.put((copy_context(), work, loop, ended))
        # A place is kept until its work ends, also if that is no longer waited for.
        timer = loop.call_later(self._longest, _end, ended, None, TooSlowError())
        try:
            return await ended
        finally:
            timer.cancel()

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(self._patience):
                await self._places.acquire()
        except TimeoutError:
            raise BusyError from None

    def _work(self) -> None:
        """Carry out one piece of work after the other."""
        while True:
            context, work, loop, ended = self._jobs.get()
            result, error = None, None
            try:
                result = context.run(work)
            except BaseException as raised:  # noqa: BLE001 - who waits for it gets it
                error = raised
            # The loop has ended if the service was stopped meanwhile.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._free, ended, result, error)
            # What is waited for next may come much later.
            del context, work, ended, result, error

    def _free(
        self, ended: asyncio.Future[Any], result: Any, error: BaseException | None
    ) -> None:
        self._working -= 1
        self._places.release()
        _end(ended, result, error)


def _end(ended: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    """Say how work ended, unless that was said before."""
    if ended.done():
        return
    if error is None:
        ended.set_result(result)
    else:
        ended.set_exception(error)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
One JSON object a line on standard error: route, result and duration.

Promises that no line contains a token, a header, a body, a query or other input of a
shopper: a request is named by its route and its id, an error by its type and the lines
of code in its traceback.  And that writing lines never stops the service: they wait in
a queue of bounded length for a thread that writes them.  If they are read too slowly,
further lines are left out, and a line says how many.
"""

from __future__ import annotations

import logging
import os
import threading
import time
import traceback

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from queue import SimpleQueue
from typing import Any

from checkout_core.service import request_ids
from checkout_core.wire import dumps


LOG = logging.getLogger("checkout_core.service")
#: The loggers of what runs the service; their lines are written in the same form.
OTHERS = ("uvicorn", "asyncio")
#: Each is called with the event and the facts of every line, also of those left out.
OBSERVERS: list[Callable[[str, Mapping[str, Any]], None]] = []

#: So many lines wait to be written, about 3 MB of them.
WAITING = 10_000
#: How long the end of the process waits for lines to be written, in seconds.
FLUSH_SECONDS = 1.0
STDERR = 2


class QueuedLines(logging.Handler):
    """
    Writes lines with a thread of its own.

    The service's lines are JSON already; those of others become `{at, event: "server",
    level, message}`, and an error of theirs its type and its places.

    Args:
        file: the descriptor of the open file that they go to.
        waiting: the most lines that wait to be written, 10,000 by default.

    Attributes:
        dropped: how many lines were left out.
    """

    def __init__(self, file: int, waiting: int = WAITING) -> None:
        super().__init__()
        self.dropped = 0
        self._file = file
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._most = waiting
        self._taken = self._written = 0
        self._thread = threading.Thread(target=self._write_all, daemon=True)
        self._thread.start()

    def format(self, record: logging.LogRecord) -> str:
        """Return a line for a record."""
        if record.name == LOG.name:
            return record.getMessage()
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(int(record.created), UTC).isoformat(),
            "event": "server",
            "level": record.levelname.lower(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            line["error"] = type(error).__name__
            return dumps({**line, "places": frames(error)})
        return dumps({**line, "message": record.getMessage()})

    def emit(self, record: logging.LogRecord) -> None:
        """Let a line wait to be written; leave it out if too many do."""
        # Under the lock of the handler, so no other line comes between.
        if self._lines.qsize() < self._most:
            self._taken += 1
            self._lines.put(self.format(record))
        else:
            self.dropped += 1

    def flush(self) -> None:
        """Wait until all lines are written, but not for long."""
        until = time.monotonic() + FLUSH_SECONDS
        while self._written < self._taken and time.monotonic() < until:
            time.sleep(0.01)

    def close(self) -> None:
        """Write what waits, and end the thread."""
        if self._thread.is_alive():
            self.flush()
            self._lines.put(None)
            self._thread.join(FLUSH_SECONDS)
        super().close()

    def _write_all(self) -> None:
        said = 0
        while (line := self._lines.get()) is not None:
            self._write(line)
            self._written += 1
            if self.dropped != said:
                count, said = self.dropped - said, self.dropped
                at = datetime.now(UTC).replace(microsecond=0).isoformat()
                self._write(dumps({"at": at, "event": "lines_dropped", "count": count}))

    def _write(self, line: str) -> None:
        data = line.encode("utf-8", "backslashreplace") + b"\n"
        # Not through `sys.stderr`: a thread that is blocked inside it would keep its
        # lock, and the interpreter could not end.
        with suppress(OSError):
            while data:
                data = data[os.write(self._file, data) :]


def to_stderr() -> None:
    """Write the service's lines, and the server's, to standard error as JSON."""
    for each in LOG.handlers:
        each.close()
    handler = QueuedLines(STDERR)
    for name in (LOG.name, *OTHERS):
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.setLevel(logging.INFO)
        logger.propagate = False


def dropped() -> int:
    """Return how many lines of this process were left out."""
    return sum(each.dropped for each in LOG.handlers if isinstance(each, QueuedLines))


def write(at: datetime, event: str, **facts: Any) -> None:
    """Write one line, with what is known of the request that runs."""
    facts = {**request_ids.current(), **facts}
    for observe in OBSERVERS:
        observe(event, facts)
    if LOG.isEnabledFor(logging.INFO):
        line = dumps({"at": at.isoformat(), "event": event, **facts})
        # Made here, since `LOG.info` would look for the code that calls it.
        LOG.handle(logging.LogRecord(LOG.name, logging.INFO, "", 0, line, None, None))


def frames(error: BaseException) -> list[str]:
    """Return the lines of an error's traceback, innermost last, without values."""
    trace = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in trace]

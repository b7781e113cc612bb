# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
One JSON object a line on standard error: route, result and duration.

Promises that no line contains a token, a header, a body, a query or other input of a
shopper: a request is named by its route and its id, an error by its type and the lines
of code in its traceback.
"""

from __future__ import annotations

import logging
import sys
import traceback

from typing import TYPE_CHECKING, Any

from checkout_core.service import request_ids
from checkout_core.wire import dumps


if TYPE_CHECKING:
    from datetime import datetime


LOG = logging.getLogger("checkout_core.service")


def to_stderr() -> None:
    """Write the service's lines to standard error, without any other text."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOG.handlers[:] = [handler]
    LOG.setLevel(logging.INFO)
    LOG.propagate = False


def write(at: datetime, event: str, **facts: Any) -> None:
    """Write one line, with what is known of the request that runs."""
    known = request_ids.current()
    LOG.info(dumps({"at": at.isoformat(), "event": event, **known, **facts}))


def frames(error: BaseException) -> list[str]:
    """Return the lines of an error's traceback, innermost last, without values."""
    trace = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in trace]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How a command ends: its output, and the exit status for scripts.

All statuses are in one table.  Prints nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from attrs import frozen

from checkout_core.cli.blame import Refused, of_source, source_name
from checkout_core.errors import CheckoutError, GatewayError


DONE = 0
FOUND = 1
REFUSED = 2
UNKNOWN = 3
INTERRUPTED = 130
#: 128 plus the number of SIGPIPE, as for every program that a closed pipe ends: 0 would
#: mean that the answer was read completely.
PIPE_CLOSED = 141

#: The meaning of each exit status.
STATUSES: Mapping[int, str] = MappingProxyType(
    {
        DONE: "it is done",
        FOUND: "a quote does not add up, two differ, a line has faults, lint or doctor"
        " found some",
        REFUSED: "bad input or usage, or the gateway refused; nothing was done",
        UNKNOWN: "the gateway may have done it; the message says how to find out",
        INTERRUPTED: "it was interrupted",
        PIPE_CLOSED: "the reader closed the pipe",
    }
)

#: The message if a request was sent and its answer is not known.
SENT = "the request was sent; ask for the status before you send it again"


@frozen
class Answer:
    """
    The output of a command.

    Attributes:
        text: what is printed to standard output, a text or the bytes of a file; None
            for nothing.
        status: the exit status, a key of `STATUSES`; `DONE` by default.
        complaints: what is printed to standard error, one on each line; none by
            default.
    """

    text: str | bytes | None
    status: int = DONE
    complaints: Sequence[str] = ()


def failed(error: BaseException, source: str, *, sent: bool) -> Answer:
    """
    Return how a command ends that raised *error* while it read *source*.

    *sent* says whether a request was sent to the gateway: then the gateway may have
    carried it out, with or without an answer.
    """
    fix = "internal error, please report it"
    status = REFUSED
    lines = [f"{source_name(source)}: {fix} ({type(error).__name__}: {error})"]
    match error:
        case Refused():
            lines = list(error.lines)
        case CheckoutError():
            lines = of_source(source, error.faults)
        case GatewayError():
            status = UNKNOWN if error.unclear else REFUSED
            lines = [f"the gateway: {error}"]
        case BrokenPipeError():
            status, lines = PIPE_CLOSED, []
        case KeyboardInterrupt():
            status, lines = INTERRUPTED, []
        case OSError():
            lines = [f"{source_name(error.filename or source)}: {error.strerror}"]
    if sent and not isinstance(error, GatewayError):
        return Answer(None, UNKNOWN, [*lines, SENT])
    return Answer(None, status, lines)


__all__ = [
    "DONE",
    "FOUND",
    "INTERRUPTED",
    "PIPE_CLOSED",
    "REFUSED",
    "SENT",
    "STATUSES",
    "UNKNOWN",
    "Answer",
    "failed",
]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How much a call does, counted so that no machine's speed changes it.

Counted are the bytecode instructions that run.  Python 3.12 and later replace them
while they run, so there lines, jumps and calls are counted; and how many items the
functions of `WALKS`, written in C, go through.  Other work in C is not seen: `in` on a
list, `+` of two lists or texts, slices, hashing, JSON.
"""

from __future__ import annotations

import gc
import sys

from collections.abc import Callable
from typing import Any, NamedTuple


#: Functions in C that go through all of their first argument, or of their own list.
WALKS = frozenset(
    (
        *(all, any, dict, frozenset, list, max, min, set, sorted, sum, tuple),
        *(dict.copy, list.copy, list.count, list.index, list.remove, list.sort),
        *(set.copy, set.union, tuple.count, tuple.index),
    )
)


_WRITTEN_IN_C = type, type(len), type(list.index)


class Work(NamedTuple):
    """Steps of Python that ran, and items that functions in C went through."""

    steps: int
    walked: int


def work(call: Callable[[], object]) -> Work:
    """Return what a call does; caches that it fills are filled afterwards."""
    gc.disable()
    try:
        if sys.version_info >= (3, 12):
            return _monitored(call)
        return _traced(call)
    finally:
        gc.enable()


def _traced(call: Callable[[], object]) -> Work:
    steps = 0

    def count(frame: Any, event: str, _: Any) -> Any:
        nonlocal steps
        if event == "call":
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
        steps += event == "opcode"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        call()
    finally:
        sys.settrace(before)
    return Work(steps, 0)


if sys.version_info >= (3, 12):

    def _monitored(call: Callable[[], object]) -> Work:
        steps = walked = 0

        def count(*_: object) -> None:
            nonlocal steps
            steps += 1

        def enter(_: object, __: int, called: object, first: Any) -> None:
            nonlocal steps, walked
            steps += 1
            if isinstance(called, _WRITTEN_IN_C) and called in WALKS:
                # A method that is called on its class has no list of its own.
                walked += len(first) if hasattr(type(first), "__len__") else 0

        tool, events = sys.monitoring.PROFILER_ID, sys.monitoring.events
        sys.monitoring.use_tool_id(tool, "work")
        sys.monitoring.register_callback(tool, events.CALL, enter)
        counted = events.LINE, events.JUMP, events.PY_START, events.PY_RESUME
        for each in counted:
            sys.monitoring.register_callback(tool, each, count)
        sys.monitoring.set_events(tool, events.CALL | sum(counted))
        try:
            call()
        finally:
            sys.monitoring.set_events(tool, 0)
            for each in (events.CALL, *counted):
                sys.monitoring.register_callback(tool, each, None)
            sys.monitoring.free_tool_id(tool)
        return Work(steps, walked)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How a task is carried out once, by whichever process leases it, and again until it ends.

Promises that a task whose process dies is carried out by another one when the lease
ends, and that no error of one task stops the others.

Knows no kind of task; `sweeping.KINDS` has them.
"""

from __future__ import annotations

import hashlib

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.service import logs


if TYPE_CHECKING:
    from checkout_core.service.dependencies import App
    from checkout_core.service.ports import Task, Unit


#: The part of a wait that is added to it at most, in thousandths.
_SPREAD = 100


@frozen
class Kind:
    """
    What is done for tasks of one kind.

    Attributes:
        name: the kind, as the tasks have it.
        carry_out: tries the task with this key; returns True if it has ended, so that
            nothing of it is left to do, False to try it again by `steps`, or the moment
            of the next try.
        steps: how long to wait after the first try, the second one and so on, in
            seconds; the last one counts for all that follow.
    """

    name: str
    carry_out: Callable[[App, str], bool | datetime]
    steps: Sequence[int]


def wait_after(steps: Sequence[int], task: Task) -> timedelta:
    """
    Return how long a task waits for its next try.

    A step of the table and up to a tenth more, which depends on the task and the try
    alone: tasks that failed together are not tried again together.
    """
    seconds = steps[min(task.tries, len(steps) - 1)]
    name = f"{task.kind} {task.key} {task.tries}"
    drawn = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
    return timedelta(seconds=seconds, milliseconds=drawn % (seconds * _SPREAD + 1))


def lease(app: App, kind: str, key: str) -> Task | None:
    """Lease a task, due or not; None if it has ended or another carries it out now."""
    at = app.clock()
    return app.database.write(
        lambda unit: unit.tasks.take(kind, key, at, at + app.lease)
    )


def lease_next(app: App, kinds: Collection[str]) -> Task | None:
    """Lease the task that has been due for longest; None if none is due."""
    at = app.clock()
    found = app.database.write(
        lambda unit: unit.tasks.claim(kinds, at, at + app.lease, 1)
    )
    return found[0] if found else None


def release(app: App, task: Task) -> None:
    """End the lease of a task, which is due when it was."""
    app.database.write(lambda unit: unit.tasks.release(task))


def perform(app: App, kind: Kind, task: Task) -> bool:
    """Carry out a leased task, delete it or put it off; return whether it has ended."""
    result: bool | datetime = False
    try:
        result = kind.carry_out(app, task.key)
    except (GatewayError, CheckoutError) as error:
        code = error.error_code if isinstance(error, GatewayError) else ""
        facts = {"error": type(error).__name__, "code": code}
        logs.write(app.clock(), f"{kind.name}_waits", id=task.key, **facts)
    except Exception as error:  # noqa: BLE001 - the other tasks are carried out
        facts = {"error": type(error).__name__, "kind": kind.name}
        places = logs.frames(error)
        logs.write(app.clock(), "task_failed", id=task.key, places=places, **facts)
    by_steps = app.clock() + wait_after(kind.steps, task)
    due = by_steps if isinstance(result, bool) else result

    def note(unit: Unit) -> None:
        if result is True:
            unit.tasks.done(task.kind, task.key)
        else:
            unit.tasks.put_off(task, due)

    app.database.write(note)
    return result is True

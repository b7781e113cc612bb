# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A folder of results for one run at a time.

Promises that the system gives the folder free when the process ends, also by
`kill -9`: it is a lock of the system on a file, and not that the file is there.  File
systems without such locks have none, and then it is for the caller to run one at a
time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from checkout_core.backtest.messages import refuse


#: The file that is locked; it stays, since another run may have it open.
LOCK = ".lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep a *folder* from other runs; raise `CheckoutError` if one has it."""
    with (folder / LOCK).open("ab") as opened:
        try:
            _lock(opened.fileno())
        except (BlockingIOError, PermissionError):
            raise refuse("out", "another_run", str(folder)) from None
        except (ImportError, OSError):
            # This file system has no locks, or this Python cannot ask for them.
            pass
        yield


def _lock(number: int) -> None:
    """Lock an open file by its number; raises `OSError` where that cannot be."""
    fcntl: Any
    try:
        fcntl = import_module("fcntl")
    except ImportError:
        # Windows has locks of bytes, of which the first need not be there.
        msvcrt: Any = import_module("msvcrt")
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


__all__ = ["LOCK", "locked"]

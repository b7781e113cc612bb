# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The error of a database that cannot do its work just now.

Knows no database: `database` says which of its errors is which trouble.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Trouble(StrEnum):
    """
    Why a database cannot do its work.

    - `FULL`: the disk, or what the database may use of it, is full.
    - `LOCKED`: another transaction holds what this one needs.
    - `UNREACHABLE`: the server or the file cannot be reached, or the server closed the
      connection.
    - `READ_ONLY`: it can be read and not written.
    - `TIMEOUT`: it did not answer within the time limit.
    """

    FULL = "full"
    LOCKED = "locked"
    UNREACHABLE = "unreachable"
    READ_ONLY = "read_only"
    TIMEOUT = "timeout"


#: What each trouble is called, and after how many seconds it may have passed.
_WORDS: Mapping[Trouble, tuple[str, int]] = MappingProxyType(
    {
        Trouble.FULL: ("the database is full", 60),
        Trouble.LOCKED: ("the database is busy", 1),
        Trouble.UNREACHABLE: ("the database cannot be reached", 5),
        Trouble.READ_ONLY: ("the database cannot be written to", 60),
        Trouble.TIMEOUT: ("the database took too long", 5),
    }
)


class DatabaseTrouble(Exception):  # noqa: N818 - it is trouble, which passes
    """
    A database that cannot do its work just now; nothing of the transaction is stored.

    Only if the connection is lost while the transaction is committed, it may be stored:
    every request of the service can be repeated.

    Args:
        reason: what the trouble is.
        is_undone: whether the database itself undid the transaction for the sake of
            another one, so that the same work can be done again at once; False by
            default.

    Attributes:
        reason: the same.
        is_undone: the same.
        retry_after: the seconds after which the trouble may have passed.
    """

    def __init__(self, reason: Trouble, *, is_undone: bool = False) -> None:
        self.reason = reason
        self.is_undone = is_undone
        words, self.retry_after = _WORDS[reason]
        super().__init__(words)

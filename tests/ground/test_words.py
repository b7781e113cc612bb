# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The English of documents, which needs no locale data."""

from __future__ import annotations

from decimal import Decimal

from checkout_core.currencies import CURRENCIES
from checkout_core.words import English


ENGLISH = English(CURRENCIES["INR"])


def test_numbers_of_documents() -> None:
    """A count is not grouped as an amount is, a rate has the decimals that it has."""
    assert ("1200", "2.5%", "₹1,200.00") == (
        ENGLISH.count(1200),
        ENGLISH.rate(Decimal("2.50")),
        ENGLISH.money(Decimal("1200.00")),
    )


def test_one_and_several() -> None:
    """English has two forms."""
    assert ["0 points", "1 point", "2 points"] == [
        ENGLISH.many("{number} point", "{number} points", number) for number in range(3)
    ]

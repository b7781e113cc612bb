# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What two quotes differ in: facts, lines, offers, charges, tenders, and every total.

`diff` compares two quotes and returns a `Difference`.  Each total that differs has the
rows of the ledger that make its difference, and is exactly their sum.  Knows no rule of
pricing: what a quote says is compared, however it was made.
"""

from __future__ import annotations

from checkout_core.differences.compare import diff
from checkout_core.differences.nouns import (
    Change,
    Difference,
    ItemChange,
    LineChange,
    OfferChange,
    RowChange,
    TotalChange,
    TotalPart,
)


__all__ = [
    "Change",
    "Difference",
    "ItemChange",
    "LineChange",
    "OfferChange",
    "RowChange",
    "TotalChange",
    "TotalPart",
    "diff",
]

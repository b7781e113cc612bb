# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What offers take of their budgets of money.

That is what an offer takes off lines and delivery, each in its own basis, and the
selling price of its free units: of 118.00 with 18 % inside, 18.00 off are 18.00 of the
budget, and so are 18.00 off 100.00 with the tax on top.  Points cost no budget.
"""

from __future__ import annotations

from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.offers.benefits.benefit import Adjustment


def taken(given: Adjustment, prices: Sequence[int]) -> int:
    """Return what an offer takes of its budget; *prices* are those of a unit."""
    gifts = sum([units * prices[line] for line, units in given.units])
    return sum(given.amounts) + given.shipping + gifts


__all__ = ["taken"]

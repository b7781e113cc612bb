# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A back-test of offers: what stored carts would have cost in another store.

Promises that every figure comes from pricing a real cart, exactly; it claims nothing
about what shoppers would have done.

    Job         two stores and a moment, a value with a fingerprint
    reprice     batches of carts in, batches of results out (needs `[backtest]`)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.backtest.job import Job
from checkout_core.later import later


if TYPE_CHECKING:
    from checkout_core.backtest.batches import reprice


#: What needs pyarrow is loaded when it is asked for.
_LATER = {"batches": ("reprice",)}


__getattr__ = later(__name__, _LATER)


__all__ = ["Job", "reprice"]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A quote or a refund as a waterfall: its bars as values, which pictures and pages draw.

Promises that the steps chain, and that each row of the ledger that moves money belongs
to one of them.
"""

from __future__ import annotations

from checkout_core.views.waterfall.bars import Bar, Waterfall
from checkout_core.views.waterfall.quote import waterfall
from checkout_core.views.waterfall.refund import refund_waterfall


__all__ = ["Bar", "Waterfall", "refund_waterfall", "waterfall"]

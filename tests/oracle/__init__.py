# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A slow, literal second reading of the pricing contract, to hold the engine against.

It shares no code with the engine: quantities become single units, amounts are
whole minor units or exact fractions, and every rule is tried out, not derived.
"""

from .payments import with_payment
from .pricing import price


__all__ = ["price", "with_payment"]

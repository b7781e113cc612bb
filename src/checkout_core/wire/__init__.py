# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Commerce Engine-shaped JSON, both ways: text, documents in, documents out.

The nouns know nothing of their JSON; it is all in this room.
"""

from __future__ import annotations

from checkout_core.wire.plans import read_plan
from checkout_core.wire.quotes import read_quote, verify, write_quote
from checkout_core.wire.read import (
    Checkout,
    OrderFacts,
    read_cart,
    read_checkout,
    read_store,
)
from checkout_core.wire.text import dumps, loads
from checkout_core.wire.write import write_cart, write_evaluation, write_order


__all__ = [
    "Checkout",
    "OrderFacts",
    "dumps",
    "loads",
    "read_cart",
    "read_checkout",
    "read_plan",
    "read_quote",
    "read_store",
    "verify",
    "write_cart",
    "write_evaluation",
    "write_order",
    "write_quote",
]

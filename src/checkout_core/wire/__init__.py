# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Commerce Engine-shaped JSON, both ways: text, documents in, documents out.

All JSON is handled here; carts, stores, quotes and orders know nothing of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.later import later
from checkout_core.wire.cart import read_cart
from checkout_core.wire.checkout import Checkout, OrderFacts, read_checkout
from checkout_core.wire.evaluations import write_evaluation
from checkout_core.wire.offers import coupon, promotion, read_coupon, read_promotion
from checkout_core.wire.quotes import read_quote, verify, write_quote
from checkout_core.wire.store import read_store
from checkout_core.wire.text import dumps, loads
from checkout_core.wire.write import write_cart, write_order


if TYPE_CHECKING:
    from checkout_core.wire.calls import answer_text
    from checkout_core.wire.differences import write_difference
    from checkout_core.wire.inputs import write_checkout, write_store
    from checkout_core.wire.orders import read_order, write_order_detail
    from checkout_core.wire.plans import read_plan
    from checkout_core.wire.refunds import (
        Returns,
        read_refund,
        read_returns,
        write_refund,
    )


#: Pricing alone does not need these names, so they are imported on first use.
_LATER = {
    "calls": ("answer_text",),
    "differences": ("write_difference",),
    "inputs": (
        "write_checkout",
        "write_store",
    ),
    "orders": (
        "read_order",
        "write_order_detail",
    ),
    "plans": ("read_plan",),
    "refunds": (
        "Returns",
        "read_refund",
        "read_returns",
        "write_refund",
    ),
}


__all__ = [
    "Checkout",
    "OrderFacts",
    "Returns",
    "answer_text",
    "coupon",
    "dumps",
    "loads",
    "promotion",
    "read_cart",
    "read_checkout",
    "read_coupon",
    "read_order",
    "read_plan",
    "read_promotion",
    "read_quote",
    "read_refund",
    "read_returns",
    "read_store",
    "verify",
    "write_cart",
    "write_checkout",
    "write_difference",
    "write_evaluation",
    "write_order",
    "write_order_detail",
    "write_quote",
    "write_refund",
    "write_store",
]

__getattr__ = later(__name__, _LATER)

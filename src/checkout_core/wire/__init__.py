# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Commerce Engine-shaped JSON, both ways: text, documents in, documents out.

All JSON is handled here; carts, stores, quotes and orders know nothing of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checkout_core.wire.cart import read_cart
from checkout_core.wire.checkout import Checkout, OrderFacts, read_checkout
from checkout_core.wire.offers import coupon, promotion, read_coupon, read_promotion
from checkout_core.wire.quotes import read_quote, verify, write_quote
from checkout_core.wire.store import read_store
from checkout_core.wire.text import dumps, loads
from checkout_core.wire.write import write_cart, write_evaluation, write_order


if TYPE_CHECKING:
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
    "Returns": "checkout_core.wire.refunds",
    "read_order": "checkout_core.wire.orders",
    "read_plan": "checkout_core.wire.plans",
    "read_refund": "checkout_core.wire.refunds",
    "read_returns": "checkout_core.wire.refunds",
    "write_checkout": "checkout_core.wire.inputs",
    "write_order_detail": "checkout_core.wire.orders",
    "write_refund": "checkout_core.wire.refunds",
    "write_store": "checkout_core.wire.inputs",
}


__all__ = [
    "Checkout",
    "OrderFacts",
    "Returns",
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
    "write_evaluation",
    "write_order",
    "write_order_detail",
    "write_quote",
    "write_refund",
    "write_store",
]


def __getattr__(name: str) -> Any:
    """Return a name of `_LATER`, whose module is imported now."""
    if name not in _LATER:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    return getattr(import_module(_LATER[name]), name)

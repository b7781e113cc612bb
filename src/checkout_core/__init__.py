# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Pricing and checkout without I/O: a cart in, an exact and explained order out.

These are the public names; everything else may change between releases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checkout_core.cart import Address, Cart, Customer, Line, Shipping
from checkout_core.errors import CheckoutError, Fault, GatewayError
from checkout_core.evaluation import evaluate, near_miss
from checkout_core.ledger import Refusal
from checkout_core.lint import lint
from checkout_core.money import Rounding, allocate
from checkout_core.offers import Offer
from checkout_core.pricing import Quote, quote
from checkout_core.store import Charge, Loyalty, Redemptions, Store
from checkout_core.tax import TaxPolicy, TaxSlab
from checkout_core.wire import (
    Checkout,
    coupon,
    dumps,
    promotion,
    read_cart,
    read_checkout,
    read_quote,
    read_store,
    verify,
    write_cart,
    write_evaluation,
    write_order,
    write_quote,
)


if TYPE_CHECKING:
    from checkout_core.orders import Order
    from checkout_core.refunds import Refund, RefundPolicy, cancellation, refund
    from checkout_core.wire import (
        read_order,
        read_refund,
        write_order_detail,
        write_refund,
    )


#: Pricing alone does not need orders, so these names are imported on first use.
_LATER = {
    "Order": "checkout_core.orders",
    "Refund": "checkout_core.refunds",
    "RefundPolicy": "checkout_core.refunds",
    "cancellation": "checkout_core.refunds",
    "read_order": "checkout_core.wire",
    "read_refund": "checkout_core.wire",
    "refund": "checkout_core.refunds",
    "write_order_detail": "checkout_core.wire",
    "write_refund": "checkout_core.wire",
}


__all__ = [
    "Address",
    "Cart",
    "Charge",
    "Checkout",
    "CheckoutError",
    "Customer",
    "Fault",
    "GatewayError",
    "Line",
    "Loyalty",
    "Offer",
    "Order",
    "Quote",
    "Redemptions",
    "Refund",
    "RefundPolicy",
    "Refusal",
    "Rounding",
    "Shipping",
    "Store",
    "TaxPolicy",
    "TaxSlab",
    "allocate",
    "cancellation",
    "coupon",
    "dumps",
    "evaluate",
    "lint",
    "near_miss",
    "promotion",
    "quote",
    "read_cart",
    "read_checkout",
    "read_order",
    "read_quote",
    "read_refund",
    "read_store",
    "refund",
    "verify",
    "write_cart",
    "write_evaluation",
    "write_order",
    "write_order_detail",
    "write_quote",
    "write_refund",
]


def __getattr__(name: str) -> Any:
    """Return a name of `_LATER`, whose module is imported now, or `__version__`."""
    if name == "__version__":
        from checkout_core.version import installed_version

        return installed_version()
    if name not in _LATER:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    return getattr(import_module(_LATER[name]), name)

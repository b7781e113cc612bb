# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Pricing and checkout without I/O: a cart in, an exact and explained order out.

A name is public if `__all__` of a module that docs/public-names.md lists has it.  All
other modules and names are private: they may change with every release.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checkout_core.cart import Address, Cart, Customer, Line, Shipping
from checkout_core.errors import CheckoutError, Fault, GatewayError
from checkout_core.evaluation import Evaluation, NearMiss, Verdict, evaluate, near_miss
from checkout_core.ledger import (
    AppliedOffer,
    Entry,
    QuotedLine,
    Refusal,
    Tender,
    Totals,
)
from checkout_core.lint import Finding, lint
from checkout_core.money import Rounding, allocate
from checkout_core.offers import Gift, Offer
from checkout_core.pricing import Quote, quote
from checkout_core.store import (
    Charge,
    Loyalty,
    Redemptions,
    ShippingRates,
    Store,
    TaxClass,
)
from checkout_core.tax import TaxCategory, TaxComponent, TaxPolicy, TaxSlab
from checkout_core.wire import (
    Checkout,
    coupon,
    dumps,
    loads,
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
    from checkout_core.orders import (
        ExcessReturned,
        Order,
        PaymentUpdate,
        Refunded,
        ShipmentUpdate,
        StatusChange,
    )
    from checkout_core.refunds import Refund, RefundPolicy, cancellation, refund
    from checkout_core.wire import (
        read_order,
        read_refund,
        write_order_detail,
        write_refund,
    )


#: Pricing alone does not need orders, so these names are imported on first use.
_LATER = {
    "ExcessReturned": "checkout_core.orders",
    "Order": "checkout_core.orders",
    "PaymentUpdate": "checkout_core.orders",
    "Refund": "checkout_core.refunds",
    "RefundPolicy": "checkout_core.refunds",
    "Refunded": "checkout_core.orders",
    "ShipmentUpdate": "checkout_core.orders",
    "StatusChange": "checkout_core.orders",
    "cancellation": "checkout_core.refunds",
    "read_order": "checkout_core.wire",
    "read_refund": "checkout_core.wire",
    "refund": "checkout_core.refunds",
    "write_order_detail": "checkout_core.wire",
    "write_refund": "checkout_core.wire",
}


__all__ = [
    "Address",
    "AppliedOffer",
    "Cart",
    "Charge",
    "Checkout",
    "CheckoutError",
    "Customer",
    "Entry",
    "Evaluation",
    "ExcessReturned",
    "Fault",
    "Finding",
    "GatewayError",
    "Gift",
    "Line",
    "Loyalty",
    "NearMiss",
    "Offer",
    "Order",
    "PaymentUpdate",
    "Quote",
    "QuotedLine",
    "Redemptions",
    "Refund",
    "RefundPolicy",
    "Refunded",
    "Refusal",
    "Rounding",
    "ShipmentUpdate",
    "Shipping",
    "ShippingRates",
    "StatusChange",
    "Store",
    "TaxCategory",
    "TaxClass",
    "TaxComponent",
    "TaxPolicy",
    "TaxSlab",
    "Tender",
    "Totals",
    "Verdict",
    "allocate",
    "cancellation",
    "coupon",
    "dumps",
    "evaluate",
    "lint",
    "loads",
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

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Pricing and checkout without I/O: a cart in, an exact and explained order out.

A name is public if `__all__` of a module that docs/public-names.md lists has it.  All
other modules and names are private: they may change with every release.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checkout_core.cart import (
    Address,
    Cart,
    Customer,
    GiftCard,
    Line,
    Part,
    Payment,
    Shipping,
)
from checkout_core.errors import CheckoutError, Fault, GatewayError
from checkout_core.later import later
from checkout_core.lint import Finding, lint
from checkout_core.money import Rounding, allocate
from checkout_core.offers import Gift, Offer
from checkout_core.offers.conditions import Conditions, Exclude, Window
from checkout_core.pricing import Quote, quote
from checkout_core.store import (
    Charge,
    Loyalty,
    OfferGroup,
    Redemptions,
    ShippingRates,
    Store,
    Supplier,
    TaxClass,
)
from checkout_core.tax import TaxCategory, TaxComponent, TaxPolicy, TaxSlab


if TYPE_CHECKING:
    from checkout_core.differences import Difference, diff
    from checkout_core.evaluation import (
        Evaluation,
        NearMiss,
        Verdict,
        evaluate,
        near_miss,
    )
    from checkout_core.ledger import (
        AppliedOffer,
        Entry,
        QuotedLine,
        Refusal,
        Tender,
        Totals,
    )
    from checkout_core.orders import (
        Disputed,
        ExcessReturned,
        Order,
        PaymentUpdate,
        Refunded,
        Reversed,
        ShipmentUpdate,
        StatusChange,
    )
    from checkout_core.refunds import (
        PriceReduction,
        Refund,
        RefundPolicy,
        cancellation,
        refund,
    )
    from checkout_core.wire import (
        Checkout,
        coupon,
        dumps,
        loads,
        promotion,
        read_cart,
        read_checkout,
        read_order,
        read_quote,
        read_refund,
        read_store,
        verify,
        write_cart,
        write_difference,
        write_evaluation,
        write_order,
        write_order_detail,
        write_quote,
        write_refund,
    )


#: Pricing alone needs neither documents, orders nor verdicts on every offer, so these
#: names are imported on first use.
_LATER = {
    "differences": ("Difference", "diff"),
    "evaluation": (
        "Evaluation",
        "NearMiss",
        "Verdict",
        "evaluate",
        "near_miss",
    ),
    "ledger": ("AppliedOffer", "Entry", "QuotedLine", "Refusal", "Tender", "Totals"),
    "orders": (
        "Disputed",
        "ExcessReturned",
        "Order",
        "PaymentUpdate",
        "Refunded",
        "Reversed",
        "ShipmentUpdate",
        "StatusChange",
    ),
    "refunds": (
        "PriceReduction",
        "Refund",
        "RefundPolicy",
        "cancellation",
        "refund",
    ),
    "wire": (
        "Checkout",
        "coupon",
        "dumps",
        "loads",
        "promotion",
        "read_cart",
        "read_checkout",
        "read_order",
        "read_quote",
        "read_refund",
        "read_store",
        "verify",
        "write_cart",
        "write_difference",
        "write_evaluation",
        "write_order",
        "write_order_detail",
        "write_quote",
        "write_refund",
    ),
}


__all__ = [
    "Address",
    "AppliedOffer",
    "Cart",
    "Charge",
    "Checkout",
    "CheckoutError",
    "Conditions",
    "Customer",
    "Difference",
    "Disputed",
    "Entry",
    "Evaluation",
    "ExcessReturned",
    "Exclude",
    "Fault",
    "Finding",
    "GatewayError",
    "Gift",
    "GiftCard",
    "Line",
    "Loyalty",
    "NearMiss",
    "Offer",
    "OfferGroup",
    "Order",
    "Part",
    "Payment",
    "PaymentUpdate",
    "PriceReduction",
    "Quote",
    "QuotedLine",
    "Redemptions",
    "Refund",
    "RefundPolicy",
    "Refunded",
    "Refusal",
    "Reversed",
    "Rounding",
    "ShipmentUpdate",
    "Shipping",
    "ShippingRates",
    "StatusChange",
    "Store",
    "Supplier",
    "TaxCategory",
    "TaxClass",
    "TaxComponent",
    "TaxPolicy",
    "TaxSlab",
    "Tender",
    "Totals",
    "Verdict",
    "Window",
    "allocate",
    "cancellation",
    "coupon",
    "diff",
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
    "write_difference",
    "write_evaluation",
    "write_order",
    "write_order_detail",
    "write_quote",
    "write_refund",
]


_later = later(__name__, _LATER)


def __getattr__(name: str) -> Any:
    """Return a name of `_LATER`, whose module is imported now, or `__version__`."""
    if name == "__version__":
        from checkout_core.version import installed_version

        return installed_version()
    return _later(name)


def __dir__() -> list[str]:
    """Return the names of the package, those that are not loaded yet included."""
    return sorted({*globals(), *__all__})

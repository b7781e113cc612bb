# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Words that several rooms share: statuses, funders, and categories of tax.

Statuses are those of Commerce Engine's order document (2026-11); what leads from
one to the next is in `orders.events`.
"""

from __future__ import annotations

from enum import StrEnum


class OrderStatus(StrEnum):
    """The status of an order; the 15 of the vendor's order."""

    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    CONFIRMED = "confirmed"
    PARTIALLY_SCHEDULED = "partially_scheduled"
    AWAITING_SHIPMENT = "awaiting_shipment"
    SHIPPED = "shipped"
    PARTIALLY_SHIPPED = "partially_shipped"
    UNDELIVERED = "undelivered"
    PARTIALLY_UNDELIVERED = "partially_undelivered"
    RETURN_TO_ORIGIN = "return_to_origin"
    PARTIALLY_RETURN_TO_ORIGIN = "partially_return_to_origin"
    COMPLETE = "complete"
    PARTIALLY_DELIVERED = "partially_delivered"
    CANCELLED = "cancelled"
    PENDING = "pending"


class PaymentStatus(StrEnum):
    """How far an order is paid; the 4 of the vendor's order."""

    PENDING = "pending"
    SUCCESS = "success"
    FAILED = "failed"
    PARTIALLY_PAID = "partially_paid"


class Funder(StrEnum):
    """
    Who funds the discount of a gateway's offer.

    A bank, a platform or a brand pays a part of the price, which does not change, nor
    does its tax: the consideration may be paid by any other person (CGST Act s.2(31)).
    A discount of the merchant lowers the price (`PriceReduction`).
    """

    BANK = "bank"
    PLATFORM = "platform"
    BRAND = "brand"
    MERCHANT = "merchant"


class SurchargeBy(StrEnum):
    """
    Whose a fee on top of a payment is.

    - `GATEWAY`: the gateway keeps it; it passes through.
    - `MERCHANT`: the merchant gets it: more consideration, with a debit note.
    """

    GATEWAY = "gateway"
    MERCHANT = "merchant"


class FundedBy(StrEnum):
    """Who pays for an offer; only the seller's discounts lower the taxable value."""

    SELLER = "seller"
    PLATFORM = "platform"
    BRAND = "brand"


class TaxCategory(StrEnum):
    """
    The tax category of goods or a charge: rate 0 alone does not say why.

    Lines and charges say one of the first seven (`LINE_CATEGORIES`); the other three
    come from the kind of supply of the whole order.
    """

    STANDARD = "standard"
    ZERO = "zero"
    NIL_RATED = "nil_rated"
    EXEMPT = "exempt"
    REVERSE_CHARGE = "reverse_charge"
    EXPORT = "export"
    OUTSIDE_SCOPE = "outside_scope"
    SEZ_WITH_PAYMENT = "sez_with_payment"
    SEZ_WITHOUT_PAYMENT = "sez_without_payment"
    DEEMED_EXPORT = "deemed_export"


#: What a line or a charge can say of itself.
LINE_CATEGORIES = tuple(TaxCategory)[:7]


__all__ = [
    "LINE_CATEGORIES",
    "FundedBy",
    "Funder",
    "OrderStatus",
    "PaymentStatus",
    "SurchargeBy",
    "TaxCategory",
]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Juspay's answers about offers before a payment as values.

As in `answers`, whose part this is: the wire's names are the attributes, and keys that
are missing or null are None.

Knows nothing of HTTP or JSON text; `decode` reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.values import Record


if TYPE_CHECKING:
    from decimal import Decimal


@frozen(kw_only=True)
class OfferDescription:
    """
    What a payer reads of an offer.

    Attributes:
        sponsored_by: who gives it, as the dashboard has it.
        title, description, tnc: its name, what it gives, and its terms.
        other: every other key, and every value that could not be read.
    """

    sponsored_by: str | None = None
    title: str | None = None
    description: str | None = None
    tnc: str | None = None
    other: Record = Record()


@frozen(kw_only=True)
class OrderBreakup:
    """
    What an offer makes of the amount of an order; all amounts are in major units.

    Without EMI `final_order_amount == order_amount - discount_amount
    - merchant_discount_amount`, which is checked.

    Attributes:
        order_amount: what was asked about.
        applicable_order_amount: the part of it that the offer looks at.
        final_order_amount: what the payer would be charged.
        discount_amount: what the offer would take off at once.
        merchant_discount_amount: what of the merchant's own would come off.
        cashback_amount: what the payer would get later, from the sponsor.
        offer_amount: all that the offer gives.
        emi_discount: what a plan of instalments adds, as it came; None without one.
        other: every other key, such as `emi_discounts` and `benefits`, and every value
            that could not be read.
    """

    order_amount: Decimal | None = None
    applicable_order_amount: Decimal | None = None
    final_order_amount: Decimal | None = None
    discount_amount: Decimal | None = None
    merchant_discount_amount: Decimal | None = None
    cashback_amount: Decimal | None = None
    offer_amount: Decimal | None = None
    emi_discount: Record | None = None
    other: Record = Record()


@frozen(kw_only=True)
class ListedOffer:
    """
    An offer that a payer could use, or why they could not.

    Attributes:
        offer_id, offer_code: Juspay's id of it, and the code the payer knows.
        status: by name, such as "ELIGIBLE"; `eligible` reads it.
        offer_description: what a payer reads.
        offer_rules: what it asks for, as it came.
        order_breakup: what it makes of the amount.
        other: every other key, such as `reason` and `eligible_saved_payment_methods`,
            and every value that could not be read.
    """

    offer_id: str | None = None
    offer_code: str | None = None
    status: str | None = None
    offer_description: OfferDescription | None = None
    offer_rules: Record | None = None
    order_breakup: OrderBreakup | None = None
    other: Record = Record()

    @property
    def eligible(self) -> bool:
        """Whether it could be used; only one status says so."""
        return self.status == "ELIGIBLE"


@frozen(kw_only=True)
class CombinedOffer:
    """
    An offer in a combination; all amounts are in major units.

    Attributes:
        offer_id: Juspay's id of it.
        discount_amount, merchant_discount_amount, cashback_amount: its parts.
        emi_discount_amount, emi_cashback_amount: those that belong to instalments.
        total_offered_amount: all of them together.
        other: every other key, and every value that could not be read.
    """

    offer_id: str | None = None
    discount_amount: Decimal | None = None
    merchant_discount_amount: Decimal | None = None
    cashback_amount: Decimal | None = None
    emi_discount_amount: Decimal | None = None
    emi_cashback_amount: Decimal | None = None
    total_offered_amount: Decimal | None = None
    other: Record = Record()


@frozen(kw_only=True)
class OfferCombination:
    """
    The offers that are best for one way to pay.

    Attributes:
        payment_method_reference: the caller's name of the way to pay.
        offers: those that apply together.
        order_breakup: what they make of the amount.
        other: every other key, and every value that could not be read.
    """

    payment_method_reference: str | None = None
    offers: tuple[CombinedOffer, ...] = ()
    order_breakup: OrderBreakup | None = None
    other: Record = Record()


@frozen(kw_only=True)
class OfferList:
    """
    What a payer could save with which way to pay: an estimate, not a price of ours.

    Attributes:
        offers: the offers; () if the answer has none.
        best_offer_combinations: the best of each way to pay; () if there are none.
        other: every other key, and every value that could not be read.
    """

    offers: tuple[ListedOffer, ...] = ()
    best_offer_combinations: tuple[OfferCombination, ...] = ()
    other: Record = Record()

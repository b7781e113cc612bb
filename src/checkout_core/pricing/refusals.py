# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Why an offer does not apply, in a sentence for the shopper.

The codes are stable; the sentences are English and may be reworded.  A host
that speaks another language translates by code and distance.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from checkout_core.currencies import Currency
    from checkout_core.pricing.promotions import Refused


#: Every code, in the order in which it is looked for, and what a shopper reads.
SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "not_started": "This offer has not started yet.",
        "expired": "This offer has ended.",
        "limit_reached": "This offer has been used up.",
        "customer_limit_reached": "You have already used this offer.",
        "code_limit_reached": "This code has been used up.",
        "below_minimum": "Add {amount} more to use this offer.",
        "no_matching_items": "Nothing in your cart takes part in this offer.",
        "quantity_too_low": "Add {units} more to use this offer.",
        "value_too_low": "Add participating items for {amount} more to use this offer.",
        "nothing_to_discount": "There is nothing left that this offer could lower.",
        "excluded_by_promotion": "Another offer saves you more.",
        "excluded_by_coupon": "Your coupon saves you more.",
        "better_promotion_applied": "The offer you already have saves you as much.",
        "unknown_code": "We do not know this code.",
    }
)


def sentence(refused: Refused, currency: Currency, short: Decimal) -> str:
    """Return the sentence for one refusal."""
    units = f"{refused.units} {'item' if refused.units == 1 else 'items'}"
    amount = f"{currency.symbol}{short}"
    return SENTENCES[refused.code].format(amount=amount, units=units)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Why an offer does not apply, and why a tender pays less than was asked for.

One table for each kind of code, with all its English: what the shopper reads and what a
support agent reads.  The codes are stable; the words may be reworded.  To show another
language, translate the codes with the facts that stand for the words in braces.

Knows nothing of carts, offers or tenders.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from attrs import frozen


@frozen(kw_only=True)
class Reason:
    """
    What people read about one code of a refusal; words in braces are its facts.

    Attributes:
        shopper: a sentence for the shopper.
        agent: a clause for the support agent, which ends a sentence that begins with
            the name of the offer.
        shopper_one_line: the sentence if what is missing is counted on one line; ""
            (the default) if it never is.
        agent_for_good: the clause if adding goods would not help; "" (the default) if
            it is the same.
    """

    shopper: str
    agent: str
    shopper_one_line: str = ""
    agent_for_good: str = ""


#: Why an offer does not apply, by its code, in the order of the checks.
REFUSAL_REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "not_started": Reason(
            shopper="This offer has not started yet.",
            agent="it had not started yet",
        ),
        "expired": Reason(
            shopper="This offer has ended.",
            agent="it had ended",
        ),
        "limit_reached": Reason(
            shopper="This offer has been used up.",
            agent="its limit of uses was reached",
        ),
        "customer_limit_reached": Reason(
            shopper="You have already used this offer.",
            agent="this customer had reached its limit of uses",
        ),
        "code_limit_reached": Reason(
            shopper="This code has been used up.",
            agent="the limit of uses of the code was reached",
        ),
        "below_minimum": Reason(
            shopper="Add {amount} more to use this offer.",
            agent="the cart is {amount} short of its minimum",
        ),
        "no_matching_items": Reason(
            shopper="This offer needs items that are not in your cart.",
            agent="it needs items that are not in the cart",
        ),
        "quantity_too_low": Reason(
            shopper="Add {count} more {items} to use this offer.",
            shopper_one_line="Add {count} more of {name} to use this offer.",
            agent="{units} more of the participating items must be in the cart",
            agent_for_good="there are too few participating items",
        ),
        "value_too_low": Reason(
            shopper="Add participating items worth {amount} more to use this offer.",
            shopper_one_line="Add {amount} more of {name} to use this offer.",
            agent="the participating items are {amount} short of its minimum",
            agent_for_good="the participating items are worth too little",
        ),
        "nothing_to_discount": Reason(
            shopper="There is nothing left in your cart that this offer can discount.",
            agent="nothing was left that it could discount",
        ),
        "excluded_by_promotion": Reason(
            shopper="Another offer saves you more.",
            agent="other promotions save more",
        ),
        "excluded_by_coupon": Reason(
            shopper="Your coupon saves you more.",
            agent="the coupon saves more",
        ),
        "better_promotion_applied": Reason(
            shopper="The offer you already have saves you as much.",
            agent="the promotions save at least as much",
        ),
        "unknown_code": Reason(
            shopper="This code is not valid.",
            agent="no coupon has this code",
        ),
    }
)

#: Why less of a tender was granted than asked for, by its code: a clause for the
#: support agent.
TENDER_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "no_programme": "the store has no points programme",
        "balance": "the balance is {balance}",
        "maximum_points": "at most {most} can be redeemed on one order",
        "maximum_percent": "points can pay at most {percent} of an order",
        "nothing_left_to_pay": "nothing more was left to pay",
        "below_minimum_points": "at least {least} must be redeemed",
        "same_value_for_fewer": "the others would not have paid any more",
        "worthless": "points have no value in this store",
    }
)


__all__ = ["REFUSAL_REASONS", "TENDER_REASONS", "Reason"]

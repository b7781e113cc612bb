# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Why an offer does not apply, and why a tender pays less than was asked for.

One table for each kind of code, with all its English: what the shopper reads and what a
support agent reads.  The codes are stable; the words may be reworded.  Each text is a
message of the catalogues, which have it in other languages.

Knows nothing of carts, offers or tenders.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from attrs import frozen

from checkout_core.words import message, messages


@frozen(kw_only=True)
class Reason:
    """
    What people read about one code of a refusal; words in braces are its facts.

    Attributes:
        shopper: a sentence for the shopper.
        agent: a sentence for the support agent, about `{offer}`.
        shopper_several: the sentence for the shopper if several units are missing; ""
            (the default) if it does not depend on their number.
        shopper_one_line: the sentence if what is missing is counted on one line; ""
            (the default) if it never is.
        shopper_one_line_several: that sentence if several units are missing; "" (the
            default) if it does not depend on their number.
        agent_several: the sentence for the agent if several units are missing; "" (the
            default) if it does not depend on their number.
        agent_for_good: the sentence for the agent if adding goods would not help; ""
            (the default) if it is the same.
    """

    shopper: str
    agent: str
    shopper_several: str = ""
    shopper_one_line: str = ""
    shopper_one_line_several: str = ""
    agent_several: str = ""
    agent_for_good: str = ""


_MORE_ITEMS = messages(
    "Add {number} more item to use this offer.",
    "Add {number} more items to use this offer.",
)

# English says one and several alike here; other languages do not.
_MORE_OF_ONE = messages(
    "Add {number} more of {name} to use this offer.",
    "Add {number} more of {name} to use this offer.",
)
_MORE_PARTICIPATING = messages(
    "{offer} does not apply: {number} more of the participating items must be in the"
    " cart.",
    "{offer} does not apply: {number} more of the participating items must be in the"
    " cart.",
)

_MORE_ORDERS = messages(
    "This offer opens after {number} more order.",
    "This offer opens after {number} more orders.",
)
_ORDERS_MISSING = messages(
    "{offer} does not apply: the customer has to place {number} more order first.",
    "{offer} does not apply: the customer has to place {number} more orders first.",
)

#: Why an offer does not apply, a charge is not charged or a gift card pays nothing, by
#: its code, in the order of the checks.
REFUSAL_REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "not_started": Reason(
            shopper=message("This offer has not started yet."),
            agent=message("{offer} does not apply: it had not started yet."),
        ),
        "expired": Reason(
            shopper=message("This offer has ended."),
            agent=message("{offer} does not apply: it had ended."),
        ),
        "outside_hours": Reason(
            shopper=message("This offer is not open at this time."),
            agent=message("{offer} does not apply: it was not open at that hour."),
        ),
        "limit_reached": Reason(
            shopper=message("This offer has been used up."),
            agent=message("{offer} does not apply: its limit of uses was reached."),
        ),
        "customer_limit_reached": Reason(
            shopper=message("You have already used this offer."),
            agent=message(
                "{offer} does not apply: this customer had reached its limit of uses."
            ),
        ),
        "code_limit_reached": Reason(
            shopper=message("This code has been used up."),
            agent=message(
                "{offer} does not apply: the limit of uses of the code was reached."
            ),
        ),
        "wrong_channel": Reason(
            shopper=message("This offer is not available here."),
            agent=message("{offer} does not apply: it is for another channel."),
        ),
        "wrong_pincode": Reason(
            shopper=message("This offer does not reach your address."),
            agent=message("{offer} does not apply: it does not reach this pincode."),
        ),
        "wrong_group": Reason(
            shopper=message("This offer is for members only."),
            agent=message(
                "{offer} does not apply: the customer is in none of its groups."
            ),
        ),
        "not_first_order": Reason(
            shopper=message("This offer is for a first order."),
            agent=message(
                "{offer} does not apply: it is not known to be a first order."
            ),
        ),
        "too_few_orders": Reason(
            shopper=_MORE_ORDERS[0],
            shopper_several=_MORE_ORDERS[1],
            agent=_ORDERS_MISSING[0],
            agent_several=_ORDERS_MISSING[1],
        ),
        "wrong_payment": Reason(
            shopper=message("Pay with {payment} to use this offer."),
            agent=message("{offer} does not apply: it is for payments with {payment}."),
        ),
        "all_excluded": Reason(
            shopper=message("What is in your cart is not part of this offer."),
            agent=message(
                "{offer} does not apply: it excludes all that it would be for."
            ),
        ),
        "below_minimum": Reason(
            shopper=message("Add {amount} more to use this offer."),
            agent=message(
                "{offer} does not apply: the cart is {amount} short of its minimum."
            ),
        ),
        "no_matching_items": Reason(
            shopper=message("This offer needs items that are not in your cart."),
            agent=message(
                "{offer} does not apply: it needs items that are not in the cart."
            ),
        ),
        "quantity_too_low": Reason(
            shopper=_MORE_ITEMS[0],
            shopper_several=_MORE_ITEMS[1],
            shopper_one_line=_MORE_OF_ONE[0],
            shopper_one_line_several=_MORE_OF_ONE[1],
            agent=_MORE_PARTICIPATING[0],
            agent_several=_MORE_PARTICIPATING[1],
            agent_for_good=message(
                "{offer} does not apply: there are too few participating items."
            ),
        ),
        "value_too_low": Reason(
            shopper=message(
                "Add participating items worth {amount} more to use this offer."
            ),
            shopper_one_line=message("Add {amount} more of {name} to use this offer."),
            agent=message(
                "{offer} does not apply: the participating items are {amount} short of"
                " its minimum."
            ),
            agent_for_good=message(
                "{offer} does not apply: the participating items are worth too little."
            ),
        ),
        "nothing_to_discount": Reason(
            shopper=message(
                "There is nothing left in your cart that this offer can discount."
            ),
            agent=message(
                "{offer} does not apply: nothing was left that it could discount."
            ),
        ),
        "too_many_coupons": Reason(
            shopper=message("No more codes can be used on this order."),
            agent=message(
                "{offer} does not apply: as many coupons as can be used apply already."
            ),
        ),
        "excluded_by_promotion": Reason(
            shopper=message("Another offer saves you more."),
            agent=message("{offer} does not apply: other promotions save more."),
        ),
        "excluded_by_coupon": Reason(
            shopper=message("Your coupon saves you more."),
            agent=message("{offer} does not apply: the coupon saves more."),
        ),
        "better_promotion_applied": Reason(
            shopper=message("The offer you already have saves you as much."),
            agent=message(
                "{offer} does not apply: the promotions save at least as much."
            ),
        ),
        "unknown_code": Reason(
            shopper=message("We do not know this code."),
            agent=message("{offer} does not apply: no coupon has this code."),
        ),
        "gift_card_expired": Reason(
            shopper=message("This gift card has ended."),
            agent=message("{offer} does not pay: it had ended."),
        ),
        "gift_card_empty": Reason(
            shopper=message("This gift card is used up."),
            agent=message("{offer} does not pay: its balance is 0."),
        ),
    }
)

#: Why less of a tender was granted than asked for, by its code: what follows the
#: colon of a sentence for the support agent.
TENDER_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "no_programme": message("the store has no points programme"),
        "balance": message("the balance is {balance}"),
        "maximum_points": message("at most {most} can be redeemed on one order"),
        "maximum_percent": message("points can pay at most {percent} of an order"),
        "nothing_left_to_pay": message("nothing more was left to pay"),
        "below_minimum_points": message("at least {least} must be redeemed"),
        "same_value_for_fewer": message("the others would not have paid any more"),
        # No messages: what people read of these is the refusal of the card.
        "gift_card_expired": "it had ended",
        "gift_card_empty": "nothing was left on it",
        "worthless": message("points have no value in this store"),
    }
)


__all__ = ["REFUSAL_REASONS", "TENDER_REASONS", "Reason"]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Points of a refund: redeemed ones are given back, earned ones are taken back.

Uses the loyalty rules that the order was priced with.  Promises that all refunds of an
order give back no more than was redeemed, and take back exactly what was earned.

Both are cumulative, as rows are: what is due by now, rounded once, less what was given
or taken before.

Redeemed: 400 points paid 100.00.  When 33.33 of that value has been refunded,
floor(400 x 33.33 / 100.00) = 133 points are back, at 66.67 it is 266, and at 100.00 it
is 400: three refunds give back 133, 133 and 134.

Where points are a discount, that value is what they took off the goods without tax:
100 points took 25.00 off a lamp of 118.00 with 18 % inside, which is 21.19 of its
taxable value; two lamps in one order give back 50 and 50.

Earned: one point for each 10.00 of taxable value that points did not pay.  Goods of
500.00 earned 50; once goods of 83.33 are back, 416.67 still earn floor(41.667) = 41, so
9 are taken back; and after 166.67 the kept 333.33 earn 33, so 8 more are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from checkout_core.pricing.tenders import points_earned
from checkout_core.refunds.policy import Restored


if TYPE_CHECKING:
    from checkout_core.pricing import Quote
    from checkout_core.refunds.policy import RefundPolicy


def points_back(
    policy: RefundPolicy,
    redeemed: int,
    before: int,
    value: tuple[int, int],
    *,
    complete: bool,
) -> int:
    """
    Return how many of the *redeemed* points are given back.

    *before* were given back by earlier refunds; *value* is what all of them paid, or
    took off the goods without tax, and the part of that refunded so far, in minor
    units; *complete* says that every unit has been returned.
    """
    whole, so_far = value
    match policy.points_restored:
        case Restored.NONE:
            return 0
        case Restored.FULL_REFUND_ONLY if not complete:
            return 0
        case Restored.FULL_REFUND_ONLY | Restored.PRO_RATA:
            due = redeemed if complete else 0
            if whole:
                due = redeemed * so_far // whole
            return max(0, due - before)
        case _:  # pragma: no cover - the type checker proves it
            assert_never(policy.points_restored)


def points_reversed(
    quote: Quote,
    before: int,
    taxable: int,
    redeemed: int,
    kept: Quote | None,
    *,
    complete: bool,
) -> int:
    """
    Return the earned points that are taken back: earned less still earned.

    *before* were taken back by earlier refunds; *taxable* is the taxable value of the
    goods that are kept, and *redeemed* what points still pay of it, in minor units.
    Bonus points stay while anything is kept, or, with *kept* (the repriced quote),
    while that still earns them.
    """
    earned = int(quote.totals.loyalty_points_earned)
    if complete:
        return earned - before
    currency = quote.cart.currency
    still = points_earned(quote.policies.loyalty, taxable, redeemed, currency)
    now = quote if kept is None else kept
    still += sum(offer.bonus_points for offer in (*now.promotions, *now.coupons))
    return max(0, earned - still - before)

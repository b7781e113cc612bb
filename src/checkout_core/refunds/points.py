# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Points of a refund: redeemed ones are given back, earned ones are taken back.

Uses the loyalty rules that the order was priced with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from checkout_core.money import RATE_SCALE, rate_millionths
from checkout_core.refunds.policy import Restored


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.pricing import Quote
    from checkout_core.refunds.note import Refund
    from checkout_core.refunds.policy import RefundPolicy


def points_back(
    policy: RefundPolicy,
    quote: Quote,
    earlier: Sequence[Refund],
    worth: tuple[int, int],
    *,
    complete: bool,
) -> int:
    """
    Return the redeemed points that are given back.

    *worth* is the value of all of them and the part refunded so far; *complete* says
    that every unit has been returned.
    """
    spent = int(quote.totals.loyalty_points_redeemed)
    whole, so_far = worth
    match policy.points_restored:
        case Restored.NONE:
            return 0
        case Restored.FULL_REFUND_ONLY if not complete:
            return 0
        case Restored.FULL_REFUND_ONLY | Restored.PRO_RATA:
            before = sum(each.points for each in earlier)
            return max(0, spent * so_far // whole - before) if whole else 0
        case _:  # pragma: no cover - the type checker proves it
            assert_never(policy.points_restored)


def points_reversed(
    quote: Quote,
    earlier: Sequence[Refund],
    taxable: int,
    worth: tuple[int, int],
    kept: Quote | None,
    *,
    complete: bool,
) -> int:
    """
    Return the earned points that are taken back: earned less still earned.

    *taxable* is the taxable value of the goods that are kept.  Bonus points stay while
    anything is kept, or, with *kept* (the repriced quote), while that still earns them.
    """
    earned = int(quote.totals.loyalty_points_earned)
    before = sum(each.points_reversed for each in earlier)
    if complete:
        return earned - before
    still = 0
    loyalty = quote.policies.loyalty
    if loyalty is not None:
        base = max(0, taxable - (worth[0] - worth[1]))
        scale = RATE_SCALE * 10**quote.cart.currency.exponent
        still = base * rate_millionths(loyalty.points_per_unit) // scale
    now = quote if kept is None else kept
    still += sum(each.bonus_points for each in (*now.promotions, *now.coupons))
    return max(0, earned - still - before)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How much of each tender is granted: points first, then gift cards, then credit.

Promises that a tender never changes tax, that no point is redeemed without value, and
that a request for more than can be granted returns the largest grant with a reason,
without an error.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import define

from checkout_core.money.exact import RATE_SCALE, rate_millionths
from checkout_core.money.parse import to_minor


if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from checkout_core.currencies import Currency
    from checkout_core.pricing.context import PricingContext
    from checkout_core.store import Loyalty
    from checkout_core.tenders import TenderRequest


# Not frozen, as nothing of the hot path is: making one takes a third of the time.
@define(eq=False, repr=False)
class TenderResult:
    """
    What a request for a tender was granted: how much, its value, and why not more.

    `asked` and `granted` are counts of points or minor units, `value` is in minor
    units; `why` is "" if the whole request was granted, else one of
    `reasons.TENDER_REASONS`.
    """

    asked: int
    granted: int
    value: int
    why: str


NONE_ASKED = TenderResult(0, 0, 0, "")


# The value of p points is floor(p x w) minor units, where w is what one point pays.  It
# never falls as p grows, so no search is needed:
#
# - The largest p whose value is at most L is the last one below (L + 1) / w.
# - The smallest p whose value is V is the first one from V / w on.
#
# At 0.004 a point, w is 0.4 paise.  On 1.00, 252 of 300 points fit: 101 / 0.4 is 252.5,
# and 252 x 0.4 = 100.8 pays 100 paise.  The first number that pays 100 paise is
# 100 / 0.4 = 250, so 250 points are redeemed; 2 more would have paid nothing.
def pay_with_points(
    request: TenderRequest, context: PricingContext, payable: int
) -> TenderResult:
    """
    Return the points that are redeemed on *payable* minor units.

    It is the largest number within every limit, lowered to the smallest number of the
    same value.
    """
    cart, loyalty = context.cart, context.store.policies.loyalty
    asked = int(request.asked)
    if loyalty is None:
        return TenderResult(asked, 0, 0, "no_programme")
    # What one point pays, in millionths of a minor unit.
    worth = rate_millionths(loyalty.value_per_point) * 10**cart.currency.exponent
    limits = [(asked, ""), (int(request.balance), "balance")]
    if loyalty.maximum_points is not None:
        limits.append((loyalty.maximum_points, "maximum_points"))
    if worth:
        percent = loyalty.maximum_percent
        if percent is not None:
            share = payable * rate_millionths(percent) // (100 * RATE_SCALE)
            limits.append((_most(share, worth), "maximum_percent"))
        limits.append((_most(payable, worth), "nothing_left_to_pay"))
    most, why = min(limits, key=lambda limit: limit[0])
    if most < loyalty.minimum_points:
        return TenderResult(asked, 0, 0, why or "below_minimum_points")
    value = most * worth // RATE_SCALE
    granted = -(-value * RATE_SCALE // worth) if worth else 0
    if granted < most and not why:
        why = "same_value_for_fewer" if worth else "worthless"
    return TenderResult(asked, granted, value, why)


def _most(limit: int, worth: int) -> int:
    """Return the largest number of points whose value is at most *limit*."""
    return ((limit + 1) * RATE_SCALE - 1) // worth


def pay_with_gift_card(
    request: TenderRequest, context: PricingContext, payable: int
) -> TenderResult:
    """Return what a card pays of *payable* minor units: nothing once it has ended."""
    ends, at = request.expires_at, context.at
    if ends is not None and at is not None and at >= ends:
        asked = to_minor(request.asked, context.cart.currency, request.kind)
        return TenderResult(asked, 0, 0, "gift_card_expired")
    if not request.balance:
        return TenderResult(0, 0, 0, "gift_card_empty")
    return pay_with_balance(request, context, payable)


def pay_with_balance(
    request: TenderRequest, context: PricingContext, payable: int
) -> TenderResult:
    """Return the amount that is used on *payable* minor units."""
    currency = context.cart.currency
    asked = to_minor(request.asked, currency, request.kind)
    balance = to_minor(request.balance, currency, request.kind)
    granted, why = min(
        (asked, ""),
        (balance, "balance"),
        (payable, "nothing_left_to_pay"),
        key=lambda limit: limit[0],
    )
    return TenderResult(asked, granted, granted, why)


#: How each kind of `tenders.TENDERS` pays.
PAY: Mapping[str, Callable[[TenderRequest, PricingContext, int], TenderResult]] = (
    MappingProxyType(
        {
            "points": pay_with_points,
            "gift_card": pay_with_gift_card,
            "credit": pay_with_balance,
        }
    )
)


def points_earned(
    loyalty: Loyalty | None, taxable: int, redeemed: int, currency: Currency
) -> int:
    """Return floor((taxable value - value of points redeemed) x points_per_unit)."""
    if loyalty is None:
        return 0
    base = max(0, taxable - redeemed)
    scale: int = RATE_SCALE * 10**currency.exponent
    return base * rate_millionths(loyalty.points_per_unit) // scale

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What pays in addition to money: loyalty points first, then credit.

Promises that a tender never changes tax, that no point is redeemed without value, and
that a request for more than can be granted returns the largest grant with a reason,
without an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define

from checkout_core.checks import ZERO
from checkout_core.money import RATE_SCALE, rate_millionths, to_minor


if TYPE_CHECKING:
    from checkout_core.cart import Cart
    from checkout_core.currencies import Currency
    from checkout_core.store import Loyalty


@define(eq=False)
class Tendered:
    """
    One tender: what was asked for, what was granted, its value, and why not more.

    Points count `asked` and `granted` in points, credit in minor units; `why` is "" if
    the whole request was granted, else one of `ledger.REASONS`.
    """

    asked: int
    granted: int
    value: int
    why: str


NONE_ASKED = Tendered(0, 0, 0, "")


def pay_with_points(
    cart: Cart, loyalty: Loyalty | None, payable: int, currency: Currency
) -> Tendered:
    """
    Return the points that are redeemed on *payable* minor units.

    Find the largest number within every limit, then the smallest number of the same
    value.
    """
    asked = cart.loyalty_points_redeemed
    if not asked:
        return NONE_ASKED
    if loyalty is None:
        return Tendered(asked, 0, 0, "no_programme")
    worth = rate_millionths(loyalty.value_per_point) * 10**currency.exponent
    limits = [
        (asked, ""),
        (cart.customer.loyalty_points_balance, "balance"),
    ]
    if loyalty.maximum_points is not None:
        limits.append((loyalty.maximum_points, "maximum_points"))
    if worth:
        # value(p) = floor(p x worth / 10^6) <= limit holds up to the p just below
        # the one whose value is limit + 1.
        percent = loyalty.maximum_percent
        if percent is not None:
            share = payable * rate_millionths(percent) // (100 * RATE_SCALE)
            limits.append((_most(share, worth), "maximum_percent"))
        limits.append((_most(payable, worth), "nothing_left_to_pay"))
    most, why = min(limits, key=lambda limit: limit[0])
    if most < loyalty.minimum_points:
        return Tendered(asked, 0, 0, why or "below_minimum_points")
    value = most * worth // RATE_SCALE
    granted = -(-value * RATE_SCALE // worth) if worth else 0
    if granted < most and not why:
        why = "same_value_for_fewer" if worth else "worthless"
    return Tendered(asked, granted, value, why)


def _most(limit: int, worth: int) -> int:
    return ((limit + 1) * RATE_SCALE - 1) // worth


def pay_with_credit(cart: Cart, payable: int, currency: Currency) -> Tendered:
    """Return the credit that is used on *payable* minor units."""
    if cart.credit_balance_used == ZERO:
        return NONE_ASKED
    asked = to_minor(cart.credit_balance_used, currency, "credit_balance_used")
    balance = to_minor(cart.customer.credit_balance, currency, "credit_balance")
    granted, why = min(
        (asked, ""),
        (balance, "balance"),
        (payable, "nothing_left_to_pay"),
        key=lambda limit: limit[0],
    )
    return Tendered(asked, granted, granted, why)


def points_earned(
    loyalty: Loyalty | None, taxable: int, redeemed: int, currency: Currency
) -> int:
    """Return floor((taxable value - value of points redeemed) x points_per_unit)."""
    if loyalty is None:
        return 0
    base = max(0, taxable - redeemed)
    scale: int = RATE_SCALE * 10**currency.exponent
    return base * rate_millionths(loyalty.points_per_unit) // scale

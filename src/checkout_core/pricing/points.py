# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Points that are a discount: what they take off the goods, after all offers.

Promises that no offer sees them, and that they take off what they are worth and no
more.  Where they pay in place of money, `tenders` decides.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from checkout_core.offers.benefits.benefit import Adjustment, Basket
from checkout_core.offers.benefits.face_value import fixed_off
from checkout_core.pricing.candidate import taxed
from checkout_core.pricing.tenders import TenderResult, pay_with_points


if TYPE_CHECKING:
    from checkout_core.pricing.candidate import Candidate
    from checkout_core.pricing.context import PricingContext


# 100 points of 0.25 on a lamp of 118.00 with 18 % inside: 25.00 come off, 93.00 are
# left, and the tax on that is 14.19 in place of 18.00.
def points_off(
    context: PricingContext, final: Candidate
) -> tuple[Candidate, Adjustment | None, TenderResult]:
    """
    Return what is left once points took their part of what *final* left.

    With it comes what they took, None for nothing, and what was granted of them.  Their
    value is 0 there: they pay nothing in place of money.
    """
    request = context.cart.tenders[0]
    whole = sum(final.remaining)
    found = pay_with_points(request, context, whole)
    granted = TenderResult(found.asked, found.granted, 0, found.why)
    if not found.value:
        return final, None, granted
    basket = Basket(
        context.cart.columns,
        final.remaining,
        0,
        context.store.policies.rounding,
        context.revision,
    )
    if context.store.minor.face_value:
        basket.taxed = partial(taxed, final, context)
    lines = range(len(final.remaining))
    given = fixed_off(found.value, (lines, final.remaining, whole), basket)
    assert isinstance(given, Adjustment)  # the whole is at least the value
    left = final.copy()
    left.take(given, funded=False)
    return left, given, granted


__all__ = ["points_off"]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
From the amounts after offers to the amount to pay.

Taxes, charges, round-off and tenders in one pass, in that order.
"""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING

from checkout_core.money import Rounding
from checkout_core.money.rounding import to_step
from checkout_core.pricing.context import PricingContext
from checkout_core.pricing.coupons import Chosen
from checkout_core.pricing.fees import handling, store_charges
from checkout_core.pricing.result import PricingResult
from checkout_core.pricing.taxes import goods_taxes, tax_of_all, tax_of_lines
from checkout_core.pricing.tenders import NONE_ASKED, PAY, points_earned
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checkout_core.pricing.charges import TaxedCharge
    from checkout_core.pricing.fees import Charged, Uncharged
    from checkout_core.pricing.taxes import Taxes
    from checkout_core.pricing.tenders import TenderResult


def total_up(context: PricingContext, chosen: Chosen) -> PricingResult:
    """
    Return what is paid for a cart once the offers are chosen.

    What few carts have (handling, charges, a round-off, tenders, points) is asked for
    once and then left alone.
    """
    cart, store = context.cart, context.store
    columns, policies, minor = cart.columns, store.policies, store.minor
    final = chosen.coupon

    # Test the free-shipping threshold once, after all offers, and only if they left
    # something of the delivery cost.
    threshold = context.threshold
    by_threshold = (
        threshold is not None
        and context.delivery_cost > final.shipping_off
        and sum(final.remaining) >= threshold
    )

    # Points that are a discount take the last part off the goods.
    left, points, granted = final, None, None
    if minor.points_off and cart.loyalty_points_redeemed:
        # Loaded by the first cart that has any, as what takes an amount off is.
        from checkout_core.pricing.points import points_off

        left, points, granted = points_off(context, final)

    # Taxes on the remaining amounts, of goods and of charges.
    bases, funded = left.remaining, 0
    if left.funded is not None:
        bases, funded = left.bases(), sum(left.funded)
    rates = context.rates(bases, left.free) if columns.slabs else columns.rate
    taxes = goods_taxes(cart, policies.tax.level, bases, rates, context.cart_rules)
    taxable = sum(taxes.taxable)
    decide, free = context.goods_decide, left.free
    goods = context.goods(rates, taxes.taxable, free) if decide else None
    delivery, off = context.delivery(goods), final.shipping_off
    rest = context.delivery(goods, off) if off else delivery
    handled: Sequence[tuple[int, TaxedCharge]] = ()
    charges: Sequence[Charged] = ()
    uncharged: Sequence[Uncharged] = ()
    if columns.handling:
        handled = handling(context, goods)
    if minor.charges:
        charges, uncharged = store_charges(context, sum(left.remaining), goods)

    # The total and its round-off.
    due = taxable + tax_of_all(taxes, rates, context.cart_rules)
    if not by_threshold:
        due += rest.total
    for _, charge in handled:
        due += charge.total
    for _, charge in charges:
        due += charge.total
    round_off = 0
    if minor.net_exact or minor.step is not None or left.residues is not None:
        residue = left.residue()
        round_off = (
            _round_off(context, taxes, rates, bases, due - residue, funded) - residue
        )

    due += round_off - funded
    payable, tenders, redeemed = _tendered(context, due, granted)
    loyalty = policies.loyalty
    earned = loyalty and points_earned(loyalty, taxable, redeemed, cart.currency)
    # By keyword it takes 0.3 of the 6 microseconds that a small cart takes.
    found = PricingResult(
        context,
        chosen,
        left,
        points,
        rates,
        taxes,
        goods,
        delivery,
        rest,
        by_threshold,
        handled,
        charges,
        uncharged,
        round_off,
        tenders,
        earned or 0,
        payable,
    )
    if context.parties is not None:
        found.name_parts()
    return found


def _tendered(
    context: PricingContext, payable: int, points: TenderResult | None
) -> tuple[int, list[TenderResult], int]:
    """
    Return what is left to pay, the tenders, and the value of those that earn no points.

    Each tender pays a part of what the ones before it left to pay.  *points* are what
    was granted of those that are a discount, None if they are not.
    """
    cart = context.cart
    if not cart.asks_tender:
        return payable, [NONE_ASKED] * len(cart.tenders), 0
    tenders, redeemed = [], 0
    for request in cart.tenders:
        kind, tender = request.kind, NONE_ASKED
        if points is not None and kind == "points":
            tender = points
        elif request.is_made:
            tender = PAY[kind](request, context, payable)
            payable -= tender.value
            if not TENDERS[kind].earns_points:
                redeemed += tender.value
        tenders.append(tender)
    return payable, tenders, redeemed


def _round_off(
    context: PricingContext,
    taxes: Taxes,
    rates: Sequence[int],
    bases: Sequence[int],
    due: int,
    funded: int,
) -> int:
    """Return the round-off of what is *due*, the residue of `net_exact` included."""
    minor, found = context.store.minor, 0
    if minor.net_exact:
        tax = tax_of_lines(taxes, rates, context.cart_rules)
        costs = map(add, taxes.taxable, tax)
        found = residue_of(context.cart.columns.inclusive, bases, costs)
    if minor.step is not None:
        total = due + found
        found += _rounded(context, total, funded, minor.step) - total
    return found


def _rounded(context: PricingContext, total: int, funded: int, step: int) -> int:
    """Return a *total* so rounded that what the shopper owes of it is on the *step*."""
    rounding = context.store.policies.rounding
    if context.revision.grand_total_on_step:
        # The rounded total must cover the funded part, else `to_be_paid` would be
        # negative.
        return max(to_step(total, step, rounding), to_step(funded, step, Rounding.UP))
    # Only what the shopper owes is rounded; it is never negative, since the funded part
    # is within the total: of 100.40, 12.34 are funded, 88.06 are owed and 88 are paid.
    return to_step(total - funded, step, rounding) + funded


def residue_of(
    inclusive: Iterable[bool], shown: Iterable[int], priced: Iterable[int]
) -> int:
    """
    Return what the prices shown hold beyond net and tax, over inclusive lines.

    It is 0 unless the split is `net_exact`: 1.02 with 18 % inside is 0.86 net and 0.15
    tax.  The round-off has it, since the shopper pays what was shown.

    Args:
        inclusive: whether the price of each line includes its tax.
        shown: what is left of each line, with what others fund, in minor units.
        priced: net and tax of each line.

    >>> residue_of([True, False], [102, 500], [101, 590])
    1
    """
    lines = zip(inclusive, shown, priced, strict=True)
    return sum([remaining - cost for inside, remaining, cost in lines if inside])

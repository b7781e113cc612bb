# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The sheet of a pricing result: its columns, the sums of them, and its rows.

Promises one pass over the lines for the totals, and another one for each further part,
only when it is read.  Columns that pricing has made are shared.
"""

from __future__ import annotations

from operator import add, sub
from typing import TYPE_CHECKING

from attrs import define

from checkout_core.ledger.sheet import (
    CHARGE_IDS,
    ChargeAmount,
    Goods,
    Handling,
    Sheet,
    Shown,
    TenderAmount,
)
from checkout_core.pricing.candidate import Candidate
from checkout_core.pricing.refusals import refused_of
from checkout_core.pricing.rows import rows_of, summaries_of
from checkout_core.pricing.taxes import tax_of_lines
from checkout_core.tax import TaxLevel
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.ledger.sheet import OfferEffect, RefusedAmount, Row, Summaries
    from checkout_core.pricing.result import PricingResult


_LINE = TaxLevel.LINE


def sheet_of(result: PricingResult) -> Sheet:
    """Return every number of a pricing result."""
    cart, chosen = result.cart, result.chosen
    goods = goods_of(result)
    promotions, coupons = result.effects(
        Candidate(cart.columns.list_amounts),
        chosen.promotions.applied,
        chosen.coupon.applied,
    )
    totals = totals_of(result, goods, promotions, coupons)
    return Sheet(
        cart.currency.exponent,
        result.context.revision,
        totals,
        goods,
        promotions,
        coupons,
        _Priced(result),
    )


def goods_of(result: PricingResult) -> Goods:
    """Return the columns of the lines."""
    chosen, context, taxes = result.chosen, result.context, result.taxes
    first, final, left = chosen.promotions, chosen.coupon, result.left
    listed = result.cart.columns.list_amounts
    tax = tax_of_lines(taxes, result.rates, context.cart_rules)
    nothing = (0,) * len(listed)
    taxable = subtotal = taxes.taxable
    promoted: Sequence[int] = nothing
    couponed: Sequence[int] = nothing
    pointed: Sequence[int] = nothing
    if left.remaining is not listed:
        lines, middle = result.listed, first.bases()
        between = lines.net(middle)
        promoted = _less(lines.taxable, between)
        if left.remaining is not first.remaining:
            # Taxed line by line, the taxable values are those of the line rule.
            is_line = result.context.store.policies.tax.level is _LINE
            net = taxable if is_line else lines.net(left.bases())
            if result.points is None:
                couponed = _less(between, net)
            else:
                after = lines.net(final.bases())
                pointed = _less(after, net)
                couponed = list(map(add, _less(between, after), pointed))
        subtotal = list(map(add, map(add, taxable, promoted), couponed))
    return Goods(
        listed,
        left.remaining,
        nothing if left.funded is None else left.funded,
        subtotal,
        promoted,
        couponed,
        taxable,
        tax,
        pointed,
        nothing if result.points is None else result.points.amounts,
    )


def _less(before: Sequence[int], after: Sequence[int]) -> list[int]:
    """Return by how much each amount is less; a rounded one can also be more."""
    found = list(map(sub, before, after))
    if min(found) < 0:
        return [max(0, each) for each in found]
    return found


# The sums of `SUMS`, written out: to walk that table takes three times as long, half of
# what a small cart's quote takes.  `Quote.check` walks it and compares.
def totals_of(
    result: PricingResult,
    goods: Goods,
    promotions: Sequence[OfferEffect],
    coupons: Sequence[OfferEffect],
) -> dict[str, int]:
    """Return every total of `SUMS`, in its order."""
    subtotal, tax = sum(goods.subtotal), sum(goods.tax)
    promoted, couponed = sum(goods.promoted), sum(goods.couponed)
    shipped = result.shipped
    shipping = shipped.net
    waived = max(0, result.delivery.net - shipping)
    by_threshold = result.rest.total if result.free_by_threshold else 0
    handling = handling_tax = 0
    for _, charge in result.handling:
        handling += charge.net
        handling_tax += charge.tax
    for _, charge in result.charges:
        handling += charge.net
        handling_tax += charge.tax
    grand_total = (
        subtotal
        + tax
        - promoted
        - couponed
        + shipping
        + shipped.tax
        + handling
        + handling_tax
        + result.round_off
    )
    funded = sum(goods.funded)
    granted = [
        (TENDERS[request.kind], each)
        for request, each in zip(result.cart.tenders, result.tenders, strict=True)
        if each.granted
    ]
    tendered = sum([each.value for _, each in granted])
    other = tendered + by_threshold + result.points_saving()
    promotion_savings = coupon_savings = bonus = 0
    for effect in promotions:
        promotion_savings += effect.saving
        bonus += effect.points
    for effect in coupons:
        coupon_savings += effect.saving
        bonus += effect.points
    found = {
        "subtotal": subtotal,
        "item_total_tax": tax,
        "subtotal_including_tax": subtotal + tax,
        "promotion_discount_amount": promoted,
        "coupon_discount_amount": couponed,
        "shipping_estimated_cost": shipping + waived,
        "shipping_discount_amount": waived,
        "shipping_amount": shipping,
        "shipping_tax_amount": shipped.tax,
        "shipping_amount_including_tax": shipped.total,
        "handling_charge_excluding_tax": handling,
        "handling_charge_tax_amount": handling_tax,
        "handling_charge_including_tax": handling + handling_tax,
        "total_tax": tax + shipped.tax + handling_tax,
        "round_off": result.round_off,
        "grand_total": grand_total,
        "funded_savings": funded,
        "points_value": 0,
        "credit_balance_used": 0,
        "to_be_paid": grand_total - funded - tendered,
        "promotion_savings": promotion_savings,
        "coupon_savings": coupon_savings,
        "other_savings": other,
        "total_savings": promotion_savings + coupon_savings + other,
        "loyalty_points_redeemed": 0,
        "loyalty_points_earned": result.earned + bonus,
    }
    for kind, each in granted:
        found[kind.total] += each.value
        if kind.unit:
            found[kind.count_total] += each.granted
    return found


@define(eq=False)
class _Priced:
    """The parts of a sheet that are not always read, of a pricing result."""

    result: PricingResult

    def shown(self, sheet: Sheet) -> Shown:
        result, goods = self.result, sheet.goods
        lines = result.listed
        free = [0] * len(goods.listed)
        on_promotion = [False] * len(free)
        is_free = [False] * len(free)
        if 0 in goods.left:
            is_free = [
                bool(listed) and not left
                for listed, left in zip(goods.listed, goods.left, strict=True)
            ]
        for effect in (*sheet.promotions, *sheet.coupons):
            for line, units in effect.units.items():
                free[line] += units
        for effect in sheet.promotions:
            for line in effect.lines:
                on_promotion[line] = True
        handling: list[Handling | None] = [None] * len(free)
        for line, charge in result.handling:
            handling[line] = Handling(charge.net, charge.rate, charge.tax, charge.total)
        return Shown(
            taxed_at=lines.taxed_at,
            unit_prices=lines.unit_prices,
            free_units=free,
            on_promotion=on_promotion,
            is_free=is_free,
            handling=handling,
        )

    def components(self, _: Sheet) -> list[tuple[int, ...]]:
        result = self.result
        equal, rules = result.taxes.equal, result.context.rules
        cart_rules = result.context.cart_rules
        count = cart_rules.count
        if count and result.taxes.further is cart_rules.no_further:
            return [(one,) * count for one in equal]
        counts = [rule.count if rule.rate.by_regime else 0 for rule in rules]
        return [
            (one,) * counts[rate] + further
            for one, further, rate in zip(
                equal, result.taxes.further, result.rates, strict=True
            )
        ]

    def charges(self, _: Sheet) -> Sequence[ChargeAmount]:
        return [
            ChargeAmount(
                policy.name,
                charge.net,
                charge.rate,
                tuple([label for part in charge.parts for label in part.labels]),
                [amount for part in charge.parts for amount in part.amounts],
                {key: getattr(policy, key) for key in CHARGE_IDS},
            )
            for policy, charge in self.result.charges
        ]

    def tenders(self, _: Sheet) -> list[TenderAmount]:
        return [
            TenderAmount(
                request.kind,
                request.name,
                each.asked,
                each.granted,
                each.value,
                each.why,
            )
            for request, each in zip(
                self.result.cart.tenders, self.result.tenders, strict=True
            )
        ]

    def refused(self, _: Sheet) -> list[RefusedAmount]:
        result = self.result
        return refused_of(
            result.cart, result.chosen.refused, result.uncharged, result.tenders
        )

    def summaries(self, sheet: Sheet) -> Summaries:
        return summaries_of(self.result, sheet)

    def rows(self, sheet: Sheet) -> list[Row]:
        return rows_of(self.result, sheet, rated=sheet.rated)

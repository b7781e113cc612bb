# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The sheet of a pricing result: its columns, the sums of them, and its rows.

Promises one pass over the lines for the totals, and another one for each further part,
only when it is read.  Columns that pricing has made are shared.
"""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING

from attrs import define

from checkout_core.ledger.sheet import (
    ChargeAmount,
    Goods,
    Handling,
    Sheet,
    Shown,
    TenderAmount,
)
from checkout_core.ledger.totals import added_up
from checkout_core.pricing.rows import rows_of, summaries_of
from checkout_core.tax import TaxLevel
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.ledger.sheet import Row, Summaries
    from checkout_core.pricing.result import PricingResult


_LINE = TaxLevel.LINE


def sheet_of(result: PricingResult) -> Sheet:
    """Return every number of a pricing result."""
    cart, chosen = result.cart, result.chosen
    goods = goods_of(result)
    promotions, coupons = result.effects(
        cart.columns.list_amounts, chosen.promotions.applied, chosen.coupon.applied
    )
    sums = sums_of(result, goods)
    if promotions:
        sums["promotion_saving"] = sum([each.saving for each in promotions])
    if coupons:
        sums["coupon_saving"] = sum([each.saving for each in coupons])
    points = [each.points for each in (*promotions, *coupons)]
    sums["points_bonus"] = sum(points)
    return Sheet(
        cart.currency.exponent,
        not result.context.revision.rows_without_rates,
        added_up(sums),
        goods,
        promotions,
        coupons,
        _Priced(result),
    )


def goods_of(result: PricingResult) -> Goods:
    """Return the columns of the lines."""
    chosen, context, taxes = result.chosen, result.context, result.taxes
    first, final = chosen.promotions, chosen.coupon
    listed, count = result.cart.columns.list_amounts, len(context.names)
    tax: Sequence[int] = [equal * count for equal in taxes.equal]
    if taxes.further is not context.cart_rules.no_further:
        tax = list(map(add, tax, map(sum, taxes.further)))
    nothing = (0,) * len(listed)
    taxable = subtotal = taxes.taxable
    promoted: Sequence[int] = nothing
    couponed: Sequence[int] = nothing
    if final.remaining is not listed:
        lines, middle = result.listed, first.bases()
        between = lines.net(middle)
        promoted = _less(lines.taxable, between)
        if final.remaining is not first.remaining:
            # Taxed line by line, the taxable values are those of the line rule.
            is_line = result.context.store.policies.tax.level is _LINE
            net = taxable if is_line else lines.net(final.bases())
            couponed = _less(between, net)
        subtotal = list(map(add, map(add, taxable, promoted), couponed))
    return Goods(
        listed,
        final.remaining,
        nothing if final.funded is None else final.funded,
        subtotal,
        promoted,
        couponed,
        taxable,
        tax,
    )


def _less(before: Sequence[int], after: Sequence[int]) -> list[int]:
    """Return by how much each amount is less; a rounded one can also be more."""
    return [a - b if a > b else 0 for a, b in zip(before, after, strict=True)]


def sums_of(result: PricingResult, goods: Goods) -> dict[str, int]:
    """Return the sum of each kind of row, but for those that offers write."""
    delivery, free = result.delivery, result.shipping_is_free
    found = {
        "subtotal": sum(goods.subtotal),
        "promotion_discount": sum(goods.promoted),
        "coupon_discount": sum(goods.couponed),
        "tax": sum(goods.tax),
        "shipping": delivery.net,
        "shipping_discount": delivery.net if free else 0,
        "shipping_tax": 0 if free else delivery.tax,
        "threshold_saving": delivery.total if result.free_by_threshold else 0,
        "round_off": result.round_off,
        "funded": sum(goods.funded),
        "points_earned": result.earned,
    }
    if result.handling:
        found["handling"] = sum([charge.net for _, charge in result.handling])
        found["handling_tax"] = sum([charge.tax for _, charge in result.handling])
    if result.charges:
        found["charge"] = sum([charge.net for charge in result.charges])
        found["charge_tax"] = sum([charge.tax for charge in result.charges])
    for request, each in zip(result.cart.tenders, result.tenders, strict=True):
        if each.granted:
            kind = TENDERS[request.kind]
            found[kind.row] = found.get(kind.row, 0) + each.value
            if kind.unit:
                known = found.get(kind.count_row, 0)
                found[kind.count_row] = known + each.granted
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
            is_free=[
                bool(listed) and not left
                for listed, left in zip(goods.listed, goods.left, strict=True)
            ],
            handling=handling,
        )

    def components(self, _: Sheet) -> list[tuple[int, ...]]:
        result = self.result
        equal, rules = result.taxes.equal, result.context.rules
        if result.taxes.further is result.context.cart_rules.no_further:
            count = len(result.context.names)
            return [(one,) * count for one in equal]
        counts = [rule.count if rule.rate.by_regime else 0 for rule in rules]
        return [
            (one,) * counts[rate] + further
            for one, further, rate in zip(
                equal, result.taxes.further, result.rates, strict=True
            )
        ]

    def charges(self, _: Sheet) -> Sequence[ChargeAmount]:
        policies = self.result.context.store.policies.charges
        return [
            ChargeAmount(
                policy.name,
                charge.net,
                charge.rate,
                tuple([label for part in charge.parts for label in part.labels]),
                [amount for part in charge.parts for amount in part.amounts],
            )
            for policy, charge in zip(policies, self.result.charges, strict=True)
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

    def summaries(self, sheet: Sheet) -> Summaries:
        return summaries_of(self.result, sheet)

    def rows(self, sheet: Sheet) -> list[Row]:
        return rows_of(self.result, sheet, rated=sheet.rated)

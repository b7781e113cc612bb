# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The sheet of a pricing result: its columns, the sums of them, and its rows.

Promises one pass over the lines for the totals, and another one for what is read
besides, each only when it is read.  Columns that pricing has made are shared.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from checkout_core.ledger.sheet import (
    ChargeAmount,
    Goods,
    Handling,
    Sheet,
    Shown,
    TaxedAt,
    TenderAmount,
)
from checkout_core.ledger.totals import added_up
from checkout_core.pricing.rows import rows_of, summaries_of
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.pricing.result import PricingResult


def sheet_of(result: PricingResult) -> Sheet:
    """Return every number of a pricing result."""
    cart, chosen = result.cart, result.chosen
    goods = goods_of(result)
    listed = list(cart.columns.list_amounts)
    promotions, coupons = result.effects(
        listed, chosen.promotions.applied, chosen.coupon.applied
    )
    rated = not result.context.revision.rows_without_rates
    sums = sums_of(result, goods)
    for kind, effects in (("promotion", promotions), ("coupon", coupons)):
        if effects:
            sums[f"{kind}_saving"] = sum([each.saving for each in effects])
            sums["points_bonus"] = sum(
                [each.points for each in effects], sums.get("points_bonus", 0)
            )
    return Sheet(
        exponent=cart.currency.exponent,
        totals=added_up(sums),
        goods=goods,
        promotions=promotions,
        coupons=coupons,
        charges=_charges(result) if result.charges else (),
        tenders=[
            TenderAmount(
                request.kind,
                request.name,
                each.asked,
                each.granted,
                each.value,
                each.why,
            )
            for request, each in zip(cart.tenders, result.tenders, strict=True)
        ],
        rated=rated,
        shown=partial(_shown, result),
        components=partial(_components, result),
        summaries=partial(summaries_of, result),
        rows=partial(rows_of, result, rated=rated),
    )


def goods_of(result: PricingResult) -> Goods:
    """Return the columns of the lines."""
    chosen, columns = result.chosen, result.cart.columns
    rules, rates, taxes = result.context.rules, result.rates, result.taxes
    listed, final = columns.list_amounts, chosen.coupon
    counts = [rule.count for rule in rules]
    pairs = zip(taxes.equal, rates, strict=True)
    tax = [equal * counts[rate] for equal, rate in pairs]
    if any(taxes.further):
        more = map(sum, taxes.further)
        tax = [equal + further for equal, further in zip(tax, more, strict=True)]
    nothing = [0] * len(listed)
    subtotal = taxable = taxes.taxable
    promoted = couponed = nothing
    bases = final.bases()
    if bases != list(listed):
        promoted, couponed = _discounts(result, bases)
        subtotal = list(map(sum, zip(taxable, promoted, couponed, strict=True)))
    return Goods(
        listed=listed,
        left=final.remaining,
        funded=nothing if final.funded is None else final.funded,
        subtotal=subtotal,
        promoted=promoted,
        couponed=couponed,
        taxable=taxable,
        tax=tax,
    )


def _discounts(
    result: PricingResult, bases: Sequence[int]
) -> tuple[list[int], list[int]]:
    """Return what promotions and the coupon took off the taxable value of each line."""
    rules, middle = result.context.rules, result.chosen.promotions.bases()
    promoted, couponed = [], []
    for listed, between, base, rate in zip(
        result.cart.columns.list_amounts, middle, bases, result.rates, strict=True
    ):
        first = second = 0
        rule = rules[rate]
        if base == listed:
            pass
        elif rule.rate.inclusive:
            net = rule.taxable(between)
            first = 0 if between == listed else max(0, rule.taxable(listed) - net)
            second = 0 if between == base else max(0, net - rule.taxable(base))
        else:
            first, second = max(0, listed - between), max(0, between - base)
        promoted.append(first)
        couponed.append(second)
    return promoted, couponed


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
    for kind, charges in (
        ("handling", [charge for _, charge in result.handling]),
        ("charge", result.charges),
    ):
        if charges:
            found[kind] = sum([charge.net for charge in charges])
            found[f"{kind}_tax"] = sum([charge.tax for charge in charges])
    for request, each in zip(result.cart.tenders, result.tenders, strict=True):
        if each.granted:
            tender = TENDERS[request.kind]
            found[tender.row] = found.get(tender.row, 0) + each.value
            if tender.unit:
                known = found.get(tender.count_row, 0)
                found[tender.count_row] = known + each.granted
    return found


def _charges(result: PricingResult) -> list[ChargeAmount]:
    """Return the store's own charges with the tax on each."""
    policies = result.context.store.policies.charges
    return [
        ChargeAmount(
            policy.name,
            charge.net,
            charge.rate,
            tuple([label for part in charge.parts for label in part.labels]),
            [amount for part in charge.parts for amount in part.amounts],
        )
        for policy, charge in zip(policies, result.charges, strict=True)
    ]


def _components(result: PricingResult, _sheet: Sheet) -> list[tuple[int, ...]]:
    """Return the components of the tax of each line, in the order of the labels."""
    taxes = result.taxes
    counts = [rule.count if rule.rate.by_regime else 0 for rule in result.context.rules]
    return [
        (equal,) * counts[rate] + further
        for equal, further, rate in zip(
            taxes.equal, taxes.further, result.rates, strict=True
        )
    ]


def _shown(result: PricingResult, sheet: Sheet) -> Shown:
    """Return what lines show besides."""
    goods, columns, rules = sheet.goods, result.cart.columns, result.context.rules
    by_rate = [
        TaxedAt(rule.rate.shown, rule.rate.cess_percent, rule.labels) for rule in rules
    ]
    free = [0] * len(goods.listed)
    on_promotion = [False] * len(free)
    for effect in (*sheet.promotions, *sheet.coupons):
        for line, _, units, _ in effect.lines:
            free[line] += units
    for effect in sheet.promotions:
        for line, *_ in effect.lines:
            on_promotion[line] = True
    handling: list[Handling | None] = [None] * len(free)
    for line, charge in result.handling:
        handling[line] = Handling(charge.net, charge.rate, charge.tax, charge.total)
    return Shown(
        taxed_at=[by_rate[rate] for rate in result.rates],
        unit_prices=[
            rules[rate].of_units(1, quantity).taxable(price)
            for rate, quantity, price in zip(
                result.rates, columns.quantities, columns.prices, strict=True
            )
        ],
        free_units=free,
        on_promotion=on_promotion,
        is_free=[
            bool(listed) and not left
            for listed, left in zip(goods.listed, goods.left, strict=True)
        ],
        handling=handling,
    )

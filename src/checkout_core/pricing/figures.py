# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How a pricing result becomes lines, offers, charges, tenders and redemptions.

Promises minor units in, `Decimal` out, and no figure that needs another: each function
makes one of the fields of `ledger.Figures`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.checks import ZERO
from checkout_core.ledger import (
    SUMS,
    AppliedLine,
    AppliedOffer,
    QuotedCharge,
    QuotedLine,
    Redemption,
    Tender,
    Totals,
)
from checkout_core.ledger.summaries import components
from checkout_core.ledger.totals import FEEDS, POINTS
from checkout_core.money.exact import grid_of, to_decimal
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from checkout_core.cart import Cart
    from checkout_core.pricing.result import PricingResult
    from checkout_core.pricing.rows import OfferEffect, Rows
    from checkout_core.revisions import Revision


def summed(sums: Mapping[str, int], exponent: int) -> Totals:
    """Return every total; *sums* are those of each kind of row."""
    found = dict.fromkeys(SUMS, 0)
    for kind, minor in sums.items():
        for name, sign in FEEDS[kind]:
            found[name] += sign * minor
    money = grid_of(exponent)
    zero = money(0)
    totals = {name: money(minor) if minor else zero for name, minor in found.items()}
    for name in POINTS:
        totals[name] = to_decimal(found[name], 0)
    return Totals(**totals)


def quoted_lines(result: PricingResult, rows: Rows) -> tuple[QuotedLine, ...]:
    """Return what each line costs; its rows know its discounts, net amount and tax."""
    cart, columns = result.cart, result.cart.columns
    money = grid_of(cart.currency.exponent)
    zero = money(0)
    final = result.chosen.coupon
    remaining, funded = final.remaining, final.funded
    handled = dict(result.handling)
    free, on_promotion = _free_units(result)
    found = []
    for index, line in enumerate(cart.lines):
        rule, shown, cess, labels = rows.rates[result.rates[index]]
        list_amount, left = columns.list_amounts[index], remaining[index]
        promoted_off, coupon_off = rows.discounts[index]
        net, *amounts = rows.goods[index]
        listed, taxable = money(list_amount), money(net)
        off = promoted_off + coupon_off
        unit = rule.of_units(1, line.quantity).taxable(columns.prices[index])
        charge = handled.get(index)
        handling = (zero, ZERO, zero, zero)
        if charge is not None:
            handling = (
                money(charge.net),
                charge.rate,
                money(charge.tax),
                money(charge.total),
            )
        found.append(
            QuotedLine(
                line.line_id,
                line.product_id,
                line.variant_id,
                line.quantity,
                listed,
                listed if left == list_amount else money(left),
                zero if funded is None else money(funded[index]),
                money(net + off) if off else taxable,
                money(promoted_off) if promoted_off else zero,
                money(coupon_off) if coupon_off else zero,
                taxable,
                money(sum(amounts)),
                shown,
                cess,
                components(labels, amounts, money),
                money(unit),
                free.get(index, 0),
                index in on_promotion,
                bool(list_amount) and not left,
                handling[0],
                handling[1],
                handling[2],
                handling[3],
            )
        )
    return tuple(found)


def _free_units(result: PricingResult) -> tuple[dict[int, int], set[int]]:
    """Return the free units by line, and the lines that a promotion changed."""
    chosen = result.chosen
    free: dict[int, int] = {}
    touched: set[int] = set()
    for each in (*chosen.promotions.applied, *chosen.coupon.applied):
        for line, units in each.adjustment.units:
            free[line] = free.get(line, 0) + units
    for each in chosen.promotions.applied:
        adjustment = each.adjustment
        pairs = zip(adjustment.lines, adjustment.amounts, strict=True)
        touched.update(line for line, amount in pairs if amount)
        touched.update(line for line, _ in adjustment.units)
    return free, touched


def quoted_charges(result: PricingResult) -> tuple[QuotedCharge, ...]:
    """Return the store's own charges with the tax on each."""
    money = grid_of(result.cart.currency.exponent)
    policies = result.context.store.policies.charges
    return tuple(
        [
            QuotedCharge(
                policy.name,
                money(charge.net),
                charge.rate,
                tuple(
                    [
                        component
                        for part in charge.parts
                        for component in components(part.labels, part.amounts, money)
                    ]
                ),
            )
            for policy, charge in zip(policies, result.charges, strict=True)
        ]
    )


def applied_offers(
    kind: str, adjustment: Sequence[OfferEffect], exponent: int
) -> tuple[AppliedOffer, ...]:
    """Return the offers of a *kind* that apply, in their sequence."""
    money = grid_of(exponent)
    found = []
    for sequence, (each, lines, saving) in enumerate(adjustment, 1):
        offer = each.compiled.offer
        found.append(
            AppliedOffer(
                kind=kind,
                id=offer.id,
                name=offer.name,
                type=offer.type,
                scope=offer.scope,
                code=each.code,
                sequence=sequence,
                funded_by=str(offer.funded_by),
                saving=money(saving),
                lines=tuple(
                    [
                        AppliedLine(line, money(discount), units, money(saved))
                        for line, (discount, units, saved) in lines
                    ]
                ),
                bonus_points=each.adjustment.points,
            )
        )
    return tuple(found)


def quoted_tenders(result: PricingResult) -> tuple[Tender, ...]:
    """Return what pays in place of money, in the order in which it pays."""
    exponent, found = result.cart.currency.exponent, []
    for request, each in zip(result.cart.tenders, result.tenders, strict=True):
        unit = 0 if TENDERS[request.kind].unit else exponent
        found.append(
            Tender(
                kind=request.kind,
                name=request.name,
                asked=to_decimal(each.asked, unit),
                granted=to_decimal(each.granted, unit),
                value=to_decimal(each.value, exponent),
                why=each.why,
            )
        )
    return tuple(found)


def redeemed(
    offers: Iterable[AppliedOffer], cart: Cart, revision: Revision
) -> tuple[Redemption, ...]:
    """
    Return the counters to raise when a cart with these *offers* is ordered.

    Two carts without an id cannot be distinguished, so their redemptions have no key.
    """
    has_key = cart.id or revision.keys_without_cart_id
    return tuple(
        [
            Redemption(
                offer_id=each.id,
                kind=each.kind,
                code=each.code,
                customer_id=cart.customer.id,
                count=1,
                idempotency_key=(
                    "/".join((cart.id, each.kind, each.id, each.code or ""))
                    if has_key
                    else None
                ),
                why="" if has_key else "cart_without_id",
            )
            for each in offers
        ]
    )

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How the sheet of a pricing result becomes the rows of the ledger.

Promises one pass, in the order of events, over lines, charges, offers and tenders.
Rows are tuples of minor units.
"""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING, Any

from checkout_core.checks import ZERO
from checkout_core.ledger.sheet import TaxedAt
from checkout_core.ledger.summaries import TaxedAmount, summed_up
from checkout_core.statuses import TaxCategory
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checkout_core.ledger.sheet import OfferEffect, Row, Sheet, Summaries
    from checkout_core.pricing.charges import ChargePart, TaxedCharge
    from checkout_core.pricing.promotions import Applied
    from checkout_core.pricing.result import PricingResult


#: Charges are of this category, whatever is delivered.
STANDARD = str(TaxCategory.STANDARD)
#: Of a row that says neither how it is taxed nor of what it is.
_BARE = (None, None, None)


def rows_of(result: PricingResult, sheet: Sheet, *, rated: bool) -> list[Row]:
    """
    Return the rows in minor units, in the order of events.

    *rated* is False for documents before quote/3, whose net amounts have no rates.
    """
    return [
        *_of_goods(result, sheet, rated=rated),
        *_of_charges(result, rated=rated),
        *_of_offers("promotion", result.chosen.promotions.applied, sheet.promotions),
        *_of_offers("coupon", result.chosen.coupon.applied, sheet.coupons),
        *_of_tenders(sheet, result.earned),
    ]


def _of_goods(result: PricingResult, sheet: Sheet, *, rated: bool) -> list[Row]:
    """Return what each line is without tax, its discounts, and its tax."""
    goods = sheet.goods
    found: list[Row] = []
    append = found.append
    how: tuple[Any, ...] = _BARE
    for index, (kind, taxed_at, subtotal, promoted, couponed, taxes) in enumerate(
        zip(
            result.listed.kinds,
            sheet.shown.taxed_at,
            goods.subtotal,
            goods.promoted,
            goods.couponed,
            sheet.components,
            strict=True,
        )
    ):
        if rated:
            how = (taxed_at.rate, *kind)
        if subtotal or (rated and any(taxes)):
            append(("subtotal", subtotal, index, None, None, *how))
        if promoted:
            append(("promotion_discount", promoted, index, None, None, *how))
        if couponed:
            append(("coupon_discount", couponed, index, None, None, *how))
        for (name, rate), tax in zip(taxed_at.labels, taxes, strict=True):
            if tax:
                append(("tax", tax, index, None, name, rate, None, None))
    return found


def _of_charges(result: PricingResult, *, rated: bool) -> Iterator[Row]:
    """Yield delivery, handling, the store's charges, and the round-off."""
    free = result.shipping_is_free
    yield from _of_charge("shipping", result.delivery, rated=rated, is_free=free)
    if result.free_by_threshold:
        yield from _plain("threshold_saving", result.delivery.total)
    for line, charge in result.handling:
        yield from _of_charge("handling", charge, line, rated=rated)
    policies = result.context.store.policies.charges
    for policy, charge in zip(policies, result.charges, strict=True):
        yield from _of_charge("charge", charge, name=policy.name, rated=rated)
    yield from _plain("round_off", result.round_off)


def _of_charge(
    kind: str,
    charge: TaxedCharge,
    line: int | None = None,
    name: str | None = None,
    *,
    rated: bool,
    is_free: bool = False,
) -> Iterator[Row]:
    """Yield what a charge is without tax, and its tax, rate by rate."""
    if rated:
        for part in charge.parts:
            how = (line, None, name, part.percent, STANDARD, None)
            if part.net or (part.tax and not is_free):
                yield (kind, part.net, *how)
            if is_free and part.net:
                yield ("shipping_discount", part.net, *how)
            if not is_free:
                yield from _of_taxes(kind, part, line)
        return
    if charge.net:
        yield (kind, charge.net, line, None, name, *_BARE)
    if is_free:
        yield from _plain("shipping_discount", charge.net)
        return
    for part in charge.parts:
        yield from _of_taxes(kind, part, line)


def _of_taxes(kind: str, part: ChargePart, line: int | None) -> Iterator[Row]:
    """Yield the tax on a part of a charge."""
    for (label, rate), amount in zip(part.labels, part.amounts, strict=True):
        if amount:
            yield (f"{kind}_tax", amount, line, None, label, rate, None, None)


def _of_offers(
    kind: str, applied: Sequence[Applied], effects: Sequence[OfferEffect]
) -> list[Row]:
    """Return what each offer saves, who funds it, and the points it adds."""
    saving = f"{kind}_saving"
    found: list[Row] = []
    for each, effect in zip(applied, effects, strict=True):
        offer, rest = effect.offer.id, effect.saving
        if each.compiled.funded:
            # In the order in which the offer found its lines.
            found += [
                ("funded", amount, line, offer, None, *_BARE)
                for line, amount in zip(
                    each.adjustment.lines, each.adjustment.amounts, strict=True
                )
                if amount and line not in effect.units
            ]
        for line, saved in zip(effect.lines, effect.savings, strict=True):
            if saved:
                found.append((saving, saved, line, offer, None, *_BARE))
                rest -= saved
        # What is left of the saving is the delivery.
        found += _plain(saving, rest, offer)
        found += _plain("points_bonus", effect.points, offer)
    return found


def _of_tenders(sheet: Sheet, earned: int) -> Iterator[Row]:
    """Yield what each tender pays, and the points earned."""
    for each in sheet.tenders:
        if each.granted:
            kind, name = TENDERS[each.kind], each.name or None
            if each.value:
                yield (kind.row, each.value, None, None, name, *_BARE)
            if kind.unit:
                yield (kind.count_row, each.granted, None, None, name, *_BARE)
    yield from _plain("points_earned", earned)


def _plain(kind: str, amount: int, offer: str | None = None) -> Iterator[Row]:
    """Yield a row of the whole order, unless its amount is 0."""
    if amount:
        yield (kind, amount, None, offer, None, *_BARE)


def summaries_of(result: PricingResult, sheet: Sheet) -> Summaries:
    """Return the net amounts with the tax on them, added up by category and by code."""
    # Equally taxed lines are added up by plain keys first: names and rates of
    # components are slow ones.
    sums: dict[tuple[int, str, str | None], tuple[int, ...]] = {}
    for kind, quantity, rate, net, taxes in zip(
        result.listed.kinds,
        result.cart.columns.quantities,
        result.rates,
        sheet.goods.taxable,
        sheet.components,
        strict=True,
    ):
        key = (rate, *kind)
        more = (quantity, net, *taxes)
        known = sums.get(key)
        sums[key] = more if known is None else tuple(map(add, known, more))
    taxed_at = dict(zip(result.rates, sheet.shown.taxed_at, strict=True))
    found = [
        TaxedAmount(taxed_at[rate], category, code, quantity, net, tuple(taxes))
        for (rate, category, code), (quantity, net, *taxes) in sums.items()
    ]
    charges = [charge for _, charge in result.handling]
    charges += result.charges
    if not result.shipping_is_free:
        charges.insert(0, result.delivery)
    parts = [part for charge in charges for part in charge.parts]
    for part in parts:
        how = TaxedAt(part.percent, ZERO, part.labels)
        amounts = tuple(part.amounts)
        found.append(TaxedAmount(how, STANDARD, None, 0, part.net, amounts))
    return summed_up(found)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How the sheet of a pricing result becomes the rows of the ledger.

Promises one pass, in the order of events, over lines, charges, offers and tenders.
Rows are tuples of minor units.
"""

from __future__ import annotations

from itertools import repeat
from operator import add
from typing import TYPE_CHECKING, Any, NamedTuple

from checkout_core.checks import ZERO
from checkout_core.ledger.sheet import Summary, TaxedAt
from checkout_core.tax.india.units import SERVICE
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checkout_core.ledger.sheet import OfferEffect, Row, Sheet, Summaries
    from checkout_core.pricing.candidate import Applied
    from checkout_core.pricing.charges import ChargePart, TaxedCharge
    from checkout_core.pricing.listed import Key
    from checkout_core.pricing.result import PricingResult
    from checkout_core.tax.regime import Supply


#: Of a row that says neither how it is taxed nor of what it is.
_BARE = (None, None, None, None)
#: The same without a name.
_NO_TAX = (None, *_BARE)


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
        *_plain("points_saving", result.points_saving()),
        *_of_tenders(sheet, result.earned),
    ]


def _of_goods(result: PricingResult, sheet: Sheet, *, rated: bool) -> list[Row]:
    """Return what each line is without tax, its discounts, and its tax."""
    goods = sheet.goods
    found: list[Row] = []
    append = found.append
    kinds: Sequence[tuple[Any, ...]] = result.listed.kinds
    if not rated:
        kinds = [(None, None, None)] * len(kinds)
    # Each field is named: `*how` in a row takes twice as long.
    for line, (
        (rate, category, code),
        taxed_at,
        net,
        promoted,
        couponed,
        pointed,
        taxes,
    ) in enumerate(
        zip(
            kinds,
            sheet.shown.taxed_at,
            goods.subtotal,
            goods.promoted,
            goods.couponed,
            goods.pointed,
            sheet.components,
            strict=True,
        )
    ):
        if net or (rated and any(taxes)):
            append(("subtotal", net, line, None, None, rate, category, code, None))
        if promoted:
            kind = "promotion_discount"
            append((kind, promoted, line, None, None, rate, category, code, None))
        if couponed > pointed:
            kind, amount = "coupon_discount", couponed - pointed
            append((kind, amount, line, None, None, rate, category, code, None))
        if pointed:
            kind = "points_discount"
            append((kind, pointed, line, None, None, rate, category, code, None))
        for (name, share), tax in zip(taxed_at.labels, taxes, strict=True):
            if tax:
                append(("tax", tax, line, None, name, share, None, None, None))
    return found


def _of_charges(result: PricingResult, *, rated: bool) -> Iterator[Row]:
    """Yield delivery, handling, the store's charges, and the round-off."""
    yield from _of_delivery(result, rated=rated)
    if result.free_by_threshold:
        yield from _plain("threshold_saving", result.rest.total)
    supply = result.supply
    code = result.context.store.policies.handling_hsn_code
    for line, charge in result.handling:
        yield from _of_charge("handling", charge, supply, line, code=code, rated=rated)
    for policy, charge in result.charges:
        name, code = policy.name, policy.hsn_code
        yield from _of_charge(
            "charge", charge, supply, name=name, code=code, rated=rated
        )
    for supplier, amount in result.rounded:
        yield ("round_off", amount, None, None, None, None, None, None, supplier)


def _of_charge(
    kind: str,
    charge: TaxedCharge,
    supply: Supply,
    line: int | None = None,
    name: str | None = None,
    *,
    code: str | None = None,
    rated: bool,
) -> Iterator[Row]:
    """Yield what a charge is without tax, and its tax, rate by rate."""
    if not rated and charge.net:
        yield (kind, charge.net, line, None, name, *_BARE)
    for part in charge.parts:
        if rated and (part.net or part.tax):
            category = supply.category(part.category)
            how = (line, None, name, part.percent, category, code, part.supplier)
            yield (kind, part.net, *how)
        yield from _of_taxes(kind, part, line)


def _of_delivery(result: PricingResult, *, rated: bool) -> Iterator[Row]:
    """
    Yield the delivery without tax, what is off it, and the tax on the rest.

    What is off is the difference of two net amounts, of the whole cost and of the rest,
    and at least 0: of a cost that is rounded with its tax inside, less can hold more.
    Where the delivery is shared over several rates, it comes off the parts in their
    order, of each what it has more than of the rest.
    """
    whole, rest, supply = result.delivery, result.shipped, result.supply
    code = result.delivery_code
    off = max(0, whole.net - rest.net)
    if not rated:
        yield from _plain("shipping", rest.net + off)
        yield from _plain("shipping_discount", off)
    for part, kept in zip(
        whole.parts, rest.parts or repeat(None, len(whole.parts)), strict=True
    ):
        net, tax = (0, 0) if kept is None else (kept.net, kept.tax)
        if rated:
            category = supply.category(part.category)
            how = (None, None, None, part.percent, category, code, part.supplier)
            less = min(off, max(0, part.net - net))
            off -= less
            if net or less or tax:
                yield ("shipping", net + less, *how)
            if less:
                yield ("shipping_discount", less, *how)
        if kept is not None:
            yield from _of_taxes("shipping", kept, None)


def _of_taxes(kind: str, part: ChargePart, line: int | None) -> Iterator[Row]:
    """Yield the tax on a part of a charge."""
    for (label, rate), amount in zip(part.labels, part.amounts, strict=True):
        if amount:
            of = (line, None, label, rate, None, None, part.supplier)
            yield (f"{kind}_tax", amount, *of)


def _of_offers(
    kind: str, applied: Sequence[Applied], effects: Sequence[OfferEffect]
) -> list[Row]:
    """Return what each offer saves, who funds it, and the points it adds."""
    saving = f"{kind}_saving"
    found: list[Row] = []
    append = found.append
    for each, effect in zip(applied, effects, strict=True):
        offer, rest = effect.offer.id, effect.saving
        if each.compiled.funded:
            # In the order in which the offer found its lines.
            found += [
                ("funded", amount, line, offer, *_NO_TAX)
                for line, amount in zip(
                    each.adjustment.lines, each.adjustment.amounts, strict=True
                )
                if amount and line not in effect.units
            ]
        for line, saved in zip(effect.lines, effect.savings, strict=True):
            if saved:
                append((saving, saved, line, offer, *_NO_TAX))
                rest -= saved
        # What is left of the saving is the delivery.
        if rest:
            append((saving, rest, None, offer, *_NO_TAX))
        if effect.points:
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


def summaries_of(
    result: PricingResult, sheet: Sheet, supplier: str | None = None
) -> Summaries:
    """
    Return the net amounts with the tax on them, added up by category and by code.

    *supplier* is the one whose amounts they are, None (the default) for all.
    """
    taxable, components = sheet.goods.taxable, sheet.components
    revision = result.context.revision
    free: Mapping[int, int] = {}
    if not revision.pieces_are_billed:
        free = result.chosen.coupon.free or {}
    mine = result.lines_of(supplier)
    of_tax, of_code = [
        [
            Summary(
                *key,
                quantity + sum([free[line] for line in free.keys() & lines])
                if free and quantity
                else quantity,
                sum([taxable[line] for line in lines]),
                list(map(sum, zip(*[components[line] for line in lines], strict=True))),
            )
            for key, quantity, all_lines in alike
            if (lines := all_lines if mine is None else [*filter(mine, all_lines)])
        ]
        for alike in result.listed.alike
    ]
    parts = [each for each in _parts(result) if supplier in (None, each.supplier)]
    if revision.hsn_rows_of_goods:
        of_code = _by_code_and_rate(of_code)
    else:
        of_code = _with_services(of_code, parts, result.supply)
    return _with_charges(of_tax, parts, result.supply), of_code


class _Part(NamedTuple):
    """A part of a charge, with its HSN code, its unit and its supplier."""

    code: str | None
    unit: str
    supplier: str
    part: ChargePart


def _parts(result: PricingResult) -> list[_Part]:
    """Return the parts of all charges: delivery, handling, those of the store."""
    handling, of_line = result.context.store.policies.handling_hsn_code, result.supplier
    found = [
        *[_Part(result.delivery_code, SERVICE, "", x) for x in result.shipped.parts],
        *[
            _Part(policy.hsn_code, policy.unit or SERVICE, "", part)
            for policy, charge in result.charges
            for part in charge.parts
        ],
    ]
    found = [each._replace(supplier=result.of_part(each.part)) for each in found]
    return found + [
        _Part(handling, SERVICE, of_line(line), part)
        for line, charge in result.handling
        for part in charge.parts
    ]


def _with_charges(
    goods: list[Summary], parts: list[_Part], supply: Supply
) -> list[Summary]:
    """Return the tax by category of goods and parts of charges together."""
    found = {_key(each.word, each.taxed_at): each for each in goods}
    for *_, part in parts:
        _add(found, _key(supply.category(part.category), _taxed_at(part)), part)
    return sorted(found.values())


def _with_services(
    goods: list[Summary], parts: list[_Part], supply: Supply
) -> list[Summary]:
    """Return the tax by HSN code of goods and of charges that have a code."""
    found: dict[Key, Summary] = {each[:5]: each for each in goods}
    for code, unit, supplier, part in parts:
        if code is not None and (part.net or part.tax):
            category = supply.category(part.category)
            _add(found, (code, _taxed_at(part), unit, category, supplier), part)
    return sorted(found.values())


def _taxed_at(part: ChargePart) -> TaxedAt:
    return TaxedAt(part.percent, ZERO, part.labels)


def _key(word: str, taxed_at: TaxedAt) -> Key:
    """Return the key of what has neither unit nor category nor supplier."""
    return word, taxed_at, "", "", ""


def _add(found: dict[Key, Summary], key: Key, part: ChargePart) -> None:
    """Add a part of a charge to what is *found* under its key."""
    known = found.get(key)
    if known is None:
        found[key] = Summary(*key, 0, part.net, part.amounts)
    else:
        # The first spelling of a rate is kept.
        taxes = list(map(add, known.taxes, part.amounts))
        found[key] = known._replace(net=known.net + part.net, taxes=taxes)


def _by_code_and_rate(summaries: list[Summary]) -> list[Summary]:
    """Return summaries without unit, category and supplier, as before quote/5."""
    found: dict[Key, Summary] = {}
    for each in summaries:
        key = _key(each.word, each.taxed_at)
        known = found.get(key, Summary(*key, 0, 0, [0] * len(each.taxes)))
        found[key] = known._replace(
            quantity=known.quantity + each.quantity,
            net=known.net + each.net,
            taxes=list(map(add, known.taxes, each.taxes)),
        )
    return sorted(found.values())

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The figures of each supplier of a priced cart.

Promises that every field adds up to that of the order.  What belongs to the order alone
is shared, each part after the one before it: the round-off by what each is owed, what
points pay by what is left of that, what cards and credit pay by what is left then.  Of
533.00, 100.00 are paid by credit: over 333.19 and 199.81 that is 62.51 and 37.49.
"""

from __future__ import annotations

from operator import sub
from typing import TYPE_CHECKING

from checkout_core.ledger.summaries import hsn_rows, tax_rows
from checkout_core.ledger.suppliers import SupplierFigures, TaxTotal
from checkout_core.money.allocation import shares
from checkout_core.money.exact import difference, exact_sum, grid_of
from checkout_core.pricing.places import shown_place
from checkout_core.pricing.rows import summaries_of
from checkout_core.pricing.suppliers import OWN, of_all


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from checkout_core.ledger import Figures
    from checkout_core.ledger.sheet import Sheet, Summary
    from checkout_core.pricing.charges import ChargePart, TaxedCharge
    from checkout_core.pricing.result import PricingResult
    from checkout_core.tax import TaxPolicy
    from checkout_core.tax.regime import Place


def suppliers_of(result: PricingResult, sheet: Sheet) -> tuple[SupplierFigures, ...]:
    """
    Return the figures of each supplier of a cart that names one.

    The figures of other carts are those of the order (`whole_order`).
    """
    totals, ids = sheet.totals, result.suppliers
    owed = [_owed(result, sheet, each) for each in ids]
    rounded = dict(result.rounded)
    for name, each in zip(ids, owed, strict=True):
        each["round_off"] = rounded.get(name if len(ids) > 1 else None, 0)
        each["grand_total"] += each["round_off"]
    left = [each["grand_total"] - each["funded"] for each in owed]
    for field, total in (
        ("points", totals["points_value"]),
        ("credit", totals["credit_balance_used"]),
    ):
        split = (
            shares(total, left, range(len(ids)), sum(left)) if total else [0] * len(ids)
        )
        for each, part in zip(owed, split, strict=True):
            each[field] = part
        left = list(map(sub, left, split))
    money = grid_of(sheet.exponent)
    return tuple(
        [
            _figures(result, sheet, name, {**each, "to_be_paid": rest}, money)
            for name, each, rest in zip(ids, owed, left, strict=True)
        ]
    )


def _owed(result: PricingResult, sheet: Sheet, supplier: str) -> dict[str, int]:
    """Return what goods and charges of a supplier come to, in minor units."""
    goods = sheet.goods
    mine = [i for i in range(len(goods.tax)) if result.supplier(i) == supplier]

    def summed(column: Sequence[int]) -> int:
        return sum([column[i] for i in mine])

    shipping = [x for x in result.shipped.parts if result.of_part(x) == supplier]
    charges: list[TaxedCharge | ChargePart] = [
        *[x for line, x in result.handling if result.supplier(line) == supplier],
        *[
            part
            for _, charge in result.charges
            for part in charge.parts
            if result.of_part(part) == supplier
        ],
    ]
    found = {
        "subtotal": summed(goods.subtotal),
        "promotion_discount_amount": summed(goods.promoted),
        "coupon_discount_amount": summed(goods.couponed),
        "taxable_value": summed(goods.taxable),
        "item_tax": summed(goods.tax),
        "shipping_amount": sum([each.net for each in shipping]),
        "shipping_tax_amount": sum([each.tax for each in shipping]),
        "handling_charge_excluding_tax": sum([each.net for each in charges]),
        "handling_charge_tax_amount": sum([each.tax for each in charges]),
    }
    total = sum([found[name] for name in _PARTS])
    return found | {"grand_total": total, "funded": summed(goods.funded)}


#: What the total of an invoice is the sum of, but for the round-off.
_PARTS = (
    "taxable_value",
    "item_tax",
    "shipping_amount",
    "shipping_tax_amount",
    "handling_charge_excluding_tax",
    "handling_charge_tax_amount",
)


def _figures(
    result: PricingResult,
    sheet: Sheet,
    supplier: str,
    amounts: dict[str, int],
    money: Callable[[int], Decimal],
) -> SupplierFigures:
    """Return the figures of a supplier whose *amounts* are in minor units."""
    cart, store = result.cart, result.context.store
    known = store.minor.suppliers.get(supplier)
    lines = [i for i in range(len(cart.lines)) if result.supplier(i) == supplier]
    of_tax, of_code = summaries_of(result, sheet, supplier)
    operated = any(cart.lines[i].section_9_5 for i in lines)
    return SupplierFigures(
        id=supplier,
        name="" if known is None else known.name,
        gstin=store.policies.tax.seller_gstin if known is None else known.gstin,
        registered=True if known is None else known.registered,
        place_of_supply=shown_place(_place(result, supplier, lines)),
        tax_paid_by=OWN if operated else None,
        lines=tuple(lines),
        components=_by_name(of_tax, money, _order(result)),
        tax_rows=tax_rows(of_tax, money),
        hsn_rows=hsn_rows(of_code, money, result.buyer, several=False),
        **{name: money(amount) for name, amount in amounts.items()},
    )


def _place(result: PricingResult, supplier: str, lines: Sequence[int]) -> Place:
    """Return where a supplier supplies: the places of its lines, or its own."""
    parties = result.context.parties
    assert parties is not None
    (party,) = [each for each in parties.all if each.id == supplier]
    heads = result.cart.columns.heads
    if not heads or not lines:
        return party.place
    used = sorted({heads[result.rates[i]] for i in lines})
    places = [parties.by_head[name] for name in used]
    return of_all(party.place, places, result.context.store.minor.regime)


def _order(result: PricingResult) -> list[str]:
    """Return the names of components in the order in which papers have them."""
    regime = result.context.store.minor.regime
    return [*regime.reserved, regime.tax_type]


def _by_name(
    rows: Iterable[Summary], money: Callable[[int], Decimal], order: Sequence[str]
) -> tuple[TaxTotal, ...]:
    """Return the tax of summaries by the names of its components."""
    found: dict[str, int] = {}
    for row in rows:
        for (name, _), amount in zip(row.taxed_at.labels, row.taxes, strict=True):
            found[name] = found.get(name, 0) + amount
    return tuple([TaxTotal(name, money(found[name])) for name in _sorted(found, order)])


def _sorted(names: Iterable[str], order: Sequence[str]) -> list[str]:
    """Return names of components in the *order* of papers, others behind by name."""
    places = {name: i for i, name in enumerate(order)}
    return sorted(names, key=lambda name: (places.get(name, len(places)), name))


def whole_order(
    figures: Figures, place: Place, tax: TaxPolicy, currency: str
) -> SupplierFigures:
    """Return the figures of an order without suppliers: its own, at a *place*."""
    totals = figures.totals
    goods = [line.taxable_value for line in figures.lines]
    components: dict[str, list[Decimal]] = {}
    for row in figures.tax_rows:
        for part in row.components:
            components.setdefault(part.name, []).append(part.amount)
    zero = difference(totals.grand_total, totals.grand_total)
    regime = tax.regime_in(currency)
    names = _sorted(components, [*regime.reserved, regime.tax_type])
    return SupplierFigures(
        id=OWN,
        name="",
        gstin=tax.seller_gstin,
        registered=True,
        place_of_supply=shown_place(place),
        lines=tuple(range(len(figures.lines))),
        subtotal=totals.subtotal,
        promotion_discount_amount=totals.promotion_discount_amount,
        coupon_discount_amount=totals.coupon_discount_amount,
        taxable_value=exact_sum(zero, goods),
        item_tax=totals.item_total_tax,
        shipping_amount=totals.shipping_amount,
        shipping_tax_amount=totals.shipping_tax_amount,
        handling_charge_excluding_tax=totals.handling_charge_excluding_tax,
        handling_charge_tax_amount=totals.handling_charge_tax_amount,
        components=tuple(
            [TaxTotal(name, exact_sum(zero, components[name])) for name in names]
        ),
        round_off=totals.round_off,
        grand_total=totals.grand_total,
        funded=totals.funded_savings,
        points=totals.points_value,
        credit=totals.credit_balance_used,
        to_be_paid=totals.to_be_paid,
        tax_rows=figures.tax_rows,
        hsn_rows=figures.hsn_rows,
    )

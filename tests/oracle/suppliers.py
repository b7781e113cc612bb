# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What each supplier of an order is owed, and rows of tax by category and by code."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .checkout import Bill, Checkout, Json
from .money import allocate, plain
from .supplies import category_under
from .taxes import Charge, Part, components_of


@dataclass(frozen=True)
class Money:
    """What an order owes and how it is paid, in minor units."""

    round_off: int
    funded: int
    points: int
    credit: int


@dataclass(frozen=True)
class Item:
    """A taxed part of an order: of a line, or of a charge, which has no units."""

    part: Part
    cess: Fraction
    hsn_code: str | None
    unit: str | None
    quantity: int

    def is_of(self, ident: str) -> bool:
        """Whether that supplier supplies it."""
        return self.part.supplier == ident


@dataclass(frozen=True)
class Priced:
    """The taxed parts of an order by what they are."""

    stages: Sequence[tuple[int, int]]
    handling: Sequence[Charge]
    charges: Sequence[tuple[Json, Charge]]
    shipping: Charge


def line_items(checkout: Checkout, bill: Bill) -> list[Item]:
    """The lines; a code of 99 is a service, which counts no units."""
    found = []
    free = bill.journey.free_units
    for i, line in enumerate(checkout.lines):
        rate, split = bill.rates[i], bill.splits[i]
        components = components_of(rate, line.cess, line.supply)
        taxes = tuple(
            (each.name, tax) for each, tax in zip(components, split.taxes, strict=True)
        )
        category = category_under(line.tax_category, checkout.rules.supply_type)
        part = Part(line.supplier, category, rate.percent, split.taxable, taxes)
        service = (line.hsn_code or "").startswith("99")
        unit = line.unit.upper() if line.unit else None
        found.append(
            Item(
                part,
                line.cess,
                line.hsn_code,
                "NA" if service else unit,
                0 if service else line.quantity + free[i],
            )
        )
    return found


def charge_items(charge: Charge, hsn_code: str | None) -> list[Item]:
    """The parts of a charge: a service, without units."""
    return [Item(part, Fraction(0), hsn_code, "NA", 0) for part in charge.parts]


def items_of(checkout: Checkout, bill: Bill, priced: Priced) -> list[Item]:
    """Goods and charges, each with its code."""
    found = line_items(checkout, bill)
    for charge in priced.handling:
        found += charge_items(charge, checkout.store.get("handling_hsn_code"))
    for given, charge in priced.charges:
        found += charge_items(charge, given.get("hsn_code"))
    return found + charge_items(priced.shipping, checkout.shipping.get("hsn_code"))


Row = dict[str, Any]


def add(rows: dict[Any, Row], key: Any, item: Item, quantity: int = 0) -> None:
    """Add an item to its row."""
    row = rows.setdefault(key, {"taxable_value": 0, "quantity": 0, "components": {}})
    row["taxable_value"] += item.part.taxable
    row["quantity"] += quantity
    for name, tax in item.part.taxes:
        row["components"][name] = row["components"].get(name, 0) + tax


def tax_rows(items: Iterable[Item]) -> dict[Any, Row]:
    """By category, rate and cess."""
    rows: dict[Any, Row] = {}
    for item in items:
        key = (item.part.category, plain(item.part.rate), plain(item.cess))
        add(rows, key, item)
    return rows


def hsn_rows(checkout: Checkout, items: Iterable[Item]) -> dict[Any, Row]:
    """By buyer, code, unit, rate, cess and category; without a code left out."""
    rows: dict[Any, Row] = {}
    for item in items:
        if item.hsn_code:
            key = (
                checkout.buyer,
                item.hsn_code,
                item.unit,
                plain(item.part.rate),
                plain(item.cess),
                item.part.category,
            )
            add(rows, key, item, item.quantity)
    return rows


def written(checkout: Checkout, rows: Mapping[Any, Row]) -> list[tuple[Any, ...]]:
    """Rows that hold anything, as a list that is compared, in no order."""
    return sorted(
        (
            tuple(str(each) for each in key),
            checkout.text(row["taxable_value"]),
            str(row["quantity"]),
            sorted(
                (name, checkout.text(tax))
                for name, tax in row["components"].items()
                if tax
            ),
        )
        for key, row in rows.items()
        if row["taxable_value"] or row["quantity"] or any(row["components"].values())
    )


def funded_of(bill: Bill) -> list[int]:
    """What others fund of each line."""
    return [
        sum(
            saved.applied.gift.discounts[i]
            for saved in bill.saved
            if saved.applied.funded
        )
        for i in range(len(bill.splits))
    ]


def by_supplier(
    checkout: Checkout, bill: Bill, priced: Priced, money: Money
) -> list[dict[str, Any]]:
    """The figures of every supplier, by id; they sum to the order's."""
    items = items_of(checkout, bill, priced)
    ids = sorted({each.part.supplier for each in items} or {""})
    before = [
        sum(each.part.taxable + each.part.tax for each in items if each.is_of(ident))
        for ident in ids
    ]
    by_line = funded_of(bill)
    funded = [sum(by_line[i] for i in members(checkout, ident)) for ident in ids]
    owed = [max(0, a - b) for a, b in zip(before, funded, strict=True)]
    sign = -1 if money.round_off < 0 else 1
    round_off = [sign * each for each in shared(abs(money.round_off), owed, ids)]
    left = [sum(each) for each in zip(before, round_off, strict=True)]
    left = [a - b for a, b in zip(left, funded, strict=True)]
    points = shared(money.points, left, ids)
    left = [a - b for a, b in zip(left, points, strict=True)]
    credit = shared(money.credit, left, ids)
    out = checkout.text
    return [
        {
            **goods_figures(checkout, bill, priced, ident),
            **charges_figures(checkout, priced, ident),
            **rows_figures(checkout, [each for each in items if each.is_of(ident)]),
            "round_off": out(round_off[n]),
            "grand_total": out(before[n] + round_off[n]),
            "funded": out(funded[n]),
            "points": out(points[n]),
            "credit": out(credit[n]),
            "to_be_paid": out(left[n] - credit[n]),
        }
        for n, ident in enumerate(ids)
    ]


def members(checkout: Checkout, ident: str) -> list[int]:
    """The lines of a supplier."""
    return [i for i, line in enumerate(checkout.lines) if line.supplier == ident]


def goods_figures(
    checkout: Checkout, bill: Bill, priced: Priced, ident: str
) -> dict[str, Any]:
    """Who it is, where it supplies, and its goods."""
    seller, lines = checkout.sellers[ident], members(checkout, ident)
    taxable = sum(bill.splits[i].taxable for i in lines)
    promotion = sum(priced.stages[i][0] for i in lines)
    coupon = sum(priced.stages[i][1] for i in lines)
    section_9_5 = any(checkout.lines[i].section_9_5 for i in lines)
    out = checkout.text
    return {
        "id": ident,
        "name": seller.name,
        "gstin": seller.gstin,
        "registered": seller.registered,
        "place_of_supply": checkout.place(ident).written(),
        "tax_paid_by": "" if section_9_5 else None,
        "lines": lines,
        "subtotal": out(taxable + promotion + coupon),
        "promotion_discount_amount": out(promotion),
        "coupon_discount_amount": out(coupon),
        "taxable_value": out(taxable),
        "item_tax": out(sum(bill.splits[i].tax for i in lines)),
    }


def charges_figures(checkout: Checkout, priced: Priced, ident: str) -> dict[str, Any]:
    """Its part of delivery, and of handling and charges."""

    def parts_of(charges: Iterable[Charge]) -> list[Part]:
        parts = [part for each in charges for part in each.parts]
        return [part for part in parts if part.supplier == ident]

    shipping = parts_of([priced.shipping])
    others = parts_of([*priced.handling, *(charge for _, charge in priced.charges)])
    out = checkout.text
    return {
        "shipping_amount": out(sum(part.taxable for part in shipping)),
        "shipping_tax_amount": out(sum(part.tax for part in shipping)),
        "handling_charge_excluding_tax": out(sum(part.taxable for part in others)),
        "handling_charge_tax_amount": out(sum(part.tax for part in others)),
    }


def rows_figures(checkout: Checkout, items: Sequence[Item]) -> dict[str, Any]:
    """Its tax by component, by category and rate, and by code."""
    taxes: dict[str, int] = {}
    for item in items:
        for name, tax in item.part.taxes:
            taxes[name] = taxes.get(name, 0) + tax
    return {
        "components": sorted(
            (name, checkout.text(tax)) for name, tax in taxes.items() if tax
        ),
        "tax_rows": written(checkout, tax_rows(items)),
        "hsn_rows": written(checkout, hsn_rows(checkout, items)),
    }


def shared(total: int, weights: Sequence[int], ids: Sequence[str]) -> list[int]:
    """Shares with ties to the smaller id; where all weights are 0, to that id."""
    if total and not any(weights):
        return [total] + [0] * (len(ids) - 1)
    return allocate(total, weights, ids)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What a quote shows: charges, lines, the offers that applied."""

from collections.abc import Iterable
from typing import Any

from .checkout import COUPON, PROMOTION, Bill, Checkout, Saved
from .money import plain
from .own_benefits import scope_of
from .taxes import Charge, components_of


def charge_out(checkout: Checkout, charge: Charge) -> dict[str, Any]:
    """A charge: excluding tax, its shown rate, its tax and components, including."""
    return {
        "excluding_tax": checkout.text(charge.taxable),
        "tax_rate": plain(charge.rate),
        "tax_amount": checkout.text(charge.tax),
        "including_tax": checkout.text(charge.taxable + charge.tax),
        "components": {name: checkout.text(tax) for name, tax in charge.taxes},
    }


def lines_out(
    checkout: Checkout,
    bill: Bill,
    stages: list[tuple[int, int]],
    handling: list[Charge],
) -> list[dict[str, Any]]:
    """The lines as the order shows them; a line's handling fields are its totals."""
    out = checkout.text
    promotions = [a for a in bill.journey.applied if a.kind == PROMOTION]
    rows = []
    for i, line in enumerate(checkout.lines):
        split, left = bill.splits[i], bill.journey.left[i]
        components = components_of(bill.rates[i], line.cess, line.supply)
        rows.append(
            {
                "key": line.key,
                "quantity": line.quantity,
                "listed": out(line.listed),
                "left": out(left),
                "promotion_discount_amount": out(stages[i][0]),
                "coupon_discount_amount": out(stages[i][1]),
                "tax_rate": plain(bill.rates[i].percent),
                "tax_amount": out(split.tax),
                "taxable_value": out(split.taxable),
                "components": [
                    {"name": part.name, "rate": plain(part.rate), "amount": out(tax)}
                    for part, tax in zip(components, split.taxes, strict=True)
                ],
                "free_quantity": sum(
                    applied.gift.free_units[i] for applied in bill.journey.applied
                ),
                "on_promotion": any(
                    max(a.gift.discounts[i], a.gift.free_units[i], a.gift.residues[i])
                    for a in promotions
                ),
                "is_free_item": left == 0 and line.listed > 0,
                "handling": charge_out(checkout, handling[i]),
            }
        )
    return rows


def applied_out(checkout: Checkout, bill: Bill) -> list[dict[str, Any]]:
    """`applied_sequence` counts from 1; savings per offer and touched line."""

    def rows(all_saved: Iterable[Saved]) -> list[dict[str, Any]]:
        return [
            {
                "offer_id": saved.applied.offer["id"],
                "kind": saved.applied.kind,
                "applied_sequence": sequence,
                "scope": scope_of(saved.applied.offer),
                "funded": saved.applied.funded,
                "savings": checkout.text(saved.total),
                "lines": [
                    {
                        "discount": checkout.text(saved.applied.gift.discounts[i]),
                        "free_quantity": saved.applied.gift.free_units[i],
                        "savings": checkout.text(amount),
                        "residue": checkout.text(saved.residues[i]),
                    }
                    for i, amount in enumerate(saved.lines)
                ],
                "shipping_discount": checkout.text(saved.applied.gift.shipping),
                "shipping_savings": checkout.text(saved.shipping),
                "points": saved.applied.gift.points,
            }
            for sequence, saved in enumerate(all_saved, 1)
        ]

    return [
        *rows(saved for saved in bill.saved if saved.applied.kind == PROMOTION),
        *rows(saved for saved in bill.saved if saved.applied.kind == COUPON),
    ]

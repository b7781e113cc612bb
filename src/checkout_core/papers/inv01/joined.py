# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Charges without a code that follow the goods: on paper they are part of those.

A delivery that is taxed as the goods are is a composite supply with them (CGST Act
s.8): it has their HSN code.  Its value and each tax are shared over the lines of its
rate and category, by their taxable value: 60.00 with 5.40 of CGST over lines of 200.00
and 100.00 are 40.00 with 3.60 and 20.00 with 1.80.

Promises that nothing of a charge is lost, and that equal halves stay equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.currencies import CURRENCIES
from checkout_core.ledger import Component
from checkout_core.money.allocation import allocate
from checkout_core.money.exact import difference, exact_sum, to_decimal
from checkout_core.money.parse import to_minor
from checkout_core.statuses import TaxCategory
from checkout_core.tax import ChargeTax


if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from checkout_core.papers.particulars import Item
    from checkout_core.pricing import Quote


__all__ = ["follows_goods", "joined"]


_RUPEE = CURRENCIES["INR"]


def follows_goods(quote: Quote, charge: Item) -> bool:
    """Return whether a charge is taxed as the goods are, shared over their rates."""
    policies, cart = quote.policies, quote.cart
    policy, follows = policies.tax.charge_tax, False
    if charge.kind == "charge":
        known = next((x for x in policies.charges if x.name == charge.name), None)
        if known is None or known.tax_category != TaxCategory.STANDARD:
            return False
        policy, follows = known.charge_tax or policy, known.follows_goods
    elif charge.line is not None:
        line = cart.lines[charge.line]
        parts = line.handling_charge_tax_components
        follows = line.handling_charge_tax_rate is None and not parts
    elif cart.shipping is not None:
        follows = cart.shipping.follows_goods
    elif policies.shipping_rates is not None:
        table = policies.shipping_rates
        rates = [table.rate, *[each.rate for each in table.zones]]
        follows = all(each.follows_goods for each in rates if each is not None)
    if policy is ChargeTax.OWN_RATE:
        return follows
    return policy is ChargeTax.APPORTION


def joined(
    goods: Sequence[Item], charges: Sequence[Item], sold: Sequence[Item]
) -> tuple[list[Item], list[Item]]:
    """
    Return *goods* with the *charges* that join them, and the charges that cannot.

    *sold* are the goods as they were sold: where none of the rate and the category of a
    charge come back with it, it joins those that were sold.
    """
    found, left = {each.line: each for each in goods}, []
    for charge in charges:
        lines = [x for x in goods if _is_alike(x, charge) and x.taxable_value]
        lines = lines or [x for x in sold if _is_alike(x, charge) and x.taxable_value]
        if not lines:
            left.append(charge)
            continue
        weights = [_minor(each.taxable_value) for each in lines]
        nets = _shares(charge.taxable_value, weights)
        taxes = [_shares(each.amount, weights) for each in charge.taxes]
        for i, each in enumerate(lines):
            parts = [
                Component(tax.name, tax.rate, of_tax[i])
                for tax, of_tax in zip(charge.taxes, taxes, strict=True)
            ]
            before = found.get(each.line) or _empty(each)
            found[each.line] = evolve(
                before,
                subtotal=exact_sum(before.subtotal, [nets[i]]),
                taxable_value=exact_sum(before.taxable_value, [nets[i]]),
                taxes=(*before.taxes, *parts),
            )
    return [found[key] for key in sorted(found, key=lambda key: key or 0)], left


def _is_alike(goods: Item, charge: Item) -> bool:
    return (goods.rate, goods.category) == (charge.rate, charge.category)


def _empty(item: Item) -> Item:
    """Return goods of which nothing but a part of a charge is on the paper."""
    zero = difference(item.subtotal, item.subtotal)
    return evolve(
        item,
        quantity=0,
        free_quantity=0,
        subtotal=zero,
        discount=zero,
        taxable_value=zero,
        taxes=(),
    )


def _shares(amount: Decimal, weights: Sequence[int]) -> list[Decimal]:
    found = allocate(_minor(amount), weights)
    return [to_decimal(each, _RUPEE.exponent) for each in found]


def _minor(amount: Decimal) -> int:
    return to_minor(amount, _RUPEE, "amount")

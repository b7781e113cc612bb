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
from checkout_core.pricing.recompute import store_of
from checkout_core.store.charge_codes import (
    code_of_charge,
    code_of_delivery,
    code_of_handling,
)


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from checkout_core.papers.particulars import Item
    from checkout_core.pricing import Quote
    from checkout_core.store import Store
    from checkout_core.store.charge_codes import ChargeCode


__all__ = ["code_of", "following", "joined"]


_RUPEE = CURRENCIES["INR"]


def following(quote: Quote, charges: Iterable[Item]) -> list[Item]:
    """Return the charges without a code that are shared over the rates of the goods."""
    store, found = store_of(quote.cart, quote.policies), []
    for each in charges:
        known = code_of(quote, store, each.kind, each.line, each.name)
        if not each.hsn_code and known is not None and known.follows_goods:
            found.append(each)
    return found


def code_of(
    quote: Quote, store: Store, kind: str, line: int | None, name: str | None
) -> ChargeCode | None:
    """
    Return where the code of a charge is given, None for one that *store* does not have.

    *store* has the policies of the quote.
    """
    cart, revision = quote.cart, quote.revision
    if kind == "shipping":
        return code_of_delivery(store, cart, revision)
    if line is not None:
        return code_of_handling(store, cart, line, revision)
    names = [each.name for each in store.charges]
    if kind != "charge" or name not in names:
        return None
    return code_of_charge(store, cart, names.index(name), revision)


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

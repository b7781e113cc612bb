# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The terms of an offer as text: "10% off everything".

Independent of any cart.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, assert_never

from checkout_core.offers import (
    HUNDRED,
    AcceleratedRewards,
    BuyXGetY,
    Condition,
    Criterion,
    FixedDiscount,
    FixedPrice,
    FreeGoods,
    FreeShipping,
    PercentageDiscount,
    Scope,
    VolumeBased,
)


if TYPE_CHECKING:
    from checkout_core.offers import BuyGetRow, Offer, Target, VolumeSlab
    from checkout_core.views.formats import Numbers


def terms_of(offer: Offer, numbers: Numbers) -> str:
    """
    Return the terms of *offer*, to follow the word "gives".

    >>> from checkout_core import promotion
    >>> from checkout_core.money import currency_of
    >>> from checkout_core.views.formats import Numbers
    >>> ten = {"discount_type": "percentage", "discount_percent": 10}
    >>> ten = promotion("ten", "discount", ten, applies_to_product="all")
    >>> terms_of(ten, Numbers.of("en_IN", currency_of("INR")))
    '10% off everything'
    """
    found = _benefit(offer, numbers)
    most = getattr(offer.benefit, "maximum_discount_amount", None)
    if most is not None:
        found = f"{found}, at most {numbers.money(most)} in all"
    if offer.max_applicable_items is not None:
        found = f"{found}, on at most {numbers.count(offer.max_applicable_items)} units"
    if offer.minimum_order_total:
        least = numbers.money(offer.minimum_order_total)
        found = f"{found}, for carts from {least}"
    return found


def _benefit(offer: Offer, numbers: Numbers) -> str:
    match offer.benefit:
        case PercentageDiscount(percent=percent, target=target):
            return f"{numbers.rate(percent)} off {_target(target)}"
        case FixedDiscount(amount=amount, target=target):
            return f"{numbers.money(amount)} off {_target(target)}, once"
        case FixedPrice(rows=rows):
            prices = dict.fromkeys(numbers.money(row.offer_price) for row in rows)
            return f"chosen products at {' or '.join(prices)} each"
        case FreeGoods():
            return "free units of chosen products"
        case FreeShipping():
            return "free shipping"
        case BuyXGetY(criterion=criterion, rows=bought):
            return " or ".join(_buy_get(row, criterion, numbers) for row in bought)
        case VolumeBased(rows=volumes):
            slabs = dict.fromkeys(slab for row in volumes for slab in row.slabs)
            return " or ".join(_slab(slab, numbers) for slab in slabs)
        case AcceleratedRewards(bonus_loyalty_point=points):
            return f"{numbers.count(points)} extra points"
        case _:  # pragma: no cover - the type checker proves it
            assert_never(offer.benefit)


def _target(target: Target[Decimal]) -> str:
    match target.scope:
        case Scope.ALL:
            return "everything"
        case Scope.CATEGORY:
            return "chosen categories"
        case Scope.PRODUCT:
            return "chosen products"
        case _:  # pragma: no cover - the type checker proves it
            assert_never(target.scope)


def _buy_get(row: BuyGetRow[Decimal], by: Criterion, numbers: Numbers) -> str:
    edge = numbers.count(row.minimum)
    if by is Criterion.AMOUNT:
        edge = numbers.money(Decimal(row.minimum))
    off = "free" if row.percent == HUNDRED else f"at {numbers.rate(row.percent)} off"
    return f"{numbers.count(row.get_quantity)} {off} for every {edge} bought"


def _slab(slab: VolumeSlab, numbers: Numbers) -> str:
    edge = "above" if slab.condition is Condition.GREATER else "up to"
    return (
        f"{numbers.rate(slab.percent)} off {edge} {numbers.count(slab.quantity)} units"
    )

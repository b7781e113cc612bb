# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Offers that are legal and probably not meant: what to look at before a sale.

Promises warnings only, never errors: everything here prices.  Looks at the
offers alone; it knows no cart and no product's price.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import ZERO
from checkout_core.money import exact_sum
from checkout_core.offers import (
    HUNDRED,
    AcceleratedRewards,
    BuyXGetY,
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
    from collections.abc import Iterator

    from checkout_core.offers import Offer
    from checkout_core.store import Store


@frozen
class Finding:
    """Something to look at: where, a stable code, and a sentence."""

    path: str
    code: str
    offer_id: str
    message: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.path} ({self.offer_id}): {self.message}"


def lint(store: Store) -> tuple[Finding, ...]:
    """
    Return what looks wrong about the offers of *store*, in its order.

    >>> from checkout_core import Store, coupon
    >>> [each.code for each in lint(Store("INR", coupons=[
    ...     coupon("k", "free-shipping", [])
    ... ]))]
    ['never_applies']
    """
    found = []
    for path, offer in _offers(store):
        found += [
            Finding(path, code, offer.id, message)
            for code, message in (
                *_never(offer),
                *_uncapped(offer),
                *_gives_more(offer),
            )
        ]
    return (*found, *_ties(store), *_stacks(store))


def _offers(store: Store) -> Iterator[tuple[str, Offer]]:
    for at, offer in enumerate(store.promotions):
        yield f"promotions[{at}]", offer
    for at, offer in enumerate(store.coupons):
        yield f"coupons[{at}]", offer


def _never(offer: Offer) -> Iterator[tuple[str, str]]:
    """Yield why an offer can never apply."""
    limits = offer.limits
    if limits.total_redemptions == 0 or limits.per_customer_redemptions == 0:
        yield "never_applies", "its redemption limit is 0, so nobody can use it"
    if offer.starts_at is not None and offer.starts_at == offer.expires_at:
        yield "never_applies", "it ends the moment it starts"
    if offer.kind == "coupon" and not offer.codes:
        yield "never_applies", "it has no code that anybody could enter"
    if offer.max_applicable_items == 0 and not isinstance(
        offer.benefit, FreeGoods | FreeShipping | AcceleratedRewards
    ):
        yield "never_applies", "its application_rules leave room for no item"
    if _gives_nothing(offer):
        yield "never_applies", "what it gives is always nothing"


def _gives_nothing(offer: Offer) -> bool:
    match offer.benefit:
        case PercentageDiscount(percent=percent, maximum_discount_amount=most):
            return not percent or most == ZERO
        case FixedDiscount(amount=amount):
            return not amount
        case FixedPrice(rows=rows):
            return all(row.maximum == 0 for row in rows)
        case FreeGoods(rows=rows):
            return not any(slab.get_quantity for row in rows for slab in row.slabs)
        case BuyXGetY(rows=rows, maximum_discount_amount=most):
            return most == ZERO or not any(row.percent for row in rows)
        case VolumeBased(rows=rows, maximum_discount_amount=most):
            percents = [slab.percent for row in rows for slab in row.slabs]
            return most == ZERO or not any(percents)
        case AcceleratedRewards(bonus_loyalty_point=points):
            return not points
    return False


def _uncapped(offer: Offer) -> Iterator[tuple[str, str]]:
    match offer.benefit:
        case PercentageDiscount() | VolumeBased() as benefit:
            if benefit.maximum_discount_amount is None:
                yield (
                    "missing_cap",
                    "a percentage without maximum_discount_amount grows with the cart",
                )


def _gives_more(offer: Offer) -> Iterator[tuple[str, str]]:
    """Yield where an offer is worth more than what it asks for."""
    match offer.benefit:
        case FixedDiscount(amount=amount) if amount > offer.minimum_order_total:
            yield (
                "worth_more_than_its_trigger",
                f"it takes {amount:f} off from {offer.minimum_order_total:f} on",
            )
        case BuyXGetY(criterion=Criterion.QUANTITY, rows=rows):
            for row in rows:
                if row.percent == HUNDRED and row.get_quantity > row.minimum:
                    yield (
                        "worth_more_than_its_trigger",
                        f"buying {row.minimum} gives {row.get_quantity} free",
                    )
        case FreeGoods(criterion=Criterion.QUANTITY, rows=free_rows):
            for free in free_rows:
                for slab in free.slabs:
                    if slab.get_quantity > slab.minimum:
                        yield (
                            "worth_more_than_its_trigger",
                            f"buying {slab.minimum} gives {slab.get_quantity} free",
                        )


def _ties(store: Store) -> Iterator[Finding]:
    """Yield exclusive promotions that always save the same as an earlier one."""
    exclusive = [
        (at, offer) for at, offer in enumerate(store.promotions) if not offer.combinable
    ]
    for (_, first), (at, second) in combinations(exclusive, 2):
        if first.benefit == second.benefit:
            yield Finding(
                f"promotions[{at}]",
                "always_ties",
                second.id,
                f"it gives what {first.id!r} gives, which comes first and wins the tie",
            )


def _stacks(store: Store) -> Iterator[Finding]:
    """Yield where percentages that apply together add up to everything."""
    reaching = [
        (at, offer, offer.benefit.percent)
        for at, offer in enumerate(store.promotions)
        if offer.combinable
        and isinstance(offer.benefit, PercentageDiscount)
        and offer.benefit.target.scope is Scope.ALL
    ]
    whole = exact_sum(ZERO, [percent for _, _, percent in reaching])
    if whole >= HUNDRED:
        at, offer, _ = reaching[-1]
        yield Finding(
            f"promotions[{at}]",
            "stack_reaches_100",
            offer.id,
            f"the percentages that apply to everything together make {whole:f} %",
        )

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Offers that are legal and probably not meant: what to look at before a sale.

Promises warnings only, never errors: everything here prices.  Looks at the
offers alone; it knows no cart and no product's price.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import ZERO, expect
from checkout_core.money import exact_sum, rate_millionths
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
    FundedBy,
    PercentageDiscount,
    Scope,
    VolumeBased,
)
from checkout_core.store import Store


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.offers import Benefit, Offer, Row, Target, VolumeRow


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
    expect(store=(store, Store))
    found = []
    for path, offer in _offers(store):
        found += [
            Finding(path, code, offer.id, message)
            for code, message in (
                *_never(offer),
                *_uncapped(offer),
                *_gives_more(offer),
                *_unfunded(offer),
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
    if offer.kind == "coupon" and limits.per_coupon_code_redemptions == 0:
        yield "never_applies", "no code of it may be redeemed even once"
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
        case PercentageDiscount(percent=percent, maximum_discount_amount=most) as found:
            return not percent or most == ZERO or _leaves_no_room(found.target)
        case FixedDiscount(amount=amount, target=target):
            return not amount or _leaves_no_room(target)
        case FixedPrice(criterion=criterion, rows=rows):
            by_amount = criterion is Criterion.AMOUNT
            return all(
                row.maximum is not None
                and (row.maximum == 0 or (by_amount and row.maximum < row.minimum))
                for row in rows
            )
        case FreeGoods(rows=rows):
            return not any(slab.get_quantity for row in rows for slab in row.slabs)
        case BuyXGetY(rows=rows, maximum_discount_amount=most):
            return most == ZERO or not any(row.percent for row in rows)
        case VolumeBased(rows=rows, maximum_discount_amount=most):
            return most == ZERO or not any(map(_reaches_a_percent, rows))
        case AcceleratedRewards(bonus_loyalty_point=points):
            return not points
    return False


def _leaves_no_room(target: Target[Decimal]) -> bool:
    return all(
        row.maximum_quantity == 0 or row.maximum_value == ZERO for row in target.rows
    )


def _reaches_a_percent(row: VolumeRow) -> bool:
    """Return whether some quantity from 1 on meets a slab that gives something."""
    above = [each for each in row.slabs if each.condition is Condition.GREATER]
    exceeded_by_one = any(each.quantity == 0 for each in above)
    met = [
        each
        for each in row.slabs
        if each.condition is Condition.GREATER
        or (each.quantity and not exceeded_by_one)
    ]
    return any(each.percent for each in met)


def _uncapped(offer: Offer) -> Iterator[tuple[str, str]]:
    match offer.benefit:
        case PercentageDiscount(maximum_discount_amount=None, target=target):
            capped = all(map(_is_capped, target.rows))
        case VolumeBased(maximum_discount_amount=None):
            capped = False
        case _:
            capped = True
    if not capped and offer.max_applicable_items is None:
        yield (
            "missing_cap",
            "a percentage without maximum_discount_amount grows with the cart",
        )


def _is_capped(row: Row[Decimal]) -> bool:
    return row.maximum_quantity is not None or row.maximum_value is not None


def _gives_more(offer: Offer) -> Iterator[tuple[str, str]]:
    """Yield where an offer is worth more than what it asks for."""
    match offer.benefit:
        case FixedDiscount(amount=amount, target=target):
            least = min(row.minimum_value or ZERO for row in target.rows)
            trigger = max(offer.minimum_order_total, least)
            small = f"from {trigger:f} on" if trigger else "any order, however small"
            if amount > trigger:
                yield "worth_more_than_its_trigger", f"it takes {amount:f} off {small}"
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


def _unfunded(offer: Offer) -> Iterator[tuple[str, str]]:
    """Yield where somebody else is to pay for what takes no money off a line."""
    free = isinstance(offer.benefit, FreeGoods | FreeShipping | AcceleratedRewards)
    if free and offer.funded_by is not FundedBy.SELLER:
        payer = f"the {offer.funded_by} pays for money off lines only"
        yield "funds_nothing", f"{payer}, not for {offer.type}"


def _ties(store: Store) -> Iterator[Finding]:
    """Yield exclusive promotions that always save the same as an earlier one."""
    alike: dict[tuple[Benefit[Decimal], str], list[Offer]] = {}
    for at, offer in enumerate(store.promotions):
        if offer.combinable:
            continue
        earlier = alike.setdefault((offer.benefit, offer.funded_by), [])
        rival = next((each for each in earlier if _meet(each, offer)), None)
        earlier.append(offer)
        if rival is not None:
            yield Finding(
                f"promotions[{at}]",
                "always_ties",
                offer.id,
                f"it gives what {rival.id!r} gives, which comes first and wins the tie",
            )


def _meet(one: Offer, other: Offer) -> bool:
    """Return whether two offers are ever open at the same time."""
    return _opens_before(one, other) and _opens_before(other, one)


def _opens_before(one: Offer, other: Offer) -> bool:
    """Return whether *one* opens before *other* ends."""
    start, end = one.starts_at, other.expires_at
    return start is None or end is None or start < end


def _stacks(store: Store) -> Iterator[Finding]:
    """Yield where percentages that apply together add up to everything."""
    percents = {
        at: offer.benefit.percent
        for at, offer in enumerate(store.promotions)
        if offer.combinable
        and isinstance(offer.benefit, PercentageDiscount)
        and offer.benefit.target.scope is Scope.ALL
    }
    together: set[int] = set()
    whole = 0
    for at, opens in _changes(store, percents):
        share = rate_millionths(percents[at])
        if not opens:
            together.discard(at)
            whole -= share
            continue
        together.add(at)
        whole += share
        if whole >= rate_millionths(HUNDRED):
            found = exact_sum(ZERO, [percents[each] for each in together])
            last = max(together)
            yield Finding(
                f"promotions[{last}]",
                "stack_reaches_100",
                store.promotions[last].id,
                f"the percentages on everything that apply together add up to"
                f" {found:f} %, each on what the ones before it left",
            )
            return


def _changes(store: Store, places: Iterable[int]) -> list[tuple[int, bool]]:
    """Return which promotions open (True) or end, in the order of time."""
    found: list[tuple[bool, datetime | None, bool, int]] = []
    for at in places:
        offer = store.promotions[at]
        if not _opens_before(offer, offer):
            continue
        found.append((offer.starts_at is not None, offer.starts_at, True, at))
        if offer.expires_at is not None:
            found.append((True, offer.expires_at, False, at))
    return [(at, opens) for _, _, opens, at in sorted(found)]

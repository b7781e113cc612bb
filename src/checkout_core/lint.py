# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Offers that are legal but probably a mistake: what to check before a sale.

Reports warnings only: every store that is accepted can be priced.  A warning is true
for every cart, since only the offers are examined; prices of products are not known.
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
    Limits,
    PercentageDiscount,
    Scope,
    VolumeBased,
)
from checkout_core.store import Store


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.offers import Benefit, Choice, Offer, Row, Target, VolumeRow


#: A fixed price this many times below another row's looks like a bundle's token.
TOKEN = 10
#: How many earlier promotions that give the same a promotion is compared with.
MAX_RIVALS = 100


@frozen
class Finding:
    """A warning: the offer's path, a stable code, and a sentence."""

    path: str
    code: str
    offer_id: str
    message: str

    def __str__(self) -> str:
        """Return path, offer id and message as one line."""
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
        # An offer that never applies gets no other warning.
        told = [("never_applies", message) for message in _never(offer)] or [
            (code, message) for code, find in _FINDS for message in find(offer)
        ]
        found += [Finding(path, code, offer.id, message) for code, message in told]
    return (*found, *_ties(store), *_stacks(store))


def _offers(store: Store) -> Iterator[tuple[str, Offer]]:
    for at, offer in enumerate(store.promotions):
        yield f"promotions[{at}]", offer
    for at, offer in enumerate(store.coupons):
        yield f"coupons[{at}]", offer


def _never(offer: Offer) -> Iterator[str]:
    """Yield why an offer can never apply."""
    limits = offer.limits
    if limits.total_redemptions == 0 or limits.per_customer_redemptions == 0:
        yield "its redemption limit is 0, so it can never be used"
    if offer.starts_at is not None and offer.starts_at == offer.expires_at:
        yield "it ends the moment it starts"
    if offer.kind == "coupon" and limits.per_coupon_code_redemptions == 0:
        yield "the redemption limit of its codes is 0, so no code is ever accepted"
    if offer.kind == "coupon" and not offer.codes:
        yield "its list of codes is empty, so no customer can enter one"
    if offer.max_applicable_items == 0 and not isinstance(
        offer.benefit, FreeGoods | FreeShipping | AcceleratedRewards
    ):
        yield "its max_applicable_items is 0, so it applies to no item"
    if _gives_nothing(offer):
        yield "its benefit is always zero"


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
    met = [each for each in row.slabs if each.condition is Condition.GREATER]
    least = min([each.quantity for each in met], default=None)
    below = 0
    limits = [each for each in row.slabs if each.condition is Condition.LESS_OR_EQUAL]
    for each in sorted(limits, key=lambda slab: slab.quantity):
        # It applies above the next lower limit, as long as no "greater than" slab
        # applies.
        if below < each.quantity and (least is None or below < least):
            met.append(each)
        below = max(below, each.quantity)
    return any(each.percent for each in met)


def _uncapped(offer: Offer) -> Iterator[str]:
    match offer.benefit:
        case PercentageDiscount(maximum_discount_amount=None, target=target):
            capped = all(map(_is_capped, target.rows))
        case VolumeBased(maximum_discount_amount=None):
            capped = False
        case _:
            capped = True
    if not capped and offer.max_applicable_items is None:
        yield "it has no maximum_discount_amount, so its discount has no upper limit"


def _is_capped(row: Row[Decimal]) -> bool:
    return row.maximum_quantity is not None or row.maximum_value is not None


def _gives_more(offer: Offer) -> Iterator[str]:
    """Yield where an offer gives more than it requires to be bought."""
    match offer.benefit:
        case FixedDiscount() as benefit:
            yield from _takes_more(offer, benefit)
        case BuyXGetY(criterion=Criterion.QUANTITY) as benefit:
            yield from _gives_for_less(offer, benefit)
        case FreeGoods(criterion=Criterion.QUANTITY, rows=rows):
            for row in rows:
                name = _named(row.product_id, row.variant_id) or "a product"
                for slab in row.slabs:
                    if slab.get_quantity > slab.minimum:
                        gift = f"gives {slab.get_quantity} free{_order(offer)}"
                        yield f"buying {slab.minimum} of {name} {gift}"


def _takes_more(offer: Offer, benefit: FixedDiscount[Decimal]) -> Iterator[str]:
    """Yield the row with the lowest requirement whose discount exceeds it."""
    least = offer.minimum_order_total
    found = []
    for at, row in enumerate(benefit.target.rows):
        room = ZERO if row.maximum_quantity == 0 else row.maximum_value
        most = benefit.amount if room is None else min(benefit.amount, room)
        trigger = max(least, row.minimum_value or ZERO)
        if most > trigger:
            found.append((trigger, at, most))
    for trigger, at, most in sorted(found)[:1]:
        goods = _goods(benefit.target, benefit.target.rows[at])
        order = f"any order{f' of {least:f} or more' if least else ''}{goods}"
        small = "" if trigger else ", however small"
        yield f"it takes up to {most:f} off {order}{small}"


def _gives_for_less(offer: Offer, benefit: BuyXGetY[Decimal]) -> Iterator[str]:
    """Yield each row that gives more free units than it requires to be bought."""
    if benefit.maximum_discount_amount is not None:
        return
    places = offer.max_applicable_items
    for row in benefit.rows:
        units = row.get_quantity if places is None else min(places, row.get_quantity)
        if row.percent == HUNDRED and units > row.minimum:
            gift = f"gives {units} of {_choice(row.get)} free{_order(offer)}"
            yield f"buying {row.minimum} of {_choice(row.buy)} {gift}"


def _order(offer: Offer) -> str:
    """Return the minimum order that an offer requires, "" if it requires none."""
    least = offer.minimum_order_total
    return f" in an order of {least:f} or more" if least else ""


def _goods(target: Target[Decimal], row: Row[Decimal]) -> str:
    """Return what an order must hold for a row, fit to follow "any order"."""
    if target.scope is Scope.CATEGORY:
        ids = target.category_ids
        any_of = f"category {ids[0]}" if len(ids) == 1 else f"{len(ids)} categories"
        name = f"goods of {any_of}"
    else:
        name = _named(row.product_id, row.variant_id)
    count = row.minimum_quantity or 0
    worth = f" for {row.minimum_value:f} or more" if row.minimum_value else ""
    if count > 1:
        return f" with {count} {f'of {name}' if name else 'items'}{worth}"
    return f" with {name or 'items'}{worth}" if name or worth else ""


def _named(product_id: str | None, variant_id: str | None) -> str:
    """Return the product and variant of a row, "" if it applies to all."""
    variant = "" if variant_id is None else f"variant {variant_id}"
    return ", ".join([each for each in (product_id, variant) if each])


def _choice(side: Choice) -> str:
    """Return what one side of a row means."""
    category = "" if side.category_id is None else f"category {side.category_id}"
    named = _named(side.product_id, side.variant_id)
    return ", ".join([each for each in (named, category) if each])


def _alone(offer: Offer) -> Iterator[str]:
    """Yield a row of token price that looks like part of a bundle but applies alone."""
    if not isinstance(offer.benefit, FixedPrice):
        return
    prices = {
        row.product_id: row.offer_price
        for row in offer.benefit.rows
        if row.product_id is not None
    }
    if prices:
        token = min(prices, key=lambda name: prices[name])
        other = max(prices, key=lambda name: prices[name])
        many = exact_sum(ZERO, [prices[token]] * TOKEN)
        if token != other and many <= prices[other]:
            price = f"{token} at {prices[token]:f}"
            yield f"its rows do not form a bundle: {price} applies without {other}"


def _unfunded(offer: Offer) -> Iterator[str]:
    """Yield where `funded_by` has no effect, since no line is discounted."""
    free = isinstance(offer.benefit, FreeGoods | FreeShipping | AcceleratedRewards)
    if free and offer.funded_by is not FundedBy.SELLER:
        payer = f"funded_by {offer.funded_by} covers discounts on lines only"
        yield f"{payer}, not {offer.type}"


#: What to look at in one offer, by the code of what is found.
_FINDS: tuple[tuple[str, Callable[[Offer], Iterator[str]]], ...] = (
    ("missing_cap", _uncapped),
    ("worth_more_than_its_trigger", _gives_more),
    ("rows_apply_alone", _alone),
    ("funds_nothing", _unfunded),
)


def _ties(store: Store) -> Iterator[Finding]:
    """
    Yield exclusive promotions that never apply because of an equal earlier one.

    An earlier one always wins the tie if its minimum is no higher and it has no limits;
    each promotion is compared with the first `MAX_RIVALS` of those.
    """
    alike: dict[tuple[Benefit[Decimal], str], list[Offer]] = {}
    for at, offer in enumerate(store.promotions):
        if offer.combinable or any(_never(offer)):
            continue
        earlier = alike.setdefault((offer.benefit, offer.funded_by), [])
        rival = next((each for each in earlier if _covers(each, offer)), None)
        if len(earlier) < MAX_RIVALS and offer.limits == Limits():
            earlier.append(offer)
        if rival is not None:
            yield Finding(
                f"promotions[{at}]",
                "always_ties",
                offer.id,
                f"it never applies while {rival.id!r} is open, which gives the same and"
                " comes first in the list",
            )


def _covers(one: Offer, other: Offer) -> bool:
    """Return whether *one* applies to every cart that *other* applies to."""
    asks = one.minimum_order_total <= other.minimum_order_total
    return asks and _meet(one, other)


def _meet(one: Offer, other: Offer) -> bool:
    """Return whether two offers are ever open at the same time."""
    return _opens_before(one, other) and _opens_before(other, one)


def _opens_before(one: Offer, other: Offer) -> bool:
    """Return whether *one* opens before *other* ends."""
    start, end = one.starts_at, other.expires_at
    return start is None or end is None or start < end


def _stacks(store: Store) -> Iterator[Finding]:
    """Yield where percentages that apply together add up to 100 or more."""
    percents = {
        at: offer.benefit.percent
        for at, offer in enumerate(store.promotions)
        if offer.combinable
        and isinstance(offer.benefit, PercentageDiscount)
        and offer.benefit.target.scope is Scope.ALL
        and not any(map(_is_capped, offer.benefit.target.rows))
        and not any(_never(offer))
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
                f"the cart-wide percentages that can apply together add up to {found:f}"
                " %, each taken of what is left after the ones before it",
            )
            return


def _changes(store: Store, places: Iterable[int]) -> list[tuple[int, bool]]:
    """Return which promotions open (True) or end, in the order of time."""
    found: list[tuple[bool, datetime | None, bool, int]] = []
    for at in places:
        offer = store.promotions[at]
        found.append((offer.starts_at is not None, offer.starts_at, True, at))
        if offer.expires_at is not None:
            found.append((True, offer.expires_at, False, at))
    return [(at, opens) for _, _, opens, at in sorted(found)]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What merchants ask for beyond the vendor's eight benefits, unit by unit."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from . import benefits
from .benefits import (
    CHEAP,
    FEW,
    NO_MATCH,
    NOTHING,
    Application,
    Basket,
    Gift,
    Row,
    Unit,
    application_of,
    kind_of,
    walk_rows,
)
from .facts import ours, selects
from .money import exact, minor, minor_or_none, round_to
from .taxes import Line


Json = Mapping[str, Any]


def own(offer: Row) -> Json:
    """The benefit of an offer that has one of ours."""
    return ours(offer).get("benefit") or {}


def selectors_of(benefit: Json) -> list[Json]:
    """Rows and components are selectors; else the target is the only one."""
    for key in ("rows", "components"):
        if key in benefit:
            return list(benefit[key])
    return [benefit.get("target") or {}]


def names(offer: Row, line: Line) -> bool:
    """An offer concerns a line that any of its selectors matches."""
    benefit = own(offer)
    if not benefit:
        return benefits.names(offer, line)
    if benefit["kind"] == "shipping_discount":
        return True
    return any(selects(selector, line) for selector in selectors_of(benefit))


def scope_of(offer: Row) -> str:
    """`cart` for an empty selector, `category` for categories alone, else `product`."""
    benefit = own(offer)
    if kind_of(offer) in {"free-shipping", "shipping_discount"}:
        return "shipping"
    if not benefit:
        target = str(offer.get("applies_to_product") or "product")
        return "cart" if target == "all" else target
    selectors = selectors_of(benefit)
    keys = ("product_ids", "variant_ids", "category_ids")
    if not all(any(each.get(key) for key in keys) for each in selectors):
        return "cart"
    if any(each.get(key) for each in selectors for key in keys[:2]):
        return "product"
    return "category"


def members_of(basket: Basket, selector: Json | None) -> list[int]:
    """The lines that a selector matches."""
    return [i for i, line in enumerate(basket.lines) if selects(selector, line)]


def limit_of(benefit: Json, basket: Basket) -> int | None:
    """`maximum_discount_amount` caps the offer."""
    return minor_or_none(benefit.get("maximum_discount_amount"), basket.exponent)


def capped(basket: Basket, discounts: Sequence[int], cap: int | None) -> Gift | str:
    """A cap is allocated by the lines' uncapped discounts."""
    if cap is not None and sum(discounts) > cap:
        discounts = basket.share(cap, discounts)
    return basket.money(discounts)


def dearest(basket: Basket, members: Iterable[int]) -> list[Unit]:
    """Minus unit amount, line key, unit."""
    return sorted(
        basket.units(members),
        key=lambda unit: (-unit.amount, basket.lines[unit.line].key, unit.number),
    )


def cut(unit: Unit, row: Json, basket: Basket) -> int:
    """What a unit costs less: per unit, so n units cost n times the shown price."""
    if row.get("price") is not None:
        return max(0, unit.amount - minor(row["price"], basket.exponent))
    if row.get("amount_off") is not None:
        return min(unit.amount, minor(row["amount_off"], basket.exponent))
    return percent_of(unit.amount, row, basket)


def percent_of(amount: int, row: Json, basket: Basket) -> int:
    """`round(percent_off x amount)`."""
    return round_to(amount * exact(row["percent_off"]) / 100, basket.rounding)


def unit_price(offer: Row, basket: Basket) -> Gift | str:
    """4.1: rows take lines; units whose cut is 0 are passed over."""
    application = application_of(offer)
    benefit = own(offer)

    def pick(row: Row, members: list[int]) -> list[Unit]:
        cheaper = [unit for unit in basket.units(members) if cut(unit, row, basket) > 0]
        units = application.pick(basket, cheaper)
        return benefits.first_units(units, row.get("maximum_quantity"))

    taken, code = walk_rows(
        benefit["rows"],
        basket,
        selects,
        lambda row, members: None if pick(row, members) else NOTHING,
        places=application.places,
    )
    if not taken:
        return code
    discounts = [0] * len(basket.lines)
    placed = application.place(basket, (pick(row, members) for row, members in taken))
    for (row, _), units in zip(taken, placed, strict=True):
        for unit in units:
            discounts[unit.line] += cut(unit, row, basket)
    return capped(basket, discounts, limit_of(benefit, basket))


def set_price(offer: Row, basket: Basket) -> Gift | str:
    """4.2: the pool, dearest first, in sets; used while their sum is > `price`."""
    benefit = own(offer)
    size, most = benefit["size"], benefit.get("max_sets")
    price = minor(benefit["price"], basket.exponent)
    members = members_of(basket, benefit.get("target"))
    if not members:
        return NO_MATCH
    if basket.quantity(members) < size:
        return FEW
    pool = dearest(basket, members)
    used: list[Unit] = []
    total = 0
    for number in range(len(pool) // size):
        units = pool[number * size : (number + 1) * size]
        worth = sum(unit.amount for unit in units)
        if worth <= price or (most is not None and number >= most):
            break
        used += units
        total += worth - price
    discounts = basket.share(total, basket.by_line(used))
    return capped(basket, discounts, limit_of(benefit, basket))


def owned_by(components: Sequence[Json], basket: Basket) -> list[list[int]]:
    """A line belongs to the first component, in order, that matches it."""
    owners: list[list[int]] = [[] for _ in components]
    for i, line in enumerate(basket.lines):
        for component, owned in zip(components, owners, strict=True):
            if selects(component, line):
                owned.append(i)
                break
    return owners


def bundle(offer: Row, basket: Basket) -> Gift | str:
    """4.3: bundle j takes its j-th `quantity` units of every component's pool."""
    benefit = own(offer)
    components = benefit["components"]
    most = benefit.get("max_bundles")
    owners = owned_by(components, basket)
    if not any(owners):
        return NO_MATCH
    counts = [component.get("quantity") or 1 for component in components]
    if any(basket.quantity(owned) < n for owned, n in zip(owners, counts, strict=True)):
        return FEW
    pools = [dearest(basket, owned) for owned in owners]
    full = min(len(pool) // n for pool, n in zip(pools, counts, strict=True))
    # With a price, only while a bundle is dearer; every other bundle counts.
    floor = -1
    if benefit.get("price") is not None:
        floor = minor(benefit["price"], basket.exponent)
    used: list[Unit] = []
    sums: list[int] = []
    for number in range(full if most is None else min(full, most)):
        units = [
            unit
            for pool, n in zip(pools, counts, strict=True)
            for unit in pool[number * n : (number + 1) * n]
        ]
        worth = sum(unit.amount for unit in units)
        if worth <= floor:
            break
        used += units
        sums.append(worth)
    total = bundles_off(benefit, sums, basket)
    discounts = basket.share(total, basket.by_line(used))
    return capped(basket, discounts, limit_of(benefit, basket))


def bundles_off(benefit: Json, sums: Sequence[int], basket: Basket) -> int:
    """The discount over all used bundles."""
    if benefit.get("price") is not None:
        return sum(sums) - len(sums) * minor(benefit["price"], basket.exponent)
    if benefit.get("amount_off") is not None:
        off = minor(benefit["amount_off"], basket.exponent)
        return sum(min(off, worth) for worth in sums)
    return percent_of(sum(sums), benefit, basket)


def every_nth(offer: Row, basket: Basket) -> Gift | str:
    """Units in groups of n, dearest or cheapest first; the k-th of each is cheaper."""
    benefit = own(offer)
    n, most = benefit["n"], benefit.get("max_groups")
    members = members_of(basket, benefit.get("target"))
    if not members:
        return NO_MATCH
    if basket.quantity(members) < n:
        return FEW
    pool = dearest(basket, members)
    if benefit.get("order") == "cheapest_first":
        pool = Application(None, "cheapest_first").pick(basket, pool)
    full = len(pool) // n
    place = (benefit.get("position") or n) - 1
    discounts = [0] * len(basket.lines)
    for number in range(full if most is None else min(full, most)):
        unit = pool[number * n + place]
        discounts[unit.line] += cut(unit, benefit, basket)
    return capped(basket, discounts, limit_of(benefit, basket))


def spend_tiers(offer: Row, basket: Basket) -> Gift | str:
    """4.4: the highest tier reached by the amount left; both caps hold."""
    benefit = own(offer)
    members = members_of(basket, benefit.get("target"))
    if not members:
        return NO_MATCH
    amounts = [left if i in members else 0 for i, left in enumerate(basket.left)]
    reached = [
        tier
        for tier in benefit["tiers"]
        if minor(tier["minimum_value"], basket.exponent) <= sum(amounts)
    ]
    if not reached:
        return CHEAP
    tier = reached[-1]
    caps = [limit_of(each, basket) for each in (tier, benefit)]
    cap = min((each for each in caps if each is not None), default=None)
    if tier.get("amount_off") is not None:
        return basket.face(minor(tier["amount_off"], basket.exponent), amounts, cap)
    discounts = basket.share(percent_of(sum(amounts), tier, basket), amounts)
    return capped(basket, discounts, cap)


def quantity_tiers(offer: Row, basket: Basket) -> Gift | str:
    """4.5: the quantity of all the target's lines together picks the tier."""
    benefit = own(offer)
    application = application_of(offer)
    members = members_of(basket, benefit.get("target"))
    if not members:
        return NO_MATCH
    quantity = basket.quantity(members)
    reached = [
        tier for tier in benefit["tiers"] if tier["minimum_quantity"] <= quantity
    ]
    if not reached:
        return FEW
    tier = reached[-1]
    units = application.pick(basket, basket.units(members))
    if tier.get("percent_off") is not None:
        units = benefits.first_units(units, application.places)
        sums = basket.by_line(units)
        discounts = basket.share(percent_of(sum(sums), tier, basket), sums)
    else:
        units = [unit for unit in units if cut(unit, tier, basket) > 0]
        discounts = [0] * len(basket.lines)
        for unit in benefits.first_units(units, application.places):
            discounts[unit.line] += cut(unit, tier, basket)
    return capped(basket, discounts, limit_of(benefit, basket))


def shipping_discount(offer: Row, basket: Basket) -> Gift | str:
    """4.6: part of what is left of the shipping cost, in its own basis."""
    benefit = own(offer)
    off = cut(Unit(0, 0, basket.delivery), benefit, basket)
    cap = limit_of(benefit, basket)
    off = off if cap is None else min(off, cap)
    if off == 0:
        return NOTHING
    none = (0,) * len(basket.lines)
    return Gift(none, none, none, shipping=off)


BENEFITS: dict[str, Callable[[Row, Basket], Gift | str]] = {
    **benefits.BENEFITS,
    "unit_price": unit_price,
    "set_price": set_price,
    "bundle": bundle,
    "every_nth": every_nth,
    "spend_tiers": spend_tiers,
    "quantity_tiers": quantity_tiers,
    "shipping_discount": shipping_discount,
}


def gift_of(offer: Row, basket: Basket) -> Gift | str:
    """What the offer gives on what is left, or why it gives nothing."""
    return BENEFITS[kind_of(offer)](offer, basket)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The vendor's eight benefits, unit by unit."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from .facts import ours
from .money import allocate, exact, minor, minor_or_none, round_to
from .taxes import Line


NO_MATCH = "no_matching_items"
FEW = "quantity_too_low"
CHEAP = "value_too_low"
NOTHING = "nothing_to_discount"
#: More than a row allows: nothing to discount, but no further than a row that
#: more units would open.
TOO_MANY = "too many"
FURTHEST = (NO_MATCH, TOO_MANY, FEW, CHEAP, NOTHING)

Row = Mapping[str, Any]


class Unit(NamedTuple):
    """One unit of a line, with its share of the line's amount left."""

    line: int
    number: int
    amount: int


@dataclass(frozen=True)
class Gift:
    """
    What an offer gives: money and free units per line, shipping, points.

    `residues` is what the shopper saves on a line beyond its discount.
    """

    discounts: tuple[int, ...]
    free_units: tuple[int, ...]
    residues: tuple[int, ...]
    shipping: int = 0
    points: int = 0


@dataclass(frozen=True)
class Basket:
    """
    What a benefit sees: the lines, what is left of each, and the policies.

    `delivery` is what is left of the shipping cost.  `costs` says, per line, what the
    shopper pays for an amount of it before this offer, and `taxed` the amount taxed
    then: both are there where a fixed discount is worth its face.
    """

    lines: tuple[Line, ...]
    left: tuple[int, ...]
    exponent: int
    rounding: str
    delivery: int
    costs: tuple[Callable[[int], int], ...] | None = None
    taxed: tuple[int, ...] = ()

    def quantity(self, members: Iterable[int]) -> int:
        """Minimums and slabs look at the full quantity; measured goods count 0."""
        return sum(self.lines[i].units for i in members)

    def value(self, members: Iterable[int]) -> int:
        """Minimums look at the amount left in the own basis."""
        return sum(self.left[i] for i in members)

    def units(self, members: Iterable[int]) -> list[Unit]:
        """Units with nothing left are in no pool, and measured goods have none."""
        pool: list[Unit] = []
        for i in members:
            count = self.lines[i].units
            if count == 0:
                continue
            amounts = allocate(self.left[i], [1] * count, range(count))
            pool += [Unit(i, n, a) for n, a in enumerate(amounts) if a > 0]
        return pool

    def by_line(self, units: Iterable[Unit]) -> list[int]:
        """The amounts of some units, added up per line."""
        sums = [0] * len(self.lines)
        for unit in units:
            sums[unit.line] += unit.amount
        return sums

    def share(self, total: int, weights: Sequence[int]) -> list[int]:
        """Allocated by amounts, equal remainders to the smaller line key."""
        return allocate(total, weights, [line.key for line in self.lines])

    def money(self, discounts: Sequence[int]) -> "Gift | str":
        """A discount of nothing finds nothing to discount."""
        if sum(discounts) == 0:
            return NOTHING
        none = (0,) * len(self.lines)
        return Gift(tuple(discounts), none, none)

    def face(self, amount: int, eligible: Sequence[int], cap: int | None) -> Gift | str:
        """
        A fixed discount, in the lines' own bases or at its face value.

        A line with share h of the face gives the largest d that saves no more than h;
        the rest of h is its residue.
        """
        if self.costs is None:
            amount = min(amount, sum(eligible))
            total = amount if cap is None else min(amount, cap)
            return self.money(self.share(total, eligible))

        def saves(i: int, discount: int) -> int:
            cost = self.costs[i]  # type: ignore[index]
            return cost(self.taxed[i]) - cost(self.taxed[i] - discount)

        gains = [saves(i, e) for i, e in enumerate(eligible)]
        total = min(amount, sum(gains))
        total = total if cap is None else min(total, cap)
        if total == 0:
            return NOTHING
        discounts, residues = [], []
        for i, share in enumerate(self.share(total, gains)):
            # What is saved grows with the discount, and is at least as large.
            discount, beyond = 0, min(eligible[i], share) + 1
            while beyond - discount > 1:
                middle = (discount + beyond) // 2
                if saves(i, middle) <= share:
                    discount = middle
                else:
                    beyond = middle
            discounts.append(discount)
            residues.append(share - saves(i, discount))
        none = (0,) * len(self.lines)
        return Gift(tuple(discounts), none, tuple(residues))


@dataclass(frozen=True)
class Application:
    """A coupon's `application_rules`: how many units over all rows, which first."""

    places: int | None
    priority: str

    def pick(self, basket: Basket, units: Iterable[Unit]) -> list[Unit]:
        """Picking is `cheapest_first`, `most_expensive_first` or `first_added`."""

        def order(unit: Unit) -> tuple[Any, ...]:
            line = basket.lines[unit.line]
            if self.priority == "first_added":
                return (line.position, unit.number)
            sign = -1 if self.priority == "most_expensive_first" else 1
            return (sign * unit.amount, line.key, unit.number)

        return sorted(units, key=order)

    def place(self, basket: Basket, rows: Iterable[list[Unit]]) -> list[list[Unit]]:
        """Places are given in picking order over the units of all rows together."""
        pools = list(rows)
        everything = [unit for pool in pools for unit in pool]
        placed = set(first_units(self.pick(basket, everything), self.places))
        return [[unit for unit in pool if unit in placed] for pool in pools]


def kind_of(offer: Row) -> str:
    """The benefit an offer holds: our own, where it has one, or the vendor's."""
    benefit = ours(offer).get("benefit")
    if benefit is not None:
        return str(benefit["kind"])
    return str(offer.get("coupon_type") or offer.get("promotion_type"))


def application_of(offer: Row) -> Application:
    """cheapest_first unless the coupon's `application_rules` say otherwise."""
    rules = offer.get("application_rules") or {}
    if "coupon_type" not in offer:
        rules = {}
    return Application(
        rules.get("max_applicable_items"),
        rules.get("application_priority") or "cheapest_first",
    )


def first_units(units: Sequence[Unit], limit: int | None) -> list[Unit]:
    """At most so many units; null is no limit."""
    return list(units if limit is None else units[:limit])


def hits(line: Line, product: str | None, variant: str | None) -> bool:
    """Rows match by `product_id` and `variant_id`; null matches every one."""
    return product in {None, line.product_id} and variant in {None, line.variant_id}


def row_hits(offer: Row, row: Row, line: Line) -> bool:
    """A category target matches a line holding any of the ids; `all` matches all."""
    target = offer.get("applies_to_product")
    if kind_of(offer) in {"discount", "accelerated-rewards"}:
        if target == "all":
            return True
        if target == "category":
            wanted = (offer["details"] or {}).get("category_id") or ()
            return not line.categories.isdisjoint(wanted)
    return hits(line, row.get("product_id"), row.get("variant_id"))


def rows_of(offer: Row) -> list[Row]:
    """For `all` and `category` no row means one row without limits."""
    rows = list((offer.get("details") or {}).get("products") or ())
    if not rows and offer.get("applies_to_product") in {"all", "category"}:
        return [{}]
    return rows


def side_hits(row: Row, side: str, line: Line) -> bool:
    """Product and category of a `buy_*` or `get_*` target: both must match."""
    category = row.get(f"{side}_from_category_id")
    return hits(
        line, row.get(f"{side}_product_id"), row.get(f"{side}_variant_id")
    ) and (category is None or category in line.categories)


def names(offer: Row, line: Line) -> bool:
    """A vendor's offer names a product when a row's product and variant match."""
    kind = kind_of(offer)
    if kind == "free-shipping":
        return True
    if kind == "buy-x-get-y":
        return any(
            side_hits(row, "buy", line) or side_hits(row, "get", line)
            for row in rows_of(offer)
        )
    return any(row_hits(offer, row, line) for row in rows_of(offer))


def furthest(codes: Iterable[str]) -> str:
    """Of the last four codes, that of the row that got furthest."""
    code = max(codes, key=FURTHEST.index, default=NO_MATCH)
    return NOTHING if code == TOO_MANY else code


def walk_rows(
    rows: Iterable[Row],
    basket: Basket,
    hit: Callable[[Row, Line], bool],
    judge: Callable[[Row, list[int]], str | None],
    *,
    places: int | None = None,
) -> tuple[list[tuple[Row, list[int]]], str]:
    """
    A line belongs to the first row that matches it, has its minimums and gives.

    A measured line is taken neither by a row that counts units nor under places: it
    is no part of the row's minimums, and a row of nothing else has nothing to give.
    """
    unclaimed = list(range(len(basket.lines)))
    taken: list[tuple[Row, list[int]]] = []
    codes: list[str] = []
    for row in rows:
        counted = places is not None or row.get("maximum_quantity") is not None
        matched = [i for i in unclaimed if hit(row, basket.lines[i])]
        members = [i for i in matched if not (counted and basket.lines[i].measured)]
        code = judge(row, members) if matched else NO_MATCH
        if code is not None:
            codes.append(code)
            continue
        taken.append((row, members))
        unclaimed = [i for i in unclaimed if i not in members]
    return taken, furthest(codes)


def minimums_missed(row: Row, members: list[int], basket: Basket) -> str | None:
    """Minimums are tested on the quantity, and on the amount left, over the lines."""
    if basket.quantity(members) < (row.get("minimum_quantity") or 0):
        return FEW
    if basket.value(members) < minor(row.get("minimum_value") or 0, basket.exponent):
        return CHEAP
    return None


def capped(discounts: Sequence[int], cap: Any, basket: Basket) -> list[int]:
    """`maximum_discount_amount` caps the whole offer, by the uncapped discounts."""
    limit = minor_or_none(cap, basket.exponent)
    if limit is None or sum(discounts) <= limit:
        return list(discounts)
    return basket.share(limit, discounts)


def eligible(
    row: Row, members: list[int], picked: list[Unit], basket: Basket
) -> list[int]:
    """The units picked and the measured lines, up to the row's `maximum_value`."""
    sums = basket.by_line(picked)
    for i in members:
        if basket.lines[i].measured:
            sums[i] = basket.left[i]
    limit = minor_or_none(row.get("maximum_value"), basket.exponent)
    if limit is None or sum(sums) <= limit:
        return sums
    return basket.share(limit, sums)


def discount(offer: Row, basket: Basket) -> Gift | str:
    """Benefits 1 and 2: percentage and fixed-amount, rounded once over all rows."""
    details = offer["details"]
    application = application_of(offer)

    def pick(row: Row, members: list[int]) -> list[Unit]:
        units = application.pick(basket, basket.units(members))
        return first_units(units, row.get("maximum_quantity"))

    def worth(amount: int) -> int:
        if details["discount_type"] == "percentage":
            percent = exact(details["discount_percent"])
            return round_to(amount * percent / 100, basket.rounding)
        return min(minor(details["fixed_discount_amount"], basket.exponent), amount)

    def judge(row: Row, members: list[int]) -> str | None:
        missed = minimums_missed(row, members, basket)
        if missed is not None:
            return missed
        amounts = eligible(row, members, pick(row, members), basket)
        return None if worth(sum(amounts)) > 0 else NOTHING

    taken, code = walk_rows(
        rows_of(offer),
        basket,
        lambda row, line: row_hits(offer, row, line),
        judge,
        places=application.places,
    )
    if not taken:
        return code
    amounts = [0] * len(basket.lines)
    placed = application.place(basket, (pick(row, members) for row, members in taken))
    for (row, members), units in zip(taken, placed, strict=True):
        found = eligible(row, members, units, basket)
        amounts = [a + b for a, b in zip(amounts, found, strict=True)]
    if details["discount_type"] != "percentage":
        face = minor(details["fixed_discount_amount"], basket.exponent)
        return basket.face(face, amounts, None)
    cap = minor_or_none(details.get("maximum_discount_amount"), basket.exponent)
    total = worth(sum(amounts))
    total = total if cap is None else min(total, cap)
    return basket.money(basket.share(total, amounts))


def fixed_price(offer: Row, basket: Basket) -> Gift | str:
    """Benefit 3: units cost `offer_price`; those that cost no more are passed over."""
    by_quantity = offer["details"]["spending_criteria_type"] == "minimum-quantity"
    application = application_of(offer)

    def pick(row: Row, members: list[int]) -> list[Unit]:
        target = minor(row["offer_price"], basket.exponent)
        dearer = [unit for unit in basket.units(members) if unit.amount > target]
        units = application.pick(basket, dearer)
        return first_units(units, row.get("maximum_quantity") if by_quantity else None)

    def judge(row: Row, members: list[int]) -> str | None:
        if by_quantity:
            if basket.quantity(members) < (row.get("minimum_quantity") or 0):
                return FEW
        else:
            value = basket.value(members)
            low = minor(row.get("minimum_purchase_amount") or 0, basket.exponent)
            high = minor_or_none(row.get("maximum_purchase_amount"), basket.exponent)
            if value < low:
                return CHEAP
            if high is not None and value > high:
                return TOO_MANY
        return None if pick(row, members) else NOTHING

    taken, code = walk_rows(
        rows_of(offer),
        basket,
        lambda row, line: row_hits(offer, row, line),
        judge,
        places=application.places,
    )
    if not taken:
        return code
    discounts = [0] * len(basket.lines)
    placed = application.place(basket, (pick(row, members) for row, members in taken))
    for (row, _), units in zip(taken, placed, strict=True):
        for unit in units:
            discounts[unit.line] += unit.amount - minor(
                row["offer_price"], basket.exponent
            )
    return basket.money(discounts)


def free_goods(offer: Row, basket: Basket) -> Gift | str:
    """Benefit 4: extra units of the same product, counted per line."""
    by_quantity = offer["details"]["spending_criteria_type"] == "minimum-quantity"
    free = [0] * len(basket.lines)
    codes: list[str] = []

    def need_of(slab: Row) -> int:
        if by_quantity:
            return int(slab["buy_quantity"])
        return minor(slab["minimum_purchase_amount"], basket.exponent)

    for i, line in enumerate(basket.lines):
        for row in rows_of(offer):
            if not row_hits(offer, row, line):
                continue
            if line.measured and not by_quantity:
                codes.append(NOTHING)
                continue
            have = line.units if by_quantity else basket.left[i]
            given = free_units(row, have, need_of)
            if given > 0:
                free[i] = given
                break
            opening = [
                need_of(slab)
                for slab in row.get("slabs") or [row["slab"]]
                if slab["get_quantity"] > 0
            ]
            if any(need > have for need in opening):
                codes.append(FEW if by_quantity else CHEAP)
            else:
                codes.append(TOO_MANY if opening else NOTHING)
    if sum(free) == 0:
        return furthest(codes)
    none = (0,) * len(basket.lines)
    return Gift(none, tuple(free), none)


def free_units(row: Row, have: int, need_of: Callable[[Row], int]) -> int:
    """`auto_scale`: floor times `get_quantity`; slabs: the highest reached, once."""
    if row.get("auto_scale"):
        sets = have // need_of(row["slab"])
        return sets * int(row["slab"]["get_quantity"])
    reached = [slab for slab in row["slabs"] if have >= need_of(slab)]
    return int(max(reached, key=need_of)["get_quantity"]) if reached else 0


def free_shipping(offer: Row, basket: Basket) -> Gift | str:
    """Benefit 5: the whole rest of the cost; nothing left to free: nothing."""
    del offer
    if basket.delivery == 0:
        return NOTHING
    none = (0,) * len(basket.lines)
    return Gift(none, none, none, shipping=basket.delivery)


def needed_units(d: int, row: Row, rest: list[Unit], minimum: int | None) -> int | None:
    """How many of the buy-pool units the d units need, or none if too few are left."""
    sets = -(-d // row["get_quantity"])
    if minimum is None:
        needed = int(sets * row["minimum_quantity"])
        return needed if needed <= len(rest) else None
    worth = 0
    for count, unit in enumerate(rest, 1):
        worth += unit.amount
        if worth >= sets * minimum:
            return count
    return None


def largest_set(
    row: Row, buy: list[Unit], get: list[Unit], limit: int, minimum: int | None
) -> tuple[list[Unit], list[Unit]]:
    """The largest d for which the rule holds: the d units and the needed buy units."""
    for d in range(min(limit, len(get)), 0, -1):
        chosen = set(get[:d])
        rest = [unit for unit in buy if unit not in chosen]
        needed = needed_units(d, row, rest, minimum)
        if needed is not None:
            return get[:d], rest[:needed]
    return [], []


def buy_x_get_y(offer: Row, basket: Basket) -> Gift | str:
    """Benefit 6: row by row, the largest d of the get pool in picking order."""
    details = offer["details"]
    by_quantity = details["spending_criteria_type"] == "minimum-quantity"
    application = application_of(offer)
    places = application.places
    used: set[Unit] = set()
    discounts = [0] * len(basket.lines)
    gives = False
    codes: list[str] = []

    def pool(row: Row, side: str) -> list[Unit]:
        members = [
            i for i, line in enumerate(basket.lines) if side_hits(row, side, line)
        ]
        units = application.pick(basket, basket.units(members))
        return [unit for unit in units if unit not in used]

    def worth(row: Row, units: list[Unit]) -> int:
        total = sum(unit.amount for unit in units)
        if row["get_offer_type"] == "free":
            return total
        percent = exact(row["get_discount_percent"])
        return round_to(total * percent / 100, basket.rounding)

    for row in details["products"]:
        if not all(
            any(side_hits(row, side, line) for line in basket.lines)
            for side in ("buy", "get")
        ):
            codes.append(NO_MATCH)
            continue
        buy, get = pool(row, "buy"), pool(row, "get")
        if not get:
            codes.append(NOTHING)
            continue
        minimum = (
            None
            if by_quantity
            else minor(row["minimum_purchase_amount"], basket.exponent)
        )
        alone, _ = largest_set(row, buy, get, len(get), minimum)
        if worth(row, alone) == 0:
            rest = [unit for unit in buy if unit not in get[:1]]
            enough = needed_units(1, row, rest, minimum) is not None
            codes.append(NOTHING if enough else FEW if by_quantity else CHEAP)
            continue
        gives = True
        limit = len(get) if places is None else places
        chosen, bought = largest_set(row, buy, get, limit, minimum)
        places = None if places is None else places - len(chosen)
        used |= {*chosen, *bought}
        shares = basket.share(worth(row, chosen), basket.by_line(chosen))
        discounts = [a + b for a, b in zip(discounts, shares, strict=True)]
    if not gives:
        return furthest(codes)
    return basket.money(
        capped(discounts, details.get("maximum_discount_amount"), basket)
    )


def slab_percent(row: Row, quantity: int) -> Fraction | str:
    """`greater`: the largest exceeded; if none, the smallest not exceeded."""
    slabs = row["slabs"]
    exceeded = [
        slab
        for slab in slabs
        if slab["condition"] == "greater" and quantity > slab["quantity"]
    ]
    if exceeded:
        best = max(exceeded, key=lambda slab: int(slab["quantity"]))
        return exact(best["discount_percent"])
    within = [
        slab
        for slab in slabs
        if slab["condition"] == "less-or-equal" and quantity <= slab["quantity"]
    ]
    if within:
        best = min(within, key=lambda slab: int(slab["quantity"]))
        return exact(best["discount_percent"])
    giving = [slab for slab in slabs if exact(slab["discount_percent"]) > 0]
    if any(slab["condition"] == "greater" for slab in giving):
        return FEW
    return TOO_MANY if giving else NOTHING


def volume_based(offer: Row, basket: Basket) -> Gift | str:
    """Benefit 7: the slab's percent, rounded per row, on all units."""
    application = application_of(offer)

    def worth(percent: Fraction, units: list[Unit]) -> int:
        total = sum(unit.amount for unit in units)
        return round_to(total * percent / 100, basket.rounding)

    def judge(row: Row, members: list[int]) -> str | None:
        percent = slab_percent(row, basket.quantity(members))
        if isinstance(percent, str):
            return percent
        return None if worth(percent, basket.units(members)) > 0 else NOTHING

    taken, code = walk_rows(
        rows_of(offer),
        basket,
        lambda row, line: row_hits(offer, row, line),
        judge,
        places=application.places,
    )
    if not taken:
        return code
    discounts = [0] * len(basket.lines)
    placed = application.place(basket, (basket.units(members) for _, members in taken))
    for (row, members), units in zip(taken, placed, strict=True):
        percent = slab_percent(row, basket.quantity(members))
        assert not isinstance(percent, str)
        shares = basket.share(worth(percent, units), basket.by_line(units))
        discounts = [a + b for a, b in zip(discounts, shares, strict=True)]
    cap = offer["details"].get("maximum_discount_amount")
    return basket.money(capped(discounts, cap, basket))


def accelerated_rewards(offer: Row, basket: Basket) -> Gift | str:
    """Benefit 8: the bonus once per order when any row (or category) is satisfied."""
    points = int(offer["details"]["bonus_loyalty_point"])

    def judge(row: Row, members: list[int]) -> str | None:
        missed = minimums_missed(row, members, basket)
        return missed if missed is not None or points > 0 else NOTHING

    taken, code = walk_rows(
        rows_of(offer),
        basket,
        lambda row, line: row_hits(offer, row, line),
        judge,
        places=None,
    )
    if not taken:
        return code
    none = (0,) * len(basket.lines)
    return Gift(none, none, none, points=points)


BENEFITS: dict[str, Callable[[Row, Basket], Gift | str]] = {
    "discount": discount,
    "fixed-price": fixed_price,
    "free-goods": free_goods,
    "free-shipping": free_shipping,
    "buy-x-get-y": buy_x_get_y,
    "volume-based": volume_based,
    "accelerated-rewards": accelerated_rewards,
}

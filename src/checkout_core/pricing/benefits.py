# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What an offer gives on the remaining amounts of the lines: eight benefits.

One function for each benefit.  Promises that a benefit changes nothing, that its
discounts add up to the offer and never exceed a line, and that the work does not depend
on the size of a quantity.  Amounts are minor units in each line's own basis.  Knows
nothing of windows, minimum totals or the choice of offers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, assert_never

from attrs import define, field

from checkout_core.money import RATE_SCALE, Rounding, divide, rate_millionths, shares
from checkout_core.offers import (
    AcceleratedRewards,
    BuyGetRow,
    BuyXGetY,
    Choice,
    Condition,
    Criterion,
    FixedDiscount,
    FixedPrice,
    FixedPriceRow,
    FreeGoods,
    FreeGoodsRow,
    FreeShipping,
    PercentageDiscount,
    Priority,
    Scope,
    Target,
    VolumeBased,
    VolumeRow,
)


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from checkout_core.cart.compiled import CompiledCart
    from checkout_core.revisions import Revision
    from checkout_core.store.compiled import CompiledOffer


#: Whole percents as a share of an amount.
PERCENT_SCALE = 100 * RATE_SCALE


@define(eq=False)
class Given:
    """What an offer gives: money off some lines, free units, shipping, points."""

    lines: Sequence[int] = ()
    amounts: Sequence[int] = ()
    units: tuple[tuple[int, int], ...] = ()
    frees_shipping: bool = False
    points: int = 0


@define(eq=False)
class Miss:
    """
    Why a row gives nothing, and how far away it is.

    `step` is one of the steps below; `units` or `amount` is what is missing, 0 if
    adding goods would not help.  `line` and its `rank` name the line if lines are
    counted one by one; `gift` is the row whose gift is missing.
    """

    step: tuple[int, str]
    units: int = 0
    amount: int = 0
    line: int | None = None
    rank: int = 0
    gift: BuyGetRow[int] | None = None

    @property
    def code(self) -> str:
        """One of the last four refusal codes."""
        return self.step[1]


#: What stops a row, with its refusal code, from the check that fails first to the one
#: that fails last.  TOO_MANY also means that nothing is left to discount, but ranks
#: below a row that more units would open.
NO_MATCH = (0, "no_matching_items")
NO_GIFT = (1, "no_matching_items")
TOO_MANY = (2, "nothing_to_discount")
TOO_FEW = (3, "quantity_too_low")
TOO_LITTLE = (4, "value_too_low")
NOTHING = (5, "nothing_to_discount")

Outcome: TypeAlias = Given | Miss


@define(eq=False)
class Basket:
    """
    The lines as an offer sees them: the remaining amount of each, in its own basis.

    `to_free` is whether there is a shipping cost that no offer has waived yet;
    `revision` names the pricing rules that apply.
    """

    columns: CompiledCart
    left: Sequence[int]
    to_free: bool
    rounding: Rounding
    revision: Revision


def give(plan: CompiledOffer, basket: Basket) -> Outcome:
    """Return what *plan* gives on *basket*, or why it gives nothing."""
    match plan.benefit:
        case PercentageDiscount() as benefit:
            return _percentage(plan, benefit, basket)
        case FixedDiscount() as benefit:
            return _fixed(plan, benefit, basket)
        case FixedPrice() as benefit:
            return _fixed_price(plan, benefit, basket)
        case FreeGoods() as benefit:
            return _free_goods(benefit, basket)
        case FreeShipping():
            return Given(frees_shipping=True) if basket.to_free else Miss(NOTHING)
        case BuyXGetY() as benefit:
            return _buy_x_get_y(plan, benefit, basket)
        case VolumeBased() as benefit:
            return _volume_based(plan, benefit, basket)
        case AcceleratedRewards() as benefit:
            return _rewards(benefit, basket)
        case _:  # pragma: no cover - the type checker proves it
            assert_never(plan.benefit)


# 1 and 2: money off what is eligible -------------------------------------------


def _percentage(
    plan: CompiledOffer, benefit: PercentageDiscount[int], basket: Basket
) -> Outcome:
    percent = rate_millionths(benefit.percent)

    def discount(amount: int) -> int:
        return divide(amount * percent, PERCENT_SCALE, basket.rounding)

    found = _eligible(plan, benefit.target, basket, discount)
    if isinstance(found, Miss):
        return found
    total = _at_most(discount(found[2]), benefit.maximum_discount_amount)
    return _shared(total, found, basket)


def _fixed(plan: CompiledOffer, benefit: FixedDiscount[int], basket: Basket) -> Outcome:
    amount = benefit.amount

    def discount(eligible: int) -> int:
        return min(amount, eligible)

    found = _eligible(plan, benefit.target, basket, discount)
    if isinstance(found, Miss):
        return found
    return _shared(discount(found[2]), found, basket)


_Eligible: TypeAlias = tuple["Sequence[int]", "Sequence[int]", int]


def _shared(total: int, eligible: _Eligible, basket: Basket) -> Outcome:
    """Return *total* allocated over the lines by their eligible amounts."""
    lines, amounts, whole = eligible
    if not total:
        return Miss(NOTHING)
    known = basket.columns.ranks
    # `range` means "all lines in cart order", so the cart's tie-break ranks apply
    # unchanged.
    ranks = known if isinstance(lines, range) else [known[at] for at in lines]
    return Given(lines, shares(total, amounts, ranks, whole))


def _eligible(
    plan: CompiledOffer,
    target: Target[int],
    basket: Basket,
    discount: Callable[[int], int],
) -> _Eligible | Miss:
    """Return the lines that *target* reaches, each with its eligible amount."""
    if plan.plain:
        return _all_of_it(target, basket)
    taken: set[int] = set()
    rows: list[tuple[Sequence[int], int | None]] = []
    limits: list[int | None] = []
    miss = Miss(NO_MATCH)
    for row in target.rows:
        lines = _lines_of_row(target, row.product_id, row.variant_id, basket, taken)
        short = _short(row.minimum_quantity, row.minimum_value, lines, basket)
        if short is None:
            alone = _alone(lines, row.maximum_quantity, plan, basket)
            if not discount(_at_most(sum(alone.values()), row.maximum_value)):
                short = Miss(NOTHING)
        if short is not None:
            miss = _further(miss, short)
            continue
        taken.update(lines)
        rows.append((lines, row.maximum_quantity))
        limits.append(row.maximum_value)
    if not taken:
        return miss
    eligible: dict[int, int] = {}
    for found, limit in zip(_capped(rows, plan, basket), limits, strict=True):
        eligible.update(_within(found, limit, basket))
    whole = sum(eligible.values())
    if not whole:
        return Miss(NOTHING)
    return list(eligible), list(eligible.values()), whole


def _all_of_it(target: Target[int], basket: Basket) -> _Eligible | Miss:
    left = basket.left
    lines: Sequence[int]
    if target.scope is Scope.ALL:
        lines, amounts = range(len(left)), left
    else:
        lines = _in_categories(target.category_ids, basket)
        amounts = [left[at] for at in lines]
    whole = sum(amounts)
    if not whole:
        return Miss(NOTHING if lines else NO_MATCH)
    return lines, amounts, whole


def _in_categories(categories: Sequence[str], basket: Basket) -> Sequence[int]:
    by_category = basket.columns.by_category
    if len(categories) == 1:
        return by_category.get(categories[0], ())
    found: set[int] = set()
    for category in categories:
        found.update(by_category.get(category, ()))
    return sorted(found)


def _lines_of_row(
    target: Target[int],
    product_id: str | None,
    variant_id: str | None,
    basket: Basket,
    taken: set[int],
) -> list[int]:
    """Return the lines a row matches that no earlier row took."""
    if target.scope is Scope.CATEGORY:
        found = _in_categories(target.category_ids, basket)
    else:
        found = _of_product(product_id, variant_id, basket)
    return [at for at in found if at not in taken]


def _of_product(
    product_id: str | None, variant_id: str | None, basket: Basket
) -> Sequence[int]:
    if product_id is None and variant_id is None:
        return range(len(basket.left))
    return basket.columns.by_product.get((product_id, variant_id), ())


def _short(
    minimum_quantity: int | None,
    minimum_value: int | None,
    lines: Sequence[int],
    basket: Basket,
) -> Miss | None:
    """Return which of a row's minimums its lines miss, if any."""
    if not lines:
        return Miss(NO_MATCH)
    if minimum_quantity is not None:
        missing = minimum_quantity - _quantity(lines, basket)
        if missing > 0:
            return Miss(TOO_FEW, units=missing)
    if minimum_value is not None:
        missing = minimum_value - sum([basket.left[at] for at in lines])
        if missing > 0:
            return Miss(TOO_LITTLE, amount=missing)
    return None


def _quantity(lines: Iterable[int], basket: Basket) -> int:
    quantities = basket.columns.quantities
    return sum([quantities[at] for at in lines])


def _further(one: Miss, other: Miss) -> Miss:
    """
    Return the miss of the row that passed more checks, of equals the nearer one.

    Lines that miss equally much are ordered by their keys, rows by their position.
    """
    return other if _progress(other) > _progress(one) else one


def _progress(miss: Miss) -> tuple[tuple[int, str], int, int]:
    return miss.step, -(miss.units or miss.amount), -miss.rank


def _at_most(amount: int, limit: int | None) -> int:
    return amount if limit is None else min(amount, limit)


def _within(found: dict[int, int], limit: int | None, basket: Basket) -> dict[int, int]:
    """Return eligible amounts reduced to *limit* in total, in proportion."""
    whole = sum(found.values())
    if limit is None or whole <= limit:
        return found
    ranks = [basket.columns.ranks[at] for at in found]
    parts = shares(limit, list(found.values()), ranks, whole)
    return dict(zip(found, parts, strict=True))


# Units -------------------------------------------------------------------------


@define(eq=False)
class Group:
    """Units of one line with the same amount each; `part` 0 comes before part 1."""

    line: int
    part: int
    amount: int
    count: int = field(default=0)


#: The units that a row may give on.
_Pool: TypeAlias = list[Group]


def _groups(lines: Iterable[int], basket: Basket) -> list[Group]:
    """
    Return the units of *lines* in at most two groups a line.

    A line's remaining amount is divided by its quantity; each of its first units gets
    one of the left-over minor units.  Units whose amount is 0 are left out.
    """
    found = []
    quantities = basket.columns.quantities
    for at in lines:
        each, extra = divmod(basket.left[at], quantities[at])
        if extra:
            found.append(Group(at, 0, each + 1, extra))
        if each:
            found.append(Group(at, 1, each, quantities[at] - extra))
    return found


def _in_picking_order(
    groups: list[Group], plan: CompiledOffer, basket: Basket
) -> list[Group]:
    ranks = basket.columns.ranks
    match plan.offer.priority:
        case Priority.CHEAPEST_FIRST:
            return sorted(groups, key=lambda g: (g.amount, ranks[g.line], g.part))
        case Priority.MOST_EXPENSIVE_FIRST:
            return sorted(groups, key=lambda g: (-g.amount, ranks[g.line], g.part))
    # First added: by the line's place in the cart.
    return sorted(groups, key=lambda g: (g.line, g.part))


def _first(groups: Iterable[Group], count: int) -> list[tuple[Group, int]]:
    """Return the first *count* units of *groups*, group by group."""
    found = []
    for group in groups:
        if not count:
            break
        taken = min(group.count, count)
        found.append((group, taken))
        count -= taken
    return found


def _pool(
    groups: list[Group], most: int | None, plan: CompiledOffer, basket: Basket
) -> _Pool:
    """Return the first units of *groups*, as many as a row's own cap allows."""
    if most is None:
        return groups
    ordered = _in_picking_order(groups, plan, basket)
    return [Group(g.line, g.part, g.amount, n) for g, n in _first(ordered, most)]


def _placed(pools: list[_Pool], plan: CompiledOffer, basket: Basket) -> list[_Pool]:
    """
    Return the units of each row that the offer's cap selects.

    The cap selects in picking order over the units of all rows together: of a coat at
    100.00 and a sock at 10.00 in two rows, a cap of one unit, cheapest first, selects
    the sock, whatever the order of the rows.
    """
    places = plan.offer.max_applicable_items
    if places is None:
        return pools
    if basket.revision.places_row_by_row:
        rows = [_in_picking_order(pool, plan, basket) for pool in pools]
        ordered = [group for row in rows for group in row]
    else:
        units = [group for pool in pools for group in pool]
        ordered = _in_picking_order(units, plan, basket)
    # A line belongs to one row.
    row_of = {group.line: at for at, pool in enumerate(pools) for group in pool}
    found: list[_Pool] = [[] for _ in pools]
    for group, count in _first(ordered, places):
        placed = Group(group.line, group.part, group.amount, count)
        found[row_of[group.line]].append(placed)
    return found


def _by_line(pool: _Pool) -> dict[int, int]:
    """Return the amounts of the units of a pool, by line."""
    found: dict[int, int] = {}
    for group in pool:
        found[group.line] = found.get(group.line, 0) + group.count * group.amount
    return found


def _alone(
    lines: Sequence[int], most: int | None, plan: CompiledOffer, basket: Basket
) -> dict[int, int]:
    """Return by line the amounts that a row may discount under its own cap."""
    if most is None:
        left = basket.left
        return {at: left[at] for at in lines if left[at]}
    return _by_line(_pool(_groups(lines, basket), most, plan, basket))


def _capped(
    rows: Iterable[tuple[Sequence[int], int | None]],
    plan: CompiledOffer,
    basket: Basket,
) -> list[dict[int, int]]:
    """
    Return the amounts by line of the units that fit all caps, for each row.

    *rows* pairs the lines of each row with the most units that it may discount.
    """
    if plan.offer.max_applicable_items is None:
        return [_alone(lines, most, plan, basket) for lines, most in rows]
    pools = [_pool(_groups(lines, basket), most, plan, basket) for lines, most in rows]
    return [_by_line(pool) for pool in _placed(pools, plan, basket)]


# 3: fixed price ----------------------------------------------------------------


def _fixed_price(
    plan: CompiledOffer, benefit: FixedPrice[int], basket: Basket
) -> Outcome:
    by_quantity = benefit.criterion is Criterion.QUANTITY
    taken: set[int] = set()
    pools: list[_Pool] = []
    prices: list[int] = []
    miss = Miss(NO_MATCH)
    for row in benefit.rows:
        found = _of_product(row.product_id, row.variant_id, basket)
        lines = [at for at in found if at not in taken]
        short = _out_of_range(row, lines, basket, by_quantity=by_quantity)
        cap = row.maximum if by_quantity else None
        dearer = [g for g in _groups(lines, basket) if g.amount > row.offer_price]
        if short is None and (not dearer or cap == 0):
            short = Miss(NOTHING)
        if short is not None:
            miss = _further(miss, short)
            continue
        taken.update(lines)
        pools.append(_pool(dearer, cap, plan, basket))
        prices.append(row.offer_price)
    if not taken:
        return miss
    off: dict[int, int] = {}
    for pool, price in zip(_placed(pools, plan, basket), prices, strict=True):
        for group in pool:
            less = group.count * (group.amount - price)
            off[group.line] = off.get(group.line, 0) + less
    return Given(list(off), list(off.values())) if off else Miss(NOTHING)


def _out_of_range(
    row: FixedPriceRow[int], lines: Sequence[int], basket: Basket, *, by_quantity: bool
) -> Miss | None:
    if by_quantity:
        return _short(row.minimum, None, lines, basket)
    short = _short(None, row.minimum, lines, basket)
    if short is None and row.maximum is not None:
        amount = sum([basket.left[at] for at in lines])
        if amount > row.maximum:
            return Miss(TOO_MANY)
    return short


# 4: free goods -----------------------------------------------------------------


def _free_goods(benefit: FreeGoods[int], basket: Basket) -> Outcome:
    by_quantity = benefit.criterion is Criterion.QUANTITY
    units: dict[int, int] = {}
    miss = Miss(NO_MATCH)
    for row in benefit.rows:
        for at in _of_product(row.product_id, row.variant_id, basket):
            if at in units:
                continue
            measure = basket.columns.quantities[at] if by_quantity else basket.left[at]
            count = _free_units(row, measure)
            if count:
                units[at] = count
                continue
            short = _short_of_slab(row, measure, by_quantity=by_quantity)
            short.line, short.rank = at, basket.columns.ranks[at]
            miss = _further(miss, short)
    if not units:
        return miss
    return Given(units=tuple(sorted(units.items())))


def _short_of_slab(row: FreeGoodsRow[int], measure: int, *, by_quantity: bool) -> Miss:
    """Return how far a line is from the next slab that gives something."""
    giving = [slab.minimum for slab in row.slabs if slab.get_quantity]
    above = [minimum for minimum in giving if minimum > measure]
    if above:
        return _too_little(min(above) - measure, by_quantity=by_quantity)
    return Miss(TOO_MANY if giving else NOTHING)


def _too_little(missing: int, *, by_quantity: bool) -> Miss:
    if by_quantity:
        return Miss(TOO_FEW, units=missing)
    return Miss(TOO_LITTLE, amount=missing)


def _free_units(row: FreeGoodsRow[int], measure: int) -> int:
    reached = [slab for slab in row.slabs if slab.minimum <= measure]
    if not reached:
        return 0
    slab = max(reached, key=lambda slab: slab.minimum)
    times = measure // slab.minimum if row.auto_scale else 1
    return times * slab.get_quantity


# 6: buy x, get y ---------------------------------------------------------------


def _buy_x_get_y(
    plan: CompiledOffer, benefit: BuyXGetY[int], basket: Basket
) -> Outcome:
    places = plan.offer.max_applicable_items
    used: dict[tuple[int, int], int] = {}
    off: dict[int, int] = {}
    miss = Miss(NO_MATCH)
    gives = False
    for row in benefit.rows:
        side = _Sides.of(plan, benefit, row, basket, used)
        if isinstance(side, Miss):
            miss = _further(miss, side)
            continue
        alone = side.discounts(side.most, basket)
        if not any(alone.values()):
            miss = _further(miss, Miss(NOTHING))
            continue
        gives = True
        count = _at_most(side.most, places)
        if places is not None:
            places -= count
        for at, less in side.discounts(count, basket).items():
            off[at] = off.get(at, 0) + less
        side.use_up(count, used)
    if not gives:
        return miss
    return _within_maximum(off, benefit.maximum_discount_amount, basket)


def _within_maximum(off: dict[int, int], most: int | None, basket: Basket) -> Outcome:
    """Return discounts by line, reduced to the offer's own cap."""
    found = {at: less for at, less in _within(off, most, basket).items() if less}
    return Given(list(found), list(found.values())) if found else Miss(NOTHING)


def _no_gift(plan: CompiledOffer, benefit: BuyXGetY[int], row: BuyGetRow[int]) -> Miss:
    """Return how many units of the gift are missing for one set, if a set is bought."""
    units = _at_most(row.get_quantity, plan.offer.max_applicable_items)
    if units and row.percent and benefit.maximum_discount_amount != 0:
        return Miss(NO_GIFT, units=units, gift=row)
    return Miss(NO_MATCH)


@define(eq=False)
class _Sides:
    """One row's two pools of units, each in picking order, and how many it gives."""

    row: BuyGetRow[int]
    get: list[Group]
    buy: list[Group]
    bought: set[int]
    by_quantity: bool
    most: int

    @classmethod
    def of(
        cls,
        plan: CompiledOffer,
        benefit: BuyXGetY[int],
        row: BuyGetRow[int],
        basket: Basket,
        used: dict[tuple[int, int], int],
    ) -> _Sides | Miss:
        columns = basket.columns
        get_lines, buy_lines = _chosen(row.get, columns), _chosen(row.buy, columns)
        if not buy_lines:
            return Miss(NO_MATCH)
        get, buy = (
            _in_picking_order(_unused(_groups(lines, basket), used), plan, basket)
            for lines in (get_lines, buy_lines)
        )
        by_quantity = benefit.criterion is Criterion.QUANTITY
        sides = cls(row, get, buy, set(buy_lines), by_quantity, 0)
        missing = sides.missing(1)
        if not get_lines:
            bought = missing <= 0
            return _no_gift(plan, benefit, row) if bought else Miss(NO_MATCH)
        if not get:
            return Miss(NOTHING)
        if missing > 0:
            return _too_little(missing, by_quantity=by_quantity)
        sides.most = sides.reachable()
        return sides

    def reachable(self) -> int:
        """
        Return the largest number of units for which enough is bought.

        Each further unit raises the amount to be bought and lowers the amount that can
        count as bought, so whole groups are taken while the rule holds, and part of the
        last group is found by division.
        """
        minimum, size = self.row.minimum, self.row.get_quantity
        have = sum(self._worth(group, group.count) for group in self.buy)
        count = 0
        for group in self.get:
            worth = self._worth(group, 1) if group.line in self.bought else 0
            end = count + group.count
            rest = have - worth * group.count
            if self.needed(end) <= rest:
                count, have = end, rest
                continue
            # ceil(d / size) x minimum + worth x d <= limit, for the largest d.
            limit = have + worth * count
            sets, rest = divmod(limit, minimum + size * worth)
            part = (rest - minimum) // worth if worth and rest > minimum else 0
            return max(count, sets * size + part)
        return count

    def needed(self, count: int) -> int:
        """Return what must be bought for *count* units, in units or money."""
        return -(-count // self.row.get_quantity) * self.row.minimum

    def missing(self, count: int) -> int:
        """Return how much is missing to get *count* units, 0 or less for nothing."""
        have = sum(self._worth(group, group.count) for group in self.buy)
        for group, taken in _first(self.get, count):
            if group.line in self.bought:
                have -= self._worth(group, taken)
        return self.needed(count) - have

    def _worth(self, group: Group, count: int) -> int:
        return count if self.by_quantity else count * group.amount

    def discounts(self, count: int, basket: Basket) -> dict[int, int]:
        """Return the discount of the first *count* units, by line."""
        amounts: dict[int, int] = {}
        for group, taken in _first(self.get, count):
            amounts[group.line] = amounts.get(group.line, 0) + taken * group.amount
        whole = sum(amounts.values())
        if not whole:
            return amounts
        percent = rate_millionths(self.row.percent)
        total = divide(whole * percent, PERCENT_SCALE, basket.rounding)
        ranks = [basket.columns.ranks[at] for at in amounts]
        parts = shares(total, list(amounts.values()), ranks, whole)
        return dict(zip(amounts, parts, strict=True))

    def use_up(self, count: int, used: dict[tuple[int, int], int]) -> None:
        """Record the units given and bought, for the rows that follow."""
        for group, taken in _first(self.get, count):
            _note(used, group, taken)
        needed = self.needed(count)
        given = {(g.line, g.part): taken for g, taken in _first(self.get, count)}
        for group in self.buy:
            free = group.count - given.get((group.line, group.part), 0)
            each = self._worth(group, 1)
            taken = min(free, -(-needed // each))
            if taken <= 0:
                continue
            _note(used, group, taken)
            needed -= taken * each


def _note(used: dict[tuple[int, int], int], group: Group, count: int) -> None:
    key = (group.line, group.part)
    used[key] = used.get(key, 0) + count


def _unused(groups: list[Group], used: dict[tuple[int, int], int]) -> list[Group]:
    if not used:
        return groups
    rest = (
        Group(g.line, g.part, g.amount, g.count - used.get((g.line, g.part), 0))
        for g in groups
    )
    return [group for group in rest if group.count]


def _chosen(choice: Choice, columns: CompiledCart) -> Sequence[int]:
    """Return the lines one side of a row means; product and category must both hold."""
    product = (choice.product_id, choice.variant_id)
    if choice.category_id is None:
        return columns.by_product.get(product, ())
    in_category = columns.by_category.get(choice.category_id, ())
    if product == (None, None):
        return in_category
    of_product = set(columns.by_product.get(product, ()))
    return [at for at in in_category if at in of_product]


def reaches(plan: CompiledOffer, columns: CompiledCart) -> bool:
    """Return whether a buy-x-get-y offer names some line on either side."""
    assert isinstance(plan.benefit, BuyXGetY)
    return any(
        _chosen(side, columns)
        for row in plan.benefit.rows
        for side in (row.buy, row.get)
    )


# 7: volume ---------------------------------------------------------------------


def _volume_based(
    plan: CompiledOffer, benefit: VolumeBased[int], basket: Basket
) -> Outcome:
    taken: set[int] = set()
    rows: list[tuple[Sequence[int], int | None]] = []
    percents: list[int] = []
    miss = Miss(NO_MATCH)
    for row in benefit.rows:
        found = _of_product(row.product_id, row.variant_id, basket)
        lines = [at for at in found if at not in taken]
        percent = _slab_percent(row, lines, basket)
        if isinstance(percent, Miss):
            miss = _further(miss, percent)
            continue
        share = rate_millionths(percent)
        whole = sum([basket.left[at] for at in lines])
        if not divide(whole * share, PERCENT_SCALE, basket.rounding):
            miss = _further(miss, Miss(NOTHING))
            continue
        taken.update(lines)
        rows.append((lines, None))
        percents.append(share)
    if not taken:
        return miss
    off: dict[int, int] = {}
    for eligible, share in zip(_capped(rows, plan, basket), percents, strict=True):
        whole = sum(eligible.values())
        if whole:
            total = divide(whole * share, PERCENT_SCALE, basket.rounding)
            ranks = [basket.columns.ranks[at] for at in eligible]
            parts = shares(total, list(eligible.values()), ranks, whole)
            off.update(zip(eligible, parts, strict=True))
    return _within_maximum(off, benefit.maximum_discount_amount, basket)


def _slab_percent(
    row: VolumeRow, lines: Sequence[int], basket: Basket
) -> Decimal | Miss:
    """
    Return the percent of the largest quantity exceeded, else of the least limit.

    Where none is met, more units help only with slabs above that give something.
    """
    if not lines:
        return Miss(NO_MATCH)
    quantity = _quantity(lines, basket)
    above = [slab for slab in row.slabs if slab.condition is Condition.GREATER]
    exceeded = [slab for slab in above if quantity > slab.quantity]
    if exceeded:
        return max(exceeded, key=lambda slab: slab.quantity).percent
    below = [
        slab
        for slab in row.slabs
        if slab.condition is Condition.LESS_OR_EQUAL and quantity <= slab.quantity
    ]
    if below:
        return min(below, key=lambda slab: slab.quantity).percent
    giving = [slab.quantity for slab in above if slab.percent]
    if giving:
        return Miss(TOO_FEW, units=min(giving) + 1 - quantity)
    return Miss(TOO_MANY if any(slab.percent for slab in row.slabs) else NOTHING)


# 8: rewards --------------------------------------------------------------------


def _rewards(benefit: AcceleratedRewards[int], basket: Basket) -> Outcome:
    miss = Miss(NO_MATCH)
    for row in benefit.target.rows:
        lines = _lines_of_row(
            benefit.target, row.product_id, row.variant_id, basket, set()
        )
        short = _short(row.minimum_quantity, row.minimum_value, lines, basket)
        if short is None:
            points = benefit.bonus_loyalty_point
            return Given(points=points) if points else Miss(NOTHING)
        miss = _further(miss, short)
    return miss

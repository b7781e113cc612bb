# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The rows of buy-x-get-y, and how many units each gives: what is bought, what is given.

Promises that no unit is given twice, or given and counted as bought.  Knows one row at
a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic

from attrs import Factory, define, field, frozen

from checkout_core.offers.benefits.benefit import (
    NO_GIFT,
    NO_MATCH,
    NOTHING,
    AbsentGift,
    Grid,
    NotMet,
    without_nulls,
)
from checkout_core.offers.benefits.details import HUNDRED, Criterion, minor_edge
from checkout_core.offers.benefits.pools import (
    at_most,
    by_line,
    first_of,
    groups_of,
    in_picking_order,
    millionths_of,
    percent_off,
    too_little,
)


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.offers.benefits.benefit import Basket, OfferRules, ToMinor
    from checkout_core.offers.benefits.pools import Pool
    from checkout_core.offers.selectors import Choice


#: The vendor's key of a row's minimum.
KEYS = {
    Criterion.QUANTITY: "minimum_quantity",
    Criterion.AMOUNT: "minimum_purchase_amount",
}
#: The vendor's keys of one side, after `buy_` or `get_`.
SIDE = ("product_id", "variant_id", "from_category_id")


@frozen
class BuyGetRow(Generic[Grid]):
    """
    Buy `minimum`, get `get_quantity` at `percent` off.

    Attributes:
        minimum: the units that are bought for each set, or for what amount.
        buy: which lines count as bought.
        get: which lines are discounted; a unit never counts as bought and discounted.
        get_quantity: the units that are discounted for each set.
        percent: what is taken off each of them; 100: they are free.
        millionths: no argument: the percentage in millionths.
    """

    minimum: int | Grid
    buy: Choice
    get: Choice
    get_quantity: int
    percent: Decimal
    millionths: int = field(
        init=False,
        eq=False,
        repr=False,
        default=Factory(millionths_of, takes_self=True),
    )

    def minor(self: BuyGetRow[Decimal], path: str, to_minor: ToMinor) -> BuyGetRow[int]:
        """Return the row with its amounts in minor units."""
        where = f"{path}.{KEYS[Criterion.AMOUNT]}"
        return BuyGetRow(
            minor_edge(to_minor, where, self.minimum),
            self.buy,
            self.get,
            self.get_quantity,
            self.percent,
        )

    def document(self, key: str) -> dict[str, object]:
        """Return the vendor's row; *key* is that of its minimum."""
        free = self.percent == HUNDRED
        return without_nulls(
            **{key: self.minimum},
            **side_document("buy", self.buy),
            **side_document("get", self.get),
            get_quantity=self.get_quantity,
            get_offer_type="free" if free else "discount",
            get_discount_percent=None if free else self.percent,
        )


def side_document(name: str, side: Choice) -> dict[str, str | None]:
    """Return the vendor's keys of one side, "buy" or "get"."""
    ids = (side.product_id, side.variant_id, side.category_id)
    return {f"{name}_{key}": each for key, each in zip(SIDE, ids, strict=True)}


@define(eq=False, kw_only=True)
class Sides:
    """One row's two pools of units, each in picking order, and how many it gives."""

    row: BuyGetRow[int]
    get: Pool
    buy: Pool
    bought: set[int]
    by_quantity: bool
    most: int = 0

    @classmethod
    def of(
        cls,
        row: BuyGetRow[int],
        rules: OfferRules,
        basket: Basket,
        used: dict[tuple[int, int], int],
        by_quantity: bool,  # noqa: FBT001 - as the offer's criterion says
        most: int | None,
    ) -> Sides | NotMet:
        """
        Return the units of a *row*, or which of its conditions is not met.

        *used* has the units that rows before it used up, by rank and part; *most* is
        the most that the offer takes off in all, None for no limit.
        """
        get_lines, buy_lines = row.get.lines(basket.lines), row.buy.lines(basket.lines)
        if not buy_lines:
            return NotMet(NO_MATCH)
        get = in_picking_order(_unused(groups_of(get_lines, basket), used), rules)
        # Often one category is bought and given.
        buy = get
        if row.buy != row.get:
            buy = in_picking_order(_unused(groups_of(buy_lines, basket), used), rules)
        sides = cls(
            row=row, get=get, buy=buy, bought=set(buy_lines), by_quantity=by_quantity
        )
        missing = sides.missing(1)
        if not get_lines:
            return _no_gift(row, rules, most) if missing <= 0 else NotMet(NO_MATCH)
        if not get:
            return NotMet(NOTHING)
        if missing > 0:
            return too_little(missing, by_quantity=by_quantity)
        sides.most = sides.reachable()
        return sides

    def reachable(self) -> int:
        """
        Return the largest number of units for which enough is bought.

        For d units, ceil(d / size) sets are needed, each of `minimum` bought.  If a
        given unit could itself count as bought, giving it also lowers what is bought,
        by its worth w (1 unit, or its amount).  So d units are possible while

            ceil(d / size) x minimum + w x d <= limit

        where `limit` is what is bought before any unit is given.  Both terms grow with
        d, so whole groups are taken while it holds.  In the first group where it does
        not, w is the same for each unit and the largest d is found by division: `sets`
        complete sets use minimum + size x w each, and what is left of the limit pays
        for `minimum` once more and for the units of an incomplete set.

        Buy 2 get 2 free, 7 equal units: w is 1, the limit 7.  A complete set uses
        2 + 2 x 1 = 4, which leaves 3: 2 for another set and 1 for one unit of it.  So 3
        units are free and 4 are paid.
        """
        minimum, size = self.row.minimum, self.row.get_quantity
        have, by_quantity, bought = (
            self.worth_of(self.buy),
            self.by_quantity,
            self.bought,
        )
        count = 0
        for amount, _, _, line, units in self.get:
            worth = 0
            if line in bought:
                worth = 1 if by_quantity else amount
            end = count + units
            rest = have - worth * units
            if self.needed(end) <= rest:
                count, have = end, rest
                continue
            # Earlier groups' units are part of d, at this group's w.
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
        given = [
            group for group in first_of(self.get, count) if group[3] in self.bought
        ]
        have = self.worth_of(self.buy) - self.worth_of(given)
        return self.needed(count) - have

    def worth_of(self, groups: Pool) -> int:
        """Return what *groups* count as bought, in units or money."""
        if self.by_quantity:
            return sum([count for *_, count in groups])
        return sum([amount * count for amount, *_, count in groups])

    def discounts(self, count: int, basket: Basket) -> dict[int, int]:
        """Return the discount of the first *count* units, by line."""
        amounts = by_line(first_of(self.get, count))
        return percent_off(amounts, self.row.millionths, basket)

    def use_up(self, count: int, used: dict[tuple[int, int], int]) -> None:
        """Record the units given and bought, for the rows that follow."""
        free_units: dict[tuple[int, int], int] = {}
        for _, rank, part, _, units in first_of(self.get, count):
            key = rank, part
            free_units[key] = units
            used[key] = used.get(key, 0) + units
        needed = self.needed(count)
        for amount, rank, part, _, units in self.buy:
            key = rank, part
            each = 1 if self.by_quantity else amount
            free = units - free_units.get(key, 0)
            taken = min(free, -(-needed // each))
            if taken > 0:
                used[key] = used.get(key, 0) + taken
                needed -= taken * each


def _no_gift(row: BuyGetRow[int], rules: OfferRules, most: int | None) -> NotMet:
    """Return how many units of a row's gift are missing for one set."""
    units = at_most(row.get_quantity, rules.max_applicable_items)
    if units and row.percent and most != 0:
        gift = AbsentGift(row.get, row.percent, most)
        return NotMet(NO_GIFT, units=units, gift=gift)
    return NotMet(NO_MATCH)


def _unused(groups: Pool, used: dict[tuple[int, int], int]) -> Pool:
    """Return what is left of *groups*; *used* has units by rank and part."""
    if not used:
        return groups
    return [
        (amount, rank, part, line, count - used.get((rank, part), 0))
        for amount, rank, part, line, count in groups
        if count > used.get((rank, part), 0)
    ]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Units free or cheaper for buying other units; the vendor's buy-x-get-y."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic

from attrs import define, evolve, frozen

from checkout_core.checks import MAX_QUANTITY, ZERO, Amount, Validator
from checkout_core.offers.benefits.benefit import (
    NO_GIFT,
    NO_MATCH,
    NOTHING,
    AbsentGift,
    Basket,
    Gift,
    Grid,
    NotMet,
    Outcome,
    further,
    read_as,
    without_nulls,
)
from checkout_core.offers.benefits.details import (
    HUNDRED,
    Criterion,
    by_criterion,
    choices_of,
    edge_of,
    for_products_only,
    minor_edge,
    minor_or_none,
    one_of,
)
from checkout_core.offers.benefits.pools import (
    Group,
    at_most,
    by_line,
    first_of,
    groups_of,
    in_picking_order,
    money_off,
    percent_off,
    too_little,
)
from checkout_core.offers.benefits.words import (
    at_most_in_all,
    for_bought,
    in_an_order,
    named_by,
)
from checkout_core.offers.selectors import EVERYTHING, Choice, Selector


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from checkout_core.offers.benefits.benefit import (
        Benefit,
        OfferRules,
        ToMinor,
    )
    from checkout_core.offers.benefits.pools import Pool
    from checkout_core.values import Record
    from checkout_core.words import Words


#: The vendor's key of a row's minimum.
_KEYS = {
    Criterion.QUANTITY: "minimum_quantity",
    Criterion.AMOUNT: "minimum_purchase_amount",
}
#: The vendor's keys of one side, after `buy_` or `get_`.
_SIDE = ("product_id", "variant_id", "from_category_id")


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
    """

    minimum: int | Grid
    buy: Choice
    get: Choice
    get_quantity: int
    percent: Decimal

    def minor(self: BuyGetRow[Decimal], path: str, to_minor: ToMinor) -> BuyGetRow[int]:
        """Return the row with its amounts in minor units."""
        where = f"{path}.{_KEYS[Criterion.AMOUNT]}"
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
            **_side_document("buy", self.buy),
            **_side_document("get", self.get),
            get_quantity=self.get_quantity,
            get_offer_type="free" if free else "discount",
            get_discount_percent=None if free else self.percent,
        )


def _side_document(name: str, side: Choice) -> dict[str, str | None]:
    ids = (side.product_id, side.variant_id, side.category_id)
    return {f"{name}_{key}": each for key, each in zip(_SIDE, ids, strict=True)}


@frozen
class BuyXGetY(Generic[Grid]):
    """
    Units free or cheaper for buying other units.

    Attributes:
        criterion: whether the rows' minimums are units or money.
        rows: the rows, at least one; each uses up the units it gives and counts.
        maximum_discount_amount: the most it takes off in all, None for no limit.
    """

    criterion: Criterion
    rows: tuple[BuyGetRow[Grid], ...]
    maximum_discount_amount: Grid | None

    type: ClassVar[str] = "buy-x-get-y"
    discount_type: ClassVar[str] = ""
    kinds: ClassVar[tuple[str, ...]] = ("promotion", "coupon")
    has_details: ClassVar[bool] = True
    discounts_lines: ClassVar[bool] = True
    lowers_total: ClassVar[bool] = True
    ties_units: ClassVar[bool] = True

    @classmethod
    def read(cls, check: Validator, document: Record) -> Benefit:
        """Return the benefit of the vendor's offer."""
        for_products_only(check, document)
        details = document["details"]
        key = "maximum_discount_amount"
        rows = by_criterion(check, details, _read_row, key)
        return BuyXGetY(*rows, check.maybe_amount(f"details.{key}", details.get(key)))

    @property
    def scope(self) -> str:
        """What it applies to."""
        return "product"

    def document(self) -> dict[str, Any]:
        """Return the vendor's keys."""
        key = _KEYS[self.criterion]
        details = without_nulls(
            spending_criteria_type=str(self.criterion),
            products=[row.document(key) for row in self.rows],
            maximum_discount_amount=self.maximum_discount_amount,
        )
        return {"applies_to_product": "product", "details": details}

    def reach(self) -> Selector:
        """Return the lines of both sides of its rows."""
        return Selector(tuple(side for row in self.rows for side in (row.buy, row.get)))

    def required(self) -> Selector:
        """Return the lines that have to be bought."""
        return Selector(tuple(row.buy for row in self.rows))

    def minor(self: BuyXGetY[Decimal], path: str, to_minor: ToMinor) -> BuyXGetY[int]:
        """Return it with amounts in minor units."""
        most = self.maximum_discount_amount
        return BuyXGetY(
            self.criterion,
            tuple(
                row.minor(f"{path}.products[{i}]", to_minor)
                for i, row in enumerate(self.rows)
            ),
            minor_or_none(to_minor, f"{path}.maximum_discount_amount", most),
        )

    def joined(
        self: BuyXGetY[Decimal], other: BuyXGetY[Decimal]
    ) -> BuyXGetY[Decimal] | None:
        """Return it with the rows of *other* added, None if they differ elsewhere."""
        alike = evolve(self, rows=other.rows) == other
        return evolve(self, rows=(*self.rows, *other.rows)) if alike else None

    def give(self: BuyXGetY[int], rules: OfferRules, basket: Basket) -> Outcome:
        """
        Return what is taken off the units that the rows give.

        A row gives as many units as there are bought enough for; the offer's cap on
        units is used up row by row.  No unit is given twice, or given and bought: of
        5 equal units, buy 2 get 1 gives 1, since the second would need 4 bought and
        only 3 are left.
        """
        items_left = rules.max_applicable_items
        used: dict[tuple[int, int], int] = {}
        off: dict[int, int] = {}
        not_met = NotMet(NO_MATCH)
        gives = False
        for row in self.rows:
            sides = _Sides.of(self, rules, row, basket, used)
            if isinstance(sides, NotMet):
                not_met = further(not_met, sides)
                continue
            own = sides.discounts(sides.most, basket)
            if not any(own.values()):
                not_met = further(not_met, NotMet(NOTHING))
                continue
            gives = True
            count = at_most(sides.most, items_left)
            if items_left is not None:
                items_left -= count
            if count < sides.most:
                own = sides.discounts(count, basket)
            for i, less in own.items():
                off[i] = off.get(i, 0) + less
            sides.use_up(count, used)
        if not gives:
            return not_met
        return money_off(off, self.maximum_discount_amount, basket)

    def no_gift(self: BuyXGetY[int], row: BuyGetRow[int], rules: OfferRules) -> NotMet:
        """Return how many units of a row's gift are missing for one set."""
        units = at_most(row.get_quantity, rules.max_applicable_items)
        most = self.maximum_discount_amount
        if units and row.percent and most != 0:
            gift = AbsentGift(row.get, row.percent, most)
            return NotMet(NO_GIFT, units=units, gift=gift)
        return NotMet(NO_MATCH)

    def terms(self: BuyXGetY[Decimal], words: Words) -> str:
        """Return its terms, as a label."""
        rows = [
            for_bought(words, each.get_quantity, each.percent, each.minimum)
            for each in self.rows
        ]
        return at_most_in_all(words, words.either(rows), self.maximum_discount_amount)

    def gives_nothing(self) -> bool:
        """Return whether it is zero for every cart."""
        most = self.maximum_discount_amount
        return most == ZERO or not any(row.percent for row in self.rows)

    def findings(
        self: BuyXGetY[Decimal], rules: OfferRules
    ) -> Iterator[tuple[str, str]]:
        """Yield each row that gives more free units than it requires to be bought."""
        by_amount = self.criterion is Criterion.AMOUNT
        if by_amount or self.maximum_discount_amount is not None:
            return
        for row in self.rows:
            units = at_most(row.get_quantity, rules.max_applicable_items)
            if row.percent == HUNDRED and units > row.minimum:
                gift = f"gives {units} of {named_by(row.get)} free{in_an_order(rules)}"
                message = f"buying {row.minimum} of {named_by(row.buy)} {gift}"
                yield "worth_more_than_its_trigger", message


# How many units a row gives ---------------------------------------------------


@define(eq=False, kw_only=True)
class _Sides:
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
        benefit: BuyXGetY[int],
        rules: OfferRules,
        row: BuyGetRow[int],
        basket: Basket,
        used: dict[tuple[int, int], int],
    ) -> _Sides | NotMet:
        get_lines, buy_lines = row.get.lines(basket.lines), row.buy.lines(basket.lines)
        if not buy_lines:
            return NotMet(NO_MATCH)
        get, buy = (
            in_picking_order(_unused(groups_of(lines, basket), used), rules, basket)
            for lines in (get_lines, buy_lines)
        )
        by_quantity = benefit.criterion is Criterion.QUANTITY
        sides = cls(
            row=row, get=get, buy=buy, bought=set(buy_lines), by_quantity=by_quantity
        )
        missing = sides.missing(1)
        if not get_lines:
            return benefit.no_gift(row, rules) if missing <= 0 else NotMet(NO_MATCH)
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
        have = sum(self._worth(group, group.count) for group in self.buy)
        count = 0
        for group in self.get:
            worth = self._worth(group, 1) if group.line in self.bought else 0
            end = count + group.count
            rest = have - worth * group.count
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
        have = sum(self._worth(group, group.count) for group in self.buy)
        for group in first_of(self.get, count):
            if group.line in self.bought:
                have -= self._worth(group, group.count)
        return self.needed(count) - have

    def _worth(self, group: Group, count: int) -> int:
        return count if self.by_quantity else count * group.amount

    def discounts(self, count: int, basket: Basket) -> dict[int, int]:
        """Return the discount of the first *count* units, by line."""
        amounts = by_line(first_of(self.get, count))
        return percent_off(amounts, self.row.percent, basket)

    def use_up(self, count: int, used: dict[tuple[int, int], int]) -> None:
        """Record the units given and bought, for the rows that follow."""
        free_units: dict[tuple[int, int], int] = {}
        for group in first_of(self.get, count):
            free_units[group.key] = group.count
            used[group.key] = used.get(group.key, 0) + group.count
        needed = self.needed(count)
        for group in self.buy:
            each = self._worth(group, 1)
            free = group.count - free_units.get(group.key, 0)
            taken = min(free, -(-needed // each))
            if taken > 0:
                used[group.key] = used.get(group.key, 0) + taken
                needed -= taken * each


def _unused(groups: Pool, used: dict[tuple[int, int], int]) -> Pool:
    if not used:
        return groups
    rest = [evolve(g, count=g.count - used.get(g.key, 0)) for g in groups]
    return [group for group in rest if group.count]


# From the vendor's details, and from Python -----------------------------------


def _read_row(
    check: Validator, path: str, row: Record, by: Criterion
) -> BuyGetRow[Decimal]:
    keys = (_KEYS[Criterion.QUANTITY], _KEYS[Criterion.AMOUNT])
    buy = tuple(f"buy_{key}" for key in _SIDE)
    get = tuple(f"get_{key}" for key in _SIDE)
    rest = ("get_quantity", "get_offer_type", "get_discount_percent")
    check.keys(path, row, (_KEYS[by], *buy, *get, *rest))
    kind = row.get("get_offer_type")
    check.choice(f"{path}.get_offer_type", kind, ("discount", "free"))
    percent = HUNDRED
    off = row.get("get_discount_percent")
    if kind == "discount" and off is None:
        check.add(f"{path}.get_discount_percent", "percent_missing", None)
    elif off is not None:
        read = check.rate(f"{path}.get_discount_percent", off)
        percent = read if kind == "discount" else HUNDRED
    return BuyGetRow(
        edge_of(check, path, row, by, keys),
        _choice(check, path, row, buy),
        _choice(check, path, row, get),
        check.count(
            f"{path}.get_quantity", row.get("get_quantity"), low=1, high=MAX_QUANTITY
        ),
        percent,
    )


def _choice(
    check: Validator, path: str, data: Mapping[str, Any], keys: tuple[str, ...]
) -> Choice:
    found = Choice(*(check.maybe_text(f"{path}.{key}", data.get(key)) for key in keys))
    if found == Choice():
        check.add(path, "row_without_target", None, choices=", ".join(keys))
    return found


def buy_x_get_y(
    *,
    buy: Selector,
    get: Selector,
    buy_quantity: int | None = None,
    buy_amount: Amount | None = None,
    get_quantity: int = 1,
    percent_off: Amount = 100,
    maximum: Amount | None = None,
) -> Gift:
    """
    Return units free, or cheaper, for buying others; the vendor's `buy-x-get-y`.

    Exactly one of *buy_quantity* and *buy_amount* is given.  `+` joins rows.

    Args:
        buy: what is bought: one product, one variant or one category.
        get: what is discounted, likewise; it may be the same.
        buy_quantity: the units to buy for each set, above zero.
        buy_amount: what to buy for in each set, in major units.
        get_quantity: the units that are discounted for each set; 1 by default.
        percent_off: what is taken off each of them; 100 by default: they are free.
        maximum: the most it takes off in all, in major units; None for no limit.

    Raises `CheckoutError` with every fault; paths are those of the vendor's object.

    >>> from checkout_core.offers import categories, products
    >>> two = buy_x_get_y(buy=products("tee"), get=categories("mugs"), buy_quantity=2)
    >>> two.benefit.rows[0].percent
    Decimal('100')
    """
    check = Validator()
    path = "details.spending_criteria_type"
    named = one_of(check, path, buy_quantity=buy_quantity, buy_amount=buy_amount)
    by = Criterion.AMOUNT if named == "buy_amount" else Criterion.QUANTITY
    minimum = buy_quantity if by is Criterion.QUANTITY else buy_amount
    row = {
        _KEYS[by]: minimum if named else 1,
        **_side_of(check, "buy", buy),
        **_side_of(check, "get", get),
        "get_quantity": get_quantity,
        "get_offer_type": "discount",
        "get_discount_percent": percent_off,
    }
    details = {
        "spending_criteria_type": str(by),
        "products": [row],
        "maximum_discount_amount": maximum,
    }
    return read_as(BuyXGetY, check, {"details": details})


def _side_of(check: Validator, name: str, value: object) -> dict[str, str | None]:
    """Return the vendor's keys of one side, from a selector of one id."""
    path = f"details.products[0].{name}_{_SIDE[0]}"
    choices = choices_of(check, path, value)
    if choices is not None and len(choices) == 1 and choices != EVERYTHING.choices:
        return _side_document(name, choices[0])
    if choices is not None:
        check.add(path, "not_one_choice", None)
    # A side with a fault gets some id, so that it has no second one.
    return _side_document(name, Choice("?"))

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Units free or cheaper for buying other units; the vendor's buy-x-get-y."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic

from attrs import evolve, frozen

from checkout_core.checks import MAX_QUANTITY, ZERO, Amount, Validator
from checkout_core.offers.benefits.benefit import (
    NO_MATCH,
    NOTHING,
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
    minor_cap,
    minor_rows,
    one_of,
)
from checkout_core.offers.benefits.pools import (
    at_most,
    money_off,
)
from checkout_core.offers.benefits.sides import (
    KEYS,
    SIDE,
    BuyGetRow,
    Sides,
    side_document,
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
    from checkout_core.values import Record
    from checkout_core.words import Words


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

    kind: ClassVar[str] = ""
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
        key = KEYS[self.criterion]
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
            minor_rows(to_minor, f"{path}.products", self.rows),
            minor_cap(to_minor, path, most),
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
        by_quantity = self.criterion is Criterion.QUANTITY
        used: dict[tuple[int, int], int] = {}
        off: dict[int, int] = {}
        not_met = NotMet(NO_MATCH)
        gives, last = False, self.rows[-1]
        for row in self.rows:
            most = self.maximum_discount_amount
            sides = Sides.of(row, rules, basket, used, by_quantity, most)
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
            if row is not last:
                sides.use_up(count, used)
        if not gives:
            return not_met
        return money_off(off, self.maximum_discount_amount, basket)

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


# From the vendor's details, and from Python -----------------------------------


def _read_row(
    check: Validator, path: str, row: Record, by: Criterion
) -> BuyGetRow[Decimal]:
    keys = (KEYS[Criterion.QUANTITY], KEYS[Criterion.AMOUNT])
    buy = tuple(f"buy_{key}" for key in SIDE)
    get = tuple(f"get_{key}" for key in SIDE)
    rest = ("get_quantity", "get_offer_type", "get_discount_percent")
    check.keys(path, row, (KEYS[by], *buy, *get, *rest))
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
        KEYS[by]: minimum if named else 1,
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
    path = f"details.products[0].{name}_{SIDE[0]}"
    choices = choices_of(check, path, value)
    if choices is not None and len(choices) == 1 and choices != EVERYTHING.choices:
        return side_document(name, choices[0])
    if choices is not None:
        check.add(path, "not_one_choice", None)
    # A side with a fault gets some id, so that it has no second one.
    return side_document(name, Choice("?"))

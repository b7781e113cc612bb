# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a discount or a reward is for: rows with limits, of all goods or of some.

Three benefits have such a target.  `eligible` finds the amounts they may discount: of
the lines that its rows match, those within all minimums and caps.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, cast

from attrs import Factory, evolve, field, frozen

from checkout_core.checks import ZERO, Amount, Validator
from checkout_core.keys import ObjectTable
from checkout_core.kinds import AMOUNT, COUNT, TEXT
from checkout_core.money.allocation import shares
from checkout_core.offers.benefits.benefit import (
    NO_MATCH,
    NOTHING,
    Adjustment,
    Basket,
    Grid,
    NotMet,
    Outcome,
    further,
    records,
    without_nulls,
)
from checkout_core.offers.benefits.details import (
    A_ROW,
    MAX_ROWS,
    choices_of,
    each_is,
    list_of,
    minor_or_none,
    minor_rows,
    rows_of,
)
from checkout_core.offers.benefits.pools import (
    alone,
    at_most,
    capped,
    short_of,
    with_units,
    within,
)
from checkout_core.offers.selectors import (
    EVERYTHING,
    Choice,
    Selector,
    lines_in,
    lines_of,
)


if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from decimal import Decimal

    from checkout_core.offers.benefits.benefit import OfferRules, ToMinor
    from checkout_core.values import Record


class Scope(StrEnum):
    """How an offer's rows select lines."""

    ALL = "all"
    PRODUCT = "product"
    CATEGORY = "category"


@frozen(kw_only=True)
class Row(Generic[Grid]):
    """
    Which lines, with minimums and maximums; None for no limit.

    Attributes:
        product_id, variant_id: which lines it matches, None for any.
        minimum_quantity: the fewest units its lines have to have together.
        maximum_quantity: the most units that it discounts.
        minimum_value: what its lines have to come to at least, before this offer.
        maximum_value: the largest amount that it discounts, before the discount.
    """

    product_id: str | None = None
    variant_id: str | None = None
    minimum_quantity: int | None = None
    maximum_quantity: int | None = None
    minimum_value: Grid | None = None
    maximum_value: Grid | None = None

    @property
    def is_capped(self) -> bool:
        """Whether it has an upper limit."""
        return self.maximum_quantity is not None or self.maximum_value is not None

    def minor(self: Row[Decimal], path: str, to_minor: ToMinor) -> Row[int]:
        """Return the row with its amounts in minor units."""
        least, most = self.minimum_value, self.maximum_value
        return Row(
            product_id=self.product_id,
            variant_id=self.variant_id,
            minimum_quantity=self.minimum_quantity,
            maximum_quantity=self.maximum_quantity,
            minimum_value=minor_or_none(to_minor, f"{path}.minimum_value", least),
            maximum_value=minor_or_none(to_minor, f"{path}.maximum_value", most),
        )

    def document(self) -> dict[str, object]:
        """Return the vendor's row."""
        return without_nulls(
            product_id=self.product_id,
            variant_id=self.variant_id,
            minimum_quantity=self.minimum_quantity,
            maximum_quantity=self.maximum_quantity,
            minimum_value=self.minimum_value,
            maximum_value=self.maximum_value,
        )


def row(
    *,
    product: str | None = None,
    variant: str | None = None,
    minimum_quantity: int | None = None,
    maximum_quantity: int | None = None,
    minimum_value: Amount | None = None,
    maximum_value: Amount | None = None,
) -> Row[Decimal]:
    """
    Return a row for `percentage_off`, `amount_off` or `bonus_points`.

    Args:
        product: the product it is for, None for any.
        variant: the variant it is for, None for any.
        minimum_quantity: the fewest units its lines have to have together.
        maximum_quantity: the most units that it discounts.
        minimum_value: what its lines have to come to at least, in major units.
        maximum_value: the largest amount that it discounts, in major units.

    Raises `CheckoutError` with every fault.

    >>> row(product="tee", minimum_quantity=2).minimum_quantity
    2
    """
    check = Validator()
    data = check.record(
        "",
        {
            "product_id": product,
            "variant_id": variant,
            "minimum_quantity": minimum_quantity,
            "maximum_quantity": maximum_quantity,
            "minimum_value": minimum_value,
            "maximum_value": maximum_value,
        },
    )
    check.raise_any()
    found: Row[Decimal] = Row(**ROW.read(check, "", data))
    check.raise_any()
    return found


#: The one row of an offer that sets no limit.
ANY_ROW: Row[Any] = Row()


@frozen
class Target(Generic[Grid]):
    """
    The rows of an offer and how they select lines.

    Attributes:
        scope: whether the rows are for everything, for products or for categories.
        rows: the rows, at least one.
        category_ids: the categories, empty unless the scope is `category`.
        takes_whole_lines: whether it discounts every unit of the lines it matches;
            follows from the other three.
    """

    scope: Scope
    rows: tuple[Row[Grid], ...]
    category_ids: tuple[str, ...]
    # Asked for each cart, so it is worked out once.
    takes_whole_lines: bool = field(
        init=False,
        eq=False,
        repr=False,
        default=Factory(
            lambda self: self.scope is not Scope.PRODUCT and self.rows == (ANY_ROW,),
            takes_self=True,
        ),
    )

    @property
    def shown(self) -> str:
        """The scope as quotes and orders show it."""
        return "cart" if self.scope is Scope.ALL else str(self.scope)

    def reach(self) -> Selector:
        """Return the lines it can match."""
        if self.scope is Scope.CATEGORY:
            return Selector(tuple(Choice(None, None, c) for c in self.category_ids))
        return Selector(tuple(Choice(r.product_id, r.variant_id) for r in self.rows))

    def lines(self, row: Row[Grid], basket: Basket) -> Sequence[int]:
        """Return the lines that a row of it matches."""
        if self.scope is Scope.CATEGORY:
            return lines_in(basket.lines, self.category_ids)
        return lines_of(basket.lines, row.product_id, row.variant_id)

    def minor(self: Target[Decimal], path: str, to_minor: ToMinor) -> Target[int]:
        """Return the target with its amounts in minor units."""
        if self.takes_whole_lines:
            # Its only row has no amount.
            return cast("Target[int]", self)
        rows = minor_rows(to_minor, f"{path}.products", self.rows)
        return Target(self.scope, rows, self.category_ids)

    def joined(self, other: Target[Grid]) -> Target[Grid] | None:
        """Return the target with the rows of *other* added, None if they differ."""
        if evolve(self, rows=other.rows) != other:
            return None
        return evolve(self, rows=(*self.rows, *other.rows))

    def document(self) -> dict[str, Any]:
        """Return the vendor's keys of its `details`."""
        found: dict[str, Any] = {}
        if self.rows != (ANY_ROW,) or self.scope is Scope.PRODUCT:
            found["products"] = records(self.rows)
        if self.category_ids:
            found["category_id"] = list(self.category_ids)
        return found

    def leaves_no_room(self) -> bool:
        """Return whether no row can discount anything."""
        return all(
            row.maximum_quantity == 0 or row.maximum_value == ZERO for row in self.rows
        )

    def is_capped(self) -> bool:
        """Return whether every row has an upper limit."""
        return all(row.is_capped for row in self.rows)


# From the vendor's details, and from Python -----------------------------------


#: The keys of the vendor's row, which are the attributes of a `Row`.
ROW = ObjectTable(
    {
        "product_id": TEXT,
        "variant_id": TEXT,
        "minimum_quantity": COUNT,
        "maximum_quantity": COUNT,
        "minimum_value": AMOUNT,
        "maximum_value": AMOUNT,
    }
)


def read_target(
    check: Validator,
    document: Record,
    scopes: tuple[Scope, ...] = tuple(Scope),
    row_keys: Collection[str] = ROW.kinds,
) -> Target[Decimal]:
    """Return the target of the vendor's offer, which has `details`."""
    details, scope = document["details"], document.get("applies_to_product")
    chosen = check.choice("applies_to_product", scope, scopes)
    rows = []
    for path, each in rows_of(check, "details.products", list_of(details, "products")):
        check.keys(path, each, row_keys)
        row: Row[Decimal] = Row(**ROW.read(check, path, each))
        named = row.product_id is not None or row.variant_id is not None
        if scope in (Scope.ALL, Scope.CATEGORY) and named:
            named_one = row.product_id or row.variant_id
            check.add(path, "row_names_target", named_one, target=chosen)
        rows.append(row)
    data = list_of(details, "category_id")
    categories = check.texts("details.category_id", data, limit=MAX_ROWS)
    if categories and scope in (Scope.ALL, Scope.PRODUCT):
        hint = (
            f"an offer for {chosen} looks at no categories; drop this, or use"
            " applies_to_product 'category'"
        )
        check.add("details.category_id", "unknown_key", data, hint=hint)
    if scope == Scope.PRODUCT and not list_of(details, "products"):
        check.add("details.products", "empty_target", [], expected=A_ROW)
    if scope == Scope.CATEGORY and not data:
        expected = "a category"
        check.add("details.category_id", "empty_target", [], expected=expected)
    return Target(chosen, tuple(rows) or (ANY_ROW,), categories)


def aimed(
    check: Validator, on: object, rows: object, everything: Scope = Scope.ALL
) -> dict[str, Any]:
    """
    Return the vendor's `applies_to_product` and the target's keys of `details`.

    *on* is a selector of everything, of products and variants, or of categories;
    *rows* are rows that set limits.  Rows that name products are for those alone, so
    *on* is then `EVERYTHING`.  *everything* is the vendor's scope of all lines.
    """
    path = "applies_to_product"
    found = each_is(check, "details.products", rows, Row)
    choices = choices_of(check, path, on)
    if choices is None:
        choices = EVERYTHING.choices
    by_category = [each.category_id for each in choices if each.category_id is not None]
    within = any(each.is_within_category for each in choices)
    if not choices:
        check.add(path, "empty_target", [], expected="a product or a category")
    elif by_category and (within or len(by_category) < len(choices)):
        check.add(path, "mixed_selector", None)
    if check.found:
        # A selector with a fault has no second one.
        choices, by_category = EVERYTHING.choices, []
    if by_category:
        scope = Scope.CATEGORY
    elif choices == EVERYTHING.choices:
        named = any(row.product_id or row.variant_id for row in found)
        scope = Scope.PRODUCT if named else everything
    else:
        scope = Scope.PRODUCT
        if found:
            check.add("details.products", "rows_and_products", None)
        found = tuple(
            Row(product_id=each.product_id, variant_id=each.variant_id)
            for each in choices
        )
    target: Target[Decimal] = Target(scope, found or (ANY_ROW,), tuple(by_category))
    return {"applies_to_product": str(scope), "details": target.document()}


# The amounts it may discount --------------------------------------------------


#: Lines, the eligible amount of each, and their sum.
Eligible: TypeAlias = "tuple[Sequence[int], Sequence[int], int]"


def eligible(
    target: Target[int],
    rules: OfferRules,
    basket: Basket,
    discount: Callable[[int], int],
) -> Eligible | NotMet:
    """
    Return the lines that *target* reaches, each with its eligible amount.

    Rows are tried in their order.  A row takes the lines it matches, but only if its
    minimums are met and *discount* of its amount alone is something; the rows after it
    do not see those lines.  Caps then select units: first each row's own, then the
    offer's over the rows together.  Two rows, `tee` from 2 units and any product: with
    one tee at 100.00 and a mug at 50.00 the first row is short, so the second takes
    both lines and 150.00 is eligible.
    """
    if target.takes_whole_lines and rules.max_applicable_items is None:
        return _whole_lines(target, basket)
    taken: set[int] = set()
    rows: list[tuple[Sequence[int], int | None]] = []
    limits: list[int | None] = []
    not_met = NotMet(NO_MATCH)
    for row in target.rows:
        matched = lines = [i for i in target.lines(row, basket) if i not in taken]
        if (row.maximum_quantity, rules.max_applicable_items) != (None, None):
            # Units are counted, so goods by measure are not taken, and their amount
            # helps no minimum.
            lines = with_units(matched, basket)
        short = short_of(
            row.minimum_quantity, row.minimum_value, lines, basket, matched=matched
        )
        if short is None:
            own = alone(lines, row.maximum_quantity, rules, basket)
            if not discount(at_most(sum(own.values()), row.maximum_value)):
                short = NotMet(NOTHING)
        if short is not None:
            not_met = further(not_met, short)
            continue
        taken.update(lines)
        rows.append((lines, row.maximum_quantity))
        limits.append(row.maximum_value)
    if not taken:
        return not_met
    found: dict[int, int] = {}
    for amounts, limit in zip(capped(rows, rules, basket), limits, strict=True):
        found.update(within(amounts, limit, basket))
    whole = sum(found.values())
    if not whole:
        return NotMet(NOTHING)
    return list(found), list(found.values()), whole


def _whole_lines(target: Target[int], basket: Basket) -> Eligible | NotMet:
    remaining = amounts = basket.remaining
    lines = basket.lines.everything
    if target.scope is not Scope.ALL:
        lines = lines_in(basket.lines, target.category_ids)
    # All lines of the cart are a range, those that are not excluded a list.
    if not isinstance(lines, range):
        amounts = [remaining[i] for i in lines]
    whole = sum(amounts)
    if not whole:
        return NotMet(NOTHING if lines else NO_MATCH)
    return lines, amounts, whole


def shared(total: int, found: Eligible, basket: Basket) -> Outcome:
    """Return *total* allocated over the lines by their eligible amounts."""
    lines, amounts, whole = found
    if not total:
        return NotMet(NOTHING)
    return Adjustment(lines, shares(total, amounts, basket.lines.ranks, whole, lines))

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A percentage that depends on how many are bought; the vendor's volume-based."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Generic

from attrs import Factory, evolve, field, frozen

from checkout_core.checks import ZERO, Amount, Validator
from checkout_core.offers.benefits.benefit import (
    NO_MATCH,
    NOTHING,
    TOO_FEW,
    TOO_MANY,
    Basket,
    Gift,
    Grid,
    NotMet,
    Outcome,
    further,
    read_as,
    records,
    without_nulls,
)
from checkout_core.offers.benefits.details import (
    A_ROW,
    distinct,
    each_is,
    for_products_only,
    minor_cap,
    product_of,
    read_percent,
    some_rows,
)
from checkout_core.offers.benefits.percentage_discount import NO_UPPER_LIMIT
from checkout_core.offers.benefits.pools import (
    amount_of,
    capped,
    millionths_of,
    money_off,
    part_of,
    percent_off,
    quantity_of,
    with_units,
)
from checkout_core.offers.benefits.words import at_most_in_all
from checkout_core.offers.selectors import Selector, lines_of, named_by_rows
from checkout_core.words import messages


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from checkout_core.offers.benefits.benefit import (
        Benefit,
        OfferRules,
        ToMinor,
    )
    from checkout_core.values import Record
    from checkout_core.words import Words


class Condition(StrEnum):
    """How a slab's quantity is compared."""

    LESS_OR_EQUAL = "less-or-equal"
    GREATER = "greater"


@frozen
class VolumeSlab:
    """
    A percentage that holds below or above a quantity.

    Attributes:
        quantity: the limit, in units of the row's lines together.
        condition: whether it holds above the limit, or up to and including it.
        percent: 0 to 100.
        millionths: no argument: the percentage in millionths.
    """

    quantity: int
    condition: Condition
    percent: Decimal
    millionths: int = field(
        init=False,
        eq=False,
        repr=False,
        default=Factory(millionths_of, takes_self=True),
    )

    def document(self) -> dict[str, object]:
        """Return the vendor's slab."""
        return {
            "quantity": self.quantity,
            "condition": str(self.condition),
            "discount_percent": self.percent,
        }


@frozen
class VolumeRow:
    """
    The slabs of one product.

    Attributes:
        product_id, variant_id: which lines it matches, None for any.
        slabs: the slabs, at least one.
    """

    product_id: str | None
    variant_id: str | None
    slabs: tuple[VolumeSlab, ...]

    def document(self) -> dict[str, object]:
        """Return the vendor's row."""
        return without_nulls(
            product_id=self.product_id,
            variant_id=self.variant_id,
            slabs=records(self.slabs),
        )

    def reached(self, lines: Sequence[int], basket: Basket) -> VolumeSlab | NotMet:
        """
        Return the slab of the largest quantity exceeded, else of the least limit.

        Where none is met, more units help only with slabs above that give something.
        """
        if not lines:
            return NotMet(NO_MATCH)
        quantity = quantity_of(lines, basket)
        above = [slab for slab in self.slabs if slab.condition is Condition.GREATER]
        exceeded = [slab for slab in above if quantity > slab.quantity]
        if exceeded:
            return max(exceeded, key=lambda slab: slab.quantity)
        below = [
            slab
            for slab in self.slabs
            if slab.condition is Condition.LESS_OR_EQUAL and quantity <= slab.quantity
        ]
        if below:
            return min(below, key=lambda slab: slab.quantity)
        giving = [slab.quantity for slab in above if slab.percent]
        if giving:
            return NotMet(TOO_FEW, units=min(giving) + 1 - quantity)
        return NotMet(TOO_MANY if any(slab.percent for slab in self.slabs) else NOTHING)

    def reaches_a_percent(self) -> bool:
        """Return whether some quantity from 1 on meets a slab that gives something."""
        met = [each for each in self.slabs if each.condition is Condition.GREATER]
        least = min([each.quantity for each in met], default=None)
        below = 0
        limits = [
            each for each in self.slabs if each.condition is Condition.LESS_OR_EQUAL
        ]
        for each in sorted(limits, key=lambda slab: slab.quantity):
            # It applies above the next lower limit, as long as no "greater than" slab
            # applies.
            if below < each.quantity and (least is None or below < least):
                met.append(each)
            below = max(below, each.quantity)
        return any(each.percent for each in met)


@frozen
class VolumeBased(Generic[Grid]):
    """
    A percentage that depends on how many are bought.

    Attributes:
        rows: the rows, at least one; the first that discounts a line takes it.
        maximum_discount_amount: the most it takes off in all, None for no limit.
    """

    rows: tuple[VolumeRow, ...]
    maximum_discount_amount: Grid | None

    kind: ClassVar[str] = ""
    type: ClassVar[str] = "volume-based"
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
        check.keys("details", details, ("products", "maximum_discount_amount"))
        rows = tuple(
            _read_row(check, path, row)
            for path, row in some_rows(check, "details.products", details, A_ROW)
        )
        most = details.get("maximum_discount_amount")
        return VolumeBased(
            rows, check.maybe_amount("details.maximum_discount_amount", most)
        )

    @property
    def scope(self) -> str:
        """What it applies to."""
        return "product"

    def document(self) -> dict[str, Any]:
        """Return the vendor's keys."""
        details = without_nulls(
            products=records(self.rows),
            maximum_discount_amount=self.maximum_discount_amount,
        )
        return {"applies_to_product": "product", "details": details}

    def reach(self) -> Selector:
        """Return the lines without which it gives nothing."""
        return named_by_rows(self.rows)

    def required(self) -> Selector:
        """Return no lines: those it discounts are all it looks at."""
        return Selector()

    def minor(
        self: VolumeBased[Decimal], path: str, to_minor: ToMinor
    ) -> VolumeBased[int]:
        """Return it with amounts in minor units."""
        most = self.maximum_discount_amount
        return VolumeBased(self.rows, minor_cap(to_minor, path, most))

    def joined(
        self: VolumeBased[Decimal], other: VolumeBased[Decimal]
    ) -> VolumeBased[Decimal] | None:
        """Return it with the rows of *other* added, None if they differ elsewhere."""
        if self.maximum_discount_amount != other.maximum_discount_amount:
            return None
        return evolve(self, rows=(*self.rows, *other.rows))

    def give(self: VolumeBased[int], rules: OfferRules, basket: Basket) -> Outcome:
        """
        Return the percentage of each row, of the units within the offer's cap.

        The quantity of all a row's lines picks its slab, and the percentage is rounded
        once a row.  Above 5 units 10 %: of 4 tees at 99.99 and 2 at 50.00 together
        round(10 % x 499.96) = 50.00 is taken off.
        """
        taken: set[int] = set()
        rows: list[tuple[Sequence[int], int | None]] = []
        shares: list[int] = []
        not_met = NotMet(NO_MATCH)
        for row in self.rows:
            found = lines_of(basket.lines, row.product_id, row.variant_id)
            lines = [i for i in found if i not in taken]
            slab = row.reached(lines, basket)
            if isinstance(slab, NotMet):
                not_met = further(not_met, slab)
                continue
            # Goods by measure have no units that the percentage could be of.
            lines = with_units(lines, basket)
            whole = amount_of(lines, basket)
            if not part_of(whole, slab.millionths, basket):
                not_met = further(not_met, NotMet(NOTHING))
                continue
            taken.update(lines)
            rows.append((lines, None))
            shares.append(slab.millionths)
        if not taken:
            return not_met
        off: dict[int, int] = {}
        for amounts, share in zip(capped(rows, rules, basket), shares, strict=True):
            off.update(percent_off(amounts, share, basket))
        return money_off(off, self.maximum_discount_amount, basket)

    def terms(self: VolumeBased[Decimal], words: Words) -> str:
        """Return its terms, as a label."""
        slabs = dict.fromkeys(slab for row in self.rows for slab in row.slabs)
        found = words.either([_terms(words, slab) for slab in slabs])
        return at_most_in_all(words, found, self.maximum_discount_amount)

    def gives_nothing(self) -> bool:
        """Return whether it is zero for every cart."""
        most = self.maximum_discount_amount
        return most == ZERO or not any(row.reaches_a_percent() for row in self.rows)

    def findings(self, rules: OfferRules) -> Iterator[tuple[str, str]]:
        """Yield what is probably a mistake: a percentage of any amount."""
        if self.maximum_discount_amount is None and rules.max_applicable_items is None:
            yield "missing_cap", NO_UPPER_LIMIT


_TERMS = {
    Condition.LESS_OR_EQUAL: messages(
        "{rate} off up to {number} unit", "{rate} off up to {number} units"
    ),
    Condition.GREATER: messages(
        "{rate} off above {number} unit", "{rate} off above {number} units"
    ),
}


def _terms(words: Words, slab: VolumeSlab) -> str:
    rate = words.rate(slab.percent)
    return words.many(*_TERMS[slab.condition], slab.quantity, rate=rate)


# From the vendor's details, and from Python -----------------------------------


def _read_row(check: Validator, path: str, row: Record) -> VolumeRow:
    check.keys(path, row, ("product_id", "variant_id", "slabs"))
    slabs = []
    before = len(check.found)
    for inner, slab in some_rows(check, f"{path}.slabs", row, "a slab"):
        check.keys(inner, slab, ("quantity", "condition", "discount_percent"))
        slabs.append(_read_slab(check, f"{inner}.", slab))
    edges = [(slab.quantity, slab.condition) for slab in slabs]
    if len(check.found) == before:
        distinct(check, f"{path}.slabs", "quantity", edges)
    return VolumeRow(*product_of(check, path, row), tuple(slabs))


def _read_slab(check: Validator, prefix: str, slab: Record) -> VolumeSlab:
    percent = slab.get("discount_percent")
    return VolumeSlab(
        check.count(f"{prefix}quantity", slab.get("quantity")),
        check.choice(f"{prefix}condition", slab.get("condition"), Condition),
        read_percent(check, f"{prefix}discount_percent", percent),
    )


def above(quantity: int, percent: Amount) -> VolumeSlab:
    """
    Return a percentage for more units than *quantity*.

    *percent* is 0 to 100.  Raises `CheckoutError` with every fault.

    >>> above(5, 10).condition.value
    'greater'
    """
    return _slab(quantity, Condition.GREATER, percent)


def up_to(quantity: int, percent: Amount) -> VolumeSlab:
    """
    Return a percentage for *quantity* units and fewer.

    *percent* is 0 to 100.  Raises `CheckoutError` with every fault.

    >>> up_to(5, 10).condition.value
    'less-or-equal'
    """
    return _slab(quantity, Condition.LESS_OR_EQUAL, percent)


def _slab(quantity: object, condition: Condition, percent: object) -> VolumeSlab:
    check = Validator()
    slab = {
        "quantity": quantity,
        "condition": str(condition),
        "discount_percent": percent,
    }
    row = check.record("", slab)
    check.raise_any()
    found = _read_slab(check, "", row)
    check.raise_any()
    return found


def volume_based(
    slabs: Sequence[VolumeSlab],
    *,
    product: str | None = None,
    variant: str | None = None,
    maximum: Amount | None = None,
) -> Gift:
    """
    Return a percentage by quantity; the vendor's `volume-based`.

    The largest quantity exceeded counts (`above`), else the least limit (`up_to`).
    `+` joins the rows of several products.

    Args:
        slabs: made by `above` and `up_to`, at least one.
        product: the product whose lines are counted, None for any.
        variant: the variant whose lines are counted, None for any.
        maximum: the most it takes off in all, in major units; None for no limit.

    Raises `CheckoutError` with every fault; paths are those of the vendor's object.

    >>> volume_based([up_to(5, 5), above(5, 10)], product="tee").type
    'volume-based'
    """
    check = Validator()
    found = each_is(check, "details.products[0].slabs", slabs, VolumeSlab)
    row = {"product_id": product, "variant_id": variant, "slabs": records(found)}
    if check.found:
        # The slabs have their fault; an empty list would be a second one.
        row["slabs"] = records([VolumeSlab(0, Condition.GREATER, ZERO)])
    details = {"products": [row], "maximum_discount_amount": maximum}
    return read_as(VolumeBased, check, {"details": details})

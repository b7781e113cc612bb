# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Tiers: what an offer gives from a value or a quantity on, and more from a higher one.

Two benefits have them; `Tiers` is what both are.  Knows no cart.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import frozen

from checkout_core.checks import Amount, Validator
from checkout_core.offers.benefits.benefit import (
    OWN_PATH,
    Gift,
    records,
    without_nulls,
)
from checkout_core.offers.benefits.details import each_is
from checkout_core.offers.benefits.own import (
    CUT,
    POSITIVE,
    TARGET,
    Cut,
    OwnBenefit,
    ids_of,
    own_document,
    own_gift,
    rows_of,
    scope_of,
    table_of,
    values_of,
)
from checkout_core.offers.selectors import EVERYTHING, Selector, selector_document


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from checkout_core.keys import ObjectTable, Values
    from checkout_core.offers.benefits.benefit import Benefit
    from checkout_core.values import Record


TIERS = f"{OWN_PATH}.tiers"


@frozen(kw_only=True)
class Tier:
    """
    What is given from a minimum on; made by `tier`.

    Attributes:
        minimum: the least value in major units, or the fewest units: what the offer
            that has the tier goes by.
        cut: what is taken off, or the price.
        maximum: the most it takes off in all, in major units; None for no limit.
    """

    minimum: Amount
    cut: Cut[Decimal]
    maximum: Decimal | None

    def document(self, edge: str) -> dict[str, object]:
        """Return its object, whose minimum is called *edge*."""
        return {
            edge: self.minimum,
            **self.cut.document(),
            **without_nulls(maximum_discount_amount=self.maximum),
        }


def tier(
    minimum: Amount,
    *,
    percent_off: Amount | None = None,
    amount_off: Amount | None = None,
    price: Amount | None = None,
    maximum: Amount | None = None,
) -> Tier:
    """
    Return what is given from a minimum on, for `spend_tiers` and `quantity_tiers`.

    Exactly one of *percent_off*, *amount_off* and *price* is given.

    Args:
        minimum: above 0: of `spend_tiers` what the goods come to at least, in major
            units; of `quantity_tiers` how many units there are at least.
        percent_off: the percentage taken off, above 0, up to 100.
        amount_off: of `spend_tiers` what is taken off once; of `quantity_tiers` what is
            taken off each unit; in major units, above 0.
        price: of `quantity_tiers` what each unit costs, in major units.
        maximum: of `spend_tiers` the most the tier takes off in all, in major units;
            None for no limit.

    Raises `CheckoutError` with every fault.

    >>> tier(2000, percent_off=10, maximum=300).cut.percent_off
    Decimal('10')
    """
    check = Validator()
    given = {"price": price, "amount_off": amount_off, "percent_off": percent_off}
    values = {
        key: None if value is None else CUT[key].check(check, key, value)
        for key, value in given.items()
    }
    cut = Cut.read(check, "", values)
    most = None if maximum is None else POSITIVE.check(check, "maximum", maximum)
    check.raise_any()
    return Tier(minimum=minimum, cut=cut, maximum=most)


def tiers_gift(
    benefit: type[Benefit],
    edge: str,
    tiers: tuple[Tier, ...],
    on: Selector,
    maximum: Amount | None,
) -> Gift:
    """Return the gift of a benefit with *tiers*, whose minimums are called *edge*."""
    check = Validator()
    target = selector_document(check, f"{OWN_PATH}.target", on)
    rows = [each.document(edge) for each in each_is(check, TIERS, tiers, Tier)]
    check.raise_any()
    return own_gift(
        benefit,
        check,
        target=target or None,
        tiers=rows,
        maximum_discount_amount=maximum,
    )


def tiers_table(
    kind: str, row: ObjectTable, make: Callable[[Validator, str, Values], object]
) -> ObjectTable:
    """Return the keys of a benefit; those of a tier are in *row*, *make* makes it."""
    return table_of(kind, {"target": TARGET, "tiers": rows_of(row, make)}, "tiers")


@frozen(kw_only=True)
class Tiers(OwnBenefit):
    """
    A benefit by tiers; the file of each says the type of its tiers and what they give.

    Attributes:
        target: which lines are counted and discounted, all together.
        tiers: the tiers, at least one, their minimums ascending.
        maximum_discount_amount: the most it takes off in all, None for no limit.
        kind, keys: those of the benefit.
        _edge: not public: the key of a tier's minimum.
    """

    target: Selector
    tiers: tuple[Any, ...]
    maximum_discount_amount: Any

    kind: ClassVar[str]
    keys: ClassVar[ObjectTable]
    _edge: ClassVar[str]

    @classmethod
    def read(cls, check: Validator, document: Record) -> Self:
        """Return the benefit of an offer's document."""
        before = len(check.found)
        values = values_of(check, cls.keys, document)
        tiers = values["tiers"]
        if len(check.found) == before:
            edges: list[Any] = [row[cls._edge] for row in records(tiers)]
            if any(low >= high for low, high in pairwise(edges)):
                check.add(TIERS, "tier_order", edges, field=cls._edge)
        return cls(
            target=values["target"] or EVERYTHING,
            tiers=tiers,
            maximum_discount_amount=values["maximum_discount_amount"],
        )

    @property
    def scope(self) -> str:
        """What it applies to."""
        return scope_of(self.target)

    def document(self) -> dict[str, Any]:
        """Return the keys of an offer that say what it gives."""
        return own_document(
            self.kind,
            target=ids_of(self.target) or None,
            tiers=records(self.tiers),
            maximum_discount_amount=self.maximum_discount_amount,
        )

    def reach(self) -> Selector:
        """Return the lines without which it gives nothing."""
        return self.target

    def required(self) -> Selector:
        """Return no lines: those it discounts are all it looks at."""
        return Selector()

    def joined(self, other: object) -> None:
        """Return None: tiers are of one ascending list."""


def falls(
    tiers: Iterable[tuple[Cut[Decimal], Decimal | None]],
) -> Iterator[tuple[str, str]]:
    """
    Yield a warning for each tier that gives less than the one before it.

    Percentages are compared with percentages, amounts with amounts, and prices with
    prices; a tier is compared with the last of its kind before it.  The caps of two
    tiers are compared too.  *tiers* are the cuts with their caps, None for no cap.
    """
    last: dict[str, tuple[int, Decimal, Decimal | None]] = {}
    for number, (cut, most) in enumerate(tiers, 1):
        ((key, value),) = cut.document().items()
        assert isinstance(value, Decimal)
        known = last.get(key)
        last[key] = number, value, most
        if known is None:
            continue
        before, other, cap = known
        what = ""
        if value > other if key == "price" else value < other:
            what = f"{key} {value:f}, where tier {before} has {other:f}"
        elif most is not None and cap is not None and most < cap:
            what = f"at most {most:f}, where tier {before} gives up to {cap:f}"
        if what:
            yield "tiers_fall", f"tier {number} gives less than one before it: {what}"


def reached(minimums: Sequence[int], amount: int) -> int:
    """
    Return the index of the highest tier that *amount* reaches, -1 for none.

    >>> reached([3, 6], 5), reached([3, 6], 6), reached([3, 6], 2)
    (0, 1, -1)
    """
    found = -1
    for i, minimum in enumerate(minimums):
        if minimum > amount:
            break
        found = i
    return found


__all__ = [
    "TIERS",
    "Tier",
    "Tiers",
    "falls",
    "reached",
    "tier",
    "tiers_gift",
    "tiers_table",
]

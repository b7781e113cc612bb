# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Bonus points once per order; the vendor's accelerated-rewards.  No money moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic

from attrs import evolve, frozen

from checkout_core.checks import Validator
from checkout_core.offers.benefits.benefit import (
    NO_MATCH,
    NOTHING,
    Adjustment,
    Basket,
    Gift,
    Grid,
    NotMet,
    Outcome,
    further,
    read_as,
)
from checkout_core.offers.benefits.pools import short_of
from checkout_core.offers.benefits.target import (
    ROW,
    Row,
    Scope,
    Target,
    aimed,
    read_target,
)
from checkout_core.offers.selectors import Selector


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


#: The keys of its rows: bonus points are not money, so a maximum does not apply.
REWARD_ROW = ROW.only("product_id", "variant_id", "minimum_quantity", "minimum_value")


@frozen
class AcceleratedRewards(Generic[Grid]):
    """
    Bonus points once per order; no money moves.

    Attributes:
        bonus_loyalty_point: how many points.
        target: which goods have to be bought; its rows have no maximums.
    """

    bonus_loyalty_point: int
    target: Target[Grid]

    kind: ClassVar[str] = ""
    type: ClassVar[str] = "accelerated-rewards"
    discount_type: ClassVar[str] = ""
    kinds: ClassVar[tuple[str, ...]] = ("coupon",)
    has_details: ClassVar[bool] = True
    discounts_lines: ClassVar[bool] = False
    lowers_total: ClassVar[bool] = False
    ties_units: ClassVar[bool] = False

    @classmethod
    def read(cls, check: Validator, document: Record) -> Benefit:
        """Return the benefit of the vendor's offer."""
        details = document["details"]
        check.keys("details", details, _KEYS)
        scopes = (Scope.PRODUCT, Scope.CATEGORY)
        target = read_target(check, document, scopes, REWARD_ROW.kinds)
        points = details.get("bonus_loyalty_point")
        return AcceleratedRewards(
            check.count("details.bonus_loyalty_point", points), target
        )

    @property
    def scope(self) -> str:
        """What it applies to."""
        return self.target.shown

    def document(self) -> dict[str, Any]:
        """Return the vendor's keys."""
        points = {"bonus_loyalty_point": self.bonus_loyalty_point}
        details = {**points, **self.target.document()}
        return {"applies_to_product": str(self.target.scope), "details": details}

    def reach(self) -> Selector:
        """Return the lines without which it gives nothing."""
        return self.target.reach()

    def required(self) -> Selector:
        """Return no lines: points are given for the goods it looks at."""
        return Selector()

    def minor(
        self: AcceleratedRewards[Decimal], path: str, to_minor: ToMinor
    ) -> AcceleratedRewards[int]:
        """Return it with amounts in minor units."""
        target = self.target.minor(path, to_minor)
        return AcceleratedRewards(self.bonus_loyalty_point, target)

    def joined(
        self: AcceleratedRewards[Decimal], other: AcceleratedRewards[Decimal]
    ) -> AcceleratedRewards[Decimal] | None:
        """Return it with the rows of *other* added, None if they differ elsewhere."""
        target = self.target.joined(other.target)
        if target is None or self.bonus_loyalty_point != other.bonus_loyalty_point:
            return None
        return evolve(self, target=target)

    def give(
        self: AcceleratedRewards[int],
        rules: OfferRules,  # noqa: ARG002 - the protocol's
        basket: Basket,
    ) -> Outcome:
        """Return the points, if the minimums of one row are met."""
        not_met = NotMet(NO_MATCH)
        for row in self.target.rows:
            lines = self.target.lines(row, basket)
            short = short_of(
                row.minimum_quantity, row.minimum_value, lines, basket, matched=lines
            )
            if short is None:
                points = self.bonus_loyalty_point
                return Adjustment(points=points) if points else NotMet(NOTHING)
            not_met = further(not_met, short)
        return not_met

    def terms(self, words: Words) -> str:
        """Return its terms, as a label."""
        return words.many(
            "{number} extra point", "{number} extra points", self.bonus_loyalty_point
        )

    def gives_nothing(self) -> bool:
        """Return whether it is zero for every cart."""
        return not self.bonus_loyalty_point

    def findings(
        self,
        rules: OfferRules,  # noqa: ARG002 - the protocol's
    ) -> Iterator[tuple[str, str]]:
        """Yield nothing: a store decides what its points are worth."""
        return iter(())


_KEYS = ("products", "category_id", "bonus_loyalty_point")


def bonus_points(
    points: int,
    *,
    on: Selector,
    rows: Sequence[Row[Decimal]] = (),
) -> Gift:
    """
    Return bonus points, once per order; the vendor's `accelerated-rewards`.

    Args:
        points: how many, 0 or more.
        on: `EVERYTHING`, `products`, `variants` or `categories`.
        rows: minimums, made by `row`; rows that name products are for those alone.

    Raises `CheckoutError` with every fault; paths are those of the vendor's object.

    >>> from checkout_core.offers import EVERYTHING
    >>> bonus_points(50, on=EVERYTHING).benefit.scope
    'product'
    """
    check = Validator()
    document = aimed(check, on, rows, everything=Scope.PRODUCT)
    document["details"]["bonus_loyalty_point"] = points
    return read_as(AcceleratedRewards, check, document)

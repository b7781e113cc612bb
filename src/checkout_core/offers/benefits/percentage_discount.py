# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A percentage off everything, products or categories; the vendor's discount."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic

from attrs import Factory, evolve, field, frozen

from checkout_core.checks import ZERO, Amount, Validator
from checkout_core.offers.benefits.benefit import (
    Basket,
    Gift,
    Grid,
    NotMet,
    Outcome,
    read_as,
    without_nulls,
)
from checkout_core.offers.benefits.details import minor_cap, read_percent
from checkout_core.offers.benefits.pools import at_most, millionths_of, part_of
from checkout_core.offers.benefits.target import (
    Row,
    Scope,
    Target,
    aimed,
    eligible,
    read_target,
    shared,
)
from checkout_core.offers.benefits.words import at_most_in_all
from checkout_core.offers.selectors import EVERYTHING, Selector
from checkout_core.words import message


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


_TERMS = {
    Scope.ALL: message("{rate} off everything"),
    Scope.PRODUCT: message("{rate} off chosen products"),
    Scope.CATEGORY: message("{rate} off chosen categories"),
}


@frozen
class PercentageDiscount(Generic[Grid]):
    """
    A percentage of all eligible amounts together.

    Attributes:
        percent: 0 to 100.
        maximum_discount_amount: the most it takes off in all, None for no limit.
        target: what it is for.
        millionths: no argument: the percentage in millionths.
    """

    percent: Decimal
    maximum_discount_amount: Grid | None
    target: Target[Grid]
    millionths: int = field(
        init=False,
        eq=False,
        repr=False,
        default=Factory(millionths_of, takes_self=True),
    )

    kind: ClassVar[str] = ""
    type: ClassVar[str] = "discount"
    discount_type: ClassVar[str] = "percentage"
    kinds: ClassVar[tuple[str, ...]] = ("promotion", "coupon")
    has_details: ClassVar[bool] = True
    discounts_lines: ClassVar[bool] = True
    lowers_total: ClassVar[bool] = True
    ties_units: ClassVar[bool] = False

    @classmethod
    def read(cls, check: Validator, document: Record) -> Benefit:
        """Return the benefit of the vendor's offer."""
        target = read_target(check, document)
        details = document["details"]
        check.keys("details", details, _KEYS)
        most = details.get("maximum_discount_amount")
        percent = details.get("discount_percent")
        return PercentageDiscount(
            read_percent(check, "details.discount_percent", percent),
            check.maybe_amount("details.maximum_discount_amount", most),
            target,
        )

    @property
    def scope(self) -> str:
        """What it applies to."""
        return self.target.shown

    def document(self) -> dict[str, Any]:
        """Return the vendor's keys."""
        details = without_nulls(
            discount_type=self.discount_type,
            discount_percent=self.percent,
            maximum_discount_amount=self.maximum_discount_amount,
        )
        details |= self.target.document()
        return {"applies_to_product": str(self.target.scope), "details": details}

    def reach(self) -> Selector:
        """Return the lines without which it gives nothing."""
        return self.target.reach()

    def required(self) -> Selector:
        """Return no lines: those it discounts are all it looks at."""
        return Selector()

    def minor(
        self: PercentageDiscount[Decimal], path: str, to_minor: ToMinor
    ) -> PercentageDiscount[int]:
        """Return it with amounts in minor units."""
        most = self.maximum_discount_amount
        return PercentageDiscount(
            self.percent,
            minor_cap(to_minor, path, most),
            self.target.minor(path, to_minor),
        )

    def joined(
        self: PercentageDiscount[Decimal], other: PercentageDiscount[Decimal]
    ) -> PercentageDiscount[Decimal] | None:
        """Return it with the rows of *other* added, None if they differ elsewhere."""
        target = self.target.joined(other.target)
        if target is None or evolve(self, target=other.target) != other:
            return None
        return evolve(self, target=target)

    def give(
        self: PercentageDiscount[int], rules: OfferRules, basket: Basket
    ) -> Outcome:
        """
        Return the percentage of the eligible amounts, rounded once and allocated.

        10 % of 33.33 and 66.66 is 10.00 (of 9.999), shared 3.33 and 6.67.
        """
        millionths = self.millionths

        def discount(amount: int) -> int:
            return part_of(amount, millionths, basket)

        found = eligible(self.target, rules, basket, discount)
        if isinstance(found, NotMet):
            return found
        total = at_most(discount(found[2]), self.maximum_discount_amount)
        return shared(total, found, basket)

    def terms(self: PercentageDiscount[Decimal], words: Words) -> str:
        """Return its terms, as a label."""
        off = words.text(_TERMS[self.target.scope], rate=words.rate(self.percent))
        return at_most_in_all(words, off, self.maximum_discount_amount)

    def gives_nothing(self) -> bool:
        """Return whether it is zero for every cart."""
        most = self.maximum_discount_amount
        return not self.percent or most == ZERO or self.target.leaves_no_room()

    def findings(self, rules: OfferRules) -> Iterator[tuple[str, str]]:
        """Yield what is probably a mistake: a percentage of any amount."""
        capped = self.maximum_discount_amount is not None or self.target.is_capped()
        if not capped and rules.max_applicable_items is None:
            yield "missing_cap", NO_UPPER_LIMIT


#: The warning about a percentage without a maximum.
NO_UPPER_LIMIT = "it has no maximum_discount_amount, so its discount has no upper limit"

_KEYS = (
    "discount_type",
    "products",
    "category_id",
    "discount_percent",
    "maximum_discount_amount",
)


def percentage_off(
    percent: Amount,
    *,
    on: Selector = EVERYTHING,
    rows: Sequence[Row[Decimal]] = (),
    maximum: Amount | None = None,
) -> Gift:
    """
    Return a percentage off; the vendor's `discount` of the type `percentage`.

    Args:
        percent: 0 to 100, of all eligible amounts together.
        on: `EVERYTHING` (default), `products`, `variants` or `categories`.
        rows: limits, made by `row`; rows that name products are for those alone.
        maximum: the most it takes off in all, in major units; None for no limit.

    Raises `CheckoutError` with every fault; paths are those of the vendor's object.

    >>> from checkout_core import promotion
    >>> promotion("ten", percentage_off(10, maximum=500)).document["details"]
    <Record ['discount_type', 'discount_percent', 'maximum_discount_amount']>
    """
    check = Validator()
    document = aimed(check, on, rows)
    document["details"] |= {
        "discount_type": PercentageDiscount.discount_type,
        "discount_percent": percent,
        "maximum_discount_amount": maximum,
    }
    return read_as(PercentageDiscount, check, document)

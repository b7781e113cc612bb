# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""One amount off the order, once; the vendor's discount of a fixed amount."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic

from attrs import evolve, frozen

from checkout_core.checks import ZERO, Amount, Validator
from checkout_core.offers.benefits.benefit import (
    Basket,
    Gift,
    Grid,
    NotMet,
    Outcome,
    read_as,
)
from checkout_core.offers.benefits.face_value import fixed_off
from checkout_core.offers.benefits.target import (
    Row,
    Scope,
    Target,
    aimed,
    eligible,
    read_target,
)
from checkout_core.offers.benefits.words import named
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
    Scope.ALL: message("{amount} off everything, once"),
    Scope.PRODUCT: message("{amount} off chosen products, once"),
    Scope.CATEGORY: message("{amount} off chosen categories, once"),
}


@frozen
class FixedDiscount(Generic[Grid]):
    """
    One amount off the order, once.

    Attributes:
        amount: what it takes off, at most what is eligible, in major units.
        target: what it is for.
    """

    amount: Grid
    target: Target[Grid]

    kind: ClassVar[str] = ""
    type: ClassVar[str] = "discount"
    discount_type: ClassVar[str] = "fixed-amount"
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
        amount = details.get("fixed_discount_amount")
        path = "details.fixed_discount_amount"
        if amount is None:
            check.add(path, "required", None, expected="the amount taken off")
            return FixedDiscount(ZERO, target)
        return FixedDiscount(check.amount(path, amount), target)

    @property
    def scope(self) -> str:
        """What it applies to."""
        return self.target.shown

    def document(self) -> dict[str, Any]:
        """Return the vendor's keys."""
        details = {
            "discount_type": self.discount_type,
            "fixed_discount_amount": self.amount,
            **self.target.document(),
        }
        return {"applies_to_product": str(self.target.scope), "details": details}

    def reach(self) -> Selector:
        """Return the lines without which it gives nothing."""
        return self.target.reach()

    def required(self) -> Selector:
        """Return no lines: those it discounts are all it looks at."""
        return Selector()

    def minor(
        self: FixedDiscount[Decimal], path: str, to_minor: ToMinor
    ) -> FixedDiscount[int]:
        """Return it with amounts in minor units."""
        amount = to_minor(f"{path}.fixed_discount_amount", self.amount)
        return FixedDiscount(amount, self.target.minor(path, to_minor))

    def joined(
        self: FixedDiscount[Decimal], other: FixedDiscount[Decimal]
    ) -> FixedDiscount[Decimal] | None:
        """Return it with the rows of *other* added, None if they differ elsewhere."""
        target = self.target.joined(other.target)
        if target is None or self.amount != other.amount:
            return None
        return evolve(self, target=target)

    def give(self: FixedDiscount[int], rules: OfferRules, basket: Basket) -> Outcome:
        """
        Return the amount, or what is eligible if that is less, allocated.

        50.00 off tees at 100.00 and mugs at 50.00 is 33.33 and 16.67; at its face value
        it is less where tax comes on top, so that the shopper saves 50.00.
        """
        amount = self.amount

        def discount(whole: int) -> int:
            return min(amount, whole)

        found = eligible(self.target, rules, basket, discount)
        if isinstance(found, NotMet):
            return found
        return fixed_off(amount, found, basket)

    def terms(self: FixedDiscount[Decimal], words: Words) -> str:
        """Return its terms, as a label."""
        return words.text(_TERMS[self.target.scope], amount=words.money(self.amount))

    def gives_nothing(self) -> bool:
        """Return whether it is zero for every cart."""
        return not self.amount or self.target.leaves_no_room()

    def findings(
        self: FixedDiscount[Decimal], rules: OfferRules
    ) -> Iterator[tuple[str, str]]:
        """Yield the row with the lowest requirement whose discount exceeds it."""
        least = rules.minimum_order_total
        found = []
        for i, row in enumerate(self.target.rows):
            room = ZERO if row.maximum_quantity == 0 else row.maximum_value
            most = self.amount if room is None else min(self.amount, room)
            trigger = max(least, row.minimum_value or ZERO)
            if most > trigger:
                found.append((trigger, i, most))
        for trigger, i, most in sorted(found)[:1]:
            goods = _goods(self.target, self.target.rows[i])
            order = f"any order{f' of {least:f} or more' if least else ''}{goods}"
            small = "" if trigger else ", however small"
            message = f"it takes up to {most:f} off {order}{small}"
            yield "worth_more_than_its_trigger", message


_KEYS = ("discount_type", "products", "category_id", "fixed_discount_amount")


def _goods(target: Target[Decimal], row: Row[Decimal]) -> str:
    """Return what an order must hold for a row, fit to follow "any order"."""
    if target.scope is Scope.CATEGORY:
        ids = target.category_ids
        any_of = f"category {ids[0]}" if len(ids) == 1 else f"{len(ids)} categories"
        name = f"goods of {any_of}"
    else:
        name = named(row.product_id, row.variant_id)
    count = row.minimum_quantity or 0
    worth = f" for {row.minimum_value:f} or more" if row.minimum_value else ""
    if count > 1:
        return f" with {count} {f'of {name}' if name else 'items'}{worth}"
    return f" with {name or 'items'}{worth}" if name or worth else ""


def amount_off(
    amount: Amount,
    *,
    on: Selector = EVERYTHING,
    rows: Sequence[Row[Decimal]] = (),
) -> Gift:
    """
    Return one amount off, once; the vendor's `discount` of the type `fixed-amount`.

    Args:
        amount: what it takes off, in major units.
        on: `EVERYTHING` (default), `products`, `variants` or `categories`.
        rows: limits, made by `row`; rows that name products are for those alone.

    Raises `CheckoutError` with every fault; paths are those of the vendor's object.

    >>> amount_off("99.50").benefit.amount
    Decimal('99.50')
    """
    check = Validator()
    document = aimed(check, on, rows)
    document["details"] |= {
        "discount_type": FixedDiscount.discount_type,
        "fixed_discount_amount": amount,
    }
    return read_as(FixedDiscount, check, document)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Part of the delivery cost: a percentage or an amount off it, or a price for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic

from attrs import frozen

from checkout_core.checks import Amount, Validator
from checkout_core.offers.benefits.benefit import (
    NOTHING,
    OWN_PATH,
    Adjustment,
    Basket,
    Gift,
    Grid,
    NotMet,
    Outcome,
)
from checkout_core.offers.benefits.details import minor_cap
from checkout_core.offers.benefits.own import (
    CUT,
    Cut,
    OwnBenefit,
    own_document,
    own_gift,
    table_of,
    values_of,
)
from checkout_core.offers.benefits.pools import at_most
from checkout_core.offers.benefits.words import at_most_in_all, cut_at
from checkout_core.offers.selectors import EVERYTHING, Selector
from checkout_core.words import message


if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from checkout_core.keys import ObjectTable
    from checkout_core.offers.benefits.benefit import (
        Benefit,
        OfferRules,
        ToMinor,
    )
    from checkout_core.values import Record
    from checkout_core.words import Words


_TERMS = (
    message("shipping at {amount}"),
    message("{amount} off the shipping"),
    message("{rate} off the shipping"),
)


@frozen(kw_only=True)
class ShippingDiscount(OwnBenefit, Generic[Grid]):
    """
    Part of the delivery cost.

    Attributes:
        cut: what is taken off the cost, or what it becomes.
        maximum_discount_amount: the most it takes off, None for no limit.
    """

    cut: Cut[Grid]
    maximum_discount_amount: Grid | None

    kind: ClassVar[str] = "shipping_discount"
    type: ClassVar[str] = "free-shipping"
    discounts_lines: ClassVar[bool] = False
    ties_units: ClassVar[bool] = False
    keys: ClassVar[ObjectTable] = table_of(kind, CUT)

    @classmethod
    def read(cls, check: Validator, document: Record) -> Benefit:
        """Return the benefit of an offer's document."""
        values = values_of(check, cls.keys, document)
        return ShippingDiscount(
            cut=Cut.read(check, OWN_PATH, values),
            maximum_discount_amount=values["maximum_discount_amount"],
        )

    @property
    def scope(self) -> str:
        """What it applies to."""
        return "shipping"

    def document(self) -> dict[str, Any]:
        """Return the keys of an offer that say what it gives."""
        return own_document(
            self.kind,
            **self.cut.document(),
            maximum_discount_amount=self.maximum_discount_amount,
        )

    def reach(self) -> Selector:
        """Return all lines: it looks at none of them."""
        return EVERYTHING

    def required(self) -> Selector:
        """Return no lines: goods do not matter."""
        return Selector()

    def minor(
        self: ShippingDiscount[Decimal], path: str, to_minor: ToMinor
    ) -> ShippingDiscount[int]:
        """Return it with amounts in minor units."""
        most = self.maximum_discount_amount
        return ShippingDiscount(
            cut=self.cut.minor(path, to_minor),
            maximum_discount_amount=minor_cap(to_minor, path, most),
        )

    def joined(self, other: ShippingDiscount[Decimal]) -> None:
        """Return None: it has no rows."""

    def give(
        self: ShippingDiscount[int],
        rules: OfferRules,  # noqa: ARG002 - the protocol's
        basket: Basket,
    ) -> Outcome:
        """
        Return what it takes off what is left of the delivery cost, as it was quoted.

        50 % off 99.00, at most 40.00, is 40.00; a price of 59.00 is 40.00 off as well.
        """
        off = self.cut.of(basket.delivery, basket)
        off = at_most(off, self.maximum_discount_amount)
        return Adjustment(shipping=off) if off else NotMet(NOTHING)

    def terms(self: ShippingDiscount[Decimal], words: Words) -> str:
        """Return its terms, as a label."""
        found = cut_at(words, _TERMS, self.cut)
        return at_most_in_all(words, found, self.maximum_discount_amount)

    def findings(
        self,
        rules: OfferRules,  # noqa: ARG002 - the protocol's
    ) -> Iterator[tuple[str, str]]:
        """Yield nothing: there is nothing to mistake."""
        return iter(())


def shipping_discount(
    *,
    percent_off: Amount | None = None,
    amount_off: Amount | None = None,
    price: Amount | None = None,
    maximum: Amount | None = None,
) -> Gift:
    """
    Return a part of the delivery cost; exactly one of the first three is given.

    Its offer is of the vendor's type `free-shipping`.  All amounts are in the basis of
    the cost: with tax if that includes tax.

    Args:
        percent_off: the percentage taken off, above 0, up to 100.
        amount_off: what is taken off, above 0, in major units.
        price: what the delivery costs, in major units, if it costs more than that.
        maximum: the most it takes off, in major units; None for no limit.

    Raises `CheckoutError` with every fault; paths are those of the offer.

    >>> shipping_discount(percent_off=50, maximum=40).type
    'free-shipping'
    """
    return own_gift(
        ShippingDiscount,
        Validator(),
        percent_off=percent_off,
        amount_off=amount_off,
        price=price,
        maximum_discount_amount=maximum,
    )

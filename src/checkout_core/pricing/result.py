# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The columns that the stages of pricing compute.

A `PricingResult` is columns of minor units and the applied offers; it is internal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.cart import Cart
    from checkout_core.pricing.charges import TaxedCharge
    from checkout_core.pricing.promotions import Applied, Chosen
    from checkout_core.pricing.taxes import Taxes
    from checkout_core.pricing.tenders import TenderResult
    from checkout_core.revisions import Revision
    from checkout_core.store import Policies
    from checkout_core.tax.line_rule import LineRule
    from checkout_core.tax.regime import Place


@define(eq=False)
class PricingResult:
    """The raw result of pricing: columns, one entry a line, and what was charged."""

    cart: Cart
    policies: Policies
    place: Place
    revision: Revision
    rules: Sequence[LineRule]
    chosen: Chosen
    rates: Sequence[int]
    taxes: Taxes
    delivery: TaxedCharge
    freed_by_threshold: bool
    delivery_days: int | None
    handling: Sequence[tuple[int, TaxedCharge]]
    charges: Sequence[TaxedCharge]
    round_off: int
    tenders: Sequence[TenderResult]
    earned: int
    to_be_paid: int

    def saved(
        self, each: Applied, based: list[int]
    ) -> tuple[dict[int, tuple[int, int, int]], int]:
        """
        Return what an offer did by line (discount, free units, saving) and on shipping.

        *based* holds the taxed amounts before the offer and is changed to those after
        it.
        """
        columns, gift = self.cart.columns, each.given
        lines: dict[int, tuple[int, int, int]] = {}
        for at, amount in zip(gift.lines, gift.amounts, strict=True):
            if not amount:
                continue
            saved = amount
            if not each.plan.funded:
                rule = self.rules[self.rates[at]]
                saved = rule.cost(based[at]) - rule.cost(based[at] - amount)
                based[at] -= amount
            lines[at] = (amount, 0, saved)
        for at, units in gift.units:
            rule = self.rules[self.rates[at]]
            rule = rule.of_units(units, columns.quantities[at])
            lines[at] = (0, units, rule.cost(units * columns.prices[at]))
        return lines, self.delivery.total if gift.frees_shipping else 0

    def coupon_saving(self) -> int:
        """Return what the coupon saves, 0 if none applies."""
        based = list(self.chosen.promotions.based())
        total = 0
        for each in self.chosen.coupon.applied:
            lines, shipping = self.saved(each, based)
            total += shipping + sum([saving for _, _, saving in lines.values()])
        return total

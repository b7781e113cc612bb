# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The columns that the stages of pricing compute.

A `PricingResult` is columns of minor units and the applied offers; it is internal, and
`pricing.ledger` makes rows and figures of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.cart import Cart
    from checkout_core.pricing.charges import TaxedCharge
    from checkout_core.pricing.context import PricingContext
    from checkout_core.pricing.promotions import Applied, Candidate, Chosen
    from checkout_core.pricing.taxes import Taxes
    from checkout_core.pricing.tenders import TenderResult


# Positional, unlike other classes of more than five fields: see `total_up`.
@define(eq=False)
class PricingResult:
    """
    The raw result of pricing, in minor units.

    Attributes:
        context: the cart, the store and the rules of tax.
        chosen: the offers that apply, and what they leave of each line.
        rates: the rate of each line, an index into `context.rules`.
        taxes: the tax of each line.
        delivery: what delivery costs, whether or not it is free.
        free_by_threshold: whether the threshold of the store makes it free.
        handling: lines with handling, each with what it costs.
        charges: the store's own charges, in the store's order.
        round_off: the round-off, the residue of `net_exact` included.
        tenders: what each of the cart's tenders is granted.
        earned: points earned, without bonuses.
        to_be_paid: what is left to pay with money.
    """

    context: PricingContext
    chosen: Chosen
    rates: Sequence[int]
    taxes: Taxes
    delivery: TaxedCharge
    free_by_threshold: bool
    handling: Sequence[tuple[int, TaxedCharge]]
    charges: Sequence[TaxedCharge]
    round_off: int
    tenders: Sequence[TenderResult]
    earned: int
    to_be_paid: int

    @property
    def cart(self) -> Cart:
        """The cart that was priced, its tax classes looked up."""
        return self.context.cart

    @property
    def shipping_is_free(self) -> bool:
        """Whether the delivery is free, by an offer or the threshold."""
        chosen = self.chosen
        return (
            self.free_by_threshold
            or chosen.promotions.frees_shipping
            or chosen.coupon.frees_shipping
        )

    def saved(
        self, each: Applied, state: Candidate
    ) -> tuple[dict[int, tuple[int, int, int]], int]:
        """
        Return what an offer did by line (discount, free units, saving) and on shipping.

        *state* holds the amounts before the offer and is changed to those after it.
        """
        columns, adjustment = self.cart.columns, each.adjustment
        rules, rates, funded = self.context.rules, self.rates, each.compiled.funded
        lines: dict[int, tuple[int, int, int]] = {}
        for line, amount in zip(adjustment.lines, adjustment.amounts, strict=True):
            if amount:
                saved = amount
                if not funded:
                    rule, before = rules[rates[line]], state.base(line)
                    saved = rule.cost(before) - rule.cost(before - amount)
                lines[line] = (amount, 0, saved)
        state.take(
            adjustment.lines,
            adjustment.amounts,
            funded=funded,
            frees_shipping=adjustment.frees_shipping,
        )
        for line, units in adjustment.units:
            rule = rules[rates[line]].of_units(units, columns.quantities[line])
            lines[line] = (0, units, rule.cost(units * columns.prices[line]))
        return lines, self.delivery.total if adjustment.frees_shipping else 0

    def coupon_saving(self) -> int:
        """Return what the coupon saves, 0 if none applies."""
        state = self.chosen.promotions.copy()
        total = 0
        for each in self.chosen.coupon.applied:
            lines, shipping = self.saved(each, state)
            total += shipping + sum([saving for _, _, saving in lines.values()])
        return total

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

from checkout_core.ledger.sheet import OfferEffect
from checkout_core.pricing.listed import ListedLines, on_top


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.cart import Cart
    from checkout_core.pricing.charges import TaxedCharge
    from checkout_core.pricing.context import PricingContext
    from checkout_core.pricing.listed import OnTop
    from checkout_core.pricing.promotions import Applied, Chosen
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

    def effects(
        self, bases: Sequence[int], *applied: Sequence[Applied]
    ) -> list[list[OfferEffect]]:
        """
        Return what the offers did, for each of the sequences of offers that *applied*.

        *bases* is what each line was taxed on before the first of them.
        """
        # Where a price includes tax, a discount is what the shopper saves.  Where it
        # does not, the tax on it is saved too, so the tax on top of each line is kept
        # from offer to offer: 100.00 at 18 % less 10.00 has 16.20 in place of 18.00 on
        # top, and 11.80 are saved.  What a funder pays stays taxed.
        if not any(applied):
            return [[] for _ in applied]
        listed = ListedLines.of(self)
        taxes = listed.taxes[:]
        if bases is not self.cart.columns.list_amounts:
            taxes = list(map(on_top, listed.on_top, bases))
        left = list(bases)
        return [
            [self._effect(each, left, listed.on_top, taxes) for each in offers]
            for offers in applied
        ]

    def _effect(
        self,
        each: Applied,
        bases: list[int],
        rules: Sequence[OnTop],
        taxes: list[int],
    ) -> OfferEffect:
        """Return what one offer did; *bases* and *taxes* on top are changed by it."""
        adjustment = each.adjustment
        pairs = zip(adjustment.lines, adjustment.amounts, strict=True)
        lines = []
        if each.compiled.funded:
            lines = [(line, amount, 0, amount) for line, amount in pairs if amount]
        else:
            for line, amount in pairs:
                if amount:
                    after = bases[line] = bases[line] - amount
                    n2, bias, d2, times, rule = rules[line]
                    # `on_top`, without the call.
                    if rule is None:
                        tax = (after * n2 + bias) // d2 * times
                    else:
                        tax = rule.cost(after) - after
                    lines.append((line, amount, 0, amount + taxes[line] - tax))
                    taxes[line] = tax
        if adjustment.units:
            lines = self._with_units(lines, adjustment.units)
        lines.sort()
        saving = sum([line[3] for line in lines])
        if adjustment.frees_shipping:
            saving += self.delivery.total
        offer, points = each.compiled.offer, adjustment.points
        return OfferEffect(offer, each.code, saving, points, lines)

    def _with_units(
        self,
        lines: Sequence[tuple[int, int, int, int]],
        units: Sequence[tuple[int, int]],
    ) -> list[tuple[int, int, int, int]]:
        """Return what an offer did to its *lines*, with the *units* it added."""
        columns = self.cart.columns
        found = {line[0]: line for line in lines}
        for line, free in units:
            rule = self.context.rules[self.rates[line]]
            rule = rule.of_units(free, columns.quantities[line])
            found[line] = (line, 0, free, rule.cost(free * columns.prices[line]))
        return list(found.values())

    def promotion_savings(self) -> dict[str, int]:
        """Return what each promotion that applies saves, by its id."""
        bases = list(self.cart.columns.list_amounts)
        (effects,) = self.effects(bases, self.chosen.promotions.applied)
        return {each.offer.id: each.saving for each in effects}

    def coupon_saving(self) -> int:
        """Return what the coupon saves, 0 if none applies."""
        bases = self.chosen.promotions.bases()
        (effects,) = self.effects(bases, self.chosen.coupon.applied)
        return sum([each.saving for each in effects])

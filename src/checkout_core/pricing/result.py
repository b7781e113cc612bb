# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The columns that the stages of pricing compute.

A `PricingResult` is columns of minor units and the applied offers; it is internal, and
`pricing.ledger` makes rows and figures of it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from attrs import define

from checkout_core.pricing.listed import ListedLines, on_top


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checkout_core.cart import Cart
    from checkout_core.ledger.sheet import OfferEffect
    from checkout_core.offers.benefits.benefit import Adjustment
    from checkout_core.pricing.candidate import Applied
    from checkout_core.pricing.charges import TaxedCharge
    from checkout_core.pricing.context import PricingContext
    from checkout_core.pricing.coupons import Chosen
    from checkout_core.pricing.listed import OnTop
    from checkout_core.pricing.taxes import Taxes
    from checkout_core.pricing.tenders import TenderResult


# Positional, unlike other classes of more than five fields: see `total_up`.
@define(eq=False, repr=False)
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
    def listed(self) -> ListedLines:
        """The lines of the cart at their rates, before any offer."""
        return ListedLines.of(self.cart, self.context.cart_rules, self.rates)

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
        listed = self.listed
        taxes, make = listed.taxes[:], _maker()
        if bases is not self.cart.columns.list_amounts:
            taxes = list(map(on_top, listed.on_top, bases))
        left = list(bases)
        return [
            [self._effect(each, left, listed.on_top, taxes, make) for each in offers]
            for offers in applied
        ]

    def _effect(
        self,
        each: Applied,
        bases: list[int],
        rules: Sequence[OnTop],
        taxes: list[int],
        make: type[OfferEffect],
    ) -> OfferEffect:
        """
        Return what one offer did.

        Of lines with tax on top, *bases* and *taxes* are changed by it.
        """
        adjustment = each.adjustment
        lines, discounts = _in_order(adjustment)
        savings: Sequence[int] = discounts
        if not each.compiled.funded:
            savings = []
            for line, amount in zip(lines, discounts, strict=True):
                rule = rules[line]
                if rule is None:
                    savings.append(amount)
                    continue
                after = bases[line] = bases[line] - amount
                n2, bias, d2, times, whole = rule
                # `on_top`, without the call.
                if whole is None:
                    tax = (after * n2 + bias) // d2 * times
                else:
                    tax = whole.cost(after) - after
                savings.append(amount + taxes[line] - tax)
                taxes[line] = tax
        units = dict(adjustment.units)
        if units:
            lines, discounts, savings = self._with_units(
                units,
                dict(zip(lines, zip(discounts, savings, strict=True), strict=True)),
            )
        saving = sum(savings)
        if adjustment.frees_shipping:
            saving += self.delivery.total
        return make(
            each.compiled.offer,
            each.code,
            saving,
            adjustment.points,
            lines,
            discounts,
            savings,
            units,
        )

    def _with_units(
        self, units: Mapping[int, int], found: dict[int, tuple[int, int]]
    ) -> tuple[list[int], list[int], list[int]]:
        """Return lines, discounts and savings of an offer that adds *units*."""
        columns = self.cart.columns
        for line, free in units.items():
            rule = self.context.rules[self.rates[line]]
            rule = rule.of_units(free, columns.quantities[line])
            found[line] = (0, rule.cost(free * columns.prices[line]))
        lines = sorted(found)
        return (
            lines,
            [found[line][0] for line in lines],
            [found[line][1] for line in lines],
        )

    def promotion_savings(self) -> dict[str, int]:
        """Return what each promotion that applies saves, by its id."""
        bases = self.cart.columns.list_amounts
        (effects,) = self.effects(bases, self.chosen.promotions.applied)
        return {each.offer.id: each.saving for each in effects}

    def coupon_saving(self) -> int:
        """Return what the coupon saves, 0 if none applies."""
        bases = self.chosen.promotions.bases()
        (effects,) = self.effects(bases, self.chosen.coupon.applied)
        return sum([each.saving for each in effects])


@cache
def _maker() -> type[OfferEffect]:
    # With what else makes figures of a price, loaded when someone looks at them; to
    # import what is loaded takes as long as what the offer saves on two lines.
    from checkout_core.ledger.sheet import OfferEffect

    return OfferEffect


def _in_order(adjustment: Adjustment) -> tuple[Sequence[int], Sequence[int]]:
    """Return the lines that become cheaper, in the cart's order, and by how much."""
    lines, amounts = adjustment.lines, adjustment.amounts
    is_ordered = isinstance(lines, range) or list(lines) == sorted(lines)
    if is_ordered and 0 not in amounts:
        # Nearly always, so that the offer's own columns are shared.
        return lines, amounts
    pairs = sorted(zip(lines, amounts, strict=True))
    return [line for line, off in pairs if off], [off for _, off in pairs if off]

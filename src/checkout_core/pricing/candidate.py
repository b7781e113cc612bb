# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
One choice of offers, and what they leave of each line.

Promises that the cart itself never changes: every choice works on its own copy of the
remaining amounts.
"""

from __future__ import annotations

from functools import partial
from operator import sub
from typing import TYPE_CHECKING, NamedTuple, cast

from attrs import define

from checkout_core.offers.benefits.benefit import NO_MATCH, Basket, NotMet, Taxed
from checkout_core.pricing.judge import Refused


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checkout_core.ledger import AppliedOffer
    from checkout_core.offers.benefits.benefit import Adjustment
    from checkout_core.pricing.context import PricingContext
    from checkout_core.pricing.judge import Judge
    from checkout_core.store.compiled import CompiledOffer


@define(eq=False, repr=False, weakref_slot=False)
class Applied:
    """An offer that applies, with what it gives; `code` is the coupon's spelling."""

    compiled: CompiledOffer
    adjustment: Adjustment
    code: str | None = None

    @property
    def saves_beyond_lines(self) -> bool:
        """Whether it saves something that the amounts left of the lines do not show."""
        given = self.adjustment
        return self.compiled.funded or bool(given.units or given.shipping)


class KnownOffer(NamedTuple):
    """
    What is known of an offer that is applied again without the store that had it.

    Attributes:
        offer: the offer as a stored quote has it; None for points that are a discount.
        funded: whether someone other than the seller pays for it.
        budget: a number if it has a budget, None (the default) if it has none; how
            large it is does not matter any more.
    """

    offer: AppliedOffer | None
    funded: bool
    budget: int | None = None

    def gave(self, adjustment: Adjustment, code: str | None = None) -> Applied:
        """Return it as an offer that applies, with what it gave."""
        return Applied(cast("CompiledOffer", self), adjustment, code)


# By position: one is made for every choice of offers.
@define(eq=False, repr=False)
class Candidate:
    """
    One choice of offers, with the amounts that remain after them.

    Attributes:
        remaining: what is left of each line, in minor units; the cart's own listed
            amounts until an offer takes something off them.
        funded: what others than the seller pay of each line, None for nothing.
        applied: the offers that apply, in their order.
        missed: the offers that give nothing, or more than is left of their budget.
        shipping_off: what they take off the delivery cost, in its own basis.
        free: the free units of lines that have some, by line; None for none.
        residues: of each line, what the shopper saves beyond what is taken off it and
            the tax on that, if the line has room for it in the end; None for nothing.
    """

    remaining: Sequence[int]
    funded: list[int] | None = None
    applied: Sequence[Applied] = ()
    missed: Sequence[Refused] = ()
    shipping_off: int = 0
    residues: list[int] | None = None
    free: dict[int, int] | None = None

    def same(self) -> Candidate:
        """Return a candidate that shares these amounts and has no applied offers."""
        return Candidate(
            self.remaining,
            self.funded,
            (),
            (),
            self.shipping_off,
            self.residues,
            self.free,
        )

    def copy(self) -> Candidate:
        """Return a candidate with the same remaining amounts and no applied offers."""
        funded = None if self.funded is None else self.funded[:]
        residues = None if self.residues is None else self.residues[:]
        # A slice of a tuple, the listed amounts, is that tuple and no copy.
        remaining = self.remaining[:]
        free = None if self.free is None else self.free.copy()
        return Candidate(remaining, funded, (), (), self.shipping_off, residues, free)

    def take(self, given: Adjustment, *, funded: bool) -> None:
        """
        Apply an offer that gives *given*.

        What it takes stays taxed if it is *funded* by someone else than the seller: of
        100.00 less 10.00 the shopper owes 90.00, and the tax is on 100.00.  This is how
        offers are applied, and how those of a stored quote are applied again.
        """
        lines, amounts = given.lines, given.amounts
        remaining = self.remaining
        if isinstance(lines, range):
            # All lines of the cart.
            self.remaining = list(map(sub, remaining, amounts))
        elif lines:
            if not isinstance(remaining, list):
                remaining = self.remaining = list(remaining)
            for line, amount in zip(lines, amounts, strict=True):
                remaining[line] -= amount
        if funded:
            self.funded = self.funded or [0] * len(remaining)
            for line, amount in zip(lines, amounts, strict=True):
                self.funded[line] += amount
        self.shipping_off += given.shipping
        if given.residues or given.units:
            self._take_further(given)

    def _take_further(self, given: Adjustment) -> None:
        """Add the free units and the residues that an offer gives, which few do."""
        if given.units:
            free = self.free = self.free or {}
            for line, units in given.units:
                free[line] = free.get(line, 0) + units
        if given.residues:
            self.residues = self.residues or [0] * len(self.remaining)
            for line, residue in zip(given.lines, given.residues, strict=True):
                self.residues[line] += residue

    def residue(self) -> int:
        """Return what the residues come to: of each line at most what is left of it."""
        if self.residues is None:
            return 0
        return sum(map(min, self.residues, self.remaining))

    def bases(self) -> Sequence[int]:
        """Return what lines are taxed on: what is left plus what other funders pay."""
        if self.funded is None:
            return self.remaining
        return [a + b for a, b in zip(self.remaining, self.funded, strict=True)]


def run(
    compiled_offers: Iterable[CompiledOffer],
    start: Candidate,
    context: PricingContext,
    judge: Judge,
    code: str | None = None,
) -> Candidate:
    """
    Return *start* once the offers took from it what they give, one by one.

    *judge* knows what is left of their budgets.
    """
    candidate, cost = start.copy(), context.delivery_cost
    at_face = context.store.minor.face_value
    applied: list[Applied] = []
    missed: list[Refused] = []
    columns = context.cart.columns
    basket = Basket(
        columns,
        candidate.remaining,
        cost,
        context.store.policies.rounding,
        context.revision,
    )
    for compiled in compiled_offers:
        basket.remaining = candidate.remaining
        basket.delivery = cost - candidate.shipping_off
        exclude = compiled.exclude
        basket.lines = columns if exclude is None else exclude.seen(columns)
        if at_face:
            # What a funder pays stays taxed, so it is worth its face value as it is.
            basket.taxed = (
                None if compiled.funded else partial(taxed, candidate, context)
            )
        adjustment = compiled.benefit.give(compiled.offer, basket)
        if isinstance(adjustment, NotMet):
            gift = adjustment.gift
            if (
                exclude is not None
                and gift is not None
                and exclude.hides(gift, columns)
            ):
                # A gift that is excluded is not given, however often it is added.
                adjustment = NotMet(NO_MATCH)
            missed.append(Refused.of(compiled, adjustment))
            continue
        if compiled.budget is not None and judge.is_overdrawn(
            compiled, adjustment.of_budget(columns.prices)
        ):
            missed.append(Refused(compiled, "limit_reached"))
            continue
        applied.append(Applied(compiled, adjustment, code))
        candidate.take(adjustment, funded=compiled.funded)
    candidate.applied, candidate.missed = applied, missed
    return candidate


def taxed(candidate: Candidate, context: PricingContext) -> Taxed:
    """Return how the lines are taxed, as the offers so far leave them."""
    bases, by_rate = candidate.bases(), context.rules
    rates = context.rates(bases, candidate.free)
    return Taxed(bases, [by_rate[rate] for rate in rates])


def saving(
    candidate: Candidate, context: PricingContext, before: Sequence[Applied] = ()
) -> int:
    """
    Return what a candidate saves the shopper of the listed amounts.

    It begins with what the offers *before* left; of these, those that
    `saves_beyond_lines` are enough.
    """
    columns = context.cart.columns
    bases = candidate.bases()
    rates = context.rates(bases, candidate.free)
    rules = [context.rules[rate] for rate in rates]
    total = sum(
        rule.cost(listed) - rule.cost(left)
        for rule, listed, left in zip(rules, columns.list_amounts, bases, strict=True)
        if listed != left
    )
    applied = (*before, *candidate.applied)
    for each in applied:
        if each.compiled.funded:
            total += sum(each.adjustment.amounts)
        for i, units in each.adjustment.units:
            rule = rules[i].of_units(units, columns.quantities[i])
            total += rule.cost(units * columns.prices[i])
    if candidate.shipping_off:
        offs = [each.adjustment.shipping for each in applied]
        goods = context.goods_of(rates, bases, candidate.free)
        total += sum(context.delivery_savings(offs, goods))
    return total + candidate.residue()

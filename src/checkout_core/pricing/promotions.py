# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Which promotions apply, and why the others do not.

Promises work that is linear in the offers that concern the cart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define

from checkout_core.pricing.candidate import Candidate, run, saving
from checkout_core.pricing.judge import Refused


if TYPE_CHECKING:
    from checkout_core.offers import Offer
    from checkout_core.pricing.context import PricingContext
    from checkout_core.pricing.judge import Judge
    from checkout_core.store.compiled import CompiledOffer


# By position, for the same reason as `Chosen`.
@define(eq=False, repr=False)
class Promoted:
    """
    The choice of promotions, which is the same for every coupon code.

    `refused` maps the index of a promotion in the store to why it does not apply.
    `runner_up` is the next best choice, None without one, and `ahead` is how much more
    the chosen one saves.
    """

    candidate: Candidate
    refused: dict[int, Refused]
    not_matching: int = 0
    runner_up: Candidate | None = None
    ahead: int = 0
    _saving: int | None = None

    def saving(self, context: PricingContext) -> int:
        """Return what the chosen promotions save; it is computed once."""
        if self._saving is None:
            self._saving = saving(self.candidate, context)
        return self._saving


def promote(
    context: PricingContext, judge: Judge | None, without: Offer | None = None
) -> Promoted:
    """Return the choice of promotions, as if the store did not have *without*."""
    store, columns = context.store, context.cart.columns
    if judge is None or not store.promotions:
        return Promoted(Candidate(columns.list_amounts), {})
    concerned = store.index.concerned(columns)
    not_matching = len(store.index.promotions) - len(concerned)
    refused: dict[int, Refused] = {}
    eligible = []
    for compiled in concerned:
        if compiled.offer is without:
            continue
        why = judge.refusal(compiled, columns.total)
        if why is None:
            eligible.append(compiled)
        else:
            refused[compiled.position] = why
    candidate, runner_up, ahead = _best(eligible, refused, context)
    return Promoted(candidate, refused, not_matching, runner_up, ahead)


def _best(
    eligible: list[CompiledOffer], refused: dict[int, Refused], context: PricingContext
) -> tuple[Candidate, Candidate | None, int]:
    """Return the candidate that saves most, the runner-up and the difference."""
    combinable = [compiled for compiled in eligible if compiled.offer.combinable]
    listed = Candidate(context.cart.columns.list_amounts)
    candidates = [run(combinable, listed, context)]
    candidates += [
        run([compiled], listed, context)
        for compiled in eligible
        if not compiled.offer.combinable
    ]
    for candidate in candidates:
        for why in candidate.missed:
            assert why.compiled is not None
            refused[why.compiled.position] = why
    rivals = [candidate for candidate in candidates if candidate.applied]
    if len(rivals) < 2:  # noqa: PLR2004 - one has no rival
        return (rivals or candidates)[0], None, 0
    ranked = sorted(
        (
            (
                -saving(candidate, context),
                candidate.applied[0].compiled.position,
                candidate,
            )
            for candidate in rivals
        ),
        key=lambda each: each[:2],
    )
    best, second = ranked[0], ranked[1]
    for _, _, candidate in ranked[1:]:
        for each in candidate.applied:
            refused[each.compiled.position] = Refused(
                each.compiled, "excluded_by_promotion"
            )
    return best[2], second[2], second[0] - best[0]

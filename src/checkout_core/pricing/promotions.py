# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Which promotions apply, and why the others do not.

Promises work that is linear in the offers that concern the cart: each is asked once for
what it gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define

from checkout_core.ledger.once import once
from checkout_core.pricing.candidate import Candidate, run, saving
from checkout_core.pricing.judge import Refused
from checkout_core.store.groups import Pick


if TYPE_CHECKING:
    from collections.abc import Iterable

    from checkout_core.offers import Offer
    from checkout_core.pricing.candidate import Applied
    from checkout_core.pricing.context import PricingContext
    from checkout_core.pricing.judge import Judge
    from checkout_core.store.compiled import CompiledOffer, Index


# A quote of which only the price is read never visits them: of 10,000 bank offers it
# tries those for the payment of the cart.
class Closed:
    """
    The promotions that concern a line and were not tried: a condition does not hold.

    Attributes:
        refused: why they do not apply, by their index in the store.
    """

    def __init__(
        self, index: Index, judge: Judge, tried: Iterable[CompiledOffer]
    ) -> None:
        """Hold the *tried* promotions of an index."""
        self._index = index
        self._judge = judge
        self._tried = tried

    @once
    def refused(self) -> dict[int, Refused]:
        """Why they do not apply, by their index in the store."""
        judge, found = self._judge, {}
        columns = judge.cart.columns
        tried = {compiled.position for compiled in self._tried}
        for compiled in self._index.concerned(columns):
            if compiled.position not in tried:
                why = judge.refusal(compiled, columns.total)
                assert why is not None
                found[compiled.position] = why
        return found


#: Why a promotion does not apply that gives something and was not chosen.
NOT_CHOSEN = "excluded_by_promotion"


# By position, for the same reason as `Chosen`.
@define(eq=False, repr=False)
class Promoted:
    """
    The choice of promotions, which is the same for every coupon code.

    `tried` maps the index of a promotion that was tried to why it does not apply, and
    `untried` counts the others.  `runner_up` is the next best choice, None without one,
    and `ahead` is how much more the chosen one saves.  `closed` are promotions whose
    conditions do not hold, None if no promotion has any.
    """

    candidate: Candidate
    tried: dict[int, Refused]
    untried: int = 0
    runner_up: Candidate | None = None
    ahead: int = 0
    closed: Closed | None = None
    _saving: int | None = None

    @property
    def refused(self) -> dict[int, Refused]:
        """Why promotions do not apply, by their index in the store."""
        return self.tried if self.closed is None else self.closed.refused | self.tried

    @property
    def not_matching(self) -> int:
        """How many promotions concern no line."""
        closed = self.closed
        return self.untried if closed is None else self.untried - len(closed.refused)

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
    index = store.index
    tried = index.open(columns, judge.facts)
    refused: dict[int, Refused] = {}
    eligible = []
    for compiled in tried:
        if compiled.offer is without:
            continue
        why = judge.refusal(compiled, columns.total)
        if why is None:
            eligible.append(compiled)
        else:
            refused[compiled.position] = why
    candidate, runner_up, ahead = _best(eligible, refused, context, judge)
    untried = len(index.promotions) - len(tried)
    closed = None if index.conditioned is None else Closed(index, judge, tried)
    return Promoted(candidate, refused, untried, runner_up, ahead, closed)


def _best(
    eligible: list[CompiledOffer],
    refused: dict[int, Refused],
    context: PricingContext,
    judge: Judge,
) -> tuple[Candidate, Candidate | None, int]:
    """Return the candidate that saves most, the runner-up and the difference."""
    listed = Candidate(context.cart.columns.list_amounts)
    grouped: dict[int, list[CompiledOffer]] = {}
    combinable, exclusive = [], []
    for compiled in eligible:
        if compiled.group is not None:
            grouped.setdefault(compiled.group, []).append(compiled)
        elif compiled.offer.combinable:
            combinable.append(compiled)
        else:
            exclusive.append(compiled)
    if grouped:
        chain = _chain(grouped, combinable, listed, context, judge)
    else:
        chain = run(combinable, listed, context, judge)
    candidates = [chain]
    candidates += [run([compiled], listed, context, judge) for compiled in exclusive]
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
                # In a chain it need not be the first that applied.
                min([each.compiled.position for each in candidate.applied]),
                candidate,
            )
            for candidate in rivals
        ),
        key=lambda each: each[:2],
    )
    best, second = ranked[0], ranked[1]
    for _, _, candidate in ranked[1:]:
        for each in candidate.applied:
            refused[each.compiled.position] = Refused(each.compiled, NOT_CHOSEN)
    return best[2], second[2], second[0] - best[0]


# How groups combine.  The chain goes through them in the store's order, each works on
# what those before it left, and the combinable promotions without a group come last.
# Of 1,000.00, the group "sale" picks the better of 10 % (100.00) and 150.00 off; of the
# 850.00 that it leaves, the group "member" takes 5 %, which is 42.50: 807.50 are left.
#
# What it costs.  A group that gives all takes one copy of the remaining amounts, and a
# group that picks the best one copy for each member, which is what an exclusive
# promotion takes too.  Their savings are compared by the amounts left and by those
# earlier offers that save more than that (free units, delivery, what others fund), so
# that no member looks at all offers that applied before it.


def _chain(
    grouped: dict[int, list[CompiledOffer]],
    combinable: list[CompiledOffer],
    listed: Candidate,
    context: PricingContext,
    judge: Judge,
) -> Candidate:
    """Return what the groups leave one after another, and then *combinable*."""
    groups = context.store.policies.offer_groups
    found = listed
    applied: list[Applied] = []
    missed: list[Refused] = []
    for i in sorted(grouped):
        members = grouped[i]
        if groups[i].pick is Pick.ALL or len(members) == 1:
            found = run(members, found, context, judge)
        else:
            found = _pick(members, found, applied, context, judge)
        applied += found.applied
        missed += found.missed
    if combinable:
        found = run(combinable, found, context, judge)
        applied += found.applied
        missed += found.missed
    found.applied, found.missed = applied, missed
    return found


def _pick(
    members: list[CompiledOffer],
    start: Candidate,
    before: list[Applied],
    context: PricingContext,
    judge: Judge,
) -> Candidate:
    """Return *start* after that member with which it and those *before* save most."""
    best, most = start.copy(), 0
    missed: list[Refused] = []
    earlier = [each for each in before if each.saves_beyond_lines]
    for compiled in members:
        tried = run([compiled], start, context, judge)
        if tried.missed:
            missed += tried.missed
            continue
        saved = saving(tried, context, earlier)
        if best.applied and saved <= most:
            missed.append(Refused(compiled, NOT_CHOSEN))
            continue
        missed += [Refused(each.compiled, NOT_CHOSEN) for each in best.applied]
        best, most = tried, saved
    best.missed = missed
    return best

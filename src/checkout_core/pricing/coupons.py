# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Which of the entered coupons apply, on top of the promotions or in their place.

`choose` is the whole choice of offers for a cart.  Promises that each entered coupon is
asked once for what it gives.
"""

from __future__ import annotations

from math import inf
from operator import itemgetter
from typing import TYPE_CHECKING

from attrs import define

from checkout_core.pricing.candidate import Candidate, run, saving
from checkout_core.pricing.judge import Judge, Refused
from checkout_core.pricing.promotions import NOT_CHOSEN, promote
from checkout_core.store.compiled import code_key


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from checkout_core.pricing.candidate import Applied
    from checkout_core.pricing.context import PricingContext
    from checkout_core.pricing.promotions import Promoted
    from checkout_core.store import Redemptions
    from checkout_core.store.compiled import CompiledOffer, Index


# By position: one is made for every cart, and by keyword it takes twice as long.
@define(eq=False, repr=False)
class Chosen:
    """
    The choice: the candidate of the promotions and that of the coupons on top of it.

    Neither changes any more: offers are replayed on a copy.  The list of
    refused offers grows with the store, so it is made when it is read, and not for each
    of many coupons that are tried.

    Attributes:
        promotions: the promotions that apply; empty if a coupon replaces them.
        coupon: what is left after the coupons too.
        promoted: the promotions that the coupons were tried with, None for none.
        refused_coupons: why entered coupons do not apply, in the store's order, and
            then the codes that no coupon has.
        ahead: how much more the choice saves than the next best one.
        second: the offers of the next best choice if a coupon replaced it or came
            before it; None if it is that of the promotions.
    """

    promotions: Candidate
    coupon: Candidate
    promoted: Promoted | None = None
    refused_coupons: Sequence[Refused] = ()
    ahead: int = 0
    second: Sequence[Applied] | None = None

    @property
    def refused_promotions(self) -> dict[int, Refused]:
        """Why promotions do not apply, by their index in the store."""
        promoted = self.promoted
        if promoted is None:
            return {}
        if self.promotions is promoted.candidate:
            return promoted.refused
        return _replaced(promoted)

    @property
    def refused(self) -> list[Refused]:
        """
        Which offers do not apply: promotions, then coupons.

        Promotions come as they are looked at: those of groups, one group after another,
        before those without.
        """
        refused = self.refused_promotions
        # Most carts come here: to sort nothing takes as long as all else.
        if not refused:
            return [*self.refused_coupons]
        found = [refused[position] for position in sorted(refused)]
        # Sorting keeps the store's order among those of one group.
        found.sort(key=_group)
        return [*found, *self.refused_coupons]

    def why_not(self, coupon: CompiledOffer) -> Refused | None:
        """Return why an entered coupon does not apply, None if it does."""
        refused = self.refused_coupons
        return next((each for each in refused if each.compiled is coupon), None)

    @property
    def not_matching(self) -> int:
        """How many promotions concern no line."""
        return 0 if self.promoted is None else self.promoted.not_matching

    @property
    def runner_up(self) -> tuple[str, ...]:
        """The ids of the next best promotions, also those that a coupon replaced."""
        return self._second("promotion")

    @property
    def runner_up_coupons(self) -> tuple[str, ...]:
        """The ids of the coupons of the next best choice, if another replaced it."""
        return self._second("coupon")

    def _second(self, kind: str) -> tuple[str, ...]:
        applied, promoted = self.second, self.promoted
        if applied is None:
            second = None if promoted is None else promoted.runner_up
            applied = () if second is None else second.applied
        offers = [each.compiled.offer for each in applied]
        return tuple([offer.id for offer in offers if offer.kind == kind])


def _group(refused: Refused) -> float:
    """Return the index of a promotion's group; those without one come last."""
    compiled = refused.compiled
    group = None if compiled is None else compiled.group
    return inf if group is None else group


_REPLACED = "excluded_by_coupon"


def _replaced(promoted: Promoted) -> dict[int, Refused]:
    """Return why promotions do not apply if a coupon replaces those chosen."""
    found = {
        position: Refused(each.compiled, _REPLACED) if each.code == NOT_CHOSEN else each
        for position, each in promoted.refused.items()
    }
    for applied in promoted.candidate.applied:
        compiled = applied.compiled
        found[compiled.position] = Refused(compiled, _REPLACED)
    return found


def choose(
    context: PricingContext, at: datetime | None, redemptions: Redemptions | None
) -> Chosen:
    """Return the choice of promotions, and of the coupons whose codes are entered."""
    cart = context.cart
    codes = cart.codes
    if not codes and not context.store.promotions:
        nothing = Candidate(cart.columns.list_amounts)
        return Chosen(nothing, nothing)
    judge = Judge.of(context, at, redemptions)
    return entered(context, promote(context, judge), codes, judge)


def entered(
    context: PricingContext,
    promoted: Promoted,
    codes: Sequence[str],
    judge: Judge | None,
) -> Chosen:
    """Return the choice with the coupons that have *codes*."""
    if not codes:
        return Chosen(
            promoted.candidate, _on_top(promoted), promoted, (), promoted.ahead
        )
    index = context.store.index
    found, unknown = coupons_of(index, codes)
    refused = [
        # The code of a cart that has only one is known without its name.
        Refused(None, "unknown_code", name=code if context.cart.coupon_codes else None)
        for code in unknown
    ]
    if not found:
        return Chosen(
            promoted.candidate, _on_top(promoted), promoted, refused, promoted.ahead
        )
    assert judge is not None
    coupons = [(index.coupons[i], found[i]) for i in sorted(found)]
    return _with_coupons(context, promoted, judge, coupons, refused)


def coupons_of(index: Index, codes: Iterable[str]) -> tuple[dict[int, str], list[str]]:
    """
    Return the coupons that have *codes*, by their index, and the codes none has.

    Each coupon comes with its code in the store's spelling; of two codes of one coupon
    with the one that is first in its own list.
    """
    found: dict[int, str] = {}
    unknown: dict[str, str] = {}
    for code in codes:
        key = code_key(code)
        held = index.codes.get(key)
        if held is None:
            unknown.setdefault(key, code)
            continue
        i, spelling = held
        other = found.setdefault(i, spelling)
        if other != spelling:
            rank = index.coupons[i].offer.codes.index
            found[i] = min(other, spelling, key=rank)
    return found, list(unknown.values())


def _on_top(promoted: Promoted) -> Candidate:
    """Return the candidate of no coupons on top of the promotions."""
    promotions = promoted.candidate
    return promotions.same() if promotions.applied else promotions


# How coupons combine.  Side A are the promotions and, on top of them, the coupons that
# can be used with promotions, each on what those before it left, until the store's
# maximum is reached.  Side B are the other coupons, each alone on the listed amounts.
# The best of them replaces all of side A if that saves less: of 2,000.00, A100 (100.00
# off) and B10 (10 % of 1,900.00) save 290.00, and half off in their place 1,000.00.
# With one code the sides are the promotions with the coupon, or the coupon alone.
#
# It costs a copy of the remaining amounts for each entered coupon, of which there are
# at most 20.


def _with_coupons(
    context: PricingContext,
    promoted: Promoted,
    judge: Judge,
    coupons: list[tuple[CompiledOffer, str]],
    unknown: list[Refused],
) -> Chosen:
    """Return the choice with *coupons*, each with the code that was entered."""
    refused: dict[int, Refused] = {}
    together = [each for each in coupons if each[0].offer.combinable]
    top = _on_top(promoted)
    if together:
        top = _one_by_one(context, top, judge, together, refused)
    alone: list[Candidate] = []
    if len(together) < len(coupons):
        others = [each for each in coupons if not each[0].offer.combinable]
        alone = _alone(context, judge, others, refused)
    chosen = Chosen(promoted.candidate, top, promoted, (), promoted.ahead)
    if alone:
        chosen = _better(context, chosen, alone, refused)
    found = [refused[position] for position in sorted(refused)]
    chosen.refused_coupons = [*found, *unknown]
    return chosen


def _one_by_one(
    context: PricingContext,
    found: Candidate,
    judge: Judge,
    coupons: list[tuple[CompiledOffer, str]],
    refused: dict[int, Refused],
) -> Candidate:
    """Return the coupons that apply on top of *found*, which has none."""
    most = context.store.policies.maximum_coupons
    left = found.remaining
    worth = sum(left)
    applied: list[Applied] = []
    for compiled, spelling in coupons:
        why = judge.refusal(compiled, worth, spelling, left)
        if why is None:
            tried = run([compiled], found, context, judge, spelling)
            if tried.missed:
                why = tried.missed[0]
            elif len(applied) == most:
                why = Refused(compiled, "too_many_coupons")
            else:
                found = tried
                applied += tried.applied
                continue
        refused[compiled.position] = why
    if applied:
        found.applied = applied
    return found


def _alone(
    context: PricingContext,
    judge: Judge,
    coupons: list[tuple[CompiledOffer, str]],
    refused: dict[int, Refused],
) -> list[Candidate]:
    """Return a candidate for each coupon that gives something on its own."""
    columns, found = context.cart.columns, []
    listed = Candidate(columns.list_amounts)
    for compiled, spelling in coupons:
        why = judge.refusal(compiled, columns.total, spelling)
        if why is None:
            tried = run([compiled], listed, context, judge, spelling)
            if not tried.missed:
                found.append(tried)
                continue
            why = tried.missed[0]
        refused[compiled.position] = why
    return found


def _better(
    context: PricingContext,
    together: Chosen,
    alone: list[Candidate],
    refused: dict[int, Refused],
) -> Chosen:
    """Return *together*, or in its place the one of *alone* that saves more."""
    promoted, top = together.promoted, together.coupon
    assert promoted is not None
    before = promoted.candidate.applied
    replaced = [*before, *top.applied]
    if len(alone) == 1 and not replaced:
        return Chosen(promoted.candidate, alone[0], promoted, (), promoted.ahead)
    savings = [(saving(each, context), each) for each in alone]
    # The first of equal ones is the best, also of the rivals: side A comes first.
    most, best = max(savings, key=itemgetter(0))
    rivals = [(saved, each.applied) for saved, each in savings if each is not best]
    if replaced:
        saved = promoted.saving(context)
        if top.applied:
            saved = saving(top, context, before)
        if saved >= most:
            for each in alone:
                _refuse(refused, each.applied, "better_promotion_applied")
            return together
        rivals.insert(0, (saved, replaced))
    for _, applied in rivals:
        _refuse(refused, applied, _REPLACED)
    behind, second = max(rivals, key=itemgetter(0))
    start = promoted.candidate
    if before:
        start = Candidate(context.cart.columns.list_amounts)
    return Chosen(start, best, promoted, (), most - behind, second)


def _refuse(refused: dict[int, Refused], applied: Iterable[Applied], code: str) -> None:
    """Note that the coupons among *applied* do not apply, by their index."""
    for each in applied:
        if each.compiled.offer.kind == "coupon":
            refused[each.compiled.position] = Refused(each.compiled, code)

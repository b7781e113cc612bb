# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Whether the coupon applies, on top of the promotions or in their place.

`choose` is the whole choice of offers for a cart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define

from checkout_core.pricing.candidate import Candidate, run, saving
from checkout_core.pricing.judge import Judge, Refused
from checkout_core.pricing.promotions import promote
from checkout_core.store.compiled import code_key


if TYPE_CHECKING:
    from datetime import datetime

    from checkout_core.pricing.context import PricingContext
    from checkout_core.pricing.promotions import Promoted
    from checkout_core.store import Redemptions
    from checkout_core.store.compiled import CompiledOffer


# By position: one is made for every cart, and by keyword it takes twice as long.
@define(eq=False, repr=False)
class Chosen:
    """
    The choice: the candidate of the promotions and that of the coupon on top of it.

    Neither changes any more: offers are replayed on a copy.  The list of
    refused offers grows with the store, so it is made when it is read, and not for each
    of many coupons that are tried.

    Attributes:
        promotions: the promotions that apply; empty if the coupon replaces them.
        coupon: what is left after the coupon too.
        promoted: the promotions that the coupon was tried with, None for none.
        why: why the coupon does not apply; None if it does, or without a code.
        ahead: how much more the choice saves than the next best one.
    """

    promotions: Candidate
    coupon: Candidate
    promoted: Promoted | None = None
    why: Refused | None = None
    ahead: int = 0

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
        """Which offers do not apply: promotions in the store's order, the coupon."""
        refused = self.refused_promotions
        found = [refused[position] for position in sorted(refused)]
        return found if self.why is None else [*found, self.why]

    @property
    def not_matching(self) -> int:
        """How many promotions concern no line."""
        return 0 if self.promoted is None else self.promoted.not_matching

    @property
    def runner_up(self) -> tuple[str, ...]:
        """The ids of the next best promotions, also those that a coupon replaced."""
        promoted = self.promoted
        if promoted is None:
            return ()
        found: Candidate | None = promoted.candidate
        if self.promotions is found:
            found = promoted.runner_up
        applied = () if found is None else found.applied
        return tuple([each.compiled.offer.id for each in applied])


_NOT_CHOSEN = "excluded_by_promotion"


def _replaced(promoted: Promoted) -> dict[int, Refused]:
    """Return why promotions do not apply if a coupon replaces those chosen."""
    found = {
        position: Refused(each.compiled, "excluded_by_coupon")
        if each.code == _NOT_CHOSEN
        else each
        for position, each in promoted.refused.items()
    }
    for applied in promoted.candidate.applied:
        compiled = applied.compiled
        found[compiled.position] = Refused(compiled, "excluded_by_coupon")
    return found


def choose(
    context: PricingContext, at: datetime | None, redemptions: Redemptions | None
) -> Chosen:
    """Return the choice of promotions, and of the coupon if a code is entered."""
    cart = context.cart
    if cart.coupon_code is None and not context.store.promotions:
        nothing = Candidate(cart.columns.list_amounts)
        return Chosen(nothing, nothing)
    judge = Judge.of(context, at, redemptions)
    return entered(context, promote(context, judge), cart.coupon_code, judge)


def entered(
    context: PricingContext, promoted: Promoted, code: str | None, judge: Judge | None
) -> Chosen:
    """Return the choice with the coupon that has *code*, None for no code."""
    if code is None:
        return _chosen(promoted, None, None)
    store = context.store
    held = store.index.codes.get(code_key(code))
    if held is None:
        return _chosen(promoted, None, Refused(None, "unknown_code"))
    assert judge is not None
    compiled, spelling = store.index.coupons[held[0]], held[1]
    return _with_coupon(context, promoted, judge, compiled, spelling)


def _chosen(
    promoted: Promoted, coupon: Candidate | None, why: Refused | None
) -> Chosen:
    """Return the choice with that of a coupon; without one, *why* it does not apply."""
    promotions = promoted.candidate
    if coupon is None:
        coupon = promotions
        if promotions.applied:
            coupon = promotions.same()
    return Chosen(promotions, coupon, promoted, why, promoted.ahead)


def _with_coupon(
    context: PricingContext,
    promoted: Promoted,
    judge: Judge,
    compiled: CompiledOffer,
    spelling: str,
) -> Chosen:
    """Return the choice with a coupon on top of the promotions or in their place."""
    columns, candidate = context.cart.columns, promoted.candidate
    together = compiled.offer.combinable
    worth = sum(candidate.remaining) if together else columns.total
    why = judge.refusal(compiled, worth, spelling)
    if why is not None:
        return _chosen(promoted, None, why)
    fresh = Candidate(columns.list_amounts)
    tried = run([compiled], candidate if together else fresh, context, spelling)
    if tried.missed:
        return _chosen(promoted, None, tried.missed[0])
    if together or not candidate.applied:
        return _chosen(promoted, tried, None)
    ahead = saving(tried, context) - promoted.saving(context)
    if ahead <= 0:
        better = Refused(compiled, "better_promotion_applied")
        return _chosen(promoted, None, better)
    # The promotions that the coupon replaces are the runner-up.
    return Chosen(fresh, tried, promoted, None, ahead)

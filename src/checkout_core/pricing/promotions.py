# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Which promotions apply, whether the coupon does, and why the others do not.

Promises that the cart itself never changes: every choice works on its own copy of the
remaining amounts, and the work is linear in the offers that concern the cart.  A
refused offer is a value with a stable code, never an exception.
"""

from __future__ import annotations

from operator import sub
from typing import TYPE_CHECKING

from attrs import define, field

from checkout_core.offers.benefits.benefit import Basket, NotMet
from checkout_core.pricing.taxes import resolved
from checkout_core.store.compiled import code_key
from checkout_core.store.moments import since_epoch


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from checkout_core.cart import Cart
    from checkout_core.offers import Offer
    from checkout_core.offers.benefits.benefit import AbsentGift, Adjustment
    from checkout_core.pricing.context import PricingContext
    from checkout_core.store import Redemptions
    from checkout_core.store.compiled import CompiledOffer


@define(eq=False, repr=False, weakref_slot=False)
class Applied:
    """An offer that applies, with what it gives; `code` is the coupon's spelling."""

    compiled: CompiledOffer
    adjustment: Adjustment
    code: str | None = None


@define(eq=False, repr=False)
class Refused:
    """
    An offer that does not apply: the code and what is missing.

    `line` and `gift` say of what it is missing, as in `NotMet`.
    """

    compiled: CompiledOffer | None
    code: str
    units: int = field(default=0, kw_only=True)
    amount: int = field(default=0, kw_only=True)
    line: int | None = field(default=None, kw_only=True)
    gift: AbsentGift | None = field(default=None, kw_only=True)

    @classmethod
    def of(cls, compiled: CompiledOffer, why: NotMet) -> Refused:
        """Return the refusal of an offer whose benefit gives nothing."""
        return cls(
            compiled,
            why.code,
            units=why.units,
            amount=why.amount,
            line=why.line,
            gift=why.gift,
        )


@define(eq=False, repr=False)
class Candidate:
    """
    One choice of offers, with the amounts that remain after them.

    Attributes:
        remaining: what is left of each line, in minor units; the cart's own listed
            amounts until an offer takes something off them.
        funded: what others than the seller pay of each line, None for nothing.
        applied: the offers that apply, in their order.
        missed: the offers that give nothing.
        frees_shipping: whether one of them waives the shipping cost.
    """

    remaining: Sequence[int]
    funded: list[int] | None = None
    applied: Sequence[Applied] = ()
    missed: Sequence[Refused] = ()
    frees_shipping: bool = False

    def copy(self) -> Candidate:
        """Return a candidate with the same remaining amounts and no applied offers."""
        funded = None if self.funded is None else self.funded[:]
        # A slice of a tuple, the listed amounts, is that tuple and no copy.
        remaining = self.remaining[:]
        return Candidate(remaining, funded, (), (), self.frees_shipping)

    def take(
        self,
        lines: Sequence[int],
        amounts: Sequence[int],
        *,
        funded: bool,
        frees_shipping: bool,
    ) -> None:
        """
        Apply an offer that takes *amounts* off *lines*, in minor units.

        What it takes stays taxed if it is *funded* by someone else than the seller: of
        100.00 less 10.00 the shopper owes 90.00, and the tax is on 100.00.  This is how
        offers are applied, and how those of a stored quote are applied again.
        """
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
        self.frees_shipping = self.frees_shipping or frees_shipping

    def bases(self) -> Sequence[int]:
        """Return what lines are taxed on: what is left plus what other funders pay."""
        if self.funded is None:
            return self.remaining
        return [a + b for a, b in zip(self.remaining, self.funded, strict=True)]


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
            coupon = Candidate(
                promotions.remaining,
                promotions.funded,
                (),
                (),
                promotions.frees_shipping,
            )
    return Chosen(promotions, coupon, promoted, why, promoted.ahead)


@define(eq=False, repr=False)
class Judge:
    """
    Says whether a window, a limit or a minimum excludes an offer.

    Attributes:
        cart: what is bought.
        since: the moment of pricing, as the distance from the epoch.
        redemptions: how often offers were redeemed.
    """

    cart: Cart
    since: timedelta
    redemptions: Redemptions

    @classmethod
    def of(
        cls,
        context: PricingContext,
        at: datetime | None,
        redemptions: Redemptions | None,
    ) -> Judge | None:
        """Return the judge of the moment *at*, None without one."""
        if at is None:
            return None
        counted = redemptions or context.store.redemptions
        return cls(context.cart, since_epoch(at), counted)

    def refusal(
        self, compiled: CompiledOffer, worth: int, spelling: str = ""
    ) -> Refused | None:
        """Return why an offer is excluded from a cart of value *worth*, if it is."""
        if (
            compiled.opens <= self.since < compiled.closes
            and compiled.minimum <= worth
            and not compiled.limited
        ):
            return None
        code = self.barred(compiled, spelling)
        if code:
            return Refused(compiled, code)
        short = compiled.minimum - worth
        return Refused(compiled, "below_minimum", amount=short) if short > 0 else None

    def barred(self, compiled: CompiledOffer, spelling: str = "") -> str:
        """Return the code of what excludes an offer, "" if nothing does."""
        if self.since < compiled.opens:
            return "not_started"
        if self.since >= compiled.closes:
            return "expired"
        return self._used_up(compiled, spelling) if compiled.limited else ""

    def _used_up(self, compiled: CompiledOffer, spelling: str) -> str:
        offer, customer, counted = compiled.offer, self.cart.customer, self.redemptions
        limits = offer.limits
        count = counted.offers.get(offer.id, offer.redemption_count)
        if _reached(count, limits.total_redemptions):
            return "limit_reached"
        # Guests have no id, so per-customer limits cannot apply.
        own = 0 if customer.id is None else customer.offer_redemptions.get(offer.id, 0)
        if _reached(own, limits.per_customer_redemptions):
            return "customer_limit_reached"
        by_code = counted.codes.get(spelling, 0)
        if spelling and _reached(by_code, limits.per_coupon_code_redemptions):
            return "code_limit_reached"
        return ""


def _reached(count: int, limit: int | None) -> bool:
    return limit is not None and count >= limit


def _best(
    eligible: list[CompiledOffer], refused: dict[int, Refused], context: PricingContext
) -> tuple[Candidate, Candidate | None, int]:
    """Return the candidate that saves most, the runner-up and the difference."""
    combinable = [compiled for compiled in eligible if compiled.offer.combinable]
    listed = Candidate(context.cart.columns.list_amounts)
    candidates = [_run(combinable, listed, context)]
    candidates += [
        _run([compiled], listed, context)
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
    tried = _run([compiled], candidate if together else fresh, context, spelling)
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


def _run(
    compiled_offers: Iterable[CompiledOffer],
    start: Candidate,
    context: PricingContext,
    code: str | None = None,
) -> Candidate:
    """Return *start* once the offers took from it what they give, one by one."""
    candidate, has_cost = start.copy(), context.delivery_cost > 0
    applied: list[Applied] = []
    missed: list[Refused] = []
    basket = Basket(
        context.cart.columns,
        candidate.remaining,
        has_cost,
        context.store.policies.rounding,
        context.revision,
    )
    for compiled in compiled_offers:
        basket.remaining = candidate.remaining
        basket.to_free = has_cost and not candidate.frees_shipping
        adjustment = compiled.benefit.give(compiled.offer, basket)
        if isinstance(adjustment, NotMet):
            missed.append(Refused.of(compiled, adjustment))
            continue
        applied.append(Applied(compiled, adjustment, code))
        candidate.take(
            adjustment.lines,
            adjustment.amounts,
            funded=compiled.funded,
            frees_shipping=adjustment.frees_shipping,
        )
    candidate.applied, candidate.missed = applied, missed
    return candidate


def saving(candidate: Candidate, context: PricingContext) -> int:
    """Return what a candidate that begins with the listed amounts saves the shopper."""
    columns = context.cart.columns
    bases = candidate.bases()
    rates = resolved(columns, bases)
    rules = [context.rules[rate] for rate in rates]
    total = sum(
        rule.cost(before) - rule.cost(after)
        for rule, before, after in zip(rules, columns.list_amounts, bases, strict=True)
        if before != after
    )
    for each in candidate.applied:
        if each.compiled.funded:
            total += sum(each.adjustment.amounts)
        for i, units in each.adjustment.units:
            rule = rules[i].of_units(units, columns.quantities[i])
            total += rule.cost(units * columns.prices[i])
    if candidate.frees_shipping:
        total += context.delivery_total(rates, bases)
    return total

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Which offers apply: conditions, limits, groups, several codes, and why not."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from .benefits import Basket, Gift
from .checkout import (
    COUPON,
    PROMOTION,
    Checkout,
    Journey,
    Json,
    costs_at,
    funded_by_others,
    settle,
    start,
)
from .facts import excluded, ours, outside_hours, unmet
from .own_benefits import gift_of, names


@dataclass(frozen=True)
class Choice:
    """The offers that apply, the codes to show, the refusals of a quote."""

    journey: Journey
    codes: tuple[str, ...]
    refusals: list[dict[str, Any]]
    not_matching: int


class Entered(NamedTuple):
    """A coupon whose code was entered, as the store spells it."""

    coupon: Json
    code: str


def outside_code(checkout: Checkout, offer: Json, code: str | None) -> str | None:
    """The first failing code of time, limits and facts."""
    at = checkout.at
    assert at is not None
    starts, ends = offer.get("starts_at"), offer.get("expires_at")
    limits = offer.get("redemption_limits") or {}
    counts = checkout.store.get("offer_redemptions") or {}
    used = counts.get(offer["id"])
    if used is None:
        used = offer.get("redemption_count") or 0
    # A guest, who has no id, counts 0.
    held = checkout.customer.get("offer_redemptions") or {}
    mine = 0 if checkout.customer.get("id") is None else held.get(offer["id"]) or 0
    codes = checkout.store.get("code_redemptions") or {}
    conditions = ours(offer).get("conditions") or {}

    def reached(limit: str, count: int) -> bool:
        return limits.get(limit) is not None and count >= limits[limit]

    if starts is not None and at < datetime.fromisoformat(starts):
        return "not_started"
    if ends is not None and at >= datetime.fromisoformat(ends):
        return "expired"
    if outside_hours(conditions, at, checkout.store.get("utc_offset")):
        return "outside_hours"
    if reached("total_redemptions", used) or budget_left(checkout, offer) == 0:
        return "limit_reached"
    if reached("per_customer_redemptions", mine):
        return "customer_limit_reached"
    if code is not None and reached(
        "per_coupon_code_redemptions", codes.get(code) or 0
    ):
        return "code_limit_reached"
    return unmet(conditions, checkout.cart, checkout.customer)


def budget_left(checkout: Checkout, offer: Json) -> int | None:
    """What is left of an offer's budget of money; null is no budget."""
    limits = ours(offer).get("redemption_limits") or {}
    if limits.get("total_discount_amount") is None:
        return None
    taken = (checkout.store.get("offer_discounts") or {}).get(offer["id"])
    budget = checkout.minor(limits["total_discount_amount"])
    return max(0, budget - checkout.minor(taken))


def taken_by(checkout: Checkout, gift: Gift) -> int:
    """What is taken off lines and delivery, and free units at their selling price."""
    free = sum(
        units * line.unit_price
        for units, line in zip(gift.free_units, checkout.lines, strict=True)
    )
    return sum(gift.discounts) + gift.shipping + free


def try_offer(
    checkout: Checkout,
    journey: Journey,
    offer: Json,
    *,
    minimum_on: tuple[int, ...],
    code: str | None = None,
) -> Journey | str:
    """
    Eligible: window, limits, facts, minimum, and the benefit gives something.

    For this offer an excluded line does not exist.  *minimum_on* is the amount of
    each line that its minimum looks at.
    """
    outside = outside_code(checkout, offer, code)
    if outside is not None:
        return outside
    seen = [i for i, line in enumerate(checkout.lines) if not excluded(offer, line)]
    targets = [i for i, line in enumerate(checkout.lines) if names(offer, line)]
    if targets and not set(targets) & set(seen):
        return "all_excluded"
    total = sum(minimum_on[i] for i in seen)
    if total < checkout.minor(offer.get("minimum_order_total")):
        return "below_minimum"
    costs = None
    if checkout.face_value and not funded_by_others(offer):
        costs = tuple(costs_at(checkout, journey)[i] for i in seen)
    basket = Basket(
        lines=tuple(checkout.lines[i] for i in seen),
        left=tuple(journey.left[i] for i in seen),
        exponent=checkout.exponent,
        rounding=checkout.rules.rounding,
        delivery=journey.delivery,
        costs=costs,
        taxed=tuple(journey.base[i] for i in seen),
    )
    gift = gift_of(offer, basket)
    if isinstance(gift, str):
        return gift
    whole = spread(gift, seen, len(checkout.lines))
    left = budget_left(checkout, offer)
    if left is not None and taken_by(checkout, whole) > left:
        return "limit_reached"
    kind = PROMOTION if code is None else COUPON
    return journey.with_gift(offer, kind, whole)


def spread(gift: Gift, seen: list[int], count: int) -> Gift:
    """A gift on the lines an offer sees, as one on all lines."""

    def over(amounts: tuple[int, ...]) -> tuple[int, ...]:
        found = dict(zip(seen, amounts, strict=True))
        return tuple(found.get(i, 0) for i in range(count))

    return Gift(
        over(gift.discounts),
        over(gift.free_units),
        over(gift.residues),
        gift.shipping,
        gift.points,
    )


def largest(
    checkout: Checkout, candidates: Iterable[tuple[int, Journey]]
) -> tuple[int, Journey]:
    """The largest saving it would show; ties to the one first in the store."""
    return max(
        candidates,
        key=lambda one: (
            settle(checkout, one[1]).savings(PROMOTION, COUPON),
            -one[0],
        ),
    )


def looked_at(store: Json) -> list[int]:
    """Promotions: group after group, then those without one, each in store order."""
    promotions = store.get("promotions") or []
    groups = [group["id"] for group in store.get("offer_groups") or ()]

    def place(i: int) -> tuple[int, int]:
        group = ours(promotions[i]).get("group")
        return (len(groups) if group is None else groups.index(group), i)

    return sorted(range(len(promotions)), key=place)


@dataclass
class Contest:
    """The promotions of a store, tried once each; `refused` says why by place."""

    checkout: Checkout
    refused: dict[int, str] = field(default_factory=dict)

    def attempt(self, journey: Journey, i: int) -> Journey | None:
        """Every minimum looks at the listed sum."""
        listed = start(self.checkout).left
        promotion = (self.checkout.store.get("promotions") or [])[i]
        found = try_offer(self.checkout, journey, promotion, minimum_on=listed)
        if isinstance(found, str):
            self.refused[i] = found
            return None
        return found

    def best(self, journey: Journey, members: list[int]) -> tuple[Journey, list[int]]:
        """Each member alone on what the earlier groups left; the largest saving."""
        alone = [(i, self.attempt(journey, i)) for i in members]
        candidates = [(i, found) for i, found in alone if found is not None]
        if not candidates:
            return journey, []
        winner, journey = largest(self.checkout, candidates)
        return journey, [winner]

    def all(self, journey: Journey, members: list[int]) -> tuple[Journey, list[int]]:
        """The members in store order, each on what the others left."""
        applied = []
        for i in members:
            found = self.attempt(journey, i)
            if found is not None:
                journey = found
                applied.append(i)
        return journey, applied


def choose_promotions(checkout: Checkout) -> tuple[Journey, dict[int, str]]:
    """The chain of groups and each exclusive promotion compete; the largest wins."""
    promotions = checkout.store.get("promotions") or []
    groups = [*(checkout.store.get("offer_groups") or ()), {"id": None, "pick": "all"}]
    inside: dict[str | None, list[int]] = {group["id"]: [] for group in groups}
    alone = []
    for i, promotion in enumerate(promotions):
        group = ours(promotion).get("group")
        if group is None and not promotion["can_be_used_with_other_promotion"]:
            alone.append(i)
        else:
            inside[group].append(i)
    contest = Contest(checkout)
    first = chain = start(checkout)
    applied: list[int] = []
    for group in groups:
        pick = contest.best if group["pick"] == "best" else contest.all
        chain, members = pick(chain, inside[group["id"]])
        applied += members
    rivals = [(min(applied), chain)] if applied else []
    for i in alone:
        found = contest.attempt(first, i)
        if found is not None:
            rivals.append((i, found))
    if not rivals:
        return first, contest.refused
    return largest(checkout, rivals)[1], contest.refused


def entered(checkout: Checkout) -> tuple[list[Entered], list[str]]:
    """
    The coupons whose codes were entered, in the store's order, and unknown codes.

    A code is trimmed and compared without case; two codes of one coupon count once, and
    so does one that is entered twice.
    """
    cart = checkout.cart
    given = cart.get("coupon_codes")
    if given is None:
        given = [cart.get("coupon_code") or ""]
    codes = [code.strip() for code in given if code.strip()]
    wanted = {code.casefold() for code in codes}
    found, known = [], set()
    for coupon in checkout.store.get("coupons") or []:
        own = [
            code for code in coupon["coupon_code"] if code.strip().casefold() in wanted
        ]
        known |= {code.strip().casefold() for code in own}
        if own:
            found.append(Entered(coupon, own[0]))
    unknown = {each.casefold(): each for each in codes if each.casefold() not in known}
    return found, list(unknown.values())


@dataclass(frozen=True)
class Sides:
    """Coupons together with promotions, each coupon alone, and codes why not."""

    together: Journey
    codes: list[str]
    alone: list[tuple[int, Journey]]
    why: dict[str, str]


def try_coupons(checkout: Checkout, promoted: Journey, given: list[Entered]) -> Sides:
    """Each coupon on what those before left, or alone on the listed amounts."""
    most = checkout.store.get("maximum_coupons") or 1
    listed = start(checkout)
    together = promoted
    codes: list[str] = []
    alone: list[tuple[int, Journey]] = []
    why: dict[str, str] = {}
    for i, (coupon, code) in enumerate(given):
        combines = bool(coupon["can_be_used_with_promotion"])
        before = together if combines else listed
        minimum_on = promoted.left if combines else listed.left
        found = try_offer(checkout, before, coupon, minimum_on=minimum_on, code=code)
        if isinstance(found, str):
            why[coupon["id"]] = found
        elif not combines:
            alone.append((i, found))
        elif len(codes) == most:
            why[coupon["id"]] = "too_many_coupons"
        else:
            together = found
            codes.append(code)
    return Sides(together, codes, alone, why)


def choose(checkout: Checkout) -> Choice:
    """Promotions, then the coupons, then the refusals a quote carries."""
    promoted, refused = choose_promotions(checkout)
    given, unknown = entered(checkout)
    sides = try_coupons(checkout, promoted, given)
    final, codes, why, replaced = sides.together, sides.codes, dict(sides.why), False
    if sides.alone:
        winner, alone = largest(checkout, sides.alone)
        saves, held = (
            settle(checkout, one).savings(PROMOTION, COUPON) for one in (alone, final)
        )
        replaced = not final.applied or saves > held
        code = "excluded_by_coupon" if replaced else "better_promotion_applied"
        why |= {given[i].coupon["id"]: code for i, _ in sides.alone}
        if replaced:
            out = [each.offer["id"] for each in final.applied if each.kind == COUPON]
            why |= dict.fromkeys(out, code)
            del why[given[winner].coupon["id"]]
            final, codes = alone, [given[winner].code]
    refusals = [
        {"kind": COUPON, "offer_id": coupon["id"], "code": why[coupon["id"]]}
        for coupon, _ in given
        if coupon["id"] in why
    ]
    refusals += [
        {"kind": COUPON, "offer_id": None, "code": "unknown_code"} for _ in unknown
    ]
    said, not_matching = promotions_refused(
        checkout, promoted, refused, replaced=replaced
    )
    return Choice(final, tuple(codes), said + refusals, not_matching)


def promotions_refused(
    checkout: Checkout, promoted: Journey, refused: dict[int, str], *, replaced: bool
) -> tuple[list[dict[str, Any]], int]:
    """Why each promotion that concerns a line does not apply; the others counted."""
    promotions = checkout.store.get("promotions") or []
    chosen = {applied.offer["id"] for applied in promoted.applied}
    refusals, uncounted = [], 0
    for i in looked_at(checkout.store):
        promotion = promotions[i]
        code = refused.get(i)
        if code is None and replaced:
            code = "excluded_by_coupon"
        elif code is None and promotion["id"] not in chosen:
            code = "excluded_by_promotion"
        if not any(names(promotion, line) for line in checkout.lines):
            uncounted += 1
        elif code is not None:
            refusals.append(
                {"kind": PROMOTION, "offer_id": promotion["id"], "code": code}
            )
    return refusals, uncounted

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Offers and plans that are legal but probably a mistake: what to check before a sale.

Reports warnings only: every store that is accepted can be priced.  A warning is true
for every cart, since only the offers are examined; prices of products are not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core import offers
from checkout_core.cart.instalments import NOW
from checkout_core.checks import ZERO, expect
from checkout_core.money.exact import exact_sum, rate_millionths
from checkout_core.offers import FundedBy, Limits
from checkout_core.offers.benefits.details import HUNDRED
from checkout_core.store import Store


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from checkout_core.offers import Benefit, Offer


__all__ = ["Finding", "lint"]


#: How many earlier promotions that give the same a promotion is compared with.
MAX_RIVALS = 100


@frozen
class Finding:
    """
    A warning: the path of what is odd, a stable code, and a sentence.

    Attributes:
        path: where it is, such as `promotions[0]`.
        code: what is odd, such as `never_applies`.
        offer_id: the offer's id, "" if it is no offer.
        message: a sentence for its author.
    """

    path: str
    code: str
    offer_id: str
    message: str

    def __str__(self) -> str:
        """Return path, offer id and message as one line."""
        name = f" ({self.offer_id})" if self.offer_id else ""
        return f"{self.path}{name}: {self.message}"


def lint(store: Store) -> tuple[Finding, ...]:
    """
    Return what looks wrong about the offers of *store*, in its order.

    >>> from checkout_core import Store, coupon
    >>> [each.code for each in lint(Store("INR", coupons=[
    ...     coupon("k", "free-shipping", [])
    ... ]))]
    ['never_applies']
    """
    expect(store=(store, Store))
    found = []
    for path, offer in _offers(store):
        # An offer that never applies gets no other warning.
        results = [("never_applies", message) for message in _never(offer)] or [
            *offer.benefit.findings(offer),
            *_unfunded(offer),
        ]
        found += [Finding(path, code, offer.id, message) for code, message in results]
    return (*found, *_ties(store), *_stacks(store), *_plan(store))


def _plan(store: Store) -> Iterator[Finding]:
    """Yield that a payment plan asks for nothing when it is ordered."""
    plan = store.payment_plan
    if plan and plan[0].due != NOW:
        message = (
            "no part of it is due now, so an order is confirmed before anything is paid"
        )
        yield Finding("payment_plan", "plan_asks_nothing_now", "", message)


def _offers(store: Store) -> Iterator[tuple[str, Offer]]:
    for i, offer in enumerate(store.promotions):
        yield f"promotions[{i}]", offer
    for i, offer in enumerate(store.coupons):
        yield f"coupons[{i}]", offer


def _never(offer: Offer) -> Iterator[str]:
    """Yield why an offer can never apply."""
    limits = offer.limits
    if limits.total_redemptions == 0 or limits.per_customer_redemptions == 0:
        yield "its redemption limit is 0, so it can never be used"
    if offer.starts_at is not None and offer.starts_at == offer.expires_at:
        yield "it ends the moment it starts"
    if offer.kind == "coupon" and limits.per_coupon_code_redemptions == 0:
        yield "the redemption limit of its codes is 0, so no code is ever accepted"
    if offer.kind == "coupon" and not offer.codes:
        yield "its list of codes is empty, so no customer can enter one"
    if offer.max_applicable_items == 0 and offer.benefit.discounts_lines:
        yield "its max_applicable_items is 0, so it applies to no item"
    if offer.benefit.gives_nothing():
        yield "its benefit is always zero"


def _unfunded(offer: Offer) -> Iterator[tuple[str, str]]:
    """Yield where `funded_by` has no effect, since no line is discounted."""
    if not offer.benefit.discounts_lines and offer.funded_by is not FundedBy.SELLER:
        payer = f"funded_by {offer.funded_by} covers discounts on lines only"
        yield "funds_nothing", f"{payer}, not {offer.type}"


def _ties(store: Store) -> Iterator[Finding]:
    """
    Yield exclusive promotions that never apply because of an equal earlier one.

    An earlier one always wins the tie if its minimum is no higher and it has no limits;
    each promotion is compared with the first `MAX_RIVALS` of those.
    """
    alike: dict[tuple[Benefit, str], list[Offer]] = {}
    for i, offer in enumerate(store.promotions):
        if offer.combinable or any(_never(offer)):
            continue
        earlier = alike.setdefault((offer.benefit, offer.funded_by), [])
        rival = next((each for each in earlier if _covers(each, offer)), None)
        if len(earlier) < MAX_RIVALS and offer.limits == Limits():
            earlier.append(offer)
        if rival is not None:
            yield Finding(
                f"promotions[{i}]",
                "always_ties",
                offer.id,
                f"it never applies while {rival.id!r} is open, which gives the same and"
                " comes first in the list",
            )


def _covers(one: Offer, other: Offer) -> bool:
    """Return whether *one* applies to every cart that *other* applies to."""
    asks = one.minimum_order_total <= other.minimum_order_total
    return asks and _meet(one, other)


def _meet(one: Offer, other: Offer) -> bool:
    """Return whether two offers are ever open at the same time."""
    return _opens_before(one, other) and _opens_before(other, one)


def _opens_before(one: Offer, other: Offer) -> bool:
    """Return whether *one* opens before *other* ends."""
    start, end = one.starts_at, other.expires_at
    return start is None or end is None or start < end


def _stacks(store: Store) -> Iterator[Finding]:
    """Yield where percentages that apply together add up to 100 or more."""
    percents = {
        i: offer.benefit.percent
        for i, offer in enumerate(store.promotions)
        if offer.combinable
        and isinstance(offer.benefit, offers.PercentageDiscount)
        and offer.benefit.target.scope is offers.Scope.ALL
        and not any(row.is_capped for row in offer.benefit.target.rows)
        and not any(_never(offer))
    }
    together: set[int] = set()
    whole = 0
    for i, opens in _changes(store, percents):
        share = rate_millionths(percents[i])
        if not opens:
            together.discard(i)
            whole -= share
            continue
        together.add(i)
        whole += share
        if whole >= rate_millionths(HUNDRED):
            found = exact_sum(ZERO, [percents[each] for each in together])
            last = max(together)
            yield Finding(
                f"promotions[{last}]",
                "stack_reaches_100",
                store.promotions[last].id,
                f"the cart-wide percentages that can apply together add up to {found:f}"
                " %, each taken of what is left after the ones before it",
            )
            return


def _changes(store: Store, positions: Iterable[int]) -> list[tuple[int, bool]]:
    """Return which promotions open (True) or end, in the order of time."""
    found: list[tuple[bool, datetime | None, bool, int]] = []
    for i in positions:
        offer = store.promotions[i]
        found.append((offer.starts_at is not None, offer.starts_at, True, i))
        if offer.expires_at is not None:
            found.append((True, offer.expires_at, False, i))
    return [(i, opens) for _, _, opens, i in sorted(found)]

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A stored quote worked out once more, from its cart, its policies and its offers.

Promises that nothing of the quote's own figures is reused but what its offers took off
each line.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import attrs

from checkout_core.checks import Validator
from checkout_core.money.parse import to_minor
from checkout_core.offers.benefits.benefit import Adjustment
from checkout_core.pricing.candidate import Candidate, KnownOffer
from checkout_core.pricing.context import PricingContext
from checkout_core.pricing.coupons import Chosen
from checkout_core.pricing.fees import unfit_charges
from checkout_core.pricing.totals import total_up
from checkout_core.statuses import FundedBy
from checkout_core.store import Store


if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from checkout_core.cart import Cart
    from checkout_core.ledger import AppliedOffer, Figures, Redemption
    from checkout_core.pricing.candidate import Applied
    from checkout_core.pricing.result import PricingResult
    from checkout_core.revisions import Revision
    from checkout_core.store import Policies


def recompute(
    cart: Cart,
    policies: Policies,
    figures: Figures,
    revision: Revision,
    at: datetime | None,
) -> PricingResult:
    """Return the result of a stored quote, priced by the rules of its revision."""
    context = _context(cart, store_of(cart, policies), revision, at)
    state = Candidate(list(cart.columns.list_amounts))
    _exhaust(replayed(state, figures.promotions, context))
    promoted = state.copy()
    _exhaust(replayed(state, figures.coupons, context))
    return total_up(context, Chosen(promoted, state))


def replay(
    cart: Cart,
    store: Store,
    promotions: Sequence[AppliedOffer],
    coupons: Sequence[AppliedOffer],
    revision: Revision,
    at: datetime | None,
    budgeted: Collection[tuple[str, str]] = (),
) -> PricingResult:
    """
    Return what `recompute` does, with the offers as if they had just been applied.

    So what they save is calculated as well, and the rows that they write.

    Args:
        cart: what was priced.
        store: has the policies; its offers and its tax classes are not looked at.
        promotions, coupons: the offers that applied.
        revision: the rules that they were priced by.
        at: the moment that they were priced for.
        budgeted: kind and id of those that have a budget, () by default.
    """
    context = _context(cart, store, revision, at)
    promoted = Candidate(list(cart.columns.list_amounts))
    promoted.applied = tuple(replayed(promoted, promotions, context, budgeted))
    final = promoted.copy()
    final.applied = tuple(replayed(final, coupons, context, budgeted))
    return total_up(context, Chosen(promoted, final))


def _context(
    cart: Cart, store: Store, revision: Revision, at: datetime | None
) -> PricingContext:
    """Return the context; raise `CheckoutError` for charges that do not fit."""
    if cart.charges:
        check = Validator()
        check.found += unfit_charges(cart, store)
        check.raise_any()
    return PricingContext.of(cart, store, revision, at)


def store_of(cart: Cart, policies: Policies) -> Store:
    """Return a store with *policies* and no offer, in the currency of *cart*."""
    # Its lines already have the rates of their classes.
    return Store.of(cart.currency.code, attrs.evolve(policies, tax_classes=()))


def budgeted_of(redemptions: Iterable[Redemption]) -> set[tuple[str, str]]:
    """Return kind and id of the offers that took something of a budget."""
    return {
        (each.kind, each.offer_id)
        for each in redemptions
        if each.amount is not None and each.offer_id is not None
    }


#: Runs through an iterator whose values are of no interest.
_exhaust: Callable[[Iterable[object]], None] = deque[object](maxlen=0).extend


def replayed(
    state: Candidate,
    offers: Iterable[AppliedOffer],
    context: PricingContext,
    budgeted: Collection[tuple[str, str]] = (),
) -> Iterator[Applied]:
    """
    Apply offers of a stored quote to *state* again, one after another.

    Yields each offer as pricing has it, before it is applied, so that *state* has what
    it found.  *budgeted* are kind and id of those that have a budget.
    """
    for offer in offers:
        given = _given(offer, context, context.delivery_cost - state.shipping_off)
        budget = 0 if (offer.kind, offer.id) in budgeted else None
        known = KnownOffer(offer, offer.funded_by != FundedBy.SELLER, budget)
        yield known.gave(given, offer.code)
        state.take(given, funded=known.funded)


def _given(offer: AppliedOffer, context: PricingContext, left: int) -> Adjustment:
    """Return what a stored offer gave; *left* is what it found of the delivery cost."""
    cart = context.cart
    currency, inside = cart.currency, cart.columns.inclusive
    shipping = 0
    if offer.scope == "shipping":
        # Until an offer could take a part of it off, the scope said that all was freed.
        shipping = left
        if offer.shipping_discount is not None:
            said = to_minor(offer.shipping_discount, currency, "shipping_discount")
            shipping = min(max(0, said), left)
    # Only these leave a residue, whatever a document says.
    at_face = context.store.minor.face_value and offer.funded_by == FundedBy.SELLER
    lines, amounts, residues = [], [], []
    for each in offer.lines:
        residue = 0
        if at_face and each.residue and not inside[each.line]:
            residue = max(0, to_minor(each.residue, currency, "residue"))
        if each.discount or residue:
            lines.append(each.line)
            amounts.append(to_minor(each.discount, currency, "discount"))
            residues.append(residue)
    return Adjustment(
        lines=lines,
        amounts=amounts,
        units=tuple(
            [
                (each.line, each.free_quantity)
                for each in offer.lines
                if each.free_quantity
            ]
        ),
        shipping=shipping,
        points=offer.bonus_points,
        residues=residues if any(residues) else (),
    )

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The price of the goods that are kept after a return, with the order's offers.

The store is the one the order was priced in, kept by the host: prices and rates are
those of the order and not those of today.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.offers.benefits import BUNDLE_TYPES
from checkout_core.pricing import quote_by
from checkout_core.store import Redemptions


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.offers import Offer
    from checkout_core.pricing import Quote
    from checkout_core.store import Store


def priced_without(quoted: Quote, store: Store, back: Sequence[int]) -> Quote | None:
    """
    Return the quote had *back* units not been bought, None if nothing is kept.

    It is priced by the rules of *quoted*; a return does not apply newer ones.
    """
    # The quote wrote the class's rate of that moment; the class may have changed since.
    lines = [
        line.changed(
            tax_class=None,
            quantity=line.quantity - units,
            min_order_quantity=1,
            max_order_quantity=None,
            incremental_quantity=1,
        )
        for line, units in zip(quoted.cart.lines, back, strict=True)
        if line.quantity > units
    ]
    if not lines:
        return None
    cart = quoted.cart.changed(
        lines=lines, loyalty_points_redeemed=0, credit_balance_used=0
    )
    # Counters include this order's own redemptions, which must not count here.
    return quote_by(quoted.revision, cart, store, quoted.at, Redemptions())


def missing_from_bundles(
    quoted: Quote, store: Store, back: Sequence[int]
) -> list[tuple[str, list[int]]]:
    """
    Return each bundle that a return leaves incomplete, with its missing lines.

    The quote has the lines an offer discounted; only the store has those it requires.
    """
    offers: dict[tuple[str, str], Offer] = {
        (each.kind, each.id): each for each in (*store.promotions, *store.coupons)
    }
    found = []
    for applied in (*quoted.promotions, *quoted.coupons):
        if applied.type not in BUNDLE_TYPES:
            continue
        tied = {each.line for each in applied.lines}
        offer = offers.get((applied.kind, applied.id))
        if offer is not None:
            tied |= set(offer.benefit.required().lines(quoted.cart.columns))
        missing = [i for i in tied if back[i] < quoted.lines[i].quantity]
        if missing and any(back[i] for i in tied):
            found.append((applied.id, sorted(missing)))
    return found

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Bundles: the lines that an offer ties together, which come back together.

Knows nothing of money.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.offers.benefits.table import TYING_TYPES


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.offers import Offer
    from checkout_core.pricing import Quote
    from checkout_core.store import Store


def missing_from_bundles(
    quoted: Quote, store: Store, back: Sequence[int]
) -> list[tuple[str, list[int]]]:
    """
    Return each bundle that a return leaves incomplete, with its missing lines.

    The quote has the lines an offer discounted; only the store has those it requires,
    and says whether its benefit ties them together.  *back* are the units of each line
    that have come back.
    """
    offers: dict[tuple[str, str], Offer] = {
        (offer.kind, offer.id): offer for offer in (*store.promotions, *store.coupons)
    }
    found = []
    for applied in (*quoted.promotions, *quoted.coupons):
        offer = offers.get((applied.kind, applied.id))
        ties = (
            applied.type in TYING_TYPES if offer is None else offer.benefit.ties_units
        )
        if not ties:
            continue
        tied = {part.line for part in applied.lines}
        if offer is not None:
            tied |= set(offer.benefit.required().lines(quoted.cart.columns))
        missing = [line for line in tied if back[line] < quoted.lines[line].quantity]
        if missing and any(back[line] for line in tied):
            found.append((applied.id, sorted(missing)))
    return found

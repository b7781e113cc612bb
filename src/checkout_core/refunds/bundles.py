# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Bundles: the lines that an offer ties together, which come back together.

Knows nothing of money.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.offers import BuyXGetY


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.offers import Choice, Offer
    from checkout_core.pricing import Quote
    from checkout_core.store import Store


#: Types of offers that depend on several units together.
BUNDLES = ("buy-x-get-y", "fixed-price", "free-goods", "volume-based")


def missing_from_bundles(
    quoted: Quote, store: Store, back: Sequence[int]
) -> list[tuple[str, list[int]]]:
    """
    Return each bundle that a return leaves incomplete, with its missing lines.

    The quote has the lines an offer discounted; only the store has those it requires.
    *back* are the units of each line that have come back.
    """
    offers: dict[tuple[str, str], Offer] = {
        (offer.kind, offer.id): offer for offer in (*store.promotions, *store.coupons)
    }
    found = []
    for applied in (*quoted.promotions, *quoted.coupons):
        if applied.type not in BUNDLES:
            continue
        tied = {part.line for part in applied.lines}
        tied |= _required(offers.get((applied.kind, applied.id)), quoted)
        missing = [line for line in tied if back[line] < quoted.lines[line].quantity]
        if missing and any(back[line] for line in tied):
            found.append((applied.id, sorted(missing)))
    return found


def _required(offer: Offer | None, quoted: Quote) -> set[int]:
    """Return the lines that an offer requires to be bought."""
    if offer is None or not isinstance(offer.benefit, BuyXGetY):
        return set()
    return {
        index
        for row in offer.benefit.rows
        for index, line in enumerate(quoted.cart.lines)
        if _matches(row.buy, line.product_id, line.variant_id, line.category_ids)
    }


def _matches(
    choice: Choice, product: str, variant: str | None, categories: Sequence[str]
) -> bool:
    return (
        choice.product_id in (None, product)
        and choice.variant_id in (None, variant)
        and (choice.category_id is None or choice.category_id in categories)
    )

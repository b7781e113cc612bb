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

    from checkout_core.pricing import Quote
    from checkout_core.store import Store
    from checkout_core.store.compiled import CompiledOffer


def missing_from_bundles(
    quoted: Quote, store: Store, back: Sequence[int]
) -> list[tuple[str, list[int]]]:
    """
    Return each bundle that a return leaves incomplete, with its missing lines.

    The quote has the lines an offer discounted; only the store has those it requires,
    and says whether its benefit ties them together.  *back* are the units of each line
    that have come back.
    """
    columns = quoted.cart.columns
    known: dict[tuple[str, str], CompiledOffer] = {
        (each.offer.kind, each.offer.id): each
        for each in (*store.index.promotions, *store.index.coupons)
    }
    found = []
    for applied in (*quoted.promotions, *quoted.coupons):
        compiled = known.get((applied.kind, applied.id))
        tied = {part.line for part in applied.lines}
        if compiled is not None:
            benefit, exclude = compiled.offer.benefit, compiled.exclude
            if not benefit.ties_units:
                continue
            lines = columns if exclude is None else exclude.seen(columns)
            tied |= set(benefit.required().lines(lines))
        elif applied.type not in TYING_TYPES:
            continue
        missing = [line for line in tied if back[line] < quoted.lines[line].quantity]
        if missing and any(back[line] for line in tied):
            found.append((applied.id, sorted(missing)))
    return found

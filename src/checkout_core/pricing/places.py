# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Places of supply as documents have them: of all, and of the store itself.

Knows no rule of tax.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.ledger.suppliers import SupplyPlace


if TYPE_CHECKING:
    from checkout_core.pricing.quoted import Quote
    from checkout_core.tax.regime import Place


__all__ = ["shown_place", "store_place"]


def shown_place(place: Place) -> SupplyPlace:
    """Return a place of supply as documents have it."""
    return SupplyPlace(
        state=place.state,
        code=place.code,
        kind=place.kind,
        why=place.why,
        components=place.component_names,
    )


def store_place(quote: Quote) -> SupplyPlace:
    """Return where the store itself supplies, also if all goods are of others."""
    own = [each.place_of_supply for each in quote.suppliers if not each.id]
    if own:
        return own[0]
    regime = quote.policies.tax.regime_in(quote.currency)
    return shown_place(regime.place(quote.cart))

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A place of supply as documents have it.  Knows no rule of tax."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.ledger.suppliers import SupplyPlace


if TYPE_CHECKING:
    from checkout_core.tax.regime import Place


__all__ = ["shown_place"]


def shown_place(place: Place) -> SupplyPlace:
    """Return a place of supply as documents have it."""
    return SupplyPlace(
        state=place.state,
        code=place.code,
        kind=place.kind,
        why=place.why,
        components=place.component_names,
    )

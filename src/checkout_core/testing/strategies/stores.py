# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Stores of a checkout document: policies and offers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from checkout_core.currencies import CURRENCIES
from checkout_core.testing.strategies.offers import coupons, promotions
from checkout_core.testing.strategies.values import Document, amounts, maybe, rates


if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn


@st.composite
def store_documents(draw: DrawFn, currency: str = "INR") -> Document:
    """Return the `store` of a checkout document."""
    level = draw(st.sampled_from(["line", "line", "document", "unit"]))
    split = draw(st.sampled_from(["gross_exact", "gross_exact", "net_exact"]))
    tax = {
        "seller_state": draw(maybe(st.sampled_from(["27", "Chandigarh"]))),
        "level": level,
        "inclusive_split": "gross_exact" if level == "unit" else split,
        "charge_tax": draw(st.sampled_from(["own_rate", "highest", "apportion"])),
    }
    loyalty = st.fixed_dictionaries(
        {
            "value_per_point": st.sampled_from(["0", "0.004", "0.25", "1"]),
            "points_per_unit": st.sampled_from(["0", "0.1", "1"]),
            "minimum_points": st.sampled_from([0, 10]),
            "maximum_points": st.sampled_from([None, 50]),
            "maximum_percent": st.sampled_from([None, "50"]),
        }
    )
    unit = f"{Decimal(1).scaleb(-CURRENCIES[currency].exponent):f}"
    charge = st.fixed_dictionaries(
        {
            "name": st.just("Gift wrap"),
            "amount": amounts(currency, high=5_000),
            "tax_rate": rates(),
            "price_including_tax": st.booleans(),
            "charge_tax": st.sampled_from([None, None, "own_rate", "apportion"]),
        }
    )
    names = ["o1", "o2", "o3"][: draw(st.integers(0, 3))]
    return {
        "currency": currency,
        "promotions": [draw(promotions(name, currency)) for name in names],
        "coupons": [draw(coupons("k1", "SAVE", currency))]
        + ([draw(coupons("k2", "Diwali10", currency))] if draw(st.booleans()) else []),
        "code_redemptions": draw(st.sampled_from([{}, {"SAVE": 2}])),
        "free_shipping_threshold": draw(maybe(amounts(currency))),
        "handling": draw(st.sampled_from(["per_unit", "per_line"])),
        "charges": draw(st.lists(charge, max_size=1)),
        "loyalty": draw(maybe(loyalty)),
        "tax": tax,
        "rounding": draw(
            st.sampled_from(
                ["half_up", "half_up", "half_even", "half_down", "up", "down"]
            )
        ),
        "round_off": draw(st.sampled_from([None, None, unit, "1", "10"])),
    }

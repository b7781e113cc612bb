# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Documents that are paid in every way: cards, points as a discount, in parts."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from checkout_core.testing import strategies as ours
from checkout_core.testing.strategies import AFTER, AT, BEFORE


@st.composite
def cards(draw: Any, currency: str) -> list[dict[str, Any]]:
    """Return gift cards, some of them empty or over, some masked alike."""
    codes = draw(
        st.lists(
            st.sampled_from(["AAAA1111", "BBBB1111", "CCCC2222", "9", "8", "D (2)"]),
            max_size=4,
            unique=True,
        )
    )
    balances = st.one_of(st.just("0"), ours.amounts(currency, high=5_000))
    moments = st.sampled_from([None, None, None, BEFORE, AT, AFTER])
    return [
        {"code": code, "balance": draw(balances), "expires_at": draw(moments)}
        for code in codes
    ]


@st.composite
def plans(draw: Any, currency: str) -> list[dict[str, Any]]:
    """Return payment plans of up to five parts; of none: all of it at once."""
    dues = ["now", "2026-12-24", "2027-01-24", "2027-02-24", "on_delivery"]
    chosen = [each for each in dues if draw(st.booleans())]
    plan = []
    for due in chosen[:-1]:
        if draw(st.booleans()):
            plan.append({"due": due, "percent": draw(ours.percents())})
        else:
            plan.append({"due": due, "amount": draw(ours.amounts(currency))})
    return [*plan, *[{"due": due} for due in chosen[-1:]]]


@st.composite
def documents(draw: Any, currency: str | None = None, most: int = 5) -> dict[str, Any]:
    """Return checkout documents that are paid in every way."""
    found: dict[str, Any] = draw(ours.documents(currency, most))
    cart, store = found["cart"], found["store"]
    code = cart["currency"]
    cart["gift_cards"] = draw(cards(code))
    for part in (cart, store):
        part["payment_plan"] = draw(st.one_of(st.none(), plans(code)))
    modes = st.sampled_from(["tender", "discount", "discount"])
    if store["loyalty"] is not None:
        store["loyalty"] |= {"points_mode": draw(modes)}
    store["fixed_discount"] = draw(st.sampled_from(["own_basis", "face_value"]))
    return found

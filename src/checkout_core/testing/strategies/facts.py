# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a host says of a cart, and what offers and charges ask of it.

Payments, hours, pincodes, groups and channels come from a few values, so that
conditions hold about as often as they fail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from checkout_core.cart.payment import METHODS
from checkout_core.testing.strategies.own_benefits import selectors
from checkout_core.testing.strategies.values import Document, once


if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy


#: The channels that carts come from and conditions name.
CHANNELS = ("web", "app")
#: The groups that customers are in and conditions name.
GROUPS = ("vip", "staff")
#: The pincodes of addresses.
PINCODES = ("560 001", "560002", "110001")
#: Beginnings of pincodes that conditions name.
PREFIXES = ("5600", "56", "1 1", "4")

_DETAILS: dict[str, list[str | int]] = {
    "network": ["Visa", "RuPay"],
    "card_type": ["credit", "debit"],
    "issuer": ["HDFC", " hdfc ", "ICICI"],
    "bin": ["4", "4555", "45551234"],
    "app": ["gpay", "PhonePe"],
    "emi_months": [3, 6],
}


@once
@st.composite
def payments(draw: DrawFn) -> Document:
    """Return how a cart is paid, or the pattern of a condition: a method, and more."""
    method = draw(st.sampled_from(list(METHODS)))
    found: Document = {"method": method}
    for key in METHODS[method]:
        if draw(st.integers(0, 3)) == 0:
            found[key] = draw(st.sampled_from(_DETAILS[key]))
    return found


@once
@st.composite
def windows(draw: DrawFn) -> Document:
    """Return hours of some days; `AT` is noon of a Sunday in India."""
    found: Document = {}
    if draw(st.booleans()):
        days = st.lists(st.sampled_from([6, 7, 1]), min_size=1, unique=True)
        found["weekdays"] = sorted(draw(days))
    if draw(st.booleans()):
        found["from"] = draw(st.sampled_from(["06:30", "12:00", "12:01", "22:00"]))
    if draw(st.booleans()):
        found["to"] = draw(st.sampled_from(["06:31", "12:00", "12:01", "24:00"]))
    return found


@once
def conditions() -> SearchStrategy[Document]:
    """Return conditions of an offer or a charge, one or two of them."""
    asked: dict[str, SearchStrategy[object]] = {
        "windows": st.lists(windows(), min_size=1, max_size=2),
        "channels": _some(CHANNELS),
        "pincodes": _some(PREFIXES),
        "customer_groups": _some(GROUPS),
        "first_order": st.booleans(),
        "minimum_orders": st.integers(1, 3),
        "payment": st.lists(payments(), min_size=1, max_size=2),
    }
    keys = st.lists(st.sampled_from(list(asked)), min_size=1, max_size=2, unique=True)
    return keys.flatmap(
        lambda names: st.fixed_dictionaries({name: asked[name] for name in names})
    )


@once
@st.composite
def excludes(draw: DrawFn) -> Document:
    """Return what an offer does not see: goods, and goods reduced already."""
    found = draw(selectors())
    if draw(st.booleans()):
        found["discounted"] = draw(st.booleans())
    return found


@once
def _some(values: tuple[str, ...]) -> SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)

# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Moments, ids, amounts and rates that documents are made of.

Values are drawn where errors are likely: a few minor units, rates that do not divide
evenly.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from hypothesis import strategies as st

from checkout_core.currencies import CURRENCIES


if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy


P = ParamSpec("P")
T = TypeVar("T")

#: How many strategies one function keeps.
_KEPT = 1_000


def once(
    make: Callable[P, SearchStrategy[T]],
) -> Callable[P, SearchStrategy[T]]:
    """
    Return *make*, which then makes one strategy for the same arguments.

    Hypothesis validates each strategy before it first draws from it, which takes as
    long as the drawing.  What is drawn has to be new each time: callers change it.
    """
    return cast("Callable[P, SearchStrategy[T]]", lru_cache(_KEPT)(make))


#: A JSON object that a strategy draws.
Document = dict[str, Any]

#: The moment of every document.
AT = "2026-11-22T12:00:00+05:30"
#: A moment before `AT`.
BEFORE = "2026-01-01T00:00:00Z"
#: A moment after `AT`.
AFTER = "2027-01-01T00:00:00Z"
#: The instant of `AT`, with another offset.
NOW = "2026-11-22T06:30:00Z"

#: Dates that parts of a payment are due on.
DATES = ("2026-12-01", "2026-12-24")

#: The products that lines and offers name.
PRODUCTS = ("p1", "p2", "p3", "p4")
#: Their variants; None for a product without one.
VARIANTS = (None, "v1", "v2")
#: The categories that lines and offers name.
CATEGORIES = ("c1", "c2", "c3")
#: Tax rates in percent, as text.
RATES = ("0", "0.25", "1.5", "3", "5", "7.125", "12", "18", "28", "40", "100")
#: States of India in each of their spellings.
STATES = ("Maharashtra", "29", "IN-CH", "Delhi")
#: HSN codes of goods and of a service.
HSN_CODES = ("6109", "8471", "996812")
#: The codes of coupons.
CODES = ("SAVE", "Diwali10")


@once
def currencies() -> SearchStrategy[str]:
    """Return currencies of every exponent, rupees most often."""
    return st.sampled_from(["INR", "INR", "INR", "JPY", "KWD", "CLF"])


@once
def amounts(
    currency: str = "INR", *, low: int = 0, high: int = 500_000
) -> SearchStrategy[str]:
    """Return amounts as text, of *low* to *high* minor units, small ones often."""
    exponent = CURRENCIES[currency].exponent
    near = st.sampled_from([0, 1, 2, 3, 5, 10, 99, 100, 101, 333, 9999, 10_000])
    return (
        st.one_of(near, st.integers(low, high))
        .filter(lambda minor: low <= minor <= high)
        .map(lambda minor: f"{Decimal(minor).scaleb(-exponent):f}")
    )


@once
def maybe(strategy: SearchStrategy[T]) -> SearchStrategy[T | None]:
    """Return None half of the time."""
    return st.one_of(st.none(), strategy)


@once
def seldom(strategy: SearchStrategy[T]) -> SearchStrategy[T | None]:
    """Return None most of the time."""
    return st.one_of(st.none(), st.none(), st.none(), strategy)


@once
def rates() -> SearchStrategy[str]:
    """Return tax rates as text."""
    return st.sampled_from(RATES)


@once
def percents() -> SearchStrategy[str]:
    """Return discount percentages as text, nothing and everything among them."""
    return st.sampled_from(["5", "10", "0", "0.5", "12.5", "33.333333", "50", "100"])


@once
def edges(low: int = 0) -> SearchStrategy[int]:
    """Return quantities around which rows decide."""
    return st.integers(low, 6)

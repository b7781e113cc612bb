# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Checkout documents with anything at all in some of their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.factories.bad_documents import edited, good


def places(document: Any, path: str = "") -> Iterator[str]:
    """Yield the dotted path of everything in a document."""
    pairs = document.items() if isinstance(document, dict) else enumerate(document)
    for key, each in pairs:
        where = f"{path}.{key}".lstrip(".")
        yield where
        if isinstance(each, dict | list):
            yield from places(each, where)


#: No place is within another, so that both can be changed.
PLACES = sorted(places(good()))
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 10**16),
    st.decimals(),
    st.floats(),
    st.text(max_size=3),
    st.sampled_from(["INR", "0.005", "18", "percentage", [], {}, [1], {"id": 1}]),
)


@st.composite
def spoiled(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a document of which one to three places hold anything."""
    chosen: dict[str, Any] = {}
    for place in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=3)):
        if not any(f"{place}.".startswith(f"{each}.") for each in chosen):
            chosen = {
                each: value
                for each, value in chosen.items()
                if not each.startswith(f"{place}.")
            }
            chosen[place] = draw(ANYTHING)
    return edited(chosen)

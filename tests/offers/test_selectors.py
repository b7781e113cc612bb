# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Which lines an offer means: one definition, checked line by line."""

from __future__ import annotations

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import Cart, Line
from checkout_core.offers import (
    EVERYTHING,
    Choice,
    Selector,
    categories,
    products,
    variants,
)
from checkout_core.offers.selectors import lines_in


def line(product: str, variant: str | None, own: list[str], line_id: str) -> Line:
    """Return a line that is told apart from all others."""
    return Line(
        product,
        1,
        1,
        tax_rate=0,
        variant_id=variant,
        category_ids=own,
        line_id=line_id,
    )


CART = Cart(
    "INR",
    [
        line("tee", "red", ["tees", "sale"], "0"),
        line("tee", "blue", ["tees"], "1"),
        line("mug", "red", ["mugs"], "2"),
        line("cap", None, [], "3"),
    ],
)

FOUND = [
    (EVERYTHING, [0, 1, 2, 3]),
    (products("tee"), [0, 1]),
    (products("cap", "tee"), [0, 1, 3]),
    (variants("red"), [0, 2]),
    (categories("sale"), [0]),
    (categories("mugs", "tees"), [0, 1, 2]),
    (products("mug") | categories("sale"), [0, 2]),
    (products("absent") | variants("absent") | categories("absent"), []),
    (Selector((Choice("tee", "red"),)), [0]),
    (Selector((Choice("mug", "blue"),)), []),
    (Selector((Choice("tee", None, "sale"),)), [0]),
    (Selector((Choice(None, "red", "mugs"),)), [2]),
    (Selector(), []),
]


@pytest.mark.parametrize(("selector", "expected"), FOUND)
def test_the_lines_that_a_selector_means(
    selector: Selector, expected: list[int]
) -> None:
    """Every id of one choice has to hold, and one choice of a selector."""
    assert (expected, bool(expected)) == (
        list(selector.lines(CART.columns)),
        selector.concerns(CART.columns),
    )


IDS = st.sampled_from([None, "a", "b"])
OWN = st.lists(st.sampled_from(["x", "y"]), unique=True)
LINES = st.lists(st.tuples(st.sampled_from(["a", "b"]), IDS, OWN), min_size=1)
CHOICES = st.lists(st.builds(Choice, IDS, IDS, st.sampled_from([None, "x", "y"])))


def matches(choice: Choice, each: Line) -> bool:
    """Return whether a line has every id of a choice, looking at the line alone."""
    return (
        choice.product_id in (None, each.product_id)
        and choice.variant_id in (None, each.variant_id)
        and (choice.category_id is None or choice.category_id in each.category_ids)
    )


@given(LINES, CHOICES)
def test_the_index_finds_what_each_line_says(
    told: list[tuple[str, str | None, list[str]]], choices: list[Choice]
) -> None:
    """Looked up or looked at, the same lines match."""
    lines = [line(*each, str(i)) for i, each in enumerate(told)]
    found = Selector(tuple(choices)).lines(Cart("INR", lines).columns)

    assert [
        i
        for i, each in enumerate(lines)
        if any(matches(choice, each) for choice in choices)
    ] == list(found)


@pytest.mark.parametrize(
    ("ids", "expected"), [([], []), (["sale"], [0]), (["mugs", "sale"], [0, 2])]
)
def test_the_lines_in_one_of_the_categories(
    ids: list[str], expected: list[int]
) -> None:
    """A line in two of them is found once."""
    assert expected == list(lines_in(CART.columns, ids))
